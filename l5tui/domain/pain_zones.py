"""What a score before a session lets start: the zones of the clinical data's section a3, as one table for every face.

What the words say, the keys do. The zones steer what is offered; they are never a verdict on the person.
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
"""Said to 6 and 7 where every exercise of Flare-up is off (clinical data, section a3)."""
IF_NEW: Final = "If this is new, or you cannot cope with it, talk to a health professional today."
"""The last sentence of S7, which a score of 8 to 10 after a session brings (clinical data, b)."""
WHERE: Final = "Where is the furthest place from your spine you feel it right now?"
"""The question for the place (clinical data, section b). It may be left out."""
WHERE_NOW: Final = "Where do you feel it now?"
"""The same within a session, when it hurts (rule S1 of the clinical data). It may be left out, too."""
FURTHER: Final = "Further down the leg than before you began?"
"""Asked at the check-out with leg watch, A6 (clinical data, section b)."""
NEXT_MORNING: Final = "Since your last session, is your back"
"""The beginning of the question for the next morning (clinical data, section a1); its three answers end it."""
NEXT_DAY: Final = {"better": "better", "same": "about the same", "worse": "worse"}
"""The three answers, in words."""
RECHECK_OPEN: Final = "first: is any of this new? {no} or {yes}"
PAIN_OPEN: Final = "first: how much pain? 0 to 9, or {leave_out} leaves it out"
FURTHER_OPEN: Final = "first: further down the leg? {no} or {yes}"
"""What enter says while a question is open that has to be answered."""
VERY_HIGH_FROM: Final = 8
HIGH_FROM: Final = 6


def advice(pain: int | None) -> str:
    """What is said to a score before a session; nothing below 6."""
    if pain is None or pain < HIGH_FROM:
        return ""
    return VERY_HIGH if pain >= VERY_HIGH_FROM else HIGH


GENTLE: Final = "gentle_relief"
"""The routine that is put first at 4, 5 and left out."""
EASIER_FORMS: Final = Restriction(ANY_EXERCISE, None, Effect.EASIER, "a3")
"""What the plan takes besides when the easier forms were chosen at the check-in."""
OVERRIDE: Final = "high_score"
"""What the decision is about that a professional called these exercises right on days of 6 or 7."""
TAKEN_BACK: Final = "taken back"
"""What such a decision says that takes back those before it."""


class Zone(StrEnum):
    """Where a score lies; the value is the word on screen."""

    GO = "go"
    """0 to 3."""
    GO_EASY = "go easy"
    """4, 5, and a score that was left out."""
    FLARE_UP = "flare-up"
    """6 and 7: only the flare-up routine."""
    STOP = "stop"
    """8 to 10 (S7): no session, whatever was decided."""


class Starts(StrEnum):
    """What enter does at the check-in."""

    CHOSEN = "chosen"
    """The routine that was chosen starts."""
    FLARE_UP = "flare_up"
    """Flare-up starts instead of it."""
    NOTHING = "nothing"
    """The score is kept, and no session starts."""


def zone_of(pain: int | None) -> Zone:
    """The zone of a score; None, left out, is treated as 4 or 5 are."""
    if pain is None:
        return Zone.GO_EASY
    if pain >= VERY_HIGH_FROM:
        return Zone.STOP
    if pain >= HIGH_FROM:
        return Zone.FLARE_UP
    return Zone.GO if pain <= GO_UP_TO else Zone.GO_EASY


def starts(pain: int | None, routine: str, *, flare_up_left: bool, overridden: bool) -> Starts:
    """What enter starts.

    Args:
        pain: the score before.
        routine: the id of what was chosen.
        flare_up_left: whether anything of Flare-up is left after what is off.
        overridden: a professional's word for days of 6 and 7 is recorded.
    """
    zone = zone_of(pain)
    if zone is Zone.STOP:
        return Starts.NOTHING
    if zone is not Zone.FLARE_UP or overridden or routine == FLARE_UP:
        return Starts.CHOSEN
    return Starts.FLARE_UP if flare_up_left else Starts.NOTHING


def may_override(pain: int | None, routine: str) -> bool:
    """Whether a professional's word counts at this score: at 6 and 7 only, and not in Flare-up itself."""
    return zone_of(pain) is Zone.FLARE_UP and routine != FLARE_UP


def offers_gentler(pain: int | None, routine: str) -> bool:
    """Whether gentler ways are offered in a line: at 4, 5 and left out, but not in Flare-up itself."""
    return zone_of(pain) is Zone.GO_EASY and routine != FLARE_UP


def new_override(header: EntryHeader) -> DecisionEntry:
    """The decision that `o` makes."""
    return new_decision(header, OVERRIDE, "as chosen", why="a professional told me these are right on such days")


def new_override_taken_back(header: EntryHeader, entries: Iterable[Entry]) -> DecisionEntry:
    """The decision that takes back what `o` made.

    It names the decisions that it takes back by uid, so that no clock decides which of two came later.
    """
    over = [one["uid"] for one in _overrides(entries)]
    return new_decision(header, OVERRIDE, TAKEN_BACK, was=over, why="taken back by the person")


def override_of(entries: Iterable[Entry]) -> DecisionEntry | None:
    """The decision that stands, the latest of several; None where there is none, or each was deleted or taken back."""
    every = list(entries)
    taken_back = {
        uid for one in every if _is_about_override(one) and one["to"] == TAKEN_BACK for uid in _uids(one.get("from"))
    }
    standing = [one for one in _overrides(every) if one["uid"] not in taken_back]
    return max(standing, key=lambda one: str(one.get("started")), default=None)


def _overrides(entries: Iterable[Entry]) -> list[DecisionEntry]:
    return [one for one in entries if _is_about_override(one) and one.get("to") != TAKEN_BACK]


def _uids(was: object) -> Iterable[object]:
    return was if isinstance(was, list) else ()


def _is_about_override(entry: Entry) -> TypeGuard[DecisionEntry]:
    return entry.get("kind") == "decision" and entry.get("about") == OVERRIDE and not entry.get("deleted")
