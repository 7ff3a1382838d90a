"""Session time, handed in from outside.

Session time is whole milliseconds that run while the program runs; at a rate of N they run N times faster than the
wall's. A machine that sleeps stops Linux's monotonic clock, and with it session time; that it slept is seen by a
second clock that goes on (`CLOCK_BOOTTIME`, or the wall's), so the controller can pause where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

SLEPT_S = 2.0
"""A gap between the two clocks of more than this many real seconds means that the machine slept."""

Seconds = Callable[[], float]


class Clock(Protocol):
    """What the controller asks."""

    def now(self) -> int:
        """Session time in milliseconds; it never runs backwards."""
        ...

    def slept(self) -> bool:
        """Whether the machine slept since this was last asked."""
        ...


def _through_sleep() -> Seconds:
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is None:
        return time.time
    return lambda: time.clock_gettime(boottime)


class RateClock:
    """Session time at a rate, from `start_ms` on.

    Args:
        rate: session seconds to a real second (`--speed`).
        start_ms: what it shows at first; a resumed session goes on from where it was.
        awake: seconds that stand still while the machine sleeps.
        through_sleep: seconds that don't.
    """

    def __init__(
        self,
        rate: float = 1.0,
        start_ms: int = 0,
        *,
        awake: Seconds = time.monotonic,
        through_sleep: Seconds | None = None,
    ) -> None:
        self.rate = rate
        self._awake = awake
        self._through_sleep = through_sleep or _through_sleep()
        self._start_ms = start_ms
        self._began = awake()
        self._gap = self._measure_gap()

    def now(self) -> int:
        """Session time in milliseconds."""
        return self._start_ms + int((self._awake() - self._began) * 1000 * self.rate)

    def real_s(self, session_ms: float) -> float:
        """How many real seconds a stretch of session time takes."""
        return session_ms / 1000 / self.rate

    def slept(self) -> bool:
        """Whether the two clocks have come apart by more than `SLEPT_S` since this was last asked."""
        gap = self._measure_gap()
        slept = gap - self._gap > SLEPT_S
        self._gap = gap
        return slept

    def _measure_gap(self) -> float:
        return self._through_sleep() - self._awake()


def real_s(clock: Clock, session_ms: float) -> float:
    """How many real seconds a stretch of a clock's time takes."""
    return clock.real_s(session_ms) if isinstance(clock, RateClock) else session_ms / 1000
