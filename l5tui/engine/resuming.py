"""How a paused session resumes: at once, or after a countdown.

A countdown of three seconds gives time to get into position again: after a pause of more than three seconds in a phase,
after it hurt, after nobody was there, and when an interrupted session is resumed. It is part of the pause, so it adds
to no step and needs no event in the log: a session that is interrupted in the countdown is a paused one.
"""

from __future__ import annotations

from typing import Final

from l5tui.engine.events import Event, Paused, Resumed
from l5tui.engine.moment import PauseReason
from l5tui.engine.plan import SegmentKind
from l5tui.engine.progress import Progress

READY_S: Final = 3
"""The seconds of the countdown."""
LONG_PAUSE_S: Final = 3.0
"""A pause in a phase of more real seconds than this gets a countdown."""


class PauseState:
    """What the controller knows of a paused session.

    Args:
        taken_up: whether it is an interrupted session that is being resumed.
    """

    def __init__(self, *, taken_up: bool) -> None:
        self.ready_first = taken_up
        """Whether a countdown is needed however short the pause was."""
        self.reason: PauseReason | None = None
        """Why it is paused, if not by a key."""
        self.resumes_ms: int | None = None
        """The session time at which the countdown ends; None without a countdown."""
        self._paused_ms = 0

    def ready_ms(self, progress: Progress) -> int:
        """Milliseconds left in the countdown; 0 without one."""
        return 0 if self.resumes_ms is None or progress.over else max(1, self.resumes_ms - progress.at)

    def add_paused(self, real_s: float) -> None:
        """Add so many real seconds to the length of the pause, including sleep."""
        self._paused_ms += round(real_s * 1000)

    def cancel_resume(self) -> None:
        """Cancel the countdown."""
        self.resumes_ms = None

    def found_paused(self, why: PauseReason) -> None:
        """Record that it was paused without a key."""
        self.ready_first, self.reason = True, why

    def resumes_at_once(self, progress: Progress) -> bool:
        """Whether a request to resume takes effect at once. If not, a countdown runs, and is started if needed."""
        if self.resumes_ms is not None:
            return False
        segment = progress.segment
        in_a_phase = segment is not None and segment.kind is SegmentKind.PHASE
        if self.ready_first or (in_a_phase and self._paused_ms > LONG_PAUSE_S * 1000):
            self.resumes_ms = progress.at + READY_S * 1000
            return False
        return True

    def follow(self, event: Event, after: Progress) -> None:
        """Update the pause for an event and the progress after it."""
        if isinstance(event, Paused):
            self._paused_ms = 0
        elif isinstance(event, Resumed):
            self.ready_first = False
        if after.running or after.over:
            self.resumes_ms = self.reason = None
