"""A session that runs in one login is taken over by another on request, without lost or doubled events."""

from __future__ import annotations

import errno
import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.sessionlog.handover import STOP_S, HandOver
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.sessionlog.session_log import SessionLog, event_to_json, read_interrupted
from l5tui.journal.sessionlog.takeover import LOCK_WAIT_S, request_file, requested, sweep_requests, take_over
from l5tui.storage.atomic import SYSTEM
from l5tui.storage.lock import take_if_free
from l5tui.storage.owner import UNKNOWN, is_this_process, this_process, why_unreachable
from tests import factories
from tests.factories import plan_of_two
from tests.journal.other_login import PATIENCE_S, OtherLogin, have_time, write_request
from tests.storage.fault_injection import RefusedCalls

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    have_time(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "journal.json.live"


@pytest.fixture
def other(folder: Path) -> Iterator[OtherLogin]:
    with OtherLogin(folder) as login:
        assert login.ask("begin", "s1") == "ok"
        yield login


def in_log(folder: Path) -> list[Json]:
    return [event_to_json(event) for event in read_interrupted(folder / "s1.log").events]


def log_of(folder: Path) -> Path:
    return folder / "s1.log"


@pytest.fixture
def no_signals(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Record the signals instead of sending them."""
    sent: list[Any] = []
    monkeypatch.setattr("signal.pidfd_send_signal", lambda *given: sent.append(given))
    kill = os.kill
    unasked = (0, signal.SIGKILL)
    monkeypatch.setattr("os.kill", lambda pid, how: kill(pid, how) if how in unasked else sent.append((pid, how)))
    return sent


# Taken


def test_the_other_login_pauses_and_saves_the_session_and_goes_on_without_it(folder: Path, other: OtherLogin) -> None:
    assert other.ask("do", "note_position", 7) == "ok"
    log, left = take_over(log_of(folder))
    assert [event_to_json(event) for event in left.events] == other.told() == in_log(folder)
    assert in_log(folder)[-1]["event"] == "paused"
    (found,) = unfinished(folder)
    assert found.running, "now it is ours"
    assert other.child.poll() is None, "the other program goes on"
    assert other.ask("do", "resume", 1) == "ok"
    assert other.told() == []
    assert [event_to_json(event) for event in left.events] == in_log(folder), "what it still does isn't written"
    assert not request_file(log_of(folder)).exists()
    log.close()


def test_a_session_is_taken_over_from_a_stopped_process(folder: Path, other: OtherLogin) -> None:
    other.stop()
    log, left = take_over(log_of(folder))
    assert [event_to_json(event) for event in left.events] == other.told()
    log.close()


def test_ten_takeovers_between_two_logins_lose_and_double_no_event(folder: Path, other: OtherLogin) -> None:
    with OtherLogin(folder) as second:
        happened: list[Json] = []
        here, there = other, second
        for seconds in range(10):
            assert here.ask("do", "toggle", seconds) == "ok"
            assert here.ask("do", "resume", 1) == "ok"
            assert there.ask("take", "s1") == "ok"
            happened += here.told()
            here, there = there, here
        happened += here.told()
        assert in_log(folder) == happened
        assert [event["event"] for event in happened].count("started") == 1
        assert here.ask("finish") == "ok"
        assert there.ask("take", "s1").startswith("no there is no session log") or unfinished(folder) == []


def test_a_session_that_was_interrupted_meanwhile_is_taken_over_without_a_request(
    folder: Path, other: OtherLogin, no_signals: list[Any]
) -> None:
    other.kill()
    log, _ = take_over(log_of(folder))
    assert no_signals == []
    log.close()


def test_a_session_whose_process_ends_just_before_the_request_is_taken_over(
    folder: Path, other: OtherLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(owner: object) -> str:
        other.kill()
        return UNKNOWN

    monkeypatch.setattr("l5tui.journal.sessionlog.takeover.why_unreachable", found)
    log, _ = take_over(log_of(folder))
    log.close()


def test_a_session_that_was_finished_meanwhile_is_reported_as_finished(folder: Path, other: OtherLogin) -> None:
    assert other.ask("finish") == "ok"
    with pytest.raises(JournalError, match="was finished in the other login"):
        take_over(log_of(folder))


def test_a_login_that_ends_on_the_signal_like_older_versions_gives_the_session_up_too(
    tmp_path: Path, folder: Path
) -> None:
    import subprocess
    import sys

    script = (
        "import sys, time\nfrom pathlib import Path\nfrom l5tui.journal.sessionlog.session_log import SessionLog\n"
        "from tests import factories\n"
        "log = SessionLog.begin(Path(sys.argv[1]), factories.session('s1'), factories.plan_of_two())\n"
        "print('ok', flush=True)\ntime.sleep(60)\n"
    )
    older = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert older.stdout is not None
    assert older.stdout.readline() == b"ok\n"
    log, _ = take_over(log_of(folder))
    assert older.wait() == -signal.SIGTERM
    older.stdout.close()
    log.close()


# Not taken


def test_a_login_that_does_not_answer_in_time_keeps_the_session_with_a_message(folder: Path, other: OtherLogin) -> None:
    assert other.ask("hang") == "ok"
    began = time.monotonic()
    with pytest.raises(JournalError, match=r"did not let go of the session within 0\.3 seconds, so nothing was taken"):
        take_over(log_of(folder), within_s=0.3)
    assert time.monotonic() - began >= 0.3
    (found,) = unfinished(folder)
    assert found.running


def test_a_takeover_waits_two_seconds_for_the_other_login() -> None:
    assert LOCK_WAIT_S == 2
    assert STOP_S <= LOCK_WAIT_S / 2


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"start": "1"}, UNKNOWN),
        ({"start": None}, UNKNOWN),
        ({"boot": "another"}, UNKNOWN),
        ({"pid": 0}, UNKNOWN),
        ({"pid": "12"}, UNKNOWN),
        ({"host": "lab7", "machine": "m", "boot": "b"}, "on lab7"),
        ({"machine": "m", "boot": "b"}, "on another machine"),
        ({"space": "pid:[1]"}, "in another container of this machine"),
    ],
)
def test_no_process_is_signalled_unless_host_pid_and_start_time_match(
    folder: Path, changed: Json, where: str, no_signals: list[Any]
) -> None:
    owner = {**this_process(), **changed}
    assert why_unreachable(owner) == where
    log = LiveLog.create(folder, "s1", {})
    log._record("owner", owner)
    with pytest.raises(JournalError, match=f"runs {where}"):
        take_over(log_of(folder), within_s=0.05)
    assert no_signals == []
    assert not request_file(log_of(folder)).exists()
    log.close()


def test_a_session_whose_owner_is_unknown_is_out_of_reach() -> None:
    assert why_unreachable(None) == why_unreachable({}) == UNKNOWN
    assert why_unreachable(this_process()) is None
    assert why_unreachable({**this_process(), "host": "as it was called before"}) is None
    assert is_this_process(this_process())
    assert not is_this_process({})
    assert not is_this_process({**this_process(), "start": None})


def test_without_locks_no_session_is_taken_over_and_the_reason_is_given(folder: Path, no_signals: list[Any]) -> None:
    system = RefusedCalls(errno.ENOLCK, "flock")
    log = LiveLog.create(folder, "s1", {}, calls=system)
    with pytest.raises(JournalError, match="has no locks, so a session can't be taken over"):
        take_over(log.path, calls=system)
    assert no_signals == []
    log.close()


def test_two_logins_never_request_a_session_at_the_same_time(
    folder: Path, other: OtherLogin, no_signals: list[Any]
) -> None:
    first = take_if_free(SYSTEM, request_file(log_of(folder)))
    assert first is not None
    with pytest.raises(JournalError, match="another login is taking the session over just now"):
        take_over(log_of(folder))
    assert no_signals == []
    os.close(first)


def test_without_disk_space_for_a_request_the_session_stays_where_it_is(
    folder: Path, other: OtherLogin, no_signals: list[Any]
) -> None:
    with pytest.raises(JournalError, match="the disk is full"):
        take_over(log_of(folder), calls=RefusedCalls(errno.ENOSPC, "pwrite"))
    assert no_signals == []
    assert not request_file(log_of(folder)).exists()


# What the signal means


def test_a_signal_without_a_request_saves_and_ends_the_program(folder: Path, other: OtherLogin) -> None:
    other.signal(signal.SIGTERM)
    assert other.child.wait(PATIENCE_S) == 128 + signal.SIGTERM
    (found,) = unfinished(folder)
    assert not found.running


def test_a_request_is_answered_once_and_the_next_signal_ends_the_program(folder: Path, other: OtherLogin) -> None:
    assert other.ask("hang") == "ok"
    with pytest.raises(JournalError, match="did not let go"):
        take_over(log_of(folder), within_s=0.3)
    assert request_file(log_of(folder)).exists()
    other.signal(signal.SIGTERM)
    assert other.child.wait(PATIENCE_S) == 128 + signal.SIGTERM


def test_a_request_for_a_session_that_no_longer_runs_here_is_ignored(folder: Path, other: OtherLogin) -> None:
    log, _ = take_over(log_of(folder))
    log.log._record("owner", {**this_process(), "pid": other.child.pid, "start": None})
    stale = read_interrupted(log_of(folder)).owner
    assert stale is not None
    from l5tui.storage.owner import _start

    log.log._record("owner", {**stale, "start": _start(other.child.pid)})  # as after a disk that took no record of us
    with pytest.raises(JournalError, match="did not let go"):
        take_over(log_of(folder), within_s=0.3)
    assert other.ask("do", "pause", 1) == "ok"
    log.close()


def test_the_request_file_is_private_and_names_both_processes(folder: Path, other: OtherLogin) -> None:
    assert other.ask("hang") == "ok"
    with pytest.raises(JournalError, match="did not let go"):
        take_over(log_of(folder), within_s=0.1)
    assert stat.S_IMODE(request_file(log_of(folder)).stat().st_mode) == 0o600


def test_a_request_to_this_process_is_found_once(folder: Path) -> None:
    write_request(folder, mark="m")
    answered: set[str] = set()
    assert requested(folder, answered) == ("s1",)
    assert requested(folder, answered) == ()
    write_request(folder, mark="n")
    assert requested(folder, answered) == ("s1",)


@pytest.mark.parametrize(
    "changed",
    [
        {"whom": {**this_process(), "start": "1"}},
        {"whom": {**this_process(), "pid": 1}},
        {"whom": None},
        {"who": {**this_process(), "boot": "before"}},
        {"who": 7},
        {"at_s": time.monotonic() - 61},
        {"at_s": time.monotonic() + 1000},
        {"at_s": "now"},
    ],
)
def test_an_outdated_request_or_one_to_another_process_is_ignored(folder: Path, changed: Json) -> None:
    write_request(folder, **changed)
    assert requested(folder, set()) == ()


def test_a_torn_request_is_ignored(folder: Path) -> None:
    write_request(folder)
    path = folder / "s1.take"
    path.write_bytes(path.read_bytes()[:40])
    assert requested(folder, set()) == ()
    path.unlink()
    path.mkdir()
    assert requested(folder, set()) == ()
    assert requested(folder / "nowhere", set()) == ()


def test_old_requests_are_removed_and_new_ones_stay(folder: Path) -> None:
    write_request(folder)
    (folder / "s2.take").write_bytes(b"")
    os.utime(folder / "s2.take", (1, 1))
    sweep_requests(folder)
    assert [path.name for path in folder.iterdir()] == ["s1.take"]
    sweep_requests(folder / "nowhere")


def test_the_log_is_released_after_a_second_even_if_the_screen_has_not_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.journal.sessionlog.handover.STOP_S", 0.1)
    log = SessionLog.begin(folder, factories.session("s1"), plan_of_two())
    hand_over = HandOver(lambda: folder)
    write_request(folder)
    with hand_over.holding(log, lambda: None) as held:
        answer = hand_over.find_request()
        assert answer is not None
        assert not held.taken.is_set()
        answer()
        assert held.taken.is_set()
        assert held.gone
    assert hand_over.find_request() is None
