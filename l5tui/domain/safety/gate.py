"""The safety gate, which every way to start a session passes: library, favourite, `start`, `again`, plain lines, a
resumed session, the person's own routine, the demo.

It says whether a session may start, else what is needed first, and which restrictions apply to the plan. Pure: entries
and time are arguments. `checked` and `rechecked` say what was answered as part of the current start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final, cast

from msgspec import Struct

from l5tui.domain.entry import Entry, Stop
from l5tui.domain.entry_times import local_date
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.questions import Level, Safety
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.state import Due, SafetyState

RECHECK_AFTER_S: Final = 30 * 60
"""Seconds after which an interrupted session asks the recheck before it resumes (clinical data, c4)."""


class Need(StrEnum):
    """What is needed before a session can start; the first of several."""

    QUESTIONS = "questions"
    """The file of the questions is missing or broken: no session starts at all."""
    EMERGENCY = "emergency"
    """The emergency page, at every start, until a full check answers all emergency questions with no."""
    FOLLOW_UP = "follow_up"
    """S3's question, by itself."""
    STOP = "stop"
    """After S4 or S6: a clearing with its date, and a full check."""
    URGENT = "urgent"
    """A clearing by a professional, with its date."""
    FULL_CHECK = "full_check"
    """A full check, answered by a person at a terminal."""
    RECHECK = "recheck"
    """The one question before every session, when nothing else is due."""


REFUSED: Final = frozenset({Need.QUESTIONS, Need.EMERGENCY, Need.STOP, Need.URGENT})
"""Needs that no question of the current start can meet. The others are asked, and then the gate is evaluated again."""


class Gate(Struct, frozen=True):
    """Whether a session may start now, and with which restrictions."""

    need: Need | None
    """What is needed first; None when a session may start."""
    state: SafetyState | None
    """The safety state; None when the questions can't be read."""

    @property
    def restrictions(self) -> tuple[Restriction, ...]:
        """What `Plan.of` has to leave out, ease or warn about."""
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
    """Evaluate the gate.

    Args:
        safety: the questions, None if they can't be read.
        entries: the journal's, including those that aren't written to disk yet.
        now: the current time.
        exercises: the ids of all exercises.
        checked: whether a full check was answered as part of this start, which makes the recheck unnecessary.
        rechecked: whether the recheck was answered with "nothing new" as part of this start.
        demo: whether the journal is made up.
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
    if any(stop.needs_clearance for stop in state.stops):
        return Need.STOP
    if state.of_level(Level.URGENT):
        return Need.URGENT
    if state.due:
        return Need.FULL_CHECK
    return None if answered else Need.RECHECK


def stop_while_running(found: Gate) -> Stop | None:
    """The rule that ends a session under way, because of what another login has kept since it began.

    A full check that falls due by the date alone ends none.

    Args:
        found: the gate, evaluated without `checked` and `rechecked`.

    Returns:
        S3 to S6; S1 where an urgent answer or something new stops it, which no rule names; None where it may go on.
    """
    state = found.state
    if state is None:
        return None
    match found.need:
        case Need.EMERGENCY:
            return "S5"
        case Need.FOLLOW_UP:
            return "S3"
        case Need.STOP:
            return cast("Stop", next(stop.rule for stop in state.stops if stop.needs_clearance))
        case Need.URGENT:
            return "S1"
        case Need.FULL_CHECK if {Due.ANSWER, Due.STOP}.intersection(state.due):
            return "S1"
    return None


class ResumeDecision(StrEnum):
    """What can be done with an interrupted session."""

    GO_ON = "go_on"
    RECHECK = "recheck"
    """It may go on after the recheck."""
    OTHER_DAY = "other_day"
    """It began on another local date: it can only be kept or discarded."""
    BLOCKED = "blocked"
    """No session may start now: it can only be kept or discarded."""


def may_resume(found: Gate, began: object, away_s: float, now: datetime, *, rechecked: bool = False) -> ResumeDecision:
    """Whether an interrupted session may go on (clinical data, c4).

    Args:
        found: the gate, evaluated without `checked` and `rechecked`.
        began: when the session began, as stored.
        away_s: seconds since it was last written. 0 or less means that the clock was set back and the time is unknown.
        now: the current time.
        rechecked: whether the recheck was answered with "nothing new" just now.
    """
    if found.need not in (None, Need.RECHECK):
        return ResumeDecision.BLOCKED
    if local_date(began) != now.date():
        return ResumeDecision.OTHER_DAY
    if not rechecked and (away_s >= RECHECK_AFTER_S or away_s <= 0):
        return ResumeDecision.RECHECK
    return ResumeDecision.GO_ON
