"""The journal's interface, which the app, the plain session and the command line use.

All methods block, for a disk or another process, and may be called from any thread. They return copies, and store
copies of what they are given. When a method returns, its change is on the disk; when it raises `JournalError`, nothing
that another method would show has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any, Final, Literal, NamedTuple, cast

from l5tui.config.errors import JournalError
from l5tui.domain.entry import SCHEMA, Entry
from l5tui.domain.entry_times import instant, text_of
from l5tui.journal.migrations import STEPS
from l5tui.journal.purge import purge_copies
from l5tui.storage.atomic import SystemCalls
from l5tui.storage.format import ENTRIES
from l5tui.storage.tables import Database, Documents, deep_copy, json_copy

FAVOURITES: Final = "favourites"
Body = dict[str, Any]
_MISSING: Final = object()
CHANGED_ELSEWHERE: Final = "that entry was changed elsewhere since"


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


class Undone(NamedTuple):
    """What `Journal.undo` took back."""

    what: Literal["edit", "delete"]
    uid: str
    fields: tuple[str, ...]
    """The fields that were set back; empty for a delete."""


class _Change(NamedTuple):
    """An edit or a delete that can be undone: per field the old and the new value."""

    what: Literal["edit", "delete"]
    uid: str
    fields: dict[str, tuple[object, object]]
    records: list[Body]


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
        self._changes: list[_Change] = []
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
        shown = [entry for entry in (tables or {}).get(ENTRIES, {}).values() if not entry.get("deleted")]
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
            change = _Change("edit", uid, {}, [])
            for field, value in json_copy(changes).items():
                was = _value(body, field)
                if was != value or type(was) is not type(value):
                    change.fields[field] = (was, value)
                    change.records.append({"at": text_of(at), "field": field, "was": None if was is _MISSING else was})
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
                change = _Change("delete", uid, {"deleted": (_value(body, "deleted"), text_of(at))}, [])
                body["deleted"] = text_of(at)
                self._entries.put({uid: body})
                self._changes.append(change)

    def undo(self) -> Undone | None:
        """Undo the last edit or delete made through this object; returns None if there is none.

        The entry is as if the change had never been made: an edit's records are removed from `edits` too, because they
        would record a slip, not a correction. If another process changed a field again since, that change stays.

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
                    if body is not None and _value(body, field) == now
                ]
                if body is None or not ours:
                    self._changes.pop()
                    raise JournalError(CHANGED_ELSEWHERE, "nothing was undone")
                for field in ours:
                    _set(body, field, change.fields[field][0])
                for record in change.records:
                    if record["field"] in ours and record in body.get("edits", []):
                        body["edits"].remove(record)
                self._entries.put({change.uid: body})
            self._changes.pop()
            return Undone(change.what, change.uid, tuple(ours) if change.what == "edit" else ())

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


def _is_safety(body: Body) -> bool:
    return body.get("kind") == "safety"


def _refuse_safety(body: Body) -> None:
    """Refuse to delete or correct a safety entry: the questions are answered again instead."""
    if _is_safety(body):
        raise JournalError("what was said about safety can't be changed", "Answer it anew: l5tui safety ask")


def _holder(body: Body, field: str) -> Body | None:
    """The object that has a field such as `before.pain`; None in an entry of another kind."""
    found: object = body
    for name in field.split(".")[:-1]:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def _value(body: Body, field: str) -> object:
    """A field's value, `_MISSING` if there is none."""
    holder = _holder(body, field)
    return _MISSING if holder is None else holder.get(field.rpartition(".")[2], _MISSING)


def _set(body: Body, field: str, value: object) -> None:
    """Set a field, or remove it for `_MISSING`.

    Raises:
        JournalError: the entry is of another kind by now and has no object for the field.
    """
    holder, last = _holder(body, field), field.rpartition(".")[2]
    if holder is None:
        raise JournalError(CHANGED_ELSEWHERE, "nothing was changed")
    if value is _MISSING:
        holder.pop(last, None)
    else:
        holder[last] = deep_copy(value)
