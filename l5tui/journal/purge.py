"""Removes deleted entries from every file beside the journal, so that purged data is really gone.

A whole copy stays whole, without those entries. Of a damaged file only the whole lines of other entries stay: a torn
line may belong to a purged entry.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from l5tui import __version__
from l5tui.journal.drafts import Drafts
from l5tui.journal.sessionlog.log_files import is_running
from l5tui.journal.spool import Spool
from l5tui.storage import commit
from l5tui.storage.atomic import SystemCalls, read_whole, stale_files
from l5tui.storage.format import ENTRIES, chunks, compose, decode, header_of, parse, scan


def purge_copies(calls: SystemCalls, file: Path, uids: frozenset[str]) -> None:
    """Remove these entries from FILE's copies, its temporary files, the session logs and the spool. Hold the lock.

    The log of an interrupted session is removed too, or the session would be offered again; that of a running one
    stays.

    Raises:
        OSError, JournalError: a copy can't be read or written. Those before it are done; repeating the call is
        harmless.
    """
    for left in stale_files(calls, file, 0):
        calls.unlink(str(left))
    for copy in [commit.previous(file), *commit.daily(calls, file), *commit.kept_aside(calls, file)]:
        found = read_whole(calls, copy)
        if found and (rest := without(found[0], uids)) is not None:
            commit.commit(calls, copy, rest, ())
    live = file.with_name(f"{file.name}.live")
    for uid in uids:
        for log in (live / f"{uid}.log", live / "done" / f"{uid}.log"):
            with suppress(FileNotFoundError, NotADirectoryError):
                if log.parent != live or not is_running(calls, log):
                    calls.unlink(str(log))
    Spool(file).forget(uids)
    Drafts(file).forget(uids)


def without(raw: bytes, uids: frozenset[str]) -> list[bytes] | None:
    """The bytes of a copy without these entries, or None if it holds none of them."""
    content = parse(raw)
    if content is None:
        return _damaged_without(raw, uids)
    lines = content.lines.get(ENTRIES, {})
    if uids.isdisjoint(lines):
        return None
    content.lines[ENTRIES] = {key: line for key, line in lines.items() if key not in uids}
    header = header_of(decode(content.header))
    return list(chunks(compose(content, header.schema if header else 0, __version__)))


def _damaged_without(raw: bytes, uids: frozenset[str]) -> list[bytes] | None:
    records = list(scan(raw))
    kept = [one for one in records if one and (one.table != ENTRIES or one.key not in uids)]
    if len(kept) == len(records):
        return None
    return list(chunks([one.line for one in kept]))
