"""What a score before a session lets start: the zones of the clinical data's section a3, as one table for every face.

What the words say, the keys do. The zones steer what is offered; they are never a verdict on the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from l5tui.domain.checkin import HIGH_FROM, VERY_HIGH_FROM
from l5tui.domain.entry import DecisionEntry, Entry
from l5tui.domain.new import Stamp, new_decision
from l5tui.domain.safety import ANY_EXERCISE, Effect, Restriction
from l5tui.domain.stopping import FLARE_UP, GO_UP_TO

GENTLE: Final = "gentle_relief"
"""The routine that is put first at 4, 5 and left out."""
EASIER_FORMS: Final = Restriction(ANY_EXERCISE, None, Effect.EASIER, "a3")
"""What the plan takes besides when the easier forms were chosen at the check-in."""
OVERRIDE: Final = "high_score"
"""What the decision is about that a professional called these exercises right on days of 6 or 7."""


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


def may_override(pain: int | None, routine: str, *, overridden: bool) -> bool:
    """Whether `o` is offered: at 6 and 7 only, once, and not in Flare-up itself."""
    return zone_of(pain) is Zone.FLARE_UP and routine != FLARE_UP and not overridden


def offers_gentler(pain: int | None, routine: str) -> bool:
    """Whether gentler ways are offered in a line: at 4, 5 and left out, but not in Flare-up itself."""
    return zone_of(pain) is Zone.GO_EASY and routine != FLARE_UP


def new_override(stamp: Stamp) -> DecisionEntry:
    """The decision that `o` makes."""
    return new_decision(stamp, OVERRIDE, "as chosen", why="a professional told me these are right on such days")


def is_overridden(entries: Iterable[Entry]) -> bool:
    """Whether that decision stands; a deleted one doesn't."""
    found: Iterable[Mapping[str, Any]] = (dict(one) for one in entries)
    return any(
        one.get("kind") == "decision" and one.get("about") == OVERRIDE and not one.get("deleted") for one in found
    )
