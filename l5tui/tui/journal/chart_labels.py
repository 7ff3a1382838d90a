"""The lines around the chart: the time ranges with its marks, the sentence over it, the key and the note below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.tui.journal.chart import AFTER, BAND, BEFORE, EACH, PLAIN_BAND, PLAIN_EACH, columns_in
from l5tui.tui.journal.day_notes import LETTER_WORDS, PLACE_WORDS
from l5tui.tui.journal.timeline import LETTERS, WEEK, TimeRange, note_letters
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain, spread

# ruff: noqa: ARG002 - Textual decides these signatures


TIME_RANGES: Final = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (None, "all"))
"""The possible lengths of the chart in days, None for all, with their names."""
CALENDAR: Final = len(TIME_RANGES)
"""The number of the calendar, which comes after them where it has no place beside the chart."""
TABS: Final = ("7", "30", "90 days", "all")
CALENDAR_TAB: Final = "calendar"
LEGS_TAB: Final = "legs"
WOBBLE: Final = "one point up or down is normal wobble"
"""The words for the band (clinical data, section g)."""
SWATCH: Final = 3
"""Columns of the band's sample in the legend."""
NOTE: Final = (
    "People mostly start when pain is high, so scores often fall on their own.",
    "This chart cannot show why.",
)
"""The note under each trend (clinical data, section g)."""
SHORT_NOTE: Final = "Most start at high pain, so scores often fall anyway. This can't show why."
TINY_NOTE: Final = "Scores often fall anyway; why unknown."
"""The same in a line for a small window, and for a narrow one; the help has all of it."""
BAND_NOTE: Final = f"The band round the line: {WOBBLE}."
WEEKS_NOTE: Final = (
    "In more than a month the line joins the medians of weeks with 3 scores or more. The faint dots are single days, "
    "or in a longer time the lowest and the highest day of several weeks."
)
LEAST, SOME, TALL, BROAD = 12, 24, 34, 160
"""Rows of a window from which a trend has its key and its note, the note may have two lines, and stands there in full;
and columns from which the sentence may have two lines, because the chart has a column of the window."""
BREAK: Final = " (from"
"""Where the longest sentence may be broken."""
NOT_SAID: Final = "where it was felt wasn't said"


class TimeRangeWidget(Static):
    """The time ranges with the active one, and the legend."""

    active: reactive[int] = reactive(0, layout=True)
    """The index of the active one of `TIME_RANGES`, or `CALENDAR`."""
    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None, layout=True)
    """The days of the chart below, which has the same width."""
    columns: reactive[int] = reactive(0)
    """The columns of the chart, if it isn't as wide as this line."""
    key: reactive[str] = reactive("")
    """The key for the next time range."""
    with_calendar: reactive[bool] = reactive(False, layout=True)
    """Whether the calendar is one of the views, because there is no room for it beside the chart."""
    with_marks: reactive[bool] = reactive(True, layout=True)
    """Whether the chart is shown, whose marks are named."""
    legs: reactive[bool | None] = reactive[bool | None](None, layout=True)
    """Whether the strip of places was asked for; None where it is shown anyway."""
    legs_key: reactive[str] = reactive("")
    """The key for the strip of places."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1 if self._fits(width) is not None else 2

    def render(self) -> Content:
        width, ranges = self.size.width, self._ranges()
        found = self._fits(width)
        if found is not None:
            return spread(ranges, found, width)
        marks = self._marks(width)
        return ranges + Content("\n ") + next((one for one in marks if one.cell_length < width), marks[-1])

    def _fits(self, width: int) -> Content | None:
        """The longest words for the marks that fit beside the time ranges; None if none do."""
        if self.active == CALENDAR or not self.with_marks:
            return Content("")
        room = width - self._ranges().cell_length - 2
        return next((one for one in self._marks(width) if one.cell_length <= room), None)

    def _ranges(self) -> Content:
        on = "bold reverse" if self.app.native_ansi_color else f"{STRONG} on $l5-focus"
        names = (*TABS, CALENDAR_TAB) if self.with_calendar else TABS
        pieces = [
            Content.styled(f" {name} ", on if number == self.active else MUTED) for number, name in enumerate(names)
        ]
        ranges = Content("").join(pieces) + Content.styled(f" {self.key}", TEXT)
        if self.legs is not None and self.active != CALENDAR:
            ranges += Content.assemble("  ", (f" {LEGS_TAB} ", on if self.legs else MUTED), (f" {self.legs_key}", TEXT))
        return ranges

    def _marks(self, width: int) -> list[Content]:
        """What the marks of the chart mean, longest words first; the line has that width."""
        plain = bool(getattr(self.app, "ascii_only", False))
        return [
            self._legend(names, gap, PLAIN_EACH if plain else EACH) for names in self._names(width) for gap in (3, 2)
        ]

    def _names(self, width: int) -> tuple[tuple[str, str], ...]:
        """The words for the line's marks, and for what they are medians of, longest first."""
        grain = self.time_range.grain(columns_in(self.columns or width)) if self.time_range else 1
        if grain == WEEK:
            return (("before, median of weeks", "days"), ("weeks before", "days"), ("weeks", "days"))
        if grain > WEEK:
            weeks, lowest = f"{grain // WEEK} weeks", "lowest, highest day"
            return ((f"before, median of {weeks}", lowest), (f"{weeks} before", lowest), (weeks, "low, high"))
        several = self.time_range is not None and any(len(day.before) > 1 for day in self.time_range.days)
        return (("before", "one of several"), ("before", "each")) if several else (("before", ""),)

    def _legend(self, names: tuple[str, str], gap: int, dot: str) -> Content:
        before, each = names
        between = " " * gap
        several = ((dot, MUTED), (f" {each}{between}", TEXT)) if each else ()
        return Content.assemble(
            (BEFORE, "$l5-do"), (f" {before}{between}", TEXT), *several, (AFTER, TEXT), (" after", TEXT)
        )


