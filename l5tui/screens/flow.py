"""The way through a session: check in, be guided, check out, see what was done.

Each screen returns a value; this is the one place that puts them together and keeps what they say. The entry is in
the journal, as interrupted, before the first hold begins, and is replaced by uid from then on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from l5tui.domain.entry import Entry, LogEntry, SessionEntry
from l5tui.domain.new import new_decision, new_session
from l5tui.domain.routine import Routine
from l5tui.engine.clock import RateClock
from l5tui.engine.controller import Controller
from l5tui.engine.plan import Plan
from l5tui.engine.record import session_entry
from l5tui.stamp import now, stamp

if TYPE_CHECKING:
    from l5tui.app import L5App

NOTICE = "notice"


async def start_of_day(app: L5App) -> None:
    """What happens once, after the journal was opened: the notice, and the routine that was asked for."""
    if not app.launch.demo and not notice_was_read(app.entries):
        from l5tui.screens.notice import NoticeScreen

        if not await app.push_screen_wait(NoticeScreen()):
            app.exit(0)
            return
        await app.keep(new_decision(stamp(), NOTICE, "read"))
    if app.launch.start is not None:
        routine = app.library.startable(app.launch.start)
        if routine is not None:
            app.start(routine)


def notice_was_read(entries: tuple[Entry, ...]) -> bool:
    """Whether the first-run notice was read once."""
    return any(entry["kind"] == "decision" and entry["about"] == NOTICE for entry in entries)


async def do_routine(app: L5App, routine: Routine) -> None:
    """One session from check-in to summary, and again if the person says so."""
    while await _once(app, routine):
        pass


async def _once(app: L5App, routine: Routine) -> bool:
    from l5tui.screens.checkin import CheckScreen
    from l5tui.screens.session import SessionScreen
    from l5tui.screens.summary import SummaryScreen

    plan = plan_of(app, routine)
    if not plan.segments:
        app.trouble(f"{routine.name} has no exercise left. Choose another routine")
        return False
    before = await app.push_screen_wait(CheckScreen(routine.name, "before", plan))
    if before is None:
        return False
    begun = new_session(stamp(), {"id": routine.id, "name": routine.name}, before, speed=app.launch.speed)
    await app.keep(begun)

    controller = Controller(plan, RateClock(app.launch.speed))
    outcome = await app.push_screen_wait(SessionScreen(controller, bell=app.settings.bell))
    if outcome == "discarded":
        await app.keep(as_log(begun))
        return False
    if outcome == "left":
        await app.keep(session_entry(begun, plan, controller.events, None))
        app.exit(0)
        return False

    ended = now().isoformat(timespec="seconds")
    await app.keep(session_entry(begun, plan, controller.events, ended))
    after = await app.push_screen_wait(CheckScreen(routine.name, "after"))
    if after is not None:
        controller.rate("after", after)
    entry = session_entry(begun, plan, controller.events, ended)
    saved = await app.keep(entry)
    done = await app.push_screen_wait(SummaryScreen(entry, plan, saved=saved))
    if done.note != entry["note"]:
        await app.keep({**entry, "note": done.note})
    if done.then == "journal":
        app.switch_mode("journal")
    return done.then == "again"


def plan_of(app: L5App, routine: Routine) -> Plan:
    """The plan with the person's settings."""
    from l5tui.domain.exercise import Side

    each = frozenset(step.exercise.id for step in routine.steps) if app.settings.sides_each else frozenset[str]()
    return Plan.of(routine, first_side=Side(app.settings.first_side), each=each)


def as_log(entry: SessionEntry) -> LogEntry:
    """A discarded session: the score stays, as a log under the same uid."""
    before = entry["before"]
    return {
        "uid": entry["uid"],
        "schema": entry["schema"],
        "kind": "log",
        "started": entry["started"],
        "ended": None,
        "tz": entry["tz"],
        "app": entry["app"],
        "deleted": entry["deleted"],
        "edits": entry["edits"],
        "pain": before["pain"],
        "left": before["left"],
        "right": before["right"],
        "kinds": before["kinds"],
        "note": entry["note"],
    }
