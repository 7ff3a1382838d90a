"""Drawing on rows of dots: thick lines, thin lines and discs.

A dot is set if its centre is within the radius of the line. Each shape is convex, so each of its rows is one run of
dots, which is computed and set as one mask. Parts outside the rows are clipped. Coordinates are in dots, y down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, hypot, inf, sqrt
from typing import Final, Literal, NamedTuple

from msgspec import Struct

Role = Literal["near", "active", "far", "floor"]
"""What a cell shows. A cell with several roles has the first of them in `ROLES`."""
ROLES: Final[tuple[Role, ...]] = ("active", "near", "far", "floor")

Rows = list[int]
"""Dot rows from the top down; bit x of a row is the dot in column x."""


class Canvas(Struct, frozen=True):
    """A picture in cells: rows of text of equal length, and the role of each cell (None if it is empty)."""

    rows: tuple[str, ...]
    roles: tuple[tuple[Role | None, ...], ...]

    @classmethod
    def blank(cls, columns: int, rows: int) -> Canvas:
        """An empty picture of this size."""
        columns, rows = max(0, columns), max(0, rows)
        return cls((" " * columns,) * rows, ((None,) * columns,) * rows)


_LEFT: Final = (0x01, 0x02, 0x04, 0x40)
_RIGHT: Final = (0x08, 0x10, 0x20, 0x80)


def _four_cells(dots: int, left: int, right: int) -> bytes:
    return bytes((left if dots >> 2 * cell & 1 else 0) | (right if dots >> 2 * cell & 2 else 0) for cell in range(4))


_CELLS: Final = tuple(
    tuple(_four_cells(dots, left, right) for dots in range(256)) for left, right in zip(_LEFT, _RIGHT, strict=True)
)
"""For each of a cell's four dot rows, what eight dots add to the braille letters of four cells."""
_BRAILLE: Final = " " + "".join(chr(0x2800 + dots) for dots in range(1, 256))


