"""A session of another login can be taken over here, and a session that runs here is given up on request."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import new_log
from l5tui.domain.safety.entries import new_stop
from l5tui.engine.events import Ended, Paused, Rated, Started
from l5tui.engine.progress import fold
from l5tui.journal.sessionlog import handover
from l5tui.journal.sessionlog.log_files import unfinished
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, event_to_json, read_interrupted
from l5tui.journal.sessionlog.takeover import take_over
from l5tui.journal.store import Journal
from l5tui.storage.owner import this_process
from l5tui.terminal.presence import PresenceCheck
from l5tui.tui.library.screen import LibraryScreen
from l5tui.tui.safety.emergency import EmergencyScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.session.unfinished_screens import TakeOverScreen
from tests import factories
from tests.factories import plan_of_two
from tests.journal.login_process import begun_today
from tests.journal.other_login import OtherLogin, have_time, write_request
from tests.tui.reading import text, until, until_screen, until_shown, words
from tests.tui.running import SMALLEST, Size, running
from tests.tui.session.guided_session import LIBRARY, Session, guided

LINE = "Taken over in another login, where it goes on."


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    have_time(monkeypatch)


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "journal.json.live"


@pytest.fixture
def other(live: Path) -> Iterator[OtherLogin]:
    with OtherLogin(live) as login:
        assert login.ask("begin", "s1") == "ok"
        yield login


@pytest.fixture(autouse=True)
def wall() -> None:
    """The real time, since the other login is another process."""


async def offered(pilot: Pilot[int]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, TakeOverScreen), "the offer")
    await pilot.pause()


async def paused_here(pilot: Pilot[int]) -> None:
    def paused() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, SessionScreen) and screen.is_attached and screen.moment.paused

    await until(pilot, paused, "the session, paused")
    await until_shown(pilot, "pace goes on")


# Taken here


@pytest.mark.parametrize("size", SMALLEST)
async def test_a_session_of_another_login_can_be_taken_over_and_opens_paused(
    tmp_path: Path, live: Path, other: OtherLogin, size: Size
) -> None:
    assert other.ask("do", "note_position", 7) == "ok"
    async with running(tmp_path, library=LIBRARY, size=size) as pilot:
        await offered(pilot)
        shown = words(pilot.app)
        assert "This session is running in another login." in shown
        assert "t take it over here; it opens paused" in shown
        assert "esc leave it there" in shown
        await pilot.press("enter")
        await pilot.press("t")
        await paused_here(pilot)
        assert isinstance(pilot.app.screen, SessionScreen)
        assert other.told() == [event_to_json(event) for event in read_interrupted(live / "s1.log").events]
        assert other.ask("do", "resume", 1) == "ok"
        (found,) = unfinished(live)
        assert found.running


async def test_a_session_paused_for_half_an_hour_elsewhere_passes_the_gate_before_it_resumes_here(
    tmp_path: Path, live: Path, other: OtherLogin
) -> None:
    """It passes the safety gate before it resumes, as an interrupted session does."""
    half_an_hour_ago = time.time() - 1800
    os.utime(live / "s1.log", (half_an_hour_ago, half_an_hour_ago))
    async with running(tmp_path, library=LIBRARY) as pilot:
        await offered(pilot)
        await pilot.press("t")
        await until_shown(pilot, "The other login has stopped this session. Nothing is lost.", "keep what was done")
        await pilot.press("k")
        await until(pilot, lambda: not unfinished(live), "kept, and put away")
        assert "paused" in [event["event"] for event in other.told()]


@pytest.mark.long
async def test_leaving_a_session_elsewhere_starts_a_second_one_beside_it(
    tmp_path: Path, live: Path, other: OtherLogin
) -> None:
    async with running(tmp_path, library=LIBRARY, favourites=["both"]) as pilot:
        await offered(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen), "the library")
        await pilot.press("1")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, CheckInScreen), "the check-in, without being asked again"
        )
        await pilot.press("n", "4", "enter")
        await until_screen(pilot, SessionScreen)
        assert len(unfinished(live)) == 2
    assert other.ask("do", "pause", 1) == "ok"


async def test_a_session_begun_elsewhere_since_the_start_is_offered_before_the_next_one_here(
    tmp_path: Path, live: Path
) -> None:
    async with running(tmp_path, library=LIBRARY, favourites=["both"]) as pilot:
        with OtherLogin(live) as other:
            assert other.ask("begin", "s1") == "ok"
            await pilot.press("1")
            await offered(pilot)
            await pilot.press("t")
            await paused_here(pilot)


async def test_a_session_that_is_not_released_in_time_stays_there_and_is_offered_again(
    tmp_path: Path, other: OtherLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.tui.session.unfinished.take_over", partial(take_over, within_s=0.2))
    assert other.ask("hang") == "ok"
    async with running(tmp_path, library=LIBRARY) as pilot:
        await offered(pilot)
        await pilot.press("t")
        await until_shown(pilot, "did not let go of the session within 0.2 seconds, so nothing was taken")
        assert "take it over here" in words(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen), "the library")


async def test_l5tui_start_first_offers_a_session_of_another_login(tmp_path: Path, other: OtherLogin) -> None:
    """The same holds for `again`: the check-in of the routine follows if the session is left where it is."""
    async with running(tmp_path, library=LIBRARY, start="both") as pilot:
        await offered(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CheckInScreen), "the check-in")
    assert other.ask("do", "pause", 1) == "ok"


async def test_q_quits_on_the_take_over_screen_and_the_session_stays_there(
    tmp_path: Path, live: Path, other: OtherLogin
) -> None:
    async with running(tmp_path, library=LIBRARY) as pilot:
        await offered(pilot)
        await pilot.press("q")
        await until(pilot, lambda: pilot.app.return_code == 0, "quit")
    (found,) = unfinished(live)
    assert found.running
    assert other.ask("do", "pause", 1) == "ok"


async def test_a_session_on_another_machine_is_named_and_left_alone(tmp_path: Path, live: Path) -> None:
    log = SessionLog.begin(live, begun_today("s1"), plan_of_two())
    log.log._record("owner", {**this_process(), "host": "lab7", "machine": "m", "boot": "b"})
    async with running(tmp_path, library=LIBRARY, size=(120, 24)) as pilot:
        await until_shown(pilot, "A session is running on lab7. It is left alone; the journal works here too")
        assert isinstance(pilot.app.screen, LibraryScreen)
    log.close()


@pytest.mark.parametrize("rated", [False, True], ids=["not yet rated", "rated"])
async def test_a_session_that_was_complete_elsewhere_goes_straight_to_the_check_out_here(
    tmp_path: Path, live: Path, monkeypatch: pytest.MonkeyPatch, rated: bool
) -> None:
    log = SessionLog.begin(live, begun_today("s1"), plan_of_two())
    log(Ended(15_000, "person"))
    log.log._record("owner", {**this_process(), "pid": 1})
    if rated:
        log(Rated(15_000, "after", factories.score(2)))
    monkeypatch.setattr("l5tui.tui.session.unfinished.why_unreachable", lambda _: None)

    def take(path: Path) -> tuple[SessionLog, InterruptedSession]:
        log.give_up()
        return SessionLog.resume(path)

    monkeypatch.setattr("l5tui.tui.session.unfinished.take_over", take)
    async with running(tmp_path, library=LIBRARY) as pilot:
        await offered(pilot)
        await pilot.press("t")
        if not rated:
            await until_shown(pilot, "now that it is over")
            await pilot.press("2", "enter")
        await until(pilot, lambda: not unfinished(live), "put away")
        (entry,) = [entry for entry in pilot.app.entries if entry["kind"] == "session"]  # type: ignore[attr-defined]
        assert (entry["after"]["pain"], entry["stop"]) == (2, "person")
    log.close()


async def test_a_stop_that_the_other_login_had_not_saved_is_saved_here(
    tmp_path: Path, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = SessionLog.begin(live, begun_today("s1"), plan_of_two())
    log(Ended(15_000, "S4"))
    log.log._record("owner", {**this_process(), "pid": 1})
    monkeypatch.setattr("l5tui.tui.session.unfinished.why_unreachable", lambda _: None)

    def take(path: Path) -> tuple[SessionLog, InterruptedSession]:
        log.give_up()
        return SessionLog.resume(path)

    monkeypatch.setattr("l5tui.tui.session.unfinished.take_over", take)
    async with running(tmp_path, library=LIBRARY) as pilot:
        await offered(pilot)
        await pilot.press("t")
        await until_shown(pilot, "now that it is over")
        entries = pilot.app.entries  # type: ignore[attr-defined]
        assert [entry["stop"] for entry in entries if entry["kind"] == "safety" and entry["stop"]] == ["S4"]
    log.close()


async def test_while_sessions_are_blocked_a_session_elsewhere_can_only_be_stopped(
    tmp_path: Path, other: OtherLogin
) -> None:
    Journal(tmp_path / "journal.json").put(new_stop(new_header(), "S4", occasion="log"))
    async with running(tmp_path, library=LIBRARY) as pilot:
        await offered(pilot)
        shown = words(pilot.app)
        assert "No session can go on now, so it can be stopped here, and kept or discarded." in shown
        assert "t stop it there" in shown
        assert "opens paused" not in shown
        await pilot.press("t")
        await until_shown(pilot, "No session can go on now", "keep what was done")
        assert "cut off" not in words(pilot.app)
    assert other.told()


@pytest.mark.long
async def test_a_resumed_session_can_be_repeated_from_its_summary(tmp_path: Path, live: Path) -> None:
    entry = {**begun_today("s1"), "status": "interrupted", "ended": None, "routine": {"id": "both", "name": "Both"}}
    log = SessionLog.begin(live, entry, plan_of_two())  # type: ignore[arg-type]
    log(Started(0))
    log.close()
    async with running(tmp_path, library=LIBRARY) as pilot:
        await until_shown(pilot, "go on; it opens paused")
        await pilot.press("enter")
        await paused_here(pilot)
        await pilot.press("q", "enter")
        await until_shown(pilot, "now that it is over")
        await pilot.press("4", "enter")
        await until_shown(pilot, "once more")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, CheckInScreen), "the check-in")


# Given up here


async def asked_for(session: Session, live: Path) -> None:
    """Act as another login that requests the session, and handle the request as its signal would."""
    (log,) = live.glob("*.log")
    write_request(live, log.stem)
    answer = session.app.hand_over.find_request()
    assert answer is not None
    await asyncio.to_thread(answer)


@pytest.mark.long
@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ((), "next"),
        pytest.param(("q",), "Stopping is fine", marks=pytest.mark.long),
        pytest.param(("ctrl+c",), "Close l5tui?", marks=pytest.mark.long),
        (("question_mark",), "All keys here"),
        pytest.param(("x",), "Stopped.", marks=pytest.mark.long),
        pytest.param(("x", "2"), "at this moment", marks=pytest.mark.long),
        (("q", "enter"), "now that it is over"),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, tuple) else None,
)
async def test_giving_up_a_session_returns_to_the_library_with_a_line_and_loses_nothing(
    tmp_path: Path, live: Path, keys: tuple[str, ...], shown: str
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        controller = session.screen.controller
        for key in keys:
            await session.press(key)
        await until_shown(session.pilot, shown)
        await asked_for(session, live)
        (found,) = unfinished(live)
        assert not found.running
        await until_shown(session.pilot, LINE)
        assert isinstance(session.app.screen, LibraryScreen)
        left = read_interrupted(found.path)
        assert left.events == controller.events
        assert not controller.progress.running
        entry = session.entries[0]
        assert (entry["status"], entry["ended"] is None) == ("interrupted", "enter" not in keys) or keys == (
            "q",
            "enter",
        )
        assert not session.app.records.waiting
        controller.resume()
        assert read_interrupted(found.path).events == left.events, "what is left of it here writes nothing any more"
        await session.pilot.press("j", "k")
        assert session.app.return_code is None, "the app goes on"


async def test_the_emergency_page_stays_where_it_stands_when_another_login_takes_the_session(
    tmp_path: Path, live: Path
) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        await session.press("x", "8")
        pilot = session.pilot
        await until(pilot, lambda: isinstance(session.app.screen, SafetyPageScreen), "the emergency questions")
        page: Any = session.app.screen
        page._answer_delay._deaf_until = 0
        await session.press("y", "enter")
        await until_shown(pilot, "Do not exercise.")
        before = session.app.screen
        await asked_for(session, live)
        await until(pilot, lambda: isinstance(session.app.screen, EmergencyScreen) and session.app.screen is not before)
        await session.press("q")
        assert isinstance(session.app.screen, EmergencyScreen)
        await session.press("q")
        await until(pilot, lambda: isinstance(session.app.screen, LibraryScreen), "left by its key, pressed twice")


@pytest.mark.long
async def test_a_session_whose_entry_is_being_written_to_a_slow_disk_is_given_up_after_that(
    tmp_path: Path, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the other login writes what it knows, and this one's older entry comes after it."""
    writing, disk, put = Event(), Event(), Journal.put

    def slow(journal: Journal, entry: Entry) -> None:
        if entry["kind"] == "session" and entry["ended"]:
            writing.set()
            assert disk.wait(60)
        put(journal, entry)

    monkeypatch.setattr(handover, "STOP_S", 0.0)
    async with guided(tmp_path) as session:
        await session.after(14)
        monkeypatch.setattr(Journal, "put", slow)
        await session.press("q")
        await session.pilot.press("enter")
        await until(session.pilot, writing.is_set, "its entry on the way to the disk")
        asking = asyncio.create_task(asked_for(session, live))
        done, _ = await asyncio.wait([asking], timeout=0.3)
        assert (done, unfinished(live)[0].running) == (set(), True)
        disk.set()
        await asking
        await until_shown(session.pilot, LINE)
        assert not unfinished(live)[0].running
        assert not session.app.records.waiting


