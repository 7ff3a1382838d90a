"""Session logs as files: read one, find the unfinished ones, lock one, move it to done/, remove old ones.

The log's lock tells whether the session is still running; the kernel releases it when the process ends. Where the file
system has no locks, the log's `owner` record tells it, and another login may take the log only if that process is dead
for certain.
"""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from l5tui.config.errors import JournalError, as_journal_error
from l5tui.storage.atomic import (
    SYSTEM,
    SystemCalls,
    close_quietly,
    make_folder,
    read_whole,
    stale_files_in,
    sync_folder,
)
from l5tui.storage.format import decode
from l5tui.storage.lock import HELD, NO_LOCKS
from l5tui.storage.owner import is_surely_dead

MAGIC: Final = "l5tui live"
FORMAT: Final = 1
DAYS_KEPT: Final = 30
_DAY_S: Final = 86_400.0
_PATIENCE_S: Final = 0.5
"""Seconds; another login that checks the log holds its lock for a moment."""


class RunningError(JournalError):
    """Another login runs the session."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"the session of {path} is running in another login", "end it there first")


class LogRead(NamedTuple):
    """The content of a log."""

    first: dict[str, Any] | None
    """The first record, as given to `LiveLog.create`; None if that line is damaged, so the session can't be resumed."""
    records: list[tuple[str, dict[str, Any]]]
    """("event" | "position", record) in order, for every whole line, also after a damaged one."""
    notices: tuple[str, ...]
    """Plain lines about damage. A torn last line isn't damage: it was never confirmed."""
    owner: dict[str, Any] | None
    """The process that wrote last."""
    good: int
    """Bytes up to the end of the last complete line."""
    numbered: int
    """The number of the last record."""


class Unfinished(NamedTuple):
    """A session whose log wasn't moved to done/."""

    uid: str
    path: Path
    running: bool
    """It runs, or may run, in another login: leave it alone."""
    changed: float
    """When something was last written, as `time.time()` counts."""

    @property
    def away_s(self) -> float:
        """Seconds since then."""
        return max(0.0, time.time() - self.changed)


def log_file(folder: Path, uid: str) -> Path:
    """The log of the session with that entry."""
    if not uid or not uid.replace("-", "").replace("_", "").isalnum():
        raise ValueError(f"no name for a file: {uid!r}")
    return folder / f"{uid}.log"


def read_log(path: Path, *, calls: SystemCalls = SYSTEM) -> LogRead:
    """Read a log. The file isn't changed.

    Raises:
        JournalError: the log doesn't exist, can't be read, or is from a newer version.
    """
    found = read_whole(calls, path)
    if found is None:
        raise _gone(path)
    raw = found[0]
    ended = raw.rfind(b"\n") + 1
    first: dict[str, Any] | None = None
    owner: dict[str, Any] | None = None
    records: list[tuple[str, dict[str, Any]]] = []
    bad: list[int] = []
    numbered = 0
    for number, line in enumerate(raw[:ended].split(b"\n")[:-1], 1):
        record = decode(line)
        if record is None or not isinstance(record.key, int):
            bad.append(number)
        elif record.table == MAGIC:
            if record.key > FORMAT:
                raise JournalError(f"{path} is of a newer l5tui (format {record.key})", "update l5tui to resume it")
            first, owner = record.body.get("first"), record.body.get("owner")
        else:
            if record.key != numbered + 1 and not bad:
                bad.append(number)
            numbered = max(numbered, record.key)
            if record.table == "owner":
                owner = record.body
            else:
                records.append((record.table, record.body))
    notices: tuple[str, ...] = ()
    if bad:
        where = ", ".join(str(number) for number in bad[:5]) + (" and more" if len(bad) > 5 else "")
        notices = (f"The session log {path} is damaged at line {where}; the rest of it was used.",)
    return LogRead(first, records, notices, owner, ended, numbered)


def unfinished(folder: Path, *, calls: SystemCalls = SYSTEM) -> list[Unfinished]:
    """The unfinished sessions, newest first. Logs that a crash left empty or incomplete are removed."""
    left = []
    for path in _logs(calls, folder):
        try:
            facts = calls.stat(str(path))
            running = is_running(calls, path)
            if not facts.st_size and not running:
                calls.unlink(str(path))
                continue
        except OSError:  # gone since, finished by another login
            continue
        left.append(Unfinished(path.stem, path, running, facts.st_mtime))
    with suppress(OSError):
        for old in stale_files_in(calls, folder, "", _DAY_S):
            calls.unlink(str(old))
    return sorted(left, key=lambda one: one.changed, reverse=True)


