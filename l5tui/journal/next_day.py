"""How the morning after a session was, kept with that session. A first answer is no correction, so `edits` stays."""

from __future__ import annotations

from l5tui.domain.entry import NextDay
from l5tui.journal.store import Journal


def keep_next_day(journal: Journal, uid: str, answer: NextDay | None) -> None:
    """Keep the answer, with all that another login wrote of the entry meanwhile; nothing where it is gone.

    Args:
        journal: the journal.
        uid: the session's.
        answer: None takes it back.

    Raises:
        JournalError: it couldn't be read or written.
    """
    with journal.changing():
        entry = journal.get(uid)
        if entry is not None and entry["kind"] == "session" and not entry["deleted"]:
            entry["next_day"] = answer
            journal.put(entry)
