"""A running session and an unfinished one: what both user interfaces decide alike about them.

The full screen (`tui/session/unfinished.py`) and plain lines (`plain/unfinished.py`) only show, ask, and write what is
decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct, field

from l5tui.config.clock import Stopwatch, new_header, now
from l5tui.domain.entry import Entry, SafetyEntry, SessionEntry
from l5tui.domain.new_entry import log_of
from l5tui.domain.safety.entries import is_kept, new_something_new, new_stop
from l5tui.domain.safety.gate import Gate, ResumeDecision, may_resume
from l5tui.engine.clock import Clock
from l5tui.engine.controller import Controller
from l5tui.engine.events import Rated
from l5tui.engine.it_hurts import emergency_left_open, stop_of
from l5tui.engine.plan import Plan
from l5tui.engine.record import session_entry
from l5tui.journal.sessionlog.log_files import Unfinished, sweep_done, unfinished
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog
from l5tui.journal.sessionlog.takeover import sweep_requests
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

    @property
    def rated(self) -> bool:
        """Whether the score after the session was given, perhaps in the login that had the session before."""
        return any(isinstance(event, Rated) and event.when == "after" for event in self.controller.events)

    def as_entry(self, ended: str | None) -> SessionEntry:
        """The entry with what was done so far."""
        return session_entry(self.entry, self.plan, self.controller.events, ended, clock_step_s=self.clock_step_s)

    def end_now(self) -> str:
        """End the session now; returns the time as entries have it. A clock step meanwhile is noted in the entry."""
        at, self.clock_step_s = self.watch.ending()
        return at.isoformat(timespec="seconds")


def find_unfinished(live: Path) -> list[Unfinished]:
    """The sessions that weren't finished. Logs and requests that nobody needs any more are removed first.

    Raises:
        JournalError, OSError: the folder can't be read.
    """
    sweep_done(live)
    sweep_requests(live)
    return unfinished(live)


def may_go_on(left: InterruptedSession, away_s: float, gate: Gate, *, rechecked: bool = False) -> ResumeDecision:
    """Whether an interrupted session may go on now (clinical data, c4).

    Args:
        left: the session.
        away_s: seconds since its log was last written.
        gate: the safety gate by the journal as it is now.
        rechecked: the question before every session was answered with "nothing new".
    """
    return may_resume(gate, left.entry["started"], away_s, now(), rechecked=rechecked)


def goes_on_here(left: InterruptedSession, away_s: float, gate: Gate) -> bool:
    """Whether a session that was taken over goes on at once. At its end only the score after it is asked for."""
    return left.progress.over or may_go_on(left, away_s, gate) is ResumeDecision.GO_ON


def stop_to_keep(left: InterruptedSession, entries: Iterable[Entry]) -> SafetyEntry | None:
    """The entry of the stop rule that an interrupted session leads to, or None. A stored one keeps its date."""
    rule = stop_of(left.events)
    stop = new_stop(new_header(), rule, left.entry["uid"]) if rule else None
    return None if stop is None or is_kept(stop, entries) else stop


def take_up(
    log: SessionLog, left: InterruptedSession, session_clock: Callable[[float, int], Clock]
) -> tuple[RunningSession, SafetyEntry | None]:
    """An interrupted session as a running one, and the entry that has to be written before it goes on, if any: while
    emergency questions were open, something new was said, and a full check is due.
    """
    clock = session_clock(left.entry["speed"], left.progress.at)
    run = RunningSession(left.entry, Controller(left.plan, clock, left.events), log)
    return run, new_something_new(new_header()) if emergency_left_open(left.events) else None


def closing_entry(left: InterruptedSession, file: Unfinished, there: Entry | None, *, discard: bool) -> Entry | None:
    """The entry to write before the log of an interrupted session is put away; None if the journal has it already.

    Args:
        left: the session.
        file: its log.
        there: what the journal has of it, or what waits to be written.
        discard: only the score before it is kept.
    """
    return entry_to_keep(there, log_of(left.entry) if discard else interrupted_entry(left, file))


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
