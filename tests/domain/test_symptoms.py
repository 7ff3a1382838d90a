"""The place and kinds of symptoms as one value: what keys change in it, and how entries store it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.exercise import Side
from l5tui.domain.pain import KINDS, PLACES
from l5tui.domain.place import Symptoms

SIDES = st.sampled_from(list(Side))
STEPS = st.lists(st.tuples(SIDES, st.sampled_from(["up", "down", "kinds", "clear"])))


def after(steps: list[tuple[Side, str]]) -> Symptoms:
    felt = Symptoms()
    for side, step in steps:
        match step:
            case "up":
                felt = felt.moved(side, -1)
            case "down":
                felt = felt.moved(side, 1)
            case "kinds":
                felt = felt.next_kinds(side)
            case _:
                felt = felt.cleared(side)
    return felt


def test_no_place_is_preselected() -> None:
    assert Symptoms().ranks == (None, None)
    assert Symptoms().kinds == {"left": [], "right": []}


def test_the_first_key_picks_no_place_and_the_next_the_middle_of_the_back() -> None:
    once = Symptoms().moved(Side.LEFT, 1)
    assert (once.left, once.left_kinds) == (0, ())
    assert once.moved(Side.LEFT, 1).left == 1
    assert once.moved(Side.LEFT, 1).left_kinds == ("pain",)


def test_the_middle_of_the_back_is_set_on_both_sides_unless_the_other_has_an_answer() -> None:
    assert Symptoms(left=1).ranks == (1, 1)
    assert Symptoms(right=1).ranks == (1, 1)
    assert Symptoms(left=1, right=3).ranks == (1, 3)
    assert Symptoms(left=2).ranks == (2, None)


def test_the_kinds_key_cycles_through_every_combination_once() -> None:
    felt = Symptoms(left=6, left_kinds=("pain",))
    seen = []
    for _ in range(7):
        seen.append(felt.left_kinds)
        felt = felt.next_kinds(Side.LEFT)
    assert len(set(seen)) == 7
    assert felt.left_kinds == ("pain",)


def test_a_side_without_a_place_has_no_kinds() -> None:
    assert Symptoms().next_kinds(Side.LEFT) == Symptoms()
    assert Symptoms(left=0).next_kinds(Side.LEFT) == Symptoms(left=0)
    assert Symptoms(left=1, left_kinds=("pain",)).moved(Side.LEFT, -1) == Symptoms(left=0)


def test_symptoms_of_an_entry_are_read_back_with_kinds_in_order() -> None:
    felt = Symptoms.of(6, 0, {"left": ["numbness", "pain"], "right": []})
    assert felt == Symptoms(6, 0, ("pain", "numbness"))
    assert felt.kinds == {"left": ["pain", "numbness"], "right": []}


@given(STEPS)
def test_after_any_keys_ranks_are_valid_and_kinds_only_go_with_a_place(steps: list[tuple[Side, str]]) -> None:
    felt = after(steps)
    for side in Side:
        rank = felt.rank(side)
        assert rank is None or 0 <= rank < len(PLACES)
        assert bool(felt.kinds_on(side)) == bool(rank)
        assert set(felt.kinds_on(side)) <= set(KINDS)


@given(STEPS, SIDES)
def test_a_key_on_one_side_leaves_the_other_as_it_is(steps: list[tuple[Side, str]], side: Side) -> None:
    felt, other = after(steps), side.other
    for changed in (felt.moved(side, 1), felt.moved(side, -1), felt.next_kinds(side), felt.cleared(side)):
        assert changed.rank(other) == felt.rank(other)
        assert changed.kinds_on(other) == felt.kinds_on(other)
