"""A routine: an ordered list of steps, each an exercise and a dose."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from l5tui.domain.exercise import Exercise


class Step(Struct, frozen=True):
    """An exercise in a routine.

    `overrides` are `reps`, `hold`, or seconds by phase id; `phase_off` are the ids of phases that the routine leaves
    out.
    """

    exercise: Exercise
    overrides: Mapping[str, int] = field(default_factory=dict)
    variant: str | None = None
    phase_off: tuple[str, ...] = ()


class Routine(Struct, frozen=True):
    """What a person starts. `ladder` says whether dose levels apply; Flare-up has fixed small doses instead."""

    id: str
    name: str
    why: str
    steps: tuple[Step, ...]
    ladder: bool = True
    own: bool = False
    """Whether the person wrote it."""
    care: str = ""
    """A caution to read before choosing it; usually empty."""
    aliases: tuple[str, ...] = ()
    """Other names that find it, such as a former one."""

    @classmethod
    def alone(cls, exercise: Exercise) -> Routine:
        """A routine of one exercise, with the exercise's id and name."""
        return cls(exercise.id, exercise.name, exercise.helps, (Step(exercise),))
