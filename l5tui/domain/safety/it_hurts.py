"""The "it hurts" dialogue: its questions, their order, and the consequence of each reply.

`domain/safety/stop_rules.py` defines what each answer and score means. This module defines the order of the questions
once, so that neither the full screen nor plain lines can leave one out or ask it elsewhere.
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
    STOP_FROM,
    HurtAnswer,
    Then,
    Verdict,
    after_score,
    after_settling,
    may_go_on,
    verdict,
)


class Ask(StrEnum):
    """The questions. The session is paused while one is open."""

    FELT = "felt"
    """What the person feels."""
    SCORE = "score"
    """How much it hurts at this moment."""
    SETTLED = "settled"
    """After five minutes of rest: whether the symptoms are still further down."""
    LEGS = "legs"
    """One leg or both, for a symptom that has stopped the session already."""
    WHICH = "which"
    """Dizzy or light-headed only, or chest pain, trouble breathing or fainted."""
    SIGNS = "signs"
    """The emergency questions: at least one applies, or the answer was a mistake."""
    SIGNS_TOO = "signs_too"
    """The emergency questions, below the text of the rule that has stopped the session."""
    OFFER = "offer"
    """Ease the exercise, skip it today, or go on unchanged."""
    REST = "rest"
    """After a stopped exercise and a minute of rest: give a new score, or end the session."""
    NEW_SCORE = "new_score"
    """The score that decides whether the next exercise may begin."""
    READ = "read"
    """No question: the text of a rule, shown until it is confirmed as read."""
    EMERGENCY = "emergency"
    """No question: the emergency page."""


class Choice(StrEnum):
    """The replies other than a symptom or a score."""

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


CHOICES: Final[Mapping[Ask, tuple[HurtAnswer | Choice, ...]]] = MappingProxyType(
    {
        Ask.FELT: (*HurtAnswer, Choice.END, Choice.NOTHING),
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
"""The replies to each question, in the order shown. Questions that are missing here take a score."""

RESTS_S: Final[Mapping[Ask, int]] = MappingProxyType({Ask.SETTLED: SETTLE_S, Ask.REST: REST_S})
"""Seconds of rest before a question. Until they are over only the end can be chosen."""

FOLLOWS: Final[Mapping[tuple[Ask, Choice], Verdict]] = MappingProxyType(
    {
        (Ask.FELT, Choice.NOTHING): Verdict(Then.GO_ON),
        (Ask.FELT, Choice.END): Verdict(Then.STOP, "S1"),
        (Ask.SETTLED, Choice.SETTLED): after_settling(settled=True),
        (Ask.SETTLED, Choice.STAYED): after_settling(settled=False),
        (Ask.SETTLED, Choice.END): after_settling(settled=False),  # no answer counts as stayed
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
"""The consequence of each reply."""

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
"""Rules whose text is shown on a page of its own. S4's is shown above the emergency questions; those of S1 and S2 were
shown before the person chose to end."""


def follows(ask: Ask, reply: HurtAnswer | Choice) -> Verdict:
    """The consequence of a reply.

    Raises:
        KeyError: the question doesn't offer this reply.
    """
    if ask is Ask.FELT and isinstance(reply, HurtAnswer):
        return verdict(reply)
    return FOLLOWS[ask, Choice(reply)]


def follows_score(
    ask: Ask, pain: int | None, *, routine: str, before: int | None, stop_from: int = STOP_FROM
) -> Verdict:
    """The consequence of a score: the first one, or the new one after an exercise was stopped.

    Args:
        ask: the question, `SCORE` or `NEW_SCORE`.
        pain: the score, None if it was left out.
        routine: the routine's id.
        before: the score at check-in.
        stop_from: the programme's limit, where it has one.
    """
    if ask is Ask.SCORE:
        return after_score(pain, routine=routine, before=before, stop_from=stop_from)
    if may_go_on(pain, routine=routine, before=before, stop_from=stop_from):
        return Verdict(Then.SKIP)
    return Verdict(Then.STOP_EXERCISE, "S2")


def felt_by_place(signs: NewSymptoms, before: Score, score: Score) -> HurtAnswer | None:
    """The symptom that the place of a score within a session amounts to, the gravest of several; None if there is none.

    A new kind is rule S4, both legs newly open the emergency questions, a place further from the spine than before
    the session asks whether it goes back within five minutes (clinical data, section b).

    Args:
        signs: what is new in it.
        before: the score at check-in.
        score: this one.
    """
    if signs.kinds:
        return HurtAnswer.TINGLING
    if signs.both_legs:
        return HurtAnswer.SIGNS
    sides = ((before["left"], score["left"]), (before["right"], score["right"]))
    further = any(was is not None and is_now is not None and is_now > was for was, is_now in sides)
    return HurtAnswer.SPREADING if further else None


def asked_after(found: Verdict) -> Ask | None:
    """The question that follows a verdict; None if the session goes on, or has ended with nothing left to show."""
    if found.then is not Then.STOP:
        return _ASKED.get(found.then)
    if found.rule == EMERGENCY:
        return Ask.EMERGENCY
    return Ask.READ if found.rule in _READ else None
