"""A running session's way to the disk: it observes the controller and writes every event to the live log.

An event is in the file before any screen shows it, and on the disk right after: a thread of its own does the `fsync`,
so that no disk ever holds the count. The position goes with them about once a second, without an `fsync`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple, Self, cast

import msgspec

from l5tui.config.errors import JournalError
from l5tui.domain.entry import SCHEMA, SessionEntry
from l5tui.engine import events as session_events
from l5tui.engine.events import Event, Seen
from l5tui.engine.plan import Plan
from l5tui.journal.migrations import migrate
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.sessionlog.log_files import LogRead, read_log
from l5tui.storage.atomic import SYSTEM, SystemCalls
from l5tui.storage.schema import schema_of

_EVENTS: Final[dict[str, type[Event]]] = {
    "started": session_events.Started,
    "paused": session_events.Paused,
    "resumed": session_events.Resumed,
    "jumped": session_events.Jumped,
    "changed": session_events.Changed,
    "hurt": session_events.Hurt,
    "rated": session_events.Rated,
    "passed": session_events.Passed,
    "seen": session_events.Seen,
    "ended": session_events.Ended,
}
"""The names in the log. They never change: logs of older programs have them."""
_NAMES: Final = {kind: name for name, kind in _EVENTS.items()}


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON."""
    found: dict[str, Any] = msgspec.to_builtins(plan)
    return found


def plan_from_json(found: object) -> Plan:
    """The plan again.

    Raises:
        ValueError: it isn't one; the text says where.
    """
    return msgspec.convert(found, Plan)


def event_to_json(event: Event) -> dict[str, Any]:
    """An event as plain JSON."""
    return {"event": _NAMES[type(event)], **msgspec.to_builtins(event)}


def event_from_json(found: Mapping[str, Any]) -> Event | None:
    """The event again; None for one that this program doesn't know, or that isn't whole."""
    kind = _EVENTS.get(str(found.get("event")))
    if kind is None:
        return None
    try:
        return msgspec.convert({name: value for name, value in found.items() if name != "event"}, kind)
    except ValueError:
        return None


class InterruptedSession(NamedTuple):
    """A session as its log has it: enough to go on, to keep it, or to discard it."""

    entry: SessionEntry
    """As it was put into the journal at check-in."""
    plan: Plan
    events: list[Event]
    notices: tuple[str, ...]
    """About damage, one line each."""
    owner: dict[str, Any] | None = None
    """The process that wrote last."""


class SessionLog:
    """The live log of one session, as an observer of its controller."""

    def __init__(self, log: LiveLog) -> None:
        self.log = log
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-log")
        self._mutex = Lock()
        self._writing_entry = Lock()
        self._asked = False

    @classmethod
    def begin(cls, folder: Path, entry: SessionEntry, plan: Plan) -> Self:
        """The log of a session that begins. A disk that says no is no error here; see `trouble`."""
        return cls(LiveLog.create(folder, entry["uid"], {"entry": entry, "plan": plan_to_json(plan)}))

    @classmethod
    def resume(
        cls, path: Path, *, patience_s: float | None = None, calls: SystemCalls = SYSTEM
    ) -> tuple[Self, InterruptedSession]:
        """Go on with a session that was cut off.

        Args:
            path: its log.
            patience_s: seconds to wait for whoever still holds it.
            calls: the operating system.

        Raises:
            RunningError: it runs elsewhere.
            JournalError: it can't be read, or its plan is damaged.
        """
        log, read = LiveLog.resume(path, patience_s=patience_s, calls=calls)
        try:
            return cls(log), _left(path, read)
        except BaseException:
            log.close()
            raise

    def __call__(self, event: Event) -> None:
        """Write an event down; it is in the file when this returns."""
        if isinstance(event, Seen):
            self.log.position(event_to_json(event))
        else:
            self.log.append(event_to_json(event))
            self._sync_soon()

    @property
    def uid(self) -> str:
        """Of the session's entry."""
        return self.log.path.stem

    @property
    def trouble(self) -> JournalError | None:
        """Why the disk doesn't have everything, or None."""
        return self.log.trouble

    def sync(self) -> None:
        """Have everything on the disk, now; for the end of the process."""
        self.log.sync()

    def give_up(self) -> None:
        """Have everything on the disk and let go of the log; what comes later is dropped. From any thread."""
        with self._writing_entry:
            self.log.sync()
            self.log.close()

    @contextmanager
    def ours(self) -> Iterator[bool]:
        """Whether the session is still ours to write the entry of; while the block runs it isn't given up."""
        with self._writing_entry:
            yield not self.log.closed

    @property
    def closed(self) -> bool:
        """Whether it was put away, or let go of."""
        return self.log.closed

    def done(self) -> None:
        """The entry is in the journal: put the log away."""
        self._thread.shutdown(wait=True)
        self.log.done()

    def close(self) -> None:
        """Let go of it; the session is one that can be taken up again."""
        self._thread.shutdown(wait=True)
        self.log.sync()
        self.log.close()

    def _sync_soon(self) -> None:
        with self._mutex:
            if self._asked:
                return
            self._asked = True
        self._thread.submit(self._sync)

    def _sync(self) -> None:
        with self._mutex:
            self._asked = False
        self.log.sync()


def read_interrupted(path: Path) -> InterruptedSession:
    """What a log tells of its session. Changes nothing.

    Raises:
        JournalError: it can't be read, is from a newer version, or its plan is damaged.
    """
    return _left(path, read_log(path))


def _left(path: Path, read: LogRead) -> InterruptedSession:
    first: Mapping[str, Any] = read.first or {}
    entry = first.get("entry")
    try:
        plan = plan_from_json(first.get("plan"))
    except ValueError as error:
        raise JournalError(f"the beginning of {path} is damaged", "its session can't be resumed") from error
    if not isinstance(entry, dict) or entry.get("kind") != "session":
        raise JournalError(f"the beginning of {path} is damaged", "its session can't be resumed")
    if schema_of(entry) > SCHEMA:
        raise JournalError(f"{path} is of a newer l5tui (schema {schema_of(entry)})", "update l5tui to resume it")
    events = [event for _, record in read.records if (event := event_from_json(record)) is not None]
    return InterruptedSession(cast(SessionEntry, migrate(entry)), plan, events, read.notices, read.owner)
