"""The journal, as screens use it: off the event loop, one change at a time, and never lost when the disk says no.

An entry that can't be written is kept here and written with the next change that works. So a full disk costs a line on
the screen, not a session.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import deepcopy
from typing import TypeVar

from l5tui.domain.entry import Entry
from l5tui.errors import JournalError
from l5tui.journal.store import Journal

T = TypeVar("T")


class Records:
    """A journal behind one thread of its own."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._waiting: dict[str, Entry] = {}

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """What couldn't be written yet."""
        return tuple(self._waiting.values())

    async def open(self) -> tuple[str, ...]:
        """Open the journal; what happened on the way, as lines for the person."""
        opened = await self.do(lambda journal: journal.open())
        return tuple(opened.notices)

    async def do(self, call: Callable[[Journal], T]) -> T:
        """Do something with the journal.

        Raises:
            JournalError: it couldn't be read or written.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, self.journal)

    async def put(self, entry: Entry) -> None:
        """Keep an entry, with those that are still waiting.

        Raises:
            JournalError: it couldn't be written; it waits for the next change.
        """
        self._waiting[entry["uid"]] = deepcopy(entry)
        await self.flush()

    async def flush(self) -> None:
        """Write what is waiting.

        Raises:
            JournalError: it still can't be written.
        """
        for uid, entry in list(self._waiting.items()):
            await self.do(lambda journal, entry=entry: journal.put(entry))  # type: ignore[misc]
            if self._waiting.get(uid) is entry:
                del self._waiting[uid]

    async def entries(self) -> tuple[Entry, ...]:
        """All entries, newest first, with those that are still waiting in their place.

        Raises:
            JournalError: it couldn't be read.
        """
        kept = await self.do(lambda journal: journal.entries())
        if not self._waiting:
            return tuple(kept)
        waiting = set(self._waiting)
        merged = [*self._waiting.values(), *(entry for entry in kept if entry["uid"] not in waiting)]
        return tuple(merged)

    def close(self) -> None:
        """Write what can still be written, and let the thread go. For the end, when the event loop is gone."""
        self._thread.shutdown(wait=True)
        with suppress(JournalError):
            for entry in self._waiting.values():
                self.journal.put(entry)
