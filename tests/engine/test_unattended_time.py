"""Unattended time never counts as practice: properties for any mix of keys, gaps, silences, pauses and kills.

What may have been held is measured beside the engine, by a clock that runs only while somebody is there and the session
is seen to run in a hold.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.exercise import Side
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event, Passed, Paused, Resumed, Seen
from l5tui.engine.plan import Plan
from l5tui.engine.progress import fold
from l5tui.engine.record import session_entry, steps_done
from l5tui.journal.sessionlog.session_log import event_from_json, event_to_json
from tests.engine.strategies import ACTS, deep, plans, quick
from tests.factories import ManualClock, session

Held = Counter[tuple[int, Side | None]]
KEYS = tuple(
    name
    for name in ACTS
    if name not in ("stop", "pause_unattended", "catch_up", "note_position", "end", "restart_repetition")
)


@dataclass(frozen=True)
class Act:
    """An act after a wait during which a screen reads the session every second."""

    ms: int
    what: str
    """A key, `x` and then going on, a `stop` of the program, `silence` that turns out, or a `kill`."""


acts = st.lists(
    st.builds(
        Act,
        st.sampled_from((0, 500, 1000, 2000, 5000, 10_000)) | st.integers(0, 30_000),
        st.sampled_from(KEYS) | st.sampled_from(("stop", "silence", "kill", "x", "end")),
    ),
    max_size=25,
)


class Watched:
    """A session, and a separate count of the time in which a person was there. A screen reads it every second."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.clock = ManualClock()
        self.session = Controller(plan, self.clock)
        self.session.start()
        self.may_be_held: Held = Counter()

    def pass_time(self, ms: int) -> None:
        """Let time pass with a person there; the screen reads the session at least every second and at every end."""
        while ms > 0:
            moment, progress = self.session.moment, self.session.progress
            left = (progress.left_ms if progress.running else moment.ready_ms) or ms
            piece = min(ms, left, 1000)
            segment = progress.segment
            if progress.running and segment is not None and segment.phase == "hold":
                self.may_be_held[segment.step, segment.side] += piece
            self.clock.ms += piece
            ms -= piece
            self.session.note_position()

    def do(self, act: Act) -> None:
        match act.what:
            case "stop":
                self.session.catch_up()
                self.clock.stop()
                self.clock.ms += act.ms
                self.session.catch_up()
            case "silence":
                self.session.hurt("1")  # the last sign
                held = Counter(self.may_be_held)
                self.pass_time(act.ms)
                if not self.session.progress.over:  # what has come to its end by then is over
                    self.may_be_held = held
                self.session.pause_unattended(act.ms / 1000)
            case "kill":
                self.pass_time(act.ms)
                self.session = Controller(self.plan, ManualClock(self.clock.ms), self.session.events)
                self.clock = self.session.clock  # type: ignore[assignment]
            case "x":
                self.pass_time(act.ms)
                self.session.pause()
                self.session.restart_repetition()
                self.session.resume()
            case _:
                self.pass_time(act.ms)
                ACTS[act.what](self.session, self.clock)


def watched(plan: Plan, script: list[Act]) -> Watched:
    found = Watched(plan)
    for act in script:
        found.do(act)
    return found


@quick
@given(plans(), acts)
def test_no_side_was_held_longer_than_a_person_was_there_during_its_holds(plan: Plan, script: list[Act]) -> None:
    found = watched(plan, script)
    steps = iter(steps_done(plan, found.session.events))
    for index, planned in enumerate(plan.steps):
        for side in planned.sides:
            assert round(next(steps)["held"] * 1000) <= found.may_be_held[index, side]


@quick
@given(plans(), acts)
def test_no_more_repetitions_than_planned_and_none_without_time(plan: Plan, script: list[Act]) -> None:
    for done in steps_done(plan, watched(plan, script).session.events):
        assert 0 <= done["reps"] + (done["partial_reps"] or 0) <= done["planned_reps"]
        assert done["seconds"] > 0 or not done["reps"] + (done["partial_reps"] or 0)


@quick
@given(plans(), acts, st.data())
def test_the_entry_is_the_same_however_the_log_is_split_in_two(
    plan: Plan, script: list[Act], data: st.DataObject
) -> None:
    """Folding a prefix and then the rest equals folding the whole, also for every entry on the way."""
    events = watched(plan, script).session.events
    whole = fold(plan.segments, events)
    cut = data.draw(st.integers(0, len(events)))
    progress = fold(plan.segments, events[:cut])
    for event in events[cut:]:
        progress = progress.until((progress.at + event.at) // 2).after(event)
    assert progress == whole
    entry = session_entry(session(), plan, events, None)
    assert entry["steps"] == steps_done(plan, events)
    assert (entry["active_s"], entry["paused_s"]) == (whole.active_ms / 1000, whole.paused_ms / 1000)
    assert whole.active_ms + whole.paused_ms <= whole.at


@quick
@given(plans(), acts)
def test_after_a_detected_pause_no_time_runs_until_the_person_resumes(plan: Plan, script: list[Act]) -> None:
    events = watched(plan, script).session.events
    stands = False
    for event in events:
        if stands:
            assert not isinstance(event, Passed | Seen)
        if isinstance(event, Paused):
            stands = True
        elif isinstance(event, Resumed):
            stands = False


@quick
@given(plans(), acts, st.integers(1, 60_000))
def test_removed_time_leaves_the_session_as_a_pause_at_that_time_would(
    plan: Plan, script: list[Act], silent_ms: int
) -> None:
    found = watched(plan, script)
    found.session.hurt("1")
    then = list(found.session.events)
    found.pass_time(silent_ms)
    running = fold(plan.segments, then).running
    found.session.pause_unattended(silent_ms / 1000)
    if running and isinstance(found.session.events[-1], Paused):
        at = then[-1].at
        paused: list[Event] = [*then, Paused(at)]
        assert fold(plan.segments, found.session.events) == fold(plan.segments, paused).until(found.clock.ms)


LAWS = (
    test_no_side_was_held_longer_than_a_person_was_there_during_its_holds,
    test_no_more_repetitions_than_planned_and_none_without_time,
    test_after_a_detected_pause_no_time_runs_until_the_person_resumes,
)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_properties_of_unattended_time_hold_in_thousands_of_sessions(law: Any) -> None:
    deep(given(plans(), acts)(law.hypothesis.inner_test))()


def test_a_log_with_a_pause_dated_earlier_is_read_back() -> None:
    for event in (Paused(30_000, since=12_000), Paused(30_000)):
        assert event_from_json(event_to_json(event)) == event
    assert event_from_json({"event": "paused", "at": 5}) == Paused(5), "as an older program wrote it"
