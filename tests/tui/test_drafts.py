"""Unsaved input is kept as a draft: offered at the next start, in no statistic until then, and esc asks before
dropping it."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config import paths
from l5tui.config.clock import new_header
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.domain.pain_zones import QUESTION
from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.tui.drafts import DraftScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.summary import SummaryScreen
from l5tui.tui.widgets.text_field import FindFieldWidget, NoteFieldWidget
from tests import factories
from tests.domain.safety.safety_journal import full_check_all_no
from tests.e2e.terminal import Terminal, nothing_new, wait_for
from tests.tui.conftest import NOW
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import text, until, until_closing, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running
from tests.tui.session.guided_session import ROUTINE, guided

LONG = pytest.mark.long
AT = NOW.replace(hour=14, minute=2).isoformat(timespec="seconds")


@pytest.fixture(autouse=True)
def no_other_spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "spool_folders", lambda: (tmp_path / paths.APP,))


def left(place: Path) -> list[Draft]:
    return Drafts(place / "journal.json").left()


def kept_draft(place: Path, *drafts: Draft) -> None:
    for draft in drafts:
        one = Drafts(place / "journal.json")
        one.hold(draft)
        one.keep()


async def close(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+c")
    await until_closing(pilot)


@pytest.mark.long
async def test_closing_the_app_saves_an_open_form_as_a_draft_and_not_as_an_entry(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION)
        await pilot.press("7", "tab", "tab", "tab")
        pilot.app.screen.query_one(NoteFieldWidget).focus()
        await pilot.press(*"long drive")
        await close(pilot)
    [draft] = left(tmp_path)
    assert (draft.form, draft.values) == ("log", {"pain": 7, "note": "long drive"})
    assert not [entry for entry in Journal(tmp_path / "journal.json").entries() if entry["kind"] == "log"]


PLACE = ("tab", *["down"] * 5, "right", "down", "down")
"""The keys from the score into the body map: the left thigh, and the low back, middle, on the right."""
THIGH = {"left": 4, "right": 1, "kinds": {"left": ["pain"], "right": ["pain"]}}


async def test_a_place_given_with_a_new_score_is_stored(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION)
        await pilot.press("3", *PLACE, "enter")
        await until_shown(pilot, "pain score 3", "left thigh")
    entries: list[Any] = Journal(tmp_path / "journal.json").entries()
    [entry] = [one for one in entries if one["kind"] == "log"]
    assert {name: entry[name] for name in THIGH} == THIGH


async def test_a_place_given_in_a_correction_is_stored(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        await pilot.press(*PLACE, "enter")
        await until_shown(pilot, "Corrected")
    entry: Any = Journal(tmp_path / "journal.json").get("new")
    assert {name: entry["before"][name] for name in THIGH} == THIGH
    assert entry["before"]["pain"] == 5, "what wasn't answered stays"


@LONG
@pytest.mark.parametrize("key", ["a", "e"])
async def test_a_place_that_was_typed_is_kept_when_the_app_closes(tmp_path: Path, key: str) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press(key)
        await until_shown(pilot, QUESTION if key == "a" else "so far 5")
        await pilot.press(*PLACE)
        await close(pilot)
    [draft] = left(tmp_path)
    within = "" if key == "a" else "before."
    assert draft.values == {f"{within}{name}": value for name, value in THIGH.items()}
    async with running(tmp_path, notice_read=False) as pilot:
        await until_shown(pilot, "not confirmed.", "eft thigh", "ight low back, middle")
        await pilot.press("enter")
        await until(pilot, lambda: left(tmp_path) == [], "kept")
    entries: list[Any] = Journal(tmp_path / "journal.json").entries()
    entry = next(one for one in entries if one["uid"] == (draft.uid if key == "a" else "new"))
    found = entry if key == "a" else entry["before"]
    assert {name: found[name] for name in THIGH} == THIGH


async def test_a_yes_marked_on_a_safety_page_is_a_draft_until_the_page_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.journal.drafts.PAUSE_S", 0.05)
    folder = tmp_path / "journal.json.drafts"
    async with running(tmp_path, screened=False) as pilot:
        app: Any = pilot.app
        app.start(app.library.routines["full_l5"])
        await until(pilot, lambda: isinstance(app.screen, SafetyPageScreen), "the emergency questions")
        page: Any = app.screen
        page._answer_delay._deaf_until = 0
        await pilot.press("u")
        await until(pilot, lambda: folder.exists() and list(folder.glob("*.draft")), "written")
        await pilot.press("backspace")
        await until(pilot, lambda: not list(folder.iterdir()), "the mark was cleared")
        await pilot.press("down", "y")
        await until(pilot, lambda: list(folder.glob("*.draft")), "written")
        await pilot.press("enter")
        await until_shown(pilot, "Do not exercise.")
        await until(pilot, lambda: not list(folder.iterdir()), "confirmed, so it is an entry")
        assert [one["answers"] for one in app.entries if one["kind"] == "safety"] == [{"E2": "yes"}]


@pytest.mark.parametrize("session", [None, "some-session"])
async def test_a_yes_that_was_marked_when_the_app_was_killed_is_kept_at_the_next_start(
    tmp_path: Path, session: str | None
) -> None:
    kept_draft(tmp_path, Draft("one", "marked", AT, {"E1": "yes", "E2": "no"}, session))
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "Do not exercise.")
        app: Any = pilot.app
        [said] = [one for one in app.entries if one["kind"] == "safety" and one["occasion"] != "full_check"]
        assert (said["answers"], said["session"], said["started"]) == ({"E1": "yes"}, session, AT)
        await until(pilot, lambda: left(tmp_path) == [], "it is an entry now")


async def test_a_draft_is_written_when_typing_pauses_and_removed_when_it_is_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.journal.drafts.PAUSE_S", 0.05)
    folder = tmp_path / "journal.json.drafts"
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION)
        await pilot.press("7")
        await until(pilot, lambda: folder.exists() and len(list(folder.glob("*.draft"))) == 1, "written")
        assert left(tmp_path) == [], "no other login offers it while the form is open"
        await pilot.press("enter")
        await until(pilot, lambda: not list(folder.iterdir()), "taken away")


async def test_a_draft_already_in_the_journal_is_not_offered(tmp_path: Path) -> None:
    kept_draft(
        tmp_path,
        Draft("one", "edit", AT, {"before.pain": 5, "note": "right side shakier"}, "new"),
        Draft("two", "after", AT, {"pain": 3}, "new"),
        Draft("log", "log", AT, {"pain": 1}),
    )
    async with running(tmp_path, entries=example_entries()) as pilot:
        await until(pilot, lambda: left(tmp_path) == [], "dropped")
        assert not isinstance(pilot.app.screen, DraftScreen)


@LONG
async def test_an_unfinished_correction_is_a_draft_about_its_entry(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        await pilot.press("9")
        await close(pilot)
    [draft] = left(tmp_path)
    assert (draft.form, draft.entry, draft.values) == ("edit", "new", {"before.pain": 9})


@LONG
@pytest.mark.parametrize("size", SMALLEST)
async def test_enter_saves_an_offered_draft_with_the_time_it_was_typed(tmp_path: Path, size: Size) -> None:
    kept_draft(tmp_path, Draft("one", "log", AT, {"pain": 7, "note": "long drive"}))
    async with running(tmp_path, size=size) as pilot:
        app: Any = pilot.app
        await until_shown(pilot, "Typed 14:02, not confirmed.", "Pain 7", "Note: long drive", "keep it", "d drop it")
        assert all(entry["kind"] != "log" for entry in app.entries)
        await pilot.press("enter")
        await until(pilot, lambda: left(tmp_path) == [], "kept")
        await until(pilot, lambda: not isinstance(app.screen, DraftScreen))
    [entry] = [one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "log"]
    assert (entry["uid"], entry["pain"], entry["note"], entry["started"]) == ("one", 7, "long drive", AT)


async def test_d_deletes_a_draft_and_esc_leaves_it_for_the_next_start(tmp_path: Path) -> None:
    first = Draft("one", "before", AT, {"pain": 7}, about="Morning")
    second = Draft("two", "log", NOW.isoformat(timespec="seconds"), {"pain": 2})
    kept_draft(tmp_path, first, second)
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "The score before a session", "Morning", "Pain 7")
        await pilot.press("escape")
        await until_shown(pilot, "Pain 2", "Typed 19:30")
        await pilot.press("d")
        await until(pilot, lambda: left(tmp_path) == [first], "dropped")
    assert not [entry for entry in Journal(tmp_path / "journal.json").entries() if entry["kind"] == "log"]


@pytest.mark.long
async def test_a_draft_stays_on_the_disk_until_its_entry_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.tui.journal_app.RETRY_S", 0.05)
    kept_draft(tmp_path, draft := Draft("one", "log", AT, {"pain": 7}))
    async with running(tmp_path) as pilot:
        app: Any = pilot.app
        await until_shown(pilot, "Pain 7", "keep it")
        (tmp_path / "journal.json").chmod(0o400)
        await pilot.press("enter")
        await until_shown(pilot, "is marked read-only")
        assert left(tmp_path) == [draft], "a kill now would lose the entry that waits"
        (tmp_path / "journal.json").chmod(0o600)
        await until(pilot, lambda: not app.records.waiting, "written")
    async with running(tmp_path, notice_read=False) as pilot:
        await until(pilot, lambda: left(tmp_path) == [], "dropped")
        assert not isinstance(pilot.app.screen, DraftScreen), "it is in the journal, so it isn't offered"
    assert [one["uid"] for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "log"] == ["one"]


@LONG
async def test_a_draft_of_a_correction_and_of_a_score_after_a_session_change_their_entries(tmp_path: Path) -> None:
    kept_draft(
        tmp_path,
        Draft("one", "edit", AT, {"before.pain": 9, "note": "x"}, "new"),
        Draft("two", "after", NOW.isoformat(timespec="seconds"), {"pain": 1}, "unrated"),
    )
    unrated = factories.session("unrated", 5, None, started=at(2))
    async with running(tmp_path, entries=[*example_entries(), unrated]) as pilot:
        await until_shown(pilot, "A correction", "Pain before 9", "Note: x")
        await pilot.press("enter")
        await until_shown(pilot, "The score after a session", "Pain 1")
        await pilot.press("enter")
        await until(pilot, lambda: left(tmp_path) == [], "kept")
    journal = Journal(tmp_path / "journal.json")
    corrected: Any = journal.get("new")
    rated: Any = journal.get("unrated")
    assert (corrected["before"]["pain"], corrected["note"]) == (9, "x")
    assert {edit["was"] for edit in corrected["edits"]} == {5, "right side shakier"}
    assert rated["after"]["pain"] == 1


@LONG
async def test_a_draft_about_an_entry_that_was_deleted_says_so_and_stays(tmp_path: Path) -> None:
    kept_draft(tmp_path, Draft("one", "edit", AT, {"note": "x"}, "gone"))
    async with running(tmp_path, entries=[factories.log("gone", 4, deleted=AT)]) as pilot:
        await until_shown(pilot, "Note: x")
        await pilot.press("enter")
        await until_shown(pilot, "that entry was deleted elsewhere since")
    assert len(left(tmp_path)) == 1


@LONG
async def test_saving_a_draft_with_a_new_symptom_asks_about_it_at_once(tmp_path: Path) -> None:
    later = (NOW + timedelta(minutes=1)).isoformat(timespec="seconds")
    place = {"left": 6, "right": 6, "kinds": {"left": ["tingling"], "right": ["tingling"]}}
    kept_draft(tmp_path, Draft("one", "log", later, {"pain": 5, **place}))
    async with running(tmp_path) as pilot:
        await until_shown(pilot, "Pain 5", "Left calf or shin (tingling)")
        await pilot.press("enter")
        await until(pilot, lambda: left(tmp_path) == [] or isinstance(pilot.app.screen, SafetyPageScreen))
        assert isinstance(pilot.app.screen, SafetyPageScreen)
    kinds = [entry["kind"] for entry in Journal(tmp_path / "journal.json").entries()]
    assert kinds.count("safety") == 2, "the sign is kept before anything is asked"


@pytest.mark.long
async def test_esc_asks_only_when_something_would_be_lost(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION)
        await pilot.press("escape")
        await until_shown(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, QUESTION)
        await pilot.press("7", "escape")
        await until_shown(pilot, "Drop what you typed?", "go on writing", "drop it")
        await pilot.press("escape")
        await until_gone(pilot, "Drop what you typed?")
        assert "enter done" in " ".join(text(pilot.app).split()), "the 7 stands there still"
        await pilot.press("escape")
        await until_shown(pilot, "Drop what you typed?")
        await pilot.press("d")
        await until_shown(pilot, "Nothing here yet.")
        await close(pilot)
    assert left(tmp_path) == []


@LONG
@pytest.mark.parametrize(("key", "kept"), [("enter", [7]), ("d", [])])
async def test_a_score_that_was_given_before_a_session_can_be_kept_without_one(
    tmp_path: Path, key: str, kept: list[int]
) -> None:
    async with running(tmp_path) as pilot:
        app: Any = pilot.app
        app.start(ROUTINE)
        await until_shown(pilot, QUESTION)
        await pilot.press("7", "escape")
        await until_shown(pilot, "Leave this score?", "keep it, without a session")
        await pilot.press(key)
        await until_shown(pilot, "start one")
        logs = Journal(tmp_path / "journal.json")
        await until(pilot, lambda: [one["pain"] for one in logs.entries() if one["kind"] == "log"] == kept)
        await close(pilot)
    assert left(tmp_path) == []


@LONG
async def test_an_unconfirmed_score_before_a_session_is_a_draft(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        app: Any = pilot.app
        app.start(ROUTINE)
        await until_shown(pilot, QUESTION)
        await pilot.press("7")
        await close(pilot)
    [draft] = left(tmp_path)
    assert (draft.form, draft.about, draft.values) == ("before", "Both", {"pain": 7})


@LONG
async def test_a_confirmed_score_is_not_a_draft(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        assert session.app.records.drafts.typed == ()
        assert [entry["before"]["pain"] for entry in session.entries] == [5]


@LONG
async def test_a_correction_that_cannot_be_written_is_in_the_form_again(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "so far 5")
        await pilot.press("9")
        (tmp_path / "journal.json").chmod(0o400)
        await pilot.press("enter")
        await until_shown(pilot, "so far 5", "enter done", "is marked read-only")
        (tmp_path / "journal.json").chmod(0o600)
        await pilot.press("enter")
        await until_shown(pilot, "9 → 3", "Corrected")
        await until_gone(pilot, "is marked read-only")
    assert left(tmp_path) == []


@LONG
@pytest.mark.parametrize("place", ["library", "journal"])
async def test_the_filter_text_is_restored_at_the_next_slash(tmp_path: Path, place: str) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        if place == "journal":
            await open_journal(pilot)
        await pilot.press("slash", *"garden")
        await close(pilot)
    async with running(tmp_path, notice_read=False) as pilot:
        assert "garden" not in text(pilot.app)
        if place == "journal":
            await open_journal(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: pilot.app.screen.query_one(FindFieldWidget).value == "garden")
        await pilot.press("x")
        assert pilot.app.screen.query_one(FindFieldWidget).value == "x", "another word takes its place"
    assert [draft.values for draft in left(tmp_path)] == [{"note": "x"}]


@LONG
async def test_the_note_of_a_summary_is_kept_when_a_signal_ends_the_program(tmp_path: Path) -> None:
    entry = factories.session("s", note="")
    async with running(tmp_path, entries=[entry]) as pilot:
        app: Any = pilot.app
        await app.push_screen(SummaryScreen(entry, factories.plan(factories.exercise()), saved=True))
        await until_shown(pilot, "What you did")
        await pilot.press("tab", *"shaky")
        app.records.unwritten.spool_all()  # as a signal handler does, on its own thread
        [waiting] = Spool(tmp_path / "journal.json").entries()
        assert waiting["uid"] == "s"
    async with running(tmp_path, notice_read=False) as pilot:
        pass
    found: Any = Journal(tmp_path / "journal.json").get("s")
    assert found["note"] == "shaky"


@LONG
@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_that_ends_the_program_saves_what_is_being_typed(tmp_path: Path, end: signal.Signals) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put(new_decision(new_header(), NOTICE, "read"))
    with Terminal("--journal", str(file)) as terminal:
        terminal.until("start one")
        terminal.press("J")
        terminal.until("Nothing here yet")
        terminal.press("a")
        terminal.until("right now")
        terminal.press("7")
        terminal.until("enter  done")
        os.kill(terminal.child.pid, end)
        terminal.until_end()
    [draft] = left(tmp_path)
    assert draft.values == {"pain": 7}
    with Terminal("--journal", str(file)) as terminal:
        terminal.until("not confirmed.")
        terminal.press("enter")
        wait_for(lambda: list((tmp_path / "journal.json.drafts").iterdir()) == [], "the draft is an entry")
        terminal.press("J")
        terminal.until("pain score")
        terminal.press("q")
        assert terminal.until_end() == 0
    assert left(tmp_path) == []


@LONG
def test_sigkill_loses_nothing_that_was_typed(tmp_path: Path) -> None:
    """SIGKILL leaves the program no time for anything."""
    file = tmp_path / "journal.json"
    Journal(file).put(new_decision(new_header(), NOTICE, "read"))
    with Terminal("--journal", str(file)) as terminal:
        terminal.until("start one")
        terminal.press("J")
        terminal.until("Nothing here yet")
        terminal.press("a")
        terminal.until("right now")
        terminal.press("7", "tab", "down", "down", "down", "tab")
        for letter in "shaky":
            terminal.press(letter)
        terminal.until("shaky")
        folder = tmp_path / "journal.json.drafts"
        wait_for(lambda: any("shaky" in one.read_text() for one in folder.glob("*.draft")))
        os.kill(terminal.child.pid, signal.SIGKILL)
        terminal.until_end()
    [draft] = left(tmp_path)
    assert (draft.values["pain"], draft.values["left"], draft.values["note"]) == (7, 2, "shaky")
    with Terminal("--journal", str(file)) as terminal:
        terminal.until("not confirmed.")
        terminal.press("enter")
        wait_for(lambda: any(one["kind"] == "log" for one in Journal(file).entries()), "the draft is an entry")
    [entry] = [one for one in Journal(file).entries() if one["kind"] == "log"]
    assert (entry["pain"], entry["left"], entry["note"]) == (7, 2, "shaky")


@LONG
@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_on_the_summary_saves_the_note_typed_so_far(tmp_path: Path, end: signal.Signals) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put_all([new_decision(new_header(), NOTICE, "read"), full_check_all_no()])
    with Terminal("--journal", str(file), "--speed", "400", "start", "extension") as terminal:
        terminal.until("right now")
        nothing_new(terminal)
        terminal.press("3")
        terminal.until("enter  begin")
        terminal.press("enter")
        terminal.until("now that it is over")
        terminal.press("2")
        terminal.until("enter  done")
        terminal.press("enter")
        terminal.until("What you did")
        terminal.press("tab")
        for letter in "shaky":
            terminal.press(letter)
        terminal.until("shaky")
        if end is signal.SIGKILL:
            folder = tmp_path / "journal.json.drafts"
            wait_for(lambda: any("shaky" in one.read_text() for one in folder.glob("*.draft")))
        os.kill(terminal.child.pid, end)
        terminal.until_end()
    with Terminal("--journal", str(file)) as terminal:
        if end is signal.SIGKILL:
            terminal.until("not confirmed.")
            terminal.press("enter")
        terminal.until("start one")
        wait_for(lambda: any(one.get("note") == "shaky" for one in Journal(file).entries()), "the note is in the entry")
        terminal.press("q")
        assert terminal.until_end() == 0
    [entry] = [one for one in Journal(file).entries() if one["kind"] == "session"]
    assert (entry["note"], entry["after"]["pain"], entry["status"]) == ("shaky", 2, "complete")
