"""What can be set about a routine's step: each setting in words, its next value, and what it is as usual.

A dose stays within the exercise's range: never more than the article's most. Fewer repetitions are always possible, and
a hold may be as short as that of the easier form. A routine's file is held to the same ranges (`library/build.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final, TypeVar

from msgspec.structs import replace

from l5tui.domain.dose import MOST_OWN_ROUNDS, ONE_ROUND, Dose, Rounds, seconds_in_words
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import First, Step

REST_STEP_S: Final = 5
LONGEST_REST_S: Final = 300
WIDE: Final = 10
"""Seconds of a hold's range from which on it changes by `HOLD_STEP_S`."""
HOLD_STEP_S: Final = 5
LONG: Final = 300
"""Seconds of a hold's range, such as that of a walk, from which on it changes by `MINUTE_S`."""
MINUTE_S: Final = 60
FIRST_WORDS: Final = {
    None: "as in the settings",
    First.LEFT: "left",
    First.RIGHT: "right",
    First.WORSE: "the worse side",
}


T = TypeVar("T")


class StepSetting(StrEnum):
    """What can be set, in the order in which it is shown."""

    FORM = "form"
    REPS = "reps"
    HOLD = "hold"
    ROUNDS = "rounds"
    LEFT = "rounds_left"
    RIGHT = "rounds_right"
    FIRST = "first"
    FLAT = "phase_off"
    REST = "rest"


NAMES: Final = {
    StepSetting.FORM: "Form",
    StepSetting.REPS: "Repetitions",
    StepSetting.HOLD: "Hold",
    StepSetting.ROUNDS: "Rounds",
    StepSetting.LEFT: "Rounds left",
    StepSetting.RIGHT: "Rounds right",
    StepSetting.FIRST: "Begins with",
    StepSetting.FLAT: "Stays flat",
    StepSetting.REST: "Rest after it",
}


def name_of(step: Step, setting: StepSetting) -> str:
    """What a setting is called for this step."""
    return "Time" if setting is StepSetting.HOLD and step.exercise.timed else NAMES[setting]


def settings_of(step: Step) -> Iterator[StepSetting]:
    """What can be set about a step. A harder form that has its own repetitions or hold leaves no choice about them; the
    easier one's are the most."""
    exercise = step.exercise
    form = exercise.variant(step.variant)
    fixed = form.overrides if form and form.id != exercise.easier.id else {}
    yield StepSetting.FORM
    if "reps" not in fixed:
        yield StepSetting.REPS
    if exercise.phase("hold") is not None and "hold" not in fixed:
        low, high = hold_range(exercise, step.variant)
        if low < high or ("hold" in step.overrides and step.variant != exercise.easier.id):
            yield StepSetting.HOLD
    yield from (StepSetting.LEFT, StepSetting.RIGHT, StepSetting.FIRST) if exercise.sided else (StepSetting.ROUNDS,)
    if len(flat_phases(exercise)) > 1:
        yield StepSetting.FLAT
    yield StepSetting.REST


def reps_range(exercise: Exercise, form: str | None = None) -> tuple[int, int]:
    """The fewest and the most repetitions of a round; in the easier form its own are the most."""
    most = exercise.reps_range[1]
    return 1, min(most, exercise.easier.overrides.get("reps", most)) if form == exercise.easier.id else most


def hold_range(exercise: Exercise, form: str | None = None) -> tuple[int, int]:
    """The shortest and the longest hold in seconds, in the easier form not above its own; (0, 0) without one."""
    hold = exercise.phase("hold")
    if hold is None:
        return 0, 0
    easier, high = exercise.easier.overrides.get("hold"), hold.seconds.high
    low = hold.seconds.low if easier is None else min(hold.seconds.low, easier)
    return low, high if easier is None or form != exercise.easier.id else min(high, easier)


def flat_phases(exercise: Exercise) -> list[str]:
    """The ids of the phases that have a flat form (`off_label`). A phase that is the whole movement has none."""
    return [phase.id for phase in exercise.phases if phase.off_label]


def words(step: Step, setting: StepSetting, level: int | None = None) -> str:
    """The value of a setting in words.

    Args:
        step: the step.
        setting: one of `settings_of`.
        level: the ladder's level that applies; None where the ladder has no say.
    """
    exercise = step.exercise
    dose = Dose.of(exercise, level=level, overrides=step.overrides, variant=step.variant, rounds=step.rounds)
    ladder, level = exercise.ladder, dose.level
    value = dose.reps if setting is StepSetting.REPS else dose.seconds.get("hold")
    by_level = " (your level)" if ladder and level and (ladder.param, ladder.at(level)) == (setting, value) else ""
    match setting:
        case StepSetting.FORM:
            forms = dict(zip((form.id for form in exercise.forms), ("easier", "harder"), strict=False))
            return forms.get(step.variant or "", "as usual")
        case StepSetting.REPS:
            return f"{dose.reps}{' each side' if exercise.sided else ''}{by_level}"
        case StepSetting.HOLD:
            return f"{seconds_in_words(dose.seconds['hold'])}{by_level}"
        case StepSetting.ROUNDS:
            return str(step.rounds.left)
        case StepSetting.LEFT:
            return str(step.rounds.left or "none")
        case StepSetting.RIGHT:
            return str(step.rounds.right or "none")
        case StepSetting.FIRST:
            return FIRST_WORDS[step.first]
        case StepSetting.FLAT:
            labels = [phase.label.lower() for phase in exercise.phases if phase.id in step.phase_off]
            return ", ".join(labels) or "nothing"
        case StepSetting.REST:
            return f"{step.rest_s} s" if step.rest_s else "none"


