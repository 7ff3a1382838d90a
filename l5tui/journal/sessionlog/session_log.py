"""Writes a running session to the disk: an observer of the controller that appends every event to the live log.

An event is in the file before any screen shows it, and on the disk right after: a thread of its own calls `fsync`, so
that a slow disk never delays the count. The position is written about once a second, without an `fsync`.
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
from l5tui.engine.moment import moment_of
from l5tui.engine.plan import Plan
from l5tui.engine.progress import Progress, fold
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
"""Event types by their names in the log. The names never change: logs of older versions have them."""
_NAMES: Final = {kind: name for name, kind in _EVENTS.items()}


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON."""
    found: dict[str, Any] = msgspec.to_builtins(plan)
    return found


def plan_from_json(found: object) -> Plan:
    """A plan from plain JSON.

    Raises:
        ValueError: it isn't a plan; the text says where.
    """
    return msgspec.convert(found, Plan)


def event_to_json(event: Event) -> dict[str, Any]:
    """An event as plain JSON."""
    return {"event": _NAMES[type(event)], **msgspec.to_builtins(event)}


def event_from_json(found: Mapping[str, Any]) -> Event | None:
    """An event from plain JSON; None if this version doesn't know it, or it is incomplete."""
    kind = _EVENTS.get(str(found.get("event")))
    if kind is None:
        return None
    try:
        return msgspec.convert({name: value for name, value in found.items() if name != "event"}, kind)
    except ValueError:
        return None


class InterruptedSession(NamedTuple):
    """A session as its log has it: enough to continue, keep or discard it."""

    entry: SessionEntry
    """The entry as written at the check-in."""
    plan: Plan
    events: list[Event]
    notices: tuple[str, ...]
    """About damage, one line each."""
    owner: dict[str, Any] | None = None
    """The process that wrote last."""

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        return fold(self.plan.segments, self.events)

    @property
    def stands_at(self) -> tuple[str, int]:
        """Where it stands in words, empty at its end, and how many milliseconds are left."""
        moment = moment_of(self.progress, self.plan.steps)
        where = f"{moment.step.name}, rep {moment.segment.rep}" if moment.step and moment.segment else ""
        if where and moment.side:
            where += f", {moment.side.value.upper()} side"
        return where, moment.total_left_ms


class SessionLog:
    """The live log of one session, as an observer of its controller."""

    def __init__(self, log: LiveLog) -> None:
        self.log = log
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-log")
        self._mutex = Lock()
        self._writing_entry = Lock()
        self.given_up = False
        """Whether another login has the session now, and writes its entry."""
        self._asked = False

    @classmethod
    def begin(cls, folder: Path, entry: SessionEntry, plan: Plan) -> Self:
        """Create the log of a new session. A disk error isn't raised; see `trouble`."""
        return cls(LiveLog.create(folder, entry["uid"], {"entry": entry, "plan": plan_to_json(plan)}))

    @classmethod
    def resume(
        cls, path: Path, *, patience_s: float | None = None, calls: SystemCalls = SYSTEM
    ) -> tuple[Self, InterruptedSession]:
        """Continue an interrupted session.

        Args:
            path: its log.
            patience_s: seconds to wait for a process that still holds it.
            calls: the operating system.

        Raises:
            RunningError: the session is running in another login.
            JournalError: the log can't be read, or its plan is damaged.
        """
        log, read = LiveLog.resume(path, patience_s=patience_s, calls=calls)
        try:
            return cls(log), _left(path, read)
        except BaseException:
            log.close()
            raise

    def __call__(self, event: Event) -> None:
        """Append an event; it is in the file when this returns."""
        if isinstance(event, Seen):
            self.log.position(event_to_json(event))
        else:
            self.log.append(event_to_json(event))
            self._sync_soon()

    @property
    def uid(self) -> str:
        """The uid of the session's entry."""
        return self.log.path.stem

    @property
    def trouble(self) -> JournalError | None:
        """Why the disk doesn't have everything, or None."""
        return self.log.trouble

    def sync(self) -> None:
        """Sync everything now; for the end of the process."""
        self.log.sync()

    def give_up(self) -> None:
        """Leave the session to another login: sync everything and close the log; later events are dropped.

        Waits for an entry that is being written. Callable from any thread.
        """
        with self._writing_entry:
            self.given_up = True
            self.log.sync()
            self.log.close()

    @contextmanager
    def may_write(self) -> Iterator[bool]:
        """Whether this process may still write the session's entry; it isn't given up while the block runs."""
        with self._writing_entry:
            yield not self.given_up

    @property
    def closed(self) -> bool:
        """Whether the log was moved to done/ or closed."""
        return self.log.closed

    def done(self) -> None:
        """Move the log to done/: the entry is in the journal."""
        self._thread.shutdown(wait=True)
        self.log.done()

    def close(self) -> None:
        """Close the log, so that the session can be resumed."""
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
    """Read the session in a log. The file isn't changed.

    Raises:
        JournalError: the log can't be read, is from a newer version, or its plan is damaged.
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
