"""What programmes planned against what was done: for each time that one was followed, with its days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from l5tui.domain.entry_reading import Body, table, text
from l5tui.domain.programme import Programme
from l5tui.library.programmes import Followed


class PlannedSession(Struct, frozen=True):
    """One session of a programme: how often it was due, and how often it was done."""

    routine: str
    name: str
    planned: int
    done: int
    """To its end."""
    partly: int


class ProgrammeDone(Struct, frozen=True):
    """One version of a programme, from the day on which it was taken to its last whole day before today."""

    id: str
    version: int
    title: str
    since: date
    until: date
    sessions: tuple[PlannedSession, ...]
    readable: bool = True
    """False where its kept text can't be read, so that what it planned isn't known."""


def planned_and_done(
    followed: Iterable[Followed], sessions: Iterable[tuple[date, Body]], today: date, since: date | None
) -> tuple[ProgrammeDone, ...]:
    """Each programme that was followed on a day of the period, oldest first; without those that plan no session.

    Args:
        followed: the times that one was followed.
        sessions: those in which something was practised, with their local dates.
        today: the local date. It isn't counted, as what is due may still be done.
        since: the first day of the period; None for all.
    """
    every, found = list(sessions), []
    for one in followed:
        first, last = max(one.since, since or one.since), min(one.until, today - timedelta(days=1))
        if first <= last and (one.programme.sessions or not one.readable):
            rows = _rows(one.programme, every, first, last)
            its = one.programme
            found.append(ProgrammeDone(its.id, its.version, its.title, first, last, rows, one.readable))
    return tuple(found)


def _rows(
    programme: Programme, sessions: Iterable[tuple[date, Body]], first: date, last: date
) -> tuple[PlannedSession, ...]:
    """Each of its sessions from the first to the last day."""
    planned: Counter[str] = Counter()
    for ahead in range((last - first).days + 1):
        for due in programme.due_on(first + timedelta(days=ahead)):
            planned[due.routine.id] += due.rhythm.times
    done: Counter[str] = Counter()
    partly: Counter[str] = Counter()
    for on, body in sessions:
        if first <= on <= last:
            (done if body.get("status") == "complete" else partly)[text(table(body, "routine"), "id")] += 1
    routines = {one.routine.id: one.routine.name for one in programme.sessions}
    return tuple(PlannedSession(one, name, planned[one], done[one], partly[one]) for one, name in routines.items())
