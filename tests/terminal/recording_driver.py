"""A terminal driver that records the messages for the app."""

from __future__ import annotations

from textual.message import Message

from l5tui.terminal.driver import TerminalDriver


class RecordingDriver(TerminalDriver):
    """The driver, recording the messages that it would send to the app."""

    heard: list[Message]

    def send_message(self, message: Message) -> None:
        self.heard.append(message)
