"""One page of the full safety check: the questions of a level, to be marked with yes or not sure.

No question is marked beforehand. A page takes no answer just after it appears, nor while a key is held, so that a key
pressed on the page before can't answer this one. A question without a mark counts as no, so the page can be left only
once its last question was visible. The exception is a marked emergency, which is acted on at once.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import ClassVar, Final

from msgspec import Struct, field
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from l5tui.config.clock import new_uid
from l5tui.domain.safety.full_check import PAGES, EmergencyCheck, FullCheck
from l5tui.domain.safety.questions import Answer, Level
from l5tui.journal.marked_answers import hold_marked
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.key_guard import AnswerDelay
from l5tui.tui.safety.question_list import QuestionItem, QuestionListWidget
from l5tui.tui.widgets.scrolling import PAGE_KEYS
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, label, plain

TITLE: Final = "Safety questions"
ASKED: Final = {
    Level.EMERGENCY: "Is any of these so?",
    Level.URGENT: "And is any of these so?",
    Level.ASK_FIRST: "Does any of these apply to you?",
}
WORDS: Final = {Answer.YES: "yes", Answer.NOT_SURE: "not sure", Answer.NO: "no"}
STILL_SO: Final = "still so"
READ_ON: Final = "There are more questions below"
MARK_FIRST: Final = "Mark one with y or u, or press n"
NONE: Final = "none of these"
ROOMY: Final = 20
"""Rows of a window from which the introduction is above the list; in a smaller one it is the list's first lines."""
BROKEN_OFF: Final = "stop here, nothing is kept as no"


class PageAnswer(Struct, frozen=True):
    """The answers of a page; questions that aren't in it are answered with no."""

    marked: dict[str, Answer] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    """Ids of the questions whose recorded check still applies."""
    closes: bool = False
    """The app was asked to close after an emergency was marked: the caller stores the answer, then closes the app."""


class SessionQuestion(Struct, frozen=True):
    """The texts around the emergency questions when a stop during a session asks them."""

    heading: str
    said: str
    """The text of the rule."""
    asked: str
    none: str = NONE
    """What "none of these" does, in words."""


