"""What is asked when it hurts, in which order: row by row (clinical data, sections a3, b and c5)."""

from __future__ import annotations

import pytest

from l5tui.domain.hurting import CHOICES, RESTS_S, Ask, Choice, asked_after, follows, follows_score
from l5tui.domain.stopping import Answer, Then, Verdict
from l5tui.domain.stopping_words import CHOSEN, FELT

USUAL = "full_l5"
FLARE_UP = "flare_up"


@pytest.mark.parametrize(
    ("ask", "reply", "then", "rule", "asked"),
    [
        (Ask.FELT, Answer.MORE, Then.ASK_SCORE, None, Ask.SCORE),
        (Ask.FELT, Answer.SHARP, Then.ASK_SCORE, None, Ask.SCORE),
        (Ask.FELT, Answer.SPREADING, Then.ASK_SETTLED, None, Ask.SETTLED),
        (Ask.FELT, Answer.TINGLING, Then.STOP, "S4", Ask.EMERGENCY),
        (Ask.FELT, Answer.WEAK, Then.STOP, "S4", Ask.EMERGENCY),
        (Ask.FELT, Answer.FAINT, Then.STOP, "S6", Ask.READ),
        (Ask.FELT, Answer.CHEST, Then.STOP, "S6", Ask.EMERGENCY),
        (Ask.FELT, Choice.END, Then.STOP, "S1", None),
        (Ask.FELT, Choice.NOTHING, Then.GO_ON, None, None),
        (Ask.SETTLED, Choice.SETTLED, Then.EASE, None, None),
        (Ask.SETTLED, Choice.STAYED, Then.STOP, "S3", Ask.READ),
        (Ask.SETTLED, Choice.END, Then.STOP, "S3", Ask.READ),
        (Ask.OFFER, Choice.EASE, Then.EASE, None, None),
        (Ask.OFFER, Choice.SKIP, Then.SKIP, None, None),
        (Ask.OFFER, Choice.GO_ON, Then.GO_ON, None, None),
        (Ask.OFFER, Choice.END, Then.STOP, "S1", None),
        (Ask.REST, Choice.SCORE, Then.ASK_NEW_SCORE, None, Ask.NEW_SCORE),
        (Ask.REST, Choice.END, Then.STOP, "S2", None),
        (Ask.READ, Choice.READ, Then.LEAVE, None, None),
        (Ask.EMERGENCY, Choice.READ, Then.LEAVE, None, None),
    ],
)
def test_each_reply_leads_where_the_table_says(
    ask: Ask, reply: Answer | Choice, then: Then, rule: str | None, asked: Ask | None
) -> None:
    found = follows(ask, reply)
    assert (found.then, found.rule) == (then, rule)
    assert asked_after(found) is asked


@pytest.mark.parametrize(
    ("ask", "routine", "before", "pain", "then", "asked"),
    [
        (Ask.SCORE, USUAL, 5, 3, Then.GO_ON, None),
        (Ask.SCORE, USUAL, 5, 4, Then.OFFER, Ask.OFFER),
        (Ask.SCORE, USUAL, 5, None, Then.OFFER, Ask.OFFER),
        (Ask.SCORE, USUAL, 5, 6, Then.STOP_EXERCISE, Ask.REST),
        (Ask.SCORE, FLARE_UP, 7, 7, Then.OFFER, Ask.OFFER),
        (Ask.SCORE, FLARE_UP, 6, 7, Then.STOP_EXERCISE, Ask.REST),
        (Ask.SCORE, FLARE_UP, None, 6, Then.STOP_EXERCISE, Ask.REST),
        (Ask.NEW_SCORE, USUAL, 5, 5, Then.SKIP, None),
        (Ask.NEW_SCORE, USUAL, 5, 6, Then.STOP_EXERCISE, Ask.REST),
        (Ask.NEW_SCORE, USUAL, 5, None, Then.STOP_EXERCISE, Ask.REST),
        (Ask.NEW_SCORE, FLARE_UP, 7, 7, Then.SKIP, None),
        (Ask.NEW_SCORE, FLARE_UP, 6, 7, Then.STOP_EXERCISE, Ask.REST),
    ],
)
def test_each_score_leads_where_the_table_says(
    ask: Ask, routine: str, before: int | None, pain: int | None, then: Then, asked: Ask | None
) -> None:
    found = follows_score(ask, pain, routine=routine, before=before)
    assert found == Verdict(then, "S2" if then is Then.STOP_EXERCISE else None)
    assert asked_after(found) is asked


def test_whatever_can_be_replied_leads_somewhere_and_has_words() -> None:
    for ask, choices in CHOICES.items():
        for choice in choices:
            follows(ask, choice)
            assert FELT[choice] if isinstance(choice, Answer) else CHOSEN[choice]


def test_the_end_can_be_chosen_in_every_rest() -> None:
    assert RESTS_S == {Ask.SETTLED: 300, Ask.REST: 60}
    assert all(Choice.END in CHOICES[ask] for ask in RESTS_S)


def test_what_is_not_offered_leads_nowhere() -> None:
    with pytest.raises(KeyError):
        follows(Ask.REST, Choice.GO_ON)
