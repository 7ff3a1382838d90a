"""Where answers come from: keys from a terminal, lines from anything else.

Waiting is one `select` with the deadline of whatever is due next, so nothing is looked at in between. Without a
terminal a line is a key (`x`, or nothing for space), and the end of the input is the end of the session.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections import deque
from contextlib import suppress
from typing import Protocol, Self


class GoneError(Exception):
    """Nobody answers any more: the input has ended, or the person wants to be out at once."""


class EndOfInputError(GoneError):
    """The input has ended."""


class AnswerSource(Protocol):
    """Who answers."""

    single_keys: bool
    """A key is taken as it is pressed; else when its line ends."""

    def key(self, wait_s: float | None) -> str | None:
        """The next key by name, or None when none came in time.

        Raises:
            EndOfInputError: nothing will come any more.
        """
        ...

    def came_alone(self) -> bool:
        """Whether the last key came alone, and not with others faster than anybody types. A line always does."""
        ...

    @property
    def doubtful(self) -> bool:
        """Whether the last key may be the rest of a terminal's reply that was cut off; then it didn't come alone."""
        ...

    def end(self) -> None:
        """Nothing is to come any more: who waits for a key is told so at once. From any thread."""
        ...

    def suspend(self) -> None:
        """Stop the program until the shell continues it, the terminal in order meanwhile."""
        ...


class TextInput:
    """Text as it comes from a file descriptor.

    Args:
        errors: what becomes of bytes that are no UTF-8.
    """

    def __init__(self, fd: int, errors: str = "replace") -> None:
        self.fd = fd
        self._decode = getincrementaldecoder("utf-8")(errors).decode
        self._ended = False
        self._wakes, self.wake = os.pipe()
        """A byte written to `wake` has `more` return, as `nudge` does."""
        os.set_blocking(self.wake, False)
        self.over = False
        """Ended by us; what has come and wasn't taken yet doesn't count."""

    def end(self) -> None:
        """Take nothing any more. From any thread."""
        self.over = True
        with suppress(OSError):
            os.write(self.wake, b".")

    def nudge(self) -> None:
        """Have `more` return at once with nothing, and without reading. From any thread, or a signal handler."""
        with suppress(OSError):
            os.write(self.wake, b".")

    def close(self) -> None:
        """Let go of what `end` needs; the file itself stays open."""
        for fd in (self._wakes, self.wake):
            with suppress(OSError):
                os.close(fd)

    def more(self, wait_s: float | None) -> str:
        """What has come; empty when nothing came in time.

        Raises:
            EndOfInputError: it has ended, or the terminal is gone.
        """
        if self._ended or self.over:
            raise EndOfInputError
        try:
            ready, _, _ = select.select([self.fd, self._wakes], [], [], wait_s)
            if self._wakes in ready:
                os.read(self._wakes, 64)
                data = None
            else:
                data = os.read(self.fd, 4096) if ready else None
        except (BlockingIOError, InterruptedError):
            return ""
        except (OSError, ValueError):
            data = b""
        if data == b"" or self.over:
            self._ended = True
            raise EndOfInputError
        return self._decode(data) if data else ""


class LineSource:
    """Lines from a pipe or a file. A last line without its end counts, too."""

    single_keys = False

    def __init__(self, fd: int) -> None:
        self._incoming = TextInput(fd)
        self._text = ""
        self._lines: deque[str] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._incoming.close()

    def end(self) -> None:
        """Take no more lines."""
        self._incoming.end()

    def key(self, wait_s: float | None) -> str | None:
        """The next line, as it was typed."""
        while not self._lines or self._incoming.over:
            try:
                came = self._incoming.more(wait_s)
            except EndOfInputError:
                if not self._text or self._incoming.over:
                    raise
                came = "\n"
            *whole, self._text = (self._text + came).split("\n")
            self._lines.extend(line.removesuffix("\r") for line in whole)
            if not self._lines and wait_s is not None:
                return None
        return self._lines.popleft()

    def came_alone(self) -> bool:
        return True

    @property
    def doubtful(self) -> bool:
        return False

    def suspend(self) -> None:
        """Nothing: without a terminal there is no key for it."""
