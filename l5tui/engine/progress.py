"""Where a session stands: a fold over its events.

The place is (segment index, milliseconds into it), so it stays right when other segments change. Folding a prefix and
going on equals folding it all, and the time spent in the segments always adds up to the time that ran.

In a whole log the notes (`Passed`, `Seen`) say nothing that the time alone doesn't. Where lines are missing they are
what is left of the truth, so the fold goes where they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

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
    finished: frozenset[Slot] = frozenset()
    """What was seen through to its end, rather than skipped."""
    active_ms: int = 0
    paused_ms: int = 0

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
        spent = dict(self.spent)
        finished = set(self.finished)
        while index < len(self.segments):
            segment = self.segments[index]
            room = left if segment.ms is None else max(0, segment.ms - offset)
            here = min(left, room)
            if here:
                spent[segment.slot] = spent.get(segment.slot, 0) + here
            offset += here
            left -= here
            if segment.ms is None or offset < segment.ms:
                break
            finished.add(segment.slot)
            index, offset = index + 1, 0
        return replace(
            self,
            index=index,
            offset=offset,
            at=at,
            running=index < len(self.segments),
            spent=MappingProxyType(spent),
            finished=frozenset(finished),
            active_ms=self.active_ms + passed - left,
        )

    def after(self, event: Event) -> Progress:
        """The session after an event; what makes no sense where it stands changes nothing."""
        now = self.until(event.at)
        if now.ended is not None:
            return now
        match event:
            case Started():
                return now if now.started else replace(now, started=True, running=not now.over)
            case Ended():
                return replace(now, ended=event, running=False)
            case Paused():
                return replace(now, running=False)
            case Resumed():
                return replace(now, running=now.started and not now.over)
            case Jumped(to=to, done=done):
                return now._jump(to, done=done)
            case Changed(first=first, segments=segments):
                return now._change((*now.segments[:first], *segments))
            case Passed(index=index):
                passed = {segment.slot for segment in now.segments[index : index + 1]}
                return replace(now._noted(index + 1, 0), finished=now.finished | passed)
            case Seen(index=index, offset=offset):
                return now._noted(index, offset)
            case _:
                return now

    def _jump(self, to: int, *, done: bool) -> Progress:
        finished = self.finished
        if done and self.segment is not None:
            finished = finished | {self.segment.slot}
        to = min(max(to, 0), len(self.segments))
        at_end = to == len(self.segments)
        return replace(self, index=to, offset=0, finished=finished, running=self.running and not at_end)

    def _change(self, segments: tuple[Segment, ...]) -> Progress:
        """Other segments, and the place in the one that is on, wherever it stands now; else the start of another."""
        index, offset = min(self.index, len(segments)), self.offset
        if self.segment is not None:
            slot = self.segment.slot
            if index == len(segments) or segments[index].slot != slot:
                index, offset = next(
                    ((place, offset) for place, other in enumerate(segments) if other.slot == slot), (index, 0)
                )
        running = self.running and index < len(segments)
        return replace(self, segments=segments, index=index, offset=offset, running=running)

    def _noted(self, index: int, offset: int) -> Progress:
        """The place that a note names: the session was running there."""
        index = min(max(index, 0), len(self.segments))
        return replace(self, index=index, offset=offset, started=True, running=index < len(self.segments))


def fold(segments: tuple[Segment, ...], events: Iterable[Event]) -> Progress:
    """Where a session with these segments stands after these events."""
    progress = Progress(segments)
    for event in events:
        progress = progress.after(event)
    return progress
