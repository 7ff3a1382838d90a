"""Builds exercises and routines from checked shapes, and checks the rules between values.

A shape defines what a single value may be. This module checks what has to fit together, such as a ladder within its
range, or a routine that leaves out only phases with a flat form. Every mistake is added to the file's `Faults`; what is
returned may only be used where there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from msgspec.structs import asdict, replace

from l5tui.config.output import quoted
from l5tui.domain.dose import ONE_ROUND, Dose, Rounds
from l5tui.domain.exercise import NO_FORM, Exercise, Ladder, Phase, Rests, Seconds, Side, Variant
from l5tui.domain.how_to import PLACEHOLDER, placeholders
from l5tui.domain.routine import Routine, Step
from l5tui.domain.step_settings import hold_range, reps_range
from l5tui.engine.plan import MOVE_SETUP_S, ROUND_REST_S, Plan
from l5tui.library.faults import Faults, nearest
from l5tui.library.shapes import (
    LONGEST_S,
    MOST_REPS,
    ExerciseFile,
    FormTable,
    PhaseTable,
    PrescribedTable,
    RoutineFile,
    StepTable,
)

HALF: Final = "Half of it, and no further than is comfortable."
LONGEST_S_IN_ALL: Final = 3600
"""The longest that one exercise, or all of a routine, may last, in seconds, with rests and set-up. More is a typing
mistake."""


def on_one_line(text: str) -> str:
    """A text on one line, without the line breaks of the file."""
    return " ".join(text.split())


def switch_on(exercise: str) -> str:
    """How to switch on an exercise that isn't in the article."""
    return f"l5tui exercises on {exercise}"


def exercise_of(table: ExerciseFile, faults: Faults, *, extra: bool = False) -> Exercise:
    """The exercise that a file describes. Values that don't fit together are added to the faults.

    Args:
        table: the file's shape.
        faults: the file's faults.
        extra: whether it came with the program but isn't in the article.
    """
    phases = tuple(_phase(phase, f"phases[{index}]", faults) for index, phase in enumerate(table.phases))
    _refuse_twice([phase.id for phase in phases], "phases", faults)
    low, high = table.reps.article or (table.reps.count, table.reps.count)
    if faults.sound("reps.count", "reps.article") and not low <= table.reps.count <= high:
        faults.add("reps.count", f"{table.reps.count} is outside the article's {low} to {high}")
    sided = table.sides != "none"
    if sided and not table.limb and faults.sound("sides", "limb"):
        faults.add("limb", "it is missing", 'an exercise with sides says which limb a side names, such as "leg"')
    if not sided and faults.sound("sides") and any(phase.cue_left or phase.cue_right for phase in phases):
        faults.add("sides", "there are cues for left and right, but no sides", 'write sides = "alternate"')
    exercise = Exercise(
        id=table.id,
        number=table.number,
        name=on_one_line(table.name),
        aliases=tuple(map(on_one_line, table.aliases)),
        category=table.category,
        posture=table.posture,
        sides=table.sides,
        reps=table.reps.count,
        reps_range=(low, high),
        unit=on_one_line(table.reps.unit),
        phases=phases,
        rests=Rests(**asdict(table.rests) | {"label": on_one_line(table.rests.label)}),
        ladder=_ladder(table, phases, (low, high), faults),
        start=on_one_line(table.start),
        how_to=tuple(map(on_one_line, table.how_to)),
        helps=on_one_line(table.helps),
        claim=on_one_line(table.claim),
        easier=_form(table.easier, "easier", table, phases, faults) if table.easier else _half(table, phases),
        harder=_form(table.harder, "harder", table, phases, faults) if table.harder else NO_FORM,
        mistakes=tuple(map(on_one_line, table.mistakes)),
        stop_if=tuple(map(on_one_line, table.stop_if)),
        cautions=tuple(table.cautions or dict.fromkeys(row.question for row in table.affects)),
        equipment=tuple(map(on_one_line, table.equipment)),
        limb=on_one_line(table.limb) if table.limb and sided else None,
        source=on_one_line(table.source),
        extra=extra,
    )
    counting = {f"how_to[{index}]": line for index, line in enumerate(exercise.how_to)}
    counting |= {"easier.text": exercise.easier.text, "harder.text": exercise.harder.text}
    known = placeholders(exercise)
    for key, line in counting.items():
        for name in PLACEHOLDER.findall(line) if phases_known(table, faults) else ():
            if name not in known:
                faults.add(key, f"{quoted(name)} is no count of it", nearest(name, known))
    if len({form.id for form in exercise.forms}) < len(exercise.forms) and faults.sound("easier.id", "harder.id"):
        faults.add("harder.id", f"{quoted(exercise.harder.id)} is the easier form's id too")
    if faults.sound("phases", "reps", "rests", "ladder", "easier", "harder"):
        _refuse_endless(exercise, faults)
    return exercise


