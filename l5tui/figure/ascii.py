"""Drawing of a sketch in ASCII, for terminals without braille.

A cell is two dots wide and four tall. Near and active limbs are drawn with `-`, `/`, `|` and similar letters at the
limb's angle, far limbs with dots, a pillow with `=` and the head as a ring of `O`. Later parts overwrite earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, cos, hypot, pi, sin

from l5tui.figure.dots import Canvas, Role, Spot
from l5tui.figure.sketch import Sketch


def write(drawn: Sketch, columns: int, rows: int) -> Canvas:
    """Draw a sketch in letters."""
    page = _Page(columns, rows)
    for column in range(columns):
        page.put(column, rows - 1, "_", "floor")
    for path, radius in drawn.props:
        page.prop(path, radius)
    for stroke in drawn.far:
        if not stroke.active:
            page.path(stroke.path, "far", ".")
    page.path(drawn.trunk, "near")
    for stroke in drawn.near:
        if not stroke.active:
            page.path(stroke.path, "near")
    page.head(drawn)
    for stroke in (*drawn.far, *drawn.near):
        if stroke.active:
            page.path(stroke.path, "active")
    return page.canvas()


class _Page:
    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._letters = [[" "] * columns for _ in range(rows)]
        self._roles: list[list[Role | None]] = [[None] * columns for _ in range(rows)]

    def put(self, column: int, row: int, letter: str, role: Role | None) -> None:
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self._letters[row][column] = letter
            self._roles[row][column] = role

    def path(self, path: Sequence[Spot], role: Role, letter: str = "") -> None:
        for start, end in pairwise(path):
            leaning = letter or _leaning(start, end)
            for spot in _sampled(start, end):
                self.put(*_cell(spot), leaning, role)

    def prop(self, path: Sequence[Spot], radius: float) -> None:
        for start, end in pairwise(path):
            for spot in _sampled(start, end):
                rows = range(int((spot.y - radius) // 4), int((spot.y + radius) // 4) + 1)
                for row in rows if radius > 2 else (int(spot.y) // 4,):
                    self.put(round(spot.x) // 2, row, "=", "far")

    def head(self, drawn: Sketch) -> None:
        centre, radius = drawn.head, drawn.head_radius
        for row in range(int((centre.y - radius) // 4), int((centre.y + radius) // 4) + 1):
            for column in range(int((centre.x - radius) // 2), int((centre.x + radius) // 2) + 1):
                if hypot(column * 2 + 0.5 - centre.x, row * 4 + 1.5 - centre.y) <= radius:
                    self.put(column, row, " ", None)
        steps = max(8, ceil(2 * pi * radius))
        for step in range(steps):
            turn = 2 * pi * step / steps
            self.put(*_cell(Spot(centre.x + radius * cos(turn), centre.y + radius * sin(turn))), "O", "near")

    def canvas(self) -> Canvas:
        return Canvas(tuple(map("".join, self._letters)), tuple(map(tuple, self._roles)))


def _cell(spot: Spot) -> tuple[int, int]:
    return round(spot.x) // 2, round(spot.y) // 4


def _sampled(start: Spot, end: Spot) -> Iterator[Spot]:
    """Points along a line, at least one in every cell that it crosses."""
    steps = max(1, ceil(hypot(end.x - start.x, end.y - start.y)))
    for step in range(steps + 1):
        yield Spot(start.x + (end.x - start.x) * step / steps, start.y + (end.y - start.y) * step / steps)


def _leaning(start: Spot, end: Spot) -> str:
    """The letter whose angle is nearest to that of the line on screen."""
    across, down = abs(end.x - start.x), abs(end.y - start.y)
    if down <= across * 0.5:
        return "-"
    if across <= down * 0.25:
        return "|"
    return "\\" if (end.x - start.x) * (end.y - start.y) > 0 else "/"
