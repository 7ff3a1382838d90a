"""The preview of an exercise in the library: a short part of its plan.

It has two repetitions, or one on each side, at the tempo of the session. A hold lasts one breath, and the preview stops
in the last one. Pure data: the screen provides the time and the figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from l5tui.engine.plan import Plan, Segment, SegmentKind

HOLD: Final = "hold"
LONGEST_HOLD_S: Final = 5.0
"""A hold is shown for one quiet breath, since nothing changes after that."""
REPETITIONS: Final = 2


class PreviewFrame(Struct, frozen=True):
    """What a preview shows at one time."""

    segment: Segment
    share: float
    """The elapsed share of its phase, 0 to 1."""
    into_s: float
    of_s: float
    """The length of the phase in seconds; `into_s` is the elapsed part."""


class Preview(Struct, frozen=True):
    """A part of a plan to show.

    Args:
        exercise: the exercise's id.
        step: the index of the plan's step.
        parts: the phases in order, at least one, each with the seconds for which it is shown.
    """

    exercise: str
    step: int
    parts: tuple[tuple[Segment, float], ...]

    @property
    def length_s(self) -> float:
        """Seconds until it stops."""
        return sum(seconds for _, seconds in self.parts)

    def at(self, elapsed_s: float) -> PreviewFrame:
        """The frame so many seconds after the beginning; after the end, the last one."""
        for segment, seconds in self.parts:
            if elapsed_s < seconds:
                return PreviewFrame(segment, elapsed_s / seconds, elapsed_s, seconds)
            elapsed_s -= seconds
        last, seconds = self.parts[-1]
        return PreviewFrame(last, 1.0, seconds, seconds)


def previews(plan: Plan) -> Iterator[Preview]:
    """A preview of each step that isn't off, the longest step first because it is the main part of the routine."""
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
