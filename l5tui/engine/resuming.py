"""How a session that stands still goes on: at once, or after one got ready.

Three seconds are counted down where one has to get into position again: after more than three seconds of pause in a
phase, after it hurt, after nobody was there, and when a session is taken up again. They are part of the pause, so they
add to no step, and the log needs no event for them: a session that is cut off meanwhile is one that stands still.
"""

from __future__ import annotations

from typing import Final

from l5tui.engine.events import Event, Paused, Resumed
from l5tui.engine.moment import PauseReason
from l5tui.engine.plan import SegmentKind
from l5tui.engine.progress import Progress

READY_S: Final = 3
"""What is counted down."""
LONG_PAUSE_S: Final = 3.0
"""After more real seconds than that of a pause in a phase one gets ready."""


class PauseState:
    """What the controller knows of a session while it stands still.

    Args:
        taken_up: it is taken up again, after it was cut off.
    """

    def __init__(self, *, taken_up: bool) -> None:
        self.ready_first = taken_up
        """One gets ready before it goes on, however short the pause was."""
        self.reason: PauseReason | None = None
        """Why it stands still, where nobody asked for that."""
        self.resumes_ms: int | None = None
        """The session time at which it goes on by itself."""
        self._paused_ms = 0

    def ready_ms(self, progress: Progress) -> int:
        """Until it goes on by itself; 0 when it won't."""
        return 0 if self.resumes_ms is None or progress.over else max(1, self.resumes_ms - progress.at)

    def add_paused(self, real_s: float) -> None:
        """It stood still for so many more real seconds, those included that the machine slept."""
        self._paused_ms += round(real_s * 1000)

    def cancel_resume(self) -> None:
        """It won't go on by itself."""
        self.resumes_ms = None

    def found_paused(self, why: PauseReason) -> None:
        """It stands still, and nobody asked for that."""
        self.ready_first, self.reason = True, why

    def resumes_at_once(self, progress: Progress) -> bool:
        """Somebody says to go on: whether it does at once. Else it does so by itself when one is ready."""
        if self.resumes_ms is not None:
            return False
        segment = progress.segment
        in_a_phase = segment is not None and segment.kind is SegmentKind.PHASE
        if self.ready_first or (in_a_phase and self._paused_ms > LONG_PAUSE_S * 1000):
            self.resumes_ms = progress.at + READY_S * 1000
            return False
        return True

    def follow(self, event: Event, after: Progress) -> None:
        """An event happened, and this is how the session stands after it."""
        if isinstance(event, Paused):
            self._paused_ms = 0
        elif isinstance(event, Resumed):
            self.ready_first = False
        if after.running or after.over:
            self.resumes_ms = self.reason = None