@pytest.mark.long
async def test_time_on_a_connection_that_stopped_answering_is_not_counted_as_practice(
    tmp_path: Path, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A laptop lid was shut 7 s ago, which is too recent to have been noticed."""

    class Silent:
        def unanswered_s(self, now_s: float) -> float:
            return 7.0

        def check(self, now_s: float) -> PresenceCheck:
            return PresenceCheck.NOTHING

    async with guided(tmp_path) as session:
        await session.after(14)
        before = session.screen.controller.progress
        for _ in range(7):
            await session.after(1)
        monkeypatch.setattr(type(session.app), "presence", Silent())
        await asked_for(session, live)
        await until_shown(session.pilot, LINE)
        (found,) = unfinished(live)
        left = read_interrupted(found.path)
        assert left.events[-1] == Paused(21_000, since=14_000)
        assert fold(left.plan.segments, left.events).active_ms == before.active_ms


@pytest.mark.long
async def test_a_session_given_up_is_offered_to_be_taken_back(tmp_path: Path, live: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        (log,) = live.glob("*.log")
        with OtherLogin(live) as other:
            await asked_for(session, live)
            await until_shown(session.pilot, LINE)
            assert other.ask("take", log.stem) == "ok"
            await session.pilot.press("enter")
            await offered(session.pilot)
            await session.pilot.press("t")
            await paused_here(session.pilot)
            happened = other.told()
            assert happened
            events = [event_to_json(event) for event in read_interrupted(log).events]
            assert events[-len(happened) :] == happened


async def test_a_take_over_request_without_a_session_changes_nothing(tmp_path: Path, live: Path) -> None:
    async with running(tmp_path, library=LIBRARY, entries=[new_log(new_header(), 3)]) as pilot:
        write_request(live, "gone")
        answer = pilot.app.hand_over.find_request()  # type: ignore[attr-defined]
        await asyncio.to_thread(answer)
        await pilot.pause()
        assert "Taken" not in text(pilot.app)
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_without_a_take_over_request_the_handover_finds_nothing(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        assert session.app.hand_over.find_request() is None
