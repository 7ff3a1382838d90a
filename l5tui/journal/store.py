"""The journal's interface, which the app, the plain session and the command line use.

All methods block, for a disk or another process, and may be called from any thread. They return copies, and store
copies of what they are given. When a method returns, its change is on the disk; when it raises `JournalError`, nothing
that another method would show has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final, NamedTuple, cast

from l5tui.config.errors import JournalError
from l5tui.domain.entry import SCHEMA, Entry
from l5tui.domain.entry_times import BEGINNING, instant, text_of
from l5tui.journal.field_paths import MISSING, set_value, value_of
from l5tui.journal.merge import Changes, changes_between, merged_tables
from l5tui.journal.migrations import STEPS
from l5tui.journal.purge import purge_copies
from l5tui.journal.undo import CHANGED_ELSEWHERE, DELETED, Change, Undone, last_changes
from l5tui.storage.atomic import SystemCalls
from l5tui.storage.format import ENTRIES, Tables
from l5tui.storage.tables import Database, Documents, deep_copy, json_copy

FAVOURITES: Final = "favourites"
Body = dict[str, Any]


class Opened(NamedTuple):
    """The result of opening a journal."""

    entries: int
    """How many there are, hidden ones not counted."""
    new: bool
    """There is no file yet; the first write creates it."""
    notices: tuple[str, ...]
    """Plain lines for the person: a damaged file, a copy that was opened instead, a journal that is read-only here."""
    read_only: bool
    """The journal can't be written; the last notice says why."""


