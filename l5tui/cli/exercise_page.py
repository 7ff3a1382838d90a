"""The page of one exercise in plain lines: its figure, how it is done, when to stop, and whom to ask."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import dropwhile
from typing import Final

from msgspec.structs import replace

from l5tui.cli.files import settings
from l5tui.config.errors import ContentError, UsageError
from l5tui.config.output import print_error, quoted
from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise, Side
from l5tui.domain.how_to import form_text, how_to
from l5tui.domain.programme import Programme
from l5tui.domain.routine import Routine
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.words import changed_lines, reasons
from l5tui.engine.one_repetition import one_repetition
from l5tui.engine.plan import Plan
from l5tui.figure import Figure
from l5tui.library import Content, extras
from l5tui.library.build import switch_on
from l5tui.library.content import FORMS, fold
from l5tui.library.faults import nearest
from l5tui.library.poses import load_poses
from l5tui.terminal.capabilities import capabilities

NOT_IN_ARTICLE: Final = "Not in the article: ask a health professional first."
NO_AFFECTS: Final = "It has no affects: any yes among the questions that ask first switches it off."
HOW: Final = "See l5tui exercises"
LARGEST: Final = (60, 15)
"""Columns and rows of the figure."""


def exercise_called(name: str, content: Content) -> Exercise:
    """The exercise of this id, name or alias, on or off.

    Raises:
        UsageError: there is none; the message suggests the nearest one.
    """
    known = {**extras(), **content.exercises}
    for one in known.values():
        if fold(name) in {fold(called) for called in (one.id, one.name, *one.aliases)}:
            return one
    raise UsageError(f"there is no exercise {quoted(name)}", nearest(name, known) or HOW)


def page(
    exercise: Exercise,
    content: Content,
    restrictions: Iterable[Restriction],
    programme: Programme | None,
    *,
    ascii_only: bool,
) -> list[str]:
    """All that there is to say about an exercise, with its figure where the output is a terminal."""
    restrictions = tuple(restrictions)
    lines = [f"{exercise.name} ({exercise.id})"]
    if exercise.extra:
        off = exercise.id not in content.exercises
        lines.append(f"{NOT_IN_ARTICLE}{f' It is off: {switch_on(exercise.id)}' if off else ''}")
    lines += [*_figure(exercise, content, ascii_only=ascii_only), exercise.helps, *about(exercise, content, programme)]
    forms = zip(exercise.forms, FORMS, strict=False)
    lines += [f"{name.capitalize()}: {form_text(exercise, form.id)}" for form, name in forms]
    lines += [f"Common mistake: {line}" for line in exercise.mistakes]
    plan = Plan.of(Routine.alone(exercise), restrictions=restrictions)
    lines += [f"One repetition: {label}, {seconds}: {cue}" for label, cue, seconds in one_repetition(exercise, plan)]
    for title, what in (("You need", exercise.equipment), ("Also called", exercise.aliases)):
        lines += [f"{title}: {', '.join(what)}"] if what else []
    if changed := list(changed_lines([exercise], restrictions, reasons(content.safety))):
        lines += ["Because of your safety answers:", *(f"  {line}" for line in changed)]
    return [line for line in lines if line]


def about(exercise: Exercise, content: Content, programme: Programme | None) -> Iterator[str]:
    """How the exercise is done, how much of it, when to stop, and whom to ask first.

    Args:
        exercise: the exercise.
        content: the exercises and safety questions.
        programme: the one in force, whose limits may be stricter.
    """
    yield f"Start: {exercise.start}"
    yield from (f"  {line}" for line in how_to(exercise))
    yield f"Dose{' at level 1' if exercise.ladder else ''}: {Dose.of(exercise, level=1).words(exercise)}"
    yield from (f"Stop if: {programme.with_its_limit(line) if programme else line}" for line in exercise.stop_if)
    if programme is not None:
        yield from (f"{programme.title}, by {programme.by}: {line}" for line in programme.limits.words)
    shorts = reasons(content.safety)
    if subjects := [shorts[one] for one in exercise.cautions if one in shorts]:
        yield f"Ask first if: {'; '.join(subjects)}"
    questions = content.safety.questions if content.safety else ()
    named = {row.exercise for question in questions for row in question.affects}
    if exercise.id not in named and not exercise.extra:  # the rows of an extra are loaded once it is on
        yield NO_AFFECTS
    yield exercise.source


def _figure(exercise: Exercise, content: Content, *, ascii_only: bool) -> list[str]:
    """The figure's rows; none where a program or a screen reader takes the lines, or where it is switched off."""
    able, chosen = capabilities(os.environ, ascii_only=ascii_only), settings()[0]
    if not chosen.figure or able.dumb or sys.stdout is None or not sys.stdout.isatty():
        return []
    columns = shutil.get_terminal_size().columns
    try:
        return drawn(exercise, content, columns, mirror=chosen.mirror, letters=not able.braille)
    except ContentError as error:
        print_error(error)
        return []


def drawn(exercise: Exercise, content: Content, columns: int, *, mirror: bool, letters: bool) -> list[str]:
    """The figure's rows as it is held, or at the end of its first phase; none if the exercise has no figure.

    Raises:
        ContentError: the poses can't be read.
    """
    poses = load_poses()
    moves = content.figures.get(exercise.id) or poses.exercises.get(exercise.id)
    if moves is None:
        return []
    figure = Figure(replace(poses, exercises={exercise.id: moves}), exercise.id)
    phase = "hold" if exercise.phase("hold") else exercise.phases[0].id
    side = Side.LEFT if exercise.sided else None
    moment = figure.typical_moment(phase, side=side, mirror=mirror)
    width = min(columns, LARGEST[0])
    size = (width, width * LARGEST[1] // LARGEST[0])
    rows = figure.frame(phase, 1 if moment is None else moment, side=side, size=size, mirror=mirror, ascii=letters).rows
    return list(dropwhile(lambda row: not row, (row.rstrip() for row in rows)))
