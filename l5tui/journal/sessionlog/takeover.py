"""Takes a running session over from another login, which is asked to save and close its log.

How one login (the taker) gets a session from another (the holder):

1. The taker checks the log. Its lock must be held, and the process that wrote last must be on this machine, with the
   PID and start time in the log; otherwise nothing is asked, and the person is told where the session runs.
2. It writes UID.take beside the log: who asks whom, with a new random id. The file is locked while it asks, so two
   takers never ask at once, and a signal of one isn't mistaken for a signal of the other.
3. It sends TERM, and CONT in case the holder is stopped. The signal alone means nothing: the holder checks whether a
   request that it hasn't answered yet names it. If none does, the signal is an ordinary one and the program ends.
4. The holder pauses the session, syncs its log and closes it. The taker waits for the lock for two seconds, and
   continues the log: it has every event that the holder wrote, and the holder writes nothing more.

If either is killed at any point, the log can be resumed. A request without an answer expires after a minute and is
removed. An older l5tui that doesn't know requests saves and ends on the signal.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from l5tui.config.errors import JournalError, as_journal_error, system_words
from l5tui.journal.sessionlog.log_files import RunningError, is_locked, read_log
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog
from l5tui.storage.atomic import SYSTEM, SystemCalls, close_quietly, read_whole
from l5tui.storage.format import decode, encode
from l5tui.storage.lock import take_if_free
from l5tui.storage.owner import is_this_process, this_process, why_unreachable

MAGIC: Final = "l5tui take"
FORMAT: Final = 1
LOCK_WAIT_S: Final = 2.0
"""Seconds that the taker waits for the log's lock."""
REQUEST_VALID_S: Final = 60.0
"""Seconds after which a request expires; a stopped holder may be slow to answer."""
SUFFIX: Final = ".take"
_LONGEST: Final = 16_384


def request_file(log: Path) -> Path:
    """The file of the request for a log's session."""
    return log.with_suffix(SUFFIX)


def take_over(
    path: Path, *, within_s: float = LOCK_WAIT_S, calls: SystemCalls = SYSTEM
) -> tuple[SessionLog, InterruptedSession]:
    """Make another login give up its session, and continue it here. Blocks until the other login has closed the log.

    Args:
        path: the session's log.
        within_s: seconds to wait for the other login.
        calls: the operating system.

    Raises:
        JournalError: the session wasn't taken over; the text says why.
    """
    if not _held(calls, path):
        return _left_meanwhile(calls, path)
    with _asking(calls, path):
        try:
            return SessionLog.resume(path, patience_s=within_s, calls=calls)
        except RunningError as error:
            raise JournalError(
                f"the other login did not let go of the session within {within_s:g} seconds, so nothing was taken",
                "try again, or end it there",
            ) from error
        except JournalError as error:
            if not path.exists():
                raise _finished() from error
            raise


def requested(folder: Path, answered: set[str], *, calls: SystemCalls = SYSTEM) -> tuple[str, ...]:
    """The sessions that other logins ask this process for; none if the signal was no request.

    Args:
        folder: `Journal.live`.
        answered: the ids of answered requests; new ones are added.
        calls: the operating system.
    """
    asked = []
    try:
        names = calls.names(str(folder))
    except OSError:
        return ()
    for name in sorted(names):
        if name.endswith(SUFFIX):
            request = _read(calls, folder / name)
            mark = str(request.get("mark"))
            if is_this_process(request.get("whom")) and _is_meant(request) and mark not in answered:
                answered.add(mark)
                asked.append(name.removesuffix(SUFFIX))
    return tuple(asked)


def sweep_requests(folder: Path, *, calls: SystemCalls = SYSTEM) -> None:
    """Remove expired requests. Errors are ignored."""
    with suppress(OSError):
        for name in calls.names(str(folder)):
            if name.endswith(SUFFIX):
                with suppress(OSError, JournalError):
                    _sweep(calls, folder / name)


def _sweep(calls: SystemCalls, path: Path) -> None:
    fd = take_if_free(calls, path)
    if fd is None:  # another login is asking right now
        return
    try:
        if time.time() - calls.fstat(fd).st_mtime > REQUEST_VALID_S:
            calls.unlink(str(path))
    finally:
        close_quietly(calls, fd)


