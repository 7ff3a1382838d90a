"""Plans: their segments, seconds, sides and rests, also with phases off and easier forms."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.domain.exercise import Exercise, Posture, Rests, Side, Sides, Variant
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.restrictions import Effect, Restriction
from l5tui.engine.plan import Plan, Segment, SegmentKind
from tests.engine.clinical_exercises import (
    BIRD_DOG,
    CAT_COW,
    CHILDS_POSE,
    DURATIONS,
    KNEE_TO_CHEST,
    PELVIC_TILT,
    ROUTINES,
    SEVEN,
)
from tests.engine.strategies import exercises, plans, quick
from tests.factories import exercise, phase, plan, routine, sided

TOP = dict.fromkeys(DURATIONS, 99)
"""Doses at the top of every ladder."""


def off(exercise_id: str, phase_id: str | None = None, question: str = "A1") -> Restriction:
    return Restriction(exercise_id, phase_id, Effect.OFF, question)


def without_setup(of: Plan) -> list[Segment]:
    return [one for one in of.segments if one.kind not in (SegmentKind.GET_READY, SegmentKind.MOVE_ON)]


def seconds(segments: list[Segment]) -> int:
    return sum(one.seconds or 0 for one in segments)


def expected(one: Exercise, reps: int, per_rep: int, *, each: bool) -> int:
    """The clinical data's `duration_formula`, written a second time independently of the program."""
    rests = one.rests
    if one.sides is Sides.NONE:
        return reps * per_rep + (reps - 1) * rests.between_reps_s
    if one.sides is Sides.EACH or each:
        between = rests.between_rounds_s or rests.between_reps_s
        return 2 * (reps * per_rep + (reps - 1) * between) + (rests.mid_s or rests.between_sides_s)
    total = reps * (2 * per_rep + rests.between_sides_s) + (reps - 1) * rests.between_rounds_s
    has_middle = rests.mid_s is not None and reps >= max(2, rests.mid_min_reps or 0)
    return total + (rests.mid_s - rests.between_rounds_s if has_middle and rests.mid_s is not None else 0)


# Times


@pytest.mark.parametrize("one", SEVEN, ids=lambda one: one.id)
def test_each_of_the_seven_lasts_as_long_as_the_clinical_data_says(one: Exercise) -> None:
    lowest, highest = DURATIONS[one.id]
    assert seconds(without_setup(plan(one))) == lowest
    assert seconds(without_setup(plan(one, doses=TOP))) == highest


@pytest.mark.parametrize(("whole", "setup", "lowest", "highest"), ROUTINES, ids=lambda value: getattr(value, "id", ""))
def test_each_routine_lasts_as_long_as_the_clinical_data_says(
    whole: Routine, setup: int, lowest: int, highest: int
) -> None:
    at_first = Plan.of(whole)
    assert at_first.total_s == lowest
    assert at_first.total_s - seconds(without_setup(at_first)) == setup
    assert Plan.of(whole, TOP).total_s == highest


@quick
@given(exercises(), st.booleans(), st.integers(1, 3))
def test_segments_add_up_to_the_formula(one: Exercise, each: bool, level: int) -> None:
    made = plan(one, doses={one.id: level}, each=frozenset({one.id} if each else ()))
    reps, times = one.reps, {part.id: part.seconds.default for part in one.phases}
    if one.ladder and one.ladder.param == "reps":
        reps = one.ladder.levels[level - 1]
    elif one.ladder and "hold" in times:
        times["hold"] = one.ladder.levels[min(level, 2) - 1]
    assert seconds(without_setup(made)) == expected(one, reps, sum(times.values()), each=each)


@quick
@given(plans())
def test_the_length_of_a_plan_is_that_of_its_segments_and_no_segment_is_empty(made: Plan) -> None:
    assert made.total_s == sum(one.seconds or 0 for one in made.segments)
    assert all(one.seconds and one.seconds == one.given_s for one in made.segments)


def test_a_phase_of_zero_seconds_has_no_segment() -> None:
    made = plan(exercise(phases=(phase("lift", 2), phase("hold", 5), phase("flat", 0)), ladder=None))
    assert "flat" not in {one.phase for one in made.segments}


def test_the_rest_in_the_middle_comes_once_and_only_with_enough_repetitions() -> None:
    rests = [one for one in plan(BIRD_DOG).segments if one.kind is SegmentKind.REST]
    assert [one.rep for one in rests if one.seconds == 15] == [6]
    assert len(rests) == 9

    eased = plan(BIRD_DOG, restrictions=[Restriction("bird_dog", None, Effect.EASIER, "A8")])
    assert {one.seconds for one in eased.segments if one.kind is SegmentKind.REST} == {2}


@pytest.mark.parametrize(("reps", "after"), [(5, []), (6, [3]), (7, [3]), (8, [4])])
def test_the_middle_is_after_half_of_the_repetitions_rounded_down(reps: int, after: list[int]) -> None:
    made = plan(replace(BIRD_DOG, reps=reps))
    assert [one.rep - 1 for one in made.segments if one.kind is SegmentKind.REST and one.seconds == 15] == after


