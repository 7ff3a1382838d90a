"""The strokes of one figure in drawing order, independent of braille or ASCII, which draw the same sketch.

Joints are rounded to a quarter of a unit first, so that tiny movements don't make dots flicker.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, hypot, radians, sin
from typing import Final, NamedTuple

from msgspec import Struct

from l5tui.figure.camera import NOSE, Camera, trunk
from l5tui.figure.dots import Spot
from l5tui.figure.pose import Body, Limb, Point, Pose, Prop
from l5tui.figure.skeleton import Joints, joints

STEP: Final = 0.25
SWELL: Final = 0.6
"""The movement of the chest with a breath, in units, or in dots if a unit is smaller than a dot."""
WIDEN: Final = 0.15
"""The share by which the chest gets thicker with a breath."""


class Stroke(NamedTuple):
    """One limb: its path, from the trunk outward."""

    limb: Limb
    path: tuple[Spot, ...]
    active: bool


class Sketch(Struct, frozen=True):
    """A figure on its canvas, in dots. The drawing order is far limbs, trunk, near limbs, head."""

    far: tuple[Stroke, ...]
    trunk: tuple[Spot, ...]
    near: tuple[Stroke, ...]
    head: Spot
    head_radius: float
    nose: Spot | None
    """The tip of the nose; None where the face is to the viewer, or away from them."""
    breath: float
    props: tuple[tuple[tuple[Spot, ...], float], ...] = ()
    """Objects behind the figure, such as a pillow: paths with their radius."""


def sketch(
    body: Body, pose: Pose, camera: Camera, active: frozenset[Limb], breath: float = 0.0, props: Iterable[Prop] = ()
) -> Sketch:
    """The strokes of a pose.

    Args:
        body: the lengths.
        pose: the angles.
        camera: the mapping to the canvas.
        active: the limbs that work.
        breath: the fill of the chest, -1 to 1.
        props: the objects in the picture.
    """
    found = joints(body, pose)
    chest = _breathing(found, pose, breath, SWELL / min(1.0, camera.scale)) if breath else found.chest
    round_chest = Point(round(chest.x / STEP) * STEP, round(chest.y / STEP) * STEP)
    at = found.rounded(STEP)
    far_hip = Point(at.pelvis.x + body.far_offset.x, at.pelvis.y + body.far_offset.y)
    far_shoulder = Point(at.shoulder.x + body.far_offset.x, at.shoulder.y + body.far_offset.y)

    def stroke(limb: Limb, *places: Point) -> Stroke:
        return Stroke(limb, tuple(map(camera.spot, places)), limb in active)

    turned = radians(pose.spine.head - 90 * pose.facing)
    reach = body.head_radius + NOSE
    nose = Point(at.head.x + reach * cos(turned), at.head.y + reach * sin(turned))
    return Sketch(
        far=(
            stroke("leg_far", far_hip, at.knee_far, at.ankle_far, at.toe_far),
            stroke("arm_far", far_shoulder, at.elbow_far, at.hand_far),
        ),
        trunk=tuple(map(camera.spot, trunk(at, round_chest))),
        near=(
            stroke("leg_near", at.pelvis, at.knee_near, at.ankle_near, at.toe_near),
            stroke("arm_near", at.shoulder, at.elbow_near, at.hand_near),
        ),
        head=camera.spot(at.head),
        head_radius=body.head_radius * camera.scale,
        nose=camera.spot(nose) if pose.facing else None,
        breath=breath,
        props=tuple(
            (tuple(map(camera.spot, prop.path or map(at.at, prop.joints))), prop.radius * camera.scale)
            for prop in props
        ),
    )


def _breathing(found: Joints, pose: Pose, breath: float, swell: float) -> Point:
    """The chest moved towards the belly, perpendicular to the line from waist to shoulder."""
    dx, dy = found.shoulder.x - found.waist.x, found.shoulder.y - found.waist.y
    far = swell * breath * (pose.facing or -1) / (hypot(dx, dy) or 1.0)
    return Point(found.chest.x + dy * far, found.chest.y - dx * far)
