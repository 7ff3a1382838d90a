"""A place with a list on the left and, on the right, a page about the highlighted row.

Up and down move in the list, and the page is updated. The page has keys of its own, so that it can be read without the
focus. In a window without room for both, a key shows the page in place of the list.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.widgets import OptionList

from l5tui.tui.chrome import Hint, PlaceScreen
from l5tui.tui.widgets.choices import ChoiceListWidget
from l5tui.tui.widgets.page_blocks import Block, PageVisual
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget


class ListDetailScreen(PlaceScreen):
    """Base of Library and Guide: one `ChoiceListWidget` and one `ReaderWidget`, inside `#list` and `#page`."""

    WIDEST: ClassVar[int | None] = 120
    GUTTER: ClassVar[int] = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("right,i", "read", "read the page", id="page.read"),
        Binding("left", "to_list", "back to the list", id="page.close"),
        Binding("escape", "back", "back", id="back", show=False),
    ]
    READING_HINTS: ClassVar[tuple[Hint, ...]] = ()

    reading: var[bool] = var(False)
    """Whether the page has the focus, and in a narrow window the whole width."""

    def on_mount(self) -> None:
        self.set_focus(self.choices)  # at once, before it is drawn for the first time

    @property
    def choices(self) -> ChoiceListWidget:
        """The list."""
        return self.query_one(ChoiceListWidget)

    @property
    def reader(self) -> ReaderWidget:
        """The page."""
        return self.query_one(ReaderWidget)

    def about(self, chosen: str | None) -> PageVisual | Iterable[Block]:
        """The page about a row of the list."""
        raise NotImplementedError

    def hints(self) -> tuple[Hint, ...]:
        return self.READING_HINTS if self.reading else self.HINTS

    @property
    def esc_hides_trouble(self) -> bool:
        return not self.reading

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self.show_page()

    def show_page(self) -> None:
        """Show the page of the highlighted row, from its start."""
        self.reader.show(self.about(self.choices.chosen))

    def watch_reading(self, reading: bool) -> None:
        self.set_class(reading, "-reading")
        if self.is_mounted:
            (self.reader.page if reading else self.choices).focus()

    def action_turn(self, pages: int) -> None:
        self.reader.turn(pages)

    def action_read(self) -> None:
        self.reading = self.choices.chosen is not None

    def action_to_list(self) -> None:
        self.reading = False

    def action_back(self) -> None:
        """The action of esc: close one thing at a time."""
        if self.reading:
            self.reading = False
        else:
            self.action_dismiss_trouble()
