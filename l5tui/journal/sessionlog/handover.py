"""The holder's side of a take-over: the process that runs a session gives it up when another login asks for it.

The signal thread checks whether the signal was a request, and a thread of its own answers it: the user interface is
told to stop the session, and has a second for it. Then the log is synced and closed, even if the user interface hangs;
later events are dropped, and this process must not write the session's entry any more.
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
"""Seconds that the user interface has to stop the session."""


class HeldSession:
    """A session that this process runs.

    Args:
        log: its log.
        stop: tells the user interface to stop the session, and returns at once. Called from another thread.
    """

    def __init__(self, log: SessionLog, stop: Callable[[], object]) -> None:
        self.log = log
        self.taken = Event()
        """Set when another login asked for the session: it is stopped here and continues there."""
        self.stopped = Event()
        """Set when the user interface has stopped, and has written all that belongs to the session."""
        self._stop = stop

    @property
    def gone(self) -> bool:
        """Whether the log was given up."""
        return self.log.closed

    def give_up(self) -> None:
        """Stop, save and close the log."""
        if self.gone:
            return
        self.taken.set()
        with suppress(RuntimeError):  # the event loop has ended: nothing is shown any more
            self._stop()
        self.stopped.wait(STOP_S)
        self.log.give_up()


class HandOver:
    """Answers requests of other logins for the session that this process runs.

    Args:
        folder: returns the present `Journal.live`.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._answered: set[str] = set()
        self._held: HeldSession | None = None

    @contextmanager
    def holding(self, log: SessionLog, stop: Callable[[], object]) -> Iterator[HeldSession]:
        """Give this session up if another login asks for it while the block runs; see `HeldSession`."""
        held = self._held = HeldSession(log, stop)
        try:
            yield held
        finally:
            self._held = None
            held.stopped.set()

    def find_request(self) -> Callable[[], object] | None:
        """The function that answers the request behind a signal, or None if the signal is no request. A request for a
        session that this process doesn't run gets no answer.
        """
        asked = requested(self._folder(), self._answered)
        return partial(self._answer, asked) if asked else None

    def _answer(self, asked: tuple[str, ...]) -> None:
        held = self._held
        if held is not None and held.log.uid in asked:
            held.give_up()
