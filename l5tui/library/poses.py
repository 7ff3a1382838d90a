"""Loading of the figure's poses: from `poses.toml`, and from `[poses]` and `[figure]` in an exercise's own file.

A shape defines what a single value may be (`pose_shapes.py`). This module checks what has to fit together. Every
mistake is added to the file's `Faults`; what is returned may only be used where there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from msgspec.structs import asdict, replace

from l5tui.config.output import quoted
from l5tui.config.paths import content_root
from l5tui.domain.exercise import Exercise, Posture
from l5tui.figure.contacts import holds
from l5tui.figure.figure import Figure
from l5tui.figure.limits import impossible
from l5tui.figure.pose import Arm, Body, Contact, Leg, Limb, Move, Moves, On, Point, Pose, Poses, Prop, Seen, Spine
from l5tui.figure.skeleton import JOINTS, joints
from l5tui.library.build import phases_known
from l5tui.library.faults import Faults, nearest
from l5tui.library.pose_shapes import (
    LIMBS,
    ActiveTable,
    ContactTable,
    FigureFormTable,
    FigureTable,
    PosesFile,
    PoseTable,
    PropTable,
    SeenTable,
)
from l5tui.library.prepared import stored
from l5tui.library.reading import parse, read_text
from l5tui.library.shapes import ExerciseFile

POSES: Final = "poses.toml"
PARTS: Final = ("spine", *LIMBS)
PAUSES: Final = ("switch", "rest")
"""What may stand among the phases besides them: the figure of a rest, and of a change of sides."""
WIDEST: Final = 140.0
TALLEST: Final = 120.0
"""The largest room that an exercise may take, in units; in more than that the figure would be too small to see."""


def load_poses(root: Path | None = None) -> Poses:
    """The poses in a content folder; by default the installed one.

    Raises:
        ContentError: the file is missing or wrong; the message has table and key.
    """
    path = (root or content_root()) / POSES
    if (prepared := stored(POSES, [path])) is not None:
        return cast("Poses", prepared)
    faults = Faults(POSES)
    poses = poses_in(read_text(path, POSES), faults)
    faults.stop_if_any()
    return poses


def poses_in(text: str, faults: Faults, *, drawable: bool = False) -> Poses:
    """The poses in the text of `poses.toml`. What is wrong is added to the faults.

    Args:
        text: the file's text.
        faults: its faults.
        drawable: whether to look as well for what no body can do and no picture can show, which takes longer.

    Raises:
        ContentError: it isn't TOML.
    """
    table = parse(text, PosesFile, faults)
    body = Body(**asdict(table.segments), head_radius=table.head_radius, far_offset=Point(*table.far_offset))
    reader = _Reader(body, faults, drawable=drawable and faults.sound("segments", "head_radius", "far_offset"))
    reader.read_poses(table.poses)
    reader.known(table.defaults.ready, "defaults.ready")
    for posture, name in table.defaults.rest.items():
        reader.one_of(posture, [known.value for known in Posture], f"defaults.rest.{posture}", "posture")
        reader.known(name, f"defaults.rest.{posture}")
    return Poses(
        body=body,
        poses=MappingProxyType(reader.poses),
        exercises=MappingProxyType(
            {name: reader.moves(one, f"exercises.{name}") for name, one in table.exercises.items()}
        ),
        ready=table.defaults.ready,
        rest=MappingProxyType(dict(table.defaults.rest)),
        labels=MappingProxyType({name: pose.label for name, pose in table.poses.items()}),
    )


def figure_of(table: ExerciseFile, exercise: Exercise, shipped: Poses, faults: Faults) -> Moves | None:
    """The figure that an exercise's own file describes; None where it has none. What is wrong is added to the faults.

    Args:
        table: the file's shape.
        exercise: what was made of it.
        shipped: the poses of `poses.toml`, whose body it has, and which it may name.
        faults: the file's faults.
    """
    if table.figure is None:
        if table.poses and faults.sound("figure"):
            faults.add("figure", "it is missing", "write the poses that each phase goes through under [figure.phases]")
        return None
    reader = _Reader(shipped.body, faults, dict(shipped.poses), drawable=True)
    reader.read_poses(table.poses)
    figure, phases = table.figure, [phase.id for phase in exercise.phases]
    if phases_known(table, faults):
        for phase in phases:
            if phase not in figure.phases and faults.sound(f"figure.phases.{phase}"):
                faults.add(f"figure.phases.{phase}", "it is missing", "write the poses that it goes through")
        for phase in figure.phases:
            reader.one_of(phase, [*phases, *PAUSES], f"figure.phases.{phase}", "phase")
    if figure.phases_other_side is not None and not exercise.sided and faults.sound("sides"):
        faults.add("figure.phases_other_side", f"{quoted(exercise.name)} has no sides", "take it out")
    for form in figure.forms:
        reader.one_of(form, [one.id for one in exercise.forms], f"figure.forms.{form}", "form")
    order = [phase for phase in (*phases, *PAUSES) if phase in figure.phases]
    return reader.moves(replace(figure, phases={phase: figure.phases[phase] for phase in order}), "figure")


class _Reader:
    """Makes poses and moves of tables.

    Args:
        body: the body whose joints they are.
        faults: the faults of the file in which the tables are.
        poses: the poses that may be named besides those of the file.
        drawable: whether to look for what no body can do and no picture can show.
    """

    def __init__(self, body: Body, faults: Faults, poses: dict[str, Pose] | None = None, *, drawable: bool) -> None:
        self.poses = poses or {}
        self._body = body
        self._faults = faults
        self._drawable = drawable
        self._compared: set[frozenset[str]] = set()
        """The pairs of poses whose angles were compared, so that a mistake in one is named once."""

    def read_poses(self, tables: Mapping[str, PoseTable]) -> None:
        """Add the poses of a file, and what no body can do in them to the faults."""
        for name, table in tables.items():
            pose = self.poses[name] = _pose(table)
            if self._drawable and self._faults.sound(f"poses.{name}"):
                for one in impossible(self._body, pose):
                    self._faults.add(f"poses.{name}.{one.key}", one.what, one.hint)

    def moves(self, table: FigureTable, key: str) -> Moves:
        """The moves of an exercise with those of its forms."""
        left, right = self._sides(table.phases, table.phases_other_side, key)
        whole = Moves(
            left=MappingProxyType(left),
            right=MappingProxyType(right),
            planted=self._planted(table.planted, key),
            active_left=self._limbs(table.active, "left", key),
            active_right=self._limbs(table.active, "right", key),
            props=self._props(table.props, key),
        )
        self._refuse_unshowable(whole, table.planted, key)
        forms = {name: self._form(form, whole, f"{key}.forms.{name}") for name, form in table.forms.items()}
        return replace(whole, forms=MappingProxyType(forms))

    def _form(self, table: FigureFormTable, whole: Moves, key: str) -> Moves:
        """The moves of a form; tables that it leaves out are the exercise's."""
        left, right = self._sides(table.phases, table.phases_other_side, key)
        for phase in left:
            self.one_of(phase, whole.left, f"{key}.phases.{phase}", "phase")
        moves = Moves(
            left=MappingProxyType({**whole.left, **left}),
            right=MappingProxyType({**whole.right, **right}),
            planted=whole.planted if table.planted is None else self._planted(table.planted, key),
            active_left=self._limbs(table.active, "left", key) if table.active else whole.active_left,
            active_right=self._limbs(table.active, "right", key) if table.active else whole.active_right,
            props=whole.props if table.props is None else self._props(table.props, key),
        )
        if self._faults.sound(key.partition(".forms.")[0]):
            self._refuse_unshowable(moves, table.planted or (), key)
        return moves

    def _sides(
        self, left: Mapping[str, list[str]], right: Mapping[str, list[str]] | None, key: str
    ) -> tuple[dict[str, Move], dict[str, Move]]:
        first = self._phases(left, f"{key}.phases")
        if right is None:
            return first, first
        other = self._phases(right, f"{key}.phases_other_side")
        for phase in sorted(left.keys() ^ right.keys()):
            what = f"the phase {quoted(phase)} is only on one side"
            self._faults.add(f"{key}.phases_other_side", what, "write each phase for both sides")
        return first, {phase: other[phase] for phase in first if phase in other}

    def _phases(self, table: Mapping[str, list[str]], key: str) -> dict[str, Move]:
        moves: dict[str, Move] = {}
        for phase, names in table.items():
            where = f"{key}.{phase}"
            if not self._faults.sound(where):
                continue
            known = [self.known(name, f"{where}[{index}]") for index, name in enumerate(names)]
            if not all(known):
                continue
            found = [self.poses[name] for name in names]
            if len({pose.facing for pose in found}) > 1:
                self._faults.add(where, "its poses face different ways", "nothing turns over within a phase")
            for index, (name, following) in enumerate(pairwise(names) if self._drawable else (), 1):
                self._refuse_a_turn(name, following, f"{where}[{index}]")
            moves[phase] = Move(found[0], found[-1], tuple(found[1:-1]))
        return moves

    def _refuse_a_turn(self, name: str, following: str, key: str) -> None:
        """Refuse an angle that is written a turn away from the one before, so that the limb would go round."""
        pair = frozenset({name, following})
        if pair in self._compared or not self._faults.sound(f"poses.{name}", f"poses.{following}"):
            return
        self._compared.add(pair)
        one, other = self.poses[name], self.poses[following]
        for part in PARTS:
            for index, (was, now) in enumerate(zip(getattr(one, part), getattr(other, part), strict=True)):
                if (turn := abs(now - was)) > 180:
                    nearer = now + 360 * round((was - now) / 360)
                    what = f"from {quoted(name)} to {quoted(following)} {part}[{index}] turns by {turn:g} degrees"
                    self._faults.add(key, what, f"write {nearer:g} for {now:g} in {quoted(following)}")
                    return

    def _refuse_unshowable(self, moves: Moves, planted: Iterable[ContactTable], key: str) -> None:
        """Refuse moves that don't follow each other, planted joints that are elsewhere, and too large a picture."""
        if not self._drawable or not self._faults.sound("poses", key):
            return
        sides: tuple[tuple[On, Mapping[str, Move]], ...] = (("left", moves.left), ("right", moves.right))
        for (side, of), name in zip(sides, ("phases", "phases_other_side"), strict=True):
            if side == "right" and of == moves.left:
                continue
            chain = [pair for pair in of.items() if pair[0] not in PAUSES]
            for (before, one), (phase, other) in pairwise([*chain, *chain[:1]]):
                if one.end != other.start:
                    what = f"it doesn't begin in the pose in which {quoted(before)} ends"
                    self._faults.add(f"{key}.{name}.{phase}", what, "write that pose first, or the figure would jump")
            for pause in PAUSES:
                if pause in of and of[pause].end != moves.home(side):
                    what = "it doesn't end in the pose in which the first phase begins"
                    self._faults.add(f"{key}.{name}.{pause}", what, "write that pose last, or the figure would jump")
        for index, table in enumerate(planted):
            contact = moves.planted[index]
            shown = [move for side, of in sides if contact.on in ("both", side) for move in of.values()]
            if not any(holds(self._body, pose, contact) for move in shown for pose in move.all_poses):
                at = joints(self._body, moves.home(contact.on)).at(contact.joint)
                what = f"{table.joint} isn't at {table.target} in any of the poses"
                self._faults.add(
                    f"{key}.planted[{index}].target", what, f"at the start it is at [{at.x:.1f}, {at.y:.1f}]"
                )
        if self._faults.sound(key):
            box = Figure(Poses(self._body, self.poses, {key: moves}, ""), key).box
            for size, most, word in ((box.right - box.left, WIDEST, "wide"), (box.top, TALLEST, "tall")):
                if size > most:
                    self._faults.add(
                        f"{key}.phases", f"the figure takes {size:.0f} units {word}", f"{most:g} is the most"
                    )

    def _planted(self, tables: Iterable[ContactTable], key: str) -> tuple[Contact, ...]:
        return tuple(self._contact(one, f"{key}.planted[{index}]") for index, one in enumerate(tables))

    def _contact(self, table: ContactTable, key: str) -> Contact:
        self.one_of(table.joint, JOINTS, f"{key}.joint", "joint")
        wanted = {"ik2": ("hand_", "ankle_"), "pin": ("elbow_",)}.get(table.solve)
        if wanted and not table.joint.startswith(wanted) and self._faults.sound(f"{key}.joint", f"{key}.solve"):
            ends = " or ".join(name.rstrip("_") for name in wanted)
            what = f"{quoted(table.solve)} can't hold {quoted(table.joint)}"
            self._faults.add(f"{key}.solve", what, f"it holds a {ends}")
        return Contact(table.joint, Point(*table.target), table.solve, table.side)

    def _props(self, tables: Iterable[PropTable], key: str) -> tuple[Prop, ...]:
        return tuple(self._prop(one, f"{key}.props[{index}]") for index, one in enumerate(tables))

    def _prop(self, table: PropTable, key: str) -> Prop:
        if (len(table.path) >= 2) == (len(table.joints) >= 2) and self._faults.sound(key):
            self._faults.add(key, "it must have two places or two joints", "write path or joints, not both")
        for index, joint in enumerate(table.joints):
            self.one_of(joint, JOINTS, f"{key}.joints[{index}]", "joint")
        return Prop(table.radius, tuple(Point(*place) for place in table.path), tuple(table.joints), table.side)

    def _limbs(self, table: ActiveTable | None, side: str, key: str) -> frozenset[Limb]:
        names: list[str] = getattr(table, side) if table else []
        for index, name in enumerate(names):
            self.one_of(name, LIMBS, f"{key}.active.{side}[{index}]", "limb")
        return frozenset(limb for limb in LIMBS if limb in names)

    def known(self, name: str, key: str) -> bool:
        """Whether there is a pose of this name; if not, that is added to the faults."""
        return self.one_of(name, self.poses, key, "pose")

    def one_of(self, name: str, known: Collection[str], key: str, kind: str) -> bool:
        """Whether a name is known; if not, that is added to the faults."""
        if name not in known and self._faults.sound(key):
            self._faults.add(key, f"there is no {kind} {quoted(name)}", nearest(name, known))
        return name in known


def _pose(table: PoseTable) -> Pose:
    seen = table.foreshorten or SeenTable()
    return Pose(
        facing=table.facing,
        pelvis=Point(*table.pelvis),
        spine=Spine(*table.spine),
        arm_near=Arm(*table.arm_near),
        leg_near=Leg(*table.leg_near),
        arm_far=Arm(*table.arm_far),
        leg_far=Leg(*table.leg_far),
        seen_near=Seen(seen.arm_near, seen.fore_near, seen.shin_near),
        seen_far=Seen(seen.arm_far, seen.fore_far, seen.shin_far),
    )
