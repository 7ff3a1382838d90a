"""Older entries are brought up to date by pure steps, after a copy of the file was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.entry import SCHEMA
from l5tui.journal.format import whole
from l5tui.journal.migrations import STEPS, migrate
from l5tui.journal.store import Journal
from tests.journal.factories import log, session


def to_two(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "mood": None}


def to_three(entry: dict[str, Any]) -> dict[str, Any]:
    entry["mood"] = {"now": entry.pop("mood")}
    return entry


FUTURE: dict[str, Any] = {"steps": {1: to_two, 2: to_three}, "schema": 3}


def test_there_is_a_step_from_every_schema_that_ever_was() -> None:
    assert sorted(STEPS) == list(range(1, SCHEMA))


def test_the_oldest_shape_goes_through_all_steps_and_is_left_alone_itself() -> None:
    old = dict(log())
    new = migrate(old, FUTURE["steps"], 3)
    assert new == {**log(), "schema": 3, "mood": {"now": None}}
    assert old == log()


def test_an_entry_that_is_up_to_date_stays_as_it_is() -> None:
    assert migrate(dict(session())) == session()


def test_a_step_that_is_missing_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        migrate(dict(log()), {}, 2)


def test_opening_migrates_in_memory_and_the_first_write_keeps_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put(log("a"))
    Journal(file).put(session("b", mine="kept"))
    before = file.read_bytes()

    journal = Journal(file, **FUTURE)
    assert {entry["schema"] for entry in journal.entries()} == {3}
    assert file.read_bytes() == before, "reading changes nothing"
    journal.put(log("c", schema=3))
    journal.put(log("d", schema=3))
    assert [path.read_bytes() for path in tmp_path.glob("journal.json.before-schema-*")] == [before]
    content = whole(file.read_bytes())
    assert content is not None
    assert {body["schema"] for body in content.tables["entries"].values()} == {3}
    assert content.tables["entries"]["b"]["mood"] == {"now": None}
    assert content.tables["entries"]["b"]["mine"] == "kept"
