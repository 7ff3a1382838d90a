"""The check-in screen: new symptoms, the pain score, its place, and which session the score allows.

Enter does exactly what the screen says it does (`tui/session/start_options.py`). The screen returns the answers and
stores none of them, with one exception: the answer about the morning after the last session is stored in that session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Final, Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from l5tui.config.clock import new_uid, now
from l5tui.config.errors import JournalError
from l5tui.domain.entry import NextDay, Score, SessionEntry
from l5tui.domain.next_morning import ANSWERS
from l5tui.domain.pain_zones import NEXT_DAY, NEXT_MORNING, RECHECK_OPEN, Zone, zone_of
from l5tui.domain.place import Symptoms
from l5tui.domain.progression.levels import Offer
from l5tui.domain.regular_questions import RegularQuestion
from l5tui.domain.routine import Routine
from l5tui.engine.plan import Plan
from l5tui.journal.drafts import answer_draft
from l5tui.journal.next_day import keep_next_day as put_next_day
from l5tui.journal.next_day import with_next_day
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.chrome import Hint
from l5tui.tui.dialog import DROP, DialogScreen, Option
from l5tui.tui.session.plan_outline import AnswerRowWidget, PlanOutlineWidget
from l5tui.tui.session.regular_row import RegularRowWidget
from l5tui.tui.session.score_screen import FocusStop, ScoreScreen, more_questions
from l5tui.tui.session.start_options import StartOptions, StartWay
from l5tui.tui.widgets.pain_scale import ScoreAnswer
from l5tui.tui.widgets.text import STRONG, TEXT, label, one_line, plain
from l5tui.tui.widgets.text_field import NoteFieldWidget


async def keep_next_day(app: AppProtocol, session: SessionEntry, answer: NextDay | None) -> None:
    """Store the answer in that session. If the disk fails, the entry waits to be written, and a line says so."""
    try:
        await app.change(lambda journal: put_next_day(journal, session["uid"], answer, now()))
    except JournalError:
        await app.keep(with_next_day(session, answer, now()))
    else:
        await app.reload_if_possible()


NOTE_FIRST: Final = "tab to write one"
DoseAnswer = Literal["", "add", "stay"]
ADD_A_LITTLE: Final = "add"
DOSE_WORDS: Final = {ADD_A_LITTLE: "add it", "stay": "stay as it is"}
"""The answers to an offered step up, in words."""
_DOSE_KEYS: Final = {ADD_A_LITTLE: "check.more", "stay": "check.stay"}
_MORNING_KEYS: Final = {"better": "check.better", "same": "check.same", "worse": "check.worse"}


class ScoreDuringScreen(ScoreScreen[Score]):
    """Asks for a score during a session. Returns None when the app is to close.

    Args:
        title: the routine's name.
        entry: the uid of the session's entry.
        leads_to: returns the words for what a score leads to.
    """

    def __init__(
        self, title: str, *, entry: str | None = None, leads_to: Callable[[int | None], str] | None = None
    ) -> None:
        super().__init__(title, "during", entry=entry)
        self._leads_to = leads_to

    def enter_words(self) -> str:
        return (self._leads_to(self.pain) if self._leads_to else "") or super().enter_words()

    def finish(self) -> None:
        self.dismiss(self.score())

    def ask_to_leave(self) -> bool:
        """The app is about to close during a session: return None, so that the caller closes it."""
        self.dismiss(None)
        return True


class RegularAnswer(NamedTuple):
    """The answer to a regular question; None if it was left out."""

    uid: str
    question: RegularQuestion
    score: int | None


class CheckIn(Struct, frozen=True):
    """The answers of the check-in."""

    uid: str
    """The uid of the draft; the entry made from it gets the same."""
    score: Score
    way: StartWay = StartWay.CHOSEN
    override: bool = False
    """Whether a professional's approval for days of 6 and 7 applies: given now, or earlier and not taken back."""
    note: str = ""
    keep_only: bool = False
    """The person goes back, and the score is to be stored without a session."""
    something_new: bool = False
    """The recheck was answered with yes or not sure, so no session begins."""
    answer: ScoreAnswer | None = None
    """The score as answered, to fill in again at the check-in that follows the safety questions."""
    felt: Symptoms = Symptoms()
    dose: DoseAnswer = ""
    """The answer to the offered step up; empty if none was offered or it wasn't answered."""
    regular: tuple[RegularAnswer, ...] = ()
    """The answers to regular questions, each to be stored as an entry of its own."""

    @property
    def has_score(self) -> bool:
        """Whether a score, a place or a note was given."""
        return self.answer is not None or self.felt != Symptoms() or bool(self.note)


