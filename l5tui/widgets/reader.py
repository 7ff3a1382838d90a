"""What scrolls says so: a page to read or a list, and under it a line that tells how much more there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from l5tui.widgets.choices import Choices
from l5tui.widgets.prose import Block, Prose
from l5tui.widgets.words import MUTED, TEXT

PAGE_KEYS: Final[tuple[BindingType, ...]] = (
    Binding("pagedown,space", "turn(1)", "a page down", id="page.down", show=False),
    Binding("pageup,b", "turn(-1)", "a page up", id="page.up", show=False),
)
"""What a screen with a reader binds, whatever has the focus; its `action_turn` calls `Reader.turn`."""


class Page(VerticalScroll, inherit_bindings=False):
    """The part of a reader that scrolls. It moves by lines while it has the focus; pages belong to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "line(-1)", "a line up", id="text.up", show=False),
        Binding("down,j", "line(1)", "a line down", id="text.down", show=False),
        Binding("home", "edge(-1)", "to the start", id="text.start", show=False),
        Binding("end", "edge(1)", "to the end", id="text.end", show=False),
    ]

    def action_line(self, lines: int) -> None:
        self.scroll_relative(y=lines, animate=False)

    def action_edge(self, way: int) -> None:
        self.scroll_to(y=0 if way < 0 else self.max_scroll_y, animate=False)


class More(Static):
    """How many rows are still to come below, and the key that shows them."""

    below: reactive[int] = reactive(0)
    key: reactive[str] = reactive("")

    def render(self) -> Content:
        if self.below < 1:
            return Content("")
        return Content.assemble((f"↓ {self.below} more", MUTED), "   ", (self.key, TEXT))


class Scrolled(Vertical):
    """Something that scrolls, and under it the line that says so."""

    @property
    def inner(self) -> Widget:
        """What scrolls."""
        return next(child for child in self.children if not isinstance(child, More))

    def on_mount(self) -> None:
        if not self.query(More):
            self.mount(More())
        self.watch(self.inner, "scroll_y", self._count, init=False)
        self.watch(self.inner, "virtual_size", self._count, init=False)

    def on_resize(self) -> None:
        self._count()

    def below(self) -> int:
        """How many rows are still to come."""
        inner = self.inner
        return max(0, inner.virtual_size.height - inner.size.height - round(inner.scroll_y))

    def _count(self) -> None:
        for more in self.query(More):
            more.below = self.below()


class Listed(Scrolled):
    """A list. What is still to come are rows that can be chosen; a list that fits without the line has its row too,
    but in a narrow window, where more follows below it.
    """

    def below(self) -> int:
        choices = self.query_one(Choices)
        seen = choices.size.height + round(choices.scroll_y)
        return sum(not option.disabled for option in choices.options[seen:])

    def _count(self) -> None:
        super()._count()
        fits = self.inner.virtual_size.height <= self.size.height
        self.set_class(fits, "-fits")


class Reader(Scrolled):
    """A page to read."""

    _prose = Prose(())

    def compose(self) -> ComposeResult:
        with Page():
            yield Static(classes="prose")
        yield More()

    @property
    def page(self) -> Page:
        """What takes the focus and scrolls."""
        return self.query_one(Page)

    def show(self, page: Prose | Iterable[Block]) -> None:
        """Show another page, from its start."""
        self._prose = page if isinstance(page, Prose) else Prose(page)
        self.query_one(".prose", Static).update(self._prose)
        self.page.scroll_home(animate=False)

    def rows_at(self, width: int) -> int:
        """How many rows the page has at a width."""
        return len(self._prose.lines(width))

    def turn(self, pages: int) -> None:
        """A page on, or back with -1; one line stays, so that the eye finds its place."""
        self.page.action_line(pages * max(1, self.page.size.height - 1))

    def name_key(self, key: str) -> None:
        """Which key shows more."""
        self.query_one(More).key = key
