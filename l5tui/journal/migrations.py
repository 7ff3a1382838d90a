"""Older entries, brought up to date: a chain of pure steps, each from schema N to N + 1.

A step takes an entry as a plain dict and returns a new one; it reads no clock and no file, so it can be tested with
yesterday's shapes alone. The storage keeps a copy of the file before the first step is written. Entries of a newer
schema are never touched: the journal is refused whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from l5tui.domain.entry import SCHEMA

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Final[Mapping[int, Step]] = {}
"""From which schema, and how to the next. Schema 1 is the first, so there is none yet."""


def migrate(entry: Mapping[str, Any], steps: Mapping[int, Step] = STEPS, target: int = SCHEMA) -> dict[str, Any]:
    """The entry in the target's schema; the one given is left alone.

    Raises:
        KeyError: there is no step from a schema that was met: a fault of the program.
    """
    migrated = dict(entry)
    while (schema := schema_of(migrated)) < target:
        migrated = {**steps[schema](dict(migrated)), "schema": schema + 1}
    return migrated


def schema_of(entry: Mapping[str, Any]) -> int:
    """The schema that an entry says it has; the first, if it doesn't say."""
    schema = entry.get("schema")
    return schema if isinstance(schema, int) else 1
