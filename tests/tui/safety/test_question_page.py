"""A page of the safety check: nothing is marked beforehand, and a key meant for another page answers nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import Entry
from l5tui.domain.safety.entries import clearing, new_full_check
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.full_check import FullCheck
from l5tui.domain.safety.questions import Answer, Level, Safety
from l5tui.library import load
from l5tui.tui.safety.question_page import PageAnswer, SafetyPageScreen
from tests.tui.reading import lines, text, until_shown, words
from tests.tui.running import running

NOT_YET: Any = object()


@pytest.fixture(autouse=True)
def _deaf_as_in_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the delay before a page takes an answer, which is what these tests are about."""
    monkeypatch.setattr("l5tui.tui.key_guard.ANSWER_DELAY_S", 0.4)


class Asking:
    """A page on the screen, with a clock that the test sets."""

    def __init__(self, pilot: Pilot[int], screen: SafetyPageScreen) -> None:
        self.pilot = pilot
        self.screen = screen
        self.answer: PageAnswer | None = NOT_YET

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)


def safety() -> Safety:
    found = load().safety
    assert found is not None
    return found


def check_at(level: Level, entries: tuple[Entry, ...] = ()) -> FullCheck:
    asked = safety()
    check = FullCheck(asked, safety_state(asked, entries, now()), new_header)
    while check.page is not level:
        check.answer({})
    return check


@asynccontextmanager
async def asking(
    tmp_path: Path,
    level: Level,
    *,
    size: tuple[int, int] = (80, 24),
    entries: tuple[Entry, ...] = (),
    heard: bool = True,
) -> AsyncIterator[tuple[Asking, list[float]]]:
    """Show the page of a level; `heard` skips the delay in which no answer counts."""
    time = [0.0]
    async with running(tmp_path, size=size) as pilot:
        screen = SafetyPageScreen(check_at(level, entries), awake=lambda: time[0])
        shown = Asking(pilot, screen)
        pilot.app.push_screen(screen, lambda answer: setattr(shown, "answer", answer))
        await until_shown(pilot, "Safety questions")
        await pilot.pause()
        time[0] += 1.0 if heard else 0.0
        yield shown, time


async def test_nothing_is_marked_at_first_and_n_answers_none_of_these(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY) as (page, _):
        assert " n  none of these" in text(page.pilot.app)
        await page.press("n")
        assert page.answer == PageAnswer()


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_keys_at_the_bottom_say_how_to_go_back(tmp_path: Path, size: tuple[int, int]) -> None:
    async with asking(tmp_path, Level.EMERGENCY, size=size) as (page, _):
        assert "esc back" in lines(page.pilot.app)[-1]


async def test_all_seven_emergency_questions_are_in_sight_in_full_at_80x24(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY) as (page, _):
        for question in safety().of_level(Level.EMERGENCY):
            assert question.text in words(page.pilot.app).replace("▌ ", "")


@pytest.mark.parametrize("level", [Level.URGENT, Level.ASK_FIRST])
async def test_the_other_pages_show_short_labels_and_the_full_text_of_the_highlighted_one(
    tmp_path: Path, level: Level
) -> None:
    async with asking(tmp_path, level) as (page, _):
        questions = safety().of_level(level)
        assert all(question.short in text(page.pilot.app) for question in questions)
        assert questions[0].text in words(page.pilot.app)
        await page.press("down", "down")
        assert questions[2].text in words(page.pilot.app)


async def test_enter_answers_nothing_while_nothing_is_marked(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY) as (page, _):
        await page.press("enter")
        assert page.answer is NOT_YET
        assert "Mark one with y or u, or press n" in words(page.pilot.app)


async def test_n_does_nothing_while_a_question_is_marked_and_enter_returns_the_marks(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.ASK_FIRST) as (page, _):
        await page.press("down", "y", "down", "u", "n")
        assert page.answer is NOT_YET
        assert " enter  done, 2 marked, the others no" in text(page.pilot.app)
        await page.press("enter")
        assert page.answer == PageAnswer({"A2": Answer.YES, "A3": Answer.NOT_SURE})


async def test_backspace_clears_a_mark(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.URGENT) as (page, _):
        await page.press("y", "backspace", "n")
        assert page.answer == PageAnswer()


