"""The "it hurts" dialogue on a running session: each question in turn, and the effect of its answer on the session.

The user interface shows `question` and passes the reply, until there is no question left. Each answer is recorded as an
event before the next question, which may never be answered. An interrupted session therefore resumes with the question
that was left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from l5tui.domain.entry import Score, Stop
from l5tui.domain.exercise import Exercise
from l5tui.domain.safety.it_hurts import CHOICES, RESTS_S, Ask, Choice, asked_after, follows, follows_score
from l5tui.domain.safety.stop_rules import (
    BOTH,
    EMERGENCY,
    NOT_TODAY,
    STOP_FROM,
    TAKEN_BACK,
    UNANSWERED,
    HurtAnswer,
    Then,
    Verdict,
    after_score,
    felt_of,
    graver,
    verdict,
)
from l5tui.engine.controller import Controller
from l5tui.engine.events import Changed, Ended, Event, Hurt, Jumped, Resumed
from l5tui.engine.plan_changes import eased, form_words, rep_start

_TOLD: Final[Mapping[Choice, HurtAnswer]] = {Choice.DIZZY_ONLY: HurtAnswer.DIZZY, Choice.CHEST: HurtAnswer.CHEST}
"""The symptom that a reply to a following question stands for."""


class HurtQuestion(Struct, frozen=True):
    """One question: what is asked, the possible replies (empty if a score is asked), and the rule that applies."""

    ask: Ask
    choices: tuple[HurtAnswer | Choice, ...] = ()
    rule: str | None = None
    again: bool = False
    """Whether the question is repeated because the new score was still too high."""
    limit: int = STOP_FROM
    """The limit that stopped the exercise: the programme's, where the score is below the app's own."""


class ItHurtsFlow:
    """The questions and their effects while a session is paused because it hurts.

    Args:
        controller: the session, which is paused.
        routine: the routine's id, because Flare-up has different limits.
        before: the score at check-in.
        exercises: the exercises whose easier form is known.
        stop_from: the score from which an exercise is stopped; the programme's limit, where it has one.
        away_s: seconds since the session was interrupted; they count towards a rest before a question.
    """

    def __init__(
        self,
        controller: Controller,
        *,
        routine: str,
        before: int | None,
        exercises: Mapping[str, Exercise],
        stop_from: int = STOP_FROM,
        away_s: float = 0,
    ) -> None:
        self.controller = controller
        self.question: HurtQuestion | None = None
        """The current question; None when the dialogue is over."""
        self.signs: tuple[str, ...] = ()
        """Ids of the emergency questions that were answered with yes; the user interface writes an entry for each."""
        self._routine = routine
        self._before = before
        self._stop_from = stop_from
        self._exercises = exercises
        self._felt: HurtAnswer | None = None
        self.due_ms = 0
        """The session time at which the rest before the question ends."""
        self._reopen(away_s)

    @property
    def exercise(self) -> Exercise | None:
        """The current exercise, if its easier form is known."""
        step = self.controller.moment.step
        return self._exercises.get(step.exercise) if step else None

    @property
    def easier_words(self) -> str:
        """The text of the current exercise's easier form, with the counts of what would be left of it."""
        exercise, progress = self.exercise, self.controller.progress
        if exercise is None or progress.segment is None:
            return ""
        left = eased(progress.segments, rep_start(progress.segments, progress.index), exercise)
        return form_words(left, progress.segment.step, exercise, exercise.easier.id)

    @property
    def stayed(self) -> bool:
        """Whether the person answered after the rest that it was still further down; False if they ended before."""
        return any(isinstance(event, Hurt) and event.settled is False for event in self.controller.events)

    def begin(self) -> None:
        """Ask for the symptom, unless a question is open or the session has ended."""
        self.controller.pause()
        if self.question is None and self.controller.progress.ended is None:
            self._ask(Ask.FELT)

    def reply(self, reply: HurtAnswer | Choice) -> None:
        """Apply a reply, and go on to the next question."""
        question = self._current()
        if isinstance(reply, HurtAnswer):
            self._felt = reply
            self.controller.hurt(reply.value)
        elif question.ask is Ask.SETTLED and reply is not Choice.END:
            self._tell(settled=reply is Choice.SETTLED)
        elif reply is Choice.BOTH_LEGS and self._felt is not None:
            self.controller.hurt(f"{self._felt}{BOTH}", again=True)
        elif reply in _TOLD:
            self._felt = _TOLD[reply]
            self._tell()
        elif question.ask is Ask.SIGNS:
            self._tell() if reply is Choice.SIGN else self.controller.hurt(TAKEN_BACK, again=True)
        self._follow(follows(question.ask, reply))

    def score(self, score: Score, also: HurtAnswer | None = None) -> None:
        """Record a score, and go on to the next question.

        Args:
            score: how much, and where.
            also: the symptom that its place amounts to, which then decides (`domain/safety/it_hurts.felt_by_place`).
        """
        question, pain = self._current(), score["pain"]
        if question.ask is Ask.SCORE:
            self._tell(pain=pain)
        self.controller.rate("during", score)
        if also is not None:
            self._felt = also
            self.controller.hurt(also.value)
            self._follow(verdict(also))
            return
        again = question.ask is Ask.NEW_SCORE
        self._follow(self.would(pain), again=again, limit=self._limit(pain))

    def would(self, pain: int | None) -> Verdict:
        """The consequence that this score would have, while a score is asked."""
        return follows_score(
            self._current().ask, pain, routine=self._routine, before=self._before, stop_from=self._stop_from
        )

    def _current(self) -> HurtQuestion:
        if self.question is None:
            raise ValueError("nothing is asked")
        return self.question

    def _tell(self, *, pain: int | None = None, settled: bool | None = None) -> None:
        if self._felt is not None:
            self.controller.hurt(self._felt.value, pain, settled, again=True)

    def _limit(self, pain: int | None) -> int:
        """The limit that a score reaches: the programme's, where the app's own rule wouldn't stop the exercise."""
        own = after_score(pain, routine=self._routine, before=self._before)
        return STOP_FROM if own.then is Then.STOP_EXERCISE else self._stop_from

    def _follow(self, found: Verdict, *, again: bool = False, limit: int = STOP_FROM) -> None:
        self.question = None
        if found.ends:
            self.controller.end(found.rule)
        if found.sign:
            self.signs = (*self.signs, found.sign)
        match found.then:
            case Then.GO_ON:
                self.controller.restart_repetition()
                self.controller.resume()
            case Then.EASE:
                self._ease()
                self.controller.restart_repetition()
                self.controller.resume()
            case Then.SKIP:
                self.controller.skip_today()
                self.controller.resume()
        asked = asked_after(found)
        if asked is not None:
            self._ask(asked, found.rule, again=again, limit=limit)

    def _ask(
        self,
        ask: Ask,
        rule: str | None = None,
        *,
        again: bool = False,
        limit: int = STOP_FROM,
        rested_s: float = 0,
    ) -> None:
        rest_ms = round(max(0, RESTS_S.get(ask, 0) - rested_s) * 1000)
        self.due_ms = self.controller.clock.now() + rest_ms
        choices = CHOICES.get(ask, ())
        if self.exercise is None:
            choices = tuple(choice for choice in choices if choice is not Choice.EASE)
        self.question = HurtQuestion(ask, choices, rule, again, limit)

    def _ease(self) -> None:
        exercise = self.exercise
        if exercise is None:
            self.controller.skip_today()
        else:
            self.controller.ease(exercise)

    def _reopen(self, away_s: float) -> None:
        """Ask the question that was open when the session was interrupted. Without one it stays paused."""
        hurt, told = left_open(self.controller.events)
        felt = felt_of(hurt.answer) if hurt is not None else None
        if hurt is None or felt is None or self.controller.progress.ended is not None:
            return
        self._felt = felt
        found = _reached(hurt, felt, told=told)
        if found.then is Then.ASK_SCORE and told:
            found = after_score(hurt.pain, routine=self._routine, before=self._before, stop_from=self._stop_from)
        if found.then is Then.EASE:
            self._ease()
        elif found.then is not Then.GO_ON:
            limit = self._limit(hurt.pain)
            self._follow(found)
            if self.question is not None:
                self._ask(self.question.ask, found.rule, limit=limit, rested_s=away_s)