class CheckInScreen(ScoreScreen[CheckIn]):
    """Asks before a session. Returns the answers, or None when the person went back.

    Args:
        start_options: what a score allows to begin.
        recheck: the question whether anything is new; empty if it isn't asked.
        above: a sentence above the scale, right after a full check.
        morning: the session whose next morning is asked about.
        draft: the earlier check-in to continue: its uid, score and place.
        regular: the regular questions that are due.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "nothing_new", "nothing new", id="check.nothing_new"),
        Binding("y", "something_new", "something is new, or not sure", id="check.something_new"),
        Binding("b", "morning('better')", "last time's next morning: better", id="check.better", show=False),
        Binding("a", "morning('same')", "last time's next morning: about the same", id="check.same", show=False),
        Binding("w", "morning('worse')", "last time's next morning: worse", id="check.worse", show=False),
        Binding("g", "gentler", "gentler", id="check.gentler", show=False),
        Binding("plus,equals_sign", "dose('add')", "add a little, where that is asked", id="check.more", show=False),
        Binding("minus", "dose('stay')", "stay as it is, where more is asked", id="check.stay", show=False),
        Binding(
            "o", "override", "a professional told me these are right on such days", id="check.override", show=False
        ),
    ]

    def __init__(
        self,
        start_options: StartOptions,
        *,
        recheck: str = "",
        above: str = "",
        morning: SessionEntry | None = None,
        draft: tuple[str, ScoreAnswer | None, Symptoms] | None = None,
        regular: Sequence[RegularQuestion] = (),
    ) -> None:
        super().__init__(start_options.routine.name, "before", draft=draft)
        self._regular = {new_uid(): question for question in regular}
        """The regular questions that are due, by the uid of the draft and the entry."""
        self.start_options = start_options
        self._recheck = recheck
        self._above = above
        self._morning = morning
        self._next_day: NextDay | None = None
        self._way = StartWay.CHOSEN
        self._override = start_options.override is not None
        self._dose: DoseAnswer = ""
        self._scored: ScoreAnswer | None = None
        """The score to which the override and the way to begin were chosen."""

    # The questions

    def recheck_text(self) -> str:
        return self._recheck

    def recheck_answers(self) -> Content:
        coloured = not self.app.no_color
        return (
            label(self.key("check.nothing_new"), coloured=coloured)
            + plain(" nothing new   ", TEXT)
            + plain(f"{self.key('check.something_new')} ", STRONG)
            + plain("yes or not sure", TEXT)
        )

    def unanswered_question(self) -> str:
        if self._recheck:
            return RECHECK_OPEN.format(no=self.key("check.nothing_new"), yes=self.key("check.something_new"))
        return super().unanswered_question()

    def introduction(self) -> str:
        return self._above

    def rows(self) -> ComposeResult:
        yield AnswerRowWidget(id="morning")
        yield AnswerRowWidget(id="dose")
        yield RegularRowWidget(tuple(self._regular.values()), id="regular")
        with Horizontal(id="note-row"):
            yield Static(plain("Note", STRONG), id="note-label")
            yield NoteFieldWidget(placeholder=NOTE_FIRST, id="note")
        yield PlanOutlineWidget(id="plan")

    def row_stops(self) -> Iterator[FocusStop]:
        if self._morning is not None:
            yield FocusStop("morning", ("morning", "so-far", "say"))
        if self._offer is not None and not self._recheck:
            yield FocusStop("dose", ("dose", "so-far", "say"))
        if self._regular and not self._recheck:
            yield FocusStop("regular", ("regular", "say"))
        if self._keeps_only:
            yield FocusStop("note", ("note-row", "so-far", "say"))
        elif not self._recheck:
            yield FocusStop("plan", ("plan",))

    @property
    def _keeps_only(self) -> bool:
        """Whether enter stores the score without beginning a session."""
        return self.answer is not None and self._begins is None

    @property
    def _begins(self) -> tuple[Routine, Plan] | None:
        """The routine and plan that enter begins with the present score; None if it begins none."""
        more = self._dose == ADD_A_LITTLE
        return self.start_options.begins(self.pain, self._way, override=self._override, more=more)

    @property
    def _offer(self) -> Offer | None:
        """The step up that is offered with the present score."""
        return self.start_options.dose_offer(self.pain) if self.answer is not None else None

    # The advice for the score

    def enter_words(self) -> str:
        return self.start_options.enter_words(self.pain, self._way, override=self._override)

    def advice(self) -> list[Content]:
        if self.answer is None or self._recheck:
            return []
        said = self.start_options.advice(self.pain, override=self._override)
        very = zone_of(self.pain) is Zone.STOP
        lines = [plain(said, "$l5-rest" if very else TEXT)] if said else []
        if self.start_options.may_override(self.pain):
            lines.append(self._key_line("check.override", self.start_options.override_words(override=self._override)))
        if ways := self.start_options.ways(self.pain):
            following = ways[(ways.index(self._way) + 1) % len(ways)] if self._way in ways else ways[0]
            lines.append(self._key_line("check.gentler", self.start_options.way_words(following)))
        return lines

    def _key_line(self, binding: str, words: str) -> Content:
        return Content.assemble((self.key(binding), STRONG), "  ", one_line(words, TEXT))

    def sync(self) -> None:
        row = self.query_one("#morning", AnswerRowWidget)
        row.asked = NEXT_MORNING
        row.answers = tuple((self.key(_MORNING_KEYS[answer]), NEXT_DAY[answer], answer) for answer in ANSWERS)
        row.given = self._next_day or ""
        dose, offer = self.query_one("#dose", AnswerRowWidget), self._offer
        dose.asked = f"{offer.exercise.name}: {offer.text}" if offer else ""
        dose.answers = tuple((self.key(_DOSE_KEYS[answer]), words, answer) for answer, words in DOSE_WORDS.items())
        dose.given = self._dose
        begins = self._begins
        outline = self.query_one("#plan", PlanOutlineWidget)
        outline.plan = begins[1] if begins else None
        outline.changed = self.start_options.changed_lines(*begins) if begins else ()
        super().sync()

    # Keys

    def hints(self) -> tuple[Hint, ...]:
        if self.focused is None or self.focused.id != "regular":
            return super().hints()
        return (
            *((Hint(more_questions(self._more), ("check.next",)),) if self._more else ()),
            Hint("answer", ("scale.0", "scale.9")),
            Hint("leave out", ("scale.leave_out",)),
            Hint("another", ("regular.previous", "regular.next")),
            Hint("back", ("check.back",)),
            Hint("keys", ("help",)),
        )

    def action_nothing_new(self) -> None:
        """Answer the recheck with "nothing new"; the question about the place takes its position."""
        if self._recheck and self.is_seen("recheck", "scale") and self.is_in_time("check.nothing_new"):
            self._recheck = ""
            self._named = ""
            self.sync()

    def action_something_new(self) -> None:
        """Answer the recheck with yes or not sure: the safety questions come first, so no session begins."""
        if self._recheck and self.is_seen("recheck", "scale") and self.is_in_time("check.something_new"):
            self.dismiss(replace(self._given(), something_new=True))

    def action_morning(self, answer: NextDay) -> None:
        """Answer how the morning after the last session was; the same key again removes the answer."""
        if self._morning is not None and self.is_seen("morning"):
            self._next_day = None if self._next_day == answer else answer
            self.app.run_worker(keep_next_day(self.l5, self._morning, self._next_day), group="next-morning")
            self.start_options.answer_next_morning(self._morning, self._next_day)
            self._keep_dose_while_asked()
            self.sync()

    def action_dose(self, answer: DoseAnswer) -> None:
        """Accept or refuse the step up; the same key again removes the answer. Unanswered, it is asked next time."""
        if self._offer is not None and not self._recheck and self.is_seen("dose"):
            self._dose = "" if self._dose == answer else answer
            self.sync()

    def _keep_dose_while_asked(self) -> None:
        """Remove the answer about a step up that isn't offered any more."""
        if self._offer is None:
            self._dose = ""

    def action_gentler(self) -> None:
        """Choose the next gentler way to begin; after the last one, the chosen routine again."""
        ways = self.start_options.ways(self.pain)
        if self.answer is not None and not self._recheck and ways and self.is_seen("advice", "scale"):
            self._way = ways[(ways.index(self._way) + 1) % len(ways)] if self._way in ways else ways[0]
            self.sync()

    def action_override(self) -> None:
        """State that a professional approved these exercises for days of 6 or 7; the same key again takes that back.

        Another score removes an approval stated for this one. An approval recorded earlier can be taken back, too.
        """
        asked = self.answer is not None and not self._recheck and self.start_options.may_override(self.pain)
        if asked and self.is_seen("advice", "scale"):
            self._override = not self._override
            self.sync()

    def changed(self) -> None:
        if self._way not in self.start_options.ways(self.pain):
            self._way = StartWay.CHOSEN
        if self.answer != self._scored and self.start_options.override is None:
            self._override = False
        self._scored = self.answer
        self._keep_dose_while_asked()
        super().changed()

    def on_input_changed(self) -> None:
        self.save_draft()

    def unsaved_input(self) -> dict[str, Any]:
        note = self.query_one("#note", NoteFieldWidget).text if self._keeps_only else ""
        return {**super().unsaved_input(), **({"note": note} if note else {})}

    def _given(self) -> CheckIn:
        note = self.query_one("#note", NoteFieldWidget).text if self._keeps_only else ""
        return CheckIn(
            self.uid,
            self.score(),
            self._way,
            self._override,
            note,
            answer=self.answer,
            felt=self.felt,
            dose=self._dose,
            regular=self._regular_answers(),
        )

    def _regular_answers(self) -> tuple[RegularAnswer, ...]:
        given = self.query_one(RegularRowWidget).given
        pairs = zip(self._regular.items(), given, strict=True)
        return tuple(RegularAnswer(uid, question, one.pain) for (uid, question), one in pairs if one is not None)

    def save_draft(self) -> None:
        """Store the present input as drafts: the score, and each answer to a regular question apart."""
        super().save_draft()
        drafts, at = self.l5.records.drafts, now().isoformat(timespec="seconds")
        given = {one.uid: one.score for one in self._regular_answers()}
        for uid, question in self._regular.items():
            score = given.get(uid)
            if score is None:
                drafts.finish(uid)
            else:
                drafts.hold(answer_draft(question, uid, score, at))

    def finish(self) -> None:
        self.dismiss(self._given())

    # Leaving

    def action_back(self) -> None:
        regular = any(one.score is not None for one in self._regular_answers())
        if not self.unsaved_input() and not regular:
            self.dismiss(None)
            return
        options = [
            Option("escape", "stay here", "stay"),
            Option("enter", "keep it, without a session", "keep"),
            Option("d", "drop it", DROP),
        ]
        asked = "Leave this score?" if self.unsaved_input() else "Leave these answers?"
        self.app.push_screen(DialogScreen(asked, options, role="rest", marked="escape"), self._asked)

    def _asked(self, said: str | None) -> None:
        """Act on the answer to the question before a score that was given is left."""
        if said is None:
            self.l5.close()
        elif said == "keep":
            self.dismiss(replace(self._given(), keep_only=True))
        elif said == DROP:
            for uid in (self.uid, *self._regular):
                self.l5.records.drafts.finish(uid)
            self.dismiss(None)
