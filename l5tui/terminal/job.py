"""This process as its shell sees it: a job that ctrl+z stops, `fg` brings back, and `bg` leaves in the background."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Final

from l5tui.terminal.restore import Terminal

_SETTLE_S: Final = 0.1
_POLL_S: Final = 0.005


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

        As the key would, it stops the whole job, with whoever started us and waits (`uv run`).
        """
        whom = 0 if _leads(self._terminal) else os.getpid()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            while True:
                self._continued = False
                os.kill(whom, signal.SIGTSTP)
                if not _comes_true(lambda: self._continued) or self._terminal.in_foreground():
                    return
                # Continued by `bg`; or by who sends a signal, which is being dealt with first.
                if _comes_true(lambda: self._terminal.ending or self._terminal.deciding) and self._is_the_end():
                    return
        finally:
            signal.signal(signal.SIGTSTP, handler)

    def _is_the_end(self) -> bool:
        """Wait until a signal was dealt with; whether it ends the process."""
        while self._terminal.deciding and not self._terminal.ending:
            time.sleep(_POLL_S)
        return self._terminal.ending


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
