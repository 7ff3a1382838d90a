"""The changes that the journal screen makes: add, correct, delete, undo; and what it takes out of the journal.

It also follows the journal's file, which another login may change. All changes go through the app's records, off the
event loop. An error is shown as a line, and the form is opened again with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.screen import Screen

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import new_care, new_log
from l5tui.domain.rmdq import RMDQ
from l5tui.domain.safety.new_symptoms import new_symptoms_in_entry
from l5tui.domain.safety.stop_rules import NOT_TODAY
from l5tui.journal.drafts import Draft
from l5tui.journal.store import Journal
from l5tui.tui.chrome import PlaceScreen
from l5tui.tui.journal import entry_words as words
from l5tui.tui.records import WRITING

if TYPE_CHECKING:
    from l5tui.tui.journal.care_form import FilledCareForm
    from l5tui.tui.journal.forms import FilledForm
    from l5tui.tui.journal.rmdq_form import FilledRmdq

T = TypeVar("T")

FOLLOW_S = 2.0
"""Seconds between two checks of the journal's file while its entries are shown."""


class JournalChangesScreen(PlaceScreen):
    """A place whose keys change the highlighted entry, or add an entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "write down a score without a session", id="journal.add"),
        Binding("c", "care", "write down other care", id="journal.care"),
        Binding("m", "questions", "my activities, the week's pain, the questionnaire", id="journal.questions"),
        Binding("e", "edit", "correct it", id="journal.edit"),
        Binding("d", "delete", "delete the entry", id="journal.delete"),
        Binding("u", "undo", "undo the last correction or deletion", id="journal.undo"),
        Binding("x", "export", "see an export, and write it to a file", id="journal.export"),
        Binding("r", "report", "see the report for a health professional", id="journal.report"),
    ]

    _shown_on: date | None = None
    """The day of which the entries are shown; None once they have changed."""

    def on_mount(self) -> None:
        self.watch(self.app, "entries", self.show_changed, init=False)
        self.watch(self.app, "opened", self.show_changed, init=False)
        self.watch(self.app, "removed", self._ask_about_removed, init=False)
        self._follow = self.set_interval(FOLLOW_S, self._check_file)

    def on_screen_suspend(self) -> None:
        self._follow.pause()

    def on_screen_resume(self, _: ScreenResume) -> None:
        self._check_file()
        self._follow.resume()
        self._ask_about_removed()
        if self._shown_on != now().date():
            self.show_changed()

    def show_changed(self) -> None:
        """Show the changed journal now, or, if another place is shown, when this screen is resumed."""
        self._shown_on = None
        if self.is_current:
            self._shown_on = now().date()
            self.show_all()

    def _check_file(self) -> None:
        """Read the journal again if another login has changed it; otherwise nothing is drawn."""
        self.run_worker(self.l5.follow(), group="follow")

    def _ask_about_removed(self) -> None:
        if self.l5.removed and self.is_current and not self.l5.asking:
            self.l5.asking = True
            self.run_worker(self._asked_about_removed(), group="removed")

    async def _asked_about_removed(self) -> None:
        if not await self.l5.ask_about_removed():
            await self.l5.end(asked=True)

    def show_all(self) -> None:
        """Show everything again, after the journal has changed."""
        raise NotImplementedError

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
        from l5tui.tui.journal.forms import ScoreFormScreen  # a form isn't needed before: the journal opens sooner

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

    def action_care(self) -> None:
        from l5tui.tui.journal.care_form import CareFormScreen

        async def add(form: FilledCareForm) -> str:
            entry = new_care(new_header(uid=form.uid), form.what, minutes=form.minutes, note=form.note)
            kept = await self.l5.keep(entry)
            self.l5.records.drafts.finish(form.uid)
            self.highlight(entry["uid"])
            return words.KEPT if kept else ""

        self._ask(CareFormScreen(), add)

    def action_questions(self) -> None:
        from l5tui.tui.journal.questions import QuestionsScreen

        self.app.push_screen(QuestionsScreen())

    def action_edit(self) -> None:
        entry = self.chosen
        if entry is None:
            return
        from l5tui.tui.journal.forms import correctable

        if not correctable(entry):
            self.l5.trouble(words.NOT_CORRECTABLE)
            return

        self._correct(entry)

    def _correct(self, entry: Entry, draft: Draft | None = None) -> None:
        """Ask for a correction and make it; if it can't be made, the form is opened again with what was typed."""
        from l5tui.tui.journal.care_form import CareFormScreen, FilledCareForm
        from l5tui.tui.journal.forms import ScoreFormScreen
        from l5tui.tui.journal.rmdq_form import RmdqScreen

        async def correct(form: FilledForm | FilledCareForm | FilledRmdq) -> str:
            changes = form.changes_to(entry) if isinstance(form, FilledCareForm) else form.changes
            try:
                await self._change(lambda journal: journal.edit(entry["uid"], changes, now()))
            except JournalError:
                self._correct(entry, Draft(form.uid, "edit", "", changes, entry["uid"]))
                raise
            self.l5.records.drafts.finish(form.uid)
            await self.l5.safety_flow().act_on_correction(entry["uid"], changes)
            stopped = "stop" in changes and NOT_TODAY.intersection((entry.get("stop"), changes["stop"]))
            return (words.STOP_CORRECTED if stopped else words.CORRECTED).format(undo=self.key("journal.undo"))

        if entry.get("kind") == "care":
            self._ask(CareFormScreen(entry, draft), correct)
        elif entry.get("kind") == "form" and entry.get("name") == RMDQ:
            self._ask(RmdqScreen(entry=entry, draft=draft), correct)
        else:
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
            done = await self._change(lambda journal: journal.undo(now()))
            if done is None:
                return words.undone(None, None, now().date())
            self.highlight(done.uid)
            return words.undone(done, self.chosen, now().date())

        self._work(undo())

    def action_export(self) -> None:
        from l5tui.tui.journal.previews import export_previews
        from l5tui.tui.journal.taking_out import take_out

        self.run_worker(self._taken_out(take_out(self.l5, "Export", export_previews(self.l5))), group="take-out")

    def action_report(self) -> None:
        from l5tui.tui.journal.previews import report_previews
        from l5tui.tui.journal.taking_out import take_out

        self.run_worker(self._taken_out(take_out(self.l5, "Report", report_previews(self.l5))), group="take-out")

    async def _taken_out(self, work: Coroutine[Any, Any, str]) -> None:
        self.say(await work)

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
