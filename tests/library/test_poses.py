"""The shipped poses load and fit the shipped exercises, and an error in the file gets one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from l5tui.config.errors import ContentError
from l5tui.config.paths import content_root
from l5tui.domain.exercise import Exercise, Posture
from l5tui.figure.skeleton import joints
from l5tui.library import check, extras, load
from l5tui.library.poses import load_poses

SHIPPED = (content_root() / "poses.toml").read_text(encoding="utf-8")


def said(tmp_path: Path, text: str) -> str:
    (tmp_path / "poses.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_poses(tmp_path)
    return str(caught.value)


def swapped(was: str, now: str) -> str:
    assert SHIPPED.count(was) >= 1
    return SHIPPED.replace(was, now, 1)


def drawn() -> list[Exercise]:
    content = load()
    return [*content.exercises.values(), *extras().values()]


def test_every_exercise_has_a_figure_the_extras_too_and_every_figure_an_exercise() -> None:
    assert load_poses().exercises.keys() == {exercise.id for exercise in drawn()}


def test_every_shipped_exercise_has_a_move_for_each_of_its_phases_on_both_sides() -> None:
    shown = load_poses().exercises
    for exercise in drawn():
        phases = {phase.id for phase in exercise.phases}
        assert phases <= shown[exercise.id].left.keys()
        assert phases <= shown[exercise.id].right.keys()
        assert bool(shown[exercise.id].active_left) == exercise.sided


def test_the_moves_begin_with_the_exercises_first_phase() -> None:
    """A set-up shows the first phase's first pose, so the order is the exercise's."""
    for exercise in drawn():
        assert next(iter(load_poses().exercises[exercise.id].left)) == exercise.phases[0].id


def test_every_posture_has_a_resting_pose() -> None:
    poses = load_poses()
    assert poses.rest.keys() == {posture.value for posture in Posture}
    assert poses.ready in poses.labels


def test_every_contact_holds_where_its_exercise_begins() -> None:
    """A mistyped target would separate the figure from its hands."""
    poses = load_poses()
    for moves in poses.exercises.values():
        for contact in moves.planted:
            place = joints(poses.body, moves.home(contact.on)).at(contact.joint)
            assert abs(place.x - contact.target.x) < 0.25
            assert abs(place.y - contact.target.y) < 0.25


@pytest.mark.parametrize(
    ("was", "now", "line"),
    [
        ('fold = ["child_kneel"', 'fold = ["child_kneal"', r'exercises\.childs_pose\.phases\.fold\[0\].*"child_kneel"'),
        ('ready = "ready_stand"', 'ready = "readystand"', r'defaults\.ready: there is no pose "readystand".*"ready_'),
        ('kneeling = "child', 'kneling = "child', r'defaults\.rest\.kneling: there is no posture .*"kneeling"'),
        ('joint = "knee_near"', 'joint = "knee_nere"', r'planted\[0\]\.joint: there is no joint .*"knee_near"'),
        ('solve = "root"', 'solve = "rot"', r'planted\[0\]\.solve: "rot" is not known.*"root"'),
        ('solve = "root"', 'solve = "ik2"', r'planted\[0\]\.solve: "ik2" can\'t hold "knee_near"'),
        ("\nfacing = 1", "\nfacing = 2", r"poses\.ready_stand\.facing: .*-1, 0, 1"),
        ("thigh = 25", "thigh = 0", r"segments\.thigh: it is 0"),
        ("thigh = 25", 'thigh = "long"', r"segments\.thigh: it must be a number"),
        ("thigh = 25\n", "", r"segments\.thigh: it is missing"),
        ("head_radius = 5.5", "head_radius = nan", r"head_radius: it is nan"),
        ("pelvis = [-1.000, 50.200]", "pelvis = [-1, inf]", r"poses\.ready_stand\.pelvis\[1\]: it is inf"),
        ("pelvis = [-1.000, 50.200]", "pelvis = [-1]", r"poses\.ready_stand\.pelvis: it has too few"),
        ("spine = [84,", "spine = [8400,", r"poses\.ready_stand\.spine\[0\]: it is 8400"),
        ("arm_near = 0.9966", "arm_near = 1.5", r"foreshorten\.arm_near: it is 1\.5"),
        ('left = ["leg_near"]', 'left = ["leg_nearer"]', r'active\.left\[0\]: there is no limb .*"leg_near"'),
        ('lift = ["hook_lying"', 'lift = ["prone_low"', r"glute_bridge\.phases\.lift: its poses face different"),
        (
            "[exercises.bird_dog.phases_other_side]\nreach",
            "[exercises.bird_dog.phases_other_side]\nretch",
            r"only on one",
        ),
        ("label = ", "lable = ", r'poses\.ready_stand\.lable: there is no such key.*"label"'),
        ('rise = ["child_fold", "child_kneel"]', 'rise = ["child_fold"]', r"phases\.rise: it has too few"),
        ("\nplanted = [\n", "\nplanted = 3\nrest = [\n", r"exercises\.childs_pose\.\w+: "),
    ],
)
def test_an_error_is_one_line_with_file_table_and_key(tmp_path: Path, was: str, now: str, line: str) -> None:
    found = said(tmp_path, swapped(was, now))
    assert found.startswith("poses.toml: ")
    assert "\n" not in found
    assert re.search(line, found), found


def test_a_missing_pose_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"^poses\.toml: there is no such file"):
        load_poses(tmp_path)


def test_check_recognises_the_pose_file_by_its_name(tmp_path: Path) -> None:
    """It must not be read as a routine."""
    file = tmp_path / "poses.toml"
    file.write_text(SHIPPED, encoding="utf-8")
    assert check([file]) == []
    assert check([content_root() / "poses.toml"]) == []
    file.write_text(swapped("\nfacing = 1", "\nfacing = 3"), encoding="utf-8")
    (line,) = check([file])
    assert str(line).startswith(f"{file}: poses.ready_stand.facing: ")
