"""Big letters and digits, drawn as strokes so that they fit any size.

A pixel is half a cell, one column by half a row, near square; two of them make ` `, `▀`, `▄` or `█`, which every
console font has. A glyph is a path in a box of W x H pixels with a stroke of t: corners are rounded, and a pixel is on
when its middle lies close enough to the path. Pure: nothing here knows Textual.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

Point = tuple[float, float]

PATHS: Final[dict[str, str]] = {
    "0": "LT RT RB LB close",
    "1": "CT CB + CT (C-.34W,T+.2H)",
    "2": "(L,T+.12H) LT RT RM LM LB! RB",
    "3": "LT RT RM (C-.1W,M) + (C-.1W,M) RM RB LB",
    "4": "LT (L,M+.12H) (R,M+.12H) + RT RB",
    "5": "RT LT! LM! RM RB LB",
    "6": "RT LT LB RB RM LM",
    "7": "LT RT (R,T+.25H) (C-.1W,B)",
    "8": "LT RT RM LM close + LM RM RB LB close",
    "9": "LB RB RT LT LM RM",
    "A": "LB LT RT RB + LM RM",
    "B": "LT! RT RM LM! close + LM! RM RB LB! close",
    "C": "RT LT LB RB",
    "D": "LT! RT RB LB! close",
    "E": "RT LT! LB! RB + LM RM",
    "F": "RT LT! LB + LM (R-.1W,M)",
    "G": "RT LT LB RB RM! (C,M)",
    "H": "LT LB + RT RB + LM RM",
    "I": "CT CB",
    "J": "RT RB LB (L,B-.25H)",
    "K": "LT LB + RT LM! RB",
    "L": "LT LB! RB",
    "M": "LB LT! CM! RT! RB",
    "N": "LB LT! RB! RT",
    "O": "LT RT RB LB close",
    "P": "LB LT! RT RM LM",
    "Q": "LT RT RB LB close + (C,B-.25H) RB",
    "R": "LB LT! RT RM LM + CM RB",
    "S": "RT LT LM RM RB LB",
    "T": "LT RT + CT CB",
    "U": "LT LB RB RT",
    "V": "LT CB! RT",
    "W": "LT LB! CM! RB! RT",
    "X": "LT RB + RT LB",
    "Y": "LT CM! RT + CM CB",
    "Z": "LT RT! LB! RB",
    "-": "LM RM",
    "'": "CT (C,T+.25H)",
    "!": "CT (C,B-.3H) + CB CB",
    ":": "(C,T+.3H) (C,T+.3H) + (C,B-.3H) (C,B-.3H)",
    " ": "",
}
"""Each glyph as strokes: corner names, `!` for a sharp corner, `close` back to the start, `+` for the next stroke."""

NARROW: Final = {":": 0.3, "'": 0.3, "!": 0.3, " ": 0.5, "I": 0.6, "1": 1.0}
"""Glyphs that take less than the full width, as a share of it. Digits all take it, so that nothing jumps."""

SIZES: Final = {
    3: (5, 6, 1),
    4: (6, 8, 2),
    5: (7, 10, 2),
    7: (10, 14, 3),
    8: (11, 16, 3),
    13: (17, 26, 5),
    15: (19, 30, 5),
}
"""Rows to width, height and stroke in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """The size of a glyph in pixels, and the stroke."""

    width: int
    height: int
    stroke: int

    @classmethod
    def of_rows(cls, rows: int) -> Box:
        """The box for a number of rows: the table's, or the floor screen's proportions."""
        if rows in SIZES:
            return cls(*SIZES[rows])
        height = rows * 2
        return cls(max(3, round(0.62 * height)), height, max(1, round(0.17 * height)))

    @property
    def gap(self) -> int:
        """Pixels between two glyphs."""
        return max(1, round(0.9 * self.stroke))


def _place(name: str, box: Box) -> Point:
    """A point by its name: `LT`, `CM`, or `(C-.1W,M)` with an offset in shares of the box."""
    w, h, t = box.width, box.height, box.stroke
    xs = {"L": t / 2, "R": w - t / 2, "C": round(w / 2 - t / 2) + t / 2}
    ys = {"T": t / 2, "B": h - t / 2, "M": round(h / 2 - t / 2) + t / 2}
    if not name.startswith("("):
        return xs[name[0]], ys[name[1]]
    across, down = name.strip("()").split(",")
    return _offset(across, xs, w), _offset(down, ys, h)


