"""The check-out screen: the score and its place after a session, on the same scale and map as before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from l5tui.config.clock import new_header
from l5tui.domain.entry import Score, SessionEntry
from l5tui.domain.entry import Stop as StopName
from l5tui.domain.pain_zones import FURTHER, FURTHER_OPEN, IF_NEW, VERY_HIGH_FROM
from l5tui.domain.safety.entries import new_further_down
from l5tui.domain.safety.new_symptoms import further_at_check_out, new_symptoms_in_score, watches_leg
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.questions import Answer as SafetyAnswer
from l5tui.journal.sessionlog.running import RunningSession
from l5tui.tui.app_protocol import AppProtocol
from l5tui.tui.session.plan_outline import AnswerRowWidget
from l5tui.tui.session.score_screen import FocusStop, ScoreScreen
from l5tui.tui.widgets.text import plain


class CheckOut(Struct, frozen=True):
    """The answers of the check-out."""

    score: Score
    further: SafetyAnswer | None = None
    """Whether the pain is further down the leg than before; None if it wasn't asked."""


class CheckOutScreen(ScoreScreen[CheckOut]):
    """Asks after a session. Returns None when the app is to close before the question about the leg was answered.

    Args:
        title: the routine's name.
        entry: the uid of the session's entry.
        watches_leg: an exercise with leg watch (A6) was done, so the screen asks whether pain moved down the leg.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "further('no')", "not further down the leg", id="check.not_further"),
        Binding("y", "further('yes')", "further down the leg, or not sure", id="check.further"),
    ]

    def __init__(self, title: str, *, entry: str, watches_leg: bool = False) -> None:
        super().__init__(title, "after", entry=entry)
        self._watches = watches_leg
        self._further: SafetyAnswer | None = None

    def rows(self) -> ComposeResult:
        yield AnswerRowWidget(id="further")

    def row_stops(self) -> Iterator[FocusStop]:
        if self._watches:
            yield FocusStop("further", ("further", "so-far", "say"))

    def sync(self) -> None:
        if self.is_mounted:
            row = self.query_one("#further", AnswerRowWidget)
            row.asked = FURTHER
            row.answers = (
                (self.key("check.not_further"), "no", SafetyAnswer.NO.value),
                (self.key("check.further"), "yes or not sure", SafetyAnswer.YES.value),
            )
            row.given = self._further.value if self._further is not None else ""
        super().sync()

    def advice(self) -> list[Content]:
        very = self.pain is not None and self.pain >= VERY_HIGH_FROM
        return [plain(IF_NEW, "$l5-rest")] if very else []

    def unanswered_question(self) -> str:
        if found := super().unanswered_question():
            return found
        if self._watches and self._further is None:
            return FURTHER_OPEN.format(no=self.key("check.not_further"), yes=self.key("check.further"))
        return ""

    def action_further(self, answer: str) -> None:
        """Answer whether it is further down the leg; the answer can be changed until enter."""
        binding = "check.further" if answer == SafetyAnswer.YES else "check.not_further"
        if self._watches and self.is_seen("further") and self.is_in_time(binding):
            self._further = SafetyAnswer(answer)
            self._named = ""
            self.sync()

    def finish(self) -> None:
        self.dismiss(CheckOut(self.score(), self._further))

    def ask_to_leave(self) -> bool:
        """The app is about to close. If the question about the leg is open, return None: the caller closes it."""
        if self.leg_unanswered:
            self.dismiss(None)
        return self.leg_unanswered

    @property
    def leg_unanswered(self) -> bool:
        """Whether the question about the leg was asked and isn't answered."""
        return self._watches and self._further is None


class CheckOutResult(Struct, frozen=True):
    """The result of a check-out that was answered and stored in the session."""

    draft: str
    """The uid of the draft of its score."""
    stop: StopName | None
    """The rule that stops further sessions: S4 or S5, or S3 if it is further down the leg."""


async def check_out(app: AppProtocol, run: RunningSession, entry: SessionEntry) -> CheckOutResult | None:
    """Ask for the score after the session, store it in the session, and act on new symptoms.

    Pain further down the leg than before, by answer or by the map, doesn't stop the person now: nobody waited five
    minutes, so it counts as stayed, and S3's question comes before the next check-in (clinical data, b).

    Args:
        app: the app.
        run: the session, which has ended.
        entry: its entry as it stands.

    Returns:
        None if the app closes before it was answered.
    """

    state = app.gate().state
    uid = entry["uid"]
    screen = CheckOutScreen(run.plan.name, entry=uid, watches_leg=watches_leg(entry, state))
    given = await app.push_screen_wait(screen)
    if given is None:
        if screen.leg_unanswered:
            await app.keep(new_further_down(new_header(), Answer.NOT_SURE, uid))
        await app.end()
        return None
    signs = new_symptoms_in_score(state, given.score)
    run.controller.rate("after", given.score)
    further = further_at_check_out(entry["before"], given.score, given.further, uid, new_header)
    for one in further:
        await app.keep(one)
    stop = await app.safety_flow().act_on_new_symptoms(signs, uid)
    if stop in (None, "open"):
        stop = "S3" if further else None
    return CheckOutResult(screen.uid, None if stop == "open" else stop)
