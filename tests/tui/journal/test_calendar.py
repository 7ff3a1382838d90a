"""The calendar of the last weeks: a sign for each day, in the person's weeks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual.app import App, ComposeResult

from l5tui.journal.trends import Day
from l5tui.tui.journal.calendar import DONE, PARTIAL, CalendarWidget
from l5tui.tui.theme import THEMES
from tests.tui.example_journal import TODAY
from tests.tui.reading import lines

MONDAY, SUNDAY = 0, 6


def practised(ago: int, *, complete: bool) -> Day:
    return Day(TODAY - timedelta(days=ago), sessions=1, complete=int(complete))


class CalendarApp(App[None]):
    """An app with a calendar."""

    CSS = "Screen { background: $l5-bg; }"

    def __init__(self, *days: Day, first: int = MONDAY, plain: bool = False, chosen: int | None = None) -> None:
        super().__init__()
        self.chosen = None if chosen is None else TODAY - timedelta(days=chosen)
        self.days = {one.date: one for one in days}
        self.first, self.ascii_only = first, plain
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield CalendarWidget()

    def on_mount(self) -> None:
        calendar = self.query_one(CalendarWidget)
        calendar.days, calendar.until, calendar.first_weekday = self.days, TODAY, self.first
        calendar.day = self.chosen


async def drawn(app: CalendarApp, size: tuple[int, int] = (40, 24)) -> list[str]:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        return [line for line in lines(app) if line]


async def test_a_day_is_done_done_in_part_or_none() -> None:
    """22 November 2026 is a Sunday. A day with scores only has no session."""
    rows = await drawn(
        CalendarApp(practised(0, complete=True), practised(2, complete=False), Day(TODAY - timedelta(3)))
    )
    assert rows[0].split() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    assert rows[1].split() == ["16", "Nov", "·", "·", "·", "·", PARTIAL, "·", DONE]
    assert rows[2].split() == [DONE, "done", PARTIAL, "in", "part", "·", "none"]


async def test_the_week_begins_on_the_persons_first_day_and_the_future_is_blank() -> None:
    rows = await drawn(CalendarApp(practised(0, complete=True), practised(7, complete=True), first=SUNDAY))
    assert rows[0].split()[0] == "Su"
    assert rows[1].split() == ["15", "Nov", DONE, "·", "·", "·", "·", "·", "·"]
    assert rows[2].split() == ["22", "Nov", DONE]


@pytest.mark.parametrize(("rows", "weeks"), [(12, 4), (20, 6), (24, 12), (60, 12)])
async def test_it_has_the_weeks_that_there_is_room_for_and_none_before_the_first_entry(rows: int, weeks: int) -> None:
    old = practised(300, complete=True)
    assert len(await drawn(CalendarApp(old), (40, rows))) == weeks + 2
    assert len(await drawn(CalendarApp(practised(8, complete=True)), (40, rows))) == 2 + 2


async def test_it_says_nothing_about_streaks_or_missed_days() -> None:
    shown = " ".join(await drawn(CalendarApp(practised(30, complete=True))))
    assert set(shown.split()) & {"missed", "streak", "row", "great"} == set()


async def test_with_plain_signs_it_is_all_ascii() -> None:
    rows = await drawn(CalendarApp(practised(0, complete=True), practised(1, complete=False), plain=True))
    assert "##" in rows[1]
    assert "--" in rows[1]
    assert date(2026, 11, 22) == TODAY


def weeks_of(rows: list[str]) -> list[str]:
    return [" ".join(row.split()[:2]) for row in rows[1:-1]]


async def test_it_goes_back_by_whole_windows_to_the_week_of_the_chosen_day_and_stays_full() -> None:
    """20 weeks of entries, 12 in view: the oldest twelve have the first day, and the newest twelve every later one."""
    newest = weeks_of(await drawn(CalendarApp(practised(139, complete=True))))
    assert len(newest) == 12
    assert weeks_of(await drawn(CalendarApp(practised(139, complete=True), chosen=83))) == newest
    for chosen in (84, 139):
        shown = weeks_of(await drawn(CalendarApp(practised(139, complete=True), chosen=chosen)))
        assert len(shown) == 12, "no fewer weeks at the beginning"
        assert shown[0] == "6 Jul"
        assert newest[0] == "31 Aug"
    every = weeks_of(await drawn(CalendarApp(practised(30, complete=True), chosen=30)))
    assert len(every) == 5
    assert every[-1] == "16 Nov", "a short journal stays in view as a whole"
