"""The plan of a session: a routine with the person's settings, safety answers, dose levels and programme."""

from __future__ import annotations

from collections.abc import Iterable

from l5tui.config.settings import Settings
from l5tui.domain.exercise import Side
from l5tui.domain.progression.decisions import DOSE
from l5tui.domain.progression.levels import DoseHistory
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.restrictions import Effect, Restriction
from l5tui.domain.safety.stop_rules import FLARE_UP
from l5tui.domain.safety.words import changed_lines, reasons
from l5tui.engine.plan import Plan


def plan_of(routine: Routine, settings: Settings, restrictions: Iterable[Restriction], doses: DoseHistory) -> Plan:
    """The plan of a routine with the person's settings.

    Args:
        routine: the routine.
        settings: the person's settings.
        restrictions: the gate's restrictions. There is no default, so that no caller can forget them.
        doses: the level of each exercise, whose easier form comes first, and the programme, whose dose overrides the
            level and the routine's own; a routine without a ladder keeps its own.
    """
    if doses.programme is not None:
        routine = doses.programme.applied(routine)
    each = frozenset(step.exercise.id for step in routine.steps) if settings.sides_each else frozenset[str]()
    rows = list(restrictions)
    if routine.ladder:
        rows += [Restriction(one, None, Effect.EASIER, DOSE) for one in sorted(doses.easier_first)]
    return Plan.of(
        routine, doses.levels, rows, first_side=Side(settings.first_side), worse_side=doses.worse_side, each=each
    )


def changed_doses(plan: Plan, doses: DoseHistory) -> tuple[str, ...]:
    """What is lower or easier in a plan than the last time, a line for each exercise, with the reason."""
    its = doses.programme.every_exercise if doses.programme and plan.routine != FLARE_UP else ()
    among = (one.exercise for one in plan.steps if not one.off and one.exercise in its)
    return tuple(doses.changed_since_last(dict.fromkeys((*plan.on_ladder, *among))))


def changed_by_answers(routine: Routine, restrictions: Iterable[Restriction], safety: Safety | None) -> tuple[str, ...]:
    """One line for each exercise of a routine that the safety answers leave out or ease, with the reason."""
    exercises = {step.exercise.id: step.exercise for step in routine.steps}
    return tuple(changed_lines(exercises.values(), restrictions, reasons(safety)))
