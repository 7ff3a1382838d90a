"""The upper part of the journal: the chart of a time range with the lines around it, and the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.geometry import Size

from l5tui.journal.trends import Day, first_and_newest_week, latest_day
from l5tui.tui.journal import entry_words as words
from l5tui.tui.journal.calendar import CalendarWidget
from l5tui.tui.journal.chart import STRIP, PainChartWidget
from l5tui.tui.journal.chart_labels import (
    CALENDAR,
    TIME_RANGES,
    ChartKeyWidget,
    SentenceWidget,
    TimeRangeWidget,
    TrendNoteWidget,
)
from l5tui.tui.journal.day_notes import trend_words
from l5tui.tui.journal.sparklines import SparklinesWidget
from l5tui.tui.journal.timeline import DayNote, TimeRange, short
from l5tui.tui.journal.view import with_bars, with_calendar


class TrendWidget(Vertical):
    """Shows the days that the screen gives it; which of its widgets have room is in the style sheet."""

    time_range: TimeRange | None = None
    """The days of the chart."""
    status: Content = Content("")
    """How many scores the chart has."""

    _days: Sequence[Day] = ()
    _notes: Sequence[DayNote] = ()

    def compose(self) -> ComposeResult:
        yield TimeRangeWidget(id="range")
        yield SentenceWidget(id="sentence")
        with Container(id="plot"):
            with Vertical(id="drawn"):
                yield PainChartWidget(id="chart")
                yield SparklinesWidget(id="sparklines")
                yield ChartKeyWidget(id="key")
            yield CalendarWidget(id="calendar")
        yield TrendNoteWidget(id="footnote")

    @property
    def grain(self) -> int:
        """How many days one mark of the chart stands for."""
        return self.query_one(PainChartWidget).grain

    def fit(self, window: Size) -> None:
        """Adapt the lines around the chart to its width, once it has one."""
        chart, line = self.query_one(PainChartWidget), self.query_one(TimeRangeWidget)
        line.columns = 0 if chart.size.width == line.size.width else chart.size.width
        self.show_legs(window, legs=chart.legs)

    def show_legs(self, window: Size, *, legs: bool) -> None:
        """Show the strip of places, or only where there is room for it anyway.

        Args:
            window: the size of the window.
            legs: it was asked for.
        """
        chart, sparklines, key = (
            self.query_one(PainChartWidget),
            self.query_one(SparklinesWidget),
            self.query_one(ChartKeyWidget),
        )
        line, bars = self.query_one(TimeRangeWidget), with_bars(window, legs=legs)
        chart.legs = sparklines.legs = legs
        line.with_calendar = not with_calendar(window)
        line.legs, line.with_marks = None if window.height >= STRIP else legs, not bars
        self.set_class(bars, "-bars")
        key.banded, key.scored = not bars, not bars or sparklines.scored(window.height)
        key.strips = (sparklines if bars else chart).strips(window.height)

    def show_journal(self, days: Sequence[Day], notes: Sequence[DayNote], today: date, first_weekday: int) -> None:
        """Show another journal: the calendar and the sentence now, the chart with the next `show`."""
        self._days, self._notes, self.time_range = days, notes, None
        calendar = self.query_one(CalendarWidget)
        calendar.days = {day.date: day for day in days}
        calendar.first_weekday = first_weekday
        self.query_one(SentenceWidget).forms = trend_words(first_and_newest_week(days, today), days, today)

    def show(self, view: int, chosen: date | None, today: date, key: str, legs_key: str) -> None:
        """Show the chart of the time range that has the chosen day.

        Args:
            view: the index of one of `TIME_RANGES`, or `CALENDAR`.
            chosen: the chosen day, if any.
            today: the local date.
            key: the key for the next time range.
            legs_key: the key for the strip of places.
        """
        length, name = TIME_RANGES[1 if view == CALENDAR else view]
        since, until, newest = ends_of(self._days, self._notes, length, chosen, today)
        chart, sparklines = self.query_one(PainChartWidget), self.query_one(SparklinesWidget)
        calendar, line = self.query_one(CalendarWidget), self.query_one(TimeRangeWidget)
        letters = self.query_one(ChartKeyWidget)
        if self.time_range is None or (self.time_range.since, self.time_range.until) != (since, until):
            self.time_range = TimeRange(
                since,
                until,
                tuple(one for one in self._days if since <= one.date <= until),
                tuple(note for note in self._notes if since <= note.date <= until),
            )
            line.time_range = chart.time_range = sparklines.time_range = letters.time_range = self.time_range
        chart.day = sparklines.day = calendar.day = chosen
        calendar.until = max(today, newest)
        line.active, line.key, line.legs_key = view, key, legs_key
        sparklines.range_name = name
        when = f" in {name}" if until == newest else f", {short(since)} to {short(until)}"
        self.status = words.status(self.time_range, when)


def ends_of(
    days: Sequence[Day], notes: Sequence[DayNote], length: int | None, chosen: date | None, today: date
) -> tuple[date, date, date]:
    """The first and the last day of the time range that has the chosen day, and the last day of the newest one.

    Args:
        days: all days, oldest first.
        notes: all notes, oldest first.
        length: the days of a time range; None for all.
        chosen: the chosen day, if any.
        today: the local date.
    """
    newest = until = latest_day(days, today)
    if length and chosen is not None and chosen < until:
        until -= timedelta(days=(until - chosen).days // length * length)
    since = until - timedelta(days=(length or TIME_RANGES[0][0]) - 1)
    if length is None:
        since = min([since, *(day.date for day in days[:1]), *(note.date for note in notes[:1])])
    return since, until, newest
