"""A made-up journal of eight weeks, for the demo and for screenshots.

It is the same at each run except for its dates, which end today. It shows no improvement: the pain before sessions
doesn't change, as many sessions end higher as lower, days are missing, some sessions were interrupted, and some
questions weren't answered. One session was stopped because an exercise hurt a lot (S2), one because pain had moved down
the leg and stayed (S3); S3's question came at the next check-in, and that session was done in the easier forms. The
engine folds each session from made-up events, as for a real one.

The safety questions were answered, and are due again today, because a person who starts a session in the demo must be
asked about their own back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui import __version__
from l5tui.config.clock import zone_name
from l5tui.domain.entry import Entry, LogEntry, NextDay, SafetyEntry, Score, SessionEntry, Stop
from l5tui.domain.new_entry import EntryHeader, new_log, new_session
from l5tui.domain.routine import Routine
from l5tui.domain.safety.entries import new_follow_up, new_full_check, new_shown, new_stop
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from l5tui.domain.safety.stop_rules import REST_S, SETTLE_S, HurtAnswer
from l5tui.engine.events import Ended, Event, Hurt, Jumped, Paused, Rated, Resumed, Seen, Started
from l5tui.engine.plan import Plan
from l5tui.engine.progress import fold
from l5tui.engine.record import session_entry

if TYPE_CHECKING:
    from l5tui.library import Content

DAYS: Final = 56
CHECKED_AGAIN: Final = 25
"""The day, from 0, up to which the questions were answered anew: 30 days before today, so they are due again."""
_SEED: Final = 19
_QUIET: Final = frozenset({*range(16, 20), *range(37, 43)})
"""Days on which nothing was noted, counted from the first."""
_USUAL: Final = 4.0
"""The mean pain, before daily variation."""
_PULL: Final = 0.3
"""The fraction by which pain returns to the mean from one day to the next."""
_MORNING: Final = "morning"
_EVENING: Final = ("full_l5", "full_l5", "full_l5", "gentle_relief", "evening", "core_strength")
_BAD_DAY: Final = "flare_up"
_BAD: Final = 6
"""From this score on only the short routine is done (clinical data, a3)."""
_APART: Final = 0.2
"""The share of sessions that end lower, and that end higher."""
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
_CALF: Final = 6


def demo_entries(content: Content, now: datetime) -> list[Entry]:
    """Eight weeks of entries up to `now`, oldest first."""
    return sorted(_DemoPerson(content, now).entries(), key=lambda entry: datetime.fromisoformat(entry["started"]))


class _Draw(Struct, frozen=True):
    """The random choices for one session, drawn together so that later days don't depend on how they are used."""

    way: float
    """Below 0.8 it is done as planned; above, an exercise is skipped, it ends early, or it is interrupted."""
    where: float
    """How far into it something happens, 0 to 1."""
    before: int | None
    change: int | None
    """The score after it minus the one before; None is no answer."""
    right: float
    next_day: NextDay | None
    note: str
    stop: Stop | None = None
    """The rule that stops it."""


class _Planned(Struct, frozen=True):
    """One session before it is made up."""

    routine: Routine
    header: EntryHeader
    at: datetime
    day: int
    draw: _Draw

    @property
    def cut_off(self) -> bool:
        return self.draw.stop is None and self.draw.way >= 0.95

    @property
    def ended(self) -> datetime:
        """When it ended, or was interrupted."""
        return self.at + timedelta(milliseconds=list(_events(Plan.of(self.routine), self.draw))[-1].at)


