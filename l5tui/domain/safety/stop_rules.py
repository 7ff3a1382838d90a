"""The stop rules when it hurts: the consequence of each answer, as one table.

The rules S1 to S6 are those of the clinical data, section c5; the zones 0-3, 4-5 and 6 or more those of section a3;
the answers 4 to 8 those of the table of what an answer means beyond its screen. The table decides
what the app offers next; it makes no medical judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from l5tui.domain.entry import Stop


class HurtAnswer(StrEnum):
    """The symptom. Its digit on screen is its position here, from 1. The value is what the journal stores."""

    MORE = "more"
    SHARP = "sharp"
    SPREADING = "spreading"
    TINGLING = "tingling"
    """New tingling or numbness."""
    WEAK = "weak"
    """New weakness."""
    DIZZY = "dizzy"
    """Dizzy or light-headed, and nothing else."""
    CHEST = "chest_or_breath"
    """Chest pain, trouble breathing, or fainted."""
    SIGNS = "signs"
    """Emergency signs: bladder, bowel, numb between the legs, or both legs at once."""


BOTH: Final = "_both"
"""The suffix of a stored answer that concerns both legs."""
TAKEN_BACK: Final = "taken_back"
"""The stored answer that takes back the one before it, which was a mistake."""
EARLIER: Final[Mapping[str, HurtAnswer]] = MappingProxyType({"faint": HurtAnswer.DIZZY, "chest": HurtAnswer.CHEST})
"""Answers that earlier versions stored, and the answers that they are now."""


def felt_of(answer: str) -> HurtAnswer | None:
    """The answer for a stored text; None if this version doesn't know it."""
    if answer in EARLIER:
        return EARLIER[answer]
    answer = answer.removesuffix(BOTH)
    return HurtAnswer(answer) if answer in list(HurtAnswer) else None


class Then(StrEnum):
    """What happens after an answer."""

    ASK_FELT = "ask_felt"
    """The answer was a mistake: the symptom is asked again."""
    ASK_SCORE = "ask_score"
    """The score decides."""
    ASK_SETTLED = "ask_settled"
    """A rest of five minutes, then the question whether it is still further down."""
    ASK_LEGS = "ask_legs"
    """One leg, or both."""
    ASK_WHICH = "ask_which"
    """Dizzy or light-headed only, or one of the emergency signs."""
    ASK_SIGNS = "ask_signs"
    """The emergency questions."""
    ASK_SIGNS_TOO = "ask_signs_too"
    """The emergency questions, below the text of a rule that has stopped the session already."""
    GO_ON = "go_on"
    OFFER = "offer"
    """Ease off, skip this exercise today, or go on."""
    EASE = "ease"
    """Go on with care, in the easier form."""
    SKIP = "skip"
    """Go on with the next exercise; this one isn't done again today."""
    STOP_EXERCISE = "stop_exercise"
    """A minute's rest, then a new score decides about the next exercise."""
    ASK_NEW_SCORE = "ask_new_score"
    """The new score decides."""
    STOP = "stop"
    """The session ends."""
    LEAVE = "leave"
    """Nothing is left to show or to ask."""


class Verdict(Struct, frozen=True):
    """The consequence of an answer or a score."""

    then: Then
    rule: Stop | None = None
    """The stop rule that applies. One of `NOT_TODAY` ends the session at once, whatever is asked afterwards."""
    sign: str = ""
    """The id of the emergency question that this answers with yes, or empty."""

    @property
    def ends(self) -> bool:
        """Whether the session has ended with this."""
        return self.then is Then.STOP or self.rule in NOT_TODAY


FLARE_UP = "flare_up"
"""The routine with different limits: it may begin at 6 or 7, so scores are compared with the score at check-in."""
GO_UP_TO = 3
STOP_FROM = 6
"""The score from which an exercise is stopped (rule S2); a programme may set a lower one."""
FLARE_STOP_FROM = 8
UNKNOWN_STOP_FROM = 6
SETTLE_S = 300
"""The rest before the question whether it is still further down (clinical data, section b)."""
REST_S = 60
"""The rest after a stopped exercise (rule S2)."""
RULES: Final = frozenset({"S1", "S2", "S3", "S4", "S5", "S6"})
"""The rules that stop an exercise or a session (clinical data, section c5)."""
NOT_TODAY = frozenset({"S3", "S4", "S5", "S6"})
"""Rules that end the session, with nothing more offered today (clinical data, c5: ended, graded red, or blocked)."""
EMERGENCY: Final = "S5"
"""The gravest rule. It replaces another rule that ended the session once an emergency sign is reported."""
CHEST_SIGN: Final = "E7"
"""The emergency question about chest pain, trouble breathing and fainting."""

