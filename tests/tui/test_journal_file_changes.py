"""The screen follows the journal file: changes of another login, a refused undo, a removed journal."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.journal.store import Journal
from l5tui.storage.tinydb_storage import JournalStorage
from l5tui.tui.journal import changes
from tests import factories
from tests.e2e.terminal import Terminal
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import text, until, until_closing, until_gone, until_shown
from tests.tui.running import SIZES, Size, running
from tests.tui.session.guided_session import guided

LONG = pytest.mark.long
LATER = "2026-11-22T19:30:00+01:00"


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "FOLLOW_S", 0.05)


async def test_the_screen_shows_what_another_login_writes_and_draws_nothing_without_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        drawn: list[None] = []
        screen: Any = pilot.app.screen
        show_all = screen.show_all

        def counted() -> None:
            drawn.append(None)
            show_all()

        monkeypatch.setattr(screen, "show_all", counted)
        looked: list[None] = []
        changed = JournalStorage.changed_since_read

        def noted(storage: JournalStorage) -> bool:
            looked.append(None)
            return changed(storage)

        monkeypatch.setattr(JournalStorage, "changed_since_read", noted)
        await until(pilot, lambda: len(looked) > 2, "the file was looked at again")
        assert drawn == []
        Journal(tmp_path / "journal.json").put(factories.log("theirs", 8, started=at(0.1)))
        await until_shown(pilot, "pain score 8")
        assert len(drawn) == 1


@pytest.mark.long
async def test_a_refused_undo_reloads_the_journal_and_is_no_longer_offered(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        await pilot.press("6", "enter")
        await until_shown(pilot, "6 → 3", "u undoes.")
        Journal(tmp_path / "journal.json").edit("new", {"before.pain": 9}, LATER)
        await pilot.press("u")
        await until_shown(pilot, "9 → 3", "that entry was changed elsewhere since")
        await until_gone(pilot, "u undoes")


@LONG
async def test_correcting_an_entry_deleted_elsewhere_reports_that(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        Journal(tmp_path / "journal.json").delete("new", LATER)
        await pilot.press("6", "enter")
        await until_shown(pilot, "that entry was deleted elsewhere since", "so far 5")
        await pilot.press("escape")
        await until_shown(pilot, "Drop what you typed?")
        await pilot.press("d")
        await until_shown(pilot, "4 → 4")
        assert "Corrected" not in text(pilot.app)
        assert "5 → 3" not in text(pilot.app)


@pytest.mark.parametrize("size", [SIZES[0], pytest.param(SIZES[1], marks=LONG)])
async def test_a_removed_journal_is_reported_and_can_be_written_again(tmp_path: Path, size: Size) -> None:
    place = tmp_path / "place"
    place.mkdir()
    async with running(place, entries=example_entries(), size=size) as pilot:
        await open_journal(pilot, "5 → 3")
        shutil.rmtree(place)
        await until_shown(pilot, "The journal's file was removed.", "write it again", "let it go")
        assert not place.exists()
        await pilot.press("enter")
        await until_gone(pilot, "was removed")
        await until_shown(pilot, "5 → 3")
    again = {entry["uid"] for entry in Journal(place / "journal.json").entries()}
    assert {entry["uid"] for entry in example_entries()} < again


@LONG
async def test_a_removed_journal_that_is_not_restored_stays_empty(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    async with running(place, entries=example_entries()) as pilot:
        await open_journal(pilot)
        shutil.rmtree(place)
        await until_shown(pilot, "let it go")
        await pilot.press("d")
        await until_shown(pilot, "Nothing here yet.")
        await until_gone(pilot, "was removed")
    assert not place.exists()


@LONG
@pytest.mark.parametrize("key", ["enter", "d"])
async def test_quitting_asks_about_a_removed_journal(tmp_path: Path, key: str) -> None:
    place = tmp_path / "place"
    place.mkdir()
    async with running(place, entries=example_entries()) as pilot:
        app: Any = pilot.app
        shutil.rmtree(place)
        await app.reload_if_possible()
        await until_shown(pilot, "was removed while l5tui was open")
        await pilot.press("q")
        await until_shown(pilot, "write it again")
        await pilot.press(key)
        await until_closing(pilot)
    assert (place / "journal.json").exists() == (key == "enter")


@LONG
async def test_a_session_ends_normally_when_the_journal_is_removed_during_it(
    tmp_path: Path,
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    async with guided(place, entries=example_entries()) as session:
        await session.after(14)
        shutil.rmtree(place)
        await session.press("q")
        await until_shown(session.pilot, "End here?")
        await session.press("enter")
        await until_shown(session.pilot, "right now", "was removed while l5tui was open")
        await session.press("4", "enter")
        await until_shown(session.pilot, "What you did", "saved in your journal")
        await session.press("J")
        await until_shown(session.pilot, "write it again")
        await session.press("enter")
        await until_gone(session.pilot, "was removed")
    uids = {entry["uid"] for entry in Journal(place / "journal.json").entries()}
    assert {entry["uid"] for entry in [*example_entries(), *session.entries]} <= uids


@LONG
def test_two_logins_in_terminals_see_each_others_changes_and_an_idle_list_sends_nothing(
    tmp_path: Path, home: Path
) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put(new_decision(new_header(), NOTICE, "read"))
    with Terminal("--journal", str(file)) as one, Terminal("--journal", str(file)) as two:
        for terminal in (one, two):
            terminal.until("start one")
            terminal.press("J")
            terminal.until("Nothing here yet")
        one.press("a")
        one.until("right now")
        one.press("7", "enter")
        one.until("Kept.")
        two.until("pain score")
        assert any(sent_in(two, 5) == 0 for _ in range(4)), (
            "the change is drawn, and then nothing for two looks and more"
        )


def sent_in(terminal: Terminal, seconds: float) -> int:
    """The bytes that arrive within a number of seconds."""
    before, end = len(terminal.raw), time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.1)
    return len(terminal.raw) - before
