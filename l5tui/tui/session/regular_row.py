"""The check-in's row for regular questions: the activities that are due, and the pain of the week.

One row that tab reaches and that nobody has to answer. With the focus, digits answer the question that is marked, and
up and down go to another; without it, digits are the score of the check-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive

from l5tui.domain.regular_questions import ACTIVITY_QUESTION, RegularQuestion
from l5tui.tui.widgets.pain_scale import HIGH_END, LOW_END, PainScaleWidget, ScoreAnswer
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line

# ruff: noqa: ARG002 - Textual decides these signatures

WEEK_SHORT: Final = "Pain on average in the last 7 days?"


class RegularRowWidget(PainScaleWidget):
    """A scale in one row whose answer is that of the marked question.

    Args:
        questions: those that are due, the activities first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "turn(1)", "the next of your questions", id="regular.next", show=False),
        Binding("up", "turn(-1)", "the one before", id="regular.previous", show=False),
    ]
    DEFAULT_CSS = "RegularRowWidget { height: auto; width: 1fr; }"

    marked: reactive[int] = reactive(0, layout=True)
    """The index of the question that digits answer."""

    def __init__(self, questions: Sequence[RegularQuestion], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.questions = tuple(questions)
        self._given: list[ScoreAnswer | None] = [None for _ in self.questions]

    @property
    def given(self) -> tuple[ScoreAnswer | None, ...]:
        """The answers, in the order of the questions; None for one that wasn't answered."""
        return tuple(self._given)

    def watch_answer(self, answer: ScoreAnswer | None) -> None:
        if self.questions:
            self._given[self.marked] = answer
            super().watch_answer(answer)
            self.refresh(layout=True)

    def action_turn(self, step: int) -> None:
        if self.questions:
            self.marked = (self.marked + step) % len(self.questions)
            self.answer = self._given[self.marked]
            self._typed = ""

    # Rendering

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.line().wrap(max(1, width)))

    def render(self) -> Content:
        return self.line()

    def line(self) -> Content:
        """The row's text: each question with its answer, and with the focus also what 0 and 10 mean."""
        parts = []
        for number, question in enumerate(self.questions):
            marked = self.has_focus and number == self.marked
            first = number == 0 or self.questions[number - 1].kind != question.kind
            if first:
                asked = ACTIVITY_QUESTION if question.kind == "activity" else WEEK_SHORT
                parts.append(one_line(asked, STRONG if self.has_focus else TEXT))
            parts.append(self._answer(question, self._given[number], marked=marked))
        if self.has_focus and self.questions:
            low, high = self.questions[self.marked].ends or (LOW_END, HIGH_END)
            parts.append(one_line(f"0 {low}, 10 {high}", MUTED))
        mark = Content.styled("▌", "$l5-do") if self.has_focus and self.questions else Content("")
        return mark + Content("  ").join(parts)

    def _answer(self, question: RegularQuestion, given: ScoreAnswer | None, *, marked: bool) -> Content:
        shown = "-" if given is None else "left out" if given.pain is None else str(given.pain)
        if self.app.no_color and given is not None:
            shown = f"[{shown}]"
        answered = ("bold reverse" if self.app.no_color else "bold $l5-on-do on $l5-do") if given is not None else TEXT
        name = one_line(question.name, STRONG if marked else MUTED)
        number = Content.styled(shown, "reverse" if marked and given is None else answered)
        return name + Content(" ") + number if question.name else number
