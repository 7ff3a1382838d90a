"""The chart's replacement in a small window: a row of bars for the scores before, and one for those after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.domain.pain import HIGHEST, day_median
from l5tui.tui.journal.timeline import LETTERS, WEEK, TimeRange, marks, note_letters, row_of, short
from l5tui.tui.widgets.text import MUTED, TEXT

# ruff: noqa: ARG002 - Textual decides these signatures


NAME: Final = 8
"""Columns of the names of the rows."""
BARS: Final = "▁▂▃▄▅▆▇█"
DIGITS: Final = "0123456789X"
"""The characters of scores in ASCII; ten has one column, too."""
NOTHING: Final = "·"
ROOM: Final = 20
"""Rows of a window from which the places and the notes have rows, too."""


class SparklinesWidget(Static):
    """Rows of bars, one bar for a day, or for whole weeks in a long time range; above them the time range."""

    DEFAULT_CSS = "SparklinesWidget { height: auto; width: 1fr; }"

    time_range: reactive[TimeRange | None] = reactive[TimeRange | None](None, layout=True)
    day: reactive[date | None] = reactive[date | None](None)
    """The chosen day, whose bar is reversed."""
    legs: reactive[bool] = reactive(False, layout=True)
    """Whether the places and the notes are shown, in a low window instead of the scores."""
    range_name: reactive[str] = reactive("")
    """The name of the time range."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1 + 2 * self.scored(viewport.height) + len(self.strips(viewport.height))

    def render(self) -> Content:
        time_range, room = self.time_range, self.size.width - NAME
        if time_range is None or room < 1:
            return Content("")
        grain = time_range.grain(room)
        if grain == 1 and time_range.length > room:
            grain = WEEK
        bars = ceil(time_range.length / grain)
        width = max(1, room // bars)
        found = marks(time_range, bars, grain)
        chosen = None
        if self.day is not None and time_range.since <= self.day <= time_range.until:
            chosen = bars - 1 - (time_range.until - self.day).days // grain
        at = {bars - 1 + mark.number: mark for mark in found}
        letters = {
            "left": {number: LETTERS[mark.left] for number, mark in at.items() if mark.left is not None},
            "right": {number: LETTERS[mark.right] for number, mark in at.items() if mark.right is not None},
            "also": note_letters(time_range.notes, lambda day: bars - 1 - (time_range.until - day).days // grain),
        }
        before = {number: self._bar(mark.before) for number, mark in at.items()}
        after = {number: self._bar(day_median(mark.after)) for number, mark in at.items()}
        window = self.app.size.height
        lines = [Content.styled(self.range_name.ljust(NAME), MUTED) + self._ends(time_range, bars * width)]
        if self.scored(window):
            lines.append(self._row("before", before, bars, width, chosen, "$l5-do"))
            lines.append(self._row("after", after, bars, width, chosen, TEXT))
        lines += [
            self._row(name, letters[name], bars, width, chosen, TEXT, empty=" ", repeat=False)
            for name in self.strips(window)
        ]
        return Content("\n").join(lines)

    def scored(self, window: int) -> bool:
        """Whether a window of that many rows shows the scores."""
        return window >= ROOM or not self.legs

    def strips(self, window: int) -> tuple[str, ...]:
        """The names of the rows of letters in a window of that many rows."""
        if self.time_range is None or not (self.legs or window >= ROOM):
            return ()
        places = ("left", "right") if self.legs or self.time_range.has_places else ()
        return (*places, *(("also",) if self.time_range.notes else ()))

    def _row(
        self,
        name: str,
        signs: Mapping[int, str],
        bars: int,
        width: int,
        chosen: int | None,
        style: str,
        *,
        empty: str = NOTHING,
        repeat: bool = True,
    ) -> Content:
        pieces = [(name.ljust(NAME), MUTED)]
        for number in range(bars):
            sign = signs.get(number, empty)
            cell = sign * width if repeat else sign.ljust(width)
            pieces.append((cell, f"{style} reverse" if number == chosen else style))
        return Content.assemble(*pieces)

    def _bar(self, score: float | None) -> str:
        if score is None:
            return NOTHING
        if getattr(self.app, "ascii_only", False):
            return DIGITS[row_of(score, 1)]
        return BARS[round(score * (len(BARS) - 1) / HIGHEST)]

    def _ends(self, time_range: TimeRange, width: int) -> Content:
        """The first and last date, and between them how many scores were left out; in little room only the last."""
        first, last = short(time_range.since), short(time_range.until)
        gap = width - len(first) - len(last)
        if gap < 1 or gap + len(first) < len(f"{time_range.unanswered} unanswered "):
            return Content.styled(last.rjust(width), MUTED)
        for left_out in (f"{time_range.unanswered} not answered", f"{time_range.unanswered} unanswered"):
            if len(left_out) + 2 <= gap:
                return Content.styled(first + left_out.center(gap) + last, MUTED)
        return Content.styled(left_out.ljust(len(first) + gap) + last, MUTED)
