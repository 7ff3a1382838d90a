"""A full check while it is being answered: which page is on, what is written down at once, and how it ends.

A face shows the page's questions and hands in what was marked; what isn't marked is no. The yes answers of a page are
entries as soon as the page is answered, and the check itself is one only when its last page was: a check that is
broken off leaves no "no" behind. A yes among the emergencies ends it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final, Literal

from l5tui.domain.entry import Clearing, SafetyEntry, Stop
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.safety.entries import new_emergency_answer, new_full_check, new_something_new, new_stop, new_yes
from l5tui.domain.safety.new_symptoms import NewSymptoms
from l5tui.domain.safety.questions import Answer, Level, Question, Safety
from l5tui.domain.safety.state import SafetyState

PAGES: Final = (Level.EMERGENCY, Level.URGENT, Level.ASK_FIRST)


class FullCheck:
    """The questions, a page a level.

    Args:
        safety: the questions.
        state: what stands as the check begins; it answers that anew, and nothing that comes meanwhile elsewhere.
        new_header: makes the header of an entry that is written now.
    """

    def __init__(self, safety: Safety, state: SafetyState, new_header: Callable[[], EntryHeader]) -> None:
        self.safety = safety
        self.state = state
        self._new_header = new_header
        self._over = list(state.known)
        self._answers: dict[str, Answer] = {}
        self._kept: dict[str, Clearing] = {}
        self._page = 0
        self.emergency = False
        """Whether an emergency question was answered with yes or not sure: then it has ended."""

    @property
    def page(self) -> Level | None:
        """The page that is on; None when the check has ended."""
        if self.emergency or self._page >= len(PAGES):
            return None
        return PAGES[self._page]

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the page."""
        return self.safety.of_level(self.page) if self.page else ()

    def recorded(self, question_id: str) -> Clearing | None:
        """The recorded check of a yes that stands, which `s` keeps ("still so, nothing new since DATE")."""
        return next((one.cleared for one in self.state.positive_answers if one.question.id == question_id), None)

    def before(self, question_id: str) -> Answer | None:
        """The last answer, to stand beside the question; it is never chosen by itself."""
        return self.state.answers.get(question_id)

    def answer(self, marked: Mapping[str, Answer], kept: Collection[str] = ()) -> tuple[SafetyEntry, ...]:
        """Answer the page. Returns what is to be written before anything else is shown.

        Args:
            marked: yes and not sure, by the question's id; what isn't there is no.
            kept: ids whose recorded check still holds; they count as yes, and as cleared.

        Raises:
            ValueError: the check has ended, an id isn't on the page, or nothing is recorded that could be kept.
        """
        page = self.page
        if page is None:
            raise ValueError("the check has ended")
        ids = [question.id for question in self.questions]
        if unknown := [one for one in (*marked, *kept) if one not in ids]:
            raise ValueError(f"{unknown[0]} is not on this page")
        entries: list[SafetyEntry] = []
        for question_id in ids:
            word = self.recorded(question_id) if question_id in kept else None
            if question_id in kept and word is None:
                raise ValueError(f"no check of {question_id} is recorded")
            answer = Answer.YES if word else marked.get(question_id, Answer.NO)
            self._answers[question_id] = answer
            if word:
                self._kept[question_id] = word
            if answer.counts_as_yes:
                entries.append(new_yes(self._new_header(), question_id, answer, kept=word))
        self.emergency = page is Level.EMERGENCY and bool(entries)
        self._over += [entry["uid"] for entry in entries]
        self._page += 1
        if self.page is None and not self.emergency:
            entries.append(
                new_full_check(self._new_header(), self.safety, self._answers, over=self._over, kept=self._kept)
            )
        return tuple(entries)


class EmergencyCheck:
    """The emergency questions alone, as a stop within a session asks them. Not a full check: a "no" stays nowhere.

    Args:
        safety: the questions.
        session: the uid of the session in which they are asked.
        new_header: makes the header of an entry that is written now.
    """

    def __init__(self, safety: Safety, session: str, new_header: Callable[[], EntryHeader]) -> None:
        self.safety = safety
        self._session = session
        self._new_header = new_header
        self.page: Level | None = Level.EMERGENCY
        """The one page; None once it was answered."""
        self.emergency = False
        """Whether one was answered with yes or not sure."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the page."""
        return self.safety.of_level(self.page) if self.page else ()

    def recorded(self, question_id: str) -> Clearing | None:  # noqa: ARG002
        """Nothing lifts an emergency."""
        return None

    def before(self, question_id: str) -> Answer | None:  # noqa: ARG002
        """What was answered before a session says nothing about what came within it."""
        return None

    def answer(self, marked: Mapping[str, Answer]) -> tuple[SafetyEntry, ...]:
        """Answer the page. Returns what is to be written before anything else is shown: each yes and not sure.

        Raises:
            ValueError: it was answered already, or an id isn't among the emergency questions.
        """
        ids = [question.id for question in self.questions]
        if unknown := [one for one in marked if one not in ids]:
            raise ValueError(f"{unknown[0]} is not on this page")
        self.page = None
        said = {one: marked[one] for one in ids if one in marked and marked[one].counts_as_yes}
        self.emergency = bool(said)
        return tuple(
            new_emergency_answer(self._new_header(), one, self._session, answer) for one, answer in said.items()
        )


class NewSymptomsCheck:
    """What new signs in a place lead to before and after a session: what is kept, what is asked, and what stops.

    A face keeps `first`, asks the questions of `check` under the words of `stopping_words.signs_words`, and keeps what
    `answer` makes of the answer, each before it shows anything more (clinical data, section b).

    Args:
        signs: what is new.
        safety: the questions; None if they can't be read.
        state: what stands; None if the questions can't be read.
        new_header: makes the header of an entry that is written now.
        session: the uid of the session after which it was said; None before one, and without one.
        kept: the place is in the journal, so it is known from now on: the full check comes before the next session
            whatever becomes of the questions asked here.
    """

    def __init__(
        self,
        signs: NewSymptoms,
        safety: Safety | None,
        state: SafetyState | None,
        new_header: Callable[[], EntryHeader],
        *,
        session: str | None = None,
        kept: bool = True,
    ) -> None:
        self._new_kind = bool(signs.kinds)
        self._kept = kept
        self._new_header = new_header
        self.first: tuple[SafetyEntry, ...] = ()
        """What is written before anything is shown."""
        if self._new_kind:
            self.first = (new_stop(new_header(), "S4", session),)
        elif kept:
            self.first = (new_something_new(new_header()),)
        self.check: EmergencyCheck | FullCheck | None = None
        """The emergency questions; None where they can't be read."""
        if safety is not None and state is not None:
            self.check = (
                EmergencyCheck(safety, session, new_header) if session else FullCheck(safety, state, new_header)
            )
        self.stop: Stop | Literal["open"] | None = "S4" if self._new_kind else "open"
        """The rule that stops, S4 or S5. "open" while the questions aren't answered: the full check then comes before
        the next session. None where nothing stops."""

    def answer(self, marked: Mapping[str, Answer] | None) -> tuple[SafetyEntry, ...]:
        """Answer the questions. Returns what is to be written before anything else is shown.

        Args:
            marked: yes and not sure, by the question's id; None where nobody answered.
        """
        if marked is None or self.check is None:
            return () if self._new_kind or self._kept else (new_something_new(self._new_header()),)
        entries = self.check.answer(marked)
        if self.check.emergency:
            self.stop = "S5"
        elif not self._new_kind:
            self.stop = None
        return entries
