"""The safety questions, what is said at each level, and the stop-now rules, as `content/safety.toml` gives them.

They help to spot signs that need a health professional; they can't rule anything out. An answer that isn't sure counts
as yes, and no answer is ever picked beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from typing import Final

from l5tui.domain.safety.restrictions import Effect, Restriction

ANSWER_DELAY_S: Final = 0.4
"""Real seconds for which a question that has just come takes no answer, and the pause that a held key must make before
one counts (clinical data, c4)."""


class Answer(StrEnum):
    """What a person may answer."""

    NO = "no"
    YES = "yes"
    NOT_SURE = "not_sure"

    @property
    def counts_as_yes(self) -> bool:
        """Not sure counts as yes."""
        return self is not Answer.NO


class Level(StrEnum):
    """How grave a yes is. Emergency comes first, and is acted on before the rest is asked."""

    EMERGENCY = "emergency"
    """Blocks every session; only a `no` in a later full check lifts it."""
    URGENT = "urgent"
    """Blocks sessions until a professional's check is recorded, with its date."""
    ASK_FIRST = "ask_first"
    """Switches off, eases or warns about some exercises; each can be cleared alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and what a yes does. `short` is for lists and the report; `why` says why it is asked."""

    id: str
    level: Level
    text: str
    short: str
    why: str
    clearable: bool
    """Whether a professional's word and a date take its consequences away."""
    affects: tuple[Restriction, ...]


@dataclass(frozen=True, slots=True)
class LevelPage:
    """What the screen says after a yes of this level, and what follows from it."""

    level: Level
    title: str
    body: str
    consequence: str


@dataclass(frozen=True, slots=True)
class Recheck:
    """The one question before every session, what its two answers mean, and when the full check comes again."""

    text: str
    nothing_new: str
    something_new: str
    full_after_days: int
    """Days after the last full check."""
    full_after_gap_days: int
    """Days without a session."""
    full_repeat: tuple[str, ...]
    """All the occasions, in words."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a stop asks alone before the next check-in (S3), and what its two answers mean, in words."""

    text: str
    no: str
    yes: str
    as_yes_after_h: int
    """Hours after it was first shown after which no answer counts as yes."""


@dataclass(frozen=True, slots=True)
class LiftedBy:
    """Whose word, with its date, lets sessions begin again after a stop, besides a full check (S4, S6).

    `passed` is the person's own word that it went by itself; None where that isn't enough.
    """

    professional: str
    passed: str | None = None


@dataclass(frozen=True, slots=True)
class StopRule:
    """A stop-now rule, S1 to S7: when, the words on screen, what becomes of the session, and what is asked later."""

    id: str
    when: str
    text: str
    then: str
    follow_up: FollowUp | None = None
    lifted_by: LiftedBy | None = None


@dataclass(frozen=True, slots=True)
class Safety:
    """Everything that is asked and said for safety."""

    version: int
    """Changes when the questions do; then the full check comes again."""
    reviewed_by_clinician: bool
    intro: str
    all_no: str
    """The only sentence allowed after a clean screen."""
    questions: tuple[Question, ...]
    """Emergency first, then urgent, then ask first."""
    pages: Mapping[Level, LevelPage]
    """In the order in which they are asked."""
    effects: Mapping[Effect, str]
    """What each effect comes to, in words."""
    recheck: Recheck
    stop_rules: Mapping[str, StopRule]

    @property
    def stop_texts(self) -> Mapping[str, str]:
        """The words on screen of each stop-now rule, by its id."""
        return {rule.id: rule.text for rule in self.stop_rules.values()}

    @property
    def digest(self) -> str:
        """A mark of what is asked: another one after any change of a question's words, level or id."""
        asked = "\n".join(f"{one.id} {one.level} {one.text}" for one in self.questions)
        return sha256(f"{self.version}\n{asked}".encode()).hexdigest()[:16]

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)

    def of_level(self, level: Level) -> tuple[Question, ...]:
        """The questions of one page, in order."""
        return tuple(question for question in self.questions if question.level is level)

    def restrictions_for(self, question_ids: Iterable[str]) -> list[Restriction]:
        """What these questions, answered with yes or not sure and not cleared, do; unknown ids do nothing."""
        asked = set(question_ids)
        return [
            _in_words(row, question) for question in self.questions if question.id in asked for row in question.affects
        ]


LEG_WATCH_NOTE: Final = "leg watch"
NOTICE_THE_LEG: Final = "notice how far down the leg you feel it"


def _in_words(row: Restriction, question: Question) -> Restriction:
    """A restriction whose warning can be read: one without words of its own has those of the question."""
    if row.note == LEG_WATCH_NOTE:
        return replace(row, note=NOTICE_THE_LEG)
    return replace(row, note=question.short) if row.effect is Effect.WARN and row.note is None else row
