"""Which keys may be the rest of a sequence that was given up unfinished, and so run nothing that matters.

The rest of a torn reply may come late, and in several pieces. Its characters look like keys, and each may come alone.
Three things tell that a person types:

- The same key again, `AGAIN_S` after the one that was refused and with nothing between them: what a person does who has
  read that it is to be pressed again. The pieces of a reply differ, or come closer together.
- A complete sequence, as of an arrow or of any key in kitty's protocol. It begins with an escape, which ends whatever
  was unfinished; so it is no rest, and what follows it isn't either.
- Time: `LATE_S` after the sequence was given up, and a pause.

Both faces ask the same: the full screen's reader and the keyboard of plain lines.
"""

from __future__ import annotations

from math import inf
from typing import Any, Final

from l5tui.terminal.input_tokenizer import LATE_S, QUIET_S
from l5tui.terminal.input_tokens import ControlString, CutOff, EscapeKey, Sequence, Token, Typed

AGAIN_S: Final = 0.3
"""Seconds between a key that was refused and the same one again; to read the line that asks for it takes longer. With
less between them, characters are still one stream.
"""
_DOUBTFUL: Final = "_after_cut_off"


class Doubt:
    """Follows the tokens of one terminal, and says of each whether it may be the rest of what was given up."""

    def __init__(self) -> None:
        self._until = -inf
        self._before: tuple[str, bool] | None = None
        """The character before that was doubtful, and whether it came alone."""
        self._before_at = -inf

    def of(self, token: Token, now: float) -> bool:
        """Take the next token, a `Typed` being one character; whether it is doubtful.

        Args:
            token: what came.
            now: when, in seconds of a clock that never goes back.
        """
        match token:
            case CutOff():
                self._until, self._before, self._before_at = now + LATE_S, None, now
            case Sequence() | EscapeKey() | ControlString():
                self._until = self._before_at = -inf
            case Typed(text):
                return self._of_character(text, now)
        return False

    def _of_character(self, text: str, now: float) -> bool:
        since_s = now - self._before_at
        if now >= self._until and since_s >= AGAIN_S:
            return False
        again = self._before == (text, True) and since_s >= AGAIN_S
        self._before, self._before_at = (text, since_s >= QUIET_S), now
        return not again


def mark_doubtful(key: Any) -> None:
    """Note on a key that it is doubtful."""
    setattr(key, _DOUBTFUL, True)


def is_doubtful(key: object) -> bool:
    """Whether a key may be the rest of a sequence that was given up."""
    return getattr(key, _DOUBTFUL, False) is True
