"""What is new in a place and its kinds (clinical data, section b), row by row."""

from __future__ import annotations

from itertools import repeat

import pytest

from l5tui.domain.entry import Kinds, Stop
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.safety.new_symptoms import (
    NewSymptoms,
    entries_for,
    new_symptoms_in,
    new_symptoms_in_correction,
    stop_in_correction,
    watches_leg,
)
from tests import factories
from tests.domain.safety.safety_journal import SafetyJournal
from tests.rows import each

TINGLING_LEFT: Kinds = {"left": ["pain", "tingling"], "right": []}
NOTHING: Kinds = {"left": [], "right": []}
NEW_LEFT = NewSymptoms((("left", "tingling"),))


def life(*yes: str) -> SafetyJournal:
    someone = SafetyJournal()
    someone.check(*yes)
    return someone.pass_(minutes=1)


def test_b_without_any_check_every_symptom_is_new() -> None:
    someone = SafetyJournal()
    someone.log(left=6, right=6, kinds=TINGLING_LEFT)
    assert new_symptoms_in(someone.state, 6, 6, TINGLING_LEFT) == NewSymptoms(NEW_LEFT.kinds, both_legs=True)


def test_b_a_kind_is_new_until_an_entry_since_the_full_check_has_it_on_that_side() -> None:
    someone = life()
    assert new_symptoms_in(someone.state, 6, None, TINGLING_LEFT) == NEW_LEFT
    someone.log(left=6, kinds=TINGLING_LEFT)
    assert not new_symptoms_in(someone.state, 7, None, TINGLING_LEFT)
    assert new_symptoms_in(someone.state, None, 6, {"left": [], "right": ["tingling"]}).kinds == (
        ("right", "tingling"),
    )
    assert new_symptoms_in(someone.state, 6, None, {"left": ["numbness"], "right": []}).kinds == (("left", "numbness"),)
    someone.pass_(days=1).check()
    someone.pass_(minutes=1)
    assert new_symptoms_in(someone.state, 6, None, TINGLING_LEFT) == NEW_LEFT, (
        "entries before the last full check don't count"
    )


@pytest.mark.parametrize("when", ["before", "after"])
def test_b_both_scores_of_a_session_make_a_symptom_known(when: str) -> None:
    someone = life()
    session = someone.session()
    session[when] = factories.score(4, left=6, kinds=TINGLING_LEFT)  # type: ignore[literal-required]
    assert not new_symptoms_in(someone.state, 6, None, TINGLING_LEFT)
    assert new_symptoms_in(someone.state, 6, None, TINGLING_LEFT, but=session["uid"]) == NEW_LEFT


@pytest.mark.parametrize(
    ("changed", "new"), [("left", True), ("started", True), ("before.pain", False), ("note", False)]
)
def test_b_a_correction_of_a_place_or_of_the_time_is_looked_at_for_new_symptoms(changed: str, *, new: bool) -> None:
    """Moved to a time since the full check, an entry may be the first one since then that has the symptom."""
    someone = life()
    entry = someone.log(left=6, kinds=TINGLING_LEFT)
    assert new_symptoms_in_correction(someone.state, entry["uid"], [changed])[0] == (NEW_LEFT if new else NewSymptoms())


@pytest.mark.parametrize(
    ("stop", "holds"), [(None, None), ("person", None), ("S2", None), ("S3", "S3"), ("S4", "S4"), ("S6", "S6")]
)
def test_c5_a_stop_that_is_entered_afterwards_holds_if_the_session_is_newer_than_the_check(
    stop: Stop | None, holds: str | None
) -> None:
    someone = life()
    session = someone.session()
    session["stop"] = stop
    uid, header = session["uid"], EntryHeader("new", session["started"], None, "0.1.0")
    found = stop_in_correction(someone.state, uid, ["stop"], [], header)
    assert (found and (found["stop"], found["session"])) == (holds and (holds, uid))
    assert stop_in_correction(someone.state, uid, ["note"], [], header) is None
    assert stop_in_correction(someone.state, "other", ["stop"], [], header) is None
    if found is not None:
        assert stop_in_correction(someone.state, uid, ["stop"], [found], header) is None, "it is kept once"
    someone.pass_(days=1).check()
    assert stop_in_correction(someone.state, uid, ["stop"], [], header) is None, "the check covered it"


def test_b_pain_is_no_new_kind() -> None:
    assert not new_symptoms_in(life().state, 7, 1, {"left": ["pain"], "right": ["pain"]})


@pytest.mark.parametrize("yes", [("A6",), ("A6", "A3")])
def test_b_with_a6_tingling_or_numbness_on_a_side_is_not_new(yes: tuple[str, ...]) -> None:
    assert not new_symptoms_in(life(*yes).state, 6, None, {"left": ["tingling", "numbness"], "right": []})


@each("left, right, new", [(4, 4, True), (7, 5, True), (4, 3, False), (None, 7, False), (7, None, False)])
def test_b_both_legs_are_new_when_both_sides_are_newly_at_4_or_more(
    left: int | None, right: int | None, new: bool
) -> None:
    assert new_symptoms_in(life().state, left, right, NOTHING).both_legs is new


def test_b_both_legs_are_new_when_each_was_there_alone_before() -> None:
    someone = life()
    someone.log(left=6, right=0)
    someone.log(left=None, right=6)
    assert new_symptoms_in(someone.state, 6, 6, NOTHING).both_legs
    someone.log(left=4, right=4)
    assert not new_symptoms_in(someone.state, 6, 6, NOTHING).both_legs


def test_b_e4_no_covers_both_legs_right_after_the_check_and_not_later() -> None:
    someone = life("A6")
    assert not new_symptoms_in(someone.state, 6, 6, NOTHING, right_after_check=True).both_legs
    assert new_symptoms_in(someone.state, 6, 6, NOTHING).both_legs


def test_b_deleted_entries_make_no_symptom_known() -> None:
    someone = life()
    someone.log(left=6, right=6, kinds=TINGLING_LEFT, deleted="2026-11-22T19:00:00+01:00")
    assert new_symptoms_in(someone.state, 6, 6, TINGLING_LEFT) == NewSymptoms(NEW_LEFT.kinds, both_legs=True)


def test_new_symptoms_in_a_logged_score_count_as_e4_or_s4() -> None:
    someone = life()
    headers = iter(someone.headers())
    both = entries_for(NewSymptoms(NEW_LEFT.kinds, both_legs=True), headers)
    assert [(one["occasion"], one["answers"], one["stop"]) for one in both] == [
        ("log", {"E4": "yes"}, None),
        ("log", {}, "S4"),
    ]
    assert entries_for(NewSymptoms(), repeat(someone.header())) == []


def test_malformed_fields_are_ignored() -> None:
    someone = life()
    someone.log(left="foot", right=True, kinds=None)
    someone.session()["after"] = {"kinds": {"left": "tingling"}}  # type: ignore[typeddict-item]
    assert new_symptoms_in(someone.state, 6, 6, TINGLING_LEFT) == NewSymptoms(NEW_LEFT.kinds, both_legs=True)


@each("stop", [None, "person", "S1", "S2", "S3", "S4", "S5", "S6"])
def test_b_a6_the_check_out_asks_about_the_leg_but_not_after_s3_to_s6(stop: Stop | None) -> None:
    entry = factories.session("one", stop=stop, steps=[factories.step("childs_pose")])
    assert watches_leg(entry, life("A6").state) is (stop not in ("S3", "S4", "S5", "S6"))
