"""A full check in progress: its current page, the entries that each page produces, and how it ends.

The user interface shows the questions of the page and passes the marked answers; unmarked questions count as no. The
yes answers of a page become entries as soon as the page is answered. The check itself becomes an entry only after its
last page, so that a cancelled check stores no "no". A yes to an emergency question ends the check at once.
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


class _Check:
    """What a full check and the emergency questions alone have in common: a page and its questions."""

    safety: Safety
    session: str | None = None
    """The uid of the session in which they are asked; None outside of one."""

    @property
    def page(self) -> Level | None:
        """The current page; None when the check has ended."""
        raise NotImplementedError

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the page."""
        return self.safety.of_level(self.page) if self.page else ()

    def _ids(self, named: Collection[str]) -> list[str]:
        """The ids of the page's questions; ValueError if `named` has another, or the check has ended."""
        ids = [question.id for question in self.questions]
        if unknown := [one for one in named if one not in ids]:
            raise ValueError(f"{unknown[0]} is not on this page")
        return ids


class FullCheck(_Check):
    """The questions, one page for each level.

    Args:
        safety: the questions.
        state: the safety state when the check begins. The check replaces what is known there, and nothing that another
            login writes meanwhile.
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
        """Whether an emergency question was answered with yes or not sure, which ends the check."""

    @property
    def page(self) -> Level | None:
        """The current page; None when the check has ended."""
        if self.emergency or self._page >= len(PAGES):
            return None
        return PAGES[self._page]

    def recorded(self, question_id: str) -> Clearing | None:
        """The recorded clearing of a positive answer, which `s` keeps ("still so, nothing new since DATE")."""
        return next((one.cleared for one in self.state.positive_answers if one.question.id == question_id), None)

    def before(self, question_id: str) -> Answer | None:
        """The last answer, to be shown beside the question; it is never selected automatically."""
        return self.state.answers.get(question_id)

    def answer(self, marked: Mapping[str, Answer], kept: Collection[str] = ()) -> tuple[SafetyEntry, ...]:
        """Answer the page. Returns the entries to be written before anything else is shown.

        Args:
            marked: yes and not sure, by the question's id; a missing id means no.
            kept: ids whose recorded clearing still holds; they count as yes and as cleared.

        Raises:
            ValueError: the check has ended, an id isn't on the page, or there is no recorded clearing to keep.
        """
        page = self.page
        if page is None:
            raise ValueError("the check has ended")
        ids = self._ids([*marked, *kept])
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


class EmergencyCheck(_Check):
    """The emergency questions alone, as asked after a stop within a session. Not a full check: a "no" isn't stored.

    Args:
        safety: the questions.
        session: the uid of the session in which they are asked.
        new_header: makes the header of an entry that is written now.
    """

    def __init__(self, safety: Safety, session: str, new_header: Callable[[], EntryHeader]) -> None:
        self.safety = safety
        self.session: str = session
        self._new_header = new_header
        self._answered = False
        self.emergency = False
        """Whether one was answered with yes or not sure."""

    @property
    def page(self) -> Level | None:
        """The only page; None once it was answered."""
        return None if self._answered else Level.EMERGENCY

    def recorded(self, question_id: str) -> Clearing | None:  # noqa: ARG002
        """None, because nobody can clear an emergency."""
        return None

    def before(self, question_id: str) -> Answer | None:  # noqa: ARG002
        """None, because answers from before a session say nothing about what happened in it."""
        return None

    def answer(self, marked: Mapping[str, Answer]) -> tuple[SafetyEntry, ...]:
        """Answer the page. Returns the entries to be written before anything else is shown: each yes and not sure.

        Raises:
            ValueError: it was answered already, or an id isn't among the emergency questions.
        """
        ids = self._ids(marked)
        self._answered = True
        said = {one: marked[one] for one in ids if one in marked and marked[one].counts_as_yes}
        self.emergency = bool(said)
        return tuple(
            new_emergency_answer(self._new_header(), one, self.session, answer) for one, answer in said.items()
        )


class NewSymptomsCheck:
    """The handling of new symptoms before and after a session: what is written, what is asked, and whether it stops.

    The user interface writes `first`, asks the questions of `check` under the text of `stop_page.new_symptoms_words`,
    and writes the result of `answer`, each before it shows anything more (clinical data, section b).

    Args:
        signs: the new symptoms.
        safety: the questions; None if they can't be read.
        state: the safety state; None if the questions can't be read.
        new_header: makes the header of an entry that is written now.
        session: the uid of the session that has just ended; None before a session and without one.
        kept: whether the place is in the journal and so isn't new from now on. Then a full check is due before the next
            session even if the questions asked here stay unanswered.
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
        """The entries to be written before anything is shown."""
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
        """The rule that stops, S4 or S5. "open" while the questions are unanswered; a full check is then due before the
        next session. None if nothing stops."""

    def answer(self, marked: Mapping[str, Answer] | None) -> tuple[SafetyEntry, ...]:
        """Answer the questions. Returns the entries to be written before anything else is shown.

        Args:
            marked: yes and not sure, by the question's id; None if nobody answered.
        """
        if marked is None or self.check is None:
            return () if self._new_kind or self._kept else (new_something_new(self._new_header()),)
        entries = self.check.answer(marked)
        if self.check.emergency:
            self.stop = "S5"
        elif not self._new_kind:
            self.stop = None
        return entries
