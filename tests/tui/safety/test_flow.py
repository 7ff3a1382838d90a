"""Safety questions before a session on the full screen: asked once, saved at once, and impossible to bypass."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.message import Message
from textual.messages import ExitApp
from textual.pilot import Pilot

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import Entry, SessionEntry, Stop
from l5tui.domain.safety.entries import new_full_check, new_stop, new_yes
from l5tui.domain.safety.questions import Answer
from l5tui.engine.events import Ended, Hurt, Started
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.journal.store import Journal
from l5tui.tui.safety.answers import SafetyAnswersScreen
from l5tui.tui.safety.emergency import EmergencyScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.unfinished_screens import ResumeScreen
from l5tui.tui.settings.rows import ANSWERS
from tests.domain.safety.safety_journal import SAFETY
from tests.factories import plan_of_two
from tests.journal.login_process import begun_today
from tests.tui.reading import is_closing, style_of, text, until, until_shown, words
from tests.tui.running import running

MONTH = timedelta(days=31)


def safety_entries(place: Path) -> list[dict[str, Any]]:
    journal = Journal(place / "journal.json")
    return [dict(one) for one in reversed(journal.entries()) if one["kind"] == "safety"]


async def on(pilot: Pilot[int], screen: type) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen), screen.__name__)


async def page(pilot: Pilot[int], number: int) -> None:
    await until_shown(pilot, f"page {number} of 3")


def answered(*yes: str, ago: timedelta = timedelta(), not_sure: tuple[str, ...] = ()) -> Entry:
    """A full check in which these were answered with yes."""
    answers = dict.fromkeys(yes, Answer.YES) | dict.fromkeys(not_sure, Answer.NOT_SURE)
    return new_full_check(new_header(now() - ago), SAFETY, answers, over=())


async def test_c1_c2_c3_the_first_start_asks_each_level_on_its_own_page_and_then_the_score(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False) as pilot:
        await pilot.press("enter")
        for number in (1, 2, 3):
            await page(pilot, number)
            await pilot.press("n")
        await on(pilot, CheckInScreen)
        (check,) = safety_entries(tmp_path)
        assert check["occasion"] == "full_check"
        assert set(check["answers"].values()) == {"no"}


async def test_an_abandoned_check_records_nothing_and_starts_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False) as pilot:
        await pilot.press("enter")
        await page(pilot, 1)
        await pilot.press("n")
        await page(pilot, 2)
        await pilot.press("escape")
        await until_shown(pilot, "Library")
        assert safety_entries(tmp_path) == []
        await pilot.press("enter")
        await page(pilot, 1)


@pytest.mark.long
async def test_c1_a_yes_to_an_emergency_question_is_saved_and_shows_the_emergency_page_at_every_start(
    tmp_path: Path,
) -> None:
    async with running(tmp_path, screened=False) as pilot:
        await pilot.press("enter")
        await page(pilot, 1)
        await pilot.press("down", "u", "enter")
        await on(pilot, EmergencyScreen)
        (yes,) = safety_entries(tmp_path)
        assert yes["answers"] == {"E2": "not_sure"}
        await pilot.press("q", "q")
        await until_shown(pilot, "Library")
        await pilot.press("enter")
        await on(pilot, EmergencyScreen)
    async with running(tmp_path, screened=False) as pilot:
        await on(pilot, EmergencyScreen)
        await pilot.press("J")
        await until_shown(pilot, "Nothing here yet")
    async with running(tmp_path, screened=False) as pilot:
        await on(pilot, EmergencyScreen)
        await pilot.press("r")
        await until_shown(pilot, "Back exercises and pain: a report", "not sure, 22 November 2026")
        await pilot.press("escape")
        await until_shown(pilot, "Nothing here yet")


@pytest.mark.long
async def test_c1_only_a_full_check_with_no_to_all_lifts_an_emergency(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[new_yes(new_header(), "E3", Answer.YES)]) as pilot:
        await on(pilot, EmergencyScreen)
        await pilot.press("q", "q")
        await until_shown(pilot, "Library")
        await pilot.press("enter")
        await on(pilot, EmergencyScreen)
        await pilot.press("a")
        for number in (1, 2, 3):
            await page(pilot, number)
            await pilot.press("n")
        await on(pilot, CheckInScreen)


@pytest.mark.long
async def test_c2_a_yes_to_an_urgent_question_blocks_until_a_dated_clearance_is_recorded(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False) as pilot:
        await pilot.press("enter")
        await page(pilot, 1)
        await pilot.press("n")
        await page(pilot, 2)
        await pilot.press("y", "enter")
        await page(pilot, 3)
        await pilot.press("n")
        await on(pilot, SafetyAnswersScreen)
        assert "Talk to a health professional first" in text(pilot.app)
        await pilot.press("escape")
        await until_shown(pilot, "Library")
        await pilot.press("enter")
        await on(pilot, SafetyAnswersScreen)
        await pilot.press("c", *"today", "enter")
        await until(pilot, lambda: not isinstance(pilot.app.screen, SafetyAnswersScreen), "lifted")
    assert [one["occasion"] for one in safety_entries(tmp_path)][-1] == "clearing"


async def test_c3_ask_first_answers_shorten_the_routine_and_each_screen_says_so(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False, entries=[answered("A3")]) as pilot:
        await until_shown(pilot, "Full L5")
        assert "6 exercises" in text(pilot.app)
        rows = [line for line in text(pilot.app).splitlines() if "McKenzie extension" in line]
        assert any(" off" in row for row in rows)
        await pilot.press("end")
        await until_shown(pilot, "Because of your safety answers")
        assert " enter  start" not in text(pilot.app)
        await pilot.press("enter")
        await until_shown(pilot, "McKenzie extension is off: spinal stenosis")


@pytest.mark.parametrize(
    ("rule", "title"),
    [("S4", "Ask a health professional"), pytest.param("S6", "Ask a health professional", marks=pytest.mark.long)],
)
async def test_s4_and_s6_of_the_last_session_are_shown_before_the_next(tmp_path: Path, rule: Stop, title: str) -> None:
    entries = [answered(), new_stop(new_header(), rule, "a-session")]
    async with running(tmp_path, screened=False, entries=entries) as pilot:
        await pilot.press("enter")
        await on(pilot, SafetyAnswersScreen)
        assert title in text(pilot.app)
        await pilot.press("escape")
        await until_shown(pilot, "Library")


async def test_a_stop_written_by_another_login_blocks_the_start(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        Journal(tmp_path / "journal.json").put(new_stop(new_header(), "S4", "a-session"))
        await pilot.press("enter")
        await on(pilot, SafetyAnswersScreen)


@pytest.mark.parametrize(("key", "asks"), [("n", False), ("y", True)])
async def test_s3_asks_its_own_question_before_the_next_check_in(tmp_path: Path, key: str, asks: bool) -> None:
    entries = [answered(), new_stop(new_header(), "S3", "a-session")]
    async with running(tmp_path, screened=False, entries=entries) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "Is it still further")
        assert not isinstance(pilot.app.screen, CheckInScreen)
        await pilot.press(key)
        if asks:
            await on(pilot, SafetyAnswersScreen)
        else:
            await on(pilot, CheckInScreen)
    occasions = [one["occasion"] for one in safety_entries(tmp_path)]
    assert occasions.count("follow_up") == 2, "that it was shown, and what was answered"


async def test_c4_after_thirty_days_all_questions_are_asked_again_beside_the_last_answers(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False, entries=[answered("A5", ago=MONTH)]) as pilot:
        await pilot.press("enter")
        await page(pilot, 1)
        await pilot.press("n")
        await page(pilot, 2)
        await pilot.press("n")
        await page(pilot, 3)
        (row,) = (line for line in text(pilot.app).splitlines() if "Thin bones" in line)
        assert row.rstrip().endswith("yes")


@pytest.mark.long
async def test_the_answers_can_be_seen_and_changed_from_settings_and_from_help(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False, entries=[answered("A3")]) as pilot:
        await pilot.press("question_mark")
        await until_shown(pilot, "All keys here")
        await pilot.press("s")
        await on(pilot, SafetyAnswersScreen)
        await pilot.press("c", *"today", "enter")
        await until_shown(pilot, "Cleared: a health professional's word")
        await pilot.press("escape", "escape", "comma")
        await until_shown(pilot, "Settings")
        settings: Any = pilot.app.screen
        for _ in range(settings.choices.option_count):
            if settings.choices.chosen == ANSWERS:
                break
            await pilot.press("down")
        await pilot.press("enter")
        await on(pilot, SafetyAnswersScreen)
        await pilot.press("a")
        await on(pilot, SafetyPageScreen)


async def test_browsing_the_places_asks_no_safety_question(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False) as pilot:
        for key in ("J", "G", "L", "down", "tab", "tab", "tab"):
            await pilot.press(key)
            assert not isinstance(pilot.app.screen, SafetyPageScreen)


async def test_without_readable_safety_questions_no_session_starts_and_a_line_says_why(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from l5tui.library import load

    broken = replace(load(), safety=None)
    async with running(tmp_path, library=broken) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "No session starts without the safety questions")
        assert not isinstance(pilot.app.screen, CheckInScreen)
        await pilot.press("J")
        await until_shown(pilot, "Nothing here yet")


async def test_a_session_ended_by_an_emergency_is_closed_in_the_journal_before_the_page_is_shown(
    tmp_path: Path,
) -> None:
    journal = Journal(tmp_path / "journal.json")
    begun: SessionEntry = {**begun_today("s1"), "status": "interrupted", "ended": None}
    journal.put(begun)
    log = SessionLog.begin(journal.live, begun, plan_of_two())
    log(Started(0))
    log(Ended(3_000, "S5"))
    log.close()
    async with running(tmp_path, entries=[new_yes(new_header(), "E1", Answer.YES)]) as pilot:
        await on(pilot, EmergencyScreen)
        (entry,) = [one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "session"]
        assert (entry["status"], entry["stop"], entry["ended"] is not None) == ("partial", "S5", True)
        assert not list(journal.live.glob("*.log")), "nothing of it is offered again"


@pytest.mark.parametrize("ended", [True, False], ids=["ended by it", "its question left open, and kept as it is"])
async def test_closing_a_session_does_not_change_the_date_of_its_recorded_stop(tmp_path: Path, ended: bool) -> None:
    """Otherwise a clearance given in between would be dated before the stop, and the stop would hold again."""
    journal = Journal(tmp_path / "journal.json")
    begun: SessionEntry = {**begun_today("s1"), "status": "interrupted", "ended": None}
    journal.put(begun)
    log = SessionLog.begin(journal.live, begun, plan_of_two())
    log(Started(0))
    log(Ended(3_000, "S4") if ended else Hurt(3_000, "spreading"))
    log.close()
    stop = new_stop(new_header(now() - timedelta(days=2)), "S4" if ended else "S3", "s1")
    async with running(tmp_path, entries=[stop]) as pilot:
        if not ended:
            await on(pilot, ResumeScreen)
            await pilot.press("k")
        await until_shown(pilot, "Library")
    assert [one["started"] for one in safety_entries(tmp_path) if one["stop"]] == [stop["started"]]


@pytest.mark.long
async def test_closing_the_app_records_a_marked_emergency_question_and_leaves_an_unmarked_page_unanswered(
    tmp_path: Path,
) -> None:
    for keys, kept in (((), []), (("down", "y"), [{"E2": "yes"}])):
        async with running(tmp_path, screened=False) as pilot:
            await pilot.press("enter")
            await page(pilot, 1)
            await pilot.press(*keys, "ctrl+c")
            await until(pilot, lambda: pilot.app.return_value == 0, "closed")
        assert [one["answers"] for one in safety_entries(tmp_path)] == kept


async def test_closing_the_app_on_the_emergency_page_shows_no_further_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The routine to be started would ask its safety questions again, on a screen that can't be composed any more."""
    started: list[object] = []
    monkeypatch.setattr("l5tui.tui.app.L5App.start", lambda _, routine: started.append(routine))
    async with running(tmp_path, entries=[new_yes(new_header(), "E3", Answer.YES)], start="morning") as pilot:
        await on(pilot, EmergencyScreen)
        monkeypatch.setattr(pilot.app, "post_message", staying(pilot.app.post_message))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: is_closing(pilot.app) and not pilot.app.screen_stack[1:], "closing")
        await until(pilot, lambda: all(one.is_finished for one in pilot.app.workers), "the flow is over")
        assert not started


