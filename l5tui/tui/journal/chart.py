"""The journal's chart: a line of scores before, lighter marks for scores after, and a band of one point of noise.

The line is drawn in braille dots. Marks, band and labels are drawn over it cell by cell, because every score has a row
of its own, and every mark means one score. Below it, on the same columns, stand letters: what else belongs to a day,
and how far down each leg it was felt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from msgspec.structs import replace
from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.domain.pain import HIGHEST
from l5tui.figure.dots import Spot, braille, draw_thin_line, empty
from l5tui.tui.journal.timeline import (
    LETTERS,
    DayMark,
    TimeRange,
    band,
    dates,
    in_band,
    marks,
    note_letters,
    row_of,
    runs,
    short,
)
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT

# ruff: noqa: ARG002 - Textual decides these signatures


LABELS: Final = 5
"""Columns of the scores at the left."""
MARGIN: Final = 1
"""Columns kept free on both sides of the marks, because the band extends one column beyond them."""
GRID: Final = 4
"""Columns between two dots of the grid."""
BEFORE, AFTER, BOTH, EACH, CURSOR = "●", "○", "◉", "•", "│"
BAND, PLAIN_BAND, PLAIN_LINE, PLAIN_EACH = "░", ":", "-", "x"
"""The band's character in few colours, and in ASCII; the line's in ASCII; and that of one score of several."""
LOW, HIGH, STRIP = 23, 40, 28
"""Rows of a window from which a score has a row of its own, and two; and the strip of places without asking for it."""


def columns_in(width: int) -> int:
    """How many columns are between the first and the last mark of a chart of that width; at least one."""
    return max(1, width - LABELS - 2 * MARGIN)


def plot_rows(window: Size, *, legs: bool = False) -> int:
    """The rows of the scores in a window of that size; few if the strip of places takes their room."""
    if window.height < (STRIP if legs else LOW):
        return HIGHEST // 2 + 1
    return HIGHEST + 1 if window.height < HIGH else 2 * HIGHEST + 1


class PainChartWidget(Widget):
    """The chart of a time range: a row for a score, two in a large window, half in a small one; dates and letters."""

    DEFAULT_CSS = "PainChartWidget { height: auto; width: 1fr; }"

    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None, layout=True)
    day: reactive[date | None] = reactive[date | None](None)
    """The chosen day, which has a line through the chart."""
    legs: reactive[bool] = reactive(False, layout=True)
    """Whether the strip of places is shown in a small window, too."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return plot_rows(viewport, legs=self.legs) + 1 + len(self.strips(viewport.height))

    def render(self) -> RenderResult:
        time_range, columns = self.time_range, columns_in(self.size.width)
        if time_range is None or columns <= GRID:
            return Content("")
        strips = self.strips(self.app.size.height)
        rows = self.size.height - 1 - len(strips)
        unit = 0.5 if rows > 2 * HIGHEST else 1 if rows > HIGHEST else 2
        width = columns + 2 * MARGIN
        plain = getattr(self.app, "ascii_only", False)
        found = [_shifted(mark) for mark in marks(time_range, columns, time_range.grain(columns))]
        signs, middle = _signs(found, unit, PLAIN_EACH if plain else EACH), band(found, width)
        drawn = line_cells(found, width, unit, plain=plain)
        if time_range.grain(columns) > 1:  # the line is the median of weeks, and single days lie behind it
            signs = {
                at: sign for at, sign in signs.items() if sign not in (EACH, PLAIN_EACH) or drawn[at[1]][at[0]] == " "
            }
        cursor = self._cursor(time_range, columns)
        lines = []
        for row in range(round(HIGHEST / unit), -1, -1):
            cells = self._cells(row, unit, drawn[row], signs, middle, cursor)
            score = row * unit
            label = f"{score:g}" if score % 2 == 0 else ""
            alike = groupby(cells, key=lambda cell: cell[1])
            pieces = [("".join(sign for sign, _ in same), style) for style, same in alike]
            lines.append(Content.assemble((label.rjust(2).ljust(LABELS), MUTED), *pieces))
        letters = self._letters(time_range, columns, found)
        below = [self._strip(strip, letters.get(strip, {}), cursor) for strip in strips]
        return Content("\n").join([*lines, self._dates(time_range, columns), *below])

    @property
    def grain(self) -> int:
        """How many days one mark stands for."""
        return self.time_range.grain(columns_in(self.size.width)) if self.time_range is not None else 1

    def _cursor(self, time_range: TimeRange, columns: int) -> int | None:
        """The column of the chosen day; None if it is outside of the chart."""
        if self.day is None or not time_range.since <= self.day <= time_range.until:
            return None
        return time_range.column(self.day, columns) + MARGIN

    def _cells(
        self,
        row: int,
        unit: float,
        drawn: str,
        signs: Mapping[tuple[int, int], str],
        middle: Mapping[int, float],
        cursor: int | None,
    ) -> Iterable[tuple[str, str]]:
        """The character and style of each cell of a row: a mark, the line, the band, or a dot of the grid."""
        few, plain = self.app.native_ansi_color, getattr(self.app, "ascii_only", False)
        styles = {BEFORE: "$l5-do", BOTH: "$l5-do", AFTER: "$l5-text"}
        each = MUTED if self.grain == 1 else "$l5-far"
        for column, line in enumerate(drawn):
            upper, lower = in_band(row * unit, unit, middle.get(column))
            ground = " on $l5-band" if (upper or lower) and not few else ""
            mark = signs.get((column, row))
            if mark is not None:
                yield mark, styles.get(mark, each) + ground
            elif line != " ":
                yield line, "$l5-do" + ground
            elif column == cursor:
                yield CURSOR, MUTED + (ground if upper and lower else "")
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
        """The dates below; the chosen day's stands in place of those it would touch."""
        width = self.size.width
        shown: list[tuple[int, str]] = []
        chosen = None if self._cursor(time_range, columns) is None else self.day
        if chosen is not None:
            shown.append(_placed(time_range.column(chosen, columns), short(chosen), width))
        for column, text in reversed(dates(time_range, columns)):
            start, text = _placed(column, text, width)
            if all(start + len(text) < other or other + len(name) < start for other, name in shown):
                shown.append((start, text))
        line, at = Content(""), 0
        for start, text in sorted(shown):
            bold = chosen is not None and (start, text) == shown[0]
            line += Content.assemble(" " * (start - at), (text, STRONG if bold else MUTED))
            at = start + len(text)
        return line

    def strips(self, window: int) -> tuple[str, ...]:
        """The names of the rows of letters below the dates that a window of that many rows has."""
        time_range = self.time_range
        if time_range is None:
            return ()
        places = ("left", "right") if self.legs or (time_range.has_places and window >= STRIP) else ()
        return (*(("also",) if time_range.notes else ()), *places)

    def _letters(self, time_range: TimeRange, columns: int, found: Iterable[DayMark]) -> dict[str, dict[int, str]]:
        """The letters of each row, by column."""
        known = list(found)
        return {
            "also": note_letters(time_range.notes, lambda day: time_range.column(day, columns) + MARGIN),
            "left": {mark.column: LETTERS[mark.left] for mark in known if mark.left is not None},
            "right": {mark.column: LETTERS[mark.right] for mark in known if mark.right is not None},
        }

    def _strip(self, name: str, letters: Mapping[int, str], cursor: int | None) -> Content:
        pieces = []
        for column in range(self.size.width - LABELS):
            letter = letters.get(column, "")
            style = STRONG if column == cursor else TEXT if letter != "-" else MUTED
            pieces.append((letter or (CURSOR if column == cursor else " "), style if letter else MUTED))
        return Content.assemble((name.ljust(LABELS), MUTED), *pieces)


