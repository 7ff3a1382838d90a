"""The schema of a stored document, and bringing older ones up to date by a chain of pure steps from N to N + 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""From a document of schema N to one of N + 1. It reads no clock and no file."""


def migrate(document: Mapping[str, Any], steps: Mapping[int, Step], target: int) -> dict[str, Any]:
    """The document in the target schema; the given one isn't changed.

    Raises:
        KeyError: there is no step from one of the schemas on the way, which is a bug in the program.
    """
    migrated = dict(document)
    while (schema := schema_of(migrated)) < target:
        migrated = {**steps[schema](dict(migrated)), "schema": schema + 1}
    return migrated


def schema_of(document: Mapping[str, Any]) -> int:
    """The schema that a document names; the first, if it names none that there is."""
    schema = document.get("schema")
    return max(schema, 1) if isinstance(schema, int) else 1
