"""A stop recorded in another login also blocks sessions in a login that is already open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry, Stop
from l5tui.domain.safety.entries import new_full_check, new_something_new, new_stop, new_yes
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.questions import Answer
from l5tui.engine.events import Started
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.tui.app import L5App
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.session.unfinished_screens import ResumeScreen
from tests.domain.safety.safety_journal import SAFETY
from tests.factories import plan_of_two
from tests.journal.login_process import begun_today
from tests.tui.reading import until, until_screen, until_shown, words
from tests.tui.running import running
from tests.tui.session.guided_session import LIBRARY, ROUTINE, guided

FULL = load().routines["full_l5"]
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
        await until_screen(pilot, SessionScreen)
        assert isinstance(app.screen, SessionScreen)
        steps = {step.exercise: step.off for step in app.screen.controller.plan.steps}
        assert (steps["childs_pose"], steps["knee_to_chest"], steps["bird_dog"]) == (True, True, False)
        assert any("Child's pose is left out: thin bones" in line for line in app.troubles)


@pytest.mark.long
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
        await until_screen(pilot, SessionScreen)
        assert isinstance(app.screen, SessionScreen)
        steps = [step for step in app.screen.controller.plan.steps if not step.off]
        assert steps
        assert all(step.variant == app.library.exercises[step.exercise].easier.id for step in steps)


@pytest.mark.long
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


@pytest.mark.parametrize("rule", ["S4", pytest.param("S5", marks=pytest.mark.long)])
async def test_a_stop_in_another_login_blocks_resuming_a_session_that_is_being_offered(
    tmp_path: Path, rule: Stop
) -> None:
    journal = Journal(tmp_path / "journal.json")
    log = SessionLog.begin(journal.live, {**begun_today("s1"), "status": "interrupted", "ended": None}, plan_of_two())
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
    ("need", "words_beside_enter"),
    [("U1", "why none starts"), pytest.param("E1", "why none starts", marks=pytest.mark.long), ("A3", "start")],
)
async def test_the_library_updates_what_enter_does_when_another_login_answers(
    tmp_path: Path, need: str, words_beside_enter: str
) -> None:
    async with running(tmp_path) as pilot:
        assert isinstance(pilot.app, L5App)
        assert "enter start" in words(pilot.app)
        Journal(tmp_path / "journal.json").put(new_full_check(new_header(), SAFETY, {need: Answer.YES}, over=()))
        await pilot.app.reload()
        await until_shown(pilot, f"enter {words_beside_enter}")


# While a session runs here


@pytest.fixture
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("l5tui.tui.session.screen.FOLLOW_S", 0.05)


def said_elsewhere(place: Path, *entries: Entry) -> None:
    journal = Journal(place / "journal.json")
    for entry in entries:
        journal.put(entry)


STOPS: dict[str, tuple[Callable[[], Entry], str, Stop]] = {
    "S4": (lambda: new_stop(new_header(), "S4", occasion="log"), "New numbness, tingling or weakness: stop", "S4"),
    "E4": (lambda: new_yes(new_header(), "E4", Answer.YES, occasion="log"), "Do not exercise.", "S5"),
    "U1": (lambda: new_yes(new_header(), "U1", Answer.YES, occasion="session"), "Talk to a health professional", "S1"),
    "new": (lambda: new_something_new(new_header()), "The safety questions come first", "S1"),
}


@pytest.mark.long
@pytest.mark.usefixtures("looks_often")
@pytest.mark.parametrize(
    ("what", "over"),
    [
        ("S4", "running"),
        ("E4", "running"),
        pytest.param("S4", "x", marks=pytest.mark.long),
        *(pytest.param(*one, marks=pytest.mark.long) for one in (("U1", "running"), ("new", "running"))),
        *(pytest.param("S4", over, marks=pytest.mark.long) for over in ("space", "question_mark", "q")),
        *(pytest.param("E4", over, marks=pytest.mark.long) for over in ("space", "x")),
    ],
)
async def test_a_stop_in_another_login_stops_a_session_that_runs_here(tmp_path: Path, what: str, over: str) -> None:
    make, shown, stop = STOPS[what]
    async with guided(tmp_path) as session:
        await session.after(40)
        if over != "running":
            await session.press(over)
        said_elsewhere(tmp_path, make())
        if over in "xq":
            await until(session.pilot, lambda: any(one["kind"] == "safety" for one in session.app.entries[:1]), "seen")
            await session.press("escape")
        await until_shown(session.pilot, shown)
        controller = next(one for one in session.app.screen_stack if isinstance(one, SessionScreen)).controller
        assert controller.moment.paused
        assert "pace goes on" not in words(session.app)
        await session.press("space", "escape", "g", "n")
        assert not controller.progress.running
        await session.press(*(["q", "q"] if stop == "S5" else ["enter"]))
        if stop != "S5":
            await until_shown(session.pilot, "now that it is over")
            await session.press("5", "enter")
        await until_shown(session.pilot, "What you did")
        assert session.entries[0]["stop"] == stop
        assert "about the same" not in words(session.app)
        assert session.entries[0]["steps"][0]["reps"] >= 1, "what was done is kept"
        kept = [one for one in session.app.entries if one["kind"] == "safety" and one["stop"]]
        assert len(kept) == (stop == "S4"), "no second stop is to be lifted"


@pytest.mark.long
@pytest.mark.usefixtures("looks_often")
async def test_an_exercise_switched_off_elsewhere_is_left_out_of_a_session_that_runs_here(tmp_path: Path) -> None:
    async with guided(tmp_path, routine=FULL, library=load()) as session:
        await session.after(14)
        controller = session.screen.controller
        said_elsewhere(tmp_path, new_full_check(new_header(), SAFETY, {"A7": Answer.YES}, over=()))
        await until(session.pilot, lambda: any("is left out" in one for one in session.app.troubles), "the line")
        left = {controller.plan.steps[one.step].exercise for one in controller.progress.segments}
        assert "childs_pose" not in left
        assert len([one for one in session.app.troubles if "left out" in one]) == 1
        assert controller.progress.running, "the exercise that is on isn't touched"


@pytest.mark.long
@pytest.mark.usefixtures("looks_often")
async def test_a_session_is_paused_when_its_current_exercise_is_switched_off_elsewhere(tmp_path: Path) -> None:
    async with guided(tmp_path, routine=FULL, library=load()) as session:
        controller = session.screen.controller
        step = next(at for at, one in enumerate(controller.plan.steps) if one.exercise == "childs_pose")
        while session.screen.moment.segment is None or session.screen.moment.segment.step != step:
            await session.press("shift+right")
        await session.after(14)
        said_elsewhere(tmp_path, new_full_check(new_header(), SAFETY, {"A5": Answer.YES}, over=()))
        await until(session.pilot, lambda: any("Child's pose is left out" in one for one in session.app.troubles), "it")
        moment = controller.moment
        assert moment.paused or moment.over
        assert moment.over or controller.plan.steps[moment.segment.step].exercise != "childs_pose"  # type: ignore[union-attr]
