"""JSON Schema (2020-12) of the JSON export, made of the shapes in `domain/entry.py`."""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import Any, Final

import msgspec

from l5tui.domain.entry import SCHEMA
from l5tui.journal.imports import SHAPES

JOURNAL: Final = "journal"
"""The name of the schema for `l5tui schema`."""
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def journal_schema() -> dict[str, Any]:
    """The schema of a journal's JSON export: an array of entries, newest first.

    Fields that a newer version added are allowed, and so are kinds of entries that this version doesn't know.
    """
    refs, definitions = msgspec.json.schema_components(SHAPES.values(), ref_template="#/$defs/{name}", schema_hook=_any)
    for table in definitions.values():
        table["description"] = " ".join(cleandoc(re.split(r"\n\n", table.get("description", ""))[0]).split())
    known = [
        {"if": {"properties": {"kind": {"const": kind}}}, "then": ref} for kind, ref in zip(SHAPES, refs, strict=True)
    ]
    common = {
        "uid": {"type": "string"},
        "schema": {"type": "integer", "minimum": 1, "maximum": SCHEMA},
        "kind": {"type": "string"},
        "started": {"type": "string", "description": "ISO 8601 with its offset from UTC."},
    }
    entry = {"type": "object", "properties": common, "required": list(common), "allOf": known}
    return {"$schema": _DIALECT, "title": "l5tui: journal", "type": "array", "items": entry, "$defs": definitions}


def _any(_: type) -> dict[str, Any]:
    """The schema of a field that can hold anything."""
    return {"description": "Any value."}
