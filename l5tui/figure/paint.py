"""A sketch in braille dots.

Far limbs are thin and dashed, and give way by one dot to near limbs and trunk, so that what is in front reads as in
front. The head comes last, over everything.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import Final

from l5tui.figure.camera import CURVE_STEPS
from l5tui.figure.canvas import Canvas, Role, Rows, braille
from l5tui.figure.dots import Spot, disc, empty, minus, thick, thin
from l5tui.figure.look import HAIR, Look
from l5tui.figure.sketch import WIDEN, Sketch, Stroke

HALO: Final = 1.0
"""How far in front something pushes back what is behind, in dots."""
BARE: Final = 5.0
"""Where a near limb begins it has no halo, for this many units: the far limb begins there too."""
_THORAX: Final = range(2 * CURVE_STEPS, 3 * CURVE_STEPS)
"""The pieces of the trunk's curve between chest and shoulder."""


def paint(drawn: Sketch, columns: int, rows: int, scale: float) -> Canvas:
    """The picture of a sketch at this many dots to a unit."""
    width, height = 2 * columns, 4 * rows
    look = Look.at(scale)
    planes: dict[Role, Rows] = {"far": empty(height), "active": empty(height), "near": empty(height)}
    for stroke in drawn.far:
        plane, dash = ("active", look.far_active) if stroke.active else ("far", look.far)
        thin(planes["active" if plane == "active" else "far"], width, stroke.path, dash, broad=look.broad)
    halo = _halo(drawn, look, width, height, BARE * scale)
    minus(planes["far"], halo)
    minus(planes["active"], halo)
    _trunk(planes["near"], width, drawn, look, 0.0)
    for stroke in drawn.near:
        _limb(planes["active" if stroke.active else "near"], width, stroke.path, look.limb)
    _head(planes, width, drawn, look)
    planes["floor"] = _floor(planes, columns, height)
    return braille(planes, columns, rows)


def _halo(drawn: Sketch, look: Look, width: int, height: int, bare: float) -> Rows:
    halo = empty(height)
    _trunk(halo, width, drawn, look, HALO)
    for stroke in drawn.near:
        path = _from(stroke, bare)
        for start, end in pairwise(path):
            thick(halo, width, start, end, max(look.limb, HAIR) + HALO)
    return halo


def _trunk(rows: Rows, width: int, drawn: Sketch, look: Look, more: float) -> None:
    breathing = look.trunk * (1 + WIDEN * drawn.breath)
    for piece, (start, end) in enumerate(zip(drawn.trunk, drawn.trunk[1:], strict=False)):
        thick(rows, width, start, end, (breathing if piece in _THORAX else look.trunk) + more)


def _limb(rows: Rows, width: int, path: tuple[Spot, ...], radius: float) -> None:
    if radius <= HAIR:
        thin(rows, width, path)
        return
    for start, end in pairwise(path):
        thick(rows, width, start, end, radius)


def _from(stroke: Stroke, bare: float) -> tuple[Spot, ...]:
    """A limb without its first dots."""
    path = stroke.path
    for at, (start, end) in enumerate(pairwise(path)):
        length = hypot(end.x - start.x, end.y - start.y)
        if length > bare:
            share = bare / length
            cut = Spot(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
            return (cut, *path[at + 1 :])
        bare -= length
    return ()


def _head(planes: dict[Role, Rows], width: int, drawn: Sketch, look: Look) -> None:
    """The ring is centred on a dot, so that it keeps its shape wherever it goes."""
    centre = Spot(round(drawn.head.x), round(drawn.head.y))
    radius = drawn.head_radius
    outer = empty(len(planes["near"]))
    disc(outer, width, centre, radius + 0.25)
    for plane in planes.values():
        minus(plane, outer)
    if look.ring:
        inner = empty(len(outer))
        disc(inner, width, centre, radius + 0.25 - look.ring)
        minus(outer, inner)
    near = planes["near"]
    for row, dots in enumerate(outer):
        near[row] |= dots
    length = hypot(drawn.nose.x - drawn.head.x, drawn.nose.y - drawn.head.y)
    share = radius / length
    dx, dy = drawn.nose.x - drawn.head.x, drawn.nose.y - drawn.head.y
    thin(near, width, (Spot(centre.x + dx * share, centre.y + dy * share), Spot(centre.x + dx, centre.y + dy)))


def _floor(planes: dict[Role, Rows], columns: int, height: int) -> Rows:
    """Every fourth dot of the bottom row, but for cells that a limb is in."""
    floor = empty(height)
    taken = 0
    for plane in planes.values():
        for row in plane[-4:]:
            taken |= row
    for cell in range(0, columns, 2):
        if not taken >> 2 * cell & 3:
            floor[-1] |= 1 << 2 * cell
    return floor
