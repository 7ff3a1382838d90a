"""The entry of a session: what was done on each side, and every answer that was given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry import Outcome, SessionEntry, StepDone, no_score
from l5tui.domain.exercise import Seconds, Side
from l5tui.domain.safety.restrictions import Effect, Restriction
from l5tui.engine.controller import Controller
from l5tui.engine.events import Changed, Event, Hurt, Rated, Started
from l5tui.engine.plan import Plan
from l5tui.engine.record import highest_score, last_score, reps_done, session_entry, steps_done
from l5tui.engine.resuming import READY_S
from tests.engine.strategies import ACTS, Script, deeper, play, quick, scripts
from tests.factories import ManualClock, exercise, phase, plan, score, session, sided, started
from tests.rows import each

DOG = plan(sided(reps=2, phases=(phase("reach", 3), phase("hold", Seconds(15, 30, 15)))))
"""Get ready 10; on each side reach 3 and hold 15-30, twice, with switches of 3 and a rest of 5 between the rounds."""
ENDED = "2026-11-22T19:00:00+01:00"


def begun() -> SessionEntry:
    return session(after=None, status="interrupted", ended=None, active_s=0.0, paused_s=0.0)


def entry_of(of: Plan, *acts: Callable[[Controller, ManualClock], object], ended: str | None = ENDED) -> SessionEntry:
    """The entry after a session in which these things happened."""
    controller, clock, _ = started(of)
    for act in acts:
        act(controller, clock)
    return session_entry(begun(), of, controller.events, ended)


def wait(seconds: float) -> Callable[[Controller, ManualClock], object]:
    def passing(controller: Controller, clock: ManualClock) -> None:
        clock.advance(seconds)
        controller.catch_up()

    return passing


def press(*keys: str) -> Callable[[Controller, ManualClock], object]:
    def pressing(controller: Controller, clock: ManualClock) -> None:
        for key in keys:
            getattr(controller, key)()

    return pressing


def told(steps: list[StepDone], *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(step[field] for field in fields) for step in steps]  # type: ignore[literal-required]


# Laws


@quick
@given(scripts())
def test_no_session_has_more_repetitions_than_planned_or_more_seconds_than_it_ran(script: Script) -> None:
    """Going back adds seconds, but no repetitions."""
    played = play(script)
    done = steps_done(played.plan, played.events)
    assert [(step["exercise"], step["side"]) for step in done] == [
        (step.exercise, side.value if side else None) for step in played.plan.steps for side in step.sides
    ]
    for step in done:
        assert step["partial_reps"] is not None
        assert 0 <= step["reps"] <= step["reps"] + step["partial_reps"] <= step["planned_reps"]
        assert step["reps"] + step["partial_reps"] > 0 or step["seconds"] == 0
        assert 0 <= step["held"] <= step["seconds"]
        assert (step["outcome"] == "done") == (step["reps"] == step["planned_reps"])
        assert step["outcome"] != "skipped" or (step["seconds"] == 0)
    active = played.controller.progress.active_ms
    assert sum(round(step["seconds"] * 1000) for step in done) <= active


@quick
@given(scripts())
def test_a_side_was_never_held_longer_than_the_clock_ran_in_its_holds(script: Script) -> None:
    """The test measures the time itself: before and after each wait, with every end in between."""
    clock = ManualClock()
    controller = Controller(script.plan, clock)
    controller.start()
    ran: Counter[tuple[int, str | None]] = Counter()
    for wait_ms, act in script.acts:
        left = wait_ms
        while left:
            now = controller.progress
            ready_ms = controller.moment.ready_ms
            piece = min(left, (now.left_ms if now.running else ready_ms) or left)
            segment = now.segment
            if now.running and segment and segment.phase == "hold":
                ran[segment.step, segment.side.value if segment.side else None] += piece
            clock.ms += piece
            left -= piece
            if ready_ms:
                controller.catch_up()
        ACTS[act](controller, clock)
    controller.end()
    steps = iter(steps_done(script.plan, controller.events))
    for index, planned in enumerate(script.plan.steps):
        for side in planned.sides:
            held = next(steps)["held"]
            assert round(held * 1000) <= ran[index, side.value if side else None]


@quick
@given(scripts())
def test_a_counted_repetition_had_its_share_of_the_hold(script: Script) -> None:
    """The repetitions with a hold that was counted down, against the shortest that was ever planned for one."""
    played = play(script)
    of, events = played.plan, played.events
    planned = {segment.slot: [segment.planned_ms] for segment in of.segments if segment.phase == "hold"}
    for event in events:
        for segment in event.segments if isinstance(event, Changed) else ():
            if segment.phase == "hold":
                planned[segment.slot].append(segment.planned_ms)
    spent = played.controller.progress.spent
    by_hand = played.controller.progress.ended_by_hand
    for segment in of.segments:
        same = [one.slot for one in of.segments if one.phase and one.slot[:3] == segment.slot[:3]]
        if segment.phase != "hold" or any(slot in by_hand for slot in same):
            continue
        phases = [one for one in of.segments if one.slot in same]
        if reps_done(phases, played.controller.progress):
            assert spent[segment.slot] * 100 >= min(planned[segment.slot]) * 80


@quick
@given(scripts(without=("stop", "pause", "resume", "toggle", "restart_repetition")), st.integers(0, 25))
def test_a_session_killed_and_resumed_has_the_same_record_as_without_the_kill(script: Script, cut: int) -> None:
    """The kill comes right after a position note; another process resumes after a countdown, which is no practice.

    There are no pauses, since another process finds every pause to be long.
    """
    whole = play(script)
    first = play(Script(script.plan, script.acts[:cut]))
    first.controller.note_position()
    running = first.controller.progress.running
    clock = ManualClock(first.clock.ms)
    again = Controller(script.plan, clock, first.events)
    if running:
        again.resume()
        clock.advance(READY_S)
        again.catch_up()
    for wait_ms, act in script.acts[cut:]:
        clock.ms += wait_ms
        ACTS[act](again, clock)
    for controller in (whole.controller, again):
        controller.end()
    assert steps_done(script.plan, again.events) == steps_done(script.plan, whole.events)


@quick
@given(scripts())
def test_every_answer_and_score_is_in_the_entry(script: Script) -> None:
    played = play(script)
    entry = session_entry(begun(), played.plan, played.events, ENDED)
    hurts = [event for event in played.events if isinstance(event, Hurt)]
    assert sum(len(step["hurt"]) for step in entry["steps"]) == len(hurts)
    scores = [4 for _ in hurts] + [5 for event in played.events if isinstance(event, Rated)]
    assert entry["worst"] == max(scores, default=None)


@quick
@given(scripts())
def test_a_session_without_an_end_is_interrupted_however_much_was_done(script: Script) -> None:
    played = play(script)
    ended = played.controller.progress.ended is not None
    status = session_entry(begun(), played.plan, played.events, ENDED)["status"]
    assert (status == "interrupted") == (not ended)


LAWS = (
    test_a_side_was_never_held_longer_than_the_clock_ran_in_its_holds,
    test_a_counted_repetition_had_its_share_of_the_hold,
    test_no_session_has_more_repetitions_than_planned_or_more_seconds_than_it_ran,
    test_every_answer_and_score_is_in_the_entry,
)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_properties_of_the_record_hold_in_thousands_of_sessions(law: Any) -> None:
    deeper(law)


# Steps


def test_a_completed_session_has_every_repetition_on_both_sides() -> None:
    entry = entry_of(DOG, wait(600), press("end"))
    assert told(entry["steps"], "side", "reps", "planned_reps", "seconds", "held", "outcome") == [
        ("left", 2, 2, 36.0, 30.0, "done"),
        ("right", 2, 2, 36.0, 30.0, "done"),
    ]
    assert (entry["status"], entry["stop"], entry["active_s"], entry["paused_s"]) == ("complete", None, 93.0, 0.0)


def test_each_side_has_a_step_in_the_order_in_which_they_were_done() -> None:
    right_first = plan(sided(reps=1), first_side=Side.RIGHT)
    assert [step["side"] for step in entry_of(right_first, wait(14))["steps"]] == ["right", "left"]


def test_a_session_ended_early_has_what_was_done() -> None:
    """The session ends after one left repetition and four seconds of the right hold."""
    entry = entry_of(DOG, wait(10 + 18 + 3 + 3 + 4), press("end"))
    assert told(entry["steps"], "side", "reps", "seconds", "held", "outcome") == [
        ("left", 1, 18.0, 15.0, "partial"),
        ("right", 0, 7.0, 4.0, "partial"),
    ]
    assert (entry["status"], entry["stop"]) == ("partial", "person")


def test_skipped_partial_and_off_steps_have_different_outcomes() -> None:
    of = plan(
        exercise("done", reps=1),
        exercise("partial", reps=1),
        exercise("skipped", reps=1),
        exercise("off", reps=1),
        restrictions=[Restriction("off", None, Effect.OFF, "A2")],
    )
    entry = entry_of(of, wait(35 + 10 + 5), press("skip_exercise", "skip_exercise", "end"))
    outcomes: list[tuple[Outcome]] = [("done",), ("partial",), ("skipped",), ("off",)]
    assert told(entry["steps"], "outcome") == outcomes
    assert (entry["status"], entry["stop"]) == ("partial", None)


def test_a_step_that_is_off_doesnt_make_a_session_partial() -> None:
    of = plan(exercise("a", reps=1), exercise("off"), restrictions=[Restriction("off", None, Effect.OFF, "A2")])
    assert entry_of(of, wait(600), press("end"))["status"] == "complete"


@pytest.mark.parametrize(
    ("before", "seconds", "held", "reps", "partial"),
    [
        (10 + 1, 34.0, 30.0, 2, 0),  # the reach is left, the hold is held
        (10 + 3 + 6, 27.0, 21.0, 1, 1),
        (10 + 3 + 11.9, 32.9, 26.9, 1, 1),
        (10 + 3 + 12, 33.0, 27.0, 2, 0),  # 80 % of 15 s
    ],
)
def test_a_repetition_is_done_when_four_fifths_of_its_hold_were_held(
    before: float, seconds: float, held: float, reps: int, partial: int
) -> None:
    entry = entry_of(DOG, wait(before), press("skip"), wait(600), press("end"))
    left = entry["steps"][0]
    assert (left["seconds"], left["held"]) == (seconds, held)
    assert (left["reps"], left["partial_reps"]) == (reps, partial)
    assert (left["outcome"] == "done") == (reps == 2) == (entry["status"] == "complete")


def test_a_hold_shortened_by_the_person_counts_as_partial() -> None:
    entry = entry_of(DOG, wait(10 + 3 + 6), press("less"), wait(600), press("end"))
    left = entry["steps"][0]
    assert told([left], "reps", "partial_reps", "held", "outcome") == [(1, 1, 21.0, "partial")]
    assert (entry["status"], entry["stop"]) == ("partial", None)


def test_three_holds_of_one_second_are_no_repetition() -> None:
    """In child's pose the person presses less until each hold ends."""
    of = plan(exercise("childs_pose", reps=3, phases=(phase("fold", 6), phase("hold", 20), phase("rise", 5))))
    acts = [act for _ in range(3) for act in (press("skip"), press("skip"), wait(1), press("less", "less"), wait(5))]
    (step,) = entry_of(of, *acts, press("end"))["steps"]
    assert told([step], "reps", "partial_reps", "planned_reps", "held", "outcome") == [(0, 3, 3, 3.0, "partial")]


