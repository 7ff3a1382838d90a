"""When it hurts: what is asked, in which order, and what each reply leads to, as one table for every face.

The rules themselves, and what each answer and score means, are in `domain/safety/stop_rules`. Here is the way through
them, so that no face can leave a question out or ask it elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from l5tui.domain.entry import Score
from l5tui.domain.safety.new_symptoms import NewSymptoms
from l5tui.domain.safety.stop_rules import (
    CHEST_SIGN,
    EMERGENCY,
    REST_S,
    SETTLE_S,
    Answer,
    Then,
    Verdict,
    after_score,
    after_settling,
    may_go_on,
    verdict,
)


class Ask(StrEnum):
    """What is asked, while the session stands still."""

    FELT = "felt"
    """What it is that is felt."""
    SCORE = "score"
    """How much it hurts at this moment."""
    SETTLED = "settled"
    """After five minutes of rest: whether it is still further down."""
    LEGS = "legs"
    """One leg or both, of what stops already."""
    WHICH = "which"
    """Dizzy or light-headed only, or chest pain, trouble breathing or fainted."""
    SIGNS = "signs"
    """The emergency questions: one of them, or was it a slip."""
    SIGNS_TOO = "signs_too"
    """The emergency questions, under the words of the rule that has stopped the session."""
    OFFER = "offer"
    """Smaller, not today, or as it was."""
    REST = "rest"
    """After a minute of rest, when an exercise was stopped: a new score, or the end."""
    NEW_SCORE = "new_score"
    """The score that lets the next exercise begin, or not."""
    READ = "read"
    """Nothing: a rule's words, which stay until they were read."""
    EMERGENCY = "emergency"
    """Nothing: the emergency page."""


class Choice(StrEnum):
    """What can be replied, besides what is felt and a score."""

    NOTHING = "nothing"
    END = "end"
    SETTLED = "settled"
    STAYED = "stayed"
    """Or not sure."""
    ONE_LEG = "one_leg"
    BOTH_LEGS = "both_legs"
    DIZZY_ONLY = "dizzy_only"
    CHEST = "chest"
    NO_SIGN = "no_sign"
    """None of the emergency questions."""
    SIGN = "sign"
    """At least one of them, or not sure."""
    EASE = "ease"
    SKIP = "skip"
    GO_ON = "go_on"
    SCORE = "score"
    READ = "read"


CHOICES: Final[Mapping[Ask, tuple[Answer | Choice, ...]]] = MappingProxyType(
    {
        Ask.FELT: (*Answer, Choice.END, Choice.NOTHING),
        Ask.SETTLED: (Choice.SETTLED, Choice.STAYED, Choice.END),
        Ask.LEGS: (Choice.ONE_LEG, Choice.BOTH_LEGS),
        Ask.WHICH: (Choice.DIZZY_ONLY, Choice.CHEST),
        Ask.SIGNS: (Choice.NO_SIGN, Choice.SIGN),
        Ask.SIGNS_TOO: (Choice.NO_SIGN, Choice.SIGN),
        Ask.OFFER: (Choice.EASE, Choice.SKIP, Choice.GO_ON, Choice.END),
        Ask.REST: (Choice.SCORE, Choice.END),
        Ask.READ: (Choice.READ,),
        Ask.EMERGENCY: (Choice.READ,),
    }
)
"""What can be replied, in the order in which it stands there; the others are asked for a score."""

RESTS_S: Final[Mapping[Ask, int]] = MappingProxyType({Ask.SETTLED: SETTLE_S, Ask.REST: REST_S})
"""Seconds of rest before a question; only the end can be chosen before they are over."""

