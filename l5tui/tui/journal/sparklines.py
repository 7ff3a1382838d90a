"""The chart in three rows, where there is no room for more: dates, the scores before, the scores after."""

from __future__ import annotations

from math import ceil
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.domain.pain import HIGHEST, day_median
from l5tui.tui.journal.timeline import Mark, Span, marks, row_of, short
from l5tui.tui.widgets.text import MUTED

NAME: Final = 8
"""Columns that the names of the rows take."""
BARS: Final = "▁▂▃▄▅▆▇█"
DIGITS: Final = "0123456789X"
"""Where there are no bars, the scores themselves; a ten has one column too."""
NOTHING: Final = "·"


class Sparklines(Static):
    """Two rows of bars, one bar for each day, or for as many days as there must be to a column."""

    DEFAULT_CSS = "Sparklines { height: 3; width: 1fr; }"

    span: reactive[Span | None] = reactive[Span | None](None)

    def render(self) -> Content:
        span, room = self.span, self.size.width - NAME
        if span is None or room < 1:
            return Content("")
        grain = ceil(span.length / room)
        bars = ceil(span.length / grain)
        width = max(1, room // bars)
        found = marks(span, bars, grain)
        before = {bars - 1 + mark.number: mark.before for mark in found}
        after = {bars - 1 + mark.number: _after(mark) for mark in found}
        return Content.assemble(
            (" " * NAME + _ends(span, bars * width) + "\n", MUTED),
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
        if getattr(self.app, "plain_signs", False):
            return DIGITS[row_of(score, 1)]
        return BARS[round(score * (len(BARS) - 1) / HIGHEST)]


def _after(mark: Mark) -> float | None:
    return day_median(mark.after)


def _ends(span: Span, width: int) -> str:
    """The first date and the last, and between them how many scores were left out, where there is room to say so."""
    first, last = short(span.since), short(span.until)
    gap = width - len(first) - len(last)
    if gap < 1:
        return last.rjust(width)
    left_out = f"{span.unanswered} not answered" if span.unanswered else ""
    return first + (left_out.center(gap) if len(left_out) + 2 <= gap else " " * gap) + last
