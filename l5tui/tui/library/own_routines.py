"""What the library does with routines of the person's own: a new one, a copy, an edit, a deletion."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from l5tui.config.errors import L5Error
from l5tui.tui.list_detail import ListDetailScreen

if TYPE_CHECKING:
    from l5tui.domain.routine import Routine
    from l5tui.domain.routine_draft import RoutineDraft
    from l5tui.library.faulty_routines import FaultyRoutine, StepFault
    from l5tui.library.own_routines import RoutineSource

EDITING: Final = "editing a routine"
"""A cause of an error message."""
A_COPY: Final = "A copy; the original stays as it is"
KEPT: Final = "{name} is kept"
NOT_HERE: Final = "{name} can only be mended in its file"
COMMENTS_IN: Final = ". Its comments are in {file}"
DELETED: Final = "{name} is deleted; {file} keeps it"
NOT_YOURS: Final = "{name} is no routine of your own, so it stays"


class OwnRoutinesScreen(ListDetailScreen):
    """A list of routines with the keys for those of the person's own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new_routine", "a routine of your own", id="library.new"),
        Binding("e", "edit_routine", "edit it; what isn't your own is copied", id="library.edit"),
        Binding("c", "copy_routine", "a copy of it, to edit", id="library.copy"),
        Binding("d", "delete_routine", "delete it, if it is your own", id="library.delete"),
    ]

    def chosen_routine(self) -> Routine | None:
        """The highlighted routine, or the highlighted exercise as a routine of it alone."""
        raise NotImplementedError

    def chosen_faulty(self) -> FaultyRoutine | None:
        """The highlighted routine, if its file has a fault."""
        raise NotImplementedError

    def show_library_again(self, highlight: str | None = None) -> None:
        """Show what the files hold now, with this row highlighted."""
        raise NotImplementedError

    def action_new_routine(self) -> None:
        from l5tui.domain.routine_draft import RoutineDraft
        from l5tui.library.own_routines import RoutineSource, new_routine

        self._edit(RoutineDraft.of(new_routine(self.l5.library), new=True), RoutineSource(None))

    def action_edit_routine(self) -> None:
        from l5tui.domain.routine_draft import RoutineDraft
        from l5tui.library.own_routines import source_of

        routine = self.chosen_routine()
        if routine is not None and routine.own:
            try:
                faulty = self.chosen_faulty()
                self._edit(RoutineDraft.of(routine), source_of(routine), faults=faulty.faults if faulty else ())
            except L5Error as error:
                self.l5.trouble(error, EDITING)
        elif faulty := self.chosen_faulty():
            self.l5.show_message(NOT_HERE.format(name=faulty.name))
        else:
            self.action_copy_routine()

    def action_copy_routine(self) -> None:
        """An exercise is copied as a routine of it alone; what has no file that can be read, without its comments."""
        from l5tui.domain.routine_draft import RoutineDraft
        from l5tui.library.own_routines import RoutineSource, copy_of, source_of

        routine = self.chosen_routine()
        if routine is None:
            return
        draft = RoutineDraft.of(copy_of(routine, self.l5.library), new=True)
        source = RoutineSource(None)
        with suppress(L5Error):
            source = source_of(routine)
        self._edit(draft, source, "" if routine.own else A_COPY)

    def _edit(
        self, draft: RoutineDraft, source: RoutineSource, message: str = "", faults: tuple[StepFault, ...] = ()
    ) -> None:
        self.run_worker(self._edited(draft, source, message, faults), group="editor", exclusive=True)

    async def _edited(
        self, draft: RoutineDraft, source: RoutineSource, message: str, faults: tuple[StepFault, ...]
    ) -> None:
        from l5tui.tui.library.routine_editor import RoutineEditorScreen

        self.l5.clear_trouble(EDITING)
        saved = await self.l5.push_screen_wait(RoutineEditorScreen(draft, source, message, faults))
        if saved is not None:
            self.show_library_again(saved.id)
            if kept := self.l5.library.routines.get(saved.id):
                said = COMMENTS_IN.format(file=saved.comments_in.name) if saved.comments_in else ""
                self.l5.show_message(KEPT.format(name=kept.name) + said)

    def action_delete_routine(self) -> None:
        routine = self.chosen_routine()
        if routine is None or self.l5.launch.demo:
            return
        if routine.own:
            self.run_worker(self._delete(routine), group="editor", exclusive=True)
        else:
            self.l5.show_message(NOT_YOURS.format(name=routine.name))

    async def _delete(self, routine: Routine) -> None:
        from l5tui.library.own_routines import delete
        from l5tui.tui.dialog import DialogScreen
        from l5tui.tui.dialog import Option as Answer

        options = [Answer("escape", "keep it", ""), Answer("d", "delete it; the file stays as a .bak", "delete")]
        title = f"Delete {routine.name}?"
        if await self.l5.push_screen_wait(DialogScreen(title, options, role="rest", marked="escape")) != "delete":
            return
        try:
            kept = delete(routine)
        except L5Error as error:
            self.l5.trouble(error, EDITING)
            return
        ids = [option.id for option in self.choices.options if option.id]
        at = ids.index(routine.id) if routine.id in ids else 0
        self.show_library_again(next(iter(ids[at + 1 :] or ids[:at]), None))
        self.l5.show_message(DELETED.format(name=routine.name, file=kept.name))
