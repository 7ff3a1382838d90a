"""Every word of the journal's place that isn't an entry's own, apart from what the place does."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from l5tui.journal.store import Undone
from l5tui.tui.journal.timeline import Span
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain

OPENING: Final = "The journal is being opened."
NOTHING: Final = ("Nothing here yet.", "Your scores before and after each session will stand here.")
UNREADABLE: Final = ("Nothing to show.", "The line below says why.")
ADD: Final = "write down a pain score now"
FIND: Final = "a day, a routine, a word of a note"
OPEN: Final = "open"
DELETED: Final = "Deleted. {undo} undoes."
CORRECTED: Final = "Corrected; what stood before is kept. {undo} undoes."
KEPT: Final = "Kept."
UNDONE: Final = {"delete": "It is back.", "edit": "As it was before."}
NOT_UNDONE: Final = "Nothing to undo."
NOT_CORRECTABLE: Final = "This entry can't be corrected here. It was written by another program."


def status(span: Span, name: str) -> Content:
    """How many scores are on the chart, and how many were left out."""
    scores = f"{span.scores} score{'s' if span.scores != 1 else ''} in {name}"
    return plain(scores + (f", {span.unanswered} not answered" if span.unanswered else ""), MUTED)


def nothing(add: str, *, unreadable: bool) -> Content:
    """What stands in place of entries.

    Args:
        add: the key that writes down a score.
        unreadable: there may be entries, but the journal can't be read.
    """
    title, line = UNREADABLE if unreadable else NOTHING
    return Content.assemble((title, STRONG), "\n", (line, TEXT), "\n\n", (add, TEXT), (f" {ADD}", MUTED))


def not_found(wanted: str, clear: str) -> Content:
    """What stands there when nothing has what is looked for."""
    return one_line(f"Nothing called {wanted}.", TEXT) + Content.assemble("   ", (clear, TEXT), (" clear", MUTED))


def below(rows: int) -> Content:
    """How much is still to come."""
    return plain(f"↓ {rows} more", MUTED) if rows else Content("")


def undone(done: Undone | None) -> str:
    """What was taken back."""
    return NOT_UNDONE if done is None else UNDONE[done.what]


def written(count: int, name: str) -> str:
    """What an export says when it is done."""
    return f"{count} {'entry' if count == 1 else 'entries'} written to {name}"
