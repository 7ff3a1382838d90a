"""What the journal screen shows: its one state, the keys that stand below it in each, and what has room in a window."""

from __future__ import annotations

from datetime import date
from typing import Final

from msgspec import Struct
from textual.geometry import Size

from l5tui.tui.chrome import Hint
from l5tui.tui.journal.chart import LOW
from l5tui.tui.journal.chart_labels import BAND_NOTE, NOTE, WEEKS_NOTE
from l5tui.tui.journal.day_notes import LETTER_WORDS, PLACE_WORDS

WIDE, BROAD = 100, 160
"""Columns of a window from which the page stands beside the list, and from which both stand beside the chart."""
LEAST, LEAST_BELOW = 20, 46
"""Rows of a window from which the calendar stands beside the chart, and from which it stands below it."""
TO_KNOW: Final = (
    ("The chart", " ".join(NOTE), BAND_NOTE, WEEKS_NOTE),
    (
        "Letters below it, and in the list",
        f"{'  '.join(PLACE_WORDS.values())}.",
        f"{'  '.join(LETTER_WORDS.values())}.",
    ),
)
"""Texts that a small window has no room for, shown in the help."""
HINTS: Final[tuple[Hint, ...]] = (
    Hint("day", ("journal.earlier", "journal.later")),
    Hint("add score", ("journal.add",)),
    Hint("other care", ("journal.care",)),
    Hint("my questions", ("journal.questions",)),
    Hint("edit", ("journal.edit",)),
    Hint("delete", ("journal.delete",)),
    Hint("undo", ("journal.undo",)),
    Hint("find", ("journal.find",)),
    Hint("report", ("journal.report",)),
    Hint("numbers", ("journal.numbers",)),
    Hint("export", ("journal.export",)),
    Hint("quit", ("quit",)),
    Hint("keys", ("help",)),
)
EMPTY_HINTS: Final[tuple[Hint, ...]] = (
    Hint("add score", ("journal.add",)),
    Hint("other care", ("journal.care",)),
    Hint("my questions", ("journal.questions",)),
    Hint("undo", ("journal.undo",)),
    Hint("quit", ("quit",)),
    Hint("keys", ("help",)),
)
READING_HINTS: Final[tuple[Hint, ...]] = (
    Hint("back", ("back",)),
    Hint("day", ("journal.earlier", "journal.later")),
    Hint("scroll", ("text.up", "text.down")),
    Hint("edit", ("journal.edit",)),
    Hint("delete", ("journal.delete",)),
    Hint("undo", ("journal.undo",)),
    Hint("keys", ("help",)),
)
FINDING_HINTS: Final[tuple[Hint, ...]] = (
    Hint("choose", ("find.up", "find.down")),
    Hint("clear", ("back",)),
)


class JournalView(Struct, frozen=True):
    """What the screen shows of the journal."""

    time_range: int = 1
    """The index of the chart's time range, or `CALENDAR`."""
    legs: bool = False
    """Whether the strip of places is shown where it has no room beside a chart of full height."""
    wanted: str | None = None
    """The search text; None without a search."""
    reading: bool = False
    """Whether the page of the highlighted entry fills the window."""
    said: str = ""
    """The message about what was done last."""
    day: date | None = None
    """The day that was moved to; None for that of the highlighted entry."""


def hints_of(view: JournalView, *, typing: bool, listed: bool, form_due: bool) -> tuple[Hint, ...]:
    """The most important keys at the moment.

    Args:
        view: what is shown.
        typing: the search field has the focus.
        listed: there are entries.
        form_due: a questionnaire is due.
    """
    if view.reading:
        return READING_HINTS
    if typing:
        return FINDING_HINTS
    if view.wanted is not None:
        return (FINDING_HINTS[-1], *HINTS)
    if form_due:
        return (Hint("questionnaire due", ("journal.questions",)), *HINTS)
    return HINTS if listed else EMPTY_HINTS


def with_page(window: Size) -> bool:
    """Whether a window has room for the page beside the list."""
    return window.width >= WIDE


def with_bars(window: Size, *, legs: bool) -> bool:
    """Whether bars replace the chart in a window: it is small, or low and has the strip of places as well."""
    return window.width < 60 or window.height < (LOW if legs else 20)


def with_calendar(window: Size) -> bool:
    """Whether a window has room for the calendar with the chart: beside it, or in a broad one below it."""
    return window.width >= WIDE and window.height >= (LEAST if window.width < BROAD else LEAST_BELOW)
