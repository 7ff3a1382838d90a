"""A made-up journal of eight weeks, to look around in and to take pictures of.

It is the same at each run but for its dates, which end today. It doesn't flatter: the pain wanders between 2 and 6,
days are missing, some sessions were broken off, and some questions weren't answered. What was done in a session is
folded by the engine from made-up events, as in a real one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from l5tui import __version__
from l5tui.domain.entry import Entry, LogEntry, NextDay, Score, SessionEntry
from l5tui.domain.new import Stamp, new_log, new_session
from l5tui.domain.routine import Routine
from l5tui.engine.events import Ended, Event, Jumped, Paused, Rated, Resumed, Seen, Started
from l5tui.engine.plan import Plan
from l5tui.engine.progress import fold
from l5tui.engine.record import session_entry
from l5tui.stamp import zone_name

if TYPE_CHECKING:
    from l5tui.library import Content

DAYS: Final = 56
_SEED: Final = 10
_QUIET: Final = frozenset({*range(16, 20), *range(37, 43)})
"""Days on which nothing was noted, counted from the first."""
_MORNING: Final = "morning"
_EVENING: Final = ("full_l5", "full_l5", "full_l5", "gentle_relief", "evening", "core_strength")
_BAD_DAY: Final = "flare_up"
_BAD: Final = 6
"""From this score on only the short routine is offered (clinical data, presets)."""
_FAVOURITES: Final = ("full_l5", "morning", "gentle_relief", "evening")
_NOTES: Final = ("smaller today", "phone rang in the middle", "left side feels tighter", "tired", "", "", "", "")
_LOG_NOTES: Final = (
    "after gardening",
    "long drive",
    "woke up stiff",
    "sat through a long meeting",
    "carried the shopping up",
    "slept well",
    "after a walk",
    "",
)

_PREFIX: Final = "l5tui-demo-"
_FRESH_S: Final = 60
"""A folder younger than this may not have been locked yet."""


def made_up(content: Content, now: datetime) -> list[Entry]:
    """Eight weeks of entries up to `now`, oldest first."""
    return sorted(_Person(content, now).entries(), key=lambda entry: datetime.fromisoformat(entry["started"]))


def fill(path: Path, content: Content, now: datetime) -> None:
    """Write the made-up journal, with favourites."""
    from l5tui.journal.store import Journal

    journal = Journal(path)
    for entry in made_up(content, now):
        journal.put(entry)
    journal.set_favourites(name for name in _FAVOURITES if content.startable(name))


@contextmanager
def demo_folder() -> Iterator[Path]:
    """A folder for one demo, removed at its end; folders of demos that were killed are removed at the next."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        held = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with suppress(OSError):  # no locks on this file system: a sweep gets none either, and leaves it alone
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(name)
        finally:
            os.close(held)


def _sweep(place: Path) -> None:
    """Remove demo folders of ours that nobody holds any more."""
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            facts = os.fstat(held)
            if facts.st_uid == os.getuid() and time.time() - facts.st_mtime > _FRESH_S:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # somebody holds it, or there are no locks
            continue
        finally:
            os.close(held)


@dataclass(frozen=True, slots=True)
class _Luck:
    """What chance decides about one session, drawn at once so that the days after it don't depend on what it was."""

    way: float
    """Below 0.8 it is done as planned; above, an exercise is skipped, it ends early, or it is cut off."""
    where: float
    """How far into it something happens, 0 to 1."""
    before: int | None
    change: int | None
    """The score after it against the one before; None is no answer."""
    right: float
    next_day: NextDay | None
    note: str