class SafetyPageScreen(L5Screen[PageAnswer | None]):
    """The current page of a check; returns its answers, or None if the person broke off.

    Args:
        check: the check.
        within: the texts, if the emergency questions are asked during a session; then the page must be answered.
        awake: a monotonic clock in seconds; tests pass their own.
    """

    WIDEST: ClassVar[int | None] = 92
    GUTTER: ClassVar[int] = 0
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "mark('yes')", "yes", id="safety.yes"),
        Binding("u", "mark('not_sure')", "not sure", id="safety.not_sure"),
        Binding("n", "none", "none of these", id="safety.none"),
        Binding("s", "keep", "still so, nothing new since the recorded check", id="safety.keep"),
        Binding("backspace", "clear", "clear the mark", id="safety.clear"),
        Binding("enter", "done", "done", id="safety.done"),
        Binding("escape", "break_off", BROKEN_OFF, id="back"),
        *PAGE_KEYS,
    ]

    def __init__(
        self,
        check: FullCheck | EmergencyCheck,
        *,
        within: SessionQuestion | None = None,
        awake: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self.check = check
        self.within = within
        self.level = check.page or Level.EMERGENCY
        self.questions = check.questions
        self._marked: dict[str, Answer] = {}
        self._kept: set[str] = set()
        self._answer_delay = AnswerDelay(awake)
        self._said = ""
        self._draft = new_uid()
        """Of the draft that keeps what is marked, in case the program is cut off."""

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        within = self.within
        yield Static(plain(within.said, TEXT) if within else plain(self.check.safety.intro, MUTED), id="intro")
        yield Static(plain(within.asked if within else ASKED[self.level], STRONG), id="asked")
        yield QuestionListWidget(id="questions")
        yield Static(id="detail")
        yield Static(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        top = self.query_one(TopLineWidget)
        if self.within:
            top.left = plain(self.within.heading, "bold $l5-stop")
            self.add_class("-within")
        else:
            top.left = plain(TITLE, STRONG)
            answered = any(self.check.before(question.id) for question in self.questions)
            again = "last answers in brackets   " if answered and self.level is Level.EMERGENCY else ""
            top.right = plain(f"{again}page {PAGES.index(self.level) + 1} of {len(PAGES)}", MUTED)
        self.set_class(self.level is Level.EMERGENCY, "-first")
        self._show()
        self.list.focus()
        self.call_after_refresh(self._answer_delay.appeared)

    @property
    def list(self) -> QuestionListWidget:
        """The list of questions."""
        return self.query_one(QuestionListWidget)

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        small = self.level is Level.EMERGENCY and self.within is None and event.size.height < ROOMY
        self.list.lead = self.check.safety.intro if small else ""
        self.call_after_refresh(self._show)

    def on_question_list_widget_moved(self) -> None:
        if self._said == READ_ON and self.list.all_seen:
            self._said = ""
        self._show_rest()

    def action_turn(self, pages: int) -> None:
        """Scroll the list by a page."""
        self.list.turn(pages)

    def hints(self) -> tuple[Hint, ...]:
        keep = (Hint("still so", ("safety.keep",)),) if self._recorded() else ()
        return (
            Hint("yes", ("safety.yes",)),
            Hint("not sure", ("safety.not_sure",)),
            *(() if self.within else (Hint("back", ("back",)),)),
            Hint("choose", ("list.up", "list.down")),
            *keep,
            Hint("clear", ("safety.clear",)),
            Hint("keys", ("help",)),
        )

    # Keys

    def action_mark(self, answer: str) -> None:
        """Mark the highlighted question."""
        item = self.list.item
        if item is not None and self._answer_delay.accepts():
            self.list.show_highlighted()  # it may be out of sight below the introduction
            self._kept.discard(item.id)
            self._marked[item.id] = Answer(answer)
            self._changed()

    def action_clear(self) -> None:
        """Remove the mark of the highlighted question."""
        item = self.list.item
        if item is not None and self._answer_delay.accepts():
            self._marked.pop(item.id, None)
            self._kept.discard(item.id)
            self._changed()

    def action_keep(self) -> None:
        """Mark that the recorded check still applies: still so, and nothing new since."""
        item = self.list.item
        if item is not None and self._recorded() and self._answer_delay.accepts():
            self._marked.pop(item.id, None)
            self._kept.add(item.id)
            self._changed()

    def _changed(self) -> None:
        hold_marked(self.l5.records.drafts, self._draft, self._marked, self.check.session)
        self._show()

    def _leave(self, answer: PageAnswer | None) -> None:
        """Return the answers. The file of the draft goes only once typing pauses, so after the answers are stored."""
        self.l5.records.drafts.finish(self._draft)
        self.dismiss(answer)

    def action_none(self) -> None:
        """Answer "none of these": only if nothing is marked, and every question was visible."""
        if self._anything or not self._answer_delay.accepts():
            return
        if not self.list.all_seen:
            self._say(READ_ON)
            return
        self._leave(PageAnswer())

    def action_done(self) -> None:
        """Return the marked answers; every other question is answered with no."""
        if not self._answer_delay.accepts():
            return
        if not self._anything:
            self._say(MARK_FIRST)
        elif self.level is not Level.EMERGENCY and not self.list.all_seen:
            self._say(READ_ON)
        else:
            self._leave(PageAnswer(dict(self._marked), frozenset(self._kept)))

    def action_break_off(self) -> None:
        """Break off the check; not possible during a session."""
        if self.within is None and self._answer_delay.accepts():
            self._leave(None)

    def ask_to_leave(self) -> bool:
        """The app is about to close: no question counts as "no", but a marked emergency counts.

        Returns:
            Whether the caller stores the answer and then closes the app.
        """
        if self.level is Level.EMERGENCY and self._marked:
            self._leave(PageAnswer(dict(self._marked), frozenset(self._kept), closes=True))
            return True
        self._leave(None)
        return self.within is not None

    @property
    def _anything(self) -> bool:
        return bool(self._marked or self._kept)

    def _recorded(self) -> bool:
        """Whether a professional's check is recorded for the highlighted question, so that it can still apply."""
        item = self.list.item if self.is_mounted else None
        return item is not None and self.check.recorded(item.id) is not None

    # Rendering

    def _say(self, words: str) -> None:
        self._said = words
        self._show_rest()

    def _show(self) -> None:
        """Show the marks and the words that depend on them."""
        if not self.is_mounted:
            return
        self._said = ""
        full = self.level is Level.EMERGENCY
        self.list.items = tuple(
            QuestionItem(
                question.id,
                question.text if full else question.short,
                self._mark_of(question.id),
                WORDS[before] if (before := self.check.before(question.id)) else "",
            )
            for question in self.questions
        )
        self._show_rest()

    def _mark_of(self, question_id: str) -> str:
        if question_id in self._kept:
            return STILL_SO
        return WORDS[self._marked[question_id]] if question_id in self._marked else ""

    def _show_rest(self) -> None:
        item = self.list.item
        question = next((one for one in self.questions if item is not None and one.id == item.id), None)
        if question is not None and self.level is not Level.EMERGENCY:
            word = self.check.recorded(question.id)
            kept = f"Recorded: {word['by']}, {word['date']}. s: still so, nothing new since. " if word else ""
            self.query_one("#detail", Static).update(
                Content.assemble(plain(question.text, TEXT), " ", plain(f"{kept}{question.why}", MUTED))
            )
        self.query_one("#answer", Static).update(self._answer())
        self.refresh_hints()

    def _answer(self) -> Content:
        """The label of enter or n: what the key does now."""
        coloured = not self.app.no_color
        if self._said:
            return plain(self._said, "bold $l5-rest")
        if self._anything:
            count = len(self._marked) + len(self._kept)
            return label("enter", coloured=coloured) + plain(f" done, {count} marked, the others no", TEXT)
        if not self.list.all_seen:
            return plain(f"↓ {self.list.below} more lines", MUTED)
        return label("n", coloured=coloured) + plain(f" {self.within.none if self.within else NONE}", TEXT)