class Journal:
    """One person's journal.

    Args:
        path: FILE. Nothing is read or created before the first method is called.
        unlocked: write even where the file system has no locks (`unlocked_journal` in config.toml).
        options: for tests, further arguments of `JournalStorage`.
    """

    def __init__(self, path: Path, *, unlocked: bool = False, **options: Any) -> None:
        self.path = path
        given = {"steps": STEPS, "schema": SCHEMA, "purge_copies": purge_copies, **options}
        self._db = Database(path, unlocked=unlocked, **given)
        self._storage = self._db.journal_storage
        self._changes: list[Change] = []
        self._mutex = RLock()

    @property
    def file(self) -> Path:
        """The file itself, with symbolic links resolved. FILE.live and the copies are beside it."""
        return self._storage.file

    @property
    def calls(self) -> SystemCalls:
        """The system calls, for code that works on the journal's files."""
        return self._storage.calls

    @property
    def live(self) -> Path:
        """The folder of the session logs: FILE.live."""
        return self.file.with_name(f"{self.file.name}.live")

    def open(self) -> Opened:
        """Read the journal now, and return what was found. The journal isn't changed.

        Raises:
            JournalError: it is a folder, isn't a journal, is from a newer version, or can't be read.
        """
        self._storage.forget()
        tables = self._storage.read()
        why = self._storage.probe()
        notices, self._storage.notices = self._storage.notices, []
        entries = (tables or {}).get(ENTRIES, {}).values()
        if not self._changes:
            self._changes = last_changes(entries)
        shown = [entry for entry in entries if not entry.get("deleted")]
        return Opened(len(shown), tables is None, (*notices, *([why] if why else ())), why is not None)

    def entries(self, *, deleted: bool = False, removed: bool = False) -> list[Entry]:
        """All entries, newest first by their start as an instant; of the same instant, the last written comes first.

        Args:
            deleted: include hidden entries. Safety entries are never hidden, even if they are marked as deleted.
            removed: include entries of a file that was removed while it was open: see `removed`.
        """
        known = self._storage.tables_with_lost().get(ENTRIES, {}).values() if removed else ()
        bodies = [deep_copy(body) for body in known] if removed else self._entries.bodies()
        found = [body for body in bodies if deleted or not body.get("deleted") or _is_safety(body)]
        found.reverse()
        found.sort(key=lambda body: instant(body.get("started")), reverse=True)
        return cast(list[Entry], found)

    def changed_elsewhere(self) -> bool:
        """Whether the file has changed since it was last read or written; one `stat` call, nothing is read."""
        return self._storage.changed_since_read()

    def take_notices(self) -> list[str]:
        """The notices since the last call, as plain lines for the person."""
        notices, self._storage.notices = self._storage.notices, []
        return notices

    @property
    def removed(self) -> bool:
        """Whether the file was removed while it was open, so that its content in memory could be written again. Until
        it is written or discarded, `entries` and `favourites` include it when asked to.
        """
        return self._storage.lost is not None

    def write_again(self) -> None:
        """Write the content of a removed file again, merged with what was written since.

        Raises:
            JournalError: the journal can't be written.
        """
        with self._mutex, self._storage.changing():
            self._storage.write(self._storage.tables_with_lost())
            self._storage.give_up()

    def discard_removed(self) -> None:
        """Discard the content of a removed file."""
        self._storage.give_up()

    def get(self, uid: str) -> Entry | None:
        """The entry, hidden or not, or None."""
        return cast(Entry | None, self._entries.body(uid))

    def put(self, entry: Entry) -> None:
        """Insert the entry, or replace the one of the same uid. Doing it twice is harmless."""
        self._entries.put({entry["uid"]: cast(Mapping[str, Any], entry)})

    def put_all(self, entries: Iterable[Entry]) -> None:
        """Put several entries at once: all of them are written, or none."""
        self._entries.put({entry["uid"]: cast(Mapping[str, Any], entry) for entry in entries})

    def changing(self) -> AbstractContextManager[None]:
        """Hold the journal's lock for a read and a write that belong together. Can be nested."""
        return self._storage.changing()

    def edit(self, uid: str, changes: Mapping[str, object], at: datetime | str) -> Entry:
        """Change fields of an entry. Each change adds `{at, field, was}` to `edits`, so the first value is kept.

        Args:
            changes: new values by field; `after.pain` is `pain` in `after`. Unchanged fields are left out.
            at: now.

        Raises:
            JournalError: the entry is gone, deleted, or about safety, or it can't be written.
        """
        with self._mutex, self._storage.changing():
            body = self._present(uid)
            if body.get("deleted"):
                raise JournalError("that entry was deleted elsewhere since", "nothing was changed")
            _refuse_safety(body)
            change = Change("edit", uid, {}, [])
            at = time_of_change(body, at)
            for field, value in json_copy(changes).items():
                was = value_of(body, field)
                if was != value or type(was) is not type(value):
                    change.fields[field] = (was, value)
                    change.records.append({"at": text_of(at), "field": field, "was": None if was is MISSING else was})
                    _set(body, field, value)
            if change.fields:
                body["edits"] = [*body.get("edits", []), *change.records]
                self._entries.put({uid: body})
                self._changes.append(change)
        return cast(Entry, deep_copy(body))

    def delete(self, uid: str, at: datetime | str) -> None:
        """Hide an entry until it is purged. Deleting it twice is harmless.

        Raises:
            JournalError: the entry is gone or about safety, or it can't be written.
        """
        with self._mutex, self._storage.changing():
            body = self._present(uid)
            _refuse_safety(body)
            if not body.get("deleted"):
                at = time_of_change(body, at)
                change = Change("delete", uid, {"deleted": (value_of(body, "deleted"), at)}, [])
                body["deleted"] = at
                self._entries.put({uid: body})
                self._changes.append(change)

    def undo(self, at: datetime | str = "") -> Undone | None:
        """Undo the last edit or delete made through this object, then the last ones before it was opened, up to ten;
        returns None if there is none.

        The entry is as if the change had never been made: an edit's records are removed from `edits` too, because they
        would record a slip, not a correction. If another process changed a field again since, that change stays. An
        undone delete leaves a record that is newer than the delete, or else a merge with a copy that has the delete
        would hide the entry again.

        Args:
            at: now; without it the record of an undone delete is a second newer than the delete.

        Raises:
            JournalError: nothing of the change is left to undo (it is then forgotten), or it can't be written.
        """
        with self._mutex:
            if not self._changes:
                return None
            change = self._changes[-1]
            with self._storage.changing():
                body = self._entries.body(change.uid)
                ours = [
                    field
                    for field, (_, now) in change.fields.items()
                    if body is not None and value_of(body, field) == now
                ]
                if body is None or not ours:
                    self._changes.pop()
                    raise JournalError(CHANGED_ELSEWHERE, "nothing was undone")
                for field in ours:
                    _set(body, field, change.fields[field][0])
                for record in change.records:
                    if record["field"] in ours and record in body.get("edits", []):
                        body["edits"].remove(record)
                if change.what == "delete":
                    was = change.fields[DELETED][1]
                    record = {
                        "at": time_of_change({**body, DELETED: was}, at or str(was)),
                        "field": DELETED,
                        "was": was,
                    }
                    body["edits"] = [*body.get("edits", []), record]
                self._entries.put({change.uid: body})
            self._changes.pop()
            return Undone(change.what, change.uid, tuple(ours) if change.what == "edit" else ())

    def merge(self, others: Tables, *, only_look: bool = False) -> Changes:
        """Merge another state of the journal into this one; see `merge`.

        Args:
            others: its tables.
            only_look: change nothing, and only return what would change.

        Raises:
            JournalError: the journal can't be read or written; nothing was changed.
        """
        if only_look:
            mine = self._storage.read() or {}
            return changes_between(mine, merged_tables(mine, others))
        with self._mutex, self._storage.changing():
            mine = self._storage.read() or {}
            merged = merged_tables(mine, others)
            changes = changes_between(mine, merged)
            if changes.any:
                self._storage.write(json_copy(merged))
            return changes

    def favourites(self, *, removed: bool = False) -> list[str]:
        """The ids of favourite exercises and routines, in their order; the first nine have digits.

        Args:
            removed: include those of a file that was removed while it was open.
        """
        known = self._storage.tables_with_lost().get(FAVOURITES, {}).values() if removed else self._favourites.bodies()
        return [str(one["id"]) for one in sorted(known, key=lambda one: (one["order"], one["id"]))]

    def toggle_favourite(self, name: str) -> bool:
        """Add the last favourite, or remove it if it is one already. Returns whether it is a favourite now."""
        with self._storage.changing():
            ids = self.favourites()
            self.set_favourites([one for one in ids if one != name] if name in ids else [*ids, name])
            return name not in ids

    def set_favourites(self, ids: Iterable[str]) -> None:
        """Replace the favourites, in this order; an id that is named twice takes its first position."""
        ordered = dict.fromkeys(ids)
        self._favourites.replace_all({name: {"id": name, "order": order} for order, name in enumerate(ordered)})

    def purge(self) -> int:
        """Remove deleted entries for good, from every copy and session log too. Returns how many there were. Safety
        entries stay, even those of purged sessions.

        Raises:
            JournalError: a file can't be read or written; another purge continues where this one stopped.
        """
        with self._mutex, self._storage.changing():
            bodies = self._entries.bodies()
            gone = {str(body["uid"]) for body in bodies if body.get("deleted") and not _is_safety(body)}
            if gone:
                self._storage.erase(gone)
                self._changes = [change for change in self._changes if change.uid not in gone]
            return len(gone)

    @property
    def _entries(self) -> Documents:
        return self._db.documents(ENTRIES)

    @property
    def _favourites(self) -> Documents:
        return self._db.documents(FAVOURITES)

    def _present(self, uid: str) -> Body:
        body = self._entries.body(uid)
        if body is None:
            raise JournalError("that entry is not in the journal any more", "it may have been purged elsewhere")
        return body


def _set(body: Body, field: str, value: object) -> None:
    if not set_value(body, field, value):  # it is of another kind by now
        raise JournalError(CHANGED_ELSEWHERE, "nothing was changed")


def _is_safety(body: Body) -> bool:
    return body.get("kind") == "safety"


def _refuse_safety(body: Body) -> None:
    """Refuse to delete or correct a safety entry: the questions are answered again instead."""
    if _is_safety(body):
        raise JournalError("what was said about safety can't be changed", "Answer it anew: l5tui safety ask")


def time_of_change(body: Body, at: datetime | str) -> str:
    """The time of a change: now, or a second after the entry's last one, if the clock says that it isn't later.

    A merge orders changes by their times, so they must have the order in which they were made.
    """
    records = body.get("edits")
    times = [one.get("at") for one in (records if isinstance(records, list) else ()) if isinstance(one, dict)]
    last = max(map(instant, [*times, body.get(DELETED)]), default=BEGINNING)
    now = instant(text_of(at))
    later = (last + timedelta(seconds=1)).astimezone(now.tzinfo)
    return text_of(at) if now > last else text_of(later)
