"""The calendar of the last weeks: on which days a session was done, done in part, or not. No praise, no blame."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.config.week import week_start
from l5tui.domain.time_words import WEEKDAYS
from l5tui.journal.trends import Day
from l5tui.tui.journal.timeline import WEEK, short
from l5tui.tui.journal.view import BROAD, with_calendar
from l5tui.tui.widgets.text import MUTED

# ruff: noqa: ARG002 - Textual decides these signatures


LABEL: Final = 8
"""Columns of a week's first day."""
CELL: Final = 3
CALENDAR_WIDTH: Final = LABEL + WEEK * CELL
DONE, PARTIAL, NONE = "▄▄", "▁▁", "· "
PLAIN_DONE, PLAIN_PARTIAL = "##", "--"
MOST_WEEKS: Final = 12
ABOVE: Final = 40
"""Rows that all else needs in a window where it stands below the chart."""
FEW, SOME = 6, 8
"""Rows in a window of under 20 and under 23 rows."""


class CalendarWidget(Static):
    """A row for a week, the newest of them at the bottom; and the meaning of the signs."""

    DEFAULT_CSS = "CalendarWidget { height: auto; }"

    days: reactive[Mapping[date, Day]] = reactive(dict, init=False, layout=True)
    """The days with entries, by date."""
    until: reactive[date] = reactive(date.min, layout=True)
    """The last day."""
    day: reactive[date | None] = reactive[date | None](None)
    """The chosen day."""
    first_weekday: reactive[int] = reactive(0)
    """The first day of the week, 0 for Monday."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        most = FEW if viewport.height < 20 else SOME if viewport.height < 23 else MOST_WEEKS + 2
        if viewport.width >= BROAD and with_calendar(viewport):
            most = min(most, viewport.height - ABOVE)
        return len(self._starts(most - 2)) + 2

    def _starts(self, most: int) -> list[date]:
        """The first days of as many weeks as there is room for, oldest first; the chosen day is in one of them.

        They go back by whole windows, so that the weeks stay while one moves through them. None is before the first
        entry: there is nothing to show.
        """
        if self.until == date.min:
            return []
        newest = week_start(self.until, self.first_weekday)
        known = week_start(min([*self.days, self.until]), self.first_weekday)
        weeks, most = (newest - known).days // WEEK + 1, max(1, most)
        chosen = newest if self.day is None else week_start(min(self.day, self.until), self.first_weekday)
        back = (newest - chosen).days // WEEK // most * most
        back = max(0, min(back, weeks - most))
        return [newest - timedelta(days=WEEK * (back + number)) for number in reversed(range(min(most, weeks)))]

    def render(self) -> Content:
        names = [WEEKDAYS[(self.first_weekday + number) % WEEK][:2] for number in range(WEEK)]
        lines = [Content.styled(" " * LABEL + " ".join(names), MUTED)]
        lines += [self._week(start) for start in self._starts(self.size.height - 2)]
        done, partial = self._signs
        legend = Content.assemble((done, "$l5-do"), (" done   ", MUTED), (partial, "$l5-do"), (" in part   ", MUTED))
        return Content("\n").join([*lines, legend + Content.assemble((NONE.strip(), "$l5-line"), (" none", MUTED))])

    @property
    def _signs(self) -> tuple[str, str]:
        return (PLAIN_DONE, PLAIN_PARTIAL) if getattr(self.app, "ascii_only", False) else (DONE, PARTIAL)

    def _week(self, start: date) -> Content:
        pieces = [(short(start).rjust(LABEL - 2) + "  ", MUTED)]
        done, partial = self._signs
        for number in range(WEEK):
            on = start + timedelta(days=number)
            day = self.days.get(on)
            sign, style = ("  ", "") if on > self.until else (NONE, "$l5-line")
            if day is not None and day.sessions:
                sign, style = done if day.complete else partial, "$l5-do"
            if on == self.day:
                style = "reverse" if sign in ("  ", NONE) else f"{style} reverse"
            pieces += [(sign, style), (" ", "")]
        return Content.assemble(*pieces)
