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
    """Stops the process, and returns when it may use its terminal again.

    It stops by the default action of `SIGTSTP`, as any program does, and not by `SIGSTOP`: so the system doesn't stop a
    process that no shell could continue, such as one that is alone in a window or an SSH session.

    Args:
        terminal: the terminal that it reads.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._continued = False

    def continued(self) -> None:
        """Note that `SIGCONT` was received; its handler calls this."""
        self._continued = True

    def stop(self) -> None:
        """Stop until continued in the foreground; or, where the process is being ended or can't be stopped, return.

        Like the key, it stops the whole job, including a parent that waits for us (`uv run`). When continued in the
        background it waits and doesn't stop again, which the shell would report again.
        """
        whom = 0 if _is_in_foreground(self._terminal) else os.getpid()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            self._continued = False
            os.kill(whom, signal.SIGTSTP)
            if _becomes_true(lambda: self._continued):
                self.wait_for_foreground()
        finally:
            signal.signal(signal.SIGTSTP, handler)

    def wait_for_foreground(self) -> None:
        """Wait until the shell moves the job to the foreground (`fg`), or the process is being ended.

        Shells don't signal a running job when they move it to the foreground, so this polls.
        """
        while not (self._terminal.in_foreground() or self._terminal.ending):
            time.sleep(_LOOK_S)


@contextmanager
def writing_allowed() -> Iterator[None]:
    """Allow writing to the terminal from the background, where some terminals would stop the process."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def wake_for_signals(loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
    """Wake an event loop when a signal arrives, so that its handler runs at once. For the main thread.

    Python runs handlers in the main thread only. If the system delivers a signal to another thread, as it sometimes
    does with `SIGCONT`, the handler would wait until something else wakes the loop. That could be the first key after
    the stop, which would then be dropped as typed before it.

    Returns:
        A function that undoes it.
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


def _is_in_foreground(terminal: Terminal) -> bool:
    """Whether it is our controlling terminal, and our job is in its foreground."""
    try:
        return os.tcgetpgrp(terminal.reads) == os.getpgrp()
    except OSError:
        return False


def _becomes_true(is_so: Callable[[], bool]) -> bool:
    """Wait a moment for a condition that other threads or handlers set; returns whether it became true."""
    end = time.monotonic() + _SETTLE_S
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL_S)
    return True
