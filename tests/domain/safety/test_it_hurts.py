"""The questions of "it hurts" and their order, row by row (clinical data, sections a3, b and c5)."""

from __future__ import annotations

import pytest

from l5tui.domain.entry import no_score
from l5tui.domain.safety.it_hurts import (
    CHOICES,
    RESTS_S,
    Ask,
    Choice,
    asked_after,
    felt_by_place,
    follows,
    follows_score,
)
from l5tui.domain.safety.new_symptoms import NewSymptoms
from l5tui.domain.safety.stop_page import CHOSEN, FELT
from l5tui.domain.safety.stop_rules import HurtAnswer, Then, Verdict
from tests.rows import each

USUAL = "full_l5"
FLARE_UP = "flare_up"


@pytest.mark.parametrize(
    ("ask", "reply", "then", "rule", "asked"),
    [
        pytest.param(Ask.FELT, HurtAnswer.MORE, Then.ASK_SCORE, None, Ask.SCORE, id="menu-1"),
        pytest.param(Ask.FELT, HurtAnswer.SHARP, Then.ASK_SCORE, None, Ask.SCORE, id="menu-2"),
        pytest.param(Ask.FELT, HurtAnswer.SPREADING, Then.ASK_SETTLED, None, Ask.SETTLED, id="menu-3"),
        pytest.param(Ask.FELT, HurtAnswer.TINGLING, Then.ASK_LEGS, "S4", Ask.LEGS, id="menu-4"),
        pytest.param(Ask.FELT, HurtAnswer.WEAK, Then.ASK_LEGS, "S4", Ask.LEGS, id="menu-5"),
        pytest.param(Ask.FELT, HurtAnswer.DIZZY, Then.ASK_WHICH, None, Ask.WHICH, id="menu-6"),
        pytest.param(Ask.FELT, HurtAnswer.CHEST, Then.ASK_WHICH, None, Ask.WHICH, id="menu-7"),
        pytest.param(Ask.FELT, HurtAnswer.SIGNS, Then.ASK_SIGNS, None, Ask.SIGNS, id="menu-8"),
        pytest.param(Ask.FELT, Choice.END, Then.STOP, "S1", None, id="S1-end"),
        pytest.param(Ask.FELT, Choice.NOTHING, Then.GO_ON, None, None, id="S1-nothing"),
        pytest.param(Ask.OFFER, Choice.EASE, Then.EASE, None, None, id="a3-adapt-easier"),
        pytest.param(Ask.OFFER, Choice.SKIP, Then.SKIP, None, None, id="a3-adapt-skip"),
        pytest.param(Ask.OFFER, Choice.GO_ON, Then.GO_ON, None, None, id="a3-adapt-go-on"),
        pytest.param(Ask.OFFER, Choice.END, Then.STOP, "S1", None, id="a3-adapt-end"),
        pytest.param(Ask.REST, Choice.SCORE, Then.ASK_NEW_SCORE, None, Ask.NEW_SCORE, id="S2-new-score"),
        pytest.param(Ask.REST, Choice.END, Then.STOP, "S2", None, id="S2-end"),
        pytest.param(Ask.SETTLED, Choice.SETTLED, Then.EASE, None, None, id="S3-settled"),
        pytest.param(Ask.SETTLED, Choice.STAYED, Then.STOP, "S3", Ask.READ, id="S3-stayed"),
        pytest.param(Ask.SETTLED, Choice.END, Then.STOP, "S3", Ask.READ, id="S3-unanswered"),
        pytest.param(Ask.LEGS, Choice.ONE_LEG, Then.ASK_SIGNS_TOO, "S4", Ask.SIGNS_TOO, id="S4-one-leg"),
        pytest.param(Ask.LEGS, Choice.BOTH_LEGS, Then.ASK_SIGNS_TOO, "S4", Ask.SIGNS_TOO, id="S4-both-legs"),
        pytest.param(Ask.SIGNS_TOO, Choice.NO_SIGN, Then.LEAVE, "S4", None, id="S4-no-sign-as-well"),
        pytest.param(Ask.SIGNS_TOO, Choice.SIGN, Then.STOP, "S5", Ask.EMERGENCY, id="S5-sign-as-well"),
        pytest.param(Ask.SIGNS, Choice.SIGN, Then.STOP, "S5", Ask.EMERGENCY, id="S5-sign"),
        pytest.param(Ask.SIGNS, Choice.NO_SIGN, Then.ASK_FELT, None, Ask.FELT, id="menu-8-slip"),
        pytest.param(Ask.WHICH, Choice.CHEST, Then.STOP, "S5", Ask.EMERGENCY, id="S5-chest"),
        pytest.param(Ask.WHICH, Choice.DIZZY_ONLY, Then.STOP, "S6", Ask.READ, id="S6-dizzy-only"),
        pytest.param(Ask.READ, Choice.READ, Then.LEAVE, None, None, id="read"),
        pytest.param(Ask.EMERGENCY, Choice.READ, Then.LEAVE, None, None, id="emergency-read"),
    ],
)
def test_each_reply_leads_where_the_table_says(
    ask: Ask, reply: HurtAnswer | Choice, then: Then, rule: str | None, asked: Ask | None
) -> None:
    found = follows(ask, reply)
    assert (found.then, found.rule) == (then, rule)
    assert asked_after(found) is asked


