"""Big letters and digits, drawn as strokes so that they fit any size.

A pixel is half a cell, one column by half a row, near square; two of them make ` `, `▀`, `▄` or `█`, which every
console font has. A glyph is a path in a box of W x H pixels with a stroke of t: corners are rounded, and a pixel is on
when its middle lies close enough to the path. Where half blocks are missing a pixel is a whole cell: then the rows are
counted in strokes, so that a bar is one row and the holes of an 8 stay open. Pure: nothing here knows Textual.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

Point = tuple[float, float]

PATHS: Final[dict[str, str]] = {
    "0": "LT RT RB LB close",
    "1": "CT CB + CT (C-.34W,T+.2H)",
    "2": "(L,T+.12H) LT RT RM LM LB! RB",
    "3": "LT RT RM (C-.1W,M) + (C-.1W,M) RM RB LB",
    "4": "LT (L,M+.12H)! (R,M+.12H) + (R-.15w,T) (R-.15w,B)",
    "5": "RT LT! LM! RM RB LB",
    "6": "(R-.15w,T) LT LB RB RM LM",
    "7": "LT RT (R,T+.25H) (C-.1W,B)",
    "8": "LT RT RM LM close + LM RM RB LB close",
    "9": "LB RB RT LT LM RM",
    "A": "LB LT RT RB + LM RM",
    "B": "LT! RT RM LM! close + LM! RM RB LB! close",
    "C": "RT LT LB RB",
    "D": "LT! RT RB LB! close",
    "E": "RT LT! LB! RB + LM RM",
    "F": "RT LT! LB + LM (R-.1W,M)",
    "G": "RT LT LB RB RM! (R-.15w,M)",
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
    "V": "LT (L,M) CB! (R,M) RT",
    "W": "LT LB! CM! RB! RT",
    "X": "LT RB + RT LB",
    "Y": "LT CM! RT + CM CB",
    "Z": "LT RT! LB! RB",
    "-": "LM RM",
    "'": "CT (C,T+.2h)",
    "!": "CT (C,B-.35h) + CB CB",
    ":": "(C,M-.25h) (C,M-.25h) + (C,M+.25h) (C,M+.25h)",
    " ": "",
}
"""Each glyph as strokes: corner names, `!` for a sharp corner, `close` back to the start, `+` for the next stroke.

