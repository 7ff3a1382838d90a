"""Fields within entries by a path, as corrections name them: `note`, `before.pain`, `steps.3.reps`."""

from __future__ import annotations

from typing import Any, Final

from l5tui.storage.tables import deep_copy

MISSING: Final = object()
"""The value of a field that an entry doesn't have."""


def value_of(body: Any, path: str) -> object:
    """The value of a field; `MISSING` if there is none."""
    found: object = body
    for name in path.split("."):
        found = _child(found, name)
    return found


def set_value(body: Any, path: str, value: object) -> bool:
    """Set a field to a copy of the value, or remove it for `MISSING`; returns whether the entry has what it is in."""
    *parents, last = path.split(".")
    found: object = body
    for name in parents:
        found = _child(found, name)
    if isinstance(found, dict):
        if value is MISSING:
            found.pop(last, None)
        else:
            found[last] = deep_copy(value)
        return True
    if isinstance(found, list) and value is not MISSING and _child(found, last) is not MISSING:
        found[int(last)] = deep_copy(value)
        return True
    return False


def _child(body: object, name: str) -> object:
    if isinstance(body, dict):
        return body.get(name, MISSING)
    if isinstance(body, list) and name.isascii() and name.isdecimal() and int(name) < len(body):
        return body[int(name)]
    return MISSING