def test_chest_pain_is_a_yes_to_the_seventh_emergency_question() -> None:
    assert follows(Ask.WHICH, Choice.CHEST).sign == "E7"


def test_an_emergency_is_two_keys_from_a_hold() -> None:
    """The first key is "it hurts"; 8 is the eighth answer of its menu and opens the emergency questions."""
    assert CHOICES[Ask.FELT].index(HurtAnswer.SIGNS) == 7
    assert asked_after(follows(Ask.FELT, HurtAnswer.SIGNS)) is Ask.SIGNS


@pytest.mark.parametrize(
    ("ask", "routine", "before", "pain", "then", "asked"),
    [
        pytest.param(Ask.SCORE, USUAL, 5, 3, Then.GO_ON, None, id="a3-go"),
        pytest.param(Ask.SCORE, USUAL, 5, 4, Then.OFFER, Ask.OFFER, id="a3-adapt-4"),
        pytest.param(Ask.SCORE, USUAL, 5, None, Then.OFFER, Ask.OFFER, id="a3-adapt-left-out"),
        pytest.param(Ask.SCORE, USUAL, 5, 6, Then.STOP_EXERCISE, Ask.REST, id="S2"),
        pytest.param(Ask.SCORE, FLARE_UP, 7, 7, Then.OFFER, Ask.OFFER, id="a3-flare-up-same"),
        pytest.param(Ask.SCORE, FLARE_UP, 6, 7, Then.STOP_EXERCISE, Ask.REST, id="S2-flare-up-higher"),
        pytest.param(Ask.SCORE, FLARE_UP, None, 6, Then.STOP_EXERCISE, Ask.REST, id="S2-flare-up-unknown"),
        pytest.param(Ask.NEW_SCORE, USUAL, 5, 5, Then.SKIP, None, id="S2-next-at-5"),
        pytest.param(Ask.NEW_SCORE, USUAL, 5, 6, Then.STOP_EXERCISE, Ask.REST, id="S2-next-not-at-6"),
        pytest.param(Ask.NEW_SCORE, USUAL, 5, None, Then.STOP_EXERCISE, Ask.REST, id="S2-next-not-left-out"),
        pytest.param(Ask.NEW_SCORE, FLARE_UP, 7, 7, Then.SKIP, None, id="S2-flare-up-next-same"),
        pytest.param(Ask.NEW_SCORE, FLARE_UP, 6, 7, Then.STOP_EXERCISE, Ask.REST, id="S2-flare-up-next-not-higher"),
    ],
)
def test_each_score_leads_where_the_table_says(
    ask: Ask, routine: str, before: int | None, pain: int | None, then: Then, asked: Ask | None
) -> None:
    found = follows_score(ask, pain, routine=routine, before=before)
    assert found == Verdict(then, "S2" if then is Then.STOP_EXERCISE else None)
    assert asked_after(found) is asked


def test_every_reply_has_a_consequence_and_a_text() -> None:
    for ask, choices in CHOICES.items():
        for choice in choices:
            follows(ask, choice)
            assert FELT[choice] if isinstance(choice, HurtAnswer) else CHOSEN[choice]


def test_the_end_can_be_chosen_in_every_rest() -> None:
    assert RESTS_S == {Ask.SETTLED: 300, Ask.REST: 60}
    assert all(Choice.END in CHOICES[ask] for ask in RESTS_S)


def test_a_reply_that_is_not_offered_is_refused() -> None:
    with pytest.raises(KeyError):
        follows(Ask.REST, Choice.GO_ON)


@each(
    "signs, before, now, answer",
    [
        (NewSymptoms((("left", "tingling"),), both_legs=True), (1, 1), (6, 6), HurtAnswer.TINGLING),
        (NewSymptoms((), both_legs=True), (4, 1), (4, 4), HurtAnswer.SIGNS),
        (NewSymptoms(), (3, 0), (4, 0), HurtAnswer.SPREADING),
        (NewSymptoms(), (0, 2), (0, 3), HurtAnswer.SPREADING),
        (NewSymptoms(), (3, 3), (3, 2), None),
        (NewSymptoms(), (None, None), (6, 0), None),
        (NewSymptoms(), (3, 3), (None, None), None),
    ],
)
def test_b_a_place_within_a_session_means_what_the_table_says(
    signs: NewSymptoms,
    before: tuple[int | None, int | None],
    now: tuple[int | None, int | None],
    answer: HurtAnswer | None,
) -> None:
    scores = [{**no_score(), "left": left, "right": right} for left, right in (before, now)]
    assert felt_by_place(signs, *scores) is answer  # type: ignore[arg-type]
