"""The editor of a routine: its keys, and how it is saved and left.

What is edited is a `RoutineDraft` (domain); the layout shows it, and this turns keys into changes of it. Saving writes
the person's own file. Whatever the disk says, the draft stays open until it is saved or the person drops it.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar, Final

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from l5tui.config.clock import now
from l5tui.config.errors import L5Error
from l5tui.domain.routine_draft import MOST_STEPS, RoutineDraft, name_fault, why_fault
from l5tui.domain.step_settings import StepSetting, as_usual, stepped
from l5tui.journal.drafts import Draft
from l5tui.library.faults import FileError
from l5tui.library.own_routines import ChangedMeanwhileError, draft_text, free_name, name_taken, save
from l5tui.tui.chrome import Hint, KeyLineWidget
from l5tui.tui.dialog import DROP, DialogScreen
from l5tui.tui.dialog import Option as Answer
from l5tui.tui.library.editor_layout import Kept, RoutineEditorLayoutScreen
from l5tui.tui.library.editor_words import ADD, NAME, WHY
from l5tui.tui.library.exercise_picker import ExercisePickerScreen
from l5tui.tui.widgets.text import STRONG, plain

SAVING: Final = "saving a routine"
"""The cause of an error message, which is removed when it was saved after all."""
SAVE: Final = "save"
NO_STEPS: Final = "A routine needs an exercise: a adds one"
FULL: Final = f"{MOST_STEPS} steps are the most"
FEW: Final = 4
"""How many exercises are named where a routine that wasn't saved is offered."""
NOT_IN_DEMO: Final = "Demo: nothing is written, so it can't be saved"
NO_NAME: Final = "{why}: it can't be called that."
NO_WHY: Final = "{why}: the reason can't be that."
TAKEN: Final = "There is {name} already. Give it another name."

CHANGES: Final = frozenset({"open", "next", "previous", "add", "remove", "shift", "usual", "undo", "save"})
"""The actions that change or save the draft."""


