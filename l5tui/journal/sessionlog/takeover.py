"""Taking a running session over from another login: it is asked for it, saves, and lets go of the log.

How one login (the taker) gets a session from another (the holder):

1. The taker looks at the log. Its lock is held, and the process that wrote last is on this machine, with the number
   and the start that the log names; else nothing is asked, and the person is told where the session runs.
2. It writes UID.take beside the log: who asks whom, with a mark of its own for this time. The file is locked while it
   asks, so two takers never ask at once, and no signal of one is taken for that of the other.
3. It sends TERM, and CONT in case the holder is stopped. A signal says nothing by itself: the holder looks whether a
   request that it hasn't answered yet names it. Without one it was the system's, and the program ends as ever.
4. The holder stands still, has its log on the disk and closes it. The taker waits for the lock, for two seconds, and
   goes on with the log: every event that the holder wrote is there, and nothing is written to it by the holder again.

Killed at any point, either leaves what a kill leaves: a log that can be resumed. A request that nobody answered has no
meaning after a minute, and is swept. An older l5tui that doesn't know requests ends by the signal, and has saved.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from l5tui.config.errors import JournalError
from l5tui.journal.sessionlog.log_files import RunningError, is_locked, read_log
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog
from l5tui.storage.atomic import SYSTEM, SystemCalls, as_journal_error, close_quietly, read_whole
from l5tui.storage.format import decode, encode
from l5tui.storage.lock import take_if_free
from l5tui.storage.owner import is_this_process, this_process, why_unreachable

MAGIC: Final = "l5tui take"
FORMAT: Final = 1
LOCK_WAIT_S: Final = 2.0
"""How long the taker waits for the log's lock."""
REQUEST_VALID_S: Final = 60.0
"""How long a request means something: a holder may be slow to wake."""
SUFFIX: Final = ".take"
_LONGEST: Final = 16_384


def request_file(log: Path) -> Path:
    """Where a login asks for the session of a log."""
    return log.with_suffix(SUFFIX)


def take_over(
    path: Path, *, within_s: float = LOCK_WAIT_S, calls: SystemCalls = SYSTEM
) -> tuple[SessionLog, InterruptedSession]:
    """Have another login give up its session, and go on with it here. Takes as long as the other one does.

    Args:
        path: the session's log.
        within_s: seconds to wait for the other login.
        calls: the operating system.

    Raises:
        JournalError: nothing was taken; the line says why.
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
    """The sessions that another login asks this process for; none when the signal that came was nobody's request.

    Args:
        folder: `Journal.live`.
        answered: the marks of requests that were answered; new ones are added.
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
    """Take away requests that mean nothing any more. Failing is harmless."""
    with suppress(OSError):
        for name in calls.names(str(folder)):
            if name.endswith(SUFFIX):
                with suppress(OSError, JournalError):
                    _sweep(calls, folder / name)


def _sweep(calls: SystemCalls, path: Path) -> None:
    fd = take_if_free(calls, path)
    if fd is None:  # somebody asks just now
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
    """Ask the process that holds the log; the request is taken away when it was granted."""
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
    """TERM and CONT to that process, if it is surely the one.

    Where the system has handles of processes, the number is turned into one first, and what it stands for is looked at
    after that; so nothing can come between looking and sending.
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
            f"the login that runs the session can't be asked ({error.strerror})", "end it there first"
        ) from error
    finally:
        if handle is not None:
            os.close(handle)


def _read(calls: SystemCalls, path: Path) -> dict[str, Any]:
    """A request, or nothing where it can't be read or is torn."""
    with suppress(JournalError):
        found = read_whole(calls, path, _LONGEST)
        record = decode(found[0].split(b"\n")[0]) if found else None
        if record is not None and (record.table, record.key) == (MAGIC, FORMAT):
            return record.body
    return {}


def _is_meant(request: dict[str, Any]) -> bool:
    """Whether it was made in this run of the machine, and not long ago."""
    at, who = request.get("at_s"), request.get("who")
    return (
        isinstance(at, int | float)
        and 0 <= time.monotonic() - at <= REQUEST_VALID_S
        and isinstance(who, dict)
        and who.get("boot") == this_process()["boot"]
    )


def _finished() -> JournalError:
    return JournalError("the session was finished in the other login", "it is in the journal")
