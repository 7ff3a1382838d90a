"""The journal for the plain session: an entry that can't be written now is written together with a later one."""

from __future__ import annotations

from l5tui.config.errors import JournalError
from l5tui.config.output import print_error
from l5tui.domain.entry import Entry
from l5tui.journal.drafts import Drafts
from l5tui.journal.may_write import MayWrite, always
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.journal.unwritten import Unwritten


class Records:
    """Writes to the journal, and keeps entries through temporary disk errors; each reason is reported once.

    Args:
        journal: the journal.
        spool: keeps entries that can't be written at the end.
    """

    def __init__(self, journal: Journal, spool: Spool | None = None) -> None:
        self.journal = journal
        self.unwritten = Unwritten(journal, spool)
        self.drafts = Drafts(journal.path, () if spool is None else None)
        """The unconfirmed input."""
        self._told: set[str] = set()

    def write_spooled(self) -> None:
        """Write the entries that an earlier start spooled."""
        try:
            self.unwritten.write_spooled()
        except JournalError as error:
            self.trouble(error)

    def keep(self, entry: Entry, may_write: MayWrite = always) -> bool:
        """Write an entry (see `Unwritten.add`) and those that wait. True if it is on the disk."""
        self.unwritten.add(entry, may_write)
        return self.flush()

    def entries(self) -> list[Entry]:
        """All entries, including those that aren't written yet, which replace older states.

        Raises:
            JournalError: the journal can't be read.
        """
        waiting = self.unwritten.entries
        uids = {entry["uid"] for entry in waiting}
        return [*waiting, *(entry for entry in self.journal.entries() if entry["uid"] not in uids)]

    def flush(self) -> bool:
        """Write the entries that wait. True if none waits any more."""
        try:
            self.unwritten.flush()
        except JournalError as error:
            self.trouble(error)
            return False
        return True

    def trouble(self, error: Exception | str) -> None:
        """Report an error on standard error."""
        line = str(error)
        if line not in self._told:
            self._told.add(line)
            print_error(line)
