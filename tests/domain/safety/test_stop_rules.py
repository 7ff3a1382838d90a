"""Rules S1 to S6, row by row (clinical data, sections a3, b and c5)."""

from __future__ import annotations

from l5tui.domain.entry import Stop
from l5tui.domain.safety.stop_rules import (
    HurtAnswer,
    Then,
    Verdict,
    after_score,
    after_settling,
    felt_of,
    graver,
    may_go_on,
    verdict,
)
from tests.rows import each

USUAL = "full_l5"
FLARE_UP = "flare_up"


@each(
    "digit, answer, expected",
    [
        (1, HurtAnswer.MORE, Verdict(Then.ASK_SCORE)),
        (2, HurtAnswer.SHARP, Verdict(Then.ASK_SCORE)),
        (3, HurtAnswer.SPREADING, Verdict(Then.ASK_SETTLED)),
        (4, HurtAnswer.TINGLING, Verdict(Then.ASK_LEGS, "S4")),
        (5, HurtAnswer.WEAK, Verdict(Then.ASK_LEGS, "S4")),
        (6, HurtAnswer.DIZZY, Verdict(Then.ASK_WHICH)),
        (7, HurtAnswer.CHEST, Verdict(Then.ASK_WHICH)),
        (8, HurtAnswer.SIGNS, Verdict(Then.ASK_SIGNS)),
    ],
)
def test_each_answer_leads_where_the_table_says(digit: int, answer: HurtAnswer, expected: Verdict) -> None:
    assert list(HurtAnswer)[digit - 1] is answer
    assert verdict(answer) == expected


@each("before", [None, 0, 5, 9])
@each(
    "pain, then",
    [
        *((pain, Then.GO_ON) for pain in (0, 1, 2, 3)),
        *((pain, Then.OFFER) for pain in (4, 5)),
        *((pain, Then.STOP_EXERCISE) for pain in (6, 7, 8, 9, 10)),
        (None, Then.OFFER),
    ],
)
def test_the_score_decides_by_its_zone_whatever_it_was_before(pain: int | None, then: Then, before: int | None) -> None:
    found = after_score(pain, routine=USUAL, before=before)
    assert found.then is then
    assert found.rule == ("S2" if then is Then.STOP_EXERCISE else None)


@each(
    "before, pain, then",
    [
        (7, 7, Then.OFFER),
        (7, 6, Then.OFFER),
        (7, 3, Then.GO_ON),
        (6, 7, Then.STOP_EXERCISE),
        (2, 3, Then.STOP_EXERCISE),
        (9, 8, Then.STOP_EXERCISE),
        (9, 7, Then.OFFER),
        (None, 5, Then.OFFER),
        (None, 6, Then.STOP_EXERCISE),
        (None, 3, Then.GO_ON),
        (7, None, Then.OFFER),
    ],
)
def test_in_a_flare_up_the_score_is_compared_with_the_score_before(
    before: int | None, pain: int | None, then: Then
) -> None:
    assert after_score(pain, routine=FLARE_UP, before=before).then is then


@each(
    "routine, before, pain, allowed",
    [
        (USUAL, 3, 5, True),
        (USUAL, 3, 6, False),
        (USUAL, 3, None, False),
        (FLARE_UP, 7, 7, True),
        (FLARE_UP, 6, 7, False),
        (FLARE_UP, None, 5, True),
        (FLARE_UP, None, 6, False),
    ],
)
def test_after_a_stopped_exercise_only_a_new_score_lets_the_next_begin(
    routine: str, before: int | None, pain: int | None, allowed: bool
) -> None:
    assert may_go_on(pain, routine=routine, before=before) is allowed


def test_spreading_that_stays_ends_the_session_and_spreading_that_settles_eases_it() -> None:
    assert after_settling(settled=False) == Verdict(Then.STOP, "S3")
    assert after_settling(settled=True) == Verdict(Then.EASE)


@each("answer", list(HurtAnswer))
def test_a_stored_answer_is_recognised(answer: HurtAnswer) -> None:
    assert felt_of(answer.value) is answer


@each(
    "kept, answer",
    [
        ("tingling_both", HurtAnswer.TINGLING),
        ("weak_both", HurtAnswer.WEAK),
        ("faint", HurtAnswer.DIZZY),
        ("chest", HurtAnswer.CHEST),
        ("taken_back", None),
        ("of a newer version", None),
    ],
)
def test_stored_answers_for_both_legs_and_of_earlier_versions_are_recognised(
    kept: str, answer: HurtAnswer | None
) -> None:
    assert felt_of(kept) is answer


def test_only_an_emergency_replaces_an_earlier_stop() -> None:
    others: tuple[Stop | None, ...] = (None, "person", "S1", "S2", "S3", "S4", "S6")
    assert all(graver("S5", one) for one in others)
    assert not graver("S5", "S5")
    assert not any(graver(one, "S4") for one in others)
