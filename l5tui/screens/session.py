"""The session, guided hold by hold.

The controller owns what is so; this screen holds the moment in one `var`, and its one timer asks for the next moment
when the number on screen is due to change or the segment to end. Nothing else on the screen has a timer or a state.
"""

from __future__ import annotations

from time import monotonic
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.events import Resize
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static

from l5tui.engine.clock import RateClock
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event, Passed
from l5tui.engine.moment import Moment, moment_of, stretches
from l5tui.engine.progress import Progress
from l5tui.screens import session_words as words
from l5tui.screens.base import L5Screen
from l5tui.screens.session_end import EndScreen
from l5tui.widgets.big import BigText
from l5tui.widgets.furniture import Hint
from l5tui.widgets.session_parts import Bar, Coming, Head, Piece, SessionHead, Strip
from l5tui.widgets.words import MUTED, STRONG, Role, clock, one_line

Outcome = Literal["through", "ended", "discarded", "left"]
"""Through to the end, ended by the person, thrown away, or the app is being closed."""

POSITION_EVERY_S = 1.0
COUNTDOWN_S = 3
SHORTEST_WAIT_S = 0.02
"""However fast the session's clock runs, the screen asks no oftener."""


BEFORE_IT_BEGINS = moment_of(Progress(()), ())


