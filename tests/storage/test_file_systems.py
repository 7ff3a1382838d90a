"""File systems that are full, read-only, without hard links or without locks; copies and temporary files."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.storage import format as grammar
from l5tui.storage.format import parse
from tests.factories import log, uids
from tests.storage.fault_injection import CountingCalls, RefusedCalls

NOW = "2025-03-05T08:00:00+01:00"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.json"


def names(file: Path) -> set[str]:
    return {path.name for path in file.parent.iterdir()}


@pytest.mark.parametrize("error", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV])
def test_without_hard_links_backups_are_copied(file: Path, error: int) -> None:
    journal = Journal(file, calls=RefusedCalls(error, "link"))
    journal.put(log("a"))
    journal.put(log("b"))
    journal.put(log("c"))
    file.write_bytes(b"")
    assert set(uids(Journal(file).entries())) == {"a", "b"}
    assert file.with_name("journal.json.prev").stat().st_mode & 0o777 == 0o600
    assert not any(".tmp-" in name for name in names(file))


@pytest.mark.parametrize("error", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_journal_without_locks_is_reported_and_read_only(file: Path, error: int) -> None:
    Journal(file).put(log("a"))
    journal = Journal(file, calls=RefusedCalls(error, "flock"))
    opened = journal.open()
    assert opened.read_only
    (notice,) = opened.notices
    assert "has no locks" in notice
    assert "unlocked_journal = true" in notice
    assert uids(journal.entries()) == ["a"]
    with pytest.raises(JournalError, match="no locks"):
        journal.put(log("b"))
    assert uids(journal.entries()) == ["a"]


def test_an_option_allows_writing_without_locks(file: Path) -> None:
    journal = Journal(file, unlocked=True, calls=RefusedCalls(errno.ENOLCK, "flock"))
    journal.put(log("a"))
    opened = journal.open()
    assert (opened.read_only, opened.notices) == (False, ())
    journal.put(log("b"))
    journal.edit("a", {"pain": 1}, NOW)
    journal.delete("b", NOW)
    assert uids(Journal(file).entries()) == ["a"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EROFS, "can't be written"),
        (errno.EACCES, "can't be written"),
        (errno.EIO, "could not be read or written"),
    ],
)
def test_a_disk_error_is_one_line_and_nothing_is_lost(file: Path, error: int, said: str) -> None:
    system = RefusedCalls(error, "open")
    journal = Journal(file, calls=system)
    system.on = False
    journal.put(log("a"))
    system.on = True
    with pytest.raises(JournalError, match=said) as refused:
        journal.put(log("b"))
    assert "\n" not in str(refused.value)
    assert str(file) in str(refused.value)
    assert uids(journal.entries()) == ["a"], "reading goes on"
    system.on = False
    journal.put(log("b"))
    assert set(uids(Journal(file).entries())) == {"a", "b"}, "and so does writing, as soon as it works again"


def test_a_read_only_folder_is_reported_on_opening(file: Path) -> None:
    """The test replaces the system's answer, because root may write to any folder, and CI is often root."""

    class ReadOnly(CountingCalls):
        def writable(self, folder: str) -> bool:
            return folder != str(file.parent)

    Journal(file).put(log("a"))
    opened = Journal(file, calls=ReadOnly()).open()
    assert (opened.read_only, opened.entries) == (True, 1)
    assert "is read-only here" in opened.notices[0]
    assert not Journal(file).open().read_only
    new = Journal(file.parent / "share" / "journal.json", calls=ReadOnly()).open()
    assert (new.read_only, new.new) == (True, True), "the folder above is what counts"


@pytest.mark.parametrize("mode", [0o400, 0o444])
def test_a_journal_marked_read_only_is_read_and_never_replaced(file: Path, mode: int) -> None:
    """Replacing a file needs permission of its folder only, so a person's `chmod a-w` would be ignored."""
    Journal(file).put(log("a"))
    file.chmod(mode)
    before = file.read_bytes()
    journal = Journal(file)
    opened = journal.open()
    assert (opened.read_only, opened.entries) == (True, 1)
    refusal = pytest.raises(JournalError, match=r"is marked read-only.*chmod u\+w")
    with refusal as refused:
        journal.put(log("b"))
    assert opened.notices == (str(refused.value),), "the same words, so that the app says it once"
    with refusal:
        journal.delete("a", NOW)
    with refusal:
        journal.set_favourites(["morning"])
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (before, mode)
    assert names(file) == {"journal.json", "journal.json.lock"}
    file.chmod(0o600)
    journal.put(log("b"))
    assert set(uids(journal.entries())) == {"a", "b"}


