"""Merges two states of a journal: by uid, the newest edit of each field wins, a deletion wins over older edits.

The result doesn't depend on the order in which states are merged, merging twice changes nothing, and nothing is lost:
an edit that another one outlasts stays in `edits`, with its value as what stood before the later one. Pure.

An entry is taken as its first state and a set of writes, one for each record in `edits` (a time, a field, and the value
that the field had from then on). The union of both sets, in order of time, gives the edits and the present values.
"""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from l5tui.domain.entry_times import BEGINNING, instant
from l5tui.journal.field_paths import MISSING, set_value, value_of
from l5tui.storage.format import ENTRIES, Tables
from l5tui.storage.tables import deep_copy

Body = dict[str, Any]
_WRITTEN: Final = "written"
"""In a record of `edits`, instead of `was`: the value that was written to a field that the entry doesn't have now."""
_OPAQUE: Final = "opaque"
"""Marks a record whose field the entry didn't have, so that it is never taken for that of another state's field."""
_SCORE: Final = frozenset({"pain", "left", "right", "kinds"})
"""What a discarded session keeps of its score; a session has it below `before`."""


class Changes(NamedTuple):
    """What a merge changed in a journal: the uids of entries."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    """Those that are hidden from now on; they aren't among the changed ones."""
    others: bool = False
    """Whether anything but entries changed: favourites."""

    @property
    def any(self) -> bool:
        """Whether anything is new or changed."""
        return bool(self.new or self.changed or self.deleted or self.others)


def merged_tables(mine: Tables, others: Tables) -> Tables:
    """Both merged; entries that only the others have come after mine, oldest first."""
    result = {}
    for name in [*mine, *sorted(set(others).difference(mine))]:
        one, other = mine.get(name, {}), others.get(name, {})
        if name == ENTRIES:
            table = {uid: merged_entry(body, other[uid]) if uid in other else body for uid, body in one.items()}
            new = [uid for uid in other if uid not in one]
            table |= {uid: other[uid] for uid in sorted(new, key=lambda uid: (_started(other[uid]), uid))}
        else:  # favourites: of two places in their order, the first
            table = {key: min(one.get(key) or body, body, key=_canonical) for key, body in other.items()}
            table = {**one, **table}
        result[name] = table
    return result


def changes_between(mine: Tables, merged: Tables) -> Changes:
    """What is different after a merge."""
    before, after = mine.get(ENTRIES, {}), merged.get(ENTRIES, {})
    new = tuple(uid for uid in after if uid not in before)
    kept = {uid for uid, body in before.items() if after[uid] is body}
    changed = [uid for uid in before if uid not in kept and _canonical(before[uid]) != _canonical(after[uid])]
    gone = tuple(uid for uid in changed if after[uid].get("deleted") and not before[uid].get("deleted"))
    others = any(table and table != mine.get(name) for name, table in merged.items() if name != ENTRIES)
    return Changes(new, tuple(uid for uid in changed if uid not in gone), gone, others)


def merged_entry(one: Body, other: Body) -> Body:
    """Two states of the same entry merged."""
    if _canonical(one) == _canonical(other):
        return one
    merged = _merged(one, other)
    wanted = _canonical(merged)  # the state that says the same stays as it is, with the order of its fields
    return next((state for state in (one, other) if _canonical(state) == wanted), merged)


def _merged(one: Body, other: Body) -> Body:
    first, second = sorted((_history(one), _history(other)), key=lambda history: _canonical(history.first))
    body: Body = _joined_first(first.first, second.first)
    edits = []
    writes = {**first.writes, **second.writes}
    opaque = {**first.opaque, **second.opaque}
    for _, write in sorted(writes.items(), key=lambda pair: (instant(pair[1].record.get("at")), pair[0])):
        record, value = write
        field = _own_field(body, record["field"])
        record = {**record, "field": field}
        if (was := value_of(body, field)) is MISSING:  # of another kind: what was written waits for a third state
            record = {**record, _WRITTEN: value}
            opaque[_canonical(record)] = record
            continue
        edits.append({**record, "was": deep_copy(was)})
        set_value(body, field, value)
    edits += [opaque[key] for key in sorted(opaque)]
    deleted = max(
        (body["deleted"] for body in (one, other) if body.get("deleted")),
        key=lambda text: (instant(text), str(text)),
        default=None,
    )
    last = max((instant(record.get("at")) for record in edits), default=BEGINNING)
    return {**body, "deleted": deleted if deleted is not None and instant(deleted) >= last else None, "edits": edits}


