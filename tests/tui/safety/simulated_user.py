"""The simulated person at the app, and a second login. Whatever either says is also told to the model of the rules."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from l5tui.cli.open import _last
from l5tui.config.clock import new_header, now
from l5tui.config.errors import L5Error
from l5tui.domain.entry import Stop
from l5tui.domain.safety.entries import (
    new_clearing,
    new_follow_up,
    new_full_check,
    new_something_new,
    new_stop,
    new_yes,
)
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.full_check import FullCheck
from l5tui.domain.safety.gate import Need, gate
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.state import ActiveStop, SafetyState
from l5tui.tui.dialog import DialogScreen
from l5tui.tui.drafts import DraftScreen
from l5tui.tui.library.screen import LibraryScreen
from l5tui.tui.safety.answers import SafetyAnswersScreen
from l5tui.tui.safety.emergency import EmergencyScreen
from l5tui.tui.safety.question_page import SafetyPageScreen
from l5tui.tui.session.checkin import CheckInScreen
from l5tui.tui.session.checkout import CheckOutScreen
from l5tui.tui.session.end_dialog import EndScreen
from l5tui.tui.session.screen import SessionScreen
from l5tui.tui.session.unfinished_screens import ResumeScreen
from tests.domain.safety.safety_journal import SAFETY
from tests.tui.reading import is_closing, text, words
from tests.tui.safety.app_harness import CONTENT, FAVOURITES, AppHarness
from tests.tui.safety.rules_model import LEVELS, Model, Said

Does = Callable[[], None]
PICKS: Final = st.integers(0, 59)
WAYS: Final = ("full_l5", "mine", "flare_up", "childs_pose", "cat_cow", "my_tilt")
STOPS: Final[tuple[Stop, ...]] = ("S3", "S4", "S5", "S6")
ELSEWHERE: Final = ("yes", "yes", "stop", "new", "check", "check", "follow-up", "word", "word")
SHOWN: Final[dict[Need, type]] = {
    Need.EMERGENCY: EmergencyScreen,
    Need.FOLLOW_UP: DialogScreen,
    Need.STOP: SafetyAnswersScreen,
    Need.URGENT: SafetyAnswersScreen,
    Need.FULL_CHECK: SafetyPageScreen,
    Need.RECHECK: CheckInScreen,
}
"""The screen shown for each reason that comes before a session."""
UNANSWERED: Final[dict[str, Stop]] = {"spreading": "S3", "dizzy": "S6", "chest_or_breath": "S5", "signs": "S5"}
"""The rule that holds when a session was cut off right after this answer."""

LEADS_TO_SIGNS: Final = ("chest_or_breath", "signs")


class Check:
    """A full check in progress: what was known when it began, and the answers so far."""

    def __init__(self, known: frozenset[int]) -> None:
        self.over = set(known)
        self.yes: dict[str, date | None] = {}


class SimulatedUser:
    """The statements so far, and the keys to press.

    Args:
        harness: the app, its journal, and the time.
    """

    def __init__(self, harness: AppHarness) -> None:
        self.harness = harness
        self.checks: dict[int, Check] = {}
        """The checks in progress, by the program's check object."""
        self.known: dict[int, frozenset[int]] = {}
        """The entries that the app knew when a screen was shown, by the screen."""
        self.kept: list[object] = []
        self.felt = ""
        """The last answer to "it hurts" in the running session, until another follows."""
        self.said_of: set[tuple[str, str]] = set()
        """Pairs of a session and the rule that stopped it."""
        self.left_open: dict[str, str] = {}
        """The last answer to "it hurts" in unfinished sessions, by uid."""

    @property
    def screen(self) -> Any:
        return self.harness.app.screen

    @property
    def model(self) -> Model:
        return self.harness.model

    @property
    def reason(self) -> str:
        return self.model.reason(now(), self.harness.practised())

    @property
    def journal_state(self) -> SafetyState:
        return safety_state(SAFETY, self.harness.journal.entries(), now(), exercises=list(CONTENT.exercises))

    def tick(self) -> None:
        """Advance the clock, so that no two statements fall in the same minute."""
        self.harness.pass_time(minutes=1)

    def press(self, *keys: str) -> None:
        self.harness.press(*keys)
        self.note_screens()

    def note_screens(self) -> None:
        """Note which entries the app knew when each screen was shown."""
        for screen in self.harness.app.screen_stack:
            if id(screen) not in self.known:
                self.kept.append(screen)
                self.known[id(screen)] = self.harness.seen
                if isinstance(screen, SafetyPageScreen) and isinstance(screen.check, FullCheck):
                    self.kept.append(screen.check)
                    self.checks.setdefault(id(screen.check), Check(self.harness.seen))
                if isinstance(screen, SessionScreen):
                    self.felt = self.felt if screen._left_open else ""
                    if self.felt in LEADS_TO_SIGNS:  # what was marked is lost, so the full check is due
                        self.model.say(Said("new", now()))
                if isinstance(screen, DialogScreen) and self._asks_s3(screen):
                    shown = self.model.follow_up(now()) & self.harness.seen
                    if not any(one.kind == "shown" and one.over >= shown for one in self.model.said):
                        self.model.say(Said("shown", now(), over=shown))

    @staticmethod
    def _asks_s3(screen: DialogScreen) -> bool:
        rule_ = SAFETY.stop_rules["S3"].follow_up
        return rule_ is not None and screen.title_text == rule_.text

    def stopped(self, rule_: Stop, session: str = "") -> None:
        """Record that a rule stopped a session, once for each session and rule."""
        self.model.say(Said("stop", now(), rule_))
        self.said_of.add((session or self.harness.session, rule_))

    def is_stopped(self, uid: str) -> bool:
        return any(one == uid for one, _ in self.said_of)

    def word(self, about: str, on: date, *, over: frozenset[int], by: str = "professional") -> None:
        self.model.say(Said("word", now(), about, over, on=on, by=by))

    def stop_facts(self, stop: ActiveStop) -> frozenset[int]:
        """The statements in the model about a stop, found by its time."""
        return frozenset(
            uid
            for uid, one in enumerate(self.model.said)
            if one.kind in ("stop", "still") and one.at.isoformat(timespec="seconds") == stop.at
        )

    def follow_up(self, back: bool, known: frozenset[int] | None = None) -> None:
        over = self.model.follow_up(now())
        self.model.say(Said("back" if back else "still", now(), over=over if known is None else over & known))

    def check_elsewhere(self, said: dict[str, Answer], *, old: bool = False) -> None:
        known = self.model.everything
        state = self.journal_state
        check = new_full_check(new_header(), SAFETY, said, over=state.known)
        if old and (asked := check["questions"]) is not None:
            asked["digest"] = "of other questions"
        self.harness.elsewhere(check)
        self.model.say(Said("check", now(), over=known, yes=dict.fromkeys(said), current=not old))

    def the_reason_is_shown(self) -> None:
        """Check that a request for a session shows the first reason of the model, and nothing else."""
        if self.harness.app.screen_stack and isinstance(self.screen, ResumeScreen | DraftScreen):
            return
        shown = SHOWN[Need(self.reason)]
        shown_words = words(self.harness.app)
        nothing_left = "no exercise left" in shown_words or " is off: " in shown_words  # of a routine, of an exercise
        assert isinstance(self.screen, shown) or nothing_left, text(self.harness.app)

    def open(self, start: str | None = None) -> None:
        """Open the app, alone or with a routine to start."""
        self.tick()
        self.harness.open(start)
        self.note_screens()
        if start is not None:
            self.the_reason_is_shown()

    def close(self, *, killed: bool) -> None:
        """Close or kill the app; a running session stays unfinished."""
        self.tick()
        if not killed:
            self._quit()
        if self.felt:
            self.left_open[self.harness.session] = self.felt
        self.felt = ""
        self.harness.close(killed=killed)

    @property
    def last(self) -> str | None:
        """The routine that `l5tui again` would start."""
        try:
            return _last(Namespace(journal=self.harness.place / "journal.json"))
        except L5Error:
            return None

    def start(self, way: int, *, digit: bool) -> None:
        """Start from the library: by a favourite's digit, or by enter on a routine or exercise."""
        screen = self.screen
        if not isinstance(screen, LibraryScreen):
            return
        self.tick()
        if digit:
            self.press(str(way % len(FAVOURITES) + 1))
        else:
            screen.choices.show([*screen.choices.options], WAYS[way % len(WAYS)])
            self.press("enter")
        self.the_reason_is_shown()

    def pass_time(self, days: int) -> None:
        """Let days pass, or half an hour and a minute."""
        self.tick()
        self.harness.pass_time(days=days, minutes=0 if days else 31)

    def _quit(self) -> None:
        """Close the app by ctrl+c, answering what it asks; marked or open questions count as the rules say."""
        screen = self.screen
        if isinstance(screen, SafetyPageScreen) and screen.level == LEVELS[0] and screen._marked:
            self.page_done(screen, "ctrl+c")
        elif isinstance(screen, CheckOutScreen) and screen.leg_unanswered:
            self.stopped("S3")
            self.press("ctrl+c")
        else:
            self.press("ctrl+c")
        if not is_closing(self.harness.app) and isinstance(self.screen, EndScreen):
            self.press("enter")
        assert is_closing(self.harness.app), f"it doesn't close:\n{text(self.harness.app)}"

    def page_done(self, screen: SafetyPageScreen, *keys: str) -> None:
        raise NotImplementedError

    def say_elsewhere(self, kind: str, question: str, pick: int) -> None:
        """The second login answers questions, is stopped by a rule, or records a clearance."""
        self.tick()
        state, today = self.journal_state, now().date()
        match kind:
            case "yes":
                answer = (Answer.YES, Answer.NOT_SURE)[pick % 2]
                self.harness.elsewhere(new_yes(new_header(), question, answer, occasion="log"))
                self.model.say(Said("yes", now(), question))
            case "stop":
                self.harness.elsewhere(new_stop(new_header(), STOPS[pick % 4], occasion="log"))
                self.model.say(Said("stop", now(), STOPS[pick % 4]))
            case "new":
                self.harness.elsewhere(new_something_new(new_header()))
                self.model.say(Said("new", now()))
            case "check":
                self.check_elsewhere({question: Answer.YES} if pick % 2 else {}, old=pick % 8 == 7)
            case "follow-up" if state.follow_up is not None:
                self.harness.elsewhere(new_follow_up(new_header(), list(Answer)[pick % 3], state.follow_up.uids))
                self.follow_up(list(Answer)[pick % 3] is Answer.NO)
            case "word":
                for stop in (one for one in state.stops if one.needs_clearance):
                    self.harness.elsewhere(new_clearing(new_header(), stop.rule, today, "professional", stop.uids))
                    self.word(stop.rule, today, over=self.stop_facts(stop))
                for one in state.clearable[pick % 3 :]:
                    self.harness.elsewhere(new_clearing(new_header(), one.question.id, today, "professional", one.uids))
                    self.word(one.question.id, today, over=self.model.everything)

    def compare(self) -> None:
        """Check that model and program agree on the journal, and that no session runs that may not."""
        self.note_screens()
        assert not self.harness.faults, self.harness.faults
        self.harness.look_at_plans()
        assert not self.harness.faults, self.harness.faults
        found = gate(SAFETY, self.harness.journal.entries(), now(), exercises=list(CONTENT.exercises))
        reason = self.reason
        assert found.need == reason, f"the rules say {reason}, the program {found.need}\n{text(self.harness.app)}"
        for screen in self.harness.app.screen_stack:
            if isinstance(screen, SessionScreen) and not self.harness.blocked_elsewhere:
                assert screen.controller.progress.over or reason in ("recheck", "full_check"), f"{reason} in a session"
