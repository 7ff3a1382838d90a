"""The furthest place from the spine, from words to its rank."""

from __future__ import annotations

import re

from l5tui.domain.pain import PLACES

MIDDLE = 1
"""The middle of the low back: it has no side, so both sides carry it (clinical data, section b)."""


def parse_place(text: str) -> int | None:
    """The rank 0 to 7 that a word, its beginning, a label or a digit names, else None.

    `calf`, `shin`, `toes`, `Foot or toes` and `6` are taken; `back` names two places, and so none.
    """
    if text.strip() in [str(rank) for rank in range(len(PLACES))]:
        return int(text)
    wanted = _words(text)
    if not wanted:
        return None
    for fits in (list.__eq__, _within):
        found = [rank for rank, label in enumerate(PLACES) if fits(wanted, _words(label))]
        if len(found) == 1:
            return found[0]
    return None


def both_sides(left: int | None, right: int | None) -> tuple[int | None, int | None]:
    """The ranks with the middle of the back on both sides, where only one was named."""
    if left is None and right == MIDDLE:
        return MIDDLE, MIDDLE
    if right is None and left == MIDDLE:
        return MIDDLE, MIDDLE
    return left, right


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word != "or"]


def _within(wanted: list[str], label: list[str]) -> bool:
    return all(any(word.startswith(start) for word in label) for start in wanted)