def braille(planes: dict[Role, Rows], columns: int, rows: int) -> Canvas:
    """The picture of these dots, given as one plane for each role that has any."""
    width = -(-columns // 4)
    lines: list[str] = []
    roles: list[tuple[Role | None, ...]] = []
    for top in range(0, rows * 4, 4):
        dots = 0
        row: list[Role | None] = [None] * columns
        for role in reversed(ROLES):
            plane = planes.get(role)
            if not plane or not (plane[top] or plane[top + 1] or plane[top + 2] or plane[top + 3]):
                continue
            cells = 0
            for at in range(4):
                table = _CELLS[at]
                line = plane[top + at]
                if line:
                    joined = b"".join([table[eight] for eight in line.to_bytes(width, "little")])
                    cells |= int.from_bytes(joined, "little")
            dots |= cells
            for column, cell in enumerate(cells.to_bytes(width * 4, "little")[:columns]):
                if cell:
                    row[column] = role
        letters = dots.to_bytes(width * 4, "little")[:columns]
        lines.append("".join([_BRAILLE[cell] for cell in letters]))
        roles.append(tuple(row))
    return Canvas(tuple(lines), tuple(roles))


_SLACK: Final = 1e-9
"""Tolerance, so that a dot exactly on the edge is set whatever the rounding."""


class Spot(NamedTuple):
    """A point on the canvas, in dots from the left and from the top."""

    x: float
    y: float


def empty(height: int) -> Rows:
    """Rows without any dots."""
    return [0] * height


def draw_thick_line(rows: Rows, width: int, start: Spot, end: Spot, radius: float) -> None:
    """Set the dots within a radius of a line.

    Most of a frame's time is spent here, so slopes are computed outside the loop and each row without a function call:
    the discs at both ends and the straight part give up to three intervals, and the run covers all of them.
    """
    (ax, ay), (bx, by) = start, end
    if by < ay:
        ax, ay, bx, by = bx, by, ax, ay
    dx, dy = bx - ax, by - ay
    radius += _SLACK
    square = radius * radius
    length = hypot(dx, dy)
    lean = dx / dy if dy > _SLACK else 0.0
    half = radius * length / dy if dy > _SLACK else inf
    upright = abs(dx) <= _SLACK
    fall = 0.0 if upright else -dy / dx
    reach = 0.0 if upright else length * length / dx
    for row in range(max(0, ceil(ay - radius)), min(len(rows) - 1, floor(by + radius)) + 1):
        from_a, from_b = row - ay, row - by
        low, high = inf, -inf
        rest = square - from_a * from_a
        if rest >= 0:
            across = sqrt(rest)
            low, high = ax - across, ax + across
        rest = square - from_b * from_b
        if rest >= 0:
            across = sqrt(rest)
            low = bx - across if bx - across < low else low
            high = bx + across if bx + across > high else high
        if upright:
            near, far = (-inf, inf) if half < inf and 0 < from_a < dy else (inf, -inf)
        else:
            near = fall * from_a
            far = near + reach
            if dx < 0:
                near, far = far, near
        left, right = lean * from_a - half, lean * from_a + half
        left = near if near > left else left
        right = far if far < right else right
        if left <= right and (half < inf or from_a * from_a <= square):
            low = ax + left if ax + left < low else low
            high = ax + right if ax + right > high else high
        if low > high:  # rounding included an edge row without dots
            continue
        first = ceil(low) if low > 0 else 0
        last = floor(high) if high < width else width - 1
        if last >= first:
            rows[row] |= ((1 << (last - first + 1)) - 1) << first


def draw_thin_line(rows: Rows, width: int, path: Sequence[Spot], *, broad: bool = False) -> None:
    """Set the dots of a line through these points, one dot wide, or two if it is broad."""
    height = len(rows)
    for x, y, steep in _steps(path):
        if 0 <= y < height and 0 <= x < width:
            rows[y] |= 1 << x
        if broad:
            x, y = (x + 1, y) if steep else (x, y - 1)
            if 0 <= y < height and 0 <= x < width:
                rows[y] |= 1 << x


def _steps(path: Sequence[Spot]) -> Iterator[tuple[int, int, bool]]:
    """The dots along a line, each once, and whether the line is steep there."""
    before: tuple[int, int] | None = None
    for start, end in pairwise([(round(spot.x), round(spot.y)) for spot in path]):
        dx, dy = end[0] - start[0], end[1] - start[1]
        steps = max(abs(dx), abs(dy), 1)
        steep = abs(dy) > abs(dx)
        for step in range(steps + 1):
            at = (start[0] + round(dx * step / steps), start[1] + round(dy * step / steps))
            if at != before:
                yield *at, steep
                before = at


def disc(rows: Rows, width: int, centre: Spot, radius: float) -> None:
    """Set the dots within a radius of a point."""
    draw_thick_line(rows, width, centre, centre, radius)


def clear_dots(rows: Rows, holes: Rows) -> None:
    """Clear the dots of `rows` that are set in `holes`."""
    for row, hole in enumerate(holes):
        if hole:
            rows[row] &= ~hole


def clear_fragments(rows: Rows, least: float) -> None:
    """Clear each group of adjacent dots that has fewer dots than this."""
    todo = {(x, y) for y, row in enumerate(rows) for x in range(row.bit_length()) if row >> x & 1}
    while todo:
        group = [todo.pop()]
        for x, y in group:
            for near in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                if near in todo:
                    todo.remove(near)
                    group.append(near)
        if len(group) < least:
            for x, y in group:
                rows[y] ^= 1 << x


def set_dots(rows: Rows, others: Rows) -> None:
    """Set the dots of `rows` that are set in `others`."""
    for row, other in enumerate(others):
        if other:
            rows[row] |= other


def dilated(rows: Rows) -> Rows:
    """The rows with the four neighbours of every dot set, too."""
    above, below = [0, *rows[:-1]], [*rows[1:], 0]
    return [row | row << 1 | row >> 1 | up | down for row, up, down in zip(rows, above, below, strict=True)]
