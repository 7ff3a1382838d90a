"""Leg watch (A6) on the full screen: one line in the rest after each exercise it applies to, at every window size."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.how_to import form_text
from l5tui.domain.safety.entries import new_full_check
from l5tui.domain.safety.questions import NOTICE_THE_LEG, Answer
from tests.domain.safety.safety_journal import CONTENT, SAFETY
from tests.tui.reading import text, until_shown
from tests.tui.running import Size
from tests.tui.session.guided_session import guided


@pytest.mark.parametrize("size", [(80, 24), pytest.param((40, 12), marks=pytest.mark.long)])
async def test_the_rest_after_an_exercise_with_leg_watch_asks_about_the_leg(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path, size=size) as session:
        session.screen.leg_watched = frozenset({"bridge"})
        await session.after(14)
        assert "Further down" not in text(session.app)
        await session.press("shift+right")
        await until_shown(session.pilot, "Further down the leg? x")
        await session.press("x")
        await until_shown(session.pilot, "further down the leg")


async def test_without_leg_watch_the_rest_asks_nothing_about_the_leg(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.press("shift+right")
        await session.after(1)
        assert "Further down" not in text(session.app)


async def test_in_a_small_window_the_it_hurts_key_is_shown_while_paused_too(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(40, 12)) as session:
        await session.press("space")
        await until_shown(session.pilot, "go on", "x it hurts", "? keys")


@pytest.mark.parametrize("yes", [pytest.param(("A6",), marks=pytest.mark.long), ("A6", "A8")])
async def test_in_the_smallest_window_the_warning_and_the_eased_form_are_shown_in_full(
    tmp_path: Path, yes: tuple[str, ...]
) -> None:
    """The end of the warning used to be cut off there, and next to the words of a form it was missing."""
    check = new_full_check(new_header(), SAFETY, dict.fromkeys(yes, Answer.YES), over=())
    routine = CONTENT.startable("cat_cow")
    assert routine is not None
    form = [form_text(CONTENT.exercises["cat_cow"], "catcow_small")] if "A8" in yes else []
    size, given = (40, 12), {"entries": [check], "screened": False}
    async with guided(tmp_path, size=size, library=CONTENT, routine=routine, score="3", **given) as session:
        await until_shown(session.pilot, "GET READY", *form, f"Take care: {NOTICE_THE_LEG}", "back flat.", "it hurts")
