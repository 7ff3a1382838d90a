"""Sample sequences that terminals send, and an input reader whose time the test sets."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Final

from textual import events
from textual.message import Message

from l5tui.terminal.input_reader import InputReader

REPLIES: Final[dict[str, bytes]] = {
    "background colour": b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\",
    "palette colour": b"\x1b]4;1;rgb:d1d1/f4f4/d6d6\x1b\\",
    "foreground colour ended by a bell": b"\x1b]10;rgb:d1d1/f4f4/d6d6\x07",
    "clipboard": b"\x1b]52;c;ZGRk\x1b\\",
    "version": b"\x1bP>|tmux 3.4\x1b\\",
    "graphics": b"\x1b_Gi=31;OK\x1b\\",
    "window": b"\x1b[8;30;100t",
    "device attributes": b"\x1b[?62;22c",
    "colour scheme": b"\x1b[?997;1n",
    "key release": b"\x1b[106;1:3u",
    "release of an arrow": b"\x1b[1;1:3A",
    "no character": b"\x1b[1114112u",
    "size without pixels, and the mouse": b"\x1b[48;30;100;0;0t\x1b[<35;10;10M",
    "unfinished string": b"\x1bP>|abcq",
    "status": b"\x1b[0n",
    "cursor": b"\x1b[24;80R",
    "status line": b"\x1bP1$r0m\x1b\\",
    "key protocol": b"\x1b[?25u",
    "mode": b"\x1b[?1007;1$y",
    "a privacy message and a string start": b"\x1b^dq1\x1b\\\x1bXdq1\x1b\\",
    "a C1 string": "\x9d11;rgb:dddd/dddd/dddd\x9c".encode(),
    "a C1 report": "\x9b?62;22c".encode(),
    "mouse of an old kind": b"\x1b[M !!",
    "unknown": b"\x1b[=1;2;3w\x1b[5 q\x1b[99~\x1b[1;1z",
}
"""What issue 10 names, and its like: none of it is a key."""


class TimedReader:
    """An input reader whose input and time the test sets, and the keys and messages that it produced.

    Args:
        mouse: the mouse is on.
    """

    def __init__(self, *, mouse: bool = False) -> None:
        self.reports: list[str] = []
        self.faults: list[Exception] = []
        self.messages: list[Message] = []
        self.now = 100.0
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self.reader = InputReader(
            mouse=mouse, reported=lambda meaning: self.reports.append(meaning.text), survived=self.faults.append
        )

    def come(self, data: bytes | str, after_s: float = 0.001) -> TimedReader:
        """Feed input in one read, so many seconds after the previous input."""
        self.wait(after_s)
        text = data if isinstance(data, str) else self._decode(data)
        if text:
            self.messages += self.reader.feed(text, self.now)
        return self

    def all(self, pieces: Iterable[bytes]) -> TimedReader:
        """Feed each piece in a read of its own, one right after the other."""
        for piece in pieces:
            self.come(piece)
        return self

    def wait(self, seconds: float) -> TimedReader:
        """Let time pass without input."""
        end = self.now + seconds
        while (wait_s := self.reader.wait_s) is not None and self.now + wait_s <= end:
            self.now += wait_s
            self.messages += self.reader.quiet(self.now)
        self.now = end
        return self

    @property
    def keys(self) -> list[str]:
        """The keys so far."""
        return [message.key for message in self.messages if isinstance(message, events.Key)]

    @property
    def typed(self) -> str:
        """The characters of the keys so far."""
        return "".join(message.character or "" for message in self.messages if isinstance(message, events.Key))

    @property
    def pasted(self) -> list[str]:
        """The texts pasted so far."""
        return [message.text for message in self.messages if isinstance(message, events.Paste)]
