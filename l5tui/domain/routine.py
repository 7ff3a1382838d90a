"""A routine: an ordered list of steps, each an exercise and a dose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from l5tui.domain.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Step:
    """An exercise in a routine.

    `overrides` are `reps`, `hold`, or seconds by phase id; `phase_off` names phases that the routine leaves flat.
    """

    exercise: Exercise
    overrides: Mapping[str, int] = field(default_factory=dict)
    variant: str | None = None
    phase_off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routine:
    """What a person starts. `ladder` says whether dose levels apply; `flare_up` keeps its own small doses."""

    id: str
    name: str
    why: str
    steps: tuple[Step, ...]
    ladder: bool = True
    own: bool = False
    """Whether the person wrote it."""
    care: str = ""
    """What to know before choosing it; mostly nothing."""
    aliases: tuple[str, ...] = ()
    """Other names that it is found by, such as one that it once had."""

    @classmethod
    def alone(cls, exercise: Exercise) -> Routine:
        """One exercise as a routine, under the exercise's own id and name."""
        return cls(exercise.id, exercise.name, exercise.helps, (Step(exercise),))
