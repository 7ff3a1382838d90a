"""Keys from a terminal, each as it is pressed, and the terminal as it was afterwards.

Only what is needed is changed: no echo, no waiting for the end of a line, and ctrl+c and ctrl+z as keys, for a session
asks before it ends and pauses before it is suspended. Ctrl+\\ still ends the program whatever it does.
"""

from __future__ import annotations

import contextlib
import os
import signal
import termios
from collections import deque
from collections.abc import Iterable, Iterator
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self

from l5tui.plain.sources import EndOfInputError, Incoming
from l5tui.terminal.input_tokenizer import Tokenizer
from l5tui.terminal.input_tokens import EscapeKey, Pasted, Sequence, Token, Typed
from l5tui.terminal.job import Job
from l5tui.terminal.key_bursts import Press, Presses
from l5tui.terminal.restore import TERMINAL, Attributes, Terminal
from l5tui.terminal.session_clock import STOPS

_LOCAL, _CHARACTERS = 3, 6
ESCAPE_S: Final = 0.05
"""Seconds after which an escape that nothing followed is the key."""
NAMED: Final = {
    " ": "space",
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x15": "ctrl+u",
    "\x03": "ctrl+c",
    "\x04": "ctrl+d",
    "\x1a": "ctrl+z",
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1bOC": "right",
    "\x1bOD": "left",
    "\x1b[1;2C": "shift+right",
    "\x1b[1;2D": "shift+left",
    "\x1b[c": "shift+right",
    "\x1b[d": "shift+left",
}
"""What a terminal sends, by what it is called here. Replies, reports and other sequences are no keys."""


class Keyboard:
    """The keys of a terminal, for as long as it is entered.

    Args:
        terminal: whose keys.
    """

    single_keys = True

    def __init__(self, terminal: Terminal = TERMINAL) -> None:
        self._terminal = terminal
        self._fd = terminal.reads
        self._incoming = Incoming(self._fd, "surrogateescape")
        self._tokens = Tokenizer(ESCAPE_S)
        self._presses = Presses()
        self._came_at = 0.0
        self._keys: deque[tuple[str, Press]] = deque()
        self._last: Press | None = None
        self._was: Attributes | None = None
        self._job = Job(terminal)
        self._continued = False
        self._continued_was: Any = signal.SIG_DFL

    def __enter__(self) -> Self:
        self._was = termios.tcgetattr(self._fd)
        self._continued_was = signal.signal(signal.SIGCONT, self._on_continued) or signal.SIG_DFL
        self._take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_back()
        signal.signal(signal.SIGCONT, self._continued_was)
        self._incoming.close()

    def end(self) -> None:
        """Take no more keys."""
        self._incoming.end()

    def key(self, wait_s: float | None) -> str | None:
        """The next key by name, or None when none came in time."""
        end = None if wait_s is None else monotonic() + wait_s
        while not self._keys or self._incoming.over:
            self._take_in(end)
            if not self._keys and end is not None and monotonic() >= end:
                return None
        key, self._last = self._keys.popleft()
        return key

    def came_alone(self) -> bool:
        """As `Source` says; it takes a few milliseconds where that can't be told sooner."""
        press = self._last
        if press is None:
            return True
        with contextlib.suppress(EndOfInputError):  # the next key will say so
            while (undecided_s := press.undecided_s(now := monotonic())) > 0:
                self._take_in(now + undecided_s)
        return press.alone(monotonic())

    def _take_in(self, end: float | None) -> None:
        """Wait until something has come, what is unfinished has ended, or until a time."""
        unfinished_s = self._tokens.wait_s
        quiet_at = None if unfinished_s is None else self._came_at + unfinished_s
        ends = [at for at in (end, quiet_at) if at is not None]
        came = self._incoming.more(max(0.0, min(ends) - monotonic()) if ends else None)
        if self._continued:
            self._come_back()
        now = monotonic()
        if came:
            self._came_at = now
            self._presses.read(now)
            self._note(self._tokens.feed(came, now))
        elif quiet_at is not None and now >= quiet_at:
            self._note(self._tokens.quiet(now))

    def _note(self, tokens: Iterable[Token]) -> None:
        self._keys.extend((key, self._presses.press()) for key in keys_of(tokens))

    def suspend(self) -> None:
        """Stop until continued in the foreground."""
        self._give_back()
        try:
            self._job.stop()
        finally:
            self._continued = False
            self._terminal.drop_input()
            self._take()

    def _on_continued(self, *_: object) -> None:
        """Continued after a stop, perhaps one that nobody announced (`kill -STOP`)."""
        STOPS.noted()
        self._job.continued()
        self._continued = True
        self._incoming.nudge()

    def _come_back(self) -> None:
        """Wait until the terminal is ours, whose keys are the shell's while it isn't, and set it up again."""
        self._continued = False
        self._job.wait_for_foreground()
        with contextlib.suppress(termios.error):
            self._take()

    def _take(self) -> None:
        if self._was is None:
            return
        attributes = [*self._was[:_CHARACTERS], list(self._was[_CHARACTERS])]
        attributes[_LOCAL] &= ~(termios.ECHO | termios.ICANON)
        nothing = bytes([os.fpathconf(self._fd, "PC_VDISABLE") & 0xFF])
        for character in (termios.VINTR, termios.VSUSP):
            attributes[_CHARACTERS][character] = nothing
        attributes[_CHARACTERS][termios.VMIN] = 1
        attributes[_CHARACTERS][termios.VTIME] = 0
        termios.tcsetattr(self._fd, termios.TCSANOW, attributes)

    def _give_back(self) -> None:
        """As it was; what was typed meanwhile isn't left for the shell. A terminal that is gone needs nothing."""
        if self._was is None:
            return
        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(self._fd, termios.TCIFLUSH)
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(self._fd, termios.TCSANOW, self._was)


def keys_of(tokens: Iterable[Token]) -> Iterator[str]:
    """The keys among what has come, by name. What has no meaning is left out."""
    for token in tokens:
        match token:
            case Typed(text) | Pasted(text):
                yield from (name for sign in text if (name := NAMED.get(sign) or (sign if sign.isprintable() else "")))
            case Sequence(text) if text in NAMED:
                yield NAMED[text]
            case EscapeKey():
                yield "escape"
