"""Migrations of older entries: a chain of pure steps, each from schema N to N + 1.

A step takes an entry as a plain dict and returns a new one; it reads no clock and no file, so it can be tested with old
entries alone. The storage keeps a copy of the file before the first migrated entry is written. A journal with entries
of a newer schema is refused and never changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from l5tui.domain.entry import SCHEMA
from l5tui.storage import schema
from l5tui.storage.schema import Step


def to_schema_2(entry: dict[str, Any]) -> dict[str, Any]:
    """Add the programme and its answer, clock steps, partial repetitions, minutes of care, and who cleared an answer.

    What schema 1 didn't record is None, never an invented number; the clock counts as not set. A field that exists
    already, from a newer program or a script, stays; so does a value of a shape that schema 1 doesn't have. Safety
    answers of schema 1 never count as a full check, for it isn't known which questions were asked.
    """
    match entry.get("kind"):
        case "session":
            steps = entry.get("steps")
            new = {"programme": None, "answer": None, "clock_step_s": 0.0, **entry}
            if isinstance(steps, list):
                new["steps"] = [{"partial_reps": None, **step} if isinstance(step, dict) else step for step in steps]
            return new
        case "care":
            return {"minutes": None, **entry}
        case "safety":
            cleared = entry.get("cleared")
            new = {"occasion": "session", "questions": None, "stop": None, "session": None, "over": [], **entry}
            if isinstance(cleared, dict):
                new["cleared"] = {
                    name: {"date": when, "by": ""} if isinstance(when, str) else when for name, when in cleared.items()
                }
            return new
        case _:
            return entry


STEPS: Final[Mapping[int, Step]] = {1: to_schema_2}
"""The step to the next schema, by schema."""


def migrate(entry: Mapping[str, Any], steps: Mapping[int, Step] = STEPS, target: int = SCHEMA) -> dict[str, Any]:
    """The entry in the newest schema; see `storage.schema.migrate`."""
    return schema.migrate(entry, steps, target)
