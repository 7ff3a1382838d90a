"""The easier variant in the middle of an exercise: what is still to come becomes shorter and smaller.

Only segments that are still to come are replaced, one by one, so the sides stay as full as each other. The repetition
that was on begins anew; when the easier form has fewer repetitions, it is the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise
from l5tui.engine.plan import SETUPS, Segment, SegmentKind, most_held


def rep_start(segments: Sequence[Segment], index: int) -> int:
    """The index at which the repetition that is on began; of a rest or a switch, the one to come."""
    here = segments[index]
    while index > 0 and _same_rep(segments[index - 1], here):
        index -= 1
    return index


def eased(segments: Sequence[Segment], start: int, exercise: Exercise) -> tuple[Segment, ...]:
    """The segments from `start` on, with those of this exercise in its easier form.

    Args:
        segments: the session's.
        start: the first that is still to come.
        exercise: whose segments they are; those of other steps stay as they are.
    """
    here = segments[start]
    last_rep = max(here.rep, Dose.of(exercise, variant=exercise.easier.id).reps)
    mine: list[Segment] = []
    others: list[Segment] = []
    for segment in segments[start:]:
        if segment.step != here.step:
            others.append(segment)
        elif segment.rep <= last_rep:
            mine.append(in_easier_form(segment, exercise))
    while mine and mine[-1].kind in (SegmentKind.REST, SegmentKind.SWITCH):
        mine.pop()
    return (*mine, *others)


def in_easier_form(segment: Segment, exercise: Exercise) -> Segment:
    """A segment of this exercise as its easier form has it; a rest, a switch and a phase that is off stay."""
    form = exercise.easier.id
    if segment.kind in SETUPS:
        return replace(segment, cue=exercise.start_in(form))
    phase = next((one for one in exercise.phases_in(form) if one.id == segment.phase), None)
    if phase is None or segment.off:
        return segment
    dose_s = Dose.of(exercise, variant=form).seconds[phase.id]
    seconds = min(dose_s, segment.given_s or dose_s)
    return replace(
        segment,
        seconds=None if segment.seconds is None else seconds,
        given_s=seconds,
        most_s=most_held(phase, seconds),
        variant=form,
        label=phase.label,
        cue=phase.cue_for(segment.side),
    )


def _same_rep(one: Segment, other: Segment) -> bool:
    return (
        one.kind is SegmentKind.PHASE
        and other.kind is SegmentKind.PHASE
        and (one.step, one.side, one.rep) == (other.step, other.side, other.rep)
    )
