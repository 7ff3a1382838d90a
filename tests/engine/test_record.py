"""What the journal gets: what was really done on each side, no more, and nothing that was said is missing."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from l5tui.domain.entry import Outcome, SessionEntry, StepDone, no_score
from l5tui.domain.exercise import Seconds, Side
from l5tui.domain.safety import Effect, Restriction
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event, Hurt, Rated, Started
from l5tui.engine.plan import Plan
from l5tui.engine.record import rated, session_entry, steps_done, worst
from tests.engine.strategies import Script, deeper, play, quick, scripts
from tests.factories import ManualClock, exercise, phase, plan, score, session, sided, started

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
def test_no_session_did_more_than_was_planned_or_held_longer_than_it_ran(script: Script) -> None:
    """Whoever goes back holds more seconds, and no more repetitions."""
    played = play(script)
    done = steps_done(played.plan, played.events)
    assert [(step["exercise"], step["side"]) for step in done] == [
        (step.exercise, side.value if side else None) for step in played.plan.steps for side in step.sides
    ]
    for step in done:
        assert 0 <= step["reps"] <= step["planned_reps"]
        assert 0 <= step["held"] <= step["seconds"]
        assert (step["outcome"] == "done") == (step["reps"] == step["planned_reps"])
        assert step["outcome"] != "skipped" or (step["seconds"] == 0)
    active = played.controller.progress.active_ms
    assert sum(round(step["seconds"] * 1000) for step in done) <= active


@quick
@given(scripts())
def test_nothing_that_was_said_is_missing(script: Script) -> None:
    played = play(script)
    entry = session_entry(begun(), played.plan, played.events, ENDED)
    hurts = [event for event in played.events if isinstance(event, Hurt)]
    assert sum(len(step["hurt"]) for step in entry["steps"]) == len(hurts)
    scores = [4 for _ in hurts] + [5 for event in played.events if isinstance(event, Rated)]
    assert entry["worst"] == max(scores, default=None)


@quick
@given(scripts())
def test_a_session_without_an_end_is_interrupted_however_far_it_came(script: Script) -> None:
    played = play(script)
    ended = played.controller.progress.ended is not None
    status = session_entry(begun(), played.plan, played.events, ENDED)["status"]
    assert (status == "interrupted") == (not ended)


LAWS = (
    test_no_session_did_more_than_was_planned_or_held_longer_than_it_ran,
    test_nothing_that_was_said_is_missing,
)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_laws_of_the_record_hold_in_thousands_of_sessions(law: Any) -> None:
    deeper(law)


# Steps


def test_a_session_seen_through_has_every_repetition_on_both_sides() -> None:
    entry = entry_of(DOG, wait(600), press("end"))
    assert told(entry["steps"], "side", "reps", "planned_reps", "seconds", "held", "outcome") == [
        ("left", 2, 2, 36.0, 30.0, "done"),
        ("right", 2, 2, 36.0, 30.0, "done"),
    ]
    assert (entry["status"], entry["stop"], entry["active_s"], entry["paused_s"]) == ("complete", None, 93.0, 0.0)


def test_sides_are_told_apart_in_the_order_in_which_they_were_done() -> None:
    right_first = plan(sided(reps=1), first_side=Side.RIGHT)
    assert [step["side"] for step in entry_of(right_first, wait(14))["steps"]] == ["right", "left"]


def test_a_session_ended_early_has_what_was_done() -> None:
    """Through the left side once, and four seconds into the right hold."""
    entry = entry_of(DOG, wait(10 + 18 + 3 + 3 + 4), press("end"))
    assert told(entry["steps"], "side", "reps", "seconds", "held", "outcome") == [
        ("left", 1, 18.0, 15.0, "partial"),
        ("right", 0, 7.0, 4.0, "partial"),
    ]
    assert (entry["status"], entry["stop"]) == ("partial", "person")


def test_skipped_partial_and_off_are_told_apart() -> None:
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


@pytest.mark.parametrize(("before", "seconds", "held"), [(10 + 1, 34.0, 30.0), (10 + 3 + 6, 27.0, 21.0)])
def test_a_repetition_with_a_skipped_phase_doesnt_count_though_its_seconds_do(
    before: int, seconds: float, held: float
) -> None:
    """Whichever phase it was, the reach or the hold."""
    entry = entry_of(DOG, wait(before), press("skip"), wait(600), press("end"))
    left = entry["steps"][0]
    assert (left["reps"], left["seconds"], left["held"], left["outcome"]) == (1, seconds, held, "partial")


def test_seconds_taken_off_a_hold_leave_it_done() -> None:
    entry = entry_of(DOG, wait(10 + 3 + 6), press("less"), wait(600), press("end"))
    left = entry["steps"][0]
    assert (left["reps"], left["held"], left["outcome"]) == (2, 21.0, "done")


def test_going_back_adds_seconds_and_no_repetitions() -> None:
    entry = entry_of(DOG, wait(10 + 18 + 1), press("back_exercise"), wait(600), press("end"))
    left = entry["steps"][0]
    assert (left["reps"], left["held"], left["seconds"]) == (2, 45.0, 54.0)


def test_ten_seconds_more_are_held() -> None:
    assert entry_of(DOG, wait(14), press("more"), wait(600), press("end"))["steps"][0]["held"] == 40.0


def test_in_own_pace_the_seconds_are_those_really_taken() -> None:
    of = plan(exercise(reps=1, phases=(phase("hold", 15),), ladder=None))
    controller, clock, _ = started(of)
    controller.set_own_pace(True)
    clock.advance(10 + 42)
    controller.toggle()
    controller.end()
    entry = session_entry(begun(), of, controller.events, ENDED)
    assert told(entry["steps"], "reps", "held", "outcome") == [(1, 42.0, "done")]
    assert entry["status"] == "complete"


def test_paused_time_is_kept_apart() -> None:
    entry = entry_of(DOG, wait(14), press("pause"), wait(100), press("resume"), wait(1), press("end"))
    assert (entry["active_s"], entry["paused_s"]) == (15.0, 100.0)


def test_a_step_carries_its_level_and_variant() -> None:
    of = plan(
        exercise("a"),
        exercise("b"),
        doses={"a": 2, "b": 3},
        restrictions=[Restriction("b", None, Effect.EASIER, "A8")],
    )
    assert told(steps_done(of, []), "level", "variant") == [(2, None), (3, "easy")]


# Hurting


def test_it_hurts_is_kept_with_exercise_side_and_repetition() -> None:
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


def test_what_hurts_after_the_last_hold_belongs_to_it() -> None:
    entry = entry_of(DOG, wait(600), lambda controller, _: controller.hurt("4"), press("end"))
    (hurt,) = entry["steps"][1]["hurt"]
    assert (hurt["rep"], hurt["phase"], hurt["answer"]) == (2, "hold", "4")


# Scores


def test_the_last_score_given_is_the_one_that_counts() -> None:
    events: list[Event] = [Started(0), Rated(1, "after", score(7)), Rated(2, "after", score(None))]
    assert rated(events, "after") == score(None)
    assert rated(events, "before") == no_score()


def test_worst_is_the_highest_during_the_session_and_never_made_up() -> None:
    quiet: list[Event] = [Rated(0, "before", score(9)), Rated(9, "after", score(8)), Rated(1, "during", score(None))]
    assert worst(quiet) is None
    assert worst([*quiet, Hurt(2, "1", None)]) is None
    assert worst([*quiet, Rated(3, "during", score(3)), Hurt(4, "2", 6), Hurt(5, "1", 0)]) == 6
    assert worst([Hurt(1, "1", 0)]) == 0, "none at all is a score too"


# The entry


def test_what_was_known_at_check_in_stays_and_what_is_handed_in_isnt_touched() -> None:
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
    assert rated(controller.events, "after") == score(2)


def test_making_the_entry_twice_makes_the_same() -> None:
    """Finishing twice is harmless: it is replaced by uid."""
    once = entry_of(DOG, wait(50), press("end"))
    controller, clock, _ = started(DOG)
    wait(50)(controller, clock)
    controller.end()
    assert session_entry(once, DOG, controller.events, ENDED) == once


def test_an_interrupted_session_has_what_was_done_so_far() -> None:
    entry = entry_of(DOG, wait(14), press("note_position"), ended=None)
    assert (entry["status"], entry["stop"], entry["ended"], entry["active_s"]) == ("interrupted", None, None, 14.0)
    assert entry["steps"][0]["held"] == 1.0


@pytest.mark.parametrize("stop", ["S1", "S4"])
def test_a_rule_that_stopped_it_is_in_the_entry(stop: Any) -> None:
    entry = entry_of(DOG, wait(600), lambda controller, _: controller.end(stop))
    assert (entry["stop"], entry["status"]) == (stop, "partial")
