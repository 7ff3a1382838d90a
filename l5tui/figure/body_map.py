"""The body map: the body from behind in braille, with a line from the spine to the furthest place on each side.

It has eight rows of cells, one for each rank of the clinical data, section b, so that a list of places fits beside it
row by row. Both halves are drawn from the same coordinates, mirrored. The person's left is on the left.
"""

from __future__ import annotations

from typing import Final

from l5tui.figure.dots import Canvas, Role, Rows, Spot, braille, draw_thick_line, draw_thin_line, empty

ROWS: Final = 8
"""Rows of cells, one for each rank from 0, none, to 7, foot or toes."""
COLUMNS: Final = 11
_MIDDLE: Final = COLUMNS - 0.5
_OUTER: Final = (
    (7.5, 0), (7.5, 2), (6.5, 5), (6.5, 8), (8.5, 11), (9.5, 13), (9.5, 15), (8.5, 18), (7.5, 21), (7.5, 23), (8.5, 25),
    (7.5, 28), (6.5, 30), (9.5, 31),
)  # fmt: skip
"""The outer edge of one half, as (dots from the middle, dots from the top): flank, hip, thigh, knee, calf, foot."""
_INNER: Final = ((0.5, 16), (1.5, 17), (2.5, 20), (2.5, 23), (2.5, 27), (3.5, 30), (3.5, 31))
"""The inner edge of one leg, from the crotch down."""
_SPINE: Final = ((1, 2), (4, 6), (8, 10), (12, 14))
"""Where the spine is drawn, as runs of dot rows."""
_WAY: Final = ((0.0, 5), (3.5, 9), (5.0, 14), (5.0, 18), (5.0, 22), (5.0, 26), (5.0, 30))
"""The position of each rank on one half, from rank 1, the middle of the low back."""
_THICK: Final = 1.1


def body_map(left: int | None, right: int | None) -> Canvas:
    """The body, and on each side the line to the furthest place.

    Args:
        left: rank 0 to 7 on the left; None if it wasn't answered. None and 0 have no line.
        right: the same on the right.
    """
    height, width = 4 * ROWS, 2 * COLUMNS
    planes: dict[Role, Rows] = {"far": empty(height), "active": empty(height)}
    for first, last in _SPINE:
        for across in (-0.5, 0.5):
            draw_thin_line(planes["far"], width, (_spot(across, first), _spot(across, last)))
    for sign, rank in ((-1, left), (1, right)):
        for edge in (_OUTER, _INNER):
            draw_thin_line(planes["far"], width, [_spot(sign * across, down) for across, down in edge])
        _way(planes["active"], width, sign, rank or 0)
    return braille(planes, COLUMNS, ROWS)


def _way(rows: Rows, width: int, sign: int, rank: int) -> None:
    way = [_spot(sign * across, down) for across, down in _WAY[:rank]]
    for start, end in zip(way, way[1:] or way, strict=False):
        draw_thick_line(rows, width, start, end, _THICK)


def _spot(across: float, down: float) -> Spot:
    return Spot(_MIDDLE + across, down)
