"""The editor of a routine: its steps on the left; on the right the highlighted one, with its figure and its settings.

What is edited is a `RoutineDraft` (domain); the screen shows it and turns keys into changes of it. Saving writes the
person's own file. Whatever the disk says, the draft stays open until it is saved or the person drops it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from l5tui.config.errors import L5Error
from l5tui.config.session_plan import plan_of
from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine, Step
from l5tui.domain.routine_draft import MOST_STEPS, RoutineDraft, name_fault, why_fault
from l5tui.domain.safety.words import reasons
from l5tui.domain.step_settings import (
    NAMES,
    StepSetting,
    as_usual,
    hold_range,
    reps_range,
    settings_of,
    stepped,
    words,
)
from l5tui.engine.plan import Plan, PlanStep
from l5tui.library.own_routines import ChangedMeanwhileError, RoutineSource, name_taken, save
from l5tui.tui.chrome import HairlineWidget, Hint, KeyLineWidget, L5Screen, TopLineWidget
from l5tui.tui.dialog import DROP, DialogScreen
from l5tui.tui.dialog import Option as Answer
from l5tui.tui.library.preview import LEAST_ROWS, PreviewPlayer
from l5tui.tui.library.routine_detail import step_seconds
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual, blank, heading
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.scrolling import ScrolledListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, clock, minutes, one_line, plain
from l5tui.tui.widgets.text_field import TextFieldWidget

NAME: Final = "name"
WHY: Final = "why"
ADD: Final = "add"
ADD_WORDS: Final = "+ add an exercise"
STEPS: Final = "STEPS"
SAVING: Final = "saving a routine"
"""The cause of an error message, which is removed when it was saved after all."""
SAVE: Final = "save"
NO_STEPS: Final = "A routine needs an exercise: a adds one"
FULL: Final = f"{MOST_STEPS} steps are the most"
NOT_IN_DEMO: Final = "Demo: nothing is written, so it can't be saved"
NO_NAME: Final = "It can't be called that: {why}."
NO_WHY: Final = "The reason can't be that: {why}."
TAKEN: Final = "There is {name} already. Give it another name."
NOT_SAVED: Final = "not saved"
NOTHING_LEFT: Final = "Your safety answers leave nothing of it: {why}"
ALL_OFF: Final = "All of it is off: {why}"
"""The same in a narrow window."""
LONGEST_TEXT: Final = 400
TALLEST_FIGURE: Final = 20
MARGINS: Final = 5
"""Rows around the body: the two above it, the line about it, a blank, and the keys."""

ABOUT: Final = {
    NAME: "What it is called. Enter writes it.",
    WHY: "What it is for; the library shows it. Enter writes it.",
    ADD: "Enter, or a anywhere, adds a step behind the highlighted one.",
    StepSetting.ROUNDS: "How often all repetitions are done, with a rest in between.",
    StepSetting.LEFT: "How often the repetitions are done on the left; none leaves it out.",
    StepSetting.RIGHT: "How often the repetitions are done on the right; none leaves it out.",
    StepSetting.FIRST: "The worse side is where your notes go further from the spine.",
    StepSetting.FLAT: "This phase is left flat; its time stays.",
    StepSetting.REST: "Before the next exercise, besides the time to get into position.",
}


CHANGES: Final = frozenset({"open", "next", "previous", "add", "remove", "shift", "usual", "undo", "save"})
"""The actions that change or save the draft."""


class EditorState(Struct, frozen=True):
    """What the editor shows."""

    draft: RoutineDraft
    opened: bool = False
    """Whether the settings of the highlighted step have the focus."""
    writing: str = ""
    """What is being written: `NAME`, `WHY` or nothing."""


class RoutineEditorScreen(L5Screen[str | None]):
    """Edits a routine; returns the id under which it was saved, or None if it wasn't.

    Args:
        draft: what to begin with.
        source: the file that it was made from.
        message: said once it is open.
    """

    WIDEST: ClassVar[int | None] = 120
    GUTTER: ClassVar[int] = 1
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
        Hint("as usual", ("editor.usual",)),
        Hint("undo", ("editor.undo",)),
        Hint("back", ("back",)),
        Hint("keys", ("help",)),
    )
    WRITING_HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back, as it was", ("back",)),)

    state: var[EditorState | None] = var[EditorState | None](None)

    def __init__(self, draft: RoutineDraft, source: RoutineSource, message: str = "") -> None:
        super().__init__()
        self._message = message
        self._first = EditorState(draft)
        self._source = source
        self._shown_step: Step | Routine | None = None

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with Horizontal(id="body"):
            with ScrolledListWidget(id="list"):
                yield ChoiceListWidget(id="choices")
            with Vertical(id="page"):
                yield TopLineWidget(id="title")
                yield Static(id="said")
                yield FigureWidget(id="figure")
                with ScrolledListWidget(id="fields-list"):
                    yield ChoiceListWidget(id="fields")
        with Horizontal(id="writing"):
            yield Static(id="name")
            yield TextFieldWidget(id="text", max_length=LONGEST_TEXT)
        yield Static(id="about")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self._player = PreviewPlayer(self, self.query_one("#figure", FigureWidget))
        self.state = self._first
        self.choices.focus()
        if self._message:
            self.l5.show_message(self._message)

    @property
    def choices(self) -> ChoiceListWidget:
        """The list of the steps."""
        return self.query_one("#choices", ChoiceListWidget)

    @property
    def fields(self) -> ChoiceListWidget:
        """The settings of the highlighted step."""
        return self.query_one("#fields", ChoiceListWidget)

    @property
    def now(self) -> EditorState:
        """What is shown."""
        return self.state or self._first

    @property
    def at(self) -> int | None:
        """The index of the highlighted step; None where another row is."""
        chosen = self.choices.chosen or ""
        return int(chosen) if chosen.isdigit() and int(chosen) < len(self.now.draft.steps) else None

    @property
    def step(self) -> Step | None:
        """The highlighted step."""
        return None if self.at is None else self.now.draft.steps[self.at]

    # What is shown

    def watch_state(self, before: EditorState | None, state: EditorState | None) -> None:
        if state is None or not self.is_mounted:
            return
        self.set_class(state.opened, "-opened")
        self.set_class(bool(state.writing), "-writing")
        if before is None or before.draft != state.draft:
            self._show_list()
        elif before.opened != state.opened:
            self._show_page()
        if before is not None and (before.opened, before.writing) != (state.opened, state.writing):
            self._focus()
        self.refresh_hints()

    def _plan(self, steps: Iterable[Step]) -> Plan:
        """The plan of these steps as the routine has them, whatever a programme makes of its doses."""
        routine = replace(self.now.draft.routine, steps=tuple(steps))
        doses = replace(self.l5.doses(), programme=None)
        return plan_of(routine, self.l5.settings, self.l5.gate().restrictions, doses)

    def _show_list(self, highlight: str | None = None) -> None:
        draft = self.now.draft
        plan = self._plan(draft.steps)
        rows = [
            Option(ChoiceVisual(plain("Name", MUTED) + plain("  ") + one_line(draft.routine.name, TEXT)), id=NAME),
            Option(ChoiceVisual(plain("Why", MUTED) + plain("   ") + one_line(draft.routine.why or "-", TEXT)), id=WHY),
            *([blank()] if self.app.size.height >= 20 else []),
            heading(STEPS),
            *(self._row(plan, number, step) for number, step in enumerate(draft.steps)),
            Option(ChoiceVisual(plain(ADD_WORDS, TEXT)), id=ADD),
        ]
        self.choices.show(rows, highlight or self.choices.chosen or (NAME if draft.steps else ADD))
        self._show_top(plan)
        self._show_page()

    def _row(self, plan: Plan, number: int, step: Step) -> Option:
        name = plain(f"{number + 1:>2} ", MUTED) + one_line(step.exercise.name, TEXT)
        off = plan.steps[number].off
        return Option(
            ChoiceVisual(name, plain("left out" if off else clock(step_seconds(plan, number) * 1000), "")),
            id=str(number),
        )

    def _show_top(self, plan: Plan) -> None:
        draft, roomy = self.now.draft, self.size.width >= 60
        live = sum(not step.off for step in plan.steps)
        parts = [f"{live} exercise{'s' if live != 1 else ''}"] if roomy else []
        if plan.segments:
            time = clock(plan.total_s * 1000)
            parts.append(f"{minutes(plan.total_s)} ({time})" if roomy else time)
        if draft.changed or (draft.saved is None and draft.steps):
            parts.append(NOT_SAVED)
        top = self.query_one("#top", TopLineWidget)
        top.right = plain("   ".join(parts), MUTED)
        room = max(8, self.size.width - top.right.cell_length - 6)
        top.left = one_line(draft.routine.name, STRONG).truncate(room, ellipsis=True)

    def _show_page(self) -> None:
        """The highlighted step: its dose, its figure and its settings; the routine itself where none is."""
        step, draft = self.step, self.now.draft
        plan = self._plan([step] if step else draft.steps)
        title = self.query_one("#title", TopLineWidget)
        title.left = one_line(step.exercise.name if step else draft.routine.name, STRONG)
        said = self._said(step, plan)
        self.query_one("#said", Static).update(said)
        self.fields.show(self._field_rows(step) if step else [], self.fields.chosen)
        if not self.now.opened:
            self.fields.highlighted = None  # one row is marked at a time
        of = step or draft.routine
        if of != self._shown_step:
            same = isinstance(of, Step) and isinstance(self._shown_step, Step)
            again = same and (of.exercise, of.variant) == (self._shown_step.exercise, self._shown_step.variant)  # type: ignore[union-attr]
            self._shown_step = of
            if not again:
                self._player.choose(plan, move=True)
        self._show_about(plan)
        self._fit_figure()
        self.call_after_refresh(self._player.draw)

    def _said(self, step: Step | None, plan: Plan) -> Content:
        """The dose of a step, or why it is left out; of the routine what it is for."""
        if step is None:
            return one_line(self.now.draft.routine.why, MUTED)
        planned = plan.steps[0]
        if planned.off:
            return one_line(f"left out: {self._why_off(plan)}", "$l5-rest")
        return one_line(self._dose(step, planned).words(step.exercise), MUTED)

    def _dose(self, step: Step, planned: PlanStep) -> Dose:
        return Dose.of(
            step.exercise,
            level=planned.level,
            overrides=step.overrides,
            variant=planned.variant,
            rounds=step.rounds,
        )

    def _why_off(self, plan: Plan) -> str:
        shorts = reasons(self.l5.library.safety)
        behind = dict.fromkeys(by for step in plan.left_out for by in step.why_off)
        return ", ".join(shorts.get(by, by) for by in behind)

    def _level(self, step: Step) -> int | None:
        """The level of the ladder that applies to a step."""
        return self.l5.doses().levels.get(step.exercise.id, 1) if self.now.draft.routine.ladder else None

    def _field_rows(self, step: Step) -> list[Option]:
        return [Option(self._field(step, one), id=one.value) for one in settings_of(step)]

    def _field(self, step: Step, setting: StepSetting) -> ChoiceVisual:
        value = words(step, setting, self._level(step))
        chosen = self.now.opened and setting == self.fields.chosen
        shown = f"‹ {value} ›" if chosen else f"  {value}  "
        return ChoiceVisual(plain(NAMES[setting], TEXT), plain(shown))

    def _show_about(self, plan: Plan) -> None:
        """One line about what is highlighted; first of all, that nothing of the routine is left."""
        whole = self._plan(self.now.draft.steps)
        if self.now.draft.steps and not whole.segments:
            said = ALL_OFF if self.has_class("-narrow") else NOTHING_LEFT
            self._say(said.format(why=self._why_off(whole)), "bold $l5-rest")
        elif self.now.opened and self.step is not None and self.fields.chosen:
            self._say(_about(self.step, StepSetting(self.fields.chosen)))
        elif self.step is not None:
            self._say(self._said(self.step, plan).plain if self.has_class("-narrow") else "")
        else:
            self._say(ABOUT.get(self.choices.chosen or "", ""))

    def _say(self, what: str, style: str = TEXT) -> None:
        self.query_one("#about", Static).update(one_line(what, style))

    def _fit_figure(self) -> None:
        """Give the figure the rows that the settings leave, if these are enough."""
        view = self.query_one("#figure", FigureWidget)
        body = self.query_one("#body").size.height or self.size.height - MARGINS
        fields = 9 if self.step is not None else 3
        rows = min(body - 3 - fields, TALLEST_FIGURE) if self.size.width >= 60 else 0
        view.display = rows >= LEAST_ROWS - 1
        view.styles.height = max(0, rows)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Nothing is changed by a key that is meant for the text, or in a window too small to show it."""
        return action not in CHANGES or not (self.now.writing or self.has_class("-too-small"))

    def hints(self) -> tuple[Hint, ...]:
        if self.now.writing:
            return self.WRITING_HINTS
        if self.now.opened:
            return self.OPENED_HINTS
        return self.NARROW_HINTS if self.has_class("-narrow") else self.HINTS

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_list is self.choices:
            self._show_page()
        elif self.step is not None:
            for option in self.fields.options:
                setting = StepSetting(option.id or "")
                self.fields.replace_option_prompt(setting, self._field(self.step, setting))
            self._show_about(self._plan([self.step]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click; enter is the screen's own."""
        event.stop()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self._show_list()

    def on_screen_suspend(self) -> None:
        self._player.pause_unattended()

    def _focus(self) -> None:
        wanted = "#text" if self.now.writing else "#fields" if self.now.opened else "#choices"
        self.query_one(wanted).focus()

    # Changes

    def _change(self, draft: RoutineDraft, highlight: int | None = None) -> None:
        """Take another draft, with this step highlighted."""
        if draft == self.now.draft:
            return
        opened = self.now.opened and bool(draft.steps)
        self.state = replace(self.now, draft=draft, opened=opened)
        if highlight is not None:
            self._show_list(str(min(highlight, len(draft.steps) - 1)) if draft.steps else ADD)

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
                self._say(NO_WHY.format(why=why), STRONG)
                return
            draft = draft.explained(text)
        self._stop_writing()
        self._change(draft)

    def _name_fault(self, name: str) -> str:
        if why := name_fault(name):
            return NO_NAME.format(why=why)
        taken = name_taken(name, self.l5.library, self.now.draft.routine.id)
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
            self.dismiss(saved.id)

    async def _save(self) -> Routine | None:
        """The routine as it was saved; None where it wasn't, and then a line says why."""
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

    async def _written(self, draft: RoutineDraft) -> Routine | None:
        overwrite = False
        while True:
            library = self.l5.library
            try:
                routine, _ = await asyncio.to_thread(
                    save, draft, self._source, library.exercises, library, overwrite=overwrite
                )
            except ChangedMeanwhileError:
                answer = await self.l5.push_screen_wait(_changed_dialog())
                if answer == "new":
                    draft = replace(draft, saved=None)
                elif answer == "mine":
                    overwrite = True
                else:
                    return None
            except L5Error as error:
                self.l5.trouble(error, SAVING)
                return None
            else:
                return routine

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
            self.l5.close()


def _about(step: Step, setting: StepSetting) -> str:
    """What a setting is, and within what it can be."""
    exercise = step.exercise
    match setting:
        case StepSetting.FORM:
            form = exercise.variant(step.variant)
            return form.text if form else "The exercise as it is described."
        case StepSetting.REPS:
            return f"{_span(reps_range(exercise))} in a round. {_article(exercise.reps_range)}"
        case StepSetting.HOLD:
            seconds = next(phase.seconds for phase in exercise.phases if phase.id == "hold")
            return f"{_span(hold_range(exercise))} seconds. {_article((seconds.low, seconds.high))}"
        case _:
            return ABOUT[setting]


def _span(span: tuple[int, int]) -> str:
    low, high = span
    return f"{low} to {high}" if low < high else str(low)


def _article(span: tuple[int, int]) -> str:
    return f"The exercise has {_span(span)}."


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


class ExercisePickerScreen(L5Screen[str | None]):
    """Which exercise to add: its id, or None."""

    WIDEST: ClassVar[int | None] = 88
    GUTTER: ClassVar[int] = 1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "add it", id="picker.take"),
        Binding("escape", "back", "back", id="back"),
        Binding("q", "back", "back", id="picker.close"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("choose", ("list.up", "list.down")),
        Hint("back", ("back",)),
        Hint("keys", ("help",)),
    )

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        with ScrolledListWidget(id="list"):
            yield ChoiceListWidget(id="choices")
        yield Static(id="about")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain("Add an exercise", STRONG)
        self.query_one(KeyLineWidget).lead = self.enter_label("add")
        self.choices.show([self._row(one) for one in self.l5.library.exercises.values()])
        self.choices.focus()

    @property
    def choices(self) -> ChoiceListWidget:
        """The list."""
        return self.query_one(ChoiceListWidget)

    def _row(self, one: Exercise) -> Option:
        doses = self.l5.doses()
        plan = plan_of(Routine.alone(one), self.l5.settings, self.l5.gate().restrictions, doses)
        dose = Dose.of(one, level=doses.levels.get(one.id, 1)).words(one)
        return Option(ChoiceVisual(one_line(one.name, TEXT), plain(dose if plan.segments else "off")), id=one.id)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        one = self.l5.library.exercises.get(self.choices.chosen or "")
        self.query_one("#about", Static).update(one_line(one.helps, TEXT) if one else "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click; enter is the screen's own."""
        event.stop()

    def action_take(self) -> None:
        if self.choices.chosen is not None and not self.has_class("-too-small"):
            self.dismiss(self.choices.chosen)

    def action_back(self) -> None:
        self.dismiss(None)
