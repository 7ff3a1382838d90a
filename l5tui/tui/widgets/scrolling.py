"""A page or a list that scrolls, and a line under it that says how many more rows there are.

A page may be hundreds of lines long and can change at each key, so only the visible lines are drawn, and the layout
isn't computed again.
"""

# ruff: noqa: ARG002 - Textual decides these signatures

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget
from textual.widgets import Static

from l5tui.tui.widgets.choices import ChoiceListWidget
from l5tui.tui.widgets.page_blocks import Block, PageVisual
from l5tui.tui.widgets.text import MUTED, TEXT

PAGE_KEYS: Final[tuple[BindingType, ...]] = (
    Binding("pagedown,space", "turn(1)", "a page down", id="page.down", show=False),
    Binding("pageup,b", "turn(-1)", "a page up", id="page.up", show=False),
)
"""The bindings of a screen with a reader, whatever has the focus; its `action_turn` calls `ReaderWidget.turn`."""
WHEEL_LINES: Final = 3


class MoreLineWidget(Static):
    """How many rows are below the window, and the key that scrolls to them."""

    below: reactive[int] = reactive(0)
    key: reactive[str] = reactive("")

    def __init__(self, what: str) -> None:
        """`what`: the word for the rows, after their number."""
        super().__init__()
        self.what = what

    def render(self) -> Content:
        if self.below < 1:
            return Content("")
        what = self.what.removesuffix("s") if self.below == 1 else self.what
        return Content.assemble((f"↓ {self.below} more {what}", MUTED), "   ", (self.key, TEXT))


COLUMN: Final = 56
"""The least width of a column, where a page may have two."""
BETWEEN: Final = 4
"""Columns between the two."""
SHORT_PAGE: Final = 16
"""A page of so many lines stays in one column."""


class PageWidget(Widget, can_focus=True):
    """The visible lines of a page. It scrolls by lines while it has the focus; keys for pages belong to the screen.

    Args:
        columns: how many columns the page may have, 1 or 2. The second is used in a wide window.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "line(-1)", "a line up", id="text.up", show=False),
        Binding("down,j", "line(1)", "a line down", id="text.down", show=False),
        Binding("home", "edge(-1)", "to the start", id="text.start", show=False),
        Binding("end", "edge(1)", "to the end", id="text.end", show=False),
    ]

    page_visual: reactive[PageVisual] = reactive(PageVisual(()))
    top: reactive[int] = reactive(0)
    """The first visible line."""

    def __init__(self, columns: int = 1) -> None:
        super().__init__()
        self._most_columns = columns

    def on_mount(self) -> None:
        self.auto_links = False  # there are none, and searching for them takes as long as drawing

    @property
    def below(self) -> int:
        """How many lines are below the window."""
        return max(0, self._rows - self.seen - self.top)

    @property
    def seen(self) -> int:
        """How many lines the window has room for."""
        return self.size.height * (2 if self._two else 1)

    @property
    def _two(self) -> bool:
        return self._most_columns == 2 and self.size.width >= 2 * COLUMN + BETWEEN

    @property
    def _lines(self) -> list[Content]:
        width = self.size.width
        return self.page_visual.lines((width - BETWEEN) // 2 if self._two else width)

    @property
    def _rows(self) -> int:
        return len(self._lines)

    @property
    def _first_column(self) -> int:
        """How many lines are in the first column; of a page that is shown as a whole, about half."""
        lines, height = self._lines, self.size.height
        if not self._two or len(lines) <= min(SHORT_PAGE, height):
            return max(height, len(lines))
        ends = (at + 1 for at, line in enumerate(lines) if not line.plain.strip())
        return next((at for at in ends if len(lines) <= 2 * at and len(lines) - height <= at <= height), height)

    def validate_top(self, top: int) -> int:
        return max(0, min(top, self._rows - self.seen))

    def on_resize(self) -> None:
        self.top = self.top  # validate it, because the lines below may fit now

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        first = self._first_column
        columns = self._lines[self.top :][:first], self._lines[self.top :][first:] if self._two else []
        left, right = (lines[y : y + 1] for lines in columns)
        if not left and not right:
            return Strip.blank(width, self.visual_style.rich_style)
        line = left[0] if left else Content("")
        if right:
            line = line.pad_right((width - BETWEEN) // 2 + BETWEEN - line.cell_length) + right[0]
        return Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.page_visual.lines(width))

    def action_line(self, lines: int) -> None:
        self.top += lines

    def action_edge(self, way: int) -> None:
        self.top = 0 if way < 0 else self._rows

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.top += WHEEL_LINES

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.top -= WHEEL_LINES


class ReaderWidget(Vertical):
    """A page to read, and the line under it. In a wide window it may have two columns."""

    def __init__(self, columns: int = 1, **given: Any) -> None:
        super().__init__(**given)
        self._columns = columns

    def compose(self) -> ComposeResult:
        yield PageWidget(self._columns)
        yield MoreLineWidget("lines")

    def on_mount(self) -> None:
        self.watch(self.page, "top", self._count, init=False)
        self.watch(self.page, "page_visual", self._count, init=False)

    @property
    def page(self) -> PageWidget:
        """The part that takes the focus and scrolls."""
        return self.query_one(PageWidget)

    def show(self, page: PageVisual | Iterable[Block]) -> None:
        """Show another page from its start."""
        self.page.page_visual = page if isinstance(page, PageVisual) else PageVisual(page)
        self.page.top = 0

    def rows_at(self, width: int) -> int:
        """How many rows the page takes at a width."""
        return len(self.page.page_visual.lines(width))

    def turn(self, pages: int) -> None:
        """Move one page on, or back with -1; one line of the old page stays in view for orientation."""
        self.page.action_line(pages * max(1, self.page.seen - 1))

    def name_key(self, key: str) -> None:
        """Set the key that the line under the page names."""
        self.query_one(MoreLineWidget).key = key

    def on_resize(self) -> None:
        self._count()

    def _count(self) -> None:
        self.query_one(MoreLineWidget).below = self.page.below


class ScrolledListWidget(Vertical):
    """A list, and a line under it that says how many more rows can be chosen.

    The line's row is kept if the list fits without it, except in a narrow window, where more is shown below the list.
    """

    class Resized(Message):
        """The number of rows for the list has changed."""

    @property
    def choices(self) -> ChoiceListWidget:
        """The list."""
        return self.query_one(ChoiceListWidget)

    def on_mount(self) -> None:
        self.mount(MoreLineWidget("to choose"))
        self.watch(self.choices, "scroll_y", self._count, init=False)
        self.watch(self.choices, "virtual_size", self._count, init=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self.choices.scroll_to_highlight)
        self._count()
        self.post_message(self.Resized())

    def _count(self) -> None:
        choices = self.choices
        seen = choices.size.height + round(choices.scroll_y)
        for more in self.query(MoreLineWidget):
            more.below = sum(not option.disabled for option in choices.options[seen:])
        if choices.virtual_size.height or not choices.options:  # its lines are counted
            self.set_class(choices.virtual_size.height <= self.size.height, "-fits")
