"""The dose of an exercise, and its short wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.dose import Dose, Rounds
from l5tui.domain.exercise import Exercise, Ladder, Variant
from tests.factories import exercise, phase, sided
from tests.rows import each

BY_REPS = exercise(reps=10, ladder=Ladder("reps", (10, 12, 15)), easier=Variant("easy", "Easy.", {"reps": 6}))


def test_without_overrides_the_dose_is_the_exercises_default() -> None:
    dose = Dose.of(exercise())
    assert (dose.reps, dict(dose.seconds), dose.level, dose.variant) == (
        2,
        {"lift": 2, "hold": 20, "lower": 3},
        None,
        None,
    )
    assert dose.per_rep_s == 25


@each("level, hold, taken", [(1, 20, 1), (2, 25, 2), (3, 30, 3), (4, 30, 3), (0, 20, 1)])
def test_a_level_is_clamped_to_the_ladder(level: int, hold: int, taken: int) -> None:
    dose = Dose.of(exercise(), level=level)
    assert (dose.seconds["hold"], dose.level) == (hold, taken)


def test_a_ladder_of_repetitions_leaves_the_seconds_alone() -> None:
    dose = Dose.of(BY_REPS, level=3)
    assert (dose.reps, dose.seconds["hold"], dose.level) == (15, 20, 3)


def test_without_a_ladder_there_is_no_level() -> None:
    assert Dose.of(exercise(ladder=None), level=2).level is None


def test_a_later_source_overrides_an_earlier_one() -> None:
    """The order is: the exercise, its ladder, the routine's step, the variant."""
    assert Dose.of(BY_REPS, level=2, overrides={"reps": 8}).reps == 8
    assert Dose.of(BY_REPS, level=2, overrides={"reps": 8}, variant="easy").reps == 6
    assert Dose.of(BY_REPS, level=2, overrides={"hold": 8}, variant="easy").seconds["hold"] == 8


def test_the_easier_form_keeps_a_dose_that_is_smaller_than_its_own() -> None:
    """Safety answers ease a step of a routine of one's own, whatever dose it has."""
    assert Dose.of(BY_REPS, overrides={"reps": 2}, variant="easy", rounds=Rounds(2, 1)).reps == 2
    held = exercise(easier=Variant("easy", "Easy.", {"hold": 10}))
    assert Dose.of(held, overrides={"hold": 6}, variant="easy").seconds["hold"] == 6
    assert Dose.of(held, overrides={"hold": 20}, variant="easy").seconds["hold"] == 10


COUNTS = st.dictionaries(st.sampled_from(("reps", "lift", "hold", "lower")), st.integers(1, 60))


@given(COUNTS, COUNTS, st.none() | st.integers(1, 3))
def test_the_easier_form_never_has_more_repetitions_or_seconds(
    form: dict[str, int], given_: dict[str, int], level: int | None
) -> None:
    one = exercise(easier=Variant("easy", "Easy.", form))
    usual = Dose.of(one, level=level, overrides=given_)
    easier = Dose.of(one, level=level, overrides=given_, variant="easy")
    assert easier.reps <= usual.reps
    assert all(easier.seconds[phase] <= seconds for phase, seconds in usual.seconds.items())


def test_any_phase_can_be_given_its_seconds() -> None:
    assert dict(Dose.of(exercise(), overrides={"lift": 4}).seconds) == {"lift": 4, "hold": 20, "lower": 3}


def test_overrides_of_unknown_phases_are_ignored() -> None:
    """A content file with such a key is refused on loading; a routine of an older content still runs."""
    assert Dose.of(exercise(), overrides={"wave": 4}, variant="gone") == Dose.of(exercise())


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (exercise(reps=3), "3 × 20 s"),
        (sided(reps=10, phases=(phase("reach", 3), phase("hold", 5))), "10 each side, 5 s"),
        (sided(reps=4, phases=(phase("reach", 3),)), "4 each side"),
        (exercise(reps=10, unit="slow cycles", phases=(phase("cow", 4), phase("cat", 4))), "10 slow cycles"),
    ],
    ids=["held", "held on each side", "on each side", "moved"],
)
def test_a_dose_in_words(one: Exercise, words: str) -> None:
    assert Dose.of(one).words(one) == words


@each(
    "one, rounds, words",
    [
        (sided(reps=3), Rounds(2, 1), "6 left, 3 right, 20 s"),
        (sided(reps=3), Rounds(0, 2), "6 right only, 20 s"),
        (sided(reps=3), Rounds(2, 2), "2 rounds of 3 each side, 20 s"),
        (exercise(reps=3), Rounds(2, 2), "2 rounds of 3 × 20 s"),
        (exercise(reps=5, unit="slow cycles", phases=(phase("cow", 4),)), Rounds(3, 3), "3 rounds of 5 slow cycles"),
        (exercise(reps=1, unit="slow cycles", phases=(phase("cow", 4),)), Rounds(), "1 slow cycle"),
    ],
)
def test_rounds_and_sides_are_said(one: Exercise, rounds: Rounds, words: str) -> None:
    assert Dose.of(one, rounds=rounds).words(one) == words
