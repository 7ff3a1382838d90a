"""What is heard of a session in lines: the bell and the voice. Nothing that would need orders to a terminal."""

from __future__ import annotations

from collections.abc import Callable

from l5tui.config.settings import Settings
from l5tui.cues.player import CuePlayer, Ending


class LineCues(CuePlayer):
    """Plays cues beside the lines.

    Args:
        settings: which outputs each kind of cue has, and the command that speaks.
        guard: who silences the voice when a signal ends the program.
        ring: rings the bell.
        trouble: takes one line, from another thread.
    """

    def __init__(
        self, settings: Settings, guard: Ending, *, ring: Callable[[], None], trouble: Callable[[str], None]
    ) -> None:
        self._ring = ring
        self._trouble = trouble
        super().__init__(settings, guard)

    def ring(self) -> None:
        self._ring()

    def failed(self, why: str) -> None:
        self._trouble(why)
