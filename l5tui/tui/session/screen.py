"""The session screen.

The controller owns the session's state. This screen holds the current moment in one `var`, and its one timer asks for
the next moment when something is due: a new number, the end of the segment, a cue, or the next frame. No widget of the
screen has a timer or a state. On a busy machine frames are dropped, but the count stays right.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import ClassVar, Final, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.timer import Timer

from l5tui.cues.player import CuePlayer
from l5tui.engine import cues
from l5tui.engine.clock import real_s
from l5tui.engine.controller import READ_CLOCK_EVERY_S, Controller
from l5tui.engine.cues import Cue
from l5tui.engine.events import Ended, Event, Jumped, Passed, Paused, Resumed
from l5tui.engine.moment import Moment, moment_of
from l5tui.engine.moment_words import at_its_longest
from l5tui.engine.progress import Progress
from l5tui.terminal.presence import ANSWER_S, PresenceCheck
from l5tui.tui.chrome import Hint
from l5tui.tui.session.end_dialog import EndScreen
from l5tui.tui.session.layout import SessionLayoutScreen
from l5tui.tui.session.other_login import OtherLogin
from l5tui.tui.widgets.text import STRONG, plain

Outcome = Literal["through", "ended", "discarded", "left", "dropped"]
"""Completed, ended by the person or a rule, discarded; or the app is closing and the session is kept or discarded."""

FOLLOW_S: Final = 2.0
"""Seconds between two checks of the journal's file for changes by another login."""
POSITION_EVERY_S: Final = 1.0
UNKNOWN: Final = "{key} does nothing here: {keys}"
KEYS_TO_KNOW: Final = {"session.pause": "pause", "session.hurts": "it hurts", "session.end": "end", "help": "all keys"}
"""The keys named after the first letter without a meaning: the id of each, and what it does."""
SAID_S: Final = 2
"""Seconds for which a change made by a key is shown."""
ON_EVERY_KEYBOARD: Final = "backspace"
SHORTEST_WAIT_S: Final = 0.02
"""The shortest wait in seconds between two updates, however fast the session's clock runs."""
PRESENCE_AT_END_S: Final = 0.05
"""Seconds between two checks for the terminal's answer at the end of the session."""
BUSY: Final = 0.5
"""The largest share of the time that drawing frames may take; on a busy machine there are fewer frames."""
BEFORE_IT_BEGINS: Final = moment_of(Progress(()), ())


