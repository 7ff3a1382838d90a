"""Session time: at a rate, standing still while the machine sleeps, and knowing that it did."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.engine.clock import RateClock


class Machine:
    """A machine with the two clocks that it really has."""

    def __init__(self) -> None:
        self.awake_s = 5000.0
        self.all_s = 9000.0

    def work(self, seconds: float) -> None:
        self.awake_s += seconds
        self.all_s += seconds

    def sleep(self, seconds: float) -> None:
        self.all_s += seconds

    def clock(self, rate: float = 1.0, start_ms: int = 0) -> RateClock:
        return RateClock(rate, start_ms, awake=lambda: self.awake_s, through_sleep=lambda: self.all_s)


def test_it_counts_milliseconds_from_where_it_starts() -> None:
    machine = Machine()
    clock = machine.clock(start_ms=60_000)
    assert clock.now() == 60_000
    machine.work(1.5)
    assert clock.now() == 61_500


def test_at_a_rate_of_ten_it_runs_ten_times_faster() -> None:
    machine = Machine()
    clock = machine.clock(10, start_ms=1000)
    machine.work(2)
    assert clock.now() == 21_000
    assert clock.real_s(20_000) == 2


def test_it_stands_still_while_the_machine_sleeps() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.work(3)
    machine.sleep(3600)
    assert clock.now() == 3000


def test_it_says_once_that_the_machine_slept() -> None:
    machine = Machine()
    clock = machine.clock()
    machine.work(100)
    assert not clock.slept()
    machine.sleep(2.5)
    assert clock.slept()
    assert not clock.slept()


@pytest.mark.parametrize(
    ("rate", "gap", "slept"), [(1, 2.0, False), (1, 2.1, True), (10, 2.0, False), (0.5, 2.1, True)]
)
def test_sleep_is_measured_in_real_seconds_whatever_the_rate(rate: float, gap: float, slept: bool) -> None:
    machine = Machine()
    clock = machine.clock(rate)
    machine.sleep(gap)
    assert clock.slept() is slept


def test_a_wall_clock_that_is_set_back_is_no_sleep_and_hides_none() -> None:
    """Where there is no `CLOCK_BOOTTIME` the wall's clock takes its place, and people set it."""
    machine = Machine()
    clock = machine.clock()
    machine.sleep(-3600)
    assert not clock.slept()
    machine.sleep(10)
    assert clock.slept()


def test_clocks_that_drift_apart_slowly_are_no_sleep() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(100):
        machine.sleep(0.1)
        assert not clock.slept()


@given(st.lists(st.floats(0, 1e6)), st.sampled_from([0.1, 1.0, 10.0, 1000.0]))
def test_it_never_runs_backwards(waits: list[float], rate: float) -> None:
    machine = Machine()
    clock = machine.clock(rate)
    before = clock.now()
    for wait in waits:
        machine.work(wait)
        assert clock.now() >= before
        before = clock.now()


def test_left_to_itself_it_follows_the_systems_clocks() -> None:
    clock = RateClock()
    assert 0 <= clock.now() < 60_000
    assert not clock.slept()


def test_without_a_clock_through_sleep_the_walls_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    wall = [1000.0]
    monkeypatch.setattr(time, "time", lambda: wall[0])
    clock = RateClock(awake=lambda: 5.0)
    wall[0] += 3
    assert clock.slept()
