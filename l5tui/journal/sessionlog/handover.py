"""The other side of a take-over: what the process that runs a session does when another login asks it for it.

The signal's thread looks whether the signal was a request, and a thread of its own answers it: whoever shows the
session is told to stop, and has a second for it. Then the log is on the disk and closed, even if that one hangs; what
it still does to the session later is dropped, and it must not put the session's entry into the journal any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.journal.sessionlog.takeover import requested

STOP_S: Final = 1.0
"""What whoever shows the session may take to stop."""


class HeldSession:
    """A session that this process runs.

    Args:
        log: its log.
        stop: tells whoever shows the session to stop, and returns at once. Called from another thread.
    """

    def __init__(self, log: SessionLog, stop: Callable[[], object]) -> None:
        self.log = log
        self.taken = Event()
        """Another login asked for it: it is stopped here, and goes on there."""
        self.stopped = Event()
        """Whoever shows it has stopped, and has written all that belongs to it."""
        self._stop = stop

    @property
    def gone(self) -> bool:
        """Whether the log is no longer ours."""
        return self.log.closed

    def give_up(self) -> None:
        """Stop, save, let go of the log."""
        if self.gone:
            return
        self.taken.set()
        with suppress(RuntimeError):  # the event loop has ended: nothing is shown any more
            self._stop()
        self.stopped.wait(STOP_S)
        self.log.give_up()


class HandOver:
    """What a process does about requests of other logins.

    Args:
        folder: what `Journal.live` is now.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._answered: set[str] = set()
        self._held: HeldSession | None = None

    @contextmanager
    def holding(self, log: SessionLog, stop: Callable[[], object]) -> Iterator[HeldSession]:
        """While the block runs, give this session up when another login asks for it; see `HeldSession`."""
        held = self._held = HeldSession(log, stop)
        try:
            yield held
        finally:
            self._held = None
            held.stopped.set()

    def look(self) -> Callable[[], object] | None:
        """Whether a signal that came is a request: what answers it, or None. A request for a session that isn't run
        here (any more) is answered by nothing.
        """
        asked = requested(self._folder(), self._answered)
        return partial(self._answer, asked) if asked else None

    def _answer(self, asked: tuple[str, ...]) -> None:
        held = self._held
        if held is not None and held.log.uid in asked:
            held.give_up()
