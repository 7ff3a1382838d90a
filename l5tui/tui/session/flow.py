"""Leads to a session: unfinished sessions, the safety gate, the check-in, and the entry.

The entry is in the journal as interrupted before the first hold begins, and is replaced by its uid from then on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.session_plan import plan_of
from l5tui.domain.entry import ProgrammeName, Score
from l5tui.domain.new_entry import new_log, new_session
from l5tui.domain.next_morning import asked_about
from l5tui.domain.pain_zones import new_override, new_override_taken_back
from l5tui.domain.progression.levels import new_offer_answer
from l5tui.domain.regular_questions import due
from l5tui.domain.routine import Routine
from l5tui.domain.safety.entries import new_something_new
from l5tui.domain.safety.gate import Gate, Need
from l5tui.domain.safety.new_symptoms import new_symptoms_in_score
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.words import reasons
from l5tui.engine.controller import Controller
from l5tui.engine.plan import Plan
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.journal.sessionlog.session_log import SessionLog
from l5tui.library.programmes import OWN
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.session.checkin import ADD_A_LITTLE, CheckIn, CheckInScreen
from l5tui.tui.session.run_session import run_session
from l5tui.tui.session.start_options import StartOptions
from l5tui.tui.session.unfinished import offer_unfinished

KEPT: Final = "The score is kept, and no session begins"
ANSWERS_KEPT: Final = "The answers are kept, and no session begins"


class SessionStart(Struct, frozen=True):
    """The session that begins, with its score and the entry's uid."""

    uid: str
    routine: Routine
    plan: Plan
    before: Score
    more: tuple[Restriction, ...] = ()
    """The plan's restrictions besides the gate's, which stay even if the gate changes before the session begins."""
    programme: ProgrammeName | None = None
    """The programme that the plan was made with; another one may be taken while the check-in is open."""


async def do_routine(app: AppProtocol, routine: Routine) -> None:
    """Do a session from check-in to summary, and repeat it if the person asks for it."""
    with app.holding_keys():
        taken_up = await offer_unfinished(app)
        if taken_up is True:
            return
        routine = taken_up or routine
        while await _one_session(app, routine):
            pass


async def _one_session(app: AppProtocol, routine: Routine) -> bool:
    safety = app.safety_flow()
    before: CheckIn | None = None
    while True:
        gate = await safety.pass_gate()
        if gate is None:
            return False
        if routine.id.startswith(OWN):  # another login may have taken a new version, in which it differs or is gone
            found_now = app.library.startable(routine.id)
            if found_now is None:
                app.trouble(f"{routine.name} isn't in your programme any more")
                return False
            routine = found_now
        plan = plan_of(routine, app.settings, gate.restrictions, app.doses())
        if not plan.segments:
            app.trouble(_nothing_left(app, plan))
            return False
        found = await _check_in(app, routine, gate, checked=safety.checked, before=before)
        if found is None:
            return False
        if not isinstance(found, CheckIn):
            await app.reload_if_possible()
            now_open = app.gate(checked=True)
            if now_open.need is None:
                return await _begin(app, _as_it_stands_now(app, found, gate, now_open))
            found = None  # another login was stopped by a rule meanwhile; the score stays a draft
        before = found  # something is new, so the gate decides what to ask first


def _as_it_stands_now(app: AppProtocol, found: SessionStart, planned: Gate, now_open: Gate) -> SessionStart:
    """Remove what answers in another login switched off while the check-in was open, and tell the person."""
    if now_open.restrictions == planned.restrictions:
        return found
    doses = app.doses().felt_now(found.before)
    plan = plan_of(found.routine, app.settings, (*now_open.restrictions, *found.more), doses)
    before = {step.exercise for step in found.plan.left_out}
    for step in plan.left_out:
        if step.exercise not in before:
            app.trouble(f"{step.name} is left out: {_why(app, step.why_off)}")
    return replace(found, plan=plan, programme=doses.programme_name)


def _nothing_left(app: AppProtocol, plan: Plan) -> str:
    """The reason why nothing of the chosen routine can be done."""
    why = _why(app, [one for step in plan.left_out for one in step.why_off])
    if len(plan.steps) == 1:
        return f"{plan.name} is off: {why}"
    return f"{plan.name} has no exercise left: {why}"


