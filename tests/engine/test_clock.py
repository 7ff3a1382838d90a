"""The session clock: its rate, and how it tells a stopped program or a sleeping machine from a late reading."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.engine.clock import ClockReading, RateClock, real_s, session_ms
from tests.rows import each


class Machine:
    """A machine with a monotonic clock and a boot-time clock."""

    def __init__(self) -> None:
        self.awake_s = 5000.0
        self.all_s = 9000.0
        self.busy_s = 50.0
        self.stops = 0

    def work(self, seconds: float) -> None:
        self.awake_s += seconds
        self.all_s += seconds

    def sleep(self, seconds: float) -> None:
        self.all_s += seconds

    def clock(self, rate: float = 1.0, start_ms: int = 0) -> RateClock:
        return RateClock(
            rate,
            start_ms,
            awake=lambda: self.awake_s,
            through_sleep=lambda: self.all_s,
            busy=lambda: self.busy_s,
            stops=lambda: self.stops,
        )


def test_the_session_clock_counts_milliseconds_from_its_start() -> None:
    machine = Machine()
    clock = machine.clock(start_ms=60_000)
    assert clock.now() == 60_000
    machine.work(1.5)
    assert clock.now() == 61_500


def test_at_a_rate_of_ten_session_time_runs_ten_times_faster() -> None:
    machine = Machine()
    clock = machine.clock(10, start_ms=1000)
    machine.work(2)
    assert clock.now() == 21_000
    assert clock.real_s(20_000) == 2


def test_session_time_stops_while_the_machine_sleeps() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.work(3)
    machine.sleep(3600)
    assert clock.now() == 3000


def test_a_sleep_of_the_machine_is_reported_once() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.work(1)
    assert not clock.read().gap
    machine.sleep(2.5)
    assert clock.peek().gap
    assert clock.read() == ClockReading(at=1000, away_s=2.5, gap=True)
    assert clock.read() == ClockReading(at=1000, away_s=0, gap=False)


@each("rate", [0.5, 1, 10])
@each("gap_s, gap", [(0.5, False), (2.0, False), (2.1, True), (3600, True)])
@each("what", ["work", "sleep"])
def test_a_gap_is_measured_in_real_seconds_whatever_the_rate(what: str, gap_s: float, gap: bool, rate: float) -> None:
    """While a program is stopped both clocks run; while the machine sleeps only one of them does."""
    machine = Machine()
    clock = machine.clock(rate)
    getattr(machine, what)(gap_s)
    reading = clock.read()
    assert reading.gap is gap
    assert reading.away_s == pytest.approx(gap_s)


@each(
    "gap_s, busy_s, gap",
    [
        (2.5, 0.4, True),
        (2.5, 0.5, False),
        (6.0, 4.0, False),
        (6.0, 3.9, True),
        (10.0, 10.0, False),
        (10.1, 10.1, True),
    ],
)
def test_a_late_reading_counts_as_time_when_the_machine_was_busy(gap_s: float, busy_s: float, gap: bool) -> None:
    """Up to two seconds may stay unexplained; after more than ten seconds of a frozen screen nobody follows it."""
    machine = Machine()
    clock = machine.clock()
    machine.work(gap_s)
    machine.busy_s += busy_s
    assert clock.read().gap is gap


def test_a_stop_that_the_system_reports_is_a_stop_however_short_or_busy() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.work(0.2)
    machine.busy_s += 0.2
    machine.stops += 1
    assert clock.peek().gap
    assert clock.read().gap
    assert not clock.read().gap


def test_a_busy_machine_does_not_hide_a_sleep() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.work(1)
    machine.busy_s += 5
    machine.sleep(5)
    assert clock.read().gap


def test_a_stop_during_a_reading_is_seen_by_that_reading_or_the_next() -> None:
    """The system may stop the program between any two steps."""
    for step in range(4):
        machine = Machine()
        reads = 0

        def read(value: float, machine: Machine = machine, step: int = step) -> float:
            nonlocal reads
            if reads == 4 + step:  # the four of its making, then this step of the first look
                machine.work(60)
            reads += 1
            return value

        clock = RateClock(
            awake=lambda m=machine: read(m.awake_s),  # type: ignore[misc]
            through_sleep=lambda m=machine: read(m.all_s),  # type: ignore[misc]
            busy=lambda m=machine: read(m.busy_s),  # type: ignore[misc]
            stops=lambda m=machine: int(read(m.stops)),  # type: ignore[misc]
        )
        readings = [clock.read(), clock.read(), clock.read()]
        found = next(number for number, reading in enumerate(readings) if reading.gap)
        assert all(reading.at == 0 for reading in readings[:found]), "nothing of it was credited before"


def test_setting_the_system_clock_back_neither_makes_nor_hides_a_gap() -> None:
    """Without `CLOCK_BOOTTIME` the wall clock takes its place, and people may set it."""
    machine = Machine()
    clock = machine.clock()
    machine.sleep(-3600)
    assert not clock.read().gap
    machine.sleep(10)
    assert clock.read().gap
    machine.sleep(-3600)
    machine.work(3)
    assert clock.read().gap


def test_clocks_that_drift_apart_slowly_are_no_gap() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(100):
        machine.sleep(0.1)
        assert not clock.read().gap


def test_the_clock_converts_between_real_and_session_time() -> None:
    clock = RateClock(10)
    assert (real_s(clock, 20_000), session_ms(clock, 2.5)) == (2, 25_000)


@given(st.lists(st.floats(0, 1e6)), st.sampled_from([0.1, 1.0, 10.0, 1000.0]))
def test_session_time_never_goes_backwards(waits: list[float], rate: float) -> None:
    machine = Machine()
    clock = machine.clock(rate)
    before = clock.now()
    for wait in waits:
        machine.work(wait)
        assert clock.now() >= before
        before = clock.now()


def test_by_default_the_session_clock_uses_the_system_clocks() -> None:
    clock = RateClock()
    assert 0 <= clock.now() < 60_000
    assert clock.read().away_s < 60


def test_without_a_boot_time_clock_the_system_time_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    wall = [1000.0]
    monkeypatch.setattr(time, "time", lambda: wall[0])
    clock = RateClock(awake=lambda: 5.0)
    wall[0] += 3
    assert clock.read().gap
