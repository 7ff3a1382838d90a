"""The figure of an exercise of the person's own, in `[poses]` and `[figure]` of its file: a line for each mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from l5tui.cli.templates import EXERCISE
from l5tui.config.paths import content_root
from l5tui.domain.exercise import Side
from l5tui.figure import Figure
from l5tui.library import check, load
from l5tui.library.faults import FileError
from l5tui.library.poses import load_poses
from tests.library.own_figure import OWN


def own_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "exercises").mkdir(exist_ok=True)
    (tmp_path / "exercises/mine.toml").write_text(text)
    return tmp_path


def faults(tmp_path: Path, text: str) -> list[FileError]:
    return check(own=own_with(tmp_path, text))


def line_in(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def test_an_own_exercise_has_the_figure_that_its_file_describes(tmp_path: Path) -> None:
    content = load(own=own_with(tmp_path, OWN))
    assert content.problems == ()
    assert list(content.figures) == ["mine"]
    moves = content.figures["mine"]
    shipped = load_poses()
    assert list(moves.left) == ["lift", "hold", "lower", "rest"]
    assert moves.right["hold"].start == shipped.poses["knee_right_half"], "a pose of the article's exercises"
    assert moves.left["lift"].end.leg_near.thigh == 80
    assert moves.left["lift"].end.seen_near.shin == 0.9
    assert moves.forms["mine_small"].left["hold"].start == shipped.poses["knee_left_half"]
    assert moves.forms["mine_small"].planted == moves.planted
    assert moves.active_right == {"leg_far"}
    assert moves.props[0].radius == 2
    figure = Figure(shipped.__class__(shipped.body, shipped.poses, {"mine": moves}, shipped.ready), "mine")
    for side in Side:
        canvas = figure.frame("hold", 1, side=side, size=(40, 10))
        assert sum(row.count("active") for row in canvas.roles) > 10


def test_an_own_exercise_without_poses_has_words_and_a_count(tmp_path: Path) -> None:
    content = load(own=own_with(tmp_path, OWN[: OWN.index("[figure]")]))
    assert content.problems == ()
    assert "mine" in content.exercises
    assert content.figures == {}


def test_the_figure_may_be_written_in_any_order_of_phases(tmp_path: Path) -> None:
    """The starting position is the exercise's first phase's, whichever stands first."""
    moved = OWN.replace('lift = ["lying", "knee_up"]\n', "").replace(
        'rest = ["lying", "lying"]\n\n[figure.phases_o', 'lift = ["lying", "knee_up"]\n\n[figure.phases_o'
    )
    moved = moved.replace('rest = ["lying", "lying"]\n\n[figure.forms', "\n[figure.forms")
    content = load(own=own_with(tmp_path, moved))
    assert content.problems == ()
    assert content.figures["mine"].home() == content.figures["mine"].left["lift"].start


@pytest.mark.parametrize(
    ("was", "now", "at", "says"),
    [
        (
            '"lying", "knee_up"]',
            '"lying", "knee_upp"]',
            "lift = ",
            'phases.lift[1]: there is no pose "knee_upp"',
        ),
        ('\nhold = ["knee_up", "knee_up"]', "\nholdd = []", "holdd", "figure.phases.holdd: it has too few items"),
        ('\nhold = ["knee_up"', '\nhodl = ["knee_up"', "[figure.ph", "figure.phases.hold: it is missing"),
        ('lower = ["knee_up", "lying"]', 'lower = ["knee_up"]', "lower", "figure.phases.lower: it has too few items"),
        (
            'lower = ["knee_up", "lying"]',
            'lower = ["lying", "lying"]',
            "lower",
            "phases.lower: it doesn't begin",
        ),
        (
            'lower = ["knee_up", "lying"]',
            'lower = ["knee_up", "knee_up"]',
            "lift",
            "phases.lift: it doesn't begin",
        ),
        ('"lying", "knee_right', '"ready_stand", "knee_right', 'lift = ["re', "its poses face different ways"),
        (
            'joint = "shoulder"',
            'joint = "sholder"',
            '  { joint = "sho',
            '[0].joint: there is no joint "sholder"',
        ),
        ('solve = "root"', 'solve = "pin"', '  { joint = "sho', 'planted[0].solve: "pin" can\'t hold "shoulder"'),
        ("target = [25.0, 5.0]", "target = [52.0, 5.0]", '  { joint = "sho', "shoulder isn't at [52.0, 5.0] in any"),
        ("target = [25.0, 5.0]", "target = [25.0]", '  { joint = "sho', "planted[0].target: it has too few items"),
        ('["leg_near"]', '["leg"]', "active", 'figure.active.left[0]: there is no limb "leg"'),
        ("radius = 2.0", "radius = -1", "props", "figure.props[0].radius: it is -1"),
        ("[[30.0, 2.0], [40.0, 2.0]]", "[[30.0, 2.0]]", "props", "figure.props[0]: it must have two places"),
        (
            "forms.mine_small",
            "forms.mine_smal",
            "[figure.forms",
            'forms.mine_smal: there is no form "mine_smal"',
        ),
        ("pelvis = [-4.793, 4.966]", "pelvis = [nan, 4.966]", "pelvis", "poses.lying.pelvis[0]: it is nan"),
        ("pelvis = [-4.793, 4.966]", "pelvis = [-inf, 4.966]", "pelvis", "poses.lying.pelvis[0]: it is -inf"),
        ("pelvis = [-4.793, 4.966]", f"pelvis = [{'9' * 500}, 4]", "pelvis", "poses.lying.pelvis[0]: it is 999"),
        ("pelvis = [-4.793, 4.966]", 'pelvis = ["x", 4]', "pelvis", "poses.lying.pelvis[0]: it must be a number"),
        ("pelvis = [-4.793, 4.966]", "pelvis = [-4.793, -9]", "pelvis", "is below the floor. Lift the figure by"),
        ("pelvis = [-4.793, 4.966]", "pelvis = [190, 4.966]", "[figure.ph", "figure.phases: the figure takes 2"),
        (
            "arm_near = [191.94, 180]",
            "arm_near = [191.94, 260]",
            "arm_near",
            "[1]: the elbow can't bend",
        ),
        (
            "leg_near = [80, 200, 150]",
            "leg_near = [80, 20, 150]",
            "leg_near = [80",
            "[1]: the knee can't bend",
        ),
        (
            "leg_near = [80, 200, 150]",
            "leg_near = [290, 340, 290]",
            "leg_near = [290",
            "[0]: the hip can't bend",
        ),
        ("leg_near = [80, 200, 150]", "leg_near = [80, 200, 0]", "leg_near = [80", "[2]: the ankle can't bend to 0"),
        ("spine = [9, 2, -7.5, 2, 8]", "spine = [9, 92, 98, 92, 98]", "spine", "lying.spine[1]: the back can't bend"),
        ("leg_near = [80, 200, 150]", "leg_near = [440, 560, 510]", "lift", "leg_near[0] turns by 309.38 degrees"),
        ("shin_near = 0.9", "shin_near = 0", "foreshorten", "knee_up.foreshorten.shin_near: it is 0"),
        ("facing = -1", "facing = 4", "facing", "poses.lying.facing: 4 is not known. It can be -1, 0, 1"),
        ("[poses.knee_up]", "[poses.'knee up']", "[poses.'knee", 'poses.knee up: "knee up" won\'t do'),
        ("[figure]\n", "[figure]\nspeed = 3\n", "speed", "figure.speed: there is no such key"),
    ],
)
def test_a_mistake_is_named_with_its_file_line_and_key(tmp_path: Path, was: str, now: str, at: str, says: str) -> None:
    assert was in OWN
    text = OWN.replace(was, now, 1)
    found = faults(tmp_path, text)
    [one] = [one for one in found if says in str(one)]
    line = line_in(text, at) if at != "[figure.ph" else line_in(text, "[figure.phases]")
    assert one.located.startswith(f"{tmp_path}/exercises/mine.toml: line {line}: "), one.located
    for one in found:
        assert "\n" not in one.located
        assert len(one.located) < 500
    content = load(own=tmp_path)
    assert "mine" not in content.exercises
    assert content.figures == {}


def test_all_mistakes_of_a_figure_are_named_at_once(tmp_path: Path) -> None:
    text = OWN.replace("spine = [9,", "spine = [nan,").replace('"leg_far"', '"leg_fur"').replace('"root"', '"rot"')
    text = text.replace("[figure.forms.mine_small", "[figure.forms.other").replace('limb = "leg"\n', "")
    found = [str(one).partition("mine.toml: ")[2] for one in faults(tmp_path, text)]
    assert [one.partition(": ")[0] for one in found] == [
        "limb",
        "figure.planted[0].solve",
        "figure.active.right[0]",
        "figure.forms.other",
        "poses.lying.spine[0]",
        "poses.knee_up.spine[0]",
    ]


def test_a_mistake_in_a_phase_hides_none_in_the_figure(tmp_path: Path) -> None:
    text = OWN.replace("seconds = 3", "seconds = 0", 1).replace('\nhold = ["knee_up"', '\nhodl = ["knee_up"', 1)
    found = [str(one).partition("mine.toml: ")[2].partition(": ")[0] for one in faults(tmp_path, text)]
    assert found[:1] == ["phases[0].seconds"]
    assert {"figure.phases.hold", "figure.phases.hodl"} <= set(found)


def test_poses_without_a_figure_and_another_side_without_sides_are_named(tmp_path: Path) -> None:
    start, end = OWN.index("[figure]"), OWN.index("[poses.lying]")
    [one] = faults(tmp_path, OWN[:start] + OWN[end:])
    assert "figure: it is missing" in str(one)
    text = OWN.replace('sides = "alternate"\nlimb = "leg"\n', "")
    assert 'figure.phases_other_side: "My knee lift" has no sides' in str(faults(tmp_path, text)[0])


def test_too_many_poses_are_refused(tmp_path: Path) -> None:
    pose = OWN[OWN.index("[poses.lying]") : OWN.index("[poses.knee_up]")]
    text = OWN + "".join(pose.replace("poses.lying", f"poses.more_{number}") for number in range(39))
    [one] = faults(tmp_path, text)
    assert "poses: it has too many items. 40 is the most" in str(one)


def test_all_mistakes_of_the_shipped_poses_are_named_at_once(tmp_path: Path) -> None:
    text = (content_root() / "poses.toml").read_text()
    for was, now in (
        ('ready = "ready_stand"', 'ready = "readystand"'),
        ("thigh = 25", "thigh = 0"),
        ('joint = "knee_near"', 'joint = "knee_nere"'),
        ("spine = [84,", "spine = [8400,"),
        ('active = { left = ["leg_near"]', 'active = { left = ["leg_nearer"]'),
    ):
        assert was in text
        text = text.replace(was, now, 1)
    (tmp_path / "poses.toml").write_text(text)
    found = check([tmp_path / "poses.toml"])
    assert [one.key for one in found] == [
        "segments.thigh",
        "defaults.ready",
        "poses.ready_stand.spine[0]",
        "exercises.childs_pose.planted[0].joint",
        "exercises.knee_to_chest.active.left[0]",
    ]
    assert all(one.line for one in found)


def test_an_own_exercise_is_there_without_its_figure_where_the_shipped_poses_are_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from l5tui.config.errors import ContentError
    from l5tui.library import loading

    def broken() -> None:
        raise ContentError("poses.toml: there is no such file")

    monkeypatch.setattr(loading, "_shipped_poses", broken)
    content = load(own=own_with(tmp_path, OWN))
    assert content.problems == ()
    assert "mine" in content.exercises
    assert content.figures == {}


PAGE = (Path(__file__).parents[2] / "docs/exercise-files.md").read_text()


def test_the_example_of_the_page_about_exercise_files_is_sound(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(\[figure\].*?)```", PAGE, re.DOTALL)
    assert faults(tmp_path, OWN[: OWN.index("[figure]")] + example) == []


def test_the_page_and_the_template_name_poses_that_there_are() -> None:
    known = load_poses().poses.keys()
    named = re.findall(r"`(\w+)`", PAGE[PAGE.index("too, such as `hook_lying`") : PAGE.index("[all of them]")])
    start = EXERCISE.index("such as hook_lying")
    named += re.findall(r"\w+_\w+", EXERCISE[start : EXERCISE.index("# [figure]", start)])
    assert len(named) == 18 + 14
    assert set(named) <= known
