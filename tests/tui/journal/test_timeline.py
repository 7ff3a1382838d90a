"""A time range laid out on columns: each day has its column, gaps are kept, and nothing is invented between
scores."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.pain import NOISE
from l5tui.journal.trends import Day
from l5tui.tui.journal.timeline import DayMark, TimeRange, band, dates, in_band, marks, row_of, runs
from tests.tui.example_journal import TODAY, day, span


def ago(mark: DayMark) -> int:
    return -mark.number


def test_the_line_joins_consecutive_days_and_breaks_at_a_missing_day_or_score() -> None:
    """A day without a score is a gap, whether there is no entry or the score was left out."""
    shown = span(day(20, [4]), day(19, [5]), day(17, [5]), day(13, [3]), day(12, unanswered=1), day(11, [3]))
    assert [[ago(mark) for mark in run] for run in runs(marks(shown, 70))] == [[20, 19], [17], [13], [11]]


SCORES = st.lists(st.integers(0, 10), max_size=3)
DAYS = st.lists(st.tuples(st.integers(0, 399), SCORES, SCORES), max_size=60, unique_by=lambda one: one[0])


@given(DAYS, st.integers(2, 120), st.integers(1, 400))
def test_every_answered_day_belongs_to_one_mark_and_every_answered_mark_to_one_run(
    found: list[tuple[int, list[int], list[int]]], columns: int, length: int
) -> None:
    shown = span(*(day(ago % length, before, after) for ago, before, after in found if ago < length), length=length)
    grain = shown.grain(columns)
    got = marks(shown, columns, grain)
    assert all(0 <= mark.column < columns for mark in got)
    assert [mark.column for mark in got] == sorted(mark.column for mark in got)
    assert [mark for run in runs(got) for mark in run] == [mark for mark in got if mark.before is not None]
    for mark in got:
        days = [one for one in shown.days if (TODAY - one.date).days // grain == ago(mark)]
        scores = [score for one in days for score in one.before]
        least = 1 if grain == 1 else 3
        assert mark.before == (median(scores) if len(scores) >= least else None), "no median of fewer than 3 over days"


@given(st.integers(1, 4000), st.integers(4, 200))
def test_up_to_a_month_each_day_has_a_mark_and_then_weeks_that_can_be_told_apart(length: int, columns: int) -> None:
    grain = span(length=length).grain(columns)
    assert (grain == 1) == (length <= 31)
    assert grain == 1 or (grain % 7 == 0 and length / grain * 2 <= columns)


def test_a_month_has_a_mark_for_each_day_at_every_size() -> None:
    assert {span().grain(columns) for columns in range(15, 200)} == {1}


def test_the_first_day_is_in_the_first_column_and_the_last_in_the_last() -> None:
    assert [mark.column for mark in marks(span(day(29, [1]), day(0, [2])), 70)] == [0, 69]


def test_scores_after_are_all_marked_and_never_joined() -> None:
    (mark,) = marks(span(day(3, [], [2, 6])), 70)
    assert (mark.before, mark.after) == (None, (2, 6))
    assert runs([mark]) == []


@given(DAYS)
def test_the_band_is_drawn_only_along_the_line(found: list[tuple[int, list[int], list[int]]]) -> None:
    got = marks(span(*(day(ago % 30, before) for ago, before, _ in found if ago < 30)), 70)
    middle = band(got, 70)
    for mark in got:
        if mark.before is not None:
            assert middle[mark.column] == mark.before or mark.column in {one.column for one in got if one is not mark}
    ends = [(run[0].column, run[-1].column) for run in runs(got)]
    assert all(any(first - 1 <= column <= last + 1 for first, last in ends) for column in middle)


@pytest.mark.parametrize("unit", [1, 2])
@given(middle=st.floats(0, 10))
def test_the_band_covers_one_point_up_and_down_rounded_to_half_a_row(unit: int, middle: float) -> None:
    rows = range(-2, 14, unit)
    halves = [
        score + half * unit / 4
        for score in rows
        for half, tint in zip((1, -1), in_band(score, unit, middle), strict=True)
        if tint
    ]
    assert halves
    assert all(abs(half - middle) <= NOISE + 0.5 for half in halves)
    assert max(halves) - min(halves) >= 2 * NOISE - unit / 2


def test_without_a_line_there_is_no_band() -> None:
    assert in_band(5, 1, None) == (False, False)


def test_half_scores_round_up_so_that_one_point_is_never_two_rows() -> None:
    assert [row_of(score, 1) for score in (1.5, 2.5, 3.5)] == [2, 3, 4]


@pytest.mark.parametrize(
    ("length", "columns", "shown"),
    [
        (7, 69, ["16 Nov", "17 Nov", "18 Nov", "19 Nov", "20 Nov", "21 Nov", "22 Nov"]),
        (30, 69, ["25 Oct", "1 Nov", "8 Nov", "15 Nov", "22 Nov"]),
        (90, 69, ["30 Aug", "13 Sep", "27 Sep", "11 Oct", "25 Oct", "8 Nov", "22 Nov"]),
        (1500, 69, ["Nov 2022", "Nov 2023", "Nov 2024", "Nov 2025", "Nov 2026"]),
    ],
)
def test_the_dates_are_whole_weeks_apart_and_end_today(length: int, columns: int, shown: list[str]) -> None:
    assert [text for _, text in dates(span(length=length), columns)] == shown


@given(st.integers(2, 40_000), st.integers(20, 200))
def test_date_labels_never_overlap(length: int, columns: int) -> None:
    got = dates(span(length=length), columns)
    assert all(next_ - this > 5 for (this, _), (next_, _) in pairwise(got))
    assert got[-1][0] == columns - 1


def test_scores_left_out_are_counted_apart_from_scores() -> None:
    shown = span(day(3, [4, 5], unanswered=1), day(1, unanswered=2))
    assert (shown.scores, shown.unanswered) == (2, 3)


def test_a_range_over_all_years_that_there_are_has_marks() -> None:
    days = (Day(date.min, [3]), Day(date(2026, 11, 22), [4]), Day(date.max, [5]))
    every = TimeRange(date.min, date.max, days)
    for columns in (1, 30, 150):
        grain = every.grain(columns)
        assert [mark.column for mark in marks(every, columns, grain)][-1] < columns
        assert every.group_of(date.min, grain)[1][0] == days[0]
