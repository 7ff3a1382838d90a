"""The figure does what the instructions say: what stays down, what is level, how far it moves, which limb works."""

from __future__ import annotations

from math import atan2, degrees

import pytest

from l5tui.domain.exercise import Side
from l5tui.figure import Canvas
from l5tui.figure.pose import Point
from l5tui.figure.skeleton import Joints
from l5tui.figure.sketch import sketch
from l5tui.library import load
from tests.figure.shipped_poses import PARTS, SIZES, figure, poses
from tests.rows import each

CONTENT = load()
SIZE = (60, 15)
HALTS = 4
"""Parts into which a hold that moves all through it is cut to be looked at."""


def at(shown: str, phase: str | None, t: float = 1.0, side: Side | None = None) -> Joints:
    return figure(shown).joints(figure(shown).pose(phase, t, side=side))


def lean(one: Point, two: Point) -> float:
    """The angle of a line on screen against the floor, in degrees, without its direction."""
    angle = abs(degrees(atan2(two.y - one.y, two.x - one.x)))
    return min(angle, 180 - angle)


def dots(canvas: Canvas, role: str) -> int:
    """How many dots of braille are in cells of a role."""
    return sum(
        (ord(letter) - 0x2800).bit_count()
        for row, roles in zip(canvas.rows, canvas.roles, strict=True)
        for letter, one in zip(row, roles, strict=True)
        if one == role
    )


# The pelvic tilt


def test_in_a_pelvic_tilt_the_hips_stay_down_the_pelvis_rolls_and_the_low_back_flattens() -> None:
    arched, flat = at("pelvic_tilt", "tilt", 0), at("pelvic_tilt", "tilt", 1)
    for t in PARTS:
        assert at("pelvic_tilt", "tilt", t).pelvis.y <= 5.2, "hips that rise make it a bridge"
    rolled = lean(arched.pelvis, arched.waist) - lean(flat.pelvis, flat.waist)
    assert rolled > 20
    assert min(arched.waist.y, arched.chest.y) > 8, "there is a gap under the low back to be seen"
    assert max(flat.waist.y, flat.chest.y) < 4, "and then there is none"


LYING = ("glute_bridge", "knee_to_chest", "pelvic_tilt")


@pytest.mark.parametrize("shown", LYING)
def test_lying_on_the_back_trunk_and_back_of_the_head_are_on_the_mat(shown: str) -> None:
    """Earlier figures floated above it: by the head's radius, or by a hand's breadth with the arm below."""
    for phase in (None, "rest", "switch"):
        lying = at(shown, phase)
        assert max(lying.pelvis.y, lying.shoulder.y) <= 3.2, "as thick as the trunk's stroke"
    for phase in poses().exercises[shown].left:
        for t in PARTS:
            found = at(shown, phase, t, Side.LEFT)
            assert found.shoulder.y <= 3.2
            assert 0.5 <= found.head.y - poses().body.head_radius <= 1


def test_in_a_bridge_the_hand_is_on_the_mat_beside_the_hip() -> None:
    for t in PARTS:
        found = at("glute_bridge", "lift", t)
        assert found.hand_near.y <= 2.1
        assert abs(found.hand_near.x - found.pelvis.x) < 4


def test_in_a_pelvic_tilt_no_arm_is_under_the_back() -> None:
    """Along the trunk the arm looked like a wedge under the back, so both point at the viewer and away from them."""
    for t in PARTS:
        found = at("pelvic_tilt", "tilt", t)
        assert min(found.hand_near.x, found.hand_far.x) > found.chest.x
        assert max(found.elbow_near.y, found.hand_near.y) <= 2.1


def test_at_the_top_of_a_bridge_shoulders_hips_and_knees_are_in_one_line() -> None:
    found = at("glute_bridge", "hold")
    assert abs(lean(found.shoulder, found.pelvis) - lean(found.pelvis, found.knee_near)) < 3


# Cat-cow


def test_cat_cow_moves_in_mid_range() -> None:
    """The exercise's own list of mistakes has `going to the very end each time`."""
    assert "Going to the very end each time" in CONTENT.exercises["cat_cow"].mistakes
    flat, cow, cat = poses().poses["quad_neutral"], poses().poses["quad_cow"], poses().poses["quad_cat"]
    for pose, way in ((cow, -1), (cat, 1)):
        sacrum, thorax = pose.spine.sacrum - flat.spine.sacrum, pose.spine.thorax - flat.spine.thorax
        assert 15 <= way * sacrum <= 30
        assert 15 <= -way * thorax <= 30
        assert abs(pose.spine.head - flat.spine.head) <= 80


