"""The screen of safety answers: what was answered, what is off and why, and who can clear it.

It also explains why no session starts. It changes nothing itself: it returns what the person wants, and the caller
stores that and opens the screen again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Final

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, Static

from l5tui.domain.entry_times import local_date, parse_day
from l5tui.domain.safety.entries import PASSED, PROFESSIONAL
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.questions import Level, Safety
from l5tui.domain.safety.state import ActiveStop, PositiveAnswer, SafetyState
from l5tui.domain.safety.words import (
    active_stop_line,
    clearance_words,
    day_of,
    positive_answer_line,
    restriction_lines,
    what_follows_words,
    why_due,
)
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.safety.question_list import QuestionItem, QuestionListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, label, plain

TITLE: Final = "Safety answers"
STOPPED: Final = "Ask a health professional first"
NEVER: Final = "The safety questions were not answered yet. They come before the first session."
ANSWERED: Final = "The safety questions were answered on {day}."
DUE: Final = "They come again before the next session: {why}."
NOTHING: Final = "No answer switches anything off."
ASK_AGAIN: Final = "answer the questions again"
SAID_OK: Final = "a professional said it is OK"
KNOWS: Final = "a health professional knows"
"""The words for a recorded approval, of an answer or of a stop, in at most 38 columns."""
WHEN: Final = "Day of that word"
NO_DAY: Final = "Write the day as 2026-11-20, or today"
AHEAD: Final = "That day is still to come"
BEFORE: Final = "That day is before it happened"


class ClearAnswer(Struct, frozen=True):
    """A professional's approval of an answer or a stop: about which, of which day, by whom, and for which entries."""

    about: str
    on: date
    by: str
    over: tuple[str, ...]


class AskAgain(Struct, frozen=True):
    """The person wants to answer the full check again."""


