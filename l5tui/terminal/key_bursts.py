"""Detects keys that arrived together with others, faster than anybody types.

A terminal reply whose escape was lost, or a cat on the keyboard, differs from typing only in that its characters arrive
at once. Each key gets the time at which its bytes were read, and the time to the keys before and after it. A key with a
close neighbour on either side is part of a burst.

The driver's thread records the times; the app checks them before it runs an action that a burst must not run. The time
is that of reading the bytes, not of handling the key, so a busy app doesn't turn slow keys into a burst.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any, Final

from msgspec import Struct, field

from l5tui.terminal.input_tokenizer import LATE_S, QUIET_S
from l5tui.terminal.input_tokens import ControlString, CutOff, EscapeKey, Sequence, Token, Typed

AGAIN_S: Final = 0.3
"""The fewest seconds between a refused key and the same key again that is accepted. Reading the line that asks for it
takes longer; characters closer together are still one stream.
"""
_DOUBTFUL: Final = "_after_cut_off"


class DoubtTracker:
    """Follows the tokens of one terminal, and tells of each whether it may be the rest of a cut-off sequence."""

    def __init__(self) -> None:
        self._until = -inf
        self._before: tuple[str, bool] | None = None
        """The previous doubtful character, and whether it came alone."""
        self._before_at = -inf

    def of(self, token: Token, now: float) -> bool:
        """Take the next token (a `Typed` has one character) and return whether it is doubtful.

        Args:
            token: the token.
            now: seconds of a monotonic clock.
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
    """Mark a key as doubtful."""
    setattr(key, _DOUBTFUL, True)


def is_doubtful(key: object) -> bool:
    """Whether a key may be the rest of a cut-off sequence."""
    return getattr(key, _DOUBTFUL, False) is True


BURST_S: Final = 0.008
"""Keys less than this many seconds apart are a burst.

It is more than what separates the bytes of one reply: nothing if they come in one piece, 1 ms on a line of 9600 baud,
and 5 ms more if the reading thread has to wait for the interpreter (`sys.getswitchinterval`). It is less than the
interval of the fastest intended keys: 10 ms for a bar-code reader or dictation, 33 ms for a held key (30 a second), and
about 60 ms for a very fast typist. Two keys pressed at the same moment are a burst, and must be pressed again. A key
whose action must not be run by a burst is delayed by this time, which nobody notices.

On a machine so busy that keys wait unread, typed keys may be read at once and count as a burst. Having to press a key
again is the lesser harm.
"""


class Press(Struct, eq=False):
    """When a key was read, and how close its neighbours are, in seconds of a monotonic clock.

    Args:
        at: when its bytes were read.
        before_s: since the previous key.
        after_s: until the next key, once there is one.
        unread: returns whether there is unread input.
        doubtful: it may be the rest of a cut-off sequence (`DoubtTracker`), and so counts as part of a burst.
    """

    at: float
    before_s: float = inf
    after_s: float = inf
    unread: Callable[[], bool] = field(default=lambda: False)
    doubtful: bool = False

    def undecided_s(self, now: float) -> float:
        """Seconds until it is known whether the key came alone; 0 if it is known."""
        return 0.0 if self._crowded else max(0.0, self.at + BURST_S - now)

    def alone(self, now: float) -> bool:
        """Whether the key came alone; valid once `undecided_s` is 0.

        Input that is unread at that time came after the key; a busy machine reads it, and so records it, late.
        """
        return not self._crowded and not (now - self.at < 2 * BURST_S and self.unread())

    @property
    def _crowded(self) -> bool:
        return self.doubtful or min(self.before_s, self.after_s) < BURST_S


class Presses:
    """Makes the `Press` of each key, in order. For one thread.

    Args:
        unread: returns whether there is unread input; it may be called from another thread.
    """

    def __init__(self, unread: Callable[[], bool] = lambda: False) -> None:
        self._unread = unread
        self._read_at = -inf
        self._last: Press | None = None

    def read(self, at: float) -> None:
        """Record that bytes were read at this time; the keys noted from now on were among them."""
        self._read_at = at

    def press(self, *, doubtful: bool = False) -> Press:
        """The press of the next key of what was read last."""
        before_s = inf
        if self._last is not None:
            before_s = self._last.after_s = self._read_at - self._last.at
        self._last = Press(self._read_at, before_s, unread=self._unread, doubtful=doubtful)
        return self._last

    def note(self, event: object) -> None:
        """Attach the next `Press` to an event if it is a key."""
        set_press(event, self.press(doubtful=is_doubtful(event)))


def set_press(event: Any, press: Press) -> None:
    """Attach a `Press` to a key event."""
    event.press = press


def press_of(event: object) -> Press | None:
    """The `Press` of a key event; None if no terminal sent it."""
    press = getattr(event, "press", None)
    return press if isinstance(press, Press) else None
