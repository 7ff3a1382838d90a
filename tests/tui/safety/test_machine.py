"""A state machine tries all ways to a session on the full screen, in any order, while a second login writes into the
same journal. No session may contain an exercise that is off, or begin where the gate forbids it.

A rule of the machine is one action of a person on the current screen, mostly a key. The model (`rules_model.py`) is
told what was said, and both are compared after each rule; each session is checked when it begins (`app_harness.py`).
"""

from __future__ import annotations

import os
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from l5tui.domain.safety.questions import Answer
from l5tui.tui.session.screen import SessionScreen
from tests.tui.safety.app_harness import AppHarness
from tests.tui.safety.rules_model import BY_LEVEL, QUESTIONS
from tests.tui.safety.screen_actions import ScreenActions
from tests.tui.safety.simulated_user import ELSEWHERE, WAYS

PICKS: Final = st.integers(0, 59)


class Ways(RuleBasedStateMachine):
    """The state machine: a person at the app, and a second login."""

    @initialize(said=st.sets(st.sampled_from(BY_LEVEL["ask_first"]), max_size=2), way=st.sampled_from(("", *WAYS)))
    def begin(self, said: set[str], way: str) -> None:
        """Open the app, mostly with `start`, and mostly with the safety questions already answered."""
        self.user = ScreenActions(AppHarness())
        if said or way:
            self.user.check_elsewhere(dict.fromkeys(said, Answer.YES))
        self.user.open(way or None)
        self.user.go_on_untroubled()

    def teardown(self) -> None:
        if hasattr(self, "user"):
            self.user.harness.end()

    # Ways to a session

    @rule(way=PICKS, digit=st.booleans(), on=st.sampled_from([True, True, False]))
    def start(self, way: int, digit: bool, on: bool) -> None:
        """Start by enter on a routine or exercise, or by a favourite's digit, and answer as a person without
        symptoms."""
        self.user.start(way, digit=digit)
        if on:
            self.user.go_on_untroubled()

    @rule(
        way=st.sampled_from(WAYS), how=st.sampled_from(["quit", "kill"]), wanted=st.sampled_from(["", "start", "again"])
    )
    def come_again(self, way: str, how: str, wanted: str) -> None:
        """Close or kill the app and open it again: alone, with `start`, or with `again`."""
        self.user.close(killed=how == "kill")
        self.user.open({"start": way, "again": self.user.last}.get(wanted))

    @precondition(lambda self: isinstance(self.user.screen, SessionScreen))
    @rule(
        how=st.sampled_from(["quit", "kill"]),
        days=st.sampled_from([0, 0, 0, 1]),
        said=st.sampled_from(["", "A1", "A2", "A3", "A5", "A7"]),
    )
    def cut_off(self, how: str, days: int, said: str) -> None:
        """Cut a session off and resume it where that is offered; another login may write something meanwhile."""
        self.user.close(killed=how == "kill")
        self.user.open()
        if days:
            self.user.pass_time(days)
        if said:
            self.user.say_elsewhere("yes", said, 0)
        self.user.go_on_untroubled()

    # On any screen

    @rule(pick=PICKS, more=PICKS)
    def answer_one(self, pick: int, more: int) -> None:
        """The same as `answer`, a second time, so that it is chosen most often."""
        self.answer(pick, more)

    @rule(pick=PICKS, more=PICKS)
    def answer(self, pick: int, more: int) -> None:
        """One of the actions that are possible on this screen."""
        found = self.user.can_be_done(more)
        name = sorted(found)[pick % len(found)]
        event(f"{type(self.user.screen).__name__}: {name}")
        self.user.tick()
        found[name]()

    @rule()
    def go_on_untroubled(self) -> None:
        """Answer as a person without any symptoms."""
        self.user.go_on_untroubled()

    # Another login, and the time

    @rule(kind=st.sampled_from(ELSEWHERE), question=st.sampled_from(list(QUESTIONS)), pick=PICKS, on=st.booleans())
    def elsewhere(self, kind: str, question: str, pick: int, on: bool) -> None:
        """The second login answers, is stopped, or records a clearance; then a session is started from the library
        here."""
        if on:
            self.user.to_the_library()
        self.user.say_elsewhere(kind, question, pick)
        if on:
            self.user.start(pick, digit=bool(pick % 2))
            self.user.go_on_untroubled()

    @rule(days=st.sampled_from([0, 0, 0, 1, 1, 14, 30, -31]))
    def time(self, days: int) -> None:
        """Let half an hour and a minute pass, or days; or set the clock back."""
        self.user.pass_time(days)

    @invariant()
    def all_is_as_the_rules_say(self) -> None:
        if hasattr(self, "user"):
            self.user.compare()


@pytest.mark.long
class TestWays(Ways.TestCase):  # type: ignore[misc, valid-type]
    """A few fixed runs of the machine; `WALKS` and `STEPS` in the environment ask for more, with other seeds."""

    settings = settings(
        max_examples=int(os.environ.get("WALKS", "14")),
        stateful_step_count=int(os.environ.get("STEPS", "20")),
        deadline=None,
        derandomize="WALKS" not in os.environ,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),  # shrinking a failing run would take longer than reading it
        report_multiple_bugs=False,
    )
