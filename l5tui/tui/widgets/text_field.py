"""A field to write in.

Its cursor doesn't blink, since a blinking one is drawn twice a second over a connection that may be slow. Focusing
the field selects nothing, so that the first letter never replaces a whole note. It has one line; line breaks from a
file or the clipboard are shown as a character, and control characters never reach the terminal. A note takes all
pasted lines, any other field only the first.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.geometry import Region
from textual.widgets import Input

from l5tui.tui.widgets.text import harmless

BREAK: Final = "↵"
"""What stands for the end of a line."""


class TextFieldWidget(Input):
    """An `Input` that draws nothing while nothing is typed, and keeps what stands in it."""

    def on_mount(self) -> None:
        self.cursor_blink = False
        self.select_on_focus = False

    def validate_value(self, value: str) -> str:
        """What may stand in it."""
        return harmless(value.replace("\n", BREAK))


class NoteFieldWidget(TextFieldWidget):
    """A field for a note, which may have several lines."""

    def on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        pasted = "\n".join(event.text.splitlines())
        if pasted:
            self.replace(pasted, *sorted(self.selection))
            self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        """Scroll to the cursor. Textual doesn't when the first change of an empty field brings more than it shows."""
        column = self.cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
        self.scroll_to_region(Region(column, 0, 1, 1), force=True, animate=False)

    @property
    def text(self) -> str:
        """What was written, with the ends of lines as they were."""
        return self.value.replace(BREAK, "\n")


class FindFieldWidget(TextFieldWidget):
    """What to look for. Up and down still move in the list, so that the hands stay where they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.move(-1)", "up", id="find.up", show=False),
        Binding("down", "screen.move(1)", "down", id="find.down", show=False),
        Binding("pagedown", "screen.turn(1)", "a page down", id="find.page.down", show=False),
        Binding("pageup", "screen.turn(-1)", "a page up", id="find.page.up", show=False),
    ]
