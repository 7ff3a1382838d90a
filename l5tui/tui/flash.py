"""A flash: the whole screen reversed for an instant.

Reversed rather than tinted, because that shows without colours too, and whatever widgets a screen consists of. It is a
filter on each row's way out, so nothing on screen has to know of it.
"""

# ruff: noqa: ARG002 - Textual decides these signatures

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_REVERSE = Style(reverse=True)
_UPRIGHT = Style(reverse=False)


class Reversed(LineFilter):
    """What an app adds to its line filters while it flashes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same cells with their two colours exchanged."""
        return [segment if segment.control else _turned(segment) for segment in segments]


def _turned(segment: Segment) -> Segment:
    style = segment.style or Style.null()
    return Segment(segment.text, style + (_UPRIGHT if style.reverse else _REVERSE), None)