class SessionScreen(L5Screen[Outcome]):
    """One session under way; returns how it came to its end."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause_or_go_on", "pause, go on", id="session.pause"),
        Binding("left", "back", "one step back", id="session.back"),
        Binding("right", "skip", "one step on", id="session.skip"),
        Binding("shift+left", "back_exercise", "one exercise back", id="session.back_exercise"),
        Binding("shift+right", "skip_exercise", "one exercise on", id="session.skip_exercise"),
        Binding("up,plus", "more", "ten seconds more", id="session.more"),
        Binding("down,minus", "less", "ten seconds less", id="session.less"),
        Binding("q,escape", "ask_to_end", "end", id="session.end"),
    ]
    PAUSED: ClassVar[tuple[Hint, ...]] = (
        Hint("go on", ("session.pause",)),
        Hint("step", ("session.back", "session.skip")),
        Hint("end", ("session.end",)),
        Hint("keys", ("help",)),
    )
    RUNNING: ClassVar[tuple[Hint, ...]] = (
        Hint("pause", ("session.pause",)),
        Hint("step", ("session.back", "session.skip")),
        Hint("10 s", ("session.more", "session.less")),
        Hint("end", ("session.end",)),
        Hint("keys", ("help",)),
    )

    moment: var[Moment] = var(BEFORE_IT_BEGINS, init=False)
    countdown: var[int] = var(0, init=False)
    """Seconds until a session that was taken up again goes on; 0 when nothing is being counted down."""

    def __init__(self, controller: Controller, *, bell: bool = True) -> None:
        super().__init__()
        self._taken_up_again = controller.moment.started
        self.controller = controller
        self.set_reactive(SessionScreen.moment, controller.moment)
        self.bell_at_ends = bell
        self._timer: Timer | None = None
        self._noted_s = 0.0
        self._asking = False
        self._forget = controller.observe(self._heard)

    def compose(self) -> ComposeResult:
        yield SessionHead(id="head")
        yield Strip(id="strip")
        with Vertical(id="stage"):
            yield Static(id="start")
        with Container(id="band"):
            with Vertical(id="say"):
                yield BigText(id="word", rows=4, shrink=True)
                yield Static(id="cue")
                yield Static(id="breath")
            yield BigText(id="count", rows=7, align="right")
        yield Bar(id="bar")
        yield Coming(id="coming")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.app.app_suspend_signal.subscribe(self, lambda _: self.stand_still())
        self.controller.start()
        self.refresh_moment()

    def on_unmount(self) -> None:
        self._forget()

    # Time

    def refresh_moment(self) -> None:
        """Take the moment that is so now, and wake when the next thing is due."""
        if not self.is_attached:
            return
        self._note_position()
        self.controller.catch_up()
        self.moment = self.controller.moment
        self._wake_when_due()

    def _note_position(self) -> None:
        """About once a real second, for the live log: a session that is cut off goes on within a second of there."""
        if monotonic() - self._noted_s >= POSITION_EVERY_S:
            self._noted_s = monotonic()
            self.controller.note_position()

    def stand_still(self) -> None:
        """Pause where it is: the program is being stopped, or nobody sees what is shown."""
        self.countdown = 0
        self.controller.pause()
        self.refresh_moment()

    def _wake_when_due(self) -> None:
        self._sleep()
        moment = self.moment
        if moment.paused or moment.over or not moment.started:
            return
        until_next_second = 1000 - moment.ms % 1000 if moment.left_ms is None else (moment.left_ms - 1) % 1000 + 1
        timing = self.controller.clock
        wait = timing.real_s(until_next_second) if isinstance(timing, RateClock) else until_next_second / 1000
        self._timer = self.set_timer(max(wait, SHORTEST_WAIT_S), self.refresh_moment)

    def _sleep(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _count_down(self) -> None:
        """One second of the three before a session that was taken up again goes on; none of them is practice."""
        self.countdown -= 1
        if self.countdown > 0:
            self._timer = self.set_timer(1, self._count_down)
        else:
            self._taken_up_again = False
            self.controller.resume()
            self.refresh_moment()

    def watch_countdown(self) -> None:
        self._sync(self.moment)

    def _heard(self, event: Event) -> None:
        if isinstance(event, Passed) and self.bell_at_ends:
            self.app.bell()

    # What is shown

    def hints(self) -> tuple[Hint, ...]:
        return self.PAUSED if self.moment.paused else self.RUNNING

    def watch_moment(self, before: Moment, moment: Moment) -> None:
        if moment.over:
            self._finish()
            return
        self._sync(moment)
        if before.paused != moment.paused:
            self.refresh_hints()

    def on_resize(self, _: Resize) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        columns, rows = self.size
        count, word = 7, 4
        if rows >= 40 and columns >= 140:
            count, word = 13, 8
        elif rows >= 28:
            count, word = 8, 4
        elif rows < 20 or columns < 60:
            count, word = 5, 3
        self.query_one("#count", BigText).rows = count
        self.query_one("#word", BigText).rows = word
        self.query_one("#band").styles.height = count
        if self.is_mounted:
            self._sync(self.moment)

    def _sync(self, moment: Moment) -> None:
        """Hand every widget what it shows."""
        quiet = words.is_quiet(moment)
        role: Role = "rest" if quiet else "do"
        self.set_class(quiet, "-quiet")
        self.set_class(moment.paused, "-paused")
        step = moment.step
        self.query_one("#head", SessionHead).head = Head(
            name=step.name if step else "",
            place=words.place_in_plan(moment),
            sided=step is not None and step.sides != (None,),
            side=moment.side,
            rep=words.repetition(moment),
            left=f"{clock(moment.total_left_ms)} left" if self.size.width >= 60 else clock(moment.total_left_ms),
            role=role,
        )
        strip = self.query_one("#strip", Strip)
        strip.role = role
        strip.pieces = tuple(
            Piece(one.seconds, one.through, active=moment.segment is not None and one.step == moment.segment.step)
            for one in stretches(self.controller.progress)
        )
        self.query_one("#word", BigText).text = words.word(moment, counting_down=bool(self.countdown))
        self.query_one("#count", BigText).text = _count(self.countdown or moment.seconds)
        breath = words.breath(moment)
        narrow = self.size.width < 60
        say = f"{words.cue(moment)}, {breath}" if narrow and breath else words.cue(moment)
        self.query_one("#cue", Static).update(one_line(say, STRONG) if not narrow else Content.styled(say, STRONG))
        self.query_one("#breath", Static).update(Content.styled("" if narrow else breath, "$l5-text"))
        bar = self.query_one("#bar", Bar)
        bar.role = role
        bar.cells = int(moment.fraction * bar.size.width)
        self.query_one("#coming", Coming).what = words.coming(moment)
        self.query_one("#start", Static).update(self._starting(moment))

    def _starting(self, moment: Moment) -> Content:
        step = moment.step
        if step is None or moment.segment is None:
            return Content("")
        lines = [Content.styled(step.name, STRONG)]
        lines += [one_line(f"Take care: {note}", "$l5-rest") for note in step.notes]
        return Content("\n").join(lines)

    def too_small(self, columns: int, rows: int) -> Content:  # noqa: ARG002  the clock goes on, whatever the size
        moment = self.controller.moment
        side = f" {moment.side.value.upper()}" if moment.side else ""
        first, _ = words.coming(moment)
        what = f"{words.word(moment)} {moment.seconds}{side}"
        return Content.assemble((what, STRONG), "\n", (f"next {first}", MUTED))

    # Keys

    def action_pause_or_go_on(self) -> None:
        if self.countdown:
            self._sleep()
            self.countdown = 0
            return
        if self._taken_up_again and self.moment.paused:
            self.countdown = COUNTDOWN_S
            self._timer = self.set_timer(1, self._count_down)
            return
        self.controller.toggle()
        self.refresh_moment()

    def action_back(self) -> None:
        self.controller.back()
        self.refresh_moment()

    def action_skip(self) -> None:
        self.controller.skip()
        self.refresh_moment()

    def action_back_exercise(self) -> None:
        self.controller.back_exercise()
        self.refresh_moment()

    def action_skip_exercise(self) -> None:
        self.controller.skip_exercise()
        self.refresh_moment()

    def action_more(self) -> None:
        self.controller.more()
        self.refresh_moment()

    def action_less(self) -> None:
        self.controller.less()
        self.refresh_moment()

    def action_ask_to_end(self) -> None:
        self._ask(leaving=False)

    def ask_to_leave(self) -> bool:
        """The app is asked to close: ask here first. True when the question stands."""
        self._ask(leaving=True)
        return True

    def _ask(self, *, leaving: bool) -> None:
        if self._asking or self.moment.over:
            return
        self._asking = True
        was_running = not self.moment.paused
        self.controller.pause()
        self.refresh_moment()

        def answered(answer: str | None) -> None:
            self._asking = False
            if answer in ("discarded", "left"):
                self._leave(answer)  # type: ignore[arg-type]
            elif answer == "ended":
                self.controller.end("person")
                self.refresh_moment()
            elif was_running:
                self.controller.resume()
                self.refresh_moment()

        self.app.push_screen(EndScreen(leaving=leaving), answered)

    def _finish(self) -> None:
        stopped = self.controller.progress.ended
        self.controller.end()
        self._leave("ended" if stopped is not None and stopped.stop else "through")

    def _leave(self, outcome: Outcome) -> None:
        self._sleep()
        self.dismiss(outcome)


def _count(seconds: int) -> str:
    return str(seconds) if seconds <= 99 else f"{seconds // 60}:{seconds % 60:02d}"
