"""Every exercise, form, side and phase of the shipped figure: what the tests of this room go through."""

from __future__ import annotations

from functools import cache

from l5tui.domain.exercise import Side
from l5tui.figure import Figure, Poses
from l5tui.figure.pose import Moves
from l5tui.library.poses import load_poses

SIZES = ((30, 8), (40, 10), (60, 15), (120, 30))
PARTS = [part / 19 for part in range(20)]
"""Twenty moments of a phase."""


@cache
def poses() -> Poses:
    return load_poses()


@cache
def figure(shown: str) -> Figure:
    """The figure of an exercise, or of one of its forms: `glute_bridge`, `glute_bridge/bridge_half`."""
    exercise, _, form = shown.partition("/")
    return Figure(poses(), exercise, form or None)


def moves(shown: str) -> Moves:
    """What the file says about it."""
    exercise, _, form = shown.partition("/")
    whole = poses().exercises[exercise]
    return whole.forms[form] if form else whole


def everything() -> list[str]:
    """Every exercise and each of its forms."""
    whole = poses().exercises
    return [*whole, *(f"{exercise}/{form}" for exercise in whole for form in whole[exercise].forms)]


def phases() -> list[tuple[str, Side, str]]:
    """Each phase of each exercise and form, on both sides."""
    return [(shown, side, phase) for shown in everything() for side in Side for phase in moves(shown).first]
