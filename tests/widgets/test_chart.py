"""The chart: a line only between answered neighbours, marks that mean one score each, and an honest band."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from l5tui.journal.trends import Day
from l5tui.widgets.chart import AFTER, BEFORE, BOTH, LABELS, PainChart, Span, Sparklines, runs
from l5tui.widgets.theme import THEMES
from tests.screens.reading import lines

TODAY = date(2026, 11, 22)
SINCE = TODAY - timedelta(days=29)


def day(ago: int, before: list[int] | None = None, after: list[int] | None = None, unanswered: int = 0) -> Day:
    return Day(TODAY - timedelta(days=ago), before or [], after or [], unanswered)


def span(*days: Day) -> Span:
    return Span(SINCE, TODAY, tuple(sorted(days, key=lambda one: one.date)))


class ChartApp(App[None]):
    """A chart and its small form."""

    def __init__(self, shown: Span) -> None:
        super().__init__()
        self.shown = shown
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield PainChart(id="chart")
        yield Sparklines(id="sparklines")

    def on_mount(self) -> None:
        self.query_one(PainChart).span = self.shown
        self.query_one(Sparklines).span = self.shown


def score_row(rows: list[str], score: int) -> str:
    return rows[10 - score].ljust(80)


async def test_each_score_has_a_row_of_its_own() -> None:
    app = ChartApp(span(*(day(3 * score, [score]) for score in range(10))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = lines(app)
        for score in range(10):
            assert score_row(rows, score).count(BEFORE) == 1
        assert [row[:LABELS].strip() for row in rows[:11]] == ["10", "", "8", "", "6", "", "4", "", "2", "", "0"]
        assert "22 Nov" in rows[11]
        assert "24 Oct" in rows[11]


async def test_before_and_after_in_one_cell_are_one_mark() -> None:
    app = ChartApp(span(day(4, [5], [5]), day(10, [6], [2])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = lines(app)
        assert score_row(rows, 5).count(BOTH) == 1
        assert (score_row(rows, 6).count(BEFORE), score_row(rows, 2).count(AFTER)) == (1, 1)


async def test_the_band_reaches_one_point_up_and_down() -> None:
    app = ChartApp(span(day(10, [5])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = lines(app)
        column = score_row(rows, 5).index(BEFORE)
        assert [score_row(rows, score)[column] for score in (6, 4)] == ["█", "█"]
        assert all(score_row(rows, score)[column] in " ·" for score in (8, 7, 3, 2))


async def test_nothing_is_drawn_for_a_day_that_was_left_out() -> None:
    app = ChartApp(span(day(5, unanswered=2)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = "".join(lines(app)[:11])
        assert not any(sign in shown for sign in (BEFORE, AFTER, BOTH, "█"))


async def test_a_window_too_small_for_it_is_no_fault() -> None:
    app = ChartApp(span(day(5, [3])))
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((10, 3), (1, 1), (200, 60), (40, 12)):
            await pilot.resize_terminal(*size)
            await pilot.pause()


def test_the_line_breaks_at_a_gap_and_at_a_day_left_out() -> None:
    days = span(day(20, [4]), day(19, [5]), day(17, [5]), day(13, [3]), day(12, unanswered=1), day(11, [3])).days
    assert [[one.date for one in run] for run in runs(days)] == [
        [TODAY - timedelta(days=ago) for ago in (20, 19, 17)],
        [TODAY - timedelta(days=13)],
        [TODAY - timedelta(days=11)],
    ]


SCORED_DAYS = st.tuples(st.integers(0, 29), st.none() | st.integers(0, 10))


@given(st.lists(SCORED_DAYS, max_size=30, unique_by=lambda one: one[0]))
def test_every_answered_day_is_in_one_run_and_no_other_day_is(found: list[tuple[int, int | None]]) -> None:
    shown = span(*(day(ago, [] if score is None else [score], unanswered=score is None) for ago, score in found))
    in_runs = [one for run in runs(shown.days) for one in run]
    assert in_runs == [one for one in shown.days if one.median is not None]


async def test_the_small_form_has_a_column_a_day_and_dots_for_what_is_missing() -> None:
    app = ChartApp(span(day(0, [10], [0])))
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        before = next(line for line in lines(app) if line.startswith("before"))
        after = next(line for line in lines(app) if line.startswith("after"))
        assert before.endswith("█")
        assert after.endswith("▁")
        assert "··" in before
