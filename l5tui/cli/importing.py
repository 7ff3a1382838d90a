"""`l5tui import FILE`: a routine or an exercise from elsewhere: shown, asked about, and kept among the person's own.

Entries of a journal are `import_entries`'s.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from l5tui.cli import Run
from l5tui.cli.exercise_page import NOT_IN_ARTICLE, about
from l5tui.cli.files import ask, known_entries, load_content, print_faults, settings
from l5tui.cli.import_entries import import_entries, is_journal_file
from l5tui.cli.lists import restrictions_in_force
from l5tui.config.clock import now
from l5tui.config.errors import ContentError, ExitStatus, UsageError
from l5tui.config.output import fitted, print_error, print_text
from l5tui.config.paths import own_content
from l5tui.domain.dose import Dose
from l5tui.domain.programme import Programme
from l5tui.domain.routine import Routine
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.words import changed_lines, reasons
from l5tui.domain.time_words import minutes
from l5tui.engine.plan import Plan
from l5tui.library.content import FORMS
from l5tui.library.programmes import Programmes

if TYPE_CHECKING:
    from l5tui.library.incoming import Incoming

DATES: Final = ("month/day/year", "day/month/year", "day.month.year", "year-month-day")
ONE_BY_ONE: Final = "Each is shown before it is taken: run it once for each file"


def import_(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui import FILE`."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        help="a routine or an exercise, - reads one from standard input; or entries of a journal: .json, .csv",
    )
    parser.add_argument("--yes", action="store_true", help="take it without asking")
    parser.add_argument(
        "--replace", action="store_true", help="in place of your own of the same id, which is kept as .bak"
    )
    parser.add_argument("--map", metavar="FILE", type=Path, help="a table of another program: what its columns are")
    parser.add_argument("--dates", metavar="FORM", choices=DATES, help=f"a table: its dates are {' or '.join(DATES)}")
    parser.add_argument("--dry-run", action="store_true", help="entries: only show what would be added, and what can't")
    return _import


def _import(args: Namespace) -> int:
    from l5tui.library.incoming import STDIN, Incoming, incoming, is_there, put, taken_hint
    from l5tui.library.loading import PROGRAMME

    if len(args.files) > 1:
        raise UsageError("l5tui import takes one file at a time", ONE_BY_ONE)
    [file] = args.files
    if is_journal_file(file) or args.map is not None:
        return import_entries(args, Path(file))
    if args.dry_run or args.dates:
        option = "--dry-run" if args.dry_run else "--dates"
        raise UsageError(
            f"{option} is for entries of a journal", "A routine or an exercise is shown before it is taken"
        )
    given = incoming(file, own_content(), settings()[0].extras_on)
    if not isinstance(given, Incoming):
        raise ContentError(f"{print_faults(given, plain=args.ascii)} found", "Nothing was imported")
    if given.kind is PROGRAMME:
        raise UsageError(
            "this is a programme, which counts only while you follow it", f"Take it: l5tui programme {file}"
        )
    restrictions = restrictions_in_force(args, given.content)
    programme = Programmes(given.content).in_force(known_entries(args), now().date()).programme
    print_text(fitted(_shown(given, restrictions, programme)), plain=args.ascii)
    print_text([f"Warning: {warning.located}" for warning in given.warnings], plain=args.ascii)
    if given.breaks:
        lines = [f"  {one.located}" for one in given.breaks]
        print_text(["A routine of yours would not work with it:", *lines], plain=args.ascii)
    there = os.path.lexists(given.target)
    if is_there(given):
        print_text("You have it already. Nothing was changed.", plain=args.ascii)
        return ExitStatus.OK
    if there and not args.replace:
        raise ContentError(f"you have another {given.kind.name} with the id {given.id}", taken_hint(given))
    if file == STDIN and not args.yes:
        raise UsageError("nothing was imported: from standard input nobody can be asked", "Add --yes to take it")
    if not ask(args, "Replace yours by it?" if there else "Take it?"):
        print_text("Nothing was changed.")
        return ExitStatus.OK
    kept = put(given, replace=args.replace)
    print_text(
        [f"Taken: {given.target}", *([f"Yours is kept: {kept}"] if kept else [])],
        plain=args.ascii,
    )
    for problem in load_content().problems:  # such as a routine whose exercise was replaced
        print_error(problem)
    return ExitStatus.OK


def _shown(given: Incoming, restrictions: Iterable[Restriction], programme: Programme | None) -> Iterator[str]:
    """What the file holds, in plain words."""
    rows = tuple(restrictions)
    waiting = given.content.waiting.get(given.id)
    routine = waiting.routine if waiting else given.content.startable(given.id)
    if routine is None:
        return
    exercise = given.content.exercises.get(given.id)
    plan = Plan.of(routine, restrictions=rows)
    total = minutes(plan.total_s) if plan.segments else "nothing of it is left"
    at_level_1 = " at level 1" if plan.on_ladder else ""
    yield f"{given.kind.name.capitalize()}: {routine.name} ({given.id})"
    if exercise is None:
        if routine.why:
            yield routine.why
        if routine.care:
            yield f"Take care: {routine.care}"
        yield from (f"  {line}" for line in _steps(routine))
    else:
        yield NOT_IN_ARTICLE
        yield from (line for line in about(exercise, given.content, programme) if line)
    yield f"Time{at_level_1}: {total}"
    exercises = {step.exercise.id: step.exercise for step in routine.steps}
    if changed := list(changed_lines(exercises.values(), rows, reasons(given.content.safety))):
        yield "Because of your safety answers:"
        yield from (f"  {line}" for line in changed)


def _steps(routine: Routine) -> Iterator[str]:
    """Each step with its dose at the lowest level."""
    width = max(len(step.exercise.name) for step in routine.steps)
    for number, step in enumerate(routine.steps, 1):
        exercise = step.exercise
        level = 1 if routine.ladder else None
        dose = Dose.of(exercise, level=level, overrides=step.overrides, variant=step.variant, rounds=step.rounds)
        form = exercise.variant(step.variant)
        flat = [phase.label.lower() for phase in exercise.phases if phase.id in step.phase_off]
        extra = [dict(zip((one.id for one in exercise.forms), FORMS, strict=False))[form.id]] if form else []
        extra += [f"without {' and '.join(flat)}"] if flat else []
        yield f"{number:>2}  {exercise.name:<{width}}  {dose.words(exercise)}{', ' if extra else ''}{', '.join(extra)}"
