"""Restrictions: what safety answers switch off, ease, or warn about.

A restriction is a row of `affects` in `content/safety.toml` with its question's id, or a phase that a routine leaves
out. When several apply, the strongest wins: block > block until checked > off > easier > warn.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct

from l5tui.domain.exercise import Exercise

ANY_EXERCISE = "*"


class Effect(IntEnum):
    """What a restriction does; the higher one wins."""

    WARN = 1
    """One line is shown before the exercise."""
    EASIER = 2
    """The easier variant is taken."""
    OFF = 3
    """The exercise, or the phase, is left out."""
    BLOCK_UNTIL_CHECKED = 4
    """No session starts until a professional's check is recorded."""
    BLOCK = 5
    """No session starts."""


class Restriction(Struct, frozen=True):
    """One row: which exercise (`*` for all), which phase (None for all), and why (a question's id, or `routine`)."""

    exercise: str
    phase: str | None
    effect: Effect
    question: str
    note: str | None = None

    def touches(self, exercise: Exercise) -> bool:
        """Whether it applies to this exercise."""
        return self.exercise in (exercise.id, ANY_EXERCISE)


class ExerciseLimits(Struct, frozen=True):
    """The combined effect of several restrictions on one exercise."""

    off: bool
    easier: bool
    phases_off: frozenset[str]
    notes: tuple[str, ...]
    questions: tuple[str, ...]
    """The ids of all that apply to it, strongest first, each once."""
    off_by: tuple[str, ...] = ()
    """The ids that switch it off; it is on again only when all of these are cleared. Empty when it isn't off."""


def limits_of(exercise: Exercise, restrictions: Iterable[Restriction]) -> ExerciseLimits:
    """Combine the restrictions that apply to an exercise.

    A phase that is off is replaced by its flat form (`off_label`). When every phase with a flat form is off, the whole
    exercise is off (A3 or A4 together with A5 and cat-cow). A phase without a flat form can't be replaced, so switching
    it off switches the exercise off.
    """
    rows = sorted((row for row in restrictions if row.touches(exercise)), key=lambda row: -row.effect)
    parts = [row for row in rows if row.effect >= Effect.OFF and exercise.phase(row.phase or "") is not None]
    flat = frozenset(row.phase for row in parts if row.phase is not None)
    can_be_flat = {phase.id for phase in exercise.phases if phase.off_label}
    nothing_left = bool(can_be_flat) and can_be_flat <= flat
    behind = [row for row in rows if row.effect >= Effect.OFF and row.phase is None]
    behind += [row for row in parts if nothing_left or row.phase not in can_be_flat]
    return ExerciseLimits(
        off=bool(behind),
        easier=any(row.effect is Effect.EASIER for row in rows),
        phases_off=flat & can_be_flat,
        notes=tuple(dict.fromkeys(row.note for row in rows if row.note)),
        questions=tuple(dict.fromkeys(row.question for row in rows)),
        off_by=tuple(dict.fromkeys(row.question for row in behind)),
    )
