"""Pain as a number, and the honest words for a change in it.

The scale is the NRS-11: whole numbers from 0, "no pain", to 10, "worst pain imaginable" (LOINC 72514-3). A score
that nobody gave is None: never 0, never filled in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LOWEST: Final = 0
HIGHEST: Final = 10
PLACES: Final = (
    "none",
    "low back, middle",
    "low back, side",
    "buttock",
    "thigh",
    "knee",
    "calf or shin",
    "foot or toes",
)
"""Furthest place from the spine, by rank 0 to 7."""
KINDS: Final = ("pain", "tingling", "numbness")
NOISE: Final = 1
"""A change of this many points or less is noise of one answer (Ostelo 2008, Suzuki 2020: 2 points matter)."""


def parse_pain(text: str) -> int | None:
    """The score that somebody typed: `0` to `10` in plain digits, else None.

    Only ASCII digits count: a score must be seen and stored as the same sign on every terminal.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    number = int(text)
    return number if number <= HIGHEST and text == str(number) else None


def is_pain(value: object) -> bool:
    """Whether a stored value is a score, or the honest absence of one."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and LOWEST <= value <= HIGHEST)


def change_word(before: int | None, after: int | None) -> str:
    """The word for a change: "lower", "higher", "about the same", or "no second score".

    Two points are the smallest change that says anything for low back pain (Ostelo 2008); one up or down is noise.
    """
    if before is None or after is None:
        return "no second score"
    change = after - before
    if abs(change) <= NOISE:
        return "about the same"
    return "lower" if change < 0 else "higher"


def show_pain(pain: int | None) -> str:
    """The score as shown: a dash where there is none."""
    return "-" if pain is None else str(pain)


def day_median(scores: Iterable[int | None]) -> float | None:
    """The median of the answered scores, or None when nothing was answered."""
    answered = sorted(score for score in scores if score is not None)
    # Not `statistics.median`: at start-up that module and what it imports would be loaded for these two lines.
    middle = len(answered) // 2
    return (answered[middle] + answered[~middle]) / 2 if answered else None