class _Person:
    """Somebody who doesn't exist."""

    def __init__(self, content: Content, now: datetime) -> None:
        self._content = content
        self._now = now
        self._chance = Random(_SEED)  # noqa: S311  the same at each run is the point
        self._level = 4.8
        """How bad it is these days, before the noise of one answer."""

    def entries(self) -> Iterator[Entry]:
        """All entries up to now."""
        first = self._now.astimezone().date() - timedelta(days=DAYS - 1)
        for number in range(DAYS):
            self._level = min(5.8, max(2.3, self._level + self._chance.gauss(-0.03, 0.5)))
            midnight = datetime.combine(first + timedelta(days=number), datetime.min.time())
            for entry in self._day(number, midnight):
                if number not in _QUIET and datetime.fromisoformat(entry["ended"] or entry["started"]) <= self._now:
                    yield entry
        yield self._log(self._now - timedelta(hours=1), "sat for an hour")

    def _day(self, number: int, midnight: datetime) -> Iterator[Entry]:
        chance = self._chance
        morning = number % 7 in (0, 2, 4) and chance.random() < 0.7
        noon = chance.random() < 0.3
        evening = number % 7 != 6 and chance.random() < 0.75
        if morning:
            at = midnight + timedelta(hours=6, minutes=40 + chance.randrange(50))
            yield from self._session(_MORNING, at.astimezone())
        if noon:
            at = midnight + timedelta(hours=12, minutes=chance.randrange(300))
            yield self._log(at.astimezone(), chance.choice(_LOG_NOTES))
        if evening:
            at = midnight + timedelta(hours=18, minutes=10 + chance.randrange(150))
            yield from self._session(chance.choice(_EVENING), at.astimezone())

    def _log(self, at: datetime, note: str) -> LogEntry:
        score = self._score(self._pain(), at, self._chance.random())
        return new_log(
            self._stamp(at),
            score["pain"],
            left=score["left"],
            right=score["right"],
            kinds=score["kinds"],
            note=note,
        )

    def _session(self, name: str, at: datetime) -> Iterator[SessionEntry]:
        stamp = self._stamp(at)
        chance = self._chance
        luck = _Luck(
            way=chance.random(),
            where=chance.uniform(0.35, 0.8),
            before=self._pain(),
            change=chance.choice((-2, -2, -1, -1, -1, 0, 0, 0, 0, 1, None)),
            right=chance.random(),
            next_day=chance.choice(("same", "same", "same", "better", "worse", None)),
            note=chance.choice(_NOTES),
        )
        routine = self._content.startable(_BAD_DAY if (luck.before or 0) >= _BAD else name)
        if routine is not None:
            yield self._done(routine, stamp, at, luck)

    def _done(self, routine: Routine, stamp: Stamp, at: datetime, luck: _Luck) -> SessionEntry:
        plan = Plan.of(routine)
        before = self._score(luck.before, at, luck.right)
        begun = new_session(stamp, {"id": routine.id, "name": routine.name}, before)
        events = list(_events(plan, luck))
        ended = at + timedelta(milliseconds=events[-1].at)
        cut_off = not isinstance(events[-1], Ended)
        if luck.before is not None and luck.change is not None and not cut_off:
            after = self._score(max(0, luck.before + luck.change), ended, luck.right)
            events.append(Rated(events[-1].at, "after", after))
        entry = session_entry(begun, plan, events, None if cut_off else _text(ended))
        entry["note"] = luck.note
        if not cut_off and self._now - ended > timedelta(hours=12):
            entry["next_day"] = luck.next_day
        return entry

    def _pain(self) -> int | None:
        answer = round(self._level + self._chance.gauss(0, 0.6))
        return None if self._chance.random() < 0.04 else min(6, max(2, answer))

    def _score(self, pain: int | None, at: datetime, right: float) -> Score:
        """The score with its place, which goes down the left leg on worse days, and is now and then on the right."""
        left = {6: 6, 5: 5, 4: 4, 3: 3}.get(pain or 0, 2) if pain is not None else None
        felt = [] if left is None else ["pain", "tingling"] if left >= 6 else ["pain"]
        on_right = 2 if right < 0.2 else 0
        return {
            "pain": pain,
            "left": left,
            "right": None if left is None else on_right,
            "kinds": {"left": felt, "right": ["pain"] if felt and on_right else []},
            "at": _text(at),
        }

    def _stamp(self, at: datetime) -> Stamp:
        return Stamp(f"{self._chance.getrandbits(128):032x}", _text(at), zone_name(at), __version__)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _events(plan: Plan, luck: _Luck) -> Iterator[Event]:
    """What happened in a session."""
    segments = plan.segments
    somewhere = int(luck.where * plan.total_s * 1000)
    events: list[Event] = [Started(0)]
    there = fold(segments, events).until(somewhere)
    if luck.way < 0.8:
        if luck.way < 0.2:
            events += [Paused(somewhere), Resumed(somewhere + 41_000)]
        events.append(Ended(_end_of(plan, events)))
    elif luck.way < 0.86 and there.segment is not None:
        step = there.segment.step
        events.append(Jumped(somewhere, sum(segment.step <= step for segment in segments)))
        events.append(Ended(_end_of(plan, events)))
    elif luck.way < 0.95:
        events.append(Ended(somewhere, "person"))
    else:
        events.append(Seen(somewhere, there.index, there.offset))
    return iter(events)


def _end_of(plan: Plan, events: list[Event]) -> int:
    """The session time at which the last segment ends, when nothing more happens."""
    progress = fold(plan.segments, events)
    later = (segment.ms or 0 for segment in plan.segments[progress.index + 1 :])
    return progress.at + (progress.left_ms or 0) + sum(later)
