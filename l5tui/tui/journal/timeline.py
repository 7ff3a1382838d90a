"""The layout of a time range on columns: the column of each mark, which marks are joined, and the dates below.

Pure, so that the chart and the sparklines, which replace it in a small window, agree, and tests need no window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor

from msgspec import Struct

from l5tui.domain.pain import NOISE, day_median
from l5tui.domain.time_words import MONTHS
from l5tui.journal.trends import Day, median_with_n

STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)
"""Days between the dates under a chart; longer ones are whole years of 52 weeks."""
DATE_ROOM = 9
"""Columns of a date with the blanks around it."""
DAILY = 31
"""The longest time range, in days, with a mark for each day. In a longer one a mark is the median of seven days."""
WEEK = 7
MARK_ROOM = 2
"""Columns of a mark of several days, so that marks can be told apart."""
LETTERS = "-llbtkcf"
"""The letter of the furthest place, by its rank: none, low back, buttock, thigh, knee, calf, foot."""
STOP = "S"
"""The letter of a stop, which is shown whatever else shares its column."""
SEVERAL = "+"
"""The letter where notes of different kinds without a stop share a column."""


class DayNote(Struct, frozen=True):
    """Something else that belongs to a day: other care, a stop, a dose step, a change of programme."""

    date: date
    letter: str
    """`C`, `S`, `D` or `P`."""
    words: str
    listed: bool = True
    """Whether the list has an entry for it."""


class TimeRange(Struct, frozen=True):
    """The days from `since` to `until`, both included; `days` are those with entries."""

    since: date
    until: date
    days: tuple[Day, ...] = ()
    notes: tuple[DayNote, ...] = ()

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

    @property
    def has_places(self) -> bool:
        """Whether it was said of any day how far down the leg it was felt."""
        return any(day.left is not None or day.right is not None for day in self.days)

    def column(self, day: date, columns: int) -> int:
        """The column of a date among so many columns: the first day in the first, the last in the last."""
        return _half_up((day - self.since).days * (columns - 1) / max(1, self.length - 1))

    def grain(self, columns: int) -> int:
        """How many days one mark stands for: one up to a month, then whole weeks, as many as there is room for."""
        if self.length <= DAILY:
            return 1
        return WEEK * ceil(self.length * MARK_ROOM / WEEK / max(1, columns))

    def on(self, day: date) -> Day | None:
        """That day, if it has entries."""
        return next((one for one in self.days if one.date == day), None)

    def group_of(self, day: date, grain: int) -> tuple[date, tuple[Day, ...]]:
        """The last date, and the days with entries, of the mark that a day belongs to."""
        last = self.until - timedelta(days=(self.until - day).days // grain * grain)
        return last, tuple(one for one in self.days if 0 <= (last - one.date).days < grain)


class DayMark(Struct, frozen=True):
    """The mark of a column: the median before, and the scores after."""

    number: int
    """The number of the day, or group of days, in the time range."""
    column: int
    before: float | None
    after: tuple[float, ...]
    each: tuple[tuple[int, float], ...] = ()
    """What the median is of, as columns and scores: the scores of a day with several, or the medians of single days, or
    of several weeks only the lowest and the highest day."""
    left: int | None = None
    """The furthest place on the left."""
    right: int | None = None


def marks(time_range: TimeRange, columns: int, grain: int = 1) -> list[DayMark]:
    """The marks of a time range, from left to right.

    Args:
        time_range: the time range.
        columns: the number of columns.
        grain: how many days a mark stands for. If it is more than one, the mark is the median of all their scores, from
            three scores on (clinical data, section g).
    """
    groups: dict[int, list[Day]] = {}
    for day in time_range.days:
        groups.setdefault((time_range.until - day.date).days // grain, []).append(day)
    found = []
    for back, days in groups.items():
        middle = min(back * grain + grain // 2, (time_range.until - time_range.since).days)
        column = time_range.column(time_range.until - timedelta(days=middle), columns)
        before = [score for day in days for score in day.before]
        after = [score for day in days for score in day.after]
        if grain == 1:
            each = tuple((column, float(score)) for score in before) if len(before) > 1 else ()
            median, afters = day_median(before), tuple(map(float, after))
        else:
            each = tuple((time_range.column(day.date, columns), m) for day in days if (m := day.median) is not None)
            if grain > WEEK and each:  # all days of years would be a cloud
                known = [score for _, score in each]
                each = tuple((column, score) for score in sorted({min(known), max(known)}))
            median, afters = _median(before), tuple(_some(_median(after)))
        found.append(
            DayMark(
                number=-back,
                column=column,
                before=median,
                after=afters,
                each=each,
                left=max((day.left for day in days if day.left is not None), default=None),
                right=max((day.right for day in days if day.right is not None), default=None),
            )
        )
    return sorted(found, key=lambda mark: mark.number)


def _median(scores: Sequence[int]) -> float | None:
    known = median_with_n(scores)
    return known[0] if known else None


def note_letters(notes: Iterable[DayNote], column_of: Callable[[date], int]) -> dict[int, str]:
    """The letters of the notes by column. Of different ones in a column a stop is shown, and a plus for all others."""
    found: dict[int, set[str]] = {}
    for note in notes:
        found.setdefault(column_of(note.date), set()).add(note.letter)
    return {
        column: STOP if STOP in letters else next(iter(letters)) if len(letters) == 1 else SEVERAL
        for column, letters in found.items()
    }


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


def in_band(score: float, unit: float, middle: float | None) -> tuple[bool, bool]:
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


def row_of(score: float, unit: float) -> int:
    """The row of a score, counted from the lowest; a half is rounded up."""
    return _half_up(score / unit)


def _half_up(number: float) -> int:
    """Round halves up; Python's `round` takes them to the even number, so 2.5 and 3.5 would be two points apart."""
    return floor(number + 0.5)


def _some(number: float | None) -> Iterable[float]:
    return () if number is None else (number,)