def staying(post: Callable[[Message], bool]) -> Callable[[Message], bool]:
    """An app that was told to exit and has not yet exited."""
    return lambda message: True if isinstance(message, ExitApp) else post(message)


async def test_ctrl_c_on_the_question_of_s3_closes_the_app(tmp_path: Path) -> None:
    async with running(
        tmp_path, screened=False, entries=[answered(), new_stop(new_header(), "S3", "a-session")]
    ) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "Is it still further")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: pilot.app.return_value == 0, "closed")


async def test_ctrl_c_on_the_recheck_of_a_session_that_was_cut_off_closes_the_app(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.json")
    log = SessionLog.begin(journal.live, {**begun_today("s1"), "status": "interrupted", "ended": None}, plan_of_two())
    log(Started(0))
    log.close()
    (file,) = journal.live.glob("*.log")
    os.utime(file, (time.time() - 3600, time.time() - 3600))
    async with running(tmp_path) as pilot:
        await on(pilot, ResumeScreen)
        await pilot.press("enter")
        await until_shown(pilot, "is any of this new?")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: pilot.app.return_value == 0, "closed")


async def test_answers_that_cannot_be_saved_are_reported_and_not_asked_again(tmp_path: Path) -> None:
    async with running(tmp_path, screened=False) as pilot:
        app = pilot.app
        await pilot.press("enter")
        for number in (1, 2, 3):
            await page(pilot, number)
            if number == 3:
                app.keep = keep_nothing  # type: ignore[attr-defined]
            await pilot.press("n")
        await until_shown(pilot, "what you answered can't be kept")
        assert not isinstance(app.screen, CheckInScreen)


