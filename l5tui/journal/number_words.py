"""The numbers of a journal in words, for the page of the journal and for `l5tui trends`; each only from its n on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from msgspec import Struct

from l5tui.domain.exercise import Exercise
from l5tui.domain.pain import PLACES, show_median
from l5tui.domain.pain_zones import NEXT_DAY
from l5tui.domain.rmdq import HIGHEST, RMDQ
from l5tui.domain.time_words import MONTHS, spent
from l5tui.journal.numbers import PAIRS, ExerciseSide, Numbers, PlaceOn, Series
from l5tui.journal.trends import ENOUGH

FOOTNOTE: Final = (
    "People mostly start when pain is high, so scores often fall on their own. These numbers cannot show why."
)
"""The note under each trend (clinical data, section g)."""
STEPS: Final = 6
"""The most places of a side that are listed, the newest of them."""


class Line(Struct, frozen=True):
    """A line of a section."""

    words: str
    under: bool = False
    """Whether it belongs to the line before, and is indented."""
    side: str = ""
    """Stands before the words, in a column of its own."""


class Section(Struct, frozen=True):
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


def sections_of(numbers: Numbers, exercises: Mapping[str, Exercise]) -> list[Section]:
    """All sections that have something to show.

    Args:
        numbers: the numbers.
        exercises: the known exercises by id, for their names and those of their phases.
    """
    made = (
        ("Scores before a session, or without one", _before(numbers)),
        ("Sessions", _sessions(numbers)),
        ("Times done, and time held", _exercises(numbers, exercises)),
        ('"It hurts", by exercise and phase', _hurts(numbers, exercises)),
        ("Planned and done", _programmes(numbers)),
        ("The next morning", _next_morning(numbers)),
        ("Furthest place from the spine", _places(numbers)),
        ("Pain on average over 7 days, apart from right now", _week(numbers)),
        ("Your activities, 0 no trouble to 10 cannot", _activities(numbers)),
        ("Questionnaires", _forms(numbers)),
        ("After minus before", _after_minus_before(numbers)),
    )
    return [Section(title, found) for title, lines in made if (found := tuple(lines))]


def _before(numbers: Numbers) -> Iterator[Line]:
    before = numbers.before
    yield Line(f"{_many(before.n, 'score')}, {before.unanswered} not answered")
    newest, first = before.newest_week, before.first_week
    if newest is None:
        yield Line(f"The newest 7 days have a median from {ENOUGH} scores on.")
        return
    if first is None:
        yield Line(f"newest 7 days: median {show_median(newest.median)}, n = {newest.n}")
        yield Line(f"The first week is compared with the newest when each has {ENOUGH} scores, and they don't overlap.")
        return
    begins = _day(first.begins, numbers)
    yield Line(
        f"first 7 days: median {show_median(first.median)} (n = {first.n}, from {begins}); "
        f"newest 7 days: {show_median(newest.median)} (n = {newest.n}): {before.change}"
    )


def _sessions(numbers: Numbers) -> Iterator[Line]:
    done = numbers.sessions
    if done.n == 0:
        yield Line("none yet" if numbers.since is None else "none in this time")
        return
    yield Line(f"{_many(done.n, 'session')} on {_many(done.days, 'day')}, {done.complete} of them to the end")
    yield Line(f"{_long(done.seconds)} practised")


def _exercises(numbers: Numbers, exercises: Mapping[str, Exercise]) -> Iterator[Line]:
    rows_in_order = sorted(numbers.exercises, key=lambda row: _place_in(exercises, row.exercise))
    for name, rows in groupby(rows_in_order, key=lambda row: row.exercise):
        exercise = exercises.get(name)
        yield Line(exercise.name if exercise else name)
        for row in rows:
            yield Line(_done(row), under=True, side=row.side or "")


def _place_in(exercises: Mapping[str, Exercise], name: str) -> tuple[int, str]:
    """Sorts exercises as the library has them, then those that it doesn't know: never by their numbers."""
    return list(exercises).index(name) if name in exercises else len(exercises), name


def _done(row: ExerciseSide) -> str:
    held = f", {_long(row.held_s)} held" if row.held_s else ""
    return f"{_many(row.n, 'time')}, {_many(row.reps, 'rep')}{held}"


