"""Reasons in the notes to see a doctor or physiotherapist (clinical data, d4, T1 to T6).

The library shows one reason as a line, and not again for fourteen days; that it was shown is recorded as a
decision in the journal. The line says what the notes show, and never what that means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from msgspec import Struct

from l5tui.domain.entry import DecisionEntry, Entry
from l5tui.domain.entry_reading import at_other_speed, pain, rank, table, text
from l5tui.domain.entry_times import local_date
from l5tui.domain.new_entry import EntryHeader, new_decision
from l5tui.domain.pain import day_median
from l5tui.domain.progression.grade import Grade, Graded
from l5tui.domain.safety.entries import FOLLOWED_UP
from l5tui.domain.safety.questions import yes_to

SEEK_HELP: Final = "talk"
"""The `about` of the decision that records that a line was shown; its `to` is the reason, T1 to T6."""
QUIET_DAYS: Final = 14
"""Days for which a reason that was shown isn't shown again (d4)."""
WEEK: Final = 7
MONTH: Final = 28
FORTNIGHT: Final = 14
HIGH: Final = 6
VERY_HIGH: Final = 8
FAR: Final = 5
"""The lowest rank of a place that counts for T6: the knee."""
POINTS: Final = 2
ENOUGH_SCORES: Final = 3
"""The fewest scores of a week whose median is used (T4)."""
LONG_DAYS: Final = 42
MANY_SESSIONS: Final = 12
BEGINNING: Final = "Your notes show this: "
ADVICE: Final = ". It may be a good time to talk to a doctor or physiotherapist."
NOT_WRONG: Final = " This does not mean you did something wrong."
"""The sentence that T5 adds."""
REPORT_HELPS: Final = " The report ({journal}, then {report}) can help."
"""Added where there is room; the two are keys."""


class Reason(Struct, frozen=True):
    """A reason that applies now."""

    id: str
    shows: str
    """What the entries show, in words."""

    @property
    def text(self) -> str:
        """The whole line."""
        return f"{BEGINNING}{self.shows}{ADVICE}{NOT_WRONG if self.id == 'T5' else ''}"


def reasons_to_seek_help(
    entries: Iterable[Entry], sessions: Iterable[Graded], today: date, *, demo: bool = False
) -> list[Reason]:
    """The reasons that apply today and weren't shown in the last fourteen days, T1 first.

    A reason whose newest entry isn't newer than the day it was last shown is left out, so that one event is shown only
    once.

    Args:
        entries: the journal's entries.
        sessions: the sessions that count, graded.
        today: the local date.
        demo: sessions at any speed count.
    """
    notes = _Notes(list(entries), list(sessions), today, demo=demo)
    found = {name: rule(notes) for name, rule in _RULES.items()}
    return [Reason(name, one[0]) for name, one in found.items() if one is not None and notes.new(name, one[1])]


def new_reason_shown(header: EntryHeader, reason: str) -> DecisionEntry:
    """The decision that records that the line of this reason was shown."""
    return new_decision(header, SEEK_HELP, reason, why="shown in the library")


Found = tuple[str, date]
"""What the entries show, and the date of the newest of them."""