class RoutineEditorScreen(RoutineEditorLayoutScreen):
    """Edits a routine; returns how it was saved, or None if it wasn't."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "open or write it", id="editor.open"),
        Binding("right", "next", "open it; next value", id="editor.next"),
        Binding("left", "previous", "value before", id="editor.previous"),
        Binding("a", "add", "add an exercise", id="editor.add"),
        Binding("d", "remove", "remove this step", id="editor.remove"),
        Binding("less_than_sign,shift+up", "shift(-1)", "move it up", id="editor.earlier"),
        Binding("greater_than_sign,shift+down", "shift(1)", "move it down", id="editor.later"),
        Binding("backspace", "usual", "this value as usual", id="editor.usual"),
        Binding("u", "undo", "undo", id="editor.undo"),
        Binding("s", "save", "save and close", id="editor.save"),
        Binding("escape", "back", "back", id="back"),
        Binding("q", "leave", "close", id="editor.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("open", ("editor.next",)),
        Hint("add", ("editor.add",)),
        Hint("remove", ("editor.remove",)),
        Hint("move", ("editor.earlier", "editor.later")),
        Hint("undo", ("editor.undo",)),
        Hint("save", ("editor.save",)),
        Hint("close", ("back",)),
        Hint("keys", ("help",)),
    )
    NARROW_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("add", ("editor.add",)),
        Hint("save", ("editor.save",)),
        Hint("close", ("back",)),
        Hint("keys", ("help",)),
    )
    OPENED_HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("change", ("editor.previous", "editor.next")),
        Hint("back", ("back",)),
        Hint("as usual", ("editor.usual",)),
        Hint("undo", ("editor.undo",)),
        Hint("keys", ("help",)),
    )
    WRITING_HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back, as it was", ("back",)),)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing is changed by a key that is meant for the text, or in a window too small to show it."""
        return action not in CHANGES or not (self.now.writing or self.has_class("-too-small"))

    def hints(self) -> tuple[Hint, ...]:
        if self.now.writing:
            return self.WRITING_HINTS
        if self.now.opened:
            return self.OPENED_HINTS
        return self.NARROW_HINTS if self.has_class("-narrow") else self.HINTS

    # Changes

    def _change(self, draft: RoutineDraft, highlight: int | None = None) -> None:
        """Take another draft, with this step highlighted."""
        if draft == self.now.draft:
            return
        opened = self.now.opened and bool(draft.steps)
        self.state = replace(self.now, draft=draft, opened=opened)
        self._hold()
        if highlight is not None:
            self._show_list(str(min(highlight, len(draft.steps) - 1)) if draft.steps else ADD)

    def _hold(self) -> None:
        """Keep what would be lost if the program were cut off now; the next start offers it."""
        draft, drafts = self.now.draft, self.l5.records.drafts
        if self.l5.launch.demo or not draft.changed or not draft.steps:
            drafts.finish(self.uid)
            return
        names = [step.exercise.name for step in draft.steps]
        more = [f"and {len(names) - FEW} more exercises"] if len(names) > FEW else []
        values = {"text": draft_text(draft.routine), "exercises": ", ".join([*names[:FEW], *more])}
        at = now().isoformat(timespec="seconds")
        drafts.hold(Draft(self.uid, "routine", at, values, about=draft.routine.name))

    def action_open(self) -> None:
        chosen = self.choices.chosen
        if self.now.opened:
            self.action_next()
        elif chosen == ADD:
            self.action_add()
        elif chosen in (NAME, WHY):
            self._write(chosen)
        elif self.step is not None:
            self.state = replace(self.now, opened=True)
            self._show_page()

    def action_next(self) -> None:
        if self.now.opened:
            self._set(1)
        else:
            self.action_open()

    def action_previous(self) -> None:
        if self.now.opened:
            self._set(-1)

    def _set(self, by: int) -> None:
        step, at, chosen = self.step, self.at, self.fields.chosen
        if step is None or at is None or chosen is None:
            return
        after = stepped(step, StepSetting(chosen), by, self._level(step))
        self._change(self.now.draft.with_step(at, after))

    def action_usual(self) -> None:
        step, at, chosen = self.step, self.at, self.fields.chosen
        if self.now.opened and step is not None and at is not None and chosen is not None:
            self._change(self.now.draft.with_step(at, as_usual(step, StepSetting(chosen))))

    def action_remove(self) -> None:
        if self.at is not None and not self.now.opened:
            self._change(self.now.draft.removed(self.at), self.at)

    def action_shift(self, by: int) -> None:
        if self.at is not None and not self.now.opened:
            to = self.at + by
            if 0 <= to < len(self.now.draft.steps):
                self._change(self.now.draft.moved(self.at, to), to)

    def action_undo(self) -> None:
        self._change(self.now.draft.undone())

    def action_add(self) -> None:
        if self.now.draft.full:
            self.l5.show_message(FULL)
        elif not self.now.opened:
            self.run_worker(self._add(), group="editor", exclusive=True)

    async def _add(self) -> None:
        wanted = await self.l5.push_screen_wait(ExercisePickerScreen())
        if wanted is not None:
            at = len(self.now.draft.steps) if self.at is None else self.at + 1
            self._change(self.now.draft.added(self.l5.library.exercises[wanted], at), at)

    # Name and reason

    def _write(self, what: str) -> None:
        routine = self.now.draft.routine
        self.query_one("#name", Static).update(plain("Name" if what == NAME else "Why", STRONG))
        self.query_one(KeyLineWidget).lead = self.enter_label("keep")
        text = self.query_one("#text", Input)
        text.value = routine.name if what == NAME else routine.why
        self.state = replace(self.now, writing=what)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text, draft = " ".join(event.value.split()), self.now.draft
        if self.now.writing == NAME:
            if fault := self._name_fault(text):
                self._say(fault, STRONG)
                return
            draft = draft.renamed(text)
        else:
            if why := why_fault(text):
                self._say(NO_WHY.format(why=_sentence(why)), STRONG)
                return
            draft = draft.explained(text)
        self._stop_writing()
        self._change(draft)

    def _name_fault(self, name: str) -> str:
        if why := name_fault(name):
            return NO_NAME.format(why=_sentence(why))
        draft = self.now.draft
        if draft.saved is not None and name == draft.saved.routine.name:
            return ""  # it was called that before, even if another one is too
        taken = name_taken(name, self.l5.library, draft.routine.id)
        return TAKEN.format(name=taken) if taken else ""

    def _stop_writing(self) -> None:
        self.query_one(KeyLineWidget).lead = Content("")
        self.state = replace(self.now, writing="")
        self._show_page()

    # Saving and leaving

    def action_save(self) -> None:
        self.run_worker(self._save_and_close(), group="editor", exclusive=True)

    async def _save_and_close(self) -> None:
        saved = await self._save()
        if saved is not None:
            self.l5.records.drafts.finish(self.uid)
            self.dismiss(saved)

    async def _save(self) -> Kept | None:
        """How the routine was saved; None where it wasn't, and then a line says why."""
        draft, said = self.now.draft, self.l5.show_message
        if self.l5.launch.demo:
            said(NOT_IN_DEMO)
        elif not draft.steps:
            said(NO_STEPS)
        elif fault := self._name_fault(draft.routine.name):
            said(fault)
        elif (saved := await self._written(draft)) is not None:
            self.l5.clear_trouble(SAVING)
            return saved
        return None

    async def _written(self, draft: RoutineDraft) -> Kept | None:
        overwrite = False
        while True:
            library = self.l5.library
            try:
                routine, file = await asyncio.to_thread(
                    save, draft, self._source, library.exercises, library, overwrite=overwrite
                )
            except ChangedMeanwhileError:
                answer = await self.l5.push_screen_wait(_changed_dialog())
                if answer == "new":
                    draft = replace(draft.renamed(free_name(draft.routine.name, library)), saved=None)
                elif answer == "mine":
                    overwrite = True
                else:
                    return None
            except L5Error as error:
                self.l5.trouble(_sentence(error.fact if isinstance(error, FileError) else str(error)), SAVING)
                return None
            else:
                return Kept(routine.id, file.comments_in)

    def action_back(self) -> None:
        """What esc does: one thing less on the screen; at last it closes, and asks first if something would be lost."""
        if self.now.writing:
            self._stop_writing()
        elif self.now.opened:
            self.state = replace(self.now, opened=False)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        if self.now.draft.changed:
            self.run_worker(self._ask_and_close(), group="editor", exclusive=True)
        else:
            self._close()

    async def _ask_and_close(self) -> None:
        answer = await self.l5.push_screen_wait(_leave_dialog())
        if answer == SAVE:
            await self._save_and_close()
        elif answer == DROP:
            self._close()

    def _close(self) -> None:
        self.l5.clear_trouble(SAVING)
        self.l5.records.drafts.finish(self.uid)
        self.dismiss(None)

    def ask_to_leave(self) -> bool:
        """The app is asked to close: changes aren't dropped without a word."""
        if not self.now.draft.changed:
            return False
        self.run_worker(self._ask_and_end(), group="editor", exclusive=True)
        return True

    async def _ask_and_end(self) -> None:
        answer = await self.l5.push_screen_wait(_leave_dialog())
        if answer == DROP or (answer == SAVE and await self._save() is not None):
            self.l5.records.drafts.finish(self.uid)
            self.l5.close()


def _sentence(fact: str) -> str:
    """A fact as the beginning of a line, which in a narrow window may be all of it that can be read."""
    return fact[:1].upper() + fact[1:]


def _leave_dialog() -> DialogScreen:
    options = [
        Answer("s", "save it", SAVE),
        Answer("d", "drop the changes", DROP),
        Answer("escape", "go on editing", "stay"),
    ]
    return DialogScreen("Leave without saving?", options, role="rest", marked="escape")


def _changed_dialog() -> DialogScreen:
    options = [
        Answer("n", "keep mine as another routine", "new"),
        Answer("s", "write mine; what is there is kept as a .bak file", "mine", "write mine, keep a .bak"),
        Answer("escape", "go on editing", "stay"),
    ]
    text = "Another program changed or removed this file since you opened it."
    return DialogScreen("The file is another one now", options, text=text, role="rest", marked="escape")
