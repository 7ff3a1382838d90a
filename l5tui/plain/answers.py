"""Sources of answers: the protocol, and lines from a pipe or file (keys from a terminal are in `keyboard`).

Waiting is one `select` with the deadline of the next event, so there is no polling. Without a terminal a line is a key
(`x`, or an empty line for space), and the end of the input ends the session.
"""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from collections import deque
from contextlib import suppress
from typing import Protocol, Self


class GoneError(Exception):
    """Nobody answers any more: the input has ended, or the person wants to quit at once."""


class EndOfInputError(GoneError):
    """The input has ended."""


class AnswerSource(Protocol):
    """Gives the answers, as keys or lines."""

    single_keys: bool
    """Whether each key is read as it is pressed; otherwise a line is read at its end."""

    def key(self, wait_s: float | None) -> str | None:
        """The next key by name, or None if none came in time.

        Raises:
            EndOfInputError: the input has ended.
        """
        ...

    def came_alone(self) -> bool:
        """Whether the last key came alone, not together with others faster than anybody types. A line always does."""
        ...

    @property
    def doubtful(self) -> bool:
        """Whether the last key may be the rest of a cut-off terminal reply; then it doesn't count as alone."""
        ...

    def end(self) -> None:
        """End the input: `key` raises at once. Callable from any thread."""
        ...

    def suspend(self) -> None:
        """Restore the terminal, and stop the program until the shell continues it."""
        ...


class TextInput:
    """Reads text from a file descriptor.

    Args:
        errors: how to decode bytes that aren't UTF-8.
    """

    def __init__(self, fd: int, errors: str = "replace") -> None:
        self.fd = fd
        self._decode = getincrementaldecoder("utf-8")(errors).decode
        self._ended = False
        self._wakes, self.wake_fd = os.pipe()
        """A byte written to `wake_fd` has `read_text` return, as `wake` does."""
        os.set_blocking(self.wake_fd, False)
        self.over = False
        """Set by `end`; unread input is ignored."""

    def end(self) -> None:
        """Read nothing more. Callable from any thread."""
        self.over = True
        with suppress(OSError):
            os.write(self.wake_fd, b".")

    def wake(self) -> None:
        """Make `read_text` return empty at once, without reading. From any thread, or a signal handler."""
        with suppress(OSError):
            os.write(self.wake_fd, b".")

    def close(self) -> None:
        """Close the wake-up pipe; the file itself stays open."""
        for fd in (self._wakes, self.wake_fd):
            with suppress(OSError):
                os.close(fd)

    def read_text(self, wait_s: float | None) -> str:
        """The text that was read; empty if nothing came in time.

        Raises:
            EndOfInputError: the input has ended, or the terminal is gone.
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
        """The next line, unchanged."""
        while not self._lines or self._incoming.over:
            try:
                came = self._incoming.read_text(wait_s)
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
        """Do nothing: without a terminal there is no key for it."""
