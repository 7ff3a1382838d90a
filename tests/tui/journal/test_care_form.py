"""Other care in the journal: `c` asks what it was, and the entry stands in the list, without a comment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config import clock as system_clock
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_care
from l5tui.journal.drafts import Draft, draft_lines, entry_from_draft
from l5tui.tui.journal.care_form import CarePickerWidget
from tests.journal.test_draft_entries import HEADER
from tests.tui.conftest import NOW
from tests.tui.example_journal import at, open_journal
from tests.tui.reading import until, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW)


def care(uid: str = "rub", **fields: Any) -> Entry:
    header = EntryHeader(uid, at(3), "Europe/Zurich", "test")
    entry: Any = {**new_care(header, "massage", minutes=30), **fields}
    found: Entry = entry
    return found


def of_kind(pilot: Pilot[int], kind: str) -> list[Any]:
    return [entry for entry in pilot.app.entries if entry["kind"] == kind]  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SMALLEST)
async def test_c_notes_care_in_a_few_keys(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("c")
        await until_shown(pilot, "3 massage", "8 own words", "Press a digit for what it was.")
        await pilot.press("enter")
        assert pilot.app.screen.query(CarePickerWidget), "enter on nothing does nothing"
        await pilot.press("6")
        await until(pilot, lambda: pilot.app.focused is pilot.app.screen.query_one("#minutes"))
        await pilot.press("2", "0", "enter")
        await until_shown(pilot, "walking, 20 min", "Kept.")
        [entry] = of_kind(pilot, "care")
        assert (entry["what"], entry["minutes"], entry["note"]) == ("walking", 20, "")


@pytest.mark.long
async def test_own_words_are_asked_for_and_a_correction_keeps_the_first_value(tmp_path: Path) -> None:
    async with running(tmp_path, size=(40, 12)) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("c", "8")
        await until_shown(pilot, "Your words", "Write what it was.")
        await pilot.press(*"[b]bath", "enter")
        await until_shown(pilot, "[b]bath", "Kept.")
        await pilot.press("e")
        await until_shown(pilot, "[b]bath", "Minutes")
        await pilot.press("3", "enter")
        await until_shown(pilot, "massage")
        [entry] = of_kind(pilot, "care")
        assert [(edit["field"], edit["was"]) for edit in entry["edits"]] == [("what", "[b]bath")]


@pytest.mark.long
async def test_what_was_typed_is_kept_as_a_draft_until_it_is_dropped(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("c", "3", "tab", "4", "5")
        await until_shown(pilot, "enter done")
        [draft] = pilot.app.records.drafts.typed  # type: ignore[attr-defined]
        assert (draft.form, draft.values) == ("care", {"what": "massage", "minutes": 45})
        await pilot.press("escape")
        await until_shown(pilot, "Drop what you typed?")
        await pilot.press("d")
        await until_gone(pilot, "Drop what you typed?")
        assert not pilot.app.records.drafts.typed  # type: ignore[attr-defined]
        assert of_kind(pilot, "care") == []


@pytest.mark.long
async def test_the_list_and_the_page_show_care(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[care(note="left side")]) as pilot:
        await open_journal(pilot, "massage, 30 min")
        await pilot.press("enter")
        await until_shown(pilot, "how long 30 min", "left side")


def test_a_draft_of_care_becomes_its_entry() -> None:
    draft = Draft("d", "care", NOW.isoformat(), {"what": "walking", "minutes": 20, "note": "slow"})
    entry: Any = entry_from_draft(draft, HEADER, None)
    assert (entry["kind"], entry["what"], entry["minutes"], entry["note"]) == ("care", "walking", 20, "slow")
    assert draft_lines(draft) == ["walking, 20 min", "Note: slow"]
    wrong: Any = entry_from_draft(Draft("d", "care", "", {"what": "bath", "minutes": -3}), HEADER, None)
    assert wrong["minutes"] is None
