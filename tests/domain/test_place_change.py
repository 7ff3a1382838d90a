"""The place before and after a session, in words (clinical data, section b), row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.place import change_of_place, moved_further, place_changes, said_to_stay, settled_within
from tests import factories
from tests.rows import each

RANKS = st.none() | st.integers(0, 7)


def session(before: Any, after: Any, **fields: Any) -> dict[str, Any]:
    return {**factories.session(), "before": before, "after": after, **fields}


@each(
    "row, before, after, words",
    [
        ("rank got smaller", 6, 3, "closer to the spine"),
        ("same", 3, 3, "same place"),
        ("rank got bigger", 3, 6, "further down"),
        ("nothing felt", 0, 0, ""),
        ("left out", None, 6, ""),
        ("left out after", 6, None, ""),
        ("of another shape", "foot", True, ""),
    ],
)
def test_b_each_row_of_the_comparison_table_has_its_words(row: str, before: object, after: object, words: str) -> None:
    assert change_of_place(before, after) == words, row


@given(RANKS, RANKS, RANKS, RANKS)
def test_moved_further_is_true_exactly_where_a_side_has_the_words_for_it(
    left: int | None, right: int | None, left_after: int | None, right_after: int | None
) -> None:
    before, after = factories.score(left=left, right=right), factories.score(left=left_after, right=right_after)
    words = [words for _, words in place_changes(session(before, after))]
    assert moved_further(before, after) is ("further down" in words)


@pytest.mark.parametrize(("settled", "said"), [([True], True), ([True, False], False), ([None], False), ([], False)])
def test_b_further_down_then_settled_is_said_only_if_every_change_settled(settled: list[Any], said: bool) -> None:
    hurts = [{"rep": 1, "phase": "hold", "answer": "spreading", "pain": None, "settled": one} for one in settled]
    entry = session(factories.score(), factories.score(), steps=[factories.step("bridge", hurt=hurts)])
    assert settled_within(entry) is said
    assert said_to_stay(entry) is (False in settled)
    assert (("", "further down, then settled") in list(place_changes(entry))) is said


def test_malformed_fields_are_ignored() -> None:
    assert list(place_changes({"before": "x", "after": None, "steps": [None, {"hurt": [3]}]})) == []
