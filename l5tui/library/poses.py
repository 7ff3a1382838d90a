"""Loading of the figure's poses from `poses.toml`.

The shapes are defined here, because nothing else uses them. The error for an unknown pose suggests the nearest name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal

from msgspec import Meta, field
from msgspec.structs import replace

from l5tui.config.output import quoted
from l5tui.config.paths import content_root
from l5tui.domain.exercise import Posture
from l5tui.figure.pose import Arm, Body, Contact, Leg, Limb, Move, Moves, Point, Pose, Poses, Prop, Spine
from l5tui.figure.skeleton import JOINTS
from l5tui.library.faults import Faults, fault, nearest
from l5tui.library.reading import parse, read_text, shaped
from l5tui.library.shapes import Id, Short, Table

POSES: Final = "poses.toml"
LIMBS: Final[tuple[Limb, ...]] = ("arm_near", "leg_near", "arm_far", "leg_far")
FARTHEST: Final = 200.0
"""The largest length or coordinate, in units; a figure is about a hundred tall."""
WIDEST: Final = 720.0
"""The largest angle, in degrees: two full turns."""

Two = Annotated[list[float], Meta(min_length=2, max_length=2)]
Three = Annotated[list[float], Meta(min_length=3, max_length=3)]
Five = Annotated[list[float], Meta(min_length=5, max_length=5)]


class SegmentsTable(Table):
    """The length of every segment."""

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


class SeenTable(Table):
    """The visible share of each upper arm's length."""

    arm_near: float = 1.0
    arm_far: float = 1.0


class PoseTable(Table):
    """One pose."""

    label: Short
    facing: Literal[1, -1]
    pelvis: Two
    spine: Five
    arm_near: Two
    leg_near: Three
    arm_far: Two
    leg_far: Three
    foreshorten: SeenTable | None = None


class ContactTable(Table):
    """One planted joint."""

    joint: str
    target: Two
    solve: Literal["root", "ik2", "pin", "check"]
    side: Literal["both", "left", "right"] = "both"


class PropTable(Table):
    """An object that a form needs: a stroke through points, or between joints."""

    radius: float
    path: list[Two] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    side: Literal["both", "left", "right"] = "both"


class ActiveTable(Table):
    """The limbs that work on each side."""

    left: list[str]
    right: list[str]


class MovesTable(Table):
    """The moves of one exercise."""

    phases: dict[str, list[str]]
    planted: list[ContactTable] = field(default_factory=list)
    phases_other_side: dict[str, list[str]] | None = None
    active: ActiveTable | None = None
    props: list[PropTable] = field(default_factory=list)
    forms: dict[Id, object] = field(default_factory=dict)


class FormTable(Table):
    """The moves of an easier or harder form, where they differ from the exercise's."""

    phases: dict[str, list[str]]
    planted: list[ContactTable] | None = None
    phases_other_side: dict[str, list[str]] | None = None
    active: ActiveTable | None = None
    props: list[PropTable] | None = None


class DefaultsTable(Table):
    """The default poses outside exercises."""

    ready: str
    rest: dict[str, str] = field(default_factory=dict)


class PosesFile(Table):
    """`poses.toml`."""

    head_radius: float
    far_offset: Two
    segments: SegmentsTable
    defaults: DefaultsTable
    poses: dict[Id, object]
    exercises: dict[Id, object]


def load_poses(root: Path | None = None) -> Poses:
    """The poses in a content folder; by default the installed one.

    Raises:
        ContentError: the file is missing or wrong; the message has table and key.
    """
    return poses_in(read_text((root or content_root()) / POSES, POSES), Faults(POSES))


