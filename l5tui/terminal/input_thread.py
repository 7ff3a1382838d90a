"""Keys as they come in, read by a thread that sleeps until there are any.

Textual's own looks ten times a second, and when the input has ended it looks as fast as it can.
"""

from __future__ import annotations

import contextlib
import errno
import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import Final

GONE: Final = frozenset({errno.EIO, errno.ENXIO})
"""How reading fails when the terminal has gone away. Every other error is a fault."""


class InputLoop:
    """What is typed, until it is stopped or nothing can come any more. `run` is for a thread of its own.

    Args:
        fd: where keys come from.
        typed: takes what has come, never an empty text. Bytes that are no UTF-8 become lone surrogates.
        wait_s: how many seconds to wait for more; None when nothing is unfinished.
        quiet: called when nothing has come in that time.
    """

    def __init__(
        self,
        fd: int,
        *,
        typed: Callable[[str], None],
        wait_s: Callable[[], float | None],
        quiet: Callable[[], None],
    ) -> None:
        self._fd = fd
        self._typed, self._wait_s, self._quiet = typed, wait_s, quiet
        self._wakes, self._wake = os.pipe()
        self._stopped = False

    def stop(self) -> None:
        """Make `run` return; from another thread."""
        self._stopped = True
        os.write(self._wake, b".")

    def nudge(self) -> None:
        """Begin to wait anew, and so ask `wait_s` again; from a signal handler."""
        with contextlib.suppress(OSError):
            os.write(self._wake, b".")

    def close(self) -> None:
        """Close what was opened; after `run` has returned."""
        os.close(self._wake)
        os.close(self._wakes)

    def run(self) -> bool:
        """Read until stopped; true if the input has ended instead, which is also how a hang-up looks.

        Raises:
            OSError: it can't be read, though the terminal is there.
        """
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        with selectors.SelectSelector() as selector:  # of all of them, only this one takes a terminal everywhere
            selector.register(self._fd, selectors.EVENT_READ)
            selector.register(self._wakes, selectors.EVENT_READ)
            while True:
                ready = selector.select(self._wait_s())
                if self._stopped:
                    return False
                if any(key.fd == self._wakes for key, _ in ready):
                    os.read(self._wakes, 64)
                    continue
                if not ready:
                    self._quiet()
                    continue
                try:
                    data = os.read(self._fd, 4096)
                except (BlockingIOError, InterruptedError):
                    continue
                except OSError as error:
                    if error.errno in GONE:
                        return True
                    raise
                if not data:
                    return True
                if text := decode(data):
                    self._typed(text)
