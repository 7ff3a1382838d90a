"""Session time, handed in from outside, and whether anybody was there while it passed.

Session time is whole milliseconds that run while the program runs; at a rate of N they run N times faster than the
wall's. Whoever guides a session looks at the clock at least once a second while it runs. A look that comes more than
two real seconds after the one before means that the program didn't run in between: it was stopped, frozen, or the
machine slept. Nobody was guided in that time, so the controller counts none of it.

A machine that sleeps stops Linux's monotonic clock, and with it session time, so a second clock that goes on
(`CLOCK_BOOTTIME`, or the wall's) measures the gap too. A machine under load makes looks late as well, and there the
person goes on: that is told apart by how long the program ran, or waited to run, in the gap.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

GAP_S: Final = 2.0
"""Real seconds between two looks that are credited whatever the reason was."""
LOAD_S: Final = 10.0
"""The longest gap that is credited to a busy machine: nobody follows a screen that stands still for longer."""

Seconds = Callable[[], float]


class ClockReading(NamedTuple):
    """One look at the clock."""

    at: int
    """Session time in milliseconds."""
    away_s: float
    """Real seconds since the last look, those that the machine slept included."""
    gap: bool
    """Whether the program stood still since the last look, so that none of the time since then may count."""


class Clock(Protocol):
    """What the controller asks."""

    def now(self) -> int:
        """Session time in milliseconds; it never runs backwards."""
        ...

    def read(self) -> ClockReading:
        """What time it is, and what was since the last look. The next one is compared with this one."""
        ...

    def peek(self) -> ClockReading:
        """The same, without being a look itself."""
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
        busy: seconds that this program has run or waited to run. Where the system doesn't tell they stay 0, and every
            gap of more than `GAP_S` is taken for a stop.
        stops: how often the system has said that this program was stopped and continued.
    """

    def __init__(
        self,
        rate: float = 1.0,
        start_ms: int = 0,
        *,
        awake: Seconds = time.monotonic,
        through_sleep: Seconds | None = None,
        busy: Seconds = lambda: 0.0,
        stops: Callable[[], int] = lambda: 0,
    ) -> None:
        self.rate = rate
        self._awake = awake
        self._through_sleep = through_sleep or _through_sleep()
        self._busy, self._stops = busy, stops
        self._start_ms = start_ms
        self._last_read = self._read_system_clocks()
        self._began = self._last_read.awake_s

    def now(self) -> int:
        """Session time in milliseconds."""
        return self._session_ms(self._awake())

    def read(self) -> ClockReading:
        """What time it is, and what was since the last look."""
        here = self._read_system_clocks()
        before, self._last_read = self._last_read, here
        return self._compared(before, here)

    def peek(self) -> ClockReading:
        """The same, without being a look itself."""
        return self._compared(self._last_read, self._read_system_clocks())

    def real_s(self, session_ms: float) -> float:
        """How many real seconds a stretch of session time takes."""
        return session_ms / 1000 / self.rate

    def _session_ms(self, awake_s: float) -> int:
        return self._start_ms + int((awake_s - self._began) * 1000 * self.rate)

    def _read_system_clocks(self) -> _SystemClocks:
        # A stop between two of these is seen by the later ones, or by the next look: never is its time missed.
        return _SystemClocks(self._awake(), self._through_sleep(), self._busy(), self._stops())

    def _compared(self, before: _SystemClocks, here: _SystemClocks) -> ClockReading:
        awake_s = here.awake_s - before.awake_s
        away_s = max(awake_s, here.through_sleep_s - before.through_sleep_s)
        was_busy = away_s - awake_s <= GAP_S and away_s - (here.busy_s - before.busy_s) <= GAP_S and away_s <= LOAD_S
        gap = here.stops != before.stops or (away_s > GAP_S and not was_busy)
        return ClockReading(self._session_ms(here.awake_s), away_s, gap)


class _SystemClocks(NamedTuple):
    awake_s: float
    through_sleep_s: float
    busy_s: float
    stops: int


def real_s(clock: Clock, session_ms: float) -> float:
    """How many real seconds a stretch of a clock's time takes."""
    return clock.real_s(session_ms) if isinstance(clock, RateClock) else session_ms / 1000


def session_ms(clock: Clock, real: float) -> int:
    """How many milliseconds of a clock's time pass in so many real seconds."""
    return round(real * 1000 * (clock.rate if isinstance(clock, RateClock) else 1))
