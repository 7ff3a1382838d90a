"""The lines around the chart: the time ranges with the legend, the sentence over it, and the note below it."""

from __future__ import annotations

from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.tui.journal.chart import AFTER, BAND, BEFORE, EACH, LEGEND, PLAIN_BAND, PLAIN_EACH, columns_in
from l5tui.tui.journal.timeline import WEEK, TimeRange
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain, spread

# ruff: noqa: ARG002 - Textual decides these signatures


TIME_RANGES: Final = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (None, "all"))
"""The possible lengths of the chart in days, None for all, with their names."""
CALENDAR: Final = len(TIME_RANGES)
"""The number of the calendar, which comes after them where it has no place beside the chart."""
TABS: Final = ("7", "30", "90 days", "all")
CALENDAR_TAB: Final = "calendar"
WOBBLE: Final = ("one point up or down is normal wobble", "one point up or down: wobble", "±1 wobble", "±1")
"""The words for the band; the longest that fit are used."""
PLAIN_WOBBLE: Final = (*WOBBLE[:2], "+-1 wobble", "+-1")
SWATCH: Final = 3
"""Columns of the band's sample in the legend."""
NOTE: Final = (
    "People mostly start when pain is high, so scores often fall on their own.",
    "This chart cannot show why.",
)
"""The note under each trend (clinical data, section g)."""
BAND_NOTE: Final = "The band round the line: one point up or down is normal wobble."
WEEKS_NOTE: Final = (
    "In more than a month the line joins the medians of weeks with 3 scores or more; the small dots are single days."
)
SHORT_NOTE: Final = "Most start at high pain, so scores often fall anyway. This can't show why."
"""The same in one line for a small window; the help has all of it."""


class TimeRangeWidget(Static):
    """The time ranges with the active one, and the legend."""

    active: reactive[int] = reactive(0)
    """The index of the active one of `TIME_RANGES`, or `CALENDAR`."""
    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None)
    """The days of the chart below, which has the same width."""
    columns: reactive[int] = reactive(0)
    """The columns of the chart, if it isn't as wide as this line."""
    key: reactive[str] = reactive("")
    """The key for the next time range."""
    with_calendar: reactive[bool] = reactive(False)
    """Whether the calendar is one of the views, because there is no room for it beside the chart."""

    def render(self) -> Content:
        on = "bold reverse" if self.app.native_ansi_color else f"{STRONG} on $l5-focus"
        names = (*TABS, CALENDAR_TAB) if self.with_calendar else TABS
        pieces = [
            Content.styled(f" {name} ", on if number == self.active else MUTED) for number, name in enumerate(names)
        ]
        ranges = Content("").join(pieces) + Content.styled(f"  {self.key}", TEXT)
        if self.active == CALENDAR:
            return ranges
        room = self.size.width - ranges.cell_length - 2
        wobbles = PLAIN_WOBBLE if self._ascii_only else WOBBLE
        legends = [self._legend(names, wobble, gap) for wobble in wobbles for names in self._names() for gap in (3, 2)]
        fits = next((legend for legend in legends if legend.cell_length <= room), legends[-1])
        return spread(ranges, fits, self.size.width)

    def _names(self) -> tuple[tuple[str, str], ...]:
        """The words for the line's marks, and for what they are medians of, longest first."""
        grain = self.time_range.grain(columns_in(self.columns or self.size.width)) if self.time_range else 1
        if grain > 1:
            weeks = "weeks" if grain == WEEK else f"{grain // WEEK} weeks"
            return ((f"before, median of {weeks}", "days"), (f"{weeks} before", "days"), (weeks, "days"))
        several = self.time_range is not None and any(len(day.before) > 1 for day in self.time_range.days)
        return (("before", "one of several"), ("before", "each")) if several else (("before", ""),)

    def _legend(self, names: tuple[str, str], wobble: str, gap: int) -> Content:
        between = " " * gap
        if self.app.native_ansi_color:
            swatch = ((PLAIN_BAND if self._ascii_only else BAND) * SWATCH, "$l5-line")
        else:
            swatch = (" " * SWATCH, "on $l5-band")
        before, each = names
        dot = PLAIN_EACH if self._ascii_only else EACH
        several = ((dot, MUTED), (f" {each}{between}", TEXT)) if each else ()
        signs = ((BEFORE, "$l5-do"), (f" {before}{between}", TEXT), *several, (AFTER, TEXT), (f" after{between}", TEXT))
        return Content.assemble(*signs, swatch, (f" {wobble}", MUTED))

    @property
    def _ascii_only(self) -> bool:
        return bool(getattr(self.app, "ascii_only", False))


class SentenceWidget(Static):
    """What the first and the newest week say: lower, about the same or higher, with the number of scores."""

    forms: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """The sentence in several lengths, longest first: its first word, which is bold, and the rest."""

    def render(self) -> Content:
        made = [Content.assemble((word, STRONG), " " if word else "", (rest, TEXT)) for word, rest in self.forms]
        return next((one for one in made if one.cell_length <= self.size.width), made[-1] if made else Content(""))


class TrendNoteWidget(Static):
    """The note about what a trend can't show, in one line, or in two if there is room."""

    def render(self) -> Content:
        whole = plain(" ".join(NOTE), MUTED)
        return whole if whole.cell_length <= self.size.width or self.size.height > 1 else plain(SHORT_NOTE, MUTED)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(plain(" ".join(NOTE)).wrap(width)) if viewport.height >= LEGEND and width else 1
