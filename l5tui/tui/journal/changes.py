"""The changes that the journal screen makes: add, correct, delete, undo, export.

All of them go through the app's records, off the event loop. An error is shown as a line, and the form is opened again
with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError, L5Error
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import new_log
from l5tui.domain.safety.new_symptoms import new_symptoms_in_entry
from l5tui.journal.drafts import Draft
from l5tui.journal.export import ending_of, export_text, write_export
from l5tui.journal.store import Journal
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, PlaceScreen, TopLineWidget
from l5tui.tui.journal import entry_words as words
from l5tui.tui.journal.forms import FilledForm, ScoreFormScreen, correctable
from l5tui.tui.records import WRITING
from l5tui.tui.widgets.text import MUTED, STRONG, plain
from l5tui.tui.widgets.text_field import TextFieldWidget


class ExportScreen(L5Screen[Path | None]):
    """Asks for the file to export to.

    Args:
        suggested: the name that the field contains at first.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "back", id="form.back")]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back", ("form.back",)),)

    def __init__(self, suggested: str) -> None:
        super().__init__()
        self.suggested = suggested

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with VerticalScroll(id="form", can_focus=False):
            yield Static(plain("Write the journal to which file?", STRONG), classes="question")
            yield TextFieldWidget(self.suggested, id="file")
            yield Static(self.enter_label("export"), id="done")
            yield Static(classes="question", id="where")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain("Export", STRONG)
        lines = (
            *_here(),
            "Ending in .csv it is for a spreadsheet, in .json for anything else.",
            "A file that is there already is never replaced.",
        )
        self.query_one("#where", Static).update(Content("\n").join(plain(line, MUTED) for line in lines))
        file = self.query_one("#file", TextFieldWidget)
        file.focus()
        file.action_select_all()  # typing replaces it

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if name := event.value.strip():
            self.dismiss(Path(name))

    def action_cancel(self) -> None:
        self.dismiss(None)


def export(path: Path, entries: Iterable[Entry]) -> None:
    """Write the entries to a new file, in the format that the name's ending states.

    Raises:
        UsageError: the name has another ending.
        JournalError: a file of that name exists, or it can't be written.
    """
    ending = ending_of(path.name)
    try:
        whole = path.expanduser()
    except RuntimeError as error:
        raise JournalError(f"{path}: there is no such home", "Write the folder out") from error
    write_export(whole, export_text(ending, entries, now()))


def _here() -> Iterable[str]:
    """The folder of a name without one, in a sentence; nothing if that folder was removed."""
    with suppress(OSError):
        yield f"In {Path.cwd()}, if the name has no folder."


T = TypeVar("T")


class JournalChangesScreen(PlaceScreen):
    """A place whose keys change the highlighted entry, or add an entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "write down a score without a session", id="journal.add"),
        Binding("e", "edit", "correct scores and note", id="journal.edit"),
        Binding("d", "delete", "delete the entry", id="journal.delete"),
        Binding("u", "undo", "undo the last correction or deletion", id="journal.undo"),
        Binding("x", "export", "export to a file", id="journal.export"),
    ]

    @property
    def chosen(self) -> Entry | None:
        """The entry that the keys apply to."""
        raise NotImplementedError

    def say(self, said: str) -> None:
        """Show what was done."""
        raise NotImplementedError

    def highlight(self, uid: str) -> None:
        """Highlight an entry that was added or restored."""
        raise NotImplementedError

    def action_add(self) -> None:
        async def add(form: FilledForm) -> str:
            left, right = form.felt.ranks
            entry = new_log(
                new_header(uid=form.uid),
                form.pain.get("pain"),
                left=left,
                right=right,
                kinds=form.felt.kinds,
                note=form.note or "",
            )
            signs = new_symptoms_in_entry(self.l5.gate().state, entry)
            kept = await self.l5.keep(entry)
            self.l5.records.drafts.finish(form.uid)
            self.highlight(entry["uid"])
            await self.l5.safety_flow().act_on_new_symptoms(signs)
            return words.KEPT if kept else ""

        self._ask(ScoreFormScreen(), add)

    def action_edit(self) -> None:
        entry = self.chosen
        if entry is None:
            return
        if not correctable(entry):
            self.l5.trouble(words.NOT_CORRECTABLE)
            return

        self._correct(entry)

    def _correct(self, entry: Entry, draft: Draft | None = None) -> None:
        """Ask for a correction and make it; if it can't be made, the form is opened again with what was typed."""

        async def correct(form: FilledForm) -> str:
            try:
                await self._change(lambda journal: journal.edit(entry["uid"], form.changes, now()))
            except JournalError:
                self._correct(entry, Draft(form.uid, "edit", "", form.changes, entry["uid"]))
                raise
            self.l5.records.drafts.finish(form.uid)
            await self.l5.safety_flow().act_on_correction(entry["uid"], form.changes)
            return words.CORRECTED.format(undo=self.key("journal.undo"))

        self._ask(ScoreFormScreen(entry, draft), correct)

    def action_delete(self) -> None:
        async def delete(uid: str) -> str:
            await self._change(lambda journal: journal.delete(uid, now()))
            return words.DELETED.format(undo=self.key("journal.undo"))

        entry = self.chosen
        if entry is not None:
            self._work(delete(entry["uid"]))

    def action_undo(self) -> None:
        async def undo() -> str:
            done = await self._change(lambda journal: journal.undo())
            if done is not None:
                self.highlight(done.uid)
            return words.undone(done)

        self._work(undo())

    def action_export(self) -> None:
        self._ask_where(f"journal-{now():%Y-%m-%d}.csv")

    def _ask_where(self, suggested: str, trouble: str = "") -> None:
        """Ask for a file, and write the export to it.

        Args:
            suggested: the name that the field contains at first.
            trouble: the error with the last name, which is removed once another works.
        """

        async def write(path: Path) -> str:
            entries = self.l5.entries
            self.l5.troubles = tuple(line for line in self.l5.troubles if line != trouble)
            try:
                await self.l5.records.do(lambda _: export(path, entries))
            except L5Error as error:
                self.l5.trouble(error)
                self._ask_where(str(path), str(error))
                return ""
            return words.written(len(entries), str(path))

        self._ask(ExportScreen(suggested), write)

    def key(self, binding: str) -> str:
        """The key of a binding as the person presses it."""
        return self.keys_by_id().get(binding, "")

    def _ask(self, form: Screen[T | None], then: Callable[[T], Coroutine[Any, Any, str]]) -> None:
        """Show a form, and call `then` with its answers if it was filled in."""

        def filled(answer: T | None) -> None:
            if answer is not None:
                self._work(then(answer))

        self.app.push_screen(form, filled)

    def _work(self, work: Coroutine[Any, Any, str]) -> None:
        """Run this in a worker; show its result, or the error.

        Keys wait until it is done, because the next one applies to the changed list.
        """

        async def do() -> None:
            with self.l5.holding_keys():
                try:
                    self.say(await work)
                except JournalError as error:
                    self.say("")
                    self.l5.trouble(error, WRITING)
                    await self.l5.reload_if_possible()

        self.run_worker(do(), group="journal")

    async def _change(self, call: Callable[[Journal], T]) -> T:
        """Change the journal, after writing the entries that wait, and read it again.

        Raises:
            JournalError: the journal couldn't be written or read.
        """
        done = await self.l5.change(call)
        await self.l5.reload()
        return done
