"""The way through a session: check in, be guided, check out, see what was done.

Each screen returns a value; this is the one place that puts them together and keeps what they say. The entry is in the
journal, as interrupted, before the first hold begins, and is replaced by uid from then on. While the session runs,
every event goes to its live log first; the log is put away only when the finished entry is in the journal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Final

from l5tui.config.clock import new_header
from l5tui.config.launch import plan_of
from l5tui.cues.player import CuePlayer
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import NOTICE, notice_was_read
from l5tui.domain.new_entry import log_of, new_decision, new_session
from l5tui.domain.routine import Routine
from l5tui.domain.safety.gate import Gate, Need
from l5tui.domain.safety.stop_rules import EMERGENCY
from l5tui.domain.safety.words import reasons
from l5tui.engine.controller import Controller
from l5tui.engine.events import Rated
from l5tui.engine.plan import Plan
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.terminal.notification import notification
from l5tui.tui.records import LOGGING
from l5tui.tui.safety.flow import SafetyFlow
from l5tui.tui.session.unfinished import close_ended, offer_unfinished

if TYPE_CHECKING:
    from l5tui.tui.app import L5App
    from l5tui.tui.session.checkin_flow import Begun

TAKEN: Final = "Taken over in another login, where it goes on. Enter on a routine offers to take it back"


async def start_of_day(app: L5App) -> None:
    """What happens once, after the journal was opened: the notice, a session that was cut off, what was asked for."""
    with app.on_the_way():
        await _questions_of_the_day(app)


async def _questions_of_the_day(app: L5App) -> None:
    if not app.launch.demo and not notice_was_read(app.entries):
        from l5tui.tui.help.notice import NoticeScreen

        if not await app.push_screen_wait(NoticeScreen()):
            app.exit(0)
            return
        await app.keep(new_decision(new_header(), NOTICE, "read"))
    await close_ended(app)
    if app.gate().need is Need.EMERGENCY:
        await SafetyFlow(app).emergency()
        if app.closing:
            return
    resumed = await offer_unfinished(app)
    await _offer_drafts(app)
    if resumed or app.launch.start is None:
        return
    routine = app.library.startable(app.launch.start)
    if routine is not None:
        app.start(routine)


async def _offer_drafts(app: L5App) -> None:
    drafts = app.records.drafts
    left = await app.records.do(lambda _: drafts.left())
    for draft in (one for one in left if one.form == "find"):
        app.looked_for[draft.about] = str(draft.values.get("note") or "")
        await app.records.do(lambda _, uid=draft.uid: drafts.drop(uid))  # type: ignore[misc]
    if left:
        from l5tui.tui.drafts import offer_drafts

        await offer_drafts(app, left)


# A new session


async def do_routine(app: L5App, routine: Routine) -> None:
    """One session from check-in to summary, and again if the person says so."""
    with app.on_the_way():
        if await offer_unfinished(app):
            return
        while await _once(app, routine):
            pass


async def _once(app: L5App, routine: Routine) -> bool:
    from l5tui.tui.session.checkin import CheckIn
    from l5tui.tui.session.checkin_flow import check_in

    safety = SafetyFlow(app)
    before: CheckIn | None = None
    while True:
        passed = await safety.pass_gate()
        if passed is None:
            return False
        plan = plan_of(routine, app.settings, passed.gate.restrictions)
        if not plan.segments:
            app.trouble(_nothing_left(app, plan))
            return False
        found = await check_in(app, routine, plan, passed.gate, checked=passed.checked, before=before)
        if found is None:
            return False
        if not isinstance(found, CheckIn):
            await app.look_if_possible()
            now_open = app.gate(checked=True)
            if now_open.need is None:
                return await _begin(app, _as_it_stands_now(app, found, passed.gate, now_open))
            found = None  # another login was stopped meanwhile; the score stays as a draft
        before = found  # something is new: the gate says what comes first


def _as_it_stands_now(app: L5App, found: Begun, planned: Gate, now_open: Gate) -> Begun:
    """What begins without what another login's answers switched off while the score was asked for; it is named."""
    if now_open.restrictions == planned.restrictions:
        return found
    plan = plan_of(found.routine, app.settings, (*now_open.restrictions, *found.more))
    before = {step.exercise for step in found.plan.left_out}
    for step in plan.left_out:
        if step.exercise not in before:
            app.trouble(f"{step.name} is left out: {_why(app, step.why_off)}")
    return replace(found, plan=plan)


def _nothing_left(app: L5App, plan: Plan) -> str:
    """Why nothing of what was chosen can be done."""
    why = _why(app, [one for step in plan.left_out for one in step.why_off])
    return f"{plan.name} has no exercise left: {why}. Choose another routine"


def _why(app: L5App, questions: Iterable[str]) -> str:
    shorts = reasons(app.library.safety)
    return ", ".join(shorts.get(one, one).lower() for one in dict.fromkeys(questions))


async def _begin(app: L5App, found: Begun) -> bool:
    routine, plan = found.routine, found.plan
    if not plan.segments:
        app.trouble(_nothing_left(app, plan))
        return False
    begun = new_session(
        new_header(uid=found.uid), {"id": routine.id, "name": routine.name}, found.before, speed=app.launch.speed
    )
    await app.keep(begun)
    app.records.drafts.let_go(found.uid)
    log = await app.records.do(lambda journal: SessionLog.begin(journal.live, begun, plan))
    return await guide(app, RunningSession(begun, Controller(plan, app.session_clock(app.launch.speed, 0)), log))


