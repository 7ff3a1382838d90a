"""The offer of a dose at the check-in: the effect of its keys, and the plan that begins."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import Entry
from l5tui.domain.progression.decisions import ADD, BY_HAND, STAY, new_dose_decision
from tests.domain.progression.dose_histories import session_days_ago
from tests.tui.reading import until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running
from tests.tui.session.check_in import check_in, kept, session_began

OFFER = "Child's pose: Your last 3 sessions with this stayed comfortable. Add a little? (20 s -> 25 s)"
CHILD = "childs_pose"


did = partial(session_days_ago, CHILD)
"""A green session with the exercise of these tests, so many days ago."""


def set_by_hand(days_ago: float, level: int) -> Entry:
    entry = new_dose_decision(new_header(), CHILD, 1, level, BY_HAND)
    return {**entry, "started": (now() - timedelta(days=days_ago)).isoformat(timespec="seconds")}


def three() -> list[Entry]:
    """Green sessions on three dates over more than seven days."""
    return [did(9), did(5), did(3)]


def decisions(pilot: Pilot[int]) -> list[Any]:
    return [one for one in kept(pilot, "decision") if one["about"] == "dose"]


def hold_of(pilot: Pilot[int]) -> Any:
    """The dose of Child's pose in the session that has begun."""
    screen: Any = pilot.app.screen
    [step] = [step for step in screen.controller.plan.steps if step.exercise == CHILD]
    return step.level, step.hold_s


@pytest.mark.long
@pytest.mark.parametrize("key", ["plus", pytest.param("equals_sign", marks=pytest.mark.long)])
async def test_d2_plus_or_equals_accepts_the_offer_and_the_session_begins_with_it(tmp_path: Path, key: str) -> None:
    async with check_in(tmp_path, "n", "2", key, entries=three()) as pilot:
        await until_shown(pilot, OFFER, "add it", "stay as it is")
        await pilot.press("enter")
        session = await session_began(pilot)
        assert [(one["from"]["level"], one["to"]["level"], one["why"]) for one in decisions(pilot)] == [(1, 2, ADD)]
        assert hold_of(pilot) == (2, 25)
        assert session["before"]["pain"] == 2


@pytest.mark.long
async def test_d2_minus_saves_the_decision_to_stay_and_no_key_saves_nothing(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", "minus", "enter", entries=three()) as pilot:
        await session_began(pilot)
        assert [(one["to"]["level"], one["why"]) for one in decisions(pilot)] == [(1, STAY)]
        assert hold_of(pilot) == (1, 20)
    again = tmp_path / "again"
    again.mkdir()
    async with check_in(again, "n", "2", "enter", entries=three()) as pilot:
        await session_began(pilot)
        assert decisions(pilot) == []
        assert hold_of(pilot) == (1, 20)


@pytest.mark.long
async def test_d2_the_same_key_again_takes_the_answer_back(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", "plus", "plus", "enter", entries=three()) as pilot:
        await session_began(pilot)
        assert decisions(pilot) == []


@pytest.mark.long
async def test_d2_at_a_score_of_4_the_offer_and_its_answer_are_withdrawn(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", "plus", entries=three()) as pilot:
        await until_shown(pilot, OFFER)
        await pilot.press("4")
        await until_gone(pilot, "Add a little?")
        await pilot.press("plus", "enter")
        await session_began(pilot)
        assert decisions(pilot) == []


async def test_d2_no_offer_for_an_exercise_that_is_not_in_the_routine(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", entries=three(), routine="core_strength") as pilot:
        assert "Add a little?" not in words(pilot.app)


@pytest.mark.long
async def test_d3_answering_that_the_next_morning_was_worse_withdraws_the_offer(tmp_path: Path) -> None:
    entries = [*three(), did(0.8, next_day=None)]
    async with check_in(tmp_path, "n", "2", "plus", entries=entries) as pilot:
        await until_shown(pilot, "Add a little?")
        await pilot.press("w")
        await until_gone(pilot, "Add a little?")
        await pilot.press("enter")
        await session_began(pilot)
        assert decisions(pilot) == []


@pytest.mark.long
async def test_d3_a_worse_next_morning_undoes_a_step_up_with_a_message(tmp_path: Path) -> None:
    up: Any = new_dose_decision(new_header(), CHILD, 1, 2, ADD)
    up["started"] = (now() - timedelta(days=0.81)).isoformat(timespec="seconds")
    entries = [*three(), up, did(0.8, level=2, next_day=None)]
    async with check_in(tmp_path, "n", "2", "w", entries=entries) as pilot:
        await until_shown(pilot, "Child's pose: 25 s -> 20 s: the next morning was worse")
        await pilot.press("enter")
        await session_began(pilot)
        assert hold_of(pilot) == (1, 20)


@pytest.mark.long
async def test_d2_after_a_gap_the_dose_is_one_level_lower_with_a_message(tmp_path: Path) -> None:
    entries = [set_by_hand(20, 3), did(19, level=3)]
    async with check_in(tmp_path, "n", "2", entries=entries) as pilot:
        await until_shown(pilot, "Child's pose: 30 s -> 25 s: no session for 14 days or more")
        await pilot.press("enter")
        await session_began(pilot)
        assert hold_of(pilot) == (2, 25)


@pytest.mark.long
async def test_d2_after_red_at_level_1_the_easier_form_is_used_with_a_message(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", entries=[did(3, worst=7)]) as pilot:
        await until_shown(pilot, "Child's pose comes in its easier form: a pain score of 6 or more")
        await pilot.press("enter")
        await session_began(pilot)
        screen: Any = pilot.app.screen
        variants = {step.exercise: step.variant for step in screen.controller.plan.steps}
        assert variants[CHILD] == "child_pillow"
        assert set(variants.values()) == {"child_pillow", None}


async def test_in_a_small_window_the_offer_stands_under_the_scale(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", entries=three(), size=(40, 12)) as pilot:
        await until_shown(pilot, "How much pain do you have right now?", OFFER, "+ add it", "- stay as it is")


async def test_an_offer_out_of_sight_is_shown_by_its_key_and_accepted_only_by_the_next(tmp_path: Path) -> None:
    entries = [*three(), did(0.8, next_day=None)]
    async with check_in(tmp_path, "n", "2", entries=entries, size=(40, 12)) as pilot:
        await until_shown(pilot, "is your back", "about the same")
        assert "Add a little?" not in words(pilot.app)
        await pilot.press("a", "plus")
        await until_shown(pilot, OFFER, "add it", "stay as it is")
        screen: Any = pilot.app.screen
        assert screen.query_one("#dose").given == ""
        await pilot.press("plus")
        assert screen.query_one("#dose").given == "add"


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_the_offer_can_be_reached_and_answered_at_every_window_size(tmp_path: Path, size: Size) -> None:
    async with check_in(tmp_path, "n", "2", entries=three(), size=size) as pilot:
        for _ in range(3):
            if "Add a little?" in words(pilot.app):
                break
            await pilot.press("tab")
            await pilot.pause()
        await until_shown(pilot, "Add a little?", "add it", "stay as it is")
        await pilot.press("plus", "enter")
        await session_began(pilot)
        assert [one["why"] for one in decisions(pilot)] == [ADD]


async def test_the_library_shows_the_level_that_a_session_would_use(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[set_by_hand(1, 3)]) as pilot:
        app: Any = pilot.app
        screen: Any = app.screen
        await until(pilot, lambda: screen.plans[CHILD][1].steps[0].hold_s == 30, "the level")
        assert screen.plans["flare_up"][1].steps[0].level is None
