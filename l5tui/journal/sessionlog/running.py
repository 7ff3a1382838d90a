"""A running session, in either user interface: its entry, its controller and its log."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from l5tui.config.clock import Stopwatch
from l5tui.domain.entry import Entry, SessionEntry
from l5tui.engine.controller import Controller
from l5tui.engine.it_hurts import stop_of
from l5tui.engine.plan import Plan
from l5tui.engine.record import session_entry
from l5tui.journal.sessionlog.log_files import Unfinished
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog
from l5tui.journal.spool import merge_entry


class RunningSession(Struct):
    """A running session."""

    entry: SessionEntry
    """The entry as written at the check-in."""
    controller: Controller
    log: SessionLog
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Measures the time since the session began or was resumed."""
    clock_step_s: float = 0.0
    """By how many seconds the system clock was set during the session, known when it has ended."""

    @property
    def plan(self) -> Plan:
        """The session's plan."""
        return self.controller.plan

    def as_entry(self, ended: str | None) -> SessionEntry:
        """The entry with what was done so far."""
        return session_entry(self.entry, self.plan, self.controller.events, ended, clock_step_s=self.clock_step_s)

    def end_now(self) -> str:
        """End the session now; returns the time as entries have it. A clock step meanwhile is noted in the entry."""
        at, self.clock_step_s = self.watch.ending()
        return at.isoformat(timespec="seconds")


def interrupted_entry(left: InterruptedSession, file: Unfinished) -> SessionEntry:
    """The entry of an interrupted session; it ended when its log was last written.

    If it was interrupted while a question about a stop was open, that rule stopped it, since nobody answered.
    """
    when = datetime.fromtimestamp(file.changed).astimezone().isoformat(timespec="seconds")
    entry = session_entry(left.entry, left.plan, left.events, when)
    if entry["stop"] is None and (rule := stop_of(left.events)):
        entry["status"], entry["stop"] = "partial", rule
    return entry


def entry_to_keep(there: Entry | None, told: Entry) -> Entry | None:
    """The entry to write before a log is moved to done/; None if the journal has the right one already.

    A log has neither notes nor corrections. So a session that is finished in the journal stays as it is there, and
    corrections and deletions made meanwhile stay.

    Args:
        there: the journal's entry.
        told: the entry made from the log.
    """
    if there is not None and there.get("ended") and told.get("kind") == "session":
        return None
    return merge_entry(there, told)
