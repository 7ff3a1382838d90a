"""Splits bytes that come in pieces into lines of text, of which none is longer than a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

LONGEST: Final = 4096
"""Bytes of a line. Longer ones are no lines of a session, and are left out."""


class LineSplitter:
    """Collects the pieces of one input."""

    def __init__(self) -> None:
        self._begun = b""
        self.junk = False
        """Whether there was a line that is too long, or isn't UTF-8."""

    def feed(self, piece: bytes) -> Iterator[str]:
        """The lines that end in this piece, without control characters."""
        *whole, rest = (self._begun + piece).split(b"\n")
        self._begun = rest[: LONGEST + 1]
        self.junk |= len(rest) > LONGEST
        for line in whole:
            if len(line) > LONGEST:
                self.junk = True
                continue
            try:
                text = line.decode()
            except UnicodeDecodeError:
                self.junk = True
                continue
            yield "".join(sign for sign in text if sign.isprintable()).strip()
