"""The scale and position of an exercise on the canvas.

Each exercise has one scale, computed from the bounding box of all its poses on both sides, so it is drawn as large as
possible and nothing jumps. Only where the hold would be small then, because the way into it is much taller (a child's
pose begins kneeling), the scale follows the height of the body. The floor is the bottom row of dots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from l5tui.figure.dots import Spot
from l5tui.figure.pose import Body, Point
from l5tui.figure.skeleton import Joints

LARGEST: Final = 5.0
"""The largest scale in dots to a unit. Beyond it a stick figure looks empty."""
FILLED: Final = 0.75
"""The least share of the room, in one direction, that a hold takes."""
LIMB: Final = 1.1
"""Half of what a limb is thick, in units."""
TRUNK: Final = 1.45
"""Half of what the trunk is thick, in units."""
NOSE: Final = 2.0
"""The length of the nose beyond the head, in units."""
CURVE_STEPS: Final = 4
"""Straight pieces between two points of the trunk's curve."""


class Box(Struct, frozen=True):
    """The bounding box of an exercise, in units, from the floor up."""

    left: float
    right: float
    top: float

    @classmethod
    def around(cls, body: Body, figures: Iterable[Joints]) -> Box:
        """The box around these figures, including the thickness of their strokes."""
        lefts, rights, tops = [], [], []
        for joints in figures:
            ink = [(place, LIMB) for place in joints if place is not joints.head]
            ink += [(place, TRUNK) for place in trunk(joints)]
            ink.append((joints.head, body.head_radius + NOSE))
            lefts.append(min(place.x - radius for place, radius in ink))
            rights.append(max(place.x + radius for place, radius in ink))
            tops.append(max(place.y + radius for place, radius in ink))
        return cls(min(lefts), max(rights), max(tops))

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2

    def largest_scale(self, columns: int, rows: int) -> float:
        """The largest scale at which it fits into so many cells, in dots to a unit, however large that is."""
        return min((2 * columns - 2) / (self.right - self.left), (4 * rows - 1) / self.top)


class Camera(Struct, frozen=True):
    """The mapping from units to dots of a canvas `width` x `height` dots large, `scale` dots to a unit.

    Mirrored, the head is on the left.
    """

    width: int
    height: int
    scale: float
    middle: float
    mirrored: bool = False

    @classmethod
    def on(cls, box: Box, columns: int, rows: int, *, mirrored: bool = False) -> Camera | None:
        """The camera for this box on a canvas of this many cells; None when there is no room."""
        scale = min(box.largest_scale(columns, rows), LARGEST)
        if columns <= 0 or rows <= 0 or scale <= 0:
            return None
        return cls(2 * columns, 4 * rows, scale, box.middle, mirrored)

    def nearer(self, held: Box, now: Box) -> Camera:
        """The camera for this moment: nearer if the hold takes less of the room than `FILLED`.

        Args:
            held: the box of the hold.
            now: the box of the figure at this moment. The lower it is, the nearer the camera.
        """
        columns, rows = self.width // 2, self.height // 4
        nearest = min(FILLED * held.largest_scale(columns, rows), LARGEST)
        if self.scale >= nearest:
            return self
        scale = min(max(self.scale, now.largest_scale(columns, rows)), nearest)
        share = (scale - self.scale) / (nearest - self.scale)
        middle = self.middle + (held.middle - self.middle) * share
        return Camera(self.width, self.height, scale, middle, self.mirrored)

    def spot(self, place: Point) -> Spot:
        """Where a place is on the canvas."""
        across = (place.x - self.middle) * self.scale
        return Spot(
            (self.width - 1) / 2 + (-across if self.mirrored else across), self.height - 1 - place.y * self.scale
        )


def trunk(joints: Joints, chest: Point | None = None) -> list[Point]:
    """The curve of the trunk from the pelvis to the top of the neck: a Catmull-Rom spline with `CURVE_STEPS` pieces
    between two points.

    Args:
        joints: the figure.
        chest: the position of the chest with the breath added.
    """
    through = (joints.pelvis, joints.waist, chest or joints.chest, joints.shoulder, joints.neck_top)
    points = [_beyond(through[0], through[1]), *through, _beyond(through[-1], through[-2])]
    curve = [through[0]]
    for at in range(1, len(points) - 2):
        curve += _span(points[at - 1 : at + 3])
    return curve


def _beyond(end: Point, before: Point) -> Point:
    return Point(2 * end.x - before.x, 2 * end.y - before.y)


def _weights(share: float) -> tuple[float, float, float, float]:
    square, cube = share * share, share * share * share
    return (
        (-share + 2 * square - cube) / 2,
        (2 - 5 * square + 3 * cube) / 2,
        (share + 4 * square - 3 * cube) / 2,
        (cube - square) / 2,
    )


_SHARES: Final = tuple(_weights(step / CURVE_STEPS) for step in range(1, CURVE_STEPS + 1))


def _span(four: Sequence[Point]) -> list[Point]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    return [Point(a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy) for a, b, c, d in _SHARES]