class _DemoPerson:
    """Generates the entries of a fictitious person."""

    def __init__(self, content: Content, now: datetime) -> None:
        self._content = content
        self._now = now
        self._chance = Random(_SEED)  # noqa: S311  the same at each run is the point
        self._level = _USUAL
        """The present pain, before the noise of one answer."""

    def entries(self) -> Iterator[Entry]:
        """All entries up to now."""
        first = self._now.astimezone().date() - timedelta(days=DAYS - 1)
        planned: list[_Planned] = []
        for number in range(DAYS):
            self._level += _PULL * (_USUAL - self._level) + self._chance.gauss(0, 0.55)
            midnight = datetime.combine(first + timedelta(days=number), datetime.min.time())
            for one in self._day(number, midnight):
                until = one.ended if isinstance(one, _Planned) else datetime.fromisoformat(one["started"])
                if number in _QUIET or until > self._now:
                    continue
                if isinstance(one, _Planned):
                    planned.append(one)
                else:
                    yield one
        yield from self._sessions(_with_changes(_with_stops(planned)))
        yield self._log(self._now - timedelta(hours=1), "sat for an hour", self._pain() or round(self._level))

    def _day(self, number: int, midnight: datetime) -> Iterator[_Planned | LogEntry]:
        chance = self._chance
        morning = number % 7 in (0, 2, 4) and chance.random() < 0.7
        noon = chance.random() < 0.3
        evening = number % 7 != 6 and chance.random() < 0.75
        if morning:
            at = midnight + timedelta(hours=6, minutes=40 + chance.randrange(50))
            yield from self._planned(_MORNING, at.astimezone(), number)
        if noon:
            at = midnight + timedelta(hours=12, minutes=chance.randrange(300))
            note = chance.choice(_LOG_NOTES)
            yield self._log(at.astimezone(), note, self._pain())
        if evening:
            at = midnight + timedelta(hours=18, minutes=10 + chance.randrange(150))
            yield from self._planned(chance.choice(_EVENING), at.astimezone(), number)

    def _log(self, at: datetime, note: str, pain: int | None) -> LogEntry:
        score = _score(pain, at, self._chance.random())
        return new_log(
            self._header(at),
            score["pain"],
            left=score["left"],
            right=score["right"],
            kinds=score["kinds"],
            note=note,
        )

    def _planned(self, name: str, at: datetime, day: int) -> Iterator[_Planned]:
        header = self._header(at)
        chance = self._chance
        draw = _Draw(
            way=chance.random(),
            where=chance.uniform(0.35, 0.8),
            before=self._pain(),
            change=chance.choice((-1, 0, 0, 0, 1, None)),
            right=chance.random(),
            next_day=chance.choice(("same", "same", "same", "better", "worse", None)),
            note=chance.choice(_NOTES),
        )
        routine = self._content.startable(_BAD_DAY if (draw.before or 0) >= _BAD else name)
        if routine is not None:
            yield _Planned(routine, header, at, day, draw)

    def _sessions(self, planned: Sequence[_Planned]) -> Iterator[SessionEntry | SafetyEntry]:
        """The sessions, with the safety entries between them."""
        checks: list[SafetyEntry] = []
        asks: SafetyEntry | None = None
        again = next((one for one in reversed(planned) if one.day <= CHECKED_AGAIN), None)
        for one in planned:
            if one is planned[0] or one is again:
                checks += self._checked(one.at, checks)
            eased = asks is not None
            if asks is not None:
                over = (asks["uid"],)
                yield new_shown(self._header(one.at), over)
                yield new_follow_up(self._header(one.at), Answer.NO, over)
                asks = None
            session = self._done(one, eased=eased)
            yield session
            if one.draw.stop == "S3":
                asks = new_stop(self._header(one.ended), "S3", session["uid"])
                yield asks
        yield from checks

    def _checked(self, before: datetime, earlier: Sequence[SafetyEntry]) -> Iterator[SafetyEntry]:
        """All questions answered with no, a little before a session."""
        if self._content.safety is not None:
            header = self._header(before - timedelta(minutes=3))
            yield new_full_check(header, self._content.safety, {}, over=[one["uid"] for one in earlier])

    def _done(self, one: _Planned, *, eased: bool) -> SessionEntry:
        easier = Restriction(ANY_EXERCISE, None, Effect.EASIER, "S3")
        plan = Plan.of(one.routine, restrictions=[easier] if eased else [])
        draw = one.draw
        before = _score(draw.before, one.at, draw.right)
        begun = new_session(one.header, {"id": one.routine.id, "name": one.routine.name}, before)
        events = list(_events(plan, draw))
        ended = one.at + timedelta(milliseconds=events[-1].at)
        if draw.before is not None and draw.change is not None and not one.cut_off:
            after = _score(max(0, draw.before + draw.change), ended, draw.right)
            if draw.stop == "S3":
                after["left"] = _CALF
            events.append(Rated(events[-1].at, "after", after))
        entry = session_entry(begun, plan, events, None if one.cut_off else _text(ended))
        entry["note"] = draw.note
        if not one.cut_off and self._now - ended > timedelta(hours=12):
            entry["next_day"] = draw.next_day
        return entry

    def _pain(self) -> int | None:
        answer = round(self._level + self._chance.gauss(0, 0.6))
        return None if self._chance.random() < 0.04 else min(6, max(2, answer))

    def _header(self, at: datetime) -> EntryHeader:
        return EntryHeader(f"{self._chance.getrandbits(128):032x}", _text(at), zone_name(at), __version__)


