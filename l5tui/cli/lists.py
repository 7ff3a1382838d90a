"""`l5tui routines` and `exercises`: list them, with what the safety answers leave out."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from typing import Any, Final

from l5tui.cli import Run
from l5tui.cli.exercise_page import NOT_IN_ARTICLE, exercise_called, page
from l5tui.cli.extras import switched
from l5tui.cli.files import known_entries, load_content
from l5tui.config.clock import now
from l5tui.config.errors import ExitStatus
from l5tui.config.output import print_error, print_json, print_text
from l5tui.domain.dose import Dose
from l5tui.domain.entry import Entry
from l5tui.domain.exercise import Exercise, Variant
from l5tui.domain.how_to import form_text, how_to
from l5tui.domain.routine import Routine
from l5tui.domain.safety.gate import gate
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.words import changed_lines
from l5tui.engine.plan import Plan
from l5tui.library import Content, extras
from l5tui.library.programmes import Programmes, with_programme

FAULTY: Final = "its file has a fault: l5tui check"


def routines(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui routines`."""
    parser.add_argument("--json", action="store_true", help="with every step, as a JSON array")
    return _routines


def exercises(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui exercises [[on|off] NAME]`."""
    parser.add_argument("switch", metavar="on|off", nargs="?", help="switch an exercise that isn't in the article")
    parser.add_argument("name", metavar="NAME", nargs="?", help="its id or name; alone: all about this exercise")
    parser.add_argument("--json", action="store_true", help="with everything about them, as a JSON array")
    return _exercises


def _routines(args: Namespace) -> int:
    content, entries = load_content(), known_entries(args)
    found = Programmes(content).in_force(entries, now().date())
    _complain([*content.problems, *([found.problem] if found.problem else [])])
    content = with_programme(content, found.programme)
    rows_off = _restrictions(entries, content)
    if args.json:
        listed = (_routine(one, rows_off) for one in content.routines.values())
        print_json(_array([*listed, *(_unusable(*one) for one in _why_unusable(content))]))
    else:
        rows = [(one.id, one.name, _long(one, rows_off), _many(one, rows_off)) for one in content.routines.values()]
        rows += [(one.id, one.name, "off", one.why) for one in content.waiting.values()]
        rows += [(one.id, one.name, "fault", FAULTY) for one in content.faulty.values()]
        print_text(_table(rows), plain=args.ascii)
    return ExitStatus.OK


def _exercises(args: Namespace) -> int:
    if args.switch in ("on", "off") or args.name is not None:
        return switched(args)
    content = load_content()
    _complain(content.problems)
    entries = known_entries(args)
    rows_off = _restrictions(entries, content)
    if args.switch is not None:
        one = exercise_called(args.switch, content)
        if args.json:
            print_json(_array([_exercise(one, rows_off)]))
        else:
            programme = Programmes(content).in_force(entries, now().date()).programme
            print_text(page(one, content, rows_off, programme, ascii_only=args.ascii), plain=args.ascii)
    elif args.json:
        print_json(_array(_exercise(one, rows_off) for one in content.exercises.values()))
    else:
        rows = [
            (
                one.id,
                one.name,
                _long(Routine.alone(one), rows_off),
                "; ".join([Dose.of(one, level=1).words(one), *_changed([one], rows_off)]),
            )
            for one in content.exercises.values()
        ]
        print_text([*_table(rows), *_off(content)], plain=args.ascii)
    return ExitStatus.OK


def _off(content: Content) -> Iterator[str]:
    """The exercises that aren't in the article and are switched off."""
    rows = [(one.id, one.name) for one in extras().values() if one.id not in content.exercises]
    if rows:
        yield ""
        yield f"{NOT_IN_ARTICLE} Off until you switch one on: l5tui exercises on NAME"
        width = max(len(one) for one, _ in rows)
        yield from (f"{one:<{width}}  {name}" for one, name in rows)


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


def restrictions_in_force(args: Namespace, content: Content) -> tuple[Restriction, ...]:
    """What the safety answers switch off or ease. Where the journal can't be read, nothing, and a line says so."""
    return _restrictions(known_entries(args), content)


def _restrictions(entries: list[Entry], content: Content) -> tuple[Restriction, ...]:
    return gate(content.safety, entries, now(), exercises=list(content.exercises)).restrictions


def _changed(exercises: Iterable[Exercise], restrictions: Iterable[Restriction]) -> list[str]:
    """What is left out or eased, with the ids of the questions: `Cat-cow goes without cow (A3)`."""
    rows = tuple(restrictions)
    return list(changed_lines(exercises, rows, {row.question: row.question for row in rows}))


def _plan(routine: Routine, restrictions: Iterable[Restriction]) -> Plan:
    return Plan.of(routine, restrictions=restrictions)


def _long(routine: Routine, restrictions: Iterable[Restriction]) -> str:
    """`19:23`, the duration at the lowest dose with what is off left out; `off` where nothing is left."""
    plan = _plan(routine, restrictions)
    minutes, seconds = divmod(plan.total_s, 60)
    return f"{minutes}:{seconds:02}" if plan.segments else "off"


def _many(routine: Routine, restrictions: Iterable[Restriction]) -> str:
    """`7 exercises`, or `5 of 7 exercises` with what is left out or eased."""
    every = len(routine.steps)
    off = len(_plan(routine, restrictions).left_out)
    many = f"{every - off} of {every}" if off else f"{every}"
    exercises = {step.exercise.id: step.exercise for step in routine.steps}
    return "; ".join(
        [f"{many} {'exercise' if every == 1 else 'exercises'}", *_changed(exercises.values(), restrictions)]
    )


def _routine(routine: Routine, restrictions: Iterable[Restriction]) -> dict[str, Any]:
    plan = _plan(routine, restrictions)
    return {
        "id": routine.id,
        "name": routine.name,
        "why": routine.why,
        "own": routine.own,
        "unusable": None,
        "ladder": routine.ladder,
        "total_s": plan.total_s,
        "left_out": [{"exercise": step.exercise, "by": list(step.why_off)} for step in plan.left_out],
        "steps": [
            {
                "exercise": step.exercise.id,
                "overrides": dict(step.overrides),
                "variant": step.variant,
                "phase_off": list(step.phase_off),
                "rounds": {"left": step.rounds.left, "right": step.rounds.right},
                "first": step.first,
                "rest_s": step.rest_s,
            }
            for step in routine.steps
        ],
    }


def _why_unusable(content: Content) -> Iterator[tuple[str, str, str]]:
    """The id, the name and the reason of each routine of the person's own that can't be done now."""
    yield from ((one.id, one.name, one.why) for one in content.waiting.values())
    yield from ((one.id, one.name, one.why) for one in content.faulty.values())


def _unusable(routine: str, name: str, why: str) -> dict[str, Any]:
    """A routine that can't be done now, with the keys of the others."""
    return {
        "id": routine,
        "name": name,
        "why": "",
        "own": True,
        "unusable": why,
        "ladder": None,
        "total_s": None,
        "left_out": [],
        "steps": [],
    }


def _exercise(one: Exercise, restrictions: Iterable[Restriction]) -> dict[str, Any]:
    plan = _plan(Routine.alone(one), restrictions)
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
        "total_s": plan.total_s,
        "off_by": [by for step in plan.left_out for by in step.why_off],
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
        "how_to": list(how_to(one)),
        "helps": one.helps,
        "claim": one.claim,
        "easier": _variant(one, one.easier),
        "harder": _variant(one, one.harder) if one.harder in one.forms else None,
        "mistakes": list(one.mistakes),
        "stop_if": list(one.stop_if),
        "cautions": list(one.cautions),
        "equipment": list(one.equipment),
        "source": one.source,
        "extra": one.extra,
    }


def _variant(one: Exercise, form: Variant) -> dict[str, Any]:
    return {
        "id": form.id,
        "text": form_text(one, form.id),
        "start": one.start_in(form.id),
        "overrides": dict(form.overrides),
    }
