"""The session controller: it owns the state of a session, without any user interface.

The user interface turns keys into calls and shows the `Moment`; time comes from a clock. Observers are notified of each
event in order of registration. The session log registers first, so an event is on disk before any screen shows it. A
late call never lengthens a hold, because segments end when they were due. Each call reads the clock once, so nothing
can end between computing the position and acting on it.

While the session runs, the user interface calls `catch_up` at least every second. A longer gap between two readings
means that nobody was guided: the session is then paused as of the last reading, and nothing of the gap counts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Final, Literal

from msgspec.structs import replace

from l5tui.domain.entry import Score, Stop
from l5tui.domain.exercise import Exercise
from l5tui.domain.safety.restrictions import Restriction
from l5tui.domain.safety.stop_rules import graver
from l5tui.engine.clock import Clock, session_ms
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
from l5tui.engine.plan_changes import LeftOut, eased, in_easier_form, leave_out, rep_start
from l5tui.engine.progress import Progress, fold
from l5tui.engine.resuming import PauseState

ADJUST_S = 10
"""The seconds that one press of more or less adds or removes. A hold can't exceed its longest allowed time."""
READ_CLOCK_EVERY_S: Final = 1.0
"""The longest interval in real seconds between two readings of the clock while a session runs."""

Observer = Callable[[Event], None]


