"""Now, here, and a name for what is written down: the facts of the moment that an entry carries.

The one place that asks the system for them, so a test that holds the clock holds all of it.
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
"""A clock on the wall that is off by more than this, against one that can't be set, was set meanwhile."""


def now() -> datetime:
    """The time on the wall, with its offset, to the second."""
    return _wall().replace(microsecond=0)


def _wall() -> datetime:
    """What the system says. Modules keep `now` under their own name, so whoever sets another time sets it here."""
    return datetime.now().astimezone()


def new_uid() -> str:
    """128 random bits in hexadecimal; it is a file's name too."""
    return os.urandom(16).hex()


def steady() -> float:
    """Seconds of a clock that nobody can set, and that goes on while the machine sleeps where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Ending(NamedTuple):
    """When something ended, and by how many seconds the clock on the wall was set meanwhile (back: negative)."""

    at: datetime
    step_s: float


class Stopwatch:
    """How long something lasted, although the clock on the wall may be set meanwhile.

    Args:
        wall: the time on the wall.
        length: seconds of a clock that can't be set.
    """

    def __init__(self, wall: Callable[[], datetime] = now, length: Callable[[], float] = steady) -> None:
        self._wall, self._length = wall, length
        self._began, self._from = wall(), length()

    def ending(self) -> Ending:
        """When it ends, if that is now: by the clock on the wall, or, where that was set, as much later as it took."""
        wall = self._wall()
        by_length = self._began + timedelta(seconds=round(self._length() - self._from))
        step = (wall - by_length).total_seconds()
        if abs(step) <= STEPPED_S:
            return Ending(wall, 0.0)
        return Ending(by_length.astimezone(wall.tzinfo), step)


def new_header(at: datetime | None = None, *, uid: str = "") -> EntryHeader:
    """What an entry begins with.

    Args:
        at: when it was, with its offset; None is now. The zone is named only where it agrees with that offset.
        uid: the entry's, where it has one already; else it gets a new one.
    """
    at = at or now()
    return EntryHeader(uid or new_uid(), at.isoformat(timespec="seconds"), zone_name(at), __version__)


def zone_name(at: datetime) -> str | None:
    """The IANA name of the zone that the system is set to, or None if it isn't known or disagrees with the time."""
    name = _zone_named()
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    try:
        agrees = at.astimezone(ZoneInfo(name)).utcoffset() == at.utcoffset()
    except (KeyError, ValueError, OSError):  # no such zone, a name that is no path, a folder
        return None
    return name if agrees else None


def _zone_named() -> str | None:
    """What `TZ`, else the system's link, else Debian's file says."""
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
