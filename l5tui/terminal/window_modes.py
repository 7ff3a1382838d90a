"""The window title and the mouse wheel's arrow keys: what the app has changed, and the sequences that change it."""

from __future__ import annotations

from l5tui.terminal.notification import PUSH_TITLE, title
from l5tui.terminal.restore import POP_TITLE, WHEEL_BACK, WHEEL_OFF


class WindowModes:
    """The state of both modes. The methods return what is to be written, or an empty text."""

    def __init__(self) -> None:
        self.title = ""
        """The app's title; empty while the window has its own."""
        self.wheel_wanted = True
        self.wheel_known = False
        """The terminal has reported that its wheel sends arrow keys; only then is that changed."""
        self.wheel_off = False
        """The wheel's arrow keys are switched off."""

    def set_window_title(self, text: str) -> str:
        """Set the window's title; an empty text restores its own."""
        if text == self.title:
            return ""
        named, self.title = self.title, text
        if not text:
            return POP_TITLE
        return ("" if named else PUSH_TITLE) + title(text)

    def title_again(self) -> str:
        """Set the title again, in a terminal that was restored meanwhile."""
        return PUSH_TITLE + title(self.title) if self.title else ""

    def update_wheel(self) -> str:
        """Switch the wheel's arrow keys off or on, if that isn't so yet."""
        off = self.wheel_known and not self.wheel_wanted
        if off == self.wheel_off:
            return ""
        self.wheel_off = off
        return WHEEL_OFF if off else WHEEL_BACK

    def forget_wheel(self) -> None:
        """Forget what the terminal reported about its wheel; it is asked again."""
        self.wheel_known = self.wheel_off = False
