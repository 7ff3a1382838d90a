"""Previews: a short part of the plan that shows each exercise in its order and tempo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.domain.exercise import Exercise, Side
from l5tui.domain.safety.restrictions import Effect, Restriction
from l5tui.engine.plan import Plan
from l5tui.engine.preview import LONGEST_HOLD_S, previews
from tests.engine.clinical_exercises import BIRD_DOG, CAT_COW, ROUTINES, SEVEN
from tests.factories import plan


@pytest.mark.parametrize("one", SEVEN, ids=lambda one: one.id)
def test_each_of_the_seven_is_shown_in_the_order_and_at_the_tempo_of_its_session(one: Exercise) -> None:
    whole = plan(one)
    (preview,) = previews(whole)
    assert preview.exercise == one.id
    where = [whole.segments.index(segment) for segment, _ in preview.parts]
    assert where == sorted(where)
    for segment, seconds in preview.parts:
        assert seconds == min(segment.seconds or 0, LONGEST_HOLD_S if segment.phase == "hold" else 1e9)
    assert preview.length_s <= 30


def test_a_preview_shows_both_sides_once_and_stays_in_the_hold() -> None:
    (preview,) = previews(plan(BIRD_DOG))
    assert [(one.side, one.phase) for one, _ in preview.parts] == [
        (Side.LEFT, "reach"),
        (Side.LEFT, "hold"),
        (Side.LEFT, "return"),
        (Side.RIGHT, "reach"),
        (Side.RIGHT, "hold"),
    ]
    assert preview.at(preview.length_s + 100).segment == preview.parts[-1][0]


def test_a_preview_of_an_exercise_without_sides_shows_two_repetitions() -> None:
    (preview,) = previews(plan(CAT_COW))
    reps = [one.rep for one, _ in preview.parts]
    assert reps == sorted(reps)
    assert reps.count(1) == reps.count(2) == len(reps) / 2


@given(st.floats(0, 100))
def test_every_time_of_a_preview_has_a_frame(elapsed_s: float) -> None:
    (preview,) = previews(plan(BIRD_DOG))
    look = preview.at(elapsed_s)
    assert 0 <= look.share <= 1
    before = sum(seconds for _, seconds in preview.parts[: [one for one, _ in preview.parts].index(look.segment)])
    assert before + look.into_s == pytest.approx(min(elapsed_s, preview.length_s))


def test_a_routine_preview_shows_its_longest_exercise_and_none_that_is_off() -> None:
    routine = next(row[0] for row in ROUTINES if BIRD_DOG in [step.exercise for step in row[0].steps])
    assert next(one.exercise for one in previews(Plan.of(routine))) == BIRD_DOG.id
    without = Plan.of(routine, restrictions=[Restriction(BIRD_DOG.id, None, Effect.OFF, "A1")])
    assert BIRD_DOG.id not in [one.exercise for one in previews(without)]


def test_an_empty_plan_has_no_preview() -> None:
    assert not list(previews(replace(plan(BIRD_DOG), segments=())))
