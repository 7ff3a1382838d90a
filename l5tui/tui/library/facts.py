"""A few facts side by side, on as many lines as they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

APART: Final = Content("   ")


@dataclass(frozen=True, slots=True)
class Facts:
    """Short pieces side by side; one that doesn't fit begins a new line."""

    pieces: tuple[Content, ...]

    def lines(self, width: int) -> list[Content]:
        found: list[Content] = []
        for piece in self.pieces:
            if found and found[-1].cell_length + len(APART) + piece.cell_length <= width:
                found[-1] = found[-1] + APART + piece
            else:
                found.append(piece.truncate(width, ellipsis=True))
        return found

    def last_that_fit(self, width: int) -> Content:
        """One line, without the first pieces if there isn't room for all."""
        pieces = list(self.pieces)
        while len(pieces) > 1 and APART.join(pieces).cell_length > width:
            del pieces[0]
        return APART.join(pieces).truncate(max(0, width), ellipsis=True)


class FactLines(Widget):
    """Facts, as high as they are; the layout changes only when their height does."""

    facts: reactive[Facts] = reactive(Facts(()))

    def render(self) -> Content:
        return Content("\n").join(self.facts.lines(self.size.width))

    def watch_facts(self) -> None:
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    @property
    def rows(self) -> int:
        """How many lines they need."""
        return max(1, len(self.facts.lines(self.size.width))) if self.size.width else 1

    def _fit(self) -> None:
        rows = self.rows
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
