"""One exercise as a moving figure: from a phase and a moment to a picture.

A figure remembers nothing but its cameras. Whoever shows it says which phase and how far it has come; the same words
give the same picture, so it can be shown late, twice or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from l5tui.domain.exercise import Side
from l5tui.figure.camera import Box, Camera
from l5tui.figure.canvas import Canvas
from l5tui.figure.contacts import holds, plant
from l5tui.figure.letters import write
from l5tui.figure.motion import between, ease
from l5tui.figure.paint import paint
from l5tui.figure.pose import Body, Contact, Limb, Move, Moves, Pose, Poses
from l5tui.figure.skeleton import Joints, joints
from l5tui.figure.sketch import sketch

LOOKS: Final = 4
"""Into how many parts a move is cut to see how far it reaches."""


class Figure:
    """The figure of one exercise.

    Args:
        poses: what the content file says.
        exercise_id: one of `poses.exercises`.

    Raises:
        KeyError: the exercise has no figure, as a person's own hasn't.
    """

    def __init__(self, poses: Poses, exercise_id: str) -> None:
        self._body: Body = poses.body
        self._moves: Moves = poses.exercises[exercise_id]
        self._box = Box.around(self._body, self._everything())

    @property
    def home(self) -> Pose:
        """The starting position."""
        return self._moves.home

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
        """The pose at a moment of a phase. What was on screen last is the `start` of what comes next.

        Args:
            phase: the phase's id; None, or one that isn't in the file, such as a set-up, goes to the starting position.
            t: how far the phase has come, 0 to 1.
            side: the side named on screen. None means the left one.
            off: whether the phase is switched off: then it goes to the starting position too.
            mirror: whether the figure lies the other way round. Its near side is then the other one.
            start: the pose on screen when the phase began, where a phase was cut short. It is left out when it faces
                another way: then the picture is cut, never turned over.
        """
        first = (side is not Side.RIGHT) != mirror
        moves = self._moves.first if first else self._moves.other
        move = moves.get(phase) if phase is not None else None
        if off:
            move = Move(move.start if move else self.home, self.home)
        elif move is None:
            move = Move(self.home, self.home)
        if start is not None and start.facing == move.end.facing:
            move = Move(start, move.end)
        return self._within(move, t, self._planted(first))

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
        ascii: bool = False,  # noqa: A002 - it is what it is called everywhere
    ) -> Canvas:
        """The picture at a moment of a phase.

        Args:
            phase, t, side, off, mirror, start: as in `pose`.
            breath: how full the chest is, -1 to 1 (`motion.breath_at`); None while it doesn't show.
            size: columns and rows.
            ascii: draw with letters, where the terminal has no braille.
        """
        pose = self.pose(phase, t, side=side, off=off, mirror=mirror, start=start)
        limbs: frozenset[Limb] = frozenset()
        if side is not None:
            limbs = self._moves.active_first if (side is Side.LEFT) != mirror else self._moves.active_other
        camera = self.camera(size, mirror=mirror)
        return _picture(self._body, pose, camera, size, limbs, breath or 0.0, letters=ascii)

    def camera(self, size: tuple[int, int], *, mirror: bool = False) -> Camera | None:
        """How the exercise lies on a canvas of this many columns and rows; None when there is no room for it."""
        return Camera.on(self._box, *size, mirrored=mirror)

    def joints(self, pose: Pose) -> Joints:
        """Where the joints of a pose are, in units."""
        return joints(self._body, pose)

    def _planted(self, first: bool) -> tuple[Contact, ...]:
        side = "first" if first else "other"
        return tuple(contact for contact in self._moves.planted if contact.on in ("both", side))

    def _within(self, move: Move, t: float, planted: tuple[Contact, ...]) -> Pose:
        share = ease(t)
        if share <= 0 or move.start is move.end:
            return move.start
        if share >= 1:
            return move.end
        # A limb that is in the air at one end isn't planted on the way: a move that was cut short begins so.
        kept = [one for one in planted if holds(self._body, move.start, one) and holds(self._body, move.end, one)]
        return plant(self._body, between(move.start, move.end, share), kept)

    def _everything(self) -> Iterator[Joints]:
        for first, moves in ((True, self._moves.first), (False, self._moves.other)):
            planted = self._planted(first)
            for move in moves.values():
                for part in range(LOOKS + 1):
                    yield joints(self._body, self._within(move, part / LOOKS, planted))


def still(
    poses: Poses,
    name: str,
    size: tuple[int, int],
    *,
    mirror: bool = False,
    ascii: bool = False,  # noqa: A002 - it is what it is called everywhere
) -> Canvas:
    """One pose of the file by itself, as large as it fits.

    Raises:
        KeyError: there is no such pose.
    """
    pose = poses.poses[name]
    box = Box.around(poses.body, [joints(poses.body, pose)])
    camera = Camera.on(box, *size, mirrored=mirror)
    return _picture(poses.body, pose, camera, size, frozenset(), 0.0, letters=ascii)


def _picture(
    body: Body,
    pose: Pose,
    camera: Camera | None,
    size: tuple[int, int],
    limbs: frozenset[Limb],
    breath: float,
    *,
    letters: bool,
) -> Canvas:
    columns, rows = size
    if camera is None:
        return Canvas.blank(columns, rows)
    drawn = sketch(body, pose, camera, limbs, breath)
    return write(drawn, columns, rows) if letters else paint(drawn, columns, rows, camera.scale)
