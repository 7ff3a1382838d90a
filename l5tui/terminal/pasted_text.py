"""Collects pasted text, and tells typed text from text that came too fast to be typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from l5tui.terminal.input_tokens import ESCAPE, Pasted, Typed

PASTE_BEGIN: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"
PASTE_QUIET_S: Final = 1.0
"""How long an unfinished paste waits. Pastes are long, and a lost packet of one is sent again only after some hundred
milliseconds; giving up early would turn the rest of a text into keys.
"""
LONGEST_PASTE: Final = 1 << 20
"""Characters; the rest of a longer paste is dropped."""
MOST_TYPED: Final = 256
"""More characters in one read than this were not typed: even a held key makes only thirty a second. They count as
pasted; if there are only few different ones, as from a held key, the first are kept as typed.
"""
HELD_KEYS: Final = 8
"""The most different characters that count as held keys."""
MALFORMED: Final = re.compile("[\ud800-\udfff]")
"""Bytes that aren't UTF-8, as lone surrogates."""
_RUN: Final = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")


def typed_or_pasted(text: str) -> Iterator[Typed | Pasted]:
    """The tokens of text outside sequences: control characters one by one, the rest in runs, a flood as pasted."""
    at = 0
    while at < len(text):
        run = _RUN.match(text, at)
        if run is not None and len(run[0]) > MOST_TYPED:
            pasted = len(set(run[0])) > HELD_KEYS
            yield Pasted(run[0]) if pasted else Typed(run[0][:MOST_TYPED])
        else:
            yield Typed(run[0] if run is not None else text[at])
        at = run.end() if run is not None else at + 1


class PasteBuffer:
    """Collects the text of one paste. Its end marker may come in pieces."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._half_end = ""

    def begin(self) -> None:
        """Begin a new paste."""
        self._parts.clear()
        self._length, self._half_end = 0, ""

    def feed(self, text: str) -> tuple[int, bool]:
        """Take text; returns how many characters of it belong to the paste, and whether the paste has ended."""
        pasted, end, after = (self._half_end + text).partition(PASTE_END)
        self._half_end = "" if end else _beginning_of(PASTE_END, pasted)
        self._keep(pasted.removesuffix(self._half_end) if self._half_end else pasted)
        return len(text) - len(after), bool(end)

    def end(self) -> str:
        """The whole text of the paste."""
        text = "".join(self._parts)
        self.begin()
        return text

    def give_up(self) -> str:
        """The text of a paste without an end, with what could have been the beginning of its end marker."""
        return "".join([*self._parts, self._half_end.replace(ESCAPE, " ")])

    def _keep(self, text: str) -> None:
        text = MALFORMED.sub("", text.replace(ESCAPE, " ").replace("\x00", ""))[: LONGEST_PASTE - self._length]
        self._length += len(text)
        self._parts.append(text)


def _beginning_of(marker: str, text: str) -> str:
    """The longest beginning of the marker that the text ends with."""
    return next((marker[:n] for n in range(len(marker) - 1, 0, -1) if text.endswith(marker[:n])), "")
