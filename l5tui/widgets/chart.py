"""The journal's chart: the score before as a line, the score after as lighter marks, and a band of one point of noise.

plotext draws the line in braille; the marks, the band and the labels are laid over it here, cell by cell, because every
score has a row of its own and every mark means one. Only this module imports the plotting library, and only the
journal's place imports this module, so nothing else waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual_plotext import PlotextPlot

from l5tui.domain.pain import HIGHEST
from l5tui.widgets.span import Mark, Span, band, dates, marks, row_of, runs, tinted
from l5tui.widgets.words import MUTED

LABELS: Final = 5
"""Columns that the scores at the left take."""
MARGIN: Final = 1
"""Columns on both sides of the marks, for the band goes one beyond them."""
GRID: Final = 4
"""Columns from one dot of the grid to the next."""
BEFORE, AFTER, BOTH = "●", "○", "◉"
BAND, PLAIN_BAND, LINE, PLAIN_LINE = "░", ":", "braille", "-"
"""Without colours the band is a sign; where braille can't be drawn the line is one."""
_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_EMPTY: Final = frozenset({" ", "\N{BRAILLE PATTERN BLANK}"})


def columns_in(width: int) -> int:
    """How many columns a chart of that width has from its first mark to its last; at least one."""
    return max(1, width - LABELS - 2 * MARGIN)


class PainChart(PlotextPlot):
    """The chart of a span of days: eleven rows, or six where there is little room, and the dates under them."""

    DEFAULT_CSS = "PainChart { height: 12; width: 1fr; }"

    span: reactive[Span | None] = reactive[Span | None](None)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.theme = "clear"

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
        drawn = self._line(found, width, unit)
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
            elif line not in _EMPTY:
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

    def _line(self, found: Sequence[Mark], width: int, unit: int) -> list[str]:
        """The joined marks, a text for each row, the lowest first."""
        height = HIGHEST // unit + 1
        joined = [run for run in runs(found) if len(run) > 1]
        if not joined:
            return [" " * width] * height
        plot = self.plt
        plot.clear_figure()
        plot.theme("clear")
        plot.frame(False)
        plot.xaxes(False, False)
        plot.yaxes(False, False)
        plot.xticks([])
        plot.yticks([])
        plot.xlim(-0.5, width - 0.5)
        plot.ylim(-unit / 2, HIGHEST + unit / 2)
        plot.plotsize(width, height)
        plot._set_size(width, height)  # as PlotextPlot has it: plotsize stays within the terminal of stdout
        marker = PLAIN_LINE if getattr(self.app, "plain_signs", False) else LINE
        for run in joined:
            plot.plot([mark.column for mark in run], [mark.before for mark in run], marker=marker)
        rows = _ANSI.sub("", plot.build()).split("\n")[:height]
        return [row.ljust(width)[:width] for row in reversed(rows)]

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


def _signs(found: Iterable[Mark], unit: int) -> dict[tuple[int, int], str]:
    """The marks by column and row. Before and after in one cell are one mark."""
    signs = {(mark.column, row_of(score, unit)): AFTER for mark in found for score in mark.after}
    for mark in found:
        if mark.before is not None:
            cell = mark.column, row_of(mark.before, unit)
            signs[cell] = BOTH if signs.get(cell) in (AFTER, BOTH) else BEFORE
    return signs
