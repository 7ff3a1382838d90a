"""Finds entries that can be salvaged from the files beside the journal, and restores them when asked to.

Opening a damaged journal already restores the newest good copy and every whole line that is newer (`recovery`). Repair
looks further: it searches every copy, damaged file and half-written file for entries that the journal doesn't have. A
purge removes its entries from all of these files, so what is found here was lost, not deleted.

A line that can be read although its checksum is wrong may hold something that was never written: one flipped bit makes
a 5 of a 4. Such lines are listed as doubtful, and restored only when asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

from l5tui.config.errors import JournalError
from l5tui.config.output import amount
from l5tui.domain.entry import SCHEMA, Entry
from l5tui.journal.migrations import migrate
from l5tui.journal.store import Journal
from l5tui.storage import commit
from l5tui.storage.atomic import SystemCalls, read_whole, stale_files
from l5tui.storage.format import ENTRIES, FORMAT, Record, decode, header_of, parse, scan
from l5tui.storage.schema import schema_of

State = Literal["whole", "damaged", "empty", "missing", "newer", "unreadable"]
Body = dict[str, Any]


class Source(NamedTuple):
    """One file that was searched."""

    path: Path
    state: State
    generation: int
    entries: dict[str, Body]
    """The entries on its whole lines."""
    doubtful: dict[str, Body]
    """The entries on lines that can be read although the checksum is wrong."""
    unreadable: int
    """How many lines are damaged, the doubtful ones included."""


class Salvage(NamedTuple):
    """The result of a search. `sources` begins with FILE itself."""

    sources: list[Source]
    missing: list[Entry]
    """Whole entries that the journal doesn't have, each as its newest copy has it."""
    doubtful: list[Entry]
    """Entries of which only a doubtful line exists."""

    @property
    def damaged(self) -> bool:
        """Whether FILE itself is damaged, or missing although there are copies of it."""
        mine, *others = self.sources
        return mine.state == "damaged" or (mine.state in {"empty", "missing"} and bool(others))

    @property
    def needed(self) -> bool:
        """Whether a repair would change anything."""
        return self.damaged or bool(self.missing)

    def lines(self) -> list[str]:
        """As plain lines for the person."""
        told = [
            f"{source.path.name}: {source.state}, {amount(len(source.entries), 'entry', 'entries')}"
            + (f", {amount(source.unreadable, 'line', 'lines')} not whole" if source.unreadable else "")
            for source in self.sources
        ]
        told += [f"missing in the journal: {_named(entry)}" for entry in self.missing]
        told += [f"can be read but is not certain: {_named(entry)}" for entry in self.doubtful]
        return [*told, "A repair would bring these back." if self.needed else "Nothing needs to be repaired."]


def find_salvage(journal: Journal) -> Salvage:
    """What can be salvaged. Changes nothing.

    Raises:
        JournalError: FILE is no journal, or is from a newer version.
    """
    calls, file = journal.calls, journal.file
    has = {entry["uid"] for entry in journal.entries(deleted=True)}
    others = [commit.previous(file), *reversed(commit.daily(calls, file)), *reversed(commit.kept_aside(calls, file))]
    half_written = []
    with suppress(OSError):  # no folder yet, or one that can't be listed
        half_written = stale_files(calls, file, 0)
    sources = [_source(calls, path) for path in [file, *others, *half_written]]
    sources = [source for source in sources if source.state != "missing" or source.path == file]

    best: dict[str, Body] = {}
    doubtful: dict[str, Body] = {}
    for source in sorted(sources, key=lambda source: source.generation):
        best |= source.entries
        doubtful |= source.doubtful
    missing = [_current(body) for uid, body in best.items() if uid not in has]
    unsure = [_current(body) for uid, body in doubtful.items() if uid not in has and uid not in best]
    return Salvage(sources, missing, unsure)


def repair(journal: Journal, *, doubtful: bool = False) -> Salvage:
    """Restore what `find_salvage` finds, and rewrite the journal; a damaged file is kept beside it.

    Args:
        doubtful: restore the doubtful entries too.

    Raises:
        JournalError: as `find_salvage`, or it can't be written; nothing was changed.
    """
    with journal.changing():
        found = find_salvage(journal)
        entries = [*found.missing, *(found.doubtful if doubtful else ())]
        if found.needed or entries:
            journal.put_all(entries)
    return found


def _source(calls: SystemCalls, path: Path) -> Source:
    try:
        found = read_whole(calls, path)
    except JournalError:
        return Source(path, "unreadable", 0, {}, {}, 0)
    if found is None or not found[0]:
        return Source(path, "missing" if found is None else "empty", 0, {}, {}, 0)
    raw = found[0]
    header = header_of(decode(raw.split(b"\n", 1)[0]))
    if header and header.format > FORMAT:
        return Source(path, "newer", header.generation, {}, {}, 0)
    records = list(scan(raw))
    state: State = "whole" if parse(raw) else "damaged"
    entries = {str(one.key): one.body for one in records if one and _is_entry(one)}
    unsure = dict(_doubtful(raw))
    return Source(path, state, header.generation if header else 0, entries, unsure, records.count(None))


def _doubtful(raw: bytes) -> Iterator[tuple[str, Body]]:
    for line in raw.split(b"\n"):
        if not line or decode(line):
            continue
        try:
            parts = json.loads(line.decode())
            record = Record(parts[1], parts[2], parts[3], line)
        except (ValueError, LookupError, TypeError, RecursionError):
            continue
        if len(parts) == 4 and _is_entry(record):
            yield str(record.key), record.body


def _is_entry(record: Record) -> bool:
    body = record.body
    return (
        record.table == ENTRIES
        and isinstance(body, dict)
        and isinstance(record.key, str)
        and body.get("uid") == record.key
        and isinstance(body.get("kind"), str)
        and isinstance(body.get("started"), str)
        and schema_of(body) <= SCHEMA
    )


def _current(body: Body) -> Entry:
    return cast(Entry, migrate(body))


def _named(entry: Entry) -> str:
    return f"{entry['kind']} of {entry['started']} ({entry['uid']})"
