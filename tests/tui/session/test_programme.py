"""A session of a programme on the full screen: its limits, its entry, and its question afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.journal.store import Journal
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.summary import SummaryScreen
from tests import factories
from tests.taken_programme import taken
from tests.tui.reading import until, until_screen, until_shown, words
from tests.tui.running import SIZES, Size, running
from tests.tui.session.check_in import check_in, kept, session_began
from tests.tui.session.guided_session import LIBRARY, guided

BODY = """
question = "How was it?"
[stop]
pain = 3
before = 5
[[sessions]]
routine = "both"
days = "every day"
[[exercises]]
exercise = "bridge"
reps = 1
seconds = 9
"""
SHIPPED = BODY.replace('"both"', '"full_l5"').replace('"bridge"', '"glute_bridge"')
PLAN = factories.plan(factories.exercise())
KEYS = [("d", "done"), ("p", "partly"), ("h", "too_hard"), ("x", "not_possible")]


async def asked(pilot: Pilot[int], question: str = "How was it?", **fields: Any) -> list[Any]:
    """Show the summary with its question; what it is left with stands in the list."""
    left: list[Any] = []
    screen = SummaryScreen(factories.session(**fields), PLAN, saved=True, question=question)
    await pilot.app.push_screen(screen, left.append)
    await until_shown(pilot, "What you did")
    return left


@pytest.mark.parametrize(("key", "answer"), KEYS)
async def test_one_key_answers_its_question(tmp_path: Path, key: str, answer: str) -> None:
    async with running(tmp_path) as pilot:
        left = await asked(pilot)
        await until_shown(pilot, "How was it? d done p partly h too hard x not possible")
        await pilot.press(key, "enter")
        await until(pilot, lambda: bool(left))
        assert left[0].answer == answer


async def test_the_same_key_once_more_takes_the_answer_back_and_enter_leaves_it_out(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        left = await asked(pilot)
        await pilot.press("h", "h", "enter")
        await until(pilot, lambda: bool(left))
        assert left[0].answer is None


async def test_without_a_question_its_keys_do_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        left = await asked(pilot, question="")
        assert "too hard" not in words(pilot.app)
        await pilot.press("h", "enter")
        await until(pilot, lambda: bool(left))
        assert left[0].answer is None


async def test_in_the_note_its_keys_are_letters(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        left = await asked(pilot)
        await pilot.press("tab", "d", "h", "enter")
        await until(pilot, lambda: bool(left))
        assert (left[0].note, left[0].answer) == ("dh", None)


@pytest.mark.parametrize("size", SIZES)
async def test_question_note_and_scores_have_room_together(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await asked(pilot)
        await until_shown(pilot, "How was it?", "not possible", "Note", "enter done", "What you did")


@pytest.mark.long
async def test_the_entry_names_programme_and_version_and_keeps_the_answer(tmp_path: Path) -> None:
    entry = taken(BODY, content=LIBRARY)
    async with guided(tmp_path, entries=[entry], score="2") as session:
        assert session.screen.controller.plan.steps[0].hold_s == 9
        assert session.entries[0]["programme"] == {"id": "weeks", "version": 1}
        await session.press("q", "enter")
        await until_shown(session.pilot, "right now")
        await session.press("2", "enter")
        await until_shown(session.pilot, "How was it?")
        await session.press("p", "enter")
        await until(session.pilot, lambda: session.entries[0]["answer"] == "partly")


@pytest.mark.long
async def test_an_exercise_is_stopped_from_its_lower_limit_on(tmp_path: Path) -> None:
    async with guided(tmp_path, entries=[taken(BODY, content=LIBRARY)], score="2") as session:
        await session.after(13)
        await session.press("x")
        await until_shown(session.pilot, "What")
        await session.press("1")
        await until_shown(session.pilot, "at this moment")
        await session.press("3", "enter")
        await until_shown(session.pilot, "Anna Keller's limit for this is 3. We stop this exercise")
        assert "That is a lot" not in words(session.app)


async def test_from_its_lower_limit_on_no_session_begins(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "5", entries=[taken(SHIPPED)]) as pilot:
        await until_shown(pilot, "No session from 5 on: so Anna Keller wrote it for you.", "keep the")
        assert "gentler" not in words(pilot.app)
        await pilot.press("enter")
        await until(pilot, lambda: [one["pain"] for one in kept(pilot, "log")] == [5])
        assert kept(pilot, "session") == []


STRONG = """
[[sessions]]
name = "Strong"
exercises = ["glute_bridge"]
days = "every day"
"""


async def test_the_entry_names_the_version_that_the_plan_was_made_with(tmp_path: Path) -> None:
    first = taken(SHIPPED)
    async with check_in(tmp_path, "n", "2", entries=[first]) as pilot:
        Journal(tmp_path / "journal.json").put(taken(STRONG, instead_of=first))
        await pilot.press("enter")
        assert (await session_began(pilot))["programme"] == {"id": "weeks", "version": 1}


async def test_a_session_that_a_new_version_no_longer_has_does_not_begin(tmp_path: Path) -> None:
    first = taken(STRONG)
    async with running(tmp_path, entries=[first]) as pilot:
        app: Any = pilot.app
        old = app.library.startable("programme_strong")
        Journal(tmp_path / "journal.json").put(taken(SHIPPED, instead_of=first))
        app.start(old)
        await until_shown(pilot, "Strong isn't in your programme any more")
        assert kept(pilot, "session") == []


async def test_of_a_session_that_a_new_version_changed_the_new_one_is_done(tmp_path: Path) -> None:
    first = taken(STRONG)
    async with running(tmp_path, entries=[first]) as pilot:
        app: Any = pilot.app
        app.session_clock = lambda rate, start_ms: factories.ManualClock()
        old = app.library.startable("programme_strong")
        Journal(tmp_path / "journal.json").put(taken(STRONG.replace("glute_bridge", "cat_cow"), instead_of=first))
        app.start(old)
        await until_screen(pilot, CheckInScreen)
        await pilot.pause()
        await pilot.press("n", "2", "enter")
        entry = await session_began(pilot)
        assert entry["programme"] == {"id": "weeks", "version": 2}
        assert [step.exercise for step in app.screen.controller.plan.steps] == ["cat_cow"]
