"""Remembers what the terminal shows, cell by cell, so that only changed cells are sent.

Textual redraws whole rows of each changed widget. When a count goes from 12 to 11, or a leg moves by a dot, nearly all
cells stay the same, and sending them would delay the count on a slow line. This module remembers each cell that was
sent, and compares the next picture with them.

What the terminal shows is known only while nobody else writes to it: code that takes the terminal over, sees it resized
or loses output calls `forget`, and the next picture is sent whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from rich.style import Style
from textual.strip import Strip

from l5tui.terminal.textual_internals import ChopsUpdate, CompositorUpdate, LayoutUpdate

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from textual.strip import Strip

_FOREGROUNDS = frozenset({*range(30, 38), *range(90, 98)})
_BACKGROUNDS = frozenset({*range(40, 48), *range(100, 108)})
_BOLD, _NOT_BOLD = "1", "22"
_PALETTE, _RGB = "5", "2"
_LENGTH = {_PALETTE: 3, _RGB: 5}
"""The number of parameters of a colour from the palette, and of one given as RGB."""


class CellStyle(NamedTuple):
    """The style of a cell as SGR parameters; an empty text is the terminal's default."""

    attributes: str = ""
    foreground: str = ""
    background: str = ""


DEFAULT_STYLE = CellStyle()


@lru_cache(maxsize=4096)
def cell_style(style: Style | None, colours: ColorSystem) -> CellStyle:
    """A Rich style as SGR parameters, in the terminal's number of colours. Links are left out."""
    if style is None:
        return DEFAULT_STYLE
    attributes: list[str] = []
    foreground = background = ""
    rest = [one for one in Strip.render_ansi(style, colours).split(";") if one]
    while rest:
        first = rest[0]
        taken = _LENGTH[rest[1]] if first in {"38", "48"} else 1
        piece, rest = ";".join(rest[:taken]), rest[taken:]
        if first == "38" or int(first) in _FOREGROUNDS:
            foreground = piece
        elif first == "48" or int(first) in _BACKGROUNDS:
            background = piece
        elif first not in {"39", "49"}:
            attributes.append(piece)
    return CellStyle(";".join(attributes), foreground, background)


def style_change(now: CellStyle, wanted: CellStyle) -> str:
    """The SGR sequence from one style to another, as short as possible."""
    if now == wanted:
        return ""
    anew = ["0" if now != DEFAULT_STYLE else "", *wanted]
    colours = [
        (wanted.foreground or "39") if wanted.foreground != now.foreground else "",
        (wanted.background or "49") if wanted.background != now.background else "",
    ]
    if now.attributes == wanted.attributes:
        change = colours
    elif not now.attributes:
        change = [wanted.attributes, *colours]
    elif (now.attributes, wanted.attributes) == (_BOLD, ""):
        change = [_NOT_BOLD, *colours]
    else:
        change = anew
    return min((f"\x1b[{';'.join(filter(None, parameters))}m" for parameters in (change, anew)), key=len)


def look_same(text: str, before: CellStyle, after: CellStyle) -> bool:
    """Whether a cell with this text looks the same in both styles: a blank does in any colour of text, unless it may be
    underlined or reversed.
    """
    plain = text == " " and not before.attributes and not after.attributes
    return before == after or (plain and before.background == after.background)


UNKNOWN: Final = "unknown"
"""The text of a cell whose content isn't known; it equals no character."""
PlacedStrip = tuple[int, int, "Strip"]
"""A row, a column, and the strip that begins there."""


@lru_cache(maxsize=4096)
def cell_texts(text: str) -> tuple[str, ...]:
    """The text of each cell: the second cell of a wide character is empty, and a character without width is joined to
    the one before it.
    """
    if text.isascii():
        return tuple(text)
    texts: list[str] = []
    for character in text:
        width = get_character_cell_size(character)
        if width:
            texts += [character, *[""] * (width - 1)]
        elif texts:
            before = next(at for at in reversed(range(len(texts))) if texts[at])
            texts[before] += character
    return tuple(texts)


