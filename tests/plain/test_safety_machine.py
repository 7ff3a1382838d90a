"""A state machine tries all ways to a plain session with two logins on one journal. No session may have an exercise
that is off, or begin where the gate forbids it.

The model knows the answers and stops in its own few words: what is open, what was lifted since. The app is the real
flow; each session that begins is looked at in the journal.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.errors import L5Error
from l5tui.domain.entry import Entry
from l5tui.domain.routine import Routine
from l5tui.domain.safety.entries import PROFESSIONAL, new_clearing, new_follow_up, new_stop
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.full_check import FullCheck
from l5tui.domain.safety.questions import Answer, Level
from l5tui.domain.safety.restrictions import limits_of
from l5tui.domain.safety.state import SafetyState
from l5tui.journal.store import Journal
from tests import factories
from tests.domain.safety.safety_journal import CONTENT, SAFETY
from tests.plain.scripted_user import AFTERWARDS, LIBRARY, Key, play

IDS = [question.id for question in SAFETY.questions]
EMERGENCY = {question.id for question in SAFETY.of_level(Level.EMERGENCY)}
URGENT = {question.id for question in SAFETY.of_level(Level.URGENT)}
ASK_FIRST = {question.id for question in SAFETY.of_level(Level.ASK_FIRST)}
SHORT = factories.routine(
    *(CONTENT.exercises[one] for one in ("pelvic_tilt", "cat_cow", "childs_pose")), routine_id="short", name="Short"
)
WHOLE = replace(LIBRARY, exercises=CONTENT.exercises, routines={"short": SHORT})
WAYS: tuple[str, ...] = ("short", "cat_cow", "childs_pose", "pelvic_tilt")
ANSWERS = st.sampled_from([Answer.YES, Answer.NOT_SURE])


class Logins(RuleBasedStateMachine):
    """Two logins, and the model of their answers."""

    @initialize(said=st.dictionaries(st.sampled_from(sorted(ASK_FIRST)), ANSWERS, max_size=2))
    def begin(self, said: dict[str, Answer]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.place = Path(self.folder.name)
        self.journal = Journal(self.place / "journal.json")
        self.checks: dict[str, FullCheck] = {}
        self.open: dict[str, set[str]] = {}
        """What stands, by a name of its own, and what it still needs: `check`, `word`, `answer`."""
        self.asked = False
        self.number = 0
        self.known: dict[str, list[str]] = {}
        self.check_now(said)

    def teardown(self) -> None:
        self.folder.cleanup()

    # Saying things

    @rule(login=st.sampled_from(["here", "there"]))
    def begin_check(self, login: str) -> None:
        self.checks[login] = FullCheck(SAFETY, self.state, new_header)
        self.known[login] = list(self.open)

    @rule(login=st.sampled_from(["here", "there"]), said=st.dictionaries(st.sampled_from(IDS), ANSWERS, max_size=2))
    def answer_check(self, login: str, said: dict[str, Answer]) -> None:
        check = self.checks.pop(login, None)
        if check is None:
            return
        while check.page is not None:
            page = {question.id for question in check.questions}
            marked = {one: answer for one, answer in said.items() if one in page}
            self.journal.put_all(check.answer(marked))
            for one in marked:
                self._opens(one)
        if check.emergency:
            return
        self.asked = True
        for name in self.known.pop(login):
            if name in self.open:
                self._lifted(name, "check")

    @rule(said=st.dictionaries(st.sampled_from(IDS), ANSWERS, max_size=1))
    def check_now(self, said: dict[str, Answer]) -> None:
        """A full check with no other login in between."""
        self.begin_check("here")
        self.answer_check("here", said)

    @rule(rule_=st.sampled_from(["S4", "S5", "S6", "S3"]))
    def stop(self, rule_: Literal["S3", "S4", "S5", "S6"]) -> None:
        entry = new_stop(new_header(), rule_)
        self.journal.put(entry)
        needs = {"S3": {"answer"}, "S5": {"check"}}.get(rule_, {"check", "word"})
        self.open[f"{rule_} {entry['uid']}"] = set(needs)

    @rule(answer=st.sampled_from(list(Answer)))
    def answer_s3(self, answer: Answer) -> None:
        found = self.state.follow_up
        if found is None:
            return
        entry = new_follow_up(new_header(), answer, found.uids)
        self.journal.put(entry)
        for name in [one for one in self.open if one.startswith("S3 ")]:
            del self.open[name]
        if answer.counts_as_yes:
            self.open[f"S4 {entry['uid']}"] = {"check", "word"}

    @rule()
    def word(self) -> None:
        """Record a professional's clearance of everything that can be cleared."""
        state = self.state
        for stop_ in state.stops:
            if stop_.needs_clearance and stop_.rule in ("S4", "S6"):
                self.journal.put(new_clearing(new_header(), stop_.rule, now().date(), PROFESSIONAL, stop_.uids))
                for uid in stop_.uids:
                    self._lifted(f"{stop_.rule} {uid}", "word")
        for one in state.clearable:
            self.journal.put(new_clearing(new_header(), one.question.id, now().date(), PROFESSIONAL, one.uids))
            for name in [name for name in self.open if name.split()[0] == one.question.id]:
                self._lifted(name, "word")

    # Ways to a session

    @rule(way=st.sampled_from(WAYS), score=st.sampled_from(["2", "5", "5 e", "9"]))
    def start(self, way: str, score: str) -> None:
        """A routine, an exercise alone, as `start` and `again` do it."""
        routine = WHOLE.startable(way)
        assert routine is not None
        self._try(routine, score, (AFTERWARDS, "3"), "")

    @rule(way=st.sampled_from(WAYS))
    def cut_off(self, way: str) -> None:
        routine = WHOLE.startable(way)
        assert routine is not None
        self._try(routine, "2", (15, ""))

    @rule()
    def take_up(self) -> None:
        """Resume an interrupted session where that is offered, and start no other."""
        routine = WHOLE.startable("short")
        assert routine is not None
        self._try(routine, "g", (20, ""), (AFTERWARDS, "3"), "")

    def _try(self, routine: Routine, *script: Key) -> None:
        shut = self._shut()
        state = self.state
        before = {entry["uid"]: entry for entry in self.journal.entries() if entry["kind"] == "session"}
        clock = factories.ManualClock()
        with suppress(L5Error):
            play(self.place, *script, routine=routine, content=WHOLE, screened=False, clock=clock)
        after = [entry for entry in self.journal.entries() if entry["kind"] == "session"]
        for entry in after:
            old = before.get(entry["uid"])
            done = self._seconds(entry)
            was = self._seconds(old) if old else dict.fromkeys(done, 0.0)
            more = {one for one, seconds in done.items() if seconds > was.get(one, 0.0)}
            if more or old is None:
                assert not shut, f"a session began though {shut} stands"
            for one in more:
                assert not limits_of(CONTENT.exercises[one], state.restrictions).off, f"{one} is off"

    @staticmethod
    def _seconds(entry: Entry | None) -> dict[str, float]:
        found: dict[str, float] = {}
        for step in entry["steps"] if entry and entry["kind"] == "session" else ():
            found[step["exercise"]] = found.get(step["exercise"], 0.0) + step["seconds"]
        return found

    # The model

    def _opens(self, question: str) -> None:
        self.number += 1
        needs = {"check"} if question in EMERGENCY else {"check", "word"} if question in URGENT else {"clear"}
        self.open[f"{question} {self.number}"] = needs

    def _lifted(self, name: str, by: str) -> None:
        needs = self.open.get(name)
        if needs is None:
            return
        question = name.split()[0]
        if question in URGENT and by == "check":
            del self.open[name]  # answered anew: its own yes, if any, stands by itself
            return
        if question in ASK_FIRST:
            del self.open[name]
            return
        needs.discard(by)
        if not needs:
            del self.open[name]

    def _shut(self) -> list[str]:
        """What forbids a session, by the model; the recheck alone forbids none."""
        blocking = [name for name in self.open if name.split()[0] not in ASK_FIRST]
        return blocking if self.asked else [*blocking, "never asked"]

    @property
    def state(self) -> SafetyState:
        return safety_state(SAFETY, self.journal.entries(), now(), exercises=list(CONTENT.exercises))

    @invariant()
    def what_was_said_stands(self) -> None:
        state = self.state
        standing = {
            one.question.id for one in state.positive_answers if one.cleared is None or one.question.id in URGENT
        }
        assert {name.split()[0] for name in self.open if name.split()[0] in IDS} <= standing
        assert all(state.follow_up is not None for name in self.open if name.startswith("S3 "))


class TestLogins(Logins.TestCase):  # type: ignore[misc, valid-type]
    """A few random runs."""

    settings = settings(max_examples=6, stateful_step_count=10, deadline=None)


@pytest.mark.long
class TestManyLogins(Logins.TestCase):  # type: ignore[misc, valid-type]
    """Many random runs."""

    settings = settings(max_examples=80, stateful_step_count=20, deadline=None)
