"""From dots to cells: one braille letter and one role for each cell.

A row of dots is one whole number, a bit a dot, so that a line's row is one mask and a cell's role is a test of bits.
Python has no faster bitmap of its own; a table turns eight dots at a time into four cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["near", "active", "far", "floor"]
"""What a cell shows. A cell with several has the first of them in this order."""
ROLES: Final[tuple[Role, ...]] = ("active", "near", "far", "floor")

Rows = list[int]
"""Dot rows from the top down; bit x of a row is the dot in column x."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture in cells: its rows of text, all equally long, and the role of every cell (None where it is empty)."""

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
    """The picture of these dots, one plane for each role; a role without one has no dots."""
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
