"""When it hurts: what each answer leads to, as one table.

The rules S1 to S6 are those of the clinical data, section c5; the zones 0-3, 4-5 and 6 or more those of section a3.
Nothing here judges how bad something is: it says what the app offers next.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """What is felt; the digit on screen is its place in this order, from 1."""

    MORE = "more"
    SHARP = "sharp"
    SPREADING = "spreading"
    TINGLING = "tingling"
    WEAK = "weak"
    FAINT = "faint"
    CHEST = "chest"


class Then(StrEnum):
    """What comes after an answer."""

    ASK_SCORE = "ask_score"
    """The score decides."""
    ASK_SETTLED = "ask_settled"
    """A rest of five minutes, then whether it is still further down."""
    GO_ON = "go_on"
    OFFER = "offer"
    """Ease off, skip this exercise today, or go on."""
    EASE = "ease"
    """Go on with care, in the easier form."""
    SKIP = "skip"
    """Go on with the next exercise; this one is over for today."""
    STOP_EXERCISE = "stop_exercise"
    """A minute's rest, then a new score decides about the next exercise."""
    ASK_NEW_SCORE = "ask_new_score"
    """The new score decides."""
    STOP = "stop"
    """The session ends."""
    LEAVE = "leave"
    """All is said."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What happens now: `rule` is the stop rule behind it, `emergency` opens the emergency page."""

    then: Then
    rule: str | None = None
    emergency: bool = False


VERDICTS: dict[Answer, Verdict] = {
    Answer.MORE: Verdict(Then.ASK_SCORE),
    Answer.SHARP: Verdict(Then.ASK_SCORE),
    Answer.SPREADING: Verdict(Then.ASK_SETTLED),
    Answer.TINGLING: Verdict(Then.STOP, "S4", emergency=True),
    Answer.WEAK: Verdict(Then.STOP, "S4", emergency=True),
    Answer.FAINT: Verdict(Then.STOP, "S6"),
    Answer.CHEST: Verdict(Then.STOP, "S6", emergency=True),
}
"""What each answer leads to (clinical data, c5)."""

FLARE_UP = "flare_up"
"""The routine with rules of its own: it begins at 6 or 7, so a score is measured against the one before."""
GO_UP_TO = 3
ADAPT_UP_TO = 5
FLARE_STOP_FROM = 8
UNKNOWN_STOP_FROM = 6
SETTLE_S = 300
"""The rest before the question whether it is still further down (clinical data, section b)."""
REST_S = 60
"""The rest after a stopped exercise (rule S2)."""
RULES: Final = frozenset({"S1", "S2", "S3", "S4", "S5", "S6"})
"""The rules that stop an exercise or a session (clinical data, section c5)."""
NOT_TODAY = frozenset({"S3", "S4", "S5", "S6"})
"""Rules after which nothing more is offered today (clinical data, c5: ended, graded red, or blocked)."""


def verdict(answer: Answer) -> Verdict:
    """What an answer leads to."""
    return VERDICTS[answer]


def after_score(pain: int | None, *, routine: str, before: int | None) -> Verdict:
    """What a score during an exercise leads to.

    Args:
        pain: the score; None, left out, is treated as 4 or 5 are.
        routine: the routine's id.
        before: the score at check-in.
    """
    if pain is not None and _stops(pain, routine=routine, before=before):
        return Verdict(Then.STOP_EXERCISE, "S2")
    if pain is not None and pain <= GO_UP_TO:
        return Verdict(Then.GO_ON)
    return Verdict(Then.OFFER)


def may_go_on(pain: int | None, *, routine: str, before: int | None) -> bool:
    """Whether the next exercise may begin after a stopped one: only on a new score, and not one that would stop it."""
    return pain is not None and not _stops(pain, routine=routine, before=before)


def after_settling(*, settled: bool) -> Verdict:
    """What the answer after five minutes leads to; "not sure" is not settled."""
    return Verdict(Then.EASE) if settled else Verdict(Then.STOP, "S3")


def _stops(pain: int, *, routine: str, before: int | None) -> bool:
    if routine != FLARE_UP:
        return pain > ADAPT_UP_TO
    if before is None:
        return pain >= UNKNOWN_STOP_FROM
    return pain > before or pain >= FLARE_STOP_FROM


def stopped_by_rule(stop: object) -> bool:
    """Whether a rule ended a session, rather than the plan's end or the person's own wish.

    The scores of such a session are never compared: a word such as "about the same" would comfort where the rule says
    to ask somebody (clinical data, section j).
    """
    return isinstance(stop, str) and stop in RULES
