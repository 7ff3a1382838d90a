"""From a routine to the plan that is run: the one place where the person's settings come in, whatever the face."""

from __future__ import annotations

from l5tui.domain.exercise import Side
from l5tui.domain.routine import Routine
from l5tui.engine.plan import Plan
from l5tui.settings import Settings


def plan_of(routine: Routine, settings: Settings) -> Plan:
    """The plan with the person's settings."""
    each = frozenset(step.exercise.id for step in routine.steps) if settings.sides_each else frozenset[str]()
    return Plan.of(routine, first_side=Side(settings.first_side), each=each)
