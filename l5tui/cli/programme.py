"""`l5tui programme`: take a physiotherapist's programme after seeing what it changes, show it, or end it.

A programme is taken only with the person's consent. Its text is kept, a file for each version, and the journal has
which one is in force. Nothing of it lifts a safety answer.
"""

from __future__ import annotations

import json
import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from l5tui.cli import Run
from l5tui.cli.files import ask, load_content, open_journal, settings
from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus, L5Error, UsageError, cannot_write
from l5tui.config.output import fitted, print_error, print_json, print_text
from l5tui.config.paths import programme_folder
from l5tui.config.private_file import replace_private
from l5tui.config.session_plan import plan_of
from l5tui.domain.dose import Dose
from l5tui.domain.entry import Entry
from l5tui.domain.exercise import Exercise
from l5tui.domain.programme import Prescription, Programme
from l5tui.domain.programme_entries import (
    Taken,
    new_end,
    new_taken,
    newest_decision,
    over_words,
    today_of,
    with_id_and_version,
)
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.gate import REFUSED, Gate, Need, gate
from l5tui.domain.safety.restrictions import Restriction, limits_of
from l5tui.domain.safety.words import changed_lines, reasons, refused_words
from l5tui.domain.time_words import full_day, minutes
from l5tui.engine.plan import Plan
from l5tui.library import Content
from l5tui.library.faults import Faults
from l5tui.library.programmes import (
    ONLY_LIMITS,
    InForce,
    Programmes,
    digest_of,
    kept_file,
    programme_in,
    refuse_ill_timed,
)
from l5tui.library.reading import read_text

END: Final = "end"
NONE: Final = "No programme is in force."
ANSWERS_FIRST: Final = "Your safety answers go first"
OFF: Final = "off, by your safety answers"
HOW: Final = "To take one: l5tui programme FILE. To write one: l5tui new programme"


