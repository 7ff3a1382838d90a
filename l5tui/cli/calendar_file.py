"""A calendar file (RFC 5545) with an event and an alarm for each reminder.

Times are local ones with the rules of their time zone, so that a reminder at eight stays at eight when the clocks
change. The uid of an event depends on the journal and the number of its time only: importing the file again updates
the events that an earlier one made.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from l5tui.domain.programme import Programme
from l5tui.domain.reminders import Series, Slot

CANCELLED: Final = "STATUS:CANCELLED"
MOST_SLOTS: Final = 12
MOST_SERIES: Final = 2
"""The most times of a day, and series of days for each, of which the uids are known."""
SUMMARY: Final = "Exercises (l5tui)"
LONGEST_LINE: Final = 75
"""Octets of a line before it must be folded (RFC 5545, section 3.1)."""
LENGTH: Final = "PT15M"
YEARS: Final = 28
"""Years after which weekdays and dates repeat; rules of a time zone are told from so many."""
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EPOCH: Final = datetime(2020, 1, 1, tzinfo=UTC)


class Zone(Struct, frozen=True):
    """A time zone with its IANA name."""

    name: str
    rules: tzinfo


def calendar_text(
    slots: Iterable[Slot],
    programme: Programme | None,
    *,
    journal: str,
    now: datetime,
    zone: Zone | None,
    before: str = "",
) -> str:
    """The text of a calendar file.

    Args:
        slots: the times of day.
        programme: the one in force, or None; its last day ends the events.
        journal: the path of the journal, which tells one person's events from another's.
        now: the time at which it is made; the events begin on its local date.
        zone: the person's; None where it isn't known: the times are then those of whoever reads the calendar.
        before: the text of the file that this one replaces. Its events for this journal that have no successor are
            written as cancelled (section 3.8.1.11), so that they don't ring beside the others.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//l5tui//l5tui//EN"]
    if zone is not None:
        lines += zone_lines(zone, now.date())
    for slot in slots:
        for index, series in enumerate(slot.series(now.date(), programme)):
            lines += _event(slot, series, _uid(journal, slot.number, index), programme, now, zone)
    written = frozenset(lines)
    for number in range(1, MOST_SLOTS + 1):
        for index in range(MOST_SERIES):
            line = f"UID:{_uid(journal, number, index)}"
            if line in before and line not in written:
                lines += _cancelled(line, now, zone)
    return "".join(f"{folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _uid(journal: str, slot: int, series: int) -> str:
    return f"{uuid5(NAMESPACE_URL, f'l5tui:{journal}:{slot}:{series}')}@l5tui"


def _cancelled(uid: str, now: datetime, zone: Zone | None) -> Iterator[str]:
    local = f";TZID={zone.name}" if zone else ""
    yield from ("BEGIN:VEVENT", uid, *_made(now))
    yield f"DTSTART{local}:{_local(now.date(), now.time())}"
    yield from (f"DURATION:{LENGTH}", f"SUMMARY:{escaped(SUMMARY)}", CANCELLED, "TRANSP:TRANSPARENT", "END:VEVENT")


def _made(now: datetime) -> Iterator[str]:
    """When an event was written, so that it takes the place of an earlier one."""
    made = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTAMP:{made}"
    yield f"LAST-MODIFIED:{made}"
    yield f"SEQUENCE:{max(0, int((now - _EPOCH).total_seconds()) // 60)}"


def _event(
    slot: Slot, series: Series, uid: str, programme: Programme | None, now: datetime, zone: Zone | None
) -> Iterator[str]:
    local = f";TZID={zone.name}" if zone else ""
    days = ",".join(DAYS[day] for day in sorted(series.weekdays))
    rule = f"FREQ=WEEKLY;INTERVAL={series.weeks};WKST=MO;BYDAY={days}"
    about = "\n".join(f"{one.routine.name}, {one.rhythm.words}" for one in slot.sessions)
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield from _made(now)
    yield f"DTSTART{local}:{_local(series.first, slot.at)}"
    yield f"DURATION:{LENGTH}"
    yield f"RRULE:{rule}{_until(programme, zone)}"
    yield f"SUMMARY:{escaped(SUMMARY)}"
    if about:
        yield f"DESCRIPTION:{escaped(about)}"
    yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT")
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S", f"DESCRIPTION:{escaped(SUMMARY)}", "END:VALARM")
    yield "END:VEVENT"


def _until(programme: Programme | None, zone: Zone | None) -> str:
    """The end of a programme's last day: in UTC where the start has a zone (section 3.3.10)."""
    if programme is None:
        return ""
    last = time(23, 59, 59)
    if zone is None:
        return f";UNTIL={_local(programme.until, last)}"
    end = datetime.combine(programme.until, last, zone.rules)
    try:
        return f";UNTIL={end.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    except OverflowError:  # the last day of the year 9999, west of Greenwich
        return ""


def _local(day: date, at: time) -> str:
    return f"{day:%Y%m%d}T{at:%H%M%S}"


# Text


def escaped(text: str) -> str:
    """A text value (section 3.3.11), without control characters other than line breaks."""
    kept = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    for sign in "\\;,":
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def folded(line: str) -> str:
    """A line broken so that no part has more than 75 octets, and no character is cut."""
    parts, size = [""], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_LINE:
            parts.append("")
            size = 1  # the blank that a part begins with
        parts[-1] += sign
        size += width
    return "\r\n ".join(parts)


# The time zone


class Change(Struct, frozen=True):
    """A change of a zone's offset from UTC: the local time at which it comes, by the clock before it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str


def zone_lines(zone: Zone, since: date) -> Iterator[str]:
    """The VTIMEZONE of a zone, from the year before a date on.

    A change that comes every year by one rule gets this rule. Where there is none (as where it follows Ramadan), the
    dates of 28 years are listed.
    """
    first_year = since.year - 1
    found = changes(zone.rules, first_year)
    begin = datetime(first_year, 1, 1, tzinfo=UTC).astimezone(zone.rules)
    offset = begin.utcoffset() or timedelta()
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone.name}")
    yield from _observance("STANDARD", datetime(1970, 1, 1), offset, offset, begin.tzname() or "")  # noqa: DTZ001
    kinds: dict[tuple[timedelta, timedelta], list[Change]] = {}
    for change in found:
        kinds.setdefault((change.before, change.after), []).append(change)
    for (before, after), every in kinds.items():
        rule = yearly_rule([one.at for one in every])
        component = "DAYLIGHT" if after > before and len(every) > 1 else "STANDARD"
        others = "" if rule else ",".join(f"{one.at:%Y%m%dT%H%M%S}" for one in every[1:])
        repeated = f"RRULE:{rule}" if rule else f"RDATE:{others}" if others else ""
        yield from _observance(component, every[0].at, before, after, every[0].name, repeated)
    yield "END:VTIMEZONE"


def _observance(
    component: str, start: datetime, before: timedelta, after: timedelta, name: str, repeated: str = ""
) -> Iterator[str]:
    yield f"BEGIN:{component}"
    yield f"DTSTART:{start:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(after)}"
    if repeated:
        yield repeated
    if name:
        yield f"TZNAME:{escaped(name)}"
    yield f"END:{component}"


def _offset(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(int(offset.total_seconds())), 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02d}{minutes % 60:02d}{f'{seconds:02d}' if seconds else ''}"


def changes(rules: tzinfo, first_year: int) -> list[Change]:
    """The changes of a zone's offset in 28 years. One that lasts less than a day isn't found; there is none."""
    found = []
    at, day = datetime(first_year, 1, 1, tzinfo=UTC), timedelta(days=1)
    end = datetime(min(first_year + YEARS, date.max.year - 1), 1, 1, tzinfo=UTC)

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(rules).utcoffset() or timedelta()

    while at < end:
        if offset(at) != offset(at + day):
            low, high = at, at + day
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            before = offset(low)
            name = high.astimezone(rules).tzname() or ""
            found.append(Change((high + before).replace(tzinfo=None), before, offset(high), name))
        at += day
    return found


def yearly_rule(starts: list[datetime]) -> str:
    """The rule of changes that come once in each of 28 years; empty where there is none.

    It is taken only if it gives exactly these dates.
    """
    years = [one.year for one in starts]
    alike = {(one.month, one.weekday(), one.time()) for one in starts}
    if len(alike) != 1 or years != list(range(years[0], years[0] + YEARS)):
        return ""
    month, weekday, days = starts[0].month, starts[0].weekday(), [one.day for one in starts]
    low, high = min(days), max(days)
    for year, day in zip(years, days, strict=True):
        if [one for one in range(low, high + 1) if calendar.weekday(year, month, one) == weekday] != [day]:
            return ""
    by = f"FREQ=YEARLY;BYMONTH={month};BYDAY="
    if high == calendar.monthrange(years[0], month)[1] and low == high - 6 and month != 2:
        return f"{by}-1{DAYS[weekday]}"
    if low % 7 == 1 and high == low + 6:
        return f"{by}{low // 7 + 1}{DAYS[weekday]}"
    return f"{by}{DAYS[weekday]};BYMONTHDAY={','.join(str(day) for day in range(low, high + 1))}"
