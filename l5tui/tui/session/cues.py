"""What is heard and noticed of a session on the full screen: besides bell and voice also a notification on the desktop,
the window's title, and a flash."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from l5tui.cues.player import CuePlayer
from l5tui.terminal.notification import notification

if TYPE_CHECKING:
    from l5tui.tui.app import L5App


class ScreenCues(CuePlayer):
    """Plays cues in the app's terminal."""

    def __init__(self, app: L5App) -> None:
        self.app = app
        super().__init__(app.settings, app.guard)

    def ring(self) -> None:
        self.app.bell()

    def notify(self, words: str) -> None:
        self.app.write_to_terminal(notification(self.app.terminal.notification, "l5tui", words))

    def name_window(self, words: str) -> None:
        if self.app.terminal.title:
            self.app.name_window(words)

    def flash(self) -> None:
        self.app.flash()

    def close(self) -> None:
        """Be quiet, and give the window its name back."""
        super().close()
        self.app.name_window("")

    def failed(self, why: str) -> None:
        with suppress(RuntimeError):  # the app has gone meanwhile
            self.app.call_from_thread(self.app.trouble, why)
