"""The moment that a screen displays: seconds left, coming exercise, time to go and progress strip."""

from __future__ import annotations

from hypothesis import given

from l5tui.domain.exercise import Side
from l5tui.domain.safety.restrictions import Effect, Restriction
from l5tui.engine.controller import Controller
from l5tui.engine.moment import ExerciseProgress, exercise_progress, moment_of
from l5tui.engine.plan import Plan, SegmentKind
from l5tui.engine.progress import Progress
from tests.engine.strategies import ACTS, Script, plans, play, quick, scripts
from tests.factories import ManualClock, exercise, phase, plan, sided, started, without
from tests.rows import each

STEPPED = plan(
    exercise("a", reps=2, phases=(phase("lift", 2), phase("hold", 15)), ladder=None),
    exercise("gone"),
    sided("dog", reps=1, phases=(phase("reach", 3), phase("hold", 5))),
    restrictions=[Restriction("gone", None, Effect.OFF, "A2")],
)
"""Get ready 10; lift 2, hold 15, rest 4, lift 2, hold 15; move on 10; reach 3, hold 5, switch 3, reach 3, hold 5."""


@quick
@given(scripts())
def test_the_fields_of_a_moment_are_consistent(script: Script) -> None:
    clock = ManualClock()
    session = Controller(script.plan, clock)
    session.start()
    for wait, act in script.acts:
        clock.advance(wait / 1000)
        ACTS[act](session, clock)
        moment = session.moment
        assert 0 <= moment.fraction <= 1
        assert moment.total_left_ms >= (moment.left_ms or 0)
        assert not (moment.paused and moment.over)
        assert (moment.segment is None) == (moment.index == len(session.progress.segments))
        if moment.segment is None:
            continue
        assert moment.own_pace == (moment.left_ms is None) == (moment.segment.seconds is None)
        assert moment.own_pace or moment.seconds >= 1
        assert moment.step == script.plan.steps[moment.segment.step]
        assert 1 <= moment.number <= moment.count == len(script.plan.steps)
        assert moment.segment.rep <= moment.reps
        assert moment.side in moment.step.sides


@quick
@given(plans())
def test_time_to_go_and_time_gone_add_up_to_the_whole_plan(made: Plan) -> None:
    session, clock, _ = started(made)
    for _ in range(12):
        clock.advance(made.total_s / 10)
        moment = session.moment
        gone = session.progress.active_ms
        assert gone + moment.total_left_ms == made.total_s * 1000
    assert moment.over


@quick
@given(scripts())
def test_the_progress_strip_has_a_part_for_each_exercise_and_is_full_at_the_end(script: Script) -> None:
    played = play(script)
    pieces = exercise_progress(played.controller.progress)
    assert [piece.step for piece in pieces] == sorted({one.step for one in script.plan.segments})
    assert all(0 <= piece.through <= 1 for piece in pieces)
    if played.controller.moment.segment is None:
        assert {piece.through for piece in pieces} == {1.0}


@each("passed, shown", [(0.0, 10), (0.001, 10), (0.999, 10), (1.0, 9), (9.0, 1), (9.001, 1), (9.999, 1)])
def test_seconds_left_are_rounded_up_so_that_zero_is_never_shown(passed: float, shown: int) -> None:
    session, clock, _ = started(STEPPED)
    clock.advance(passed)
    assert session.moment.seconds == shown


def test_in_own_pace_the_seconds_count_up() -> None:
    session, clock, _ = started(STEPPED)
    session.skip()
    session.set_own_pace(True)
    clock.advance(4.7)
    moment = session.moment
    assert (moment.seconds, moment.left_ms, moment.fraction, moment.own_pace) == (4, None, 0.0, True)


def test_in_own_pace_time_to_go_counts_the_planned_seconds() -> None:
    session, clock, _ = started(STEPPED)
    session.skip()
    whole = session.moment.total_left_ms
    session.set_own_pace(True)
    assert session.moment.total_left_ms == whole
    clock.advance(1)
    assert session.moment.total_left_ms == whole - 1000
    clock.advance(3600)
    assert session.moment.total_left_ms == whole - 2000, "a phase takes no more than it was given"


def test_the_moment_has_the_next_segment_and_the_one_after() -> None:
    session, clock, _ = started(STEPPED)
    moment = session.moment
    assert (moment.segment and moment.segment.kind, moment.number, moment.count) == (SegmentKind.GET_READY, 1, 2)
    assert [one.phase for one in (moment.next, moment.then) if one] == ["lift", "hold"]
    assert moment.next_step is not None
    assert moment.next_step.exercise == "dog", "the one that is off doesn't come"

    session.skip_exercise()
    moment = session.moment
    assert (moment.number, moment.side, moment.next_step) == (2, Side.LEFT, None)

    clock.advance(18 + 3 + 3 + 4)
    moment = session.moment
    assert (moment.next, moment.then, moment.side, moment.seconds) == (None, None, Side.RIGHT, 1)


def test_the_coming_exercise_leaves_out_one_skipped_for_today() -> None:
    """The screen doesn't announce an exercise that is skipped for today."""
    three = plan(exercise("a"), exercise("b"), exercise("c"))
    moment = moment_of(Progress(without(three, 1)), three.steps)
    assert moment.next_step is not None
    assert moment.next_step.exercise == "c"


def test_paused_is_true_only_for_a_started_session_that_is_not_over() -> None:
    session = Controller(STEPPED, ManualClock())
    before = session.moment
    session.start()
    session.pause()
    standing = session.moment
    session.end()
    over = session.moment
    assert [(one.started, one.paused, one.over) for one in (before, standing, over)] == [
        (False, False, False),
        (True, True, False),
        (True, False, True),
    ]


def test_after_the_last_segment_the_moment_is_empty() -> None:
    session, clock, _ = started(STEPPED)
    clock.advance(600)
    moment = session.moment
    assert (moment.segment, moment.step, moment.next, moment.next_step) == (None, None, None, None)
    assert (moment.total_left_ms, moment.number, moment.fraction, moment.reps) == (0, 0, 0.0, 0)
    assert moment.over


def test_the_progress_strip_fills_up_to_the_position() -> None:
    session, clock, _ = started(STEPPED)
    clock.advance(24)
    assert exercise_progress(session.progress) == (ExerciseProgress(0, 48, 0.5), ExerciseProgress(2, 29, 0.0))
