"""From one pose to the next: easing, interpolation, and the breath.

Angles are interpolated as given, never by the shorter way: the content file chooses the direction by full turns.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

from l5tui.figure.pose import Arm, Leg, Point, Pose, Seen, Spine

BREATH_S: Final = 5.0
"""The seconds of a quiet breath, in and out, in exercises that don't time the breath."""
BREATH_FADE_S: Final = 0.5
"""The seconds in which the breathing movement fades in and out."""


def ease(t: float) -> float:
    """The share of a move at the share `t` of its time, both 0 to 1: slow at both ends."""
    return (1 - cos(pi * min(max(t, 0.0), 1.0))) / 2


def between(start: Pose, end: Pose, share: float) -> Pose:
    """The interpolated pose at a share, 0 to 1, between two poses that face the same way."""
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
        Seen(*map(mix, start.seen_near, end.seen_near)),
        Seen(*map(mix, start.seen_far, end.seen_far)),
    )


def breath_at(elapsed_s: float, of_s: float, breath_s: float = BREATH_S) -> float:
    """The fill of the chest, -1 to 1, at a time of a hold. It fades in and out at the ends of the hold.

    Args:
        elapsed_s: elapsed seconds of the hold.
        of_s: seconds of the whole hold.
        breath_s: seconds of one breath, in and out.
    """
    strength = min(1.0, elapsed_s / BREATH_FADE_S, (of_s - elapsed_s) / BREATH_FADE_S)
    return max(0.0, strength) * sin(2 * pi * elapsed_s / breath_s)
