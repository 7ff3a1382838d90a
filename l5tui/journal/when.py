"""Times as entries carry them: ISO 8601 texts with an offset, compared as instants and dated where the person was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

BEGINNING: Final = datetime.min.replace(tzinfo=UTC)


def moment_of(text: object) -> datetime | None:
    """The time that a text stands for, or None if it stands for none. Without an offset it is taken as UTC."""
    if not isinstance(text, str):
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def instant(text: object) -> datetime:
    """For sorting: 09:00+02:00 is before 08:00+00:00. What can't be read comes first of all."""
    return moment_of(text) or BEGINNING


def local_date(text: object) -> date | None:
    """The date on the wall where it was written, whatever the zone is now."""
    time = moment_of(text)
    return time.date() if time else None


def text_of(time: datetime | str) -> str:
    """As entries carry it, to the second."""
    return time if isinstance(time, str) else time.isoformat(timespec="seconds")
