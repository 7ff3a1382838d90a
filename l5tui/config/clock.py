"""The system clock, the time zone, and the headers of new entries.

Only this module asks the system for the time, so a test can set it in one place.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from l5tui import __version__
from l5tui.domain.new_entry import EntryHeader

_LOCALTIME = Path("/etc/localtime")
_TIMEZONE = Path("/etc/timezone")
STEPPED_S = 2.0
"""A difference of more seconds than this between system clock and steady clock means that the system clock was set."""


def now() -> datetime:
    """The local time with its offset, to the second."""
    return _wall().replace(microsecond=0)


def _wall() -> datetime:
    """The system time. Tests replace this function rather than `now`, which other modules import by name."""
    return datetime.now().astimezone()


def new_uid() -> str:
    """48 bits of the time in milliseconds and 80 random bits in hexadecimal, also used as a file name.

    Times in entries are to the second. The uids of two entries of one second are in the order in which they were made,
    on every machine that they are merged into.
    """
    return f"{int(_wall().timestamp() * 1000) % 2**48:012x}{os.urandom(10).hex()}"


def steady() -> float:
    """Seconds of a clock that can't be set. It includes sleep if the system has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Ending(NamedTuple):
    """When something ended, and the seconds by which the system clock was set meanwhile (negative: back)."""

    at: datetime
    step_s: float


class Stopwatch:
    """Measures how long something lasts, even if the system clock is set meanwhile.

    Args:
        wall: the system clock.
        length: seconds of a clock that can't be set.
    """

    def __init__(self, wall: Callable[[], datetime] = now, length: Callable[[], float] = steady) -> None:
        self._wall, self._length = wall, length
        self._began, self._from = wall(), length()

    def ending(self) -> Ending:
        """The end, if that is now: by the system clock, or if that was set, the start plus the measured length."""
        wall = self._wall()
        by_length = self._began + timedelta(seconds=round(self._length() - self._from))
        step = (wall - by_length).total_seconds()
        if abs(step) <= STEPPED_S:
            return Ending(wall, 0.0)
        return Ending(by_length.astimezone(wall.tzinfo), step)


def new_header(at: datetime | None = None, *, uid: str = "") -> EntryHeader:
    """The header of a new entry.

    Args:
        at: its time with the offset; None is now. The zone is stored only if it agrees with that offset.
        uid: the entry's uid if it has one; else a new one is made.
    """
    at = at or now()
    return EntryHeader(uid or new_uid(), at.isoformat(timespec="seconds"), zone_name(at), __version__)


def zone_name(at: datetime) -> str | None:
    """The IANA name of the system's time zone, or None if it is unknown or disagrees with the time's offset."""
    name = _zone_named()
    return name if name is not None and zone_agrees(name, at) else None


def zone_agrees(name: str, at: datetime) -> bool:
    """Whether the zone of this IANA name has the offset of that time then."""
    from zoneinfo import ZoneInfo

    try:
        return at.astimezone(ZoneInfo(name)).utcoffset() == at.utcoffset()
    except (KeyError, ValueError, OSError, OverflowError):  # an unknown zone, an invalid path, or a folder
        return False


def _zone_named() -> str | None:
    """The zone's name from `TZ`, else from the link /etc/localtime, else from Debian's /etc/timezone."""
    named = os.environ.get("TZ")
    if named is not None:
        named = named.removeprefix(":")
        return (_below_zoneinfo(named) if named.startswith("/") else named) or None
    try:
        linked = _below_zoneinfo(str(_LOCALTIME.readlink()))
    except OSError:
        linked = None
    if linked:
        return linked
    try:
        return _TIMEZONE.read_text(encoding="ascii").strip() or None
    except (OSError, ValueError):
        return None


def _below_zoneinfo(path: str) -> str | None:
    """`Europe/Zurich` of `/usr/share/zoneinfo/posix/Europe/Zurich`."""
    found = re.search(r"/zoneinfo[^/]*/(?:(?:posix|right)/)?(.+)$", path)
    return found[1] if found else None
