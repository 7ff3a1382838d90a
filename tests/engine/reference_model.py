"""A slow reference model of a session that counts ticks. Tests compare the engine with it."""

from __future__ import annotations

from collections import Counter
from copy import copy

from l5tui.engine.plan import Plan, Segment, SegmentKind, Slot

ADJUSTABLE = {SegmentKind.GET_READY, SegmentKind.MOVE_ON, SegmentKind.REST}


class ReferenceSession:
    """The state of a session, advanced tick by tick.

    Args:
        plan: what was planned.
        tick_ms: every time in the session is a multiple of this.
    """

    def __init__(self, plan: Plan, tick_ms: int) -> None:
        self.segments = plan.segments
        self.seconds: list[int | None] = [segment.seconds for segment in plan.segments]
        self.tick_ms = tick_ms
        self.index = 0
        self.ms = 0
        self.running = True
        self.ended = False
        self.own_pace = False
        self.slept = False
        self.stood = 0
        self.ready_first = False
        self.goes_on: int | None = None
        self.since_look = 0
        self.spent: Counter[Slot] = Counter()
        self.by_hand: set[Slot] = set()
        self.reached: dict[Slot, tuple[int, int]] = {}
        """The longest that each phase was counted down in one go, and what was planned."""
        self.active = 0
        self.paused = 0
        self.at_look = self._kept()

    @property
    def over(self) -> bool:
        return self.ended or self.index == len(self.segments)

    def wait(self, ms: int) -> None:
        for _ in range(ms // self.tick_ms):
            self._tick()

    def _tick(self) -> None:
        self.since_look += self.tick_ms
        if self.over:
            return
        if not self.running:
            self.paused += self.tick_ms
            self.stood += self.tick_ms
            if self.goes_on is not None:
                self.goes_on -= self.tick_ms
                if self.goes_on == 0:
                    self._resume()
            return
        self.active += self.tick_ms
        self.ms += self.tick_ms
        self.spent[self.segments[self.index].slot] += self.tick_ms
        here, seconds = self.segments[self.index], self.seconds[self.index]
        if here.phase and seconds is not None:
            longest = max(self.ms, self.reached.get(here.slot, (0, 0))[0])
            self.reached[here.slot] = longest, here.given_s * 1000
        if seconds is not None and self.ms >= seconds * 1000:
            self._go(self.index + 1, done=True)

    def _go(self, to: int, *, done: bool = False) -> None:
        here = self.segments[self.index]
        if done and here.phase and self.seconds[self.index] is None and self.ms:
            self.by_hand.add(here.slot)
        self.index, self.ms = to, 0
        if to == len(self.segments):
            self.running = False

    def _kept(self) -> dict[str, object]:
        return {
            name: copy(value) for name, value in vars(self).items() if name not in ("at_look", "slept", "since_look")
        }

    def _resume(self) -> None:
        self.running, self.ready_first, self.goes_on = True, False, None

    def _pause(self) -> None:
        if self.running:
            self.running, self.stood = False, 0

    def do(self, act: str) -> None:
        if act == "stop":
            self.slept = True
            return
        stood_still = not self.running and self.goes_on is None
        if self.slept:
            self.slept = False
            vars(self).update(self.at_look)
            stood_still = not self.running and self.goes_on is None
            self._nobody_was_there()
        if not self.over:
            self._do(act, stood_still=stood_still)
        self.at_look, self.since_look = self._kept(), 0

    def _nobody_was_there(self) -> None:
        self.goes_on = None
        if self.over:
            return
        if self.running:
            self._pause()
            self.ready_first = True
        else:
            self.stood += self.since_look
        self.paused += self.since_look

    def _do(self, act: str, *, stood_still: bool) -> None:
        here = self.segments[self.index]
        match act:
            case "pause":
                self._pause()
                self.goes_on = None
            case "resume":
                self._go_on()
            case "restart_repetition":
                self.ready_first = True
                if here.phase:
                    self._go(self._start_of_rep())
            case "toggle" if not self.running:
                self.goes_on = None
                if stood_still:
                    self._go_on()
            case "toggle" if not self.own_pace:
                self._pause()
            case "toggle" | "go_on":
                self._go(self.index + 1, done=True)
            case "skip":
                self._go(self.index + 1)
            case "back":
                self._go(max(0, self.index - 1))
            case "skip_exercise":
                self._go(max(place for place, one in enumerate(self.segments) if one.step == here.step) + 1)
            case "back_exercise":
                self._go(self._start_of(here.step) if self.index != self._start_of(here.step) else self._start_before())
            case "more" | "less" if not self.own_pace and (here.kind in ADJUSTABLE or here.phase == "hold"):
                self._adjust(10 if act == "more" else -10)
            case "own_pace_on" if not self.own_pace:
                self.own_pace = True
                for place, one in enumerate(self.segments):
                    if one.phase:
                        self.seconds[place] = None
            case "own_pace_off" if self.own_pace:
                self.own_pace = False
                for place, one in enumerate(self.segments):
                    if one.phase:
                        self.seconds[place] = one.seconds
                self.seconds[self.index] = max(self.seconds[self.index] or 0, self.ms // 1000 + 1)
            case "end":
                self.running, self.ended, self.goes_on = False, True, None

    def _go_on(self) -> None:
        if self.running or self.goes_on is not None:
            return
        if self.ready_first or (self.segments[self.index].phase and self.stood > 3000):
            self.goes_on = 3000
        else:
            self._resume()

    def _start_of_rep(self) -> int:
        start = self.index
        here = self.segments[start]
        while start and self.segments[start - 1].phase and _rep(self.segments[start - 1]) == _rep(here):
            start -= 1
        return start

    def _adjust(self, by: int) -> None:
        here = self.segments[self.index]
        seconds = (self.seconds[self.index] or 0) + by
        if here.phase and by > 0:  # a hold: up to the top of its range, which is nothing where it has no range
            seconds = max(self.seconds[self.index] or 0, min(seconds, max(here.most_s, here.given_s)))
        if seconds * 1000 <= self.ms:
            self._go(self.index + 1, done=True)
        else:
            self.seconds[self.index] = seconds

    def _start_of(self, step: int) -> int:
        return min(place for place, one in enumerate(self.segments) if one.step == step)

    def _start_before(self) -> int:
        return self._start_of(self.segments[self.index - 1].step) if self.index else 0


def _rep(one: Segment) -> tuple[object, ...]:
    return one.step, one.side, one.rep