class Row:
    """What one row of the terminal shows."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.styles: list[CellStyle] = []
        self.disputed = False
        """Whether terminals may disagree about the width of a character in it."""

    def put(self, x: int, texts: list[str], styles: list[CellStyle]) -> list[int]:
        """Set cells from a column on; returns the columns that changed."""
        end = x + len(texts)
        missing = max(0, end - len(self.texts))
        self.texts += [UNKNOWN] * missing
        self.styles += [DEFAULT_STYLE] * missing
        if self.texts[x:end] == texts and self.styles[x:end] == styles:
            return []
        shown = zip(self.texts[x:end], texts, self.styles[x:end], styles, strict=True)
        differ = [
            x + at
            for at, (before, after, was, now) in enumerate(shown)
            if before != after or not (was == now or look_same(after, was, now))
        ]
        if x and self.texts[x] == "":
            self.texts[x - 1] = UNKNOWN  # half of a wide character is overwritten
        if self.texts[end : end + 1] == [""]:
            self.texts[end] = UNKNOWN
        self.texts[x:end], self.styles[x:end] = texts, styles
        self.disputed = any(len(sign) != 1 and sign is not UNKNOWN for sign in self.texts)
        return differ


class CellWriter:
    """Writes cells to a terminal with as few bytes as possible.

    Args:
        style: the style that the terminal writes in; None if that isn't known.
    """

    def __init__(self, style: CellStyle | None) -> None:
        self._written: list[str] = []
        self.style = style

    def draw(self, y: int, row: Row, columns: Iterable[int]) -> None:
        """Draw these cells of a row, from left to right."""
        at: int | None = None
        for x in columns:
            if at is None:
                self._move(y, x)
            elif at < x:
                self._skip(row, at, x)
            self._put(row.texts[x], row.styles[x])
            at = x + 1

    def draw_whole(self, y: int, row: Row) -> None:
        """Draw all known cells of a row, positioning the cursor after every character whose width is uncertain."""
        trusted = False
        for x, (sign, style) in enumerate(zip(row.texts, row.styles, strict=True)):
            if sign in {UNKNOWN, ""}:
                trusted = False
                continue
            if not trusted:
                self._move(y, x)
            self._put(sign, style)
            trusted = len(sign) == 1

    def all(self) -> str:
        """All that was written; the terminal stays in the style of the last cell."""
        return "".join(self._written)

    def _move(self, y: int, x: int) -> None:
        self._written.append(f"\x1b[{y + 1};{x + 1}H")

    def _skip(self, row: Row, start: int, end: int) -> None:
        """Skip unchanged cells: write them again where that is shorter than moving the cursor."""
        move = f"\x1b[{end - start}C" if end - start > 1 else "\x1b[C"
        again = "".join(row.texts[start:end])
        same = all(style == self.style for style in row.styles[start:end]) and UNKNOWN not in row.texts[start:end]
        self._written.append(again if same and len(again.encode()) <= len(move) else move)

    def _put(self, sign: str, style: CellStyle) -> None:
        if self.style is None:
            self._written.append("\x1b[0m" + style_change(DEFAULT_STYLE, style))
            self.style = style
        elif style != self.style and not look_same(sign, self.style, style):
            self._written.append(style_change(self.style, style))
            self.style = style
        self._written.append(sign)


class Cells:
    """The cells of the whole terminal."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}
        self._window = (0, 0)
        self._style: CellStyle | None = None
        """The style that the terminal writes in, kept between two pictures: setting it anew is longer than most
        changes. None if it isn't known. The terminal is restored in its own colours, however the app ends."""

    def fit(self, window: tuple[int, int]) -> None:
        """Prepare for a picture of the whole window. If its size has changed, forget all cells: anything drawn since
        the terminal was resized may be anywhere.
        """
        if window != self._window:
            self._window = window
            self.forget()

    def forget(self) -> None:
        """Forget what the terminal shows, and its style. Callable from any thread."""
        self._rows = {}
        self._style = None

    def forget_style(self) -> None:
        """Forget the style that the terminal writes in, because something else was written to it."""
        self._style = None

    def show(self, picture: Iterable[PlacedStrip], colours: ColorSystem) -> str:
        """The output that makes the terminal show this picture; from now on it counts as shown.

        It is written row by row, or one colour after the other, whichever is shorter: where two colours take turns, as
        in a figure with limbs of two colours, more than half of the output would be changes of colour.
        """
        rows = self._rows
        changed: dict[int, list[int]] = {}
        disputed: set[int] = set()
        for y, x, strip in picture:
            row = rows.setdefault(y, Row())
            texts: list[str] = []
            styles: list[CellStyle] = []
            for text, style, _ in strip:
                cells = cell_texts(text)
                texts += cells
                styles += [cell_style(style, colours)] * len(cells)
            was_disputed = row.disputed
            if differ := row.put(x, texts, styles):
                changed.setdefault(y, []).extend(differ)
                if was_disputed or row.disputed:
                    disputed.add(y)
        in_order = CellWriter(self._style)
        by_style: dict[CellStyle, dict[int, list[int]]] = {}
        for y, columns in sorted(changed.items()):
            if y in disputed:
                in_order.draw_whole(y, rows[y])
            else:
                columns = sorted(set(columns))
                in_order.draw(y, rows[y], columns)
                for look, x in _styled(rows[y], columns):
                    by_style.setdefault(look, {}).setdefault(y, []).append(x)
        shortest = in_order
        if len(by_style) > 1 and not disputed:
            colours_apart = CellWriter(self._style)
            for parts in by_style.values():
                for y, columns in parts.items():
                    colours_apart.draw(y, rows[y], columns)
            shortest = min(in_order, colours_apart, key=lambda writer: len(writer.all().encode()))
        if self._rows is rows:  # not forgotten meanwhile, in another thread
            self._style = shortest.style
        return shortest.all()


