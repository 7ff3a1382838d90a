"""A stop recorded in another login also blocks sessions in a login that is already open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.domain.entry import Stop
from l5tui.domain.safety.entries import new_full_check, new_stop
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.questions import Answer
from l5tui.engine.events import Started
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.journal.store import Journal
from l5tui.tui.app import L5App
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.session.unfinished_screens import ResumeScreen
from tests.domain.safety.strategies import SAFETY
from tests.journal.login import begun_today, plan
from tests.tui.reading import until, until_shown, words
from tests.tui.running import running
from tests.tui.session.test_screen import LIBRARY, ROUTINE

SHOWN: dict[Stop, tuple[str, Need]] = {
    "S3": ("no, it is back", Need.FOLLOW_UP),
    "S4": ("health professional", Need.STOP),
    "S5": ("Do not exercise.", Need.EMERGENCY),
    "S6": ("health professional", Need.STOP),
}


@asynccontextmanager
async def opened(place: Path) -> AsyncIterator[tuple[Pilot[int], L5App]]:
    async with running(place, library=LIBRARY) as pilot:
        app = pilot.app
        assert isinstance(app, L5App)
        yield pilot, app


def stopped_elsewhere(place: Path, rule: Stop) -> None:
    Journal(place / "journal.json").put(new_stop(new_header(), rule, "a session elsewhere"))


async def assert_no_session_begins(pilot: Pilot[int], app: L5App, rule: Stop) -> None:
    words, need = SHOWN[rule]
    await until_shown(pilot, words)
    assert not isinstance(app.screen, CheckInScreen | SessionScreen)
    assert app.gate().need is need


@pytest.mark.parametrize("rule", ["S4", *(pytest.param(one, marks=pytest.mark.long) for one in ("S3", "S5", "S6"))])
async def test_a_stop_in_another_login_blocks_the_next_session_here(tmp_path: Path, rule: Stop) -> None:
    async with opened(tmp_path) as (pilot, app):
        stopped_elsewhere(tmp_path, rule)
        app.start(ROUTINE)
        await assert_no_session_begins(pilot, app, rule)


async def test_a_stop_in_another_login_during_the_check_in_blocks_the_session(tmp_path: Path) -> None:
    async with opened(tmp_path) as (pilot, app):
        app.start(ROUTINE)
        await until(pilot, lambda: isinstance(app.screen, CheckInScreen), "the check-in")
        await pilot.pause()
        await pilot.press("n", "3")
        stopped_elsewhere(tmp_path, "S4")
        await pilot.press("enter")
        await assert_no_session_begins(pilot, app, "S4")
        assert not [one for one in app.entries if one["kind"] == "session"]


async def test_an_exercise_switched_off_by_another_login_during_the_check_in_is_left_out_and_named(
    tmp_path: Path,
) -> None:
    async with running(tmp_path) as pilot:
        app = pilot.app
        assert isinstance(app, L5App)
        routine = app.library.startable("full_l5")
        assert routine is not None
        app.start(routine)
        await until(pilot, lambda: isinstance(app.screen, CheckInScreen), "the check-in")
        await pilot.pause()
        await pilot.press("n", "3")
        Journal(tmp_path / "journal.json").put(new_full_check(new_header(), SAFETY, {"A5": Answer.YES}, over=()))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen), "the session")
        assert isinstance(app.screen, SessionScreen)
        steps = {step.exercise: step.off for step in app.screen.controller.plan.steps}
        assert (steps["childs_pose"], steps["knee_to_chest"], steps["bird_dog"]) == (True, True, False)
        assert any("Child's pose is left out: thin bones" in line for line in app.troubles)


async def test_chosen_easier_forms_stay_when_another_login_switches_an_exercise_off(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        app = pilot.app
        assert isinstance(app, L5App)
        routine = app.library.startable("gentle_relief")
        assert routine is not None
        app.start(routine)
        await until(pilot, lambda: isinstance(app.screen, CheckInScreen), "the check-in")
        await pilot.pause()
        await pilot.press("n", "5", "g")
        await until_shown(pilot, "g Gentle, as chosen")
        Journal(tmp_path / "journal.json").put(new_full_check(new_header(), SAFETY, {"A7": Answer.YES}, over=()))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen), "the session")
        assert isinstance(app.screen, SessionScreen)
        steps = [step for step in app.screen.controller.plan.steps if not step.off]
        assert steps
        assert all(step.variant == app.library.exercises[step.exercise].easier.id for step in steps)


async def test_when_another_login_switches_everything_off_nothing_starts_and_a_line_says_why(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        app = pilot.app
        assert isinstance(app, L5App)
        routine = app.library.startable("extension")
        assert routine is not None
        app.start(routine)
        await until(pilot, lambda: isinstance(app.screen, CheckInScreen), "the check-in")
        await pilot.pause()
        await pilot.press("n", "3")
        Journal(tmp_path / "journal.json").put(new_full_check(new_header(), SAFETY, {"A2": Answer.YES}, over=()))
        await pilot.press("enter")
        await until(pilot, lambda: any("recent operation" in line for line in app.troubles), "why")
        assert not isinstance(app.screen, SessionScreen)


@pytest.mark.parametrize("rule", ["S4", "S5"])
async def test_a_stop_in_another_login_blocks_resuming_a_session_that_is_being_offered(
    tmp_path: Path, rule: Stop
) -> None:
    journal = Journal(tmp_path / "journal.json")
    log = SessionLog.begin(journal.live, {**begun_today("s1"), "status": "interrupted", "ended": None}, plan())
    log(Started(0))
    log.close()
    async with opened(tmp_path) as (pilot, app):
        await until(pilot, lambda: isinstance(app.screen, ResumeScreen), "the offer")
        stopped_elsewhere(tmp_path, rule)
        await pilot.press("enter")
        await until_shown(pilot, "No session can go on now", "keep what was done", "q quit")
        assert "later" not in words(app)
        await pilot.press("enter", "escape")
        assert isinstance(app.screen, ResumeScreen), "it is kept or discarded"
        assert not isinstance(app.screen, SessionScreen)


@pytest.mark.parametrize(
    ("need", "words_beside_enter"), [("U1", "why none starts"), ("E1", "why none starts"), ("A3", "start")]
)
async def test_the_library_updates_what_enter_does_when_another_login_answers(
    tmp_path: Path, need: str, words_beside_enter: str
) -> None:
    async with running(tmp_path) as pilot:
        assert isinstance(pilot.app, L5App)
        assert "enter start" in words(pilot.app)
        Journal(tmp_path / "journal.json").put(new_full_check(new_header(), SAFETY, {need: Answer.YES}, over=()))
        await pilot.app.look()
        await until_shown(pilot, f"enter {words_beside_enter}")
