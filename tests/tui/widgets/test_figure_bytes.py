"""How many bytes a moving figure sends, as the session draws it: a slow line has to keep up with the count, too."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from l5tui.domain.exercise import Seconds, Side
from l5tui.figure import Canvas, breath_at
from l5tui.figure.figure import HOLD
from l5tui.library import load
from l5tui.terminal.cell_diff import Cells
from l5tui.tui.session.layout import BREATH_FRAME_S, FRAME_S
from l5tui.tui.theme import DARK
from l5tui.tui.widgets.figure import runs
from tests.figure.shipped_poses import figure, poses

EXERCISES = load().exercises
MOST_BYTES_PER_S = 3_000
"""Leaves 500 for the count, the bar and the breath."""
SIDES = {one for one in EXERCISES if poses().exercises[one].active_left}


def strips(canvas: Canvas) -> list[tuple[int, int, Strip]]:
    """The canvas as the widget draws it."""
    styles = {
        role: Style(color=DARK[colour], bgcolor=DARK["bg"])
        for role, colour in {"near": "text", "active": "do", "far": "far", "floor": "line", None: "text"}.items()
    }
    return [
        (y, 0, Strip([Segment(text[start:end], styles[role]) for start, end, role in runs(roles)], len(text)))
        for y, (text, roles) in enumerate(zip(canvas.rows, canvas.roles, strict=True))
    ]


def bytes_per_s(exercise: str, size: tuple[int, int]) -> float:
    """The bytes of all frames of one repetition, divided by its seconds."""
    cells, sent, seconds = Cells(), 0, 0.0
    side = Side.LEFT if exercise in SIDES else None
    for phase in EXERCISES[exercise].phases:
        lasts = float(phase.seconds.default if isinstance(phase.seconds, Seconds) else phase.seconds or 0)
        at = 0.0
        while at < lasts:
            held = phase.id == HOLD
            canvas = figure(exercise).frame(
                phase.id,
                min(1.0, at) if held else at / lasts,
                side=side,
                breath=breath_at(at, lasts) if held else None,
                size=size,
            )
            output = cells.show(strips(canvas), ColorSystem.TRUECOLOR)
            sent += len(output.encode()) if seconds or at else 0  # without the first picture, which is whole
            at += BREATH_FRAME_S if held and at >= 1 else FRAME_S
        seconds += lasts
    return sent / seconds


@pytest.mark.parametrize(
    "exercise",
    [
        "bird_dog",
        "glute_bridge",
        *(pytest.param(one, marks=pytest.mark.long) for one in sorted(EXERCISES.keys() - {"bird_dog", "glute_bridge"})),
    ],
)
def test_a_figure_takes_at_most_three_kilobytes_a_second_in_a_window_of_100_by_30(exercise: str) -> None:
    assert bytes_per_s(exercise, (96, 13)) <= MOST_BYTES_PER_S
