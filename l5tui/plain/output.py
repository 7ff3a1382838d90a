"""Prints whole lines on standard output, each flushed at once, without control characters."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from typing import Final, Protocol

from l5tui.config.output import print_text
from l5tui.config.settings import Settings
from l5tui.cues.player import CuePlayer, ExitHooks

STALLED_S: Final = 5.0
"""Seconds after which an output that accepts nothing counts as stalled."""
BELL: Final = "\a"


class Output(Protocol):
    """Shows lines to the person."""

    stalled: Callable[[], None] | None
    """Called when the output is stalled."""

    def say(self, *lines: str) -> None:
        """Print lines."""
        ...

    def echo(self, text: str) -> None:
        """Print what is being typed."""
        ...

    def bell(self) -> None:
        """Ring the bell, if there is one."""
        ...


class Printer:
    """Prints on standard output.

    Args:
        ascii_only: print ASCII only.
        bell: ring the terminal's bell; without a terminal there is none.
    """

    def __init__(self, *, ascii_only: bool, bell: bool) -> None:
        self._plain_signs = ascii_only
        self._bell = bell
        self.stalled: Callable[[], None] | None = None
        """Called when the output has accepted nothing for `STALLED_S` seconds, before waiting on."""

    def say(self, *lines: str) -> None:
        """Print lines."""
        self._wait_for_room()
        print_text(lines, plain=self._plain_signs)

    def echo(self, text: str) -> None:
        """Print what is being typed."""
        self._raw(text)

    def bell(self) -> None:
        """Ring the bell, if there is one."""
        if self._bell:
            self._raw(BELL)

    def _raw(self, text: str) -> None:
        out = sys.stdout
        out.flush()
        out.buffer.write(text.encode(out.encoding, "backslashreplace"))
        out.buffer.flush()

    def _wait_for_room(self) -> None:
        """Wait until the output accepts more. A stalled output pauses the session, too."""
        if self.stalled is None:
            return
        try:
            _, room, _ = select.select([], [sys.stdout.fileno()], [], STALLED_S)
        except (OSError, ValueError):
            return
        if not room:
            self.stalled()


class LineCues(CuePlayer):
    """Plays cues beside the lines.

    Args:
        settings: the outputs of each kind of cue, and the command that speaks.
        signal_handler: silences the voice when a signal ends the program.
        ring: rings the bell.
        trouble: shows one line; called from another thread.
    """

    def __init__(
        self, settings: Settings, signal_handler: ExitHooks, *, ring: Callable[[], None], trouble: Callable[[str], None]
    ) -> None:
        self._ring = ring
        self._trouble = trouble
        super().__init__(settings, signal_handler)

    def ring(self) -> None:
        self._ring()

    def failed(self, why: str) -> None:
        self._trouble(why)
