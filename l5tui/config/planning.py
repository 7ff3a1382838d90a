"""From a routine to the plan that is run: the one place where the person's settings come in, whatever the face."""

from __future__ import annotations

from collections.abc import Iterable

from l5tui.config.settings import Settings
from l5tui.domain.exercise import Side
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.words import changed_lines, reasons
from l5tui.engine.plan import Plan


def plan_of(routine: Routine, settings: Settings, restrictions: Iterable[Restriction]) -> Plan:
    """The plan with the person's settings.

    Args:
        routine: what is to be done.
        settings: the person's.
        restrictions: what the safety answers leave out, ease or warn about, as the gate gives them. There is no
            default, so that no way to a session can leave them out.
    """
    each = frozenset(step.exercise.id for step in routine.steps) if settings.sides_each else frozenset[str]()
    return Plan.of(routine, restrictions=restrictions, first_side=Side(settings.first_side), each=each)


def changed_by_answers(routine: Routine, restrictions: Iterable[Restriction], safety: Safety | None) -> tuple[str, ...]:
    """What the safety answers leave out of a routine or ease in it, a line for each, with what they are about."""
    exercises = {step.exercise.id: step.exercise for step in routine.steps}
    return tuple(changed_lines(exercises.values(), restrictions, reasons(safety)))
