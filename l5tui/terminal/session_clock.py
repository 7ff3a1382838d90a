"""The clock of a session on this machine: what the system tells of stops and of load goes into it.

`SIGCONT` says that the process was stopped, however short that was. `/proc/self/schedstat` says for how long its main
thread has run and waited for a processor, which tells a busy machine from a process that was stopped, frozen or looked
at by a debugger: those wait for nothing. Where a system has neither, a gap is a gap.
"""

from __future__ import annotations

import os
from typing import Final

from l5tui.engine.clock import RateClock

SCHEDSTAT: Final = "/proc/self/schedstat"
"""Nanoseconds on a processor, nanoseconds of waiting for one, and how often it was given one. Of the main thread,
which is the one that guides."""


class StopCounter:
    """How often this process was continued after a stop; counted by whoever handles `SIGCONT`."""

    def __init__(self) -> None:
        self.count = 0

    def noted(self, *_: object) -> None:
        """It was continued. Takes what a signal handler is given."""
        self.count += 1


STOP_COUNTER: Final = StopCounter()
"""Of this process."""


def busy_s(path: str = SCHEDSTAT) -> float:
    """Seconds for which the main thread has run or waited to run; 0 where the system doesn't tell."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            ran, waited, *_ = os.read(fd, 100).split()
        finally:
            os.close(fd)
        return (int(ran) + int(waited)) / 1e9
    except (OSError, ValueError):
        return 0.0


def session_clock(rate: float = 1.0, start_ms: int = 0) -> RateClock:
    """A session's clock.

    Args:
        rate: session seconds to a real second.
        start_ms: what it shows at first.
    """
    return RateClock(rate, start_ms, busy=busy_s, stops=lambda: STOP_COUNTER.count)
