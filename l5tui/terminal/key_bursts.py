"""Which keys came together with others, faster than anybody types.

A reply of the terminal whose escape was lost on the way, or a cat on the keyboard, looks like typing in all but one
thing: its characters arrive at once. Here each key is given the time at which its bytes were read, and knows how long
before and after it other keys came. A key with a close neighbour on either side came in a burst.

The driver's thread notes the times; the app asks when it is about to run something that a burst must not run. The time
is the one of the bytes, not the one at which the app gets to the key: a busy app does not make a burst of slow keys.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any, Final

from l5tui.terminal.input_tokenizer import LATE_S, QUIET_S
from l5tui.terminal.input_tokens import ControlString, CutOff, EscapeKey, Sequence, Token, Typed

AGAIN_S: Final = 0.3
"""Seconds between a key that was refused and the same one again; to read the line that asks for it takes longer. With
less between them, characters are still one stream.
"""
_DOUBTFUL: Final = "_after_cut_off"


class DoubtTracker:
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


BURST_S: Final = 0.008
"""Keys that are less than this apart, in seconds, came in a burst.

It lies above what separates the bytes of one reply: nothing where they come in one piece; 1 ms on a line of 9600 baud;
and 5 ms more where the thread that reads has to wait for the interpreter (`sys.getswitchinterval`). It lies below the
fastest that is meant as keys: 10 ms of a bar-code reader or of dictation, 33 ms of a held key (30 a second), and about
60 ms between two keys of a very fast typist. Two keys pressed down at the same time are a burst, and are to be pressed
again. A key whose action must not be run by a burst is held back for as long, which nobody notices.

Where a machine is so busy that keys wait unread, some that were typed are read at once and look like a burst. Being
asked to press a key again is the lesser harm.
"""


@dataclass(slots=True, eq=False)
class Press:
    """When a key came, and how far its neighbours are. Seconds, on a clock that never jumps.

    Args:
        at: when its bytes were read.
        before_s: since the key before it.
        after_s: until the key after it, as far as one has come.
        unread: whether there is input that nobody has read yet.
        doubtful: it may be the rest of a sequence that was given up (`key_doubt`), and so counts as one of many.
    """

    at: float
    before_s: float = inf
    after_s: float = inf
    unread: Callable[[], bool] = field(default=lambda: False)
    doubtful: bool = False

    def undecided_s(self, now: float) -> float:
        """Seconds until it can be told whether it came alone; 0 when it can."""
        return 0.0 if self._crowded else max(0.0, self.at + BURST_S - now)

    def alone(self, now: float) -> bool:
        """Whether it came alone, once that is decided.

        What stands unread at that time came since the key did; on a busy machine it is read, and so noted, late.
        """
        return not self._crowded and not (now - self.at < 2 * BURST_S and self.unread())

    @property
    def _crowded(self) -> bool:
        return self.doubtful or min(self.before_s, self.after_s) < BURST_S


class Presses:
    """Gives each key its press, in the order in which keys come. For one thread.

    Args:
        unread: whether there is input that nobody has read yet; it may be asked from another thread.
    """

    def __init__(self, unread: Callable[[], bool] = lambda: False) -> None:
        self._unread = unread
        self._read_at = -inf
        self._last: Press | None = None

    def read(self, at: float) -> None:
        """Bytes were read at this time; the keys that are noted from now on were among them."""
        self._read_at = at

    def press(self, *, doubtful: bool = False) -> Press:
        """The press of the next key of what was read last."""
        before_s = inf
        if self._last is not None:
            before_s = self._last.after_s = self._read_at - self._last.at
        self._last = Press(self._read_at, before_s, unread=self._unread, doubtful=doubtful)
        return self._last

    def note(self, event: object) -> None:
        """A key came of what was read last: give it its press."""
        set_press(event, self.press(doubtful=is_doubtful(event)))


def set_press(event: Any, press: Press) -> None:
    """Note on a key when it came."""
    event.press = press


def press_of(event: object) -> Press | None:
    """When a key came; None for one that no terminal sent."""
    press = getattr(event, "press", None)
    return press if isinstance(press, Press) else None
