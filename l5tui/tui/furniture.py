"""What every screen has: the line on top, the hairline, the line of keys, and the line that says what went wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, label, one_line, spread

APART = Content("   ")
CLOSER = Content("  ")
"""Between keys in a narrow window."""
ARROWS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
SIGNS = {
    "escape": "esc",
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
}

FOLDERS = re.compile(r"(?<!\S)/(?:[^/\s]+/)+")
"""The folders of a path."""


def key_name(key: str, *, plain_signs: bool = False) -> str:
    """A key as a person calls it: `shift+←`, `esc`, `?`; in words where arrows can't be drawn."""
    *modifiers, last = key.split("+") if key != "+" else [key]
    shown = SIGNS.get(last, last) if plain_signs else ARROWS.get(last) or SIGNS.get(last, last)
    return "+".join([*modifiers, shown])


@dataclass(frozen=True, slots=True)
class Hint:
    """A key in the line of keys: the ids of its bindings, and the word for what it does."""

    word: str
    ids: tuple[str, ...]


class TopLine(Static):
    """The first row: what this is on the left, how things stand on the right."""

    left: reactive[Content] = reactive(Content(""))
    right: reactive[Content] = reactive(Content(""))

    def render(self) -> Content:
        return spread(self.left, self.right, self.size.width)


class Hairline(Static):
    """The one border: a thin line, with a strong piece under what is active."""

    piece: reactive[tuple[int, int]] = reactive((0, 0))
    """First column of the strong piece, and its length."""

    def render(self) -> Content:
        start, length = self.piece
        width = self.size.width
        length = max(0, min(length, width - start))
        return Content.assemble(
            ("─" * start, "$l5-line"),
            ("━" * length, "$l5-do"),
            ("─" * max(0, width - start - length), "$l5-line"),
        )


class KeyLine(Static):
    """The last row: the few keys that matter here. What doesn't fit drops off the right; `?` stays last."""

    lead: reactive[Content] = reactive(Content(""))
    """What stands first and never drops off: the label of the one thing to do, where it has no other place."""
    tag: reactive[Content] = reactive(Content(""))
    """What stands at the far right."""
    hints: reactive[tuple[Hint, ...]] = reactive(())
    keys: reactive[dict[str, str]] = reactive(dict)
    """What each binding's id is pressed as."""

    def render(self) -> Content:
        shown = [(self._key(hint), hint.word) for hint in self.hints]
        pieces = [Content.assemble((key, TEXT), (f" {word}", MUTED)) for key, word in shown if key]
        lead = [self.lead] if self.lead else []
        width = self.size.width
        gap = APART if width >= 56 else CLOSER
        if self.tag:
            width -= self.tag.cell_length + len(gap)
        *others, last = pieces or [Content("")]
        line = lead
        room = width - last.cell_length - sum(piece.cell_length + len(gap) for piece in lead)
        for piece in others:
            room -= piece.cell_length + len(gap)
            if room < 0:
                break
            line.append(piece)
        return spread(gap.join([*line, last]), self.tag, self.size.width)

    def _key(self, hint: Hint) -> str:
        keys = [self.keys[one] for one in hint.ids if one in self.keys]
        if len(keys) > 1 and all(key in ARROWS.values() for key in keys):
            return "".join(keys)
        return "-".join(keys)


class Trouble(Static):
    """One line above the keys: what happened, why, what to do. It stays until put right or esc.

    What doesn't fit can be read in the help, and then the line names its key.
    """

    lines: reactive[tuple[str, ...]] = reactive(())
    key: reactive[str] = reactive("")
    """What shows every line in full; empty where nothing does."""

    def watch_lines(self, lines: Sequence[str]) -> None:
        self.display = bool(lines)

    def render(self) -> Content:
        if not self.lines:
            return Content("")
        mark = label("!", "rest", coloured=not self.app.no_color) + Content(" ")
        room = self.size.width - mark.cell_length
        told, tail = _told(self.lines[0]), self._tail() if len(self.lines) > 1 else Content("")
        if told.cell_length + tail.cell_length > room:
            told = _told(FOLDERS.sub("…/", self.lines[0]))  # the file is named last, what is wrong comes after it
        if told.cell_length + tail.cell_length > room:
            tail = self._tail()
            told = told.truncate(max(0, room - tail.cell_length), ellipsis=True)
        return mark + told + tail

    def _tail(self) -> Content:
        """How many other lines there are, and the key that shows them all."""
        others = f"   {len(self.lines) - 1} more" if len(self.lines) > 1 else ""
        return Content.assemble(
            (others, MUTED), *([("   ", ""), (self.key, TEXT), (" all", MUTED)] if self.key else [])
        )


def _told(line: str) -> Content:
    """What happened, strong, and the rest as text."""
    what, _, rest = line.partition(". ")
    return Content.assemble(one_line(f"{what}." if rest else what, STRONG), " " if rest else "", one_line(rest, TEXT))
