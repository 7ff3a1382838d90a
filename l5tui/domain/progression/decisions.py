"""A person's decisions about dose levels, as entries: accept a step up, refuse it, or set a level by hand.

Only these are stored. The levels themselves are a fold (`levels.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from l5tui.domain.entry import DecisionEntry, Entry
from l5tui.domain.entry_reading import level, table, text, texts
from l5tui.domain.entry_times import moment_of
from l5tui.domain.new_entry import EntryHeader, new_decision

DOSE: Final = "dose"
"""The `about` of such a decision."""
ADD: Final = "offer: add a little"
STAY: Final = "offer: stay as it is"
BY_HAND: Final = "set by hand"
"""The possible values of `why`."""


class DoseDecision(Struct, frozen=True):
    """One decision about one exercise's level."""

    uid: str
    at: datetime
    exercise: str
    was: int
    to: int
    why: str
    over: tuple[str, ...] = ()
    """The uids of the decisions that it replaces though they are dated later."""


def new_dose_decision(
    header: EntryHeader, exercise: str, was: int, to: int, why: str, *, over: Iterable[str] = ()
) -> DecisionEntry:
    """A decision about an exercise's level.

    Args:
        header: the entry's header.
        exercise: the exercise's id.
        was: the level before.
        to: the chosen level; for `STAY` the same as `was`.
        why: `ADD`, `STAY` or `BY_HAND`.
        over: the uids of decisions about the exercise that are dated later, by a clock that was ahead or by a hand in
            the file. They never count once this one names them.
    """
    named = list(over)
    before = {"exercise": exercise, "level": was, **({"over": named} if named else {})}
    return new_decision(header, DOSE, {"exercise": exercise, "level": to}, was=before, why=why)


def dose_decisions(entries: Iterable[Entry]) -> list[DoseDecision]:
    """The valid decisions, oldest first; invalid ones are ignored, and those that another one replaces by uid."""
    found = [decision for entry in entries if (decision := _read(entry)) is not None]
    replaced = {uid for one in found for uid in one.over}
    return sorted((one for one in found if one.uid not in replaced), key=lambda one: (one.at, one.uid))


def _read(entry: Mapping[str, Any] | Entry) -> DoseDecision | None:
    body: Mapping[str, Any] = entry
    if body.get("kind") != "decision" or body.get("about") != DOSE or body.get("deleted"):
        return None
    at = moment_of(body.get("started"))
    exercise, why = text(table(body, "to"), "exercise"), text(body, "why")
    was, to = (level(table(body, field).get("level")) for field in ("from", "to"))
    if at is None or not exercise or was is None or to is None or why not in (ADD, STAY, BY_HAND):
        return None
    return DoseDecision(text(body, "uid"), at, exercise, was, to, why, tuple(texts(table(body, "from"), "over")))
