"""Trends over time: pure folds over entries.

The chart's line is the score *before* a session (or one logged without): a drop right after lying on a mat says little,
so scores after a session are only shown beside it. An unanswered score is counted as unanswered, never as zero. Hidden
entries are left out, and so are sessions at another speed than 1, unless it is the demo's journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from msgspec import Struct, field

from l5tui.config.week import week_start
from l5tui.domain.entry import Entry, LogEntry, RoutineName, SessionEntry
from l5tui.domain.entry_reading import was_practised
from l5tui.domain.entry_times import BEGINNING, instant, local_date, moment_of
from l5tui.domain.pain import day_median, is_pain, rank_of

ZONES_APART = 2
"""Days by which the local dates of two time zones can differ at one instant."""
ENOUGH = 3
"""The fewest answers of which a median is shown (clinical choice)."""


class Day(Struct):
    """One local date of the chart."""

    date: date
    before: list[int] = field(default_factory=list)
    """The answered scores before sessions, and logged ones, in order of time."""
    after: list[int] = field(default_factory=list)
    """The answered scores after sessions in which something was practised."""
    unanswered: int = 0
    """How many scores before sessions were left out."""
    sessions: int = 0
    """Sessions in which something was practised."""
    complete: int = 0
    """Those of them in which all of the plan was done."""
    left: int | None = None
    """The furthest place on the left, before or after a session or as logged: rank 0 to 7, None if it wasn't said."""
    right: int | None = None

    @property
    def median(self) -> float | None:
        """The chart's line on this day; None breaks it."""
        return day_median(self.before)


class Pair(NamedTuple):
    """The scores before and after one session."""

    started: str
    before: int | None
    after: int | None
    stop: str | None = None
    """The rule that stopped it, or `person`; None if nothing did."""
    worst: int | None = None
    """The highest score during it."""


class Weeks(NamedTuple):
    """The first seven days against the newest seven: medians of the scores before, and how many there were of each."""

    first: float
    first_n: int
    newest: float
    newest_n: int
    begin: date
    """The first day of the first seven."""


def counted(entries: Iterable[Entry], *, demo: bool = False) -> list[SessionEntry | LogEntry]:
    """The sessions and logs that count in trends, oldest first."""
    return [entry for _, entry in _timed(entries, demo=demo)]


def _timed(entries: Iterable[Entry], *, demo: bool) -> list[tuple[datetime, SessionEntry | LogEntry]]:
    """What counts, oldest first, with its time: a text is parsed once, for a journal may have thousands."""
    kept: list[tuple[datetime, SessionEntry | LogEntry]] = []
    for entry in entries:
        if entry.get("deleted") or "kind" not in entry:
            continue
        if entry["kind"] == "log" or (entry["kind"] == "session" and (demo or entry.get("speed", 1) == 1)):
            kept.append((instant(entry.get("started")), entry))
    return sorted(kept, key=_time)


_time = itemgetter(0)


def days(entries: Iterable[Entry], since: date, until: date, *, demo: bool = False) -> list[Day]:
    """The dates with entries from `since` to `until`, both included, oldest first.

    An entry's date is that of its own UTC offset: a score of late evening stays on that evening, wherever the person is
    now. A day whose scores were all left out is included without a median, and so breaks the line.
    """
    found: dict[date, Day] = {}
    for time, entry in _timed(entries, demo=demo):
        on = time.date()
        if time is BEGINNING or not since <= on <= until:
            continue
        day = found.get(on)
        if day is None:
            day = found[on] = Day(on)
        if entry["kind"] == "log":
            _add_before(day, entry)
            continue
        done = was_practised(entry)
        day.sessions += done
        day.complete += done and entry.get("status") == "complete"
        _add_before(day, entry.get("before"))
        after = _add_places(day, entry.get("after"))
        if done and after is not None:
            day.after.append(after)
    return [found[on] for on in sorted(found)]


def _add_before(day: Day, score: object) -> None:
    pain = _add_places(day, score)
    if pain is None:
        day.unanswered += 1
    else:
        day.before.append(pain)


def _add_places(day: Day, score: object) -> int | None:
    """Keep the furthest place of each side, and return the pain. This runs for each score of years."""
    if not isinstance(score, dict):
        return None
    left, right = score.get("left"), score.get("right")
    if left is not None and left != day.left and rank_of(left) is not None:
        day.left = left if day.left is None else max(day.left, left)
    if right is not None and right != day.right and rank_of(right) is not None:
        day.right = right if day.right is None else max(day.right, right)
    return _answered(score)