def test_there_is_no_rest_after_the_last_repetition() -> None:
    for one in SEVEN:
        assert plan(one).segments[-1].kind is SegmentKind.PHASE


# Set-ups


def test_a_set_up_takes_ten_seconds_and_twenty_when_the_position_changes() -> None:
    lying, kneeling = exercise("a"), exercise("c", posture=Posture.KNEELING)
    made = plan(lying, exercise("b"), kneeling)
    setups = [one for one in made.segments if one.kind in (SegmentKind.GET_READY, SegmentKind.MOVE_ON)]
    assert [(one.kind, one.seconds) for one in setups] == [
        (SegmentKind.GET_READY, 10),
        (SegmentKind.MOVE_ON, 10),
        (SegmentKind.MOVE_ON, 20),
    ]
    assert setups[0].cue == lying.start


def test_an_exercise_that_is_off_does_not_affect_set_ups() -> None:
    """The first remaining exercise begins with get ready; an omitted one doesn't count as a change of position."""
    made = plan(
        exercise("gone"),
        exercise("a"),
        exercise("also_gone", posture=Posture.PRONE),
        exercise("b"),
        restrictions=[off("gone"), off("also_gone")],
    )
    setups = [one for one in made.segments if one.phase is None and one.kind is not SegmentKind.REST]
    assert [(one.kind, one.step, one.seconds) for one in setups] == [
        (SegmentKind.GET_READY, 1, 10),
        (SegmentKind.MOVE_ON, 3, 10),
    ]


# Sides


@quick
@given(plans())
def test_the_second_side_is_as_full_as_the_first_unless_a_step_gives_it_other_rounds(made: Plan) -> None:
    for index, step in enumerate(made.steps):
        if step.side_reps:
            continue
        per_side = [
            Counter(
                (one.phase, one.rep, one.seconds)
                for one in made.segments
                if one.step == index and one.side is side and one.kind is SegmentKind.PHASE
            )
            for side in step.sides
        ]
        assert per_side[0] == per_side[-1]
        assert per_side[0]


@quick
@given(plans())
def test_every_segment_has_its_own_slot(made: Plan) -> None:
    """Time is recorded by slot, so two segments with the same slot would be counted as one."""
    slots = [one.slot for one in made.segments]
    assert len(set(slots)) == len(slots)


@pytest.mark.parametrize("first", Side)
def test_the_chosen_side_begins(first: Side) -> None:
    made = plan(sided(reps=2), first_side=first)
    phases = [one for one in made.segments if one.phase == "hold"]
    assert [(one.rep, one.side) for one in phases] == [
        (1, first),
        (1, first.other),
        (2, first),
        (2, first.other),
    ]
    assert made.steps[0].sides == (first, first.other)
    assert made.segments[0].side is first


def test_a_switch_names_the_coming_side_and_a_rest_the_coming_repetition() -> None:
    between = [one for one in plan(sided(reps=2)).segments if one.kind in (SegmentKind.SWITCH, SegmentKind.REST)]
    assert [(one.kind, one.side, one.rep, one.seconds) for one in between] == [
        (SegmentKind.SWITCH, Side.RIGHT, 1, 3),
        (SegmentKind.REST, Side.LEFT, 2, 5),
        (SegmentKind.SWITCH, Side.RIGHT, 2, 3),
    ]


def test_with_the_setting_all_of_one_side_comes_before_the_other() -> None:
    made = plan(BIRD_DOG, each=frozenset({"bird_dog"}))
    holds = [one for one in made.segments if one.phase == "hold"]
    assert [one.side for one in holds] == [Side.LEFT] * 10 + [Side.RIGHT] * 10
    assert [one.rep for one in holds] == [*range(1, 11)] * 2
    (switch,) = [one for one in made.segments if one.kind is SegmentKind.SWITCH]
    assert (switch.seconds, switch.side, switch.rep) == (15, Side.RIGHT, 1)


def test_the_setting_for_sides_does_not_change_exercises_without_sides() -> None:
    """The setting is for all exercises; one without sides keeps the rests between its repetitions."""
    assert plan(CHILDS_POSE, each=frozenset({"childs_pose"})) == plan(CHILDS_POSE)


def test_an_exercise_with_one_side_after_the_other_may_name_its_rest() -> None:
    one = sided(sides=Sides.EACH, rests=Rests(between_reps_s=4, between_sides_s=7))
    between = [part.seconds for part in plan(one).segments if part.kind in (SegmentKind.REST, SegmentKind.SWITCH)]
    assert between == [4, 7, 4]


def test_cues_can_differ_by_side() -> None:
    one = sided(phases=(phase("hold", cue="Reach", cue_left="Left leg long", cue_right="Right leg long"),))
    assert [part.cue for part in plan(one).segments if part.phase][:2] == ["Left leg long", "Right leg long"]


