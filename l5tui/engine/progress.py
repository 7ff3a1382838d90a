"""Where a session stands: a fold over its events.

The place is (segment index, milliseconds into it), so it stays right when other segments change. Folding a prefix and
going on equals folding it all, and the time spent in the segments always adds up to the time that ran.

In a whole log the notes (`Passed`, `Seen`) say nothing that the time alone doesn't. Where lines are missing they are
what is left of the truth, so the fold goes where they say.

A pause may turn out to have begun earlier than it was noted (`Paused.since`). Between the two nothing can have happened
but time, for whoever does something is there; so the fold goes on from the last thing that was done, up to that time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from l5tui.domain.safety.stop_rules import graver
from l5tui.engine.events import Changed, Ended, Event, Jumped, Passed, Paused, Resumed, Seen, Started
from l5tui.engine.plan import Segment, Slot


@dataclass(frozen=True, slots=True)
class Progress:
    """A session at one moment of session time."""

    segments: tuple[Segment, ...]
    index: int = 0
    """The segment that is on; the number of segments when all are through."""
    offset: int = 0
    """Milliseconds into it."""
    at: int = 0
    """The session time that this is about."""
    started: bool = False
    running: bool = False
    ended: Ended | None = None
    spent: Mapping[Slot, int] = field(default_factory=lambda: MappingProxyType({}))
    """Milliseconds really spent, by what they were for."""
    planned_ms: int | None = None
    """What the segment that is on was given by the plan when it began; None before anything ran in it."""
    reached: Mapping[Slot, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    """How far each phase came while it was counted down, in milliseconds, and what was planned when it began.

    Of several beginnings it is the one that came furthest, so that short pieces never add up to a whole.
    """
    ended_by_hand: frozenset[Slot] = frozenset()
    """Phases that the person ended in own pace: this is done, the next please."""
    active_ms: int = 0
    paused_ms: int = 0
    sure: Progress | None = field(default=None, compare=False, repr=False)
    """How it stood after the last thing that somebody did; None where nothing has passed since.

    What passed by itself since can be taken back from there, when it turns out that nobody was there.
    """

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do."""
        return self.ended is not None or self.index >= len(self.segments)

    @property
    def segment(self) -> Segment | None:
        """The segment that is on, None at the end."""
        return None if self.index >= len(self.segments) else self.segments[self.index]

    @property
    def left_ms(self) -> int | None:
        """What is left of the segment; None in own pace and at the end."""
        segment = self.segment
        if segment is None or segment.ms is None:
            return None
        return max(0, segment.ms - self.offset)

    def until(self, at: int) -> Progress:
        """The same session at a later time, with nothing happening but time.

        A time before `at` (a clock that ran backwards) passes no time and counts on from there.
        """
        passed = at - self.at
        if passed < 0 or not self.started or self.over:
            return replace(self, at=at)
        if not self.running:
            return replace(self, at=at, paused_ms=self.paused_ms + passed)
        return self._run(passed, at)

    def _run(self, passed: int, at: int) -> Progress:
        index, offset, left = self.index, self.offset, passed
        spent, reached = dict(self.spent), dict(self.reached)
        planned = self.planned_ms
        while index < len(self.segments):
            segment = self.segments[index]
            room = left if segment.ms is None else max(0, segment.ms - offset)
            here = min(left, room)
            offset += here
            left -= here
            if here:
                planned = segment.planned_ms if planned is None else planned
                spent[segment.slot] = spent.get(segment.slot, 0) + here
                if segment.ms is not None and segment.phase:
                    reached[segment.slot] = _further(reached.get(segment.slot), (offset, planned))
            if segment.ms is None or offset < segment.ms:
                break
            index, offset, planned = index + 1, 0, None
        return replace(
            self,
            index=index,
            offset=offset,
            at=at,
            running=index < len(self.segments),
            spent=MappingProxyType(spent),
            planned_ms=planned,
            reached=MappingProxyType(reached),
            active_ms=self.active_ms + passed - left,
            sure=self._sure,
        )

    def after(self, event: Event) -> Progress:
        """The session after an event; what makes no sense where it stands changes nothing."""
        after = self._after(event)
        return replace(after, sure=self._sure if isinstance(event, Passed | Seen) else None)

    def _after(self, event: Event) -> Progress:
        now = self.until(event.at)
        if now.ended is not None:
            if isinstance(event, Ended) and graver(event.stop, now.ended.stop):
                return replace(now, ended=event)
            return now
        match event:
            case Started():
                return now if now.started else replace(now, started=True, running=not now.over)
            case Ended():
                return replace(now, ended=event, running=False)
            case Paused(since=int(since)) if now.started:
                return self._stopped(since).until(event.at)
            case Paused():
                return replace(now, running=False)
            case Resumed():
                return replace(now, running=now.started and not now.over)
            case Jumped(to=to, done=done):
                return now._jump(to, done=done)
            case Changed(first=first, segments=segments, why=why, variant=variant):
                changed = now._change((*now.segments[:first], *segments))
                return changed._jump(first, done=False) if why == "ease" or variant else changed
            case Passed(index=index):
                return (now if now.index == index + 1 else now._passed(index))._noted(index + 1, 0)
            case Seen(index=index, offset=offset):
                return now._noted(index, offset)
            case _:
                return now

    @property
    def _sure(self) -> Progress:
        return self.sure or self

    def _stopped(self, since: int) -> Progress:
        """The session as it would be if it had been paused at a time that is past."""
        return replace(self._sure.until(max(since, self._sure.at)), running=False, sure=None)

    def _jump(self, to: int, *, done: bool) -> Progress:
        ended = self.ended_by_hand
        segment = self.segment
        if done and segment is not None and segment.phase and segment.ms is None and self.offset:
            ended = ended | {segment.slot}
        to = min(max(to, 0), len(self.segments))
        at_end = to == len(self.segments)
        running = self.running and not at_end
        return replace(self, index=to, offset=0, planned_ms=None, ended_by_hand=ended, running=running)

    def _change(self, segments: tuple[Segment, ...]) -> Progress:
        """Other segments, and the place in the one that is on, wherever it stands now; else the start of another."""
        index, offset, planned = min(self.index, len(segments)), self.offset, self.planned_ms
        if self.segment is not None:
            slot = self.segment.slot
            if index == len(segments) or segments[index].slot != slot:
                index, offset, planned = next(
                    ((place, offset, planned) for place, other in enumerate(segments) if other.slot == slot),
                    (index, 0, None),
                )
        running = self.running and index < len(segments)
        return replace(self, segments=segments, index=index, offset=offset, planned_ms=planned, running=running)

    def _passed(self, index: int) -> Progress:
        """With the segment of this index through, which only a note still says: lines before it are missing."""
        reached = dict(self.reached)
        for segment in self.segments[max(0, index) : index + 1]:
            if segment.phase and segment.ms is not None:
                reached[segment.slot] = _further(reached.get(segment.slot), (segment.ms, segment.planned_ms))
        return replace(self, reached=MappingProxyType(reached))

    def _noted(self, index: int, offset: int) -> Progress:
        """The place that a note names: the session was running there."""
        index = min(max(index, 0), len(self.segments))
        planned = self.planned_ms if index == self.index else None
        running = index < len(self.segments)
        return replace(self, index=index, offset=offset, planned_ms=planned, started=True, running=running)


def _further(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    """Which of the two came further, as a share of what was planned; of equal shares the longer."""
    if one is None:
        return other
    mine, others = one[0] * other[1], other[0] * one[1]
    return other if (others, other[0]) > (mine, one[0]) else one


def fold(segments: tuple[Segment, ...], events: Iterable[Event]) -> Progress:
    """Where a session with these segments stands after these events."""
    progress = Progress(segments)
    for event in events:
        progress = progress.after(event)
    return progress
