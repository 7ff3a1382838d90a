"""Offers unfinished sessions in plain lines: interrupted ones, and those that another login runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final, Protocol

from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import moment_of as time_of
from l5tui.domain.safety.gate import ResumeDecision
from l5tui.domain.safety.words import CANT_GO_ON, ONLY_STOPPED_HERE
from l5tui.domain.time_words import clock
from l5tui.engine.clock import Clock
from l5tui.journal.sessionlog.log_files import Unfinished, archive_log
from l5tui.journal.sessionlog.running import (
    RunningSession,
    closing_entry,
    find_unfinished,
    goes_on_here,
    may_go_on,
    stop_to_keep,
    take_up,
)
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, read_interrupted
from l5tui.journal.sessionlog.takeover import take_over
from l5tui.plain.prompt import Prompt
from l5tui.plain.records import Records
from l5tui.plain.safety import SafetyPrompt
from l5tui.storage.owner import why_unreachable

WHAT_NOW: Final = "What shall become of it?"
CUT_OFF: Final = "this session was cut off. Nothing of it is lost."
TAKEN_OVER: Final = "the other login has stopped this session. Nothing of it is lost."
ELSEWHERE: Final = "this session is running in another login."


class SessionGuide(Protocol):
    """The part of `Flow` that resuming a session needs."""

    records: Records
    safety: SafetyPrompt
    session_clock: Callable[[float, int], Clock]
    prompt: Prompt

    def guide(self, run: RunningSession, *, away_s: float = 0) -> int:
        """Guide from the session's position to its end; returns the exit status."""
        ...


def offer_unfinished(flow: SessionGuide) -> int | None:
    """Offer interrupted sessions, and those of other logins; returns the exit status if one was resumed here."""
    live = flow.records.journal.live
    try:
        found = find_unfinished(live)
    except (JournalError, OSError) as error:
        flow.records.trouble(error)
        return None
    for one in found:
        try:
            left = read_interrupted(one.path)
            status = _offer_running(flow, one, left) if one.running else _offer_left(flow, one, left)
        except JournalError as error:
            flow.records.trouble(error)
            continue
        if status is not None:
            return status
    return None


def _offer_left(flow: SessionGuide, one: Unfinished, left: InterruptedSession, said: str = CUT_OFF) -> int | None:
    for notice in left.notices:
        flow.records.trouble(notice)
    choice = "k"
    if not left.progress.over:
        flow.prompt.say(*_where_it_is(left, said))
        choice = _what_becomes_of(flow, one, left)
    if choice != "g":
        _keep_stop(flow, left)
    if choice == "g":
        return _go_on(flow, *SessionLog.resume(one.path), away_s=one.away_s)
    if choice != "l":
        there = flow.records.unwritten.state_of(one.uid)
        new = closing_entry(left, one, there, discard=choice == "d")
        if new is None or flow.records.keep(new):
            archive_log(one.path)
    return None


def _keep_stop(flow: SessionGuide, left: InterruptedSession) -> None:
    """Store the stop rule that an interrupted session leads to."""
    entries: list[Entry] = []
    with suppress(JournalError):  # if the journal can't be read, the entry waits until it can be written
        entries = flow.records.entries()
    if stop := stop_to_keep(left, entries):
        flow.records.keep(stop)


def _what_becomes_of(flow: SessionGuide, one: Unfinished, left: InterruptedSession) -> str:
    """What the person wants of it. Going on is offered only where it may go on, and asks the recheck after a while away
    (clinical data, c4). Whether it may is asked again after the answer: another login may have been stopped meanwhile.
    """
    may = _may_go_on(flow, one, left)
    while True:
        flow.prompt.say(CANT_GO_ON.get(may, ""))
        options = {"k": "keep what was done, and end it", "d": "discard it; the score stays"}
        if may in CANT_GO_ON:
            choice = flow.prompt.choose(WHAT_NOW, options)
        else:
            options = {"g": "go on where it was; it begins paused", **options, "l": "later"}
            choice = flow.prompt.choose(WHAT_NOW, options, hidden={"escape": "l"})
        if choice != "g":
            return choice
        may = _may_go_on(flow, one, left)
        if may is ResumeDecision.RECHECK:
            nothing_new = flow.safety.recheck()
            may = _may_go_on(flow, one, left, rechecked=True) if nothing_new else ResumeDecision.BLOCKED
        if may is ResumeDecision.GO_ON:
            return choice


def _may_go_on(
    flow: SessionGuide, one: Unfinished, left: InterruptedSession, *, rechecked: bool = False
) -> ResumeDecision:
    """Whether it may go on now, by the journal as it is now."""
    return may_go_on(left, one.away_s, flow.safety.gate(), rechecked=rechecked)


def _offer_running(flow: SessionGuide, one: Unfinished, left: InterruptedSession) -> int | None:
    where = why_unreachable(left.owner)
    if where is not None:
        flow.prompt.say(f"A session is running {where}. It is left alone; the journal works here too.")
        return None
    flow.prompt.say(*_where_it_is(left, ELSEWHERE))
    goes_on = _may_go_on(flow, one, left) not in CANT_GO_ON
    flow.prompt.say("" if goes_on else ONLY_STOPPED_HERE)
    take = "take it over here; it begins paused" if goes_on else "stop it there"
    options = {"t": take, "l": "leave it there"}
    while flow.prompt.choose(WHAT_NOW, options, hidden={"take": "t", "leave": "l", "escape": "l"}) == "t":
        try:
            log, left = take_over(one.path)
        except JournalError as error:
            said = f"{error}."
            flow.prompt.say(said[:1].upper() + said[1:])
            continue
        if left.progress.over:
            _keep_stop(flow, left)  # the other login may not have stored it
        if goes_on_here(left, one.away_s, flow.safety.gate()):
            return _go_on(flow, log, left, away_s=one.away_s)
        log.close()  # it was paused for long, or may not continue now
        return _offer_left(flow, one, left, TAKEN_OVER)
    return None


def _go_on(flow: SessionGuide, log: SessionLog, left: InterruptedSession, *, away_s: float = 0) -> int:
    run, first = take_up(log, left, flow.session_clock)
    if first is not None:
        flow.records.keep(first)
    return flow.guide(run, away_s=away_s)


def _where_it_is(left: InterruptedSession, what: str) -> Iterator[str]:
    """Which session it is, its position, and how much of it is left."""
    where, left_ms = left.stands_at
    when = time_of(left.entry["started"])
    yield f"{left.plan.name}{f', {when:%d %B, %H:%M}' if when else ''}: {what}"
    yield f"{where or 'At its end'}. {clock(left_ms)} are left."
