"""Every new entry has exactly the shape that the journal keeps."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from l5tui.domain.entry import DecisionEntry, Kinds, LogEntry, SafetyEntry, Score, SessionEntry, no_score
from l5tui.domain.new_entry import EntryHeader, new_decision, new_log, new_safety, new_session
from tests import factories

HEADER = EntryHeader("u1", "2026-11-22T18:40:00+01:00", "Europe/Zurich", "0.1.0")


@pytest.mark.parametrize(
    ("entry", "shape"),
    [
        (new_session(HEADER, {"id": "full_l5", "name": "Full L5"}, no_score()), SessionEntry),
        (new_log(HEADER, 4), LogEntry),
        (new_safety(HEADER, "stop", stop="S3", session="s1"), SafetyEntry),
        (new_decision(HEADER, "notice", "read", was=None), DecisionEntry),
    ],
)
def test_a_new_entry_has_every_field_and_no_other(entry: dict[str, object], shape: type) -> None:
    assert set(entry) == set(get_type_hints(shape))


def test_a_session_begins_as_interrupted_with_nothing_done() -> None:
    before: Score = factories.score(5)
    entry = new_session(HEADER, {"id": "full_l5", "name": "Full L5"}, before, speed=10)

    assert entry["status"] == "interrupted"
    assert (entry["uid"], entry["started"], entry["tz"], entry["app"]) == (HEADER.uid, HEADER.at, HEADER.tz, HEADER.app)
    assert (entry["before"], entry["after"], entry["speed"]) == (before, no_score(), 10)
    assert entry["steps"] == []
    assert entry["ended"] is None


def test_a_new_entry_copies_its_arguments() -> None:
    kinds: Kinds = {"left": ["pain"], "right": []}
    entry = new_log(HEADER, None, left=6, kinds=kinds, note="after gardening")
    kinds["left"].append("numbness")

    assert entry["kinds"] == {"left": ["pain"], "right": []}
    assert (entry["pain"], entry["left"], entry["right"], entry["note"]) == (None, 6, None, "after gardening")


def test_a_decision_without_a_before_has_no_from() -> None:
    assert "from" not in new_decision(HEADER, "notice", "read")
    assert new_decision(HEADER, "glute_bridge", 2, was=1)["from"] == 1
