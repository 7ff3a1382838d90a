"""`check` finds all faults of a file, each with its line, key and the nearest right word."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.config.paths import content_root
from l5tui.library import check

ROUTINE = """\
id = "mine"
nmae = "Mine"
ladder = "yes"

[[steps]]
exercise = "cat_cw"
reps = 0

[[steps]]
exercise = "bird_dog"
hold = 4.5
varient = "birddog_square"

[[steps]]
exercise = "glute_bridge"
variant = "bridge_hafl"
phase_off = "lift"

[[steps]]
reps = 3
"""


def located(tmp_path: Path, text: str, name: str = "mine") -> list[str]:
    file = tmp_path / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return [problem.located.removeprefix(f"{file}: ") for problem in check([file], own=tmp_path / "own")]


def bridge(*changes: tuple[str, str]) -> str:
    text = (content_root() / "exercises/glute_bridge.toml").read_text()
    for old, new in (('id = "glute_bridge"', 'id = "mine"'), ("number = 6\n", ""), *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_all_faults_of_a_routine_are_named_in_the_order_of_its_lines(tmp_path: Path) -> None:
    assert located(tmp_path, ROUTINE) == [
        'line 2: nmae: there is no such key. Did you mean "name"?',
        "line 3: ladder: it must be true or false, and is a text in quotes",
        'line 6: steps[0].exercise: there is no exercise "cat_cw". Did you mean "cat_cow"?',
        "line 7: steps[0].reps: it is 0. 1 is the least",
        "line 11: steps[1].hold: it must be a whole number, and is a number with a point",
        'line 12: steps[1].varient: there is no such key. Did you mean "variant"?',
        'line 16: steps[2].variant: Glute bridge has no form "bridge_hafl". Did you mean "bridge_half"?',
        "line 17: steps[2].phase_off: it must be an array [...], and is a text in quotes",
        "line 19: steps[3].exercise: it is missing",
    ]


def test_all_faults_of_an_exercise_are_named(tmp_path: Path) -> None:
    text = bridge(
        ("article = [10, 15]", "article = [15, 10]"),
        ("seconds = 2", "seconds = -2"),
        ('label = "Hold"', 'lable = "Hold"'),
        ('breath = "in"', 'breath = "inn"'),
        ('category = "strength"\n', ""),
        ("hold = 2, reps = 6", "hold = 2, reps = 600"),
    )
    said = located(tmp_path, text)
    assert said[0] == "line 1: category: it is missing"
    assert [line.partition(": ")[2] for line in said[1:]] == [
        "reps.count: 10 is outside the article's 15 to 10",
        "phases[0].seconds: it is -2. 1 is the least",
        'phases[1].lable: there is no such key. Did you mean "label"?',
        'phases[2].breath: "inn" is not known. Did you mean "in"?',
        "easier.overrides.reps: it is 600. It can be 1 to 100",
    ]


def test_a_wrong_value_is_one_fault_and_not_also_one_of_each_rule_that_reads_it(tmp_path: Path) -> None:
    """A ladder can't be judged by phases that are wrong themselves."""
    text = bridge(('id = "hold"', 'id = "Hold it"'), ('param = "reps"', 'param = "hold"'), ("[10, 12, 15]", "[6, 99]"))
    assert [line.partition(": ")[2] for line in located(tmp_path, text)] == [
        'phases[1].id: "Hold it" won\'t do. Small letters, digits and _ only, a letter first, 40 at the most'
    ]


def test_both_faults_of_one_phase_are_named(tmp_path: Path) -> None:
    text = bridge(("seconds = 5", 'seconds = 5\nrange = [7, 9]\noff_label = "Flat"'))
    assert [line.partition(": ")[2] for line in located(tmp_path, text)] == [
        "phases[1].off_cue: it is missing. Write off_label and off_cue together",
        "phases[1].seconds: 5 is outside its range, 7 to 9",
    ]


@pytest.mark.parametrize("value", ["0", "-1", "4.5", "1e9", "1801", "nan", "9" * 20, '"5"', "true", "[5]"])
def test_unusual_numbers_of_seconds_are_refused(value: str, tmp_path: Path) -> None:
    [only] = located(tmp_path, f'id = "mine"\nname = "M"\n[[steps]]\nexercise = "glute_bridge"\nhold = {value}\n')
    assert only.startswith("line 5: steps[0].hold: it ")


def test_ten_thousand_steps_give_one_fault_with_its_line(tmp_path: Path) -> None:
    text = 'id = "mine"\nname = "M"\n' + "[[steps]]\nexercise='cat_cow'\n" * 8000
    assert located(tmp_path, text) == ["line 3: steps: it has too many items. 40 is the most"]
    [large] = located(tmp_path, text + "#" * 300_000)
    assert large.startswith("it is too large for a content file. 256 KiB is the most")


@pytest.mark.parametrize(
    "sign",
    ["\u202e", "\u2066", "\u2028", "\\u001b", "\\u202e"],
    ids=["override", "isolate", "line", "escape", "written"],
)
def test_control_characters_are_refused_in_any_text(sign: str, tmp_path: Path) -> None:
    [only] = located(tmp_path, f'id = "mine"\nname = "M{sign}x"\n[[steps]]\nexercise = "cat_cow"\n')
    assert only.startswith("line 2: name: it has the control character U+")


def test_a_key_of_a_hundred_thousand_characters_is_shortened_and_spelled_out(tmp_path: Path) -> None:
    text = f'id = "mine"\nname = "M"\n"{"x" * 100_000}" = 1\n"\u202e" = 2\n[[steps]]\nexercise = "cat_cow"\n'
    long, odd = located(tmp_path, text)
    assert long.startswith("line 3: xxx")
    assert "…: there is no such key" in long
    assert len(long) < 160
    assert odd == "line 4: \\u202e: there is no such key. It can be aliases, care, ladder, order, why"


def test_a_loop_of_links_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "one.toml").symlink_to("two.toml")
    (tmp_path / "two.toml").symlink_to("one.toml")
    assert [str(problem) for problem in check([tmp_path / "one.toml"])] == [
        f"{tmp_path}/one.toml: it is a loop of links"
    ]


def test_all_faults_of_the_safety_questions_are_named(tmp_path: Path) -> None:
    text = (content_root() / "safety.toml").read_text()
    for old, new in (('id = "E2"', 'id = "E1"'), ("clearable = false", "clearable = true"), ("short =", "shrt =")):
        assert old in text
        text = text.replace(old, new, 1)
    said = located(tmp_path, text, "safety")
    assert len(said) == 3
    assert all(line.startswith("line ") for line in said)
