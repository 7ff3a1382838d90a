"""JSON Schema (2020-12) of the files that a person may write, for editors that complete and check while typing.

It is made of the same types as the check (`library/shapes.py`): ranges and patterns are theirs, descriptions stand in
their docstrings, and the ids of exercises, routines and forms are those of the loaded content.
"""

from __future__ import annotations

import re
from inspect import getdoc
from typing import Any, Final

import msgspec
from msgspec import Struct, inspect

from l5tui.domain.exercise import Exercise
from l5tui.domain.safety.questions import Level
from l5tui.domain.step_settings import hold_range, reps_range
from l5tui.library.content import Content
from l5tui.library.shapes import EXERCISE_IDS, QUESTION_IDS, ROUTINE_IDS, StepTable

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE: Final = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)$", re.MULTILINE)


def schema_of(shape: type[Struct], content: Content) -> dict[str, Any]:
    """The JSON Schema of a kind of file.

    Args:
        shape: the file's shape.
        content: the content whose ids may be named.
    """
    names = {
        EXERCISE_IDS: list(content.exercises),
        ROUTINE_IDS: [*content.routines, *content.exercises],
        QUESTION_IDS: [one.id for one in content.safety.of_level(Level.ASK_FIRST)] if content.safety else [],
    }
    schema: dict[str, Any] = _without_null(msgspec.json.schema(shape), names)
    for kind in _structs(inspect.type_info(shape)):
        table = schema["$defs"][kind.cls.__name__]
        table["description"], told = _documented(kind.cls)
        for name, words in told.items():
            table["properties"][name] = _described(table["properties"][name], words)
    if step := schema["$defs"].get(StepTable.__name__):
        step["allOf"] = [_of_one(exercise) for exercise in content.exercises.values()]
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


def _of_one(exercise: Exercise) -> dict[str, Any]:
    """The JSON Schema of a step whose exercise is this one."""
    flat = [phase.id for phase in exercise.phases if phase.off_label]
    may: dict[str, Any] = {
        "variant": {"enum": [form.id for form in exercise.forms]},
        "phase_off": {"items": {"enum": flat}} if flat else {"maxItems": 0},
    }
    fewest, most = reps_range(exercise)
    may["reps"] = {"minimum": fewest, "maximum": most}
    shortest, longest = hold_range(exercise)
    may["hold"] = {"minimum": shortest, "maximum": longest} if longest else False
    if not exercise.sided:
        may |= dict.fromkeys(("rounds_left", "rounds_right", "first"), False)
    return {
        "if": {"properties": {"exercise": {"const": exercise.id}}, "required": ["exercise"]},
        "then": {"properties": may},
    }
