"""TinyDB's storage for the journal: the whole file is replaced at each write, and only what changed is encoded anew.

A commit, step by step, under the lock. A crash between any two leaves the old journal or the new one, whole:

1. FILE is looked at; if another process wrote since, it is read again.
   Crash: nothing was written yet.
2. The new journal is written to FILE.tmp-xxxxxxxx and synced.
   Crash: the old journal, and a stale temporary file that is swept later.
3. FILE gets a second name: FILE.prev and, at the day's first write, FILE.DATE. If FILE is damaged, its second name is
   FILE.damaged-N instead, and FILE.prev stays.
   Crash: the old journal; FILE and FILE.prev are the same.
4. FILE.tmp-xxxxxxxx is renamed to FILE: the commit point.
   Crash: the old journal or the new one, as the disk has it. Nobody was told yet that it is saved.
5. The folder is synced.
   Crash: the new journal. From here on the write is confirmed.

Documents are replaced whole, never changed in place: whether a document is the very object that was read decides
whether its text is still right. `tables.Documents` sees to it that nobody does otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, Final

from tinydb.storages import Storage

from l5tui import __version__
from l5tui.domain.entry import SCHEMA
from l5tui.errors import JournalError
from l5tui.journal import atomic, recovery
from l5tui.journal.atomic import SYSTEM, Calls, Mark
from l5tui.journal.format import Content, Record, Tables, compose, encode
from l5tui.journal.lock import NoLocksError, free, locked
from l5tui.journal.migrations import STEPS, Step, migrate, schema_of

DAYS_KEPT: Final = 7
ENTRIES: Final = "entries"
_UNLOCKED_AGE_S: Final = 3600.0
"""Without a lock, a temporary file this old isn't being written any more."""


