"""Snapshots of each exercise at three moments and each form at one. A person has looked at each of them.

`REDRAW=1 make test ARGS=tests/figure/test_snapshots.py` draws them anew; then look at every one again.
"""

from __future__ import annotations

from pathlib import Path

from l5tui.domain.exercise import Side
from l5tui.figure import Canvas
from tests.figure.shipped_poses import everything, figure
from tests.rows import each
from tests.snapshots import assert_matches

FOLDER = Path(__file__).parent / "snapshots"
MARKS = {None: " ", "near": "N", "active": "A", "far": "f", "floor": "_"}
MOMENTS = {
    "childs_pose": (None, [("fold", 0.0), ("fold", 0.5), ("hold", 1.0)]),
    "knee_to_chest": (Side.LEFT, [("draw_in", 0.0), ("draw_in", 0.5), ("hold", 1.0)]),
    "cat_cow": (None, [("cow", 0.0), ("cow", 1.0), ("cat", 1.0)]),
    "pelvic_tilt": (None, [("tilt", 0.0), ("tilt", 0.5), ("hold", 1.0)]),
    "bird_dog": (Side.LEFT, [("reach", 0.0), ("reach", 0.5), ("hold", 1.0)]),
    "glute_bridge": (None, [("lift", 0.0), ("lift", 0.5), ("hold", 1.0)]),
    "mckenzie_extension": (None, [("press", 0.0), ("press", 0.5), ("hold", 1.0)]),
    "childs_pose/child_pillow": (None, [("hold", 1.0)]),
    "childs_pose/child_side_reach": (None, [("hold", 1.0)]),
    "knee_to_chest/k2c_towel": (Side.RIGHT, [("hold", 1.0)]),
    "knee_to_chest/k2c_straight_leg": (Side.RIGHT, [("hold", 1.0)]),
    "cat_cow/catcow_small": (None, [("cat", 1.0)]),
    "cat_cow/catcow_wave": (None, [("cow", 0.5)]),
    "pelvic_tilt/tilt_small": (None, [("hold", 1.0)]),
    "pelvic_tilt/tilt_march": (None, [("hold", 0.25)]),
    "bird_dog/birddog_leg_only": (Side.RIGHT, [("hold", 1.0)]),
    "bird_dog/birddog_square": (Side.LEFT, [("hold", 0.2)]),
    "glute_bridge/bridge_half": (None, [("hold", 1.0)]),
    "glute_bridge/bridge_march": (None, [("hold", 0.25)]),
    "mckenzie_extension/prone_rest": (None, [("hold", 1.0)]),
    "mckenzie_extension/prone_hands": (None, [("hold", 1.0)]),
    "hands_press_up": (None, [("hold", 1.0)]),
    "hands_press_up/press_up_half": (None, [("hold", 1.0)]),
    "standing_back_bend": (None, [("bend", 0.0), ("hold", 1.0)]),
    "standing_back_bend/back_bend_small": (None, [("hold", 1.0)]),
    "abdominal_curl_up": (Side.LEFT, [("lift", 0.0), ("hold", 1.0)]),
    "abdominal_curl_up/curl_up_small": (Side.RIGHT, [("hold", 1.0)]),
    "side_bridge_knees": (Side.LEFT, [("lift", 0.0), ("hold", 1.0)]),
    "side_bridge_knees/side_bridge_low": (Side.RIGHT, [("hold", 1.0)]),
    "walk": (None, [("hold", 1.0)]),
    "sciatic_slider": (Side.RIGHT, [("straighten", 0.0), ("straighten", 1.0)]),
    "sciatic_slider/slider_small": (Side.LEFT, [("straighten", 1.0)]),
}
CASES = [
    (exercise, side, phase, t, letters)
    for exercise, (side, moments) in MOMENTS.items()
    for phase, t in moments
    for letters in (False, True)
]


def written(canvas: Canvas) -> str:
    """The drawing, followed by the role of every cell."""
    roles = ["".join(MARKS[role] for role in row) for row in canvas.roles]
    return "\n".join([*(row.rstrip() for row in canvas.rows), "", *(row.rstrip() for row in roles)]) + "\n"


def name(exercise: str, phase: str, t: float, letters: bool) -> str:
    return f"{exercise.replace('/', '-')}-{phase}-{round(t * 100)}{'-ascii' if letters else ''}.txt"


@each("exercise, side, phase, t, letters", CASES)
def test_each_drawing_matches_its_reviewed_snapshot(
    exercise: str, side: Side | None, phase: str, t: float, letters: bool
) -> None:
    found = written(figure(exercise).frame(phase, t, side=side, size=(60, 15), ascii=letters))
    assert_matches(FOLDER / name(exercise, phase, t, letters), found)


def test_every_exercise_and_form_has_its_snapshots_and_none_is_left_over() -> None:
    assert set(MOMENTS) == set(everything())
    assert {file.name for file in FOLDER.iterdir()} == {name(e, p, t, a) for e, _, p, t, a in CASES}
