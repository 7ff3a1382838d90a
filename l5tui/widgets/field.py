"""A field to write in. Its cursor stands still: what blinks is drawn twice a second, over a line that may be slow."""

from __future__ import annotations

from textual.widgets import Input


class Field(Input):
    """An `Input` that draws nothing while nothing is typed."""

    def on_mount(self) -> None:
        self.cursor_blink = False