def stepped(step: Step, setting: StepSetting, by: int, level: int | None = None) -> Step:
    """The step with a setting one value up or down; the same step at the end of the range.

    Args:
        step: the step.
        setting: one of `settings_of`.
        by: 1 or -1.
        level: the ladder's level that applies: where a dose begins to be the step's own.
    """
    exercise = step.exercise
    dose = Dose.of(exercise, level=level, overrides=step.overrides, variant=step.variant)
    match setting:
        case StepSetting.FORM:
            easier, *harder = (form.id for form in exercise.forms)
            forms = (easier, None, *harder)
            return replace(step, variant=_next(forms, step.variant, by))
        case StepSetting.REPS:
            return _dosed(step, "reps", dose.reps, _within(dose.reps, by, *reps_range(exercise, step.variant)))
        case StepSetting.HOLD:
            low, high = hold_range(exercise, step.variant)
            hold = dose.seconds["hold"]
            return _dosed(step, "hold", hold, _within(hold, by * hold_step(exercise), low, high))
        case StepSetting.ROUNDS:
            rounds = min(max(step.rounds.left + by, 1), MOST_OWN_ROUNDS)
            return replace(step, rounds=Rounds(rounds, rounds))
        case StepSetting.LEFT | StepSetting.RIGHT:
            side = "left" if setting is StepSetting.LEFT else "right"
            wanted = min(max(getattr(step.rounds, side) + by, 0), MOST_OWN_ROUNDS)
            changed = replace(step.rounds, **{side: wanted})
            return replace(step, rounds=changed) if changed.most else step
        case StepSetting.FIRST:
            return replace(step, first=_next(tuple(FIRST_WORDS), step.first, by))
        case StepSetting.FLAT:
            choices = ((), *((one,) for one in flat_phases(exercise)))
            here = step.phase_off if step.phase_off in choices else ()
            return replace(step, phase_off=_next(choices, here, by))
        case StepSetting.REST:
            return replace(step, rest_s=min(max(step.rest_s + by * REST_STEP_S, 0), max(LONGEST_REST_S, step.rest_s)))


def as_usual(step: Step, setting: StepSetting) -> Step:
    """The step with this setting as it is without a word: the exercise's own dose, or that of the person's level."""
    match setting:
        case StepSetting.FORM:
            return replace(step, variant=None)
        case StepSetting.REPS | StepSetting.HOLD:
            others = {name: value for name, value in step.overrides.items() if name != setting}
            return replace(step, overrides=others)
        case StepSetting.ROUNDS:
            return replace(step, rounds=ONE_ROUND)
        case StepSetting.LEFT:
            return replace(step, rounds=replace(step.rounds, left=1))
        case StepSetting.RIGHT:
            return replace(step, rounds=replace(step.rounds, right=1))
        case StepSetting.FIRST:
            return replace(step, first=None)
        case StepSetting.FLAT:
            return replace(step, phase_off=())
        case StepSetting.REST:
            return replace(step, rest_s=0)


def hold_step(exercise: Exercise) -> int:
    """Seconds by which the hold changes."""
    low, high = hold_range(exercise)
    if high - low >= LONG:
        return MINUTE_S
    return HOLD_STEP_S if high - low >= WIDE else 1


def _within(value: int, by: int, low: int, high: int) -> int:
    """The value one step further, unless that leads out of the range or further away from it."""
    after = value + by
    if by > 0:
        return value if value >= high else min(max(after, low), high)
    return value if value <= low else max(min(after, high), low)


def _dosed(step: Step, name: str, before: int, value: int) -> Step:
    if value == before:
        return step
    exercise = step.exercise
    form = exercise.easier.id if step.variant == exercise.easier.id else None
    default = Dose.of(exercise, variant=form)
    usual = default.reps if name == "reps" else default.seconds[name]
    on_ladder = exercise.ladder is not None and exercise.ladder.param == name
    if value == usual and not on_ladder:
        others = {key: one for key, one in step.overrides.items() if key != name}
        return replace(step, overrides=others)
    return replace(step, overrides={**step.overrides, name: value})


def _next(values: tuple[T, ...], here: T, by: int) -> T:
    at = values.index(here) if here in values else 0
    return values[min(max(at + by, 0), len(values) - 1)]
