"""Unfinished sessions: offers to resume an interrupted one, and to take over one that runs in another login.

They are offered at the start of the app and before each new session; one that was left as it is is offered again only
at the next start. A new session may begin beside one that runs in another login.
"""

from __future__ import annotations

import asyncio
from functools import partial

from l5tui.config.errors import JournalError
from l5tui.domain.routine import Routine
from l5tui.domain.safety.gate import ResumeDecision
from l5tui.journal.sessionlog.log_files import Unfinished, archive_log
from l5tui.journal.sessionlog.running import (
    closing_entry,
    find_unfinished,
    goes_on_here,
    may_go_on,
    stop_to_keep,
    take_up,
)
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog, read_interrupted
from l5tui.journal.sessionlog.takeover import take_over
from l5tui.storage.owner import is_this_process, why_unreachable
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.session.run_session import run_session


async def offer_unfinished(app: AppProtocol) -> bool | Routine:
    """Offer the interrupted and running sessions. True if one was resumed here; its routine if the person wants to
    repeat it afterwards."""
    try:
        found = await app.records.do(lambda journal: find_unfinished(journal.live))
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
        found = await app.records.do(lambda journal: find_unfinished(journal.live))
        for one in (one for one in found if not one.running):
            left = await app.records.do(lambda _, path=one.path: read_interrupted(path))  # type: ignore[misc]
            if left.progress.over:
                app.offered.add((one.uid, one.running))
                await _offer_left(app, one, left)
    except (JournalError, OSError) as error:
        app.trouble(error)


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


async def _offer_left(
    app: AppProtocol, one: Unfinished, left: InterruptedSession, *, taken_over: bool = False
) -> bool | Routine:
    from l5tui.tui.session import unfinished_screens

    screen = partial(unfinished_screens.ResumeScreen, left, taken_over=taken_over)

    await app.reload_if_possible()  # another login may have been stopped by a rule
    may = may_go_on(left, one.away_s, app.gate())
    choice = "keep" if left.progress.over else await app.push_screen_wait(screen(may))
    if choice == "resume" and may is ResumeDecision.RECHECK and not await app.safety_flow().recheck():
        if app.closing:
            return True
        choice = await app.push_screen_wait(screen(ResumeDecision.BLOCKED))
    if choice == "resume":
        await app.reload_if_possible()  # or while the offer was open
        still = may_go_on(left, one.away_s, app.gate(), rechecked=may is ResumeDecision.RECHECK)
        if still is not ResumeDecision.GO_ON:
            choice = await app.push_screen_wait(screen(still))
    if choice != "resume":
        await _keep_stop(app, left)
    if choice == "resume":
        return await _resume(app, one)
    if choice in ("keep", "discard"):
        await _close_log(app, one, left, discard=choice == "discard")
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
    may = may_go_on(left, one.away_s, app.gate())
    taken = await app.push_screen_wait(TakeOverScreen(left, lambda: asyncio.to_thread(take_over, one.path), may))
    if taken is None:
        return False
    log, left = taken
    await app.reload_if_possible()
    if left.progress.over:
        await _keep_stop(app, left)  # the other login may not have stored it
    if goes_on_here(left, one.away_s, app.gate()):
        return await _go_on(app, log, left, away_s=one.away_s)
    await app.records.do(lambda _: log.close())  # it was paused for too long, or may not continue now
    return await _offer_left(app, one, left, taken_over=True)


async def _keep_stop(app: AppProtocol, left: InterruptedSession) -> None:
    """Store the stop rule that an interrupted session leads to."""
    if stop := stop_to_keep(left, app.entries):
        await app.keep(stop)


async def _close_log(app: AppProtocol, one: Unfinished, left: InterruptedSession, *, discard: bool) -> None:
    """Write the entry to the journal, then move the log to done/."""
    try:
        there = await app.records.do(lambda _: app.records.unwritten.state_of(one.uid))
        new = closing_entry(left, one, there, discard=discard)
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
    run, first = take_up(log, left, app.session_clock)
    if first is not None:
        await app.keep(first)
    app.offered -= {(log.uid, running) for running in (True, False)}  # offered again if another login takes it
    again = await run_session(app, run, away_s=away_s)
    return (again and app.library.startable(left.entry["routine"]["id"])) or True
