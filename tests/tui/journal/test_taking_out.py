"""The report and the exports in the journal: seen first, then copied or written, never over another file."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config import clock as system_clock
from l5tui.journal.report_decisions import last_report, notes_shown
from l5tui.terminal.clipboard import COPIED, UNKNOWN
from tests import factories
from tests.tui.conftest import NOW
from tests.tui.example_journal import example_entries, open_journal
from tests.tui.reading import text, until, until_gone, until_shown
from tests.tui.running import SIZES, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW)
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)


def entries(pilot: Pilot[int]) -> tuple[object, ...]:
    return pilot.app.entries  # type: ignore[attr-defined,no-any-return]


async def test_x_shows_the_export_before_anything_is_written_and_t_another_form(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries(), size=(120, 30)) as pilot:
        await open_journal(pilot)
        await pilot.press("x")
        await until_shown(pilot, "a table for a spreadsheet", "date,time,kind", "right side shakier")
        await pilot.press("t")
        await until_shown(pilot, "a table with every exercise", "Bird dog")
        await pilot.press("t")
        await until_shown(pilot, "all of it, for l5tui", '"uid":"new"')
        await pilot.press("t")
        await until_shown(pilot, "the scores, for a health record", "resourceType")
        await pilot.press("escape")
        await until_shown(pilot, "about the same")
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("journal-")] == []


async def test_an_export_never_replaces_a_file_and_asks_for_another_name(tmp_path: Path) -> None:
    (tmp_path / "journal-2026-11-22.csv").write_text("mine")
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("x")
        await until_shown(pilot, "a table for a spreadsheet")
        await pilot.press("enter")
        await until_shown(pilot, "to which file", "journal-2026-11-22.csv", "enter write")
        await pilot.press("enter")
        await until_shown(pilot, "is there already", "to which file")
        assert "--force" not in text(pilot.app)
        assert (tmp_path / "journal-2026-11-22.csv").read_text() == "mine"
        await pilot.press(*"nowhere/a.csv", "enter")
        await until_shown(pilot, "there is no folder", "to which file")
        await pilot.press(*"a.pdf", "enter")
        await until_shown(pilot, "the name ends in .csv, .fhir.json or .json", "to which file")
        await pilot.press(*"new.json", "enter")
        await until_shown(pilot, ".json is another form than the one shown", "to which file")
        assert not (tmp_path / "new.json").exists()
        await pilot.press("escape", "t", "t")
        await until_shown(pilot, "all of it, for l5tui")
        await pilot.press("enter")
        await until_shown(pilot, "journal-2026-11-22.json", ".json, as shown")
        await pilot.press(*"new.json", "enter")
        held = entries(pilot)
        await until_shown(pilot, f"{len(held)} entries written to")
        assert "is there already" not in text(pilot.app), "it is put right"
        assert len(json.loads((tmp_path / "new.json").read_text())) == len(held)


@pytest.mark.parametrize("size", SIZES)
async def test_r_shows_the_report_and_enter_writes_it(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, entries=example_entries(), size=size) as pilot:
        await open_journal(pilot, "Full L5")
        await pilot.press("r")
        await until_shown(pilot, "Back exercises and pain: a report", "Self-reported", "enter to a file")
        assert last_report(entries(pilot)) is None, "looking at it makes no report"  # type: ignore[arg-type]
        await pilot.press("enter")
        await until_shown(pilot, "to which file", "back-report-2026-11-22.html")
        await pilot.press("enter")
        await until_shown(pilot, "The report is in")
        await until(pilot, lambda: last_report(entries(pilot)) == NOW.date(), "made")  # type: ignore[arg-type]
    assert (tmp_path / "back-report-2026-11-22.html").read_text().startswith("<!DOCTYPE html>")


async def test_in_a_small_window_every_line_about_the_file_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("long-" * 20) / "here"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    async with running(tmp_path, entries=example_entries(), size=(40, 12)) as pilot:
        await open_journal(pilot, "Full L5")
        for key, form in (("x", ".csv, as shown; t there: another form."), ("r", ".md and .txt are text.")):
            await pilot.press(key)
            await until_shown(pilot, "enter to a file")
            await pilot.press("enter")
            await until_shown(pilot, "to which file", form, "A file that is there stays as it is.", "enter write")
            assert "/here" in text(pilot.app), "the end of the folder"
            await pilot.press("escape", "escape")
            await until_gone(pilot, "enter to a file")


async def test_other_days_are_chosen_by_t_and_esc_writes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("r")
        await until_shown(pilot, "from the first entry on")
        await pilot.press("t")
        await until_shown(pilot, "4 weeks", "26 October 2026 to 22 November 2026 (28 days)")
        await pilot.press("t")
        await until_shown(pilot, "12 weeks")
        await pilot.press("enter")
        await until_shown(pilot, "to which file")
        await pilot.press("escape")
        await until_shown(pilot, "12 weeks")
        await pilot.press("escape")
        await until_shown(pilot, "about the same")
        assert last_report(entries(pilot)) is None  # type: ignore[arg-type]
    assert list(tmp_path.glob("back-report*")) == []


async def test_a_note_is_in_the_report_only_after_it_was_chosen(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries(), size=(80, 60)) as pilot:
        await open_journal(pilot)
        await pilot.press("r")
        await until_shown(pilot, "How it was asked")
        assert "right side shakier" not in text(pilot.app)
        await pilot.press("n")
        await until_shown(pilot, "Notes in the report", "[ ] Sun 22 Nov right side shakier", "after gardening")
        await pilot.press("enter")
        await until_shown(pilot, "[x] Sun 22 Nov right side shakier")
        await pilot.press("down", "space")
        await until_shown(pilot, "[x] Fri 20 Nov after gardening")
        await pilot.press("enter")
        await until_shown(pilot, "[ ] Fri 20 Nov after gardening")
        await pilot.press("escape")
        await until_shown(pilot, "Own notes, chosen by the person", "22 Nov: right side shakier")
        assert "after gardening" not in text(pilot.app)
        assert notes_shown(entries(pilot)) == {"new"}  # type: ignore[arg-type]


@pytest.mark.parametrize(("term", "said"), [("xterm-kitty", COPIED), ("xterm-256color", UNKNOWN)])
async def test_y_copies_to_the_clipboard_of_the_terminal_in_front(
    tmp_path: Path, term: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        sent: list[str] = []
        monkeypatch.setenv("TERM", term)
        monkeypatch.setattr(pilot.app, "write_to_terminal", sent.append)
        await open_journal(pilot)
        await pilot.press("r")
        await until_shown(pilot, "Back exercises and pain: a report")
        await pilot.press("y")
        await until_shown(pilot, said.split(".")[0])
        [request] = [one for one in sent if one.startswith("\x1b]52;c;")]
        assert b64decode(request[7:-1]).decode().startswith("Back exercises and pain: a report\n")
        if said == COPIED:
            await until(pilot, lambda: last_report(entries(pilot)) == NOW.date(), "made")  # type: ignore[arg-type]
        await pilot.press("t")
        await until_gone(pilot, said.split(".")[0])
        if said == UNKNOWN:
            assert last_report(entries(pilot)) is None, "nobody knows whether it was taken out"  # type: ignore[arg-type]


async def test_a_copied_table_has_no_byte_order_mark_and_decisions_are_not_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision: Any = {**factories.log("d"), "kind": "decision", "about": "dose", "to": {}, "why": ""}
    async with running(tmp_path, entries=[*example_entries(), decision]) as pilot:
        sent: list[str] = []
        monkeypatch.setattr(pilot.app, "write_to_terminal", sent.append)
        await open_journal(pilot)
        await pilot.press("x")
        await until_shown(pilot, "a table for a spreadsheet")
        await pilot.press("y")
        await until(pilot, lambda: any(one.startswith("\x1b]52;c;") for one in sent), "copied")
        [request] = [one for one in sent if one.startswith("\x1b]52;c;")]
        assert b64decode(request[7:-1]).decode().startswith("date,time,kind")
        await pilot.press("enter")
        await until_shown(pilot, "to which file")
        await pilot.press("enter")
        listed = [one for one in entries(pilot) if one["kind"] != "decision"]  # type: ignore[index]
        await until_shown(pilot, f"{len(listed)} entries written to")


async def test_a_report_and_an_export_over_no_entries_are_shown(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet")
        await pilot.press("r")
        await until_shown(pilot, "Back exercises and pain: a report", "None noted.")
        await pilot.press("escape", "x")
        await until_shown(pilot, "a table for a spreadsheet", "date,time,kind")
