"""Changes to a plan during a session: the easier form of an exercise, and restrictions on resuming.

Easing replaces only segments that are still to come, one by one, so both sides get the same number of repetitions. The
current repetition begins anew; if the easier form has fewer repetitions, it is the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise, Side
from l5tui.domain.how_to import Counts, counted
from l5tui.domain.safety.restrictions import Effect, ExerciseLimits, Restriction, limits_of
from l5tui.engine.plan import SETUPS, PlanStep, Segment, SegmentKind, most_held


def rep_start(segments: Sequence[Segment], index: int) -> int:
    """The index at which the current repetition began; from a rest or a switch, where the next one begins."""
    here = segments[index]
    while index > 0 and _same_rep(segments[index - 1], here):
        index -= 1
    return index


def eased(segments: Sequence[Segment], start: int, exercise: Exercise) -> tuple[Segment, ...]:
    """The segments from `start` on, with those of this exercise in its easier form.

    Args:
        segments: the session's segments.
        start: the index of the first one to replace.
        exercise: the exercise to ease; segments of other steps are unchanged.
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
    """A segment of this exercise in its easier form; rests, switches and phases that are off are unchanged."""
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


def form_words(segments: Iterable[Segment], step: int, exercise: Exercise, form: str) -> str:
    """The text of a form with the counts of these segments, which may be fewer than the form has by itself.

    Args:
        segments: those of the session, or what is left of it.
        step: the index of the step in this form.
        exercise: the step's exercise.
        form: the form's id; without a form the text is empty.
    """
    found = exercise.variant(form)
    if found is None:
        return ""
    seconds = {phase: [usual] for phase, usual in Dose.of(exercise, variant=form).seconds.items()}
    timed: dict[str, list[int]] = {}
    reps: dict[Side | None, set[int]] = {}
    for one in segments:
        if one.phase and (one.step, one.variant) == (step, form):
            reps.setdefault(one.side, set()).add(one.rep)
            timed.setdefault(one.phase, []).extend([] if one.given_s is None else [one.given_s])
    spans = {phase: timed.get(phase) or usual for phase, usual in seconds.items()}
    counts = Counts(
        {phase: (min(values), max(values)) for phase, values in spans.items()},
        {side: (len(reps[side]),) * 2 for side in (Side.LEFT, Side.RIGHT, None) if side in reps},
    )
    return counted(found.text, exercise, counts)


def _same_rep(one: Segment, other: Segment) -> bool:
    return (
        one.kind is SegmentKind.PHASE
        and other.kind is SegmentKind.PHASE
        and (one.step, one.side, one.rep) == (other.step, other.side, other.rep)
    )


class LeftOut(Struct, frozen=True):
    """The result of applying restrictions to the segments of a session."""

    segments: tuple[Segment, ...]
    steps: frozenset[int]
    """The steps that are newly off."""
    flat: tuple[tuple[int, str], ...]
    """The phases that are newly off: the step, and the label of the phase."""
    off_by: Mapping[int, tuple[str, ...]]
    """The ids of the questions that switch each of these steps off."""
    eased: Mapping[int, tuple[str, ...]]
    """The steps that have to be eased newly, and the ids of the questions that require it."""

    def touches(self, step: int) -> bool:
        """Whether something of this step is left out or to be eased."""
        return step in self.steps or step in self.eased or any(step == one for one, _ in self.flat)

    def __bool__(self) -> bool:
        return bool(self.steps or self.flat or self.eased)

    def words(self, steps: tuple[PlanStep, ...], why: Mapping[str, str] = MappingProxyType({})) -> list[str]:
        """One line for each exercise that is left out: `Bird Dog is left out (Recent operation)`.

        Args:
            steps: the plan's steps.
            why: the short text of each question, by its id.
        """
        behind = {one: ", ".join(why.get(by, by) for by in self.off_by[one]) for one in self.steps}
        gone = [f"{steps[one].name} is left out ({behind[one]})" for one in sorted(self.steps)]
        flat = [f"{steps[one].name} goes without {label.lower()}" for one, label in self.flat]
        eased = [
            f"{steps[one].name} comes in its easier form ({', '.join(why.get(by, by) for by in behind)})"
            for one, behind in self.eased.items()
        ]
        return [*gone, *flat, *eased]


def leave_out(
    segments: Iterable[Segment],
    steps: tuple[PlanStep, ...],
    restrictions: Iterable[Restriction],
    exercises: Mapping[str, Exercise],
) -> LeftOut:
    """Apply restrictions to the segments of a session.

    Args:
        segments: the session's current segments.
        steps: the plan's steps.
        restrictions: the restrictions in force.
        exercises: the known exercises by id. One that no longer exists is off as soon as any restriction is in force,
            because its demands are unknown.
    """
    rows = tuple(restrictions)
    limits = {step.exercise: _limits(step, rows, exercises.get(step.exercise)) for step in steps}
    kept: list[Segment] = []
    gone: set[int] = set()
    flat: dict[tuple[int, str], None] = {}
    for segment in segments:
        step = steps[segment.step]
        found = limits[step.exercise]
        if found.off:
            gone.add(segment.step)
            continue
        if segment.phase in found.phases_off and not segment.off:
            flat[segment.step, segment.label] = None
            kept.append(_flat(segment, exercises[step.exercise]))
        else:
            kept.append(segment)
    off_by = {one: limits[steps[one].exercise].off_by for one in gone}
    eased = dict(_to_ease(kept, steps, limits, rows, exercises))
    return LeftOut(tuple(kept), frozenset(gone), tuple(flat), off_by, eased)


def _to_ease(
    segments: Iterable[Segment],
    steps: tuple[PlanStep, ...],
    limits: Mapping[str, ExerciseLimits],
    rows: tuple[Restriction, ...],
    exercises: Mapping[str, Exercise],
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The steps whose exercise has to be eased and has a phase that isn't, with the ids of the questions."""
    full: dict[int, None] = {}
    for segment in segments:
        exercise = exercises.get(steps[segment.step].exercise)
        eases = exercise is not None and limits[exercise.id].easier and segment.variant != exercise.easier.id
        if eases and segment.phase and not segment.off:
            full[segment.step] = None
    for step in full:
        easing = [row for row in rows if row.effect is Effect.EASIER and row.touches(exercises[steps[step].exercise])]
        yield step, tuple(dict.fromkeys(row.question for row in easing))


def _limits(step: PlanStep, rows: tuple[Restriction, ...], exercise: Exercise | None) -> ExerciseLimits:
    if exercise is not None:
        return limits_of(exercise, rows)
    touching = [row for row in rows if row.effect >= Effect.OFF or row.exercise == step.exercise]
    behind = tuple(dict.fromkeys(row.question for row in touching))
    return ExerciseLimits(bool(behind), False, frozenset(), (), behind, behind)


def _flat(segment: Segment, exercise: Exercise) -> Segment:
    phase = exercise.phase(segment.phase or "")
    if phase is None:
        return segment
    return replace(segment, off=True, label=phase.off_label or phase.label, cue=phase.off_cue or phase.cue)
