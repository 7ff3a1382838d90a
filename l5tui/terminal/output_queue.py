"""What is on its way to the terminal, and whether it gets there.

Textual's own writer is a thread behind a queue of thirty: once a line stops taking anything, the thirty-first write
hangs the event loop, and with it the clock, the keys and every way out. So nothing here blocks: what the line doesn't
take at once waits in memory, the event loop writes on when the line takes more, and a line that took nothing for a
while is reported. What waits is bounded, too: beyond that it is dropped, for a picture that nobody saw can be drawn
anew.

All of it happens on the event loop's thread, except `write`, which any thread may call, and `hush`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from l5tui.terminal.restore import write_within

STALLED_AFTER_S: Final = 5.0
"""A line that takes nothing for so long has stalled."""
MOST_BYTES: Final = 128 * 1024
"""What may wait: some ten full pictures of a large window."""
_AT_ONCE: Final = 64 * 1024


class OutputQueue:
    """The way to a terminal.

    Args:
        fd: a non-blocking file.
        loop: the event loop, which must be the calling thread's.
        stalled: called when the line has taken nothing for `STALLED_AFTER_S` though something waits; once each time.
        flows: called when everything has gone out after a stall or a loss; true says that something was dropped, so
            that what the terminal shows is anybody's guess.
        gone: called once, when there is no terminal any more.
        encoding: what the terminal reads; signs that it doesn't have become `?`.
    """

    def __init__(
        self,
        fd: int,
        loop: asyncio.AbstractEventLoop,
        *,
        stalled: Callable[[], None],
        flows: Callable[[bool], None],
        gone: Callable[[], None],
        encoding: str = "utf-8",
        stalled_after_s: float = STALLED_AFTER_S,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._fd = fd
        self._loop = loop
        self._stalled, self._flows, self._gone = stalled, flows, gone
        self._encoding = encoding
        self._stalled_after_s = stalled_after_s
        self._most_bytes = most_bytes
        self._thread = threading.get_ident()
        self._new: deque[str] = deque()
        self._out = bytearray()
        self._scheduled = False
        self._watched = False
        self._deadline: asyncio.TimerHandle | None = None
        self._moved = 0.0
        self._is_stalled = False
        self._has_lost = False
        self._shut = False
        self._writing = threading.Lock()

    @property
    def pending(self) -> int:
        """Bytes that the line hasn't taken yet. Whoever draws pictures in a row leaves one out while this isn't 0."""
        return len(self._out)

    @property
    def is_stalled(self) -> bool:
        """Whether the line has taken nothing for `STALLED_AFTER_S`."""
        return self._is_stalled

    def write(self, text: str) -> None:
        """Send text, together with what else is written in the same turn of the event loop."""
        if self._shut or self._has_lost:
            return
        self._new.append(text)
        if self._scheduled:
            return
        self._scheduled = True
        if threading.get_ident() == self._thread:
            self._loop.call_soon(self.flush)
        else:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self.flush)

    def flush(self) -> None:
        """Send what was written as far as the line takes it now."""
        self._scheduled = False  # before anything is taken, so that no other thread's text is left behind
        waited = bool(self._out)
        while self._new:
            self._out += self._new.popleft().encode(self._encoding, "replace")
        if not waited:
            self._moved = self._loop.time()
            self._send()
        elif len(self._out) > self._most_bytes:
            self._drop()

    def finish(self, last: str, within_s: float) -> bool:
        """Send this in place of all that waits, and nothing more after it.

        Args:
            last: what gives the terminal back.
            within_s: seconds that a line which takes nothing is waited for.

        Returns:
            Whether the line took all of it.
        """
        if not self._out:
            self.flush()
        gone = self._shut
        self._close()
        return not gone and write_within(self._fd, last.encode(self._encoding, "replace"), within_s)

    def hush(self) -> None:
        """Write nothing from now on; from any thread. What is being written has been when this returns."""
        self._shut = True
        if self._writing.acquire(timeout=0.1):
            self._writing.release()

    def _send(self) -> None:
        try:
            while self._out:
                with self._writing:
                    if self._shut:
                        break
                    taken = os.write(self._fd, self._out[:_AT_ONCE])
                del self._out[:taken]
                self._moved = self._loop.time()
        except BlockingIOError:
            self._wait()
        except OSError:
            self._close()
            self._gone()
        else:
            self._unwatch()
            self._all_sent()

    def _wait(self) -> None:
        """Go on when the line takes more, and look after a while whether it did."""
        if not self._watched:
            self._watched = True
            self._loop.add_writer(self._fd, self._send)
        if self._deadline is None:
            self._deadline = self._loop.call_at(self._moved + self._stalled_after_s, self._look)

    def _look(self) -> None:
        """The time is up: has the line stalled, or moved meanwhile?"""
        self._deadline = None
        if self._loop.time() < self._moved + self._stalled_after_s:
            self._wait()
        elif not self._is_stalled:
            self._is_stalled = True
            self._stalled()

    def _drop(self) -> None:
        """Forget what waits, and what comes, until the line takes something again."""
        self._has_lost = True
        del self._out[1:]  # what is left keeps the watch on the line; whoever draws anew begins with an escape

    def _all_sent(self) -> None:
        was_stalled, has_lost = self._is_stalled, self._has_lost
        self._is_stalled = self._has_lost = False
        if (was_stalled or has_lost) and not self._shut:
            self._flows(has_lost)

    def _close(self) -> None:
        self._shut = True
        self._unwatch()
        self._out.clear()
        self._new.clear()

    def _unwatch(self) -> None:
        if self._watched:
            self._watched = False
            self._loop.remove_writer(self._fd)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
