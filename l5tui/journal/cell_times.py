"""Dates and times in the cells of a table, as spreadsheets and other programs write them. Nothing is guessed: a date
that could be two days is refused until its form is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, Literal, NamedTuple

from l5tui.config.typed_time import on_the_wall
from l5tui.domain.entry_times import FIRST_YEAR

DateForm = Literal["year-month-day", "day.month.year", "day/month/year", "month/day/year"]
FORMS: Final[Mapping[str, tuple[str, str]]] = {
    "year-month-day": (r"(\d{4})[-/](\d\d?)[-/](\d\d?)", "ymd"),
    "day.month.year": (r"(\d\d?)\.(\d\d?)\.(\d{4}|\d\d)", "dmy"),
    "day/month/year": (r"(\d\d?)[-/](\d\d?)[-/](\d{4}|\d\d)", "dmy"),
    "month/day/year": (r"(\d\d?)[-/](\d\d?)[-/](\d{4}|\d\d)", "mdy"),
}
"""The forms of dates: their pattern, and the order of day, month and year. A year of two digits is in this century.
Where slashes are, there may be hyphens: `22-11-2026` is `day/month/year`."""
UNDOUBTED: Final = ("year-month-day", "day.month.year")
"""The forms that are read without being named."""
_DATE: Final = r"\d+(?:-\d+-|/\d+/|\.\d+\.)\d+"
_CLOCK: Final = re.compile(
    r"(\d\d?)(?:[:.h](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,6})\d*)?)?)? ?(?:([ap])\.? ?m\.?|uhr)?", re.ASCII | re.IGNORECASE
)
_ZONE: Final = re.compile(r"(?<=[\d ])(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d)?)$", re.ASCII | re.IGNORECASE)
_SHORT: Final = 20


class CellMoment(NamedTuple):
    """The date in a cell, and the time and zone if it has them."""

    day: date
    clock: time | None
    zone: timezone | None


def parse_day(cell: str, form: str | None = None, hint: str = "") -> date:
    """The date in a cell.

    Args:
        cell: the cell.
        form: the form of dates, if it is known; else one of `UNDOUBTED`.
        hint: what to do about a date with slashes whose form isn't known.

    Raises:
        ValueError: it is none, or with slashes, day and month could be either.
    """
    said = re.sub(r"(?<=\d\.) (?=\d)", "", cell.strip())
    for name in [form] if form else UNDOUBTED:
        pattern, order = FORMS[name]
        if found := re.fullmatch(pattern, said, re.ASCII):
            part = dict(zip(order, map(int, found.groups()), strict=True))
            try:
                return date(part["y"] + 2000 * (part["y"] < 100 and order != "ymd"), part["m"], part["d"])
            except ValueError as error:
                raise ValueError(f"{said} is no date that there is") from error
    if not form and hint and re.fullmatch(FORMS["day/month/year"][0], said, re.ASCII):
        raise ValueError(f"{said}: {hint}")
    what = f" of the form {form}" if form else "" if hint else " such as 2026-11-22"
    raise ValueError(f"{said[:_SHORT] or 'an empty cell'} is no date{what}")


def parse_time(cell: str) -> time:
    """The time in a cell: `18:40`, `18:40:05`, `18.40`, `6:40 PM`.

    Raises:
        ValueError: it is none.
    """
    said = " ".join(cell.split())
    found = _CLOCK.fullmatch(said)
    wrong = ValueError(f"{said[:_SHORT] or 'an empty cell'} is no time such as 18:40")
    if not found or not (found[2] or found[5]):
        raise wrong
    hour = int(found[1])
    if found[5]:
        if not 1 <= hour <= 12:
            raise wrong
        hour = hour % 12 + 12 * (found[5].casefold() == "p")
    try:
        return time(hour, int(found[2] or 0), int(found[3] or 0), int((found[4] or "0").ljust(6, "0")))
    except ValueError as error:
        raise wrong from error


def parse_moment(day_cell: str, time_cell: str, form: str | None, hint: str) -> CellMoment:
    """The date in a cell, with the time in the cell for times, or else that beside the date.

    Raises:
        ValueError: one of them is none.
    """
    said = re.sub(r"(?<=\d)T(?=\d)", " ", day_cell.strip())
    found = re.match(rf"({_DATE}),? +(?=\d)(.+)", said, re.ASCII)
    day = parse_day(found[1] if found else said, form, hint)
    beside = re.sub(rf"^{_DATE}[ T]+", "", time_cell.strip(), flags=re.ASCII) or (found[2] if found else "")
    zone = None
    if at := _ZONE.search(beside):
        beside = beside[: at.start()].strip()
        minutes = int(at[3] or 0) * 60 + int(at[4] or 0)
        zone = timezone(timedelta(minutes=-minutes if at[2] == "-" else minutes)) if minutes else UTC
    return CellMoment(day, parse_time(beside) if beside else None, zone)


def moment_at(found: CellMoment, default: time, now: datetime) -> datetime:
    """The moment with its offset: that of the cell, else of this machine, which UTC is turned into, too.

    Args:
        found: what the cells say.
        default: the time of a date without one.
        now: the current time.

    Raises:
        ValueError: it is in the future, or too long ago.
    """
    if found.day.year < FIRST_YEAR:
        raise ValueError(f"{found.day} is too long ago")
    if found.day > now.date() + timedelta(days=1):
        raise ValueError(f"{found.day} is in the future")
    at = datetime.combine(found.day, (found.clock or default).replace(microsecond=0), found.zone)
    if found.zone is UTC:
        at = at.astimezone()
    elif found.zone is None:
        shown = on_the_wall(at)
        if not shown:
            raise ValueError(f"{at:%H:%M} did not happen on {found.day}, when clocks went forward")
        if len(shown) > 1:
            either = " or ".join(f"{one:%H:%M}{one.isoformat()[-6:]}" for one in shown)
            raise ValueError(f"{at:%H:%M} happened twice on {found.day}, when clocks went back; write {either}")
        at = shown[0]
    if at > now:
        if found.clock is None and found.day == now.date():
            return now
        raise ValueError(f"{found.day} is in the future" if found.day > now.date() else f"{at:%H:%M} is still to come")
    return at