def test_longer_holds_add_no_repetitions() -> None:
    """A lengthened hold is still planned with fifteen seconds; twenty-five seconds are one repetition."""
    held = entry_of(DOG, wait(14), press("more"), wait(11), press("skip"), press("end"))["steps"][0]
    assert told([held], "reps", "held") == [(1, 12.0)]
    long = entry_of(DOG, wait(14), press("more"), wait(600), press("end"))["steps"][0]
    assert told([long], "reps", "partial_reps") == [(2, 0)]


def test_several_short_holds_do_not_count_as_a_long_one() -> None:
    """The person goes back to the start of the hold each time: 18 s in all, six at a time, of 15."""
    acts = [act for _ in range(2) for act in (wait(6), press("back", "skip"))]
    left = entry_of(DOG, wait(13), *acts, wait(6), press("skip", "end"))["steps"][0]
    assert told([left], "reps", "partial_reps", "held") == [(0, 1, 18.0)]


def test_a_repetition_done_twice_counts_once_and_all_its_seconds_count() -> None:
    left = entry_of(DOG, wait(10 + 3 + 14), press("back"), wait(3 + 15), press("end"))["steps"][0]
    assert told([left], "reps", "partial_reps", "held", "seconds") == [(1, 0, 29.0, 35.0)]


