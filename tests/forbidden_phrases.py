"""Patterns of what no displayed text may say: promises, diagnoses, praise, blame (clinical data, section j).

Each pattern has a sentence that it must match, which shows that the pattern works.
"""

from __future__ import annotations

import re

ALLOWED = (
    "not a medical device",
    "Spinal decompression",  # the name of one of the article's strategies, with what guidelines advise against it
    "massage, decompression",  # the same name, in the list of care that can be noted
    "Stop. Get help now.",
    "Stretches for Pain Relief and Strengthening",  # the article's own title
    "One point up or down by itself is normal wobble.",  # beside a change of one point, and never after a stop
    "one point up or down is normal wobble",  # the words for the chart's band
)
"""Allowed texts: the sense is the opposite of what is forbidden, a name is quoted, or the clinical data say so."""

FORBIDDEN = {
    r"\bdecompress": "This decompresses the spine.",
    r"\brealign": "It will realign your spine.",
    r"\bfix(es|ed|ing)?\b": "Fix your back.",
    r"\bheal(s|ed|ing)?\b": "Healing starts here.",
    r"\bcur(e|es|ed|ing)\b": "A cure for pain.",
    r"\bcentrali[sz]": "It centralizes pain.",
    r"\byou have (a |an )?(bulging|slipped|herniated|pinched|trapped|sciatica|stenosis)": "You have a bulging disc.",
    r"\byour (disc|nerve)s? (is|are)\b": "Your nerve is trapped.",
    r"\b(is|are) safe for you\b|\ball clear\b|\bno red flags?\b": "This is safe for you.",
    r"\b(this|it) will help\b|\byou will (be|feel) better\b": "This will help.",
    r"\bit worked\b|\byou('ve| have)? improved\b": "It worked, you improved.",
    r"\bpush through (it|the pain)|\bno pain,? no gain\b": "Push through it.",
    r"\byour pain is only\b|\b(just|only) mild\b": "Your pain is only mild.",
    r"\byou missed\b|\bstreak\b": "You missed 3 days!",
    r"\bstop (taking )?your (medicines?|tablets|pills)\b|\b(paracetamol|ibuprofen|opioids?)\b": "Stop your medicine.",
    r"\binstead of (seeing|asking) a\b": "Instead of seeing a doctor.",
    r"\bclinically (proven|tested)\b|\bapproved\b|\bmedical device\b": "An approved medical device.",
    r"\brecovered\b|\bpain[- ]free\b|\bguarantee": "You have recovered.",
    r"\bbad posture\b": "Bad posture did this.",
    r"\baccelerat": "Combining accelerates recovery.",
    r"\byou hurt yourself\b": "You hurt yourself.",
    r"!": "Well done!",
    r"\bnext time,? make it smaller": "Next time make it smaller, or stop sooner.",
    r"\bthat is fine\b|\bthat's fine\b": "Nothing to compare, and that is fine.",
    r"\bwobble": "That is only wobble.",
    r"\byour pain (is|was) (gone|over)\b|\bdays? to (no|zero) pain": "Your pain is gone.",
    r"\b(should|must) (feel|be) better\b|\bpromise": "You should feel better.",
    r"\brelief\b": "Gentle relief.",
}


def plain(text: str) -> str:
    """A text on one line, without bold, and without what is allowed in so many words."""
    line = re.sub(r"\s+", " ", text.replace("**", ""))
    for words in ALLOWED:
        line = line.replace(words, "")
    return line


def forbidden_part(text: str, pattern: str) -> str | None:
    """The part of a text that a pattern forbids, or None."""
    hit = re.search(pattern, plain(text), re.IGNORECASE)
    return hit[0] if hit else None
