"""Trends over time: pure folds over entries.

The chart's line is the score *before* a session (or one logged without): a drop right after lying on a mat says little,
so scores after a session are only shown beside it. An unanswered score is counted as unanswered, never as zero. Hidden
entries are left out, and so are sessions at another speed than 1, unless it is the demo's journal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import Struct, field

from l5tui.domain.entry import Entry, LogEntry, RoutineName, SessionEntry
from l5tui.domain.entry_reading import was_practised
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.pain import day_median, is_pain

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


def counted(entries: Iterable[Entry], *, demo: bool = False) -> list[SessionEntry | LogEntry]:
    """The sessions and logs that count in trends, oldest first."""
    kept: list[SessionEntry | LogEntry] = []
    for entry in entries:
        if entry.get("deleted") or "kind" not in entry:
            continue
        if entry["kind"] == "log" or (entry["kind"] == "session" and (demo or entry.get("speed", 1) == 1)):
            kept.append(entry)
    return sorted(kept, key=lambda entry: instant(entry.get("started")))


def days(entries: Iterable[Entry], since: date, until: date, *, demo: bool = False) -> list[Day]:
    """The dates with entries from `since` to `until`, both included, oldest first.

    An entry's date is that of its own UTC offset: a score of late evening stays on that evening, wherever the person is
    now. A day whose scores were all left out is included without a median, and so breaks the line.
    """
    found: dict[date, Day] = {}
    for entry in counted(entries, demo=demo):
        on = local_date(entry.get("started"))
        if on is None or not since <= on <= until:
            continue
        day = found.setdefault(on, Day(on))
        score = score_before(entry)
        if score is None:
            day.unanswered += 1
        else:
            day.before.append(score)
        if entry["kind"] == "session":
            done = was_practised(entry)
            day.sessions += done
            if done and (after := score_after(entry)) is not None:
                day.after.append(after)
    return [found[on] for on in sorted(found)]


def latest_day(entries: Iterable[Entry], today: date, *, within: int | None = None, demo: bool = False) -> date:
    """The last date of a chart: today, or the date of a later entry, so that every score is in the chart.

    After a flight to the west some scores lie "tomorrow", because an entry has the local date of where it was written.

    Args:
        entries: all entries.
        today: the local date.
        within: how many days later it may be; entries further ahead were written with a wrong clock.
        demo: sessions at any speed count.
    """
    last = today if within is None else today + timedelta(days=within)
    dates = (local_date(entry.get("started")) for entry in counted(entries, demo=demo))
    ahead = (on for on in dates if on is not None and on > today and (within is None or on <= last))
    return max(ahead, default=today)


def score_before(entry: SessionEntry | LogEntry) -> int | None:
    """The score of the chart's line: before a session, or logged."""
    return _answered(entry if entry["kind"] == "log" else entry.get("before"))


def score_after(entry: SessionEntry) -> int | None:
    """The score after a session."""
    return _answered(entry.get("after"))


def _answered(score: object) -> int | None:
    """The pain of a score; None if it is unanswered or has a shape that this version doesn't know."""
    pain = score.get("pain") if isinstance(score, Mapping) else None
    return pain if isinstance(pain, int) and is_pain(pain) else None


def week_median(entries: Iterable[Entry], until: date, *, demo: bool = False) -> tuple[float, int] | None:
    """The median and number of the scores before in the seven days up to `until`; None if fewer than three."""
    scores = [score for day in days(entries, until - timedelta(days=6), until, demo=demo) for score in day.before]
    middle = day_median(scores)
    return None if middle is None or len(scores) < ENOUGH else (middle, len(scores))


def first_and_newest_week(entries: Iterable[Entry], today: date, *, demo: bool = False) -> Weeks | None:
    """The first seven days with scores against the newest; None if either has fewer than three, or they overlap."""
    every = list(entries)
    answered = [day for day in days(every, date.min, today, demo=demo) if day.before]
    if not answered or today - timedelta(days=6) <= answered[0].date + timedelta(days=6):
        return None
    first = week_median(every, answered[0].date + timedelta(days=6), demo=demo)
    newest = week_median(every, today, demo=demo)
    return Weeks(*first, *newest) if first and newest else None


def last_pair(entries: Iterable[Entry], routine: str, *, demo: bool = False) -> Pair | None:
    """The scores of the newest session of that routine in which something was done, or None."""
    for entry in reversed(counted(entries, demo=demo)):
        if entry["kind"] == "session" and _routine(entry) == routine and was_practised(entry):
            return Pair(
                entry["started"], score_before(entry), score_after(entry), entry.get("stop"), entry.get("worst")
            )
    return None


def sessions_this_week(entries: Iterable[Entry], today: date, *, demo: bool = False) -> int:
    """Sessions in which something was done, in the week that `today` is in (Monday to Sunday)."""
    monday = today - timedelta(days=today.weekday())
    return sum(day.sessions for day in days(entries, monday, monday + timedelta(days=6), demo=demo))


def last_routine(entries: Iterable[Entry]) -> RoutineName | None:
    """The routine of the newest session, whatever came of it, or None. At any speed: it is what was chosen last."""
    sessions = [entry for entry in counted(entries, demo=True) if entry["kind"] == "session" and _routine(entry)]
    return sessions[-1]["routine"] if sessions and sessions[-1]["kind"] == "session" else None


def _routine(entry: SessionEntry) -> str | None:
    routine = entry.get("routine")
    name = routine.get("id") if isinstance(routine, Mapping) else None
    return name if isinstance(name, str) else None


def next_days(entries: Iterable[Entry]) -> Counter[str]:
    """How often the next day was better, the same or worse, and how often it is "unanswered"."""
    return Counter(
        entry.get("next_day") or "unanswered"
        for entry in counted(entries)
        if entry["kind"] == "session" and was_practised(entry)
    )
