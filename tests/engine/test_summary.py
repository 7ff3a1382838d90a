"""The words of the summary: shortfalls by side, practice, and the change of the score."""

from __future__ import annotations

from typing import Any

import pytest

from l5tui.domain.safety.stop_rules import RULES
from l5tui.domain.time_words import clock
from l5tui.engine.summary import by_exercise, change, in_all_words, practised_words, session_change, shortfall
from tests.factories import exercise, plan, session, sided, step
from tests.rows import each

PLAN = plan(sided("dog"), exercise("bridge"))
HURT: dict[str, Any] = {"rep": 3, "phase": "hold", "answer": "more", "pain": 4, "settled": None}


def told(*steps: Any) -> list[str]:
    """The words beside each exercise."""
    return [shortfall(planned, done) for planned, done in by_exercise(session(steps=list(steps)), PLAN)]


def test_a_step_done_as_planned_has_no_words() -> None:
    assert told(step("dog", "left"), step("dog", "right"), step("bridge")) == ["", ""]


@each(
    "left, right, words",
    [
        ({"outcome": "partial", "reps": 4}, {}, "left 4 of 10"),
        ({"outcome": "partial", "reps": 4}, {"outcome": "skipped", "reps": 0}, "left 4, right 0 of 10"),
        ({"outcome": "skipped", "reps": 0}, {"outcome": "skipped", "reps": 0}, "not done"),
        ({"outcome": "partial", "reps": 8, "partial_reps": 2}, {}, "left 8 of 10, 2 shortened"),
        (
            {"outcome": "partial", "reps": 8, "partial_reps": 2},
            {"outcome": "partial", "reps": 9, "partial_reps": 1},
            "left 8, right 9 of 10, 3 shortened",
        ),
        ({"partial_reps": None}, {"partial_reps": None}, ""),
        ({"outcome": "off"}, {"outcome": "off"}, "left out"),
        ({"variant": "small"}, {"variant": "small"}, "easier form"),
        ({"hurt": [HURT]}, {}, "left hurt at rep 3"),
        (
            {"outcome": "partial", "reps": 4, "variant": "small", "hurt": [HURT]},
            {"variant": "small"},
            "left 4 of 10, easier form, left hurt at rep 3",
        ),
    ],
)
def test_a_shortfall_is_told_for_each_side(left: dict[str, Any], right: dict[str, Any], words: str) -> None:
    assert told(step("dog", "left", **left), step("dog", "right", **right), step("bridge")) == [words, ""]


def test_the_planned_form_is_not_told_as_a_change() -> None:
    planned = PLAN.steps[1]
    assert shortfall(planned, [step("bridge", variant=planned.variant)]) == ""


def test_practice_is_counted_without_set_ups_and_rests() -> None:
    entry = session(steps=[step("dog", "left"), step("dog", "right", seconds=20.0), step("bridge", seconds=5.0)])
    given = sum(segment.given_s for segment in PLAN.segments if segment.phase)
    assert PLAN.practice_s == given < PLAN.total_s
    entry["active_s"] = 200.0
    assert practised_words(entry, PLAN) == f"2:15 of {clock(given * 1000)} practised"
    assert in_all_words(entry) == "3:20 in all"


@pytest.mark.parametrize(
    ("before", "after", "word", "sentence"),
    [
        (5, 4, "about the same", "One point up or down by itself is normal wobble."),
        (5, 3, "lower", "Two points less than before, right after a session. One pair says little."),
        (
            0,
            10,
            "higher",
            "Ten points more than before, right after a session. One pair says little.",
        ),
        (5, None, "no second score", "There is no second score to compare."),
    ],
)
def test_a_change_of_the_score_is_worded_without_reassurance(
    before: int, after: int | None, word: str, sentence: str
) -> None:
    assert change(before, after) == (word, sentence)


def test_without_practice_the_scores_are_not_compared() -> None:
    nothing = session(before=5, after=3, steps=[step("bridge", seconds=0.0, held=0.0, reps=0, outcome="skipped")])
    assert session_change(nothing) == ("nothing practised", "So the scores say nothing about a session.")
    assert session_change(session(before=5, after=3))[0] == "lower"


@each("stop", sorted(RULES))
@each("before, after", [(5, 5), (6, 2), (2, 8), (4, None)])
def test_after_a_stop_by_a_rule_the_scores_are_not_compared(stop: str, before: int, after: int | None) -> None:
    """ "About the same" or "wobble" would reassure where the rule says to ask a professional."""
    words = session_change(session(before=before, after=after, status="partial", stop=stop))
    assert words == ("stopped", "After a stop the scores are not compared.")


@pytest.mark.parametrize("stop", [None, "person"])
def test_a_session_ended_by_the_person_has_the_change_of_the_score(stop: str | None) -> None:
    assert session_change(session(before=5, after=5, stop=stop))[0] == "about the same"
