"""The log of a running session after a kill, a power cut, a full disk, and with another login."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.sessionlog.log_files import LogRead, archive_log, read_log, sweep_done, take, unfinished
from l5tui.journal.store import Journal
from l5tui.storage.format import encode
from l5tui.storage.owner import is_surely_dead, this_process
from tests.storage.fault_injection import CountingCalls, FailingCall, RefusedCalls
from tests.storage.power_loss import PowerLossDisk, build

ROOT = Path(__file__).resolve().parents[3]
FIRST = {"segments": [["hold", 5000], ["rest", 2000]], "routine": "morning_set"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "share" / "journal.json.live"


@pytest.fixture
def log(folder: Path) -> Iterator[LiveLog]:
    log = LiveLog.create(folder, "s1", FIRST)
    yield log
    log.close()


def trouble(log: LiveLog) -> JournalError | None:
    return log.trouble


def events(read: LogRead) -> list[Any]:
    return [record["n"] for _, record in read.records]


def test_the_folder_stands_beside_the_journal(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "journal.json")
    assert Journal(tmp_path / "link.json").live == tmp_path / "journal.json.live"


def test_an_appended_event_is_in_the_file_at_once(log: LiveLog) -> None:
    log.append({"n": 1, "what": "started"})
    log.position({"n": 2, "at": [0, 1500]})
    read = read_log(log.path)
    assert read.first == FIRST
    assert read.records == [("event", {"n": 1, "what": "started"}), ("position", {"n": 2, "at": [0, 1500]})]
    assert read.notices == ()
    assert trouble(log) is None


def test_the_log_is_private_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        log = LiveLog.create(folder, "s1", FIRST)
    finally:
        os.umask(before)
    assert stat.S_IMODE(log.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    log.close()


@pytest.mark.parametrize("uid", ["", "../x", "a/b", ".", "a b"])
def test_a_uid_that_is_not_valid_as_a_file_name_is_refused(folder: Path, uid: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        LiveLog.create(folder, uid, FIRST)


def test_a_torn_last_line_is_ignored_without_a_report(log: LiveLog) -> None:
    for number in range(3):
        log.append({"n": number})
    raw = log.path.read_bytes()
    ends = [at + 1 for at, byte in enumerate(raw) if byte == ord("\n")]
    for end in range(ends[0], len(raw)):
        log.path.write_bytes(raw[:end])
        read = read_log(log.path)
        assert events(read) == list(range(sum(at <= end for at in ends) - 1))
        assert read.notices == ()


def test_a_wrong_checksum_in_the_middle_is_reported_and_the_rest_is_read(log: LiveLog) -> None:
    for number in range(4):
        log.append({"n": number})
    lines = log.path.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"n":1', b'"n":7')
    log.path.write_bytes(b"".join(lines))
    read = read_log(log.path)
    assert events(read) == [0, 2, 3]
    (notice,) = read.notices
    assert "damaged at line 3" in notice


def test_a_missing_line_is_reported(log: LiveLog) -> None:
    for number in range(4):
        log.append({"n": number})
    lines = log.path.read_bytes().splitlines(keepends=True)
    log.path.write_bytes(b"".join(lines[:2] + lines[3:]))
    read = read_log(log.path)
    assert events(read) == [0, 2, 3]
    assert len(read.notices) == 1


def test_after_a_damaged_first_line_the_events_are_read(log: LiveLog) -> None:
    log.append({"n": 0})
    raw = log.path.read_bytes()
    log.path.write_bytes(b"x" + raw[1:])
    read = read_log(log.path)
    assert read.first is None
    assert events(read) == [0]
    assert "line 1" in read.notices[0]


def test_a_newer_version_is_refused(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "s1.log"
    path.write_bytes(encode("l5tui live", 2, {"first": {}}) + b"\n")
    with pytest.raises(JournalError, match="newer l5tui"):
        read_log(path)
    with pytest.raises(JournalError, match="newer l5tui"):
        LiveLog.resume(path)
    assert [one.uid for one in unfinished(folder)] == ["s1"]


def test_reading_a_missing_log_raises_an_error_that_says_so(folder: Path) -> None:
    for ask in (read_log, LiveLog.resume, archive_log):
        with pytest.raises(JournalError, match="no session log"):
            ask(folder / "s1.log")


def test_a_running_session_is_recognised_and_not_resumed(
    log: LiveLog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.journal.sessionlog.log_files._PATIENCE_S", 0.02)
    (found,) = unfinished(folder)
    assert (found.uid, found.running) == ("s1", True)
    for grab in (LiveLog.resume, archive_log):
        with pytest.raises(JournalError, match="running in another login"):
            grab(log.path)
    log.append({"n": 1})
    assert trouble(log) is None


def test_an_interrupted_session_can_be_resumed_where_it_was(log: LiveLog, folder: Path) -> None:
    log.append({"n": 1})
    log.close()
    log.append({"n": "dropped"})
    log.path.write_bytes(log.path.read_bytes() + b'["torn","event",2,{"long":"' + b"x" * 5000)
    (found,) = unfinished(folder)
    assert not found.running

    again, read = LiveLog.resume(found.path)
    assert (read.first, events(read)) == (FIRST, [1])
    assert unfinished(folder)[0].running
    again.append({"n": 2})
    again.sync()
    assert events(read_log(found.path)) == [1, 2]
    assert read_log(found.path).notices == ()
    again.done()
    assert unfinished(folder) == []
    assert events(read_log(folder / "done" / "s1.log")) == [1, 2]


def test_a_reader_that_holds_the_lock_briefly_does_not_prevent_a_resume(log: LiveLog) -> None:
    """Reading the log holds its lock for an instant."""
    import fcntl

    log.close()
    with log.path.open() as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        timer = threading.Timer(0.05, fcntl.flock, (looking, fcntl.LOCK_UN))
        timer.start()
        os.close(take(CountingCalls(), log.path))
        timer.join()


def test_a_log_that_is_archived_while_it_is_being_locked_is_not_resumed(log: LiveLog) -> None:
    class PutAway(CountingCalls):
        def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
            if name == "flock" and log.path.exists():
                archive_log(log.path)

    log.close()
    with pytest.raises(JournalError, match="no session log"):
        LiveLog.resume(log.path, calls=PutAway())
    (log.path.parent / "done" / "s1.log").rename(log.path)
    with pytest.raises(JournalError, match="no session log"):
        archive_log(log.path, calls=PutAway())


def test_the_newest_unfinished_session_comes_first(folder: Path) -> None:
    for uid, when in (("old", 100), ("new", 300), ("middle", 200)):
        LiveLog.create(folder, uid, FIRST).close()
        os.utime(folder / f"{uid}.log", (when, when))
    assert [one.uid for one in unfinished(folder)] == ["new", "middle", "old"]


def test_temporary_files_of_a_crash_at_the_beginning_are_removed(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "s1.log").touch()
    (folder / "s2.log.tmp-0123abcd").write_text("private")
    os.utime(folder / "s2.log.tmp-0123abcd", (0, 0))
    (folder / "s3.log.tmp-0123abcd").write_text("being made now")
    assert unfinished(folder) == []
    assert [path.name for path in folder.iterdir()] == ["s3.log.tmp-0123abcd"]


def test_without_a_folder_there_is_no_unfinished_session(folder: Path) -> None:
    assert unfinished(folder) == []
    assert sweep_done(folder) == 0


def test_an_archived_log_is_removed_after_30_days(folder: Path) -> None:
    LiveLog.create(folder, "s1", FIRST).close()
    archive_log(folder / "s1.log")
    changed = (folder / "done" / "s1.log").stat().st_mtime
    assert sweep_done(folder, now=changed + 29 * 86_400) == 0
    assert sweep_done(folder, now=changed + 31 * 86_400) == 1
    assert list((folder / "done").iterdir()) == []


# A disk that says no


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_a_session_begins_in_memory_and_is_written_once_the_disk_works_again(folder: Path, error: int) -> None:
    system = RefusedCalls(error, "mkdir")
    log = LiveLog.create(folder, "s1", FIRST, calls=system)
    log.append({"n": 1})
    log.sync()
    assert trouble(log) is not None
    assert not folder.exists()
    system.on = False
    log.append({"n": 2})
    assert trouble(log) is None
    read = read_log(log.path)
    assert (read.first, events(read)) == (FIRST, [1, 2])
    log.close()


def test_a_fault_at_every_call_loses_nothing(tmp_path: Path) -> None:
    errors = (errno.ENOSPC, errno.EIO, errno.EINTR, errno.EACCES)

    def live(path: Path, system: CountingCalls) -> LiveLog:
        log = LiveLog.create(path, "s1", FIRST, calls=system)
        log.sync()
        for number in range(4):
            log.append({"n": number})
            log.sync()
        log.sync()  # the second before the next: what the last one could not do is done again
        return log

    counting = CountingCalls()
    live(tmp_path / "counted", counting).done()
    for at in range(1, counting.count + 1):
        for short in (False, True):
            path = tmp_path / f"{at}{short}"
            log = live(path, FailingCall(at, errors[at % 4], short=short))
            assert trouble(log) is None, "the next record made up for it"
            assert events(read_log(path / "s1.log")) == [0, 1, 2, 3]
            assert read_log(path / "s1.log").notices == ()
            log.done()
            if trouble(log) is None:
                assert unfinished(path) == []
                assert events(read_log(path / "done" / "s1.log")) == [0, 1, 2, 3]
            else:
                archive_log(path / "s1.log") if (path / "s1.log").exists() else None
                assert events(read_log(path / "done" / "s1.log")) == [0, 1, 2, 3]


def test_after_a_failed_sync_everything_since_the_last_good_sync_is_written_again(log: LiveLog) -> None:
    """The system may have dropped the pages that it could not write, and a second sync alone would not report it."""
    log.close()
    system = RefusedCalls(errno.EIO, "fsync")
    system.on = False
    again, _ = LiveLog.resume(log.path, calls=system)
    again.append({"n": 1})
    again.sync()
    system.on = True
    again.append({"n": 2})
    again.sync()
    assert trouble(again) is not None
    raw = again.path.read_bytes()
    lost = raw.splitlines(keepends=True)[-1]
    again.path.write_bytes(raw[: -len(lost)] + b"\0" * len(lost))
    system.on = False
    again.sync()
    assert trouble(again) is None
    assert again.path.read_bytes() == raw
    again.close()


def test_a_sync_during_appends_loses_no_event(log: LiveLog) -> None:
    stop = threading.Event()

    def sync() -> None:
        while not stop.is_set():
            log.sync()

    thread = threading.Thread(target=sync)
    thread.start()
    for number in range(500):
        log.append({"n": number})
    stop.set()
    thread.join()
    assert trouble(log) is None
    assert events(read_log(log.path)) == list(range(500))


# Power cuts


def live_a_session(root: Path, skip: int) -> PowerLossDisk:
    disk = PowerLossDisk(root, skip)
    log = LiveLog.create(root / "share" / "journal.json.live", "s1", FIRST, calls=disk)
    log.sync()
    disk.tell("0")
    for number in range(1, 3):
        log.append({"n": number})
        log.sync()
        disk.tell(f"{number}")
    log.done()
    disk.tell("done")
    return disk


def complaints(disk: PowerLossDisk, root: Path, target: Path) -> Iterator[str]:
    for told, crash in disk.crashes:
        for state in crash.states():
            build(state, root, target)
            folder = target / "share" / "journal.json.live"
            left = unfinished(folder)
            done = folder / "done" / "s1.log"
            if told == "nothing":
                continue
            if told == "done":
                if left or not done.exists():
                    yield "what was finished is offered again, or gone"
                continue
            path = done if done.exists() else folder / "s1.log"
            if not path.exists():
                yield f"the log is gone after {told}"
                continue
            read = read_log(path)
            if read.first != FIRST or events(read)[: int(told)] != list(range(1, int(told) + 1)):
                yield f"{told} was said, {events(read)} is there"


def test_no_power_cut_loses_what_was_synced(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    assert list(complaints(live_a_session(tmp_path / "home", 0), tmp_path / "home", tmp_path / "after")) == []


def test_every_single_sync_is_needed(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    syncs = live_a_session(tmp_path / "all", 0).syncs
    for skip in range(1, syncs + 1):
        root = tmp_path / f"without-{skip}"
        root.mkdir()
        assert any(complaints(live_a_session(root, skip), root, tmp_path / f"after-{skip}")), (
            f"sync {skip} is not missed"
        )


# Processes

RUNNER = """
import sys
from pathlib import Path
from l5tui.journal.sessionlog.live_log import LiveLog
log = LiveLog.create(Path(sys.argv[1]), "s1", {})
for number in range(1_000_000):
    log.append({"n": number})
    print(number, flush=True)
