"""A queue of output to the terminal that never blocks, and reports a stalled terminal.

Textual's own writer is a thread behind a queue of thirty items: once the terminal accepts nothing more, the
thirty-first write hangs the event loop, and with it the clock, the keys and every way to quit. Nothing here blocks:
output that the terminal doesn't accept waits in memory, the event loop continues when the terminal accepts more, and a
terminal that accepted nothing for a while is reported as stalled. The queue is bounded: beyond the bound output is
dropped, since a picture that nobody saw can be drawn again.

Everything runs on the event loop's thread, except `write` and `stop_writing`, which any thread may call.
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
"""Seconds without any output accepted after which the terminal counts as stalled."""
MOST_BYTES: Final = 128 * 1024
"""Bytes that may wait: about ten full pictures of a large window."""
_AT_ONCE: Final = 64 * 1024


class OutputQueue:
    """Writes to a terminal without blocking.

    Args:
        fd: a non-blocking file.
        loop: the event loop, which must be the calling thread's.
        stalled: called when output waits and none was accepted for `STALLED_AFTER_S`; once per stall.
        flows: called when everything was written after a stall or a loss; true means that output was dropped, so what
            the terminal shows isn't known.
        gone: called once, when the terminal is gone.
        encoding: the terminal's encoding; characters that it doesn't have become `?`.
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
        """Bytes that wait to be accepted."""
        return len(self._out)

    @property
    def is_stalled(self) -> bool:
        """Whether output waits and none was accepted for `STALLED_AFTER_S`."""
        return self._is_stalled

    def write(self, text: str) -> None:
        """Queue text; it is sent with everything else written in the same turn of the event loop."""
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
        """Send as much of the queue as the terminal accepts now."""
        self._scheduled = False  # first, so that text of another thread schedules the next flush
        waited = bool(self._out)
        while self._new:
            self._out += self._new.popleft().encode(self._encoding, "replace")
        if not waited:
            self._moved = self._loop.time()
            self._send()
        elif len(self._out) > self._most_bytes:
            self._drop()

    def finish(self, last: str, within_s: float) -> bool:
        """Discard what waits, send this, and close the queue.

        Args:
            last: the text that restores the terminal.
            within_s: seconds to wait for a stalled terminal.

        Returns:
            Whether all of it was written.
        """
        if not self._out:
            self.flush()
        gone = self._shut
        self._close()
        return not gone and write_within(self._fd, last.encode(self._encoding, "replace"), within_s)

    def stop_writing(self) -> None:
        """Write nothing more; from any thread. A write in progress is finished when this returns."""
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
        """Continue when the terminal accepts more, and check for a stall after a while."""
        if not self._watched:
            self._watched = True
            self._loop.add_writer(self._fd, self._send)
        if self._deadline is None:
            self._deadline = self._loop.call_at(self._moved + self._stalled_after_s, self._check_stall)

    def _check_stall(self) -> None:
        """Check, after `STALLED_AFTER_S`, whether anything was accepted meanwhile."""
        self._deadline = None
        if self._loop.time() < self._moved + self._stalled_after_s:
            self._wait()
        elif not self._is_stalled:
            self._is_stalled = True
            self._stalled()

    def _drop(self) -> None:
        """Drop what waits and what follows, until the terminal accepts output again."""
        self._has_lost = True
        del self._out[1:]  # one item stays, so that the wait goes on; the next full picture begins with an escape

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
