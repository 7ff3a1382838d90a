"""The layout of a time range on columns: the column of each mark, which marks are joined, and the dates below.

Pure, so that the chart and the sparklines, which replace it in a small window, agree, and tests need no window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor

from msgspec import Struct

from l5tui.domain.pain import NOISE, day_median
from l5tui.domain.time_words import MONTHS
from l5tui.journal.trends import Day

STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
"""Days between the dates under a chart; longer ones are whole years of 52 weeks."""
DATE_ROOM = 9
"""Columns of a date with the blanks around it."""
CROWDED = 2
"""The most days that can share a column and still be told apart: braille has two dots in a row of a cell."""


class TimeRange(Struct, frozen=True):
    """The days from `since` to `until`, both included; `days` are those with entries."""

    since: date
    until: date
    days: tuple[Day, ...] = ()

    @property
    def length(self) -> int:
        """The number of days, at least one."""
        return max(1, (self.until - self.since).days + 1)

    @property
    def scores(self) -> int:
        """How many scores before or without a session were given."""
        return sum(len(day.before) for day in self.days)

    @property
    def unanswered(self) -> int:
        """How many scores were left out."""
        return sum(day.unanswered for day in self.days)

    def column(self, day: date, columns: int) -> int:
        """The column of a date among so many columns: the first day in the first, the last in the last."""
        return _half_up((day - self.since).days * (columns - 1) / max(1, self.length - 1))

    def grain(self, columns: int) -> int:
        """How many days one mark stands for: one, as long as marks of single days can be told apart."""
        return 1 if self.length <= CROWDED * columns else ceil(self.length / columns)


class DayMark(Struct, frozen=True):
    """The mark of a column: the median before, and the scores after."""

    number: int
    """The number of the day, or group of days, in the time range."""
    column: int
    before: float | None
    after: tuple[int, ...]


def marks(time_range: TimeRange, columns: int, grain: int = 1) -> list[DayMark]:
    """The marks of a time range, from left to right.

    Args:
        time_range: the time range.
        columns: the number of columns.
        grain: how many days a mark stands for. If it is more than one, the mark is the median of all their scores.
    """
    groups: dict[int, list[Day]] = {}
    for day in time_range.days:
        groups.setdefault((time_range.until - day.date).days // grain, []).append(day)
    found = []
    for back, days in groups.items():
        middle = time_range.until - timedelta(days=back * grain + grain // 2)
        after = [score for day in days for score in day.after]
        found.append(
            DayMark(
                number=-back,
                column=time_range.column(max(time_range.since, middle), columns),
                before=day_median(score for day in days for score in day.before),
                after=tuple(after) if grain == 1 else tuple(_half_up(one) for one in _some(day_median(after))),
            )
        )
    return sorted(found, key=lambda mark: mark.number)


def runs(found: Sequence[DayMark]) -> list[list[DayMark]]:
    """The answered marks, in groups that a line joins: it joins only neighbours, so a gap stays visible."""
    pieces: list[list[DayMark]] = []
    last: DayMark | None = None
    for mark in found:
        if mark.before is None:
            continue
        if last is not None and mark.number == last.number + 1:
            pieces[-1].append(mark)
        else:
            pieces.append([mark])
        last = mark
    return pieces


def band(found: Sequence[DayMark], columns: int) -> dict[int, float]:
    """The middle of the noise band by column: along the line, and one column beyond its ends."""
    middle: dict[int, float] = {}
    for run in runs(found):
        points = [(mark.column, mark.before or 0.0) for mark in run]
        for (start, first), (end, last) in pairwise(points):
            for column in range(start, end + 1):
                middle[column] = first + (last - first) * (column - start) / max(1, end - start)
        for column, score in (points[0], points[-1]):
            for near in (column - 1, column, column + 1):
                if 0 <= near < columns:
                    middle.setdefault(near, score)
    return middle


def in_band(score: float, unit: int, middle: float | None) -> tuple[bool, bool]:
    """Whether the upper and the lower half of a row are in the band.

    Args:
        score: the row's score.
        unit: the points of the row.
        middle: the middle of the band; None without a band.
    """
    if middle is None:
        return False, False
    reach = NOISE + 0.5
    return abs(score + unit / 4 - middle) <= reach, abs(score - unit / 4 - middle) <= reach


def dates(time_range: TimeRange, columns: int) -> list[tuple[int, str]]:
    """The dates below, by column: the last day, and as many before it as there is room for."""
    room = max(2, columns // DATE_ROOM)
    longest = STEPS[-1] * ceil(time_range.length / room / STEPS[-1])
    step = next((days for days in STEPS if time_range.length <= days * room), longest)
    years = step >= STEPS[-2] and time_range.since.year != time_range.until.year
    backwards = range(0, time_range.length, step)
    days = [time_range.until - timedelta(days=back) for back in reversed(backwards)]
    return [
        (time_range.column(day, columns), f"{MONTHS[day.month - 1]} {day.year}" if years else short(day))
        for day in days
    ]


def short(day: date) -> str:
    """`22 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def row_of(score: float, unit: int) -> int:
    """The row of a score, counted from the lowest; a half is rounded up."""
    return _half_up(score / unit)


def _half_up(number: float) -> int:
    """Round halves up; Python's `round` takes them to the even number, so 2.5 and 3.5 would be two points apart."""
    return floor(number + 0.5)


def _some(number: float | None) -> Iterable[float]:
    return () if number is None else (number,)
