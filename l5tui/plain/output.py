"""What is said: whole lines on standard output, each there at once, and nothing that a terminal would obey."""

from __future__ import annotations

import select
import sys
from collections.abc import Callable
from typing import Final, Protocol

from l5tui.config.output import print_text
from l5tui.config.settings import Settings
from l5tui.cues.player import CuePlayer, ExitHooks

STALLED_S: Final = 5.0
"""Seconds after which a line that takes nothing is one that nobody reads."""
BELL: Final = "\a"


class Output(Protocol):
    """Who says it."""

    stalled: Callable[[], None] | None
    """Called when nobody takes what is said."""

    def say(self, *lines: str) -> None:
        """Say lines."""
        ...

    def echo(self, text: str) -> None:
        """Show what is being typed."""
        ...

    def bell(self) -> None:
        """Ring, where there is a bell."""
        ...


class Printer:
    """Says it on standard output.

    Args:
        ascii_only: keep to ASCII.
        bell: ring the terminal's bell; without a terminal there is none.
    """

    def __init__(self, *, ascii_only: bool, bell: bool) -> None:
        self._plain_signs = ascii_only
        self._bell = bell
        self.stalled: Callable[[], None] | None = None
        """Called when nothing has been taken for `STALLED_S` seconds, before it is waited for any longer."""

    def say(self, *lines: str) -> None:
        """Say lines."""
        self._wait_for_room()
        print_text(lines, plain=self._plain_signs)

    def echo(self, text: str) -> None:
        """Show what is being typed."""
        self._raw(text)

    def bell(self) -> None:
        """Ring, where there is a bell."""
        if self._bell:
            self._raw(BELL)

    def _raw(self, text: str) -> None:
        out = sys.stdout
        out.flush()
        out.buffer.write(text.encode(out.encoding, "backslashreplace"))
        out.buffer.flush()

    def _wait_for_room(self) -> None:
        """A line that takes nothing stops the count, not only the words."""
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
        settings: which outputs each kind of cue has, and the command that speaks.
        guard: who silences the voice when a signal ends the program.
        ring: rings the bell.
        trouble: takes one line, from another thread.
    """

    def __init__(
        self, settings: Settings, guard: ExitHooks, *, ring: Callable[[], None], trouble: Callable[[str], None]
    ) -> None:
        self._ring = ring
        self._trouble = trouble
        super().__init__(settings, guard)

    def ring(self) -> None:
        self._ring()

    def failed(self, why: str) -> None:
        self._trouble(why)
