"""Reminders: at what times, on which days, and whether there is anything to say.

A calendar is written once, so it has the days. A timer fires every day, and what it calls asks `due_line`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from math import lcm
from typing import Final

from msgspec import Struct

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import practised, scores
from l5tui.domain.entry_times import local_date
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.programme import PlannedSession, Programme
from l5tui.domain.programme_entries import done_on

USUAL_TIMES: Final = (time(8), time(18))
"""The times where none are given; the second only for what a programme has twice a day."""
WEEK: Final = 7
WEEKDAYS: Final = range(WEEK)


# The days


class Series(Struct, frozen=True):
    """Days in a fixed rhythm: some weekdays of every week, or of every second one.

    Attributes:
        first: its first day.
        weekdays: 0 is Monday.
        weeks: weeks from one to the next; they begin on Monday.
    """

    first: date
    weekdays: frozenset[int]
    weeks: int = 1


class Slot(Struct, frozen=True):
    """A time of day, and what it reminds of.

    Attributes:
        number: 1 is the earliest of the day.
        at: the local time.
        sessions: those of the programme; empty where there is none, and it comes daily.
    """

    number: int
    at: time
    sessions: tuple[PlannedSession, ...] = ()

    def series(self, since: date, programme: Programme | None) -> tuple[Series, ...]:
        """Its days from this one on, as few series as it takes; none where no day is left before the programme's end.

        The week in which the programme was written is the first, so that the order of the series doesn't depend on
        the day on which they are made.
        """
        if programme is None:
            return (Series(since, frozenset(WEEKDAYS)),)
        weeks = lcm(*(1 if one.rhythm.weekdays else one.rhythm.every for one in self.sessions))
        monday = programme.written - timedelta(days=programme.written.weekday())
        patterns = [
            frozenset(
                weekday
                for weekday in WEEKDAYS
                if any(
                    one.rhythm.on(monday + timedelta(days=week * WEEK + weekday), programme.written)
                    for one in self.sessions
                )
            )
            for week in range(weeks)
        ]
        if len(set(patterns)) == 1:
            patterns = patterns[:1]
        return tuple(_with_first_days(patterns, monday, max(since, programme.written), programme.until))


def _with_first_days(patterns: list[frozenset[int]], monday: date, since: date, until: date) -> Iterator[Series]:
    weeks = len(patterns)
    for week, weekdays in enumerate(patterns):
        days = (since + timedelta(days=ahead) for ahead in range(weeks * WEEK))
        first = next(
            (day for day in days if day.weekday() in weekdays and (day - monday).days // WEEK % weeks == week), None
        )
        if first is not None and first <= until:
            yield Series(first, weekdays, weeks)


def slots(programme: Programme | None, times: Iterable[time] = ()) -> tuple[Slot, ...]:
    """The times of day with what each reminds of.

    Args:
        programme: the one in force, or None.
        times: the times; without any, the usual ones. A second time is for what the programme has twice a day, and
            for everything where nothing is.
    """
    sessions = programme.sessions if programme else ()
    often = max((one.rhythm.times for one in sessions), default=1)
    given = sorted(set(times)) or USUAL_TIMES[:often]
    return tuple(
        Slot(number, at, tuple(one for one in sessions if one.rhythm.times >= number) or sessions)
        for number, at in enumerate(given, 1)
    )


# What is said


def due_line(
    programme: Programme | None,
    entries: Iterable[Entry],
    now: datetime,
    *,
    off: Iterable[str] = (),
    times: Iterable[time] = (),
) -> str:
    """What a reminder says now; empty where nothing is due, all is done, or the last score of today is too high.

    Args:
        programme: the one in force, or None, where one session of anything is enough for a day.
        entries: the journal's, newest first.
        now: the local time.
        off: ids of routines of which the safety answers leave nothing.
        times: the times of the reminders; the usual ones where there aren't two. The second of two sessions of a day
            is due from the middle between the first two.
    """
    every, today, without = list(entries), now.date(), frozenset(off)
    of_today = [entry for entry in every if local_date(entry.get("started")) == today]
    if _too_high(programme, of_today):
        return ""
    if programme is None:
        return (
            "" if any(practised(entry, demo=False) for entry in of_today) else "No session yet today. Start one: l5tui"
        )
    second = _minutes(now.time()) >= _middle(times)
    left = [
        one.planned.routine
        for one in done_on(programme, every, today)
        if one.done < (one.planned.rhythm.times if second else 1) and one.planned.routine.id not in without
    ]
    return f"Today: {', '.join(one.name for one in left)}. l5tui start {left[0].id}" if left else ""


def _middle(times: Iterable[time]) -> float:
    """The minutes of the day from which the second of two sessions is due."""
    given = sorted(set(times))
    first, second = (given if len(given) > 1 else USUAL_TIMES)[:2]
    return (_minutes(first) + _minutes(second)) / 2


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _too_high(programme: Programme | None, of_today: list[Entry]) -> bool:
    """Whether no session begins at the last score of today (clinical data, rule S7, or the programme's limit)."""
    limit = programme.limits.none_from if programme else VERY_HIGH_FROM
    known = (score for entry in of_today for score in reversed(scores(entry)) if score is not None)
    last = next(known, None)
    return last is not None and last >= limit
