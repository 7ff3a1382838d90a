"""When a question that has just come takes an answer: not at once, and not while a key is held (clinical data, c4)."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from l5tui.domain.safety.questions import DEAF_S


class Hearing:
    """Whether a question hears.

    Args:
        awake: seconds that run; tests hand in their own.
    """

    def __init__(self, awake: Callable[[], float] = monotonic) -> None:
        self._awake = awake
        self._deaf_until = 0.0
        self.appeared()

    def appeared(self) -> None:
        """The question is on the screen now."""
        self._deaf_until = max(self._deaf_until, self._awake() + DEAF_S)

    def hears(self) -> bool:
        """Whether an answer counts; one that comes too soon puts it off, as each repeat of a held key does."""
        now = self._awake()
        if now >= self._deaf_until:
            return True
        self._deaf_until = now + DEAF_S
        return False
