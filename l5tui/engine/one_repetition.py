"""What one repetition of an exercise consists of, for its page on the screen and in plain lines."""

from __future__ import annotations

from l5tui.domain.dose import seconds_in_words
from l5tui.domain.exercise import Exercise
from l5tui.engine.plan import Plan, SegmentKind

IN_BETWEEN = "in between"


def one_repetition(exercise: Exercise, plan: Plan) -> list[tuple[str, str, str]]:
    """Each phase as its name, its instruction and its seconds, and the rests between repetitions.

    Args:
        exercise: the exercise.
        plan: the plan of it alone; a phase that is off isn't in it.
    """
    planned = {one.phase: seconds_in_words(one.seconds or 0) for one in plan.segments if one.phase}
    rows = [(phase.label, phase.cue, planned[phase.id]) for phase in exercise.phases if phase.id in planned]
    rests: dict[str, set[int]] = {}
    for one in plan.segments:
        if one.kind in (SegmentKind.REST, SegmentKind.SWITCH) and one.seconds:
            rests.setdefault(one.label, set()).add(one.seconds)
    for label, seconds in rests.items():
        rows.append((label, IN_BETWEEN, f"{' or '.join(str(number) for number in sorted(seconds))} s"))
    return rows