VERDICTS: dict[HurtAnswer, Verdict] = {
    HurtAnswer.MORE: Verdict(Then.ASK_SCORE),
    HurtAnswer.SHARP: Verdict(Then.ASK_SCORE),
    HurtAnswer.SPREADING: Verdict(Then.ASK_SETTLED),
    HurtAnswer.TINGLING: Verdict(Then.ASK_LEGS, "S4"),
    HurtAnswer.WEAK: Verdict(Then.ASK_LEGS, "S4"),
    HurtAnswer.DIZZY: Verdict(Then.ASK_WHICH),
    HurtAnswer.CHEST: Verdict(Then.ASK_WHICH),
    HurtAnswer.SIGNS: Verdict(Then.ASK_SIGNS),
}
"""The consequence of each answer (clinical data, c5)."""
UNANSWERED: Final[Mapping[HurtAnswer, Stop]] = MappingProxyType(
    {
        HurtAnswer.SPREADING: "S3",
        HurtAnswer.TINGLING: "S4",
        HurtAnswer.WEAK: "S4",
        HurtAnswer.DIZZY: "S6",
        HurtAnswer.CHEST: "S5",
        HurtAnswer.SIGNS: "S5",
    }
)
"""The rule that applies if the next question stays unanswered: a missing answer never counts as the harmless one."""


def verdict(answer: HurtAnswer) -> Verdict:
    """The consequence of an answer."""
    return VERDICTS[answer]


def after_score(pain: int | None, *, routine: str, before: int | None, stop_from: int = STOP_FROM) -> Verdict:
    """The consequence of a score during an exercise.

    Args:
        pain: the score; None (left out) is treated like 4 and 5.
        routine: the routine's id.
        before: the score at check-in.
        stop_from: the programme's limit, where it has one.
    """
    if pain is not None and _stops(pain, routine=routine, before=before, stop_from=stop_from):
        return Verdict(Then.STOP_EXERCISE, "S2")
    if pain is not None and pain <= GO_UP_TO:
        return Verdict(Then.GO_ON)
    return Verdict(Then.OFFER)


def may_go_on(pain: int | None, *, routine: str, before: int | None, stop_from: int = STOP_FROM) -> bool:
    """Whether the next exercise may begin after a stopped one: only with a new score that is below the stop limit."""
    return pain is not None and not _stops(pain, routine=routine, before=before, stop_from=stop_from)


def after_settling(*, settled: bool) -> Verdict:
    """The consequence of the answer after five minutes; "not sure" counts as not settled."""
    return Verdict(Then.EASE) if settled else Verdict(Then.STOP, "S3")


def _stops(pain: int, *, routine: str, before: int | None, stop_from: int) -> bool:
    if routine != FLARE_UP:
        return pain >= min(stop_from, STOP_FROM)
    if stop_from <= pain and stop_from < STOP_FROM:  # a programme's limit holds in Flare-up too
        return True
    if before is None:
        return pain >= UNKNOWN_STOP_FROM
    return pain > before or pain >= FLARE_STOP_FROM


def stopped_by_rule(stop: object) -> bool:
    """Whether a stop rule ended the session, rather than the plan's end or the person.

    The scores of such a session are never compared: words such as "about the same" would reassure where the rule says
    to ask a professional (clinical data, section j).
    """
    return isinstance(stop, str) and stop in RULES


def stops_for_today(stop: object) -> bool:
    """Whether a rule ended the session after which nothing more is done today."""
    return isinstance(stop, str) and stop in NOT_TODAY


def graver(stop: Stop | None, than: Stop | None) -> bool:
    """Whether `stop` is graver than the rule that ended the session before: only S5 is graver than any other."""
    return stop == EMERGENCY and than != EMERGENCY
