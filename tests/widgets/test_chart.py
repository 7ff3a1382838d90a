"""The chart: marks that mean one score each, an honest band, and no sign that a terminal can't draw."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from textual.app import App, ComposeResult

from l5tui.domain.pain import HIGHEST
from l5tui.journal.trends import Day
from l5tui.widgets.chart import AFTER, BEFORE, BOTH, LABELS, PainChart
from l5tui.widgets.span import Span
from l5tui.widgets.sparklines import Sparklines
from l5tui.widgets.theme import THEMES
from l5tui.widgets.trend_lines import SHORT_NOTE, SpanLine, TrendNote
from tests.screens.reading import lines, style_of, text

TODAY = date(2026, 11, 22)


def day(ago: int, before: list[int] | None = None, after: list[int] | None = None, unanswered: int = 0) -> Day:
    return Day(TODAY - timedelta(days=ago), before or [], after or [], unanswered)


def span(*days: Day, length: int = 30) -> Span:
    return Span(TODAY - timedelta(days=length - 1), TODAY, tuple(sorted(days, key=lambda one: one.date)))


class ChartApp(App[None]):
    """A chart, with what stands round it, or its small form."""

    CSS = "Screen { background: $l5-bg; } SpanLine { height: 1; } .low { height: 7; }"

    def __init__(self, shown: Span, *, small: bool = False, plain: bool = False, low: bool = False) -> None:
        super().__init__()
        self.shown = shown
        self.small = small
        self.plain_signs = plain
        self.low = low
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        if self.small:
            yield Sparklines()
        else:
            yield PainChart()
            yield SpanLine()
            yield TrendNote()

    def on_mount(self) -> None:
        for kind in (PainChart, Sparklines, SpanLine):
            for one in self.query(kind):
                one.span = self.shown  # type: ignore[attr-defined]
                one.set_class(self.low, "low")


async def drawn(app: ChartApp, size: tuple[int, int] = (80, 24)) -> list[str]:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return [line.ljust(size[0]) for line in lines(app)]


def row(rows: list[str], score: int) -> str:
    return rows[HIGHEST - score]


async def test_each_score_has_a_row_of_its_own_and_every_second_its_number() -> None:
    rows = await drawn(ChartApp(span(*(day(3 * score, [score]) for score in range(10)), day(1, [10]))))
    for score in range(11):
        assert row(rows, score).count(BEFORE) == 1, score
    assert [one[:LABELS].strip() for one in rows[:11]] == ["10", "", "8", "", "6", "", "4", "", "2", "", "0"]
    assert rows[11].split() == ["25", "Oct", "1", "Nov", "8", "Nov", "15", "Nov", "22", "Nov"]


async def test_before_and_after_in_one_cell_are_one_mark() -> None:
    rows = await drawn(ChartApp(span(day(4, [5], [5]), day(10, [6], [2, 8]))))
    assert row(rows, 5).count(BOTH) == 1
    assert [row(rows, score).count(AFTER) for score in (8, 6, 2)] == [1, 0, 1]
    assert row(rows, 6).count(BEFORE) == 1


async def test_days_that_follow_each_other_are_joined_and_others_are_not() -> None:
    joined = await drawn(ChartApp(span(day(10, [5]), day(9, [5]))))
    apart = await drawn(ChartApp(span(day(10, [5]), day(8, [5]))))
    between: Callable[[list[str]], str] = lambda rows: row(rows, 5).split(BEFORE)[1]  # noqa: E731
    assert set(between(joined)) <= {"⠤", "⠒"}
    assert not set(between(apart)) & {"⠤", "⠒"}


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
async def test_the_line_goes_through_its_marks(columns: int) -> None:
    """plotext counts dots and this chart counts cells, and plotext would like to stay within the terminal of stdout."""
    rows = await drawn(ChartApp(span(day(10, [2]), day(9, [8]))), (columns, 24))
    ends = [row(rows, score).index(BEFORE) for score in (2, 8)]
    for score in range(3, 8):
        signs = [column for column, sign in enumerate(row(rows, score)) if "⠀" < sign <= "⣿"]
        assert signs, score
        assert ends[0] <= min(signs) <= max(signs) <= ends[1]


async def test_the_band_reaches_one_point_up_and_down() -> None:
    app = ChartApp(span(day(10, [5])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = app.screen._compositor.render_strips()
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


async def test_nothing_is_drawn_for_a_day_that_was_left_out() -> None:
    """A score that nobody gave is never a zero."""
    rows = await drawn(ChartApp(span(day(5, unanswered=2))))
    assert not set("".join(rows[:11])) & {BEFORE, AFTER, BOTH, "▀", "▄"}


async def test_where_there_is_little_room_a_row_is_two_points() -> None:
    rows = await drawn(ChartApp(span(day(10, [5]), day(4, [10]), day(2, [0])), low=True))
    assert [one[:LABELS].strip() for one in rows[:6]] == ["10", "8", "6", "4", "2", "0"]
    assert [one.count(BEFORE) for one in rows[:6]] == [1, 0, 1, 0, 0, 1]
    assert "22 Nov" in rows[6]


async def test_without_many_colours_the_band_is_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ChartApp(span(day(10, [5])))
    app.ansi_color = True
    rows = await drawn(app)
    column = row(rows, 5).index(BEFORE)
    assert [row(rows, score)[column] for score in (7, 6, 4, 3)] == [" ", "░", "░", " "]


async def test_a_poor_font_gets_no_sign_that_it_lacks() -> None:
    shown = span(day(10, [2], [1]), day(9, [8], [8]), day(3, [5]))
    app = ChartApp(shown, plain=True)
    app.ansi_color = True
    signs = set("".join(await drawn(app)))
    assert {"-", ":"} <= signs, "the line and the band"
    assert not any("⠀" <= sign <= "⣿" or sign in "░▀▄±" for sign in signs)
    small = await drawn(ChartApp(span(day(1, [10], [3])), small=True, plain=True), (40, 12))
    assert small[1].rstrip().endswith("X·")
    assert small[2].rstrip().endswith("3·")


async def test_a_long_time_says_how_many_days_a_mark_is() -> None:
    many = [day(ago, [ago % 11]) for ago in range(400)]
    assert "● before, 6 days each   ○ after" in "\n".join(await drawn(ChartApp(span(*many, length=400))))
    assert "● before, 4 days each" in "\n".join(await drawn(ChartApp(span(*many, length=400)), (120, 24)))
    assert "days each" not in "\n".join(await drawn(ChartApp(span(*many[:90], length=90))))


async def test_the_note_is_whole_where_there_is_room_and_short_elsewhere() -> None:
    whole = "scores often fall on their own. This chart cannot show why."
    for size in ((120, 24), (80, 28)):
        assert whole in " ".join("\n".join(await drawn(ChartApp(span()), size)).split())
    assert SHORT_NOTE in "\n".join(await drawn(ChartApp(span())))


@pytest.mark.parametrize("small", [False, True])
async def test_a_window_too_small_for_it_is_no_fault(small: bool) -> None:
    app = ChartApp(span(day(5, [3]), day(4, [4])), small=small)
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((10, 3), (1, 1), (9, 20), (200, 60), (40, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert text(app)


async def test_the_small_form_has_a_column_a_day_and_dots_for_what_is_missing() -> None:
    rows = await drawn(ChartApp(span(day(0, [10], [0]), day(2, [5])), small=True), (40, 12))
    assert rows[1].rstrip() == "before  " + "·" * 27 + "▅·█"
    assert rows[2].rstrip() == "after   " + "·" * 29 + "▁"


async def test_the_small_form_counts_what_was_left_out() -> None:
    rows = await drawn(ChartApp(span(day(3, unanswered=4)), small=True), (40, 12))
    assert rows[0].split() == ["24", "Oct", "4", "not", "answered", "22", "Nov"]


async def test_marks_have_the_colours_of_their_roles() -> None:
    app = ChartApp(span(day(4, [5], [2])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert style_of(app, BEFORE).color != style_of(app, AFTER).color
