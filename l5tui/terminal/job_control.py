"""This process as its shell sees it: a job that ctrl+z stops, `fg` brings back, and `bg` leaves in the background."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from l5tui.terminal.restore import Terminal

if TYPE_CHECKING:
    import asyncio

_SETTLE_S: Final = 0.1
_POLL_S: Final = 0.005
_LOOK_S: Final = 0.2


class Job:
    """Stops the process, and comes back when it may use its terminal.

    It stops by the default action of `SIGTSTP`, as any program does, and not by `SIGSTOP`: then the system doesn't
    stop what nobody could continue, a program with a window or an SSH line to itself.

    Args:
        terminal: where its keys come from.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._continued = False

    def continued(self) -> None:
        """`SIGCONT` has come; to be called by its handler."""
        self._continued = True

    def stop(self) -> None:
        """Stop until continued in the foreground; or, where the process is being ended or can't be stopped, return.

        As the key would, it stops the whole job, with whoever started us and waits (`uv run`). Continued in the
        background it doesn't stop again, which the shell would tell of once more, but waits.
        """
        whom = 0 if _leads(self._terminal) else os.getpid()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            self._continued = False
            os.kill(whom, signal.SIGTSTP)
            if _comes_true(lambda: self._continued):
                self.wait_for_foreground()
        finally:
            signal.signal(signal.SIGTSTP, handler)

    def wait_for_foreground(self) -> None:
        """Do nothing until the shell brings us back (`fg`), or the process is being ended.

        Shells don't signal a job that runs already when they bring it to the foreground, so this has to look.
        """
        while not (self._terminal.in_foreground() or self._terminal.ending):
            time.sleep(_LOOK_S)


@contextmanager
def writing_allowed() -> Iterator[None]:
    """Write to the terminal from the background, too: a terminal may be set to stop whoever does."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wake_for_signals(loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """Have an event loop wake up when a signal has come, so that its handler runs at once. For the main thread.

    Python runs handlers in the main thread only. Where the system gives a signal to another thread, as it sometimes
    does with the one that continues a stopped process, the handler would wait until something else wakes the loop. That
    could be the first key after the stop, which would be taken for one that was typed before it.

    Returns:
        What undoes it.
    """
    wakes, wake = os.pipe()
    for fd in (wakes, wake):
        os.set_blocking(fd, False)

    def drain() -> None:
        with suppress(BlockingIOError):
            os.read(wakes, 4096)

    loop.add_reader(wakes, drain)
    before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def undo() -> None:
        signal.set_wakeup_fd(before)
        loop.remove_reader(wakes)
        os.close(wakes)
        os.close(wake)

    return undo


def _leads(terminal: Terminal) -> bool:
    """Whether the terminal is our own, and its keys come to our job."""
    try:
        return os.tcgetpgrp(terminal.reads) == os.getpgrp()
    except OSError:
        return False


def _comes_true(is_so: Callable[[], bool]) -> bool:
    """Whether something that other threads or handlers are about to say is said before long."""
    end = time.monotonic() + _SETTLE_S
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL_S)
    return True
