"""A programme in words and as JSON, as the person's journal, safety answers and settings have it at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from l5tui.cli.files import settings
from l5tui.config.clock import now
from l5tui.config.session_plan import plan_of
from l5tui.domain.dose import Dose
from l5tui.domain.entry import Entry
from l5tui.domain.exercise import Exercise
from l5tui.domain.programme import Prescription, Programme
from l5tui.domain.programme_entries import Taken, today_of
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.gate import REFUSED, Need, gate
from l5tui.domain.safety.restrictions import limits_of
from l5tui.domain.safety.words import changed_lines, reasons, refused_words
from l5tui.domain.time_words import full_day, minutes
from l5tui.library import Content
from l5tui.library.programmes import ONLY_LIMITS, InForce

OFF: Final = "off, by your safety answers"


class ProgrammeWords:
    """What is said of a programme.

    Args:
        programme: the programme, in force or not.
        found: what is in force.
        content: the exercises and routines.
        entries: the journal's.
    """

    def __init__(self, programme: Programme, found: InForce, content: Content, entries: list[Entry]) -> None:
        self.programme, self.found, self.content = programme, found, content
        exercises = content.exercises.values()
        self._before = dose_history(entries, exercises, now(), programme=found.programme)
        self._doses = dose_history(entries, exercises, now(), programme=programme)
        self._safety = gate(content.safety, entries, now(), exercises=list(content.exercises))
        own, _ = settings()
        rows = self._safety.restrictions
        self._plans = {one.routine.id: plan_of(one.routine, own, rows, self._doses) for one in programme.sessions}
        self._today = today_of(programme, entries, now().date())

    def offered(self) -> Iterator[str]:
        """What it holds, what it would change, and what the safety answers do to it."""
        yield from self._holds()
        taken = self.found.taken if self.found.programme else None
        yield from _section("What would change", _changes(self.programme, self._before, taken))
        yield from self._by_answers(*self._refused())
        lengths = ((one.routine.name, self._plans[one.routine.id]) for one in self.programme.sessions)
        left = (f"{name}: {minutes(its.total_s) if its.segments else 'nothing of it is left'}" for name, its in lengths)
        yield from _section("How long", left)
        yield ""

    def in_force(self) -> Iterator[str]:
        """What it holds, what is left out or lower, and what it has for today."""
        yield from self._holds()
        yield from self._by_answers()
        yield from _section("Less than last time", self._doses.changed_since_last(self.programme.every_exercise))
        yield ""
        yield from self.next()

    def next(self) -> Iterator[str]:
        """What it has for today, or when it has something next, and how often it was done lately; first, whether a
        session may start at all."""
        yield from self._refused()
        for one in self._today.due:
            routine = one.planned.routine
            said = one.words or ("" if self._plans[routine.id].segments else OFF)
            yield f"Today: {routine.name}{f' ({said})' if said else ''}"
        if not self._today.due and self._today.next_day is not None:
            yield f"Today: nothing. Next: {full_day(self._today.next_day)}"
        if self._today.days_done:
            yield f"Done on {self._today.week_words}."

    def _refused(self) -> Iterator[str]:
        """Why no session may start, whatever is answered at its start."""
        if self._safety.need in REFUSED:
            problem = self.content.safety_problem.what if self.content.safety_problem else ""
            yield refused_words(self._safety.need or Need.QUESTIONS, problem, self._safety.state)

    def _by_answers(self, *before: str) -> Iterator[str]:
        exercises, rows = self.programme.every_exercise.values(), self._safety.restrictions
        changed = changed_lines(exercises, rows, reasons(self.content.safety))
        return _section("Your safety answers go first", (*before, *changed))

    @property
    def _only_limits(self) -> bool:
        """Whether its text can't be read, so that nothing is known but what the journal has."""
        return self.programme is self.found.programme and self.found.problem == ONLY_LIMITS

    def _holds(self) -> Iterator[str]:
        """What it holds, in plain words."""
        shown, taken = self.programme, self.found.taken
        yield shown.title
        if self._only_limits and taken is not None:
            when = str(shown.taken.date()) if shown.taken else "an unknown day"
            yield f"By {shown.by}, taken on {when}{f', until {taken.until}' if taken.until else ''}."
            yield f"What else it holds isn't known: {self.found.why}."
        else:
            yield f"By {shown.by}, written on {shown.written}, until {shown.until}."
            if shown.written > now().date():
                yield f"Its sessions begin on {shown.written}. Its doses and limits count from when you take it."
        if shown.words:
            yield f'"{shown.words}"'
        steps = {one.routine.id: [step.exercise.name for step in one.routine.steps] for one in shown.sessions}
        sessions = (
            f"{one.routine.name}, {one.rhythm.words}: {', '.join(steps[one.routine.id])}" for one in shown.sessions
        )
        yield from _section("Sessions", sessions)
        doses = (
            f"{one.exercise.name}: {_dose_of(one, self._doses)}.{f' {one.why}' if one.why else ''}"
            for one in shown.exercises.values()
        )
        yield from _section("Exercises", doses)
        yield from _section("Limits", shown.limits.words)
        if shown.question:
            yield ""
            yield f"After a session of it: {shown.question} Done, partly, too hard, not possible."

    def as_json(self) -> dict[str, Any]:
        """The same of one in force, for programs."""
        shown, due = self.programme, {one.planned.routine.id: one for one in self._today.due}
        until = self.found.taken.until if self._only_limits and self.found.taken else shown.until
        return {
            **shown.name,
            "title": shown.title,
            "by": shown.by,
            "written": None if self._only_limits else shown.written.isoformat(),
            "valid_until": until.isoformat() if until else None,
            "words": shown.words,
            "question": shown.question,
            "stop": {"pain": shown.limits.stop_from, "before": shown.limits.none_from},
            "may_start": self._safety.need in (None, Need.RECHECK),
            "sessions": [
                {
                    "routine": one.routine.id,
                    "name": one.routine.name,
                    "days": one.rhythm.words,
                    "due_today": one.routine.id in due,
                    "done_today": due[one.routine.id].done if one.routine.id in due else 0,
                    "off": not self._plans[one.routine.id].segments,
                }
                for one in shown.sessions
            ],
            "exercises": [
                {
                    "exercise": one.exercise.id,
                    "overrides": dict(one.overrides),
                    "easier": one.easier,
                    "dose": _dose_of(one, self._doses),
                    "why": one.why,
                    "off": limits_of(one.exercise, self._safety.restrictions).off,
                }
                for one in shown.exercises.values()
            ],
            "days_done_of_7": self._today.days_done,
        }


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
