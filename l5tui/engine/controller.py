"""The reactive session controller: it owns a session's state and knows no face.

Keys come in as calls, time comes from a clock, a `Moment` goes out, and whoever observes is told each event in the
order in which it happened. Observers are called in the order in which they came, so the live log, which comes first,
has an event before any screen shows it. A late call never lengthens a hold: what passed by itself is reckoned from
when it was due. Each call reads the clock once, so nothing can end between looking where it is and acting on it.

Each call is a look at the clock, too. Whoever guides makes one at least every second while the session runs
(`catch_up`), so that a gap between two shows that nobody was guided: then the session stands paused where the last
look was, before anything of the gap is credited.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from typing import Final, Literal

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
"""What one press of more or less adds or takes, in seconds. More of a hold ends at the hold's longest."""
READ_CLOCK_EVERY_S: Final = 1.0
"""Real seconds between two looks at the clock of a session that runs, at the most."""

Observer = Callable[[Event], None]


class Controller:
    """A session under way.

    Args:
        plan: what was planned; its segments are where the fold begins.
        clock: session time. A resumed session's clock goes on from the last event's time.
        history: the events so far, of a session that is taken up again. One that was running when it was cut off
            stands paused where its last event left it; observers are told so with the first thing that happens.
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
        """Tell this one of every event from now on; the returned call ends that."""
        self._observers.append(observer)

        def leave() -> None:
            with suppress(ValueError):
                self._observers.remove(observer)

        return leave

    @property
    def progress(self) -> Progress:
        """Where it stands now. Asking changes nothing."""
        reading = self.clock.peek()
        gap = reading.gap and self._progress.running
        return self._progress.until(max(self._read_ms, self._progress.at) if gap else reading.at)

    @property
    def moment(self) -> Moment:
        """What is so right now."""
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

    # What time does

    def catch_up(self) -> None:
        """Note what ended by itself; or, if nobody was guided for a while, pause where it was at the last look.

        Call it when something was due, and at least every `READ_CLOCK_EVERY_S` while it runs.
        """
        self._catch_up()

    def note_position(self) -> None:
        """Say where it is, for the live log."""
        progress = self._catch_up()
        if progress.running:
            self._emit(Seen(progress.at, progress.index, progress.offset))

    # What the person does

    def start(self) -> None:
        """Begin the first segment."""
        progress = self._catch_up()
        if not progress.started and not progress.over:
            self._emit(Started(progress.at))

    def pause(self) -> None:
        """Stand still, and don't go on by itself either."""
        progress = self._catch_up()
        self._pause.cancel_resume()
        if progress.running:
            self._emit(Paused(progress.at))

    def nobody_there(self, for_s: float) -> None:
        """Stand still as of so many real seconds ago, when the last sign of a person came.

        What came to its end by itself since then hasn't.
        """
        progress = self._catch_up()
        self._pause.cancel_resume()
        if progress.running or (progress.started and progress.over and progress.ended is None):
            self._emit(Paused(progress.at, max(0, progress.at - session_ms(self.clock, for_s))))
            self._pause.found_paused("silent")

    def resume(self) -> None:
        """Go on, at once or after one got ready (`engine/resuming`)."""
        self._resume(self._catch_up())

    def begin_anew(self) -> None:
        """From the first phase of the repetition that is on, when it goes on; elsewhere from where it is."""
        progress = self._catch_up()
        segment = progress.segment
        self._pause.ready_first = True
        if segment is not None and segment.kind is SegmentKind.PHASE:
            start = rep_start(progress.segments, progress.index)
            if (progress.index, progress.offset) != (start, 0):
                self._jump(progress, start)

    def toggle(self) -> None:
        """What space does: go on when paused, the next phase in own pace, else pause.

        A session that turns out to have been paused by a gap stays so: on screen it was running.
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
        """In own pace: this is done, the next please."""
        progress = self._catch_up()
        self._jump(progress, progress.index + 1, done=True)

    def skip(self) -> None:
        """One segment on; the one that was on isn't done."""
        progress = self._catch_up()
        self._jump(progress, progress.index + 1)

    def back(self) -> None:
        """To the start of the segment before; at the first one, to its own start."""
        progress = self._catch_up()
        self._jump(progress, max(0, progress.index - 1))

    def skip_exercise(self) -> None:
        """To the set-up of the next exercise, or the end."""
        progress = self._catch_up()
        segment = progress.segment
        if segment is not None:
            self._jump(progress, _first_of(progress.segments, lambda one: one.step > segment.step))

    def skip_today(self) -> None:
        """To the next exercise that is another one: this one doesn't come again, wherever else it is in the plan."""
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
        """To the start of this exercise; from its set-up, to the start of the one before."""
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
        """Ten seconds more of a rest or set-up, or of a hold up to its longest; nothing elsewhere, nor in own pace."""
        progress = self._catch_up()
        if progress.segment is None or not self._adjustable(progress):
            return
        room = progress.segment.room_s
        seconds = ADJUST_S if room is None else min(ADJUST_S, room)
        if seconds:
            self._add(progress, seconds, "more")

    def less(self) -> None:
        """Ten seconds less of it, but never less than has passed; when no more than that is left, go on."""
        progress = self._catch_up()
        if not self._adjustable(progress):
            return
        if (progress.left_ms or 0) <= ADJUST_S * 1000:
            self._jump(progress, progress.index + 1, done=True)
        else:
            self._add(progress, -ADJUST_S, "less")

    def set_own_pace(self, on: bool) -> None:
        """Let each phase wait for the person, or count again: all of them, so that going back finds the same pace.

        A phase that is already longer than planned, when counting begins again, goes on to its next whole second.
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
        """The easier form of the exercise that is on, from the start of this repetition."""
        progress = self._catch_up()
        segment = progress.segment
        if segment is None or progress.over or self.plan.steps[segment.step].exercise != exercise.id:
            return
        start = rep_start(progress.segments, progress.index)
        segments = eased(progress.segments, start, exercise)
        self._emit(Changed(progress.at, start, segments, "ease", exercise.easier.id))
        self._jump(self._catch_up(), start)

    def leave_out(self, restrictions: Iterable[Restriction], exercises: Mapping[str, Exercise]) -> LeftOut:
        """Take out what is off now, of a session that is taken up again, so that going back doesn't find it either; and
        have what is to be eased in its easier form.

        Returns what was taken out and eased; where nothing was, nothing happens.
        """
        progress = self._catch_up()
        found = leave_out(progress.segments, self.plan.steps, restrictions, exercises)
        if (found.steps or found.flat) and not progress.over:
            here = progress.segment
            if here is not None and here.step in found.steps:
                later = leave_out(progress.segments[progress.index :], self.plan.steps, restrictions, exercises)
                self._emit(Changed(progress.at, progress.index, later.segments, "off"))
            self._emit(Changed(progress.at, 0, found.segments, "off"))
        self._ease_all({step: exercises[self.plan.steps[step].exercise] for step in found.eased})
        return found

    def _ease_all(self, wanted: Mapping[int, Exercise]) -> None:
        """These steps in their easier form: the one that is on from the start of its repetition, the others whole."""
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
        """It hurts: keep where, what, and how much; `again` says more of the last one."""
        self._emit(Hurt(self._catch_up().at, answer, pain, settled, again))

    def rate(self, when: When, score: Score) -> None:
        """Keep a score."""
        self._emit(Rated(self._catch_up().at, when, deepcopy(score)))

    def end(self, stop: Stop | None = "person") -> None:
        """End it. At the plan's own end the person stopped nothing; a safety rule (S1 to S6) is kept there too.

        What has ended stays so; only a graver rule can still be named, once an emergency sign comes out.
        """
        progress = self._catch_up()
        if progress.ended is not None:
            if graver(stop, progress.ended.stop):
                self._emit(Ended(progress.at, stop))
        else:
            through = progress.index >= len(progress.segments)
            self._emit(Ended(progress.at, None if through and stop == "person" else stop))

    # How

    def _catch_up(self) -> Progress:
        """Where it stands now, with all that time did noted; the clock is read once."""
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
            now = max(now, self._progress.at)  # an observer may have acted meanwhile, at a later time
        self._read_ms = now
        return self._progress.until(now)

    def _pause_for_gap(self) -> None:
        """Nobody was guided since the last look."""
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
        """Keep an event and tell it. What an observer sets off while it is told comes after, for everybody."""
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