def test_a_hold_before_easing_is_measured_by_the_plan_of_that_time() -> None:
    """Eleven seconds are no repetition of fifteen, nor of the easier ten, which restarts and is then left."""
    dog = sided(reps=1, phases=(phase("reach", 3), phase("hold", 15)))
    of = plan(dog)

    def ease(controller: Controller, _: ManualClock) -> None:
        controller.ease(dog)

    left = entry_of(of, wait(10 + 3 + 11), ease, wait(3 + 7), press("skip", "end"))["steps"][0]
    assert told([left], "reps", "partial_reps", "held") == [(0, 1, 18.0)]
    left = entry_of(of, wait(10 + 3 + 11), ease, wait(3 + 8), press("skip", "end"))["steps"][0]
    assert told([left], "reps", "partial_reps", "held") == [(1, 0, 19.0)]


@pytest.mark.parametrize(("second", "reps"), [(1.9, 0), (2.0, 1), (4.0, 1)])
def test_a_repetition_without_a_hold_needs_four_fifths_of_each_phase(second: float, reps: int) -> None:
    """One phase has six seconds and the other four."""
    of = plan(exercise(reps=1, phases=(phase("cow", 6), phase("cat", 4)), ladder=None))
    entry = entry_of(of, wait(10 + 6 + second), press("skip"), press("end"))
    assert told(entry["steps"], "reps", "partial_reps") == [(reps, 1 - reps)]


