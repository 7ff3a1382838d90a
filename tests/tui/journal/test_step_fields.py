"""What was done of an exercise as a line of text that can be corrected."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.journal.field_paths import set_value
from l5tui.tui.journal.field_question import FieldQuestion
from l5tui.tui.journal.step_fields import step_fields
from tests import factories
from tests.journal.made_entries import steps

PARTLY = factories.step("bird_dog", "left", reps=8, partial_reps=1, held=40.4, seconds=88.3, outcome="partial")
SKIPPED = factories.step("bird_dog", "right", reps=0, held=0.0, seconds=0.0, outcome="skipped")
SESSION: Any = factories.session(steps=[PARTLY, SKIPPED])
LEFT, RIGHT = step_fields(SESSION, {"bird_dog": "Bird dog"})


def test_each_side_of_a_step_is_a_question_with_what_was_done() -> None:
    assert [(one.field, one.words, one.shown(SESSION)) for one in (LEFT, RIGHT)] == [
        ("steps.0", "Bird dog, left", "8 of 10, held 40 s, 88 s in all"),
        ("steps.1", "Bird dog, right", "not done"),
    ]


@pytest.mark.parametrize(
    ("one", "written", "changed"),
    [
        (LEFT, "8 of 10, held 40 s, 88 s in all", {}),
        (LEFT, "8, held 40, 88 s", {}),
        (LEFT, "9 reps, held 40 s, 88 s", {"reps": 9}),
        (LEFT, "Done", {"reps": 10, "partial_reps": 0, "outcome": "done"}),
        (
            LEFT,
            "done, 110 s, held 50 s",
            {"reps": 10, "partial_reps": 0, "outcome": "done", "seconds": 110.0, "held": 50.0},
        ),
        (LEFT, "60 s in all", {"seconds": 60.0}),
        (LEFT, "skipped", {"reps": 0, "partial_reps": 0, "seconds": 0.0, "held": 0.0, "outcome": "skipped"}),
        (LEFT, "left out", {"reps": 0, "partial_reps": 0, "seconds": 0.0, "held": 0.0, "outcome": "off"}),
        (RIGHT, "off", {"outcome": "off"}),
        (RIGHT, "partial, 6 times, held 30 s, 66 s", {"reps": 6, "held": 30.0, "seconds": 66.0, "outcome": "partial"}),
    ],
)
def test_what_is_written_changes_only_what_differs(one: FieldQuestion, written: str, changed: dict[str, Any]) -> None:
    expected = {f"{one.field}.{name}": value for name, value in changed.items()}
    assert one.changes(written, SESSION) == expected


@pytest.mark.parametrize(
    ("one", "written", "words"),
    [
        (LEFT, "", "done, not done"),
        (LEFT, "fine", "done, not done"),
        (LEFT, "8, 9", "done, not done"),
        (LEFT, "not done, 5 s", "done, not done"),
        (LEFT, "11 of 10", "0 to 10 repetitions"),
        (LEFT, "held 100 s", "part of those in all"),
        (LEFT, "7201 s", "7200 s at most"),
        (LEFT, "partial, 10", "fewer than 10"),
        (RIGHT, "done", "write the seconds, too"),
        (RIGHT, "4 times", "write the seconds, too"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(one: FieldQuestion, written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        one.changes(written, SESSION)


@given(steps(), st.integers(0, 10), st.integers(1, 7200), st.floats(0, 1))
def test_a_corrected_step_keeps_the_laws_of_a_session_and_is_shown_as_it_was_written(
    step: Any, reps: int, seconds: int, part: float
) -> None:
    entry: Any = factories.session(steps=[step])
    [one] = step_fields(entry, {})
    held = int(seconds * part)
    written = f"{reps} of 10, held {held} s, {seconds} s in all"
    changes = one.changes(written, entry)
    for field, value in changes.items():
        assert set_value(entry, field, value)
    if changes:
        assert step["outcome"] == ("done" if reps == 10 else "partial")
        assert step["partial_reps"] is None or reps + step["partial_reps"] <= 10
    assert one.shown(entry) == written.replace(" held 0 s,", "")
    assert one.changes(written, entry) == {}


def test_steps_of_an_unknown_shape_are_asked_nothing() -> None:
    odd: Any = factories.session(steps=["x", PARTLY])
    assert [one.field for one in step_fields(odd, {})] == ["steps.1"]
    assert list(step_fields({**odd, "steps": 3}, {})) == []
