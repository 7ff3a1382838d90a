"""A running session in plain lines: prints what begins, applies keys, and waits for what is due next.

The controller owns the session's state, as on the full screen. After each key and each wait this module reads the
moment, and prints what has changed since it printed last.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final, Literal

from msgspec import Struct

from l5tui.config.keys import GUARDED
from l5tui.cues.player import CuePlayer
from l5tui.domain.safety.stop_page import FURTHER_DOWN
from l5tui.engine.clock import Seconds, real_s
from l5tui.engine.controller import Controller
from l5tui.engine.cues import ALL_DONE, HALF_WAY, CueKind, cue_at_start, cues_between, getting_ready, next_due_ms
from l5tui.engine.events import Ended, Event, Jumped, Paused
from l5tui.engine.moment import Moment, asks_about_leg
from l5tui.engine.plan import Segment
from l5tui.plain import words
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import QUIT_KEYS, Prompt
from l5tui.plain.session_keys import SAY_AGAIN, SessionKeys

Outcome = Literal["through", "ended", "discarded", "left"]
"""Completed, ended by the person or a rule, discarded, or left to be resumed."""

COUNTED: Final = (10, 5, 3, 2, 1)
"""The seconds left at which the number is printed."""
COUNTED_WHEN_SHORT: Final = (3, 2, 1)
"""The same in phases of less than `words.UNHURRIED_S`, so that a screen reader keeps up."""
COUNT_UP_S: Final = 10
"""In own pace the elapsed seconds are printed at multiples of this."""
POSITION_EVERY_S: Final = 1.0
FOLLOW_S: Final = 2.0
"""Seconds between two checks of the journal's file for changes by another login."""
SHORTEST_WAIT_S: Final = 0.005
"""The shortest wait in seconds, however fast the session's clock runs."""

STEPS: Final = {
    "session.skip": Controller.skip,
    "session.back": Controller.back,
    "session.skip_exercise": Controller.skip_exercise,
    "session.back_exercise": Controller.back_exercise,
    "session.more": Controller.more,
    "session.less": Controller.less,
}
"""The controller's method for each step."""


class _LastSaid(Struct):
    """What was printed last."""

    index: int = -1
    segment: Segment | None = None
    paused: bool = False
    own_pace: bool = False
    count: int = 0
    ready: int = 0
    cue_pending: bool = False
    """The current segment was reached while the session was paused, so its cue is played when the session resumes."""


