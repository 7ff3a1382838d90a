"""TinyDB's tables as the journal uses them: text keys, documents replaced whole, every write under the lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, cast

from tinydb import TinyDB
from tinydb.table import Table

from l5tui.storage.format import dumps
from l5tui.storage.tinydb_storage import JournalStorage

Body = dict[str, Any]


class Documents(Table):
    """A table whose keys are texts (an entry's uid, a favourite's id) and whose documents are never changed in place.

    `update` and `upsert` would change the objects whose text the storage has cached, so they are refused.
    """

    document_id_class = str  # type: ignore[assignment]  # TinyDB's own hook; its annotation says int

    def __init__(self, storage: JournalStorage, name: str, **_: Any) -> None:
        super().__init__(storage, name, cache_size=0)  # another process may write: a cache of queries would be wrong
        self._journal = storage

    def body(self, key: str) -> Body | None:
        """A copy of the document of that key."""
        document = self._read_table().get(key)
        return None if document is None else cast(Body, deep_copy(document))

    def bodies(self) -> list[Body]:
        """Copies of all documents."""
        return [cast(Body, deep_copy(document)) for document in self._read_table().values()]

    def put(self, bodies: Mapping[str, Mapping[str, Any]]) -> None:
        """Insert documents, or replace those of the same key."""
        new = json_copy(bodies)
        self._update_table(lambda table: cast(dict[str, Any], table).update(new))

    def replace_all(self, bodies: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace all documents by these."""
        new = json_copy(bodies)

        def replace(table: dict[Any, Any]) -> None:
            table.clear()
            table.update(new)

        self._update_table(replace)

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: see the class."""
        raise TypeError("documents of the journal are replaced whole, with put()")

    update_multiple = update
    upsert = update

    def _update_table(self, updater: Callable[[dict[int, Mapping[Any, Any]]], None]) -> None:
        # Replaces TinyDB's own method, which takes no lock and converts every key to an id and back (2 ms for 5,000).
        with self._journal.changing():
            tables = self._journal.read() or {}
            tables[self.name] = cast(Any, dict(tables.get(self.name, {})))
            updater(cast(Any, tables[self.name]))
            self._journal.write(tables)


class Database(TinyDB):
    """TinyDB on the journal's file."""

    table_class = Documents  # type: ignore[assignment]  # TinyDB's own hook; its annotation is invariant

    def __init__(self, path: Path, **options: Any) -> None:
        super().__init__(path, storage=JournalStorage, **options)

    def documents(self, name: str) -> Documents:
        """The table of that name."""
        return cast(Documents, self.table(name))

    @property
    def journal_storage(self) -> JournalStorage:
        """The storage of this database."""
        return cast(JournalStorage, self.storage)


def json_copy(value: Mapping[str, Any]) -> dict[str, Any]:
    """A deep copy as JSON returns it: tuples become lists, and values that aren't JSON are refused."""
    return cast(dict[str, Any], json.loads(dumps(value)))


def deep_copy(value: Any) -> Any:
    """A deep copy of plain JSON, as `json.loads` gives it; `copy.deepcopy` takes 7 times as long."""
    if type(value) is dict:
        new = value.copy()
        for key, one in value.items():
            if type(one) is dict or type(one) is list:
                new[key] = deep_copy(one)
        return new
    if type(value) is list:
        return [deep_copy(one) if type(one) is dict or type(one) is list else one for one in value]
    return value
