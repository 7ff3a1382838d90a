"""How a cell looks, in the terminal's own parameters, and the shortest way from one look to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

_INKS = frozenset({*range(30, 38), *range(90, 98)})
_GROUNDS = frozenset({*range(40, 48), *range(100, 108)})
_PALETTE, _RGB = "5", "2"
_LENGTH = {_PALETTE: 3, _RGB: 5}
"""Parameters of a colour that is given by a number, and by its parts."""


class Look(NamedTuple):
    """Select Graphic Rendition parameters, by what they change; an empty text is the terminal's own."""

    attributes: str = ""
    ink: str = ""
    ground: str = ""


PLAIN = Look()


@lru_cache(maxsize=4096)
def look_of(style: Style | None, colours: ColorSystem) -> Look:
    """The look of a style with the colours that a terminal has. Links are not sent."""
    if style is None:
        return PLAIN
    attributes: list[str] = []
    ink = ground = ""
    rest = [one for one in Strip.render_ansi(style, colours).split(";") if one]
    while rest:
        first = rest[0]
        taken = _LENGTH[rest[1]] if first in {"38", "48"} else 1
        piece, rest = ";".join(rest[:taken]), rest[taken:]
        if first == "38" or int(first) in _INKS:
            ink = piece
        elif first == "48" or int(first) in _GROUNDS:
            ground = piece
        elif first not in {"39", "49"}:
            attributes.append(piece)
    return Look(";".join(attributes), ink, ground)


def change(now: Look, wanted: Look) -> str:
    """What is sent to get from one look to another: only what differs, where a terminal lets one say that."""
    if now == wanted:
        return ""
    if now.attributes != wanted.attributes:
        clear = "" if now == PLAIN else "0"
        parameters = [clear, *wanted]
    else:
        parameters = [
            (wanted.ink or "39") if wanted.ink != now.ink else "",
            (wanted.ground or "49") if wanted.ground != now.ground else "",
        ]
    return f"\x1b[{';'.join(one for one in parameters if one)}m"
