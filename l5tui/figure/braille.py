"""Drawing of a sketch in braille dots.

Far limbs are thin, and near limbs and the trunk have a halo of one empty dot, so that they are seen in front. The
active limb is the most visible part on either side: solid, with a halo over everything. The head is drawn
last of the other parts.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import Final

from msgspec import Struct

from l5tui.figure.camera import CURVE_STEPS
from l5tui.figure.dots import (
    Canvas,
    Role,
    Rows,
    Spot,
    braille,
    clear_dots,
    clear_fragments,
    dilated,
    disc,
    draw_thick_line,
    draw_thin_line,
    empty,
    set_dots,
)
from l5tui.figure.sketch import WIDEN, Sketch

_RADII: Final = ((0.508, 0.8, 0.55), (0.667, 1.05, 0.8), (1.0, 1.45, 1.05))
"""Scale, radius of the trunk, radius of a near limb, in dots."""
_SMALL: Final = 0.6


class BrailleStyle(Struct, frozen=True):
    """Radii and widths, in dots. A limb whose radius is `HAIR` or less is a line of one dot."""

    trunk: float
    limb: float
    far: float
    """How wide a resting far limb is: half as wide as a near one, so that it is seen behind it."""
    ring: float
    """How wide the head's ring is; 0 for a filled head."""

    @classmethod
    def for_scale(cls, scale: float) -> BrailleStyle:
        """The style for a scale of this many dots to a unit."""
        trunk, limb = _radii(scale)
        far = 1.0 if scale < 1.2 else max(2.0, scale)
        ring = 0.0 if scale < _SMALL else 1.0 if scale < 1.25 else 1.5 if scale < 1.8 else max(2.0, 0.8 * scale)
        return cls(trunk, limb, far, ring)


HAIR: Final = 0.6


def _radii(scale: float) -> tuple[float, float]:
    least, most = _RADII[0], _RADII[-1]
    if scale <= least[0]:
        return least[1:]
    if scale >= most[0]:
        return most[1] * scale, most[2] * scale
    for low, high in pairwise(_RADII):
        if scale <= high[0]:
            share = (scale - low[0]) / (high[0] - low[0])
            return low[1] + (high[1] - low[1]) * share, low[2] + (high[2] - low[2]) * share
    raise AssertionError("unreachable")


BARE: Final = 5.0
"""The length in units at the start of a near limb that has no halo, because the far limb starts there too."""
FRAGMENT: Final = 8.0
"""The length in units, of a foot, up to which a piece of a far limb that is hidden at both ends isn't drawn."""
_THORAX: Final = range(2 * CURVE_STEPS, 3 * CURVE_STEPS)
"""The pieces of the trunk's curve between chest and shoulder."""


def paint(drawn: Sketch, columns: int, rows: int, scale: float) -> Canvas:
    """Draw a sketch at this many dots to a unit."""
    width, height = 2 * columns, 4 * rows
    style = BrailleStyle.for_scale(scale)
    trunk = empty(height)
    _trunk(trunk, width, drawn, style)
    planes: dict[Role, Rows] = {"near": trunk, "active": empty(height), "far": empty(height)}
    front = list(trunk)
    for stroke in drawn.near:
        _limb(front, width, _from(stroke.path, BARE * scale), style.limb)
    halo = dilated(front)
    for stroke in drawn.far:
        if not stroke.active:
            _far_limb(planes["far"], width, stroke.path, style.far)
    clear_dots(planes["far"], halo)
    clear_fragments(planes["far"], FRAGMENT * scale * style.far)
    behind = empty(height)
    for path, radius in drawn.props:
        _limb(behind, width, path, radius)
    clear_dots(behind, halo)
    set_dots(planes["far"], behind)
    for stroke in drawn.near:
        if not stroke.active:
            _limb(planes["near"], width, stroke.path, style.limb)
    _head(planes, width, drawn, style)
    for stroke in (*drawn.far, *drawn.near):
        if stroke.active:
            _work(planes, width, stroke.path, style, BARE * scale)
    planes["floor"] = _floor(planes, columns, height)
    return braille(planes, columns, rows)


def _trunk(rows: Rows, width: int, drawn: Sketch, style: BrailleStyle) -> None:
    breathing = style.trunk * (1 + WIDEN * drawn.breath)
    for piece, (start, end) in enumerate(pairwise(drawn.trunk)):
        draw_thick_line(rows, width, start, end, breathing if piece in _THORAX else style.trunk)


def _limb(rows: Rows, width: int, path: tuple[Spot, ...], radius: float) -> None:
    if radius <= HAIR:
        draw_thin_line(rows, width, path)
        return
    for start, end in pairwise(path):
        draw_thick_line(rows, width, start, end, radius)


def _far_limb(rows: Rows, width: int, path: tuple[Spot, ...], wide: float) -> None:
    """Up to two dots the width is the same in every direction; a radius would make it change as the limb moves."""
    if wide > 2:
        _limb(rows, width, path, wide / 2)
    else:
        draw_thin_line(rows, width, path, broad=wide == 2)


def _work(planes: dict[Role, Rows], width: int, path: tuple[Spot, ...], style: BrailleStyle, bare: float) -> None:
    """Draw the active limb over everything, with a halo except at its start, where it joins the trunk."""
    around = empty(len(planes["active"]))
    _limb(around, width, _from(path, bare), style.limb)
    around = dilated(around)
    for plane in planes.values():
        clear_dots(plane, around)
    _limb(planes["active"], width, path, style.limb)


def _from(path: tuple[Spot, ...], bare: float) -> tuple[Spot, ...]:
    """A limb without its first dots."""
    for index, (start, end) in enumerate(pairwise(path)):
        length = hypot(end.x - start.x, end.y - start.y)
        if length > bare:
            share = bare / length
            cut = Spot(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
            return (cut, *path[index + 1 :])
        bare -= length
    return ()


def _head(planes: dict[Role, Rows], width: int, drawn: Sketch, style: BrailleStyle) -> None:
    """The ring is centred on a dot, and its radius ends between two, so that it keeps one round shape."""
    centre = Spot(round(drawn.head.x), round(drawn.head.y))
    radius = round(drawn.head_radius - 0.1) + 0.45
    whole = empty(len(planes["near"]))
    disc(whole, width, centre, radius)
    for plane in planes.values():
        clear_dots(plane, whole)
    if style.ring:
        inside = empty(len(whole))
        disc(inside, width, centre, radius - style.ring)
        clear_dots(whole, inside)
    near = planes["near"]
    set_dots(near, whole)
    if drawn.nose is None:
        return
    dx, dy = drawn.nose.x - drawn.head.x, drawn.nose.y - drawn.head.y
    share = radius / hypot(dx, dy)
    path = Spot(centre.x + dx * share, centre.y + dy * share), Spot(centre.x + dx, centre.y + dy)
    _limb(near, width, path, style.ring / 2 if style.ring > 2 else HAIR)


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
