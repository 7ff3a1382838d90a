"""A page that is read: it scrolls with keys, and says when there is more than can be seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive, var
from textual.widgets import Static

from l5tui.widgets.prose import Block, Prose
from l5tui.widgets.words import MUTED, TEXT


PAGE_KEYS: Final[tuple[BindingType, ...]] = (
    Binding("pagedown,space", "turn(1)", "a page down", id="page.down", show=False),
    Binding("pageup,b", "turn(-1)", "a page up", id="page.up", show=False),
)
"""What a screen with a reader binds, whatever has the focus; its `action_turn` calls `Reader.turn`."""


class Page(VerticalScroll, inherit_bindings=False):
    """The part that scrolls. It moves by lines while it has the focus; the keys for pages belong to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "line up", id="text.up", show=False),
        Binding("down,j", "scroll_down", "line down", id="text.down", show=False),
        Binding("home", "scroll_home", "to the start", id="text.start", show=False),
        Binding("end", "scroll_end", "to the end", id="text.end", show=False),
    ]


class More(Static):
    """How many lines are still to come below, and the key that shows them."""

    below: reactive[int] = reactive(0)
    key: var[str] = var("")

    def render(self) -> Content:
        if self.below < 1:
            return Content("")
        lines = f"↓ {self.below} more line{'s' if self.below > 1 else ''}"
        return Content.assemble((lines, MUTED), "   ", (self.key, TEXT))


class Reader(Vertical):
    """A page and the line under it."""

    def compose(self) -> ComposeResult:
        with Page():
            yield Static(classes="prose")
        yield More()

    def on_mount(self) -> None:
        self.watch(self.page, "scroll_y", self._count, init=False)
        self.watch(self.page, "virtual_size", self._count, init=False)

    @property
    def page(self) -> Page:
        """What takes the focus and scrolls."""
        return self.query_one(Page)

    def show(self, blocks: Iterable[Block]) -> None:
        """Show another page, from its start."""
        self.query_one(".prose", Static).update(Prose(blocks))
        self.page.scroll_home(animate=False)

    def turn(self, pages: int) -> None:
        """A page on, or back with -1; one line stays, so that the eye finds its place."""
        rows = max(1, self.page.size.height - 1)
        self.page.scroll_relative(y=pages * rows, animate=False)

    def name_key(self, key: str) -> None:
        """Which key shows more."""
        self.query_one(More).key = key

    def on_resize(self) -> None:
        self._count()

    def _count(self) -> None:
        page = self.page
        self.query_one(More).below = max(0, page.virtual_size.height - page.size.height - round(page.scroll_y))
