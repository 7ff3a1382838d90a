"""The body map: where pain is felt (the furthest place from the spine on each side) and its kind, beside a body seen
from behind.

No place is chosen beforehand, and an answer is optional. Arrows move along the places of one side, and the place under
the cursor is the answer without another key. In a window without room for the body, each side is one line.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from l5tui.domain.exercise import Side
from l5tui.domain.pain import PLACES
from l5tui.domain.place import Symptoms
from l5tui.figure.body_map import COLUMNS, ROWS, body_map
from l5tui.figure.dots import Canvas
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain

NO_ANSWER: Final = "-"
NARROW_ROWS: Final = 2
WIDE_ROWS: Final = ROWS + 1
WIDE_COLUMNS: Final = 56
_LABEL, _LEFT, _BODY, _RIGHT = 2, 27, 35, 50
_STYLES: Final = {"near": MUTED, "far": MUTED, "active": "bold $l5-do", "floor": MUTED}
_ASCII: Final = (
    " |   #   | ",
    "  |  #  |  ",
    "  |  #  |  ",
    " |   #   | ",
    " |  / \\  | ",
    " | |   | | ",
    " | |   | | ",
    "_|_|   |_|_",
)
"""The body without braille; the marks beside it show the places."""


class BodyMapWidget(Widget, can_focus=True):
    """Asks for the place. `felt` is the answer so far, `side` the side that arrows move on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "nearer to the spine", id="map.up"),
        Binding("down", "move(1)", "further from the spine", id="map.down"),
        Binding("left", "side('left')", "left side", id="map.left"),
        Binding("right", "side('right')", "right side", id="map.right"),
        Binding("t", "kinds", "pain, tingling, numbness", id="map.kinds"),
        Binding("backspace", "clear", "clear this side", id="map.clear"),
        Binding("enter", "confirm", "done", id="map.confirm"),
    ]
    DEFAULT_CSS = "BodyMapWidget { height: auto; width: 1fr; }"

    felt: reactive[Symptoms] = reactive(Symptoms(), layout=False)
    side: reactive[Side] = reactive(Side.LEFT)

    class MapMessage(Message):
        """Base of the map's messages; their control is the map."""

        def __init__(self, body_map: BodyMapWidget) -> None:
            super().__init__()
            self.body_map = body_map

        @property
        def control(self) -> BodyMapWidget:
            return self.body_map

    class Changed(MapMessage):
        """The place or the kind of pain has changed."""

        def __init__(self, body_map: BodyMapWidget, felt: Symptoms) -> None:
            super().__init__(body_map)
            self.felt = felt

    class Confirmed(MapMessage):
        """Enter was pressed."""

    class LeftAtTop(MapMessage):
        """Up was pressed on the topmost place, to go to the question before."""

    def action_move(self, step: int) -> None:
        """Move one place up or down on this side."""
        if step < 0 and not self.felt.rank(self.side):
            self.post_message(self.LeftAtTop(self))
        else:
            self.felt = self.felt.moved(self.side, step)

    def action_side(self, side: str) -> None:
        """Go to the other side."""
        self.side = Side(side)

    def action_kinds(self) -> None:
        """Choose the next kind of pain on this side."""
        self.felt = self.felt.next_kinds(self.side)

    def action_clear(self) -> None:
        """Remove the answer of this side."""
        self.felt = self.felt.cleared(self.side)

    def action_confirm(self) -> None:
        """Confirm the answers."""
        self.post_message(self.Confirmed(self))

    def watch_felt(self, felt: Symptoms) -> None:
        self.post_message(self.Changed(self, felt))

    # Rendering

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return NARROW_ROWS if width < WIDE_COLUMNS or viewport.height < 20 else WIDE_ROWS

    def render(self) -> Content:
        lines = self._wide() if self.size.height >= WIDE_ROWS and self.size.width >= WIDE_COLUMNS else self._narrow()
        return Content("\n").join(lines)

    def _narrow(self) -> list[Content]:
        return [self._side_line(side) for side in Side]

    def _side_line(self, side: Side) -> Content:
        here = self.has_focus and side is self.side
        rank = self.felt.rank(side)
        place = NO_ANSWER if rank is None else PLACES[rank]
        name = side.value.upper() if here else side.value
        ends = ("‹ ", " ›") if here else ("  ", "  ")
        line = Content.assemble(
            ("▌" if here else " ", "$l5-do"),
            (name.ljust(7), STRONG if here else MUTED),
            (ends[0], MUTED),
            (place, STRONG if here else TEXT),
            (ends[1], MUTED),
        )
        kinds = Content.styled(f" {_kinds(self.felt, side)}", MUTED)
        return line + kinds if line.cell_length + kinds.cell_length <= self.size.width else line

    def _wide(self) -> list[Content]:
        canvas = None if getattr(self.app, "ascii_only", False) else body_map(*self.felt.ranks)
        heads = [
            (" " * (at - 1) if at == _LEFT else " " * (_RIGHT - _LEFT - len("LEFT") - 1)) for at in (_LEFT, _RIGHT)
        ]
        head = Content.assemble(
            heads[0],
            ("LEFT" if self.side is Side.LEFT else "left", self._head_style(Side.LEFT)),
            heads[1],
            ("RIGHT" if self.side is Side.RIGHT else "right", self._head_style(Side.RIGHT)),
        )
        return [head, *(self._row(rank, canvas) for rank in range(len(PLACES)))]

    def _head_style(self, side: Side) -> str:
        return STRONG if side is self.side and self.has_focus else MUTED

    def _row(self, rank: int, canvas: Canvas | None) -> Content:
        here = self.has_focus and self.felt.rank(self.side) == rank
        row = Content.assemble(
            ("▌" if here else " ", "$l5-do"),
            " " * (_LABEL - 1),
            (PLACES[rank].ljust(_LEFT - _LABEL), STRONG if here else MUTED),
            " ",
            self._mark(Side.LEFT, rank),
            " " * (_BODY - _LEFT - 2),
            _body_row(canvas, rank),
            " " * (_RIGHT - _BODY - COLUMNS),
            self._mark(Side.RIGHT, rank),
            " " * (WIDE_COLUMNS - _RIGHT - 1),
        )
        if not here:
            return row
        if self.app.no_color:
            return Content.styled(row.plain, "bold reverse")
        return row.stylize_before("on $l5-focus")

    def _mark(self, side: Side, rank: int) -> Content:
        picked = self.felt.ranks[0 if side is Side.LEFT else 1] == rank
        return Content.styled("●" if picked else "○", "bold $l5-do" if picked else MUTED)


def _body_row(canvas: Canvas | None, row: int) -> Content:
    if canvas is None:
        return plain(_ASCII[row], MUTED)
    cells = zip(canvas.rows[row], canvas.roles[row], strict=True)
    return Content.assemble(*((cell, _STYLES[role] if role else "") for cell, role in cells))


def _kinds(felt: Symptoms, side: Side) -> str:
    return ", ".join(felt.kinds_on(side))
