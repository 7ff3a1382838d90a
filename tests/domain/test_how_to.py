"""The sentences of "how to do it" name the counts of the dose beside them."""

from __future__ import annotations

from typing import Any

import pytest

from l5tui.domain.dose import Dose, Rounds
from l5tui.domain.exercise import Seconds, Variant
from l5tui.domain.how_to import form_text, how_to
from tests.factories import exercise, phase, sided

LINES = ("Hold for {hold}.", "Do this {times}.", "Do {reps}.")
PLAIN = exercise(how_to=LINES, reps=10, reps_range=(10, 15))
SIDED = sided(how_to=(*LINES, "Then {change}."), reps=3, reps_range=(3, 3))


def test_without_a_dose_they_are_the_articles() -> None:
    assert how_to(PLAIN) == ("Hold for 20 to 30 seconds.", "Do this 10 to 15 times.", "Do 10 to 15.")
    assert how_to(SIDED)[1:] == ("Do this 3 times on each side.", "Do 3 on each side.", "Then change legs.")


def test_an_own_routine_of_six_times_eight_seconds_says_so() -> None:
    dose = Dose.of(PLAIN, level=1, overrides={"reps": 6, "hold": 8})
    assert how_to(PLAIN, [dose]) == ("Hold for 8 seconds.", "Do this 6 times.", "Do 6.")


@pytest.mark.parametrize(
    ("rounds", "times", "reps", "change"),
    [
        (Rounds(), "3 times on each side", "3 on each side", "change legs"),
        (Rounds(2, 2), "6 times on each side, in 2 rounds", "6 on each side, in 2 rounds", "change legs"),
        (
            Rounds(2, 1),
            "6 times on the left and 3 times on the right, in 2 rounds",
            "6 on the left and 3 on the right, in 2 rounds",
            "change legs",
        ),
        (Rounds(0, 1), "3 times on the right", "3 on the right", "let go"),
    ],
)
def test_sides_and_rounds_are_said(rounds: Rounds, times: str, reps: str, change: str) -> None:
    said = how_to(SIDED, [Dose.of(SIDED, rounds=rounds)])
    assert said[1:] == (f"Do this {times}.", f"Do {reps}.", f"Then {change}.")


def test_one_second_and_one_repetition_are_written_in_the_singular() -> None:
    one = exercise(how_to=LINES, reps=1, phases=(phase("hold", Seconds(1, 1, 1)),), ladder=None)
    assert how_to(one, [Dose.of(one)]) == ("Hold for 1 second.", "Do this once.", "Do 1.")


def test_twice_in_a_routine_with_two_doses_gives_what_they_span() -> None:
    doses = [Dose.of(PLAIN, overrides={"hold": 8}), Dose.of(PLAIN, overrides={"hold": 12, "reps": 6})]
    assert how_to(PLAIN, doses) == ("Hold for 8 to 12 seconds.", "Do this 6 to 10 times.", "Do 6 to 10.")


def test_braces_that_name_nothing_stay_as_they_are() -> None:
    fields: dict[str, Any] = {"how_to": ("Draw {a} {} { }.",)}
    assert how_to(exercise(**fields)) == ("Draw {a} {} { }.",)


HALF = Variant("half", "Half as far. Hold {hold}, {times}.", {"hold": 2, "reps": 6})
HALVED = exercise(reps=10, reps_range=(10, 15), easier=HALF)


def test_a_form_has_the_counts_of_its_own_dose() -> None:
    assert form_text(HALVED, "half") == "Half as far. Hold 2 seconds, 6 times."
    assert form_text(HALVED, None) == form_text(HALVED, "other") == ""


def test_a_form_has_the_rounds_of_the_routine() -> None:
    said = "Half as far. Hold 2 seconds, 12 times, in 2 rounds."
    assert form_text(HALVED, "half", [Dose.of(HALVED, rounds=Rounds(2, 2))]) == said
    assert form_text(HALVED, "half", [Dose.of(HALVED, variant="half", rounds=Rounds(2, 2))]) == said


def test_what_a_form_leaves_as_it_is_comes_from_the_routines_dose() -> None:
    fewer = exercise(reps=10, easier=Variant("half", "{hold}, {times}.", {"reps": 6}), ladder=None)
    assert form_text(fewer, "half", [Dose.of(fewer, overrides={"hold": 9})]) == "9 seconds, 6 times."


def test_a_form_of_one_side_names_that_side() -> None:
    one = sided(easier=Variant("half", "Half as far, {times}.", {"reps": 2}))
    assert form_text(one, "half", [Dose.of(one, rounds=Rounds(1, 0))]) == "Half as far, 2 times on the left."


@pytest.mark.parametrize(("seconds", "said"), [(90, "90 seconds"), (300, "5 minutes"), (150, "150 seconds")])
def test_long_times_are_said_in_whole_minutes(seconds: int, said: str) -> None:
    one = exercise(phases=(phase("hold", 600),), easier=Variant("half", "Walk for {hold}.", {"hold": seconds}))
    assert form_text(one, "half") == f"Walk for {said}."
