"""The page beside the list: the highlighted entry, and what else belongs to its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from l5tui.domain.entry import Entry
from l5tui.domain.programme_entries import every_taken
from l5tui.domain.time_words import full_day
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.journal.entry_detail import page
from l5tui.tui.journal.small_chart import series_blocks
from l5tui.tui.journal.timeline import DayNote
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.text import STRONG, TEXT, one_line, plain

ALSO: Final = "Also on this day"


def day_page(
    l5: AppProtocol, entry: Entry | None, day: date | None, others: Sequence[DayNote], listed: Sequence[Entry]
) -> list[Block]:
    """The blocks of the page.

    Args:
        l5: the app.
        entry: the highlighted entry; None if the chosen day has none.
        day: the chosen day.
        others: what belongs to the day and has no entry in the list.
        listed: all entries of the list, for the chart of a question that is asked regularly.
    """
    blocks: list[Block] = []
    if entry is not None:
        taken = every_taken(l5.entries) if entry.get("programme") else {}
        chart = series_blocks(entry, listed, ascii_only=l5.ascii_only)
        blocks = page(entry, l5.library.names, demo=l5.launch.demo, taken=taken, chart=chart)
    if others and day is not None:
        title = ALSO if blocks else f"{full_day(day)} {day.year}"
        blocks += [Gap()] if blocks else []
        blocks += [Paragraph(plain(title, STRONG)), *(Paragraph(one_line(note.words, TEXT)) for note in others)]
    return blocks
