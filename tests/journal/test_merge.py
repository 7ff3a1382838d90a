"""Merging journals: any order gives the same, twice changes nothing, and nothing is lost."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l5tui.domain.entry_reading import corrections
from l5tui.domain.new_entry import log_of
from l5tui.journal.export import to_json
from l5tui.journal.field_paths import MISSING, set_value, value_of
from l5tui.journal.merge import changes_between, merged_entry, merged_tables
from l5tui.journal.next_day import with_next_day
from l5tui.journal.store import Journal
from tests import factories
from tests.journal.made_entries import entries

Body = dict[str, Any]
Tables = dict[str, dict[str, Body]]
FIELDS = {
    "session": ["note", "before.pain", "after.pain", "before.kinds", "steps.0.reps", "steps.1.held"],
    "log": ["note", "pain", "left"],
}


def at(seconds: int) -> str:
    return (datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(seconds=seconds)).isoformat()


def edit(body: Body, field: str, value: Any, when: str) -> None:
    """A correction as the journal makes it."""
    body["edits"].append({"at": when, "field": field, "was": deepcopy(value_of(body, field))})
    assert set_value(body, field, value)


def written(body: Body, *, first: bool = True) -> set[tuple[str, str]]:
    """Every value that a field has or had, by field; a session's score before by the names of a discarded one.

    Args:
        first: with the value before the first edit, which goes with the state of a session that went on elsewhere.
    """
    values: dict[str, list[object]] = {}
    for record in body["edits"]:
        values.setdefault(record["field"].removeprefix("before."), []).append(record.get("was", record.get("written")))
    for field, found in values.items():
        found += [value_of(body, path) for path in (field, f"before.{field}")]
        del found[: 0 if first else 1]
    return {(field, repr(value)) for field, found in values.items() for value in found if value is not MISSING}


def exported(tables: Tables) -> str:
    """The export of a journal that has these tables, as a file of its own has them."""
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.json")
        journal.put_all(cast(Any, tables["entries"].values()))
        return to_json(journal.entries())


@st.composite
def machines(draw: st.DrawFn) -> list[Tables]:
    """Three machines that share a journal: they add, correct, delete, finish sessions, and merge now and then."""
    states: list[Tables] = [{"entries": {}} for _ in range(3)]
    clocks = [0, 0, 0]
    shared: list[Any] = draw(st.lists(entries(), max_size=3, unique_by=lambda entry: entry["uid"]))
    for tables in states:
        tables["entries"] |= {entry["uid"]: deepcopy(entry) for entry in shared}
    for _ in range(draw(st.integers(0, 8))):
        which = draw(st.integers(0, 2))
        mine = states[which]["entries"]
        clocks[which] += draw(st.integers(1, 3))
        now = at(clocks[which])
        work = draw(
            st.sampled_from(["add", "edit", "edit", "delete", "finish", "morning", "discard", "merge", "favourite"])
        )
        uid = draw(st.sampled_from(sorted(mine))) if mine else None
        body = mine.get(uid or "", {})
        if work == "add":
            uid = f"m{which}-{clocks[which]}"
            mine[uid] = cast(Body, draw(entries(uid)))
        elif work == "merge":
            other = draw(st.integers(0, 2))
            states[which] = deepcopy(merged_tables(states[which], states[other]))
            clocks[which] = max(clocks[which], clocks[other])
        elif work == "favourite":
            states[which].setdefault("favourites", {})["bridge"] = {"id": "bridge", "order": clocks[which]}
        elif body and work == "edit" and not body["deleted"]:
            field = draw(st.sampled_from(FIELDS.get(body["kind"], ["note"])))
            if value_of(body, field) is not MISSING:
                value = {"left": [], "right": ["pain"]} if field.endswith("kinds") else draw(st.sampled_from([1, 2, 3]))
                edit(body, field, value, now)
        elif body and work == "delete":
            body["deleted"] = body["deleted"] or now
        elif body.get("kind") == "session" and work == "finish":
            body |= {"status": "complete", "active_s": body["active_s"] + which, "ended": at(600)}
        elif body.get("kind") == "session" and work == "morning":
            answer: Any = draw(st.sampled_from(["better", "worse", None]))
            mine[uid or ""] = cast(Body, with_next_day(cast(Any, body), answer, datetime.fromisoformat(now)))
        elif body.get("kind") == "session" and work == "discard":
            mine[uid or ""] = cast(Body, log_of(cast(Any, body)))
    return states


@settings(max_examples=120)
@given(machines())
def test_any_order_of_merging_is_equal_twice_changes_nothing_and_nothing_is_lost(states: list[Tables]) -> None:
    before = deepcopy(states)
    results = []
    for order in permutations(states):
        one, two, three = order
        results += [merged_tables(merged_tables(one, two), three), merged_tables(one, merged_tables(two, three))]
    assert all(result == results[0] for result in results)
    assert states == before
    merged = results[0]
    for tables in [*states, merged]:
        assert merged_tables(merged, tables) == merged
        for uid, body in tables["entries"].items():
            now = merged["entries"][uid]
            assert written(body, first=body["kind"] == now["kind"]) <= written(now)
    assert len({exported(result) for result in results[:4]}) == 1, "in bytes, too"
    assert merged_tables(merged, {}) == merged
    assert not changes_between(merged, merged).any


def test_the_newest_edit_of_each_field_wins_and_the_other_value_is_kept() -> None:
    one: Any = factories.log("a", 4, note="first")
    other = deepcopy(one)
    edit(one, "pain", 5, at(10))
    edit(one, "note", "one", at(11))
    edit(other, "pain", 6, at(20))
    merged = merged_entry(one, other)
    assert (merged["pain"], merged["note"]) == (6, "one")
    assert merged["edits"] == [
        {"at": at(10), "field": "pain", "was": 4},
        {"at": at(11), "field": "note", "was": "first"},
        {"at": at(20), "field": "pain", "was": 5},
    ]


def test_corrections_of_two_steps_of_a_session_are_both_kept() -> None:
    one: Any = factories.session("a", steps=[factories.step("bird_dog", side) for side in ("left", "right")])
    other = deepcopy(one)
    edit(one, "steps.0.reps", 8, at(10))
    edit(other, "steps.1.reps", 6, at(20))
    edit(other, "steps.0.reps", 7, at(5))
    merged = merged_entry(one, other)
    assert [step["reps"] for step in merged["steps"]] == [8, 6]
    assert [(edit["field"], edit["was"]) for edit in merged["edits"]] == [
        ("steps.0.reps", 10),
        ("steps.0.reps", 7),
        ("steps.1.reps", 10),
    ]


@pytest.mark.parametrize("field", ["steps.2.reps", "steps.-1.reps", "steps.x", "steps.0.reps.0", "note.0"])
def test_a_path_that_an_entry_has_not_is_missing_and_sets_nothing(field: str) -> None:
    one: Any = factories.session("a", steps=[factories.step("bird_dog")])
    before = deepcopy(one)
    assert value_of(one, field) is MISSING
    assert not set_value(one, field, 3)
    assert one == before


@pytest.mark.parametrize(("edited", "hidden"), [(10, True), (30, False)])
def test_a_deletion_wins_over_older_edits_only(edited: int, hidden: bool) -> None:
    one: Any = factories.log("a", 4)
    other = deepcopy(one)
    one["deleted"] = at(20)
    edit(other, "pain", 5, at(edited))
    merged = merged_entry(one, other)
    assert (merged["deleted"] is not None) is hidden
    assert merged["pain"] == 5


def test_times_are_compared_as_instants() -> None:
    one: Any = factories.log("a", 4)
    other = deepcopy(one)
    edit(one, "pain", 5, "2026-11-22T09:00:00+02:00")
    edit(other, "pain", 6, "2026-11-22T08:00:00+00:00")
    assert merged_entry(one, other)["pain"] == 6


def test_a_finished_session_wins_over_its_beginning_and_an_answer_over_none() -> None:
    begun: Any = factories.session("a", 4, None, status="interrupted", ended=None, active_s=10.0, steps=[])
    done: Any = factories.session("a", 4, 3)
    morning = {**done, "next_day": "worse"}
    for one, other in ((begun, morning), (morning, begun)):
        assert merged_entry(one, other)["status"] == "complete"
    assert merged_entry(done, morning)["next_day"] == "worse"


def test_favourites_and_fields_of_newer_versions_are_kept() -> None:
    mine: Any = {
        "entries": {"a": {**factories.log("a"), "weather": "rain"}},
        "favourites": {"x": {"id": "x", "order": 0}},
    }
    other: Any = {"entries": {"a": {**factories.log("a"), "sleep": 7}}, "favourites": {"y": {"id": "y", "order": 0}}}
    merged = merged_tables(mine, other)
    assert (merged["entries"]["a"]["weather"], merged["entries"]["a"]["sleep"]) == ("rain", 7)
    assert list(merged["favourites"]) == ["x", "y"]


def answered(body: Any, answer: Any, when: str) -> Body:
    return cast(Body, with_next_day(body, answer, datetime.fromisoformat(when)))


def test_of_two_answers_about_the_morning_after_the_newest_wins_and_the_other_is_a_correction() -> None:
    session: Any = factories.session("s", 4, 3)
    better, worse = answered(session, "better", at(10)), answered(session, "worse", at(20))
    for one, other in ((better, worse), (worse, better)):
        merged = merged_entry(one, other)
        assert merged["next_day"] == "worse"
        assert [(edit["at"], edit["was"]) for edit in merged["edits"]] == [(at(10), None), (at(20), "better")]
        assert [edit["was"] for edit in corrections(merged)] == ["better"]
    assert corrections(better) == [], "the first answer is no correction"


def test_an_answer_about_the_morning_after_that_was_taken_back_does_not_return() -> None:
    better = answered(factories.session("s", 4, 3), "better", at(10))
    taken_back = answered(better, None, at(20))
    assert merged_entry(better, taken_back)["next_day"] is None
    assert merged_entry(taken_back, better)["next_day"] is None
    assert len(taken_back["edits"]) == 1, "pressing keys at a check-in makes no list of them"


def test_a_discarded_an_interrupted_and_a_finished_state_merge_the_same_in_any_order() -> None:
    begun: Any = factories.session("a", 4, None, status="interrupted", ended=None, active_s=10.0, steps=[])
    corrected = deepcopy(begun)
    edit(corrected, "after.pain", 5, at(10))
    also = cast(Body, log_of(deepcopy(corrected)))
    edit(also, "pain", 6, at(20))
    states = [cast(Body, log_of(begun)), corrected, factories.session("a", 4, 3), also]
    results = []
    for one, two, three, four in permutations(states):
        results.append(merged_entry(merged_entry(merged_entry(one, two), three), four))
        results.append(merged_entry(merged_entry(one, two), merged_entry(three, four)))
    assert all(result == results[0] for result in results)
    assert (results[0]["kind"], results[0]["after"]["pain"]) == ("session", 5)


def test_journals_merged_into_each_other_export_the_same_bytes() -> None:
    mine: Tables = {"entries": {uid: cast(Body, factories.log(uid, 4)) for uid in ("b", "d")}}
    theirs: Tables = {"entries": {uid: cast(Body, factories.log(uid, 5)) for uid in ("a", "c")}}
    assert exported(merged_tables(mine, theirs)) == exported(merged_tables(theirs, mine))
    edited = deepcopy(mine)
    edited["entries"]["b"] = {"note": "first", **edited["entries"]["b"]}
    edit(edited["entries"]["b"], "pain", 7, at(10))
    assert exported(merged_tables(mine, edited)) == exported(merged_tables(edited, mine))
