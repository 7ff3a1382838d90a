"""Entries made from drafts: they have all that was typed, and no invalid value."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.pain import is_pain
from l5tui.journal.drafts import Correction, Draft, draft_lines, entry_from_draft
from tests.factories import long_session

AT = "2025-03-04T14:02:00+01:00"
HEADER = EntryHeader("one", AT, None, "test")
PLACE = {"left": 6, "right": 0, "kinds": {"left": ["pain", "tingling"], "right": []}}


def test_a_score_with_its_place_becomes_an_entry_with_all_of_it() -> None:
    draft = Draft("one", "before", AT, {"pain": 7, **PLACE}, about="Morning")
    entry: Any = entry_from_draft(draft, HEADER, None)
    assert {name: entry[name] for name in PLACE} == PLACE
    assert (entry["pain"], entry["uid"], entry["note"]) == (7, "one", "The score before a session: Morning")
    assert draft_lines(draft) == ["Pain 7", "Left calf or shin (tingling)", "Right none"]


def test_a_draft_score_after_a_session_corrects_it_or_becomes_an_entry_if_the_session_is_gone() -> None:
    draft = Draft("one", "after", AT, {"pain": 7, **PLACE}, "s")
    found = entry_from_draft(draft, HEADER, cast(Any, long_session("s")))
    assert found == Correction(
        "s", {"after.pain": 7, **{f"after.{name}": PLACE[name] for name in PLACE}, "after.at": AT}
    )
    gone: Any = entry_from_draft(draft, HEADER, None)
    assert gone["kind"] == "log"


def test_a_draft_correction_has_the_places_of_its_entry() -> None:
    values = {"before.pain": None, "before.left": 3, "before.kinds": PLACE["kinds"], "note": "x"}
    assert entry_from_draft(Draft("one", "edit", AT, values, "s"), HEADER, None) == Correction("s", values)
    assert entry_from_draft(Draft("one", "edit", AT, values), HEADER, None) is None


def test_a_draft_correction_of_a_session_has_each_field_that_is_valid() -> None:
    values = {
        "routine": {"id": "morning", "name": "Morning"},
        "ended": None,
        "status": "partial",
        "stop": "person",
        "before.left": None,
        "steps.0.reps": 8,
        "steps.0.outcome": "partial",
        "steps.1.held": 30.0,
    }
    wrong = {
        "routine.id": "x",
        "steps": [],
        "steps.0.hurt": [],
        "steps.0.seconds": -1,
        "steps.1.outcome": "fine",
        "steps.1.seconds": True,
    }
    draft = Draft("one", "edit", AT, {**values, **wrong}, "s")
    assert entry_from_draft(draft, HEADER, None) == Correction("s", values)
    assert draft_lines(draft) == [
        "Before left not said",
        "Ended: left out",
        "Done: part of it",
        "Stopped by: ended early",
        "Routine: Morning",
        "2 exercises corrected",
    ]
    for field, value in {"status": "fine", "stop": "S9", "routine": "x", "ended": "late"}.items():
        assert entry_from_draft(Draft("one", "edit", AT, {field: value}, "s"), HEADER, None) == Correction("s", {})


@given(
    st.dictionaries(
        st.sampled_from(["pain", "left", "kinds", "before.left", "note", "uid", "deleted", "x.left"]),
        st.none() | st.integers(-9, 20) | st.text() | st.just({"left": ["levitation"], "right": 3}) | st.booleans(),
    )
)
def test_invalid_values_in_a_draft_file_are_not_used(values: dict[str, Any]) -> None:
    entry: Any = entry_from_draft(Draft("one", "log", AT, values), HEADER, None)
    assert entry["uid"] == "one"
    assert entry["deleted"] is None
    assert is_pain(entry["pain"])
    assert entry["left"] in (None, *range(8))
    assert entry["kinds"] == {"left": [], "right": []}
    assert isinstance(entry["note"], str)
    assert draft_lines(Draft("one", "edit", AT, values)) is not None