def _reached(hurt: Hurt, felt: HurtAnswer, *, told: bool) -> Verdict:
    """The last verdict about one "it hurts"; a score is evaluated by the caller, which knows the routine."""
    found = verdict(felt)
    if not told:
        return found
    match found.then:
        case Then.ASK_SETTLED:
            return follows(Ask.SETTLED, Choice.SETTLED if hurt.settled else Choice.STAYED)
        case Then.ASK_LEGS:
            return follows(Ask.LEGS, Choice.BOTH_LEGS)
        case Then.ASK_WHICH:
            return follows(Ask.WHICH, Choice.DIZZY_ONLY if felt is HurtAnswer.DIZZY else Choice.CHEST)
        case Then.ASK_SIGNS:
            return follows(Ask.SIGNS, Choice.SIGN)
        case _:
            return found


def stop_of(events: Iterable[Event]) -> Stop | None:
    """The rule, S3 to S6, that applies after these events, even if the session was interrupted before its end.

    An unanswered question counts as answered with the graver reply: "further down the leg" has stayed (clinical data,
    section b), and a possible emergency sign is one.
    """
    every = list(events)
    found: Stop | None = None
    for event in every:
        if isinstance(event, Ended) and (found is None or graver(event.stop, found)):
            found = event.stop
    if found in NOT_TODAY:
        return found
    hurt, told = left_open(every)
    felt = felt_of(hurt.answer) if hurt is not None else None
    if hurt is None or felt is None:
        return None
    if told:
        reached = _reached(hurt, felt, told=True)
        return reached.rule if reached.rule in NOT_TODAY else None
    return UNANSWERED.get(felt)


def emergency_left_open(events: Iterable[Event]) -> bool:
    """Whether the session was interrupted at the emergency questions, or at a question that leads to them.

    The answers on the page are lost then, so a full check is due even if the session goes on.
    """
    every = list(events)
    return not any(isinstance(event, Ended) for event in every) and stop_of(every) == EMERGENCY


def left_open(events: Iterable[Event]) -> tuple[Hurt | None, bool]:
    """The last "it hurts" after which the session didn't go on, and whether its next question was answered.

    The second answer is in the later of the two events. An answer that was taken back isn't open.
    """
    hurt, told = None, False
    for event in events:
        if isinstance(event, Hurt):
            hurt, told = event, event.again or event.pain is not None or event.settled is not None
            if event.answer == TAKEN_BACK:
                hurt, told = None, False
        elif isinstance(event, Changed) and event.why == "off":
            pass  # restrictions that were applied on resuming don't answer the question that was open
        elif isinstance(event, Resumed | Jumped | Changed | Ended):
            hurt, told = None, False
    return hurt, told
