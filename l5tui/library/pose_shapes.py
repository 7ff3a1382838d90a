"""The shapes of the figure's tables: of `poses.toml`, and of `[poses]` and `[figure]` in an exercise's own file."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from l5tui.figure.pose import Limb
from l5tui.figure.skeleton import JOINTS
from l5tui.library.values import Id, Short, Table

LIMBS: tuple[Limb, ...] = ("arm_near", "leg_near", "arm_far", "leg_far")

MOST_POSES = 40
"""The most poses that an exercise's own file may have."""

Angle = Annotated[float, Meta(ge=-720, le=720)]
"""In degrees: two full turns at the most."""
Coordinate = Annotated[float, Meta(ge=-200, le=200)]
"""In units; a figure is about a hundred tall."""
Length = Annotated[float, Meta(ge=0.5, le=200)]
Share = Annotated[float, Meta(ge=0.05, le=1)]
Place = Annotated[list[Coordinate], Meta(min_length=2, max_length=2)]
Two = Annotated[list[Angle], Meta(min_length=2, max_length=2)]
Three = Annotated[list[Angle], Meta(min_length=3, max_length=3)]
Five = Annotated[list[Angle], Meta(min_length=5, max_length=5)]
Through = Annotated[list[str], Meta(min_length=2, max_length=20)]
Side = Literal["both", "left", "right"]
JointName = Annotated[str, Meta(extra_json_schema={"enum": sorted(JOINTS)})]
LimbName = Annotated[str, Meta(extra_json_schema={"enum": list(LIMBS)})]


class SegmentsTable(Table):
    """The length of every segment."""

    sacrum: Length
    lumbar: Length
    thorax: Length
    neck: Length
    head: Length
    upper: Length
    fore: Length
    thigh: Length
    shin: Length
    foot: Length


class SeenTable(Table):
    """The visible share of a segment's length, where it points partly at the viewer or away from them.

    Attributes:
        arm_near: of the near upper arm.
        arm_far: of the far upper arm.
        fore_near: of the near forearm.
        fore_far: of the far forearm.
        shin_near: of the near shin and foot.
        shin_far: of the far shin and foot.

    """

    arm_near: Share = 1.0
    arm_far: Share = 1.0
    fore_near: Share = 1.0
    fore_far: Share = 1.0
    shin_near: Share = 1.0
    shin_far: Share = 1.0


class PoseTable(Table):
    """One pose: a figure seen from its side, the head to the right, the floor at y = 0.

    Angles are degrees on the picture: 0 to the right, 90 up, 180 to the left, -90 down. The figure turns from one pose
    to the next by the numbers as they stand, so 190 and -170 differ. A standing figure is about 100 units tall; what
    lies on the floor has y = 2.

    Attributes:
        label: what it is, in a few words.
        facing: 1 where the belly is on the clockwise side of the spine (standing, sitting, kneeling, prone); -1 for
            lying on the back; 0 where the face is to the viewer or away from them, as on one's side.
        pelvis: where the hip joint is: x, y.
        spine: angles from the pelvis up: sacrum, lumbar, thorax, neck, head.
        arm_near: angles of the arm on the viewer's side: upper arm, forearm.
        leg_near: angles of the leg on the viewer's side: thigh, shin, foot.
        arm_far: angles of the other arm.
        leg_far: angles of the other leg.
        foreshorten: how much of the arms and shins is seen, where they point partly at the viewer or away.

    """

    label: Short
    facing: Literal[1, -1, 0]
    pelvis: Place
    spine: Five
    arm_near: Two
    leg_near: Three
    arm_far: Two
    leg_far: Three
    foreshorten: SeenTable | None = None


class ContactTable(Table):
    """One joint that stays in its place while the figure moves.

    Attributes:
        joint: the joint, such as "knee_near".
        target: its place: x, y.
        solve: what keeps it there: "root" moves the whole figure, "ik2" bends the limb (a hand or an ankle), "pin" aims
            the upper arm (an elbow); "check" needs nothing done.
        side: the side on which it holds.

    """

    joint: JointName
    target: Place
    solve: Literal["root", "ik2", "pin", "check"]
    side: Side = "both"


class PropTable(Table):
    """An object in the picture, such as a pillow: a stroke through places, or between joints.

    Attributes:
        radius: half of its thickness.
        path: the places that it goes through.
        joints: the joints that it goes between, in place of a path.
        side: the side on which it is there.

    """

    radius: Length
    path: list[Place] = field(default_factory=list)
    joints: list[JointName] = field(default_factory=list)
    side: Side = "both"


class ActiveTable(Table):
    """The limbs that work, drawn strongest: arm_near, arm_far, leg_near, leg_far.

    Attributes:
        left: on the left side.
        right: on the right side.

    """

    left: list[LimbName]
    right: list[LimbName]


class FigureFormTable(Table):
    """The moves of an easier or harder form, where they differ from the exercise's.

    Attributes:
        phases: the poses that each phase goes through, at equal times.
        planted: the joints that stay in place.
        phases_other_side: the same phases for the right side.
        active: the limbs that work on each side.
        props: objects in the picture.

    """

    phases: dict[str, Through]
    planted: list[ContactTable] | None = None
    phases_other_side: dict[str, Through] | None = None
    active: ActiveTable | None = None
    props: list[PropTable] | None = None


class FigureTable(Table):
    """The moves of one exercise: the poses that its phases go through.

    Attributes:
        phases: the poses that each phase goes through, at equal times: mostly two. One that is held names a pose twice.
        planted: the joints that stay in place.
        phases_other_side: the same phases for the right side, where they differ; then `phases` is the left one.
        active: the limbs that work on each side.
        props: objects in the picture.
        forms: the easier and the harder form by their ids, where they move differently.

    """

    phases: Annotated[dict[str, Through], Meta(min_length=1)]
    planted: list[ContactTable] = field(default_factory=list)
    phases_other_side: dict[str, Through] | None = None
    active: ActiveTable | None = None
    props: list[PropTable] = field(default_factory=list)
    forms: dict[Id, FigureFormTable] = field(default_factory=dict)


class DefaultsTable(Table):
    """The default poses outside exercises."""

    ready: str
    rest: dict[str, str] = field(default_factory=dict)


class PosesFile(Table):
    """`poses.toml`."""

    head_radius: Length
    far_offset: Place
    segments: SegmentsTable
    defaults: DefaultsTable
    poses: dict[Id, PoseTable]
    exercises: dict[Id, FigureTable]
