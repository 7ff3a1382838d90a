"""The list of exercises from which one is added to a routine."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from l5tui.config.session_plan import plan_of
from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.safety.restrictions import Restriction
from l5tui.tui.chrome import HairlineWidget, Hint, KeyLineWidget, L5Screen, TopLineWidget
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual
from l5tui.tui.widgets.scrolling import ScrolledListWidget
from l5tui.tui.widgets.text import STRONG, TEXT, one_line, plain


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
        restrictions = self.l5.gate().restrictions
        self.choices.show([self._row(one, restrictions) for one in self.l5.library.exercises.values()])
        self.choices.focus()

    @property
    def choices(self) -> ChoiceListWidget:
        """The list."""
        return self.query_one(ChoiceListWidget)

    def _row(self, one: Exercise, restrictions: Iterable[Restriction]) -> Option:
        doses = self.l5.doses()
        plan = plan_of(Routine.alone(one), self.l5.settings, restrictions, doses)
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