def poses_in(text: str, faults: Faults) -> Poses:
    """The poses in a file's text.

    Raises:
        ContentError: it is wrong; the message has table and key.
    """
    file = faults.file
    table = parse(text, PosesFile, faults)
    tables = {name: shaped(pose, PoseTable, faults, f"poses.{name}") for name, pose in table.poses.items()}
    moves = {name: shaped(one, MovesTable, faults, f"exercises.{name}") for name, one in table.exercises.items()}
    forms = {
        name: {
            form: shaped(data, FormTable, faults, f"exercises.{name}.forms.{form}") for form, data in one.forms.items()
        }
        for name, one in moves.items()
    }
    faults.stop_if_any()
    poses = {name: _pose(pose, f"poses.{name}", file) for name, pose in tables.items()}
    _known(table.defaults.ready, poses, "defaults.ready", file)
    for posture, name in table.defaults.rest.items():
        _one_of(posture, [known.value for known in Posture], f"defaults.rest.{posture}", file, "posture")
        _known(name, poses, f"defaults.rest.{posture}", file)
    return Poses(
        body=_body(table, file),
        poses=MappingProxyType(poses),
        exercises=MappingProxyType(
            {name: _moves(one, forms[name], poses, f"exercises.{name}", file) for name, one in moves.items()}
        ),
        ready=table.defaults.ready,
        rest=MappingProxyType(dict(table.defaults.rest)),
        labels=MappingProxyType({name: pose.label for name, pose in tables.items()}),
    )


def _body(table: PosesFile, file: str) -> Body:
    lengths = {name: getattr(table.segments, name) for name in SegmentsTable.__struct_fields__}
    for name, length in lengths.items():
        _positive(length, f"segments.{name}", file)
    _positive(table.head_radius, "head_radius", file)
    _within(table.far_offset, FARTHEST, "far_offset", file)
    return Body(**lengths, head_radius=table.head_radius, far_offset=Point(*table.far_offset))


def _pose(table: PoseTable, key: str, file: str) -> Pose:
    _within(table.pelvis, FARTHEST, f"{key}.pelvis", file)
    for name in ("spine", *LIMBS):
        _within(getattr(table, name), WIDEST, f"{key}.{name}", file)
    seen = table.foreshorten or SeenTable()
    for name, share in (("arm_near", seen.arm_near), ("arm_far", seen.arm_far)):
        if not 0 < share <= 1:
            raise fault(file, f"{key}.foreshorten.{name}", f"it is {share}", "a share is above 0, and 1 at the most")
    return Pose(
        facing=table.facing,
        pelvis=Point(*table.pelvis),
        spine=Spine(*table.spine),
        arm_near=Arm(*table.arm_near),
        leg_near=Leg(*table.leg_near),
        arm_far=Arm(*table.arm_far),
        leg_far=Leg(*table.leg_far),
        seen_near=seen.arm_near,
        seen_far=seen.arm_far,
    )


def _moves(table: MovesTable, tables: Mapping[str, FormTable], poses: Mapping[str, Pose], key: str, file: str) -> Moves:
    if not table.phases:
        raise fault(file, f"{key}.phases", "it has too few items", "1 is the least")
    left, right = _sides(table.phases, table.phases_other_side, poses, key, file)
    _begin_alike(left, right, f"{key}.phases_other_side", file)
    active = table.active or ActiveTable([], [])
    whole = Moves(
        left=MappingProxyType(left),
        right=MappingProxyType(right),
        planted=_planted(table.planted, key, file),
        active_left=_limbs(active.left, f"{key}.active.left", file),
        active_right=_limbs(active.right, f"{key}.active.right", file),
        props=_props(table.props, key, file),
    )
    forms = {name: _form(form, whole, poses, f"{key}.forms.{name}", file) for name, form in tables.items()}
    return replace(whole, forms=MappingProxyType(forms))


def _form(table: FormTable, whole: Moves, poses: Mapping[str, Pose], key: str, file: str) -> Moves:
    """The moves of a form; tables that it leaves out are the exercise's."""
    left, right = _sides(table.phases, table.phases_other_side, poses, key, file)
    for phase in left:
        _one_of(phase, whole.left, f"{key}.phases.{phase}", file, "phase")
    all_left, all_right = {**whole.left, **left}, {**whole.right, **right}
    _begin_alike(all_left, all_right, f"{key}.phases_other_side", file)
    active = table.active
    return Moves(
        left=MappingProxyType(all_left),
        right=MappingProxyType(all_right),
        planted=whole.planted if table.planted is None else _planted(table.planted, key, file),
        active_left=_limbs(active.left, f"{key}.active.left", file) if active else whole.active_left,
        active_right=_limbs(active.right, f"{key}.active.right", file) if active else whole.active_right,
        props=whole.props if table.props is None else _props(table.props, key, file),
    )


