"""A terminal driver that keeps what it would hand to the app."""

from __future__ import annotations

from textual.message import Message

from l5tui.terminal.driver import TerminalDriver


class RecordingDriver(TerminalDriver):
    """The driver, with what it would hand to the app kept here instead."""

    heard: list[Message]

    def send_message(self, message: Message) -> None:
        self.heard.append(message)
