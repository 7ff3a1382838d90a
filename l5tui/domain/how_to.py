"""How an exercise is done, with the counts of the dose that is shown beside it.

The sentences of an exercise file name counts by placeholders: `{hold}` (or another phase's id) is the seconds of that
phase, `{reps}` the repetitions ("10 on each side"), `{times}` the same ("3 times on each side"), and `{change}` what
follows a repetition ("change legs", or "let go" where only one side is done).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise, Side

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_SIDES: Final = (Side.LEFT, Side.RIGHT)
_Span = tuple[int, int]


def placeholders(exercise: Exercise) -> frozenset[str]:
    """The placeholders that the sentences of an exercise may have."""
    own = {"change"} if exercise.sided else set()
    return frozenset({"reps", "times", *own, *(phase.id for phase in exercise.phases)})


def how_to(exercise: Exercise, doses: Sequence[Dose] = ()) -> tuple[str, ...]:
    """The sentences with their counts.

    Args:
        exercise: the exercise.
        doses: what is planned of it, once for each time that the routine has it; without any, the article's counts.
    """
    values = dict(_values(exercise, doses))
    return tuple(PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), line) for line in exercise.how_to)


def _values(exercise: Exercise, doses: Collection[Dose]) -> Iterator[tuple[str, str]]:
    for phase in exercise.phases:
        seconds = [dose.seconds[phase.id] for dose in doses] or [phase.seconds.low, phase.seconds.high]
        yield phase.id, _counted((min(seconds), max(seconds)), "second")
    reps = _reps(exercise, doses)
    rounds = {dose.rounds for dose in doses}
    most = next(iter(rounds)).most if len(rounds) == 1 else 1
    then = f", in {most} rounds" if most > 1 else ""
    yield "reps", _on_sides({side: _span(span) for side, span in reps.items()}) + then
    yield "times", _on_sides({side: _times(span) for side, span in reps.items()}) + then
    yield "change", f"change {exercise.limb or 'side'}s" if len(reps) == len(_SIDES) else "let go"


def _reps(exercise: Exercise, doses: Collection[Dose]) -> Mapping[Side | None, _Span]:
    """The least and the most repetitions on each side that is done."""
    found: dict[Side | None, _Span] = {}
    for side in _SIDES if exercise.sided else (None,):
        counts = [dose.reps_on(side) for dose in doses] or list(exercise.reps_range)
        if max(counts):
            found[side] = min(counts), max(counts)
    return found


def _on_sides(words: Mapping[Side | None, str]) -> str:
    if None in words:
        return words[None]
    if len(words) == len(_SIDES) and len(set(words.values())) == 1:
        return f"{words[Side.LEFT]} on each side"
    return " and ".join(f"{said} on the {side}" for side, said in words.items())


def _span(span: _Span) -> str:
    low, high = span
    return str(high) if low == high else f"{low} to {high}"


def _counted(span: _Span, unit: str) -> str:
    return f"{_span(span)} {unit}{'' if span == (1, 1) else 's'}"


def _times(span: _Span) -> str:
    return "once" if span == (1, 1) else _counted(span, "time")
