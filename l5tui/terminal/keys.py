"""Keys as they come in, read by a thread that sleeps until there are any.

Textual's own looks ten times a second, and when the input has ended it looks as fast as it can.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Callable


class Keys:
    """What is typed, until it is stopped or nothing can come any more. `run` is for a thread of its own.

    Args:
        fd: where keys come from.
        typed: takes what has been typed, never an empty text. Bytes that are no UTF-8 become replacement signs.
        quiet: called once when nothing has followed for a while: an escape that begins no sequence is a key.
        quiet_after_s: seconds that make a while.
    """

    def __init__(
        self, fd: int, *, typed: Callable[[str], None], quiet: Callable[[], None], quiet_after_s: float
    ) -> None:
        self._fd = fd
        self._typed, self._quiet, self._quiet_after_s = typed, quiet, quiet_after_s
        self._wakes, self._wake = os.pipe()
        self._stopped = False

    def stop(self) -> None:
        """Make `run` return; from another thread."""
        self._stopped = True
        os.write(self._wake, b".")

    def close(self) -> None:
        """Close what was opened; after `run` has returned."""
        os.close(self._wake)
        os.close(self._wakes)

    def run(self) -> bool:
        """Read until stopped; true if the input has ended instead, which is also how a hang-up looks."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        wait_s: float | None = None
        with selectors.SelectSelector() as selector:  # of all of them, only this one takes a terminal everywhere
            selector.register(self._fd, selectors.EVENT_READ)
            selector.register(self._wakes, selectors.EVENT_READ)
            while True:
                ready = selector.select(wait_s)
                if self._stopped:
                    return False
                if not ready:
                    wait_s = None
                    self._quiet()
                    continue
                wait_s = self._quiet_after_s
                try:
                    data = os.read(self._fd, 4096)
                except (BlockingIOError, InterruptedError):
                    continue
                except OSError:
                    return True
                if not data:
                    return True
                if text := decode(data):
                    self._typed(text)