class JournalStorage(Storage):
    """The journal's file, for TinyDB.

    Args:
        path: FILE; a symbolic link is followed and stays one.
        calls: the operating system.
        unlocked: write even where the file system has no locks.
        timeout: seconds to wait for another process that holds the lock.
        today: the date that names the daily copy.
        steps: the migrations, and `schema` what they lead to.
    """

    def __init__(
        self,
        path: Path,
        *,
        calls: Calls = SYSTEM,
        unlocked: bool = False,
        timeout: float = 10.0,
        today: Callable[[], date] = date.today,
        steps: Mapping[int, Step] = STEPS,
        schema: int = SCHEMA,
    ) -> None:
        self.path = path
        self._calls = calls
        self._unlocked = unlocked
        self._timeout = timeout
        self._today = today
        self._steps = steps
        self._schema = schema
        self._mutex = RLock()
        self._depth = 0
        self._content: Content | None = None
        self._mark: Mark | None = None
        self._sound = True
        self._outdated = False
        self._swept: date | None = None
        self._told: list[str] = []
        self.notices: list[str] = []
        """What was found while reading, as plain lines; whoever shows them empties the list."""

    @property
    def file(self) -> Path:
        """The file itself, wherever FILE leads."""
        try:
            return Path(os.path.realpath(self.path, strict=False))
        except OSError as error:
            raise atomic.refusal(self.path, error) from error

    def read(self) -> Tables | None:
        """All tables, or None if there is nothing yet. The documents are the storage's own: change copies only."""
        with self._mutex:
            self._refresh()
            return dict(self._content.tables) if self._content is not None else None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the journal by these tables. Only inside `changing`, or another's write could be lost."""
        with self._mutex:
            if not self._depth:
                raise RuntimeError("write to the journal inside `changing()` only")
            self._commit(data)

    @contextmanager
    def changing(self, *, patience: float | None = None) -> Iterator[None]:
        """Hold the lock, for a read, a change and a write that belong together. Can be nested.

        Raises:
            JournalError: can't be locked or written; nothing was changed.
        """
        with self._mutex:
            if self._depth:
                yield
                return
            file = self.file
            try:
                atomic.make_folder(self._calls, file.parent)
            except OSError as error:
                raise atomic.refusal(file.parent, error) from error
            with self._locked(file, self._timeout if patience is None else patience):
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def probe(self) -> str | None:
        """Why the journal can't be written, as one line, or None if nothing speaks against it."""
        file = self.file
        folder = file.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not os.access(folder, os.W_OK | os.X_OK):
            return f"The journal {file} is read-only here: {folder} can't be written to."
        if folder != file.parent or not file.exists():
            return None
        try:
            free(self._calls, _lock_file(file))
        except NoLocksError as error:
            return None if self._unlocked else f"{error}."
        except JournalError as error:
            return f"{error}."
        return None

    def forget(self) -> None:
        """Read the file again at the next occasion, whatever its mark."""
        with self._mutex:
            self._mark = None
            self._content = None

    @contextmanager
    def _locked(self, file: Path, timeout: float) -> Iterator[None]:
        lock = locked(self._calls, _lock_file(file), timeout)
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
        """Read FILE if it isn't what was last seen."""
        file = self.file
        if self._content is not None and self._mark is not None and self._unchanged(file, self._content.header):
            return
        known = None
        if self._content is not None:
            lines, tables = self._content.lines, self._content.tables
            known = {
                line: Record(table, key, tables[table][key], line)
                for table, keys in lines.items()
                for key, line in keys.items()
            }
        reading = recovery.read(self._calls, file, known)
        if reading is None:
            self._content, self._mark, self._sound, self._outdated = None, None, True, False
            return
        self.notices += [notice for notice in reading.notices if notice not in self._told]
        self._told = reading.notices
        self._update(file, reading)
        self._content, self._mark, self._sound = reading.content, reading.mark, reading.sound

    def _unchanged(self, file: Path, header: bytes) -> bool:
        try:
            if Mark.of(self._calls.stat(str(file))) != self._mark:
                return False
        except OSError:
            return False
        # An inode can be used again within the clock's grain; the header can't repeat.
        head = atomic.read_whole(self._calls, file, len(header))
        return head is not None and head[0] == header

    def _update(self, file: Path, reading: recovery.Reading) -> None:
        """Refuse a newer schema; bring older entries up to date in memory."""
        entries = reading.content.tables.get(ENTRIES, {})
        newest = max([reading.schema, *map(schema_of, entries.values())], default=0)
        if newest > self._schema:
            raise JournalError(
                f"{file} was written by a newer l5tui (schema {newest})",
                "update l5tui, or name another journal with --journal FILE; the file is left as it is",
            )
        self._outdated = False
        for key, entry in entries.items():
            if schema_of(entry) < self._schema:
                self._outdated = True
                entries[key] = migrate(entry, self._steps, self._schema)
                reading.content.lines[ENTRIES][key] = encode(ENTRIES, key, entries[key])

    def _commit(self, data: Tables) -> None:
        file = self.file
        old = self._content or Content({}, {})
        new = Content({}, {}, old.generation + 1)
        for name, table in data.items():
            docs, lines = old.tables.get(name, {}), old.lines.get(name, {})
            new.tables[name] = table
            new.lines[name] = {
                key: lines[key] if docs.get(key) is doc else encode(name, key, doc) for key, doc in table.items()
            }
        whole = compose(new, self._schema, __version__)
        temporary = atomic.temporary_name(file)
        try:
            mark = atomic.write_new(self._calls, temporary, whole)
            try:
                if self._mark is not None and self._mark.size:
                    self._keep(file)
                self._calls.replace(temporary, str(file))
            except BaseException:
                with suppress(OSError):
                    self._calls.unlink(temporary)
                raise
            atomic.sync_folder(self._calls, file.parent)
        except OSError as error:
            self.forget()
            raise atomic.refusal(file, error) from error
        except BaseException:
            self.forget()
            raise
        self._content, self._mark, self._sound, self._outdated = new, mark, True, False
        self._sweep(file)

    def _keep(self, file: Path) -> None:
        """Step 3: the state that is about to be replaced gets its other names."""
        if not self._sound:
            atomic.keep(self._calls, file, _free_name(file, ".damaged-"))
            return
        if self._outdated:
            atomic.keep(self._calls, file, _free_name(file, f".before-schema-{self._schema}-"))
        day = file.with_name(f"{file.name}.{self._today().isoformat()}")
        if self._swept != self._today() and not day.exists():
            atomic.keep(self._calls, file, day)
        atomic.keep(self._calls, file, file.with_name(file.name + recovery.PREVIOUS))

    def _sweep(self, file: Path) -> None:
        """Once a day: take away what crashes left, and daily copies beyond the newest seven. Failing is harmless."""
        if self._swept == self._today():
            return
        self._swept = self._today()
        with suppress(OSError):
            stale = atomic.stale(self._calls, file, older_than=_UNLOCKED_AGE_S if self._unlocked else 0.0)
            for old in [*stale, *recovery.daily_copies(self._calls, file)[:-DAYS_KEPT]]:
                self._calls.unlink(str(old))


def _lock_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _free_name(file: Path, kind: str) -> Path:
    number = 1
    while (name := file.with_name(f"{file.name}{kind}{number}")).exists():
        number += 1
    return name
