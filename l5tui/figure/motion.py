"""From one pose to the next: easing, interpolation, and the breath.

Angles are interpolated as they stand, never the short way round: the numbers were chosen so.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

from l5tui.figure.pose import Arm, Leg, Point, Pose, Spine

BREATH_S: Final = 5.0
"""A quiet breath, in and out, in seconds, where an exercise doesn't count its own."""
BREATH_FADE_S: Final = 0.5
"""How long the breath takes to come in and go out."""


def ease(t: float) -> float:
    """How far a move has come at `t` of its time, both 0 to 1: slow at both ends."""
    return (1 - cos(pi * min(max(t, 0.0), 1.0))) / 2


def between(start: Pose, end: Pose, share: float) -> Pose:
    """The pose at a share of the way, 0 to 1, from one to another that faces the same way."""
    if share <= 0:
        return start
    if share >= 1:
        return end

    def mix(a: float, b: float) -> float:
        return a + (b - a) * share

    return Pose(
        end.facing,
        Point(*map(mix, start.pelvis, end.pelvis)),
        Spine(*map(mix, start.spine, end.spine)),
        Arm(*map(mix, start.arm_near, end.arm_near)),
        Leg(*map(mix, start.leg_near, end.leg_near)),
        Arm(*map(mix, start.arm_far, end.arm_far)),
        Leg(*map(mix, start.leg_far, end.leg_far)),
        mix(start.seen_near, end.seen_near),
        mix(start.seen_far, end.seen_far),
    )


def breath_at(elapsed_s: float, of_s: float, breath_s: float = BREATH_S) -> float:
    """How full the chest is, -1 to 1, at a moment of a hold; it fades in and out at the hold's ends.

    Args:
        elapsed_s: seconds of the hold gone.
        of_s: seconds of the whole hold.
        breath_s: seconds of one breath, in and out.
    """
    strength = min(1.0, elapsed_s / BREATH_FADE_S, (of_s - elapsed_s) / BREATH_FADE_S)
    return max(0.0, strength) * sin(2 * pi * elapsed_s / breath_s)
