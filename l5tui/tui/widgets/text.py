"""Text in the palette's roles.

Text of a person or a file is made into plain text here: it is never parsed as markup, and characters that would move
the cursor or ring the bell become blanks.
"""

from __future__ import annotations

from typing import Literal

from textual.content import Content

from l5tui.domain.time_words import clock as clock
from l5tui.domain.time_words import minutes as minutes

Role = Literal["do", "rest", "stop"]

MUTED = "$l5-muted"
STRONG = "bold $l5-text"
TEXT = "$l5-text"


def plain(text: str, style: str = "") -> Content:
    """Text in one style, with its line breaks; see `harmless`."""
    return Content.styled(harmless(text, keep="\n"), style) if text else Content("")


def one_line(text: str, style: str = "") -> Content:
    """Text on one line; line breaks become blanks."""
    return plain(" ".join(harmless(text, keep="\n").split()), style)


def harmless(text: str, keep: str = "") -> str:
    """The text with blanks in place of control characters, and of characters that change the writing direction."""
    if text.isprintable():
        return text
    return "".join(sign if sign in keep or _is_quiet(sign) else " " for sign in text)


def _is_quiet(sign: str) -> bool:
    return sign.isprintable() or sign in ("‍", "️")


def label(text: str, role: Role = "do", *, coloured: bool = True) -> Content:
    """A filled label, one space each side; without colour it is reversed."""
    return Content.styled(f" {text} ", f"bold $l5-on-{role} on $l5-{role}" if coloured else "bold reverse")


def spread(left: Content, right: Content, width: int) -> Content:
    """Two texts at the two ends of a line; the right one is left out if they don't both fit."""
    gap = width - left.cell_length - right.cell_length
    if gap < 1:
        return left.truncate(max(0, width), ellipsis=True)
    return left + Content(" " * gap) + right
