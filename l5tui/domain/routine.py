"""A routine: an ordered list of steps, each an exercise and a dose."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from l5tui.domain.dose import ONE_ROUND, Rounds
from l5tui.domain.exercise import Exercise, Side


class First(StrEnum):
    """The side that begins in a step."""

    LEFT = "left"
    RIGHT = "right"
    WORSE = "worse"
    """The side on which symptoms went further from the spine (`domain/place.py`, `worse_side`)."""


class Step(Struct, frozen=True):
    """An exercise in a routine.

    `overrides` are `reps`, `hold`, or seconds by phase id; `phase_off` are the ids of phases that the routine leaves
    out.
    """

    exercise: Exercise
    overrides: Mapping[str, int] = field(default_factory=dict)
    variant: str | None = None
    phase_off: tuple[str, ...] = ()
    rounds: Rounds = ONE_ROUND
    first: First | None = None
    """The side that begins; None leaves it to the person's settings."""
    rest_s: int = 0
    """Seconds of rest after it, besides the time to get into the position of the next exercise."""

    def sides(self, default: Side, worse: Side | None) -> tuple[Side | None, ...]:
        """The sides that are done, the first one first; one None for an exercise without sides.

        Args:
            default: the side that begins unless the step says otherwise, by the person's settings.
            worse: the side that is worse, if that is known.
        """
        if not self.exercise.sided:
            return (None,)
        first = worse or default if self.first is First.WORSE else Side(self.first) if self.first else default
        return tuple(side for side in (first, first.other) if self.rounds.on(side))


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
