"""The small chart of a regular question: a bar for each answer, the numbers with their n, a form's change in words.

Each question has its own; they are never summed or compared with one another, nor with pain right now (clinical data,
g).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import Body, text
from l5tui.domain.pain import HIGHEST
from l5tui.domain.regular_questions import ENOUGH, Answer, answers
from l5tui.tui.journal.chart_labels import NOTE
from l5tui.tui.journal.sparklines import BARS
from l5tui.tui.journal.timeline import short
from l5tui.tui.widgets.page_blocks import Block, Gap, Paragraph
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain

MOST: Final = 24
"""The most answers that have a bar."""
MOST_NUMBERS: Final = 8
"""The most answers that are shown as numbers."""
SO_FAR: Final = "So far"


def bars(found: Sequence[Answer], highest: int, *, ascii_only: bool) -> str:
    """A bar for each of the newest answers, oldest first, in ASCII their numbers; empty below two."""
    if len(found) < ENOUGH:
        return ""
    if ascii_only:
        return " ".join(str(one.score) for one in found[-MOST_NUMBERS:])
    return "".join(BARS[round(one.score * (len(BARS) - 1) / highest)] for one in found[-MOST:])


def number_words(kind: str, name: str, found: Sequence[Answer]) -> str:
    """`6 → 4, n = 3`, of a form `12/24 → 6/24, lower, n = 2`; empty below two answers."""
    if len(found) < ENOUGH:
        return ""
    first, newest = found[0].score, found[-1].score
    if kind == "form" and name == rmdq.RMDQ:
        change = rmdq.change_word(first, newest)
        return f"{first}/{rmdq.HIGHEST} → {newest}/{rmdq.HIGHEST}, {change}, n = {len(found)}"
    return f"{first} → {newest}, n = {len(found)}"


def series_blocks(entry: Entry, entries: Sequence[Entry], *, ascii_only: bool) -> list[Block]:
    """The chart of the question that an entry answers, for its page; nothing for other entries or below two answers."""
    body: Body = entry
    kind, name = text(body, "kind"), text(body, "name")
    if kind not in ("activity", "week", "form"):
        return []
    found = answers(entries, kind, name)
    words = number_words(kind, name, found)
    if not words:
        return []
    shown = bars(found, rmdq.HIGHEST if kind == "form" else HIGHEST, ascii_only=ascii_only)
    days = f"{short(found[0].day)} to {short(found[-1].day)}"
    return [
        Gap(),
        Paragraph(plain(SO_FAR, STRONG)),
        *([Paragraph(plain(shown, "$l5-do"))] if shown else []),
        Paragraph(plain(f"{words}, {days}", TEXT)),
        Paragraph(plain(" ".join(NOTE), MUTED)),
    ]
