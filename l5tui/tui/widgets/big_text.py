"""The count and the word of a session: text in large glyphs and one colour, repainted only when it changes."""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.tui.widgets.glyphs import Box, columns_of, draw, fit, fit_number
from l5tui.tui.widgets.text import Role, label

Align = Literal["left", "center", "right"]


class BigTextWidget(Widget):
    """A number or a word that is `rows` tall, in the widget's colour.

    Text that doesn't fit becomes smaller; text that can't be drawn (another script, a very narrow window) is a label.

    Args:
        text: the text; letters are drawn as capitals.
        rows: the height of the glyphs.
        shrink: for words: use the smaller sizes if the text doesn't fit. A number becomes narrower first.
        role: the colour of the label that replaces glyphs that don't fit.
        digits: with a width of `auto`, reserve the width of so many digits, so that nothing moves between 10 and 9.
    """

    DEFAULT_CSS = "BigTextWidget { height: auto; }"

    text: reactive[str] = reactive("", layout=False)
    rows: reactive[int] = reactive(5, layout=True)
    role: reactive[Role] = reactive[Role]("do")
    digits: reactive[int] = reactive(0, layout=True)
    narrow: reactive[bool] = reactive(default=False, layout=True)
    """Whether a number is drawn narrow even where there is room, because a word beside it needs that."""

    def __init__(
        self,
        text: str = "",
        *,
        rows: int = 5,
        align: Align = "left",
        shrink: bool = False,
        role: Role = "do",
        digits: int = 0,
        id: str | None = None,  # noqa: A002  Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.shrink = shrink
        self.styles.text_align = align
        self.set_reactive(BigTextWidget.text, text)
        self.set_reactive(BigTextWidget.rows, rows)
        self.set_reactive(BigTextWidget.role, role)
        self.set_reactive(BigTextWidget.digits, digits)

    @property
    def plain(self) -> bool:
        """Whether the app can draw only ASCII; then a pixel is a whole cell."""
        return bool(getattr(self.app, "ascii_only", False))

    def drawn(self, columns: int) -> tuple[str, ...] | None:
        """The rows of glyphs that fit so many columns; None if none do."""
        if self.shrink:
            return fit(self.text.upper(), columns, self.rows, plain=self.plain)
        return fit_number(self.text, columns, self.rows, plain=self.plain, narrow=self.narrow)

    def watch_text(self, before: str, text: str) -> None:
        """Lay out again only if the text's width has changed and the layout depends on it."""
        width = self.styles.width
        if width is not None and width.is_auto and self._columns(before) != self._columns(text):
            self.refresh(layout=True)

    def render(self) -> Content:
        if not self.text:
            return Content("")
        rows = self.drawn(self.size.width)
        if rows is None:
            return label(self.text.upper(), self.role, coloured=not self.app.no_color)
        return Content("\n".join(rows))

    def _columns(self, text: str) -> int:
        box = Box.of_rows(self.rows)
        box = box.narrow if self.narrow else box
        if text and draw(text.upper(), box) is None:
            return cell_len(text) + 2
        return max(columns_of(text.upper(), box), columns_of("0" * self.digits, box))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        room = container.width or viewport.width  # a parent whose width depends on its children has no width yet
        return min(room, self._columns(self.text))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return self.rows