async def guide(app: L5App, run: RunningSession, away_s: float = 0) -> bool:
    """From the first hold to the summary; True when the person wants the same once more.

    Another login may take the session over at any time until its entry is finished: then it is saved, its log let go
    of, and all that was shown of it left for the library.
    """
    stop_writing = run.controller.observe(run.log)
    run.controller.observe(
        lambda _: app.trouble(run.log.trouble, LOGGING) if run.log.trouble else app.put_right(LOGGING)
    )
    app.guard.saved_by(run.log.sync)
    if run.controller.events:
        out = run.controller.leave_out(app.gate().restrictions, app.library.exercises)
        for line in out.words(run.plan.steps, reasons(app.library.safety)):
            app.trouble(line)
    through = run.controller.progress.over  # taken over from a login where it was so already
    way = asyncio.ensure_future(_check_out(app, run) if through else _guided(app, run, away_s))
    loop = asyncio.get_running_loop()

    def stop() -> None:
        silent_s = app.presence.unanswered_s(monotonic()) if app.presence else 0.0
        if silent_s:  # whoever takes it over has left this line, perhaps with its lid shut
            run.controller.nobody_there(silent_s)
        run.controller.pause()
        way.cancel()

    with app.hand_over.holding(run.log, lambda: loop.call_soon_threadsafe(stop)) as held:
        try:
            return await way
        except asyncio.CancelledError:
            if not held.taken.is_set():
                raise
            await app.records.forget(run.entry["uid"])
        finally:
            app.guard.saved_by(None)
            with suppress(ValueError):
                stop_writing()
            run.log.close()
    await app.home()
    app.trouble(TAKEN)
    return False


async def _guided(app: L5App, run: RunningSession, away_s: float) -> bool:
    from l5tui.tui.session.it_hurts import hurting_of, it_hurts
    from l5tui.tui.session.screen import SessionScreen

    player = ScreenCues(app)
    hurting = hurting_of(app, run, away_s)
    screen = SessionScreen(
        run.controller,
        player=player,
        hurts=lambda: it_hurts(app, run, hurting, player),
        left_open=hurting.question is not None,
        leg_watched=state.leg_watched if (state := app.gate().state) else frozenset(),
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
            await _keep(app, run, run.as_entry(None))
        await app.end()
        return False
    return await _check_out(app, run)


async def _check_out(app: L5App, run: RunningSession) -> bool:
    from l5tui.tui.session.checkout import check_out
    from l5tui.tui.session.summary import SummaryScreen

    ended = run.end_now()
    if any(isinstance(event, Rated) and event.when == "after" for event in run.controller.events):
        await _put_away(app, run, run.as_entry(ended))  # asked for already, in the login that it was taken from
        return False
    await _keep(app, run, run.as_entry(ended))
    entry = run.as_entry(ended)
    if entry["stop"] == EMERGENCY:  # whoever is to get help now is asked for no score
        saved = await _put_away(app, run, entry)
    else:
        rated = await check_out(app, run, entry)
        if rated is None:
            return False
        entry = run.as_entry(ended)
        if rated.stop is not None:
            entry["stop"] = rated.stop
        saved = await _put_away(app, run, entry)
        app.records.drafts.let_go(rated.draft)
    done = await app.push_screen_wait(SummaryScreen(entry, run.plan, saved=saved))
    if done.note != entry["note"]:
        await app.keep({**entry, "note": done.note})
    app.records.unwritten.let_go(entry["uid"])
    app.records.drafts.let_go_of_entry(entry["uid"])
    if done.then == "journal":
        app.switch_mode("journal")
    elif done.then == "leave":
        await app.end()
    return done.then == "again"


async def _keep(app: L5App, run: RunningSession, entry: Entry) -> bool:
    """The entry as it stands into the journal, unless another login has the session by now, and knows more of it."""
    return not run.log.closed and await app.keep(entry)


async def _put_away(app: L5App, run: RunningSession, entry: Entry) -> bool:
    """The finished entry into the journal, and then its log away. True when it is on disk."""
    if not await _keep(app, run, entry):
        return False
    await app.records.do(lambda _: run.log.done())
    return True


class ScreenCues(CuePlayer):
    """Plays cues in the app's terminal."""

    def __init__(self, app: L5App) -> None:
        self.app = app
        super().__init__(app.settings, app.guard)

    def ring(self) -> None:
        self.app.bell()

    def notify(self, words: str) -> None:
        self.app.write_to_terminal(notification(self.app.terminal.notification, "l5tui", words))

    def name_window(self, words: str) -> None:
        if self.app.terminal.title:
            self.app.name_window(words)

    def flash(self) -> None:
        self.app.flash()

    def close(self) -> None:
        """Be quiet, and give the window its name back."""
        super().close()
        self.app.name_window("")

    def failed(self, why: str) -> None:
        with suppress(RuntimeError):  # the app has gone meanwhile
            self.app.call_from_thread(self.app.trouble, why)