def test_the_small_cat_cow_goes_about_half_as_far() -> None:
    flat = at("cat_cow", None).chest.y
    for phase in ("cow", "cat"):
        whole, small = at("cat_cow", phase).chest.y - flat, at("cat_cow/catcow_small", phase).chest.y - flat
        assert 0.3 < small / whole < 0.7


# Bird dog


@pytest.mark.parametrize("side", list(Side))
def test_in_bird_dog_arm_and_leg_are_horizontal(side: Side) -> None:
    found = at("bird_dog", "hold", side=side)
    far = side is Side.LEFT
    hand, arm_from = (found.hand_near, found.shoulder) if far else (found.hand_far, found.shoulder)
    ankle, leg_from = (found.ankle_far, found.pelvis) if far else (found.ankle_near, found.pelvis)
    assert lean(arm_from, hand) <= 6
    assert lean(leg_from, ankle) <= 6


def test_in_the_easier_bird_dog_only_a_leg_reaches_and_its_toes_stay_down() -> None:
    for t in PARTS:
        for phase in ("reach", "hold"):
            found = at("bird_dog/birddog_leg_only", phase, t, Side.RIGHT)
            assert found.hand_near.y < 2.5
            assert found.hand_far.y < 4
            assert found.toe_near.y < 4
    assert found.toe_near.x < -45, "the leg is long"


# McKenzie


def test_get_ready_of_the_prop_has_the_forearms_down_and_the_elbows_under_the_shoulders() -> None:
    ready = at("mckenzie_extension", None)
    assert lean(ready.elbow_near, ready.hand_near) < 1
    assert ready.elbow_near.y <= 2.1
    assert abs(ready.elbow_near.x - ready.shoulder.x) <= 2.5
    propped = at("mckenzie_extension", "hold")
    assert propped.elbow_near == pytest.approx(ready.elbow_near, abs=0.1)
    assert propped.shoulder.y > ready.shoulder.y + 6
    assert propped.pelvis == ready.pelvis


def test_the_first_phase_of_mckenzie_is_called_prop_up_and_not_press() -> None:
    press = CONTENT.exercises["mckenzie_extension"].phase("press")
    assert press
    assert press.label == "Prop up"


# Forms


def test_each_of_the_fourteen_forms_has_poses_of_its_own() -> None:
    """Each form is drawn differently from the exercise in a phase whose words or moves differ."""
    for exercise in CONTENT.exercises.values():
        whole = poses().exercises[exercise.id]
        assert set(whole.forms) == {exercise.easier.id, exercise.harder.id}
        for form, moves in whole.forms.items():
            assert moves.left.keys() == whole.left.keys()
            assert moves.left != whole.left, form


@each(
    "form, phase, less",
    [
        ("pelvic_tilt/tilt_small", "hold", lambda found: -found.chest.y),
        ("glute_bridge/bridge_half", "hold", lambda found: found.pelvis.y),
        ("mckenzie_extension/prone_rest", "hold", lambda found: found.shoulder.y),
        ("knee_to_chest/k2c_towel", "hold", lambda found: found.knee_near.x),
        ("childs_pose/child_pillow", "hold", lambda found: -found.shoulder.y),
    ],
)
def test_an_easier_form_goes_less_far(form: str, phase: str, less: object) -> None:
    assert callable(less)
    whole = form.partition("/")[0]
    assert less(at(form, phase, side=Side.LEFT)) < less(at(whole, phase, side=Side.LEFT))


@pytest.mark.parametrize("form", ["pelvic_tilt/tilt_march", "glute_bridge/bridge_march"])
def test_a_march_lifts_one_foot_then_the_other_and_the_hips_stay_still(form: str) -> None:
    marching = figure(form)
    assert marching.typical_moment("hold") == pytest.approx(1 / HALTS)
    moments = [at(form, "hold", part / HALTS) for part in range(HALTS + 1)]
    near, far = [round(found.ankle_near.y) for found in moments], [round(found.ankle_far.y) for found in moments]
    assert near[1] > near[0] == near[2] == near[3]
    assert far[3] > far[0] == far[1] == far[2]
    assert max(found.pelvis.y for found in moments) - min(found.pelvis.y for found in moments) < 0.5


