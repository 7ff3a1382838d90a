"""The answer to last time's next morning, from the check-in into the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from l5tui.config.errors import JournalError
from l5tui.domain.entry import NextDay, SessionEntry
from l5tui.journal.next_day import keep_next_day as put_next_day

if TYPE_CHECKING:
    from l5tui.tui.app import L5App


async def keep_next_day(app: L5App, session: SessionEntry, answer: NextDay | None) -> None:
    """Keep it with that session. Where the disk takes nothing it waits, as everything does, and a line says so."""
    try:
        await app.change(lambda journal: put_next_day(journal, session["uid"], answer))
    except JournalError:
        await app.keep({**session, "next_day": answer})
    else:
        await app.look_if_possible()
