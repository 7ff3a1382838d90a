"""The animated figure of one exercise: from a phase and its elapsed share to a picture.

A figure has no state. The same arguments always give the same picture, so frames can be late,
repeated or skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from l5tui.domain.exercise import Side
from l5tui.figure.ascii import write
from l5tui.figure.braille import paint
from l5tui.figure.camera import Box, Camera
from l5tui.figure.contacts import holds, solve_contacts
from l5tui.figure.dots import Canvas
from l5tui.figure.motion import between, ease
from l5tui.figure.pose import Body, Contact, Limb, Move, Moves, On, Pose, Poses, Prop
from l5tui.figure.skeleton import Joints, joints
from l5tui.figure.sketch import sketch

HOLD: Final = "hold"
REACH_SAMPLES: Final = 4
"""The number of parts of a move that are sampled for its bounding box."""


class Figure:
    """The figure of one exercise.

    Args:
        poses: the poses of the content file.
        exercise_id: one of `poses.exercises`.
        form: the id of its easier or harder form; one without poses of its own is shown as the exercise.

    Raises:
        KeyError: the exercise has no figure, such as a person's own.
    """

    def __init__(self, poses: Poses, exercise_id: str, form: str | None = None) -> None:
        self._body: Body = poses.body
        whole: Moves = poses.exercises[exercise_id]
        self._moves: Moves = whole.forms.get(form, whole) if form else whole
        self.box = Box.around(self._body, self._samples())
        """The room that all of it takes."""
        self._held = Box.around(self._body, held) if (held := [*self._samples(HOLD)]) else None
        """The room that its hold takes; None if it has none."""

    def typical_moment(self, phase: str | None, *, side: Side | None = None, mirror: bool = False) -> float | None:
        """The elapsed share at which a phase of continuous movement (a march at the top of a bridge) is best shown as a
        still picture, 0 to 1. None for a phase that moves from one pose to another or is held."""
        move = self._side(side, mirror).get(phase or "")
        return 1 / (len(move.via) + 1) if move and move.via else None

    def pose(
        self,
        phase: str | None,
        t: float,
        *,
        side: Side | None = None,
        off: bool = False,
        mirror: bool = False,
        start: Pose | None = None,
    ) -> Pose:
        """The pose at a moment of a phase.

        Args:
            phase: the phase's id; None or one that isn't in the file, such as a set-up, moves to the starting position.
            t: the elapsed share of the phase, 0 to 1.
            side: the side named on screen. None means the left one.
            off: whether the phase is switched off: then it moves to the starting position, too.
            mirror: whether the figure faces the other way. Its near side is then the other one.
            start: the pose on screen when the phase began, if the last phase was cut short. It is ignored if it faces
                another way, so that the figure never turns over.
        """
        move, home = self._side(side, mirror).get(phase or ""), self._moves.home(_side_name(side, mirror))
        if off:
            move = Move(move.start if move else home, home)
        elif move is None:
            move = Move(home, home)
        if start is not None and start.facing == move.end.facing:
            move = Move(start, move.end, move.via)
        return self._within(move, t, self._planted(_side_name(side, mirror)), halting=phase == HOLD)

    def frame(
        self,
        phase: str | None,
        t: float,
        *,
        side: Side | None = None,
        off: bool = False,
        breath: float | None = None,
        size: tuple[int, int],
        mirror: bool = False,
        start: Pose | None = None,
        ascii: bool = False,  # noqa: A002 - the name that the whole program uses
    ) -> Canvas:
        """The picture at a moment of a phase.

        Args:
            phase, t, side, off, mirror, start: as in `pose`.
            breath: the fill of the chest, -1 to 1 (`motion.breath_at`); None if it isn't shown.
            size: columns and rows.
            ascii: draw with letters, for terminals without braille.
        """
        pose = self.pose(phase, t, side=side, off=off, mirror=mirror, start=start)
        limbs: frozenset[Limb] = frozenset()
        if side is not None:
            first = _side_name(side, mirror) == "left"
            limbs = self._moves.active_left if first else self._moves.active_right
        props = tuple(prop for prop in self._moves.props if prop.on in ("both", _side_name(side, mirror)))
        camera = self.camera(size, mirror=mirror, pose=pose)
        return _picture(self._body, pose, camera, size, limbs, breath or 0.0, props, letters=ascii)

    def camera(self, size: tuple[int, int], *, mirror: bool = False, pose: Pose | None = None) -> Camera | None:
        """The camera for a canvas of this many columns and rows; None if it is too small.

        Args:
            size, mirror: as in `frame`.
            pose: the pose that it is for. Without one it is that for the whole exercise.
        """
        camera = Camera.on(self.box, *size, mirrored=mirror)
        if camera is None or pose is None or self._held is None:
            return camera
        return camera.nearer(self._held, Box.around(self._body, [self.joints(pose)]))

    def joints(self, pose: Pose) -> Joints:
        """The joints of a pose, in units."""
        return joints(self._body, pose)

    def _side(self, side: Side | None, mirror: bool) -> Mapping[str, Move]:
        return self._moves.left if _side_name(side, mirror) == "left" else self._moves.right

    def _planted(self, side: On) -> tuple[Contact, ...]:
        return tuple(contact for contact in self._moves.planted if contact.on in ("both", side))

    def _within(self, move: Move, t: float, planted: tuple[Contact, ...], *, halting: bool) -> Pose:
        """The pose at a moment of a move. If `halting`, as in a march, it slows at each of its poses, else at both
        ends."""
        poses_of_move = move.all_poses
        legs = len(poses_of_move) - 1
        if not halting:
            t = ease(t)
        leg = min(int(max(t, 0.0) * legs), legs - 1)
        start, end = poses_of_move[leg], poses_of_move[leg + 1]
        share = ease(t * legs - leg) if halting else t * legs - leg
        if share <= 0 or start is end:
            return start
        if share >= 1:
            return end
        # A limb that is in the air at one end isn't planted in between, as when a move begins from a cut-short pose.
        kept = [one for one in planted if holds(self._body, start, one) and holds(self._body, end, one)]
        return solve_contacts(self._body, between(start, end, share), kept)

    def _samples(self, only: str | None = None) -> Iterator[Joints]:
        """The figure at many moments of all phases, or of one."""
        sides: tuple[tuple[On, Mapping[str, Move]], ...] = (("left", self._moves.left), ("right", self._moves.right))
        for side, moves in sides:
            planted = self._planted(side)
            for phase, move in moves.items():
                if only not in (None, phase):
                    continue
                samples = REACH_SAMPLES * (len(move.via) + 1)
                for part in range(samples + 1):
                    yield joints(self._body, self._within(move, part / samples, planted, halting=phase == HOLD))


def _side_name(side: Side | None, mirror: bool) -> On:
    """The move that shows this side; mirrored it is the other one. None is shown as the left side."""
    return "left" if (side is not Side.RIGHT) != mirror else "right"


def still(
    poses: Poses,
    name: str,
    size: tuple[int, int],
    *,
    mirror: bool = False,
    ascii: bool = False,  # noqa: A002 - the name that the whole program uses
) -> Canvas:
    """One pose of the file, as large as it fits.

    Raises:
        KeyError: there is no such pose.
    """
    pose = poses.poses[name]
    box = Box.around(poses.body, [joints(poses.body, pose)])
    camera = Camera.on(box, *size, mirrored=mirror)
    return _picture(poses.body, pose, camera, size, frozenset(), 0.0, (), letters=ascii)


def _picture(
    body: Body,
    pose: Pose,
    camera: Camera | None,
    size: tuple[int, int],
    limbs: frozenset[Limb],
    breath: float,
    props: tuple[Prop, ...],
    *,
    letters: bool,
) -> Canvas:
    columns, rows = size
    if camera is None:
        return Canvas.blank(columns, rows)
    drawn = sketch(body, pose, camera, limbs, breath, props)
    return write(drawn, columns, rows) if letters else paint(drawn, columns, rows, camera.scale)