def _refuse_endless(exercise: Exercise, faults: Faults) -> None:
    """Add a fault for an exercise of which a form takes longer than it may, as it is or at the highest level."""
    ladder = exercise.ladder
    steps = [Step(exercise, variant=form) for form in (None, *(form.id for form in exercise.forms))]
    levels = [None] if ladder is None else [None, len(ladder.levels)]
    _refuse_long(exercise.name, max(_lasts([step], level) for step in steps for level in levels), "phases", faults)


def phases_known(table: ExerciseFile, faults: Faults) -> bool:
    """Whether the ids of all phases are sound, so that what names one can be checked."""
    whole = all(found.key != "phases" for found in faults.found)  # no phase was left out
    return whole and all(phase.id for phase in table.phases)  # the stand-in of a wrong id is empty


def _phase(table: PhaseTable, key: str, faults: Faults) -> Phase:
    low, high = table.range or (table.seconds, table.seconds)
    if low > high:
        if faults.sound(f"{key}.range"):
            faults.add(f"{key}.range", f"it runs backwards, from {low} to {high}")
    elif not low <= table.seconds <= high and faults.sound(f"{key}.seconds", f"{key}.range"):
        faults.add(f"{key}.seconds", f"{table.seconds} is outside its range, {low} to {high}")
    for one, other in (("off_label", "off_cue"), ("cue_left", "cue_right")):
        if (getattr(table, one) is None) != (getattr(table, other) is None):
            missing = one if getattr(table, one) is None else other
            faults.add(f"{key}.{missing}", "it is missing", f"write {one} and {other} together")
    return Phase(
        id=table.id,
        label=on_one_line(table.label),
        seconds=Seconds(low, high, table.seconds),
        breath=table.breath,
        cue=on_one_line(table.cue),
        cue_left=on_one_line(table.cue_left) if table.cue_left else None,
        cue_right=on_one_line(table.cue_right) if table.cue_right else None,
        off_label=on_one_line(table.off_label) if table.off_label else None,
        off_cue=on_one_line(table.off_cue) if table.off_cue else None,
    )


def _ladder(exercise: ExerciseFile, phases: Sequence[Phase], reps: tuple[int, int], faults: Faults) -> Ladder | None:
    table = exercise.ladder
    if table is None:
        return None
    hold = next((index for index, phase in enumerate(phases) if phase.id == "hold"), None)
    ranges = {"reps": ("reps", *reps)}
    if hold is not None:
        ranges["hold"] = (f"phases[{hold}]", phases[hold].seconds.low, phases[hold].seconds.high)
    if table.param not in ranges:
        if faults.sound("ladder.param") and (table.param != "hold" or phases_known(exercise, faults)):
            faults.add("ladder.param", f"{quoted(table.param)} can't be stepped", nearest(table.param, ranges))
        return None
    ranged, low, high = ranges[table.param]
    for index, level in enumerate(table.levels if faults.sound(ranged) else ()):
        if not low <= level <= high and faults.sound(f"ladder.levels[{index}]"):
            faults.add(f"ladder.levels[{index}]", f"{level} is outside the range, {low} to {high}")
    if faults.sound("ladder.levels") and sorted(set(table.levels)) != list(table.levels):
        faults.add("ladder.levels", "they must rise", "the lowest stands first, each once")
    return Ladder(table.param, tuple(table.levels))


