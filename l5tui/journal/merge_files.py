"""Reads another journal for a merge, merges the files of a git merge, finds the conflict copies of sync programs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

from l5tui import __version__
from l5tui.config.errors import JournalError, as_journal_error
from l5tui.config.output import amount
from l5tui.domain.entry import SCHEMA
from l5tui.journal.imports import is_uid
from l5tui.journal.merge import Changes, changes_between, merged_tables
from l5tui.journal.migrations import migrate
from l5tui.storage.atomic import SYSTEM, SystemCalls, read_whole
from l5tui.storage.format import (
    ENTRIES,
    FORMAT,
    Content,
    Header,
    Tables,
    chunks,
    compose,
    encode,
    header_of,
    parse,
    scan,
)
from l5tui.storage.schema import schema_of

NEWER: Final = "Update l5tui first; nothing was merged"
_BLANK: Final = b"\0\r\n\t "
"""Bytes that say nothing; a failing disk leaves zeros."""
_CONFLICTS: Final = (
    r"\.sync-conflict-\d{8}-\d{6}-\w+",  # Syncthing
    r" \([^()]*(?:confli|konfli|конфли|競合|冲突|衝突|충돌)[^()]*\)",  # Dropbox, in the language of that machine
)


class Other(NamedTuple):
    """Another journal."""

    tables: Tables
    generation: int
    damaged: str
    """Why not all of it is in the tables; empty for a whole journal."""


def read_other(path: Path, calls: SystemCalls = SYSTEM) -> Other:
    """Read another journal: all of it, or the whole lines of a damaged one.

    Raises:
        JournalError: it isn't there, can't be read, isn't a journal, or is from a newer version.
    """
    found = read_whole(calls, path)
    if found is None:
        raise JournalError(f"there is no file {path}", "Name another journal")
    raw = found[0]
    records = list(scan(raw))
    header = header_of(records[0] if records else None)
    kept = [one for one in (records[1:] if header else records) if one is not None and isinstance(one.key, str)]
    if (header and header.format > FORMAT) or any(schema_of(one.body) > SCHEMA for one in kept if one.table == ENTRIES):
        raise JournalError(f"{path} was written by a newer version of l5tui", NEWER)
    if raw.strip(_BLANK) and not header and not kept:
        hint = "It looks like an export: l5tui import brings that in" if raw.lstrip()[:1] in b"[{" else ""
        raise JournalError(f"{path} is not a journal of l5tui", hint)
    tables: Tables = {}
    for one in kept:
        if one.table != ENTRIES:
            tables.setdefault(one.table, {})[str(one.key)] = one.body
        elif one.body.get("uid") == one.key and is_uid(one.key) and isinstance(one.body.get("kind"), str):
            tables.setdefault(ENTRIES, {})[str(one.key)] = migrate(one.body)
    count = sum(len(table) for table in tables.values())
    whole = parse(raw) is not None and count == len(records) - 1
    return Other(tables, header.generation if header else 0, "" if whole else _damage(raw, header, len(records), count))


def _damage(raw: bytes, header: Header | None, lines: int, count: int) -> str:
    """What is wrong with a journal that isn't whole.

    Args:
        raw: its bytes.
        header: its first line, if that can be read.
        lines: how many lines there are.
        count: how many entries and favourites could be read.
    """
    if not raw.strip(_BLANK):
        return "it is empty"
    if header is None:
        return f"its first line can't be read, so how many others are missing isn't known; {count} could be read"
    written = max(header.lines, lines - 1)
    if count < written:
        return f"{written - count} of its {amount(written, 'line', 'lines')} missing or unreadable"
    return "its lines are not those that were written"


def merge_for_git(mine: Path, theirs: Path, calls: SystemCalls = SYSTEM) -> Changes:
    """Merge theirs into mine, as a merge driver of git does; both sides make the same file of the same two.

    Raises:
        JournalError: one of them isn't whole, or can't be read or written; nothing was changed.
    """
    one, other = read_other(mine, calls), read_other(theirs, calls)
    for path, found in ((mine, one), (theirs, other)):
        if found.damaged:
            hint = "Undo this git merge, and see l5tui journal repair"
            raise JournalError(f"{path} is damaged ({found.damaged})", hint)
    merged = merged_tables(one.tables, other.tables)
    content = Content(max(one.generation, other.generation) + 1)
    for name in sorted(merged):
        table = merged[name]
        order = sorted(table, key=lambda key: (str(table[key].get("started")), key))
        content.lines[name] = {key: encode(name, key, table[key]) for key in order}
    raw = b"".join(chunks(compose(content, SCHEMA, __version__)))
    try:
        mine.write_bytes(raw)  # a file of git's own, which it takes when the driver ends
    except OSError as error:
        raise as_journal_error(mine, error) from error
    return changes_between(one.tables, merged)


def conflict_copies(file: Path) -> list[Path]:
    """The copies of the journal that Syncthing and Dropbox leave beside it when two machines changed it."""
    stem, ending = re.escape(file.stem), re.escape(file.suffix)
    pattern = re.compile(rf"{stem}(?:{'|'.join(_CONFLICTS)}){ending}", re.IGNORECASE)
    try:
        names = os.listdir(file.parent)  # noqa: PTH208
    except OSError:
        return []
    return sorted(file.with_name(name) for name in names if pattern.fullmatch(normalize("NFC", name)))
