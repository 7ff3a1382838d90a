"""The question before a session ends early. Nothing is lost by asking, and every answer is one key."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from l5tui.widgets.words import MUTED, STRONG, TEXT, label

Answer = Literal["ended", "discarded", "left"]


class EndScreen(ModalScreen[Answer | None]):
    """Ends with what to do: end and keep, discard, leave the app; None goes on.

    Args:
        leaving: the app is being closed, so the session is kept as interrupted rather than rated.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "yes", "end and keep what was done", id="end.yes"),
        Binding("d", "discard", "discard the session, keep the score", id="end.discard"),
        Binding("escape,q,space", "go_on", "go on", id="end.no"),
    ]

    def __init__(self, *, leaving: bool) -> None:
        super().__init__()
        self.leaving = leaving

    def compose(self) -> ComposeResult:
        with Vertical(id="ask", classes="panel"):
            yield Static(id="question")

    def on_mount(self) -> None:
        coloured = not self.app.no_color
        if self.leaving:
            title, yes = "Close l5tui?", "close; what was done is kept as interrupted"
        else:
            title, yes = "End here? Stopping is fine.", "end; what was done is kept"
        self.query_one("#question", Static).update(
            Content.assemble(
                (title, STRONG),
                "\n\n",
                label("enter", "stop", coloured=coloured),
                (f"  {yes}", TEXT),
                "\n",
                ("   d   ", STRONG),
                ("  discard it; the score stays in the journal", TEXT),
                "\n\n",
                ("  esc  ", STRONG),
                ("  go on", MUTED),
            )
        )

    def action_yes(self) -> None:
        self.dismiss("left" if self.leaving else "ended")

    def action_discard(self) -> None:
        self.dismiss("discarded")

    def action_go_on(self) -> None:
        self.dismiss(None)
