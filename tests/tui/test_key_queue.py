"""Keys that arrive faster than screens are shown: none is lost, and each acts after the one before it is done."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from l5tui.tui import key_queue
from l5tui.tui.session.end_dialog import EndScreen
from l5tui.tui.session.screen import SessionScreen
from tests.tui.example_journal import example_entries, open_journal
from tests.tui.reading import is_closing, until, until_closing, until_shown
from tests.tui.running import running
from tests.tui.session.guided_session import LIBRARY, ROUTINE

NAMES = {"\t": "tab", "\r": "enter"}


def type_at_once(pilot: Pilot[int], keys: str) -> None:
    """Send keys all at once, as over a slow connection."""
    for key in keys:
        pilot.app.post_message(events.Key(NAMES.get(key, key), key))


def logs(pilot: Pilot[int]) -> list[Any]:
    """The logged scores of the journal."""
    return [entry for entry in pilot.app.entries if entry["kind"] == "log"]  # type: ignore[attr-defined]


async def test_keys_typed_before_a_form_is_shown_reach_the_form(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        type_at_once(pilot, "a4\t\tgood\r")
        await until_shown(pilot, "Kept.")
        assert (4, "good") in [(one["pain"], one["note"]) for one in logs(pilot)]


@pytest.mark.long
async def test_each_key_acts_on_the_state_that_the_one_before_left(tmp_path: Path) -> None:
    """`d` twice deletes two entries, and `e` after a new score corrects that one."""
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        type_at_once(pilot, "dda4\re7")
        await until_shown(pilot, "so far 4")
        await pilot.press("enter")
        await until_shown(pilot, "Corrected;")
        assert sorted(one["pain"] for one in logs(pilot)) == [6, 7]
        app: Any = pilot.app
        left = {entry["uid"] for entry in app.entries if entry["kind"] == "session"}
        assert left == {"unanswered", "fast"}, "the two newest are deleted"


async def test_a_held_enter_at_the_check_in_starts_nothing_else(tmp_path: Path) -> None:
    """Between the check-in and the session the library is active for an instant and must not take the keys."""
    async with running(tmp_path, library=LIBRARY) as pilot:
        app: Any = pilot.app
        app.start(ROUTINE)
        await until_shown(pilot, "right now")
        type_at_once(pilot, "n4\r\r\r\rq")
        await until(pilot, lambda: isinstance(app.screen, EndScreen), "the session asks")
        assert sorted(entry["kind"] for entry in app.entries) == ["decision", "safety", "session"]
        assert isinstance(app.screen_stack[1], SessionScreen)


async def test_ctrl_c_does_not_wait_for_earlier_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app can be closed however long the disk takes."""
    async with running(tmp_path, entries=example_entries()) as pilot:
        app: Any = pilot.app
        await open_journal(pilot)

        async def for_ever(*_: Any) -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(app.records, "do", for_ever)
        type_at_once(pilot, "dq")
        await pilot.pause()
        assert not is_closing(app), "q waits for the d before it"
        app.post_message(events.Key("ctrl+c", "\x03"))
        await until_closing(pilot)


@pytest.mark.long
async def test_keys_typed_while_the_whole_program_stands_still_act_one_after_the_other(tmp_path: Path) -> None:
    """`a` opens a form. While that is going on, the machine stalls for longer than a key may hold back later ones."""
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        type_at_once(pilot, "a")
        pilot.app.call_later(lambda: time.sleep(1.1 * key_queue.PATIENCE_S))
        type_at_once(pilot, "4\t\tgood\r")
        await until_shown(pilot, "Kept.")
        assert (4, "good") in [(one["pain"], one["note"]) for one in logs(pilot)]


@pytest.mark.long
async def test_a_key_whose_action_never_ends_delays_later_keys_only_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path) as pilot:
        app: Any = pilot.app
        with monkeypatch.context() as lost:
            lost.setattr(app, "_settle", lambda *_: None)
            monkeypatch.setattr(key_queue, "PATIENCE_S", 1000.0)
            type_at_once(pilot, "\t")
            await until(pilot, lambda: app.current_mode == "journal", "the journal")
        type_at_once(pilot, "G")
        await pilot.pause()
        assert app.current_mode == "journal"
        monkeypatch.setattr(key_queue, "PATIENCE_S", 0.1)
        type_at_once(pilot, "L")
        await until(pilot, lambda: app.current_mode == "library", "both, one after the other")
