"""The progress of a session: a fold over its events.

The position is (segment index, milliseconds into it), so it stays valid when other segments change. Folding a prefix
and then the rest gives the same as folding everything, and the time spent in the segments adds up to the time that ran.

In a complete log the notes (`Passed`, `Seen`) add nothing to the time. If lines are missing, the notes are the best
knowledge of the position, so the fold moves there.

A pause can turn out to have begun before it was recorded (`Paused.since`). Between the two only time can have passed,
because an action would prove that somebody was there. So the fold starts again from the state after the last action,
and runs up to that time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field
from msgspec.structs import astuple, replace

from l5tui.domain.safety.stop_rules import graver
from l5tui.engine.events import Changed, Ended, Event, Jumped, Passed, Paused, Resumed, Seen, Started
from l5tui.engine.plan import Segment, Slot


class Progress(Struct, frozen=True):
    """The state of a session at one session time."""

    segments: tuple[Segment, ...]
    index: int = 0
    """The index of the current segment; the number of segments when all are done."""
    offset: int = 0
    """Milliseconds since the segment began."""
    at: int = 0
    """The session time of this state."""
    started: bool = False
    running: bool = False
    ended: Ended | None = None
    spent: Mapping[Slot, int] = field(default_factory=lambda: MappingProxyType({}))
    """Milliseconds spent, by slot."""
    planned_ms: int | None = None
    """The planned length of the current segment when it began; None before any time has run in it."""
    reached: Mapping[Slot, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    """By slot: the milliseconds that each counted phase reached in one go, and its planned length when it began.

    Of several runs the furthest is kept, so that short runs never add up to a complete one.
    """
    ended_by_hand: frozenset[Slot] = frozenset()
    """The phases that the person ended as done in own pace."""
    active_ms: int = 0
    paused_ms: int = 0
    sure: Progress | None = None
    """The state after the last action; None if no time has passed since.

    It allows the time since then to be taken back if nobody was there.
    """

    def __eq__(self, other: object) -> bool:
        # `sure` is no part of the position
        if not isinstance(other, Progress):
            return NotImplemented
        return astuple(self)[:-1] == astuple(other)[:-1]

    @property
    def over(self) -> bool:
        """Whether nothing is left to do."""
        return self.ended is not None or self.index >= len(self.segments)

    @property
    def segment(self) -> Segment | None:
        """The current segment; None at the end."""
        return None if self.index >= len(self.segments) else self.segments[self.index]

    @property
    def left_ms(self) -> int | None:
        """The time left in the segment; None in own pace and at the end."""
        segment = self.segment
        if segment is None or segment.ms is None:
            return None
        return max(0, segment.ms - self.offset)

    def until(self, at: int) -> Progress:
        """The state at a later time, without any event in between.

        A time before `at` (the clock went backwards) adds nothing, and counting continues from there.
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
        """The state after an event. An event that isn't possible in this state is ignored."""
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
        """The state as if the session had been paused at an earlier time."""
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
        """The state with other segments: the same position in the current segment if it still exists, else a start."""
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
        """The state with the segment of this index done, according to a note after missing lines."""
        reached = dict(self.reached)
        for segment in self.segments[max(0, index) : index + 1]:
            if segment.phase and segment.ms is not None:
                reached[segment.slot] = _further(reached.get(segment.slot), (segment.ms, segment.planned_ms))
        return replace(self, reached=MappingProxyType(reached))

    def _noted(self, index: int, offset: int) -> Progress:
        """The state at the position that a note gives, running."""
        index = min(max(index, 0), len(self.segments))
        planned = self.planned_ms if index == self.index else None
        running = index < len(self.segments)
        return replace(self, index=index, offset=offset, planned_ms=planned, started=True, running=running)


def _further(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    """The run that got further as a share of the planned length; of equal shares the longer one."""
    if one is None:
        return other
    mine, others = one[0] * other[1], other[0] * one[1]
    return other if (others, other[0]) > (mine, one[0]) else one


def fold(segments: tuple[Segment, ...], events: Iterable[Event]) -> Progress:
    """The state of a session with these segments after these events."""
    progress = Progress(segments)
    for event in events:
        progress = progress.after(event)
    return progress
