"""`l5tui dose`: the level of each exercise, what it means, how the last sessions were graded and why; or set one."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any, Final

from l5tui.cli import Run
from l5tui.cli.files import load_content, open_journal
from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus, L5Error, UsageError
from l5tui.config.output import print_error, print_json, print_text, quoted
from l5tui.domain.dose import Dose
from l5tui.domain.exercise import Exercise
from l5tui.domain.progression.decisions import BY_HAND, new_dose_decision
from l5tui.domain.progression.grade import Graded
from l5tui.domain.progression.levels import Change, DoseHistory, Kind, Offer, dose_history, level_words
from l5tui.domain.safety.gate import gate
from l5tui.domain.time_words import near_day
from l5tui.journal.store import Journal
from l5tui.library import Content
from l5tui.library.programmes import Programmes

LAST: Final = 3
"""How many sessions of an exercise are listed."""
GO: Final = 0
"""A score before that allows an offer: here nobody is asked for one, so an offer says what a check-in would ask."""
NO_LEVELS: Final = "no levels, its dose stays the same"
AHEAD_HOLDS: Final = "But an entry dated later than now comes after it: level {level} stays."
LIES_AHEAD: Final = "A decision is dated later than now, {day}. Your next one replaces it: l5tui dose {exercise} LEVEL"
OFFERED: Final = "At the next check-in with a score of 0 to 3"


def dose(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui dose [EXERCISE LEVEL]`."""
    parser.add_argument("exercise", metavar="EXERCISE", nargs="?", help="its id or name, to set its level by hand")
    parser.add_argument("level", metavar="LEVEL", nargs="?", help="the level, from 1")
    parser.add_argument("--json", action="store_true", help="the same as a JSON object")
    return _dose


def _dose(args: Namespace) -> int:
    content = load_content()
    for problem in content.problems:
        print_error(problem)
    if args.exercise is not None:
        return _set(args, content)
    history, offer = _history(open_journal(args), content)
    if args.json:
        print_json(json.dumps(_as_json(content, history, offer), ensure_ascii=False, indent=2) + "\n")
    else:
        print_text(_lines(content, history, offer), plain=args.ascii)
    return ExitStatus.OK


def _history(journal: Journal, content: Content) -> tuple[DoseHistory, Offer | None]:
    """The doses, and what the next check-in would ask about at a score that allows it."""
    entries = journal.entries()
    programme = Programmes(content).in_force(entries, now().date()).programme
    history = dose_history(entries, content.exercises.values(), now(), programme=programme)
    if content.safety is None:
        return history, None
    state = gate(content.safety, entries, now(), exercises=list(content.exercises)).state
    if state is None:
        return history, None
    return history, history.offer(GO, restrictions=state.restrictions, leg_watched=state.leg_watched)


def _set(args: Namespace, content: Content) -> int:
    """Set a level by hand.

    Raises:
        UsageError: a level is missing, or --json was given.
        L5Error: there is no such exercise, it has no levels, or not that one.
    """
    if args.level is None or args.json:
        raise UsageError("l5tui dose takes an exercise with a level, or neither", "See l5tui dose --help")
    found = content.find(args.exercise)
    exercise = content.exercises.get(found.id)
    if exercise is None:
        raise L5Error(f"{found.name} is a routine, and levels belong to exercises", "See l5tui dose")
    if exercise.ladder is None:
        raise L5Error(f"{exercise.name} has {NO_LEVELS}", "See l5tui dose")
    top = len(exercise.ladder.levels)
    level = int(args.level) if args.level.isascii() and args.level.isdigit() and len(args.level) <= len("999") else 0
    if not 1 <= level <= top:
        what = f"1 ({level_words(exercise, 1)}) to {top} ({level_words(exercise, top)})"
        raise L5Error(f"{exercise.name} has the levels {what}, not {quoted(args.level)}", "See l5tui dose")
    journal = open_journal(args)
    history, _ = _history(journal, content)
    was = history.exercises[exercise.id].level
    ahead = [said.uid for said in history.ahead if said.exercise == exercise.id]
    if was == level and not ahead:
        print_text(f"{exercise.name} is at level {level} ({level_words(exercise, level)}) already", plain=args.ascii)
        return ExitStatus.OK
    journal.put(new_dose_decision(new_header(), exercise.id, was, level, BY_HAND, over=ahead))
    words = f"level {was} -> {level} ({level_words(exercise, was)} -> {level_words(exercise, level)})"
    now_at = _history(journal, content)[0].exercises[exercise.id].level
    its = history.programme.exercises.get(exercise.id) if history.programme else None
    if now_at != level:
        holds = AHEAD_HOLDS.format(level=now_at)
    elif history.programme is not None and its is not None and its.dose(was) == its.dose(level):
        its_words, by = its.words(level), history.programme.by
        holds = f"While the programme is in force, its dose counts: {its_words} ({by})."
    else:
        holds = "It holds from the next session on."
    print_text(f"{exercise.name}: {words}. {holds}", plain=args.ascii)
    return ExitStatus.OK


