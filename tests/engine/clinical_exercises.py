"""The seven exercises and the routines as plain numbers, typed here from the clinical data, not read from content.

Only what decides times stands here. The content has tests of its own; these numbers are what the engine's rules are
held to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from l5tui.domain.exercise import Exercise, Ladder, Posture, Rests, Seconds, Sides, Variant
from l5tui.domain.routine import Routine, Step
from tests.factories import exercise, phase


def _phases(**seconds: int | tuple[int, int]) -> tuple[Any, ...]:
    return tuple(
        phase(name, Seconds(given[0], given[1], given[0]) if isinstance(given, tuple) else given)
        for name, given in seconds.items()
    )


CHILDS_POSE: Final = exercise(
    "childs_pose",
    posture=Posture.KNEELING,
    reps=3,
    phases=_phases(fold=6, hold=(20, 30), rise=5),
    rests=Rests(between_reps_s=10),
    ladder=Ladder("hold", (20, 25, 30)),
    easier=Variant("child_pillow", "On a pillow.", {"hold": 10}),
)
KNEE_TO_CHEST: Final = exercise(
    "knee_to_chest",
    sides=Sides.ALTERNATE,
    limb="leg",
    reps=3,
    phases=_phases(draw_in=4, hold=(15, 30), lower=4),
    rests=Rests(between_sides_s=3, between_rounds_s=5),
    ladder=Ladder("hold", (15, 20, 25, 30)),
    easier=Variant("k2c_towel", "With a towel.", {"hold": 10}),
)
CAT_COW: Final = exercise(
    "cat_cow",
    posture=Posture.QUADRUPED,
    reps=10,
    unit="slow cycles",
    phases=(
        phase("cow", 4, off_label="Flat", off_cue="Keep your back flat, breathe in"),
        phase("cat", 4, off_label="Flat", off_cue="Come back to flat, breathe out"),
        phase("neutral", Seconds(0, 1, 1)),
    ),
    rests=Rests(),
    ladder=None,
    easier=Variant("catcow_small", "Half as far.", {"reps": 5}),
    harder=Variant("catcow_wave", "One part at a time.", {"cow": 6, "cat": 6}),
)
PELVIC_TILT: Final = exercise(
    "pelvic_tilt",
    reps=10,
    phases=_phases(tilt=2, hold=5, release=2),
    rests=Rests(between_reps_s=2),
    ladder=Ladder("reps", (10, 12, 15)),
    easier=Variant("tilt_small", "Half as big.", {"hold": 2, "reps": 6}),
)
BIRD_DOG: Final = exercise(
    "bird_dog",
    posture=Posture.QUADRUPED,
    sides=Sides.ALTERNATE,
    limb="leg",
    reps=10,
    phases=_phases(reach=3, hold=5, **{"return": 3}),
    rests=Rests(between_sides_s=2, between_rounds_s=2, mid_s=15, mid_min_reps=6),
    ladder=None,
    easier=Variant("birddog_leg_only", "Only the leg.", {"reps": 5, "hold": 3}),
)
GLUTE_BRIDGE: Final = exercise(
    "glute_bridge",
    reps=10,
    phases=_phases(lift=2, hold=5, lower=3),
    rests=Rests(between_reps_s=2),
    ladder=Ladder("reps", (10, 12, 15)),
    easier=Variant("bridge_half", "Half way.", {"hold": 2, "reps": 6}),
)
EXTENSION: Final = exercise(
    "mckenzie_extension",
    posture=Posture.PRONE,
    reps=10,
    phases=_phases(press=3, hold=10, lower=3),
    rests=Rests(between_reps_s=4, label="Flat"),
    ladder=None,
    easier=Variant("prone_prop", "Lower.", {"reps": 5}),
)

SEVEN: Final = (CHILDS_POSE, KNEE_TO_CHEST, CAT_COW, PELVIC_TILT, BIRD_DOG, GLUTE_BRIDGE, EXTENSION)

DURATIONS: Final[Mapping[str, tuple[int, int]]] = {
    "childs_pose": (113, 143),
    "knee_to_chest": (157, 247),
    "cat_cow": (90, 90),
    "pelvic_tilt": (108, 163),
    "bird_dog": (271, 271),
    "glute_bridge": (118, 178),
    "mckenzie_extension": (196, 196),
}
"""Seconds without set-up, at the lowest and the highest level; cat-cow with its second of flat back."""


def _routine(name: str, *steps: Exercise | Step, ladder: bool = True) -> Routine:
    whole = tuple(step if isinstance(step, Step) else Step(step) for step in steps)
    return Routine(name, name.replace("_", " ").title(), "Because.", whole, ladder=ladder)


ROUTINES: Final[tuple[tuple[Routine, int, int, int], ...]] = (
    (
        _routine("full_l5", CAT_COW, CHILDS_POSE, BIRD_DOG, PELVIC_TILT, KNEE_TO_CHEST, GLUTE_BRIDGE, EXTENSION),
        110,
        1163,
        1398,
    ),
    (_routine("article_order", *SEVEN), 130, 1183, 1418),
    (_routine("gentle_relief", CHILDS_POSE, PELVIC_TILT, KNEE_TO_CHEST), 40, 418, 593),
    (_routine("core_strength", CAT_COW, BIRD_DOG, PELVIC_TILT, GLUTE_BRIDGE), 50, 637, 752),
    (_routine("extension", CAT_COW, EXTENSION), 30, 316, 316),
    (_routine("morning", Step(CAT_COW, phase_off=("cat",)), PELVIC_TILT, GLUTE_BRIDGE, EXTENSION), 60, 572, 687),
    (
        _routine(
            "flare_up",
            Step(PELVIC_TILT, {"reps": 6}),
            Step(KNEE_TO_CHEST, {"hold": 15, "reps": 2}),
            Step(CAT_COW, {"reps": 5}, variant="catcow_small"),
            ladder=False,
        ),
        40,
        252,
        252,
    ),
    (_routine("evening", CAT_COW, CHILDS_POSE, PELVIC_TILT, KNEE_TO_CHEST), 60, 528, 703),
)
"""Each routine with the seconds of its set-ups, and in all at the lowest and the highest level."""
