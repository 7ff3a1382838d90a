"""A field to write in.

Its cursor stands still: what blinks is drawn twice a second, over a line that may be slow. Coming to it selects
nothing, so that the first letter never takes the place of a whole note.
"""

from __future__ import annotations

from textual.widgets import Input


class Field(Input):
    """An `Input` that draws nothing while nothing is typed, and keeps what stands in it."""

    def on_mount(self) -> None:
        self.cursor_blink = False
        self.select_on_focus = False
