"""The dose of an exercise: its repetitions, and the seconds of each phase.

Four sources are applied in this order, and a later one overrides an earlier one: the exercise's defaults, the ladder's
level, the overrides of the routine's step, and the overrides of the variant.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from l5tui.domain.exercise import Exercise


class Dose(Struct, frozen=True):
    """The repetitions (per side, where there are sides) and the seconds of each phase, by its id.

    `level` is the ladder's level from 1, or None where the ladder has no say: without a ladder, in a routine without
    one, or where the routine's step fixes what the ladder would.
    """

    reps: int
    seconds: Mapping[str, int]
    level: int | None
    variant: str | None

    @property
    def per_rep_s(self) -> int:
        """Seconds of one repetition on one side."""
        return sum(self.seconds.values())

    @classmethod
    def of(
        cls,
        exercise: Exercise,
        *,
        level: int | None = None,
        overrides: Mapping[str, int] | None = None,
        variant: str | None = None,
    ) -> Dose:
        """The dose of an exercise at a ladder's level, with a step's overrides and a variant.

        Args:
            exercise: the exercise.
            level: the ladder's level from 1, clamped to the ladder's ends; None ignores the ladder.
            overrides: `reps`, `hold` or a phase's id, to a count or to seconds.
            variant: the id of the exercise's easier or harder form; an unknown one is ignored.
        """
        reps = exercise.reps
        seconds = {phase.id: phase.seconds.default for phase in exercise.phases}
        form = exercise.variant(variant)
        layers: list[Mapping[str, int]] = []
        applied_level = None
        if exercise.ladder is not None and level is not None:
            nearest = exercise.ladder.nearest(level)
            if exercise.ladder.param not in (overrides or {}):
                applied_level = nearest
            layers.append({exercise.ladder.param: exercise.ladder.at(nearest)})
        layers.append(overrides or {})
        layers.append(form.overrides if form else {})
        for layer in layers:
            for key, value in layer.items():
                if key == "reps":
                    reps = value
                elif key in seconds:
                    seconds[key] = value
        return cls(reps, seconds, applied_level, form.id if form else None)

    def words(self, exercise: Exercise) -> str:
        """The dose as a few words: `3 × 20 s`, `10 each side, 5 s`, `10 slow cycles`."""
        hold = self.seconds.get("hold")
        if exercise.sided:
            return f"{self.reps} each side" + (f", {hold} s" if hold else "")
        if hold:
            return f"{self.reps} × {hold} s"
        return f"{self.reps} {exercise.unit}"
