"""The smaller widgets of the session screen: header, strip of exercises, progress bar, breath, and the next segments.

Each is given its content, and repaints only when that has changed.
"""

from __future__ import annotations

from msgspec import Struct
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.domain.exercise import Side
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, Role, label, one_line, plain, spread


class HeaderContent(Struct, frozen=True):
    """The content of the header."""

    name: str = ""
    place: str = ""
    sided: bool = False
    side: Side | None = None
    rep: str = ""
    left: str = ""
    role: Role = "do"


class SessionHeaderWidget(Static):
    """The header: exercise, its number, side, repetition, time left in all. Each side has a fixed position."""

    head: reactive[HeaderContent] = reactive(HeaderContent())

    def render(self) -> Content:
        head, width = self.head, self.size.width
        name = one_line(head.name, STRONG)
        left = Content.styled(head.left, MUTED)
        if not head.sided:
            middle = Content.styled(head.rep, MUTED)
        else:
            sides = self._side(Side.LEFT) + Content(" ") + self._side(Side.RIGHT)
            middle = sides + Content.styled(f"   {head.rep}" if head.rep and width >= 60 else "", MUTED)
        start = Content.assemble(name, (f"   {head.place}" if width >= 60 else "", MUTED))
        column = max(start.cell_length + 3, int(width * 0.39) if width >= 60 else width - left.cell_length - 19)
        if start.cell_length + 3 > column and width < 60:
            start = name.truncate(max(0, column - 1), ellipsis=True)
        if not head.sided and width < 60:
            return spread(start, left, width)
        return spread(start + Content(" " * max(1, column - start.cell_length)) + middle, left, width)

    def _side(self, side: Side) -> Content:
        if self.head.side is side:
            return label(side.value.upper(), self.head.role, coloured=not self.app.no_color)
        return Content.styled(f" {side.value} ", MUTED)


class StripPart(Struct, frozen=True):
    """One exercise in the strip: its length in seconds, and the share of it that is done, 0 to 1."""

    seconds: int
    through: float
    active: bool


class ExerciseStripWidget(Static):
    """The whole session in one row: a piece for each exercise, as long as its share of the time."""

    pieces: reactive[tuple[StripPart, ...]] = reactive(())
    role: reactive[Role] = reactive[Role]("do")

    def render(self) -> Content:
        parts: list[tuple[str, str]] = []
        for width, piece in zip(self._widths(), self.pieces, strict=True):
            filled = round(width * piece.through)
            colour = f"$l5-{self.role}" if piece.active else MUTED
            parts += [("━" * filled, colour), ("─" * (width - filled), TEXT if piece.active else "$l5-line")]
            parts.append((" ", ""))
        return Content.assemble(*parts[:-1]) if parts else Content("")

    def _widths(self) -> list[int]:
        """The columns of each piece, at least one, so that they fill the row with a gap between them."""
        total = sum(piece.seconds for piece in self.pieces)
        room = self.size.width - (len(self.pieces) - 1)
        if not total or room < len(self.pieces):
            return [1 if room > 0 else 0] * len(self.pieces)
        widths, seen, used = [], 0, 0
        for number, piece in enumerate(self.pieces, 1):
            seen += piece.seconds
            spare = len(self.pieces) - number
            end = min(max(round(room * seen / total), used + 1), room - spare)
            widths.append(end - used)
            used = end
        return widths


class ProgressBarWidget(Static):
    """The part of the segment that is done: half a row high, over a thin track. An update repaints only new cells.

    With a side, the bar uses only that half of the row: the left half for the left side.
    """

    cells: reactive[int] = reactive(0, repaint=False)
    role: reactive[Role] = reactive[Role]("do")
    half: reactive[Side | None] = reactive[Side | None](None)

    @property
    def room(self) -> int:
        """How many cells are filled at the end of the segment."""
        return self.size.width if self.half is None else self.size.width // 2

    @property
    def _start(self) -> int:
        return self.size.width - self.room if self.half is Side.RIGHT else 0

    def watch_cells(self, before: int, cells: int) -> None:
        first, last = sorted((before, cells))
        self.refresh(Region(self._start + first, 0, last - first, 1))

    def render(self) -> Content:
        cells = max(0, min(self.cells, self.room))
        rest = self.size.width - self._start - cells
        return Content.assemble(
            ("▁" * self._start, "$l5-line"), ("▄" * cells, f"$l5-{self.role}"), ("▁" * rest, "$l5-line")
        )


class NextUpWidget(Static):
    """The next segment, and the one after it; under the count, what that counts if it isn't the seconds left."""

    what: reactive[tuple[str, str]] = reactive(("", ""))
    counted: reactive[str] = reactive("")

    def render(self) -> Content:
        first, then = self.what
        line = Content.assemble(("next   ", MUTED), one_line(first, TEXT))
        counted = plain(self.counted, MUTED)
        room = max(0, self.size.width - (counted.cell_length + 3 if counted else 0))
        longer = line + Content("   ") + one_line(then, MUTED)
        return spread(longer if then and longer.cell_length <= room else line, counted, self.size.width)


WING = 10
"""Columns of the bar on each side of the words."""


class BreathWidget(Static):
    """How to breathe: words between two bars whose length shows how full the breath is."""

    words: reactive[str] = reactive("")
    cells: reactive[int | None] = reactive[int | None](None)

    def breathe(self, reach: float | None) -> None:
        """Show how full the breath is, 0 to 1; None shows only the words. Repaints only when the cells change."""
        self.cells = None if reach is None else round(max(0.0, min(1.0, reach)) * WING)

    def render(self) -> Content:
        if not self.words:
            return Content("")
        cells = self.cells
        if cells is None or self.size.width < 2 * WING + len(self.words) + 2:
            return Content.styled(self.words, "$l5-text")
        thin, strong = "─" * (WING - cells), "━" * cells
        return Content.assemble(
            (thin, "$l5-line"),
            (strong, "$l5-do"),
            (f" {self.words} ", "$l5-text"),
            (strong, "$l5-do"),
            (thin, "$l5-line"),
        )
