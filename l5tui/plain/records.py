"""The journal, as the plain session uses it: an entry that can't be written now is written with the next that can."""

from __future__ import annotations

from copy import deepcopy

from l5tui.domain.entry import Entry
from l5tui.errors import JournalError
from l5tui.journal.store import Journal
from l5tui.output import complain


class Records:
    """A journal that loses nothing to a disk that says no for a while; it is said, once for each reason."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self._waiting: dict[str, Entry] = {}
        self._told: set[str] = set()

    def keep(self, entry: Entry) -> bool:
        """Put an entry into the journal, with those that wait. True when it is on the disk."""
        self._waiting[entry["uid"]] = deepcopy(entry)
        return self.flush()

    def flush(self) -> bool:
        """Write what waits. True when nothing waits any more."""
        try:
            for uid, entry in list(self._waiting.items()):
                self.journal.put(entry)
                del self._waiting[uid]
        except JournalError as error:
            self.trouble(error)
            return False
        return True

    def trouble(self, error: Exception | str) -> None:
        """Say what went wrong, on standard error."""
        line = str(error)
        if line not in self._told:
            self._told.add(line)
            complain(line)
