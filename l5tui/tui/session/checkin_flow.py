"""From the check-in to what begins: what was given is kept, and what it means is acted on before anything starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from l5tui.config.clock import now, stamp
from l5tui.domain.entry import Score
from l5tui.domain.new_entry import new_log
from l5tui.domain.next_morning import asked_about
from l5tui.domain.pain_zones import new_override, new_override_taken_back
from l5tui.domain.routine import Routine
from l5tui.domain.safety.entries import new_something_new
from l5tui.domain.safety.gate import Gate, Need
from l5tui.domain.safety.new_symptoms import Signs, signs_in_score
from l5tui.domain.safety.restrictions import Restriction
from l5tui.engine.plan import Plan
from l5tui.tui.safety.new_symptoms import act_on_signs
from l5tui.tui.session.beginning import Beginning

if TYPE_CHECKING:
    from l5tui.tui.app import L5App
    from l5tui.tui.session.checkin import CheckIn

KEPT: Final = "The score is kept, and no session begins"


@dataclass(frozen=True, slots=True)
class Begun:
    """What begins, after which score, under which uid."""

    uid: str
    routine: Routine
    plan: Plan
    before: Score
    more: tuple[Restriction, ...] = ()
    """What the plan takes besides what the gate says, however that changes before it begins."""


async def check_in(
    app: L5App, routine: Routine, plan: Plan, gate: Gate, *, checked: bool, before: CheckIn | None = None
) -> Begun | CheckIn | None:
    """Ask, keep what was given, and say what begins.

    Args:
        app: the app.
        routine: what was chosen.
        plan: what is left of it.
        gate: the open gate; the recheck is asked here where it is needed.
        checked: the full check was answered within this start.
        before: the check-in that the full check came in between; what stood there stands there again.

    Returns:
        What begins; None where nothing does; the check-in where something is new, so that the gate is to be asked
        again.
    """
    from l5tui.tui.session.checkin import CheckInScreen

    safety = app.library.safety
    beginning = Beginning(app, routine, plan, gate)
    given = await app.push_screen_wait(
        CheckInScreen(
            beginning,
            recheck=safety.recheck.text if safety and gate.need is Need.RECHECK else "",
            above=safety.all_no if safety and checked and _clean(gate) else "",
            morning=asked_about(app.entries, now(), demo=app.launch.demo),
            draft=(before.uid, before.answer, before.felt) if before else None,
        )
    )
    if given is None:
        return None
    if given.something_new:
        await app.keep(new_something_new(stamp()))
        return given
    if beginning.override is not None and not given.override:
        await app.keep(new_override_taken_back(stamp(), app.entries))
    signs = signs_in_score(gate.state, given.score, after_check=checked) if gate.state else Signs()
    begins = None if given.keep_only else beginning.begins(given.score["pain"], given.way, override=given.override)
    if begins is None or signs.kinds:
        await _keep(app, given)
        await act_on_signs(app, signs)
        return None
    if signs and await act_on_signs(app, signs, kept=False) is not None:
        await _keep(app, given)
        return None
    if given.override and beginning.override is None:
        await app.keep(new_override(stamp()))
    return Begun(given.uid, *begins, given.score, beginning.eases(given.score["pain"], given.way))


def _clean(gate: Gate) -> bool:
    """Whether every question of the last full check was answered with no."""
    return gate.state is not None and not any(answer.counts_as_yes for answer in gate.state.answers.values())


async def _keep(app: L5App, given: CheckIn) -> None:
    """The score with its place, as an entry of its own."""
    score = given.score
    entry = new_log(
        stamp(uid=given.uid),
        score["pain"],
        left=score["left"],
        right=score["right"],
        kinds=score["kinds"],
        note=given.note,
    )
    if await app.keep(entry):
        app.say_over_keys(KEPT)
    app.records.drafts.let_go(given.uid)
