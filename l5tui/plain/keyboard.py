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
from collections.abc import Iterable
from time import monotonic
from types import TracebackType
from typing import Any, Self

from l5tui.plain.answers import EndOfInputError, Incoming
from l5tui.plain.key_names import keys_of
from l5tui.terminal.input_tokenizer import Tokenizer
from l5tui.terminal.input_tokens import Token, one_by_one
from l5tui.terminal.job_control import Job
from l5tui.terminal.key_bursts import Press, Presses
from l5tui.terminal.key_doubt import Doubt
from l5tui.terminal.restore import TERMINAL, Attributes, Terminal
from l5tui.terminal.session_clock import STOPS

_LOCAL, _CHARACTERS = 3, 6


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
        self._tokens = Tokenizer()
        self._doubt = Doubt()
        self._presses = Presses()
        self._came_at = 0.0
        self._keys: deque[tuple[str, Press]] = deque()
        self._last: Press | None = None
        self._was: Attributes | None = None
        self._job = Job(terminal)
        self._continued = False
        self._continued_was: Any = signal.SIG_DFL
        self._woken_was = -1

    def __enter__(self) -> Self:
        self._was = termios.tcgetattr(self._fd)
        self._continued_was = signal.signal(signal.SIGCONT, self._on_continued) or signal.SIG_DFL
        self._woken_was = signal.set_wakeup_fd(self._incoming.wake, warn_on_full_buffer=False)
        self._take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_back()
        signal.set_wakeup_fd(self._woken_was)
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

    @property
    def doubtful(self) -> bool:
        """As `Source` says."""
        return self._last is not None and self._last.doubtful

    def _take_in(self, end: float | None) -> None:
        """Wait until something has come, what is unfinished has ended, or until a time."""
        unfinished_s = self._tokens.wait_s
        quiet_at = None if unfinished_s is None else self._came_at + unfinished_s
        ends = [at for at in (end, quiet_at) if at is not None]
        came = self._incoming.more(max(0.0, min(ends) - monotonic()) if ends else None)
        if self._continued:
            self._come_back()
            came = ""
        now = monotonic()
        if came:
            self._came_at = now
            self._presses.read(now)
            self._note(self._tokens.feed(came, now), now)
        elif quiet_at is not None and now >= quiet_at:
            self._note(self._tokens.quiet(now), now)

    def _note(self, tokens: Iterable[Token], now: float) -> None:
        for token in one_by_one(tokens):
            doubtful = self._doubt.of(token, now)
            self._keys.extend((key, self._presses.press(doubtful=doubtful)) for key in keys_of(token))

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
        """Wait until the terminal is ours, and set it up again. What was typed meanwhile was meant for the shell."""
        self._continued = False
        self._job.wait_for_foreground()
        self._terminal.drop_input()
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