def _offset(text: str, base: dict[str, float], size: int) -> float:
    found = re.fullmatch(r"([A-Z])(?:([+-]\.\d+)[WH])?", text)
    assert found is not None, text  # noqa: S101  the paths above are ours
    return base[found[1]] + float(found[2] or 0) * size


def _strokes(sign: str, box: Box) -> list[list[Point]]:
    """The strokes of a glyph as polylines, with their corners rounded."""
    strokes = []
    for stroke in PATHS[sign].split("+ "):
        names = stroke.split()
        closed = bool(names) and names[-1] == "close"
        corners = [(_place(name.rstrip("!"), box), name.endswith("!")) for name in names if name != "close"]
        if corners:
            strokes.append(_rounded(corners, box, closed=closed))
    return strokes


def _rounded(corners: list[tuple[Point, bool]], box: Box, *, closed: bool) -> list[Point]:
    radius = max(1.0, min((box.width - box.stroke) / 2, (box.height - box.stroke) / 4))
    count = len(corners)
    line: list[Point] = []
    for index, (corner, sharp) in enumerate(corners):
        inner = closed or 0 < index < count - 1
        if not inner or sharp:
            line.append(corner)
            continue
        before, after = corners[index - 1][0], corners[(index + 1) % count][0]
        reach = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start, end = _towards(corner, before, reach), _towards(corner, after, reach)
        line += [_curve(start, corner, end, step / 6) for step in range(7)]
    return [*line, line[0]] if closed else line


def _towards(here: Point, there: Point, reach: float) -> Point:
    distance = math.dist(here, there) or 1.0
    return here[0] + (there[0] - here[0]) * reach / distance, here[1] + (there[1] - here[1]) * reach / distance


def _curve(start: Point, corner: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return a * start[0] + b * corner[0] + c * end[0], a * start[1] + b * corner[1] + c * end[1]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the nearest place on a piece of line."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = (
        0.0 if not length else max(0.0, min(1.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    )
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


@lru_cache(maxsize=256)
def pixels(sign: str, box: Box) -> tuple[tuple[bool, ...], ...]:
    """A glyph as rows of pixels."""
    strokes = _strokes(sign, box)
    share = NARROW.get(sign, 1.0)
    wide = box if share == 1.0 else Box(max(box.stroke, round(box.width * share)), box.height, box.stroke)
    if wide is not box:
        strokes = _strokes(sign, wide)
    near = math.sqrt(box.stroke**2 / 4 + (0.02 if box.stroke == 1 else 0.15))
    return tuple(
        tuple(
            any(
                _distance((x + 0.5, y + 0.5), start, end) <= near
                for stroke in strokes
                for start, end in zip(stroke, stroke[1:] or stroke, strict=False)
            )
            for x in range(wide.width)
        )
        for y in range(wide.height)
    )


@lru_cache(maxsize=512)
def draw(text: str, box: Box) -> tuple[str, ...] | None:
    """A text as rows of half blocks, or None when a letter of it has no path."""
    if any(sign not in PATHS for sign in text):
        return None
    glyphs = [pixels(sign, box) for sign in text]
    rows = []
    for y in range(0, box.height, 2):
        parts = []
        for glyph in glyphs:
            upper, lower = glyph[y], glyph[y + 1] if y + 1 < box.height else [False] * len(glyph[y])
            parts.append("".join(" ▄▀█"[up * 2 + down] for up, down in zip(upper, lower, strict=True)))
        rows.append((" " * box.gap).join(parts))
    return tuple(rows)


def fit(text: str, columns: int, tallest: int) -> tuple[str, ...] | None:
    """A word as large as fits beside what else is there: 8 rows, 4, 3, or 3 with narrow letters; None if none does."""
    boxes = [Box.of_rows(rows) for rows in (8, 4, 3) if rows <= tallest] + [Box(4, 6, 1)]
    for box in boxes:
        rows = draw(text, box)
        if rows is not None and rows and len(rows[0]) <= columns:
            return rows
    return None
