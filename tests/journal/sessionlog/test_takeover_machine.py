"""A state machine of two login processes and one session. Whatever they do, and wherever they are stopped or killed,
the log has every event that was reported, once and in order.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from l5tui.engine.progress import fold
from l5tui.journal.sessionlog.log_files import read_log, unfinished
from l5tui.journal.sessionlog.session_log import event_to_json, read_interrupted
from l5tui.journal.sessionlog.takeover import LOCK_WAIT_S
from tests.journal.other_login import OtherLogin

KEYS = ("toggle", "pause", "resume", "skip", "back", "more", "less", "note_position", "catch_up", "skip_exercise")
UNTOLD = 4
"""Events that a process may have written and not said any more when it was killed in the middle of a command."""

key_presses = st.tuples(st.sampled_from(KEYS), st.integers(0, 25))


class Logins(RuleBasedStateMachine):
    """Two logins and one session."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "journal.json.live"
        self.logins: list[OtherLogin] = []
        self.holder: int | None = None
        self.happened: list[dict[str, Any]] = []
        self.ran_s = 0

    @property
    def log(self) -> Path:
        return self.folder / "s1.log"

    @property
    def here(self) -> OtherLogin:
        assert self.holder is not None
        return self.logins[self.holder]

    @property
    def there(self) -> int:
        assert self.holder is not None
        return 1 - self.holder

    @initialize()
    def begin(self) -> None:
        self.logins = [OtherLogin(self.folder), OtherLogin(self.folder)]
        assert self.logins[0].ask("begin", "s1") == "ok"
        self._holds(0)

    @precondition(lambda self: self.holder is not None)
    @rule(presses=st.lists(key_presses, min_size=1, max_size=4))
    def press(self, presses: list[tuple[str, int]]) -> None:
        for key, seconds in presses:
            assert self.here.ask("do", key, seconds) == "ok"
            self.ran_s += seconds
        self.happened += self.here.told()

    @precondition(lambda self: self.holder is not None)
    @rule(stopped=st.booleans())
    def take(self, stopped: bool) -> None:
        if stopped:
            self.here.stop()
        assert self.logins[self.there].ask("take", "s1") == "ok"
        self.happened += self.here.told()
        self._holds(self.there)

    @precondition(lambda self: self.holder is not None)
    @rule()
    def press_where_it_was_taken_from(self) -> None:
        """A login's keys for a session that it has given up change nothing."""
        other = self.logins[self.there]
        other.ask("do", "toggle", 1)
        assert other.told() == []

    @precondition(lambda self: self.holder is not None)
    @rule()
    def killed_and_resumed_elsewhere(self) -> None:
        self.here.kill()
        self.happened += self.here.told()
        self._restart(self.holder or 0)
        assert self.logins[self.there].ask("resume", "s1") == "ok"
        self._holds(self.there)

    @precondition(lambda self: self.holder is not None)
    @rule(after_ms=st.integers(0, 30))
    def killed_while_it_is_asked(self, after_ms: int) -> None:
        holder, taker = self.here, self.logins[self.there]
        taker.send("take", "s1")
        time.sleep(after_ms / 1000)
        holder.kill()
        self.happened += holder.told()
        assert taker.answer() == "ok"
        self._take_in_what_was_not_told(then=taker.told())
        self._restart(self.holder or 0)
        self._holds(self.there)

    @precondition(lambda self: self.holder is not None)
    @rule(after_ms=st.integers(0, 60))
    def the_taker_is_killed(self, after_ms: int) -> None:
        holder, taker = self.here, self.logins[self.there]
        taker.send("take", "s1")
        time.sleep(after_ms / 1000)
        taker.kill()
        assert holder.ask("do", "note_position", 0) == "ok", "it lives on, asked or not"
        self.happened += [*holder.told(), *taker.told()]
        self._restart(self.there)
        if not self._still_held(holder):
            self._take_in_what_was_not_told()
            assert self.logins[self.there].ask("resume", "s1") == "ok"
            self._holds(self.there)

    @invariant()
    def the_log_has_all_of_it_once(self) -> None:
        if self.holder is None:
            return
        assert read_log(self.log).notices == (), "no number is missing, and none there twice"
        assert self._in_log() == self.happened

    @invariant()
    def nobody_held_longer_than_the_clocks_ran(self) -> None:
        if self.holder is not None:
            left = read_interrupted(self.log)
            progress = fold(left.plan.segments, left.events)
            assert sum(progress.spent.values()) <= self.ran_s * 1000

    def teardown(self) -> None:
        for login in self.logins:
            login.__exit__()
        self.place.cleanup()

    def _still_held(self, holder: OtherLogin) -> bool:
        """Whether the holder still has the session, with no request open."""
        end = time.monotonic() + LOCK_WAIT_S
        while True:
            assert holder.ask("do", "note_position", 0) == "ok"
            self.happened += holder.told()
            (found,) = unfinished(self.folder)
            if not found.running or time.monotonic() > end:
                return found.running

    def _in_log(self) -> list[dict[str, Any]]:
        events = [event_to_json(event) for event in read_interrupted(self.log).events]
        return list(json.loads(json.dumps(events)))

    def _take_in_what_was_not_told(self, then: Sequence[dict[str, Any]] = ()) -> None:
        """Add events to the model that a login wrote but was killed before it could report."""
        found = self._in_log()
        untold = len(found) - len(self.happened) - len(then)
        assert 0 <= untold <= UNTOLD
        assert found == [*self.happened, *found[len(self.happened) :][:untold], *then]
        self.happened = found

    def _holds(self, number: int) -> None:
        self.holder = number
        self.happened += self.logins[number].told()

    def _restart(self, number: int) -> None:
        self.logins[number].__exit__()
        self.logins[number] = OtherLogin(self.folder)


def _machine(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Logins,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],  # an example takes seconds, and kills fall where they fall
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.long
def test_no_event_is_lost_or_doubled_whatever_two_logins_do() -> None:
    _machine(20, 30)


def test_no_event_is_lost_or_doubled_in_a_few_steps() -> None:
    _machine(1, 6)
