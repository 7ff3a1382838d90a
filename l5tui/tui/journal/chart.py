"""The journal's chart: the score before as a line, the score after as lighter marks, and a band of one point of noise.

The line is drawn in braille dots; the marks, the band and the labels are laid over it cell by cell, because every score
has a row of its own and every mark means one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.domain.pain import HIGHEST
from l5tui.figure.canvas import braille
from l5tui.figure.dots import Spot, empty, thin
from l5tui.tui.journal.timeline import Mark, Span, band, dates, marks, row_of, runs, tinted
from l5tui.tui.widgets.text import MUTED

LABELS: Final = 5
"""Columns that the scores at the left take."""
MARGIN: Final = 1
"""Columns on both sides of the marks, for the band goes one beyond them."""
GRID: Final = 4
"""Columns from one dot of the grid to the next."""
BEFORE, AFTER, BOTH = "●", "○", "◉"
BAND, PLAIN_BAND, PLAIN_LINE = "░", ":", "-"
"""Without colours the band is a sign; where braille can't be drawn the line is one."""


def columns_in(width: int) -> int:
    """How many columns a chart of that width has from its first mark to its last; at least one."""
    return max(1, width - LABELS - 2 * MARGIN)


class PainChart(Widget):
    """The chart of a span of days: eleven rows, or six where there is little room, and the dates under them."""

    DEFAULT_CSS = "PainChart { height: 12; width: 1fr; }"

    span: reactive[Span | None] = reactive[Span | None](None)

    @property
    def unit(self) -> int:
        """How many points a row is high."""
        return 1 if self.size.height > HIGHEST + 1 else 2

    def render(self) -> RenderResult:
        span, columns, unit = self.span, columns_in(self.size.width), self.unit
        if span is None or columns <= GRID:
            return Content("")
        width = columns + 2 * MARGIN
        found = [replace(mark, column=mark.column + MARGIN) for mark in marks(span, columns, span.grain(columns))]
        signs, middle = _signs(found, unit), band(found, width)
        drawn = line_cells(found, width, unit, plain=getattr(self.app, "plain_signs", False))
        lines = []
        for row in range(HIGHEST // unit, -1, -1):
            cells = self._cells(row, unit, drawn[row], signs, middle)
            label = str(row * unit) if row * unit % 2 == 0 else ""
            alike = groupby(cells, key=lambda cell: cell[1])
            pieces = [("".join(sign for sign, _ in same), style) for style, same in alike]
            lines.append(Content.assemble((label.rjust(2).ljust(LABELS), MUTED), *pieces))
        return Content("\n").join([*lines, self._dates(span, columns)])

    def _cells(
        self, row: int, unit: int, drawn: str, signs: dict[tuple[int, int], str], middle: dict[int, float]
    ) -> Iterable[tuple[str, str]]:
        """What stands in each cell of a row, and how it looks: a mark, the line, the band, or a dot of the grid."""
        few, plain = self.app.native_ansi_color, getattr(self.app, "plain_signs", False)
        for column, line in enumerate(drawn):
            upper, lower = tinted(row * unit, unit, middle.get(column))
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

    def _dates(self, span: Span, columns: int) -> Content:
        line = [" "] * self.size.width
        free = len(line)
        for column, text in reversed(dates(span, columns)):
            start = LABELS + MARGIN + column - len(text) // 2
            start = max(0, min(start, len(line) - len(text)))
            if start + len(text) < free or free == len(line):
                line[start : start + len(text)] = text
                free = start
        return Content.styled("".join(line), MUTED)


def line_cells(found: Sequence[Mark], width: int, unit: int, *, plain: bool = False) -> list[str]:
    """The line that joins the marks, as a text for each row, the lowest first.

    A mark's dot is in the mark's own cell: a score is a multiple of a half, so the dots of a cell, four to a row of one
    or two points, have a place for each.

    Args:
        found: the marks, from left to right.
        width: how many columns there are.
        unit: how many points a row is high.
        plain: a sign a cell instead of braille's eight dots.
    """
    height = HIGHEST // unit + 1
    across, down = (1, 1) if plain else (2, 4)
    dots = empty(height * down)
    for run in runs(found):
        scores = [(mark.column * across, mark.before or 0.0) for mark in run]
        if plain:
            thin(dots, width, [Spot(x, height - 1 - row_of(score, unit)) for x, score in scores])
        else:
            thin(dots, width * across, [Spot(x, (height - 1 - score / unit) * down + 1) for x, score in scores])
    if plain:
        rows = [f"{row:0{width}b}"[::-1].replace("0", " ").replace("1", PLAIN_LINE) for row in dots]
    else:
        rows = list(braille({"near": dots}, width, height).rows)
    return rows[::-1]


def _signs(found: Iterable[Mark], unit: int) -> dict[tuple[int, int], str]:
    """The marks by column and row. Before and after in one cell are one mark."""
    signs = {(mark.column, row_of(score, unit)): AFTER for mark in found for score in mark.after}
    for mark in found:
        if mark.before is not None:
            cell = mark.column, row_of(mark.before, unit)
            signs[cell] = BOTH if signs.get(cell) in (AFTER, BOTH) else BEFORE
    return signs
