"""Which routines a pain score before a session allows: the zones of the clinical data, section a3.

Both the full screen and plain lines use this table, for what they say and for what their keys do. The zones decide what
is offered; they are never a judgement of the person.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeGuard

from l5tui.domain.entry import DecisionEntry, Entry
from l5tui.domain.new_entry import EntryHeader, new_decision
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from l5tui.domain.safety.stop_rules import FLARE_UP, GO_UP_TO

QUESTION: Final = "How much pain do you have right now?"
"""The question before and after, word for word the same (clinical data, section a1)."""
DURING: Final = "What is your pain at this moment?"
"""The question during a session (clinical data, section a1)."""
VERY_HIGH: Final = (
    "That is very high. Today may be a day for rest, short walks and a comfortable position. "
    "If this is new, or you cannot cope with it, talk to a health professional today."
)
"""Rule S7 of the clinical data, for 8, 9 and 10."""
HIGH: Final = "On a day like this, Flare-up is the routine that asks least."
NOTHING_LEFT: Final = "Nothing of Flare-up is left for you, so no session begins."
"""Shown at 6 and 7 when every exercise of Flare-up is off (clinical data, section a3)."""
IF_NEW: Final = "If this is new, or you cannot cope with it, talk to a health professional today."
"""The last sentence of S7, shown at a score of 8 to 10 after a session (clinical data, b)."""
WHERE: Final = "Where is the furthest place from your spine you feel it right now?"
"""The question for the place (clinical data, section b). It needs no answer."""
WHERE_NOW: Final = "Where do you feel it now?"
"""The same question within a session, when it hurts (clinical data, rule S1). It needs no answer either."""
FURTHER: Final = "Further down the leg than before you began?"
"""Asked at the check-out with leg watch, A6 (clinical data, section b)."""
NEXT_MORNING: Final = "Since your last session, is your back"
"""The beginning of the question for the next morning (clinical data, section a1); its three answers end it."""
NEXT_DAY: Final = {"better": "better", "same": "about the same", "worse": "worse"}
"""Its three answers, in words."""
RECHECK_OPEN: Final = "first: is any of this new? {no} or {yes}"
PAIN_OPEN: Final = "first: how much pain? 0 to 9, or {leave_out} leaves it out"
FURTHER_OPEN: Final = "first: further down the leg? {no} or {yes}"
"""The label of enter while a question is open that has to be answered first."""
VERY_HIGH_FROM: Final = 8
HIGH_FROM: Final = 6


def advice(pain: int | None) -> str:
    """The advice for a score before a session; empty below 6."""
    if pain is None or pain < HIGH_FROM:
        return ""
    return VERY_HIGH if pain >= VERY_HIGH_FROM else HIGH


GENTLE: Final = "gentle_relief"
"""The routine that is suggested first at 4, at 5, and when the score was left out."""
EASIER_FORMS: Final = Restriction(ANY_EXERCISE, None, Effect.EASIER, "a3")
"""The restriction that is added when the easier forms were chosen at the check-in."""
OVERRIDE: Final = "high_score"
"""`about` of the decision that a professional called these exercises right on days of 6 or 7."""
TAKEN_BACK: Final = "taken back"
"""`to` of the decision that takes back the earlier ones."""


class Zone(StrEnum):
    """The zone of a score; the value is the word on screen."""

    GO = "go"
    """0 to 3."""
    GO_EASY = "go easy"
    """4, 5, or a score that was left out."""
    FLARE_UP = "flare-up"
    """6 and 7: only the flare-up routine."""
    STOP = "stop"
    """8 to 10 (S7): no session, whatever a professional decided."""


class Starts(StrEnum):
    """What enter does at the check-in."""

    CHOSEN = "chosen"
    """The routine that was chosen starts."""
    FLARE_UP = "flare_up"
    """Flare-up starts instead of it."""
    NOTHING = "nothing"
    """The score is kept, and no session starts."""


def zone_of(pain: int | None) -> Zone:
    """The zone of a score; None (left out) is treated like 4 and 5."""
    if pain is None:
        return Zone.GO_EASY
    if pain >= VERY_HIGH_FROM:
        return Zone.STOP
    if pain >= HIGH_FROM:
        return Zone.FLARE_UP
    return Zone.GO if pain <= GO_UP_TO else Zone.GO_EASY


def starts(
    pain: int | None, routine: str, *, flare_up_left: bool, overridden: bool, none_from: int = VERY_HIGH_FROM
) -> Starts:
    """What enter starts at the check-in.

    Args:
        pain: the score before.
        routine: the id of the chosen routine.
        flare_up_left: whether any exercise of Flare-up is allowed by the restrictions.
        overridden: whether the override by a professional for days of 6 and 7 is recorded.
        none_from: the score from which a programme lets no session begin.
    """
    zone = zone_of(pain)
    if zone is Zone.STOP or (pain is not None and pain >= none_from):
        return Starts.NOTHING
    if zone is not Zone.FLARE_UP or overridden or routine == FLARE_UP:
        return Starts.CHOSEN
    return Starts.FLARE_UP if flare_up_left else Starts.NOTHING


def may_override(pain: int | None, routine: str) -> bool:
    """Whether a professional's override applies at this score: only at 6 and 7, and not to Flare-up itself."""
    return zone_of(pain) is Zone.FLARE_UP and routine != FLARE_UP


def offers_gentler(pain: int | None, routine: str) -> bool:
    """Whether gentler options are offered: at 4, 5 and left out, but not in Flare-up itself."""
    return zone_of(pain) is Zone.GO_EASY and routine != FLARE_UP


def new_override(header: EntryHeader) -> DecisionEntry:
    """The decision that the key `o` records."""
    return new_decision(header, OVERRIDE, "as chosen", why="a professional told me these are right on such days")


def new_override_taken_back(header: EntryHeader, entries: Iterable[Entry]) -> DecisionEntry:
    """The decision that takes back the override.

    It names the decisions that it takes back by uid, so that the result doesn't depend on clocks.
    """
    over = [one["uid"] for one in _overrides(entries)]
    return new_decision(header, OVERRIDE, TAKEN_BACK, was=over, why="taken back by the person")


def override_of(entries: Iterable[Entry]) -> DecisionEntry | None:
    """The override in force, the latest of several; None if there is none, or each was deleted or taken back."""
    every = list(entries)
    taken_back = {
        uid for one in every if _is_about_override(one) and one["to"] == TAKEN_BACK for uid in _uids(one.get("from"))
    }
    in_force = [one for one in _overrides(every) if one["uid"] not in taken_back]
    return max(in_force, key=lambda one: str(one.get("started")), default=None)


def _overrides(entries: Iterable[Entry]) -> list[DecisionEntry]:
    return [one for one in entries if _is_about_override(one) and one.get("to") != TAKEN_BACK]


def _uids(was: object) -> Iterable[object]:
    return was if isinstance(was, list) else ()


def _is_about_override(entry: Entry) -> TypeGuard[DecisionEntry]:
    return entry.get("kind") == "decision" and entry.get("about") == OVERRIDE and not entry.get("deleted")