def test_an_overlong_phase_does_not_make_up_for_another() -> None:
    """One phase took 16 s instead of 6 in own pace; of the next, with counting on again, only one of 4 s was done."""
    of = plan(exercise(reps=1, phases=(phase("cow", 6), phase("cat", 4)), ladder=None))

    def own_pace(on: bool) -> Callable[[Controller, ManualClock], object]:
        return lambda controller, _: controller.set_own_pace(on)

    entry = entry_of(of, wait(10), own_pace(True), wait(15), own_pace(False), wait(1 + 1), press("skip", "end"))
    assert told(entry["steps"], "reps", "partial_reps", "seconds") == [(0, 1, 17.0)]


@pytest.mark.parametrize(("last", "reps"), [("toggle", 1), ("skip", 0)])
def test_in_own_pace_a_repetition_counts_only_if_the_person_ended_every_phase(last: str, reps: int) -> None:
    of = plan(exercise(reps=1, phases=(phase("lift", 2), phase("hold", 15)), ladder=None))
    own = [press("skip"), lambda controller, _: controller.set_own_pace(True)]
    entry = entry_of(of, *own, wait(1), press("toggle"), wait(40), press(last), press("end"))
    assert told(entry["steps"], "reps", "partial_reps", "held") == [(reps, 1 - reps, 40.0)]


def test_ending_with_nothing_left_to_do_is_a_complete_session() -> None:
    """The person ends the session in the last phase, after the hold."""
    of = plan(exercise(reps=1))
    entry = entry_of(of, wait(10 + 2 + 20 + 1), press("end"))
    assert (entry["status"], entry["stop"], entry["steps"][0]["outcome"]) == ("complete", None, "done")
    stopped = entry_of(of, wait(10 + 2 + 20 + 1), lambda controller, _: controller.end("S4"))
    assert (stopped["status"], stopped["stop"]) == ("partial", "S4")


def test_going_back_adds_seconds_and_no_repetitions() -> None:
    entry = entry_of(DOG, wait(10 + 18 + 1), press("back_exercise"), wait(600), press("end"))
    left = entry["steps"][0]
    assert (left["reps"], left["held"], left["seconds"]) == (2, 45.0, 54.0)


def test_added_seconds_count_as_held() -> None:
    assert entry_of(DOG, wait(14), press("more"), wait(600), press("end"))["steps"][0]["held"] == 40.0


def test_in_own_pace_the_recorded_seconds_are_those_that_passed() -> None:
    of = plan(exercise(reps=1, phases=(phase("hold", 15),), ladder=None))
    controller, clock, _ = started(of)
    controller.set_own_pace(True)
    clock.advance(10 + 42)
    controller.toggle()
    controller.end()
    entry = session_entry(begun(), of, controller.events, ENDED)
    assert told(entry["steps"], "reps", "held", "outcome") == [(1, 42.0, "done")]
    assert entry["status"] == "complete"


def test_paused_time_is_recorded_separately() -> None:
    entry = entry_of(DOG, wait(14), press("pause"), wait(100), press("resume"), wait(4), press("end"))
    assert (entry["active_s"], entry["paused_s"]) == (15.0, 103.0), "getting ready again is part of the pause"


def test_a_step_carries_its_level_and_variant() -> None:
    of = plan(
        exercise("a"),
        exercise("b"),
        doses={"a": 2, "b": 3},
        restrictions=[Restriction("b", None, Effect.EASIER, "A8")],
    )
    assert told(steps_done(of, []), "level", "variant") == [(2, None), (3, "easy")]


# Hurting


def test_it_hurts_is_recorded_with_exercise_side_and_repetition() -> None:
    def hurting(controller: Controller, _: ManualClock) -> None:
        controller.hurt("2", 5, settled=True)

    entry = entry_of(DOG, wait(10 + 18 + 3 + 3 + 4), hurting, wait(12), hurting, wait(10), hurting)
    left, right = entry["steps"]
    said = {"answer": "2", "pain": 5, "settled": True}
    assert right["hurt"] == [
        {"rep": 1, "phase": "hold", **said},
        {"rep": 1, "phase": "rest", **said},  # of what was just done, not of the side that comes next
    ]
    assert left["hurt"] == [{"rep": 2, "phase": "hold", **said}]