def _lines(content: Content, history: DoseHistory, offer: Offer | None) -> Iterator[str]:
    for exercise in content.exercises.values():
        one, sessions = history.exercises.get(exercise.id), history.sessions_of(exercise.id)
        level = one.level if one else 1
        words = Dose.of(exercise, level=level).words(exercise)
        levels = f"level {level} of {one.top}, {words}" if one else f"{words}, {NO_LEVELS}"
        known = one is not None and (one.sessions or one.changes)
        since = f", since {near_day(one.since, history.on)}" if one and known else ""
        yield f"{exercise.name}: {levels}{since or ('' if sessions else ', not done yet')}"
        for said in history.ahead:
            if said.exercise == exercise.id:
                yield f"  {LIES_AHEAD.format(day=near_day(said.at.date(), history.on), exercise=said.exercise)}"
        if history.programme is not None and (its := history.programme.exercises.get(exercise.id)):
            yield f"  The programme counts instead: {its.words(level)} ({history.programme.by})"
        if exercise.id in history.easier_first:
            why = history.why_easier(exercise.id)
            tell = f": {why}. Tell {history.programme.by}" if why and history.programme else ""
            yield f"  The easier form comes first next time{tell}."
        if one and one.changes:
            yield f"  {_change(exercise, one.changes[-1], history)}"
        if one and one.greens:
            yield f"  GREEN on {len(one.greens)} {'date' if len(one.greens) == 1 else 'dates'} at this level"
        for session in reversed(sessions[-LAST:]):
            yield f"  {near_day(session.day, history.on)}: {session.grade}, {session.why}"
    if offer is not None:
        yield f"{OFFERED}: {offer.exercise.name}: {offer.text}"


def _change(exercise: Exercise, change: Change, history: DoseHistory) -> str:
    """The last thing that happened to a level."""
    was, to = (level_words(exercise, level) for level in (change.was, change.to))
    what = f"{was} stays" if change.kind is Kind.EASIER else f"{was} -> {to}"
    return f"{near_day(change.on, history.on)}: {what}: {change.why}"


def _as_json(content: Content, history: DoseHistory, offer: Offer | None) -> dict[str, Any]:
    return {
        "exercises": [_exercise(one, history) for one in content.exercises.values()],
        "sessions": [_session(one) for one in history.sessions],
        "offer": {"exercise": offer.exercise.id, "from": offer.level, "to": offer.to, "text": offer.text}
        if offer
        else None,
    }


def _exercise(exercise: Exercise, history: DoseHistory) -> dict[str, Any]:
    """One exercise; without a ladder it has no level, and no day since when."""
    ladder, one = exercise.ladder, history.exercises.get(exercise.id)
    its = history.programme.exercises.get(exercise.id) if history.programme else None
    level = one.level if one else 1
    return {
        "exercise": exercise.id,
        "name": exercise.name,
        "level": one.level if one else None,
        "levels": list(ladder.levels) if ladder else [],
        "param": ladder.param if ladder else None,
        "dose": Dose.of(exercise, level=level).words(exercise),
        "programme": its.words(level) if its else None,
        "since": one.since.isoformat() if one else None,
        "decisions_ahead": [said.at.isoformat() for said in history.ahead if said.exercise == exercise.id],
        "green_dates": [day.isoformat() for day in one.greens] if one else [],
        "easier_first": exercise.id in history.easier_first,
        "changes": [
            {
                "on": change.on.isoformat(),
                "kind": str(change.kind),
                "from": change.was,
                "to": change.to,
                "why": change.why,
            }
            for change in (one.changes if one else ())
        ],
        "sessions": [_session(session) for session in history.sessions_of(exercise.id)[-LAST:]],
    }


def _session(one: Graded) -> dict[str, Any]:
    return {"uid": one.uid, "date": one.day.isoformat(), "grade": str(one.grade), "row": one.row, "why": one.why}
