"""From the place before a session to the one after it, in words (clinical data, section b). Words only: no verdict.

Ranks are compared per side, the furthest of any kind; a side that wasn't answered twice is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from l5tui.domain.pain import PLACES

CLOSER: Final = "closer to the spine"
SAME: Final = "same place"
FURTHER: Final = "further down"
SETTLED: Final = "further down, then settled"
SIDES: Final = ("left", "right")


def change_of_place(before: object, after: object) -> str:
    """The words for one side; empty where one of the two wasn't answered, or nothing was felt.

    Args:
        before: the furthest place before, rank 0 to 7.
        after: the furthest place after.
    """
    if not (_is_rank(before) and _is_rank(after)) or before == after == 0:
        return ""
    if before == after:
        return SAME
    return FURTHER if after > before else CLOSER  # type: ignore[operator]


def moved_further(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether it is further from the spine after a session than before, on any side that was answered twice."""
    return any(change_of_place(before.get(side), after.get(side)) == FURTHER for side in SIDES)


def settled_within(entry: Mapping[str, Any]) -> bool:
    """Whether it moved further down during the session, and each time was back within five minutes."""
    hurts = _spread(entry)
    return bool(hurts) and all(hurt.get("settled") is True for hurt in hurts)


def said_to_stay(entry: Mapping[str, Any]) -> bool:
    """Whether the person said that it was still further down after five minutes, rather than leaving it unanswered."""
    return any(hurt.get("settled") is False for hurt in _spread(entry))


def _spread(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each time that it moved further down during the session."""
    steps = entry.get("steps")
    return [
        hurt
        for step in (steps if isinstance(steps, list) else [])
        if isinstance(step, Mapping) and isinstance(step.get("hurt"), list)
        for hurt in step["hurt"]
        if isinstance(hurt, Mapping) and hurt.get("answer") == "spreading"
    ]


def place_changes(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A session's sides and their words; with an empty side what was so during it.

    Yields nothing where nothing was answered twice, and nothing moved.
    """
    before, after = entry.get("before"), entry.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for side in SIDES:
            if words := change_of_place(before.get(side), after.get(side)):
                yield side, words
    if settled_within(entry):
        yield "", SETTLED


def _is_rank(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(PLACES)
