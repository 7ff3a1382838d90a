"""Reading a journal that may be damaged: the newest good generation, and every whole line that is newer.

FILE.prev holds the state before the last write, and FILE.2025-03-04 the state before that day's first write. Reading
starts from the newest of these that is whole; then the whole lines of the damaged files that are newer than it each
replace the document of their key. So nothing is read that wasn't written, and nothing readable is left out. Reading
changes no file; `tinydb_storage` keeps the damaged one at its next write.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from l5tui.config.errors import JournalError
from l5tui.storage.atomic import FileState, SystemCalls, read_whole
from l5tui.storage.commit import daily, previous
from l5tui.storage.format import (
    FORMAT,
    MAGIC,
    Body,
    Content,
    Header,
    Record,
    Tables,
    add,
    decode,
    header_of,
    parse,
    scan,
)

_UNKNOWN: Final = 1 << 62
"""The generation of lines that follow no whole header: FILE itself is taken to be the newest."""


class Reading(NamedTuple):
    """The result of reading a journal."""

    content: Content
    mark: FileState | None
    """Of FILE; None if there is none."""
    schema: int = 0
    undamaged: bool = True
    """FILE itself is whole (or doesn't exist yet). If not, it must be kept under another name before it is replaced."""
    notices: tuple[str, ...] = ()


def read(calls: SystemCalls, path: Path, known: dict[bytes, Record] | None = None) -> Reading | None:
    """The journal at `path`, or None if there is nothing yet.

    Args:
        known: records by their line, from an earlier reading; these aren't decoded again.

    Raises:
        JournalError: a folder, not a journal, from a newer version, or unreadable.
    """
    found = read_whole(calls, path)
    raw, mark = found if found else (b"", None)
    if raw:
        refuse_newer(path, raw)
        if content := parse(raw, known):
            return Reading(content, mark, _schema(raw))
        if _is_foreign(raw):
            raise _not_ours(path, raw)
    older = []
    for copy in [previous(path), *reversed(daily(calls, path))]:
        taken = read_whole(calls, copy)
        if not taken or not taken[0]:
            continue
        refuse_newer(copy, taken[0])
        older.append((copy, taken[0]))
        if parse(taken[0]):
            break
    if not raw and not older:
        return None if mark is None else Reading(Content(), mark)
    return _salvage(path, raw, mark, older)


def refuse_newer(path: Path, raw: bytes) -> None:
    """Raise `JournalError` if the first line says that a newer version wrote the file."""
    header = header_of(decode(raw[: raw.find(b"\n") if b"\n" in raw else len(raw)]))
    if header and header.format > FORMAT:
        raise newer_version_error(path, f"format {header.format}")


def newer_version_error(path: Path, what: str) -> JournalError:
    """The error for a file from a newer version."""
    return JournalError(
        f"{path} was written by a newer l5tui ({what})",
        "update l5tui, or name another journal with --journal FILE; the file is left as it is",
    )


def _schema(raw: bytes) -> int:
    header = header_of(decode(raw[: raw.find(b"\n")]))
    return header.schema if header else 0


def _salvage(path: Path, raw: bytes, mark: FileState | None, older: list[tuple[Path, bytes]]) -> Reading:
    base = Content()
    schema = 0
    source = None
    parts: list[tuple[int, list[Record]]] = []
    for copy, bytes_ in reversed(older):  # oldest first; if any of them is whole, it is the oldest one
        if good := parse(bytes_):
            base, schema, source = good, _schema(bytes_), copy
        else:
            parts += [(header.generation if header else 0, records) for header, records in _segments(bytes_)]
    mine = list(_segments(raw))
    parts += [(header.generation if header else _UNKNOWN, records) for header, records in mine]
    if source is None and not any(records for _, records in parts) and not any(header for header, _ in mine):
        raise _not_ours(path, raw)

    since = base.generation
    for generation, records in sorted(parts, key=lambda part: part[0]):
        for record in records:
            if generation >= since or str(record.key) not in base.tables.get(record.table, {}):
                add(base, record)
        base.generation = max(base.generation, generation if generation < _UNKNOWN else 0)
    base.header = b""
    lost = sum(1 for record in scan(raw) if record is None)
    return Reading(base, mark, schema, undamaged=False, notices=(_damage_notice(path, raw, source, lost, mark),))


def _segments(raw: bytes) -> Iterator[tuple[Header | None, list[Record]]]:
    """The whole lines, grouped by the header above them (two files may have been concatenated)."""
    header: Header | None = None
    records: list[Record] = []
    for record in scan(raw) if raw else ():
        if record is None:
            continue
        if record.table == MAGIC:
            yield header, records
            header, records = header_of(record), []
        else:
            records.append(record)
    yield header, records


def _damage_notice(path: Path, raw: bytes, source: Path | None, lost: int, mark: FileState | None) -> str:
    state = "is missing" if mark is None else "is empty" if not raw else "is damaged"
    used = f"opened {source.name}" if source else "no copy was whole"
    rest = f", and every whole line of the damaged file ({lost} could not be read)" if raw else ""
    return f"The journal {path} {state}: {used}{rest}."


def _is_foreign(raw: bytes) -> bool:
    """Whether this is one complete JSON object: another program's file, put here on purpose, not a damaged journal."""
    if raw.lstrip()[:1] != b"{":
        return False
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


def _not_ours(path: Path, raw: bytes) -> JournalError:
    if raw.lstrip()[:1] == b"{":
        return JournalError(
            f"{path} is a JSON file of another program (a stock TinyDB file looks so), not a journal of l5tui",
            "name another file with --journal FILE; this one is left as it is",
        )
    return JournalError(
        f"{path} is not a journal of l5tui: not one line of it is whole",
        "name another file with --journal FILE; this one is left as it is",
    )


def merge_tables(lost: Tables, since: Tables, now: Tables) -> Tables:
    """Merge the tables of a removed file with what was written since; pure.

    Args:
        lost: the tables as they were last known.
        since: the tables when the loss was noticed, read from an older copy; empty if there was none.
        now: the tables as they are. A document that is unchanged since the older copy is replaced by the lost one; one
            that was written since stays.
    """
    return {name: _joined(lost.get(name, {}), since.get(name, {}), now.get(name, {})) for name in {**lost, **now}}


def _joined(lost: Mapping[str, Body], since: Mapping[str, Body], now: Mapping[str, Body]) -> dict[str, Body]:
    newer = {key: body for key, body in now.items() if key not in lost or body != since.get(key)}
    return {**lost, **newer}
