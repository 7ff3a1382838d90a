"""The data of a figure: a body, its poses, and the poses of the phases of each exercise.

The values come from the content file and are checked on loading. Lengths are in units (a unit is one braille dot of a
figure at 60 x 15 cells), x to the right, y up, the floor at y = 0. Angles are absolute, in degrees, 0 to the right and
90 up, and may exceed one turn, so that plain interpolation turns each joint the right way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from msgspec import Struct, field

Facing = Literal[1, -1, 0]
"""1: the belly is clockwise of the spine. -1: on the back. 0: to the viewer, or away from them, as on one's side."""
Limb = Literal["arm_near", "leg_near", "arm_far", "leg_far"]
Solve = Literal["root", "ik2", "pin", "check"]
On = Literal["both", "left", "right"]
"""The side on which a contact holds, whichever side goes first."""


class Point(NamedTuple):
    """A point, in units."""

    x: float
    y: float


class Arm(NamedTuple):
    """The angles of an arm."""

    upper: float
    fore: float


class Leg(NamedTuple):
    """The angles of a leg."""

    thigh: float
    shin: float
    foot: float


class Spine(NamedTuple):
    """The angles of the trunk, from the pelvis up."""

    sacrum: float
    lumbar: float
    thorax: float
    neck: float
    head: float


class Seen(NamedTuple):
    """The visible shares of the lengths of segments: less than 1 if one points partly at the viewer or away from them.

    The true length never changes. A foot has the share of its shin.
    """

    upper: float = 1.0
    fore: float = 1.0
    shin: float = 1.0


ALL_SEEN: Final = Seen()


class Pose(Struct, frozen=True):
    """The position of a figure at one moment."""

    facing: Facing
    pelvis: Point
    spine: Spine
    arm_near: Arm
    leg_near: Leg
    arm_far: Arm
    leg_far: Leg
    seen_near: Seen = ALL_SEEN
    seen_far: Seen = ALL_SEEN


class Body(Struct, frozen=True):
    """The lengths of the segments, the radius of the head, and how far the far limbs stand from the near ones."""

    sacrum: float
    lumbar: float
    thorax: float
    neck: float
    head: float
    upper: float
    fore: float
    thigh: float
    shin: float
    foot: float
    head_radius: float
    far_offset: Point


class Contact(Struct, frozen=True):
    """A joint that stays in place while the figure moves, and how the solver keeps it there.

    `root` moves the whole figure, `ik2` bends the limb, `pin` aims the upper arm and foreshortens it. `check` changes
    nothing: the joint stays in place without the solver, and a test checks it.
    """

    joint: str
    target: Point
    solve: Solve
    on: On = "both"


class Move(Struct, frozen=True):
    """The first and last pose of a phase, and the poses in between at equal times."""

    start: Pose
    end: Pose
    via: tuple[Pose, ...] = ()

    @property
    def all_poses(self) -> tuple[Pose, ...]:
        """Its poses in order."""
        return (self.start, *self.via, self.end)


class Prop(Struct, frozen=True):
    """An object that a form of an exercise needs, such as a pillow: a stroke with its thickness in units.

    It has either `path`, points in units, or `joints`, joints of the figure that it runs between, as a towel does.
    """

    radius: float
    path: tuple[Point, ...] = ()
    joints: tuple[str, ...] = ()
    on: On = "both"


class Moves(Struct, frozen=True):
    """The moves of one exercise.

    `left` and `right` are the moves by phase id for the left and the right side; an exercise without sides has the
    same for both. `active_left` and `active_right` are the limbs that work on each side.
    """

    left: Mapping[str, Move]
    right: Mapping[str, Move]
    planted: tuple[Contact, ...] = ()
    active_left: frozenset[Limb] = frozenset()
    active_right: frozenset[Limb] = frozenset()
    props: tuple[Prop, ...] = ()
    forms: Mapping[str, Moves] = field(default_factory=dict)
    """The moves of the easier and the harder form, by their ids; a form has no forms."""

    def home(self, side: On = "left") -> Pose:
        """The starting position on a side: the first pose of the first phase."""
        return next(iter((self.right if side == "right" else self.left).values())).start


class Poses(Struct, frozen=True):
    """The content of `poses.toml`.

    `rest` has a resting pose for each posture's id; `ready` is the pose before a session begins.
    """

    body: Body
    poses: Mapping[str, Pose]
    exercises: Mapping[str, Moves]
    ready: str
    rest: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """A short description of each pose."""
