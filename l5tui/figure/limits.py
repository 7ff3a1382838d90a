"""What a body can't do: joints that bend too far or the wrong way, and limbs below the floor.

A figure that breaks these would show a movement that nobody should copy. The angles are those that a stick figure needs
to be readable, a little wider than what most people reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from l5tui.figure.pose import Body, Pose
from l5tui.figure.skeleton import joints

SLACK: Final = 5.0
"""Degrees beyond a limit that aren't named."""
LOWEST: Final = 1.0
"""The lowest that a joint's middle may be, in units, so that its dots stay apart from the floor's."""


class Impossible(NamedTuple):
    """One thing that a body can't do."""

    key: str
    """Where in the pose it is: `arm_near[1]`."""
    what: str
    hint: str


class _Hinge(NamedTuple):
    """A joint between two angles of a pose; bent by 0 the second goes on in the direction of the first."""

    name: str
    first: float
    second: float
    key: str
    moves: str
    """What the second angle is that of."""
    low: float
    high: float
    turn: int
    """1 where it bends as an elbow does, -1 where it bends as a knee does."""


def impossible(body: Body, pose: Pose) -> Iterator[Impossible]:
    """What is impossible in a pose, each with what to do about it.

    Where a joint bends too far, limbs below the floor aren't named, because they may only follow from that.
    """
    all_bend = True
    for hinge in _hinges(pose):
        turn = hinge.turn * (pose.facing or 1)
        bent = ((hinge.second - hinge.first) * turn + 180) % 360 - 180
        low = hinge.low if pose.facing else -hinge.high  # seen from the front, it bends to either side
        if not low - SLACK <= bent <= hinge.high + SLACK:
            all_bend = False
            least, most = sorted((hinge.first + turn * low, hinge.first + turn * hinge.high))
            whole = 360 * round((hinge.second - (least + most) / 2) / 360)  # as near as it can be to what is written
            yield Impossible(
                hinge.key,
                f"the {hinge.name} can't bend to {hinge.second:g}",
                f"{hinge.moves} can be {least + whole:.0f} to {most + whole:.0f} here",
            )
    names = joints(body, pose)._asdict()
    heights = {name: at.y - (body.head_radius - LOWEST if name == "head" else 0) for name, at in names.items()}
    lowest = min(heights, key=heights.__getitem__)
    if all_bend and heights[lowest] < LOWEST - 0.01:
        yield Impossible(
            "pelvis",
            f"its {lowest} is below the floor",
            f"lift the figure by {LOWEST + 1 - heights[lowest]:.1f} or more",
        )


def _hinges(pose: Pose) -> Iterator[_Hinge]:
    back = pose.spine.sacrum + 180
    for depth, arm, leg in (("near", pose.arm_near, pose.leg_near), ("far", pose.arm_far, pose.leg_far)):
        yield _Hinge("elbow", arm.upper, arm.fore, f"arm_{depth}[1]", "the forearm", 0, 165, 1)
        yield _Hinge("hip", back, leg.thigh, f"leg_{depth}[0]", "the thigh", -35, 145, 1)
        yield _Hinge("knee", leg.thigh, leg.shin, f"leg_{depth}[1]", "the shin", 0, 170, -1)
        yield _Hinge("ankle", leg.shin, leg.foot, f"leg_{depth}[2]", "the foot", -15, 125, 1)
    for index, name in enumerate(("lumbar part", "thorax", "neck", "head"), 1):
        yield _Hinge("back", pose.spine[index - 1], pose.spine[index], f"spine[{index}]", f"the {name}", -60, 60, 1)
