"""Doses under a programme: no offer for its exercises, and after a red session the easier form and whom to tell."""

from __future__ import annotations

from typing import Any

from l5tui.domain.entry import Entry
from l5tui.domain.programme import Limits, Prescription
from l5tui.domain.progression.levels import DoseHistory, dose_history
from tests.domain.programmes import CAT, programme
from tests.domain.progression.dose_histories import ALL, at, green_sessions, session_on
from tests.rows import each

RED: dict[str, Any] = {"worst": 7}


def under(*entries: Entry, day: float = 7, **fields: Any) -> DoseHistory:
    return dose_history(entries, ALL, at(day), programme=programme(**fields))


def test_an_exercise_of_a_programme_is_offered_no_step() -> None:
    assert dose_history(green_sessions(0, 3, 6), ALL, at(7)).offer(2) is not None
    assert under(*green_sessions(0, 3, 6)).offer(2) is None


def test_an_exercise_outside_the_programme_is_offered_a_step() -> None:
    offer = under(*green_sessions(0, 3, 6, name="tilt")).offer(2)
    assert offer is not None
    assert offer.exercise.id == "tilt"


def test_after_a_red_session_the_easier_form_is_used_and_the_professional_is_named() -> None:
    found = under(session_on(0), session_on(1, **RED))
    assert found.easier_first == {"child"}
    assert found.changed_since_last(["child"]) == [
        "Child comes in its easier form: a pain score of 6 or more. Tell Anna Keller"
    ]


def test_after_a_red_session_an_exercise_without_a_ladder_is_eased_too() -> None:
    found = under(session_on(1, "cat", **RED), exercises={"cat": Prescription(CAT, {"reps": 5})})
    assert found.easier_first == {"cat"}


def test_after_a_session_that_is_not_red_the_programmes_dose_applies_again() -> None:
    found = under(session_on(1, **RED), session_on(2))
    assert found.easier_first == frozenset()
    assert found.changed_since_last(["child"]) == []


def test_a_session_that_is_not_graded_changes_nothing() -> None:
    assert under(session_on(1, **RED), session_on(2, before=None, after=None)).easier_first == {"child"}


def test_a_red_session_before_the_programme_was_taken_does_not_count() -> None:
    assert under(session_on(1, **RED), taken=at(2)).easier_first == frozenset()


def test_a_stop_of_one_exercise_does_not_ease_the_other() -> None:
    found = under(session_on(1, "child", "cat", hurt={"cat": 7}), exercises={"child": Prescription(ALL[0])})
    assert found.easier_first == frozenset()


def test_an_exercise_outside_the_programme_follows_its_ladder() -> None:
    found = under(session_on(0, "tilt"), session_on(1, "tilt", **RED))
    assert found.easier_first == {"tilt"}
    assert found.changed_since_last(["tilt"]) == ["Tilt comes in its easier form: a pain score of 6 or more"]


LIMITED: dict[str, Any] = {"limits": Limits(stop_from=3)}
STOPPED = "Child comes in its easier form: it was stopped at 3 or more. Tell Anna Keller"


@each("score", [3, 4, 5])
@each("fields", [{}, {"next_day": None}, {"after": None, "worst": None}, {"routine": {"id": "flare_up", "name": "F"}}])
def test_after_a_stop_at_the_programmes_own_limit_the_easier_form_comes_and_the_professional_is_named(
    score: int, fields: dict[str, Any]
) -> None:
    found = under(session_on(0), session_on(1, hurt={"child": score}, **fields), **LIMITED)
    assert found.easier_first == {"child"}
    assert found.changed_since_last(["child"]) == [STOPPED]


def test_below_the_programmes_own_limit_its_dose_stays() -> None:
    assert under(session_on(1, hurt={"child": 2}), **LIMITED).easier_first == frozenset()
    assert under(session_on(1, hurt={"child": 5})).easier_first == frozenset()


def test_after_a_good_session_a_stop_at_the_programmes_own_limit_is_past() -> None:
    stopped = session_on(1, hurt={"child": 3})
    assert under(stopped, session_on(2), **LIMITED).easier_first == frozenset()
    assert under(stopped, session_on(2, before=None, after=None), **LIMITED).easier_first == {"child"}
    assert under(stopped, taken=at(2), **LIMITED).easier_first == frozenset()


def test_a_stop_at_the_programmes_own_limit_eases_an_exercise_of_its_sessions_without_a_dose_too() -> None:
    found = under(session_on(1, "tilt", hurt={"tilt": 3}), **LIMITED)
    assert found.easier_first == {"tilt"}
    assert found.changed_since_last(["tilt"]) == [STOPPED.replace("Child", "Tilt")]
    assert under(session_on(1, "knee", hurt={"knee": 3}), **LIMITED).easier_first == frozenset()
