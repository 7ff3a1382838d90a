"""The session clock: session time, and detection of gaps in which the program didn't run.

Session time is in whole milliseconds and advances while the program runs; at a rate of N it is N times faster than real
time. While a session runs, its user interface reads the clock at least once a second. A reading more than two real
seconds after the previous one means that the program was stopped or frozen, or that the machine slept. Nobody was
guided in that time, so the controller counts none of it.

Sleep stops Linux's monotonic clock, and session time with it, so a second clock that includes sleep (`CLOCK_BOOTTIME`,
or the system time) measures the gap. A busy machine also delays readings, but then the person goes on exercising. The
two cases are distinguished by how long the program ran, or waited to run, during the gap.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

GAP_S: Final = 2.0
"""The longest gap in real seconds between two readings that always counts as practice."""
LOAD_S: Final = 10.0
"""The longest gap in real seconds that counts as practice on a busy machine; nobody follows a frozen screen for
longer."""

Seconds = Callable[[], float]


class ClockReading(NamedTuple):
    """One reading of the clock."""

    at: int
    """Session time in milliseconds."""
    away_s: float
    """Real seconds since the last reading, including sleep."""
    gap: bool
    """Whether the program didn't run since the last reading, so that none of the time since then may count."""


class Clock(Protocol):
    """The clock that the controller uses."""

    def now(self) -> int:
        """Session time in milliseconds. It never goes backwards."""
        ...

    def read(self) -> ClockReading:
        """Read the clock. The next reading is compared with this one."""
        ...

    def peek(self) -> ClockReading:
        """The same without a new starting point for the next reading."""
        ...


def _through_sleep() -> Seconds:
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is None:
        return time.time
    return lambda: time.clock_gettime(boottime)


class RateClock:
    """Session time at a rate, beginning at `start_ms`.

    Args:
        rate: session seconds to a real second (`--speed`).
        start_ms: session time at the start; a resumed session continues from its last time.
        awake: a clock in seconds that stops while the machine sleeps.
        through_sleep: a clock in seconds that includes sleep.
        busy: seconds for which this program has run or waited to run. Where the system doesn't report them they stay 0,
            and every gap of more than `GAP_S` counts as a stop.
        stops: how often this program was stopped and continued, as reported by the system.
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
        """Read the clock."""
        here = self._read_system_clocks()
        before, self._last_read = self._last_read, here
        return self._compared(before, here)

    def peek(self) -> ClockReading:
        """The same without a new starting point for the next reading."""
        return self._compared(self._last_read, self._read_system_clocks())

    def real_s(self, session_ms: float) -> float:
        """The real seconds that a length of session time takes."""
        return session_ms / 1000 / self.rate

    def _session_ms(self, awake_s: float) -> int:
        return self._start_ms + int((awake_s - self._began) * 1000 * self.rate)

    def _read_system_clocks(self) -> _SystemClocks:
        # A stop between two of these calls shows in the later ones or in the next reading, so its time is never missed.
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
    """The real seconds that a length of the clock's time takes."""
    return clock.real_s(session_ms) if isinstance(clock, RateClock) else session_ms / 1000


def session_ms(clock: Clock, real: float) -> int:
    """The milliseconds of the clock's time that pass in so many real seconds."""
    return round(real * 1000 * (clock.rate if isinstance(clock, RateClock) else 1))
