"""The breath: words, and a band that grows both ways from them as one breathes in and shrinks as one breathes out."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

WING = 10
"""Columns on each side of the words."""


class Breath(Static):
    """How to breathe; `reach` is how full the breath is, 0 to 1, or None where only the words stand."""

    words: reactive[str] = reactive("")
    cells: reactive[int | None] = reactive[int | None](None)

    def breathe(self, reach: float | None) -> None:
        """Show how full the breath is; repaints only when that is another whole cell."""
        self.cells = None if reach is None else round(max(0.0, min(1.0, reach)) * WING)

    def render(self) -> Content:
        if not self.words:
            return Content("")
        cells = self.cells
        if cells is None or self.size.width < 2 * WING + len(self.words) + 2:
            return Content.styled(self.words, "$l5-text")
        thin, strong = "─" * (WING - cells), "━" * cells
        return Content.assemble(
            (thin, "$l5-line"),
            (strong, "$l5-do"),
            (f" {self.words} ", "$l5-text"),
            (strong, "$l5-do"),
            (thin, "$l5-line"),
        )
