"""Corrections and deletions as changes that can be undone, those of earlier starts included.

Nothing is stored for it: an entry's `edits` and its time of deletion say what was changed last, and from what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

from l5tui.domain.entry_reading import ANSWERED, HOW, tables
from l5tui.domain.entry_times import instant
from l5tui.journal.field_paths import MISSING, value_of
from l5tui.storage.tables import deep_copy

Body = dict[str, Any]
EARLIER: Final = 10
"""How many changes of earlier starts can be undone."""
DELETED: Final = "deleted"
CHANGED_ELSEWHERE: Final = "that entry was changed elsewhere since"


class Undone(NamedTuple):
    """What was taken back."""

    what: Literal["edit", "delete"]
    uid: str
    fields: tuple[str, ...]
    """The fields that were set back; empty for a delete."""


class Change(NamedTuple):
    """An edit or a delete that can be undone: per field the old and the new value."""

    what: Literal["edit", "delete"]
    uid: str
    fields: dict[str, tuple[object, object]]
    records: list[Body]
    """Its records in the entry's `edits`."""


def last_changes(bodies: Iterable[Body]) -> list[Change]:
    """The last changes of all entries, the newest last."""
    found: list[tuple[object, Change]] = []
    for body in bodies:
        if body.get("edits") or body.get("deleted"):
            found += _changes_of(body)
    found.sort(key=lambda pair: instant(pair[0]))
    return [change for _, change in found[-EARLIER:]]


def _changes_of(body: Body) -> Iterator[tuple[object, Change]]:
    """The changes of an entry with their times, the oldest first: records of the same time are one correction."""
    uid = body.get("uid")
    if not isinstance(uid, str) or body.get("kind") == "safety":
        return
    now: dict[str, object] = {}
    made: list[tuple[object, Change]] = []
    for record in reversed(tables(body, "edits")):
        field, at = record.get("field"), record.get("at")
        if not isinstance(field, str) or not isinstance(at, str) or "was" not in record:
            continue
        if field == DELETED:  # it says that a delete was undone
            continue
        if record.get(HOW) == ANSWERED:
            now[field] = record["was"]
            continue
        if not made or made[-1][0] != at:
            made.append((at, Change("edit", uid, {}, [])))
        change = made[-1][1]
        value = now[field] if field in now else value_of(body, field)
        change.fields[field] = (deep_copy(record["was"]), deep_copy(value) if value is not MISSING else value)
        change.records.append(deep_copy(record))
        now[field] = record["was"]
    yield from reversed(made)
    if deleted := body.get(DELETED):
        yield deleted, Change("delete", uid, {DELETED: (None, deleted)}, [])
