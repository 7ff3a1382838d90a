"""The dose of an exercise: its repetitions, and the seconds of each phase.

Four sources are applied in this order, and a later one overrides an earlier one: the exercise's defaults, the ladder's
level, the overrides of the routine's step, and the overrides of the variant. The easier form only ever lowers what the
others gave, for safety answers ease a step whose dose may be smaller than the form's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.domain.exercise import Exercise, Side, Variant


class Rounds(Struct, frozen=True):
    """How often all repetitions are done on each side; 0 leaves a side out. Without sides both are equal."""

    left: int = 1
    right: int = 1

    def on(self, side: Side | None) -> int:
        """The rounds on a side, or those of an exercise without sides."""
        return self.right if side is Side.RIGHT else self.left

    @property
    def most(self) -> int:
        """The rounds of the side that has more."""
        return max(self.left, self.right)


MOST_ROUNDS: Final = 5
"""The most rounds that a programme may give."""
MOST_OWN_ROUNDS: Final = 2
"""The most rounds that a routine may give; the article has 1, and more than twice its dose is for a programme."""
ONE_ROUND: Final = Rounds()
LONGEST_IN_SECONDS: Final = 120
"""Longer times are said in minutes where these are whole."""


class Dose(Struct, frozen=True):
    """The repetitions of a round (per side, where there are sides), the rounds, and the seconds of each phase.

    `level` is the ladder's level from 1, or None where the ladder has no say: without a ladder, in a routine without
    one, or where the routine's step fixes what the ladder would.
    """

    reps: int
    seconds: Mapping[str, int]
    level: int | None
    variant: str | None
    rounds: Rounds = ONE_ROUND

    def reps_on(self, side: Side | None) -> int:
        """The repetitions of all rounds on a side, or of an exercise without sides."""
        return self.reps * self.rounds.on(side)

    @property
    def per_rep_s(self) -> int:
        """Seconds of one repetition on one side."""
        return sum(self.seconds.values())

    def in_form(self, exercise: Exercise, form: Variant) -> Dose:
        """The same rounds of the easier or harder form: no count or time of the easier one is above this dose's."""

        def of(key: str, here: int) -> int:
            own = form.overrides.get(key, here)
            return min(own, here) if form.id == exercise.easier.id else own

        seconds = {phase: of(phase, here) for phase, here in self.seconds.items()}
        return replace(self, reps=of("reps", self.reps), seconds=seconds, variant=form.id)

    @classmethod
    def of(
        cls,
        exercise: Exercise,
        *,
        level: int | None = None,
        overrides: Mapping[str, int] | None = None,
        variant: str | None = None,
        rounds: Rounds = ONE_ROUND,
    ) -> Dose:
        """The dose of an exercise at a ladder's level, with a step's overrides and rounds, and a variant.

        Args:
            exercise: the exercise.
            level: the ladder's level from 1, clamped to the ladder's ends; None ignores the ladder.
            overrides: `reps`, `hold` or a phase's id, to a count or to seconds.
            variant: the id of the exercise's easier or harder form; an unknown one is ignored.
            rounds: how often the repetitions are done on each side.
        """
        reps = exercise.reps
        seconds = {phase.id: phase.seconds.default for phase in exercise.phases}
        layers: list[Mapping[str, int]] = []
        applied_level = None
        if exercise.ladder is not None and level is not None:
            nearest = exercise.ladder.nearest(level)
            if exercise.ladder.param not in (overrides or {}):
                applied_level = nearest
            layers.append({exercise.ladder.param: exercise.ladder.at(nearest)})
        layers.append(overrides or {})
        for layer in layers:
            for key, value in layer.items():
                if key == "reps":
                    reps = value
                elif key in seconds:
                    seconds[key] = value
        dose = cls(reps, seconds, applied_level, None, rounds)
        form = exercise.variant(variant)
        return dose.in_form(exercise, form) if form else dose

    def words(self, exercise: Exercise) -> str:
        """The dose as a few words: `3 × 20 s`, `10 each side, 5 s`, `6 left, 3 right, 20 s`, `2 rounds of 10 slow
        cycles`."""
        hold = seconds_in_words(self.seconds.get("hold", 0))
        left, right = self.reps_on(Side.LEFT), self.reps_on(Side.RIGHT)
        if exercise.sided and left != right:
            sides = ((left, "left"), (right, "right"))
            shown = ", ".join(f"{reps} {side}" for reps, side in sides if reps)
            only = "" if left and right else " only"
            return f"{shown}{only}" + (f", {hold}" if hold else "")
        many = f"{self.rounds.most} rounds of " if self.rounds.most > 1 else ""
        if exercise.sided:
            return f"{many}{self.reps} each side" + (f", {hold}" if hold else "")
        if hold:
            return f"{many}{self.reps} × {hold}"
        return f"{many}{self.reps} {unit_of(self.reps, exercise)}"


def unit_of(reps: int, exercise: Exercise) -> str:
    """The word for these repetitions: `reps per side`, `slow cycles`, and of one `rep per side`, `slow cycle`."""
    unit, space, rest = exercise.unit.partition(" per ")
    return (unit.removesuffix("s") if reps == 1 else unit) + space + rest


def seconds_in_words(seconds: int) -> str:
    """`8 s`, or `10 min` for whole minutes beyond two; empty for none."""
    if seconds > LONGEST_IN_SECONDS and seconds % 60 == 0:
        return f"{seconds // 60} min"
    return f"{seconds} s" if seconds else ""
