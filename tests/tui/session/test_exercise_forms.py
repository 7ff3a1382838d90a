"""An easier or harder form in a session: its words are shown in full at any size, with its own figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.domain.how_to import form_text
from l5tui.domain.routine import Routine, Step
from l5tui.library import load
from l5tui.tui.widgets.figure import FigureWidget
from tests.tui.reading import part, until, until_shown, words
from tests.tui.running import SMALLEST, Size
from tests.tui.session.guided_session import guided

CONTENT = load()
FORMS = [
    pytest.param(one.id, form.id, marks=() if form.id == "child_pillow" else pytest.mark.long)
    for one in CONTENT.exercises.values()
    for form in (one.easier, one.harder)
]


def alone(exercise: str, form: str | None) -> Routine:
    return Routine("short", "Short", "Because.", (Step(CONTENT.exercises[exercise], variant=form),))


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
@pytest.mark.parametrize(("exercise", "form"), FORMS)
async def test_the_words_of_a_form_are_shown_in_full_during_set_up_and_the_first_repetition(
    tmp_path: Path, exercise: str, form: str, size: Size
) -> None:
    told = form_text(CONTENT.exercises[exercise], form)
    assert told
    async with guided(tmp_path, size=size, routine=alone(exercise, form), library=CONTENT) as session:
        start = CONTENT.exercises[exercise].start_in(form)
        await until_shown(session.pilot, told)
        assert start in part(session.app, "#cue"), "and where to begin"
        for _ in CONTENT.exercises[exercise].phases:
            await session.press("right")
            assert told in words(session.app)
            cue = session.screen.moment.segment
            assert cue
            assert cue.cue in part(session.app, "#cue"), "what to do now stands there whole, too"
        await session.press("right")
        second = session.screen.moment.segment
        if second and second.rep > 1:
            assert told not in words(session.app)


@pytest.mark.long
async def test_the_dialog_that_offers_a_form_shows_its_words_until_it_is_answered(tmp_path: Path) -> None:
    easier = form_text(CONTENT.exercises["glute_bridge"], "bridge_half")
    async with guided(tmp_path, size=(80, 24), routine=alone("glute_bridge", None), library=CONTENT) as session:
        await session.after(12.5)
        await session.press("x")
        await until_shown(session.pilot, "What do you feel?")
        await session.press("1")
        await until_shown(session.pilot, "at this moment")
        await session.press("5", "enter")
        await until_shown(session.pilot, easier)


@pytest.mark.long
async def test_the_figure_shows_the_pose_of_the_form(tmp_path: Path) -> None:
    pictures = []
    for number, form in enumerate((None, "bridge_half")):
        routine = alone("glute_bridge", form)
        async with guided(tmp_path / str(number), routine=routine, library=CONTENT) as session:
            view = session.screen.query_one(FigureWidget)
            await session.after(14)
            await until(session.pilot, lambda view=view: view.canvas, "the figure")  # type: ignore[misc]
            pictures.append(view.canvas)
    assert pictures[0] != pictures[1]


@pytest.mark.long
async def test_a_march_at_the_top_moves_all_through_the_hold(tmp_path: Path) -> None:
    """A hold without movement reaches its pose within a second, and then only breathes."""
    async with guided(tmp_path, routine=alone("glute_bridge", "bridge_march"), library=CONTENT) as session:
        await session.after(12)
        feet = []
        for _ in range(4):
            await session.after(1.1)
            feet.append(session.screen._last_pose.leg_near if session.screen._last_pose else None)
        assert len(set(feet)) > 2