def test_it_hurts_after_the_last_hold_is_recorded_for_that_hold() -> None:
    entry = entry_of(DOG, wait(600), lambda controller, _: controller.hurt("4"), press("end"))
    (hurt,) = entry["steps"][1]["hurt"]
    assert (hurt["rep"], hurt["phase"], hurt["answer"]) == (2, "hold", "4")


# Scores


def test_the_last_of_several_scores_counts() -> None:
    events: list[Event] = [Started(0), Rated(1, "after", score(7)), Rated(2, "after", score(None))]
    assert last_score(events, "after") == score(None)
    assert last_score(events, "before") == no_score()


def test_worst_is_the_highest_score_during_the_session_or_none() -> None:
    quiet: list[Event] = [Rated(0, "before", score(9)), Rated(9, "after", score(8)), Rated(1, "during", score(None))]
    assert highest_score(quiet) is None
    assert highest_score([*quiet, Hurt(2, "1", None)]) is None
    assert highest_score([*quiet, Rated(3, "during", score(3)), Hurt(4, "2", 6), Hurt(5, "1", 0)]) == 6
    assert highest_score([Hurt(1, "1", 0)]) == 0, "none at all is a score too"


# The entry


def test_the_fields_of_the_check_in_stay_and_the_given_entry_is_not_changed() -> None:
    before = begun()
    kept = deepcopy(before)
    newer = {**before, "from_a_newer_version": {"kept": True}}
    controller, clock, _ = started(DOG)
    clock.advance(20)
    controller.rate("after", score(2))
    controller.end()
    entry: Any = session_entry(newer, DOG, controller.events, ENDED)  # type: ignore[arg-type]
    for field in ("uid", "schema", "kind", "started", "tz", "app", "routine", "before", "speed", "edits", "note"):
        assert entry[field] == kept[field]
    assert entry["from_a_newer_version"] == {"kept": True}
    assert entry["after"] == score(2)
    assert entry["ended"] == ENDED
    assert before == kept
    entry["before"]["pain"] = 0
    entry["after"]["kinds"]["left"].append("pain")
    assert before == kept
    assert last_score(controller.events, "after") == score(2)


def test_making_the_entry_twice_gives_the_same_entry() -> None:
    """Finishing twice is harmless, because the entry is replaced by its uid."""
    once = entry_of(DOG, wait(50), press("end"))
    controller, clock, _ = started(DOG)
    wait(50)(controller, clock)
    controller.end()
    assert session_entry(once, DOG, controller.events, ENDED) == once


def test_an_interrupted_session_has_what_was_done_so_far() -> None:
    entry = entry_of(DOG, wait(14), press("note_position"), ended=None)
    assert (entry["status"], entry["stop"], entry["ended"], entry["active_s"]) == ("interrupted", None, None, 14.0)
    assert entry["steps"][0]["held"] == 1.0


@each(
    "clock, ended, step",
    [
        ("2026-11-22T19:00:00+01:00", "2026-11-22T19:00:00+01:00", 0.0),
        ("2026-11-22T17:55:00+01:00", "2026-11-22T18:41:33+01:00", -2793.0),
        ("2026-11-22T07:40:00-10:00", "2026-11-22T07:40:00-10:00", 0.0),  # the instant of the start, elsewhere
        ("2026-11-22T07:30:00-10:00", "2026-11-22T07:41:33-10:00", -693.0),
        (None, None, 0.0),
        ("no time", "no time", 0.0),
    ],
)
def test_an_end_before_the_start_is_corrected_by_the_measured_time(
    clock: str | None, ended: str | None, step: float
) -> None:
    """The wall clock was set back, so the end is the start, 18:40, plus the 93 s that ran."""
    controller, time, _ = started(DOG)
    time.advance(600)
    controller.catch_up()
    controller.end()
    entry = session_entry(begun(), DOG, controller.events, clock)
    assert (entry["ended"], entry["clock_step_s"]) == (ended, step)


def test_a_clock_that_is_known_to_have_been_set_is_noted() -> None:
    assert session_entry(begun(), DOG, [Started(0)], ENDED, clock_step_s=-3600.0)["clock_step_s"] == -3600.0


@pytest.mark.parametrize("stop", ["S1", "S4"])
def test_the_rule_that_stopped_a_session_is_in_the_entry(stop: Any) -> None:
    entry = entry_of(DOG, wait(600), lambda controller, _: controller.end(stop))
    assert (entry["stop"], entry["status"]) == (stop, "partial")
