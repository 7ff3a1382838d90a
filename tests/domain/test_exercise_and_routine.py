"""Exercises, routines and scores: sides, cues, ladders and ids."""

from __future__ import annotations

import pytest

from l5tui.domain.entry import no_score
from l5tui.domain.exercise import Ladder, Side, Sides
from l5tui.domain.routine import Routine
from tests.factories import exercise, phase, sided


def test_the_other_side_of_the_other_side_is_the_same_side() -> None:
    assert [side.other for side in Side] == [Side.RIGHT, Side.LEFT]
    assert all(side.other.other is side for side in Side)


@pytest.mark.parametrize(("sides", "told_apart"), [(Sides.NONE, False), (Sides.ALTERNATE, True), (Sides.EACH, True)])
def test_an_exercise_knows_whether_it_has_sides(sides: Sides, told_apart: bool) -> None:
    assert exercise(sides=sides).sided is told_apart


def test_a_cue_for_a_side_replaces_the_common_cue() -> None:
    both = phase(cue="Reach", cue_left="Left leg long")
    assert [both.cue_for(side) for side in (None, Side.LEFT, Side.RIGHT)] == ["Reach", "Left leg long", "Reach"]


def test_phases_and_variants_of_an_exercise_are_found_by_id() -> None:
    one = exercise()
    assert one.phase("hold") is one.phases[1]
    assert one.variant("easy") is one.easier
    assert one.variant("hard") is one.harder
    assert (one.phase("gone"), one.variant("gone"), one.variant(None)) == (None, None, None)


def test_levels_beyond_a_ladder_are_clamped() -> None:
    ladder = Ladder("hold", (15, 20, 25))
    assert [ladder.at(level) for level in (-1, 0, 1, 2, 3, 4, 99)] == [15, 15, 15, 20, 25, 25, 25]
    assert [ladder.nearest(level) for level in (-1, 1, 3, 99)] == [1, 1, 3, 3]


def test_an_exercise_alone_is_a_routine_of_its_own_name() -> None:
    """Exercises and routines share one space of ids, so that either can be a favourite."""
    one = sided("dog")
    alone = Routine.alone(one)
    assert (alone.id, alone.name, alone.ladder, alone.own) == (one.id, one.name, True, False)
    assert [step.exercise for step in alone.steps] == [one]


def test_an_empty_score_is_a_new_object_each_time() -> None:
    first, second = no_score(), no_score()
    first["kinds"]["left"].append("pain")
    assert second == {"pain": None, "left": None, "right": None, "kinds": {"left": [], "right": []}, "at": None}