class SessionScreen(SessionLayoutScreen[Outcome]):
    """A running session; returns how it ended.

    Args:
        controller: the session.
        player: plays its cues.
        hurts: asks the "it hurts" questions of a paused session; returns False when the app is to close.
        left_open: the session was interrupted at such a question, so it begins with it.
        other: applies what another login stores meanwhile.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause_or_go_on", "pause, go on; next in own pace", id="session.pause"),
        Binding("left", "step('back')", "one step back", id="session.back"),
        Binding("right", "step('skip')", "one step on", id="session.skip"),
        Binding("shift+left", "step('back_exercise')", "one exercise back", id="session.back_exercise"),
        Binding("shift+right", "step('skip_exercise')", "one exercise on", id="session.skip_exercise"),
        Binding("up,plus", "step('more')", "up to ten seconds more", id="session.more"),
        Binding("down,minus", "step('less')", "up to ten seconds less", id="session.less"),
        Binding("x,backspace", "hurts", "it hurts, or stop", id="session.hurts"),
        Binding("z", "floor", "floor mode: the count and the word alone", id="session.floor"),
        Binding("p", "own_pace", "own pace: each phase waits for you", id="session.own_pace"),
        Binding("m", "motion", "still, or moving", id="session.motion"),
        Binding("v", "mirror", "turn the figure round", id="session.mirror"),
        Binding("c", "cues", "cues: off, bell, all", id="session.cues"),
        Binding("q,escape", "ask_to_end", "end", id="session.end"),
    ]
    STEP: ClassVar[Hint] = Hint("step", ("session.back", "session.skip"))
    HURTS: ClassVar[Hint] = Hint("it hurts", ("session.hurts",))
    END: ClassVar[tuple[Hint, ...]] = (Hint("end", ("session.end",)), Hint("keys", ("help",)))
    PAUSED: ClassVar[tuple[Hint, ...]] = (Hint("go on", ("session.pause",)), STEP, HURTS, *END)
    GETTING_READY: ClassVar[tuple[Hint, ...]] = (Hint("pause", ("session.pause",)), STEP, HURTS, *END)
    OWN_PACE: ClassVar[tuple[Hint, ...]] = (Hint("next", ("session.pause",)), STEP, HURTS, *END)
    RUNNING: ClassVar[tuple[Hint, ...]] = (
        Hint("pause", ("session.pause",)),
        STEP,
        Hint("10 s", ("session.more", "session.less")),
        HURTS,
        Hint("floor mode", ("session.floor",)),
        Hint("still", ("session.motion",)),
        *END,
    )

    IN_40_COLUMNS: ClassVar[tuple[Hint, ...]] = (
        Hint("pause", ("session.pause",)),
        HURTS,
        Hint("floor", ("session.floor",)),
        Hint("", ("help",)),
    )
    LEAVE_FLOOR: ClassVar[Hint] = Hint("leave floor mode", ("session.floor",))
    LEAVE_FLOOR_SHORT: ClassVar[Hint] = Hint("leave", ("session.floor",))

    moment: var[Moment] = var(BEFORE_IT_BEGINS, init=False)

    def __init__(
        self,
        controller: Controller,
        *,
        player: CuePlayer,
        hurts: Callable[[], Awaitable[bool]] | None = None,
        left_open: bool = False,
        other: OtherLogin | None = None,
    ) -> None:
        super().__init__()
        self._other = other
        self.leg_watched = other.leg_watched if other else frozenset()
        self.controller = controller
        self.player = player
        self._hurts = hurts
        self._resumed = controller.moment.started
        self.set_reactive(SessionScreen.moment, controller.moment)
        self._last_progress = controller.progress
        self._timer: Timer | None = None
        self._said: Timer | None = None
        self._set: Content | None = None
        self._noted_s = 0.0
        self._asked_at_end_s: float | None = None
        """When the terminal was asked for an answer at the end of the session; None when no answer is awaited."""
        self._frame_cost_s = 0.0
        self._left_open = left_open
        self._keys_named = False
        self._cue_pending = False
        """The current segment was reached while the session was paused, so its cue is played when it resumes."""
        self._forget = controller.observe(self._observe)

    def on_mount(self) -> None:
        settings = self.l5.settings
        self.floor, self.mirror = settings.floor_mode, settings.mirror
        self.still, self.with_figure = settings.reduced_motion, settings.figure
        self.l5.wheel_as_arrows(wanted=False)
        self.app.app_suspend_signal.subscribe(self, lambda _: self.pause_unattended(), immediate=True)
        self.watch(self.app, "other_letters", self.refresh_hints, init=False)
        if not self._resumed:
            self.controller.start()
            self.controller.set_own_pace(settings.own_pace)
            self._play(cues.cue_at_start(self.controller.progress.segment))
        if self._left_open and self._hurts is not None:
            self.asking = True
            self._show(self.moment)
            self.run_worker(self._ask_while_paused(self._hurts), group="hurts")
        self.refresh_moment()
        if self._other is not None:
            self.set_interval(FOLLOW_S, lambda: self.run_worker(self.l5.follow(), group="follow"))
            self.watch(self.app, "entries", self._apply_other_login)

    def on_unmount(self) -> None:
        self.l5.wheel_as_arrows(wanted=True)
        self.app.app_suspend_signal.unsubscribe(self)  # it would keep the screen, with the plan and the events
        self._forget()
        self.player.close()

    # Time

    def refresh_moment(self) -> None:
        """Show the current moment, and set the timer for the next thing that is due."""
        if not self.is_attached or self.asking:
            return
        self._check_presence()
        self._note_position()
        self.controller.catch_up()
        progress = self.controller.progress
        for cue in cues.cues_between(self._last_progress, progress):
            self._play(cue)
        self._last_progress = progress
        moment = self.controller.moment
        if moment.ready_s and moment.ready_s != self.moment.ready_s:
            self._play(cues.getting_ready(moment.segment, moment.ready_s))
        if _differs(self.moment, moment):
            self.moment = moment
        elif moment.over:
            self._finish()
        self._draw(moment)
        self._wake_when_due(moment)

    def _draw(self, moment: Moment) -> None:
        if self.has_class("-too-small") or moment.over:
            return
        began = monotonic()
        self.draw(moment)
        self._frame_cost_s = monotonic() - began

    def _check_presence(self) -> None:
        """Ask the terminal for an answer when that is due; if it has stopped answering, pause as of its last input."""
        presence = self.l5.presence
        if presence is None or self.moment.paused or not self.moment.started:
            return
        now = monotonic()
        found = presence.check(now)
        if found is PresenceCheck.ASK:
            self.l5.query_presence()
        elif found is PresenceCheck.GONE:
            self.controller.pause_unattended(presence.silent_s(now))

    def _end_was_seen(self) -> bool:
        """Whether the person was probably still there when the last segment ended by itself.

        The terminal is asked once more, because it may have been silent for less than the time that causes a pause.
        Without an answer the session is paused as of its last input, and doesn't count as completed.
        """
        presence, now = self.l5.presence, monotonic()
        if presence is None or not presence.can_tell or presence.silent_s(now) <= ANSWER_S:
            return True
        if self._asked_at_end_s is None:
            self._asked_at_end_s = now
            self.l5.query_presence()
        elif now - self._asked_at_end_s > ANSWER_S:
            self._asked_at_end_s = None
            self.controller.pause_unattended(presence.silent_s(now))
            self.call_later(self.refresh_moment)
        return False

    def _note_position(self) -> None:
        """Write the position to the log about once a real second, so that an interruption loses at most a second."""
        if monotonic() - self._noted_s >= POSITION_EVERY_S:
            self._noted_s = monotonic()
            self.controller.note_position()

    def pause_unattended(self) -> None:
        """Pause the session because the program is being stopped, or nobody sees the screen."""
        self.player.silence()
        self.controller.pause()
        self.refresh_moment()

    def _wake_when_due(self, moment: Moment) -> None:
        self._stop_timer()
        if moment.over and self._asked_at_end_s is not None:
            self._timer = self.set_timer(PRESENCE_AT_END_S, self.refresh_moment)
            return
        if moment.over or not moment.started or (moment.paused and not moment.ready_s):
            return
        to_next_second = moment.ready_ms or moment.left_ms
        due = [1000 - moment.ms % 1000 if to_next_second is None else (to_next_second - 1) % 1000 + 1]
        if (cue := cues.next_due_ms(self._last_progress)) is not None:
            due.append(cue)
        wait = min(real_s(self.controller.clock, min(due)), READ_CLOCK_EVERY_S)
        if (frame_s := self.frame_s(moment)) is not None:
            wait = min(wait, max(frame_s, self._frame_cost_s / BUSY))
        self._timer = self.set_timer(max(wait, SHORTEST_WAIT_S), self.refresh_moment)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _observe(self, event: Event) -> None:
        if isinstance(event, Paused) or (isinstance(event, Ended) and event.stop):
            self.player.silence()
        if isinstance(event, Passed | Jumped):
            self.begin_from_here()
            self._cue_pending = True
        if isinstance(event, Passed | Jumped | Resumed) and self._cue_pending:
            progress = self.controller.progress
            if progress.running or progress.over:
                self._cue_pending = False
                self._play(cues.cue_at_start(progress.segment))

    def _play(self, cue: Cue) -> None:
        step = self.controller.moment.step
        self.player.play(cue, step.name if step else "", step.form if step else "")

    # Content

    def hints(self) -> tuple[Hint, ...]:
        if self.asking:
            return ()
        if self.floor:
            go_on = self.PAUSED[:1] if self.moment.paused and not self.moment.ready_s else ()
            leave = self.LEAVE_FLOOR_SHORT if go_on and self.has_class("-narrow") else self.LEAVE_FLOOR
            return (*go_on, leave, self.HURTS)
        if self.has_class("-narrow") and self.l5.other_letters:  # its key name is longer then, and has priority
            return (self.HURTS, (self.PAUSED if self.moment.paused else self.RUNNING)[0], self.END[1])
        if self.moment.paused and self.has_class("-narrow"):
            return (self.GETTING_READY if self.moment.ready_s else self.PAUSED)[0], self.HURTS, self.END[1]
        if self.moment.paused:
            return self.GETTING_READY if self.moment.ready_s else self.PAUSED
        if self.has_class("-narrow"):
            return self.IN_40_COLUMNS
        return self.OWN_PACE if self.controller.own_pace else self.RUNNING

    def watch_moment(self, before: Moment, moment: Moment) -> None:
        if moment.over:
            self._finish()
            return
        self._show(moment)
        if _hinted(before) != _hinted(moment):
            self.refresh_hints()

    def _show(self, moment: Moment) -> None:
        self.show(moment, self.controller.progress)

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.is_attached:
            self.fit()
            self._show(self.moment)
            self.refresh_hints()
            self.call_after_refresh(self.refresh_moment)

    # Keys

    def keys_by_id(self) -> dict[str, str]:
        """As on every screen; if the keyboard lacks the letter of "it hurts", its other key, which all have."""
        keys = super().keys_by_id()
        other = self.active_bindings.get(ON_EVERY_KEYBOARD)
        if self.l5.other_letters and other is not None and other.binding.id == "session.hurts":
            keys["session.hurts"] = self.app.get_key_display(other.binding)
        return keys

    def unknown_key(self, key: str) -> None:
        """Handle a key without a meaning. After the first such letter the most important keys are named."""
        if self._keys_named or not (len(key) == 1 and key.isalpha()):
            return
        self._keys_named = True
        named = self.keys_by_id()
        keys = ", ".join(f"{named[one]} {does}" for one, does in KEYS_TO_KNOW.items() if one in named)
        self.l5.show_message(UNKNOWN.format(key=key, keys=keys))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Turn the keys that move the session off while something is asked: on a slow disk, an answer is stored for a
        while before the next question is shown."""
        return not (self.asking and action in ("pause_or_go_on", "step", "own_pace"))

    async def action_pause_or_go_on(self) -> None:
        if self.moment.paused and not await self.l5.came_alone():
            return
        self.controller.toggle()
        if self.controller.moment.paused:
            self.player.silence()
        self.refresh_moment()

    def action_step(self, step: str) -> None:
        getattr(self.controller, step)()
        self.refresh_moment()
        if step == "more" and (why_not := at_its_longest(self.moment)):
            self._show_setting(why_not)

    def action_own_pace(self) -> None:
        self.controller.set_own_pace(not self.controller.own_pace)
        self.refresh_moment()
        self.refresh_hints()

    def action_floor(self) -> None:
        self.floor = not self.floor
        self._fit()

    def action_motion(self) -> None:
        self.still = not self.still
        self.refresh_moment()

    def action_mirror(self) -> None:
        self.mirror = not self.mirror
        self._shown_from = None
        self.refresh_moment()

    def action_cues(self) -> None:
        self._show_setting(f"cues: {self.player.next_level()}")

    def _show_setting(self, words: str) -> None:
        """Show the result of a key beside the keys for a few seconds."""
        self._set = plain(words, STRONG)
        self.refresh_hints()
        if self._said is not None:
            self._said.stop()
        self._said = self.set_timer(SAID_S, self._hide_setting)

    def _hide_setting(self) -> None:
        self._set = None
        self.refresh_hints()

    def tag(self) -> Content:
        return super().tag() if self._set is None else self._set  # beside the keys, so that it doesn't cover the count

    def action_hurts(self) -> None:
        if self._hurts is not None and not self.asking and not self.moment.over:
            self.run_worker(self._ask_while_paused(self._hurts), group="hurts")

    async def _ask_while_paused(self, ask: Callable[[], Awaitable[bool]]) -> None:
        """Pause the session while something is asked or shown over it; end the screen if the app is to close."""
        self._stop_timer()
        self.pause_unattended()
        self._set_asking(True)
        stays = True
        try:
            stays = await ask()
        finally:
            self._set_asking(False)
        if not stays:
            self._leave("left")
            return
        self._apply_other_login()
        self.refresh_moment()

    def _set_asking(self, asking: bool) -> None:
        self.asking = asking
        if self.is_attached and not self.moment.over:
            self._show(self.moment)
            self.refresh_hints()

    def _apply_other_login(self) -> None:
        """Apply what another login stored: pause and end the session, or leave out what is switched off.

        A question that is open here is finished first; the session is paused meanwhile.
        """
        other = self._other
        if other is None or self.asking or not self.is_attached or self.controller.moment.over:
            return
        if other.stops():
            self.pop_until_active()  # close the help, if it is open over the session
            self.pause_unattended()
            self._set_asking(True)
            self.run_worker(self._ask_while_paused(other.stop), group="hurts")
            return
        self.leg_watched = other.leg_watched
        here = self.controller.moment.segment
        if other.leave_out():
            if self.controller.moment.segment != here:
                self.begin_from_here()
                self._cue_pending = True
            self.refresh_moment()

    def action_ask_to_end(self) -> None:
        self._ask(leaving=False)

    def ask_to_leave(self) -> bool:
        """The app is about to close: ask about the session first. False if a question is open already."""
        if self.asking or self.moment.over:
            return False
        self._ask(leaving=True)
        return True

    def _ask(self, *, leaving: bool) -> None:
        if self.asking or self.moment.over:
            return
        was_running = not self.controller.moment.paused
        self.pause_unattended()
        self._set_asking(True)

        def answered(answer: str | None) -> None:
            self._set_asking(False)
            if answer == "discarded":
                self._leave("dropped" if leaving else "discarded")
            elif answer == "left":
                self._leave("left")
            elif answer == "ended":
                self.controller.end("person")
            elif was_running and not (self._other and self._other.stops()):
                self.controller.resume()
            self._apply_other_login()
            self.refresh_moment()

        self.app.push_screen(EndScreen(leaving=leaving), answered)

    def _finish(self) -> None:
        stopped = self.controller.progress.ended
        if stopped is None and not self._end_was_seen():
            return
        self.controller.end()
        self._leave("ended" if stopped is not None and stopped.stop else "through")

    def _leave(self, outcome: Outcome) -> None:
        self._stop_timer()
        if self.is_current:
            self.dismiss(outcome)


def _hinted(moment: Moment) -> tuple[bool, bool, bool]:
    """The state that the hints depend on."""
    return moment.paused, moment.ready_s > 0, moment.own_pace


def _differs(shown: Moment, moment: Moment) -> bool:
    """Whether anything has changed besides what each frame shows."""
    return (
        (shown.index, shown.seconds, shown.paused, shown.ready_s, shown.over, shown.own_pace, shown.started)
        != (moment.index, moment.seconds, moment.paused, moment.ready_s, moment.over, moment.own_pace, moment.started)
        or shown.segment != moment.segment
        or (shown.next, shown.pause_reason) != (moment.next, moment.pause_reason)
    )