def last_drawn(today: date) -> date:
    """The last date that a chart can have; an entry of a later one was written with a wrong clock.

    An entry has the local date of where it was written, so after a flight to the west some lie "tomorrow".
    """
    return today + timedelta(days=ZONES_APART)


def latest_day(known: Sequence[Day], today: date) -> date:
    """The last date of a chart: today, or the date of a later entry that can be right.

    Args:
        known: all days, oldest first.
        today: the local date.
    """
    last = last_drawn(today)
    return next((day.date for day in reversed(known) if today < day.date <= last), today)


def not_drawn(listed: Sequence[Entry], today: date) -> int:
    """How many entries no chart has because of their date: it is ahead of today, or can't be read.

    Args:
        listed: the entries, newest first, those without a readable time last.
        today: the local date.
    """
    last = last_drawn(today)
    ahead = takewhile(lambda entry: (local_date(entry.get("started")) or last) > last, listed)
    undated = takewhile(lambda entry: moment_of(entry.get("started")) is None, reversed(listed))
    return sum(1 for _ in ahead) + sum(1 for _ in undated)


def score_before(entry: SessionEntry | LogEntry) -> int | None:
    """The score of the chart's line: before a session, or logged."""
    return _answered(entry if entry["kind"] == "log" else entry.get("before"))


def score_after(entry: SessionEntry) -> int | None:
    """The score after a session."""
    return _answered(entry.get("after"))


def _answered(score: object) -> int | None:
    """The pain of a score; None if it is unanswered or has a shape that this version doesn't know."""
    pain = score.get("pain") if isinstance(score, dict) else None
    return pain if pain is not None and is_pain(pain) else None


def week_median(known: Iterable[Day], until: date) -> tuple[float, int] | None:
    """The median and number of the scores before in the seven days up to `until`; None if fewer than three."""
    since = until - timedelta(days=6)
    return median_with_n(score for day in known if since <= day.date <= until for score in day.before)


def median_with_n(scores: Iterable[int]) -> tuple[float, int] | None:
    """The median of scores of several days, and how many there are; None if fewer than three."""
    every = list(scores)
    middle = day_median(every)
    return None if middle is None or len(every) < ENOUGH else (middle, len(every))


def first_and_newest_week(known: Sequence[Day], today: date) -> Weeks | None:
    """The first seven days with scores against the newest; None if either has fewer than three, or they overlap.

    Args:
        known: all days, oldest first.
        today: the local date.
    """
    begin = next((day.date for day in known if day.before and day.date <= today), None)
    if begin is None or today - begin <= timedelta(days=12):
        return None
    first = week_median(known, begin + timedelta(days=6))
    newest = week_median(known, today)
    return Weeks(*first, *newest, begin) if first and newest else None


def last_pair(entries: Iterable[Entry], routine: str, *, demo: bool = False) -> Pair | None:
    """The scores of the newest session of that routine in which something was done, or None."""
    for entry in reversed(counted(entries, demo=demo)):
        if entry["kind"] == "session" and _routine(entry) == routine and was_practised(entry):
            return Pair(
                entry["started"], score_before(entry), score_after(entry), entry.get("stop"), entry.get("worst")
            )
    return None


def sessions_this_week(known: Iterable[Day], today: date, first: int = 0) -> int:
    """Sessions in which something was done, in the person's week that `today` is in.

    Args:
        known: all days.
        today: the local date.
        first: the first day of the week, 0 for Monday.
    """
    start = week_start(today, first)
    return sum(day.sessions for day in known if start <= day.date < start + timedelta(days=7))


def last_routine(entries: Iterable[Entry]) -> RoutineName | None:
    """The routine of the newest session, whatever came of it, or None. At any speed: it is what was chosen last."""
    sessions = [entry for entry in counted(entries, demo=True) if entry["kind"] == "session" and _routine(entry)]
    return sessions[-1]["routine"] if sessions and sessions[-1]["kind"] == "session" else None


def _routine(entry: SessionEntry) -> str | None:
    routine = entry.get("routine")
    name = routine.get("id") if isinstance(routine, Mapping) else None
    return name if isinstance(name, str) else None
