"""A full check in progress: which answers are saved at once, and which are refused."""

from __future__ import annotations

import pytest

from l5tui.domain.safety.full_check import EmergencyCheck, FullCheck, NewSymptomsCheck
from l5tui.domain.safety.new_symptoms import NewSymptoms
from l5tui.domain.safety.questions import Answer, Level
from tests.domain.safety.safety_journal import SAFETY, SafetyJournal
from tests.rows import each


def test_pages_come_in_order_and_each_yes_is_an_entry_at_once() -> None:
    life = SafetyJournal()
    check = life.begin()
    assert check.page is Level.EMERGENCY
    assert check.answer({}) == ()
    urgent = check.answer({"U2": Answer.YES, "U5": Answer.NOT_SURE})
    assert [(one["occasion"], one["answers"]) for one in urgent] == [
        ("answer", {"U2": "yes"}),
        ("answer", {"U5": "not_sure"}),
    ]
    first, whole = check.answer({"A7": Answer.YES})
    assert (first["occasion"], first["answers"]) == ("answer", {"A7": "yes"})
    assert whole["occasion"] == "full_check"
    assert whole["questions"] == {"version": SAFETY.version, "digest": SAFETY.digest}
    assert set(whole["answers"]) == {question.id for question in SAFETY.questions}
    assert {name: answer for name, answer in whole["answers"].items() if answer != "no"} == {
        "U2": "yes",
        "U5": "not_sure",
        "A7": "yes",
    }
    assert whole["over"] == [one["uid"] for one in (*urgent, first)]
    assert check.questions == ()
    with pytest.raises(ValueError, match="has ended"):
        check.answer({})


def test_an_emergency_yes_ends_the_full_check() -> None:
    check = SafetyJournal().begin()
    [only] = check.answer({"E6": Answer.NOT_SURE})
    assert only["answers"] == {"E6": "not_sure"}
    assert check.emergency
    with pytest.raises(ValueError, match="has ended"):
        check.answer({})


def test_only_a_recorded_clearing_can_be_kept() -> None:
    life = SafetyJournal()
    life.check("U1", "A3")
    life.pass_(days=1).clear("A3")
    check = life.begin()
    assert check.recorded("A3") == {"date": "2026-11-23", "by": "professional"}
    assert check.recorded("U1") is None
    assert check.before("U1") is Answer.YES
    assert check.before("U2") is Answer.NO
    check.answer({})
    with pytest.raises(ValueError, match="no check of U1 is recorded"):
        check.answer({}, ["U1"])
    check.answer({})
    kept, whole = check.answer({}, ["A3"])
    assert kept["cleared"] == whole["cleared"] == {"A3": {"date": "2026-11-23", "by": "professional"}}
    assert whole["answers"]["A3"] == "yes"


def test_answering_a_question_of_another_page_is_refused() -> None:
    with pytest.raises(ValueError, match="A1 is not on this page"):
        SafetyJournal().begin().answer({"A1": Answer.YES})


def test_before_the_first_check_there_are_no_earlier_answers() -> None:
    assert SafetyJournal().begin().before("E1") is None


KIND, LEGS = NewSymptoms((("left", "tingling"),)), NewSymptoms(both_legs=True)
S4 = ("stop", "S4")
NEW = ("recheck", None)


@each(
    "signs, session, kept, marked, first, then, stop",
    [
        (KIND, None, True, {}, [S4], [], "S4"),
        (KIND, "s", True, {}, [S4], [], "S4"),
        (KIND, None, True, {"E3": Answer.YES}, [S4], [("answer", None)], "S5"),
        (KIND, "s", True, {"E3": Answer.NOT_SURE}, [S4], [("session", None)], "S5"),
        (KIND, None, True, None, [S4], [], "S4"),
        (LEGS, None, False, {}, [], [], None),
        (LEGS, None, True, {}, [NEW], [], None),
        (LEGS, "s", True, {}, [NEW], [], None),
        (LEGS, None, False, {"E4": Answer.YES}, [], [("answer", None)], "S5"),
        (LEGS, None, False, None, [], [NEW], "open"),
        (LEGS, None, True, None, [NEW], [], "open"),
    ],
)
def test_b_new_symptoms_are_stored_first_and_stop_by_their_rule(
    signs: NewSymptoms,
    session: str | None,
    kept: bool,
    marked: dict[str, Answer] | None,
    first: list[tuple[str, str | None]],
    then: list[tuple[str, str | None]],
    stop: str | None,
) -> None:
    life = SafetyJournal()
    life.check()
    asked = NewSymptomsCheck(signs, SAFETY, life.state, life.header, session=session, kept=kept)
    assert [(one["occasion"], one["stop"]) for one in asked.first] == first
    assert isinstance(asked.check, EmergencyCheck if session else FullCheck)
    assert asked.check.page is Level.EMERGENCY
    assert [(one["occasion"], one["stop"]) for one in asked.answer(marked)] == then
    assert asked.stop == stop


def test_b_without_questions_new_symptoms_are_stored_and_stay_open() -> None:
    asked = NewSymptomsCheck(LEGS, None, None, SafetyJournal().header, kept=False)
    assert asked.check is None
    assert [one["occasion"] for one in asked.answer(None)] == ["recheck"]
    assert asked.stop == "open"