def _form(table: FormTable, key: str, exercise: ExerciseFile, phases: Collection[Phase], faults: Faults) -> Variant:
    known = {phase.id: phase for phase in phases}
    named = phases_known(exercise, faults)
    overrides: dict[str, int] = {}
    for name, value in table.overrides.items():
        where = f"{key}.overrides.{name}"
        most = MOST_REPS if name == "reps" else LONGEST_S
        if name != "reps" and name not in known:
            if named:
                faults.add(where, "there is no such phase", nearest(name, {"reps", *known}))
        elif not isinstance(value, int) or isinstance(value, bool):
            faults.add(where, "it must be a whole number")
        elif not 1 <= value <= most:
            faults.add(where, f"it is {value}", f"it can be 1 to {most}")
        else:
            overrides[name] = value
    _refuse_twice([said.id for said in table.phases], f"{key}.phases", faults)
    said: dict[str, Phase] = {}
    for index, saying in enumerate(table.phases):
        if saying.id not in known:
            if named and faults.sound(f"{key}.phases[{index}].id"):
                faults.add(f"{key}.phases[{index}].id", "there is no such phase", nearest(saying.id, known))
            continue
        given = {name: getattr(saying, name) for name in ("label", "cue", "cue_left", "cue_right")}
        changes = {name: on_one_line(text) for name, text in given.items() if text}
        if "cue" in changes:  # the form's own cue takes precedence over the exercise's cues for the sides
            changes = {"cue_left": None, "cue_right": None, **changes}  # type: ignore[dict-item]
        said[saying.id] = replace(known[saying.id], **changes)
    return Variant(table.id, on_one_line(table.text), overrides, said, on_one_line(table.start))


