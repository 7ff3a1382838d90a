"""Builds exercises and routines from checked shapes, and checks the rules between values.

A shape defines what a single value may be. This module checks what has to fit together, such as a ladder within its
range, or a routine that leaves out only phases with a flat form. Each mistake is a `ContentError` with file and key.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec.structs import replace

from l5tui.domain.dose import Dose, Rounds
from l5tui.domain.exercise import Exercise, Ladder, Phase, Rests, Seconds, Side, Variant
from l5tui.domain.how_to import PLACEHOLDER, placeholders
from l5tui.domain.routine import Routine, Step
from l5tui.library.reading import fault, nearest, quoted
from l5tui.library.shapes import (
    LONGEST_S,
    MOST_REPS,
    ExerciseFile,
    FormTable,
    LadderTable,
    PhaseTable,
    RoutineFile,
    StepTable,
)

LONGEST_EXERCISE_S: Final = 3600
"""The longest that one exercise may last, in seconds. More is a typing mistake."""


def words(text: str) -> str:
    """A text on one line, without the line breaks of the file."""
    return " ".join(text.split())


def exercise_of(table: ExerciseFile, file: str) -> Exercise:
    """The exercise that a file describes.

    Raises:
        ContentError: its values don't fit together.
    """
    phases = tuple(_phase(phase, f"phases[{index}]", file) for index, phase in enumerate(table.phases))
    _refuse_twice([phase.id for phase in phases], "phases", file)
    low, high = table.reps.article or (table.reps.count, table.reps.count)
    if not low <= table.reps.count <= high:
        raise fault(file, "reps.count", f"{table.reps.count} is outside the article's {low} to {high}")
    sided = table.sides != "none"
    if sided and not table.limb:
        raise fault(file, "limb", "it is missing", 'an exercise with sides says which limb a side names, such as "leg"')
    if not sided and any(phase.cue_left or phase.cue_right for phase in phases):
        raise fault(file, "sides", "there are cues for left and right, but no sides", 'write sides = "alternate"')
    exercise = Exercise(
        id=table.id,
        number=table.number,
        name=words(table.name),
        aliases=tuple(map(words, table.aliases)),
        category=table.category,
        posture=table.posture,
        sides=table.sides,
        reps=table.reps.count,
        reps_range=(low, high),
        unit=words(table.reps.unit),
        phases=phases,
        rests=Rests(
            between_reps_s=table.rests.between_reps_s,
            between_sides_s=table.rests.between_sides_s,
            between_rounds_s=table.rests.between_rounds_s,
            mid_s=table.rests.mid_s,
            mid_min_reps=table.rests.mid_min_reps,
            label=words(table.rests.label),
        ),
        ladder=_ladder(table.ladder, phases, (low, high), file),
        start=words(table.start),
        how_to=tuple(map(words, table.how_to)),
        helps=words(table.helps),
        claim=words(table.claim),
        easier=_form(table.easier, "easier", phases, file),
        harder=_form(table.harder, "harder", phases, file),
        mistakes=tuple(map(words, table.mistakes)),
        stop_if=tuple(map(words, table.stop_if)),
        cautions=tuple(table.cautions),
        equipment=tuple(map(words, table.equipment)),
        limb=words(table.limb) if table.limb and sided else None,
    )
    for index, line in enumerate(exercise.how_to):
        for name in PLACEHOLDER.findall(line):
            if name not in (known := placeholders(exercise)):
                raise fault(file, f"how_to[{index}]", f"{quoted(name)} is no count of it", nearest(name, known))
    if exercise.easier.id == exercise.harder.id:
        raise fault(file, "harder.id", f"{quoted(exercise.harder.id)} is the easier form's id too")
    for form in (None, exercise.easier.id, exercise.harder.id):
        refuse_endless(exercise, Dose.of(exercise, variant=form), "phases", file)
    return exercise


def _phase(table: PhaseTable, key: str, file: str) -> Phase:
    low, high = table.range or (table.seconds, table.seconds)
    if low > high:
        raise fault(file, f"{key}.range", f"it runs backwards, from {low} to {high}")
    if not low <= table.seconds <= high:
        raise fault(file, f"{key}.seconds", f"{table.seconds} is outside its range, {low} to {high}")
    if (table.off_label is None) != (table.off_cue is None):
        missing = "off_cue" if table.off_cue is None else "off_label"
        raise fault(file, f"{key}.{missing}", "it is missing", "write off_label and off_cue together")
    if (table.cue_left is None) != (table.cue_right is None):
        missing = "cue_right" if table.cue_right is None else "cue_left"
        raise fault(file, f"{key}.{missing}", "it is missing", "write cue_left and cue_right together")
    return Phase(
        id=table.id,
        label=words(table.label),
        seconds=Seconds(low, high, table.seconds),
        breath=table.breath,
        cue=words(table.cue),
        cue_left=words(table.cue_left) if table.cue_left else None,
        cue_right=words(table.cue_right) if table.cue_right else None,
        off_label=words(table.off_label) if table.off_label else None,
        off_cue=words(table.off_cue) if table.off_cue else None,
    )


def _ladder(table: LadderTable | None, phases: Collection[Phase], reps: tuple[int, int], file: str) -> Ladder | None:
    if table is None:
        return None
    hold = next((phase.seconds for phase in phases if phase.id == "hold"), None)
    ranges = {"reps": reps} | ({"hold": (hold.low, hold.high)} if hold else {})
    if table.param not in ranges:
        raise fault(file, "ladder.param", f"{quoted(table.param)} can't be stepped", nearest(table.param, ranges))
    low, high = ranges[table.param]
    for index, level in enumerate(table.levels):
        if not low <= level <= high:
            raise fault(file, f"ladder.levels[{index}]", f"{level} is outside the range, {low} to {high}")
    if sorted(set(table.levels)) != list(table.levels):
        raise fault(file, "ladder.levels", "they must rise", "the lowest stands first, each once")
    return Ladder(table.param, tuple(table.levels))


def _form(table: FormTable, key: str, phases: Collection[Phase], file: str) -> Variant:
    known = {phase.id: phase for phase in phases}
    overrides: dict[str, int] = {}
    for name, value in table.overrides.items():
        where = f"{key}.overrides.{name}"
        if name != "reps" and name not in known:
            raise fault(file, where, "there is no such phase", nearest(name, {"reps", *known}))
        if not isinstance(value, int) or isinstance(value, bool):
            raise fault(file, where, "it must be a whole number")
        most = MOST_REPS if name == "reps" else LONGEST_S
        if not 1 <= value <= most:
            raise fault(file, where, f"it is {value}", f"it can be 1 to {most}")
        overrides[name] = value
    _refuse_twice([said.id for said in table.phases], f"{key}.phases", file)
    said: dict[str, Phase] = {}
    for index, saying in enumerate(table.phases):
        if saying.id not in known:
            raise fault(file, f"{key}.phases[{index}].id", "there is no such phase", nearest(saying.id, known))
        given = {name: getattr(saying, name) for name in ("label", "cue", "cue_left", "cue_right")}
        changes = {name: words(text) for name, text in given.items() if text}
        if "cue" in changes:  # the form's own cue takes precedence over the exercise's cues for the sides
            changes = {"cue_left": None, "cue_right": None, **changes}  # type: ignore[dict-item]
        said[saying.id] = replace(known[saying.id], **changes)
    return Variant(table.id, words(table.text), overrides, said, words(table.start))


def routine_of(
    table: RoutineFile, file: str, exercises: Mapping[str, Exercise], broken: Collection[str] = (), *, own: bool = False
) -> Routine:
    """The routine that a file describes.

    Args:
        table: the file's shape.
        file: the file's name in errors.
        exercises: the loaded exercises by id.
        broken: ids of exercises whose files couldn't be loaded.
        own: whether the person wrote it.

    Raises:
        ContentError: a step names something that doesn't exist.
    """
    steps = tuple(_step(step, f"steps[{index}]", file, exercises, broken) for index, step in enumerate(table.steps))
    return Routine(
        id=table.id,
        name=words(table.name),
        why=words(table.why),
        steps=steps,
        ladder=table.ladder,
        own=own,
        care=words(table.care),
        aliases=tuple(map(words, table.aliases)),
    )


def _step(table: StepTable, key: str, file: str, exercises: Mapping[str, Exercise], broken: Collection[str]) -> Step:
    exercise = exercises.get(table.exercise)
    if exercise is None:
        if table.exercise in broken:
            raise fault(file, f"{key}.exercise", f"{quoted(table.exercise)} could not be loaded", "see its own line")
        hint = nearest(table.exercise, exercises)
        raise fault(file, f"{key}.exercise", f"there is no exercise {quoted(table.exercise)}", hint)
    overrides = {name: value for name, value in (("reps", table.reps), ("hold", table.hold)) if value is not None}
    if table.hold is not None and exercise.phase("hold") is None:
        raise fault(file, f"{key}.hold", f"{exercise.name} has no hold")
    forms = (exercise.easier.id, exercise.harder.id)
    if table.variant is not None and table.variant not in forms:
        what = f"{exercise.name} has no form {quoted(table.variant)}"
        raise fault(file, f"{key}.variant", what, nearest(table.variant, forms))
    flat = {phase.id for phase in exercise.phases if phase.off_label}
    for phase in table.phase_off:
        if phase not in flat:
            what = f"{exercise.name} has no phase {quoted(phase)} that can be left flat"
            raise fault(file, f"{key}.phase_off", what, nearest(phase, flat))
    if flat and flat <= set(table.phase_off):
        raise fault(file, f"{key}.phase_off", f"nothing of {exercise.name} is left", "leave the step out")
    rounds = _rounds(table, key, file, exercise)
    if table.first is not None and not exercise.sided:
        raise fault(file, f"{key}.first", f"{exercise.name} has no sides", "leave it out")
    dose = Dose.of(exercise, overrides=overrides, variant=table.variant, rounds=rounds)
    refuse_endless(exercise, dose, key, file)
    return Step(exercise, overrides, table.variant, tuple(table.phase_off), rounds, table.first, table.rest)


def _rounds(table: StepTable, key: str, file: str, exercise: Exercise) -> Rounds:
    """How often the repetitions of a step are done on each side."""
    sides = {"rounds_left": table.rounds_left, "rounds_right": table.rounds_right}
    given = next((name for name, rounds in sides.items() if rounds is not None), None)
    if given is None:
        return Rounds(table.rounds or 1, table.rounds or 1)
    if not exercise.sided:
        raise fault(file, f"{key}.{given}", f"{exercise.name} has no sides", "write rounds")
    if table.rounds is not None:
        raise fault(file, f"{key}.{given}", "there is rounds too", "write rounds, or rounds_left and rounds_right")
    rounds = Rounds(*(1 if one is None else one for one in sides.values()))
    if not rounds.most:
        raise fault(file, f"{key}.{given}", "no side is left", "leave the step out")
    return rounds


def refuse_endless(exercise: Exercise, dose: Dose, key: str, file: str) -> None:
    """Refuse a dose that takes longer than an exercise may.

    Raises:
        ContentError: it does.
    """
    sides = (Side.LEFT, Side.RIGHT) if exercise.sided else (None,)
    lasts = sum(dose.reps_on(side) for side in sides) * dose.per_rep_s
    if lasts > LONGEST_EXERCISE_S:
        what = f"{exercise.name} comes to {lasts // 60} minutes"
        raise fault(file, key, what, f"{LONGEST_EXERCISE_S // 60} minutes is the most")


def _refuse_twice(ids: list[str], key: str, file: str) -> None:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen:
            raise fault(file, f"{key}[{index}].id", f"{quoted(one)} stands there twice")
        seen.add(one)