class SafetyAnswersScreen(L5Screen[ClearAnswer | AskAgain | None]):
    """Shows the recorded answers and stops; returns what to do, or None when the person goes back.

    Args:
        state: the recorded answers and stops.
        safety: the questions.
        today: the local date; an approval of a later day is refused.
        names: the exercises' names, by id.
        need: why no session starts, if the screen was opened to explain that.
        after_check: the questions were just answered; the screen says what is off, and enter continues.
    """

    WIDEST: ClassVar[int | None] = 92
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "clear_it('professional')", "a health professional said it is OK", id="answers.word"),
        Binding("g", "clear_it('passed')", "it was gone within minutes and did not come back", id="answers.passed"),
        Binding("a", "ask_again", ASK_AGAIN, id="answers.ask"),
        Binding("enter", "go_on", "go on", id="answers.done"),
        Binding("escape", "back", "back", id="back"),
    ]
    WRITING_HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back, nothing recorded", ("back",)),)

    def __init__(
        self,
        state: SafetyState,
        safety: Safety,
        today: date,
        names: Mapping[str, str],
        need: Need | None = None,
        *,
        after_check: bool = False,
    ) -> None:
        super().__init__()
        self.state = state
        self.safety = safety
        self.today = today
        self.need = need
        self.after_check = after_check
        self._names = names
        self._liftable: dict[str, PositiveAnswer | ActiveStop] = {}
        self._about = ""
        self._said = ""

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield QuestionListWidget(id="answers")
        with Horizontal(id="writing"):
            yield Static(plain(WHEN, STRONG), id="name")
            yield Input(id="day", placeholder="2026-11-20 or today")
        yield Static(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(self._title(), STRONG)
        self.rows.items = self._items()
        self.rows.focus()
        self.call_after_refresh(self._begin)
        self._show()

    def _begin(self) -> None:
        """Highlight the first row that an approval can clear, unless the page's text would scroll out of sight, or a
        key has moved the highlight before the page was laid out."""
        first = self._first_liftable()
        if first is not None and not self.rows.highlighted and self.rows.fits(first):
            self.rows.highlighted = first

    def _first_liftable(self) -> int | None:
        return next((at for at, item in enumerate(self.rows.items) if item.id in self._liftable), None)

    @property
    def rows(self) -> QuestionListWidget:
        """The list of answers and stops."""
        return self.query_one(QuestionListWidget)

    @property
    def chosen(self) -> PositiveAnswer | ActiveStop | None:
        """The highlighted answer or stop, if an approval can clear it."""
        item = self.rows.item if self.is_mounted else None
        return self._liftable.get(item.id) if item else None

    def hints(self) -> tuple[Hint, ...]:
        if self.has_class("-writing"):
            return self.WRITING_HINTS
        word = (Hint("professional's OK", ("answers.word",)),) if self.chosen else ()
        passed = (Hint("it had passed", ("answers.passed",)),) if self._may_have_passed() else ()
        return (
            Hint("choose", ("list.up", "list.down")),
            *word,
            *passed,
            Hint("answer again", ("answers.ask",)),
            Hint("back", ("back",)),
            Hint("keys", ("help",)),
        )

    # Content

    def _title(self) -> str:
        match self.need:
            case Need.URGENT:
                return self.safety.pages[Level.URGENT].title
            case Need.STOP:
                return STOPPED
        return what_follows_words(self.safety, self.state.restrictions)[0] if self.after_check else TITLE

    def _items(self) -> tuple[QuestionItem, ...]:
        state = self.state
        said = [(f"about-{number}", line) for number, line in enumerate(self._about_it())]
        lines = [*said]
        for stop in state.stops:
            key = f"stop-{stop.rule}-{stop.at}"
            if stop.needs_clearance:
                self._liftable[key] = stop
            lines.append((key, active_stop_line(stop, self.safety)))
        for one in state.positive_answers:
            key = one.question.id
            if one.cleared is None and one.question.clearable:
                self._liftable[key] = one
            cleared = f". Cleared: {clearance_words(one.cleared)}" if one.cleared else ""
            lines.append((key, f"{positive_answer_line(one)}{cleared}"))
        off = list(restriction_lines(state.restrictions, self._names))
        lines += [(f"off-{number}", line) for number, line in enumerate(off or ([] if self.need else [NOTHING]))]
        return tuple(QuestionItem(key, line) for key, line in lines)

    def _about_it(self) -> list[str]:
        """What the screen is about, in sentences."""
        state = self.state
        if self.need is Need.URGENT:
            return [self.safety.pages[Level.URGENT].body]
        if self.need is Need.STOP:
            rules = dict.fromkeys(stop.rule for stop in state.stops if stop.needs_clearance)
            return [self.safety.stop_texts[rule] for rule in rules if rule in self.safety.stop_texts]
        if self.after_check:
            return [what_follows_words(self.safety, self.state.restrictions)[1]]
        if state.asked is None:
            return [NEVER]
        due = f" {DUE.format(why=why[0])}" if (why := why_due(state)) else ""
        return [f"{ANSWERED.format(day=day_of(state.asked))}{due}"]

    def _may_have_passed(self) -> bool:
        """Whether the person's own word can clear the highlighted row (S6: it had passed)."""
        chosen = self.chosen
        rule = self.safety.stop_rules.get(chosen.rule) if isinstance(chosen, ActiveStop) else None
        return rule is not None and rule.lifted_by is not None and rule.lifted_by.passed is not None

    # Keys

    def on_question_list_widget_moved(self) -> None:
        self._said = ""
        self._show()

    def action_ask_again(self) -> None:
        """Return that the person wants to answer the questions again."""
        if not self.has_class("-writing"):
            self.dismiss(AskAgain())

    def action_go_on(self) -> None:
        """Close the screen after a check."""
        if self.after_check and not self.has_class("-writing"):
            self.dismiss(None)

    def action_clear_it(self, by: str) -> None:
        """Record an approval for the highlighted row."""
        if self.has_class("-writing"):
            return
        chosen = self.chosen
        if chosen is None:  # highlight the first clearable row; the key applies to it when pressed again
            first = self._first_liftable()
            self.rows.highlighted = self.rows.highlighted if first is None else first
        elif by == PROFESSIONAL:
            self._write()
        elif self._may_have_passed():
            self.dismiss(self._cleared(chosen, self.today, PASSED))

    def _cleared(self, one: PositiveAnswer | ActiveStop, on: date, by: str) -> ClearAnswer:
        return ClearAnswer(one.question.id if isinstance(one, PositiveAnswer) else one.rule, on, by, one.uids)

    def _write(self) -> None:
        self.add_class("-writing")
        self._said = ""
        self.query_one("#day", Input).focus()
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the approval with the typed day; an impossible day is refused with the reason."""
        event.stop()
        chosen = self.chosen
        typed = event.value.strip().lower()
        on = self.today if typed == "today" else parse_day(typed)
        happened = local_date(chosen.at) if isinstance(chosen, ActiveStop) else None
        if chosen is None or on is None:
            self._said = NO_DAY
        elif on > self.today:
            self._said = AHEAD
        elif happened is not None and on < happened:
            self._said = BEFORE
        else:
            self.dismiss(self._cleared(chosen, on, PROFESSIONAL))
            return
        self._show()

    def action_back(self) -> None:
        """Close the field for the day without a change, or the screen."""
        if self.has_class("-writing"):
            self.remove_class("-writing")
            self._said = ""
            self.rows.focus()
            self._show()
        else:
            self.dismiss(None)

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        if not self.is_mounted:
            return
        self.query_one("#answer", Static).update(self._line())
        self.refresh_hints()

    def _line(self) -> Content:
        coloured = not self.app.no_color
        if self._said:
            return plain(self._said, "bold $l5-rest")
        if self.has_class("-writing"):
            return label("enter", coloured=coloured) + plain(" record it", TEXT)
        if self.after_check:
            return label("enter", coloured=coloured) + plain(" go on", TEXT)
        more = plain(f"↓ {self.rows.below} more lines", MUTED) if self.rows.below else Content("")
        if self.chosen is None:
            return more
        word = label(self.keys_by_id().get("answers.word", "c"), coloured=coloured)
        word += plain(f" {KNOWS if isinstance(self.chosen, ActiveStop) else SAID_OK}", TEXT)
        together = word + Content("   ") + more if more else word
        return together if together.cell_length <= self.query_one("#answer").size.width else word
