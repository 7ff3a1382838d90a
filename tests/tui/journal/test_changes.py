"""Changes made in the journal: each one is shown, can be undone, and is not lost when the disk is full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config import clock as system_clock
from l5tui.config.errors import JournalError
from l5tui.domain.pain_zones import QUESTION, VERY_HIGH
from l5tui.journal.store import Journal
from l5tui.tui.widgets.pain_scale import PainScaleWidget
from tests import factories
from tests.tui.conftest import NOW
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import text, until, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wall clock that does not advance, so that its time can be compared with the entries."""
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW)


def stored(pilot: Pilot[int], uid: str) -> Any:
    return pilot.app.records.journal.get(uid)  # type: ignore[attr-defined]


async def test_a_correction_keeps_the_old_value_and_u_undoes_it(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "Pain before so far 5", "Pain after so far 3", "what stood before is kept")
        await pilot.press("6", "tab", "tab", "2", "tab", "tab", "!", "enter")
        await until_shown(pilot, "6 → 2", "Corrected; what stood before is kept. u undoes.")
        entry = stored(pilot, "new")
        assert (entry["before"]["pain"], entry["after"]["pain"], entry["note"]) == (6, 2, "right side shakier!")
        assert {(edit["field"], edit["was"]) for edit in entry["edits"]} == {
            ("before.pain", 5),
            ("after.pain", 3),
            ("note", "right side shakier"),
        }
        await pilot.press("enter")
        await until_shown(pilot, "Changed later", "pain before was 5", "note was right side shakier")
        await pilot.press("u")
        await until_shown(pilot, "pain 5 → 3", "As it was before.")
        assert stored(pilot, "new")["edits"] == []


async def test_a_correction_names_the_old_score_without_picking_it_and_keeps_it_if_unanswered(tmp_path: Path) -> None:
    """An old score picked on the scale would suggest giving the same answer again."""
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        assert all(scale.answer is None for scale in pilot.app.screen.query(PainScaleWidget))
        await pilot.press("enter")
        assert pilot.app.screen.query(PainScaleWidget), "enter on nothing does nothing"
        await pilot.press("tab", "tab", "s")
        await until_shown(pilot, "Pain after left out", "enter done")
        await pilot.press("enter")
        await until_shown(pilot, "5 → -")
        assert [edit["field"] for edit in stored(pilot, "new")["edits"]] == ["after.pain"]


