"""The journal, as the plain session uses it: an entry that can't be written now is written with the next that can."""

from __future__ import annotations

from l5tui.config.errors import JournalError
from l5tui.config.output import print_error
from l5tui.domain.entry import Entry
from l5tui.journal.drafts import Drafts
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import Unwritten


class Records:
    """A journal that loses nothing to a disk that says no for a while; it is said, once for each reason.

    Args:
        journal: the journal.
        spool: where what can't be written is kept at the end.
    """

    def __init__(self, journal: Journal, spool: Spool | None = None) -> None:
        self.journal = journal
        self.unwritten = Unwritten(journal, spool)
        self.drafts = Drafts(journal.path, () if spool is None else None)
        """What is typed and not confirmed."""
        self._told: set[str] = set()

    def take_in(self) -> None:
        """Put into the journal what an earlier start couldn't."""
        try:
            self.unwritten.take_in()
        except JournalError as error:
            self.trouble(error)

    def keep(self, entry: Entry) -> bool:
        """Put an entry into the journal, with those that wait. True when it is on the disk."""
        self.unwritten.add(entry)
        return self.flush()

    def entries(self) -> list[Entry]:
        """All entries, with those that the disk hasn't taken yet in the place of what it has.

        Raises:
            JournalError: the journal can't be read.
        """
        waiting = self.unwritten.entries
        uids = {entry["uid"] for entry in waiting}
        return [*waiting, *(entry for entry in self.journal.entries() if entry["uid"] not in uids)]

    def flush(self) -> bool:
        """Write what waits. True when nothing waits any more."""
        try:
            self.unwritten.flush()
        except JournalError as error:
            self.trouble(error)
            return False
        return True

    def trouble(self, error: Exception | str) -> None:
        """Say what went wrong, on standard error."""
        line = str(error)
        if line not in self._told:
            self._told.add(line)
            print_error(line)
