"""The eight routines, with their numbers written out from the clinical data."""

from __future__ import annotations

from l5tui.engine.plan import SETUPS, Plan
from l5tui.library import load
from tests.rows import each

CONTENT = load()

C, K, T, B, G, M = "cat_cow", "knee_to_chest", "pelvic_tilt", "bird_dog", "glute_bridge", "mckenzie_extension"
P = "childs_pose"

# steps with the seconds of each at level 1, set-up in all, level 1 and top level in all
PRESETS: dict[str, tuple[list[tuple[str, int]], int, int, int]] = {
    "full_l5": ([(C, 90), (P, 113), (B, 271), (T, 108), (K, 157), (G, 118), (M, 196)], 110, 1163, 1398),
    "article_order": ([(P, 113), (K, 157), (C, 90), (T, 108), (B, 271), (G, 118), (M, 196)], 130, 1183, 1418),
    "gentle_relief": ([(P, 113), (T, 108), (K, 157)], 40, 418, 593),
    "core_strength": ([(C, 90), (B, 271), (T, 108), (G, 118)], 50, 637, 752),
    "extension": ([(C, 90), (M, 196)], 30, 316, 316),
    "morning": ([(C, 90), (T, 108), (G, 118), (M, 196)], 60, 572, 687),
    "flare_up": ([(T, 64), (K, 103), (C, 45)], 40, 252, 252),
    "evening": ([(C, 90), (P, 113), (T, 108), (K, 157)], 60, 528, 703),
}


def test_there_are_eight_routines_and_the_full_one_comes_first() -> None:
    assert set(CONTENT.routines) == set(PRESETS)
    assert next(iter(CONTENT.routines)) == "full_l5"
    assert not any(routine.own for routine in CONTENT.routines.values())


@each("one", PRESETS)
def test_the_steps_of_a_routine_last_as_long_as_the_clinical_data_says(one: str) -> None:
    steps, *_ = PRESETS[one]
    plan = Plan.of(CONTENT.routines[one])
    seconds = [0] * len(plan.steps)
    for segment in plan.segments:
        if segment.kind not in SETUPS:
            seconds[segment.step] += segment.seconds or 0
    assert [(step.exercise, lasts) for step, lasts in zip(plan.steps, seconds, strict=True)] == steps


@each("one", PRESETS)
def test_a_routine_lasts_as_long_as_the_clinical_data_says_at_the_lowest_and_highest_level(one: str) -> None:
    _, setup_s, lowest, highest = PRESETS[one]
    routine = CONTENT.routines[one]
    top = Plan.of(routine, dict.fromkeys(CONTENT.exercises, 99))
    plan = Plan.of(routine)
    assert (plan.total_s, top.total_s) == (lowest, highest)
    assert sum(segment.seconds or 0 for segment in plan.segments if segment.kind in SETUPS) == setup_s


def test_only_flare_up_has_no_ladder() -> None:
    assert [routine.id for routine in CONTENT.routines.values() if not routine.ladder] == ["flare_up"]


def test_flare_up_is_six_tilts_two_short_hugs_a_side_and_five_small_cats() -> None:
    said = [(step.exercise.id, dict(step.overrides), step.variant) for step in CONTENT.routines["flare_up"].steps]
    assert said == [
        ("pelvic_tilt", {"reps": 6}, None),
        ("knee_to_chest", {"reps": 2, "hold": 15}, None),
        ("cat_cow", {"reps": 5}, "catcow_small"),
    ]


def test_morning_never_rounds_the_back() -> None:
    """The clinical data advise against a deep bend forward soon after getting up."""
    plan = Plan.of(CONTENT.routines["morning"])
    assert not {"childs_pose", "knee_to_chest"} & {step.exercise for step in plan.steps}
    cats = [segment for segment in plan.segments if segment.phase == "cat"]
    assert len(cats) == 10
    assert all(segment.off and segment.label == "Flat" for segment in cats)


def test_the_extension_routine_says_whom_it_is_for_before_it_is_chosen() -> None:
    assert CONTENT.routines["extension"].care == (
        "Only if bending backward feels fine or better. Stop if it spreads down the leg."
    )


def test_the_gentle_routine_promises_no_relief_and_is_still_found_by_its_old_name() -> None:
    gentle = CONTENT.routines["gentle_relief"]
    assert gentle.name == "Gentle"
    assert gentle.aliases == ("Gentle relief",)
    for name in ("Gentle", "Gentle relief", "gentle-relief", "gentle_relief"):
        assert CONTENT.find(name) is gentle


def test_every_routine_explains_itself() -> None:
    assert [routine.id for routine in CONTENT.routines.values() if len(routine.why) < 20] == []
