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