# Off, and eased


def test_a_phase_that_is_off_keeps_its_seconds_and_has_its_own_words() -> None:
    made = plan(CAT_COW, restrictions=[off("cat_cow", "cow", "A3")])
    cows = [one for one in made.segments if one.phase == "cow"]
    assert len(cows) == 10
    assert all(
        one.off and one.seconds == 4 and one.label == "Flat" and "flat" in one.cue and one.breath for one in cows
    )
    assert not any(one.off for one in made.segments if one.phase != "cow")
    assert made.total_s == plan(CAT_COW).total_s
    assert made.left_out == ()


def test_both_phases_of_cat_cow_off_switch_cat_cow_off() -> None:
    made = plan(CAT_COW, restrictions=[off("cat_cow", "cow", "A3"), off("cat_cow", "cat", "A5")])
    assert made.segments == ()
    (left_out,) = made.left_out
    assert (left_out.name, left_out.why_off) == (CAT_COW.name, ("A3", "A5"))


def test_a_phase_left_flat_by_the_routine_combines_with_the_safety_answers() -> None:
    morning = routine(routine_id="morning", steps=(Step(CAT_COW, phase_off=("cat",)),))
    assert Plan.of(morning).left_out == ()
    (left_out,) = Plan.of(morning, restrictions=[off("cat_cow", "cow", "A3")]).left_out
    assert set(left_out.why_off) == {"A3", "routine"}


def test_a_routines_flat_phase_affects_only_its_own_step() -> None:
    twice = routine(routine_id="twice", steps=(Step(CAT_COW, phase_off=("cat",)), Step(CAT_COW)))
    assert {one.step for one in Plan.of(twice).segments if one.off} == {0}


def test_an_exercise_that_is_off_is_left_out_and_named() -> None:
    made = plan(exercise("a"), exercise("b"), restrictions=[off("b", question="A2")])
    assert {one.step for one in made.segments} == {0}
    assert [(step.exercise, step.why_off) for step in made.left_out] == [("b", ("A2",))]
    assert [step.exercise for step in made.steps] == ["a", "b"]


def test_only_answers_that_switch_off_are_given_as_the_reason() -> None:
    warn = Restriction("*", None, Effect.WARN, "A12")
    assert plan(exercise("a"), restrictions=[warn, off("a")]).steps[0].why_off == ("A1",)
    assert plan(exercise("a"), restrictions=[warn]).steps[0].why_off == ()


def test_with_every_exercise_off_the_plan_is_empty() -> None:
    made = plan(exercise("a"), exercise("b"), restrictions=[off("*", question="A11")])
    assert made.segments == ()
    assert made.total_s == 0
    assert len(made.left_out) == 2


def test_easing_uses_the_easier_form_whatever_the_routine_chose() -> None:
    ease = Restriction("pelvic_tilt", None, Effect.EASIER, "A8", "go gently")
    harder = routine(routine_id="own", steps=(Step(PELVIC_TILT, variant=PELVIC_TILT.harder.id),))
    (step,) = Plan.of(harder, restrictions=[ease]).steps
    assert (step.variant, step.reps, step.hold_s, step.notes) == ("tilt_small", 6, 2, ("go gently",))
    assert Plan.of(harder).steps[0].variant == PELVIC_TILT.harder.id


def test_a_warning_changes_no_segment_and_is_in_the_plan() -> None:
    warned = plan(CHILDS_POSE, restrictions=[Restriction("childs_pose", None, Effect.WARN, "A6", "leg watch")])
    assert warned.segments == plan(CHILDS_POSE).segments
    assert warned.steps[0].notes == ("leg watch",)


# Doses


def test_the_step_overrides_the_ladder_and_the_variant_overrides_the_step() -> None:
    one = exercise(easier=Variant("easy", "Easy.", {"hold": 10}))

    def hold(level: int = 1, variant: str | None = None, **overrides: int) -> int | None:
        whole = routine(routine_id="own", steps=(Step(one, overrides, variant),))
        return Plan.of(whole, {one.id: level}).steps[0].hold_s

    assert hold(1) == 20
    assert hold(3) == 30
    assert hold(3, hold=12) == 12
    assert hold(3, "easy", hold=12) == 10


def test_a_routine_without_a_ladder_keeps_its_own_doses() -> None:
    made = Plan.of(routine(KNEE_TO_CHEST, ladder=False), {"knee_to_chest": 4})
    assert (made.steps[0].hold_s, made.steps[0].level) == (15, None)


def test_a_level_beyond_the_ladder_is_recorded_as_the_end_that_was_used() -> None:
    assert plan(CHILDS_POSE, doses={"childs_pose": 9}).steps[0].level == 3
    assert plan(CHILDS_POSE, doses={"childs_pose": -1}).steps[0].level == 1
    assert plan(CAT_COW, doses={"cat_cow": 2}).steps[0].level is None
