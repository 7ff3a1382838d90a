"""Older entries are migrated by pure steps, after a copy of the file was made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.config.errors import JournalError
from l5tui.domain.entry import SCHEMA, SessionEntry
from l5tui.journal.migrations import STEPS, migrate
from l5tui.journal.store import Journal
from l5tui.storage.format import parse
from tests.factories import log, long_session


def to_three(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "mood": None}


def to_four(entry: dict[str, Any]) -> dict[str, Any]:
    entry["mood"] = {"now": entry.pop("mood")}
    return entry


FUTURE: dict[str, Any] = {"steps": {**STEPS, 2: to_three, 3: to_four}, "schema": 4}


def first_schema(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry as the first version of the program would have written it."""
    old = {name: value for name, value in entry.items() if name not in ("programme", "answer", "clock_step_s")}
    for step in old.get("steps", []):
        del step["partial_reps"]
    return {**old, "schema": 1}


def test_every_older_schema_has_a_migration_step() -> None:
    assert sorted(STEPS) == list(range(1, SCHEMA))


def test_the_oldest_schema_passes_all_steps_and_the_old_entry_is_not_changed() -> None:
    old = first_schema(log())
    new = migrate(old, FUTURE["steps"], 4)
    assert new == {**log(), "schema": 4, "mood": {"now": None}}
    assert old == first_schema(log())


def test_an_entry_that_is_up_to_date_stays_as_it_is() -> None:
    assert migrate(dict(long_session())) == long_session()


def test_a_missing_migration_step_raises() -> None:
    with pytest.raises(KeyError):
        migrate(dict(log()), {}, 3)


def test_opening_migrates_in_memory_and_the_first_write_keeps_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put(log("a"))
    Journal(file).put(long_session("b", mine="kept"))
    before = file.read_bytes()

    journal = Journal(file, **FUTURE)
    assert {entry["schema"] for entry in journal.entries()} == {4}
    assert file.read_bytes() == before, "reading changes nothing"
    journal.put(log("c", schema=4))
    journal.put(log("d", schema=4))
    assert [path.read_bytes() for path in tmp_path.glob("journal.json.before-schema-*")] == [before]
    content = parse(file.read_bytes())
    assert content is not None
    assert {body["schema"] for body in content.tables["entries"].values()} == {4}
    assert content.tables["entries"]["b"]["mood"] == {"now": None}
    assert content.tables["entries"]["b"]["mine"] == "kept"


def test_a_session_of_schema_1_gets_unknown_for_what_it_did_not_record() -> None:
    old = first_schema(long_session())
    new = migrate(old)
    want = long_session()
    for step in want["steps"]:
        step["partial_reps"] = None
    assert new == {**want, "programme": None, "answer": None, "clock_step_s": 0.0}
    assert new["schema"] == 2
    assert old == first_schema(long_session()), "the step makes a new entry"


def test_safety_answers_of_schema_1_are_no_full_check_and_a_clearing_has_its_date_only() -> None:
    base = {"uid": "x", "schema": 1, "kind": "safety", "started": "2025-03-04T18:58:12+01:00"}
    new = migrate({**base, "answers": {"A1": "yes"}, "cleared": {"A1": "2025-03-01"}})
    assert new["cleared"] == {"A1": {"date": "2025-03-01", "by": ""}}
    assert (new["occasion"], new["questions"], new["stop"], new["session"]) == ("session", None, None, None)
    assert new["answers"] == {"A1": "yes"}


def test_other_care_of_schema_1_has_no_minutes() -> None:
    assert migrate({**first_schema(log()), "kind": "care", "what": "walk"})["minutes"] is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["steps", "cleared", "programme", "minutes", "answers", "mine", "before", "edits"])
kinds = st.sampled_from(["session", "log", "care", "activity", "safety", "decision", "of tomorrow", None])


@given(kinds, st.dictionaries(names, values, max_size=5))
def test_migration_loses_no_field_of_any_shape(kind: str | None, fields: dict[str, Any]) -> None:
    old = {"uid": "x", "schema": 1, "kind": kind, **fields}
    new = migrate(old)
    assert new["schema"] == 2
    assert set(old) <= set(new)
    for name, value in fields.items():
        if name not in ("steps", "cleared") or not isinstance(value, list | dict):
            assert new[name] == value
    assert migrate(new) == new


def test_a_journal_of_schema_1_is_read_and_kept_as_a_copy_at_the_first_write(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    first: dict[str, Any] = {"schema": 1, "steps": {}}
    old = first_schema({**long_session("a"), "mine": {"kept": [1]}})
    Journal(file, **first).put(cast(SessionEntry, old))
    raw = file.read_bytes()

    journal = Journal(file)
    (entry,) = journal.entries()
    assert entry["schema"] == 2
    assert cast(Any, entry)["mine"] == {"kept": [1]}
    journal.put(log("b"))
    assert [path.read_bytes() for path in tmp_path.glob("journal.json.before-schema-2-*")] == [raw]
    assert parse(file.read_bytes()) is not None
    with pytest.raises(JournalError, match="newer l5tui"):
        Journal(file, **first).open()
