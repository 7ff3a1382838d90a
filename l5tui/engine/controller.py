"""The reactive session controller: it owns a session's state and knows no face.

Keys come in as calls, time comes from a clock, a `Moment` goes out, and whoever observes is told each event in the
order in which it happened. Observers are called in the order in which they came, so the live log, which comes first,
has an event before any screen shows it. A late call never lengthens a hold: what passed by itself is reckoned from
when it was due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from l5tui.domain.entry import Score, Stop
from l5tui.engine.clock import Clock
from l5tui.engine.events import (
    Changed,
    Ended,
    Event,
    Hurt,
    Jumped,
    Passed,
    Paused,
    Rated,
    Resumed,
    Seen,
    Started,
    When,
)
from l5tui.engine.moment import Moment, moment_of
from l5tui.engine.plan import Plan, Segment, SegmentKind
from l5tui.engine.progress import Progress, fold

ADJUST_S = 10
"""What one press of more or less adds or takes, in seconds."""

Observer = Callable[[Event], None]


class Controller:
    """A session under way.

    Args:
        plan: what was planned; its segments are where the fold begins.
        clock: session time. A resumed session's clock goes on from the last event's time.
        history: the events so far, of a session that is taken up again.
    """

    def __init__(self, plan: Plan, clock: Clock, history: Iterable[Event] = ()) -> None:
        self.plan = plan
        self.clock = clock
        self.events: list[Event] = list(history)
        self._progress = fold(plan.segments, self.events)
        self._observers: list[Observer] = []
        self._own_pace = any(segment.seconds is None for segment in self._progress.segments)

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Tell this one of every event from now on; the returned call ends that."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    @property
    def progress(self) -> Progress:
        """Where it stands now. Asking changes nothing."""
        return self._progress.until(self.clock.now())

    @property
    def moment(self) -> Moment:
        """What is so right now."""
        return moment_of(self.progress, self.plan.steps)

    @property
    def own_pace(self) -> bool:
        """Whether phases wait for the person."""
        return self._own_pace

    @property
    def due_ms(self) -> int | None:
        """Session milliseconds until the segment ends by itself; None when nothing will."""
        progress = self.progress
        return progress.left_ms if progress.running else None

    # What time does

    def catch_up(self) -> None:
        """Note what ended by itself, and pause where it was if the machine slept. Call it when something was due."""
        now = self.clock.now()
        slept = self.clock.slept()
        while True:
            due = self._progress.left_ms
            if not self._progress.running or due is None or self._progress.at + due > now:
                break
            self._happen(Passed(self._progress.at + due, self._progress.index))
        if slept and self._progress.running:
            self._happen(Paused(now))

    def note_position(self) -> None:
        """Say where it is, for the live log."""
        self.catch_up()
        progress = self.progress
        if progress.running:
            self._happen(Seen(progress.at, progress.index, progress.offset))

    # What the person does

    def start(self) -> None:
        """Begin the first segment."""
        if not self._progress.started:
            self._happen(Started(self.clock.now()))

    def pause(self) -> None:
        """Stand still."""
        if self._ready().running:
            self._happen(Paused(self.clock.now()))

    def resume(self) -> None:
        """Go on."""
        progress = self._ready()
        if progress.started and not progress.running and not progress.over:
            self._happen(Resumed(self.clock.now()))

    def toggle(self) -> None:
        """What space does: go on when paused, the next phase in own pace, else pause."""
        progress = self._ready()
        if not progress.running:
            self.resume()
        elif self._own_pace:
            self.go_on()
        else:
            self.pause()

    def go_on(self) -> None:
        """In own pace: this is done, the next please."""
        progress = self._ready()
        if not progress.over:
            self._jump(progress.index + 1, done=True)

    def skip(self) -> None:
        """One segment on; the one that was on isn't done."""
        progress = self._ready()
        if not progress.over:
            self._jump(progress.index + 1)

    def back(self) -> None:
        """To the start of the segment before; at the first one, to its own start."""
        progress = self._ready()
        if not progress.over:
            self._jump(max(0, progress.index - 1))

    def skip_exercise(self) -> None:
        """To the set-up of the next exercise, or the end."""
        progress = self._ready()
        segment = progress.segment
        if segment is not None and not progress.over:
            self._jump(_first_of(progress.segments, lambda one: one.step > segment.step))

    def back_exercise(self) -> None:
        """To the start of this exercise; from its set-up, to the start of the one before."""
        progress = self._ready()
        segment = progress.segment
        if segment is None or progress.over:
            return
        start = _first_of(progress.segments, lambda one: one.step == segment.step)
        if start == progress.index and start > 0:
            before = progress.segments[start - 1].step
            start = _first_of(progress.segments, lambda one: one.step == before)
        self._jump(start)

    def more(self) -> None:
        """Ten seconds more of this hold, rest or set-up."""
        segment = self._adjustable()
        if segment is not None and segment.seconds is not None:
            self._set_seconds(segment.seconds + ADJUST_S, why_less=False)

    def less(self) -> None:
        """Ten seconds less of it, but never less than has passed; when less than that is left, go on."""
        segment = self._adjustable()
        left = self.progress.left_ms
        if segment is None or segment.seconds is None or left is None:
            return
        if left <= ADJUST_S * 1000:
            self._jump(self.progress.index + 1, done=True)
        else:
            self._set_seconds(segment.seconds - ADJUST_S, why_less=True)

    def set_own_pace(self, on: bool) -> None:
        """Let each phase wait for the person, or count again; from the phase that is on."""
        progress = self._ready()
        if progress.over or on == self._own_pace:
            return
        self._own_pace = on
        rest = tuple(_paced(segment, own=on) for segment in progress.segments[progress.index :])
        passed = -(-progress.offset // 1000)
        if not on and rest[0].seconds is not None and rest[0].seconds < passed:
            rest = (replace(rest[0], seconds=passed), *rest[1:])
        self._happen(Changed(self.clock.now(), progress.index, rest, "own_pace"))
        self.catch_up()

    def hurt(self, answer: str, pain: int | None = None, settled: bool | None = None) -> None:
        """It hurts: keep where, what, and how much."""
        self._ready()
        self._happen(Hurt(self.clock.now(), answer, pain, settled))

    def rate(self, when: When, score: Score) -> None:
        """Keep a score."""
        self._ready()
        self._happen(Rated(self.clock.now(), when, score))

    def end(self, stop: Stop | None = "person") -> None:
        """End it. At the plan's own end nobody stopped it, whatever is said here."""
        progress = self._ready()
        if progress.ended is None:
            through = progress.index >= len(progress.segments)
            self._happen(Ended(self.clock.now(), None if through else stop))

    # How

    def _ready(self) -> Progress:
        self.catch_up()
        return self.progress

    def _adjustable(self) -> Segment | None:
        progress = self._ready()
        segment = progress.segment
        return segment if segment is not None and segment.adjustable and not progress.over else None

    def _set_seconds(self, seconds: int, *, why_less: bool) -> None:
        progress = self.progress
        changed = replace(progress.segments[progress.index], seconds=seconds)
        rest = (changed, *progress.segments[progress.index + 1 :])
        self._happen(Changed(self.clock.now(), progress.index, rest, "less" if why_less else "more"))

    def _jump(self, to: int, *, done: bool = False) -> None:
        self._happen(Jumped(self.clock.now(), to, done))

    def _happen(self, event: Event) -> None:
        self.events.append(event)
        self._progress = self._progress.after(event)
        for observer in tuple(self._observers):
            observer(event)


def _first_of(segments: tuple[Segment, ...], wanted: Callable[[Segment], bool]) -> int:
    return next((index for index, segment in enumerate(segments) if wanted(segment)), len(segments))


def _paced(segment: Segment, *, own: bool) -> Segment:
    if segment.kind is not SegmentKind.PHASE:
        return segment
    return replace(segment, seconds=None if own else segment.given_s)
