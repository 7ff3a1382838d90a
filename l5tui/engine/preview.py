"""What is shown of an exercise before it is begun: as much of a plan as tells what it asks for, and no more.

Two repetitions, or one on each side, at the tempo of the session; a hold lasts a breath, and the last one is where the
preview stays. Pure data, as the plan is: whoever shows it brings the time and the figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from l5tui.engine.plan import Plan, Segment, SegmentKind

HOLD: Final = "hold"
LONGEST_HOLD_S: Final = 5.0
"""A hold is shown for one quiet breath; what comes after that looks the same."""
REPETITIONS: Final = 2


@dataclass(frozen=True, slots=True)
class PreviewFrame:
    """One moment of a preview."""

    segment: Segment
    share: float
    """How far its phase has come, 0 to 1."""
    into_s: float
    of_s: float
    """Seconds into the phase, and of all of it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A part of a plan to look at.

    Args:
        exercise: whose it is.
        step: index of the plan's step.
        parts: the phases in order, never none, each with the seconds that it is shown.
    """

    exercise: str
    step: int
    parts: tuple[tuple[Segment, float], ...]

    @property
    def length_s(self) -> float:
        """Seconds until it stands still."""
        return sum(seconds for _, seconds in self.parts)

    def at(self, elapsed_s: float) -> PreviewFrame:
        """The moment so many seconds after the beginning; after the end, its last."""
        for segment, seconds in self.parts:
            if elapsed_s < seconds:
                return PreviewFrame(segment, elapsed_s / seconds, elapsed_s, seconds)
            elapsed_s -= seconds
        last, seconds = self.parts[-1]
        return PreviewFrame(last, 1.0, seconds, seconds)


def previews(plan: Plan) -> Iterator[Preview]:
    """A preview of each step that is done, the one that takes longest first: it tells most of what a routine is."""
    lengths: dict[int, int] = {}
    for segment in plan.segments:
        lengths[segment.step] = lengths.get(segment.step, 0) + (segment.seconds or 0)
    for step in sorted(lengths, key=lambda one: -lengths[one]):
        if parts := _parts(plan, step):
            yield Preview(plan.steps[step].exercise, step, parts)


def _parts(plan: Plan, step: int) -> tuple[tuple[Segment, float], ...]:
    repetitions = 1 if plan.steps[step].sides != (None,) else REPETITIONS
    phases = [
        one
        for one in plan.segments
        if one.step == step and one.kind is SegmentKind.PHASE and one.rep <= repetitions and one.seconds
    ]
    holds = [index for index, one in enumerate(phases) if one.phase == HOLD and not one.off]
    if holds:
        phases = phases[: holds[-1] + 1]
    return tuple((one, _seconds(one)) for one in phases)


def _seconds(phase: Segment) -> float:
    seconds = float(phase.seconds or 0)
    return min(seconds, LONGEST_HOLD_S) if phase.phase == HOLD else seconds