A corner may be moved by a share of the box (`.12H`), by one in whole pixels (`.25h`), or by pixels (`+1`). Three pairs
are drawn apart on purpose: the bar of a 4 goes on to the right of its stem, unlike that of a y; the bar of a G leaves a
gap, and a 6 is open at its top right; a D has sharp corners on its left, where an O is round.
"""

PATHS_LOW: Final = {
    "2": "LT RT RM LM LB! RB",
    "3": "LT RT RM (L+1,M) + (L+1,M) RM RB LB",
}
"""What differs in a box of eight pixels or less, where there is no room for a hook."""

PATHS_NARROWEST: Final = {"N": "LB LT! RT RB"}
"""What differs in a box three pixels wide, where a diagonal would fill the hole and make an H of an N."""

STEMS: Final = frozenset("I!':")
"""Glyphs as wide as the stroke. Digits all take the full box, so that nothing jumps."""

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

WORD_ROWS: Final = (8, 4, 3)
"""The sizes of a word, tallest first."""
LOWEST_ROWS: Final = 3
LOWEST_PLAIN_ROWS: Final = 5
"""In whole cells: lower, a 2 is a 3 and a 5 a 6."""


class Box(Struct, frozen=True):
    """The size of a glyph in pixels, and the stroke."""

    width: int
    height: int
    stroke: int
    gap: int
    """Pixels between two glyphs."""

    @classmethod
    def of_rows(cls, rows: int) -> Box:
        """The box for a number of rows: the table's, or the floor screen's proportions."""
        height = rows * 2
        width, _, stroke = SIZES.get(rows) or (max(3, round(0.62 * height)), height, max(1, round(0.17 * height)))
        return cls(width, height, stroke, max(1, round(0.9 * stroke)))

    @property
    def narrow(self) -> Box:
        """A form with two pixels between two stems, set closer."""
        return replace(self, width=min(self.width, 2 * self.stroke + 2), gap=max(1, self.gap - 1))

    @property
    def narrowest(self) -> Box:
        """The narrowest form that leaves a hole between two stems, for words."""
        return replace(self.narrow, width=2 * self.stroke + 1)

    def width_of(self, sign: str) -> int:
        """How wide one glyph is: M and W take a third stem, a space half a box."""
        if sign in STEMS:
            return self.stroke
        if sign == " ":
            return round(self.width / 2)
        return max(self.width, 3 * self.stroke + 2 * max(1, self.stroke - 1)) if sign in "MW" else self.width


class _Grid(Struct, frozen=True):
    """Where the pixels of one glyph lie: `rows` of them, `pitch` apart, and the stroke that is drawn over them."""

    width: int
    rows: int
    pitch: float
    stroke: int

    @classmethod
    def of(cls, width: int, box: Box, *, plain: bool) -> _Grid:
        if not plain:
            return cls(width, box.height, 1.0, box.stroke)
        bar = max(1, box.stroke // 2)
        return cls(width, box.height // 2, box.stroke / bar, box.stroke)

    @property
    def height(self) -> float:
        return self.rows * self.pitch

    def anchors(self) -> tuple[dict[str, float], dict[str, float]]:
        """The named centre lines, across and down."""
        half = self.stroke / 2
        middle = round((self.height / 2 - half) / self.pitch) * self.pitch + half
        across = {"L": half, "R": self.width - half, "C": round(self.width / 2 - half) + half}
        return across, {"T": half, "B": self.height - half, "M": middle}

    def place(self, name: str) -> Point:
        """A point by its name: `LT`, `CM`, or with an offset, `(C-.1W,M)`."""
        across, down = self.anchors()
        x, y = name.strip("()").split(",") if name.startswith("(") else (name[0], name[1])
        return _offset(x, across, self.width), _offset(y, down, self.height, self.pitch)


_OFFSET: Final = re.compile(r"([A-Z])(?:([+-](?:\d+|\.\d+))([WwHh]?))?")


def _offset(text: str, anchors: dict[str, float], size: float, pitch: float = 1.0) -> float:
    found = _OFFSET.fullmatch(text)
    if found is None:
        raise ValueError(text)
    by = float(found[2] or 0)
    if found[3]:
        by *= size
    return anchors[found[1]] + (round(by / pitch) * pitch if found[3] in {"w", "h"} else by)


def _strokes(sign: str, grid: _Grid) -> list[list[Point]]:
    """The strokes of a glyph as polylines, with their corners rounded."""
    path = PATHS_LOW.get(sign) if grid.height <= 8 else None
    path = PATHS_NARROWEST.get(sign, path) if grid.width <= 3 else path
    strokes = []
    for stroke in (path or PATHS[sign]).split("+ "):
        names = stroke.split()
        closed = names[-1:] == ["close"]
        corners = [(grid.place(name.rstrip("!")), name.endswith("!")) for name in names if name != "close"]
        if corners:
            strokes.append(_rounded(corners, grid, closed=closed))
    return strokes


def _rounded(corners: list[tuple[Point, bool]], grid: _Grid, *, closed: bool) -> list[Point]:
    radius = max(1.0, min((grid.width - grid.stroke) / 2, (grid.height - grid.stroke) / 4))
    count = len(corners)
    line: list[Point] = []
    for index, (corner, sharp) in enumerate(corners):
        if sharp or not (closed or 0 < index < count - 1):
            line.append(corner)
        else:
            before, after = corners[index - 1][0], corners[(index + 1) % count][0]
            halves = [1 if not closed and end in (0, count - 1) else 2 for end in (index - 1, index + 1)]
            room = min(math.dist(before, corner) / halves[0], math.dist(corner, after) / halves[1])
            if grid.stroke == 1:  # an arc would not leave out the corner's pixel
                line += [_towards(corner, end, min(1.0, room)) for end in (before, after)]
            else:
                line += _arc(before, corner, after, radius, room)
    return [*line, line[0]] if closed else line


def _arc(before: Point, corner: Point, after: Point, radius: float, room: float) -> Iterator[Point]:
    """A corner as a piece of a circle that touches both its sides, within the room they give."""
    into, out = _unit(corner, before), _unit(corner, after)
    half = math.acos(max(-1.0, min(1.0, into[0] * out[0] + into[1] * out[1]))) / 2
    if half < 0.05 or half > 1.55:  # back on itself, or straight on
        yield corner
        return
    radius = min(radius, room * math.tan(half))
    middle = _unit((0.0, 0.0), (into[0] + out[0], into[1] + out[1]))
    reach = radius / math.sin(half)
    centre = corner[0] + middle[0] * reach, corner[1] + middle[1] * reach
    facing = math.atan2(-middle[1], -middle[0])
    turn = into[0] * out[1] - into[1] * out[0]
    sweep = math.copysign(math.pi / 2 - half, turn)
    pieces = min(6, max(2, math.ceil(radius)))
    for step in range(-pieces, pieces + 1):
        angle = facing - sweep * step / pieces
        yield centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def _towards(corner: Point, end: Point, far: float) -> Point:
    across, down = _unit(corner, end)
    return corner[0] + across * far, corner[1] + down * far


def _unit(here: Point, there: Point) -> Point:
    distance = math.dist(here, there) or 1.0
    return (there[0] - here[0]) / distance, (there[1] - here[1]) / distance


@lru_cache(maxsize=512)
def pixels(sign: str, box: Box, *, plain: bool = False) -> tuple[tuple[bool, ...], ...]:
    """A glyph as rows of pixels: two to a row of cells, or one where `plain` asks for whole cells."""
    grid = _Grid.of(box.width_of(sign), box, plain=plain)
    near = box.stroke**2 / 4 + (0.02 if box.stroke == 1 else 0.15)
    on = [[False] * grid.width for _ in range(grid.rows)]
    for stroke in _strokes(sign, grid):
        for start, end in zip(stroke, stroke[1:] or stroke, strict=False):
            _fill(on, grid.pitch, start, end, near)
    return tuple(map(tuple, on))


def _fill(on: list[list[bool]], pitch: float, start: Point, end: Point, near: float) -> None:
    """Turn on the pixels whose middle is near (squared) a piece of line."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    reach = math.sqrt(near)
    columns = range(max(0, int(min(ax, bx) - reach)), min(len(on[0]), int(max(ax, bx) + reach) + 1))
    rows = range(max(0, int((min(ay, by) - reach) / pitch)), min(len(on), int((max(ay, by) + reach) / pitch) + 1))
    for row in rows:
        y = (row + 0.5) * pitch - ay
        for column in columns:
            x = column + 0.5 - ax
            along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
            if (x - along * dx) ** 2 + (y - along * dy) ** 2 <= near:
                on[row][column] = True