def _hurts(numbers: Numbers, exercises: Mapping[str, Exercise]) -> Iterator[Line]:
    rows_in_order = sorted(numbers.hurts, key=lambda row: _place_in(exercises, row.exercise))
    for name, rows in groupby(rows_in_order, key=lambda row: row.exercise):
        exercise, found = exercises.get(name), list(rows)
        yield Line(f"{exercise.name if exercise else name}, n = {_many(found[0].n, 'session')}")
        for row in found:
            phase = exercise.phase(row.phase) if exercise else None
            words = phase.label.lower() if phase else row.phase.replace("_", " ") or "not in a phase"
            yield Line(f"{words}: {_many(row.times, 'time')}", under=True)


def _programmes(numbers: Numbers) -> Iterator[Line]:
    for its in numbers.programmes:
        span = f"{_day(its.since, numbers)} to {_day(its.until, numbers)}"
        yield Line(f'"{its.title}", version {its.version}, {span}')
        if not its.readable:
            yield Line("its text can't be read, so what it planned isn't known", under=True)
        for row in its.sessions:
            partly = f", {row.partly} in part" if row.partly else ""
            yield Line(f"{row.name}: planned {_many(row.planned, 'time')}, done {row.done}{partly}", under=True)


def _next_morning(numbers: Numbers) -> Iterator[Line]:
    said = numbers.next_morning
    to_come = f"; {said.to_come} still to come" if said.to_come else ""
    if said.n:
        counts = (("better", said.better), ("same", said.same), ("worse", said.worse))
        words = ", ".join(f"{NEXT_DAY[name]} {count}" for name, count in counts)
        yield Line(f"{words}; not answered {said.unanswered}{to_come}")


def _places(numbers: Numbers) -> Iterator[Line]:
    for side, found in (("left", numbers.places.left), ("right", numbers.places.right)):
        if found:
            yield Line(f"{side} side, n = {_many(len(found), 'day')}")
            steps = list(_steps(found))
            if len(steps) > STEPS:
                yield Line(f"{len(steps) - STEPS} earlier", under=True)
            for first, last, count in steps[-STEPS:]:
                days = _day(first.date, numbers)
                if count > 1:
                    days += f" to {_day(last.date, numbers)}"
                yield Line(f"{days}: {PLACES[first.rank].replace(', ', ' ')}", under=True)


def _steps(found: Sequence[PlaceOn]) -> Iterator[tuple[PlaceOn, PlaceOn, int]]:
    """The days in a row with the same place: the first, the last, and how many they are.

    A day on which it wasn't said ends them: it doesn't have the place of the day before.
    """
    for _, numbered in groupby(enumerate(found), key=lambda one: (one[1].rank, one[1].date.toordinal() - one[0])):
        days = [one for _, one in numbered]
        yield days[0], days[-1], len(days)


def _after_minus_before(numbers: Numbers) -> Iterator[Line]:
    found = numbers.after_minus_before
    if found.median is None or found.lowest is None or found.highest is None:
        if found.n:
            yield Line(f"{_many(found.n, 'session')} with both scores; there is a median from {PAIRS} on")
        return
    yield Line(
        f"median {_signed(found.median)}, {_signed(found.lowest)} to {_signed(found.highest)}, n = {found.n}, "
        "right after a session only"
    )


def _week(numbers: Numbers) -> Iterator[Line]:
    if numbers.week is not None:
        yield Line(_first_and_newest(numbers.week, numbers))


def _activities(numbers: Numbers) -> Iterable[Line]:
    return (Line(f'"{one.name}": {_first_and_newest(one, numbers)}') for one in numbers.activities)


def _forms(numbers: Numbers) -> Iterator[Line]:
    for one in numbers.forms:
        whole = f"/{HIGHEST}" if one.name == RMDQ else ""
        yield Line(f"{one.name.upper()}: {_first_and_newest(one, numbers, whole)}, {one.change}")


def _first_and_newest(one: Series, numbers: Numbers, whole: str = "") -> str:
    first, newest = one.first, one.newest
    return (
        f"first {first.score}{whole} ({_day(first.date, numbers)}), newest {newest.score}{whole} "
        f"({_day(newest.date, numbers)}), n = {one.n}"
    )


def _day(day: date, numbers: Numbers) -> str:
    """`22 Nov`, with the year if it isn't this one."""
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if day.year != numbers.until.year else "")


def _long(seconds: float) -> str:
    """`40 s`, `12:05`, `6 h 12 min`."""
    whole = round(seconds / 60)
    if whole >= 60:
        return f"{whole // 60} h {whole % 60} min"
    return f"{seconds:.0f} s" if seconds < 100 else spent(seconds)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _signed(value: float) -> str:
    return "0" if value == 0 else f"{value:+g}"
