"""What is pasted, made harmless before it is read as keys.

A terminal says where pasted text begins and ends. Textual's parser takes an escape within it for a key all the same,
so that a copied page with colours in it would press keys, and its words would come out of order. Here the escapes are
taken out of what is pasted; all else goes through as it came.
"""

from __future__ import annotations

from typing import Final

BEGIN: Final = "\x1b[200~"
END: Final = "\x1b[201~"
ESCAPE: Final = "\x1b"


class Pastes:
    """Follows what comes in, however it is cut, and knows what of it is pasted."""

    def __init__(self) -> None:
        self._inside = False
        self._kept = ""
        """Inside: what may be the beginning of the end. Outside: what has gone through and may begin a paste."""

    def cleaned(self, text: str) -> str:
        """The same text, with a blank for each escape that was pasted."""
        done: list[str] = []
        while text:
            if self._inside:
                text, self._kept = self._kept + text, ""
                pasted, end, text = text.partition(END)
                if not end:
                    self._kept = _half(pasted, END)
                    pasted = pasted.removesuffix(self._kept)
                done += (pasted.replace(ESCAPE, " "), end)
                self._inside = not end
            else:
                seen = len(self._kept)
                before, begin, after = (self._kept + text).partition(BEGIN)
                done.append((before + begin)[seen:])
                self._kept = "" if begin else _half(before, BEGIN)
                self._inside, text = bool(begin), after
        return "".join(done)


def _half(text: str, mark: str) -> str:
    """As much of the mark as the text ends with."""
    return next((mark[:n] for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), "")