FOLLOWS: Final[Mapping[tuple[Ask, Choice], Verdict]] = MappingProxyType(
    {
        (Ask.FELT, Choice.NOTHING): Verdict(Then.GO_ON),
        (Ask.FELT, Choice.END): Verdict(Then.STOP, "S1"),
        (Ask.SETTLED, Choice.SETTLED): after_settling(settled=True),
        (Ask.SETTLED, Choice.STAYED): after_settling(settled=False),
        (Ask.SETTLED, Choice.END): after_settling(settled=False),  # not answered is treated as stayed
        (Ask.LEGS, Choice.ONE_LEG): Verdict(Then.ASK_SIGNS_TOO, "S4"),
        (Ask.LEGS, Choice.BOTH_LEGS): Verdict(Then.ASK_SIGNS_TOO, "S4"),
        (Ask.WHICH, Choice.DIZZY_ONLY): Verdict(Then.STOP, "S6"),
        (Ask.WHICH, Choice.CHEST): Verdict(Then.STOP, EMERGENCY, CHEST_SIGN),
        (Ask.SIGNS, Choice.NO_SIGN): Verdict(Then.ASK_FELT),
        (Ask.SIGNS, Choice.SIGN): Verdict(Then.STOP, EMERGENCY),
        (Ask.SIGNS_TOO, Choice.NO_SIGN): Verdict(Then.LEAVE, "S4"),
        (Ask.SIGNS_TOO, Choice.SIGN): Verdict(Then.STOP, EMERGENCY),
        (Ask.OFFER, Choice.EASE): Verdict(Then.EASE),
        (Ask.OFFER, Choice.SKIP): Verdict(Then.SKIP),
        (Ask.OFFER, Choice.GO_ON): Verdict(Then.GO_ON),
        (Ask.OFFER, Choice.END): Verdict(Then.STOP, "S1"),
        (Ask.REST, Choice.SCORE): Verdict(Then.ASK_NEW_SCORE),
        (Ask.REST, Choice.END): Verdict(Then.STOP, "S2"),
        (Ask.READ, Choice.READ): Verdict(Then.LEAVE),
        (Ask.EMERGENCY, Choice.READ): Verdict(Then.LEAVE),
    }
)
"""What each reply leads to."""

_ASKED: Final[Mapping[Then, Ask]] = MappingProxyType(
    {
        Then.ASK_FELT: Ask.FELT,
        Then.ASK_SCORE: Ask.SCORE,
        Then.ASK_SETTLED: Ask.SETTLED,
        Then.ASK_LEGS: Ask.LEGS,
        Then.ASK_WHICH: Ask.WHICH,
        Then.ASK_SIGNS: Ask.SIGNS,
        Then.ASK_SIGNS_TOO: Ask.SIGNS_TOO,
        Then.OFFER: Ask.OFFER,
        Then.STOP_EXERCISE: Ask.REST,
        Then.ASK_NEW_SCORE: Ask.NEW_SCORE,
    }
)
_READ: Final = frozenset({"S3", "S6"})
"""Rules whose words stand on a page of their own. Those of S4 stand above the emergency questions; those of S1 and S2
were said before the person chose the end."""


def follows(ask: Ask, reply: Answer | Choice) -> Verdict:
    """What a reply leads to.

    Raises:
        KeyError: nobody can reply that there.
    """
    if ask is Ask.FELT and isinstance(reply, Answer):
        return verdict(reply)
    return FOLLOWS[ask, Choice(reply)]


def follows_score(ask: Ask, pain: int | None, *, routine: str, before: int | None) -> Verdict:
    """What a score leads to: at first, and after an exercise was stopped.

    Args:
        ask: the question, `SCORE` or `NEW_SCORE`.
        pain: the score, None if it was left out.
        routine: the routine's id.
        before: the score at check-in.
    """
    if ask is Ask.SCORE:
        return after_score(pain, routine=routine, before=before)
    if may_go_on(pain, routine=routine, before=before):
        return Verdict(Then.SKIP)
    return Verdict(Then.STOP_EXERCISE, "S2")


def felt_by_place(signs: NewSymptoms, before: Score, score: Score) -> Answer | None:
    """What the place of a score within a session says besides, the gravest first; None where it says nothing.

    A new kind is rule S4, both legs newly open the emergency questions, a place further from the spine than before
    the session asks whether it goes back within five minutes (clinical data, section b).

    Args:
        signs: what is new in it.
        before: the score at check-in.
        score: this one.
    """
    if signs.kinds:
        return Answer.TINGLING
    if signs.both_legs:
        return Answer.SIGNS
    sides = ((before["left"], score["left"]), (before["right"], score["right"]))
    further = any(was is not None and is_now is not None and is_now > was for was, is_now in sides)
    return Answer.SPREADING if further else None


def asked_after(found: Verdict) -> Ask | None:
    """The question that a verdict leads to; None where the session goes on, or has ended and all is said."""
    if found.then is not Then.STOP:
        return _ASKED.get(found.then)
    if found.rule == EMERGENCY:
        return Ask.EMERGENCY
    return Ask.READ if found.rule in _READ else None
