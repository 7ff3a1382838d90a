"""The journal's chart: a line of scores before, lighter marks for scores after, and a band of one point of noise.

The line is drawn in braille dots. Marks, band and labels are drawn over it cell by cell, because every score has a row
of its own, and every mark means one score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import ceil
from typing import Final

from msgspec.structs import replace
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from l5tui.domain.pain import HIGHEST, day_median
from l5tui.figure.dots import Spot, braille, draw_thin_line, empty
from l5tui.tui.journal.timeline import DayMark, TimeRange, band, dates, in_band, marks, row_of, runs, short
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain, spread

LABELS: Final = 5
"""Columns of the scores at the left."""
MARGIN: Final = 1
"""Columns kept free on both sides of the marks, because the band extends one column beyond them."""
GRID: Final = 4
"""Columns between two dots of the grid."""
BEFORE, AFTER, BOTH = "●", "○", "◉"
BAND, PLAIN_BAND, PLAIN_LINE = "░", ":", "-"
"""The band's character in few colours, and in ASCII; and the line's in ASCII."""


def columns_in(width: int) -> int:
    """How many columns are between the first and the last mark of a chart of that width; at least one."""
    return max(1, width - LABELS - 2 * MARGIN)


class PainChartWidget(Widget):
    """The chart of a time range: eleven rows, or six in a small window, and the dates below."""

    DEFAULT_CSS = "PainChartWidget { height: 12; width: 1fr; }"

    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None)

    @property
    def unit(self) -> int:
        """How many points one row stands for."""
        return 1 if self.size.height > HIGHEST + 1 else 2

    def render(self) -> RenderResult:
        time_range, columns, unit = self.time_range, columns_in(self.size.width), self.unit
        if time_range is None or columns <= GRID:
            return Content("")
        width = columns + 2 * MARGIN
        found = [
            replace(mark, column=mark.column + MARGIN) for mark in marks(time_range, columns, time_range.grain(columns))
        ]
        signs, middle = _ascii_marks(found, unit), band(found, width)
        drawn = line_cells(found, width, unit, plain=getattr(self.app, "ascii_only", False))
        lines = []
        for row in range(HIGHEST // unit, -1, -1):
            cells = self._cells(row, unit, drawn[row], signs, middle)
            label = str(row * unit) if row * unit % 2 == 0 else ""
            alike = groupby(cells, key=lambda cell: cell[1])
            pieces = [("".join(sign for sign, _ in same), style) for style, same in alike]
            lines.append(Content.assemble((label.rjust(2).ljust(LABELS), MUTED), *pieces))
        return Content("\n").join([*lines, self._dates(time_range, columns)])

    def _cells(
        self, row: int, unit: int, drawn: str, signs: dict[tuple[int, int], str], middle: dict[int, float]
    ) -> Iterable[tuple[str, str]]:
        """The character and style of each cell of a row: a mark, the line, the band, or a dot of the grid."""
        few, plain = self.app.native_ansi_color, getattr(self.app, "ascii_only", False)
        for column, line in enumerate(drawn):
            upper, lower = in_band(row * unit, unit, middle.get(column))
            ground = " on $l5-band" if (upper or lower) and not few else ""
            mark = signs.get((column, row))
            if mark is not None:
                yield mark, ("$l5-text" if mark == AFTER else "$l5-do") + ground
            elif line != " ":
                yield line, "$l5-do" + ground
            elif few and (upper or lower):
                yield PLAIN_BAND if plain else BAND, "$l5-line"
            elif (upper and lower) or (plain and (upper or lower)):
                yield " ", ground.strip()
            elif upper or lower:
                yield "▀" if upper else "▄", "$l5-band"
            else:
                dot = row * unit % 2 == 0 and (column - MARGIN) % GRID == 0
                yield "·" if dot else " ", "$l5-line"

    def _dates(self, time_range: TimeRange, columns: int) -> Content:
        line = [" "] * self.size.width
        free = len(line)
        for column, text in reversed(dates(time_range, columns)):
            start = LABELS + MARGIN + column - len(text) // 2
            start = max(0, min(start, len(line) - len(text)))
            if start + len(text) < free or free == len(line):
                line[start : start + len(text)] = text
                free = start
        return Content.styled("".join(line), MUTED)


def line_cells(found: Sequence[DayMark], width: int, unit: int, *, plain: bool = False) -> list[str]:
    """The line that joins the marks, as a text for each row, the lowest first.

    A mark's dot lies in the mark's own cell: a score is a multiple of a half, and the four dots in a cell of one or two
    points have a position for each.

    Args:
        found: the marks, from left to right.
        width: the number of columns.
        unit: the points of one row.
        plain: one character for a cell instead of braille's eight dots.
    """
    height = HIGHEST // unit + 1
    across, down = (1, 1) if plain else (2, 4)
    dots = empty(height * down)
    for run in runs(found):
        scores = [(mark.column * across, mark.before or 0.0) for mark in run]
        if plain:
            draw_thin_line(dots, width, [Spot(x, height - 1 - row_of(score, unit)) for x, score in scores])
        else:
            draw_thin_line(
                dots, width * across, [Spot(x, (height - 1 - score / unit) * down + 1) for x, score in scores]
            )
    if plain:
        rows = [f"{row:0{width}b}"[::-1].replace("0", " ").replace("1", PLAIN_LINE) for row in dots]
    else:
        rows = list(braille({"near": dots}, width, height).rows)
    return rows[::-1]


def _ascii_marks(found: Iterable[DayMark], unit: int) -> dict[tuple[int, int], str]:
    """The marks by column and row. Scores before and after in the same cell share one mark."""
    signs = {(mark.column, row_of(score, unit)): AFTER for mark in found for score in mark.after}
    for mark in found:
        if mark.before is not None:
            cell = mark.column, row_of(mark.before, unit)
            signs[cell] = BOTH if signs.get(cell) in (AFTER, BOTH) else BEFORE
    return signs


NAME: Final = 8
"""Columns of the names of the rows."""
BARS: Final = "▁▂▃▄▅▆▇█"
DIGITS: Final = "0123456789X"
"""The characters of scores in ASCII; ten has one column, too."""
NOTHING: Final = "·"


class SparklinesWidget(Static):
    """Two rows of bars, one bar for a day, or for several days if there are too many for the width."""

    DEFAULT_CSS = "SparklinesWidget { height: 3; width: 1fr; }"

    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None)

    def render(self) -> Content:
        time_range, room = self.time_range, self.size.width - NAME
        if time_range is None or room < 1:
            return Content("")
        grain = ceil(time_range.length / room)
        bars = ceil(time_range.length / grain)
        width = max(1, room // bars)
        found = marks(time_range, bars, grain)
        before = {bars - 1 + mark.number: mark.before for mark in found}
        after = {bars - 1 + mark.number: _after(mark) for mark in found}
        return Content.assemble(
            (" " * NAME + _ends(time_range, bars * width) + "\n", MUTED),
            ("before".ljust(NAME), MUTED),
            (self._bars(before, bars, width) + "\n", "$l5-do"),
            ("after".ljust(NAME), MUTED),
            (self._bars(after, bars, width), "$l5-text"),
        )

    def _bars(self, scores: dict[int, float | None], bars: int, width: int) -> str:
        return "".join(self._bar(scores.get(number)) * width for number in range(bars))

    def _bar(self, score: float | None) -> str:
        if score is None:
            return NOTHING
        if getattr(self.app, "ascii_only", False):
            return DIGITS[row_of(score, 1)]
        return BARS[round(score * (len(BARS) - 1) / HIGHEST)]


def _after(mark: DayMark) -> float | None:
    return day_median(mark.after)


def _ends(time_range: TimeRange, width: int) -> str:
    """The first and last date, and between them how many scores were left out, if there is room."""
    first, last = short(time_range.since), short(time_range.until)
    gap = width - len(first) - len(last)
    if gap < 1:
        return last.rjust(width)
    left_out = f"{time_range.unanswered} not answered" if time_range.unanswered else ""
    return first + (left_out.center(gap) if len(left_out) + 2 <= gap else " " * gap) + last


# ruff: noqa: ARG002 - Textual decides these signatures


TIME_RANGES: Final = ((7, "7 days"), (30, "30 days"), (90, "90 days"), (None, "all"))
"""The possible lengths of the chart in days, None for all, with their names."""
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
SHORT_NOTE: Final = "Most start at high pain, so scores often fall anyway. This can't show why."
"""The same in one line for a small window; the help has all of it."""
TALL: Final = 28
"""Rows of a window from which the note has two rows."""


class TimeRangeWidget(Static):
    """The time ranges with the active one, and the legend."""

    active: reactive[int] = reactive(0)
    """The index of the active one of `TIME_RANGES`."""
    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None)
    """The days of the chart below, which has the same width."""
    key: reactive[str] = reactive("")
    """The key for the next time range."""

    def render(self) -> Content:
        on = "bold reverse" if self.app.native_ansi_color else f"{STRONG} on $l5-focus"
        pieces = [
            Content.styled(f" {name} ", on if number == self.active else MUTED)
            for number, (_, name) in enumerate(TIME_RANGES)
        ]
        ranges = Content(" ").join(pieces) + Content.styled(f"  {self.key}", TEXT)
        room = self.size.width - ranges.cell_length - 3
        wobbles = PLAIN_WOBBLE if self._ascii_only else WOBBLE
        legends = [self._legend(before, wobble) for before in self._names() for wobble in wobbles]
        fits = next((legend for legend in legends if legend.cell_length <= room), legends[-1])
        return spread(ranges, fits, self.size.width)

    def _names(self) -> tuple[str, ...]:
        """The words for the line's marks, longest first."""
        grain = self.time_range.grain(columns_in(self.size.width)) if self.time_range else 1
        return ("before",) if grain == 1 else (f"before, {grain} days each", f"{grain} days each")

    def _legend(self, before: str, wobble: str) -> Content:
        if self.app.native_ansi_color:
            swatch = ((PLAIN_BAND if self._ascii_only else BAND) * SWATCH, "$l5-line")
        else:
            swatch = (" " * SWATCH, "on $l5-band")
        signs = ((BEFORE, "$l5-do"), (f" {before}   ", TEXT), (AFTER, TEXT), (" after   ", TEXT))
        return Content.assemble(*signs, swatch, (f" {wobble}", MUTED))

    @property
    def _ascii_only(self) -> bool:
        return bool(getattr(self.app, "ascii_only", False))


class TrendNoteWidget(Static):
    """The note about what a trend can't show, in one line, or in two if there is room."""

    def render(self) -> Content:
        whole = " ".join(NOTE)
        if len(whole) <= self.size.width:
            return plain(whole, MUTED)
        return plain("\n".join(NOTE) if self.size.height > 1 else SHORT_NOTE, MUTED)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 2 if viewport.height >= TALL and width < len(" ".join(NOTE)) else 1
