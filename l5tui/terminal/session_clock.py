"""A session's clock on this machine, which takes account of stops and system load.

`SIGCONT` shows that the process was stopped, however briefly. `/proc/self/schedstat` shows how long its main thread has
run and waited for a processor, which tells a busy machine from a process that was stopped, frozen or held by a
debugger: those don't wait for a processor. Without either, every gap counts as a gap.
"""

from __future__ import annotations

import os
from typing import Final

from l5tui.engine.clock import RateClock

SCHEDSTAT: Final = "/proc/self/schedstat"
"""Nanoseconds on a processor, nanoseconds of waiting for one, and the number of time slices, of the main thread, which
guides the session."""


class StopCounter:
    """Counts how often this process was continued after a stop; the handlers of `SIGCONT` call `noted`."""

    def __init__(self) -> None:
        self.count = 0

    def noted(self, *_: object) -> None:
        """Count one continuation. Accepts the arguments of a signal handler."""
        self.count += 1


STOP_COUNTER: Final = StopCounter()
"""The counter of this process."""


def busy_s(path: str = SCHEDSTAT) -> float:
    """Seconds for which the main thread has run or waited to run; 0 if the system doesn't say."""
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
        start_ms: its first reading.
    """
    return RateClock(rate, start_ms, busy=busy_s, stops=lambda: STOP_COUNTER.count)
