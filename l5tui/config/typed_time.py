"""Times as a person types them: on the command line, and where an entry is corrected. Each means one instant, or is
refused: an hour that clocks show twice or never is asked about, never guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timezone, tzinfo
from typing import Any, Final

from l5tui.config.clock import now, zone_agrees
from l5tui.domain.entry_times import FIRST_YEAR

FORMS: Final = "18:40 (today), 2026-11-20 18:40, or 2026-11-20T18:40+01:00"
EXAMPLE: Final = "2026-11-22 18:40"
_TIME: Final = re.compile(
    r"(?:(?P<date>\d{4}-\d\d-\d\d)[ T])?(?P<time>\d\d?:\d\d(?::\d\d)?)\s?(?P<offset>Z|[+-]\d\d:?\d\d)?", re.ASCII
)


class TypedTimeError(ValueError):
    """A text that isn't one instant of the past.

    Args:
        words: what is wrong; `{said}` stands for the text.
        hint: what to write instead.
    """

    def __init__(self, words: str, hint: str = "") -> None:
        super().__init__(words, hint)
        self.words, self.hint = words, hint

    def about(self, said: str) -> str:
        """What is wrong, with these words for the text."""
        return self.words.format(said=said)


def parse_time(text: str, zone: tzinfo | None = None, day: date | None = None) -> datetime:
    """The instant that a person typed, with its UTC offset.

    Args:
        text: a time, alone or after a date, with its offset or without.
        zone: the zone in which the text is read; None is that of this machine.
        day: the date of a time without one; None is today.

    Raises:
        TypedTimeError: it is invalid, too long ago, in the future, or in an hour that happened twice or never.
    """
    found = _TIME.fullmatch(text.strip())
    today = now()
    try:
        if found is None or (found["offset"] and not found["date"]):
            raise ValueError
        on = date.fromisoformat(found["date"]) if found["date"] else day or today.date()
        clock = time.fromisoformat(found["time"].zfill(5 if found["time"].count(":") == 1 else 8))
        wall = datetime.combine(on, clock)
        if on.year < FIRST_YEAR:
            raise TypedTimeError(f"{{said}} is before {FIRST_YEAR}")
        if found["offset"]:
            candidates = [datetime.fromisoformat(f"{wall.isoformat()}{found['offset']}")]
        else:
            candidates = on_the_wall(wall, zone)
    except TypedTimeError:
        raise
    except (ValueError, OverflowError) as error:
        raise TypedTimeError(f"{{said}} is no time such as {FORMS if day is None else EXAMPLE}") from error
    if not candidates:
        raise TypedTimeError(
            f"{wall:%H:%M} did not happen on {on}, when clocks went forward", "Give a time before or after that"
        )
    past = [at for at in candidates if at <= today]
    if not past:
        raise TypedTimeError(
            f"{{said}} is still to come; it is {today:%Y-%m-%d %H:%M}", "Give the day too, if it was before"
        )
    if len(past) > 1:
        either = " or ".join(at.isoformat(timespec="minutes") for at in past)
        raise TypedTimeError(f"{wall:%H:%M} happened twice on {on}, when clocks went back", f"Write {either}")
    return past[0]


def on_the_wall(wall: datetime, zone: tzinfo | None = None) -> list[datetime]:
    """The instants at which clocks of the zone show this time: one, none, or two."""
    both = [_fixed(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)]
    shown = [at for at in both if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall]
    return shown[:1] if len(shown) == 2 and shown[0].utcoffset() == shown[1].utcoffset() else shown


def _fixed(at: datetime) -> datetime:
    """The same instant with its offset only, as the system clock gives it; without a zone it is local time."""
    offset = at.utcoffset()
    return at.astimezone() if offset is None else at.replace(tzinfo=timezone(offset), fold=0)


def zone_of(entry: Mapping[str, Any], started: datetime) -> tzinfo | None:
    """The zone in which an entry was made: the one it names, else this machine's if that has the entry's offset at its
    time, which is None; else only the offset.

    Args:
        entry: the entry.
        started: when it began.
    """
    from zoneinfo import ZoneInfo  # most commands read no time

    name = entry.get("tz")
    if isinstance(name, str) and zone_agrees(name, started):
        return ZoneInfo(name)
    return None if started.astimezone().utcoffset() == started.utcoffset() else started.tzinfo
