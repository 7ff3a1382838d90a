"""Places parsed from and written in words."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.exercise import Side
from l5tui.domain.pain import KINDS, PLACES
from l5tui.domain.place import PlaceError, Symptoms, both_sides, parse_place, parse_symptoms, symptoms_in, worse_side
from tests.rows import each


@each("rank", range(len(PLACES)))
def test_every_place_is_accepted_by_its_label_and_by_its_rank(rank: int) -> None:
    assert parse_place(PLACES[rank]) == parse_place(str(rank)) == rank


@each(
    "text, rank",
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
def test_a_word_of_the_label_or_its_beginning_is_enough(text: str, rank: int) -> None:
    assert parse_place(text) == rank


@each("text", ["", " ", "-", "back", "low", "t", "elbow", "8", "-1", "1.0", "٣", "calf knee"])
def test_a_text_that_names_no_place_or_several_is_refused(text: str) -> None:
    assert parse_place(text) is None


@each(
    "given, kept",
    [((1, None), (1, 1)), ((None, 1), (1, 1)), ((1, 6), (1, 6)), ((0, 1), (0, 1)), ((6, None), (6, None))],
)
def test_the_middle_of_the_back_has_no_side(given: tuple[int | None, int | None], kept: tuple[int, int]) -> None:
    assert both_sides(*given) == kept


# One line


@each(
    "line, felt",
    [
        ("left calf tingling", Symptoms(left=6, left_kinds=("tingling",))),
        ("right foot", Symptoms(right=7, right_kinds=("pain",))),
        ("none", Symptoms(0, 0)),
        ("left calf, right none", Symptoms(6, 0, ("pain",))),
        ("calf left", Symptoms(left=6, left_kinds=("pain",))),
        ("Right: TOES (tingling and numbness)", Symptoms(right=7, right_kinds=("tingling", "numbness"))),
        ("both feet numb", Symptoms(7, 7, ("numbness",), ("numbness",))),
        ("middle", Symptoms(1, 1, ("pain",), ("pain",))),
        ("left middle", Symptoms(left=1, left_kinds=("pain",))),
        ("left side", Symptoms(left=2, left_kinds=("pain",))),
        ("l 6 tingle r low back side", Symptoms(6, 2, ("tingling",), ("pain",))),
    ],
)
def test_a_line_names_side_place_and_kind(line: str, felt: Symptoms) -> None:
    assert parse_symptoms(line) == felt


@each(
    "line, why",
    [
        ("left caff", "caff is no place. Did you mean calf?"),
        ("lefft calf", "lefft is no place. Did you mean left?"),
        ("left elbow", "elbow is no place."),
        ("left leg", "leg is no place."),
        ("not left calf", "not is no place."),
        ("calf", "Which side? Type left, right or both before the place."),
        ("left calf left foot", "Left is named twice. One place a side: the furthest."),
        ("both calf right foot", "Right is named twice. One place a side: the furthest."),
        ("left low back", "Which is it? low back, middle; low back, side."),
        ("left calf knee", "That is more than one place. Name the furthest on each side."),
        ("left calf no tingling", "That is more than one place. Name the furthest on each side."),
        ("left none tingling", "None and tingling can't both be so. Type none where nothing is felt."),
        ("no pain", "None and pain can't both be so. Type none where nothing is felt."),
        ("left tingling", "That names no place, such as calf."),
        ("left or right calf", "That names no place, such as calf."),
        ("foot left calf right", "Name each side first, such as left calf, right foot."),
        ("-", "That names no place."),
        ("left \U0001d7e6", "\U0001d7e6 is no place."),
        ("left " + "calf" * 250_000, "That line is too long for a place."),
    ],
)
def test_an_ambiguous_line_is_refused_with_a_reason(line: str, why: str) -> None:
    with pytest.raises(PlaceError) as refused:
        parse_symptoms(line)
    assert str(refused.value) == why


@given(
    st.tuples(*[st.integers(0, len(PLACES) - 1)] * 2),
    st.tuples(*[st.lists(st.sampled_from(KINDS), min_size=1, unique=True)] * 2),
)
def test_symptoms_written_in_full_are_parsed_back_unchanged(
    ranks: tuple[int, int], kinds: tuple[list[str], list[str]]
) -> None:
    sides = [
        f"{side} {PLACES[rank]} {' '.join(named) if rank else ''}"
        for side, rank, named in zip(("left", "right"), ranks, kinds, strict=True)
    ]
    left, right = (
        tuple(kind for kind in KINDS if kind in named) if rank else () for rank, named in zip(ranks, kinds, strict=True)
    )
    felt = parse_symptoms(", ".join(sides))
    assert felt == Symptoms(*ranks, left, right)
    assert symptoms_in({"left": ranks[0], "right": ranks[1], "kinds": felt.kinds}) == felt


@given(st.text(max_size=250))
def test_any_line_gives_a_place_or_an_error_sentence(line: str) -> None:
    with suppress(PlaceError):
        assert parse_symptoms(line) != Symptoms()


def placed(started: str, left: int | None, right: int | None, **fields: object) -> dict[str, object]:
    return {"started": started, "left": left, "right": right, **fields}


def test_the_worse_side_is_that_of_the_latest_entry_in_which_the_two_differ() -> None:
    old = placed("2026-11-20T08:00:00+01:00", 6, 2)
    new = placed("2026-11-21T08:00:00+01:00", 2, 4)
    equal = placed("2026-11-22T08:00:00+01:00", 3, 3)
    one_side = placed("2026-11-23T08:00:00+01:00", 5, None)
    assert worse_side([old]) is Side.LEFT
    assert worse_side([old, new, equal, one_side]) is worse_side([one_side, equal, new, old]) is Side.RIGHT
    assert worse_side([equal, one_side]) is None
    assert worse_side([placed("2026-11-24T08:00:00+01:00", 6, 0, deleted="2026-11-25"), new]) is Side.RIGHT


def test_the_worse_side_of_a_session_is_that_of_the_check_out_else_of_the_check_in() -> None:
    before, after = placed("", 4, 2), placed("", 2, 4)
    session = {"started": "2026-11-21T08:00:00+01:00", "before": before, "after": after}
    assert worse_side([session]) is Side.RIGHT
    assert worse_side([{**session, "after": placed("", None, None)}]) is Side.LEFT
    assert worse_side([{"started": "broken", "before": "x", "left": "far", "right": 2}]) is None
