"""What the command line asks the app to open with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from l5tui.config.settings import Settings
from l5tui.domain.exercise import Side
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.words import changed_lines, reasons
from l5tui.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Launch:
    """One start of the full-screen app."""

    journal: Path
    """The journal's file."""
    settings: Settings
    speed: float = 1.0
    """Session seconds to a real second."""
    ascii: bool = False
    """Draw with plain characters, whatever the terminal can do."""
    start: str | None = None
    """Id of the routine or exercise to go straight to."""
    demo: bool = False
    """A made-up journal: say DEMO on every screen."""
    notices: tuple[str, ...] = ()
    """What went wrong before the app opened (a bad setting), one line each."""


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
