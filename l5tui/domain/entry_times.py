"""The times in entries: ISO 8601 texts with an offset, compared as instants, and dated in their own offset."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

_MINUTE: Final = len("2026-11-22T08:00")
_SECOND: Final = len("2026-11-22T08:00:00")
BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9998


def moment_of(text: object) -> datetime | None:
    """The time in a text; None if it is invalid. Without an offset it is taken as UTC.

    A year before `FIRST_YEAR` or after `LAST_YEAR` is invalid: it is a slip, and there is no room for the days around
    it. The entry is kept and listed, and can be corrected.
    """
    if not isinstance(text, str):
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= time.year <= LAST_YEAR:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def instant(text: object) -> datetime:
    """The time for sorting: 09:00+02:00 is before 08:00+00:00, and an invalid time is before all others."""
    return moment_of(text) or BEGINNING


def local_date(text: object) -> date | None:
    """The date of a time in its own offset, whatever the local zone is now."""
    time = moment_of(text)
    return time.date() if time else None


def parse_day(text: object) -> date | None:
    """A date as clearings store it, `2026-11-20`; None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2026-11-20") else None
    except ValueError:
        return None


def shared_minutes(starts: Iterable[object]) -> frozenset[str]:
    """The local minutes at which entries of more than one time zone begin, as in their texts: `2026-11-22T08:00`."""
    seen: dict[str, str] = {}
    shared: set[str] = set()
    for text in starts:
        if isinstance(text, str) and seen.setdefault(text[:_MINUTE], text[_SECOND:]) != text[_SECOND:]:
            shared.add(text[:_MINUTE])
    return frozenset(shared)


def zone_where_shared(text: object, shared: frozenset[str]) -> str:
    """The zone of an entry, `UTC+14`, if an entry of another zone has the same local minute; else empty."""
    if not isinstance(text, str) or text[:_MINUTE] not in shared:
        return ""
    time = moment_of(text)
    return offset_words(time) if time else ""


def offset_words(time: datetime) -> str:
    """The offset of a time from UTC: `UTC+14`, `UTC-3:30` or `UTC`; empty if it has none."""
    offset = time.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'-' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}" if minutes else "")


def text_of(time: datetime | str) -> str:
    """A time as entries store it, to the second."""
    return time if isinstance(time, str) else time.isoformat(timespec="seconds")