def _half(table: ExerciseFile, phases: Collection[Phase]) -> Variant:
    """The easier form of an exercise that names none: half of it."""
    hold = next((phase.seconds for phase in phases if phase.id == "hold"), None)
    overrides = {"reps": max(1, table.reps.count // 2)}
    if hold is not None:
        overrides["hold"] = max(1, hold.low, hold.default // 2)
    return Variant(f"{table.id[:33]}_easier", HALF, overrides)


def routine_of(
    table: RoutineFile,
    faults: Faults,
    exercises: Mapping[str, Exercise],
    broken: Collection[str] = (),
    *,
    own: bool = False,
    off: Collection[str] = (),
) -> Routine:
    """The routine that a file describes. Steps that name what doesn't exist are added to the faults.

    Args:
        table: the file's shape.
        faults: the file's faults.
        exercises: the loaded exercises by id.
        broken: ids of exercises whose files couldn't be loaded.
        own: whether the person wrote it.
        off: ids of exercises that aren't in the article and are switched off.
    """
    steps = [_step(step, f"steps[{index}]", faults, exercises, broken, off) for index, step in enumerate(table.steps)]
    made = tuple(step for step in steps if step is not None)
    if faults.sound("steps"):
        refuse_long("the routine", made, "steps", faults, ladder=table.ladder)
    return Routine(
        id=table.id,
        name=on_one_line(table.name),
        why=on_one_line(table.why),
        steps=made,
        ladder=table.ladder,
        own=own,
        care=on_one_line(table.care),
        aliases=tuple(map(on_one_line, table.aliases)),
    )


def _step(
    table: StepTable,
    key: str,
    faults: Faults,
    exercises: Mapping[str, Exercise],
    broken: Collection[str],
    off: Collection[str],
) -> Step | None:
    """One step; None if there is no such exercise."""
    exercise = exercises.get(table.exercise)
    if exercise is None:
        if table.exercise in broken:
            faults.add(f"{key}.exercise", f"{quoted(table.exercise)} could not be loaded", "see its own line")
        elif table.exercise in off:
            faults.add(f"{key}.exercise", f"{quoted(table.exercise)} is switched off", switch_on(table.exercise))
        elif faults.sound(f"{key}.exercise"):
            hint = nearest(table.exercise, exercises)
            faults.add(f"{key}.exercise", f"there is no exercise {quoted(table.exercise)}", hint)
        return None
    overrides = {name: value for name, value in (("reps", table.reps), ("hold", table.hold)) if value is not None}
    if table.hold is not None and exercise.phase("hold") is None:
        faults.add(f"{key}.hold", f"{exercise.name} has no hold")
        del overrides["hold"]
    else:
        _refuse_beyond("hold", table.hold, hold_range(exercise), key, faults, exercise)
    _refuse_beyond("reps", table.reps, reps_range(exercise), key, faults, exercise)
    forms = [form.id for form in exercise.forms]
    if table.variant is not None and table.variant not in forms and faults.sound(f"{key}.variant"):
        what = f"{exercise.name} has no form {quoted(table.variant)}"
        faults.add(f"{key}.variant", what, nearest(table.variant, forms))
    flat = {phase.id for phase in exercise.phases if phase.off_label}
    if faults.sound(f"{key}.phase_off"):
        for phase in table.phase_off:
            if phase not in flat:
                what = f"{exercise.name} has no phase {quoted(phase)} that can be left flat"
                faults.add(f"{key}.phase_off", what, nearest(phase, flat))
        if flat and flat <= set(table.phase_off):
            faults.add(f"{key}.phase_off", f"nothing of {exercise.name} is left", "leave the step out")
    rounds = rounds_of(table, key, faults, exercise) or ONE_ROUND
    step = Step(exercise, overrides, table.variant, tuple(table.phase_off), rounds, table.first, table.rest)
    if faults.sound(key):
        refuse_long(exercise.name, [step], key, faults)
    return step


def _refuse_beyond(
    name: str, value: int | None, allowed: tuple[int, int], key: str, faults: Faults, exercise: Exercise
) -> None:
    """Add a fault for a count or for seconds that the routine editor doesn't offer either."""
    low, high = allowed
    if value is not None and not low <= value <= high and faults.sound(f"{key}.{name}"):
        unit = " s" if name == "hold" else ""
        can_be = f"{low} to {high}{unit}" if low < high else f"{low}{unit} only"
        faults.add(f"{key}.{name}", f"it is {value}", f"for {exercise.name} it can be {can_be}")


def rounds_of(table: StepTable | PrescribedTable, key: str, faults: Faults, exercise: Exercise) -> Rounds | None:
    """How often the repetitions are done on each side; None where the table doesn't say."""
    if table.first is not None and not exercise.sided:
        faults.add(f"{key}.first", f"{exercise.name} has no sides", "leave it out")
    sides = {"rounds_left": table.rounds_left, "rounds_right": table.rounds_right}
    given = next((name for name, rounds in sides.items() if rounds is not None), None)
    if given is None:
        return Rounds(table.rounds, table.rounds) if table.rounds else None
    if not exercise.sided:
        faults.add(f"{key}.{given}", f"{exercise.name} has no sides", "write rounds")
    elif table.rounds is not None:
        faults.add(f"{key}.{given}", "there is rounds too", "write rounds, or rounds_left and rounds_right")
    rounds = Rounds(*(1 if one is None else one for one in sides.values()))
    if not rounds.most:
        faults.add(f"{key}.{given}", "no side is left", "leave the step out")
    return rounds


def refuse_long(name: str, steps: Sequence[Step], key: str, faults: Faults, *, ladder: bool = True) -> None:
    """Add a fault for steps that take longer than they may, with rests and set-up; at level 1, or without a ladder."""
    _refuse_long(name, _lasts(steps, 1 if ladder else None), key, faults)


def _lasts(steps: Sequence[Step], level: int | None) -> int:
    """The seconds that a session of these steps takes, at a level of each exercise's ladder, or a little more where
    that is within the limit: making the plan of each routine would cost time at every start."""
    bound = sum(no_longer_than(step, level) for step in steps)
    if bound <= LONGEST_S_IN_ALL:
        return bound
    doses = {} if level is None else {step.exercise.id: level for step in steps}
    return Plan.of(Routine("", "", "", tuple(steps), ladder=level is not None), doses).total_s


def no_longer_than(step: Step, level: int | None) -> int:
    """Seconds that a step doesn't exceed: each repetition with the longest of the rests."""
    exercise, rests = step.exercise, step.exercise.rests
    dose = Dose.of(exercise, level=level, overrides=step.overrides, variant=step.variant, rounds=step.rounds)
    turns = sum(map(dose.reps_on, (Side.LEFT, Side.RIGHT) if exercise.sided else (None,)))
    between = (rests.between_reps_s, rests.between_sides_s, rests.between_rounds_s, rests.mid_s or 0, ROUND_REST_S)
    return turns * (dose.per_rep_s + max(between)) + MOVE_SETUP_S + step.rest_s


def _refuse_long(name: str, seconds: int, key: str, faults: Faults) -> None:
    if seconds > LONGEST_S_IN_ALL:
        minutes = -(-seconds // 60)
        faults.add(key, f"{name} comes to {minutes} minutes", f"{LONGEST_S_IN_ALL // 60} minutes is the most")


def _refuse_twice(ids: list[str], key: str, faults: Faults) -> None:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen and faults.sound(f"{key}[{index}].id"):
            faults.add(f"{key}[{index}].id", f"{quoted(one)} stands there twice")
        seen.add(one)