def _placed(column: int, text: str, width: int) -> tuple[int, str]:
    """The start of a date under its column, and the date."""
    return max(0, min(LABELS + MARGIN + column - len(text) // 2, width - len(text))), text


def _shifted(mark: DayMark) -> DayMark:
    each = tuple((column + MARGIN, score) for column, score in mark.each)
    return replace(mark, column=mark.column + MARGIN, each=each)


def line_cells(found: Sequence[DayMark], width: int, unit: float, *, plain: bool = False) -> list[str]:
    """The line that joins the marks, as a text for each row, the lowest first.

    A mark's dot lies in the mark's own cell: a score is a multiple of a half, and the four dots in a cell of one or two
    points have a position for each.

    Args:
        found: the marks, from left to right.
        width: the number of columns.
        unit: the points of one row.
        plain: one character for a cell instead of braille's eight dots.
    """
    height = round(HIGHEST / unit) + 1
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


def _signs(found: Sequence[DayMark], unit: float, each: str) -> dict[tuple[int, int], str]:
    """The marks by column and row. Scores before and after in the same cell share one mark."""
    signs = {(column, row_of(score, unit)): each for mark in found for column, score in mark.each}
    signs |= {(mark.column, row_of(score, unit)): AFTER for mark in found for score in mark.after}
    for mark in found:
        if mark.before is not None:
            cell = mark.column, row_of(mark.before, unit)
            signs[cell] = BOTH if signs.get(cell) in (AFTER, BOTH) else BEFORE
    return signs
