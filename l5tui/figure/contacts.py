"""The solver that keeps planted hands, knees and feet in place while the figure moves.

Plain interpolation between two poses lets a planted hand drift by up to four units. The solver corrects this: it moves
the whole figure to one planted joint, then bends limbs to theirs. It doesn't change the poses themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import acos, atan2, degrees, hypot
from typing import Final

from msgspec.structs import replace

from l5tui.figure.pose import Arm, Body, Contact, Leg, Point, Pose
from l5tui.figure.skeleton import along, joints, shifted

HELD: Final = 1.0
"""A joint that is nearer to its target than this, in units, counts as planted."""


def holds(body: Body, pose: Pose, contact: Contact) -> bool:
    """Whether the joint is at its target in this pose."""
    return _distance(joints(body, pose).at(contact.joint), contact.target) <= HELD


def solve_contacts(body: Body, pose: Pose, contacts: Iterable[Contact]) -> Pose:
    """The pose with these contacts kept: first the one that moves the whole figure, then those of limbs."""
    for contact in sorted(contacts, key=lambda one: one.solve != "root"):
        if contact.solve == "root":
            pose = _moved(body, pose, contact)
        elif contact.solve == "ik2":
            pose = _bent(body, pose, contact)
        elif contact.solve == "pin":
            pose = _aimed(body, pose, contact)
    return pose


def _moved(body: Body, pose: Pose, contact: Contact) -> Pose:
    place = joints(body, pose).at(contact.joint)
    step = Point(contact.target.x - place.x, contact.target.y - place.y)
    return replace(pose, pelvis=shifted(pose.pelvis, step))


def _bent(body: Body, pose: Pose, contact: Contact) -> Pose:
    far = contact.joint.endswith("_far")
    is_arm = contact.joint.startswith("hand")
    start = _start(body, pose, far=far, arm=is_arm)
    facing = pose.facing or 1
    turn = facing if is_arm else -facing
    seen = pose.seen_far if far else pose.seen_near
    if is_arm:
        arm = pose.arm_far if far else pose.arm_near
        upper, fore = body.upper * seen.upper, body.fore * seen.fore
        bent = Arm(*_two_bones(start, contact.target, upper, fore, turn, arm.upper, arm.fore))
        return replace(pose, arm_far=bent) if far else replace(pose, arm_near=bent)
    leg = pose.leg_far if far else pose.leg_near
    thigh, shin = _two_bones(start, contact.target, body.thigh, body.shin * seen.shin, turn, leg.thigh, leg.shin)
    new = Leg(thigh, shin, leg.foot)
    return replace(pose, leg_far=new) if far else replace(pose, leg_near=new)


def _aimed(body: Body, pose: Pose, contact: Contact) -> Pose:
    far = contact.joint.endswith("_far")
    start = _start(body, pose, far=far, arm=True)
    arm = pose.arm_far if far else pose.arm_near
    dx, dy = contact.target.x - start.x, contact.target.y - start.y
    aimed = Arm(_beside(degrees(atan2(dy, dx)), arm.upper), arm.fore)
    upper = min(hypot(dx, dy) / body.upper, 1.0)
    if far:
        return replace(pose, arm_far=aimed, seen_far=pose.seen_far._replace(upper=upper))
    return replace(pose, arm_near=aimed, seen_near=pose.seen_near._replace(upper=upper))


def _start(body: Body, pose: Pose, *, far: bool, arm: bool) -> Point:
    place = joints(body, pose).shoulder if arm else pose.pelvis
    return shifted(place, body.far_offset) if far else place


def _two_bones(
    start: Point, target: Point, first: float, second: float, turn: int, was_first: float, was_second: float
) -> tuple[float, float]:
    """The angles of two bones that end at the target. If it is out of reach, they point at it in a straight line.

    The second bone turns counter-clockwise from the first when `turn` is 1. Whole turns are added so that each angle is
    nearest to its old value, or the next interpolation would swing a limb around.
    """
    dx, dy = target.x - start.x, target.y - start.y
    reach, aim = hypot(dx, dy), degrees(atan2(dy, dx))
    if reach >= first + second or reach <= abs(first - second):
        return _beside(aim, was_first), _beside(aim, was_second)
    inside = degrees(acos((first * first + reach * reach - second * second) / (2 * first * reach)))
    angle = aim - turn * inside
    middle = along(start, angle, first)
    return _beside(angle, was_first), _beside(degrees(atan2(target.y - middle.y, target.x - middle.x)), was_second)


def _beside(angle: float, was: float) -> float:
    return angle + 360 * round((was - angle) / 360)


def _distance(one: Point, two: Point) -> float:
    return hypot(one.x - two.x, one.y - two.y)