class ChartKeyWidget(Static):
    """What the band and the letters below the chart mean; of the letters only those that are there."""

    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None, layout=True)
    strips: reactive[tuple[str, ...]] = reactive((), layout=True)
    """The rows of letters that the chart has."""
    banded: reactive[bool] = reactive(True, layout=True)
    """Whether the chart has a band; the bars, which replace it in a small window, have none."""
    scored: reactive[bool] = reactive(True, layout=True)
    """Whether there are scores in view."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width)) if viewport.height >= LEAST else 0

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        groups = [[self._wobble()]] if self.scored else []
        words = ([Content.styled(one, MUTED) for one in group] for group in self._words(width))
        return packed([*groups, *words], width)

    def _words(self, width: int) -> Iterator[list[str]]:
        """What the letters mean that are in view: those of what else belongs to a day, and those of the places."""
        if self.time_range is None:
            return
        time_range, columns = self.time_range, columns_in(width)
        if "also" in self.strips:
            signs = {note.letter for note in time_range.notes}
            signs |= set(note_letters(time_range.notes, lambda day: time_range.column(day, columns)).values())
            yield [words for sign, words in LETTER_WORDS.items() if sign in signs]
        if "left" in self.strips:
            ranks = [rank for day in time_range.days for rank in (day.left, day.right) if rank is not None]
            signs = {LETTERS[rank] for rank in ranks}
            yield [words for sign, words in PLACE_WORDS.items() if sign in signs] or [NOT_SAID]

    def _wobble(self) -> Content:
        plain, few = bool(getattr(self.app, "ascii_only", False)), self.app.native_ansi_color
        swatch = ((PLAIN_BAND if plain else BAND) * SWATCH, "$l5-line") if few else (" " * SWATCH, "on $l5-band")
        return Content.assemble(swatch, (f" {WOBBLE}", MUTED)) if self.banded else Content.styled(WOBBLE, MUTED)


def packed(groups: Iterable[Sequence[Content]], width: int) -> list[Content]:
    """Texts in as few lines as they need: those of a group two blanks apart, groups three."""
    lines: list[Content] = []
    for group in groups:
        for number, item in enumerate(group):
            gap = Content("  " if number else "   ")
            if lines and lines[-1].cell_length + gap.cell_length + item.cell_length <= width:
                lines[-1] += gap + item
            else:
                lines.append(item)
    return lines


class SentenceWidget(Static):
    """What the first and the newest week say: lower, about the same or higher, with the number of scores."""

    forms: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)
    """The sentence in several lengths, longest first: its first word, which is bold, and the rest."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        roomy = viewport.width >= BROAD and viewport.height >= TALL
        return (
            2 if roomy and any(BREAK in rest and len(word) + 1 + len(rest) > width for word, rest in self.forms) else 1
        )

    def render(self) -> Content:
        forms = self.forms
        if self.size.height > 1:
            forms = tuple((word, rest.replace(BREAK, f"\n{BREAK.strip()}")) for word, rest in forms)
        made = [Content.assemble((word, STRONG), " " if word else "", (rest, TEXT)) for word, rest in forms]
        width = self.size.width
        return next(
            (one for one in made if all(line.cell_length <= width for line in one.split("\n"))),
            (made or [Content("")])[-1],
        )


class TrendNoteWidget(Static):
    """The note about what a trend can't show: in full in a tall window, else as much as fits a line or two."""

    def render(self) -> Content:
        return plain(self._words(self.app.size, self.size.width), MUTED)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(plain(self._words(viewport, width)).wrap(width)) if viewport.height >= LEAST and width else 0

    def _words(self, window: Size, width: int) -> str:
        whole = " ".join(NOTE)
        if window.height >= TALL or len(whole) <= width:
            return whole
        return SHORT_NOTE if window.height >= SOME or len(SHORT_NOTE) <= width else TINY_NOTE