"""


def test_after_a_kill_every_appended_event_is_there_and_the_session_can_be_resumed(folder: Path) -> None:
    runner = subprocess.Popen([sys.executable, "-c", RUNNER, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert runner.stdout is not None
    assert runner.stdout.readline() == "0\n"
    assert unfinished(folder)[0].running
    time.sleep(0.02)
    os.kill(runner.pid, signal.SIGKILL)
    told = [int(line) for line in runner.stdout if line.endswith("\n")]
    runner.wait()
    (left,) = unfinished(folder)
    assert not left.running
    log, read = LiveLog.resume(left.path)
    assert events(read)[: len(told) + 1] == [0, *told]
    log.close()


# Without locks


def test_without_locks_another_login_resumes_only_if_the_owner_is_known_to_be_dead(folder: Path) -> None:
    system = RefusedCalls(errno.ENOLCK, "flock")
    log = LiveLog.create(folder, "s1", FIRST, calls=system)
    assert trouble(log) is None
    assert unfinished(folder, calls=system)[0].running
    with pytest.raises(JournalError, match="running in another login"):
        LiveLog.resume(log.path, calls=system)
    log.close()

    ended = subprocess.Popen(["true"])
    ended.wait()
    raw = log.path.read_bytes()
    log.path.write_bytes(
        encode("l5tui live", 1, {"owner": {**this_process(), "pid": ended.pid}, "first": FIRST}) + b"\n"
    )
    assert raw != log.path.read_bytes()
    assert not unfinished(folder, calls=system)[0].running
    again, read = LiveLog.resume(log.path, calls=system)
    assert read.first == FIRST
    assert unfinished(folder, calls=system)[0].running, "now it is ours"
    again.close()


def test_a_foreign_or_unreadable_owner_counts_as_alive() -> None:
    me = this_process()
    assert not is_surely_dead(me)
    assert is_surely_dead({**me, "boot": "before"})
    assert is_surely_dead({**me, "start": "another's number"})
    assert not is_surely_dead({**me, "machine": "elsewhere", "boot": "before"})
    assert not is_surely_dead({**me, "space": "a container", "pid": 4_000_000})
    assert not is_surely_dead({**me, "boot": None})
    assert not is_surely_dead({**me, "pid": 1, "start": None})
    for nobody in (None, {}, "x", {"pid": "1"}, {"pid": 10**30}):
        assert not is_surely_dead(nobody)
