"""The count and the word: text in big glyphs, in one colour, repainted only when it changes."""

from __future__ import annotations

from typing import Literal

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.widgets.glyphs import Box, draw, fit
from l5tui.widgets.words import Role, label

Align = Literal["left", "center", "right"]


class BigText(Widget):
    """A number or a word as tall as `rows`; its colour is the widget's.

    Args:
        text: what stands there; letters are drawn as capitals.
        rows: how tall the glyphs are.
        shrink: take smaller glyphs when it doesn't fit (for words; a number keeps its size so that nothing jumps).
        role: the colour of the label that takes the glyphs' place when none fit.
    """

    DEFAULT_CSS = "BigText { height: auto; }"

    text: reactive[str] = reactive("", layout=False)
    rows: reactive[int] = reactive(5, layout=True)
    role: reactive[Role] = reactive[Role]("do")

    def __init__(
        self,
        text: str = "",
        *,
        rows: int = 5,
        align: Align = "left",
        shrink: bool = False,
        role: Role = "do",
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.shrink = shrink
        self.styles.text_align = align
        self.set_reactive(BigText.text, text)
        self.set_reactive(BigText.rows, rows)
        self.set_reactive(BigText.role, role)

    def drawn(self, columns: int) -> tuple[str, ...] | None:
        """The rows of glyphs that fit this many columns, or None when none do."""
        text = self.text.upper()
        if self.shrink:
            return fit(text, columns, self.rows)
        rows = draw(text, Box.of_rows(self.rows))
        return rows if rows and len(rows[0]) <= columns else None

    def render(self) -> Content:
        if not self.text:
            return Content("")
        rows = self.drawn(self.size.width)
        if rows is None:
            return label(self.text.upper(), self.role, coloured=not self.app.no_color)
        return Content("\n".join(rows))

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002  Textual's signature
        rows = draw(self.text.upper(), Box.of_rows(self.rows))
        return min(container.width, len(rows[0]) if rows else len(self.text) + 2)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return self.rows
