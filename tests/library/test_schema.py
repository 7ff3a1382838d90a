"""The JSON Schema of a kind of file: what is sound fits it, what the check refuses by shape doesn't."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from l5tui.config.paths import content_root
from l5tui.library import load
from l5tui.library.loading import EXERCISE, KINDS, PROGRAMME, ROUTINE, Kind, extras
from l5tui.library.schema import DIALECT, schema_of
from tests.library.own_figure import OWN

jsonschema = pytest.importorskip("jsonschema")  # a development tool, which an older checkout's environment hasn't
CONTENT = load()


def mistakes(kind: Kind, text: str) -> list[str]:
    # As editors do, dates are checked as the texts in which they stand.
    data = json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))
    validator = jsonschema.Draft202012Validator(schema_of(kind.shape, CONTENT, extras()))
    return [error.json_path for error in validator.iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_of_file_has_a_valid_json_schema_of_2020_12(kind: Kind) -> None:
    schema = schema_of(kind.shape, CONTENT)
    assert schema["$schema"] == DIALECT
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "\\Z" not in json.dumps(schema)
    assert '"null"' not in json.dumps(schema)


@pytest.mark.parametrize("kind", [EXERCISE, ROUTINE], ids=lambda kind: kind.name)
def test_every_shipped_file_fits(kind: Kind) -> None:
    files = sorted((content_root() / kind.folder).glob("*.toml"))
    files += sorted((content_root() / "extras").glob("*.toml")) if kind is EXERCISE else []
    assert len(files) in (8, 13)
    texts = [re.sub(r"(?m)^number = \d\n", "", file.read_text()) for file in files]  # one of one's own has no number
    assert [mistakes(kind, text) for text in texts] == [[] for _ in files]


def keys_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, table in schema["$defs"].items():
        for key, value in table.get("properties", {}).items():
            yield f"{name}.{key}", value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_key_is_described_and_nothing_else_is(kind: Kind) -> None:
    """A docstring that names a key that is gone would raise while the schema is made."""
    assert [key for key, value in keys_of(schema_of(kind.shape, CONTENT)) if not value.get("description")] == []


STEP = 'id = "mine"\nname = "M"\n[[steps]]\nexercise = "cat_cow"\n'
BRIDGE = (content_root() / "exercises/glute_bridge.toml").read_text().replace("number = 6\n", "")
PROGRAMME_TEXT = """
title = "T"
by = "Anna"
written = 2026-03-02
valid_until = 2026-04-12
[stop]
pain = 6
before = 8
[[sessions]]
routine = "morning"
days = ["mon"]
[[sessions]]
name = "N"
exercises = ["bird_dog"]
days = "every day"
[[exercises]]
exercise = "bird_dog"
seconds = 30
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "mine"', 'id = "Mine"'),
        ('name = "M"', 'name = ""'),
        ('name = "M"', f'name = "{"M" * 41}"'),
        ('name = "M"', "name = 3"),
        ('name = "M"', 'nmae = "M"'),
        ('name = "M"', ""),
        ("cat_cow", "cat_cw"),
        ('"cat_cow"', '"cat_cow"\nreps = 0'),
        ('"cat_cow"', '"cat_cow"\nreps = 101'),
        ('"cat_cow"', '"cat_cow"\nreps = 1.5'),
        ('"cat_cow"', '"cat_cow"\nrounds = 6'),
        ('"cat_cow"', '"cat_cow"\nrounds_left = 1'),
        ('"cat_cow"', '"cat_cow"\nfirst = "left"'),
        ('"cat_cow"', '"cat_cow"\nhold = 5'),
        ('"cat_cow"', '"cat_cow"\nvariant = "bridge_half"'),
        ('"cat_cow"', '"cat_cow"\nphase_off = ["neutral"]'),
        ('"cat_cow"', '"cat_cow"\nphase_off = ["cat", "cow"]'),
        ('"cat_cow"', '"walk"\nhold = 60'),
        ('"cat_cow"', '"bird_dog"\nrounds = 1\nrounds_left = 1'),
        ('"cat_cow"', '"bird_dog"\nrounds_left = 0\nrounds_right = 0'),
        ('"cat_cow"', '"bird_dog"\nhold = 6'),
        ('"cat_cow"', '"bird_dog"\nreps = 11'),
        ('"cat_cow"', '"bird_dog"\nphase_off = ["hold"]'),
        ('"cat_cow"', '"bird_dog"\nhold = 1801'),
        ('"cat_cow"', '"bird_dog"\nfirst = "best"'),
        ('[[steps]]\nexercise = "cat_cow"', "steps = []"),
        ('[[steps]]\nexercise = "cat_cow"', "steps = 3"),
        ('[[steps]]\nexercise = "cat_cow"', "[[steps]]"),
    ],
)
def test_a_broken_routine_does_not_fit(old: str, new: str) -> None:
    assert mistakes(ROUTINE, STEP) == []
    assert mistakes(ROUTINE, STEP.replace(old, new, 1)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seconds = 2", "seconds = 0"),
        ("seconds = 2", "seconds = 1801"),
        ('breath = "out"', 'breath = "ot"'),
        ('posture = "supine"', 'posture = "upside down"'),
        ("article = [10, 15]", "article = [10]"),
        ("hold = 2, reps = 6", "hold = 0, reps = 6"),
        ('param = "reps"', 'param = "rep"'),
        ('label = "Lift"', ""),
        ('category = "strength"', 'category = "strength"\nnumber = 6'),
        ('sides = "none"', 'sides = "alternate"'),
        ('cue = "Press', 'cue_left = "Left"\ncue_right = "Right"\ncue = "Press'),
        ('cue = "Press', 'cue_left = "Left"\ncue = "Press'),
        ('cue = "Press', 'off_label = "Flat"\ncue = "Press'),
        ('param = "reps"', 'param = "hold"\n[[phases]]\nid = "x"'),
        ('cautions = ["A1"', 'cautions = ["Z9"'),
        ("claim = ", f'source = "{"x" * 1001}"\nclaim = '),
    ],
)
def test_a_broken_exercise_does_not_fit(old: str, new: str) -> None:
    assert old in BRIDGE
    assert mistakes(EXERCISE, BRIDGE.replace(old, new, 1)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("facing = -1", "facing = 2"),
        ("pelvis = [-4.793", "pelvis = [-400"),
        ("spine = [9,", "spine = [900,"),
        ("spine = [9, 2, -7.5, 2, 8]", "spine = [9, 2, -7.5, 2]"),
        ("shin_near = 0.9", "shin_near = 0"),
        ('label = "on the back', 'lable = "on the back'),
        ('solve = "root"', 'solve = "rot"'),
        ('rest = ["lying", "lying"]', 'rest = ["lying"]'),
        ("[poses.lying]", "[poses.Lying]"),
        ('joint = "shoulder"', 'joint = "sholder"'),
        ('["leg_near"]', '["leg"]'),
    ],
)
def test_a_broken_figure_does_not_fit(old: str, new: str) -> None:
    assert mistakes(EXERCISE, OWN) == []
    assert old in OWN
    assert mistakes(EXERCISE, OWN.replace(old, new, 1)) != []


