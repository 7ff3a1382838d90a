"""Unfinished sessions: offers to resume an interrupted one, and to take over one that runs in another login.

They are offered at the start of the app and before each new session; one that was left as it is is offered again only
at the next start. A new session may begin beside one that runs in another login.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from l5tui.config.clock import new_header, now
from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import log_of
from l5tui.domain.routine import Routine
from l5tui.domain.safety.entries import is_kept, new_something_new, new_stop
from l5tui.domain.safety.gate import ResumeDecision, may_resume
from l5tui.engine.controller import Controller
from l5tui.engine.it_hurts import emergency_left_open, stop_of
from l5tui.engine.progress import fold
from l5tui.journal.sessionlog.log_files import Unfinished, archive_log, sweep_done, unfinished
from l5tui.journal.sessionlog.running import RunningSession, entry_to_keep, interrupted_entry
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, read_interrupted
from l5tui.journal.sessionlog.takeover import sweep_requests, take_over
from l5tui.storage.owner import is_this_process, why_unreachable
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.session.run_session import run_session

if TYPE_CHECKING:
    from l5tui.journal.store import Journal


async def offer_unfinished(app: AppProtocol) -> bool | Routine:
    """Offer the interrupted and running sessions. True if one was resumed here; its routine if the person wants to
    repeat it afterwards."""
    try:
        found = await app.records.do(_found)
    except (JournalError, OSError) as error:
        app.trouble(error)
        return False
    for one in found:
        if (one.uid, one.running) not in app.offered:
            app.offered.add((one.uid, one.running))
            if taken_up := await _offer(app, one):
                return taken_up
    return False


async def close_ended(app: AppProtocol) -> None:
    """Write the sessions that had ended before the app was interrupted to the journal, without asking."""
    try:
        found = await app.records.do(_found)
        for one in (one for one in found if not one.running):
            left = await app.records.do(lambda _, path=one.path: read_interrupted(path))  # type: ignore[misc]
            if fold(left.plan.segments, left.events).over:
                app.offered.add((one.uid, one.running))
                await _offer_left(app, one, left)
    except (JournalError, OSError) as error:
        app.trouble(error)


def _found(journal: Journal) -> list[Unfinished]:
    sweep_done(journal.live)
    sweep_requests(journal.live)
    return unfinished(journal.live)


async def _offer(app: AppProtocol, one: Unfinished) -> bool | Routine:
    try:
        left = await app.records.do(lambda _: read_interrupted(one.path))
    except JournalError as error:
        app.trouble(error)
        return False
    if one.running:
        return await _offer_running(app, one, left)
    for notice in left.notices:
        app.trouble(notice)
    return await _offer_left(app, one, left)


async def _offer_left(app: AppProtocol, one: Unfinished, left: InterruptedSession) -> bool | Routine:
    from l5tui.tui.session.unfinished_screens import ResumeScreen

    ended = fold(left.plan.segments, left.events).over
    await app.reload_if_possible()  # another login may have been stopped by a rule
    may = may_resume(app.gate(), left.entry["started"], one.away_s, now())
    choice = "keep" if ended else await app.push_screen_wait(ResumeScreen(left, may))
    if choice == "resume" and may is ResumeDecision.RECHECK and not await app.safety_flow().recheck():
        if app.closing:
            return True
        choice = await app.push_screen_wait(ResumeScreen(left, ResumeDecision.BLOCKED))
    if choice == "resume":
        await app.reload_if_possible()  # or while the offer was open
        still = may_resume(
            app.gate(), left.entry["started"], one.away_s, now(), rechecked=may is ResumeDecision.RECHECK
        )
        if still is not ResumeDecision.GO_ON:
            choice = await app.push_screen_wait(ResumeScreen(left, still))
    if choice != "resume":
        await _keep_stop(app, left)
    if choice == "resume":
        return await _resume(app, one)
    if choice == "keep":
        await _close_log(app, one, interrupted_entry(left, one))
    elif choice == "discard":
        await _close_log(app, one, log_of(left.entry))
    return False


async def _offer_running(app: AppProtocol, one: Unfinished, left: InterruptedSession) -> bool | Routine:
    from l5tui.tui.session.unfinished_screens import TakeOverScreen

    if is_this_process(left.owner):
        return False
    where = why_unreachable(left.owner)
    if where is not None:
        app.trouble(f"A session is running {where}. It is left alone; the journal works here too")
        return False
    await app.reload_if_possible()
    may = may_resume(app.gate(), left.entry["started"], one.away_s, now())
    taken = await app.push_screen_wait(TakeOverScreen(left, lambda: asyncio.to_thread(take_over, one.path), may))
    if taken is None:
        return False
    log, left = taken
    await app.reload_if_possible()
    over = fold(left.plan.segments, left.events).over
    if over:
        await _keep_stop(app, left)  # the other login may not have stored it
    if over or may_resume(app.gate(), left.entry["started"], one.away_s, now()) is ResumeDecision.GO_ON:
        return await _go_on(app, log, left, away_s=one.away_s)
    await app.records.do(lambda _: log.close())  # it was paused for too long, or may not continue now
    return await _offer_left(app, one, left)


async def _keep_stop(app: AppProtocol, left: InterruptedSession) -> None:
    """Store the stop rule that an interrupted session leads to. A stop that is stored already keeps its date."""
    rule = stop_of(left.events)
    if rule and not is_kept(stop := new_stop(new_header(), rule, left.entry["uid"]), app.entries):
        await app.keep(stop)


async def _close_log(app: AppProtocol, one: Unfinished, entry: Entry) -> None:
    """Write the entry to the journal, then move the log to done/."""
    try:
        new = entry_to_keep(await app.records.do(lambda _: app.records.unwritten.state_of(one.uid)), entry)
        if new is None or await app.keep(new):
            await app.records.do(lambda _: archive_log(one.path))
    except JournalError as error:
        app.trouble(error)


async def _resume(app: AppProtocol, one: Unfinished) -> bool | Routine:
    try:
        log, left = await app.records.do(lambda _: SessionLog.resume(one.path))
    except JournalError as error:
        app.trouble(error)
        return False
    return await _go_on(app, log, left, away_s=one.away_s)


async def _go_on(app: AppProtocol, log: SessionLog, left: InterruptedSession, away_s: float = 0) -> bool | Routine:
    if emergency_left_open(left.events):
        await app.keep(new_something_new(new_header()))
    clock = app.session_clock(left.entry["speed"], fold(left.plan.segments, left.events).at)
    app.offered -= {(log.uid, running) for running in (True, False)}  # offered again if another login takes it
    run = RunningSession(left.entry, Controller(left.plan, clock, left.events), log)
    again = await run_session(app, run, away_s=away_s)
    return (again and app.library.startable(left.entry["routine"]["id"])) or True
