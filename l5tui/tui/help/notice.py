"""The notice about what this app is and isn't: shown before the first use, and again from the help."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize

from l5tui.domain.entry_reading import NOTICE, SHORT, TITLE
from l5tui.tui.chrome import L5Screen, TopLineWidget
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph, blocks_of
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain

WIDTH: Final = 56
ROWS_BELOW: Final = 2
"""Rows of the line that says there is more, and of the answer."""
ROWS_OF_TROUBLE: Final = 2
"""Rows of the line of trouble, and of the blank under it."""
FIGURE_ROWS: Final = 7
LEAST_FIGURE_ROWS: Final = 6
FIGURE: Final = ("bird_dog", "hold")
"""The exercise and phase of the figure above the text, if there is room."""
GO_ON: Final = "I have read this, go on"
CLOSE: Final = "close"
QUIT: Final = "quit"


class NoticeScreen(L5Screen[bool]):
    """The notice; returns True if it was read, False if the person quits instead.

    Args:
        again: it was opened from the help, so nothing must be accepted, and enter and esc close it.
    """

    TELLS_TROUBLES: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("enter", "close(True)", "I have read this", id="notice.read"),
        Binding("escape", "escape", "close", id="back", show=False),
        Binding("q", "close(False)", "quit", id="quit"),
    ]

    def __init__(self, *, again: bool = False) -> None:
        super().__init__()
        self.again = again

    def compose(self) -> ComposeResult:
        with Vertical(id="notice"):
            yield FigureWidget(id="figure")
            yield ReaderWidget()
            yield TopLineWidget(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        reader = self.query_one(ReaderWidget)
        reader.show(self._blocks())
        reader.page.focus()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        notice = self.query_one("#notice", Vertical)
        room = event.size.height - ROWS_OF_TROUBLE * bool(self.l5.troubles)
        rows = self.query_one(ReaderWidget).rows_at(min(WIDTH, self.content_size.width))
        figure = min(FIGURE_ROWS, room - rows - ROWS_BELOW - 1)
        with_figure = self.l5.settings.figure and figure >= LEAST_FIGURE_ROWS
        self.set_class(with_figure, "-with-figure")
        self.query_one("#figure").styles.height = figure
        notice.styles.height = min(room, rows + ROWS_BELOW + with_figure * (figure + 1))
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        """Draw the figure in one pose; it doesn't move, because the page is to be read."""
        view = self.query_one("#figure", FigureWidget)
        exercise, phase = FIGURE
        figure = self.l5.figures.of(exercise) if self.has_class("-with-figure") else None
        letters = not self.l5.terminal.braille or self.l5.ascii_only
        view.show(figure.frame(phase, 1.0, size=view.size, ascii=letters) if figure and view.size else None)

    def _blocks(self) -> list[Block]:
        guide = self.l5.library.guide(NOTICE)
        if guide is not None:
            return blocks_of(guide.text)
        return [
            Paragraph(plain(TITLE, STRONG)),
            *(block for line in SHORT for block in (Gap(), Paragraph(plain(line, TEXT)))),
        ]

    def refresh_hints(self) -> None:
        super().refresh_hints()
        if not self.is_mounted:
            return
        keys = self.keys_by_id()
        line = self.query_one("#answer", TopLineWidget)
        line.left = self.enter_label(CLOSE if self.again else GO_ON)
        way_out = Content.assemble((keys.get("quit", "q"), TEXT), (f" {QUIT}", MUTED))
        line.right = self.demo_tag() if self.again else way_out

    def action_turn(self, pages: int) -> None:
        self.query_one(ReaderWidget).turn(pages)

    def action_escape(self) -> None:
        if self.again:
            self.dismiss(True)

    def action_close(self, read: bool) -> None:
        self.dismiss(read or self.again)

    def action_help(self) -> None:
        """Do nothing: the notice comes before everything else, and shows its two keys."""
