"""Takes the journal out: the report and the exports are shown first, then copied to the clipboard or written to a file.

Nothing is written before the person has seen what it is, and a file that is there is never replaced.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from l5tui.config.clock import new_header
from l5tui.config.errors import JournalError, L5Error
from l5tui.journal.export import refuse_journal
from l5tui.journal.report_decisions import new_report_made
from l5tui.journal.store import Journal
from l5tui.terminal.clipboard import COPIED, copying
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.chrome import HairlineWidget, Hint, KeyLineWidget, L5Screen, TopLineWidget
from l5tui.tui.journal.previews import Make, Preview
from l5tui.tui.journal.report_notes import ReportNotesScreen
from l5tui.tui.widgets.scrolling import PAGE_KEYS, ReaderWidget
from l5tui.tui.widgets.text import MUTED, STRONG, one_line, plain
from l5tui.tui.widgets.text_field import TextFieldWidget


class PreviewScreen(L5Screen[Preview | None]):
    """Shows what would be taken out; returns it when it is to be written.

    Args:
        title: what it is.
        makes: its forms or periods; a key goes to the next.
        begin: the index of the first one that is shown.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [
        *PAGE_KEYS,
        Binding("enter", "write", "write it to a file", id="preview.write"),
        Binding("y", "copy", "copy it to the terminal's clipboard", id="preview.copy"),
        Binding("t", "next", "another form, or other days", id="preview.next"),
        Binding("n", "notes", "choose which notes are in it", id="preview.notes"),
        Binding("escape", "close", "back, nothing is written", id="back"),
        Binding("q", "close", "back, nothing is written", id="preview.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("copy", ("preview.copy",)),
        Hint("another", ("preview.next",)),
        Hint("notes", ("preview.notes",)),
        Hint("scroll", ("text.up", "text.down")),
        Hint("back", ("back",)),
        Hint("keys", ("help",)),
    )

    def __init__(self, title: str, makes: Sequence[Make], begin: int = 0) -> None:
        super().__init__()
        self._title, self._makes, self.number = title, makes, begin
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield ReaderWidget()
        yield Static(id="said")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(self._title, STRONG)
        self.query_one(KeyLineWidget).lead = self.enter_label("to a file")
        self.query_one(ReaderWidget).page.focus()
        self._show()

    def hints(self) -> tuple[Hint, ...]:
        of_report = self._preview is None or self._preview.period is not None
        return tuple(hint for hint in self.HINTS if of_report or hint.ids != ("preview.notes",))

    def _show(self) -> None:
        """Make the preview off the event loop, and show it."""
        self.run_worker(self._made(), group="preview", exclusive=True)

    async def _made(self) -> None:
        make = self._makes[self.number]
        made = await self.l5.records.do(lambda _: make())
        self._preview = made
        self.query_one(TopLineWidget).right = one_line(made.words, MUTED)
        self.query_one(ReaderWidget).show(made.blocks)
        self.refresh_hints()

    def say(self, words: str) -> None:
        """Show what was done."""
        self.query_one("#said", Static).update(one_line(words, STRONG) if words else Content(""))

    def action_turn(self, pages: int) -> None:
        self.query_one(ReaderWidget).turn(pages)

    def action_next(self) -> None:
        self.number = (self.number + 1) % len(self._makes)
        self.say("")
        self._show()

    def action_write(self) -> None:
        if self._preview is not None and not self.has_class("-too-small"):
            self.dismiss(self._preview)

    def action_copy(self) -> None:
        if self._preview is not None:
            self.run_worker(self._copied(self._preview), group="copy", exclusive=True)

    async def _copied(self, preview: Preview) -> None:
        whole = await self.l5.records.do(lambda _: preview.whole())
        sequence, said = copying(whole.removeprefix("\ufeff"), os.environ)
        self.l5.write_to_terminal(sequence)
        self.say(said)
        if said == COPIED and preview.period is not None:  # else nobody knows whether it was taken out
            await self.l5.keep(new_report_made(new_header(), *preview.period))

    def action_notes(self) -> None:
        if self._preview is not None and self._preview.period is not None:
            self.app.push_screen(ReportNotesScreen(*self._preview.period), lambda _: self._show())

    def action_close(self) -> None:
        self.dismiss(None)


class FileNameScreen(L5Screen[Path | None]):
    """Asks for the file to write to.

    Args:
        suggested: the name that the field contains at first.
        endings: the endings that a name may have.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "back", id="form.back")]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back", ("form.back",)),)

    def __init__(self, suggested: str, endings: str) -> None:
        super().__init__()
        self.suggested, self.endings = suggested, endings

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(plain("Write it to which file?", STRONG), classes="question")
            yield TextFieldWidget(self.suggested, id="file")
            yield Static(self.enter_label("write"), id="done")
            yield Static(classes="question", id="where")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain("A file", STRONG)
        lines = (self.endings, "A file that is there stays as it is.", *_here())
        self.query_one("#where", Static).update(Content("\n").join(plain(line, MUTED) for line in lines))
        file = self.query_one("#file", TextFieldWidget)
        file.focus()
        file.action_select_all()  # typing replaces it

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if name := event.value.strip():
            self.dismiss(Path(name))

    def action_cancel(self) -> None:
        self.dismiss(None)


LONGEST: Final = 60
"""The most characters of the folder; its end says more."""


def _here() -> Iterable[str]:
    """The folder of a name without one; nothing if that folder was removed."""
    with suppress(OSError):
        folder = str(Path.cwd())
        yield f"In {folder if len(folder) <= LONGEST else f'...{folder[-LONGEST:]}'}"


async def take_out(l5: AppProtocol, title: str, makes: Sequence[Make]) -> str:
    """Show it, and write it to a file if the person says so; returns what is said then, empty if nothing was."""
    number, chosen, suggested, trouble = 0, None, "", ""
    while True:
        if chosen is None:
            shown = PreviewScreen(title, makes, number)
            chosen = await l5.push_screen_wait(shown)
            number = shown.number
            if chosen is None:
                return ""
            suggested = chosen.suggested
        path = await l5.push_screen_wait(FileNameScreen(suggested, chosen.endings))
        l5.troubles = tuple(line for line in l5.troubles if line != trouble)
        if path is None:
            chosen = None
            continue
        try:
            said = await _written(l5, chosen, path)
        except L5Error as error:
            trouble = str(error)
            l5.trouble(error)
            suggested = str(path)
            continue
        if chosen.period is not None:
            await l5.keep(new_report_made(new_header(), *chosen.period))
        return said


async def _written(l5: AppProtocol, chosen: Preview, path: Path) -> str:
    try:
        whole = path.expanduser()
    except RuntimeError as error:
        raise JournalError(f"{path}: there is no such home", "Write the folder out") from error

    def write(journal: Journal) -> str:
        refuse_journal(whole, journal.file)
        return chosen.write(whole)

    return await l5.records.do(write)
