"""What a figure is made of: a body, its poses, and which poses the phases of an exercise go between.

These are values as the content file gives them, checked there. Lengths are in units (a unit is one braille dot of a
figure at 60 x 15 cells), x to the right, y up, the floor at y = 0. Angles are absolute, in degrees, 0 to the right and
90 up, and are never brought into one turn: interpolated as they stand, each joint turns the right way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Facing = Literal[1, -1]
"""1: the belly is clockwise of the spine. -1: on the back."""
Limb = Literal["arm_near", "leg_near", "arm_far", "leg_far"]
Solve = Literal["root", "ik2", "pin", "check"]
On = Literal["both", "first", "other"]
"""On which side a contact holds. `first` is the left, whichever goes first."""


class Point(NamedTuple):
    """A place, in units."""

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


@dataclass(frozen=True, slots=True)
class Pose:
    """How a figure holds itself at one moment.

    `seen_near` and `seen_far` are the shares of the upper arms' lengths that are seen: less than 1 where an arm points
    partly at the viewer, whose true length never changes.
    """

    facing: Facing
    pelvis: Point
    spine: Spine
    arm_near: Arm
    leg_near: Leg
    arm_far: Arm
    leg_far: Leg
    seen_near: float = 1.0
    seen_far: float = 1.0


@dataclass(frozen=True, slots=True)
class Body:
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


@dataclass(frozen=True, slots=True)
class Contact:
    """A joint that stays where it is while the figure moves, and what is solved for that.

    `root` moves the whole figure, `ik2` bends the limb, `pin` aims the upper arm and foreshortens it; `check` needs
    nothing: it holds by itself, and a test sees that it does.
    """

    joint: str
    target: Point
    solve: Solve
    on: On = "both"


@dataclass(frozen=True, slots=True)
class Move:
    """The poses that a phase begins and ends with, and those that it passes between them at equal times."""

    start: Pose
    end: Pose
    via: tuple[Pose, ...] = ()

    @property
    def all_poses(self) -> tuple[Pose, ...]:
        """All its poses, in order."""
        return (self.start, *self.via, self.end)


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing that a form of an exercise needs, such as a pillow: a stroke that thick, in units.

    `path` are places; `joints`, in its stead, are joints of the figure that it runs between, as a towel does.
    """

    radius: float
    path: tuple[Point, ...] = ()
    joints: tuple[str, ...] = ()
    on: On = "both"


@dataclass(frozen=True, slots=True)
class Moves:
    """How one exercise is shown.

    `first` and `other` are the moves by phase id for the left and the right side; one without sides has the same for
    both. `active_first` and `active_other` are the limbs that the side is about.
    """

    first: Mapping[str, Move]
    other: Mapping[str, Move]
    planted: tuple[Contact, ...] = ()
    active_first: frozenset[Limb] = frozenset()
    active_other: frozenset[Limb] = frozenset()
    props: tuple[Prop, ...] = ()
    forms: Mapping[str, Moves] = field(default_factory=dict)
    """How the easier and the harder form are shown, by their ids; a form has no forms."""

    @property
    def home(self) -> Pose:
        """Where the exercise begins: its first phase's first pose."""
        return next(iter(self.first.values())).start


@dataclass(frozen=True, slots=True)
class Poses:
    """All that the content file of the figure says.

    `rest` names a pose to rest in for each posture's id; `ready` the pose before anything has begun.
    """

    body: Body
    poses: Mapping[str, Pose]
    exercises: Mapping[str, Moves]
    ready: str
    rest: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """What each pose looks like, in a few words."""
