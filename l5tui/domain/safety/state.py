"""What stands of all that was said about safety, as values. `safety_fold` makes them of the journal's entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from l5tui.domain.entry import Clearing, Entry
from l5tui.domain.safety.questions import Answer, Level, Question
from l5tui.domain.safety.restrictions import Restriction


class Due(StrEnum):
    """Why the full check is to be answered anew (clinical data, c4)."""

    NEVER = "never"
    """It was never answered, or never to its end."""
    CHANGED = "changed"
    """The questions are others now."""
    DAYS = "days"
    """The last one is 30 days old."""
    GAP = "gap"
    """14 days without a session."""
    ANSWER = "answer"
    """An emergency or urgent answer, or something new at a recheck, came since or with it."""
    STOP = "stop"
    """S4, S5 or S6 came since."""
    CLOCK = "clock"
    """The last one lies ahead of now, so how old it is can't be known."""


@dataclass(frozen=True, slots=True)
class PositiveAnswer:
    """A yes or not sure that stands."""

    question: Question
    answer: Answer
    at: str
    """When it was first said, as stored."""
    uids: tuple[str, ...]
    """The entries that say it; a clearing names them."""
    cleared: Clearing | None = None
    """The word that cleared it, or None: then it is in force."""
    kept: bool = False
    """The full check itself says that a recorded check still holds."""


@dataclass(frozen=True, slots=True)
class ActiveStop:
    """A stop that holds until what it asks for is there."""

    rule: str
    at: str
    uids: tuple[str, ...]
    needs_check: bool = True
    """The full check wasn't answered anew since."""
    needs_word: bool = True
    """Nobody's word with its date is there."""
    from_rule: str | None = None
    """`S3` where it holds as S4 because of what S3 asked."""

    @property
    def holds(self) -> bool:
        """Whether it blocks."""
        return self.needs_check or self.needs_word


@dataclass(frozen=True, slots=True)
class SafetyState:
    """What stands now."""

    asked: str | None
    """When the last full check was answered to its end, as stored; None if never, or if it lies ahead of now."""
    answers: Mapping[str, Answer]
    """The last full check's answers, by id, to stand beside the questions when they are asked again."""
    positive_answers: tuple[PositiveAnswer, ...]
    """Every yes that stands, in the order of the questions, the cleared ones too."""
    stops: tuple[ActiveStop, ...]
    """The stops that block, gravest first."""
    follow_up: ActiveStop | None
    """S3 whose question is to be asked before the next check-in, alone; None when there is none."""
    follow_up_shown: bool
    follow_up_stayed: bool
    """Whether the person had said that it stayed further down; S3 holds without an answer, too."""
    due: tuple[Due, ...]
    """Why the full check is due; empty when it isn't."""
    restrictions: tuple[Restriction, ...]
    """What is off, eased or warned about, for `Plan.of`. What blocks every session isn't among them."""
    leg_watched: frozenset[str]
    """Exercises after which it is asked whether it is further down the leg."""
    known: tuple[str, ...]
    """The uids that a full check begun now answers anew."""
    since_check: tuple[Entry, ...]
    """Sessions and logs since the last full check: what they name isn't new."""

    def of_level(self, level: Level, *, cleared: bool = False) -> tuple[PositiveAnswer, ...]:
        """The yes answers of one level that are in force, or those that are cleared."""
        return tuple(
            one for one in self.positive_answers if one.question.level is level and (one.cleared is not None) == cleared
        )

    @property
    def emergency(self) -> bool:
        """Whether the emergency page comes at every start."""
        return bool(self.of_level(Level.EMERGENCY)) or any(stop.rule == "S5" for stop in self.stops)

    @property
    def clearable(self) -> tuple[PositiveAnswer, ...]:
        """The yes answers that a professional's word would clear."""
        return tuple(one for one in self.positive_answers if one.cleared is None and one.question.clearable)
