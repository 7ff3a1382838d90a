"""Access to the journal for the screens, on a thread of its own, one change at a time.

No change is lost when a write fails: an entry that can't be written, as on a full disk, is kept here and written with
the next change that works. The screen shows the error in a line, and the session continues.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import instant
from l5tui.journal.may_write import MayWrite, always

if TYPE_CHECKING:
    from l5tui.journal.drafts import Draft
    from l5tui.journal.spool import Spool
    from l5tui.journal.store import Journal

T = TypeVar("T")

READING, WRITING, LOGGING, REMOVED = "reading", "writing", "logging", "removed"
"""Causes of error messages about the journal and a session's log; the program can find out when each is over."""


class JournalSnapshot(NamedTuple):
    """What was read from the journal."""

    entries: tuple[Entry, ...]
    """Newest first."""
    favourites: tuple[str, ...]
    notices: tuple[str, ...]
    """What was found while reading, as lines for the person."""
    removed: bool
    """The file was removed while it was open; the entries still have its last known content."""


class Records:
    """A journal, used from a thread of its own.

    Args:
        journal: the journal.
        spool: keeps what can't be written at the end; None for a journal that needn't be kept.
    """

    def __init__(self, journal: Journal, spool: Spool | None = None) -> None:
        from l5tui.journal.drafts import Drafts
        from l5tui.journal.unwritten import Unwritten

        self.journal = journal
        self.drafts = Drafts(journal.path, () if spool is None else None)
        """Unconfirmed input."""
        self.unwritten = Unwritten(journal, spool)
        self.read_only = False
        """Whether writing is known to fail; reset when a write works."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """Entries that couldn't be written yet."""
        return self.unwritten.entries

    @property
    def saves(self) -> bool:
        """Whether confirmed input reaches the disk, as far as is known."""
        return not self.read_only and not self.waiting

    async def open(self) -> tuple[str, ...]:
        """Open the journal; returns what was found, as lines for the person.

        Raises:
            JournalError: it couldn't be read.
        """
        self.read_only = True
        opened = await self.do(lambda journal: journal.open())
        self.read_only = opened.read_only
        return tuple(opened.notices)

    async def write_spooled(self) -> int:
        """Write the entries that an earlier start couldn't write. Returns how many there were.

        Raises:
            JournalError: the journal still can't be written; the entries wait here.
        """
        return await self.do(lambda _: self.unwritten.write_spooled())

    async def do(self, call: Callable[[Journal], T]) -> T:
        """Call a function with the journal, on the journal's thread.

        Raises:
            JournalError: it couldn't be read or written.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, self.journal)

    async def put(self, entry: Entry, may_write: MayWrite = always) -> None:
        """Write an entry (see `Unwritten.add`), with those that wait.

        Raises:
            JournalError: it couldn't be written; it waits for the next change.
        """
        self.unwritten.add(entry, may_write)
        await self.flush()

    async def flush(self) -> None:
        """Write the entries that wait.

        Raises:
            JournalError: the journal still can't be written.
        """
        if self.waiting:
            await self.do(lambda _: self.unwritten.flush())
            self.read_only = False

    async def spool_all(self) -> list[Entry]:
        """Spool the entries that wait; returns those that no disk took."""
        return await self.do(lambda _: self.unwritten.spool_all())

    async def forget(self, uid: str) -> None:
        """Write nothing more of an entry, because another login continues its session and will write it.

        A write in progress is finished when this returns.
        """
        await self.do(lambda _: None)
        self.unwritten.forget(uid)
        self.drafts.finish_entry(uid)
        for draft in self.drafts.typed:
            if draft.entry == uid:
                self.drafts.finish(draft.uid)

    async def snapshot(self) -> JournalSnapshot:
        """The journal's content, with entries that wait in place of their older states.

        Raises:
            JournalError: it couldn't be read.
        """
        found = await self.do(_read_snapshot)
        return found._replace(entries=self.with_waiting(found.entries))

    def with_waiting(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """These entries, with those that wait in place of their older states."""
        waiting = {entry["uid"]: entry for entry in self.waiting}
        if not waiting:
            return entries
        merged = [*waiting.values(), *(entry for entry in entries if entry["uid"] not in waiting)]
        return tuple(sorted(merged, key=lambda entry: instant(entry.get("started")), reverse=True))

    def close(self) -> tuple[list[Entry], list[Draft]]:
        """Write what can be written, and stop the thread; for the end, when the event loop has ended.

        Returns:
            What no disk took: entries, and drafts.
        """
        self._thread.shutdown(wait=True)
        return self.unwritten.end(), self.drafts.keep()


def _read_snapshot(journal: Journal) -> JournalSnapshot:
    entries, favourites = tuple(journal.entries(removed=True)), tuple(journal.favourites(removed=True))
    return JournalSnapshot(entries, favourites, tuple(journal.take_notices()), journal.removed)