def test_a_file_too_large_for_the_quota_leaves_the_old_one(file: Path) -> None:
    """The system really refuses in the middle of a write."""
    import resource
    import signal

    journal = Journal(file)
    journal.put(log("a"))
    before = file.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 100, limits[1]))
    try:
        with pytest.raises(JournalError, match="the disk is full"):
            journal.put(log("b", note="x" * 10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert file.read_bytes() == before
    assert not any(".tmp-" in name for name in names(file))


def test_a_backup_restored_while_the_app_runs_is_used(file: Path) -> None:
    journal = Journal(file)
    journal.put(log("a"))
    shutil.copy2(file, file.with_name("backup"))
    journal.put(log("b"))
    journal.edit("a", {"pain": 9}, NOW)

    shutil.copy2(file.with_name("backup"), file)  # in place, with its old times
    assert uids(journal.entries()) == ["a"]
    with pytest.raises(JournalError, match="changed elsewhere"):
        journal.undo()
    journal.put(log("c"))
    file.with_name("backup").replace(file)  # another file of the same name
    assert uids(journal.entries()) == ["a"]
    journal.put(log("d"))
    assert set(uids(Journal(file).entries())) == {"a", "d"}


def test_a_journal_removed_while_the_app_runs_is_restored_from_its_copy(file: Path) -> None:
    journal = Journal(file)
    journal.put(log("a"))
    journal.put(log("b"))
    file.unlink()
    assert uids(journal.entries()) == ["a"]
    journal.put(log("c"))
    assert set(uids(Journal(file).entries())) == {"a", "c"}


def test_a_journal_removed_with_all_copies_is_a_new_journal(file: Path) -> None:
    """A person may erase everything by hand; no entry comes back from memory."""
    journal = Journal(file)
    journal.put(log("a"))
    journal.put(log("b"))
    for path in file.parent.iterdir():
        path.unlink()
    assert journal.entries() == []
    journal.put(log("c"))
    assert uids(Journal(file).entries()) == ["c"]


def test_the_content_of_a_lock_file_is_ignored(file: Path) -> None:
    file.with_name("journal.json.lock").write_text("4711\n")
    Journal(file, timeout=0.1).put(log("a"))
    assert uids(Journal(file).entries()) == ["a"]


def test_copies_are_kept_for_the_last_seven_days_of_use(file: Path) -> None:
    day = date(2025, 3, 1)
    for number in range(12):
        today = day + timedelta(days=3 * number)
        journal = Journal(file, today=lambda today=today: today)
        journal.put(log(f"{number}"))
        journal.put(log(f"{number}-again"))
    kept = sorted(name for name in names(file) if name.startswith("journal.json.2"))
    assert kept == [f"journal.json.{day + timedelta(days=3 * number)}" for number in range(5, 12)]
    newest = parse(file.with_name(kept[-1]).read_bytes())
    assert newest is not None
    assert set(newest.tables["entries"]) == {f"{n}{again}" for n in range(11) for again in ("", "-again")}


def test_an_app_that_runs_past_midnight_makes_the_next_day_s_copy(file: Path) -> None:
    today = date(2025, 3, 1)
    journal = Journal(file, today=lambda: today)
    journal.put(log("a"))
    journal.put(log("b"))
    today = date(2025, 3, 2)
    journal.put(log("c"))
    assert {name for name in names(file) if name.startswith("journal.json.2")} == {"journal.json.2025-03-02"}


def test_temporary_files_of_a_crash_are_removed(file: Path) -> None:
    left = [file.with_name("journal.json.tmp-0123abcd"), file.with_name("journal.json.prev.tmp-89abcdef")]
    others = [file.with_name("journal.json.tmp-mine"), file.with_name("other.json.tmp-0123abcd")]
    for path in [*left, *others]:
        path.write_text("")
    Journal(file).put(log("a"))
    assert not any(path.exists() for path in left)
    assert all(path.exists() for path in others)


def test_opening_removes_old_temporary_files(file: Path) -> None:
    Journal(file).put(log("a"))
    left = file.with_name("journal.json.tmp-0123abcd")
    left.write_text("private")
    os.utime(left, (0, 0))
    young = file.with_name("journal.json.tmp-89abcdef")
    young.write_text("another login is writing this")
    Journal(file).open()
    assert not left.exists()
    assert young.exists()


def test_a_crash_between_the_copy_and_the_rename_leaves_no_temporary_file_later(file: Path) -> None:
    """FILE and FILE.prev are one file then, and `replace` does nothing to two names of one file."""
    journal = Journal(file)
    journal.put(log("a"))
    journal.put(log("b"))
    previous = file.with_name("journal.json.prev")
    previous.unlink()
    previous.hardlink_to(file)
    journal.put(log("c"))
    assert names(file) == {"journal.json", "journal.json.prev", "journal.json.lock"}
    assert previous.stat().st_ino != file.stat().st_ino


def test_a_lock_file_that_is_removed_while_locked_locks_nothing(file: Path) -> None:
    """Another process may make a new one and lock that: the name is what counts."""

    class TakenAway(CountingCalls):
        first = True

        def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
            if name == "flock" and self.first:
                self.first = False
                file.with_name("journal.json.lock").unlink()

    system = TakenAway()
    with Journal(file, calls=system).changing():
        assert file.with_name("journal.json.lock").exists()
        with pytest.raises(JournalError, match="another l5tui"):
            Journal(file, timeout=0.02).put(log("a"))


def test_an_inode_used_again_with_the_same_size_and_time_is_noticed(file: Path) -> None:
    journal = Journal(file)
    journal.put(log("a", 4))
    Journal(file).put(log("a", 5))
    facts = file.stat()
    journal.entries()
    raw = file.read_bytes()
    Journal(file).put(log("a", 6))
    newer = file.read_bytes()
    assert len(newer) == len(raw)

    class Frozen(CountingCalls):
        def stat(self, path: str) -> os.stat_result:
            return facts if path == str(file) else Path(path).stat()

        def fstat(self, fd: int) -> os.stat_result:
            real = os.fstat(fd)
            return facts if real.st_ino == file.stat().st_ino else real

    system = Frozen()
    file.write_bytes(raw)
    watcher = Journal(file, calls=system)
    watcher.entries()
    file.write_bytes(newer)
    (entry,) = watcher.entries()
    assert entry["kind"] == "log"
    assert entry["pain"] == 6


def test_a_rewritten_file_is_read_again_without_decoding_what_is_known(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(file)
    for number in range(5):
        journal.put(log(f"{number}"))
    Journal(file).put(log("new"))
    decoded: list[bytes] = []
    real = grammar.decode

    def counted(line: bytes) -> grammar.Record | None:
        decoded.append(line)
        return real(line)

    monkeypatch.setattr(grammar, "decode", counted)
    assert len(journal.entries()) == 6
    assert len(decoded) == 2, "the header and the new line"
