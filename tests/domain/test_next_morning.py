"""Which session the check-in asks about for its next morning (clinical data, a1 and d1), row by row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from l5tui.domain.entry import SessionEntry
from l5tui.domain.next_morning import asked_about
from tests import factories
from tests.rows import each

NOW = datetime.fromisoformat("2026-11-22T18:40:00+01:00")


def ended(hours: float, uid: str = "s", **fields: Any) -> SessionEntry:
    at = (NOW - timedelta(hours=hours)).isoformat(timespec="seconds")
    return factories.session(uid, started=at, **{"ended": at, "steps": [factories.step("bridge")], **fields})


@each("hours, asked", [(5.9, False), (6, True), (20, True), (47.9, True), (48, False), (-1, False)])
def test_d1_the_question_is_asked_from_6_to_48_hours_after_the_end(hours: float, asked: bool) -> None:
    assert (asked_about([ended(hours)], NOW) is not None) is asked


def test_d1_an_answer_or_a_later_session_closes_the_question() -> None:
    assert asked_about([ended(20, next_day="worse")], NOW) is None
    assert asked_about([ended(20, "old"), ended(1, "new")], NOW) is None, "what is felt now can't be told apart"
    found = asked_about([ended(20, "old"), ended(10, "new")], NOW)
    assert found is not None
    assert found["uid"] == "new"


def test_sessions_without_practice_at_another_speed_or_without_an_end_are_not_asked_about() -> None:
    assert asked_about([ended(20, steps=[])], NOW) is None
    assert asked_about([ended(20, speed=10.0)], NOW) is None
    assert asked_about([ended(20, ended=None)], NOW) is None
    assert asked_about([ended(20, speed=10.0)], NOW, demo=True) is not None
    assert asked_about([factories.log("l")], NOW) is None
