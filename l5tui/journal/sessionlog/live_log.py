"""The log of a running session: append-only, a checksum a line, in FILE.live/UID.log.

The first record comes from the caller: the plan's segments and what else a resume needs, so that neither changed
content nor a newer program can change where it resumes. Events and positions follow, each written before `append`
returns. The life of a log:

1. The log is made as UID.log.tmp-xxxxxxxx, locked, its first record written.
   Crash: a stale temporary file, swept later; the journal has the entry from the check-in.
2. It is renamed to UID.log.
   A killed process: an unfinished session. Power cut before the first `sync`: perhaps nothing, perhaps an empty log,
   swept.
3. Records are appended after the last good one; `sync` puts them on the disk.
   A killed process loses nothing that was appended, a power cut nothing that was synced. A torn last line is left out.
4. The caller writes the finished entry to the journal, then `done` moves the log to done/.
   Crash between the two: the session is offered once more; finishing it twice writes the same entry.

A disk error doesn't end the session: what couldn't be written or synced is kept in memory, `trouble` says why, and each
later record tries again. After a failed sync everything since the last good one is written again, because the system
may have dropped those pages. The log itself is locked while the session runs, so that another login can tell a running
session from an interrupted one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Self

from l5tui.config.errors import JournalError, as_journal_error
from l5tui.journal.sessionlog.log_files import FORMAT, MAGIC, LogRead, log_file, move_to_done, read_log, take
from l5tui.storage.atomic import (
    PRIVATE_FILE,
    SYSTEM,
    SystemCalls,
    close_quietly,
    make_folder,
    sync_folder,
    temporary_name,
)
from l5tui.storage.format import encode
from l5tui.storage.lock import HELD, NO_LOCKS
from l5tui.storage.owner import this_process


class LiveLog:
    """The log of one session, held by the process that runs it. Every method may be called from any thread."""

    def __init__(self, path: Path, *, calls: SystemCalls = SYSTEM) -> None:
        self.path = path
        self._calls = calls
        self._mutex = Lock()
        self._syncing = Lock()
        self._fd: int | None = None
        self._temporary: str | None = None
        self._closed = False
        self._number = 0
        self._synced = 0
        """Bytes of the file that are certainly on the disk."""
        self._tail = b""
        """The bytes after those, written or not."""
        self._written = 0
        """Bytes of the tail that are in the file."""
        self._named = False
        """Whether the folder was synced since the log got its name."""
        self._not_written: JournalError | None = None
        self._not_synced: JournalError | None = None

    @classmethod
    def create(cls, folder: Path, uid: str, first: Mapping[str, Any], *, calls: SystemCalls = SYSTEM) -> Self:
        """Create the log of a session. A disk error isn't raised: see `trouble`.

        Args:
            folder: `Journal.live`; created if it doesn't exist.
            uid: of the session's entry.
            first: plain JSON; what a resume needs and the content may no longer have.
        """
        log = cls(log_file(folder, uid), calls=calls)
        with log._mutex:
            log._tail = encode(MAGIC, FORMAT, {"owner": this_process(), "first": dict(first)}) + b"\n"
            log._write()
        return log

    @classmethod
    def resume(
        cls, path: Path, *, patience_s: float | None = None, calls: SystemCalls = SYSTEM
    ) -> tuple[Self, LogRead]:
        """Continue the log of an interrupted session; returns what it holds, too.

        Args:
            path: the log.
            patience_s: seconds to wait for a process that still holds it.
            calls: the operating system.

        Raises:
            RunningError: the session is running in another login.
            JournalError: the log can't be read or written, or is from a newer version.
        """
        log = cls(path, calls=calls)
        log._fd = take(calls, path, patience_s)
        try:
            read = read_log(path, calls=calls)
        except BaseException:
            log.close()
            raise
        log._synced, log._number = read.good, read.numbered  # a torn last line is written over
        log._record("owner", this_process())
        return log, read

    @property
    def trouble(self) -> JournalError | None:
        """Why the disk doesn't have everything, or None. The session continues all the same."""
        return self._not_written or self._not_synced

    @property
    def closed(self) -> bool:
        """Whether the log was moved to done/ or closed: later records are dropped."""
        return self._closed

    def append(self, record: Mapping[str, Any]) -> None:
        """Write an event. When this returns it is in the file, or, if there is `trouble`, in memory."""
        self._record("event", record)

    def position(self, record: Mapping[str, Any]) -> None:
        """Write the session's position; like `append`, for a record that needs no `sync`."""
        self._record("position", record)

    def sync(self) -> None:
        """Sync what was appended so far. It blocks as long as the disk takes, so call it off the event loop."""
        with self._syncing:
            with self._mutex:
                self._write()
                size = self._written
                if self._fd is None or self._temporary or (not size and self._named):
                    return
            try:
                self._sync()
            except OSError as error:
                with self._mutex:
                    self._written = 0
                    self._not_synced = as_journal_error(self.path, error)
                return
            with self._mutex:
                self._synced += size
                self._tail = self._tail[size:]
                self._written -= size
                self._not_synced = None

    def done(self) -> None:
        """Move the log to done/ and close it: the session is over and its entry is in the journal."""
        self.sync()
        with self._mutex:
            if self._fd is not None and not self._temporary:
                try:
                    move_to_done(self._calls, self.path)
                except OSError as error:
                    self._not_written = as_journal_error(self.path, error)
        self.close()

    def close(self) -> None:
        """Close the log, so that the session can be resumed. Later records are dropped."""
        with self._mutex:
            self._closed = True
            if self._temporary:
                with suppress(OSError):
                    self._calls.unlink(self._temporary)
            if self._fd is not None:
                fd, self._fd = self._fd, None
                close_quietly(self._calls, fd)

    def _sync(self) -> None:
        with self._mutex:
            if self._fd is None:
                return
            fd = self._calls.dup(self._fd)  # `close` may come while the disk works
        try:
            self._calls.fsync(fd)
        finally:
            close_quietly(self._calls, fd)
        if not self._named:
            sync_folder(self._calls, self.path.parent)
            self._named = True

    def _record(self, kind: str, record: Mapping[str, Any]) -> None:
        with self._mutex:
            self._tail += encode(kind, self._number + 1, dict(record)) + b"\n"
            self._number += 1
            self._write()

    def _write(self) -> None:
        """Write the rest of the tail to the file, over anything that an earlier failure left torn."""
        if self._closed:
            return
        try:
            fd = self._fd if self._fd is not None else self._make()
            while self._written < len(self._tail):
                rest = memoryview(self._tail)[self._written :]
                self._written += self._calls.pwrite(fd, rest, self._synced + self._written)
            if self._temporary:
                self._calls.replace(self._temporary, str(self.path))
                self._temporary = None
        except OSError as error:
            self._not_written = as_journal_error(self.path, error)
        else:
            self._not_written = None

    def _make(self) -> int:
        import fcntl

        make_folder(self._calls, self.path.parent)
        temporary = temporary_name(self.path)
        fd = self._calls.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with suppress(PermissionError):
                self._calls.fchmod(fd, PRIVATE_FILE)
            try:
                self._calls.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                if error.errno not in NO_LOCKS | HELD:
                    raise
        except BaseException:
            self._calls.close(fd)
            with suppress(OSError):
                self._calls.unlink(temporary)
            raise
        self._fd, self._temporary = fd, temporary
        return fd
