"""The messages that the driver posts to the app about its terminal."""

from __future__ import annotations

from textual.message import Message


class OutputStalledMessage(Message, bubble=False):
    """The terminal has accepted no output for five seconds, so nobody sees the screen. Posted to the app."""


class OutputResumedMessage(Message, bubble=False):
    """A stalled terminal has accepted all output again. Posted to the app."""


class InputEndedMessage(Message, bubble=False):
    """The terminal is gone, and the app is about to exit. Posted to the app."""


class InputFailedMessage(Message, bubble=False):
    """Keys can't be read, although the terminal exists; the app is about to exit. Posted to the app."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


class TerminalAnsweredMessage(Message, bubble=False):
    """The terminal has sent a report, requested or not, so it is there. Posted to the app; it is never a key.

    Args:
        sequence: the report, such as `ESC[?62;22c` (device attributes) or `ESC[0n` (status). Of a control
            string only its first two characters, since its text may be of any length.
    """

    def __init__(self, sequence: str) -> None:
        self.sequence = sequence
        super().__init__()