def test_the_figures_tables_say_what_they_are() -> None:
    tables = schema_of(EXERCISE.shape, CONTENT)["$defs"]
    assert "0 to the right, 90 up" in tables["PoseTable"]["description"]
    assert tables["PoseTable"]["properties"]["pelvis"]["items"] == {"type": "number", "minimum": -200, "maximum": 200}
    assert tables["ExerciseFile"]["properties"]["poses"]["additionalProperties"] == {"$ref": "#/$defs/PoseTable"}


def test_a_routine_may_have_an_exercise_that_is_switched_off_and_a_programme_may_not() -> None:
    assert mistakes(ROUTINE, STEP.replace("cat_cow", "walk")) == []
    assert mistakes(PROGRAMME, PROGRAMME_TEXT.replace("bird_dog", "walk")) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pain = 6", "pain = 7"),
        ("before = 8", "before = 9"),
        ('["mon"]', "[]"),
        ('routine = "morning"\n', ""),
        ('routine = "morning"', 'routine = "morning"\nname = "N"'),
        ('name = "N"\n', ""),
        ('name = "N"', 'name = "N"\nroutine = "morning"'),
        ("seconds = 30", "seconds = 121"),
        ('exercise = "bird_dog"', 'exercise = "cat_cow"'),
        ("seconds = 30", "rounds = 2\nrounds_left = 1"),
    ],
)
def test_a_broken_programme_does_not_fit(old: str, new: str) -> None:
    assert mistakes(PROGRAMME, PROGRAMME_TEXT) == []
    assert old in PROGRAMME_TEXT
    assert mistakes(PROGRAMME, PROGRAMME_TEXT.replace(old, new, 1)) != []