def test_a_hold_has_no_typical_moment_of_a_move() -> None:
    for exercise in poses().exercises:
        assert figure(exercise).typical_moment("hold") is None


# The limb that works


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("exercise", ["knee_to_chest", "bird_dog"])
def test_the_working_limb_is_drawn_solid_on_both_sides(exercise: str, size: tuple[int, int]) -> None:
    """A dashed limb on the far side was not recognisable. As much of it is visible on one side as on the other."""
    left, right = (
        dots(figure(exercise).frame("hold", 1, side=side, size=size), "active") for side in (Side.LEFT, Side.RIGHT)
    )
    assert 0.66 < left / right < 1.5


# The exercises that aren't in the article


@pytest.mark.parametrize("side", list(Side))
def test_a_curl_up_lifts_head_and_shoulders_a_little_and_the_low_back_stays(side: Side) -> None:
    down, up = at("abdominal_curl_up", "lift", 0, side), at("abdominal_curl_up", "hold", 1, side)
    for t in PARTS:
        found = at("abdominal_curl_up", "lift", t, side)
        for joint in ("pelvis", "waist", "chest", "elbow_near", "hand_near", "ankle_near", "ankle_far"):
            assert found.at(joint) == pytest.approx(down.at(joint), abs=0.1), joint
    assert 2 < up.shoulder.y - down.shoulder.y < 5, "a little"
    small = at("abdominal_curl_up/curl_up_small", "hold", 1, side)
    assert down.shoulder.y < small.shoulder.y < up.shoulder.y
    assert lean(up.neck_top, up.head) - lean(up.chest, up.shoulder) < 15, "as one piece, the chin not tucked"


@pytest.mark.parametrize("side", list(Side))
def test_in_a_curl_up_the_named_knee_is_bent_the_other_leg_long_and_the_hands_under_the_low_back(side: Side) -> None:
    for phase in (None, "lift", "hold", "lower", "rest", "switch"):
        found = at("abdominal_curl_up", phase, 1, side)
        bent, long = (found.knee_near, found.knee_far) if side is Side.LEFT else (found.knee_far, found.knee_near)
        assert bent.y > 20
        assert long.y < 8
        for hand in (found.hand_near, found.hand_far):
            assert found.pelvis.x < hand.x < found.chest.x
            assert hand.y < min(found.waist.y, found.chest.y)


def test_a_side_bridge_is_one_line_from_knee_to_shoulder_over_the_elbow_and_the_hips_rise() -> None:
    down, up = at("side_bridge_knees", "lift", 0), at("side_bridge_knees", "hold")
    assert abs(lean(up.knee_near, up.pelvis) - lean(up.pelvis, up.shoulder)) < 1
    assert abs(lean(down.knee_near, down.pelvis) - lean(down.pelvis, down.shoulder)) > 10
    half = at("side_bridge_knees/side_bridge_low", "hold")
    assert down.pelvis.y < half.pelvis.y - 1 < up.pelvis.y - 2
    for found in (down, half, up):
        assert abs(found.elbow_near.x - found.shoulder.x) < 1.5
        assert found.elbow_near.y == pytest.approx(2, abs=0.1)
        assert lean(found.elbow_near, found.hand_near) < 1
        assert lean(found.knee_near, found.ankle_near) > 25, "the knees are bent"


def test_lying_on_the_side_no_nose_says_which_way_the_face_is() -> None:
    camera = figure("side_bridge_knees").camera(SIZE)
    assert camera
    drawn = sketch(poses().body, poses().poses["side_up"], camera, frozenset())
    assert drawn.nose is None
    assert sketch(poses().body, poses().poses["quad_neutral"], camera, frozenset()).nose


def test_a_walk_is_shown_as_one_calm_step_with_the_other_arm_ahead() -> None:
    found = at("walk", "hold", 0.5)
    assert found == at("walk", None)
    assert found.toe_near.x > found.pelvis.x > found.toe_far.x
    assert found.hand_far.x > found.pelvis.x > found.hand_near.x
    assert max(found.toe_near.y, found.toe_far.y) < 4
