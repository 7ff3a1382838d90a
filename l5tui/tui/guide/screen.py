"""The guide screen: pages to read. The texts are in `content/guides`; this module only shows them."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets.option_list import Option

from l5tui.library import Guide
from l5tui.tui.chrome import Hint
from l5tui.tui.list_detail import ListDetailScreen
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph, blocks_of
from l5tui.tui.widgets.scrolling import ReaderWidget, ScrolledListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

NOTHING: Final = "The guide is missing. Installing l5tui again brings it back."


class GuideScreen(ListDetailScreen):
    """Pages to read, about the back and about this app."""

    NAME: ClassVar[str] = "guide"
    WIDEST: ClassVar[int | None] = 200
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", "read the highlighted one", id="guide.read"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("list.up", "list.down")),
        Hint("read", ("guide.read",)),
        Hint("page", ("page.down",)),
        Hint("library", ("place.next",)),
        Hint("quit", ("quit",)),
        Hint("keys", ("help",)),
    )
    READING_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("scroll", ("text.up", "text.down")),
        Hint("back", ("page.close",)),
        Hint("page", ("page.down",)),
        Hint("keys", ("help",)),
    )

    def compose(self) -> ComposeResult:
        yield from self.frame_start()
        with Horizontal(id="body"):
            with Vertical(id="left"), ScrolledListWidget(id="list"):
                yield ChoiceListWidget(id="choices")
            with Vertical(id="page"):
                yield ReaderWidget(2)
        yield from self.frame_end()

    def on_mount(self) -> None:
        rows = [Option(ChoiceVisual(one_line(guide.title, TEXT)), id=guide.id) for guide in self.pages]
        self.choices.show(rows)
        self.show_page()

    @property
    def pages(self) -> tuple[Guide, ...]:
        """The guides, without the notice, which has a screen of its own."""
        return self.l5.library.pages

    def about(self, chosen: str | None) -> list[Block]:
        guide = self.l5.library.guide(chosen) if chosen else None
        return [Paragraph(plain(NOTHING, TEXT))] if guide is None else page_of(guide)


def page_of(guide: Guide) -> list[Block]:
    """A guide as a page: its title, its text, and its sources in muted text."""
    blocks: list[Block] = []
    if not guide.text.startswith("# "):
        blocks += [Paragraph(one_line(guide.title, STRONG)), Gap()]
    blocks += blocks_of(guide.without_sources)
    if guide.sources:
        blocks += [Gap(), Paragraph(plain(guide.sources_line, MUTED))]
    return blocks
