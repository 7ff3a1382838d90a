"""Which entries count as practice, also those of other programs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry_reading import practised_s, was_practised
from l5tui.domain.time_words import practice
from tests.factories import session, step
from tests.rows import each


def test_practice_is_the_seconds_of_the_phases_on_both_sides() -> None:
    entry = session(active_s=900.0, steps=[step("dog", "left", seconds=20.5), step("dog", "right", seconds=4.0)])
    assert practised_s(entry) == 24.5


@pytest.mark.parametrize(("seconds", "counts"), [(0.0, False), (0.99, False), (1.0, True)])
def test_less_than_a_second_does_not_count_as_practice(seconds: float, counts: bool) -> None:
    assert was_practised(session(active_s=10.0, steps=[step("bridge", seconds=seconds)])) is counts


@each("seconds, words", [(1.0, "1 s"), (59.4, "59 s"), (59.6, "1 min"), (61, "1 min"), (91, "2 min")])
def test_short_practice_is_told_in_seconds(seconds: float, words: str) -> None:
    assert practice(seconds) == words


odd: st.SearchStrategy[Any] = st.none() | st.booleans() | st.text() | st.floats() | st.lists(st.integers())


@given(odd | st.lists(odd | st.dictionaries(st.sampled_from(["seconds", "reps"]), odd)))
def test_malformed_steps_never_give_negative_practice(steps: Any) -> None:
    assert practised_s({"steps": steps}) >= 0