def _with_stops(planned: Sequence[_Planned]) -> list[_Planned]:
    """Two of the sessions are stopped by a rule: one in the first half, one in the second."""
    found = list(planned)
    for stop, share in (("S2", 0.4), ("S3", 0.7)):
        for number in range(int(len(found) * share), len(found) - 1):
            one = found[number]
            if one.draw.before in (3, 4) and one.routine.id != _BAD_DAY and not one.cut_off:
                draw = replace(one.draw, stop=stop, change=1, note="")
                found[number] = replace(one, draw=draw)
                break
    return found


def _with_changes(planned: Sequence[_Planned]) -> list[_Planned]:
    """As many sessions that end two points higher as two points lower; the others end about the same."""
    chance = Random(_SEED)  # noqa: S311
    found = list(planned)
    free = [number for number, one in enumerate(found) if one.draw.stop is None and one.draw.change is not None]
    free = [number for number in free if not found[number].cut_off and found[number].draw.before is not None]
    chance.shuffle(free)
    wanted = int(len(free) * _APART)
    lower = [number for number in free if (found[number].draw.before or 0) >= 3][:wanted]
    left = [number for number in free if number not in lower]
    higher = [number for number in left if (found[number].draw.before or 0) <= 4][: len(lower)]
    for change, numbers in ((-2, lower[: len(higher)]), (2, higher)):
        for number in numbers:
            found[number] = replace(found[number], draw=replace(found[number].draw, change=change))
    return found


def _score(pain: int | None, at: datetime, right: float) -> Score:
    """The score with its place, which is further from the spine on worse days, and sometimes on the right too."""
    left = {6: 4, 5: 3, 4: 3}.get(pain or 0, 2) if pain is not None else None
    on_right = 2 if right < 0.2 else 0
    return {
        "pain": pain,
        "left": left,
        "right": None if left is None else on_right,
        "kinds": {"left": ["pain"] if left else [], "right": ["pain"] if left and on_right else []},
        "at": _text(at),
    }


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _events(plan: Plan, draw: _Draw) -> Iterator[Event]:
    """What happened in a session."""
    segments = plan.segments
    somewhere = int(draw.where * plan.total_s * 1000)
    events: list[Event] = [Started(0)]
    there = fold(segments, events).until(somewhere)
    if draw.stop is not None:
        events += _stopped(draw.stop, somewhere)
    elif draw.way < 0.8:
        if draw.way < 0.2:
            events += [Paused(somewhere), Resumed(somewhere + 41_000)]
        events.append(Ended(_end_of(plan, events)))
    elif draw.way < 0.86 and there.segment is not None:
        step = there.segment.step
        events.append(Jumped(somewhere, sum(segment.step <= step for segment in segments)))
        events.append(Ended(_end_of(plan, events)))
    elif draw.way < 0.95:
        events.append(Ended(somewhere, "person"))
    else:
        events.append(Seen(somewhere, there.index, there.offset))
    return iter(events)


def _stopped(stop: Stop, at: int) -> Iterator[Event]:
    """The events of a session that a rule stopped: the answer, the rest that the rule asks for, and the end."""
    yield Paused(at)
    if stop == "S3":
        yield Hurt(at, HurtAnswer.SPREADING.value)
        yield Hurt(at + SETTLE_S * 1000, HurtAnswer.SPREADING.value, settled=False, again=True)
        yield Ended(at + SETTLE_S * 1000, stop)
        return
    score: Score = {"pain": _BAD, "left": None, "right": None, "kinds": {"left": [], "right": []}, "at": None}
    yield Hurt(at, HurtAnswer.MORE.value)
    yield Hurt(at, HurtAnswer.MORE.value, pain=_BAD, again=True)
    yield Rated(at, "during", score)
    yield Ended(at + REST_S * 1000, stop)


def _end_of(plan: Plan, events: list[Event]) -> int:
    """The session time at which the last segment ends, when nothing more happens."""
    progress = fold(plan.segments, events)
    later = (segment.ms or 0 for segment in plan.segments[progress.index + 1 :])
    return progress.at + (progress.left_ms or 0) + sum(later)
