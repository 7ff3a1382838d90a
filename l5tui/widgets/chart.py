"""The journal's chart: the score before as a line, the score after as lighter marks, and a band of one point of noise.

plotext draws the line in braille; the marks, the band and the labels are laid over it here, cell by cell, because every
score has a row of its own and every mark means one. Only this module imports the plotting library, and only the
journal's place imports this module, so nothing else waits for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static
from textual_plotext import PlotextPlot

from l5tui.domain.pain import HIGHEST, NOISE
from l5tui.journal.trends import Day
from l5tui.widgets.days import MONTHS
from l5tui.widgets.words import MUTED

ROWS: Final = HIGHEST + 1
LABELS: Final = 5
"""Columns that the scores at the left take."""
NEIGHBOURS: Final = timedelta(days=2)
"""Answered days this close are joined; a longer gap stays a gap."""
BEFORE, AFTER, BOTH = "●", "○", "◉"
_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_EMPTY: Final = frozenset({" ", "⠀"})


@dataclass(frozen=True, slots=True)
class Span:
    """What the chart is of: the days, and the dates it runs from and to."""

    since: date
    until: date
    days: tuple[Day, ...] = ()

    @property
    def length(self) -> int:
        """How many days lie between the ends."""
        return max(1, (self.until - self.since).days)

    def column(self, day: date, columns: int) -> int:
        """Where a date stands among this many columns."""
        return round((day - self.since).days * (columns - 1) / self.length)


def runs(days: Sequence[Day]) -> list[list[Day]]:
    """The answered days, in pieces that are joined by a line: a gap, or a day left out, begins a new one."""
    pieces: list[list[Day]] = []
    before: Day | None = None
    for day in days:
        near = before is not None and before.median is not None and day.date - before.date <= NEIGHBOURS
        if day.median is not None:
            if near:
                pieces[-1].append(day)
            else:
                pieces.append([day])
        before = day
    return pieces


class PainChart(PlotextPlot):
    """The chart of a span of days."""

    DEFAULT_CSS = "PainChart { height: 12; width: 1fr; }"

    span: reactive[Span | None] = reactive[Span | None](None)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.theme = "clear"

    @property
    def columns(self) -> int:
        """How many columns the plot itself has."""
        return self.size.width - LABELS

    def render(self) -> RenderResult:
        span, columns = self.span, self.columns
        if span is None or columns < 8 or self.size.height < ROWS:
            return Content("")
        cells = _Cells(self._line(span, columns))
        band = _band(span, columns)
        for day in span.days:
            column = span.column(day.date, columns)
            for score in day.after:
                cells.mark(column, score, AFTER)
            if day.median is not None:
                cells.mark(column, round(day.median), BEFORE)
        few = self.app.native_ansi_color
        lines = [_labelled(score, cells.row(score, band, few=few)) for score in range(HIGHEST, -1, -1)]
        return Content("\n").join([*lines, _dates(span, columns)])

    def _line(self, span: Span, columns: int) -> list[str]:
        """The joined days as braille, a row for each score, the highest first."""
        plot = self.plt
        plot.clear_figure()
        plot.theme("clear")
        plot.frame(False)
        plot.xaxes(False, False)
        plot.yaxes(False, False)
        plot.xticks([])
        plot.yticks([])
        plot.xlim(0, columns - 1)
        plot.ylim(-0.5, HIGHEST + 0.5)
        plot.plotsize(columns, ROWS)
        for run in runs(span.days):
            if len(run) > 1:
                plot.plot(
                    [span.column(day.date, columns) for day in run], [day.median for day in run], marker="braille"
                )
        drawn = _ANSI.sub("", plot.build()).split("\n") if any(len(run) > 1 for run in runs(span.days)) else []
        return [(drawn[row] if row < len(drawn) else "").ljust(columns)[:columns] for row in range(ROWS)]


class _Cells:
    """What stands in each cell: the line's braille, and the marks over it."""

    def __init__(self, drawn: list[str]) -> None:
        self.drawn = drawn
        self.marks: dict[tuple[int, int], str] = {}

    def mark(self, column: int, score: int, sign: str) -> None:
        """Put a mark; before and after in one cell are one mark."""
        there = self.marks.get((column, score))
        self.marks[column, score] = BOTH if there not in (None, sign) else sign

    def row(self, score: int, band: dict[int, float], *, few: bool) -> Content:
        """One row, with the band under it and a dot grid on even scores."""
        parts: list[tuple[str, str]] = []
        line = self.drawn[HIGHEST - score]
        for column, drawn in enumerate(line):
            upper, lower = _tinted(score, band.get(column))
            mark = self.marks.get((column, score))
            ground = " on $l5-band" if (upper or lower) and not few else ""
            if mark is not None:
                colour = "$l5-text" if mark == AFTER else "$l5-do"
                parts.append((mark, colour + ground))
            elif drawn not in _EMPTY:
                parts.append((drawn, "$l5-do" + ground))
            elif upper or lower:
                half = "█" if upper and lower else "▀" if upper else "▄"
                parts.append(("░", "$l5-line") if few else (half, "$l5-band"))
            else:
                parts.append(("·" if score % 2 == 0 and column % 4 == 0 else " ", "$l5-line"))
        return Content.assemble(*parts)