class _Write(NamedTuple):
    record: Body
    """The record without `was`."""
    value: Any


class _History(NamedTuple):
    """An entry's state before its edits, and its edits as writes, by a text that is the same for equal ones."""

    first: Body
    writes: dict[str, _Write]
    opaque: dict[str, Body]
    """Records that don't fit the entry, such as those of a session that was discarded since."""


def _history(body: Body) -> _History:
    first: Body = deep_copy(body)
    records = first.pop("edits", None)
    first.pop("deleted", None)
    writes: dict[str, _Write] = {}
    opaque: dict[str, Body] = {}
    for record in reversed(records if isinstance(records, list) else []):
        if not isinstance(record, dict):
            continue
        field = record.get("field")
        if isinstance(field, str):
            field = _own_field(first, field)
        if isinstance(field, str) and _WRITTEN in record:
            kept = {name: one for name, one in record.items() if name != _WRITTEN}
            write = _Write({**kept, "field": _shared_field(first, field)}, record[_WRITTEN])
            writes[_canonical([write.record, write.value])] = write
            continue
        if _OPAQUE in record or not isinstance(field, str) or "was" not in record or value_of(first, field) is MISSING:
            if field != "deleted":  # that of an undone delete, which `first` never has
                record = {**record, _OPAQUE: True}
            opaque[_canonical(record)] = record
            continue
        kept = {name: one for name, one in record.items() if name != "was"}
        write = _Write({**kept, "field": _shared_field(first, field)}, value_of(first, field))
        writes[_canonical([write.record, write.value])] = write
        set_value(first, field, record["was"])
    return _History(first, writes, opaque)


def _shared_field(body: Body, field: str) -> str:
    """The name of a field in a session, for that of its score in the log entry that it becomes when it is discarded."""
    return f"before.{field}" if body.get("kind") == "log" and field.partition(".")[0] in _SCORE else field


def _own_field(body: Body, field: str) -> str:
    """The name of a field in this entry, for that in a session."""
    own = field.removeprefix("before.")
    return own if body.get("kind") == "log" and own.partition(".")[0] in _SCORE else field


def _joined_first(one: Body, other: Body) -> Body:
    """The first states merged: of a session that went on, the later one; else each field that one of them has."""
    stage, others_stage = _stage(one), _stage(other)
    if stage != others_stage:
        return one if stage > others_stage else other
    return _joined(one, other)  # type: ignore[no-any-return]


def _stage(body: Body) -> tuple[int, Any, float]:
    """How far a session has come; a discarded one, of which only the score stays, is later than an interrupted one."""
    done = body.get("status") not in (None, "interrupted")
    kept = {"log": 1, "session": 2 if done else 0}.get(str(body.get("kind")), 0)
    active = body.get("active_s")
    return kept, instant(body.get("ended")), float(active) if isinstance(active, int | float) else 0.0


def _joined(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            name: _joined(one[name], other[name]) if name in one and name in other else {**one, **other}[name]
            for name in [*one, *(name for name in other if name not in one)]
        }
    return max(one, other, key=_weight)


def _weight(value: Any) -> tuple[bool, bool, bool, str]:
    """What was answered weighs more than what was left out."""
    return isinstance(value, dict), value is not None, value not in ("", [], False), _canonical(value)


def _canonical(value: Any) -> str:
    """A text that is the same for the same JSON, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _started(body: Body) -> Any:
    return instant(body.get("started"))
