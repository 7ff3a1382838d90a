"""Replace characters for terminals that can draw only ASCII.

Screens use box, block and arrow characters. On a terminal without them, a line filter replaces each cell of a row by
one plain character before it is sent, so that no text of any origin can contain a character that the terminal can't
draw.
"""

# ruff: noqa: ARG002 - Textual decides these signatures

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLAIN: Final = str.maketrans(
    {
        "─": "-",
        "━": "=",
        "│": "|",
        "▌": ">",
        "▄": "#",
        "▀": "#",
        "█": "#",
        "▁": "_",
        "░": ".",
        "●": "*",
        "○": "o",
        "◉": "@",
        "•": "-",
        "·": ".",
        "←": "<",
        "→": ">",
        "↑": "^",
        "↓": "v",
        "‹": "<",
        "›": ">",
        "×": "x",
        "±": "~",
        "–": "-",
        "—": "-",
        "−": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "…": ".",
        "\N{NO-BREAK SPACE}": " ",
    }
)
"""The ASCII replacement of each character, of the same width."""


@lru_cache(4096)
def in_ascii(text: str) -> str:
    """The text in ASCII, of the same width: letters lose their accents, characters without a replacement become `?`."""
    if text.isascii():
        return text
    return "".join(_in_ascii(sign) for sign in text.translate(PLAIN))


def _in_ascii(sign: str) -> str:
    if sign.isascii():
        return sign
    base = unicodedata.normalize("NFKD", sign)[0]
    return base if base.isascii() and cell_len(sign) == 1 else "?" * cell_len(sign)


class AsciiFilter(LineFilter):
    """The line filter of an app that can draw only ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells in ASCII."""
        return [
            segment if segment.control else Segment(in_ascii(segment.text), segment.style, None) for segment in segments
        ]
