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
from types import TracebackType
from typing import Self

from l5tui.plain.sources import NAMED, SEQUENCE_S, Incoming, keys_in
from l5tui.terminal.job import Job
from l5tui.terminal.restore import TERMINAL, Attributes, Terminal

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
        self._incoming = Incoming(self._fd)
        self._keys: deque[str] = deque()
        self._rest = ""
        self._was: Attributes | None = None

    def __enter__(self) -> Self:
        self._was = termios.tcgetattr(self._fd)
        self._take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_back()

    def key(self, wait_s: float | None) -> str | None:
        """The next key by name, or None when none came in time."""
        while not self._keys:
            came = self._incoming.more(SEQUENCE_S if self._rest else wait_s)
            keys, rest = keys_in(self._rest + came)
            if not came:  # nothing followed: an escape alone is the key, a torn sequence is none
                keys, rest = ([NAMED[self._rest]] if self._rest in NAMED else []), ""
            self._keys.extend(keys)
            self._rest = rest
            if not self._keys and not self._rest and wait_s is not None:
                return None
        return self._keys.popleft()

    def suspend(self) -> None:
        """Stop until continued in the foreground."""
        self._give_back()
        job = Job(self._terminal)
        before = signal.signal(signal.SIGCONT, lambda *_: job.continued())
        try:
            job.stop()
        finally:
            signal.signal(signal.SIGCONT, before)
            self._terminal.drop_input()
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
