"""Editing a routine: every change gives another draft, and undoing leads back through all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from l5tui.domain.dose import Rounds
from l5tui.domain.exercise import Exercise, Ladder, Seconds, Variant
from l5tui.domain.routine import First, Routine, Step
from l5tui.domain.routine_draft import MOST_STEPS, RoutineDraft, name_fault, why_fault
from l5tui.domain.step_settings import StepSetting, as_usual, hold_range, reps_range, settings_of, stepped, words
from l5tui.library import extras
from tests.domain.routine_drafts import CONTENT, drafts
from tests.factories import exercise, phase, routine, sided
from tests.rows import each

A, B, C = exercise("a"), exercise("b"), exercise("c")
quick = settings(max_examples=60, deadline=None)


def ids(draft: RoutineDraft) -> list[str]:
    return [step.exercise.id for step in draft.steps]


def test_a_step_is_added_moved_and_removed_and_undone() -> None:
    draft = RoutineDraft.of(routine(A, B)).added(C, 1)
    assert (ids(draft), draft.now.origins) == (["a", "c", "b"], (0, None, 1))
    moved = draft.moved(2, 0)
    assert (ids(moved), moved.now.origins) == (["b", "a", "c"], (1, 0, None))
    removed = moved.removed(1)
    assert ids(removed) == ["b", "c"]
    assert ids(removed.undone()) == ["b", "a", "c"]
    assert removed.undone().undone().undone() == RoutineDraft.of(routine(A, B))


def test_moves_beyond_the_ends_change_nothing() -> None:
    draft = RoutineDraft.of(routine(A, B))
    assert draft.moved(0, -1) is draft.moved(1, 2) is draft.removed(2) is draft.undone() is draft
    assert not draft.changed


def test_a_full_routine_takes_no_more() -> None:
    draft = RoutineDraft.of(routine(*[A] * (MOST_STEPS - 1)))
    assert not draft.full
    full = draft.added(B, 0)
    assert full.full
    assert full.added(C, 0) is full


def test_a_change_without_effect_needs_no_undo_and_no_saving() -> None:
    draft = RoutineDraft.of(routine(A, name="Mine"))
    assert draft.renamed("Mine") is draft
    assert draft.renamed("Ours").changed
    assert not draft.renamed("Ours").renamed("Mine").changed


def test_a_new_routine_is_changed_by_its_first_change_only() -> None:
    new = RoutineDraft.of(Routine("", "My routine", "", ()), new=True)
    assert not new.changed
    assert new.added(A, 0).changed
    assert not new.added(A, 0).undone().changed


@each(
    "name, fault",
    [
        ("Mine", ""),
        ("[bold]Mine[/]", ""),
        ("  ", "it is empty"),
        ("x" * 41, "40 characters are the most"),
        ("a\x1b[31mb", "it has a sign that can't be shown"),
        ("a\u202eb", "it has a sign that can't be shown"),
    ],
)
def test_an_unusable_name_is_refused_with_the_reason(name: str, fault: str) -> None:
    assert name_fault(name) == fault


def test_a_reason_may_be_empty_and_has_a_longest_length() -> None:
    assert why_fault("") == ""
    assert why_fault("x" * 301) == "300 characters are the most"
    assert why_fault("\x07") == "it has a sign that can't be shown"


# What can be set about a step

SIDED = sided("hug", reps=3, reps_range=(3, 3), ladder=None, easier=Variant("easy", "Half.", {"hold": 10}))


def test_the_settings_of_a_step_depend_on_the_exercise() -> None:
    s = StepSetting
    assert list(settings_of(Step(A))) == [s.FORM, s.REPS, s.HOLD, s.ROUNDS, s.REST]
    assert list(settings_of(Step(SIDED))) == [s.FORM, s.REPS, s.HOLD, s.LEFT, s.RIGHT, s.FIRST, s.REST]
    eased = Step(SIDED, variant="easy")
    assert s.HOLD not in settings_of(eased), "the easier form has a hold of its own"
    assert s.FLAT in settings_of(Step(CONTENT.exercises["cat_cow"]))


def test_a_dose_stays_within_the_exercises_range() -> None:
    one = exercise(reps=10, reps_range=(10, 15), phases=(phase("hold", Seconds(20, 30, 20)),), ladder=None)
    assert (reps_range(one), hold_range(one)) == ((1, 15), (10, 30))
    step = Step(one)
    for _ in range(40):
        step = stepped(stepped(step, StepSetting.REPS, 1), StepSetting.HOLD, 1)
    assert dict(step.overrides) == {"reps": 15, "hold": 30}
    for _ in range(40):
        step = stepped(stepped(step, StepSetting.REPS, -1), StepSetting.HOLD, -1)
    assert dict(step.overrides) == {"reps": 1, "hold": 10}


def test_a_dose_outside_the_range_stays_until_it_is_changed() -> None:
    step = Step(CONTENT.exercises["pelvic_tilt"], {"reps": 6, "hold": 8})
    assert words(step, StepSetting.HOLD) == "8 s"
    assert stepped(step, StepSetting.HOLD, 1) == step
    assert "hold" not in stepped(step, StepSetting.HOLD, -1).overrides, "5 s is the exercise's own"


def test_a_dose_on_the_ladder_follows_the_level_until_it_is_set() -> None:
    one = exercise(ladder=Ladder("hold", (20, 25, 30)))
    assert words(Step(one), StepSetting.HOLD, 2) == "25 s (your level)"
    own = stepped(Step(one), StepSetting.HOLD, 1, 2)
    assert words(own, StepSetting.HOLD, 2) == "30 s"
    assert as_usual(own, StepSetting.HOLD) == Step(one)
    back = stepped(own, StepSetting.HOLD, -1, 2)
    assert back.overrides == {"hold": 25}, "set by hand it follows no level"


def test_sides_rounds_first_side_rest_and_form_are_changed_and_named() -> None:
    s, step = StepSetting, Step(SIDED)
    step = stepped(stepped(step, s.LEFT, 1), s.RIGHT, -1)
    assert step.rounds == Rounds(2, 0)
    assert (words(step, s.LEFT), words(step, s.RIGHT)) == ("2", "none")
    assert stepped(stepped(step, s.LEFT, -1), s.LEFT, -1).rounds == Rounds(1, 0), "one side is left"
    step = stepped(step, s.FIRST, 1)
    assert (step.first, words(step, s.FIRST)) == (First.LEFT, "left")
    assert words(replace_first(step), s.FIRST) == "the worse side"
    step = stepped(stepped(step, s.REST, 1), s.FORM, -1)
    assert (words(step, s.REST), words(step, s.FORM)) == ("5 s", "easier")
    assert stepped(Step(A), s.ROUNDS, 1).rounds == Rounds(2, 2)
    cat = CONTENT.exercises["cat_cow"]
    assert words(stepped(Step(cat), s.FLAT, 1), s.FLAT) == "cow"


@each("setting", [StepSetting.ROUNDS, StepSetting.LEFT, StepSetting.RIGHT])
def test_a_routine_has_at_most_two_rounds(setting: StepSetting) -> None:
    step = Step(A if setting is StepSetting.ROUNDS else SIDED)
    for _ in range(9):
        step = stepped(step, setting, 1)
    assert words(step, setting) == "2"


def replace_first(step: Step) -> Step:
    return stepped(stepped(step, StepSetting.FIRST, 1), StepSetting.FIRST, 1)


EXTRAS = extras()
EVERY = {**CONTENT.exercises, **EXTRAS}


def test_a_walk_is_set_in_minutes() -> None:
    walk = Step(EXTRAS["walk"])
    assert words(stepped(walk, StepSetting.HOLD, 1), StepSetting.HOLD) == "11 min"


@pytest.mark.parametrize("one", EVERY.values(), ids=lambda one: one.id)
def test_every_setting_of_every_exercise_has_limits_and_returns_to_the_default(one: Exercise) -> None:
    for setting in settings_of(Step(one)):
        for way in (1, -1):
            step, seen = Step(one), 0
            while (after := stepped(step, setting, way)) != step:
                step, seen = after, seen + 1
                assert words(step, setting)
                assert seen < 100
            assert as_usual(step, setting) == Step(one)


def test_in_the_easier_form_its_own_repetitions_are_the_most_and_fewer_can_be_set() -> None:
    own = Step(EVERY["bird_dog"], {"reps": 8}, EVERY["bird_dog"].easier.id)
    assert words(own, StepSetting.REPS) == "5 each side"
    assert StepSetting.REPS in settings_of(own)
    assert stepped(own, StepSetting.REPS, 1) == own, "the form's own 5 are the most"
    fewer = stepped(own, StepSetting.REPS, -1)
    assert (fewer.overrides["reps"], words(fewer, StepSetting.REPS)) == (4, "4 each side")
    assert reps_range(own.exercise, own.variant) == (1, 5)
    assert stepped(fewer, StepSetting.REPS, 1).overrides == {}, "the form's own count needs no word in the file"
    tilt = Step(EVERY["pelvic_tilt"], variant=EVERY["pelvic_tilt"].easier.id)
    assert words(tilt, StepSetting.REPS, 2) == "6", "the form's own, not the level's"


# Laws


@quick
@given(drafts())
def test_undoing_everything_returns_to_the_first_draft(draft: RoutineDraft) -> None:
    seen = 0
    while draft.past:
        draft, seen = draft.undone(), seen + 1
    assert not draft.changed
    assert all(origin is not None for origin in draft.now.origins)


@quick
@given(drafts())
def test_a_step_has_an_origin_of_its_own_or_none(draft: RoutineDraft) -> None:
    origins = [origin for origin in draft.now.origins if origin is not None]
    assert len(draft.now.origins) == len(draft.steps)
    assert len(set(origins)) == len(origins)