def _styled(row: Row, columns: Iterable[int]) -> Iterator[tuple[CellStyle, int]]:
    """These cells of a row, each with the style to draw it in: a blank is drawn with the cell before it."""
    last = row.styles[next(iter(columns))]
    for x in columns:
        if not look_same(row.texts[x], last, row.styles[x]):
            last = row.styles[x]
        yield last, x


class Changes(CompositorUpdate):
    """A compositor update of Textual's of which only the changed cells are sent."""

    def __init__(self, picture: LayoutUpdate | ChopsUpdate, cells: Cells) -> None:
        self.picture = picture
        self.cells = cells

    def render_segments(self, console: Console) -> str:
        """The output for this update."""
        if isinstance(self.picture, LayoutUpdate):
            self.cells.fit(self.picture.region.size)
        placed = _of_layout(self.picture) if isinstance(self.picture, LayoutUpdate) else _of_parts(self.picture)
        return self.cells.show(placed, COLOR_SYSTEMS[console.color_system or "truecolor"])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.picture


def changes(drawn: RenderableType | None, cells: Cells) -> RenderableType | None:
    """The update reduced to changed cells if it is one of Textual's compositor updates; anything else unchanged."""
    if isinstance(drawn, LayoutUpdate | ChopsUpdate):
        return Changes(drawn, cells)
    if drawn is not None:
        cells.forget_style()
    return drawn


def _of_layout(picture: LayoutUpdate) -> Iterator[PlacedStrip]:
    for y, line in enumerate(picture.strips, picture.region.y):
        x = picture.region.x
        for strip in line:
            yield y, x, strip
            x += strip.cell_length


def _of_parts(picture: ChopsUpdate) -> Iterator[PlacedStrip]:
    for y, first, last in picture.spans:
        for end, (x, strip) in zip(picture.chop_ends[y], picture.chops[y].items(), strict=False):
            if strip is not None and x < last and end > first:
                start = max(x, first)
                yield y, start, strip.crop(start - x, min(end, last) - x)
