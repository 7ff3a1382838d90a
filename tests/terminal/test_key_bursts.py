"""Bursts of keys are distinguished from typed keys by the arrival times of their bytes."""

from __future__ import annotations

import sys
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key

from l5tui.terminal.key_bursts import BURST_S, Press, Presses, press_of


def keys_at(*times: float) -> list[Press]:
    """The presses of keys whose bytes were read at these times."""
    presses, keys = Presses(), [Key("d", "d") for _ in times]
    for at, key in zip(times, keys, strict=True):
        presses.read(at)
        presses.note(key)
    found = [press_of(key) for key in keys]
    return [press for press in found if press is not None]


@given(st.lists(st.floats(0, 0.1), min_size=1, max_size=20))
def test_a_key_counts_as_single_exactly_when_both_neighbours_are_far_enough(gaps: list[float]) -> None:
    times = list(accumulate(gaps))
    gaps = [after - before for before, after in pairwise(times)]
    around = list(zip([1.0, *gaps], [*gaps, 1.0], strict=True))
    assert [press.alone(times[-1] + 1) for press in keys_at(*times)] == [min(both) >= BURST_S for both in around]


@pytest.mark.parametrize("per_second", [1, 30, 100])
def test_held_keys_fast_typists_and_bar_code_readers_are_no_burst(per_second: int) -> None:
    assert all(press.alone(9e9) for press in keys_at(*(number / per_second for number in range(100))))


@pytest.mark.parametrize("baud", [9600, 19200, 115200])
def test_the_bytes_of_a_reply_are_a_burst_on_a_slow_line_too(baud: int) -> None:
    times = [number * 10 / baud for number in range(20)]
    assert not any(press.alone(9e9) for press in keys_at(*times))


def test_the_limit_is_longer_than_the_reading_threads_wait_for_the_interpreter() -> None:
    assert sys.getswitchinterval() + 10 / 9600 < BURST_S < 1 / 100


def test_all_keys_of_one_read_are_a_burst_including_the_first() -> None:
    assert [press.alone(1) for press in keys_at(0, 0, 0)] == [False, False, False]


def test_a_key_can_be_judged_when_it_is_old_enough_or_has_a_close_neighbour() -> None:
    [press] = keys_at(10.0)
    assert press.undecided_s(10.0) == pytest.approx(BURST_S)
    assert press.undecided_s(10.0 + BURST_S) == 0
    first, second = keys_at(10.0, 10.001)
    assert (first.undecided_s(10.001), second.undecided_s(10.001)) == (0, 0)


def test_unread_input_counts_as_a_neighbour_of_the_key_being_judged() -> None:
    """On a busy machine the reading thread is late, although the input is there."""
    waiting = Press(10.0, unread=lambda: True)
    assert not waiting.alone(10.0 + BURST_S)
    assert waiting.alone(10.2), "what came long after the key is another key"


def test_a_key_that_no_terminal_sent_has_no_arrival_time() -> None:
    assert press_of(Key("d", "d")) is None
