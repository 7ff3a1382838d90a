"""The journal in forms that others read: CSV for a spreadsheet, JSON for anything else.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and a note is anybody's text. So text that
begins like one gets an apostrophe in front, which spreadsheets show as text. Numbers are numbers and stay as they are.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.storage.atomic import SYSTEM, SystemCalls, as_journal_error, sync_folder, write_new
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
"""The columns in the order that a reader wants them; fields that this version doesn't know come after."""
_WHOLE: Final = frozenset({"steps", "answers", "cleared", "edits", "from", "to"})
"""Fields without a fixed shape: one cell of JSON each."""
_OPTIONAL: Final = frozenset({"programme", "questions"})
"""Fields with fields in them that may be null as a whole: then none of their columns has anything."""


def to_csv(entries: Iterable[Entry]) -> str:
    """All fields of the entries, a row each, with a header; lines end as RFC 4180 has them.

    Nested fields have dotted names, lists of words are joined by `;`, and what has no fixed shape is JSON in its
    cell. A field that an entry doesn't have, and one that was left out (null), are empty.
    """
    rows = [dict(_flat(entry)) for entry in entries]
    unknown = sorted({name for row in rows for name in row}.difference(_FIRST))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*_FIRST, *(unknown)], restval="", lineterminator="\r\n")
    writer.writerow({name: escape_formula(name) for name in writer.fieldnames})
    writer.writerows(rows)
    return out.getvalue()


def to_json(entries: Iterable[Entry]) -> str:
    """Just those entries, as they are in the journal: a JSON array, an entry a line, with a newline at the end."""
    lines = ",\n".join(dumps(entry) for entry in entries)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def escape_formula(text: str) -> str:
    """The text as a cell that no spreadsheet runs. Leading blanks don't hide a formula, nor do full-width signs."""
    start = text.lstrip(" \u00a0\u3000\ufeff\u200b")[:1]
    return f"'{text}" if start and start in "=+-@\t\r\n\v\f\0＝＋－＠|%" else text


def write_export(path: Path, text: str, calls: SystemCalls = SYSTEM) -> None:
    """Write a file that isn't there yet, private (0600), whole or not at all.

    Raises:
        JournalError: there is something of that name already, or it can't be written.
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
