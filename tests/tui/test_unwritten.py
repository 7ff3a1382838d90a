"""An entry that the disk refuses is reported, tried again, saved elsewhere on closing, and never dropped silently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config import paths
from l5tui.config.clock import new_header
from l5tui.config.launch import Launch
from l5tui.config.settings import Settings
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.pain_zones import QUESTION
from l5tui.domain.safety.entries import new_stop
from l5tui.domain.safety.gate import Need
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.tui import journal_app
from l5tui.tui.app import L5App
from tests import factories
from tests.e2e.terminal import Terminal
from tests.tui.example_journal import at, open_journal
from tests.tui.reading import is_closing, text, until, until_gone, until_shown
from tests.tui.running import running
from tests.tui.session.guided_session import guided

SOME = [factories.log("older", 4, started=at(30))]


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The fallback folders for unwritten entries; a test that wants none empties the list."""
    folders = [tmp_path / paths.APP]
    monkeypatch.setattr(paths, "spool_folders", lambda: tuple(folders))
    return folders


def read_only(place: Path, *, is_so: bool = True) -> None:
    (place / "journal.json").chmod(0o400 if is_so else 0o600)


async def write_seven(pilot: Pilot[int], place: Path) -> None:
    """Log a 7 in the journal after it became read-only."""
    await open_journal(pilot, "pain score")
    read_only(place)
    await pilot.press("a")
    await until_shown(pilot, QUESTION)
    await pilot.press("7", "enter")
    await until_shown(pilot, "pain score 7", "is marked read-only")


def closed(pilot: Pilot[int]) -> bool:
    return is_closing(pilot.app)


@pytest.mark.long
async def test_an_unwritten_entry_is_kept_elsewhere_on_closing_and_taken_in_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, entries=SOME) as pilot:
        await write_seven(pilot, tmp_path)
        await pilot.press("q")
        await until(pilot, lambda: closed(pilot), "closed")
    assert pilot.app.return_code == 0
    journal = Journal(tmp_path / "journal.json")
    assert len(Spool(journal.path).entries()) == 1
    assert len(journal.entries()) == 3, "the notice, the safety answers and the older one"
    read_only(tmp_path, is_so=False)
    async with running(tmp_path, notice_read=False) as pilot:
        await open_journal(pilot, "pain score 7")
        assert "read-only" not in text(pilot.app)
    assert Spool(journal.path).entries() == []
    assert [entry["pain"] for entry in journal.entries() if entry["kind"] == "log"] == [7, 4]


async def test_a_start_that_still_cannot_write_an_entry_shows_it_anyway(tmp_path: Path) -> None:
    Spool(tmp_path / "journal.json").keep([factories.log("mine", 9, started=at(2))])
    Journal(tmp_path / "journal.json").put(SOME[0])
    async with running(tmp_path, entries=SOME) as pilot:
        pass
    read_only(tmp_path)
    Spool(tmp_path / "journal.json").keep([factories.log("mine", 9, started=at(2))])
    app = L5App(Launch(tmp_path / "journal.json", Settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened, "opened")
        await open_journal(pilot, "pain score 9", "pain score 4", "is marked read-only")
    app.records.close()


async def test_an_unwritten_entry_is_written_when_the_disk_accepts_it_and_the_warning_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_app, "RETRY_S", 0.05)
    async with running(tmp_path, entries=SOME) as pilot:
        app: Any = pilot.app
        await write_seven(pilot, tmp_path)
        read_only(tmp_path, is_so=False)
        await until_gone(pilot, "is marked read-only")
        assert not app.records.waiting
        assert app._retry is None, "nothing wakes up any more"
    assert [one["pain"] for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "log"] == [7, 4]


@pytest.mark.long
async def test_closing_asks_first_when_no_disk_takes_an_entry(tmp_path: Path, places: list[Path]) -> None:
    places.clear()
    async with running(tmp_path, entries=SOME) as pilot:
        app: Any = pilot.app
        await write_seven(pilot, tmp_path)
        await pilot.press("q")
        await until_shown(pilot, "Something could not be saved.", "esc", "stay")
        await pilot.press("escape")
        await until_gone(pilot, "Something could not be saved.")
        assert not closed(pilot)
        await pilot.press("q")
        await until_shown(pilot, "close; it is printed then")
        await pilot.press("x")
        await until(pilot, lambda: closed(pilot), "closed")
        assert [len(left) for left in app.records.close()] == [1, 0]


