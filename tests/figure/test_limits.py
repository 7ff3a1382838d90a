"""What no body can do is named with what it can."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.figure.limits import impossible
from l5tui.figure.pose import Arm, Leg, Point, Pose
from tests.figure.shipped_poses import poses

ON_THE_BACK = poses().poses["hook_lying"]
STANDING = poses().poses["ready_stand"]


def found(pose: Pose) -> list[tuple[str, str, str]]:
    return [tuple(one) for one in impossible(poses().body, pose)]  # type: ignore[misc]


def test_every_shipped_pose_is_possible() -> None:
    assert [name for name, pose in poses().poses.items() if found(pose)] == []


def test_a_joint_that_bends_the_wrong_way_is_named_with_the_angles_that_it_can_have() -> None:
    assert found(replace(ON_THE_BACK, arm_near=Arm(192, 260))) == [
        ("arm_near[1]", "the elbow can't bend to 260", "the forearm can be 27 to 192 here")
    ]
    assert found(replace(STANDING, leg_far=Leg(-90, -60, -4))) == [
        ("leg_far[1]", "the knee can't bend to -60", "the shin can be -260 to -90 here")
    ]


def test_seen_from_the_front_a_joint_bends_to_either_side_but_no_further() -> None:
    side = poses().poses["side_up"]
    for shin in (60, 320):
        assert found(replace(side, pelvis=Point(-2, 40), leg_far=Leg(190, shin, shin))) == []
    [(key, _, _)] = found(replace(side, pelvis=Point(-2, 40), arm_far=Arm(190, 10)))
    assert key == "arm_far[1]"


def test_a_limb_below_the_floor_is_named_with_how_far_to_lift_the_figure() -> None:
    [(key, what, hint)] = found(replace(STANDING, pelvis=STANDING.pelvis._replace(y=40)))
    assert (key, what) == ("pelvis", "its toe_near is below the floor")
    lifted = 40 + float(hint.split()[-3])
    assert found(replace(STANDING, pelvis=STANDING.pelvis._replace(y=lifted))) == []


@given(st.integers(-2, 2), st.sampled_from(sorted(poses().poses)))
def test_whole_turns_make_no_difference(turns: int, name: str) -> None:
    pose = poses().poses[name]
    turned = replace(pose, arm_near=Arm(pose.arm_near.upper, pose.arm_near.fore + 360 * turns))
    assert found(turned) == []