def is_running(calls: SystemCalls, path: Path) -> bool:
    """Whether another login runs that session, or may run it.

    Raises:
        OSError: the log is gone, or can't be accessed.
    """
    held = _lock_held(calls, path)
    return not _owner_is_dead(calls, path) if held is None else held


def is_locked(calls: SystemCalls, path: Path) -> bool:
    """Whether a process holds the log's lock; always false where the file system has no locks.

    Raises:
        OSError: the log is gone, or can't be accessed.
    """
    return bool(_lock_held(calls, path))


def _lock_held(calls: SystemCalls, path: Path) -> bool | None:
    """Whether a process holds the log's lock; None where the file system has no locks."""
    import fcntl

    fd = calls.open(str(path), os.O_RDONLY)
    try:
        calls.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in HELD:
            return True
        if error.errno in NO_LOCKS:
            return None
        raise
    finally:
        close_quietly(calls, fd)
    return False


def take(calls: SystemCalls, path: Path, patience_s: float | None = None) -> int:
    """Open and lock the log of a session that no process runs.

    Args:
        calls: the operating system.
        path: the log.
        patience_s: seconds to wait for the lock; the default suffices for a login that only checks the log.

    Raises:
        RunningError: another login runs it.
        JournalError: it is gone, or can't be opened.
    """
    import fcntl

    running = RunningError(path)
    try:
        fd = calls.open(str(path), os.O_RDWR)
    except FileNotFoundError as error:
        raise _gone(path) from error
    except OSError as error:
        raise as_journal_error(path, error) from error
    try:
        until = time.monotonic() + (_PATIENCE_S if patience_s is None else patience_s)
        while True:
            try:
                calls.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno in HELD and time.monotonic() < until:
                    time.sleep(0.01)
                    continue
                if error.errno in HELD or (error.errno in NO_LOCKS and not _owner_is_dead(calls, path)):
                    raise running from error
                if error.errno not in NO_LOCKS:
                    raise
            break
    except BaseException as error:
        close_quietly(calls, fd)
        if isinstance(error, OSError):
            raise as_journal_error(path, error) from error
        raise
    return fd


def archive_log(path: Path, *, calls: SystemCalls = SYSTEM) -> None:
    """Move the log of a session that no process runs to done/: the session was kept or discarded.

    Raises:
        JournalError: the session is running in another login, or the log can't be moved.
    """
    fd = take(calls, path)
    try:
        move_to_done(calls, path)
    except FileNotFoundError as error:  # archived elsewhere, just before it was locked here
        raise _gone(path) from error
    except OSError as error:
        raise as_journal_error(path, error) from error
    finally:
        close_quietly(calls, fd)


def move_to_done(calls: SystemCalls, path: Path) -> None:
    """Move a log to done/, and sync both folders."""
    done = path.parent / "done"
    make_folder(calls, done)
    calls.replace(str(path), str(done / path.name))
    sync_folder(calls, done)
    sync_folder(calls, path.parent)


def sweep_done(folder: Path, *, now: float | None = None, calls: SystemCalls = SYSTEM) -> int:
    """Remove logs that were moved to done/ 30 or more days ago. Returns how many; errors are ignored."""
    swept = 0
    with suppress(OSError):
        for path in _logs(calls, folder / "done"):
            if (time.time() if now is None else now) - calls.stat(str(path)).st_mtime > DAYS_KEPT * _DAY_S:
                calls.unlink(str(path))
                swept += 1
    return swept


def _logs(calls: SystemCalls, folder: Path) -> list[Path]:
    try:
        return [folder / name for name in sorted(calls.names(str(folder))) if name.endswith(".log")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EPERM}:
            return []
        raise


def _gone(path: Path) -> JournalError:
    return JournalError(f"there is no session log {path}", "it may have been finished elsewhere")


def _owner_is_dead(calls: SystemCalls, path: Path) -> bool:
    try:
        return is_surely_dead(read_log(path, calls=calls).owner)
    except JournalError:
        return False