async def test_none_of_these_works_only_after_the_last_question_was_in_view(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY, size=(40, 12)) as (page, _):
        assert "more lines" in text(page.pilot.app)
        await page.press("n")
        assert page.answer is NOT_YET
        assert "There are more questions below" in words(page.pilot.app)
        await page.press("end", "home", "n")
        assert page.answer == PageAnswer()


@pytest.mark.parametrize(("level", "answered"), [(Level.EMERGENCY, True), (Level.ASK_FIRST, False)])
async def test_a_marked_emergency_is_accepted_before_the_last_question_was_in_view_and_others_are_not(
    tmp_path: Path, level: Level, answered: bool
) -> None:
    async with asking(tmp_path, level, size=(40, 12)) as (page, _):
        await page.press("y", "enter")
        assert (page.answer is not NOT_YET) is answered


async def test_a_page_takes_no_answer_just_after_it_appears(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY, heard=False) as (page, time):
        time[0] += 0.39
        for key in ("n", "y", "u", "escape", "enter"):
            await page.press(key)
            assert page.answer is NOT_YET, key
            assert "marked" not in text(page.pilot.app), key


@pytest.mark.long
async def test_a_held_key_does_not_answer_a_page_until_it_is_released(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY, heard=False) as (page, time):
        for _ in range(60):
            time[0] += 0.033
            await page.press("n")
        assert page.answer is NOT_YET
        time[0] += 0.4
        await page.press("n")
        assert page.answer == PageAnswer()


@pytest.mark.long
async def test_esc_abandons_the_check_without_an_answer(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.URGENT) as (page, _):
        await page.press("y", "escape")
        assert page.answer is None


def checked_before() -> tuple[Entry, ...]:
    """A full check with a professional's clearance of U1, and an A1 without one."""
    answers = {"U1": Answer.YES, "A1": Answer.NOT_SURE}
    word = clearing(now().date(), "professional")
    return (new_full_check(new_header(), safety(), answers, over=(), kept={"U1": word}),)


async def test_the_last_answer_is_shown_beside_the_question_but_not_marked(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.ASK_FIRST, entries=checked_before()) as (page, _):
        (row,) = (line for line in lines(page.pilot.app) if "Pregnant" in line)
        assert row.rstrip().endswith("last:\N{NO-BREAK SPACE}not\N{NO-BREAK SPACE}sure")
        await page.press("n")
        assert page.answer == PageAnswer()


async def test_s_keeps_a_recorded_clearance_and_otherwise_does_nothing(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.URGENT, entries=checked_before()) as (page, _):
        await page.press("down", "s")
        assert "marked" not in text(page.pilot.app)
        await page.press("up", "s", "enter")
        assert page.answer == PageAnswer({}, frozenset({"U1"}))


@pytest.mark.parametrize("level", [Level.URGENT, Level.ASK_FIRST])
async def test_in_the_smallest_window_the_highlighted_question_is_shown_in_full(tmp_path: Path, level: Level) -> None:
    async with asking(tmp_path, level, size=(40, 12)) as (page, _):
        for question in page.screen.questions:
            assert question.text in words(page.pilot.app)
            assert question.why in words(page.pilot.app)
            await page.press("down")


async def test_in_the_smallest_window_the_introduction_is_above_the_first_question(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY, size=(40, 12)) as (page, _):
        assert safety().intro.split(".")[0] in words(page.pilot.app), "it opens at its beginning"
        await page.press("down")
        assert page.screen.list.highlighted == 0, "the first question comes into sight first"
        assert "leaking, or losing control of poo." in words(page.pilot.app)


async def test_a_page_down_reaches_the_last_question_and_the_hint_to_read_on_goes(tmp_path: Path) -> None:
    async with asking(tmp_path, Level.EMERGENCY, size=(40, 12)) as (page, _):
        await page.press("n")
        assert "There are more questions below" in words(page.pilot.app)
        await page.press(*["pagedown"] * 8)
        assert "There are more questions below" not in words(page.pilot.app)
        assert "n none of these" in words(page.pilot.app)
        await page.press("pageup")
        await page.press("n")
        assert page.answer == PageAnswer()
