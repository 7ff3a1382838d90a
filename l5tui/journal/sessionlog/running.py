"""A session under way, whatever the face: what it is in the journal, who runs it, where it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from l5tui.config.clock import Stopwatch
from l5tui.domain.entry import Entry, SessionEntry
from l5tui.engine.controller import Controller
from l5tui.engine.it_hurts import stop_of
from l5tui.engine.plan import Plan
from l5tui.engine.record import session_entry
from l5tui.journal.sessionlog.log_files import Unfinished
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog
from l5tui.journal.spool import merge_entry


@dataclass(slots=True)
class RunningSession:
    """A session under way."""

    entry: SessionEntry
    """As it was put into the journal at check-in."""
    controller: Controller
    log: SessionLog
    watch: Stopwatch = field(default_factory=Stopwatch)
    """Since it began, or was taken up again."""
    clock_step_s: float = 0.0
    """By how much the clock on the wall had been set when it ended."""

    @property
    def plan(self) -> Plan:
        """What was planned."""
        return self.controller.plan

    def as_entry(self, ended: str | None) -> SessionEntry:
        """The entry as it stands now."""
        return session_entry(self.entry, self.plan, self.controller.events, ended, clock_step_s=self.clock_step_s)

    def end_now(self) -> str:
        """It ends now: when that is, as entries have it. A clock that was set meanwhile is noted in the entry."""
        at, self.clock_step_s = self.watch.ending()
        return at.isoformat(timespec="seconds")


def interrupted_entry(left: InterruptedSession, file: Unfinished) -> SessionEntry:
    """What was done of a session that was cut off; it ended when its log was last written.

    One that was cut off while a question about a stop was open was stopped by that rule, since nobody answered it.
    """
    when = datetime.fromtimestamp(file.changed).astimezone().isoformat(timespec="seconds")
    entry = session_entry(left.entry, left.plan, left.events, when)
    if entry["stop"] is None and (rule := stop_of(left.events)):
        entry["status"], entry["stop"] = "partial", rule
    return entry


def entry_to_keep(there: Entry | None, told: Entry) -> Entry | None:
    """What the journal is to hold when the log of a session is put away; None if it holds the right thing already.

    A log knows neither a note nor a correction. So a session that came to its end in the journal stays as it is there,
    and what was corrected or deleted meanwhile stays so.

    Args:
        there: what the journal has.
        told: what the log tells.
    """
    if there is not None and there.get("ended") and told.get("kind") == "session":
        return None
    return merge_entry(there, told)
