"""Pain scores, and the words for a change between two of them.

The scale is the NRS-11: whole numbers from 0, "no pain", to 10, "worst pain imaginable" (LOINC 72514-3). A score
that was left out is None: never 0, never filled in.
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
"""A change of this many points or less is measurement noise (Ostelo 2008, Suzuki 2020: 2 points matter)."""
MATTERS: Final = 2
"""The smallest change that isn't called "about the same" (clinical data, a2)."""


def parse_pain(text: str) -> int | None:
    """The score in a typed text: `0` to `10` in ASCII digits, else None.

    Other digits are refused, because a score must look the same on every terminal.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    number = int(text)
    return number if number <= HIGHEST and text == str(number) else None


def is_pain(value: object) -> bool:
    """Whether a stored value is a score, or None for a score that was left out."""
    return value is None or (type(value) is int and LOWEST <= value <= HIGHEST)


def rank_of(value: object) -> int | None:
    """A stored value if it is the rank of a place, 0 to 7, else None."""
    return value if type(value) is int and 0 <= value < len(PLACES) else None


def change_word(before: float | None, after: float | None) -> str:
    """The word for a change of a score or a median: "lower", "higher", "about the same", or "no second score".

    Two points are the smallest meaningful change for low back pain (Ostelo 2008); less is noise.
    """
    if before is None or after is None:
        return "no second score"
    change = after - before
    if abs(change) < MATTERS:
        return "about the same"
    return "lower" if change < 0 else "higher"


def show_median(median: float) -> str:
    """A median of scores as text: `4`, or `4.5` halfway between two; it has no other decimals."""
    return f"{median:g}"


def show_pain(pain: int | None) -> str:
    """The score as text, a dash for None."""
    return "-" if pain is None else str(pain)


def day_median(scores: Iterable[float | None]) -> float | None:
    """The median of the scores that were given, or None if there are none."""
    answered = sorted(score for score in scores if score is not None)
    # `statistics.median` would load that module and its imports at every start for these two lines.
    middle = len(answered) // 2
    return (answered[middle] + answered[~middle]) / 2 if answered else None
