"""The grade of one session, by the first matching row of the clinical data's section d1."""

from __future__ import annotations

from typing import Any

import pytest

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.progression.grade import Grade, graded_sessions
from l5tui.domain.safety.entries import new_emergency_answer
from tests.domain.progression.dose_histories import at, session_on, stopped
from tests.factories import step


def grade(*entries: Entry, day: float = 10, hour: float = 8) -> tuple[int, Grade]:
    """The row and the grade of the newest session."""
    newest = graded_sessions(entries, at(day, hour))[-1]
    return newest.row, newest.grade


HALF: list[Any] = [step("child", level=1, planned_reps=10, reps=7)]


@pytest.mark.parametrize(
    ("fields", "row", "expected"),
    [
        pytest.param({"stop": "S5", "worst": 9}, 1, Grade.BLOCKED, id="1 emergency sign"),
        pytest.param({"stop": "S3"}, 2, Grade.RED, id="2 S3"),
        pytest.param({"stop": "S4"}, 2, Grade.RED, id="2 S4"),
        pytest.param({"stop": "S6"}, 2, Grade.RED, id="2 S6"),
        pytest.param({"routine": {"id": "flare_up", "name": ""}, "worst": 8}, 3, Grade.FLARE, id="3 flare_up"),
        pytest.param({"after": None, "worst": None, "before": 9}, 4, Grade.UNGRADED, id="4 a and d null"),
        pytest.param({"worst": 6, "next_day": "worse"}, 5, Grade.RED, id="5 top 6"),
        pytest.param({"before": 9, "after": 3}, 5, Grade.RED, id="5 d null, so b counts"),
        pytest.param({"before": 1, "after": 3, "next_day": "worse"}, 6, Grade.RED, id="6 rose and worse"),
        pytest.param({"next_day": "worse"}, 7, Grade.AMBER, id="7 worse"),
        pytest.param({"before": 1, "after": 3}, 8, Grade.AMBER, id="8 rose"),
        pytest.param({"before": 4, "after": 4}, 9, Grade.AMBER, id="9 top 4"),
        pytest.param({"before": 5, "after": 3}, 9, Grade.AMBER, id="9 top 5"),
        pytest.param({"before": None}, 10, Grade.UNGRADED, id="10 b null"),
        pytest.param({"steps": HALF}, 11, Grade.UNGRADED, id="11 less than 80 %"),
        pytest.param({"next_day": None}, 13, Grade.UNGRADED, id="13 nd null, 48 h"),
        pytest.param({}, 14, Grade.GREEN, id="14 else"),
        pytest.param({"next_day": "better"}, 14, Grade.GREEN, id="14 better"),
        pytest.param({"before": 3, "after": 0}, 14, Grade.GREEN, id="14 b 3 a 0"),
        pytest.param({"before": 5, "after": 3, "worst": 3}, 14, Grade.GREEN, id="14 b 5 but d 3"),
    ],
)
def test_d1_the_first_row_that_matches_gives_the_grade(fields: dict[str, Any], row: int, expected: Grade) -> None:
    assert grade(session_on(0, **fields)) == (row, expected)


def test_d1_12_and_13_an_answer_about_the_next_morning_is_awaited_for_48_hours() -> None:
    open_one = session_on(0, next_day=None)
    assert grade(open_one, day=2, hour=8.2) == (12, Grade.PENDING)
    assert grade(open_one, day=2, hour=8.4) == (13, Grade.UNGRADED)


def test_d1_a_later_session_closes_the_question_about_the_next_morning() -> None:
    entries = [session_on(0, next_day=None), session_on(0, hour=20, next_day=None)]
    assert [one.row for one in graded_sessions(entries, at(0, 22))] == [13, 12]


def test_d1_2_a_stop_of_a_safety_entry_counts_where_the_session_says_nothing() -> None:
    assert grade(session_on(0, uid="one"), stopped(0, "S3", "one")) == (2, Grade.RED)


def test_d1_1_an_emergency_sign_named_in_the_session_blocks() -> None:
    sign = new_emergency_answer(EntryHeader("x", at(0).isoformat(), None, "0"), "E4", "one")
    assert grade(session_on(0, uid="one"), sign) == (1, Grade.BLOCKED)


def test_a_routine_step_that_is_off_does_not_count_as_planned() -> None:
    steps = [step("child", level=1), step("knee", outcome="off", reps=0, planned_reps=30)]
    assert grade(session_on(0, steps=steps)) == (14, Grade.GREEN)


def test_a_corrected_score_changes_the_grade() -> None:
    assert grade(session_on(0, after=6)) == (5, Grade.RED)
    assert grade(session_on(0, after=2)) == (14, Grade.GREEN)


def test_a_session_at_another_speed_counts_only_in_the_demo() -> None:
    fast = [session_on(0, speed=10.0)]
    assert graded_sessions(fast, at(3)) == []
    assert len(graded_sessions(fast, at(3), demo=True)) == 1


def test_a_deleted_session_and_one_that_ended_before_its_first_phase_count_nowhere() -> None:
    nothing = [step("child", level=1, seconds=0.0)]
    assert graded_sessions([session_on(0, deleted=at(1).isoformat()), session_on(1, steps=nothing)], at(3)) == []


def test_malformed_fields_raise_no_error() -> None:
    odd: Any = {**session_on(0), "before": 3, "after": [], "worst": "9", "routine": None, "next_day": 1, "ended": 5}
    odd["steps"] = [*odd["steps"], {"exercise": 4, "level": "2", "outcome": "done", "hurt": [3]}, None]
    assert grade(odd) == (4, Grade.UNGRADED)
