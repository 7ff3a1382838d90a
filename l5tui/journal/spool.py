"""The spool: entries that couldn't be written to the journal, kept elsewhere until they can.

A full disk or a folder that became read-only must not lose a score. An entry that couldn't be written when the program
ends goes into a file of its own, in the first folder of `paths.spool_folders` that takes it; the name is made from the
journal's path and the entry's uid. The next start writes it to the journal and then removes the file, so a crash
between the two only repeats the write, which is harmless: entries are replaced by uid.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol, cast

from l5tui.config import paths
from l5tui.domain.entry import SCHEMA, Entry
from l5tui.journal.migrations import migrate
from l5tui.storage.atomic import SYSTEM, SystemCalls, make_folder
from l5tui.storage.private_files import file_name_part, files_in, read_private, remove, sweep, write_private
from l5tui.storage.schema import schema_of

MAGIC: Final = "l5tui unsaved"
FORMAT: Final = 1
END: Final = ".unsaved"


class EntryStore(Protocol):
    """The part of the journal that the spool needs; a protocol, because the journal's purge itself uses the spool."""

    def changing(self) -> AbstractContextManager[None]:
        """Hold the lock, for a read and a write that belong together."""
        ...

    def get(self, uid: str) -> Entry | None:
        """The entry, hidden or not, or None."""
        ...

    def put_all(self, entries: Iterable[Entry]) -> None:
        """Put several at once, or none."""
        ...


class Spool:
    """The spooled entries of one journal.

    Args:
        file: the journal's file.
        folders: where entries may be spooled, in order of preference.
        calls: the operating system.
    """

    def __init__(self, file: Path, folders: Sequence[Path] | None = None, *, calls: SystemCalls = SYSTEM) -> None:
        self._file = Path(os.path.realpath(file))
        self._folders = paths.spool_folders() if folders is None else tuple(folders)
        self._calls = calls
        self._start = (
            f"{paths.APP}-{file_name_part(str(self._file) + '/')}-"  # with a slash it is no uid, so it is shortened
        )

    def keep(self, entries: Iterable[Entry]) -> list[Entry]:
        """Spool entries, replacing earlier states of them; returns those that couldn't be written anywhere."""
        return [entry for entry in entries if not self._kept(entry)]

    def entries(self) -> list[Entry]:
        """The spooled entries, oldest first; of each entry only the newest state."""
        return list({entry["uid"]: entry for _, entry in self._found()}.values())

    def write_spooled(self, journal: EntryStore) -> int:
        """Write the spooled entries to the journal and remove their files. Returns how many there were.

        Raises:
            JournalError: the journal can't be read or written; the files stay.
        """
        found = self._found()
        if not found:
            return 0
        with journal.changing():
            changed: dict[str, Entry] = {}
            for _, entry in found:
                uid = entry["uid"]
                new = merge_entry(changed.get(uid) or journal.get(uid), entry)
                if new is not None:
                    changed[uid] = new
            if changed:
                journal.put_all(changed.values())
        for path, _ in found:
            remove(self._calls, path)
        return len(changed)

    def forget(self, uids: Iterable[str]) -> None:
        """Remove the files of these entries, which are in the journal or were purged."""
        gone = {f"{self._start}{file_name_part(uid)}{END}" for uid in uids}
        for folder in self._folders:
            for path in files_in(self._calls, folder, self._start, END):
                if path.name in gone:
                    remove(self._calls, path)
            sweep(self._calls, folder, self._start)

    def places(self) -> list[Path]:
        """The spooled files."""
        return [path for path, _ in self._found()]

    def _kept(self, entry: Entry) -> bool:
        name = f"{self._start}{file_name_part(entry['uid'])}{END}"
        for folder in self._folders:
            try:
                if folder.name == paths.APP:  # the state folder is ours to make
                    make_folder(self._calls, folder)
                body = {"journal": str(self._file), "entry": entry}
                write_private(self._calls, folder / name, MAGIC, FORMAT, body)
            except OSError:
                continue
            return True
        return False

    def _found(self) -> list[tuple[Path, Entry]]:
        """Every spooled file with its migrated entry, oldest first; files of a newer version are left alone."""
        found = []
        for folder in self._folders:
            for path in files_in(self._calls, folder, self._start, END):
                record = read_private(self._calls, path)
                if record is None or (record.table, record.key) != (MAGIC, FORMAT):
                    continue
                entry = record.body.get("entry")
                if record.body.get("journal") != str(self._file) or not _is_entry(entry):
                    continue
                try:
                    when = self._calls.stat(str(path)).st_mtime_ns
                except OSError:
                    continue
                found.append((when, path, cast(Entry, migrate(cast(dict[str, Any], entry)))))
        return [(path, entry) for _, path, entry in sorted(found, key=lambda one: one[:2])]


def merge_entry(there: Entry | None, waited: Entry) -> Entry | None:
    """Merge a spooled entry with the journal's, which may have changed since; None if the journal's needs no change.

    Corrections and deletions made since then stay, and a finished session never becomes an interrupted one again.
    """
    if there is None:
        return waited
    before, new = cast(dict[str, Any], there), cast(dict[str, Any], {**waited})
    if (before.get("ended") and not new.get("ended")) or (before.get("kind"), new.get("kind")) == ("log", "session"):
        return None
    edits = before.get("edits")
    known = new.get("edits")
    if isinstance(edits, list) and isinstance(known, list):
        later = [edit for edit in edits if edit not in known]
        for edit in later:
            if isinstance(edit, dict):
                new = _with_field(new, before, str(edit.get("field")).split("."))
        new["edits"] = [*known, *later]
    new["deleted"] = before.get("deleted") or new.get("deleted")
    return None if new == before else cast(Entry, new)


def _with_field(body: dict[str, Any], source: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """The document with one field taken from `source`; unchanged if either has no such field."""
    name, *deeper = names
    if name not in source or name not in body:
        return body
    if not deeper:
        return {**body, name: source[name]}
    if isinstance(body[name], dict) and isinstance(source[name], dict):
        return {**body, name: _with_field(body[name], source[name], deeper)}
    return body


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("uid"), str) and schema_of(entry) <= SCHEMA
