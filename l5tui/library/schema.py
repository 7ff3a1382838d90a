"""JSON Schema (2020-12) of the files that a person may write, for editors that complete and check while typing.

It is made of the same types as the check (`library/shapes.py`): ranges and patterns are theirs, descriptions stand in
their docstrings, and the ids of exercises, routines and forms are those of the loaded content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from inspect import getdoc
from typing import Any, Final

import msgspec
from msgspec import Struct, inspect

from l5tui.domain.exercise import Exercise, Sides
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.programme import prescribed_range
from l5tui.domain.safety.questions import Level
from l5tui.domain.safety.stop_rules import STOP_FROM
from l5tui.domain.step_settings import flat_phases, hold_range, reps_range
from l5tui.library.content import Content
from l5tui.library.shapes import (
    EXERCISE_IDS,
    QUESTION_IDS,
    ROUTINE_IDS,
    ExerciseFile,
    LimitsTable,
    PlannedTable,
    PrescribedTable,
    RoutineFile,
    StepTable,
)

NO_EXTRAS: Final[Mapping[str, Exercise]] = {}
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SIDED: Final = {"properties": {"sides": {"enum": [Sides.ALTERNATE, Sides.EACH]}}, "required": ["sides"]}
_TOGETHER: Final = (("cue_left", "cue_right"), ("off_label", "off_cue"))
_NO_SIDES: Final = dict.fromkeys(("rounds_left", "rounds_right", "first"), False)
_ROUNDS: Final = {
    "dependentSchemas": {"rounds": {"properties": {"rounds_left": False, "rounds_right": False}}},
    "not": {
        "properties": {"rounds_left": {"const": 0}, "rounds_right": {"const": 0}},
        "required": ["rounds_left", "rounds_right"],
    },
}
RULES: Final[Mapping[str, Mapping[str, Any]]] = {
    "PhaseTable": {"dependentRequired": {one: [other] for pair in _TOGETHER for one, other in (pair, pair[::-1])}},
    "ExerciseFile": {
        "if": _SIDED,
        "then": {"required": ["limb"]},
        "else": {
            "properties": {
                "phases": {"items": {"properties": {"cue_left": False, "cue_right": False}}},
                "figure": {"properties": {"phases_other_side": False}},
            }
        },
        "dependentRequired": {"poses": ["figure"]},
        "allOf": [
            {
                "if": {
                    "properties": {"ladder": {"properties": {"param": {"const": "hold"}}, "required": ["param"]}},
                    "required": ["ladder"],
                },
                "then": {"properties": {"phases": {"contains": {"properties": {"id": {"const": "hold"}}}}}},
            }
        ],
    },
    "StepTable": _ROUNDS,
    "PrescribedTable": _ROUNDS,
    "PlannedTable": {
        "if": {"required": ["exercises"]},
        "then": {"required": ["name"], "properties": {"routine": False}},
        "else": {"required": ["routine"], "properties": {"name": False}},
    },
}
"""The rules between the values of a table that JSON Schema can say, as the check has them."""
_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)$", re.MULTILINE)


def schema_of(shape: type[Struct], content: Content, extras: Mapping[str, Exercise] = NO_EXTRAS) -> dict[str, Any]:
    """The JSON Schema of a kind of file.

    Args:
        shape: the file's shape.
        content: the content whose ids may be named.
        extras: the exercises outside the article, on or off; a routine may have those that are off, too, and waits.
    """
    exercises = {**content.exercises, **(extras if shape is RoutineFile else {})}
    names = {
        EXERCISE_IDS: list(exercises),
        ROUTINE_IDS: [*content.routines, *content.exercises],
        QUESTION_IDS: [one.id for one in content.safety.of_level(Level.ASK_FIRST)] if content.safety else [],
    }
    schema: dict[str, Any] = _without_null(msgspec.json.schema(shape), names)
    for kind in _structs(inspect.type_info(shape)):
        table = schema["$defs"][kind.cls.__name__]
        table["description"], told = _documented(kind.cls)
        for name, words in told.items():
            table["properties"][name] = _described(table["properties"][name], words)
        table |= RULES.get(kind.cls.__name__, {})
    tables = schema["$defs"]
    if step := tables.get(StepTable.__name__):
        step["allOf"] = [_when(exercise, _in_routine(exercise)) for exercise in exercises.values()]
    if prescribed := tables.get(PrescribedTable.__name__):
        prescribed["allOf"] = [_when(exercise, _in_programme(exercise)) for exercise in exercises.values()]
    if own := tables.get(ExerciseFile.__name__):
        del own["properties"]["number"]  # only the article's exercises are numbered
    if planned := tables.get(PlannedTable.__name__):
        planned["properties"]["days"]["anyOf"][1]["minItems"] = 1
    if limits := tables.get(LimitsTable.__name__):
        for name, own_limit in (("pain", STOP_FROM), ("before", VERY_HIGH_FROM)):
            limits["properties"][name]["maximum"] = own_limit
    return {"$schema": DIALECT, "title": f"l5tui: {shape.__name__}", **schema}


def _without_null(value: Any, names: dict[str, list[str]]) -> Any:
    """Put the ids in their places, and take out what TOML and other programs don't know: null, and Python's `\\Z`."""
    if isinstance(value, list):
        return [_without_null(one, names) for one in value if one != {"type": "null"}]
    if not isinstance(value, dict):
        return value
    found = {
        key: _without_null(inner, names) for key, inner in value.items() if not (key == "default" and inner is None)
    }
    if isinstance(found.get("enum"), str):
        found["enum"] = names[found["enum"]]
    if "pattern" in found and isinstance(found["pattern"], str):
        found["pattern"] = found["pattern"].replace(r"\Z", "$")
    only = found.pop("anyOf")[0] if len(found.get("anyOf", ())) == 1 else {}
    return {**only, **found}


def _structs(kind: Any) -> list[inspect.StructType]:
    """The tables inside a type, the outermost first, each once."""
    found: dict[type, inspect.StructType] = {}
    waiting = [kind]
    while waiting:
        match waiting.pop(0):
            case inspect.StructType() as table if table.cls not in found:
                found[table.cls] = table
                waiting += [field.type for field in table.fields]
            case inspect.ListType(item_type=inner) | inspect.DictType(value_type=inner) | inspect.Metadata(type=inner):
                waiting.append(inner)
            case inspect.UnionType(types=members):
                waiting += members
    return list(found.values())


def _documented(table: type) -> tuple[str, dict[str, str]]:
    """A table's docstring: what it is, and what each of its keys is."""
    about, _, attributes = (getdoc(table) or "").partition("\n\nAttributes:\n")
    return " ".join(about.split()), {name: " ".join(words.split()) for name, words in _ATTRIBUTE.findall(attributes)}


def _described(schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"description": words, **schema}


def _when(exercise: Exercise, may: dict[str, Any]) -> dict[str, Any]:
    """What the other keys may be where a table's exercise is this one."""
    return {
        "if": {"properties": {"exercise": {"const": exercise.id}}, "required": ["exercise"]},
        "then": {"properties": may if exercise.sided else may | _NO_SIDES},
    }


def _in_routine(exercise: Exercise) -> dict[str, Any]:
    flat = flat_phases(exercise)
    fewest, most = reps_range(exercise)
    shortest, longest = hold_range(exercise)
    return {
        "variant": {"enum": [form.id for form in exercise.forms]},
        "phase_off": {"items": {"enum": flat}, "maxItems": len(flat) - 1} if flat else {"maxItems": 0},
        "reps": {"minimum": fewest, "maximum": most},
        "hold": {"minimum": shortest, "maximum": longest} if longest else False,
    }


def _in_programme(exercise: Exercise) -> dict[str, Any]:
    shortest, longest = prescribed_range(exercise)
    return {"seconds": {"minimum": shortest, "maximum": longest} if longest else False}