def _why(app: AppProtocol, questions: Iterable[str]) -> str:
    shorts = reasons(app.library.safety)
    return ", ".join(shorts.get(one, one).lower() for one in dict.fromkeys(questions))


async def _begin(app: AppProtocol, found: SessionStart) -> bool:
    routine, plan = found.routine, found.plan
    if not plan.segments:
        app.trouble(_nothing_left(app, plan))
        return False
    begun = new_session(
        new_header(uid=found.uid),
        {"id": routine.id, "name": routine.name},
        found.before,
        speed=app.launch.speed,
        programme=found.programme,
    )
    await app.keep(begun)
    app.records.drafts.finish(found.uid)
    log = await app.records.do(lambda journal: SessionLog.begin(journal.live, begun, plan))
    return await run_session(app, RunningSession(begun, Controller(plan, app.session_clock(app.launch.speed, 0)), log))


async def _check_in(
    app: AppProtocol, routine: Routine, gate: Gate, *, checked: bool, before: CheckIn | None = None
) -> SessionStart | CheckIn | None:
    """Run the check-in, store its answers, and return what begins.

    Args:
        app: the app.
        routine: the chosen routine.
        gate: the open gate; if it needs the recheck, the check-in asks it.
        checked: the full check was answered in this start.
        before: the check-in that the full check interrupted; its answers are filled in again.

    Returns:
        The session to begin; None if none begins; the check-in if something is new, and the gate must be asked
        again.
    """
    safety = app.library.safety
    options = StartOptions(app, routine, gate)
    given = await app.push_screen_wait(
        CheckInScreen(
            options,
            recheck=safety.recheck.text if safety and gate.need is Need.RECHECK else "",
            above=safety.all_no if safety and checked and _clean(gate) else "",
            morning=asked_about(app.entries, now(), demo=app.launch.demo),
            draft=(before.uid, before.answer, before.felt) if before else None,
            regular=due(app.entries, now().date()),
        )
    )
    if given is None:
        return None
    await _keep_regular_answers(app, given)
    if given.something_new:
        await app.keep(new_something_new(new_header()))
        return given
    if options.override is not None and not given.override:
        await app.keep(new_override_taken_back(new_header(), app.entries))
    signs = new_symptoms_in_score(gate.state, given.score, after_check=checked)
    options.use_place_of_score(given.score)
    pain, more = given.score["pain"], given.dose == ADD_A_LITTLE
    if given.keep_only and not given.has_score:
        app.show_message(ANSWERS_KEPT)
        return None
    begins = None if given.keep_only else options.begins(pain, given.way, override=given.override, more=more)
    if begins is None or signs.kinds:
        await _keep_score(app, given)
        await app.safety_flow().act_on_new_symptoms(signs)
        return None
    if signs and await app.safety_flow().act_on_new_symptoms(signs, kept=False) is not None:
        await _keep_score(app, given)
        return None
    if given.override and options.override is None:
        await app.keep(new_override(new_header()))
    if given.dose and (offer := options.dose_offer(pain)) is not None:
        await app.keep(new_offer_answer(new_header(), offer, add=more))
    eased = options.eases(pain, given.way)
    return SessionStart(given.uid, *begins, given.score, eased, options.doses.programme_name)


def _clean(gate: Gate) -> bool:
    """Whether every question of the last full check was answered with no."""
    return gate.state is not None and not any(answer.counts_as_yes for answer in gate.state.answers.values())


async def _keep_regular_answers(app: AppProtocol, given: CheckIn) -> None:
    """Store each answer to a regular question as an entry of its own, apart from the score."""
    for one in given.regular:
        await app.keep(one.question.entry(new_header(uid=one.uid), one.score))
        app.records.drafts.finish(one.uid)


async def _keep_score(app: AppProtocol, given: CheckIn) -> None:
    """Store the score with its place as an entry of its own."""
    score = given.score
    entry = new_log(
        new_header(uid=given.uid),
        score["pain"],
        left=score["left"],
        right=score["right"],
        kinds=score["kinds"],
        note=given.note,
    )
    if await app.keep(entry):
        app.show_message(KEPT)
    app.records.drafts.finish(given.uid)
