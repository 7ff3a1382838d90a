"""How several safety answers combine for one exercise: the strongest wins, and the reasons match it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.exercise import Exercise
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, ExerciseLimits, Restriction, limits_of
from tests.factories import exercise, phase

BRIDGE = exercise("bridge")
CAT_COW = exercise("cat_cow", phases=(phase("cow", off_label="Flat"), phase("cat", off_label="Flat"), phase("flat", 1)))


def row(effect: Effect, question: str = "A1", *, phase_id: str | None = None, note: str | None = None) -> Restriction:
    return Restriction(ANY_EXERCISE, phase_id, effect, question, note)


def test_effects_are_ordered_by_strength() -> None:
    assert sorted(Effect, reverse=True) == [
        Effect.BLOCK,
        Effect.BLOCK_UNTIL_CHECKED,
        Effect.OFF,
        Effect.EASIER,
        Effect.WARN,
    ]


def test_without_restrictions_everything_stays() -> None:
    assert limits_of(BRIDGE, []) == ExerciseLimits(False, False, frozenset(), (), ())


@pytest.mark.parametrize("effect", [Effect.OFF, Effect.BLOCK_UNTIL_CHECKED, Effect.BLOCK])
def test_off_and_stronger_effects_switch_the_exercise_off(effect: Effect) -> None:
    limits = limits_of(BRIDGE, [row(Effect.WARN, "A10"), row(effect, "A2"), row(Effect.EASIER, "A8")])
    assert limits.off
    assert limits.off_by == ("A2",)
    assert limits.questions == ("A2", "A8", "A10"), "strongest first"


def test_easier_wins_over_warnings_and_the_warnings_are_kept() -> None:
    limits = limits_of(
        BRIDGE, [row(Effect.WARN, "A9", note="never hold your breath"), row(Effect.EASIER, "A8", note="on pillows")]
    )
    assert (limits.off, limits.easier, limits.off_by) == (False, True, ())
    assert limits.notes == ("on pillows", "never hold your breath")


def test_the_same_note_from_two_answers_is_said_once() -> None:
    same = "stop before the back arches"
    limits = limits_of(BRIDGE, [row(Effect.WARN, "A3", note=same), row(Effect.WARN, "A4", note=same)])
    assert (limits.notes, limits.questions) == ((same,), ("A3", "A4"))


def test_only_restrictions_of_the_exercise_apply_to_it() -> None:
    other = Restriction("other", None, Effect.OFF, "A1")
    assert not limits_of(BRIDGE, [other]).off
    assert limits_of(exercise("other"), [other]).off


def test_one_phase_off_leaves_the_exercise_on() -> None:
    limits = limits_of(CAT_COW, [row(Effect.OFF, "A3", phase_id="cow")])
    assert (limits.off, limits.phases_off) == (False, frozenset({"cow"}))


def test_both_phases_of_cat_cow_off_switch_cat_cow_off() -> None:
    """This is the case of spinal stenosis together with thin bones."""
    limits = limits_of(CAT_COW, [row(Effect.OFF, "A3", phase_id="cow"), row(Effect.OFF, "A5", phase_id="cat")])
    assert limits.off
    assert limits.off_by == ("A3", "A5")


def test_clearing_one_answer_doesnt_clear_another() -> None:
    """Cat-cow off as a whole, and each of its two phases off, are three separate reasons."""
    rows = [
        row(Effect.OFF, "A2"),
        row(Effect.OFF, "A3", phase_id="cow"),
        row(Effect.OFF, "A5", phase_id="cat"),
        row(Effect.WARN, "A10"),
    ]
    assert limits_of(CAT_COW, rows).off_by == ("A2", "A3", "A5")
    assert limits_of(CAT_COW, [rows[0], rows[1]]).off_by == ("A2",), "with A2 cleared it would be on again, but flat"


def test_switching_off_a_phase_without_a_flat_form_switches_the_exercise_off() -> None:
    """It must not go on as if the question had not been answered."""
    limits = limits_of(BRIDGE, [row(Effect.OFF, "A3", phase_id="hold")])
    assert (limits.off, limits.off_by) == (True, ("A3",))


def test_a_restriction_on_an_unknown_phase_has_no_effect() -> None:
    assert not limits_of(BRIDGE, [row(Effect.OFF, "A3", phase_id="cow")]).off


def test_a_note_about_a_phase_is_shown_too() -> None:
    limits = limits_of(CAT_COW, [row(Effect.OFF, "A3", phase_id="cow", note="keep your back flat")])
    assert limits.notes == ("keep your back flat",)


@given(
    st.sampled_from([BRIDGE, CAT_COW]),
    st.lists(
        st.builds(
            Restriction,
            st.sampled_from(["bridge", "cat_cow", ANY_EXERCISE]),
            st.sampled_from([None, "cow", "cat", "hold"]),
            st.sampled_from(Effect),
            st.sampled_from(["A1", "A2", "A3"]),
        )
    ),
)
def test_more_answers_never_allow_more_and_their_order_doesnt_matter(one: Exercise, rows: list[Restriction]) -> None:
    limits = limits_of(one, rows)
    backwards = limits_of(one, reversed(rows))
    assert (limits.off, limits.easier, limits.phases_off) == (backwards.off, backwards.easier, backwards.phases_off)
    assert set(limits.off_by) == set(backwards.off_by)
    assert limits.off == bool(limits.off_by)
    for count in range(len(rows)):
        fewer = limits_of(one, rows[:count])
        assert limits.off >= fewer.off
        assert limits.easier >= fewer.easier
        assert limits.phases_off >= fewer.phases_off


@given(st.lists(st.sampled_from([row(effect, question) for effect in Effect for question in ("A1", "A2", "A3")])))
def test_clearing_every_reason_allows_the_exercise_again(rows: list[Restriction]) -> None:
    reasons = limits_of(BRIDGE, rows).off_by
    assert not limits_of(BRIDGE, [one for one in rows if one.question not in reasons]).off
    for reason in reasons:
        left = [one for one in rows if one.question != reason]
        assert limits_of(BRIDGE, left).off == (len(reasons) > 1)
