"""Forward kinematics: from the angles of a pose to the positions of its joints.

There are three chains: the spine from the pelvis up, the arms from the shoulder, the legs from the pelvis. Far limbs
start at a fixed offset from near ones, so that both are visible from the side.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import Final, NamedTuple

from l5tui.figure.pose import Arm, Body, Leg, Point, Pose, Seen

JOINTS: Final = frozenset(
    {"pelvis", "waist", "chest", "shoulder", "neck_top", "head"}
    | {f"{joint}_{depth}" for joint in ("elbow", "hand", "knee", "ankle", "toe") for depth in ("near", "far")}
)
"""The names that a contact may use."""


class Joints(NamedTuple):
    """The positions of all joints, in units. Shoulder and pelvis are those of the near limbs."""

    pelvis: Point
    waist: Point
    chest: Point
    shoulder: Point
    neck_top: Point
    head: Point
    elbow_near: Point
    hand_near: Point
    knee_near: Point
    ankle_near: Point
    toe_near: Point
    elbow_far: Point
    hand_far: Point
    knee_far: Point
    ankle_far: Point
    toe_far: Point

    def at(self, name: str) -> Point:
        """The position of the joint with this name, one of `JOINTS`."""
        place: Point = getattr(self, name)
        return place

    def rounded(self, step: float) -> Joints:
        """The positions rounded to a grid of this step, so that tiny movements don't make dots flicker."""
        return Joints(*(Point(round(place.x / step) * step, round(place.y / step) * step) for place in self))


def along(start: Point, angle: float, length: float) -> Point:
    """The end point of a segment."""
    turned = radians(angle)
    return Point(start.x + length * cos(turned), start.y + length * sin(turned))


def shifted(place: Point, step: Point) -> Point:
    """A point moved by an offset."""
    return Point(place.x + step.x, place.y + step.y)


def joints(body: Body, pose: Pose) -> Joints:
    """The positions of the joints of a pose."""
    spine = pose.spine
    waist = along(pose.pelvis, spine.sacrum, body.sacrum)
    chest = along(waist, spine.lumbar, body.lumbar)
    shoulder = along(chest, spine.thorax, body.thorax)
    neck_top = along(shoulder, spine.neck, body.neck)
    head = along(neck_top, spine.head, body.head)
    far_shoulder, far_pelvis = shifted(shoulder, body.far_offset), shifted(pose.pelvis, body.far_offset)
    return Joints(
        pose.pelvis,
        waist,
        chest,
        shoulder,
        neck_top,
        head,
        *_arm(body, shoulder, pose.arm_near, pose.seen_near),
        *_leg(body, pose.pelvis, pose.leg_near, pose.seen_near),
        *_arm(body, far_shoulder, pose.arm_far, pose.seen_far),
        *_leg(body, far_pelvis, pose.leg_far, pose.seen_far),
    )


def _arm(body: Body, shoulder: Point, arm: Arm, seen: Seen) -> tuple[Point, Point]:
    elbow = along(shoulder, arm.upper, body.upper * seen.upper)
    return elbow, along(elbow, arm.fore, body.fore * seen.fore)


def _leg(body: Body, hip: Point, leg: Leg, seen: Seen) -> tuple[Point, Point, Point]:
    knee = along(hip, leg.thigh, body.thigh)
    ankle = along(knee, leg.shin, body.shin * seen.shin)
    return knee, ankle, along(ankle, leg.foot, body.foot * seen.shin)