class PlainSession:
    """A running session.

    Args:
        controller: the session.
        prompt: shows the lines, and gives the answers.
        hurts: asks the "it hurts" questions; the session is paused before.
        other_login: applies what another login stored: ends the session with the reason, or leaves out what is off now.
                Returns whether it did anything. Its argument says whether to check even if the file hasn't changed.
        cues: plays the cues.
        keys: the meaning of each key.
        left_open: the session was interrupted at an "it hurts" question, so it begins with it.
        own_pace: begin in own pace.
        leg_watched: exercises after which to ask whether pain is further down the leg.
        awake: a monotonic clock in seconds.
    """

    def __init__(
        self,
        controller: Controller,
        prompt: Prompt,
        *,
        hurts: Callable[[], None],
        other_login: Callable[[bool], bool] = lambda _: False,
        cues: CuePlayer,
        keys: SessionKeys | None = None,
        left_open: bool = False,
        own_pace: bool = False,
        leg_watched: frozenset[str] = frozenset(),
        awake: Seconds = monotonic,
    ) -> None:
        self.controller = controller
        self.prompt = prompt
        self._hurts = hurts
        self._other_login = other_login
        self._followed_s: float | None = None
        self._cues = cues
        self._keys = keys or SessionKeys()
        self._go_on = self._keys.named("session.pause")
        self._left_open = left_open
        self._own_pace = own_pace
        self._leg_watched = leg_watched
        self._awake = awake
        self._resumed = controller.moment.started
        self._said = _LastSaid()
        self._last_progress = controller.progress
        self._jumped = False
        self._keys_named = False
        self._noted_s = float("-inf")
        self._answered_at: tuple[int, int] | None = None

    def run(self) -> Outcome:
        """Run the session; returns how it ended. It is paused if it isn't over."""
        forget = self.controller.observe(self._observe)
        try:
            return self._run()
        except GoneError:
            self.controller.pause()
            return "left"
        finally:
            forget()

    def pause_when_stalled(self) -> None:
        """Pause, because the output accepts nothing, so that the person can't follow."""
        self.controller.pause()

    def _run(self) -> Outcome:
        self.prompt.say(self._keys.in_short())
        if not self._resumed:
            self.controller.start()
            self.controller.set_own_pace(self._own_pace)
        if self._left_open:
            self._ask_what_hurts()
        while True:
            self._note_position()
            self.controller.catch_up()
            self._apply_other_login()
            moment = self.controller.moment
            if moment.over:
                return self._finish()
            self._play_within()
            self._say(moment)
            now = self.controller.moment
            if _where(now) != _where(moment):  # time passed while it was printed
                continue
            key = self.prompt.source.key(self._wait_s(now))
            outcome = None if key is None else self._press(key)
            if outcome is not None:
                return outcome
            if key is not None:
                self._count_answer()

    def _finish(self) -> Outcome:
        stopped = self.controller.progress.ended
        self.controller.end()
        if stopped is None:
            self._cues.play(cue_at_start(None))
            self.prompt.say(ALL_DONE)
        return "ended" if stopped is not None and stopped.stop else "through"

    # Time

    def _note_position(self) -> None:
        """Write the position to the log about once a real second, so that an interruption loses at most a second."""
        if self._awake() - self._noted_s >= POSITION_EVERY_S:
            self._noted_s = self._awake()
            self.controller.note_position()

    def _apply_other_login(self, *, at_once: bool = False) -> None:
        """Apply what another login stored: every two real seconds, and before the session resumes from a pause."""
        at_once = at_once or self._followed_s is None
        due = at_once or self._awake() - (self._followed_s or 0) >= FOLLOW_S
        if self.controller.moment.over or not due:
            return
        self._followed_s = self._awake()
        if self._other_login(at_once):
            self._cues.silence()
            self._said.index = -1

    def _wait_s(self, moment: Moment) -> float | None:
        """Real seconds until something is due; None if nothing is."""
        if moment.over or (moment.paused and not moment.ready_s):
            return None
        if moment.ready_s:
            due = moment.ready_ms - (moment.ready_s - 1) * 1000
        elif moment.left_ms is None:
            due = COUNT_UP_S * 1000 - moment.ms % (COUNT_UP_S * 1000)
        else:
            left = moment.left_ms
            due = min([left, *(left - second * 1000 for second in COUNTED if second * 1000 < left)])
            cue = next_due_ms(self.controller.progress)
            due = due if cue is None else max(1, min(due, cue))
        wait = real_s(self.controller.clock, due)
        return max(min(wait, self._noted_s + POSITION_EVERY_S - self._awake()), SHORTEST_WAIT_S)

    def _observe(self, event: Event) -> None:
        if isinstance(event, Paused) or (isinstance(event, Ended) and event.stop):
            self._cues.silence()
        if isinstance(event, Jumped):
            self._jumped = True

    # Cues and lines

    def _play_within(self) -> None:
        """Play the cues that became due inside the segment. Half time is printed unless a number is printed then."""
        progress = self.controller.progress
        for cue in cues_between(self._last_progress, progress):
            self._cues.play(cue)
            half = (cue.segment.seconds or 0) / 2 if cue.segment else 0
            if cue.kind is CueKind.HALFWAY and self._cues.level == "all" and half not in COUNTED:
                self.prompt.say(HALF_WAY)
        self._last_progress = progress

    def _say(self, moment: Moment) -> None:
        said, segment, own_pace = self._said, moment.segment, self.controller.own_pace
        begins = self._jumped or moment.index != said.index
        if begins:
            said.cue_pending = segment is not None and (said.index >= 0 or not moment.paused)
        if said.cue_pending and not moment.paused:
            said.cue_pending = False
            step = moment.step
            self._cues.play(cue_at_start(segment), step.name if step else "", step.form if step else "")
        if begins:
            self._jumped = False
            said.count = 0
            if asks_about_leg(self.controller.progress, self.controller.plan.steps, self._leg_watched):
                self.prompt.say(f"{FURTHER_DOWN.format(key=self._keys.named('session.hurts'))}.")
            self.prompt.say(*words.announced(moment, self._go_on, self.controller.progress.segments))
            if moment.paused and not moment.ready_s:
                said.paused = False
        elif own_pace != said.own_pace:
            self.prompt.say(words.pace(self._go_on, own=own_pace))
        elif segment is not None and said.segment is not None and segment.seconds != said.segment.seconds:
            said.count = 0
            self.prompt.say(words.lengthened(moment))
        if moment.ready_s != said.ready:
            self._count_down(moment)
        if moment.paused != said.paused:
            self.prompt.say(words.paused(moment, self._go_on) if moment.paused else words.going_on(moment))
        said.index, said.segment = moment.index, segment
        said.paused, said.own_pace = moment.paused, own_pace
        if not moment.paused:
            self._count(moment)

    def _count_down(self, moment: Moment) -> None:
        """Print the seconds of the countdown before resuming, or that the session is paused after all."""
        if moment.ready_s:
            self._cues.play(getting_ready(moment.segment, moment.ready_s))
            self.prompt.say("" if self._said.ready else words.READY, str(moment.ready_s))
            self._said.paused = True
        elif moment.paused:
            self._cues.silence()
            self._said.paused = False
        self._said.ready = moment.ready_s

    def _count(self, moment: Moment) -> None:
        segment, second = moment.segment, moment.seconds
        if segment is None or second == self._said.count:
            return
        if segment.seconds is None:
            counted = second > 0 and second % COUNT_UP_S == 0
        else:
            numbers = COUNTED if segment.seconds >= words.UNHURRIED_S else COUNTED_WHEN_SHORT
            counted = second in numbers and second < segment.seconds >= words.LONG_ENOUGH_S
        if counted:
            self._said.count = second
            self.prompt.say(str(second))

    # Keys

    def _press(self, typed: str) -> Outcome | None:
        single_keys = self.prompt.source.single_keys
        action = self._keys.action(typed, line=not single_keys)
        if self._must_come_alone(action) and not self.prompt.came_alone(typed):
            return None
        match action:
            case _ if action in STEPS:
                before = len(self.controller.events)
                STEPS[action](self.controller)
                if len(self.controller.events) == before:
                    self.prompt.say(words.unchanged(self.controller.moment))
            case "session.pause":
                if self.controller.moment.paused:
                    self._apply_other_login(at_once=True)
                self.controller.toggle()
            case "session.hurts":
                self._ask_what_hurts()
            case "session.own_pace":
                self.controller.set_own_pace(not self.controller.own_pace)
            case "session.cues":
                self.prompt.say(f"Cues: {self._cues.next_level()}.")
            case "session.end":
                return self._ask(leaving=False)
            case "help":
                self.prompt.say(*self._keys.in_full(), "" if single_keys else words.AS_LINES)
            case _ if action == SAY_AGAIN:
                self.prompt.say(words.state(self.controller.moment))
            case _ if typed in QUIT_KEYS:
                return self._ask(leaving=True)
            case _ if typed == "ctrl+z":
                self.controller.pause()
                self.prompt.source.suspend()
            case _ if not single_keys:
                self.prompt.say_unknown(typed, f"{self._keys.named('help') or '?'} lists the keys.")
            case _ if len(typed) == 1 and typed.isalpha() and not self._keys_named and self.prompt.source.came_alone():
                self._keys_named = True
                self.prompt.say(f"{typed} does nothing here. {self._keys.in_short()}")
        return None

    def _must_come_alone(self, action: str | None) -> bool:
        """Whether the action may only be done by a key that came alone."""
        return action in GUARDED or (action == "session.pause" and self.controller.moment.paused)

    def _count_answer(self) -> None:
        """Count answers that come so fast that no session time passes between them: no person exercises like that.

        Raises:
            TooManyInvalidError: there were too many.
        """
        moment = self.controller.moment
        here = (moment.index, moment.ms)
        self.prompt.count_answer(valid=here != self._answered_at)
        self._answered_at = here

    def _ask_what_hurts(self) -> None:
        self._pause_for_question()
        try:
            self._hurts()
        except GoneError:
            if self.controller.progress.ended is None:
                raise
        self._apply_other_login(at_once=True)
        self._said.paused = True

    def _pause_for_question(self) -> None:
        self._cues.silence()
        self.controller.pause()
        if self._said.ready:
            self._said.ready, self._said.paused = 0, False

    def _ask(self, *, leaving: bool) -> Outcome | None:
        was_running = not self.controller.moment.paused
        self._pause_for_question()
        if leaving:
            question, yes = "Close l5tui?", "close; what was done is kept as interrupted"
        else:
            question, yes = "End here? Stopping is fine.", "end; what was done is kept"
        options = {"y": yes, "d": "discard it; the score stays in the journal", "n": "no, go on"}
        answer = self.prompt.choose(question, options, hidden={"escape": "n"})
        if answer == "d":
            return "discarded"
        if answer == "y" and leaving:
            return "left"
        if answer == "y":
            self.controller.end("person")
        elif was_running:
            self._apply_other_login(at_once=True)
            self.controller.resume()
            self._said.paused = True
        return None


def _where(moment: Moment) -> tuple[int, bool, int]:
    return moment.index, moment.paused, moment.ready_s
