"""How an exercise or one of its forms is done, with the counts of the dose that is shown beside it.

The sentences of an exercise file name counts by placeholders: `{hold}` (or another phase's id) is the time of that
phase, `{reps}` the repetitions ("10 on each side"), `{times}` the same ("3 times on each side"), and `{change}` what
follows a repetition ("change legs", or "let go" where only one side is done).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from l5tui.domain.dose import LONGEST_IN_SECONDS, Dose
from l5tui.domain.exercise import Exercise, Side

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_SIDES: Final = (Side.LEFT, Side.RIGHT)
Span = tuple[int, int]
"""The least and the most."""


class Counts(Struct, frozen=True):
    """What the placeholders stand for.

    Attributes:
        seconds: of each phase, by its id.
        reps: the repetitions on each side that is done, of all rounds; under None without sides.
        rounds: how often the repetitions are done; 1 where that isn't said.
    """

    seconds: Mapping[str, Span]
    reps: Mapping[Side | None, Span]
    rounds: int = 1


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
    counts = _planned(exercise, doses)
    return tuple(counted(line, exercise, counts) for line in exercise.how_to)


def form_text(exercise: Exercise, form: str | None, doses: Sequence[Dose] = ()) -> str:
    """The sentence of an easier or harder form with its counts; empty for the exercise as it is.

    Args:
        exercise: the exercise.
        form: the form's id.
        doses: what is planned of the exercise, in whatever form; without any, its usual dose.
    """
    found = exercise.variant(form)
    if found is None:
        return ""
    usual = Dose.of(exercise, variant=found.id)
    mine = [usual if dose.variant not in (None, found.id) else dose.in_form(exercise, found) for dose in doses]
    return counted(found.text, exercise, _planned(exercise, mine or [usual]))


def counted(text: str, exercise: Exercise, counts: Counts) -> str:
    """A sentence of an exercise with these counts."""
    values = dict(_values(exercise, counts))
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _planned(exercise: Exercise, doses: Sequence[Dose]) -> Counts:
    rounds = {dose.rounds for dose in doses}
    return Counts(
        seconds={
            phase.id: _spanning([dose.seconds[phase.id] for dose in doses] or [phase.seconds.low, phase.seconds.high])
            for phase in exercise.phases
        },
        reps={
            side: _spanning(counts)
            for side in (_SIDES if exercise.sided else (None,))
            if max(counts := [dose.reps_on(side) for dose in doses] or list(exercise.reps_range))
        },
        rounds=next(iter(rounds)).most if len(rounds) == 1 else 1,
    )


def _values(exercise: Exercise, counts: Counts) -> Iterator[tuple[str, str]]:
    for phase, seconds in counts.seconds.items():
        yield phase, _time(seconds)
    then = f", in {counts.rounds} rounds" if counts.rounds > 1 else ""
    yield "reps", _on_sides({side: _span(span) for side, span in counts.reps.items()}) + then
    yield "times", _on_sides({side: _times(span) for side, span in counts.reps.items()}) + then
    yield "change", f"change {exercise.limb or 'side'}s" if len(counts.reps) == len(_SIDES) else "let go"


def _spanning(values: Sequence[int]) -> Span:
    return min(values), max(values)


def _on_sides(words: Mapping[Side | None, str]) -> str:
    if None in words:
        return words[None]
    if len(words) == len(_SIDES) and len(set(words.values())) == 1:
        return f"{words[Side.LEFT]} on each side"
    return " and ".join(f"{said} on the {side}" for side, said in words.items())


def _span(span: Span) -> str:
    low, high = span
    return str(high) if low == high else f"{low} to {high}"


def _counted(span: Span, unit: str) -> str:
    return f"{_span(span)} {unit}{'' if span == (1, 1) else 's'}"


def _time(span: Span) -> str:
    """Seconds, or minutes for whole ones beyond two, as a dose has them."""
    if span[0] > LONGEST_IN_SECONDS and not any(seconds % 60 for seconds in span):
        return _counted((span[0] // 60, span[1] // 60), "minute")
    return _counted(span, "second")


def _times(span: Span) -> str:
    return "once" if span == (1, 1) else _counted(span, "time")
