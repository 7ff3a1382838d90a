"""Steps with rounds for each side, a first side, one side only, and a rest after the step."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.dose import Rounds
from l5tui.domain.entry import StepDone
from l5tui.domain.exercise import Exercise, Rests, Side, Sides, Variant
from l5tui.domain.routine import First, Step
from l5tui.domain.safety.restrictions import Effect, Restriction
from l5tui.engine.controller import Controller
from l5tui.engine.moment_words import repetition
from l5tui.engine.plan import ROUND_REST_S, Plan, SegmentKind
from l5tui.engine.record import steps_done
from l5tui.engine.summary import shortfall
from l5tui.journal.sessionlog.session_log import plan_from_json, plan_to_json
from l5tui.plain.words import announced
from tests.engine.strategies import Script, deeper, plans, play, quick, scripts
from tests.factories import ManualClock, exercise, phase, routine, sided
from tests.rows import each

LEFT, RIGHT = Side.LEFT, Side.RIGHT
HUG = sided("hug", reps=3, phases=(phase("draw", 4), phase("hold", 20)), ladder=None)
EACH = sided("each", reps=2, sides=Sides.EACH, phases=(phase("hold", 5),), ladder=None)
PLAIN = exercise("plain", reps=2, phases=(phase("hold", 5),), ladder=None)


def of(*steps: Step, **fields: Any) -> Plan:
    return Plan.of(routine(steps=steps), **fields)


def holds(made: Plan) -> list[tuple[Side | None, int]]:
    return [(one.side, one.rep) for one in made.segments if one.phase == "hold"]


def between(made: Plan) -> list[tuple[str, int | None, Side | None]]:
    kinds = (SegmentKind.REST, SegmentKind.SWITCH)
    return [(str(one.kind), one.seconds, one.side) for one in made.segments if one.kind in kinds]


def test_a_side_with_more_rounds_continues_alone_after_the_shared_ones() -> None:
    made = of(Step(HUG, rounds=Rounds(2, 1)))
    alternate = [(side, rep) for rep in (1, 2, 3) for side in (LEFT, RIGHT)]
    assert holds(made) == [*alternate, (LEFT, 4), (LEFT, 5), (LEFT, 6)]
    (step,) = made.steps
    assert (step.sides, step.reps, step.side_reps) == ((LEFT, RIGHT), 6, (6, 3))
    assert between(made)[5:] == [("rest", ROUND_REST_S, LEFT), ("rest", 5, LEFT), ("rest", 5, LEFT)]


def test_answers_that_ease_a_step_with_fewer_repetitions_than_the_easier_form_do_not_add_any() -> None:
    eased = Variant("half", "Half, {times}.", {"reps": 5})
    step = Step(msgspec.structs.replace(HUG, easier=eased), {"reps": 2}, rounds=Rounds(2, 1))
    (planned,) = of(step, restrictions=[Restriction("hug", None, Effect.EASIER, "A1")]).steps
    assert (planned.variant, planned.side_reps) == ("half", (4, 2))


def test_with_one_side_first_the_side_with_more_rounds_comes_again_at_the_end() -> None:
    made = of(Step(EACH, rounds=Rounds(1, 2)))
    assert holds(made) == [(LEFT, 1), (LEFT, 2), (RIGHT, 1), (RIGHT, 2), (RIGHT, 3), (RIGHT, 4)]
    twice = of(Step(EACH, rounds=Rounds(2, 1)))
    assert holds(twice)[-2:] == [(LEFT, 3), (LEFT, 4)]
    assert ("switch", ROUND_REST_S, LEFT) in between(twice)


def test_with_one_side_only_the_other_has_no_step_and_no_time() -> None:
    made = of(Step(HUG, rounds=Rounds(0, 1)))
    assert holds(made) == [(RIGHT, 1), (RIGHT, 2), (RIGHT, 3)]
    assert made.steps[0].sides == (RIGHT,)
    assert made.segments[0].side is RIGHT, "get ready names the side that comes"
    controller = Controller(made, ManualClock())
    assert [row["side"] for row in steps_done(made, controller.events)] == ["right"]


@each(
    "first, worse, begins",
    [
        (None, None, RIGHT),
        (First.LEFT, None, LEFT),
        (First.RIGHT, LEFT, RIGHT),
        (First.WORSE, LEFT, LEFT),
        (First.WORSE, RIGHT, RIGHT),
        (First.WORSE, None, RIGHT),
    ],
)
def test_a_step_can_set_which_side_begins(first: First | None, worse: Side | None, begins: Side) -> None:
    """Otherwise the setting decides, which is right here; also where no entry tells which side is worse."""
    made = of(Step(HUG, first=first), first_side=RIGHT, worse_side=worse)
    assert made.steps[0].sides == (begins, begins.other)


def test_rounds_without_sides_repeat_the_repetitions_after_a_rest() -> None:
    made = of(Step(PLAIN, rounds=Rounds(2, 2)))
    assert holds(made) == [(None, 1), (None, 2), (None, 3), (None, 4)]
    assert between(made) == [("rest", 4, None), ("rest", ROUND_REST_S, None), ("rest", 4, None)]
    assert (made.steps[0].reps, made.steps[0].side_reps) == (4, ())


def test_the_rest_between_rounds_is_the_exercises_longest_rest() -> None:
    one = sided(reps=2, rests=Rests(between_sides_s=2, between_rounds_s=2, mid_s=30, mid_min_reps=6))
    assert [seconds for _, seconds, _ in between(of(Step(one, rounds=Rounds(2, 2))))] == [2, 2, 2, 30, 2, 2, 2]


def test_a_rest_after_a_step_lengthens_the_set_up_of_the_next_step() -> None:
    made = of(Step(PLAIN, rest_s=40), Step(exercise("gone"), rest_s=90), Step(exercise("b"), rest_s=5))
    setups = [(one.label, one.seconds) for one in made.segments if one.kind is SegmentKind.MOVE_ON]
    assert setups == [("Rest", 50), ("Rest", 100)]
    assert made.segments[-1].kind is SegmentKind.PHASE, "no rest after the last one"


def test_the_displayed_repetition_counts_those_of_its_side() -> None:
    made = of(Step(HUG, rounds=Rounds(2, 1)))
    clock = ManualClock()
    controller = Controller(made, clock)
    controller.start()
    seen = set()
    while not controller.moment.over:
        seen.add((controller.moment.side, repetition(controller.moment)))
        controller.skip()
    assert (LEFT, "rep 6 of 6") in seen
    assert (RIGHT, "rep 3 of 3") in seen


@pytest.mark.parametrize(
    ("rounds", "says"),
    [
        (Rounds(), "3 repetitions a side, left first."),
        (Rounds(2, 2), "6 repetitions a side, left first."),
        (Rounds(2, 1), "6 repetitions left, 3 right."),
        (Rounds(0, 1), "3 repetitions right only."),
    ],
)
def test_plain_lines_name_the_repetitions_of_each_side(rounds: Rounds, says: str) -> None:
    moment = Controller(of(Step(HUG, rounds=rounds)), ManualClock()).moment
    assert says in next(announced(moment, "space"))


def test_the_summary_tells_the_shortfall_of_each_side() -> None:
    made = of(Step(HUG, rounds=Rounds(2, 1)))

    def row(side: Side, reps: int, planned: int) -> StepDone:
        return {
            "exercise": "hug",
            "side": side.value,
            "level": None,
            "variant": None,
            "planned_reps": planned,
            "reps": reps,
            "partial_reps": 0,
            "seconds": 20.0 * reps,
            "held": 20.0 * reps,
            "outcome": "partial" if reps < planned else "done",
            "hurt": [],
        }

    assert shortfall(made.steps[0], [row(LEFT, 4, 6), row(RIGHT, 2, 3)]) == "left 4 of 6, right 2 of 3"
    assert shortfall(made.steps[0], [row(LEFT, 6, 6), row(RIGHT, 3, 3)]) == "left 6, right 3"
    assert shortfall(made.steps[0], [row(LEFT, 6, 6), row(RIGHT, 2, 3)]) == "left 6, right 2 of 3"
    one = of(Step(HUG, rounds=Rounds(0, 2)))
    assert shortfall(one.steps[0], [row(RIGHT, 6, 6)]) == "right 6"
    even = of(Step(HUG)).steps[0]
    assert shortfall(even, [row(LEFT, 3, 3), row(RIGHT, 3, 3)]) == ""


def test_an_older_session_log_has_equal_rounds_on_both_sides() -> None:
    kept = plan_to_json(of(Step(HUG)))
    for step in kept["steps"]:
        del step["side_reps"]
    (step,) = plan_from_json(kept).steps
    assert (step.reps_on(LEFT), step.reps_on(RIGHT)) == (3, 3)


# Laws: totals per side


def planned_reps(one: Exercise, rounds: Rounds) -> dict[str | None, int]:
    every = {"left": one.reps * rounds.left, "right": one.reps * rounds.right} if one.sided else {None: 0}
    return {side: reps for side, reps in every.items() if reps}


@quick
@given(plans())
def test_a_plan_and_its_log_agree_on_the_repetitions_of_each_side(made: Plan) -> None:
    again = plan_from_json(plan_to_json(made))
    assert again == made
    for index, step in enumerate(again.steps):
        for side in step.sides:
            reps = {one.rep for one in made.segments if (one.step, one.side) == (index, side) and one.phase}
            assert reps == set(range(1, step.reps_on(side) + 1))


@quick
@given(plans(), st.integers(0, 10_000))
def test_a_completed_session_records_the_planned_repetitions_of_each_side(made: Plan, killed_at_s: int) -> None:
    """It may be interrupted anywhere and resumed by another process without losing practice."""
    clock = ManualClock()
    controller = Controller(made, clock)
    controller.start()
    for _ in range(killed_at_s % (made.total_s + 1)):
        clock.advance(1)
        controller.catch_up()
    controller.note_position()
    clock = ManualClock(clock.ms)
    again = Controller(plan_from_json(plan_to_json(made)), clock, controller.events)
    again.resume()
    while not again.moment.over:
        clock.advance(1)
        again.catch_up()
    rows = steps_done(made, again.events)
    pairs = [(index, step, side) for index, step in enumerate(made.steps) for side in step.sides]
    for (index, step, side), row in zip(pairs, rows, strict=True):
        phases = [one for one in made.segments if (one.step, one.side) == (index, side) and one.phase]
        assert (row["planned_reps"], row["reps"], row["partial_reps"]) == (step.reps_on(side), step.reps_on(side), 0)
        assert row["seconds"] == sum(one.seconds or 0 for one in phases)
        assert row["outcome"] == "done"


@quick
@given(scripts())
def test_each_side_is_measured_against_its_own_plan_in_any_session(script: Script) -> None:
    played = play(script)
    planned = Counter((one.step, one.side and one.side.value) for one in played.plan.segments if one.phase and one.rep)
    rows = iter(steps_done(played.plan, played.events))
    for index, step in enumerate(played.plan.steps):
        for side in step.sides:
            row = next(rows)
            per_rep = planned[index, row["side"]] / row["planned_reps"]
            assert per_rep == int(per_rep), "each repetition has the same phases"
            assert row["side"] == (side.value if side else None)
            assert row["reps"] <= row["planned_reps"] == step.reps_on(side)


@pytest.mark.long
def test_each_side_is_measured_against_its_own_plan_in_many_more_sessions() -> None:
    deeper(test_each_side_is_measured_against_its_own_plan_in_any_session)
