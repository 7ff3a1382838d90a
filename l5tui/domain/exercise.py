"""An exercise: its phases, sides, rests and cautions, as the content files define them.

Seconds are whole seconds of session time. All types are immutable: a changed dose is a new `Dose`, never a new
exercise.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field


class Side(StrEnum):
    """A side of the body. Left is always the person's own left."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Sides(StrEnum):
    """How an exercise uses the two sides."""

    NONE = "none"
    """No sides."""
    ALTERNATE = "alternate"
    """Left, right, left, right."""
    EACH = "each"
    """All repetitions on one side, then all on the other."""


class Breath(StrEnum):
    """How to breathe in a phase."""

    IN = "in"
    OUT = "out"
    EASY = "easy"


class Category(StrEnum):
    """The heading under which the article lists an exercise."""

    STRETCH = "stretch"
    STRENGTH = "strength"
    ACTIVITY = "activity"
    """None of the article's: walking."""


class Posture(StrEnum):
    """The position in which an exercise is done. A change of position gets a longer set-up."""

    KNEELING = "kneeling"
    SUPINE = "supine"
    QUADRUPED = "quadruped"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    SITTING = "sitting"
    STANDING = "standing"


class Seconds(Struct, frozen=True):
    """A time, or the range that the article gives. `default` applies unless a dose overrides it."""

    low: int
    high: int
    default: int


class Phase(Struct, frozen=True):
    """A named, timed part of one repetition.

    `off_label` and `off_cue` are shown when a restriction switches the phase off; it keeps its seconds, so that the
    timing doesn't change. `cue_left` and `cue_right` replace `cue` where the sides differ.
    """

    id: str
    label: str
    seconds: Seconds
    breath: Breath
    cue: str
    cue_left: str | None = None
    cue_right: str | None = None
    off_label: str | None = None
    off_cue: str | None = None

    def cue_for(self, side: Side | None) -> str:
        """The instruction for this side."""
        own = {Side.LEFT: self.cue_left, Side.RIGHT: self.cue_right}.get(side) if side else None
        return own or self.cue


class Rests(Struct, frozen=True):
    """The seconds between repetitions, sides and rounds; `mid_s` is a longer rest half-way, from `mid_min_reps` on."""

    between_reps_s: int = 0
    between_sides_s: int = 0
    between_rounds_s: int = 0
    mid_s: int | None = None
    mid_min_reps: int | None = None
    label: str = "Rest"


class Ladder(Struct, frozen=True):
    """The levels of a dose, lowest first, within the article's range. `param` is `hold` (seconds) or `reps`."""

    param: str
    levels: tuple[int, ...]

    def nearest(self, level: int) -> int:
        """The level, counted from 1 and clamped to the ladder's ends."""
        return min(max(level, 1), len(self.levels))

    def at(self, level: int) -> int:
        """The value of a level, which is clamped to the ladder's ends."""
        return self.levels[self.nearest(level) - 1]


class Variant(Struct, frozen=True):
    """An easier or harder form.

    `overrides` are `reps`, `hold`, or seconds by phase id. `phases` replace the exercise's phases of the same id,
    because the cue of the whole exercise would be wrong (Bird Dog with the leg only must not say to lift the arm).
    Their seconds are the exercise's.
    """

    id: str
    text: str
    overrides: Mapping[str, int] = field(default_factory=dict)
    phases: Mapping[str, Phase] = field(default_factory=dict)
    start: str = ""
    """The starting position, where it differs from the exercise's; else empty."""


NO_FORM: Final = Variant("", "")
"""Stands for a harder form where an exercise has none."""

LONGEST_HOLD_S: Final = 120
"""The longest that a position is held, in seconds; what lasts longer is a timed segment, such as a walk."""


class Exercise(Struct, frozen=True):
    """One of the article's seven exercises, one of the extras, or one that the person wrote."""

    id: str
    number: int
    name: str
    aliases: tuple[str, ...]
    category: Category
    posture: Posture
    sides: Sides
    reps: int
    reps_range: tuple[int, int]
    unit: str
    phases: tuple[Phase, ...]
    rests: Rests
    ladder: Ladder | None
    start: str
    """The starting position, in words."""
    how_to: tuple[str, ...]
    """The steps, as the article has them, with placeholders for counts (`domain/how_to.py`)."""
    helps: str
    """How it helps, worded as the evidence allows."""
    claim: str
    """What the article claims, paraphrased."""
    easier: Variant
    harder: Variant
    """`NO_FORM` where there is none."""
    mistakes: tuple[str, ...]
    stop_if: tuple[str, ...]
    cautions: tuple[str, ...]
    """Ids of the safety questions that restrict it."""
    equipment: tuple[str, ...]
    limb: str | None = None
    """The limb that moves on the named side, as in "then the RIGHT leg"; None without sides."""
    source: str = ""
    """Where it comes from, if not from the article."""
    extra: bool = False
    """Whether it came with the program but isn't in the article; then it is off until the person switches it on."""

    @property
    def sided(self) -> bool:
        """Whether left and right are done separately."""
        return self.sides is not Sides.NONE

    def variant(self, variant_id: str | None) -> Variant | None:
        """The variant with this id, or None."""
        return next((form for form in self.forms if form.id == variant_id), None)

    @property
    def forms(self) -> tuple[Variant, ...]:
        """The easier form, and the harder one if there is one."""
        return (self.easier,) if self.harder == NO_FORM else (self.easier, self.harder)

    def phase(self, phase_id: str) -> Phase | None:
        """The phase with this id, or None."""
        return next((phase for phase in self.phases if phase.id == phase_id), None)

    @property
    def timed(self) -> bool:
        """Whether it is a time to fill, such as a walk, and no position to hold."""
        hold = self.phase("hold")
        return hold is not None and hold.seconds.low > LONGEST_HOLD_S

    def start_in(self, variant_id: str | None) -> str:
        """The starting position of this variant, in words."""
        form = self.variant(variant_id)
        return (form.start if form else "") or self.start

    def phases_in(self, variant_id: str | None) -> tuple[Phase, ...]:
        """The phases of this variant; an unknown variant has the exercise's own."""
        form = self.variant(variant_id)
        return tuple(form.phases.get(phase.id, phase) for phase in self.phases) if form else self.phases
