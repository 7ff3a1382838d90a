"""A login without a user interface, as a process of its own: it runs a session, and gives it up on request.

It reads commands, a line each, and says "ok" or "no ..." to each; and "told {...}" for every event, once that is
written. So whoever started it knows what must be in the session's log.

    begin UID | resume UID | take UID | do KEY SESSION_SECONDS | hang | finish
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import RLock

from l5tui.config.clock import now
from l5tui.config.errors import JournalError
from l5tui.domain.entry import SessionEntry
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event
from l5tui.engine.progress import fold
from l5tui.engine.resuming import READY_S
from l5tui.journal.sessionlog import handover
from l5tui.journal.sessionlog.handover import HandOver, HeldSession
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, event_to_json
from l5tui.journal.sessionlog.takeover import take_over
from l5tui.terminal import signals
from tests import factories

LONG_S = 30.0
"""What takes a second or two at most in use may take so long here: a busy machine is no fault of the code."""


def begun_today(uid: str) -> SessionEntry:
    """The entry of a session that began just now."""
    return {**factories.session(uid), "started": now().isoformat(timespec="seconds")}


class Login:
    """The session that this process runs.

    Args:
        folder: of the logs.
        hand_over: what it does about requests.
    """

    def __init__(self, folder: Path, hand_over: HandOver) -> None:
        self.folder = folder
        self.hand_over = hand_over
        self.mutex = RLock()
        self.clock = factories.ManualClock()
        self.controller: Controller | None = None
        self.log: SessionLog | None = None
        self.held: HeldSession | None = None
        self.holding = ExitStack()

    def begin(self, uid: str) -> None:
        log = SessionLog.begin(self.folder, begun_today(uid), factories.plan_of_two())
        self._run(log, Controller(factories.plan_of_two(), self.clock)).start()

    def resume(self, uid: str) -> None:
        self._go_on(*SessionLog.resume(self.folder / f"{uid}.log"))

    def take(self, uid: str) -> None:
        self._go_on(*take_over(self.folder / f"{uid}.log", within_s=LONG_S))

    def do(self, key: str, seconds: str) -> None:
        if self.controller is None:
            raise JournalError("there never was a session here")
        self.clock.advance(float(seconds))
        getattr(self.controller, key)()

    def hang(self) -> None:
        """Hold the log's lock and answer no more requests, like a process that hangs."""
        assert self.log is not None
        self.holding.enter_context(self.log.may_write())

    def finish(self) -> None:
        assert self.log is not None
        self.log.done()
        self.holding.close()

    def _go_on(self, log: SessionLog, left: InterruptedSession) -> None:
        self.clock.ms = max(self.clock.ms, fold(left.plan.segments, left.events).at)
        controller = self._run(log, Controller(left.plan, self.clock, left.events))
        controller.resume()
        self.clock.advance(READY_S)
        controller.catch_up()

    def _run(self, log: SessionLog, controller: Controller) -> Controller:
        self.holding.close()
        controller.observe(log)
        controller.observe(lambda event: None if log.closed else _tell(event))
        self.held = self.holding.enter_context(self.hand_over.holding(log, self._stop))
        self.log, self.controller = log, controller
        return controller

    def _stop(self) -> None:
        with self.mutex:
            assert self.controller is not None
            assert self.held is not None
            self.controller.pause()
            self.held.stopped.set()


def _tell(event: Event) -> None:
    _say(f"told {json.dumps(event_to_json(event))}")


def _say(line: str) -> None:
    """Write a line in one piece, for two threads may write at once."""
    os.write(1, f"{line}\n".encode())


def main(folder: Path) -> None:
    handover.STOP_S = signals.SAVE_S = signals.CHECK_S = LONG_S  # type: ignore[misc]
    hand_over = HandOver(lambda: folder)
    with signals.SignalHandler() as guard:
        guard.handle_first(hand_over.find_request)
        login = Login(folder, hand_over)
        _say("ok")
        for line in sys.stdin:
            name, *given = line.split()
            command: Callable[..., None] = getattr(login, name)
            try:
                with login.mutex:
                    command(*given)
                _say("ok")
            except JournalError as error:
                _say(f"no {error}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