class _Notes:
    """The dates and scores that the rules use."""

    def __init__(self, entries: list[Entry], sessions: list[Graded], today: date, *, demo: bool) -> None:
        self.today = today
        self.sessions = [one for one in sessions if one.day <= today]
        self.shown: dict[str, date] = {}
        self.stops: dict[str, set[date]] = {"S3": set(), "S4": set()}
        self.before: dict[date, list[int]] = {}
        self.far: set[date] = set()
        for entry in entries:
            body: Mapping[str, Any] = entry
            day = local_date(body.get("started"))
            if day is None or day > today:
                continue
            match body.get("kind"):
                case "decision":
                    self._was_shown(body, day)
                case "safety":
                    self._stopped(body, day)
                case "session" | "log" if not body.get("deleted") and at_other_speed(entry, demo=demo) is None:
                    self._felt(body, day)
        for one in self.sessions:
            if one.stop in self.stops:
                self.stops[one.stop].add(one.day)

    def _was_shown(self, body: Mapping[str, Any], day: date) -> None:
        if body.get("about") == SEEK_HELP and not body.get("deleted"):
            reason = text(body, "to")
            self.shown[reason] = max(day, self.shown.get(reason, day))

    def _stopped(self, body: Mapping[str, Any], day: date) -> None:
        stop = body.get("stop")
        if body.get("occasion") == "follow_up":
            stop = "S4" if yes_to(body, FOLLOWED_UP) is not None else None
        if isinstance(stop, str) and stop in self.stops:
            self.stops[stop].add(day)

    def _felt(self, body: Mapping[str, Any], day: date) -> None:
        first = body if body.get("kind") == "log" else table(body, "before")
        if (score := pain(first.get("pain"))) is not None:
            self.before.setdefault(day, []).append(score)
        for felt in (first, table(body, "after")):
            if any((rank(felt, side) or 0) >= FAR for side in ("left", "right")):
                self.far.add(day)

    def new(self, reason: str, newest: date) -> bool:
        """Whether it may be shown: never shown before, or fourteen days ago and because of a newer entry."""
        shown = self.shown.get(reason)
        return shown is None or ((self.today - shown).days >= QUIET_DAYS and newest > shown)

    def within(self, days: Iterable[date], length: int) -> list[date]:
        """Those of the last `length` days including today, oldest first."""
        return sorted({day for day in days if 0 <= (self.today - day).days < length})

    def week(self, until: date) -> list[int]:
        """The scores before sessions in the seven days up to that date."""
        return [score for day, scores in self.before.items() if 0 <= (until - day).days < WEEK for score in scores]

    def weeks(self) -> tuple[float, float] | None:
        """The medians of the first full week and of the last seven days; None if they overlap or have too few."""
        if not self.before:
            return None
        end = min(self.before) + timedelta(days=WEEK - 1)
        if self.today - timedelta(days=WEEK - 1) <= end:
            return None
        first, newest = self.week(end), self.week(self.today)
        if len(first) < ENOUGH_SCORES or len(newest) < ENOUGH_SCORES:
            return None
        was, now = day_median(first), day_median(newest)
        return None if was is None or now is None else (was, now)


def _t1(notes: _Notes) -> Found | None:
    red = {one.day for one in notes.sessions if one.grade is Grade.RED}
    week, month = notes.within(red, WEEK), notes.within(red, MONTH)
    for days, least, length in ((week, 2, WEEK), (month, 3, MONTH)):
        if len(days) >= least:
            return f"on {len(days)} of the last {length} days a session brought high pain or was stopped", days[-1]
    return None


def _t2(notes: _Notes) -> Found | None:
    spread, new = notes.stops["S3"], notes.stops["S4"]
    if new:
        return "there was new numbness, tingling or weakness, or it stayed further down", max(new | spread)
    if len(spread) >= 2:
        return f"it moved further down and stayed, on {len(spread)} days", max(spread)
    return None


def _t3(notes: _Notes) -> Found | None:
    high = notes.within((day for day, scores in notes.before.items() if max(scores) >= HIGH), WEEK)
    if len(high) >= 3:
        return f"scores of {HIGH} or more on {len(high)} of the last {WEEK} days", high[-1]
    days = notes.within(notes.before, WEEK)
    for earlier, later in pairwise(days):
        if min(max(notes.before[earlier]), max(notes.before[later])) >= VERY_HIGH:
            return f"scores of {VERY_HIGH} or more on 2 days, with no lower day between them", later
    return None


def _t4(notes: _Notes) -> Found | None:
    weeks = notes.weeks()
    if weeks is None or weeks[1] - weeks[0] < POINTS:
        return None
    first, newest = weeks
    shows = f"the median of the last {WEEK} days is {newest:g}, in your first week it was {first:g}"
    return shows, max(notes.within(notes.before, WEEK))


def _t5(notes: _Notes) -> Found | None:
    weeks = notes.weeks()
    long = bool(notes.before) and (notes.today - min(notes.before)).days >= LONG_DAYS
    if weeks is None or not long or len(notes.sessions) < MANY_SESSIONS or weeks[0] - weeks[1] >= POINTS:
        return None
    shows = f"after 6 weeks and {len(notes.sessions)} sessions the scores are not {POINTS} points lower"
    return f"{shows} than in your first week", max(notes.within(notes.before, WEEK))


def _t6(notes: _Notes) -> Found | None:
    far = notes.within(notes.far, FORTNIGHT)
    if len(far) < 3:
        return None
    return f"felt at the knee or further down on {len(far)} of the last {FORTNIGHT} days", far[-1]


_RULES: Final[Mapping[str, Callable[[_Notes], Found | None]]] = {
    "T1": _t1,
    "T2": _t2,
    "T3": _t3,
    "T4": _t4,
    "T5": _t5,
    "T6": _t6,
}
