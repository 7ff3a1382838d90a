"""The chart: one mark for each score, a band of one point around the line, and only characters the terminal can
draw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.content import Content

from l5tui.domain.pain import HIGHEST
from l5tui.journal.trends import Day
from l5tui.tui.journal.chart import AFTER, BEFORE, BOTH, CURSOR, EACH, LABELS, PainChartWidget, line_cells
from l5tui.tui.journal.chart_labels import (
    NOT_SAID,
    SHORT_NOTE,
    TINY_NOTE,
    WOBBLE,
    ChartKeyWidget,
    SentenceWidget,
    TimeRangeWidget,
    TrendNoteWidget,
    packed,
)
from l5tui.tui.journal.sparklines import SparklinesWidget
from l5tui.tui.journal.timeline import DayMark, DayNote, TimeRange, row_of, runs
from l5tui.tui.theme import THEMES
from tests.textual_private import rows_of
from tests.tui.example_journal import TODAY, day, span
from tests.tui.reading import lines, style_of, text


class ChartApp(App[None]):
    """An app with a chart and the lines around it, or with the sparklines."""

    CSS = "Screen { background: $l5-bg; } TimeRangeWidget, ChartKeyWidget { height: auto; } .low { height: 7; }"

    def __init__(
        self, shown: TimeRange, *, small: bool = False, plain: bool = False, low: bool = False, legs: bool = False
    ) -> None:
        super().__init__()
        self.shown = shown
        self.small = small
        self.ascii_only = plain
        self.low = low
        self.legs = legs
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        if self.small:
            yield SparklinesWidget()
        else:
            yield PainChartWidget()
            yield TimeRangeWidget()
        yield ChartKeyWidget()
        yield TrendNoteWidget()

    def on_mount(self) -> None:
        for kind in (PainChartWidget, SparklinesWidget, TimeRangeWidget, ChartKeyWidget):
            for one in self.query(kind):
                one.time_range = self.shown  # type: ignore[attr-defined]
                one.set_class(self.low, "low")
        for chart in (*self.query(PainChartWidget), *self.query(SparklinesWidget)):
            chart.legs = self.legs
            key = self.query_one(ChartKeyWidget)
            key.strips, key.banded = chart.strips(self.size.height), not self.small


async def drawn(app: ChartApp, size: tuple[int, int] = (80, 24)) -> list[str]:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return [line.ljust(size[0]) for line in lines(app)]


def row(rows: list[str], score: int) -> str:
    return rows[HIGHEST - score]


async def test_each_score_has_its_own_row_and_every_second_row_is_numbered() -> None:
    rows = await drawn(ChartApp(span(*(day(3 * score, [score]) for score in range(10)), day(1, [10]))))
    for score in range(11):
        assert row(rows, score).count(BEFORE) == 1, score
    assert [one[:LABELS].strip() for one in rows[:11]] == ["10", "", "8", "", "6", "", "4", "", "2", "", "0"]
    assert rows[11].split() == ["25", "Oct", "1", "Nov", "8", "Nov", "15", "Nov", "22", "Nov"]


async def test_a_score_before_and_after_in_the_same_cell_share_one_mark() -> None:
    rows = await drawn(ChartApp(span(day(4, [5], [5]), day(10, [6], [2, 8]))))
    assert row(rows, 5).count(BOTH) == 1
    assert [row(rows, score).count(AFTER) for score in (8, 6, 2)] == [1, 0, 1]
    assert row(rows, 6).count(BEFORE) == 1


async def test_the_line_joins_consecutive_days_only() -> None:
    joined = await drawn(ChartApp(span(day(10, [5]), day(9, [5]))))
    apart = await drawn(ChartApp(span(day(10, [5]), day(8, [5]))))
    between: Callable[[list[str]], str] = lambda rows: row(rows, 5).split(BEFORE)[1]  # noqa: E731
    assert set(between(joined)) <= {"⠤", "⠒"}
    assert not set(between(apart)) & {"⠤", "⠒"}


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
async def test_the_line_passes_through_its_marks(columns: int) -> None:
    rows = await drawn(ChartApp(span(day(10, [2]), day(9, [8]))), (columns, 24))
    ends = [row(rows, score).index(BEFORE) for score in (2, 8)]
    for score in range(3, 8):
        signs = [column for column, sign in enumerate(row(rows, score)) if "⠀" < sign <= "⣿"]
        assert signs, score
        assert ends[0] <= min(signs) <= max(signs) <= ends[1]


SCORES = st.one_of(st.none(), st.integers(0, 20).map(lambda halves: halves / 2))
STEPS = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 5), SCORES), max_size=30)
"""For each mark: how many days after the one before it, how many columns, and its median, a multiple of a half."""


def placed(steps: list[tuple[int, int, float | None]]) -> list[DayMark]:
    found, number, column = [], 0, 0
    for days, columns, score in steps:
        number, column = number + days, column + columns
        found.append(DayMark(number, column, score, ()))
    return found


def dots_of(rows: list[str]) -> set[tuple[int, int]]:
    """The braille dots of these rows, as (column from the left, row from the bottom)."""
    bits = (0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08)
    return {
        (2 * column + across, 4 * row + up)
        for row, text in enumerate(rows)
        for column, sign in enumerate(text)
        for across in (0, 1)
        for up in range(4)
        if sign != " " and (ord(sign) - 0x2800) & bits[across][up]
    }


def touching(dots: set[tuple[int, int]]) -> list[set[tuple[int, int]]]:
    """The connected groups of dots; dots are connected when they are neighbours."""
    left, pieces = set(dots), []
    while left:
        piece, edge = set(), {left.pop()}
        while edge:
            piece |= edge
            edge = {(x + i, y + j) for x, y in edge for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= edge
        pieces.append(piece)
    return pieces


@given(STEPS, st.sampled_from([1, 2]))
def test_each_joined_mark_has_a_dot_in_its_own_cell(steps: list[tuple[int, int, float | None]], unit: int) -> None:
    found = placed(steps)
    width = max((mark.column for mark in found), default=0) + 2
    rows, plain = line_cells(found, width, unit), line_cells(found, width, unit, plain=True)
    assert len(rows) == len(plain) == HIGHEST // unit + 1
    assert {len(row) for row in (*rows, *plain)} == {width}
    assert set("".join(plain)) <= {" ", "-"}
    for run in runs(found):
        for mark in run if len(run) > 1 else ():
            assert rows[row_of(mark.before or 0, unit)][mark.column] != " "
            assert plain[row_of(mark.before or 0, unit)][mark.column] == "-"


@given(STEPS, st.sampled_from([1, 2]))
def test_the_line_is_unbroken_between_neighbours_and_absent_across_a_gap(
    steps: list[tuple[int, int, float | None]], unit: int
) -> None:
    """One connected line joins each pair of neighbouring marks; nothing is drawn across a gap."""
    found = placed(steps)
    width = max((mark.column for mark in found), default=0) + 2
    drawn = set()
    for first, second in (pair for run in runs(found) for pair in pairwise(run)):
        dots = dots_of(line_cells([first, second], width, unit))
        assert len(touching(dots)) == 1
        low, high = sorted(row_of(mark.before or 0, unit) for mark in (first, second))
        assert all(first.column <= x // 2 <= second.column and low <= y // 4 <= high for x, y in dots)
        drawn |= dots
    assert dots_of(line_cells(found, width, unit)) == drawn


def test_the_line_is_drawn_in_braille_dots_or_in_dashes_without_braille() -> None:
    found = [DayMark(0, 1, 5, ()), DayMark(1, 5, 5, ()), DayMark(3, 8, 5, ()), DayMark(4, 9, 4, ())]
    assert line_cells(found, 11, 1)[5] == " ⠒⠒⠒⠒⠂  ⢆  "
    assert line_cells(found, 11, 1, plain=True)[3:6] == [" " * 11, "         - ", " -----  -  "]


async def test_the_band_is_one_point_above_and_below_the_line() -> None:
    app = ChartApp(span(day(10, [5])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = rows_of(app)
        column = rows[5].text.index(BEFORE)
        grounds = {score: _ground(rows[HIGHEST - score], column) for score in range(11)}
        inside = {grounds[score] for score in (4, 5, 6)}
        assert len(inside) == 1
        assert all(grounds[score] not in inside for score in (0, 1, 2, 3, 7, 8, 9, 10))


def _ground(strip: Any, column: int) -> object:
    at = 0
    for segment in strip:
        at += len(segment.text)
        if column < at:
            return segment.style.bgcolor
    return None


async def test_a_day_without_a_score_has_no_mark() -> None:
    """A missing score is not a zero."""
    rows = await drawn(ChartApp(span(day(5, unanswered=2))))
    assert not set("".join(rows[:11])) & {BEFORE, AFTER, BOTH, "▀", "▄"}


async def test_in_a_small_window_a_row_is_two_points_high() -> None:
    rows = await drawn(ChartApp(span(day(10, [5]), day(4, [10]), day(2, [0])), low=True))
    assert [one[:LABELS].strip() for one in rows[:6]] == ["10", "8", "6", "4", "2", "0"]
    assert [one.count(BEFORE) for one in rows[:6]] == [1, 0, 1, 0, 0, 1]
    assert "22 Nov" in rows[6]


async def test_in_few_colours_the_band_is_drawn_as_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ChartApp(span(day(10, [5])))
    app.ansi_color = True
    rows = await drawn(app)
    column = row(rows, 5).index(BEFORE)
    assert [row(rows, score)[column] for score in (7, 6, 4, 3)] == [" ", "░", "░", " "]


async def test_with_plain_signs_the_chart_is_all_ascii() -> None:
    shown = span(day(10, [2], [1]), day(9, [8], [8]), day(3, [5]))
    app = ChartApp(shown, plain=True)
    app.ansi_color = True
    signs = set("".join(await drawn(app)))
    assert {"-", ":"} <= signs, "the line and the band"
    assert not any("⠀" <= sign <= "⣿" or sign in "░▀▄±" for sign in signs)
    small = await drawn(ChartApp(span(day(1, [10], [3])), small=True, plain=True), (40, 12))
    assert small[1].rstrip().endswith("X·")
    assert small[2].rstrip().endswith("3·")


async def test_a_long_span_says_that_a_mark_is_the_median_of_weeks_and_what_the_small_dots_are() -> None:
    many = [day(ago, [ago % 11]) for ago in range(400)]
    shown = {
        (size, length): " ".join("\n".join(await drawn(ChartApp(span(*many[:length], length=length)), size)).split())
        for size in ((120, 24), (80, 24))
        for length in (400, 90, 30)
    }
    assert "● before, median of 2 weeks • lowest, highest day ○ after" in shown[(120, 24), 400]
    assert "2 weeks before • lowest, highest day ○ after" in shown[(80, 24), 400]
    assert "● before, median of weeks • days ○ after" in shown[(80, 24), 90]
    assert "weeks" not in shown[(80, 24), 30]


async def test_the_note_under_the_chart_is_shortened_in_a_small_window() -> None:
    whole = "scores often fall on their own. This chart cannot show why."
    for size in ((120, 24), (80, 34)):
        assert whole in " ".join("\n".join(await drawn(ChartApp(span()), size)).split())
    assert SHORT_NOTE in "\n".join(await drawn(ChartApp(span())))
    assert SHORT_NOTE in " ".join("\n".join(await drawn(ChartApp(span()), (57, 24))).split()), "in two lines, and whole"
    assert TINY_NOTE in "\n".join(await drawn(ChartApp(span(), small=True), (40, 12)))


@pytest.mark.parametrize("size", [(40, 12), (57, 24), (80, 24), (160, 40), (180, 60)])
@pytest.mark.parametrize("length", [30, 400])
async def test_every_chart_says_that_one_point_up_or_down_is_normal_wobble(size: tuple[int, int], length: int) -> None:
    """Clinical data, section g: the words belong to each chart."""
    many = [day(ago, [ago % 11]) for ago in range(length)]
    assert WOBBLE in "\n".join(await drawn(ChartApp(span(*many, length=length), small=size[0] < 60), size))


@pytest.mark.parametrize("width", [40, 50, 57, 62, 80, 120])
async def test_the_marks_of_the_chart_are_named_at_every_width(width: int) -> None:
    shown = " ".join("\n".join(await drawn(ChartApp(span(day(5, [2, 6]), day(3, [4], [3]))), (width, 40))).split())
    assert "● before" in shown
    assert "each" in shown or "one of several" in shown
    assert "○ after" in shown


def test_texts_fill_lines_and_are_never_cut_apart() -> None:
    groups = [[Content("wobble")], [Content("S stop"), Content("D dose")], [Content("l back")]]
    assert [line.plain for line in packed(groups, 18)] == ["wobble   S stop", "D dose   l back"]
    assert [line.plain for line in packed(groups, 60)] == ["wobble   S stop  D dose   l back"]


@pytest.mark.parametrize("small", [False, True])
async def test_a_window_too_small_for_the_chart_raises_no_error(small: bool) -> None:
    app = ChartApp(span(day(5, [3]), day(4, [4])), small=small)
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((10, 3), (1, 1), (9, 20), (200, 60), (40, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert text(app)


async def test_the_sparklines_have_a_column_for_each_day_and_dots_for_missing_scores() -> None:
    rows = await drawn(ChartApp(span(day(0, [10], [0]), day(2, [5])), small=True), (40, 12))
    assert rows[1].rstrip() == "before  " + "·" * 27 + "▅·█"
    assert rows[2].rstrip() == "after   " + "·" * 29 + "▁"


async def test_the_sparklines_count_scores_that_were_left_out() -> None:
    rows = await drawn(ChartApp(span(day(3, unanswered=4)), small=True), (40, 12))
    assert rows[0].split() == ["24", "Oct", "4", "not", "answered", "22", "Nov"]
    rows = await drawn(ChartApp(span(day(3, [4])), small=True), (40, 12))
    assert "0 not answered" in rows[0], "also where there are none"
    weeks = [day(ago, [4], unanswered=2) for ago in (3, 80)]
    rows = await drawn(ChartApp(span(*weeks, length=90), small=True), (40, 12))
    assert "4 unanswered" in rows[0] or "4 not answered" in rows[0], "also where the bars of weeks leave less room"


async def test_marks_have_the_colours_of_their_roles() -> None:
    app = ChartApp(span(day(4, [5], [2])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert style_of(app, BEFORE).color != style_of(app, AFTER).color


async def test_several_scores_of_a_day_are_seen_as_several() -> None:
    """The mark is their median; each of them has a small dot, which the legend names."""
    rows = await drawn(ChartApp(span(day(5, [2, 6]), day(10, [3]))))
    assert [row(rows, score).count(EACH) for score in (2, 4, 6, 3)] == [1, 0, 1, 0]
    assert row(rows, 4).count(BEFORE) == row(rows, 3).count(BEFORE) == 1
    assert "• one of several" in "\n".join(rows)
    assert "several" not in "\n".join(await drawn(ChartApp(span(day(10, [3])))))


async def test_in_90_days_the_line_is_of_week_medians_and_single_days_are_small_dots() -> None:
    many = [day(ago, [4 + ago % 2], [2]) for ago in range(28)]
    rows = await drawn(ChartApp(span(*many, day(60, [9]), length=90)))
    marked = sum(one[LABELS:].count(BEFORE) for one in rows[:11])
    assert marked == 4, "four weeks of seven scores"
    assert row(rows, 9).count(EACH) == 1, "one score is a dot and makes no median"
    assert row(rows, 9).count(BEFORE) == 0
    assert sum(row(rows, score).count(EACH) for score in (4, 5)) >= 15
    assert row(rows, 2).count(AFTER) == 4, "of the scores after also the medians"


async def test_over_weeks_the_line_lies_on_top_of_the_dots_of_single_days() -> None:
    """The dots are fainter than those of several scores on one day."""
    many = [day(ago, [4]) for ago in range(60)]
    rows = await drawn(ChartApp(span(*many, length=90)))
    line = row(rows, 4)[LABELS:].rstrip()
    joined = line[line.index(BEFORE) : line.rindex(BEFORE)]
    assert EACH not in joined
    assert set(joined) <= {BEFORE, "⠒", "⠤", "⠂"}
    assert EACH in line, "a day beyond the last week's middle"
    async with (app := ChartApp(span(*many, length=90))).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        faint = style_of(app, EACH, "PainChartWidget").color
    async with (several := ChartApp(span(day(5, [2, 6])))).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert style_of(several, EACH, "PainChartWidget").color != faint


async def test_of_several_weeks_only_the_lowest_and_the_highest_day_have_a_dot() -> None:
    many = [day(ago, [ago % 11]) for ago in range(1000)]
    rows = await drawn(ChartApp(span(*many, length=1000)))
    marked = {column for one in rows[:11] for column, sign in enumerate(one) if sign == BEFORE}
    dots = [column for one in rows[:11] for column, sign in enumerate(one) if sign == EACH]
    assert set(dots) <= marked, "in the column of their mark"
    assert len(dots) <= 2 * len(marked)


async def test_all_of_three_years_has_marks_that_can_be_told_apart() -> None:
    many = [day(ago, [ago // 90 % 11]) for ago in range(1000)]
    rows = await drawn(ChartApp(span(*many, length=1000)))
    marks = sorted(column for one in rows[:11] for column, sign in enumerate(one) if sign == BEFORE)
    assert len(marks) > 20
    assert all(later - earlier >= 2 for earlier, later in pairwise(marks))


async def test_the_chosen_day_has_a_line_through_the_chart_and_its_date_below() -> None:
    app = ChartApp(span(day(12, [5]), day(4, [3])))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(PainChartWidget).day = TODAY - timedelta(days=12)
        await pilot.pause()
        rows = lines(app)
        column = row(rows, 5).index(BEFORE)
        assert [row(rows, score)[column] for score in (0, 4, 5, 6, 10)] == [CURSOR, CURSOR, BEFORE, CURSOR, CURSOR]
        assert "10 Nov" in rows[11]
        assert style_of(app, "10 Nov").bold
        app.query_one(PainChartWidget).day = TODAY - timedelta(days=40)
        await pilot.pause()
        assert CURSOR not in text(app), "a day before the chart"


NOTES = (
    DayNote(TODAY - timedelta(days=9), "C", "massage"),
    DayNote(TODAY - timedelta(days=9), "P", "programme: knees"),
    DayNote(TODAY - timedelta(days=4), "D", "a step"),
)


async def test_what_else_belongs_to_a_day_has_a_letter_in_its_column() -> None:
    shown = replace(span(day(9, [5]), day(4, [3])), notes=NOTES)
    rows = await drawn(ChartApp(shown))
    assert rows[12].split() == ["also", "+", "D"]
    assert [rows[12].index(sign) for sign in "+D"] == [row(rows, score).index(BEFORE) for score in (5, 3)]
    assert not any("also" in one for one in await drawn(ChartApp(span(day(9, [5])))))


async def test_a_stop_keeps_its_letter_whatever_else_is_in_its_column() -> None:
    stop = DayNote(TODAY - timedelta(days=9), "S", "stop: spreading")
    rows = await drawn(ChartApp(replace(span(day(9, [5])), notes=(*NOTES, stop))))
    assert rows[12].split() == ["also", "S", "D"]


async def test_the_furthest_place_of_each_leg_stands_below_on_the_same_days() -> None:
    far = replace(span(), days=(Day(TODAY - timedelta(days=9), [5], left=6, right=0), Day(TODAY, [3], right=3)))
    rows = await drawn(ChartApp(far), (80, 30))
    assert rows[12].split() == ["left", "c"]
    assert rows[13].split() == ["right", "-", "b"]
    assert rows[12].index("c") == row(rows, 5).index(BEFORE) == rows[13].index("-")
    assert rows[13].rindex("b") == row(rows, 3).index(BEFORE)
    assert "b buttock  c calf  - none" in "\n".join(rows), "with what these letters mean, and no other"
    assert not any(one.startswith("left") for one in await drawn(ChartApp(far))), "80x24 needs a lower chart for it"
    low = await drawn(ChartApp(far, legs=True))
    assert [one.split() for one in low[7:9]] == [["left", "c"], ["right", "-", "b"]]
    assert low[7].index("c") == next(one for one in low if BEFORE in one).index(BEFORE)
    assert "b buttock  c calf  - none" in "\n".join(low)


async def test_the_strip_of_places_says_when_none_was_said() -> None:
    rows = await drawn(ChartApp(span(day(3, [4])), legs=True))
    assert [one.split()[:1] for one in rows[7:9]] == [["left"], ["right"]]
    assert NOT_SAID in "\n".join(rows)


async def test_the_letters_of_the_days_are_explained_wherever_they_are() -> None:
    shown = replace(span(day(9, [5]), day(4, [3])), notes=NOTES)
    for app, size in ((ChartApp(shown), (80, 24)), (ChartApp(shown, small=True, legs=True), (40, 12))):
        assert "C care D dose P programme + several" in " ".join("\n".join(await drawn(app, size)).split()), size
    without = "\n".join(await drawn(ChartApp(replace(shown, notes=NOTES[2:]))))
    assert "D dose" in without
    assert "several" not in without
    assert "care" not in without
    apart = "\n".join(await drawn(ChartApp(replace(shown, notes=NOTES[1:]))))
    assert "D dose  P programme" in apart
    assert "several" not in apart, "they are on days of their own"


async def test_in_the_smallest_window_the_legs_and_the_letters_take_the_place_of_the_scores() -> None:
    shown = replace(span(Day(TODAY, [5], left=6, right=0)), notes=NOTES)
    rows = await drawn(ChartApp(shown, small=True, legs=True), (40, 12))
    assert [one.split()[0] for one in rows[1:4]] == ["left", "right", "also"]
    assert rows[1].rstrip().endswith("c")
    assert rows[3].split() == ["also", "+", "D"]


@pytest.mark.parametrize("size", [(80, 40), (160, 40)])
async def test_in_a_large_window_a_score_has_two_rows_and_a_half_its_own(size: tuple[int, int]) -> None:
    rows = await drawn(ChartApp(span(day(10, [4, 5]), day(2, [4]))), size)
    assert [one[:LABELS].strip() for one in rows[:21:4]] == ["10", "8", "6", "4", "2", "0"]
    assert rows[11].count(BEFORE) == 1, "4.5"
    assert rows[12].count(BEFORE) == 1, "4"


async def test_with_room_the_bars_have_the_places_and_notes_below() -> None:
    shown = replace(span(Day(TODAY, [5], left=6, right=0)), notes=NOTES)
    rows = await drawn(ChartApp(shown, small=True), (40, 24))
    assert [one.split()[0] for one in rows[:6]] == ["24", "before", "after", "left", "right", "also"]
    assert rows[3].rstrip().endswith("c")
    assert rows[5].split() == ["also", "+", "D"]
    assert not any("left" in one for one in await drawn(ChartApp(shown, small=True), (40, 12)))


async def test_over_90_days_a_bar_is_the_median_of_a_week_of_three_scores_or_more() -> None:
    shown = span(day(0, [10]), day(1, [10]), day(2, [10]), day(8, [5]), day(9, [5]), length=90)
    rows = await drawn(ChartApp(shown, small=True), (40, 12))
    assert rows[1].rstrip().endswith("··██")


async def test_a_long_sentence_takes_two_lines_where_the_chart_has_a_column_of_its_own() -> None:
    """The first and the newest week with its date and both numbers, rather than shortened."""

    class SentenceApp(ChartApp):
        CSS = ChartApp.CSS + " SentenceWidget { width: 50; height: auto; }"

        def compose(self) -> ComposeResult:
            yield SentenceWidget()

        def on_mount(self) -> None:
            self.query_one(SentenceWidget).forms = (
                ("Lower:", "median 6 in your first week (from 23 Sep, n = 3), 3 in the newest (n = 4)"),
                ("Lower:", "6 → 3, n = 3 and 4"),
            )

    rows = await drawn(SentenceApp(span()), (160, 40))
    assert [one.rstrip() for one in rows[:2]] == [
        "Lower: median 6 in your first week",
        "(from 23 Sep, n = 3), 3 in the newest (n = 4)",
    ]
    assert (await drawn(SentenceApp(span()), (100, 40)))[0].rstrip() == "Lower: 6 → 3, n = 3 and 4"
