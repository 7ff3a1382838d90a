"""The line to type in what is looked for."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from l5tui.tui.widgets.text_field import Field


class Finder(Field):
    """What to look for. Up and down still move in the list, so that the hands stay where they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.move(-1)", "up", id="find.up", show=False),
        Binding("down", "screen.move(1)", "down", id="find.down", show=False),
        Binding("pagedown", "screen.turn(1)", "a page down", id="find.page.down", show=False),
        Binding("pageup", "screen.turn(-1)", "a page up", id="find.page.up", show=False),
    ]
