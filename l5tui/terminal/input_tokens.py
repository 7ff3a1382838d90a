"""The tokens of terminal input: its kinds, before anything is known of their meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

ESCAPE: Final = "\x1b"


class Typed(Struct, frozen=True):
    """Characters as they come from single keys, control characters among them."""

    text: str


class EscapeKey(Struct, frozen=True):
    """An escape that begins no sequence."""


class Sequence(Struct, frozen=True):
    """A complete escape sequence: of a key, or a report."""

    text: str


class ControlString(Struct, frozen=True):
    """An OSC, DCS, APC, PM or SOS string has ended; what it said isn't kept."""

    introducer: str


class Pasted(Struct, frozen=True):
    """Text that was pasted."""

    text: str


class CutOff(Struct, frozen=True):
    """A sequence was cut off. The next input may be the rest of it."""


Token = Typed | EscapeKey | Sequence | ControlString | Pasted | CutOff


def one_by_one(tokens: Iterable[Token]) -> Iterator[Token]:
    """With a token for each character that was typed, so that each can be judged, or fail, by itself."""
    for token in tokens:
        if isinstance(token, Typed):
            yield from map(Typed, token.text)
        else:
            yield token