def _held(calls: SystemCalls, path: Path) -> bool:
    try:
        return is_locked(calls, path)
    except FileNotFoundError as error:
        raise _finished() from error
    except OSError as error:
        raise as_journal_error(path, error) from error


def _left_meanwhile(calls: SystemCalls, path: Path) -> tuple[SessionLog, InterruptedSession]:
    try:
        return SessionLog.resume(path, calls=calls)
    except RunningError as error:
        if _held(calls, path):  # a third login was quicker
            raise
        raise JournalError(
            "the file system of the journal has no locks, so a session can't be taken over", "end it there first"
        ) from error


@contextmanager
def _asking(calls: SystemCalls, path: Path) -> Iterator[None]:
    """Ask the process that holds the log; the request is removed when it was granted."""
    place = request_file(path)
    fd = take_if_free(calls, place)
    if fd is None:
        raise JournalError("another login is taking the session over just now", "see there, or try again")
    try:
        asked = False
        try:
            _ask(calls, path, fd)
            asked = True
            yield
        except BaseException:
            if not asked:  # else the holder may still read it, late
                with suppress(OSError):
                    calls.unlink(str(place))
            raise
        with suppress(OSError):
            calls.unlink(str(place))
    finally:
        close_quietly(calls, fd)


def _ask(calls: SystemCalls, path: Path, fd: int) -> None:
    owner = read_log(path, calls=calls).owner
    if not _held(calls, path):
        return  # it was left just now
    request = {"mark": os.urandom(8).hex(), "whom": owner, "who": this_process(), "at_s": time.monotonic()}
    try:
        data = memoryview(encode(MAGIC, FORMAT, request) + b"\n")
        written = 0
        while written < len(data):
            written += calls.pwrite(fd, data[written:], written)
    except OSError as error:
        raise as_journal_error(request_file(path), error) from error
    try:
        _signal(owner)
    except JournalError:
        if _held(calls, path):
            raise  # else it has ended just now, and can't be found any more


def _signal(owner: dict[str, Any] | None) -> None:
    """Send TERM and CONT to the owner, if it certainly is that process.

    Where the system has process handles, the PID is turned into one first and checked afterwards, so that the PID can't
    be reused between the check and the signal.
    """
    pid = (owner or {}).get("pid")
    handle: int | None = None
    try:
        if isinstance(pid, int) and hasattr(os, "pidfd_open"):
            with suppress(OSError, OverflowError):
                handle = os.pidfd_open(pid)
        where = why_unreachable(owner)
        if where is not None or not isinstance(pid, int):
            raise JournalError(f"the session runs {where}, so it can't be taken over from here", "end it there first")
        for number in (signal.SIGTERM, signal.SIGCONT):
            if handle is not None:
                signal.pidfd_send_signal(handle, number)
            else:
                os.kill(pid, number)
    except ProcessLookupError:
        return  # it has ended meanwhile, and its lock with it
    except OSError as error:
        raise JournalError(
            f"the login that runs the session can't be asked ({system_words(error)})", "end it there first"
        ) from error
    finally:
        if handle is not None:
            os.close(handle)


def _read(calls: SystemCalls, path: Path) -> dict[str, Any]:
    """A request; empty if it can't be read or is torn."""
    with suppress(JournalError):
        found = read_whole(calls, path, _LONGEST)
        record = decode(found[0].split(b"\n")[0]) if found else None
        if record is not None and (record.table, record.key) == (MAGIC, FORMAT):
            return record.body
    return {}


def _is_meant(request: dict[str, Any]) -> bool:
    """Whether the request was made since this machine booted, and hasn't expired."""
    at, who = request.get("at_s"), request.get("who")
    return (
        isinstance(at, int | float)
        and 0 <= time.monotonic() - at <= REQUEST_VALID_S
        and isinstance(who, dict)
        and who.get("boot") == this_process()["boot"]
    )


def _finished() -> JournalError:
    return JournalError("the session was finished in the other login", "it is in the journal")
