"""Pain scores: whole numbers from 0 to 10 or none, and a change of one point is no change."""

from __future__ import annotations

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.pain import PLACES, change_word, day_median, is_pain, parse_pain, show_median, show_pain
from tests.rows import each

SCORES = range(11)


@each("score", SCORES)
def test_every_score_is_parsed(score: int) -> None:
    assert parse_pain(str(score)) == score


@pytest.mark.parametrize(("text", "score"), [(" 4", 4), ("4 ", 4), ("\t10\n", 10)])
def test_spaces_around_a_score_are_ignored(text: str, score: int) -> None:
    assert parse_pain(text) == score


@each(
    "text",
    [
        "",
        " ",
        "11",
        "100",
        "-1",
        "+4",
        "x",
        "3.5",
        "4.0",
        "3,5",
        "04",
        "00",
        "1 0",
        "1_0",
        "4/10",
        "0x4",
        "null",
        "None",
    ],
)
def test_an_invalid_score_is_refused(text: str) -> None:
    assert parse_pain(text) is None


@each("text", ["٣", "１", "1０", "²", "Ⅳ", "४", "𝟜", "④"])
def test_only_ascii_digits_are_accepted(text: str) -> None:
    """A score must have the same characters on every terminal and in every file."""
    assert parse_pain(text) is None


@given(st.text(max_size=4))
def test_a_parsed_score_prints_as_its_text(text: str) -> None:
    score = parse_pain(text)
    assert score is None or (score in SCORES and show_pain(score) == text.strip())


@each("value", [None, *SCORES])
def test_a_score_or_none_is_a_valid_pain_value(value: object) -> None:
    assert is_pain(value)


@each("value", [-1, 11, 3.0, 3.5, "4", True, False, [], {"pain": 4}])
def test_other_values_are_not_pain_scores(value: object) -> None:
    """True is an int in Python, and no score."""
    assert not is_pain(value)


@each("before", SCORES)
@each("after", SCORES)
def test_a_change_of_two_points_or_more_has_a_direction(before: int, after: int) -> None:
    """One point is the noise of a single answer."""
    change = after - before
    word = change_word(before, after)
    if change in (-1, 0, 1):
        assert word == "about the same"
    elif change <= -2:
        assert word == "lower"
    else:
        assert word == "higher"


@pytest.mark.parametrize(("before", "after"), [(None, 0), (0, None), (None, None), (None, 10)])
def test_without_two_scores_no_direction_is_given(before: int | None, after: int | None) -> None:
    assert change_word(before, after) == "no second score"


def test_no_score_is_printed_as_a_dash_and_zero_as_zero() -> None:
    assert (show_pain(None), show_pain(0), show_pain(10)) == ("-", "0", "10")


@each(
    "scores, middle",
    [
        ([], None),
        ([None, None], None),
        ([0], 0.0),
        ([4, None], 4.0),
        ([3, 6], 4.5),
        ([9, 1, 2], 2.0),
        ([None, 5, None, 7, 6], 6.0),
    ],
)
def test_the_median_of_a_day_leaves_out_unanswered_scores(scores: list[int | None], middle: float | None) -> None:
    assert day_median(scores) == middle


@given(st.lists(st.none() | st.integers(0, 10)))
def test_a_days_median_lies_between_its_scores_and_is_none_without_scores(scores: list[int | None]) -> None:
    middle = day_median(iter(scores))
    answered = [score for score in scores if score is not None]
    assert middle == (median(answered) if answered else None)
    if middle is not None:
        assert isinstance(middle, float)
        assert min(answered) <= middle <= max(answered)
        assert (middle * 2).is_integer(), "no decimals but a half"


def test_the_places_are_ranked_from_none_to_the_toes() -> None:
    assert len(PLACES) == 8
    assert (PLACES[0], PLACES[-1]) == ("none", "foot or toes")


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [(4.0, 2.5, "about the same"), (4.5, 2.5, "lower"), (2.5, 4.0, "about the same"), (2.5, 4.5, "higher")],
)
def test_medians_differ_from_two_points_on(before: float, after: float, word: str) -> None:
    """A median may lie halfway between two scores; a point and a half is still about the same (a2)."""
    assert change_word(before, after) == word


def test_a_median_has_no_decimals_but_a_half() -> None:
    assert [show_median(median) for median in (4.0, 4.5, 10.0)] == ["4", "4.5", "10"]
