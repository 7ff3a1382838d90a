"""The figure for sides, mirrored views, phases that are off or cut short, and breath."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.domain.exercise import Side
from l5tui.figure import Canvas, Figure, breath_at, still
from l5tui.figure.braille import BrailleStyle, paint
from l5tui.figure.camera import LARGEST, Camera
from l5tui.figure.motion import BREATH_S, ease
from l5tui.figure.sketch import sketch
from tests.figure.shipped_poses import SIZES, each_phase, figure, moves, poses

SIZE = (60, 15)
ARTICLE = (
    "childs_pose", "knee_to_chest", "cat_cow", "pelvic_tilt", "bird_dog", "glute_bridge", "mckenzie_extension"
)  # fmt: skip
"""The seven exercises of the article."""


def inked(canvas: Canvas, role: str) -> int:
    return sum(row.count(role) for row in canvas.roles)


@each_phase
def test_a_frame_has_the_requested_size_and_every_drawn_cell_has_a_role(exercise: str, side: Side, phase: str) -> None:
    for size, letters in product(SIZES, (False, True)):
        frame = figure(exercise).frame(phase, 0.4, side=side, size=size, ascii=letters)
        assert len(frame.rows) == len(frame.roles) == size[1]
        for row, roles in zip(frame.rows, frame.roles, strict=True):
            assert len(row) == len(roles) == size[0]
            for letter, role in zip(row, roles, strict=True):
                assert (letter == " ") == (role is None)
                assert letter.isascii() if letters else letter == " " or 0x2800 < ord(letter) <= 0x28FF


@given(st.integers(-1, 9), st.integers(-1, 5), st.sampled_from(sorted(poses().exercises)), st.booleans())
def test_a_figure_is_drawn_at_every_size_however_small(columns: int, rows: int, exercise: str, letters: bool) -> None:
    frame = figure(exercise).frame(None, 0, size=(columns, rows), ascii=letters)
    assert len(frame.rows) == max(0, rows)
    assert all(len(row) == max(0, columns) for row in frame.rows)


@pytest.mark.parametrize("exercise", sorted(poses().exercises))
def test_the_whole_exercise_has_one_scale_the_largest_that_fits(exercise: str) -> None:
    camera = figure(exercise).camera(SIZE)
    assert camera is not None
    box = figure(exercise).box
    fits = (118 / (box.right - box.left), 59 / box.top, 2.4)
    assert camera.scale == pytest.approx(min(fits))
    assert camera.spot(figure(exercise).joints(figure(exercise).pose(None, 0)).pelvis._replace(y=0)).y == 59


def test_a_large_canvas_has_the_largest_scale_and_no_larger() -> None:
    camera = figure("glute_bridge").camera((400, 100))
    assert camera is not None
    assert camera.scale == LARGEST


ROOMS = ((76, 9), (96, 14), (116, 23), (196, 37))
"""The rooms of the figure in a session, in windows of 80x24, 100x30, 120x40 and 200x60."""


@pytest.mark.parametrize("exercise", [one for one in ARTICLE if "hold" in poses().exercises[one].left])
@pytest.mark.parametrize("room", ROOMS, ids=str)
def test_a_hold_fills_at_least_seven_tenths_of_its_room_in_one_direction(exercise: str, room: tuple[int, int]) -> None:
    for side in Side:
        frame = figure(exercise).frame("hold", 1, side=side, size=room)
        body = [[role not in (None, "floor") for role in row] for row in frame.roles]
        across = [any(row[x] for row in body) for x in range(room[0])]
        down = [any(row) for row in body]
        wide = len(across) - across.index(True) - across[::-1].index(True)
        tall = len(down) - down.index(True)
        assert wide >= 0.7 * room[0] or tall >= 0.7 * room[1]


@each_phase
def test_the_scale_stays_or_follows_the_body_without_a_jump(exercise: str, side: Side, phase: str) -> None:
    of = figure(exercise)
    scales = []
    for part in range(61):
        camera = of.camera(SIZE, pose=of.pose(phase, part / 60, side=side))
        assert camera is not None
        scales.append(camera.scale)
    if not exercise.startswith("childs_pose"):
        assert set(scales) == {scales[0]}
    assert all(0.9 < after / before < 1.1 for before, after in pairwise(scales))
    if phase == "hold":
        assert set(scales) == {scales[0]}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_far_limb_at_rest_is_a_thin_line_without_gaps(size: tuple[int, int]) -> None:
    """In bird dog on the left the far arm stands upright below the shoulder, with nothing before it."""
    frame = figure("bird_dog").frame("hold", 1, side=Side.LEFT, size=size)
    cells = [(x, y) for y, row in enumerate(frame.roles) for x, role in enumerate(row) if role == "far"]
    assert len({x for x, _ in cells}) <= 3
    assert cells
    for y in sorted({y for _, y in cells})[1:-1]:
        dots = 0
        for x in (x for x, row in cells if row == y):
            dots |= ord(frame.rows[y][x]) - 0x2800
        lit = [any(dots & 1 << bit for bit in pair) for pair in ((0, 3), (1, 4), (2, 5), (6, 7))]
        assert all(lit), "a dot in each of its four rows"


def test_a_hidden_far_limb_leaves_no_specks_beside_the_near_one() -> None:
    """Lying on the belly, the far leg is almost hidden by the near one in a small window."""
    of, room = figure("mckenzie_extension"), ROOMS[0]
    camera = of.camera(room)
    assert camera is not None
    for part in range(13):
        pelvis = camera.spot(of.joints(of.pose("press", part / 12)).pelvis)
        for row in of.frame("press", part / 12, size=room).roles:
            assert "far" not in row[: int(pelvis.x) // 2 - 2]


@pytest.mark.parametrize("mirror", [False, True], ids=["", "mirrored"])
@pytest.mark.parametrize("side", list(Side))
def test_in_knee_to_chest_the_side_is_that_of_the_knee_that_moves(side: Side, mirror: bool) -> None:
    """Lying on the back, head to the right, the left side is near; mirrored, the left side is far."""
    at = figure("knee_to_chest").joints(figure("knee_to_chest").pose("hold", 1, side=side, mirror=mirror))
    near_is_in = at.knee_near.x > at.knee_far.x
    assert near_is_in == ((side is Side.LEFT) != mirror)


@pytest.mark.parametrize("mirror", [False, True], ids=["", "mirrored"])
@pytest.mark.parametrize("side", list(Side))
def test_in_bird_dog_the_side_is_that_of_the_leg(side: Side, mirror: bool) -> None:
    """On hands and knees, head to the right, the right side is near, so the left leg is far."""
    at = figure("bird_dog").joints(figure("bird_dog").pose("hold", 1, side=side, mirror=mirror))
    far_leg_is_long = at.ankle_far.y > at.ankle_near.y
    assert far_leg_is_long == ((side is Side.LEFT) != mirror)
    assert (at.hand_near.y > at.hand_far.y) == far_leg_is_long


@pytest.mark.parametrize("exercise", sorted(poses().exercises))
def test_a_mirrored_figure_is_the_exact_mirror_image(exercise: str) -> None:
    plain, turned = (figure(exercise).camera(SIZE, mirror=mirror) for mirror in (False, True))
    assert plain is not None
    assert turned is not None
    for place in figure(exercise).joints(figure(exercise).pose(None, 0)):
        assert turned.spot(place).x == pytest.approx(119 - plain.spot(place).x)
        assert turned.spot(place).y == plain.spot(place).y
    assert figure(exercise).frame(None, 0, size=SIZE) != figure(exercise).frame(None, 0, size=SIZE, mirror=True)


@pytest.mark.parametrize("mirror", [False, True], ids=["", "mirrored"])
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("exercise", ["knee_to_chest", "bird_dog"])
def test_the_moving_limb_of_the_named_side_is_marked(exercise: str, side: Side, mirror: bool) -> None:
    first = next(iter(poses().exercises[exercise].left))
    frame = figure(exercise).frame(first, 1, side=side, size=SIZE, mirror=mirror)
    assert inked(frame, "active") > 15
    assert inked(figure(exercise).frame(first, 1, size=SIZE, mirror=mirror), "active") == 0


@pytest.mark.parametrize("phase", [None, "set_up", "switch", "rest"])
def test_a_set_up_a_rest_and_a_switch_show_the_starting_position(phase: str | None) -> None:
    shown = figure("cat_cow")
    assert shown.pose(phase, 0.5) == shown.pose(None, 0) == poses().poses["quad_neutral"]


def test_a_phase_that_is_off_eases_to_the_starting_position() -> None:
    shown = figure("cat_cow")
    assert shown.pose("cow", 0.7, off=True) == shown.pose(None, 0)
    cow = poses().poses["quad_cow"]
    assert shown.pose("cat", 0, off=True) == cow
    assert shown.pose("cat", 1, off=True) == shown.pose(None, 0)
    assert shown.pose("cat", 0.5, off=True) not in (cow, shown.pose(None, 0))


@each_phase
def test_after_a_phase_that_was_cut_short_the_next_starts_from_the_displayed_pose(
    exercise: str, side: Side, phase: str
) -> None:
    shown = figure(exercise)
    on_screen = shown.pose(phase, 0.5, side=side)
    for following in (None, *moves(exercise).left):
        assert shown.pose(following, 0, side=side, start=on_screen) == on_screen
        before = shown.joints(on_screen)
        stations = max(len(move.all_poses) for move in moves(exercise).left.values())
        parts = 25 * (stations - 1)
        for part in range(1, parts + 1):
            at = shown.joints(shown.pose(following, part / parts, side=side, start=on_screen))
            for name in at._fields:
                one, two = at.at(name), before.at(name)
                assert abs(one.x - two.x) + abs(one.y - two.y) < 12, (following, name, part)
            before = at
        assert shown.pose(following, 1, side=side, start=on_screen) == shown.pose(following, 1, side=side)


def test_a_figure_never_turns_over_in_front_of_the_viewer() -> None:
    """From kneeling to lying the picture changes at once."""
    kneeling = poses().poses["quad_neutral"]
    assert figure("glute_bridge").pose("lift", 0.3, start=kneeling) == figure("glute_bridge").pose("lift", 0.3)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("exercise", sorted(poses().exercises))
def test_a_breath_is_visible_at_every_size_and_moves_no_planted_point(exercise: str, size: tuple[int, int]) -> None:
    shown, hold = figure(exercise), next(iter(poses().exercises[exercise].left))
    full, empty = (shown.frame(hold, 1, breath=breath, size=size) for breath in (1.0, -1.0))
    assert full != empty
    assert shown.frame(hold, 1, breath=0, size=size) == shown.frame(hold, 1, size=size)


def test_easing_is_slow_at_both_ends_and_stays_inside() -> None:
    assert [ease(t) for t in (-1, 0, 0.5, 1, 2)] == pytest.approx([0, 0, 0.5, 1, 1])
    assert ease(0.1) < 0.03


def test_the_breath_of_a_hold_fades_in_and_out() -> None:
    moments = [breath_at(tenth / 10, 20) for tenth in range(201)]
    assert moments[0] == moments[-1] == 0
    assert max(moments) == pytest.approx(1, abs=0.01)
    assert min(moments) == pytest.approx(-1, abs=0.01)
    assert breath_at(0.25, 20) == pytest.approx(breath_at(5.25, 20) / 2)
    assert breath_at(-1, 20) == breath_at(21, 20) == 0


def test_a_breath_begins_with_breathing_in() -> None:
    quarter = BREATH_S / 4
    assert breath_at(quarter, 20) == pytest.approx(1)
    assert breath_at(3 * quarter, 20) == pytest.approx(-1)
    assert all(breath_at(quarter * part / 10, 20) > 0 for part in range(1, 20))


@pytest.mark.parametrize(
    ("name", "rises"), [("rest_supine", True), ("hook_lying", True), ("quad_neutral", False), ("prone_lying", False)]
)
def test_a_full_chest_is_farther_from_the_back_than_an_empty_one(name: str, rises: bool) -> None:
    """Lying on the back the chest rises; on hands and knees and on the belly it sinks."""
    full, empty = (chest_height(name, breath) for breath in (1.0, -1.0))
    assert full > empty if rises else full < empty


def chest_height(name: str, breath: float) -> float:
    """The height of the trunk on the canvas, in dots."""
    drawn = sketch(poses().body, poses().poses[name], Camera(120, 120, 1.0, 50), frozenset(), breath)
    return -sum(spot.y for spot in drawn.trunk)


@pytest.mark.parametrize("name", ["rest_supine", "quad_neutral"])
def test_a_full_chest_is_drawn_thicker_than_an_empty_one(name: str) -> None:
    drawn = sketch(poses().body, poses().poses[name], Camera(240, 120, 2.0, 50), frozenset())
    full, empty = (dots_in(paint(replace(drawn, breath=breath), 120, 30, 2.0)) for breath in (1.0, -1.0))
    assert full > empty


def dots_in(canvas: Canvas) -> int:
    """All dots of a picture in braille."""
    return sum((ord(cell) - 0x2800).bit_count() for row in canvas.rows for cell in row if cell != " ")


def test_an_exercise_without_a_figure_raises_a_key_error() -> None:
    with pytest.raises(KeyError):
        Figure(poses(), "my_own")


@pytest.mark.parametrize("name", sorted(poses().poses))
def test_every_pose_can_be_drawn_by_itself(name: str) -> None:
    assert inked(still(poses(), name, SIZE), "near") > 20
    assert inked(still(poses(), name, SIZE, mirror=True, ascii=True), "near") > 10


@pytest.mark.parametrize(
    ("scale", "look"),
    [
        (0.508, BrailleStyle(0.8, 0.55, far=1, ring=0)),
        (0.667, BrailleStyle(1.05, 0.8, far=1, ring=1)),
        (1.0, BrailleStyle(1.45, 1.05, far=1, ring=1)),
        (1.25, BrailleStyle(1.8125, 1.3125, far=2, ring=1.5)),
        (2.0, BrailleStyle(2.9, 2.1, far=2, ring=2)),
        (4.0, BrailleStyle(5.8, 4.2, far=4, ring=3.2)),
    ],
)
def test_strokes_have_the_reviewed_thickness_at_each_size(scale: float, look: BrailleStyle) -> None:
    """The stored snapshots have one size; this test covers the other sizes."""
    assert BrailleStyle.for_scale(scale) == look
