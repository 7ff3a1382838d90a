"""Stores the answer about the morning after a session.

Its time is needed where two machines answered differently and their journals are merged, so it has a record in `edits`.
It is no correction: the record says that it is an answer, and the first one isn't shown or undone as a correction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from l5tui.domain.entry import NextDay, SessionEntry
from l5tui.domain.entry_reading import ANSWERED, HOW
from l5tui.journal.store import Journal, time_of_change

FIELD = "next_day"


def with_next_day(entry: SessionEntry, answer: NextDay | None, at: datetime) -> SessionEntry:
    """The session with this answer, and with the time of the last one.

    Args:
        entry: the session.
        answer: None removes an earlier one.
        at: now.
    """
    if entry["next_day"] == answer:
        return entry
    body = cast(dict[str, Any], entry)
    edits = [*body["edits"]] if isinstance(body.get("edits"), list) else []
    ours = [one for one in edits if isinstance(one, dict) and one.get("field") == FIELD]
    was = body[FIELD]
    if ours and ours[-1].get(HOW) == ANSWERED:  # one record is enough of what was pressed at one check-in
        was = ours[-1].get("was")
        edits.remove(ours[-1])
    record = {"at": time_of_change(body, at), "field": FIELD, "was": was, HOW: ANSWERED}
    return cast(SessionEntry, {**body, FIELD: answer, "edits": [*edits, record]})


def keep_next_day(journal: Journal, uid: str, answer: NextDay | None, at: datetime) -> None:
    """Store the answer in the entry as it is now, with what another login changed; do nothing if the entry is gone.

    Args:
        journal: the journal.
        uid: the session's.
        answer: None removes it.
        at: now.

    Raises:
        JournalError: the journal couldn't be read or written.
    """
    with journal.changing():
        entry = journal.get(uid)
        if entry is not None and entry["kind"] == "session" and not entry["deleted"]:
            journal.put(with_next_day(entry, answer, at))
