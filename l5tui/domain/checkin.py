"""What is asked for a pain score, and what is said to a high one: the same words on every face."""

from __future__ import annotations

from typing import Final

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
VERY_HIGH_FROM: Final = 8
HIGH_FROM: Final = 6


def advice(pain: int | None) -> str:
    """What is said to a score before a session; nothing below 6."""
    if pain is None or pain < HIGH_FROM:
        return ""
    return VERY_HIGH if pain >= VERY_HIGH_FROM else HIGH
