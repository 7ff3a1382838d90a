"""`--at`: a time as people write it, made into one instant.

A time without an offset is the wall clock's, here. When clocks go back an hour happens twice, and when they go forward
one doesn't happen; neither is guessed at.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from l5tui.config.clock import now
from l5tui.config.errors import UsageError
from l5tui.config.output import quoted

FORMS = "18:40 (today), 2026-11-20 18:40, or 2026-11-20T18:40+01:00"
EARLIEST = date(1900, 1, 1)
_TIME = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)[ T])?(?P<time>\d\d?:\d\d(?::\d\d)?)\s?(?P<offset>Z|[+-]\d\d:?\d\d)?", re.ASCII
)


def parse_at(text: str) -> datetime:
    """The instant that somebody typed, with the offset of its place.

    Raises:
        UsageError: it is no time, lies ahead, or is an hour that happened twice or never.
    """
    found = _TIME.fullmatch(text.strip())
    today = now()
    try:
        if found is None or (found["offset"] and not found["date"]):
            raise ValueError
        day = date.fromisoformat(found["date"]) if found["date"] else today.date()
        clock = time.fromisoformat(found["time"].zfill(5 if found["time"].count(":") == 1 else 8))
        wall = datetime.combine(day, clock)
        if found["offset"]:
            at = datetime.fromisoformat(f"{wall.isoformat()}{found['offset']}")
            candidates = [at]
        else:
            candidates = _on_the_wall(wall)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--at is a time such as {FORMS}, not {quoted(text)}") from error
    if day < EARLIEST:
        raise UsageError(f"--at {quoted(text)} is before {EARLIEST.year}")
    if not candidates:
        raise UsageError(
            f"{wall:%H:%M} did not happen on {day}, when clocks went forward", "Give a time before or after that"
        )
    past = [at for at in candidates if at <= today]
    if not past:
        raise UsageError(
            f"--at {quoted(text)} is still to come; it is {today:%Y-%m-%d %H:%M}", "Give the day too, if it was before"
        )
    if len(past) > 1:
        either = " or ".join(at.isoformat(timespec="minutes") for at in past)
        raise UsageError(f"{wall:%H:%M} happened twice on {day}, when clocks went back", f"Write {either}")
    return past[0]


def _on_the_wall(wall: datetime) -> list[datetime]:
    """The instants at which a clock here shows this time: one, none, or two."""
    both = [wall.replace(fold=fold).astimezone() for fold in (0, 1)]
    shown = [at for at in both if at.replace(tzinfo=None) == wall]
    return shown[:1] if len(shown) == 2 and shown[0].utcoffset() == shown[1].utcoffset() else shown
