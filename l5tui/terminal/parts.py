"""What Textual draws anew, cut to what it was asked for.

Textual notes which cells of a row are to be drawn again, but sends the row from the left edge of the widget on. Over
a slow line the cells in front are most of what is sent for a figure that moves, or a bar that grows by a cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.control import Control
from textual._compositor import ChopsUpdate

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


class PartsUpdate(ChopsUpdate):
    """The parts of rows that were asked for, each cut at both ends."""

    def render_segments(self, console: Console) -> str:
        """What is sent for them."""
        sent: list[str] = []
        for y, first, last in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or x >= last or end <= first:
                    continue
                start = max(x, first)
                sent.append(Control.move_to(start, y).segment.text)
                sent.append(strip.crop(start - x, min(end, last) - x).render(console))
        return "".join(sent)


def cut(drawn: RenderableType | None) -> RenderableType | None:
    """The same drawing, cut to what was asked for where Textual can tell."""
    if type(drawn) is ChopsUpdate:
        return PartsUpdate(drawn.chops, drawn.spans, drawn.chop_ends)
    return drawn
