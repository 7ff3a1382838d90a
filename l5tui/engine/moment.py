"""The moment: everything that the user interface shows of a session at one time.

The full screen and plain lines show a moment, and never read the plan themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from msgspec import Struct

from l5tui.domain.exercise import Side
from l5tui.engine.plan import SETUPS, PlanStep, Segment, SegmentKind
from l5tui.engine.progress import Progress

PauseReason = Literal["stopped", "silent"]
"""Why a session was paused without a key: the program was stopped, or nobody answered."""


class Moment(Struct, frozen=True):
    """One moment of a session.

    Times are milliseconds of session time. `segment` is None once all segments are done.
    """

    segment: Segment | None
    index: int
    ms: int
    """Time since the segment began."""
    left_ms: int | None
    """Time left in the segment; None in own pace."""
    total_left_ms: int
    """Time left in the whole session. Segments in own pace count with their planned time."""
    step: PlanStep | None
    number: int
    """The number of this exercise, from 1, among those that aren't off."""
    count: int
    """The number of exercises that aren't off."""
    next: Segment | None
    then: Segment | None
    """The segment after the next."""
    next_step: PlanStep | None
    """The exercise that comes after this one."""
    started: bool
    paused: bool
    over: bool
    own_pace: bool
    ready_ms: int = 0
    """Time left in the countdown before a paused session resumes; 0 without a countdown."""
    pause_reason: PauseReason | None = None
    """Why it is paused, if not by a key."""

    @property
    def seconds(self) -> int:
        """The number to show: whole seconds left, rounded up so that 0 is never shown; elapsed seconds in own pace."""
        return self.ms // 1000 if self.left_ms is None else -(-self.left_ms // 1000)

    @property
    def ready_s(self) -> int:
        """The number to show in the countdown before resuming: whole seconds, rounded up; 0 without a countdown."""
        return -(-self.ready_ms // 1000)

    @property
    def fraction(self) -> float:
        """The elapsed share of the segment, 0 to 1; 0 in own pace."""
        if self.segment is None or not self.segment.ms or self.left_ms is None:
            return 0.0
        return min(1.0, self.ms / self.segment.ms)

    @property
    def side(self) -> Side | None:
        """The current side, or the coming one."""
        return self.segment.side if self.segment else None

    @property
    def form(self) -> str | None:
        """The current easier or harder form; between repetitions and in a set-up, the coming one."""
        segment, after = self.segment, self.next
        if segment is None or segment.phase or after is None or after.step != segment.step:
            return segment.variant if segment else None
        return after.variant

    @property
    def reps(self) -> int:
        """The number of repetitions of this exercise, on the current side."""
        return self.step.reps_on(self.side) if self.step else 0


def form_to_read(progress: Progress) -> str | None:
    """The form whose text is shown now: in the set-up before it, and in its first repetition on each side."""
    segments, here = progress.segments, progress.segment
    if here is None:
        return None
    if here.phase is None:
        after = segments[progress.index + 1 : progress.index + 2]
        return after[0].variant if here.kind in SETUPS and after and after[0].step == here.step else None
    if here.variant is None:
        return None
    first = next(one for one in segments if one.phase and (one.step, one.variant) == (here.step, here.variant))
    return here.variant if here.rep == first.rep else None


def asks_about_leg(progress: Progress, steps: Sequence[PlanStep], watched: Collection[str]) -> bool:
    """Whether to ask now if it is further down the leg: in the set-up after an exercise with leg watch (clinical data,
    section b). After the last exercise the check-out asks.

    Args:
        progress: the session's progress.
        steps: the plan's steps.
        watched: the ids of the exercises with leg watch.
    """
    here = progress.segment
    if here is None or here.kind is not SegmentKind.MOVE_ON or not progress.index:
        return False
    before = progress.segments[progress.index - 1].step
    return before != here.step and steps[before].exercise in watched


def moment_of(
    progress: Progress, steps: Sequence[PlanStep], *, ready_ms: int = 0, pause_reason: PauseReason | None = None
) -> Moment:
    """The moment of a progress. The keyword arguments are fields of `Moment` that the progress doesn't have."""
    segments = progress.segments
    segment = progress.segment
    after = segments[progress.index + 1 :]
    live = [index for index, step in enumerate(steps) if not step.off]
    here = segment.step if segment else None
    later = next((one.step for one in after if one.step != here), None)
    left = progress.left_ms
    if segment is not None and left is None:
        left = max(0, segment.given_s * 1000 - progress.offset)
    return Moment(
        segment=segment,
        index=progress.index,
        ms=progress.offset,
        left_ms=progress.left_ms,
        total_left_ms=(left or 0) + sum(_expected_ms(one) for one in after),
        step=steps[here] if here is not None else None,
        number=live.index(here) + 1 if here in live else 0,
        count=len(live),
        next=after[0] if after else None,
        then=after[1] if len(after) > 1 else None,
        next_step=steps[later] if later is not None else None,
        started=progress.started,
        paused=progress.started and not progress.running and not progress.over,
        over=progress.over,
        own_pace=segment is not None and segment.seconds is None,
        ready_ms=ready_ms,
        pause_reason=pause_reason,
    )


def _expected_ms(segment: Segment) -> int:
    return (segment.given_s if segment.seconds is None else segment.seconds) * 1000


class ExerciseProgress(Struct, frozen=True):
    """One exercise's length in the session in seconds, and the share of it that is done, 0 to 1."""

    step: int
    seconds: int
    through: float


def exercise_progress(progress: Progress) -> tuple[ExerciseProgress, ...]:
    """The progress of each exercise, in order."""
    totals: dict[int, int] = {}
    passed: dict[int, float] = {}
    for index, segment in enumerate(progress.segments):
        ms = _expected_ms(segment)
        totals[segment.step] = totals.get(segment.step, 0) + ms
        here = ms if index < progress.index else min(ms, progress.offset) if index == progress.index else 0
        passed[segment.step] = passed.get(segment.step, 0) + here
    return tuple(
        ExerciseProgress(step, round(total / 1000), passed[step] / total if total else 1.0)
        for step, total in totals.items()
    )