class Controller:
    """A running session.

    Args:
        plan: the plan, whose segments the events are applied to.
        clock: session time. A resumed session's clock continues from the last event's time.
        history: the events so far of a resumed session. If it was running when it was interrupted, it resumes paused at
            its last event; observers get that pause before the next event.
    """

    def __init__(self, plan: Plan, clock: Clock, history: Iterable[Event] = ()) -> None:
        self.plan = plan
        self.clock = clock
        self.events: list[Event] = list(history)
        self._progress = fold(plan.segments, self.events)
        self._observers: list[Observer] = []
        self._queued: deque[Event] = deque()
        self._notifying = False
        self._read_ms = self._progress.at
        self._pause = PauseState(taken_up=self._progress.started)
        clock.read()
        if self._progress.running:
            self._record(Paused(self._progress.at))

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Notify this observer of every event from now on, until the returned function is called."""
        self._observers.append(observer)

        def leave() -> None:
            with suppress(ValueError):
                self._observers.remove(observer)

        return leave

    @property
    def progress(self) -> Progress:
        """The current progress. Reading it has no effect."""
        reading = self.clock.peek()
        gap = reading.gap and self._progress.running
        return self._progress.until(max(self._read_ms, self._progress.at) if gap else reading.at)

    @property
    def moment(self) -> Moment:
        """What to show now."""
        progress = self.progress
        pause = self._pause
        return moment_of(progress, self.plan.steps, ready_ms=pause.ready_ms(progress), pause_reason=pause.reason)

    @property
    def own_pace(self) -> bool:
        """Whether phases wait for the person."""
        return any(segment.seconds is None for segment in self._progress.segments)

    @property
    def due_ms(self) -> int | None:
        """Session milliseconds until the segment ends by itself; None when nothing will."""
        progress = self.progress
        return progress.left_ms if progress.running else None

    # Passing time

    def catch_up(self) -> None:
        """Record the segments that ended, or pause as of the last reading if there was a gap.

        Call it when a segment is due, and at least every `READ_CLOCK_EVERY_S` while it runs.
        """
        self._catch_up()

    def note_position(self) -> None:
        """Record the position for the session log."""
        progress = self._catch_up()
        if progress.running:
            self._emit(Seen(progress.at, progress.index, progress.offset))

    # Actions of the person

    def start(self) -> None:
        """Begin the first segment."""
        progress = self._catch_up()
        if not progress.started and not progress.over:
            self._emit(Started(progress.at))

    def pause(self) -> None:
        """Pause, and cancel a countdown to resume."""
        progress = self._catch_up()
        self._pause.cancel_resume()
        if progress.running:
            self._emit(Paused(progress.at))

    def pause_unattended(self, for_s: float) -> None:
        """Pause as of so many real seconds ago, when the person was last known to be there.

        Segments that ended by themselves since then don't count as done.
        """
        progress = self._catch_up()
        self._pause.cancel_resume()
        if progress.running or (progress.started and progress.over and progress.ended is None):
            self._emit(Paused(progress.at, max(0, progress.at - session_ms(self.clock, for_s))))
            self._pause.found_paused("silent")

    def resume(self) -> None:
        """Resume, at once or after a countdown (`engine/resuming.py`)."""
        self._resume(self._catch_up())

    def restart_repetition(self) -> None:
        """Resume from the first phase of the current repetition; outside repetitions, from the current position."""
        progress = self._catch_up()
        segment = progress.segment
        self._pause.ready_first = True
        if segment is not None and segment.kind is SegmentKind.PHASE:
            start = rep_start(progress.segments, progress.index)
            if (progress.index, progress.offset) != (start, 0):
                self._jump(progress, start)

    def toggle(self) -> None:
        """The action of space: resume when paused, go to the next phase in own pace, else pause.

        A session that a gap has just paused stays paused, because on screen it was still running.
        """
        stood_still = not self._progress.running and self._pause.resumes_ms is None
        progress = self._catch_up()
        if not progress.running:
            self._pause.cancel_resume()
            if stood_still:
                self._resume(progress)
        elif self.own_pace:
            self._jump(progress, progress.index + 1, done=True)
        else:
            self._emit(Paused(progress.at))

    def go_on(self) -> None:
        """In own pace: end this phase as done, and begin the next."""
        progress = self._catch_up()
        self._jump(progress, progress.index + 1, done=True)

    def skip(self) -> None:
        """Go to the next segment; the current one doesn't count as done."""
        progress = self._catch_up()
        self._jump(progress, progress.index + 1)

    def back(self) -> None:
        """Go to the start of the previous segment; from the first one, to its own start."""
        progress = self._catch_up()
        self._jump(progress, max(0, progress.index - 1))

    def skip_exercise(self) -> None:
        """Go to the set-up of the next exercise, or to the end."""
        progress = self._catch_up()
        segment = progress.segment
        if segment is not None:
            self._jump(progress, _first_of(progress.segments, lambda one: one.step > segment.step))

    def skip_today(self) -> None:
        """Go to the next different exercise, and remove the later occurrences of this one from the plan."""
        progress = self._catch_up()
        segment = progress.segment
        if segment is None or progress.over:
            return
        exercise = self.plan.steps[segment.step].exercise
        next_step = _first_of(progress.segments, lambda one: one.step > segment.step)
        later = progress.segments[next_step:]
        kept = tuple(one for one in later if self.plan.steps[one.step].exercise != exercise)
        if kept != later:
            self._emit(Changed(progress.at, next_step, kept, "skip_today"))
            progress = self._catch_up()
        self._jump(progress, next_step)

    def back_exercise(self) -> None:
        """Go to the start of this exercise; from its set-up, to the start of the previous one."""
        progress = self._catch_up()
        segment = progress.segment
        if segment is None:
            return
        start = _first_of(progress.segments, lambda one: one.step == segment.step)
        if start == progress.index and start > 0:
            before = progress.segments[start - 1].step
            start = _first_of(progress.segments, lambda one: one.step == before)
        self._jump(progress, start)

    def more(self) -> None:
        """Add ten seconds to a rest, a set-up, or a hold up to its longest. Has no effect elsewhere or in own pace."""
        progress = self._catch_up()
        if progress.segment is None or not self._adjustable(progress):
            return
        room = progress.segment.room_s
        seconds = ADJUST_S if room is None else min(ADJUST_S, room)
        if seconds:
            self._add(progress, seconds, "more")

    def less(self) -> None:
        """Remove ten seconds, or end the segment if no more than that is left."""
        progress = self._catch_up()
        if not self._adjustable(progress):
            return
        if (progress.left_ms or 0) <= ADJUST_S * 1000:
            self._jump(progress, progress.index + 1, done=True)
        else:
            self._add(progress, -ADJUST_S, "less")

    def set_own_pace(self, on: bool) -> None:
        """Turn own pace on or off for all phases, including earlier ones, so that going back keeps the pace.

        When it is turned off in a phase that has lasted longer than planned, the phase ends at the next whole second.
        """
        progress = self._catch_up()
        if progress.over or on == self.own_pace:
            return
        segments = [_paced(segment, own=on) for segment in progress.segments]
        here = segments[progress.index]
        if here.seconds is not None and here.seconds * 1000 <= progress.offset:
            segments[progress.index] = replace(here, seconds=progress.offset // 1000 + 1)
        self._emit(Changed(progress.at, 0, tuple(segments), "own_pace"))

    def ease(self, exercise: Exercise) -> None:
        """Switch the current exercise to its easier form, from the start of this repetition."""
        progress = self._catch_up()
        segment = progress.segment
        if segment is None or progress.over or self.plan.steps[segment.step].exercise != exercise.id:
            return
        start = rep_start(progress.segments, progress.index)
        segments = eased(progress.segments, start, exercise)
        self._emit(Changed(progress.at, start, segments, "ease", exercise.easier.id))
        self._jump(self._catch_up(), start)

    def leave_out(self, restrictions: Iterable[Restriction], exercises: Mapping[str, Exercise]) -> LeftOut:
        """Apply restrictions to a session that is resumed, or during which another login noted them: remove what is
        off, also from earlier segments, and ease what is eased.

        A running session is paused first if that touches the current exercise.

        Returns what was removed and eased. Without any change no event is recorded.
        """
        progress = self._catch_up()
        found = leave_out(progress.segments, self.plan.steps, restrictions, exercises)
        if progress.running and progress.segment is not None and found.touches(progress.segment.step):
            self.pause()
            progress = self._progress
        if (found.steps or found.flat) and not progress.over:
            here = progress.segment
            if here is not None and here.step in found.steps:
                later = leave_out(progress.segments[progress.index :], self.plan.steps, restrictions, exercises)
                self._emit(Changed(progress.at, progress.index, later.segments, "off"))
            self._emit(Changed(progress.at, 0, found.segments, "off"))
        self._ease_all({step: exercises[self.plan.steps[step].exercise] for step in found.eased})
        return found

    def _ease_all(self, wanted: Mapping[int, Exercise]) -> None:
        """Switch these steps to their easier form: the current one from the start of its repetition, the others
        whole."""
        progress = self._catch_up()
        here = progress.segment
        if here is None or progress.over or not wanted:
            return
        if here.step in wanted:
            start = rep_start(progress.segments, progress.index)
            exercise = wanted[here.step]
            segments = eased(progress.segments, start, exercise)
            self._emit(Changed(progress.at, start, segments, "off", exercise.easier.id))
            progress = self._catch_up()
        before, later = progress.segments[: progress.index], progress.segments[progress.index :]
        before = tuple(in_easier_form(one, wanted[one.step]) if one.step in wanted else one for one in before)
        for step, exercise in wanted.items():
            start = _first_of(later, lambda one, step=step: one.step == step)  # type: ignore[misc]
            if step > here.step and start < len(later):
                later = (*later[:start], *eased(later, start, exercise))
        if (*before, *later) != progress.segments:
            self._emit(Changed(progress.at, 0, (*before, *later), "off"))

    def hurt(self, answer: str, pain: int | None = None, settled: bool | None = None, *, again: bool = False) -> None:
        """Record that it hurts: where, what, and how much. `again` adds to the previous record."""
        self._emit(Hurt(self._catch_up().at, answer, pain, settled, again))

    def rate(self, when: When, score: Score) -> None:
        """Record a score."""
        self._emit(Rated(self._catch_up().at, when, deepcopy(score)))

    def end(self, stop: Stop | None = "person") -> None:
        """End the session. After the plan's last segment `person` isn't recorded as a stop, but a safety rule (S1 to
        S6) is.

        An ended session stays ended; only a graver rule can still replace the stop, when an emergency sign is reported.
        """
        progress = self._catch_up()
        if progress.ended is not None:
            if graver(stop, progress.ended.stop):
                self._emit(Ended(progress.at, stop))
        else:
            through = progress.index >= len(progress.segments)
            self._emit(Ended(progress.at, None if through and stop == "person" else stop))

    # Implementation

    def _catch_up(self) -> Progress:
        """Read the clock once, record everything that was due, and return the progress."""
        reading = self.clock.read()
        now = reading.at
        if not self._progress.running:
            self._pause.add_paused(reading.away_s)
        if reading.gap:
            self._pause_for_gap()
        elif (ready := self._pause.resumes_ms) is not None and ready <= now:
            self._emit(Resumed(ready))
        while self._progress.running:
            due = self._progress.left_ms
            if due is None or self._progress.at + due > now:
                break
            self._emit(Passed(self._progress.at + due, self._progress.index))
            now = max(now, self._progress.at)  # an observer may have caused a later event meanwhile
        self._read_ms = now
        return self._progress.until(now)

    def _pause_for_gap(self) -> None:
        """Pause as of the last reading, because nobody was guided since."""
        self._pause.cancel_resume()
        if self._progress.running:
            self._emit(Paused(max(self._read_ms, self._progress.at)))
            self._pause.found_paused("stopped")

    def _resume(self, progress: Progress) -> None:
        can = progress.started and not progress.running and not progress.over
        if can and self._pause.resumes_at_once(progress):
            self._emit(Resumed(progress.at))

    def _adjustable(self, progress: Progress) -> bool:
        segment = progress.segment
        return segment is not None and segment.adjustable and not progress.over and not self.own_pace

    def _add(self, progress: Progress, seconds: int, why: Literal["more", "less"]) -> None:
        here, *later = progress.segments[progress.index :]
        changed = replace(here, seconds=(here.seconds or 0) + seconds)
        self._emit(Changed(progress.at, progress.index, (changed, *later), why))

    def _jump(self, progress: Progress, to: int, *, done: bool = False) -> None:
        if not progress.over:
            self._emit(Jumped(progress.at, to, done))

    def _record(self, event: Event) -> None:
        self.events.append(event)
        self._progress = self._progress.after(event)
        self._pause.follow(event, self._progress)
        self._queued.append(event)

    def _emit(self, event: Event) -> None:
        """Record an event and notify the observers. Events that an observer causes are delivered after it, to all."""
        self._record(event)
        if self._notifying:
            return
        self._notifying = True
        try:
            while self._queued:
                queued = self._queued.popleft()
                for observer in tuple(self._observers):
                    observer(queued)
        finally:
            self._notifying = False


def _first_of(segments: tuple[Segment, ...], wanted: Callable[[Segment], bool]) -> int:
    return next((index for index, segment in enumerate(segments) if wanted(segment)), len(segments))


def _paced(segment: Segment, *, own: bool) -> Segment:
    if segment.kind is not SegmentKind.PHASE:
        return segment
    return replace(segment, seconds=None if own else segment.given_s)