def programme(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui programme [FILE|end]`."""
    parser.add_argument(
        "file", metavar="FILE|end", nargs="?", help="the programme's file; end: follow the one in force no longer"
    )
    parser.add_argument("--yes", action="store_true", help="take it without asking")
    parser.add_argument("--json", action="store_true", help="the one in force, as a JSON object")
    return _programme


def _programme(args: Namespace) -> int:
    if args.json and args.file is not None:
        raise UsageError("--json is for the programme in force", "See l5tui programme --help")
    content = load_content()
    for problem in content.problems:
        print_error(problem)
    journal = open_journal(args)
    entries, today = journal.entries(), now().date()
    found = Programmes(content).in_force(entries, today)
    if args.file is None:
        return _show(args, found, content, entries)
    if args.file == END:
        if found.taken is None:
            raise L5Error("no programme is in force", "Nothing was changed")
        journal.put(new_end(new_header(), newest_decision(entries)))
        again = kept_file(programme_folder(), found.taken.id, found.taken.version)
        print_text(
            [
                f'Ended: "{found.taken.title}". Your own doses count again.',
                f"Take it again: l5tui programme {shlex.quote(str(again))}",
            ],
            plain=args.ascii,
        )
        return ExitStatus.OK
    path = Path(args.file)
    text = read_text(path, args.file)
    faults = Faults(args.file)
    given = programme_in(text, faults, content)
    if not faults:
        refuse_ill_timed(given, today, faults)
    if mistakes := faults.located():
        print_text([mistake.located for mistake in mistakes], plain=args.ascii)
        raise L5Error("this programme can't be taken", "Nothing was changed")
    digest = digest_of(text)
    given = replace(with_id_and_version(entries, given, digest), taken=now())
    if found.programme is not None and found.programme.name == given.name and not found.problem:
        print_text(f'"{given.title}" is in force already. Nothing was changed.', plain=args.ascii)
        return ExitStatus.OK
    print_text(fitted(_offered(given, found, content, entries)), plain=args.ascii)
    if not ask(args, "Follow this programme from now on?"):
        print_text("Nothing was changed.")
        return ExitStatus.OK
    _keep(kept_file(programme_folder(), given.id, given.version), text)
    journal.put(new_taken(new_header(), given, digest, newest_decision(entries)))
    taken = f'Taken: "{given.title}", by {given.by}, until {given.until}.'
    print_text(fitted([taken, *_next(given, content, entries)]), plain=args.ascii)
    return ExitStatus.OK


def _keep(path: Path, text: str) -> None:
    """Keep the text of a version, private to the person.

    Raises:
        L5Error: it can't be written.
    """
    try:
        replace_private(path, text.encode())
    except OSError as error:
        raise L5Error(cannot_write(path, error), "Nothing was changed") from error


# What is shown


def _show(args: Namespace, found: InForce, content: Content, entries: list[Entry]) -> int:
    if found.problem:
        print_error(found.problem)
    shown = found.programme
    if args.json:
        print_json(json.dumps(_as_json(found, content, entries), ensure_ascii=False, indent=2) + "\n")
        return ExitStatus.OK
    if shown is None:
        over = over_words(found.taken, now().date()) if found.taken else ""
        print_text([over or NONE, HOW], plain=args.ascii)
        return ExitStatus.OK
    answers = _section(ANSWERS_FIRST, _by_answers(shown, content, _gate(content, entries).restrictions))
    doses = _doses(content, entries, shown)
    lower = _section("Less than last time", doses.changed_since_last(shown.every_exercise))
    said = [*_holds(shown, doses, found), *answers, *lower, "", *_next(shown, content, entries)]
    print_text(fitted(said), plain=args.ascii)
    return ExitStatus.OK


def _doses(content: Content, entries: Iterable[Entry], programme: Programme | None) -> DoseHistory:
    return dose_history(entries, content.exercises.values(), now(), programme=programme)


def _gate(content: Content, entries: Iterable[Entry]) -> Gate:
    return gate(content.safety, entries, now(), exercises=list(content.exercises))


def _refused(found: Gate, content: Content) -> Iterator[str]:
    """Why no session may start, whatever is answered at its start."""
    if found.need in REFUSED:
        problem = content.safety_problem.what if content.safety_problem else ""
        yield refused_words(found.need or Need.QUESTIONS, problem, found.state)


def _next(shown: Programme, content: Content, entries: list[Entry]) -> Iterator[str]:
    """What it has for today, or when it has something next, and how often it was done lately; first, whether a session
    may start at all."""
    safety = _gate(content, entries)
    yield from _refused(safety, content)
    plans = _plans(shown, content, entries, safety.restrictions)
    found = today_of(shown, entries, now().date())
    for one in found.due:
        routine = one.planned.routine
        said = one.words or ("" if plans[routine.id].segments else OFF)
        yield f"Today: {routine.name}{f' ({said})' if said else ''}"
    if not found.due and found.next_day is not None:
        yield f"Today: nothing. Next: {full_day(found.next_day)}"
    if found.days_done:
        yield f"Done on {found.week_words}."


def _holds(shown: Programme, doses: DoseHistory, found: InForce | None = None) -> Iterator[str]:
    """What a programme holds, in plain words; of one in force that can't be read, what the journal knows."""
    yield f"{shown.title}"
    if found is not None and found.taken is not None and found.problem == ONLY_LIMITS:
        taken = f"taken on {shown.taken.date()}" if shown.taken else "taken on an unknown day"
        yield f"By {shown.by}, {taken}{f', until {found.taken.until}' if found.taken.until else ''}."
        yield f"What else it holds isn't known: {found.why}."
    else:
        yield f"By {shown.by}, written on {shown.written}, until {shown.until}."
        if shown.written > now().date():
            yield f"Its sessions begin on {shown.written}. Its doses and limits count from when you take it."
    if shown.words:
        yield f'"{shown.words}"'
    if shown.sessions:
        yield ""
        yield "Sessions"
    for one in shown.sessions:
        what = ", ".join(step.exercise.name for step in one.routine.steps)
        yield f"  {one.routine.name}, {one.rhythm.words}: {what}"
    if shown.exercises:
        yield ""
        yield "Exercises"
        for prescribed in shown.exercises.values():
            why = f" {prescribed.why}" if prescribed.why else ""
            yield f"  {prescribed.exercise.name}: {_dose_of(prescribed, doses)}.{why}"
    yield from _section("Limits", shown.limits.words)
    if shown.question:
        yield ""
        yield f"After a session of it: {shown.question} Done, partly, too hard, not possible."


def _offered(given: Programme, found: InForce, content: Content, entries: list[Entry]) -> Iterator[str]:
    """What a programme holds, what it would change, and what the safety answers do to it."""
    before = _doses(content, entries, found.programme)
    yield from _holds(given, before)
    yield from _section("What would change", _changes(given, before, found.taken if found.programme else None))
    safety = _gate(content, entries)
    answers = (*_refused(safety, content), *_by_answers(given, content, safety.restrictions))
    yield from _section(ANSWERS_FIRST, answers)
    yield from _section("How long", _lengths(given, _plans(given, content, entries, safety.restrictions)))
    yield ""


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    every = list(dict.fromkeys(lines))
    if every:
        yield from ("", title, *(f"  {line}" for line in every))


def _changes(given: Programme, before: DoseHistory, replaced: Taken | None) -> Iterator[str]:
    if replaced is not None:
        yield f'It takes the place of "{replaced.title}", by {replaced.by}.'
    for one in given.exercises.values():
        exercise, is_now, then = one.exercise, _dose_now(one.exercise, before), _dose_of(one, before)
        if is_now != then:
            yield f"{exercise.name}: {is_now} now, {then} then"
        if not any(step.exercise.id == exercise.id for its in given.sessions for step in its.routine.steps):
            yield f"{exercise.name} is in none of its sessions. This dose counts in your other routines"
        yield from (f"{exercise.name}: {line}" for line in one.beyond())
    for planned in given.sessions:
        own = [step.exercise.name for step in planned.routine.steps if step.exercise.id in given.exercises]
        if own and not planned.routine.ladder:
            yield f"{planned.routine.name} keeps its own small doses: {', '.join(own)}"
    if before.programme is not None:
        yield from _taken_away(given, before.programme, before)
    laddered = [one.exercise.name for one in given.exercises.values() if one.exercise.ladder]
    if laddered:
        yield f"No step up is offered while it is in force: {', '.join(laddered)}"


def _taken_away(given: Programme, old: Programme, before: DoseHistory) -> Iterator[str]:
    """What of the programme in force a new one leaves out or loosens."""
    if given.limits.stop_from > old.limits.stop_from:
        yield f"An exercise is stopped from {old.limits.stop_from} on now, from {given.limits.stop_from} on then"
    if given.limits.none_from > old.limits.none_from:
        yield f"No session begins from {old.limits.none_from} on now, from {given.limits.none_from} on then"
    for one in old.exercises.values():
        if one.exercise.id not in given.exercises:
            was_given, own = _dose_of(one, before), _own_dose(one.exercise, before)
            yield f"{one.exercise.name}: {was_given} now, your own dose then ({own})"
    kept = {one.routine.id: one for one in given.sessions}
    for was in old.sessions:
        name, then = was.routine.name, kept.get(was.routine.id)
        if then is None:
            yield f"{name}, {was.rhythm.words}: no longer in it"
            continue
        if then.rhythm != was.rhythm:
            yield f"{name}: {was.rhythm.words} now, {then.rhythm.words} then"
        left = {step.exercise.id for step in then.routine.steps}
        for step in was.routine.steps:
            if step.exercise.id not in left:
                yield f"{name}: {step.exercise.name} is no longer in it"


def _dose_now(exercise: Exercise, before: DoseHistory) -> str:
    if before.programme is not None and (own := before.programme.exercises.get(exercise.id)):
        return _dose_of(own, before)
    return _own_dose(exercise, before)


def _dose_of(one: Prescription, doses: DoseHistory) -> str:
    """Its dose at the person's level, which counts for what it leaves open."""
    return one.words(doses.levels.get(one.exercise.id, 1))


def _own_dose(exercise: Exercise, before: DoseHistory) -> str:
    return Dose.of(exercise, level=before.levels.get(exercise.id, 1)).words(exercise)


def _by_answers(given: Programme, content: Content, rows: tuple[Restriction, ...]) -> Iterator[str]:
    return changed_lines(given.every_exercise.values(), rows, reasons(content.safety))


def _plans(
    given: Programme, content: Content, entries: list[Entry], rows: tuple[Restriction, ...]
) -> Mapping[str, Plan]:
    """The plan of each of its sessions, by the routine's id."""
    own, _ = settings()
    doses = _doses(content, entries, given)
    return {one.routine.id: plan_of(one.routine, own, rows, doses) for one in given.sessions}


def _lengths(given: Programme, plans: Mapping[str, Plan]) -> Iterator[str]:
    for one in given.sessions:
        plan = plans[one.routine.id]
        yield f"{one.routine.name}: {minutes(plan.total_s) if plan.segments else 'nothing of it is left'}"


def _as_json(of: InForce, content: Content, entries: list[Entry]) -> dict[str, Any] | None:
    shown = of.programme
    if shown is None:
        return None
    found, safety = today_of(shown, entries, now().date()), _gate(content, entries)
    due = {one.planned.routine.id: one for one in found.due}
    doses, plans = _doses(content, entries, shown), _plans(shown, content, entries, safety.restrictions)
    only_limits = of.problem == ONLY_LIMITS
    until = of.taken.until if only_limits and of.taken else shown.until
    return {
        **shown.name,
        "title": shown.title,
        "by": shown.by,
        "written": None if only_limits else shown.written.isoformat(),
        "valid_until": until.isoformat() if until else None,
        "words": shown.words,
        "question": shown.question,
        "stop": {"pain": shown.limits.stop_from, "before": shown.limits.none_from},
        "may_start": safety.need in (None, Need.RECHECK),
        "sessions": [
            {
                "routine": one.routine.id,
                "name": one.routine.name,
                "days": one.rhythm.words,
                "due_today": one.routine.id in due,
                "done_today": due[one.routine.id].done if one.routine.id in due else 0,
                "off": not plans[one.routine.id].segments,
            }
            for one in shown.sessions
        ],
        "exercises": [
            {
                "exercise": one.exercise.id,
                "overrides": dict(one.overrides),
                "easier": one.easier,
                "dose": _dose_of(one, doses),
                "why": one.why,
                "off": limits_of(one.exercise, safety.restrictions).off,
            }
            for one in shown.exercises.values()
        ],
        "days_done_of_7": found.days_done,
    }