async def test_esc_closes_a_form_without_changing_the_entry(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        await pilot.press("9", "tab", "tab", "tab", "tab", "x", "escape")
        await until_shown(pilot, "Drop what you typed?")
        await pilot.press("d")
        await until_shown(pilot, "5 → 3")
        assert stored(pilot, "new")["edits"] == []


async def test_opening_a_note_of_many_lines_does_not_change_it(tmp_path: Path) -> None:
    note = "one\ntwo\n[bold]three\x07 \x1b[31m"
    async with running(tmp_path, entries=[factories.log("n", 4, note=note, started=at(1))]) as pilot:
        await open_journal(pilot, "pain score")
        await pilot.press("e")
        await until_shown(pilot, "so far 4", "one↵two↵[bold]three [31m")
        assert "\x1b" not in text(pilot.app), "no order reaches the terminal"
        await pilot.press("5", "enter")
        await until_shown(pilot, "Corrected")
        assert (stored(pilot, "n")["pain"], stored(pilot, "n")["note"]) == (5, note)
        await pilot.press("e", "tab", "tab", "!", "enter")
        await until(pilot, lambda: stored(pilot, "n")["note"] != note)
        assert stored(pilot, "n")["note"] == "one\ntwo\n[bold]three   [31m!"


async def test_deleting_an_entry_highlights_the_next_and_u_restores_it(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("down", "d")
        await until_shown(pilot, "Deleted. u undoes.", "▌Fri 20 Nov")
        assert "4 → 4" not in text(pilot.app)
        assert stored(pilot, "older")["deleted"] == NOW.isoformat(timespec="seconds")
        await pilot.press("up", "u")
        await until_shown(pilot, "It is back.", "▌Sat 21 Nov")
        await pilot.press("u")
        await until_shown(pilot, "Nothing to undo.")


async def test_u_undoes_what_was_changed_before_the_app_was_started_and_names_it(tmp_path: Path) -> None:
    edit = {"at": at(2), "field": "note", "was": "old words"}
    changed = factories.log("changed", 4, started=at(30), note="new words", edits=[edit])
    gone = factories.log("gone", 2, started=at(50), deleted=at(1))
    async with running(tmp_path, entries=[changed, gone, factories.log("x", 3, started=at(0.5))]) as pilot:
        await open_journal(pilot, "pain score")
        await pilot.press("u")
        await until_shown(pilot, "It is back. pain score, Fri 20 Nov.", "▌Fri 20 Nov")
        await pilot.press("u")
        await until_shown(pilot, "As it was before. pain score, Sat 21 Nov.", "▌Sat 21 Nov")
        assert (stored(pilot, "changed")["note"], stored(pilot, "changed")["edits"]) == ("old words", [])
        await pilot.press("u")
        await until_shown(pilot, "Nothing to undo.")


async def test_deleting_the_last_entry_leaves_an_empty_journal_that_u_restores(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[factories.log("only", 4, started=at(1))]) as pilot:
        await open_journal(pilot, "pain score")
        await pilot.press("enter")
        await until_shown(pilot, "Sun 22 Nov 2026")
        await pilot.press("d")
        await until_shown(pilot, "Nothing here yet.", "Deleted. u undoes.", "u undo")
        await pilot.press("u")
        await until_shown(pilot, "pain score")


async def test_a_adds_a_score_without_a_session(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION, "Press a digit. 1 then 0 is ten.")
        await pilot.press("enter")
        assert pilot.app.screen.query(PainScaleWidget), "enter on nothing does nothing"
        await pilot.press("1", "0", "tab", "tab", *"long drive", "enter")
        await until_shown(pilot, "pain score", "Kept.")
        (entry,) = [entry for entry in pilot.app.entries if entry["kind"] == "log"]  # type: ignore[attr-defined]
        assert (entry["pain"], entry["note"], entry["started"]) == (10, "long drive", "2026-11-22T19:30:00+01:00")


async def test_a_score_added_while_the_list_is_filtered_is_shown(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("slash", *"full", "enter", "escape", "a")
        await until_shown(pilot, QUESTION)
        await pilot.press("2", "enter")
        await until_shown(pilot, "▌Sun 22 Nov pain score 2", "4 → 4")


async def test_a_very_high_score_in_a_form_shows_advice(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION)
        await pilot.press("8")
        await until_shown(pilot, "talk to a health professional today")
        await pilot.press("7")
        await until_gone(pilot, "talk to a health professional today")


async def test_an_activity_is_corrected_on_its_own_scale_and_other_care_in_its_own_form(tmp_path: Path) -> None:
    base = factories.log("x", started=at(2))
    entries: Any = [
        {**base, "uid": "sit", "kind": "activity", "name": "sit 30 minutes", "score": 4},
        {**base, "uid": "rub", "kind": "care", "what": "massage", "started": at(3)},
    ]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "sit 30 minutes")
        await pilot.press("e")
        await until_shown(pilot, "How hard is it today? so far 4", "no trouble", "I cannot do it")
        await pilot.press("6", "enter")
        await until_shown(pilot, "Corrected")
        assert stored(pilot, "sit")["score"] == 6
        await pilot.press("down", "e")
        await until_shown(pilot, "Note")
        assert not pilot.app.screen.query(PainScaleWidget)
        await pilot.press("tab", "tab", *"ok", "tab", *(["backspace"] * 5), *"06:30")
        await until_shown(pilot, "06:30", "enter done")
        await pilot.press("enter")
        await until(pilot, lambda: stored(pilot, "rub")["note"] == "ok")
        assert stored(pilot, "rub")["started"] == "2026-11-22T06:30:00+01:00"


async def test_an_entry_of_the_year_1_is_listed_and_can_be_moved_to_its_day(tmp_path: Path) -> None:
    odd = [factories.log(f"of {year}", 4, started=f"{year}-01-01T00:00:00+14:00") for year in ("0001", "0206", "9999")]
    async with running(tmp_path, size=(80, 30), entries=[*example_entries(), *odd]) as pilot:
        await open_journal(pilot)
        await pilot.press("end", "t", "t", "enter", "escape", "left", "right", "up", "up", "e")
        await until_shown(pilot, "so far 4", "9999-01-01T00:00")
        await pilot.press("tab", "tab", "tab", *(["backspace"] * 16), *"2026-11-22 09:15", "enter")
        await until_shown(pilot, "Corrected")
        assert stored(pilot, "of 9999")["started"].startswith("2026-11-22T09:15:00")


async def test_an_entry_of_unknown_shape_is_corrected_only_in_fields_that_are_understood(tmp_path: Path) -> None:
    base = factories.session("x", started=at(2))
    entries: Any = [
        {**base, "uid": "half", "after": "later"},
        {**base, "uid": "list", "edits": "none", "started": at(3)},
    ]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "5 → -")
        await pilot.press("e")
        await until_shown(pilot, "Pain before so far 5")
        assert "Pain after" not in text(pilot.app)
        await pilot.press("4", "enter")
        await until_shown(pilot, "4 → -")
        assert stored(pilot, "half")["after"] == "later"
        await pilot.press("down", "e")
        await until_shown(pilot, "This entry can't be corrected here.")


async def test_a_change_that_cannot_be_written_is_reported_and_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise JournalError("the disk of the journal is full", "Make room")

    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        with monkeypatch.context() as patch:
            for method in ("put", "edit", "delete", "undo"):
                patch.setattr(Journal, method, full)
            for key in ("d", "u"):
                await pilot.press(key)
                await until_shown(pilot, "the disk of the journal is full", "5 → 3")
                await pilot.press("escape")
                await until_gone(pilot, "the disk of the journal is full")
            await pilot.press("a")
            await until_shown(pilot, QUESTION)
            await pilot.press("2", "enter")
            await until_shown(pilot, "the disk of the journal is full", "▌Sun 22 Nov pain score 2")
        await pilot.press("d")
        await until_shown(pilot, "Deleted. u undoes.")
        (kept,) = [entry for entry in pilot.app.records.journal.entries(deleted=True) if entry.get("pain") == 2]  # type: ignore[attr-defined]
        assert kept["deleted"], "it was written as soon as it could be, and then deleted"


@pytest.mark.parametrize("size", SMALLEST)
async def test_the_advice_for_a_very_high_score_is_shown_in_full(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_journal(pilot, "Nothing here yet")
        await pilot.press("a")
        await until_shown(pilot, "right now")
        await pilot.press("9")
        await until_shown(pilot, VERY_HIGH, "enter done")
