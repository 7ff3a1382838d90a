"""Every exercise, form, side and phase of the shipped figure, for the tests of the figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

from l5tui.domain.exercise import Side
from l5tui.figure import Figure, Poses
from l5tui.figure.pose import Moves
from l5tui.library.poses import load_poses
from tests.rows import each

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
    """The moves that the file has for an exercise or form."""
    exercise, _, form = shown.partition("/")
    whole = poses().exercises[exercise]
    return whole.forms[form] if form else whole


def everything() -> list[str]:
    """Every exercise and each of its forms."""
    whole = poses().exercises
    return [*whole, *(f"{exercise}/{form}" for exercise in whole for form in whole[exercise].forms)]


def each_phase(check: Callable[[str, Side, str], None]) -> Callable[..., None]:
    """A test that goes through the phases of each exercise and form on both sides, and says at which one it failed.

    An exercise that does the same on both sides is looked at once.
    """
    return each("exercise, side, phase", list(phases()))(check)


def phases() -> Iterator[tuple[str, Side, str]]:
    for exercise in everything():
        of = moves(exercise)
        same = of.left == of.right and all(contact.on == "both" for contact in of.planted)
        yield from product([exercise], [Side.LEFT] if same else Side, of.left)