def _sides(
    left: Mapping[str, list[str]], right: Mapping[str, list[str]] | None, poses: Mapping[str, Pose], key: str, file: str
) -> tuple[dict[str, Move], dict[str, Move]]:
    first = _phases(left, poses, f"{key}.phases", file)
    if right is None:
        return first, first
    other = _phases(right, poses, f"{key}.phases_other_side", file)
    if missing := first.keys() ^ other.keys():
        what = f"the phase {quoted(min(missing))} is only on one side"
        raise fault(file, f"{key}.phases_other_side", what, "write each phase for both sides")
    return first, other


def _begin_alike(first: Mapping[str, Move], other: Mapping[str, Move], key: str, file: str) -> None:
    if next(iter(other.values())).start != next(iter(first.values())).start:
        raise fault(file, key, "the sides begin in different poses", "begin both in one")


def _planted(tables: Iterable[ContactTable], key: str, file: str) -> tuple[Contact, ...]:
    return tuple(_contact(one, f"{key}.planted[{index}]", file) for index, one in enumerate(tables))


def _props(tables: Iterable[PropTable], key: str, file: str) -> tuple[Prop, ...]:
    return tuple(_prop(one, f"{key}.props[{index}]", file) for index, one in enumerate(tables))


def _prop(table: PropTable, key: str, file: str) -> Prop:
    _positive(table.radius, f"{key}.radius", file)
    if (len(table.path) >= 2) == (len(table.joints) >= 2):
        raise fault(file, key, "it must have two places or two joints", "write path or joints, not both")
    for index, place in enumerate(table.path):
        _within(place, FARTHEST, f"{key}.path[{index}]", file)
    for index, joint in enumerate(table.joints):
        _one_of(joint, JOINTS, f"{key}.joints[{index}]", file, "joint")
    return Prop(table.radius, tuple(Point(*place) for place in table.path), tuple(table.joints), table.side)


def _phases(table: Mapping[str, list[str]], poses: Mapping[str, Pose], key: str, file: str) -> dict[str, Move]:
    moves: dict[str, Move] = {}
    for phase, names in table.items():
        if len(names) < 2:
            raise fault(file, f"{key}.{phase}", "it must name two poses", "the first and the last")
        found = [_known(name, poses, f"{key}.{phase}[{index}]", file) for index, name in enumerate(names)]
        if len({pose.facing for pose in found}) > 1:
            raise fault(file, f"{key}.{phase}", "its poses face different ways", "nothing turns over within a phase")
        moves[phase] = Move(found[0], found[-1], tuple(found[1:-1]))
    return moves


def _contact(table: ContactTable, key: str, file: str) -> Contact:
    _one_of(table.joint, JOINTS, f"{key}.joint", file, "joint")
    wanted = {"ik2": ("hand_", "ankle_"), "pin": ("elbow_",)}.get(table.solve)
    if wanted and not table.joint.startswith(wanted):
        ends = " or ".join(name.rstrip("_") for name in wanted)
        what = f"{quoted(table.solve)} can't hold {quoted(table.joint)}"
        raise fault(file, f"{key}.solve", what, f"it holds a {ends}")
    _within(table.target, FARTHEST, f"{key}.target", file)
    return Contact(table.joint, Point(*table.target), table.solve, table.side)


def _limbs(names: Iterable[str], key: str, file: str) -> frozenset[Limb]:
    for index, name in enumerate(names):
        _one_of(name, LIMBS, f"{key}[{index}]", file, "limb")
    return frozenset(limb for limb in LIMBS if limb in names)


def _known(name: str, poses: Mapping[str, Pose], key: str, file: str) -> Pose:
    _one_of(name, poses, key, file, "pose")
    return poses[name]


def _one_of(name: str, known: Iterable[str], key: str, file: str, kind: str) -> None:
    known = list(known)
    if name not in known:
        raise fault(file, key, f"there is no {kind} {quoted(name)}", nearest(name, known))


def _positive(length: float, key: str, file: str) -> None:
    if not 0 < length <= FARTHEST:
        raise fault(file, key, f"it is {length}", f"a length is above 0, and {FARTHEST:g} at the most")


def _within(values: list[float], most: float, key: str, file: str) -> None:
    for index, value in enumerate(values):
        if not (isfinite(value) and abs(value) <= most):
            raise fault(file, f"{key}[{index}]", f"it is {value}", f"it can be {-most:g} to {most:g}")
