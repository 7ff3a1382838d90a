"""The safety questions, the pages of their levels, and the stop rules, as `content/safety.toml` defines them.

They help to spot signs that need a health professional; they can't rule anything out. "Not sure" counts as yes, and no
answer is ever preselected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.domain.entry_reading import table
from l5tui.domain.safety.restrictions import Effect, Restriction

ANSWER_DELAY_S: Final = 0.4
"""Real seconds for which a safety question ignores keys after it appears, and the gap that a held key must leave before
a press counts (clinical data, c4)."""


class Answer(StrEnum):
    """The answers to a safety question."""

    NO = "no"
    YES = "yes"
    NOT_SURE = "not_sure"

    @property
    def counts_as_yes(self) -> bool:
        """Whether it is yes or not sure."""
        return self is not Answer.NO


class Level(StrEnum):
    """The severity of a yes. Emergency questions come first, and a yes there ends the check."""

    EMERGENCY = "emergency"
    """Blocks every session; only a `no` in a later full check lifts it."""
    URGENT = "urgent"
    """Blocks sessions until a professional's check is recorded, with its date."""
    ASK_FIRST = "ask_first"
    """Switches off, eases or warns about some exercises; each can be cleared alone."""


class Question(Struct, frozen=True):
    """One question and the effects of a yes. `short` is for lists and the report; `why` says why it is asked."""

    id: str
    level: Level
    text: str
    short: str
    why: str
    clearable: bool
    """Whether a clearing by a professional, with its date, lifts its effects."""
    affects: tuple[Restriction, ...]


class LevelPage(Struct, frozen=True):
    """The page that is shown after a yes of this level, and its consequence in words."""

    level: Level
    title: str
    body: str
    consequence: str


class Recheck(Struct, frozen=True):
    """The one question before every session, its two answers, and when a full check is due again."""

    text: str
    nothing_new: str
    something_new: str
    full_after_days: int
    """Days after the last full check."""
    full_after_gap_days: int
    """Days without a session."""
    full_repeat: tuple[str, ...]
    """All the occasions, in words."""


class FollowUp(Struct, frozen=True):
    """The question that a stop (S3) asks before the next check-in, and its two answers in words."""

    text: str
    no: str
    yes: str
    as_yes_after_h: int
    """Hours after it was first shown; from then on a missing answer counts as yes."""


class LiftedBy(Struct, frozen=True):
    """What allows sessions again after a stop (S4, S6), besides a full check, in words.

    `professional` is a health professional's clearance. `passed` is the person's own statement that the symptom went
    away by itself; None where that isn't enough.
    """

    professional: str
    passed: str | None = None


class StopRule(Struct, frozen=True):
    """A stop rule, S1 to S7: its condition, its text on screen, what happens to the session, and what is asked
    later."""

    id: str
    when: str
    text: str
    then: str
    follow_up: FollowUp | None = None
    lifted_by: LiftedBy | None = None


class Safety(Struct, frozen=True):
    """The content of `safety.toml`."""

    version: int
    """Changes with the questions; a new version makes a full check due."""
    reviewed_by_clinician: bool
    intro: str
    all_no: str
    """The only sentence allowed after a clean screen."""
    questions: tuple[Question, ...]
    """Emergency first, then urgent, then ask first."""
    pages: Mapping[Level, LevelPage]
    """In the order in which they are asked."""
    effects: Mapping[Effect, str]
    """Each effect in words."""
    recheck: Recheck
    stop_rules: Mapping[str, StopRule]

    @property
    def stop_texts(self) -> Mapping[str, str]:
        """The text on screen of each stop rule, by its id."""
        return {rule.id: rule.text for rule in self.stop_rules.values()}

    @property
    def digest(self) -> str:
        """A hash of version, ids, levels and texts, which changes with any question."""
        asked = "\n".join(f"{one.id} {one.level} {one.text}" for one in self.questions)
        return sha256(f"{self.version}\n{asked}".encode()).hexdigest()[:16]

    def question(self, question_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == question_id), None)

    def of_level(self, level: Level) -> tuple[Question, ...]:
        """The questions of one page, in order."""
        return tuple(question for question in self.questions if question.level is level)

    def restrictions_for(self, question_ids: Iterable[str]) -> list[Restriction]:
        """The restrictions of these questions when answered with yes or not sure; unknown ids are ignored."""
        asked = set(question_ids)
        return [
            _in_words(row, question) for question in self.questions if question.id in asked for row in question.affects
        ]


LEG_WATCH_NOTE: Final = "leg watch"
NOTICE_THE_LEG: Final = "notice how far down the leg you feel it"


def _in_words(row: Restriction, question: Question) -> Restriction:
    """A restriction whose warning has words: its own, else those of the question."""
    if row.note == LEG_WATCH_NOTE:
        return replace(row, note=NOTICE_THE_LEG)
    return replace(row, note=question.short) if row.effect is Effect.WARN and row.note is None else row


def yes_to(entry: Mapping[str, Any], question_id: str) -> Answer | None:
    """Yes or not sure to this in a safety entry, or None. An answer that isn't known counts as not sure."""
    answers = table(entry, "answers")
    if question_id not in answers or answers[question_id] == Answer.NO:
        return None
    return Answer.YES if answers[question_id] == Answer.YES else Answer.NOT_SURE


def answers_of(check: Mapping[str, Any] | None) -> dict[str, Answer]:
    """The answers of a full check, by the question's id; of none, nothing."""
    if check is None:
        return {}
    return {str(name): yes_to(check, name) or Answer.NO for name in table(check, "answers")}
