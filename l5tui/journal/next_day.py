"""Stores the answer about the morning after a session. The answer isn't a correction, so it isn't added to `edits`."""

from __future__ import annotations

from l5tui.domain.entry import NextDay
from l5tui.journal.store import Journal


def keep_next_day(journal: Journal, uid: str, answer: NextDay | None) -> None:
    """Store the answer in the entry as it is now, with what another login changed; do nothing if the entry is gone.

    Args:
        journal: the journal.
        uid: the session's.
        answer: None removes it.

    Raises:
        JournalError: the journal couldn't be read or written.
    """
    with journal.changing():
        entry = journal.get(uid)
        if entry is not None and entry["kind"] == "session" and not entry["deleted"]:
            entry["next_day"] = answer
            journal.put(entry)