async def keep_nothing(_: Entry) -> bool:
    return False


@pytest.mark.long
async def test_c2_esc_leaves_at_once_after_one_of_two_clearances(tmp_path: Path) -> None:
    """The same page used to open once more, as if the key had not been pressed."""
    async with running(tmp_path, entries=[answered("U1", "U4")], screened=False) as pilot:
        assert "why none starts" in words(pilot.app)
        await pilot.press("enter")
        await on(pilot, SafetyAnswersScreen)
        await pilot.pause()
        await pilot.press("c", *"today", "enter")
        await until_shown(pilot, "Cleared")
        await pilot.press("escape")
        await until_shown(pilot, "Library")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, SafetyAnswersScreen)


async def test_s3_no_answer_to_its_question_is_preselected_by_its_looks(tmp_path: Path) -> None:
    entries = [answered(), new_stop(new_header(), "S3", "a session")]
    async with running(tmp_path, entries=entries, screened=False) as pilot:
        assert "why none starts" not in words(pilot.app), "a question is asked, which may let it start"
        await pilot.press("enter")
        await until_shown(pilot, "no, it is back")
        shown = text(pilot.app)
        assert "choose" not in shown.splitlines()[-1], "the keys of what is behind it are none here"
        assert style_of(pilot.app, " n ").bgcolor == style_of(pilot.app, " y ").bgcolor
