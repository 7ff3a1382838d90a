"""Dialogs lie on an empty window, with their answers in one column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.safety.stop_page import FELT
from l5tui.domain.safety.stop_rules import HurtAnswer
from l5tui.tui.dialog import DialogScreen, Option
from l5tui.tui.session.end_dialog import EndScreen
from tests.tui.reading import lines, until, until_screen, until_shown
from tests.tui.running import Size, running
from tests.tui.session.guided_session import guided

EVERY_SIZE = ((40, 12), (80, 24), (120, 40), (200, 60))
THREE = [Option("escape", "stay here", "stay"), Option("enter", "keep it", "keep"), Option("d", "drop it", "drop")]


def column_of(shown: list[str], wanted: str) -> int:
    return next(line.index(wanted) for line in shown if wanted in line)


@pytest.mark.parametrize("theme", ["l5-dark", "l5-light", "l5-light-16"])
@pytest.mark.parametrize("dialog", [lambda: DialogScreen("Leave?", THREE), lambda: EndScreen(leaving=False)])
async def test_nothing_of_the_screen_below_looks_out_beside_a_dialog(tmp_path: Path, theme: str, dialog: Any) -> None:
    async with running(tmp_path) as pilot:
        pilot.app.theme = theme
        pilot.app.push_screen(asked := dialog())
        await until_screen(pilot, type(asked))
        await until(pilot, lambda: asked.styles.background.a == 1, "an opaque ground")


@pytest.mark.parametrize("size", EVERY_SIZE)
async def test_the_words_of_all_answers_begin_in_one_column(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        pilot.app.push_screen(DialogScreen("Leave?", THREE, short="Leave?"))
        await until_shown(pilot, "drop it")
        assert len({column_of(lines(pilot.app), option.words) for option in THREE}) == 1


@pytest.mark.parametrize("size", EVERY_SIZE)
async def test_what_hurts_is_answered_in_one_column_with_every_answer_on_the_screen(tmp_path: Path, size: Size) -> None:
    async with guided(tmp_path, size=size) as session:
        await session.hurts()
        await until_screen(session.pilot, DialogScreen)
        await until_shown(session.pilot, "further down the leg", "nothing")
        shown = lines(session.app)
        begun = {column_of(shown, said) for said in ("more pain", "further down", "bladder", "end", "nothing")}
        assert len(begun) == 1
        await until_shown(session.pilot, FELT[HurtAnswer.SIGNS])