def _band(span: Span, columns: int) -> dict[int, float]:
    """The middle of the band in each column that has one: along the line, and a column beyond its ends."""
    middle: dict[int, float] = {}
    for run in runs(span.days):
        points = [(span.column(day.date, columns), day.median or 0.0) for day in run]
        for (x0, y0), (x1, y1) in pairwise(points):
            for column in range(x0, x1 + 1):
                middle[column] = y0 + (y1 - y0) * (column - x0) / max(1, x1 - x0)
        for column, score in (points[0], points[-1]):
            for near in (column - 1, column, column + 1):
                if 0 <= near < columns:
                    middle.setdefault(near, score)
    return middle


def _tinted(score: int, middle: float | None) -> tuple[bool, bool]:
    """Whether the upper and the lower half of a score's cell lie within one point of the line."""
    if middle is None:
        return False, False
    reach = NOISE + 0.5
    return abs(score + 0.25 - middle) <= reach, abs(score - 0.25 - middle) <= reach


def _labelled(score: int, row: Content) -> Content:
    label = str(score) if score % 2 == 0 else ""
    return Content.styled(f"{label:>2}".ljust(LABELS), MUTED) + row


def _dates(span: Span, columns: int) -> Content:
    """Some dates under the chart, the last one at the right edge."""
    line = [" "] * (columns + LABELS)
    count = max(2, min(5, columns // 14))
    end = -1
    for number in range(count):
        day = span.since + timedelta(days=round(span.length * number / (count - 1)))
        text = f"{day.day} {MONTHS[day.month - 1]}"
        start = LABELS + span.column(day, columns) - len(text) // 2
        start = max(0, min(start, len(line) - len(text)))
        if start > end:
            line[start : start + len(text)] = text
            end = start + len(text)
    return Content.styled("".join(line), MUTED)


class Sparklines(Static):
    """The same in two rows, where there is no room for a chart: before and after, a column a day."""

    span: reactive[Span | None] = reactive[Span | None](None, layout=True)
    BARS: Final = "▁▂▃▄▅▆▇█"
    NAME: Final = 8

    def render(self) -> Content:
        span = self.span
        if span is None:
            return Content("")
        columns = max(1, min(self.size.width - self.NAME, 2 * (span.length + 1)))
        ends = f"{_short(span.since)}{_short(span.until):>{max(1, columns - len(_short(span.since)))}}"
        before = {span.column(day.date, columns): day.median for day in span.days}
        after = {span.column(day.date, columns): _last(day.after) for day in span.days}
        return Content.assemble(
            (" " * self.NAME + ends + "\n", MUTED),
            ("before".ljust(self.NAME), MUTED),
            (self._bars(before, columns) + "\n", "$l5-do"),
            ("after".ljust(self.NAME), MUTED),
            (self._bars(after, columns), "$l5-text"),
        )

    def _bars(self, scores: dict[int, float | None], columns: int) -> str:
        return "".join(self._bar(scores.get(column)) for column in range(columns))

    def _bar(self, score: float | None) -> str:
        return "·" if score is None else self.BARS[round(score * (len(self.BARS) - 1) / HIGHEST)]


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _last(scores: Sequence[int]) -> float | None:
    return float(scores[-1]) if scores else None
