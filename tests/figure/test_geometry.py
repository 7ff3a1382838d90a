"""In every phase of every exercise, at twenty moments, bones keep their length and contacts stay in place."""

from __future__ import annotations

from itertools import product
from math import hypot

import pytest

from l5tui.domain.exercise import Side
from l5tui.figure.camera import trunk
from l5tui.figure.pose import Point, Pose
from l5tui.figure.skeleton import Joints
from tests.figure.shipped_poses import PARTS, SIZES, each_phase, figure, moves, poses


def lengths(pose: Pose, at: Joints) -> dict[str, float]:
    """The drawn length of every bone without its foreshortening."""

    def long(one: Point, two: Point) -> float:
        return hypot(one.x - two.x, one.y - two.y)

    shift = poses().body.far_offset
    far_hip = Point(at.pelvis.x + shift.x, at.pelvis.y + shift.y)
    far_shoulder = Point(at.shoulder.x + shift.x, at.shoulder.y + shift.y)
    return {
        "sacrum": long(at.pelvis, at.waist),
        "lumbar": long(at.waist, at.chest),
        "thorax": long(at.chest, at.shoulder),
        "neck": long(at.shoulder, at.neck_top),
        "head": long(at.neck_top, at.head),
        "upper near": long(at.shoulder, at.elbow_near) / pose.seen_near.upper,
        "upper far": long(far_shoulder, at.elbow_far) / pose.seen_far.upper,
        "fore near": long(at.elbow_near, at.hand_near) / pose.seen_near.fore,
        "fore far": long(at.elbow_far, at.hand_far) / pose.seen_far.fore,
        "thigh near": long(at.pelvis, at.knee_near),
        "thigh far": long(far_hip, at.knee_far),
        "shin near": long(at.knee_near, at.ankle_near) / pose.seen_near.shin,
        "shin far": long(at.knee_far, at.ankle_far) / pose.seen_far.shin,
        "foot near": long(at.ankle_near, at.toe_near) / pose.seen_near.shin,
        "foot far": long(at.ankle_far, at.toe_far) / pose.seen_far.shin,
    }


@each_phase
def test_no_bone_changes_its_length(exercise: str, side: Side, phase: str) -> None:
    body = poses().body
    for t in PARTS:
        pose = figure(exercise).pose(phase, t, side=side)
        for name, length in lengths(pose, figure(exercise).joints(pose)).items():
            assert length == pytest.approx(getattr(body, name.split()[0]), abs=1e-6), (name, t)


@each_phase
def test_planted_points_stay_within_a_unit(exercise: str, side: Side, phase: str) -> None:
    on = ("both", "left" if side is Side.LEFT else "right")
    planted = [contact for contact in moves(exercise).planted if contact.on in on]
    assert planted
    for t in PARTS:
        at = figure(exercise).joints(figure(exercise).pose(phase, t, side=side))
        for contact in planted:
            place = at.at(contact.joint)
            assert hypot(place.x - contact.target.x, place.y - contact.target.y) <= 1.0, (contact, t)


@each_phase
def test_no_point_is_below_the_floor(exercise: str, side: Side, phase: str) -> None:
    """A limb's centre line is at least a unit above the floor, so that its dots stay apart from the floor's."""
    body = poses().body
    for t in PARTS:
        at = figure(exercise).joints(figure(exercise).pose(phase, t, side=side))
        for name, place in at._asdict().items():
            above = place.y - body.head_radius if name == "head" else place.y
            assert above >= (0 if name == "head" else 1), (name, t)
        assert min(place.y for place in trunk(at)) >= 1.45


@each_phase
def test_no_point_is_outside_the_canvas(exercise: str, side: Side, phase: str) -> None:
    of = figure(exercise)
    shown = [[of.joints(of.pose(phase, t, side=side, mirror=mirror)) for t in PARTS] for mirror in (False, True)]
    for size, mirror in product(SIZES, (False, True)):
        camera = of.camera(size, mirror=mirror)
        assert camera is not None
        radius = poses().body.head_radius * camera.scale
        for at in shown[mirror]:
            for place in (*at, *trunk(at)):
                spot = camera.spot(place)
                ink = radius if place is at.head else camera.scale
                assert ink - 0.5 <= spot.x <= 2 * size[0] - 0.5 - ink
                assert ink - 0.5 <= spot.y <= 4 * size[1] - 1


@each_phase
def test_each_phase_begins_and_ends_in_the_poses_of_the_file(exercise: str, side: Side, phase: str) -> None:
    move = (moves(exercise).left if side is Side.LEFT else moves(exercise).right)[phase]
    assert figure(exercise).pose(phase, 0, side=side) == move.start
    assert figure(exercise).pose(phase, 1, side=side) == move.end


@each_phase
def test_no_joint_jumps(exercise: str, side: Side, phase: str) -> None:
    """The solver changes nothing at the poses themselves, so a move begins and ends without a jerk."""
    steps = [part / 60 for part in range(61)]
    before = None
    for t in steps:
        at = figure(exercise).joints(figure(exercise).pose(phase, t, side=side))
        if before is not None:
            for name in at._fields:
                one, two = at.at(name), before.at(name)
                assert hypot(one.x - two.x, one.y - two.y) < 3.5, (name, t)
        before = at
