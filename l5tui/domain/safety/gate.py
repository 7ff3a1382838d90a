"""The one gate that every way to a session passes, whatever the face: library, favourite, `start`, `again`, plain
lines, a session that is taken up again, an own routine, the demo.

It says whether a session may start, else what comes first, and which restrictions the plan is made with. Pure: the
entries and the time are handed in. `checked` and `rechecked` say what was answered within this very start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from l5tui.domain.entry import Entry
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.questions import Level, Safety
from l5tui.domain.safety.reading import local_day
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.state import SafetyState

RECHECK_AFTER_S: Final = 30 * 60
"""Seconds away after which a session that was cut off asks the recheck before it goes on (clinical data, c4)."""


class Need(StrEnum):
    """What comes before a session can start, the first of it."""

    QUESTIONS = "questions"
    """The file of the questions is missing or broken: no session starts at all."""
    EMERGENCY = "emergency"
    """The emergency page, at every start, until a full check has only no in its emergency questions."""
    FOLLOW_UP = "follow_up"
    """S3's question, alone."""
    STOP = "stop"
    """S4 or S6: a word with its date, and the full check."""
    URGENT = "urgent"
    """A professional's check with its date."""
    FULL_CHECK = "full_check"
    """The full check is to be answered, at a terminal."""
    RECHECK = "recheck"
    """The one question before every session; nothing is wrong."""


REFUSED: Final = frozenset({Need.QUESTIONS, Need.EMERGENCY, Need.STOP, Need.URGENT})
"""Needs that no question of this start can meet at once. The others are asked, and then the gate is asked again."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a session may start now, and with what left out."""

    need: Need | None
    """What comes first, None when a session may start."""
    state: SafetyState | None
    """What stands; None when the questions can't be read."""

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        """What `Plan.of` is to leave out, ease or warn about."""
        return self.state.restrictions if self.state else ()


def gate(
    safety: Safety | None,
    entries: Iterable[Entry],
    now: datetime,
    *,
    exercises: Collection[str] = (),
    checked: bool = False,
    rechecked: bool = False,
    demo: bool = False,
) -> Gate:
    """The gate as it stands now.

    Args:
        safety: the questions, None if they can't be read.
        entries: the journal's, with those that the disk hasn't taken yet.
        now: the time it is.
        exercises: the ids of all that can be practised.
        checked: a full check was answered within this start: there is no recheck right after it.
        rechecked: the recheck was answered with "nothing new" within this start.
        demo: the journal is made up.
    """
    if safety is None:
        return Gate(Need.QUESTIONS, None)
    state = safety_state(safety, entries, now, exercises=exercises, demo=demo)
    return Gate(_need(state, answered=checked or rechecked), state)


def _need(state: SafetyState, *, answered: bool) -> Need | None:
    if state.emergency:
        return Need.EMERGENCY
    if state.follow_up is not None:
        return Need.FOLLOW_UP
    if any(stop.needs_word for stop in state.stops):
        return Need.STOP
    if state.of_level(Level.URGENT):
        return Need.URGENT
    if state.due:
        return Need.FULL_CHECK
    return None if answered else Need.RECHECK


class ResumeDecision(StrEnum):
    """What may become of a session that was cut off."""

    GO_ON = "go_on"
    RECHECK = "recheck"
    """The recheck first, then it may go on."""
    OTHER_DAY = "other_day"
    """It began on another local date: it can only be kept or discarded."""
    BLOCKED = "blocked"
    """No session may start now: it can only be kept or discarded."""


def may_resume(found: Gate, began: object, away_s: float, now: datetime, *, rechecked: bool = False) -> ResumeDecision:
    """Whether a session that was cut off may go on (clinical data, c4).

    Args:
        found: the gate, asked without `checked` and `rechecked`.
        began: when the session began, as stored.
        away_s: seconds since it was last written. 0 or less: the clock was set back, so how long it was isn't known.
        now: the time it is.
        rechecked: the recheck was answered with "nothing new" just now.
    """
    if found.need not in (None, Need.RECHECK):
        return ResumeDecision.BLOCKED
    if local_day(began) != now.date():
        return ResumeDecision.OTHER_DAY
    if not rechecked and (away_s >= RECHECK_AFTER_S or away_s <= 0):
        return ResumeDecision.RECHECK
    return ResumeDecision.GO_ON
