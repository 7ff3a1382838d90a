"""What the editor of a routine shows: its steps on the left; on the right the highlighted one, with its figure and its
settings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from l5tui.config.clock import new_uid
from l5tui.config.session_plan import plan_of
from l5tui.domain.dose import Dose
from l5tui.domain.routine import Routine, Step
from l5tui.domain.routine_draft import RoutineDraft
from l5tui.domain.safety.words import reasons
from l5tui.domain.step_settings import StepSetting, name_of, settings_of, words
from l5tui.engine.plan import Plan, PlanStep
from l5tui.library.faulty_routines import StepFault
from l5tui.library.own_routines import RoutineSource
from l5tui.tui.chrome import HairlineWidget, L5Screen, TopLineWidget
from l5tui.tui.library.editor_words import ABOUT, ADD, ADD_WORDS, NAME, WHY, about
from l5tui.tui.library.preview import LEAST_ROWS, PreviewPlayer
from l5tui.tui.library.routine_detail import step_seconds
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual, blank, heading
from l5tui.tui.widgets.figure import FigureWidget
from l5tui.tui.widgets.scrolling import ScrolledListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, clock, minutes, one_line, plain
from l5tui.tui.widgets.text_field import TextFieldWidget

STEPS: Final = "STEPS"
NOT_SAVED: Final = "not saved"
NOTHING_LEFT: Final = "Your safety answers leave nothing of it: {why}"
ALL_OFF: Final = "All of it is off: {why}"
"""The same in a narrow window."""
LONGEST_TEXT: Final = 400
SAID_ROWS: Final = 2
"""Rows for the reason of a routine."""
LONGEST_WORD: Final = 8
"""Columns that a word which doesn't fit may leave blank in each of these rows."""
TALLEST_FIGURE: Final = 20
MARGINS: Final = 5
"""Rows around the body: the two above it, the line about it, a blank, and the keys."""


class EditorState(Struct, frozen=True):
    """What the editor shows."""

    draft: RoutineDraft
    opened: bool = False
    """Whether the settings of the highlighted step have the focus."""
    writing: str = ""
    """What is being written: `NAME`, `WHY` or nothing."""


class Kept(Struct, frozen=True):
    """The id of a saved routine, and where the comments of its steps are if its file couldn't keep them."""

    id: str
    comments_in: Path | None


class RoutineEditorLayoutScreen(L5Screen[Kept | None]):
    """What the editor of a routine shows; `RoutineEditorScreen` has its keys.

    Args:
        draft: what to begin with.
        source: the file that it was made from.
        message: said once it is open.
        faults: what the file has wrong in the steps, each marked until it is changed.
    """

    WIDEST: ClassVar[int | None] = 120
    GUTTER: ClassVar[int] = 1
    state: var[EditorState | None] = var[EditorState | None](None)

    def __init__(
        self, draft: RoutineDraft, source: RoutineSource, message: str = "", faults: tuple[StepFault, ...] = ()
    ) -> None:
        super().__init__()
        self._faults = faults
        self._message = message
        self.uid = new_uid()
        """Of the draft that is kept in case the program is cut off."""
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
        self._restrictions = self.l5.gate().restrictions  # once, for the gate reads the whole journal
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

    def faults_at(self, at: int | None) -> dict[str, str]:
        """What still is wrong with a step: the words by the setting."""
        if at is None:
            return {}
        now, before = self.now.draft.now, self._first.draft.steps
        step, origin = now.routine.steps[at], now.origins[at]
        found = (one for one in self._faults if one.index == origin and one.stands(step, before[one.index]))
        return {one.key: one.what for one in found}

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
        return plan_of(routine, self.l5.settings, self._restrictions, doses)

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
        off, faulty = plan.steps[number].off, self.faults_at(number)
        lasts = "fault" if faulty else "left out" if off else clock(step_seconds(plan, number) * 1000)
        return Option(ChoiceVisual(name, plain(lasts, "")), id=str(number))

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
            width = self.query_one("#page").size.width or self.size.width // 2
            room = SAID_ROWS * (width - LONGEST_WORD)
            return one_line(self.now.draft.routine.why, MUTED).truncate(max(room, 1), ellipsis=True)
        planned = plan.steps[0]
        if faulty := self.faults_at(self.at):
            return one_line(next(iter(faulty.values())), "$l5-rest")
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
        name = name_of(step, setting)
        wrong = setting in self.faults_at(self.at)
        return ChoiceVisual(plain(f"{name} !" if wrong else name, TEXT), plain(shown))

    def _show_about(self, plan: Plan) -> None:
        """One line about what is highlighted; first of all, that nothing of the routine is left."""
        whole = self._plan(self.now.draft.steps)
        if self.now.draft.steps and not whole.segments:
            said = ALL_OFF if self.has_class("-narrow") else NOTHING_LEFT
            self._say(said.format(why=self._why_off(whole)), "bold $l5-rest")
        elif self.now.opened and (fault := self.faults_at(self.at).get(self.fields.chosen or "")):
            self._say(fault, "bold $l5-rest")
        elif self.now.opened and self.step is not None and self.fields.chosen:
            self._say(about(self.step, StepSetting(self.fields.chosen)))
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
        self.call_after_refresh(self.refresh_hints)  # the class of a narrow window is set after this

    def on_screen_suspend(self) -> None:
        self._player.pause_unattended()

    def _focus(self) -> None:
        wanted = "#text" if self.now.writing else "#fields" if self.now.opened else "#choices"
        self.query_one(wanted).focus()
