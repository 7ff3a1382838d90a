"""The formats of an export: CSV for a spreadsheet (its columns are `_FIRST`), JSON for anything else.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and a note can hold any text. So text that
begins like a formula gets an apostrophe in front, which makes spreadsheets show it as text. Numbers stay as they are.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from l5tui.config.errors import JournalError, as_journal_error
from l5tui.domain.entry import Entry
from l5tui.storage.atomic import SYSTEM, SystemCalls, sync_folder, write_new
from l5tui.storage.format import dumps

_FIRST: Final = [
    *("uid", "kind", "started", "ended", "tz", "status", "stop", "routine.id", "routine.name"),
    *("before.pain", "after.pain", "worst", "next_day", "note"),
    *("before.left", "before.right", "before.kinds.left", "before.kinds.right", "before.at"),
    *("after.left", "after.right", "after.kinds.left", "after.kinds.right", "after.at"),
    *("active_s", "paused_s", "clock_step_s", "speed", "programme.id", "programme.version", "answer", "steps"),
    *("pain", "left", "right", "kinds.left", "kinds.right"),
    *("what", "minutes", "name", "score", "ticks"),
    *("occasion", "questions.version", "questions.digest", "answers", "cleared", "session", "over"),
    *("about", "from", "to", "why"),
    *("schema", "app", "deleted", "edits"),
]
"""The first columns, in order; fields that this version doesn't know come after them."""
_WHOLE: Final = frozenset({"steps", "answers", "cleared", "edits", "from", "to"})
"""Fields without a fixed shape: each is one cell of JSON."""
_OPTIONAL: Final = frozenset({"programme", "questions"})
"""Nested fields that may be null as a whole: then all their columns are empty."""


def to_csv(entries: Iterable[Entry]) -> str:
    """All fields of the entries, a row each, with a header; lines end as RFC 4180 has them.

    Nested fields have dotted names, lists of words are joined by `;`, and fields without a fixed shape are JSON in one
    cell. A field that an entry doesn't have, and one that is null, are empty.
    """
    rows = [dict(_flat(entry)) for entry in entries]
    unknown = sorted({name for row in rows for name in row}.difference(_FIRST))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*_FIRST, *(unknown)], restval="", lineterminator="\r\n")
    writer.writerow({name: escape_formula(name) for name in writer.fieldnames})
    writer.writerows(rows)
    return out.getvalue()


def to_json(entries: Iterable[Entry]) -> str:
    """The entries as they are in the journal: a JSON array with one entry a line, and a newline at the end."""
    lines = ",\n".join(dumps(entry) for entry in entries)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def escape_formula(text: str) -> str:
    """The text as a cell that no spreadsheet runs; leading blanks and full-width characters are seen through."""
    start = text.lstrip(" \u00a0\u3000\ufeff\u200b")[:1]
    return f"'{text}" if start and start in "=+-@\t\r\n\v\f\0＝＋－＠|%" else text


def write_export(path: Path, text: str, calls: SystemCalls = SYSTEM) -> None:
    """Write a new file, private (0600), atomically.

    Raises:
        JournalError: a file of that name exists, or it can't be written.
    """
    try:
        write_new(calls, os.fspath(path), [text.encode(errors="backslashreplace")])
        sync_folder(calls, path.parent)
    except FileExistsError as error:
        raise JournalError(
            f"{path} is there already", "choose another name; an export never replaces a file"
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        raise JournalError(f"there is no folder {path.parent}", "make it first, or choose another") from error
    except OSError as error:
        raise as_journal_error(path, error) from error


def _flat(body: Mapping[str, Any], above: str = "") -> Iterable[tuple[str, object]]:
    for key, value in body.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping) and name not in _WHOLE:
            yield from _flat(value, f"{name}.")
        elif value is not None or name not in _OPTIONAL:
            yield name, _cell(name, value)


def _cell(name: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else value
    if name in _WHOLE or not isinstance(value, str | list):
        return escape_formula(dumps(value))
    if isinstance(value, list):
        words = all(isinstance(one, str) for one in value)
        return escape_formula(";".join(value) if words else dumps(value))
    return escape_formula(value)