def columns_of(text: str, box: Box) -> int:
    """How many columns a text takes."""
    return sum(box.width_of(sign) for sign in text) + box.gap * max(0, len(text) - 1)


@lru_cache(maxsize=512)
def draw(text: str, box: Box, *, plain: bool = False) -> tuple[str, ...] | None:
    """A text as rows of half blocks, or of `#` where `plain`; None when a letter of it has no path."""
    if not text or any(sign not in PATHS for sign in text):
        return None
    glyphs = [pixels(sign, box, plain=plain) for sign in text]
    gap = " " * box.gap
    if plain:
        return tuple(gap.join("".join(" #"[on] for on in glyph[y]) for glyph in glyphs) for y in range(len(glyphs[0])))
    return tuple(
        gap.join(
            "".join(" ▄▀█"[up * 2 + down] for up, down in zip(glyph[y], glyph[y + 1], strict=True)) for glyph in glyphs
        )
        for y in range(0, box.height, 2)
    )


def fit(text: str, columns: int, tallest: int, *, plain: bool = False) -> tuple[str, ...] | None:
    """A word as large as fits: as asked, else 8 rows, 4 or 3, at each with narrow letters before it becomes less tall,
    and at 3 with the narrowest; None if none does.

    In whole cells nothing lower than five rows can be read, and no form narrower than the narrow one.
    """
    lowest = LOWEST_PLAIN_ROWS if plain else LOWEST_ROWS
    lower = sorted({lowest, *WORD_ROWS} - set(range(lowest)), reverse=True)
    boxes = [Box.of_rows(rows) for rows in (tallest, *lower) if lowest <= rows <= tallest]
    forms = [form for box in boxes for form in (box, box.narrow)]
    return _first(text, columns, forms if plain else [*forms, *(box.narrowest for box in boxes[-1:])], plain=plain)


def fit_number(
    text: str, columns: int, tallest: int, *, plain: bool = False, narrow: bool = False
) -> tuple[str, ...] | None:
    """A number as large as fits, narrow if asked: it becomes narrower before it becomes less tall; None if none fits.

    A 1 by itself ends where it is drawn and not where its box does, so that it can stand at the right margin.
    """
    lowest = LOWEST_PLAIN_ROWS if plain else LOWEST_ROWS
    boxes = [Box.of_rows(rows) for rows in range(tallest, lowest - 1, -1)]
    forms = [form for box in boxes for form in (box, box.narrow)[narrow:]]
    rows = _first(text, columns, forms, plain=plain)
    if rows and text == "1":
        end = max(len(row.rstrip()) for row in rows)
        return tuple(row[:end] for row in rows)
    return rows


def _first(text: str, columns: int, boxes: list[Box], *, plain: bool) -> tuple[str, ...] | None:
    box = next((box for box in boxes if columns_of(text, box) <= columns), None)
    return draw(text, box, plain=plain) if box else None
