"""`l5tui routines`, `exercises` and `check`: list routines and exercises, and check their files."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from l5tui.cli import Run
from l5tui.cli.files import load_content
from l5tui.config.errors import ContentError, ExitStatus
from l5tui.config.output import print_error, print_json, print_text
from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise, Variant
from l5tui.domain.routine import Routine
from l5tui.engine.plan import Plan


def routines(parser: ArgumentParser) -> Run:
    """`l5tui routines`."""
    parser.add_argument("--json", action="store_true", help="with every step, as a JSON array")
    return _routines


def exercises(parser: ArgumentParser) -> Run:
    """`l5tui exercises`."""
    parser.add_argument("--json", action="store_true", help="with everything about them, as a JSON array")
    return _exercises


def check(parser: ArgumentParser) -> Run:
    """`l5tui check [FILE...]`."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="routines and exercises; all that there is where none is named",
    )
    return _check


def _routines(args: Namespace) -> int:
    content = load_content()
    _complain(content.problems)
    if args.json:
        print_json(_array(map(_routine, content.routines.values())))
    else:
        rows = [(one.id, one.name, _long(one), _many(one)) for one in content.routines.values()]
        print_text(_table(rows), plain=args.ascii)
    return ExitStatus.OK


def _exercises(args: Namespace) -> int:
    content = load_content()
    _complain(content.problems)
    if args.json:
        print_json(_array(map(_exercise, content.exercises.values())))
    else:
        rows = [
            (one.id, one.name, _long(Routine.alone(one)), Dose.of(one, level=1).words(one))
            for one in content.exercises.values()
        ]
        print_text(_table(rows), plain=args.ascii)
    return ExitStatus.OK


def _check(args: Namespace) -> int:
    from l5tui.library import check

    mistakes = check(args.files)
    print_text([str(mistake) for mistake in mistakes], plain=args.ascii)
    if mistakes:
        raise ContentError(f"{len(mistakes)} {'mistake' if len(mistakes) == 1 else 'mistakes'} found")
    print_text("No mistakes found")
    return ExitStatus.OK


def _complain(problems: Iterable[object]) -> None:
    for problem in problems:
        print_error(problem)


def _array(things: Iterable[dict[str, Any]]) -> str:
    return json.dumps(list(things), ensure_ascii=False, indent=2) + "\n"


def _table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows with aligned columns; the third is a number and is aligned right."""
    every = list(rows)
    widths = [max(len(row[column]) for row in every) for column in range(len(every[0]))] if every else []
    return [
        "  ".join(
            cell.rjust(width) if column == 2 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    ]


def _total_s(routine: Routine) -> int:
    return Plan.of(routine).total_s


def _long(routine: Routine) -> str:
    """The duration at the lowest dose, as `19:23`."""
    minutes, seconds = divmod(_total_s(routine), 60)
    return f"{minutes}:{seconds:02}"


def _many(routine: Routine) -> str:
    return f"{len(routine.steps)} {'exercise' if len(routine.steps) == 1 else 'exercises'}"


def _routine(routine: Routine) -> dict[str, Any]:
    return {
        "id": routine.id,
        "name": routine.name,
        "why": routine.why,
        "own": routine.own,
        "ladder": routine.ladder,
        "total_s": _total_s(routine),
        "steps": [
            {
                "exercise": step.exercise.id,
                "overrides": dict(step.overrides),
                "variant": step.variant,
                "phase_off": list(step.phase_off),
            }
            for step in routine.steps
        ],
    }


def _exercise(one: Exercise) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "aliases": list(one.aliases),
        "category": one.category,
        "posture": one.posture,
        "sides": one.sides,
        "limb": one.limb,
        "reps": one.reps,
        "reps_range": list(one.reps_range),
        "unit": one.unit,
        "total_s": _total_s(Routine.alone(one)),
        "phases": [
            {
                "id": phase.id,
                "label": phase.label,
                "seconds": {"low": phase.seconds.low, "high": phase.seconds.high, "default": phase.seconds.default},
                "breath": phase.breath,
                "cue": phase.cue,
            }
            for phase in one.phases
        ],
        "ladder": {"param": one.ladder.param, "levels": list(one.ladder.levels)} if one.ladder else None,
        "start": one.start,
        "how_to": list(one.how_to),
        "helps": one.helps,
        "claim": one.claim,
        "easier": _variant(one, one.easier),
        "harder": _variant(one, one.harder),
        "mistakes": list(one.mistakes),
        "stop_if": list(one.stop_if),
        "cautions": list(one.cautions),
        "equipment": list(one.equipment),
    }


def _variant(one: Exercise, form: Variant) -> dict[str, Any]:
    return {
        "id": form.id,
        "text": form.text,
        "start": one.start_in(form.id),
        "overrides": dict(form.overrides),
    }