@pytest.mark.long
async def test_a_check_in_on_a_read_only_journal_does_not_claim_to_be_saved(tmp_path: Path) -> None:
    async with running(tmp_path, entries=SOME) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, QUESTION, "saved as you go")
    read_only(tmp_path)
    app = L5App(Launch(tmp_path / "journal.json", Settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened, "opened")
        await pilot.press("enter")
        await until_shown(pilot, QUESTION, "not saved yet")
    app.records.close()


async def test_a_journal_path_that_is_a_folder_never_claims_to_save_and_answers_still_count(tmp_path: Path) -> None:
    (tmp_path / "journal.json").mkdir()
    Spool(tmp_path / "journal.json").keep([new_stop(new_header(), "S5")])
    app = L5App(Launch(tmp_path / "journal.json", Settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.opened, "opened")
        assert not app.saves
        assert app.gate().need is Need.EMERGENCY, "what an earlier start couldn't write holds"
        assert not await app.keep(new_stop(new_header(), "S4", "one"))
        state = app.gate().state
        assert state is not None
        assert [stop.rule for stop in state.stops] == ["S5", "S4"]
    app.records.close()


async def test_a_journal_that_becomes_unreadable_keeps_its_known_entries_and_new_answers(tmp_path: Path) -> None:
    async with running(tmp_path, entries=SOME) as pilot:
        app: Any = pilot.app
        assert app.saves
        held = len(app.entries)
        (tmp_path / "journal.json").unlink()
        (tmp_path / "journal.json").mkdir()
        await app.reload_if_possible()
        assert not app.saves, "before anything was refused"
        await app.keep(new_stop(new_header(), "S4", "one"))
        assert len(app.entries) == held + 1
        assert app.gate().need is Need.STOP


@pytest.mark.long
async def test_a_summary_says_saved_as_soon_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_app, "RETRY_S", 0.05)
    async with guided(tmp_path) as session:
        await session.after(14)
        read_only(tmp_path)
        await session.press("q")
        await until_shown(session.pilot, "End here?")
        await session.press("enter")
        await until_shown(session.pilot, QUESTION, "not saved yet")
        await session.press("s", "enter")
        await until_shown(session.pilot, "What you did", "not saved yet")
        read_only(tmp_path, is_so=False)
        await until_shown(session.pilot, "saved in your journal")
        await session.press("tab", *"shaky", "enter")
        await until_shown(session.pilot, "start one")
    async with running(tmp_path, notice_read=False) as pilot:
        await until(pilot, lambda: not list((tmp_path / "journal.json.live").glob("*.log")), "its log is put away")
    [entry] = [one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "session"]
    assert (entry["note"], entry["status"]) == ("shaky", "partial"), "what its log doesn't know is kept"


@pytest.mark.long
@pytest.mark.parametrize("takes", [True, False])
def test_in_a_terminal_unwritten_entries_are_printed_at_the_end(tmp_path: Path, home: Path, takes: bool) -> None:
    file = tmp_path / "journal.json"
    state = tmp_path / "state"
    env = {"XDG_STATE_HOME": str(state), "XDG_RUNTIME_DIR": str(tmp_path / "no"), "TMPDIR": str(tmp_path / "none")}
    if not takes:
        state.write_text("in the way")
    Journal(file).put(new_decision(new_header(), NOTICE, "read"))
    file.chmod(0o400)
    with Terminal("--journal", str(file), env=env, size=(100, 24)) as terminal:
        terminal.until("start one")
        terminal.press("J")
        terminal.until("Nothing here yet")
        terminal.press("a")
        terminal.until("right now")
        terminal.press("7", "enter")
        terminal.until(lambda text: "marked read-only" in text and "right now" not in text)
        if not takes:  # no disk accepts the draft either
            (tmp_path / "journal.json.drafts").write_text("in the way")
            terminal.press("a")
            terminal.until("right now")
            terminal.press("3")
            terminal.until(lambda text: "enter  done" in text and "right now" in text)
            terminal.press("ctrl+c")
        else:
            terminal.press("q")
        if not takes:
            terminal.until("Something could not be saved.")
            terminal.press("x")
        assert terminal.until_end() == (0 if takes else 1)
        said = "".join(terminal.text.split())  # a line may break anywhere
        assert ("Anentrywaitsin" in said) == takes
        assert ("l5tuilog7--at" in said) == (not takes)
        assert ("l5tuilog3--at" in said) == (not takes)
