"""TinyDB's storage for the journal: the whole file is replaced at each write, and only what changed is encoded anew.

`commit` makes a write safe and `recovery` reads a damaged file; this module lies between them and TinyDB: it caches
what was read last, checks whether that is still current, and takes the lock. Documents are replaced whole, never
changed in place, because a document's cached text is valid only while it is the same object that was read.
`tables.Documents` enforces this.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, Final

from tinydb.storages import Storage

from l5tui import __version__
from l5tui.config.errors import JournalError, as_journal_error
from l5tui.storage import commit, recovery
from l5tui.storage.atomic import SYSTEM, FileState, SystemCalls, exists, make_folder, protected, read_whole
from l5tui.storage.format import ENTRIES, Content, Record, Tables, chunks, compose, encode
from l5tui.storage.lock import NoLocksError, is_free, locked
from l5tui.storage.recovery import merge_tables
from l5tui.storage.schema import Step, migrate, schema_of

_STALE_S: Final = 3600.0
"""Seconds; a temporary file this old isn't being written any more, whoever holds the lock."""

PurgeCopies = Callable[[SystemCalls, Path, frozenset[str]], None]


class JournalStorage(Storage):
    """The journal's file, for TinyDB.

    Args:
        path: FILE; a symbolic link is followed and stays one.
        calls: the operating system.
        unlocked: write even where the file system has no locks.
        timeout: seconds to wait for another process that holds the lock.
        today: the date that names the daily copy.
        steps: the migrations, and `schema` what they lead to.
        purge_copies: removes entries from all files beside FILE, under the lock.
    """

    def __init__(
        self,
        path: Path,
        *,
        calls: SystemCalls = SYSTEM,
        unlocked: bool = False,
        timeout: float = 10.0,
        today: Callable[[], date] = date.today,
        steps: Mapping[int, Step],
        schema: int,
        purge_copies: PurgeCopies,
    ) -> None:
        self.path = path
        self.calls = calls
        self._unlocked = unlocked
        self._timeout = timeout
        self._today = today
        self._steps = steps
        self._schema = schema
        self._purge_copies = purge_copies
        self._mutex = RLock()
        self._held: Path | None = None
        self._content: Content | None = None
        self._mark: FileState | None = None
        self._undamaged = True
        self._outdated = False
        self._swept: date | None = None
        self._told: tuple[str, ...] = ()
        self.lost: Tables | None = None
        """The tables of a file that was removed while it was open, until they are written again or discarded."""
        self._lost_since: Tables = {}
        self.notices: list[str] = []
        """Notices about damage found while reading, as plain lines; whoever shows them empties the list."""

    @property
    def file(self) -> Path:
        """The file itself, with symbolic links resolved; while the lock is held, the locked one."""
        return self._held or Path(os.path.realpath(self.path))

    @property
    def undamaged(self) -> bool:
        """Whether FILE was undamaged when it was last read."""
        return self._undamaged

    def read(self) -> Tables | None:
        """All tables, or None if there is no file yet. The documents are the storage's own: change copies only."""
        with self._mutex:
            self._refresh()
            return dict(self._content.tables) if self._content is not None else None

    def changed_since_read(self) -> bool:
        """Whether FILE has changed since it was last read or written, judged by its identity, size and time."""
        with self._mutex:
            try:
                mark = FileState.of(self.calls.stat(str(self.file)))
            except OSError:
                mark = None
            return mark != self._mark

    def tables_with_lost(self) -> Tables:
        """All tables, merged with those of a removed file."""
        now = self.read() or {}
        return now if self.lost is None else merge_tables(self.lost, self._lost_since, now)

    def give_up(self) -> None:
        """Discard the tables of the removed file."""
        self.lost, self._lost_since = None, {}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the journal by these tables. Only inside `changing`, or another process's write could be lost."""
        with self._mutex:
            if self._held is None:
                raise RuntimeError("write to the journal inside `changing()` only")
            self._commit(data, self._other_names(self._held))

    def erase(self, keys: Iterable[str]) -> None:
        """Remove entries for good: first from every copy, then from FILE, without making a new copy of it.

        A crash on the way leaves them in FILE, where the next purge finds them.
        """
        with self.changing():
            data = self.read() or {}
            if not self._undamaged:
                self._commit(data, self._other_names(self.file))
            gone = frozenset(keys)
            try:
                self._purge_copies(self.calls, self.file, gone)
            except OSError as error:
                raise as_journal_error(self.file, error) from error
            data[ENTRIES] = {key: body for key, body in data.get(ENTRIES, {}).items() if key not in gone}
            self._commit(data, ())

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock, for a read, a change and a write that belong together. Can be nested.

        Raises:
            JournalError: can't be locked or written; nothing was changed.
        """
        with self._mutex:
            if self._held is not None:
                yield
                return
            file = self.file
            try:
                make_folder(self.calls, file.parent)
            except OSError as error:
                raise as_journal_error(file.parent, error) from error
            if protected(self.calls, file):
                raise _read_only(file)
            with self._locked(file):
                self._held = file
                try:
                    yield
                finally:
                    self._held = None

    def probe(self) -> str | None:
        """Why the journal can't be written, as one line, or None if it seems writable.

        Also removes temporary files that a crash left long ago, since they hold private data.
        """
        file = self.file
        folder = file.parent
        while not exists(self.calls, folder) and folder != folder.parent:
            folder = folder.parent
        if not self.calls.writable(str(folder)):
            return f"The journal {file} is read-only here: {folder} can't be written to."
        if not exists(self.calls, file):
            return None
        if protected(self.calls, file):
            return str(_read_only(file))  # in the same words as a refused write, so that it is shown once
        commit.sweep(self.calls, file, _STALE_S)
        try:
            is_free(self.calls, _lock_file(file))
        except NoLocksError as error:
            return None if self._unlocked else f"{error}."
        except JournalError as error:
            return f"{error}."
        return None

    def forget(self) -> None:
        """Read the file again at the next call, even if it seems unchanged."""
        with self._mutex:
            self._mark = None
            self._content = None
            self._told = ()

    @contextmanager
    def _locked(self, file: Path) -> Iterator[None]:
        lock = locked(self.calls, _lock_file(file), self._timeout)
        try:
            lock.__enter__()
        except NoLocksError:
            if not self._unlocked:
                raise
            yield
            return
        try:
            yield
        finally:
            lock.__exit__(None, None, None)

    def _refresh(self) -> None:
        """Read FILE if it has changed."""
        file = self.file
        content = self._content
        if content is not None and self._unchanged(file, content.header):
            return
        reading = recovery.read(self.calls, file, None if content is None else dict(_known(content)))
        if content is not None and (reading is None or reading.mark is None):
            self._note_removed(file, content, reading)
        if reading is None:
            self._content, self._mark, self._undamaged, self._outdated = None, None, True, False
            return
        self.notices += [notice for notice in reading.notices if notice not in self._told]
        self._told = reading.notices
        self._update(file, reading)
        self._content, self._mark, self._undamaged = reading.content, reading.mark, reading.undamaged

    def _note_removed(self, file: Path, content: Content, reading: recovery.Reading | None) -> None:
        """FILE is gone: remember what it held, unless a copy holds as much."""
        if self._mark is None or self.lost is not None or content.generation <= _generation(reading):
            return
        self.lost, self._lost_since = content.tables, dict(reading.content.tables) if reading else {}
        self.notices.append(f"The journal {file} was removed while l5tui was open.")

    def _unchanged(self, file: Path, header: bytes) -> bool:
        try:
            if self._mark is None or FileState.of(self.calls.stat(str(file))) != self._mark:
                return False
        except OSError:
            return False
        # An inode can be reused within the resolution of the file's time; a header is never the same twice.
        head = read_whole(self.calls, file, len(header))
        return head is not None and head[0] == header

    def _update(self, file: Path, reading: recovery.Reading) -> None:
        """Refuse a newer schema; bring older entries up to date in memory."""
        entries = reading.content.tables.get(ENTRIES, {})
        newest = max([reading.schema, *map(schema_of, entries.values())], default=0)
        if newest > self._schema:
            raise recovery.newer_version_error(file, f"schema {newest}")
        self._outdated = False
        for key, entry in entries.items():
            if schema_of(entry) < self._schema:
                self._outdated = True
                entries[key] = migrate(entry, self._steps, self._schema)
                reading.content.lines[ENTRIES][key] = encode(ENTRIES, key, entries[key])

    def _commit(self, data: Tables, names: Iterable[Path]) -> None:
        file = self.file
        old = self._content or Content()
        new = Content(old.generation + 1)
        for name, table in data.items():
            docs, lines = old.tables.get(name, {}), old.lines.get(name, {})
            new.tables[name] = table
            new.lines[name] = {
                key: lines[key] if docs.get(key) is doc else encode(name, key, doc) for key, doc in table.items()
            }
        parts = chunks(compose(new, self._schema, __version__))
        try:
            mark = commit.commit(self.calls, file, parts, names)
        except OSError as error:  # the cached tables are compared with the file again before they are used
            raise as_journal_error(file, error) from error
        self._content, self._mark, self._undamaged, self._outdated = new, mark, True, False
        if self._swept != self._today():
            self._sweep(file)

    def _other_names(self, file: Path) -> list[Path]:
        """The names that the present state gets before it is replaced: step 3 of a commit."""
        if self._mark is None or not self._mark.size:
            return []
        if not self._undamaged:
            return [commit.free_name(self.calls, file, commit.DAMAGED)]
        names = [commit.previous(file)]
        day = file.with_name(f"{file.name}.{self._today().isoformat()}")
        if self._swept != self._today() and not exists(self.calls, day):
            names.append(day)
        if self._outdated:
            names.append(commit.free_name(self.calls, file, f"{commit.BEFORE_SCHEMA}{self._schema}-"))
        return names

    def _sweep(self, file: Path) -> None:
        with suppress(OSError):
            commit.sweep(self.calls, file, _STALE_S if self._unlocked else 0.0)
            self._swept = self._today()


def _generation(reading: recovery.Reading | None) -> int:
    return reading.content.generation if reading is not None else -1


def _known(content: Content) -> Iterator[tuple[bytes, Record]]:
    """The records by their lines, so that a line that is unchanged isn't decoded again."""
    for table, lines in content.lines.items():
        bodies = content.tables[table]
        for key, line in lines.items():
            yield line, Record(table, key, bodies[key], line)


def _read_only(file: Path) -> JournalError:
    return JournalError(
        f"{file} is marked read-only, so nothing is written",
        "allow writing with chmod u+w, or name another journal with --journal FILE",
    )


def _lock_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")
