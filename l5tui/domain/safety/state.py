"""The safety state as values. `domain/safety/fold.py` computes it from the journal's entries."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from l5tui.domain.entry import Clearing, Entry
from l5tui.domain.safety.questions import Answer, Level, Question
from l5tui.domain.safety.restrictions import Restriction


class Due(StrEnum):
    """Why a full check is due (clinical data, c4)."""

    NEVER = "never"
    """There was none, or none was finished."""
    CHANGED = "changed"
    """The questions have changed since the last one."""
    DAYS = "days"
    """The last one is 30 days old."""
    GAP = "gap"
    """There was no session for 14 days."""
    ANSWER = "answer"
    """There was an emergency or urgent answer in it or since, or something new at a recheck."""
    STOP = "stop"
    """There was a stop by S4, S5 or S6 since."""
    CLOCK = "clock"
    """The last one is in the future, so its age is unknown."""


class PositiveAnswer(Struct, frozen=True):
    """A yes or not sure that no later full check has replaced."""

    question: Question
    answer: Answer
    at: str
    """When it was first given, as stored."""
    uids: tuple[str, ...]
    """The uids of the entries with this answer; a clearing names them."""
    cleared: Clearing | None = None
    """The clearing, or None while the answer is in force."""
    kept: bool = False
    """Whether the full check itself says that a recorded clearing still holds."""


class ActiveStop(Struct, frozen=True):
    """A stop that blocks sessions until its conditions are met."""

    rule: str
    at: str
    uids: tuple[str, ...]
    needs_check: bool = True
    """Whether a full check since the stop is missing."""
    needs_clearance: bool = True
    """Whether a clearing with its date is missing."""
    from_rule: str | None = None
    """`S3` if the stop counts as S4 because of S3's question."""
    noted: bool = False
    """Whether a new sign was noted without a session, so that none was stopped."""

    @property
    def holds(self) -> bool:
        """Whether it blocks sessions."""
        return self.needs_check or self.needs_clearance


class SafetyState(Struct, frozen=True):
    """What is in force now, and what is due."""

    asked: str | None
    """When the last full check was finished, as stored; None if there is none, or if that is in the future."""
    answers: Mapping[str, Answer]
    """The answers of the last full check by id, to be shown beside the questions when they are asked again."""
    positive_answers: tuple[PositiveAnswer, ...]
    """Every positive answer in the order of the questions, including cleared ones."""
    stops: tuple[ActiveStop, ...]
    """The stops that block, gravest first."""
    follow_up: ActiveStop | None
    """S3 stops whose question has to be asked before the next check-in, as one; None if there are none."""
    follow_up_shown: bool
    follow_up_stayed: bool
    """Whether the person said that it stayed further down. S3 also holds if that wasn't answered."""
    due: tuple[Due, ...]
    """Why the full check is due; empty when it isn't."""
    restrictions: tuple[Restriction, ...]
    """What is off, eased or warned about, for `Plan.of`. Answers that block every session aren't included."""
    leg_watched: frozenset[str]
    """Ids of the exercises after which the app asks whether it is further down the leg."""
    known: tuple[str, ...]
    """The uids that a full check begun now replaces."""
    since_check: tuple[Entry, ...]
    """Sessions and logs since the last full check: symptoms that they have aren't new."""

    def of_level(self, level: Level, *, cleared: bool = False) -> tuple[PositiveAnswer, ...]:
        """The positive answers of one level that are in force, or with `cleared` those that are cleared."""
        return tuple(
            one for one in self.positive_answers if one.question.level is level and (one.cleared is not None) == cleared
        )

    @property
    def emergency(self) -> bool:
        """Whether every start shows the emergency page."""
        return bool(self.of_level(Level.EMERGENCY)) or any(stop.rule == "S5" for stop in self.stops)

    @property
    def clearable(self) -> tuple[PositiveAnswer, ...]:
        """The positive answers that a professional can clear."""
        return tuple(one for one in self.positive_answers if one.cleared is None and one.question.clearable)
