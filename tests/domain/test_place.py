"""Places by the words that people use for them."""

from __future__ import annotations

import pytest

from l5tui.domain.pain import PLACES
from l5tui.domain.place import both_sides, parse_place


@pytest.mark.parametrize("rank", range(len(PLACES)))
def test_every_place_is_taken_by_its_label_and_by_its_rank(rank: int) -> None:
    assert parse_place(PLACES[rank]) == parse_place(str(rank)) == rank


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("calf", 6),
        ("SHIN", 6),
        ("toes", 7),
        ("fo", 7),
        ("thigh", 4),
        ("middle", 1),
        ("side", 2),
        ("low back side", 2),
        ("no", 0),
    ],
)
def test_a_word_or_its_beginning_is_enough(text: str, rank: int) -> None:
    assert parse_place(text) == rank


@pytest.mark.parametrize("text", ["", " ", "-", "back", "low", "t", "elbow", "8", "-1", "1.0", "٣", "calf knee"])
def test_what_names_no_place_or_several_is_none(text: str) -> None:
    assert parse_place(text) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [((1, None), (1, 1)), ((None, 1), (1, 1)), ((1, 6), (1, 6)), ((0, 1), (0, 1)), ((6, None), (6, None))],
)
def test_the_middle_of_the_back_has_no_side(given: tuple[int | None, int | None], kept: tuple[int, int]) -> None:
    assert both_sides(*given) == kept
