"""The place asked with the score during a session: its rules are applied before those of the number."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.tui.session.checkin import ScoreDuringScreen
from l5tui.tui.session.screen import SessionScreen
from tests.tui.reading import until, until_screen, until_shown
from tests.tui.session.guided_session import Session, guided


async def asked_for_a_score(session: Session) -> None:
    await session.after(14)
    await session.press("x", "1")
    await until(session.pilot, lambda: isinstance(session.app.screen, ScoreDuringScreen), "the score")
    await until_shown(session.pilot, "at this moment")


def enter_words(session: Session) -> str:
    screen = session.app.screen
    assert isinstance(screen, ScoreDuringScreen)
    return screen.enter_words()


async def test_the_place_is_asked_with_the_score_and_may_be_left_out(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await asked_for_a_score(session)
        await until_shown(session.pilot, "Where do you feel it now?")
        await session.pilot.press("2")
        await until(
            session.pilot,
            lambda: enter_words(session) == "go on slowly: get ready, then this repetition anew",
            "what enter does",
        )
        await session.pilot.press("enter")
        await until_screen(session.pilot, SessionScreen)


@pytest.mark.long
@pytest.mark.parametrize(
    ("score", "words"),
    [
        ("4", "smaller, skip it, or go on"),
        ("6", "this exercise stops; a minute of rest"),
        pytest.param("s", "smaller, skip it, or go on", marks=pytest.mark.long),
    ],
)
async def test_the_label_beside_enter_says_what_enter_does(tmp_path: Path, score: str, words: str) -> None:
    async with guided(tmp_path) as session:
        await asked_for_a_score(session)
        await session.pilot.press(score)
        await until(session.pilot, lambda: enter_words(session) == words, words)


@pytest.mark.long
async def test_a_new_kind_stops_the_session_even_at_a_low_score(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await asked_for_a_score(session)
        await session.pilot.press("2", "tab", "down", "down", "down", "t")
        await until_shown(session.pilot, "tingling")
        await session.pilot.press("enter")
        await until_shown(session.pilot, "Stop for today", "In one leg, or in both?")
        stops = [one["stop"] for one in session.app.entries if one["kind"] == "safety" and one["session"]]
        assert stops == ["S4"]


@pytest.mark.long
async def test_a_small_window_also_shows_the_place_and_what_enter_does(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(40, 12)) as session:
        await asked_for_a_score(session)
        await until_shown(session.pilot, "Where do you feel it now?")
        await session.pilot.press("6")
        await until_shown(session.pilot, "this exercise stops")
