"""The check-in's row of regular questions: tab reaches it, it may be left, and each answer is an entry of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry
from l5tui.domain.regular_questions import RegularQuestions, new_choice
from l5tui.tui.session.regular_row import RegularRowWidget
from tests.tui.reading import until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size
from tests.tui.session.check_in import check_in, kept, session_began


def asks(*activities: str, week: bool = False) -> list[Entry]:
    return [new_choice(new_header(), RegularQuestions(activities, week=week), RegularQuestions())]


@pytest.mark.parametrize("size", SMALLEST)
async def test_digits_answer_the_marked_question_only_while_the_row_has_the_focus(tmp_path: Path, size: Size) -> None:
    async with check_in(tmp_path, "n", "3", entries=asks("sit", "stairs", week=True), size=size) as pilot:
        await pilot.press("tab", "tab")
        await until_shown(pilot, "How hard is it today?", "0 no trouble, 10 I cannot do it")
        await pilot.press("7", "down", "1", "0", "down", "s", "up", "up")
        await until_shown(pilot, "sit 7", "stairs 10", "left out")
        await pilot.press("enter")
        session = await session_began(pilot)
        assert session["before"]["pain"] == 3
        assert {entry["name"]: entry["score"] for entry in kept(pilot, "activity")} == {"sit": 7, "stairs": 10}
        assert [entry["pain"] for entry in kept(pilot, "week")] == [None]
        assert not pilot.app.records.drafts.typed  # type: ignore[attr-defined]


@pytest.mark.long
async def test_the_row_is_never_in_the_way(tmp_path: Path) -> None:
    """A normal day stays four keys: the favourite's number, n, a digit, enter."""
    async with check_in(tmp_path, "n", "2", "enter", entries=asks("sit")) as pilot:
        await session_began(pilot)
        assert kept(pilot, "activity") == []


@pytest.mark.long
async def test_without_questions_there_is_no_row_and_tab_does_not_stop_there(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "2", "tab", "tab") as pilot:
        assert not pilot.app.screen.query_one(RegularRowWidget).display
        assert not pilot.app.screen.query_one(RegularRowWidget).has_focus
        assert "How hard" not in words(pilot.app)


@pytest.mark.long
async def test_an_answer_without_a_score_can_be_kept_or_dropped(tmp_path: Path) -> None:
    async with check_in(tmp_path, "n", "tab", "tab", "4", entries=asks("sit")) as pilot:
        await until_shown(pilot, "sit 4")
        drafts: Any = pilot.app.records.drafts  # type: ignore[attr-defined]
        [draft] = drafts.typed
        assert (draft.form, draft.about, draft.values) == ("activity", "sit", {"score": 4})
        await pilot.press("escape")
        await until_shown(pilot, "Leave these answers?")
        await pilot.press("enter")
        await until(pilot, lambda: bool(kept(pilot, "activity")))
        await until_gone(pilot, "How hard is it today?")
        assert kept(pilot, "log", "session") == []
        assert not drafts.typed
