"""The page of the journal's numbers: times done, what hurt, next mornings, each with how many it is of."""

from __future__ import annotations

from asyncio import ensure_future, to_thread, wait
from datetime import timedelta
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import var

from l5tui.config.clock import now
from l5tui.journal.number_words import FOOTNOTE, sections_of
from l5tui.journal.numbers import numbers_of
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

TITLE: Final = "In numbers"
TIME_RANGES: Final[tuple[tuple[int | None, str], ...]] = ((None, "all"), (90, "90 days"), (30, "30 days"))
"""The last days that are counted, None for all, with their names."""
COUNTING: Final = "Counting your entries."
AT_ONCE_S: Final = 0.1
"""Seconds after which `COUNTING` is shown; most journals are counted sooner."""
INDENT, SIDE = 2, 6
"""Columns before a line that belongs to the one before it, and for its side."""


class NumbersScreen(L5Screen[None]):
    """The numbers of the journal, on a page that scrolls."""

    WIDEST: ClassVar[int | None] = 88
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("t", "next_range", "another span of time", id="numbers.range"),
        Binding("escape", "close", "close", id="back"),
        Binding("n,q,enter", "close", "close", id="numbers.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("scroll", ("text.up", "text.down")),
        Hint("page", ("page.down",)),
        Hint("span", ("numbers.range",)),
        Hint("close", ("back",)),
    )

    time_range: var[int] = var(0, init=False)
    """The index of the active one of `TIME_RANGES`."""

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield ReaderWidget()
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(TITLE, STRONG)
        self.query_one(ReaderWidget).page.focus()
        self.watch_time_range()

    def watch_time_range(self) -> None:
        length, _ = TIME_RANGES[self.time_range]
        names = [
            Content.styled(name, STRONG if one == self.time_range else MUTED)
            for one, (_, name) in enumerate(TIME_RANGES)
        ]
        self.query_one(TopLineWidget).right = Content("  ").join(names)
        self.run_worker(self._count(length), exclusive=True)

    async def _count(self, length: int | None) -> None:
        """Show the numbers of so many days. They are counted off the event loop, since a journal may be of years."""
        l5, at = self.l5, now()
        since = at.date() - timedelta(days=length - 1) if length else None
        followed, demo = l5.programmes_followed(), l5.launch.demo
        counting = ensure_future(to_thread(numbers_of, l5.entries, at, since=since, followed=followed, demo=demo))
        if not (await wait((counting,), timeout=AT_ONCE_S))[0]:
            self.query_one(ReaderWidget).show([Paragraph(plain(COUNTING, MUTED))])
        numbers = await counting
        blocks: list[Block] = []
        for section in sections_of(numbers, l5.library.exercises):
            blocks.append(Paragraph(plain(section.title, STRONG)))
            for line in section.lines:
                indent = INDENT * line.under + (SIDE if line.side else 0)
                mark = Content(" " * INDENT) + plain(line.side, MUTED)
                blocks.append(Paragraph(one_line(line.words, TEXT), mark, indent))
            blocks.append(Gap())
        self.query_one(ReaderWidget).show([*blocks, Paragraph(plain(FOOTNOTE, MUTED))])

    def action_turn(self, pages: int) -> None:
        self.query_one(ReaderWidget).turn(pages)

    def action_next_range(self) -> None:
        self.time_range = (self.time_range + 1) % len(TIME_RANGES)

    def action_close(self) -> None:
        self.dismiss(None)
