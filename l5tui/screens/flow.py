"""The way through a session: check in, be guided, check out, see what was done.

Each screen returns a value; this is the one place that puts them together and keeps what they say. The entry is in the
journal, as interrupted, before the first hold begins, and is replaced by uid from then on. While the session runs,
every event goes to its live log first; the log is put away only when the finished entry is in the journal.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from l5tui.domain.entry import Entry
from l5tui.domain.new import log_of, new_decision, new_session
from l5tui.domain.notice import NOTICE, notice_was_read
from l5tui.domain.routine import Routine
from l5tui.engine.controller import Controller
from l5tui.engine.progress import fold
from l5tui.errors import JournalError
from l5tui.journal.live_files import Unfinished, put_away, sweep_done, unfinished
from l5tui.journal.running import Running, entry_of
from l5tui.journal.session_log import SessionLog, read_left
from l5tui.planning import plan_of
from l5tui.screens.records import LOGGING
from l5tui.stamp import stamp

if TYPE_CHECKING:
    from l5tui.app import L5App


async def start_of_day(app: L5App) -> None:
    """What happens once, after the journal was opened: the notice, a session that was cut off, what was asked for."""
    with app.on_the_way():
        await _questions_of_the_day(app)


async def _questions_of_the_day(app: L5App) -> None:
    if not app.launch.demo and not notice_was_read(app.entries):
        from l5tui.screens.notice import NoticeScreen

        if not await app.push_screen_wait(NoticeScreen()):
            app.exit(0)
            return
        await app.keep(new_decision(stamp(), NOTICE, "read"))
    if await offer_unfinished(app) or app.launch.start is None:
        return
    routine = app.library.startable(app.launch.start)
    if routine is not None:
        app.start(routine)


# A session that was cut off


async def offer_unfinished(app: L5App) -> bool:
    """Offer what was left; True when a session was taken up again."""
    try:
        found = await app.records.do(lambda journal: (sweep_done(journal.live), unfinished(journal.live))[1])
    except (JournalError, OSError) as error:
        app.trouble(error)
        return False
    for one in found:
        if one.running:
            app.trouble("A session is running in another login. It is left alone; the journal works here too")
        elif await _offer(app, one):
            return True
    return False


async def _offer(app: L5App, one: Unfinished) -> bool:
    from l5tui.screens.resume import ResumeScreen

    try:
        left = await app.records.do(lambda _: read_left(one.path))
    except JournalError as error:
        app.trouble(error)
        return False
    for notice in left.notices:
        app.trouble(notice)
    ended = fold(left.plan.segments, left.events).over
    choice = "keep" if ended else await app.push_screen_wait(ResumeScreen(left))
    if choice == "resume":
        return await _resume(app, one)
    if choice == "keep":
        await _close_log(app, one, entry_of(left, one))
    elif choice == "discard":
        await _close_log(app, one, log_of(left.entry))
    return False


async def _close_log(app: L5App, one: Unfinished, entry: Entry) -> None:
    """Put the entry into the journal, and only then the log away."""
    if await app.keep(entry):
        try:
            await app.records.do(lambda _: put_away(one.path))
        except JournalError as error:
            app.trouble(error)


async def _resume(app: L5App, one: Unfinished) -> bool:
    try:
        log, left = await app.records.do(lambda _: SessionLog.resume(one.path))
    except JournalError as error:
        app.trouble(error)
        return False
    clock = app.session_clock(left.entry["speed"], fold(left.plan.segments, left.events).at)
    await _guide(app, Running(left.entry, Controller(left.plan, clock, left.events), log), away_s=one.away_s)
    return True


# A new session


async def do_routine(app: L5App, routine: Routine) -> None:
    """One session from check-in to summary, and again if the person says so."""
    with app.on_the_way():
        while await _once(app, routine):
            pass


async def _once(app: L5App, routine: Routine) -> bool:
    from l5tui.screens.checkin import CheckScreen

    plan = plan_of(routine, app.settings)
    if not plan.segments:
        app.trouble(f"{routine.name} has no exercise left. Choose another routine")
        return False
    before = await app.push_screen_wait(CheckScreen(routine.name, "before", plan))
    if before is None:
        return False
    begun = new_session(stamp(), {"id": routine.id, "name": routine.name}, before, speed=app.launch.speed)
    await app.keep(begun)
    log = await app.records.do(lambda journal: SessionLog.begin(journal.live, begun, plan))
    return await _guide(app, Running(begun, Controller(plan, app.session_clock(app.launch.speed, 0)), log))


async def _guide(app: L5App, run: Running, away_s: float = 0) -> bool:
    """From the first hold to the summary; True when the person wants the same once more."""
    from l5tui.screens.cues import ScreenCues
    from l5tui.screens.hurting import hurting_of, it_hurts
    from l5tui.screens.session import SessionScreen

    stop_writing = run.controller.observe(run.log)
    run.controller.observe(
        lambda _: app.trouble(run.log.trouble, LOGGING) if run.log.trouble else app.put_right(LOGGING)
    )
    app.guard.saved_by(run.log.sync)
    try:
        player = ScreenCues(app)
        hurting = hurting_of(app, run, away_s)
        screen = SessionScreen(
            run.controller,
            player=player,
            hurts=lambda: it_hurts(app, run, hurting, player),
            left_open=hurting.question is not None,
        )
        outcome = await app.push_screen_wait(screen)
        if outcome in ("discarded", "dropped"):
            await _put_away(app, run, log_of(run.entry))
            if outcome == "dropped":
                await app.end()
            return False
        if outcome == "left":
            if run.controller.progress.over:  # a rule had stopped it: it is no session to go on with
                await _put_away(app, run, run.as_entry(run.end_now()))
            else:
                await app.keep(run.as_entry(None))
            await app.end()
            return False
        return await _check_out(app, run)
    finally:
        app.guard.saved_by(None)
        with suppress(ValueError):
            stop_writing()
        run.log.close()


async def _check_out(app: L5App, run: Running) -> bool:
    from l5tui.screens.checkin import CheckScreen
    from l5tui.screens.summary import SummaryScreen

    ended = run.end_now()
    await app.keep(run.as_entry(ended))
    after = await app.push_screen_wait(CheckScreen(run.plan.name, "after"))
    if after is not None:
        run.controller.rate("after", after)
    entry = run.as_entry(ended)
    saved = await _put_away(app, run, entry)
    done = await app.push_screen_wait(SummaryScreen(entry, run.plan, saved=saved))
    if done.note != entry["note"]:
        await app.keep({**entry, "note": done.note})
    if done.then == "journal":
        app.switch_mode("journal")
    elif done.then == "leave":
        await app.end()
    return done.then == "again"


async def _put_away(app: L5App, run: Running, entry: Entry) -> bool:
    """The finished entry into the journal, and then its log away. True when it is on disk."""
    if not await app.keep(entry):
        return False
    await app.records.do(lambda _: run.log.done())
    return True
