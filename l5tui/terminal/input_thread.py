"""Reads input on a thread that sleeps until there is any.

Textual's own thread polls ten times a second, and spins when the input has ended.
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
"""The errors of reading from a terminal that is gone. Every other error is a fault."""


class InputLoop:
    """Reads input until it is stopped or the input ends. `run` needs a thread of its own.

    Args:
        fd: the file to read.
        typed: called with the text that was read, never empty. Bytes that aren't UTF-8 become lone surrogates.
        wait_s: returns how many seconds to wait for more; None when nothing is unfinished.
        quiet: called when nothing was read in that time.
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
        self._wakes, self._wake_fd = os.pipe()
        self._stopped = False

    def stop(self) -> None:
        """Make `run` return; from another thread."""
        self._stopped = True
        os.write(self._wake_fd, b".")

    def wake(self) -> None:
        """Restart the wait, which calls `wait_s` again; from a signal handler."""
        with contextlib.suppress(OSError):
            os.write(self._wake_fd, b".")

    def close(self) -> None:
        """Close the wake-up pipe; call it after `run` has returned."""
        os.close(self._wake_fd)
        os.close(self._wakes)

    def run(self) -> bool:
        """Read until stopped; returns true if the input has ended instead, as it does after a hang-up, too.

        Raises:
            OSError: the terminal exists but can't be read.
        """
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        with selectors.SelectSelector() as selector:  # the only selector that takes a terminal on every system
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
