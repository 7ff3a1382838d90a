"""Every exercise, side and phase of the shipped figure: what the tests of this room go through."""

from __future__ import annotations

from functools import cache

from l5tui.domain.exercise import Side
from l5tui.figure import Figure, Poses
from l5tui.library.poses import load_poses

SIZES = ((30, 8), (40, 10), (60, 15), (120, 30))
PARTS = [part / 19 for part in range(20)]
"""Twenty moments of a phase."""


@cache
def poses() -> Poses:
    return load_poses()


@cache
def figure(exercise: str) -> Figure:
    return Figure(poses(), exercise)


def phases() -> list[tuple[str, Side, str]]:
    """Each phase of each exercise, on both sides."""
    return [
        (exercise, side, phase)
        for exercise, moves in poses().exercises.items()
        for side in Side
        for phase in moves.first
    ]
