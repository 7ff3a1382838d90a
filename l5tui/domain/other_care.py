"""Other care that a person notes beside the exercises: what there is to choose from, and what can be typed for it.

The app says nothing about any of it (clinical data, f5 and j): no dose, no advice, no comment. It is a note for the
person and their health professional.
"""

from __future__ import annotations

from typing import Final

from l5tui.domain.entry_reading import Body, number, text

CARE: Final = (
    "chiropractic",
    "shockwave",
    "massage",
    "decompression",
    "medicine taken",
    "walking",
    "sitting tolerated",
)
"""The kinds of care that are offered (issue 15, clinical data f5), as they stand in an entry's `what`. Anything else is
noted in the person's own words."""
TIMED: Final = frozenset({"walking", "sitting tolerated"})
"""Those whose minutes are the point of noting them."""
LONGEST_MINUTES: Final = 24 * 60
"""The most minutes that one entry can have."""
LONGEST_WORDS: Final = 60
"""The most characters of care in own words."""
_ALSO: Final = {"walk": "walking", "sit": "sitting tolerated", "traction": "decompression"}
_SHORTEST: Final = 4
"""The fewest letters that are completed to an offered kind."""


def parse_care(typed: str) -> str:
    """What was meant: an offered kind by its first letters, else the person's own words as they are; empty for none."""
    words = " ".join(typed.split())
    small = words.casefold()
    if small in _ALSO:
        return _ALSO[small]
    found = [one for one in CARE if one.startswith(small)] if len(small) >= _SHORTEST else []
    return found[0] if len(found) == 1 else words[:LONGEST_WORDS]


def parse_minutes(typed: str) -> int | None:
    """The minutes in a typed text, 1 to a whole day; None if it is anything else."""
    words = typed.strip()
    if not (words.isascii() and words.isdigit() and len(words) <= 4):
        return None
    return int(words) if 1 <= int(words) <= LONGEST_MINUTES else None


def care_words(body: Body) -> str:
    """`massage, 30 min`; what a script left out is left out."""
    minutes = number(body.get("minutes"))
    what = text(body, "what") or "other care"
    return f"{what}, {minutes:g} min" if minutes else what
