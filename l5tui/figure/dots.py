"""Strokes on rows of dots: thick lines, thin dashed lines, discs and rings.

A dot is on when its centre is within the radius of the line. Each shape is convex, so a row of it is one run of dots,
found by arithmetic and set as one mask. Whatever falls outside is cut off. Places are in dots, y down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, hypot, sqrt
from typing import NamedTuple

from l5tui.figure.canvas import Rows


class Spot(NamedTuple):
    """A place on the canvas, in dots from the left and from the top."""

    x: float
    y: float


class Dash(NamedTuple):
    """How many dots are on and off in turn, counted along the line, so that diagonals stay even."""

    on: int
    off: int


def empty(height: int) -> Rows:
    """No dots at all."""
    return [0] * height


def run(low: float, high: float, width: int) -> int:
    """The dots of a row whose centres lie between two places, as a mask."""
    first, last = max(0, ceil(low - 1e-9)), min(width - 1, floor(high + 1e-9))
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0


def thick(rows: Rows, width: int, start: Spot, end: Spot, radius: float) -> None:
    """Set the dots within a radius of a line."""
    top = max(0, ceil(min(start.y, end.y) - radius - 1e-9))
    bottom = min(len(rows) - 1, floor(max(start.y, end.y) + radius + 1e-9))
    dx, dy = end.x - start.x, end.y - start.y
    length = hypot(dx, dy)
    square, side = radius * radius, radius * length
    for row in range(top, bottom + 1):
        low, high = width + 0.0, -1.0
        for spot in (start, end):
            rest = square - (row - spot.y) ** 2
            if rest >= 0:
                half = sqrt(rest)
                low, high = min(low, spot.x - half), max(high, spot.x + half)
        if length > 1e-9:
            from_x, to_x = _band(row - start.y, dx, dy, side, length * length)
            if from_x <= to_x:
                low, high = min(low, start.x + from_x), max(high, start.x + to_x)
        rows[row] |= run(low, high, width)


def _band(y: float, dx: float, dy: float, side: float, square: float) -> tuple[float, float]:
    """Where a row crosses the straight part of a thick line, seen from its start; nowhere when it ends before it
    begins."""
    low, high = float("-inf"), float("inf")
    if abs(dy) > 1e-9:
        ends = ((dx * y - side) / dy, (dx * y + side) / dy)
        low, high = min(ends), max(ends)
    elif abs(dx * y) > side:
        return 1.0, 0.0
    if abs(dx) > 1e-9:
        ends = (-dy * y / dx, (square - dy * y) / dx)
        low, high = max(low, min(ends)), min(high, max(ends))
    elif not 0 <= dy * y <= square:
        return 1.0, 0.0
    return low, high


def thin(rows: Rows, width: int, path: Sequence[Spot], dash: Dash | None = None, *, broad: bool = False) -> None:
    """Set the dots of a line through these places, one dot wide, or two when it is broad."""
    height = len(rows)
    for count, (x, y, steep) in enumerate(_steps(path)):
        if dash and count % (dash.on + dash.off) >= dash.on:
            continue
        if 0 <= y < height and 0 <= x < width:
            rows[y] |= 1 << x
        if broad:
            x, y = (x + 1, y) if steep else (x, y - 1)
            if 0 <= y < height and 0 <= x < width:
                rows[y] |= 1 << x


def _steps(path: Sequence[Spot]) -> Iterator[tuple[int, int, bool]]:
    """The dots along a line, each once, and whether it is steep there."""
    before: tuple[int, int] | None = None
    for start, end in pairwise(path):
        dx, dy = end.x - start.x, end.y - start.y
        steps = max(1, round(max(abs(dx), abs(dy))))
        steep = abs(dy) > abs(dx)
        for step in range(steps + 1):
            at = (round(start.x + dx * step / steps), round(start.y + dy * step / steps))
            if at != before:
                yield *at, steep
                before = at


def disc(rows: Rows, width: int, centre: Spot, radius: float) -> None:
    """Set the dots within a radius of a place."""
    thick(rows, width, centre, centre, radius)


def minus(rows: Rows, holes: Rows) -> None:
    """Clear every dot that is set in the other."""
    for row, hole in enumerate(holes):
        if hole:
            rows[row] &= ~hole


def plus(rows: Rows, others: Iterable[int]) -> None:
    """Set every dot that is set in the other."""
    for row, other in enumerate(others):
        if other:
            rows[row] |= other
