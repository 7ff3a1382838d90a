"""The dialog before a session ends early. Every answer is one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from l5tui.tui.chrome import too_small
from l5tui.tui.dialog import ROOMY, answer_row, key_name
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, Role, plain

Answer = Literal["ended", "discarded", "left"]
WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "ending": ("end; what was done is kept", "discard it; the score stays", "go on"),
    "leaving": ("close; you can go on later", "discard it; the score stays", "go on"),
    "tiny": ("end", "discard", "go on"),
}
"""The words of each answer, by the question and the room for it."""
KEYS: Final[tuple[tuple[str, Role | None, str], ...]] = (
    ("enter", "stop", TEXT),
    ("d", None, TEXT),
    ("esc", None, MUTED),
)
COLUMN: Final = 9
"""The column in which the words of the answers begin."""


class EndScreen(ModalScreen[Answer | None]):
    """Asks how to leave a session: end and keep it, discard it, or leave the app. Returns None to continue.

    Args:
        leaving: the app is being closed, so the session is kept as interrupted rather than rated.
    """

    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-normal")]  # noqa: RUF012  Textual has it so
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "yes", "end and keep what was done", id="end.yes"),
        Binding("d", "discard", "discard the session, keep the score", id="end.discard"),
        Binding("escape,q,space", "go_on", "go on", id="end.no"),
    ]

    def __init__(self, *, leaving: bool) -> None:
        super().__init__()
        self.leaving = leaving

    def compose(self) -> ComposeResult:
        with Vertical(id="ask", classes="dialog"):
            yield Static(id="question")

    def on_mount(self) -> None:
        self.show()

    def on_resize(self) -> None:
        self.show()

    def show(self) -> None:
        """Show the question and its answers, with the words that fit the window."""
        title = "Close l5tui?" if self.leaving else "End here? Stopping is fine."
        if too_small(self.app.size):
            title, answers = title.partition("? ")[0].rstrip("?") + "?", WORDS["tiny"]
        else:
            answers = WORDS["leaving" if self.leaving else "ending"]
        column = 0 if too_small(self.app.size) else COLUMN  # where each column counts, words follow their key
        roomy = self.app.size.height >= ROOMY
        gap = [Content("")] if roomy else []
        coloured, width = not self.app.no_color, self.query_one("#question").size.width
        yes, discard, go_on = (
            answer_row(
                key_name(key, role, coloured=coloured, roomy=roomy), said, column=column, width=width, style=style
            )
            for (key, role, style), said in zip(KEYS, answers, strict=True)
        )
        rows = [plain(title, STRONG), *gap, yes, discard, *gap, go_on]
        self.query_one("#question", Static).update(Content("\n").join(rows))

    def action_yes(self) -> None:
        self.dismiss("left" if self.leaving else "ended")

    def action_discard(self) -> None:
        self.dismiss("discarded")

    def action_go_on(self) -> None:
        self.dismiss(None)
