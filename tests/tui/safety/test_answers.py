"""The screen of safety answers: it lists them, and a dated clearance lifts one at a time, never with a future date."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import Entry, Stop
from l5tui.domain.safety.entries import PASSED, PROFESSIONAL, new_full_check, new_stop
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.gate import Need
from l5tui.domain.safety.questions import Answer
from l5tui.library import load
from l5tui.tui.safety.answers import AskAgain, ClearAnswer, SafetyAnswersScreen
from tests.tui.conftest import NOW
from tests.tui.reading import text, until_shown, words
from tests.tui.running import Size, running

NOT_YET: Any = object()


def today() -> date:
    return now().date()


class Shown:
    """The screen under test, and the value it returned."""

    def __init__(self, pilot: Pilot[int], screen: SafetyAnswersScreen) -> None:
        self.pilot = pilot
        self.screen = screen
        self.wish: ClearAnswer | AskAgain | None = NOT_YET

    @property
    def words(self) -> str:
        return words(self.pilot.app).replace("▌ ", "")


@asynccontextmanager
async def shown(
    tmp_path: Path,
    *yes: str,
    stop: Stop | None = None,
    need: Need | None = None,
    after_check: bool = False,
    size: Size = (80, 24),
) -> AsyncIterator[Shown]:
    content = load()
    safety = content.safety
    assert safety is not None
    entries: list[Entry] = [new_full_check(new_header(), safety, dict.fromkeys(yes, Answer.YES), over=())]
    if stop:
        entries.append(new_stop(new_header(), stop, "a-session"))
    state = safety_state(safety, entries, now(), exercises=list(content.exercises))
    async with running(tmp_path, size=size) as pilot:
        screen = SafetyAnswersScreen(state, safety, now().date(), content.names, need, after_check=after_check)
        found = Shown(pilot, screen)
        pilot.app.push_screen(screen, lambda wish: setattr(found, "wish", wish))
        await until_shown(pilot, "choose")
        await pilot.pause()
        yield found


async def test_the_screen_lists_the_answers_and_what_they_switch_off(tmp_path: Path) -> None:
    async with shown(tmp_path, "A3") as found:
        assert "A3 Spinal stenosis: yes" in found.words
        assert "off: McKenzie extension (A3)" in found.words
        assert "off: Cat-cow, cow (A3)" in found.words


async def test_without_a_yes_the_screen_says_that_nothing_is_off(tmp_path: Path) -> None:
    async with shown(tmp_path) as found:
        assert "No answer switches anything off." in found.words
        await found.pilot.press("c")
        assert found.wish is NOT_YET


@pytest.mark.long
@pytest.mark.parametrize("typed", ["today", "iso"])
async def test_a_professionals_clearance_is_recorded_with_its_date(tmp_path: Path, typed: str) -> None:
    async with shown(tmp_path, "A3", "A5") as found:
        day = today()
        await found.pilot.press("down", "c", *(typed if typed == "today" else day.isoformat()), "enter")
        assert isinstance(found.wish, ClearAnswer)
        assert (found.wish.about, found.wish.on, found.wish.by) == ("A5", day, PROFESSIONAL)
        assert found.wish.over


async def test_a_row_chosen_before_the_page_is_laid_out_stays_highlighted(tmp_path: Path) -> None:
    """On a stalled machine the first key can come before the page's layout, which highlights a row by itself."""
    async with shown(tmp_path, "A3", "A5") as found:
        await found.pilot.press("down")
        found.screen._begin()
        await found.pilot.press("c", *"today", "enter")
        assert isinstance(found.wish, ClearAnswer)
        assert found.wish.about == "A5"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ((NOW.date() + timedelta(days=1)).isoformat(), "That day is still to come"),
        ("yesterday", "Write the day as"),
        pytest.param("29", "Write the day as", marks=pytest.mark.long),
        pytest.param("", "Write the day as", marks=pytest.mark.long),
    ],
)
async def test_an_impossible_date_records_nothing(tmp_path: Path, typed: str, why: str) -> None:
    async with shown(tmp_path, "U1", need=Need.URGENT) as found:
        await found.pilot.press("c", *typed, "enter")
        assert why in found.words
        assert found.wish is NOT_YET
        await found.pilot.press("escape", "escape")
        assert found.wish is None


async def test_a_clearance_dated_before_a_stop_does_not_lift_it(tmp_path: Path) -> None:
    async with shown(tmp_path, stop="S4", need=Need.STOP) as found:
        await found.pilot.press("c", *(today() - timedelta(days=1)).isoformat(), "enter")
        assert "That day is before it happened" in found.words
        assert found.wish is NOT_YET


@pytest.mark.parametrize(("stop", "lifted"), [("S6", True), ("S4", False)])
async def test_only_s6_can_be_cleared_by_the_person(tmp_path: Path, stop: Stop, lifted: bool) -> None:
    async with shown(tmp_path, stop=stop, need=Need.STOP) as found:
        assert ("it had passed" in found.words) is lifted
        await found.pilot.press("g")
        if lifted:
            assert isinstance(found.wish, ClearAnswer)
            assert (found.wish.about, found.wish.by) == ("S6", PASSED)
        else:
            assert found.wish is NOT_YET


@pytest.mark.parametrize(
    ("need", "title"),
    [
        (Need.URGENT, "Talk to a health professional first"),
        (Need.STOP, "Ask a health professional first"),
        (None, "Safety answers"),
    ],
)
async def test_the_title_says_why_the_answers_are_shown(tmp_path: Path, need: Need | None, title: str) -> None:
    stop: Stop | None = "S4" if need is Need.STOP else None
    async with shown(tmp_path, "U1", stop=stop, need=need) as found:
        assert title in text(found.pilot.app).splitlines()[0]


@pytest.mark.long
async def test_after_a_check_enter_goes_on_and_a_asks_again(tmp_path: Path) -> None:
    async with shown(tmp_path, "A3", after_check=True) as found:
        assert "Some moves are switched off for you" in found.words
        assert " enter  go on" in text(found.pilot.app)
        await found.pilot.press("enter")
        assert found.wish is None
    async with shown(tmp_path / "again", "A3") as found:
        await found.pilot.press("enter")
        assert found.wish is NOT_YET
        await found.pilot.press("a")
        assert found.wish == AskAgain()


async def test_after_a_check_that_only_warns_nothing_is_called_switched_off(tmp_path: Path) -> None:
    async with shown(tmp_path, "A10", after_check=True) as found:
        assert "Some moves come with care for you" in found.words
        assert "Nothing is left out." in found.words
        assert "switched off" not in found.words


@pytest.mark.long
async def test_in_the_smallest_window_the_page_starts_at_its_first_line_and_c_scrolls_to_the_answer(
    tmp_path: Path,
) -> None:
    async with shown(tmp_path, "U1", "A3", need=Need.URGENT, size=(40, 12)) as found:
        assert "Please call a doctor or another health professional in the next day or two" in found.words
        assert "U1 Cancer, now or before" in found.words
        await found.pilot.press("up")
        assert "more lines" in found.words
        await found.pilot.press("c")
        assert "c a professional said it is OK ↑↓" in found.words
        await found.pilot.press("c")
        assert "2026-11-20 or today" in found.words
        await found.pilot.press(*"today", "enter")
        assert isinstance(found.wish, ClearAnswer)
        assert found.wish.about == "U1"


async def test_a_stop_is_cleared_by_recording_that_a_professional_knows_of_it(tmp_path: Path) -> None:
    async with shown(tmp_path, stop="S4", need=Need.STOP) as found:
        assert "c a health professional knows" in found.words
