"""When it hurts, on a running session: each question in turn, and what its answer does to the session.

A face shows the `question` and hands in the reply, until there is none. What was said is an event of the session as
soon as it is said, before anything more is asked: nobody may be there any more to answer that. So a session that was
cut off in between is taken up with the question that was left open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from l5tui.domain.entry import Score, Stop
from l5tui.domain.exercise import Exercise
from l5tui.domain.hurting import CHOICES, RESTS_S, Ask, Choice, asked_after, follows, follows_score
from l5tui.domain.stopping import NOT_TODAY, Answer, Then, Verdict, after_score, verdict
from l5tui.engine.controller import Controller
from l5tui.engine.events import Changed, Ended, Event, Hurt, Jumped, Resumed


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, what can be replied (nothing where a score is asked), and the rule behind it."""

    ask: Ask
    choices: tuple[Answer | Choice, ...] = ()
    rule: str | None = None
    again: bool = False
    """The same as before: the new score was still too high."""


class Hurting:
    """What is asked now, in a session that stands still because it hurts.

    Args:
        controller: the session; it is paused.
        routine: the routine's id, for the rules differ.
        before: the score at check-in.
        exercises: those whose easier form is known.
        away_s: how long ago the session was cut off, so that a rest that was had isn't asked for again.
    """

    def __init__(
        self,
        controller: Controller,
        *,
        routine: str,
        before: int | None,
        exercises: Mapping[str, Exercise],
        away_s: float = 0,
    ) -> None:
        self.controller = controller
        self.question: Question | None = None
        """What is asked now; None when all is said."""
        self._routine = routine
        self._before = before
        self._exercises = exercises
        self._felt: Answer | None = None
        self.due_ms = 0
        """The session time at which the rest before the question is over."""
        self._reopen(away_s)

    @property
    def exercise(self) -> Exercise | None:
        """The exercise that is on, where its easier form is known."""
        step = self.controller.moment.step
        return self._exercises.get(step.exercise) if step else None

    def begin(self) -> None:
        """It hurts: ask what is felt, unless something is open."""
        self.controller.pause()
        if self.question is None:
            self._ask(Ask.FELT)

    def reply(self, reply: Answer | Choice) -> None:
        """Do what a reply asks for, and go on to what follows."""
        question = self._current()
        if isinstance(reply, Answer):
            self._felt = reply
            self.controller.hurt(reply.value)
        elif question.ask is Ask.SETTLED and reply is not Choice.END:
            self._tell(settled=reply is Choice.SETTLED)
        self._follow(follows(question.ask, reply))

    def score(self, score: Score) -> None:
        """Keep a score, and go on to what follows. The highest of the session is kept."""
        question, pain = self._current(), score["pain"]
        if question.ask is Ask.SCORE:
            self._tell(pain=pain)
        self.controller.rate("during", score)
        again = question.ask is Ask.NEW_SCORE
        self._follow(follows_score(question.ask, pain, routine=self._routine, before=self._before), again=again)

    def _current(self) -> Question:
        if self.question is None:
            raise ValueError("nothing is asked")
        return self.question

    def _tell(self, *, pain: int | None = None, settled: bool | None = None) -> None:
        if self._felt is not None:
            self.controller.hurt(self._felt.value, pain, settled, again=True)

    def _follow(self, found: Verdict, *, again: bool = False) -> None:
        self.question = None
        match found.then:
            case Then.GO_ON:
                self.controller.begin_anew()
                self.controller.resume()
            case Then.EASE:
                self._ease()
                self.controller.begin_anew()
                self.controller.resume()
            case Then.SKIP:
                self.controller.skip_today()
                self.controller.resume()
            case Then.STOP:
                self.controller.end(cast(Stop, found.rule))
        asked = asked_after(found)
        if asked is not None:
            self._ask(asked, found.rule, again=again)

    def _ask(self, ask: Ask, rule: str | None = None, *, again: bool = False, rested_s: float = 0) -> None:
        rest_ms = round(max(0, RESTS_S.get(ask, 0) - rested_s) * 1000)
        self.due_ms = self.controller.clock.now() + rest_ms
        choices = CHOICES.get(ask, ())
        if self.exercise is None:
            choices = tuple(choice for choice in choices if choice is not Choice.EASE)
        self.question = Question(ask, choices, rule, again)

    def _ease(self) -> None:
        exercise = self.exercise
        if exercise is None:
            self.controller.skip_today()
        else:
            self.controller.ease(exercise)

    def _reopen(self, away_s: float) -> None:
        """Ask what was asked when the session was cut off. What nothing more needs to be asked about stays paused."""
        hurt, told = left_open(self.controller.events)
        if hurt is None or hurt.answer not in list(Answer):
            return
        self._felt = Answer(hurt.answer)
        found = verdict(self._felt)
        if told and found.then is Then.ASK_SCORE:
            found = after_score(hurt.pain, routine=self._routine, before=self._before)
        elif told and found.then is Then.ASK_SETTLED:
            found = follows(Ask.SETTLED, Choice.SETTLED if hurt.settled else Choice.STAYED)
        if found.then is Then.EASE:
            self._ease()
        elif found.then is not Then.GO_ON:
            self._follow(found)
            if self.question is not None:
                self._ask(self.question.ask, found.rule, rested_s=away_s)


def stop_of(events: Iterable[Event]) -> Stop | None:
    """The rule, S3 to S6, that these events leave holding, though the session may have been cut off before its end.

    Further down the leg without an answer to whether it went back counts as stayed (clinical data, section b).
    """
    every = list(events)
    ended = next((event.stop for event in every if isinstance(event, Ended)), None)
    if ended in NOT_TODAY:
        return ended
    hurt, told = left_open(every)
    if hurt is None or hurt.answer not in list(Answer):
        return None
    if Answer(hurt.answer) is Answer.SPREADING:
        return None if told and hurt.settled else "S3"
    rule = verdict(Answer(hurt.answer)).rule
    return cast(Stop, rule) if rule in NOT_TODAY else None


def left_open(events: Iterable[Event]) -> tuple[Hurt | None, bool]:
    """The last "it hurts" after which nothing went on, and whether what is asked next about it was answered."""
    hurt, told = None, False
    for event in events:
        if isinstance(event, Hurt):
            hurt, told = event, event.again or event.pain is not None or event.settled is not None
        elif isinstance(event, Resumed | Jumped | Changed | Ended):
            hurt, told = None, False
    return hurt, told
