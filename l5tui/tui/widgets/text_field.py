"""A text field.

Its cursor doesn't blink, because a blinking one is drawn twice a second over a connection that may be slow. Focusing
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
"""The character shown for a line break."""


class TextFieldWidget(Input):
    """An `Input` that sends nothing to the terminal while nothing is typed, and replaces control characters."""

    def on_mount(self) -> None:
        self.cursor_blink = False
        self.select_on_focus = False

    def validate_value(self, value: str) -> str:
        """The value with replacements for characters that the field can't contain."""
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
        """Scroll to the cursor; Textual doesn't if the first change of an empty field is wider than the field."""
        column = self.cursor_screen_offset.x - self.content_region.x + self.scroll_offset.x
        self.scroll_to_region(Region(column, 0, 1, 1), force=True, animate=False)

    @property
    def text(self) -> str:
        """The text with its original line breaks."""
        return self.value.replace(BREAK, "\n")


class FindFieldWidget(TextFieldWidget):
    """A search field. Up and down still move in the list, so that the person needn't leave the field."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.move(-1)", "up", id="find.up", show=False),
        Binding("down", "screen.move(1)", "down", id="find.down", show=False),
        Binding("pagedown", "screen.turn(1)", "a page down", id="find.page.down", show=False),
        Binding("pageup", "screen.turn(-1)", "a page up", id="find.page.up", show=False),
    ]
