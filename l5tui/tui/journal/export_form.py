"""Where to export the journal to, and the writing of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from l5tui.config.errors import JournalError, UsageError
from l5tui.domain.entry import Entry
from l5tui.journal.export import to_csv, to_json, write_export
from l5tui.tui.chrome import L5Screen
from l5tui.tui.furniture import Hairline, Hint, TopLine
from l5tui.tui.widgets.text import MUTED, STRONG, plain
from l5tui.tui.widgets.text_field import Field


class ExportForm(L5Screen[Path | None]):
    """Where to export to.

    Args:
        suggested: the name that stands there.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "back", id="form.back")]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back", ("form.back",)),)

    def __init__(self, suggested: str) -> None:
        super().__init__()
        self.suggested = suggested

    def compose(self) -> ComposeResult:
        yield TopLine(id="top")
        yield Hairline(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(plain("Write the journal to which file?", STRONG), classes="question")
            yield Field(self.suggested, id="file")
            yield Static(self.enter_label("export"), id="done")
            yield Static(classes="question", id="where")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLine).left = plain("Export", STRONG)
        lines = (
            *_here(),
            "Ending in .csv it is for a spreadsheet, in .json for anything else.",
            "A file that is there already is never replaced.",
        )
        self.query_one("#where", Static).update(Content("\n").join(plain(line, MUTED) for line in lines))
        file = self.query_one("#file", Field)
        file.focus()
        file.action_select_all()  # another name takes its place

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if name := event.value.strip():
            self.dismiss(Path(name))

    def action_cancel(self) -> None:
        self.dismiss(None)


def export(path: Path, entries: Iterable[Entry]) -> None:
    """Write the entries to a new file, in the form that its name's ending asks for.

    Raises:
        UsageError: the name ends in something else.
        JournalError: there is a file of that name, or it can't be written.
    """
    name = path.name.casefold()
    if not name.endswith((".csv", ".json")) or name.endswith(".fhir.json"):
        raise UsageError(f"an export ends in .csv or .json, not {path.name!r}", "The ending decides its form")
    try:
        whole = path.expanduser()
    except RuntimeError as error:
        raise JournalError(f"{path}: there is no such home", "Write the folder out") from error
    write_export(whole, to_csv(entries) if name.endswith(".csv") else to_json(entries))


def _here() -> Iterable[str]:
    """Which folder a name without one is in; nothing where that folder was taken away since."""
    with suppress(OSError):
        yield f"In {Path.cwd()}, if the name has no folder."
