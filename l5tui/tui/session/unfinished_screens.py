"""The screens for unfinished sessions: resume, keep or discard an interrupted one; take over one of another login."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar, Final, Literal, TypeVar

from textual.binding import Binding, BindingType

from l5tui.config.errors import JournalError
from l5tui.domain.entry_times import moment_of as time_of
from l5tui.domain.safety.gate import ResumeDecision
from l5tui.domain.safety.words import CANT_GO_ON, ONLY_STOPPED_HERE
from l5tui.domain.time_words import full_day
from l5tui.journal.sessionlog.session_log import InterruptedSession, SessionLog
from l5tui.tui.chrome import Hint, TopLineWidget
from l5tui.tui.dialog import OfferScreen
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, clock, label, one_line, plain

Choice = Literal["resume", "keep", "discard", "later"]
Taken = tuple[SessionLog, InterruptedSession]
"""A session that was taken over: its log, now held by this process, and its content."""

CUT_OFF: Final = "This session was cut off. Nothing is lost."
TAKEN_OVER: Final = "The other login has stopped this session. Nothing is lost."
ELSEWHERE: Final = "This session is running in another login."
ASKING: Final = "The other login is asked to save it and stop ..."

Result = TypeVar("Result")


class UnfinishedScreen(OfferScreen[Result]):
    """Shows a session, its position, and the choices."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "app.quit", "quit", id="quit", show=False),
    ]

    def __init__(self, left: InterruptedSession) -> None:
        super().__init__()
        self.left = left

    def on_mount(self) -> None:
        when = time_of(self.left.entry["started"])
        day = f"{full_day(when.date())}, {when:%H:%M}" if when else ""
        self.query_one(TopLineWidget).left = one_line(self.left.plan.name, STRONG) + plain(f"   {day}", MUTED)

    def where(self) -> tuple[str, str]:
        """Where the session stands, and how much of it is left."""
        where, left_ms = self.left.stands_at
        return where or "at its end", clock(left_ms)


class ResumeScreen(UnfinishedScreen[Choice]):
    """Asks what to do with an interrupted session. `later` leaves it unchanged, to be offered again.

    A session that may not be resumed can only be kept or discarded (clinical data, c4), because later there would be no
    other choice either. If the app is closed instead, it is offered again at the next start.

    Args:
        left: the session.
        may: whether it may be resumed.
        taken_over: another login had it until now.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose('resume')", "go on where it was", id="resume.go_on"),
        Binding("k", "choose('keep')", "keep what was done", id="resume.keep"),
        Binding("d", "choose('discard')", "discard it, keep the score", id="resume.discard"),
        Binding("escape", "choose('later')", "later", id="resume.later"),
    ]
    GOES_ON: ClassVar[tuple[Hint, ...]] = (Hint("later", ("resume.later",)), Hint("keys", ("help",)))
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("quit", ("quit",)), Hint("keys", ("help",)))

    def __init__(
        self, left: InterruptedSession, may: ResumeDecision = ResumeDecision.GO_ON, *, taken_over: bool = False
    ) -> None:
        super().__init__(left)
        self.may = may
        self.taken_over = taken_over
        self._goes_on = may in (ResumeDecision.GO_ON, ResumeDecision.RECHECK)

    def on_mount(self) -> None:
        where, left = self.where()
        keys = self.keys_by_id()
        about = [
            plain(TAKEN_OVER if self.taken_over else CUT_OFF, STRONG),
            one_line(f"{where}. {left} are left.", TEXT),
        ]
        if not self._goes_on:
            about.append(plain(CANT_GO_ON[self.may], TEXT))
        self.say(
            about,
            [
                *([self.enter_label("go on; it opens paused")] if self._goes_on else []),
                plain(f"   {keys.get('resume.keep', 'k')}    keep what was done", TEXT),
                plain(f"   {keys.get('resume.discard', 'd')}    discard; the score stays", TEXT),
            ],
        )

    def hints(self) -> tuple[Hint, ...]:
        return self.GOES_ON if self._goes_on else self.HINTS

    def action_choose(self, choice: Choice) -> None:
        if choice in ("keep", "discard") or self._goes_on:
            self.dismiss(choice)


class TakeOverScreen(UnfinishedScreen[Taken | None]):
    """Offers to take over a session that runs in another login. Returns it, or None if it is left there.

    Args:
        left: the session as its log has it now.
        may: whether it could be resumed here.
        take: makes the other login give it up. Raises `JournalError` if that failed, which is shown on this screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "take it over here", id="resume.take"),
        Binding("escape", "leave", "leave it there", id="resume.later"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("leave it there", ("resume.later",)), Hint("keys", ("help",)))

    def __init__(
        self,
        left: InterruptedSession,
        take: Callable[[], Awaitable[Taken]],
        may: ResumeDecision = ResumeDecision.GO_ON,
    ) -> None:
        super().__init__(left)
        self._goes_on = may in (ResumeDecision.GO_ON, ResumeDecision.RECHECK)
        self._take = take
        self._asking = False

    def on_mount(self) -> None:
        self._offer("")

    def _offer(self, failed: str) -> None:
        where, left = self.where()
        about = [plain(ELSEWHERE, STRONG), one_line(f"{where}. {left} to go, when this was opened.", TEXT)]
        if not self._goes_on:
            about.append(plain(ONLY_STOPPED_HERE, TEXT))
        if failed:
            about.append(plain(failed, "$l5-rest"))
        keys = self.keys_by_id()
        key = label(keys.get("resume.take", "t"), coloured=not self.app.no_color)
        self.say(
            about,
            [
                key + plain("  take it over here; it opens paused" if self._goes_on else "  stop it there", TEXT),
                plain(f"{keys.get('resume.later', 'esc'):^{key.cell_length}}  leave it there", MUTED),
            ],
        )

    def action_take(self) -> None:
        if not self._asking:
            self._asking = True
            self.say([plain(ELSEWHERE, STRONG), plain(ASKING, TEXT)], [])
            self.run_worker(self._ask(), group="take")

    async def _ask(self) -> None:
        try:
            taken = await self._take()
        except JournalError as error:
            self._asking = False
            self._offer(str(error))
            return
        self.dismiss(taken)

    def action_leave(self) -> None:
        if not self._asking:  # otherwise it may be taken over at any moment
            self.dismiss(None)
