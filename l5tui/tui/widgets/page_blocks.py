"""Blocks of text that wrap to the width of the window: paragraphs with a hanging mark, and small tables.

A page is a list of blocks, each of which returns its lines for a width. All of them are one Visual in one widget, so
that another page is shown with one update, without a widget for every line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Protocol

from msgspec import Struct, field
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from l5tui.library.markdown import BOLD, ITEMS, parts, with_addresses, without_marks
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, harmless

# ruff: noqa: ARG002 - Textual decides these signatures


MEASURE: Final = 72
"""The most columns of a line of prose: with longer lines the next one is hard to find."""
NOTHING: Final = Content("")


class Block(Protocol):
    """A part of a page."""

    def lines(self, width: int) -> list[Content]:
        """Its lines, none wider than `width` (at least 1)."""
        ...


class Gap(Struct, frozen=True):
    """A blank line."""

    def lines(self, width: int) -> list[Content]:
        return [NOTHING]


class Paragraph(Struct, frozen=True):
    """Text that wraps. Its mark (a dash, a number) is before the first line; the others are indented to the text."""

    text: Content
    mark: Content = NOTHING
    indent: int = 0
    """Columns before the text, which contain the mark."""
    measure: int = MEASURE
    """The most columns of a line, with the indent."""

    def lines(self, width: int) -> list[Content]:
        indent = min(self.indent, max(0, width - 8))
        wrapped = self.text.wrap(max(1, min(width, self.measure) - indent)) or [NOTHING]
        if not indent:
            return wrapped
        first = self.mark.truncate(indent, pad=True) + wrapped[0]
        return [first, *(line.pad_left(indent) for line in wrapped[1:])]


class Table(Struct, frozen=True):
    """Rows of columns, each as wide as its content, the last one at the right edge.

    If the columns don't fit side by side, column `folds` (None for none) moves to a line of its own under column
    `wraps`; if that isn't enough, column `wraps` is wrapped.
    """

    rows: tuple[tuple[Content, ...], ...]
    wraps: int = 1
    folds: int | None = 2
    right: frozenset[int] = field(default_factory=frozenset)
    """Columns of numbers, which are right-aligned."""
    least: int = 0
    """The least width of `wraps` if there is room, so that tables at the same place have the same columns."""

    def lines(self, width: int) -> list[Content]:
        if not self.rows:
            return []
        columns = range(len(self.rows[0]))
        widths = [max(row[column].cell_length for row in self.rows) for column in columns]
        narrowest, widths[self.wraps] = widths[self.wraps], max(self.least, widths[self.wraps])
        for gap in (3, 2, 1):
            if sum(widths) + gap * (len(widths) - 1) <= width:
                return [self._side_by_side(row, widths, gap, width) for row in self.rows]
        widths[self.wraps] = narrowest
        return [line for row in self.rows for line in self._folded(row, widths, width)]

    def _side_by_side(self, row: tuple[Content, ...], widths: list[int], gap: int, width: int) -> Content:
        *others, last = (self._cell(row, column, widths[column]) for column in range(len(row)))
        before, after = others[: self.wraps], others[self.wraps :]
        line = Content("").join([*(cell.pad_right(min(gap, 2)) for cell in before), Content(" " * gap).join(after)])
        if not last:
            return line
        return line + Content(" " * (width - line.cell_length - last.cell_length)) + last

    def _cell(self, row: tuple[Content, ...], column: int, width: int) -> Content:
        missing = width - row[column].cell_length
        return row[column].pad_left(missing) if column in self.right else row[column].pad_right(missing)

    def _folded(self, row: tuple[Content, ...], widths: list[int], width: int) -> list[Content]:
        before = [self._cell(row, column, widths[column]) for column in range(self.wraps)]
        start = sum(cell.cell_length + 1 for cell in before)
        after = [
            self._cell(row, column, widths[column])
            for column in range(self.wraps + 1, len(row))
            if column != self.folds
        ]
        room = max(1, width - start - sum(cell.cell_length + 1 for cell in after))
        first, *others = row[self.wraps].wrap(room) or [NOTHING]
        first = first.pad_right(room - first.cell_length)
        lines = [Content(" ").join([*before, first, *after]), *others]
        if self.folds is not None and row[self.folds]:
            lines += row[self.folds].wrap(max(1, width - start))
        return [lines[0].truncate(width), *(line.pad_left(start).truncate(width) for line in lines[1:])]


class PageVisual(Visual):
    """A page: blocks, one below the other."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = tuple(blocks)
        self._width = 0
        self._lines: list[Content] = []

    def lines(self, width: int) -> list[Content]:
        """All lines for a width; cached for the last width."""
        if width != self._width:
            self._width = width
            self._lines = [line for block in self.blocks for line in block.lines(max(1, width))]
        return self._lines

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        lines = self.lines(width)
        return Content("\n").join(lines[:height]).render_strips(width, height, style, options) if lines else []

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return max((line.cell_length for line in self.lines(container_width)), default=0)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return len(self.lines(width))


_SOURCE: Final = re.compile(r"\[[A-Za-z][A-Za-z0-9]{1,9}\]")
"""A reference to a source, such as `[NG59]`."""


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a Markdown text; between them blank lines, except between list items and after a lower heading."""
    blocks: list[Block] = []
    before = ""
    for kind, mark, text in parts(harmless(markdown, keep="\n")):
        together = before == "subheading" or (kind in ITEMS and kind == before)
        if blocks and not together:
            blocks.append(Gap())
        before = kind
        blocks.append(_block(kind, mark, text))
    return blocks


def _block(kind: str, mark: str, text: str) -> Block:
    match kind:
        case "heading" | "subheading":
            return Paragraph(inline(text, STRONG))
        case "item" | "numbered":
            sign = mark.strip().rstrip(".)") if kind == "numbered" else "-"
            depth = 3 * ((len(mark) - len(mark.lstrip())) // 2)
            return Paragraph(inline(text), Content.styled(" " * depth + sign, MUTED), depth + 3)
        case "quote":
            return Paragraph(inline(text), Content.styled("│", "$l5-rest"), 2)
        case _:
            return Paragraph(inline(text))


def inline(text: str, style: str = TEXT) -> Content:
    """The text of a line with bold parts and muted references; links are followed by their address."""
    text = with_addresses(text)
    pieces: list[Content] = []
    at = 0
    for found in BOLD.finditer(text):
        pieces.append(Content.styled(without_marks(text[at : found.start()]), style))
        pieces.append(Content.styled(without_marks(found["text"]), STRONG))
        at = found.end()
    pieces.append(Content.styled(without_marks(text[at:]), style))
    line = Content("").join(piece for piece in pieces if piece)
    for found in _SOURCE.finditer(line.plain):
        line = line.stylize(MUTED, found.start(), found.end())
    return line
