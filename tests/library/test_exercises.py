"""The seven exercises: their numbers, written out here from the clinical data, and the words that are spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from l5tui.domain.dose import Dose, Rounds
from l5tui.domain.exercise import Exercise, Posture, Sides, Variant
from l5tui.domain.routine import Routine, Step
from l5tui.engine.plan import FIRST_SETUP_S, Plan
from l5tui.library import Content, extras, load
from l5tui.library.build import no_longer_than
from tests.rows import each

WORDS_PER_SECOND = 2.5

CONTENT = load()
"""Loaded once: nothing in it can change."""

# number, category, posture, sides, lowest and highest duration, duration as it comes
SEVEN = {
    "childs_pose": (1, "stretch", "kneeling", "none", 113, 143, 113),
    "knee_to_chest": (2, "stretch", "supine", "alternate", 157, 247, 157),
    "cat_cow": (3, "stretch", "quadruped", "none", 80, 90, 90),
    "pelvic_tilt": (4, "stretch", "supine", "none", 108, 163, 108),
    "bird_dog": (5, "strength", "quadruped", "alternate", 271, 271, 271),
    "glute_bridge": (6, "strength", "supine", "none", 118, 178, 118),
    "mckenzie_extension": (7, "strength", "prone", "none", 196, 196, 196),
}

# phases with their seconds (lowest, highest), and the breath of each
PHASES = {
    "childs_pose": [("fold", 6, 6, "out"), ("hold", 20, 30, "easy"), ("rise", 5, 5, "in")],
    "knee_to_chest": [("draw_in", 4, 4, "out"), ("hold", 15, 30, "easy"), ("lower", 4, 4, "in")],
    "cat_cow": [("cow", 4, 4, "in"), ("cat", 4, 4, "out"), ("neutral", 0, 1, "easy")],
    "pelvic_tilt": [("tilt", 2, 2, "out"), ("hold", 5, 5, "easy"), ("release", 2, 2, "in")],
    "bird_dog": [("reach", 3, 3, "out"), ("hold", 5, 5, "easy"), ("return", 3, 3, "in")],
    "glute_bridge": [("lift", 2, 2, "out"), ("hold", 5, 5, "easy"), ("lower", 3, 3, "in")],
    "mckenzie_extension": [("press", 3, 3, "out"), ("hold", 10, 10, "easy"), ("lower", 3, 3, "in")],
}

# the ladder, the easier form with its numbers, the harder form with its
DOSES: dict[str, tuple[tuple[str, tuple[int, ...]] | None, tuple[str, dict[str, int]], tuple[str, dict[str, int]]]] = {
    "childs_pose": (("hold", (20, 25, 30)), ("child_pillow", {"hold": 10}), ("child_side_reach", {})),
    "knee_to_chest": (("hold", (15, 20, 25, 30)), ("k2c_towel", {"hold": 10}), ("k2c_straight_leg", {})),
    "cat_cow": (None, ("catcow_small", {"reps": 5}), ("catcow_wave", {"cow": 6, "cat": 6})),
    "pelvic_tilt": (("reps", (10, 12, 15)), ("tilt_small", {"hold": 2, "reps": 6}), ("tilt_march", {})),
    "bird_dog": (None, ("birddog_leg_only", {"reps": 5, "hold": 3}), ("birddog_square", {})),
    "glute_bridge": (("reps", (10, 12, 15)), ("bridge_half", {"hold": 2, "reps": 6}), ("bridge_march", {})),
    "mckenzie_extension": (None, ("prone_rest", {"reps": 5}), ("prone_hands", {})),
}

NAMES = {
    "childs_pose": ("Child's pose", "Child’s Pose", "kneeling fold", "prayer stretch", "balasana"),
    "knee_to_chest": ("Knee-to-chest", "Knee-to-Chest Stretch", "single knee hug", "single knee to chest"),
    "cat_cow": ("Cat-cow", "Cat-Cow Stretch", "cat-camel", "all-fours arch and round"),
    "pelvic_tilt": ("Pelvic tilts", "Pelvic Tilts", "back flattening", "posterior pelvic tilt"),
    "bird_dog": ("Bird dog", "Bird Dog Exercise", "opposite arm and leg reach", "quadruped reach"),
    "glute_bridge": ("Glute bridge", "Glute Bridge", "hip bridge", "bridging"),
    "mckenzie_extension": ("McKenzie extension", "McKenzie Extension", "forearm prop", "prone prop", "sphinx prop"),
}


def total_s(exercise: Exercise, *, level: int, **overrides: int) -> int:
    """How long the exercise lasts without its set-up."""
    plan = Plan.of(Routine("one", "One", "", (Step(exercise, overrides),)), {exercise.id: level})
    return plan.total_s - FIRST_SETUP_S


def test_there_are_seven_in_the_articles_order() -> None:
    assert list(CONTENT.exercises) == list(SEVEN)
    for exercise, (number, category, posture, sides, *_) in zip(
        CONTENT.exercises.values(), SEVEN.values(), strict=True
    ):
        assert (exercise.number, exercise.category, exercise.posture, exercise.sides) == (
            number,
            category,
            Posture(posture),
            Sides(sides),
        )


@each("one", SEVEN)
def test_an_exercise_lasts_as_long_as_the_clinical_data_says_at_each_level(one: str) -> None:
    """Levels: lowest (every range and the ladder at the low end, cat-cow without its pause), highest, and default."""
    exercise = CONTENT.exercises[one]
    low = {phase.id: phase.seconds.low for phase in exercise.phases if phase.id != "hold" and phase.seconds.low == 0}
    *_, lowest, highest, default = SEVEN[one]
    assert (total_s(exercise, level=1, **low), total_s(exercise, level=9)) == (lowest, highest)
    assert total_s(exercise, level=1) == default


@each("one", SEVEN)
def test_phases_have_the_seconds_and_the_breath_of_the_clinical_data(one: str) -> None:
    phases = CONTENT.exercises[one].phases
    assert [(phase.id, phase.seconds.low, phase.seconds.high, phase.breath) for phase in phases] == PHASES[one]


@each("one", SEVEN)
def test_the_ladder_and_the_two_forms_are_those_of_the_clinical_data(one: str) -> None:
    exercise = CONTENT.exercises[one]
    ladder, easier, harder = DOSES[one]
    assert (exercise.ladder and (exercise.ladder.param, exercise.ladder.levels)) == ladder
    assert [(form.id, dict(form.overrides)) for form in (exercise.easier, exercise.harder)] == [easier, harder]


@each("one, name", [(one, name) for one, names in NAMES.items() for name in names])
def test_an_exercise_is_found_by_its_name_the_articles_name_and_its_aliases(one: str, name: str) -> None:
    assert CONTENT.find(name).id == one


def test_only_cat_cow_can_be_left_flat_and_says_so_in_both_phases() -> None:
    flat = {
        (exercise.id, phase.id): (phase.off_label, phase.off_cue)
        for exercise in CONTENT.exercises.values()
        for phase in exercise.phases
        if phase.off_label
    }
    assert flat == {
        ("cat_cow", "cow"): ("Flat", "Keep your back flat, breathe in"),
        ("cat_cow", "cat"): ("Flat", "Come back to flat, breathe out"),
    }


def test_an_exercise_with_sides_names_the_limb_of_a_side() -> None:
    assert {one: exercise.limb for one, exercise in CONTENT.exercises.items() if exercise.limb} == {
        "knee_to_chest": "leg",
        "bird_dog": "leg",
    }


def test_the_cues_of_a_side_name_that_side() -> None:
    """In bird dog the leg names the side, so the left side is the left leg with the right arm."""
    reach = CONTENT.exercises["bird_dog"].phase("reach")
    draw_in = CONTENT.exercises["knee_to_chest"].phase("draw_in")
    assert reach
    assert draw_in
    assert (reach.cue_left, reach.cue_right) == (
        "Left leg long, right arm forward",
        "Right leg long, left arm forward",
    )
    assert (draw_in.cue_left, draw_in.cue_right) == (
        "Bring your left knee up, hands behind the thigh",
        "Bring your right knee up, hands behind the thigh",
    )


def test_the_cues_of_the_two_sides_are_mirror_images() -> None:
    """An error in one of the two would make the person lift the wrong leg."""
    turned = {"left": "right", "right": "left"}
    for exercise in CONTENT.exercises.values():
        for form in (None, exercise.easier.id, exercise.harder.id):
            for phase in exercise.phases_in(form):
                assert (phase.cue_left is None) == (phase.cue_right is None)
                if phase.cue_left and phase.cue_right:
                    mirrored = re.sub("left|right", lambda found: turned[found[0]], phase.cue_left.lower())
                    assert mirrored == phase.cue_right.lower(), (exercise.id, form, phase.id)


def forms(exercise: Exercise) -> Iterator[Variant | None]:
    yield from (None, exercise.easier, exercise.harder)


def cues_with_seconds(content: Content) -> Iterator[tuple[str, str, int]]:
    """Every cue, with its place and the fewest seconds that it can have."""
    for exercise in content.exercises.values():
        yield f"{exercise.id}: start", exercise.start, FIRST_SETUP_S
        for form in forms(exercise):
            dose = Dose.of(exercise, variant=form.id if form else None)
            for phase in exercise.phases_in(form.id if form else None):
                where = f"{exercise.id}: {phase.id} as {form.id if form else 'it is'}"
                seconds = dose.seconds[phase.id]
                for cue in (phase.cue, phase.cue_left, phase.cue_right, phase.off_cue):
                    if cue:
                        yield where, cue, seconds


def spoken_words(cue: str) -> int:
    """Words as they are spoken: `knee-to-chest` is three."""
    return len(re.findall(r"[\w'’]+", cue))


def test_every_cue_can_be_spoken_within_its_seconds() -> None:
    too_long = [
        (where, cue, spoken_words(cue), seconds)
        for where, cue, seconds in cues_with_seconds(CONTENT)
        if spoken_words(cue) > WORDS_PER_SECOND * seconds
    ]
    assert too_long == []


def test_every_segment_of_every_routine_and_form_can_be_spoken_within_its_seconds() -> None:
    """The plan joins cues and seconds, so the test reads the sentences from the plan."""
    routines = [*CONTENT.routines.values()]
    routines += [
        Routine("one", "One", "", (Step(exercise, variant=form.id if form else None),))
        for exercise in CONTENT.exercises.values()
        for form in forms(exercise)
    ]
    segments = [segment for routine in routines for segment in Plan.of(routine).segments]
    assert len(segments) > 1000
    assert [s for s in segments if spoken_words(s.cue) > WORDS_PER_SECOND * (s.seconds or 0)] == []


def test_no_cue_names_a_number() -> None:
    """Seconds are filled in from the segment; a number in the text of a cue would be wrong at another level."""
    assert [(where, cue) for where, cue, _ in cues_with_seconds(CONTENT) if re.search(r"\d", cue)] == []


def test_an_eased_form_says_what_to_do_in_that_form() -> None:
    """A person who reaches with the leg only must not be told to lift an arm, nor one who rests flat to push up."""
    dog, prone = CONTENT.exercises["bird_dog"], CONTENT.exercises["mckenzie_extension"]
    eased = Plan.of(
        Routine("one", "One", "", (Step(dog, variant="birddog_leg_only"), Step(prone, variant="prone_rest")))
    )
    said = " ".join(f"{s.label} {s.cue}" for s in eased.segments if s.phase)
    assert not re.search(r"\barm\b|push|press", said, re.IGNORECASE)
    assert {s.cue for s in eased.segments if s.phase == "reach"} == {
        "Slide your left leg back, toes down",
        "Slide your right leg back, toes down",
    }


def test_every_exercise_has_instructions_mistakes_and_reasons_to_stop() -> None:
    for exercise in CONTENT.exercises.values():
        assert len(exercise.how_to) >= 3
        assert len(exercise.mistakes) >= 3
        assert len(exercise.stop_if) >= 2
        assert exercise.helps
        assert exercise.claim
        assert exercise.equipment
        assert any("more than 5 minutes" in sentence for sentence in exercise.stop_if)


def test_the_cautions_of_an_exercise_match_the_questions_that_affect_it() -> None:
    """They are in two files; a caution without a question, or a question without a caution, would be a gap."""
    assert CONTENT.safety
    for exercise in CONTENT.exercises.values():
        touching = [
            question.id
            for question in CONTENT.safety.questions
            if any(row.exercise == exercise.id for row in question.affects)
        ]
        assert list(exercise.cautions) == touching


def test_the_bound_of_a_step_is_never_below_what_its_plan_lasts() -> None:
    """Only above the limit is the plan itself made, so a bound that is too low would let a long file pass."""
    for exercise in (*load().exercises.values(), *extras().values()):
        for form in (None, *(form.id for form in exercise.forms)):
            for rounds in (Rounds(), Rounds(2, 2), Rounds(2, 1), Rounds(0, 1), Rounds(5, 5)):
                for level in (None, 1, 9):
                    both = rounds if exercise.sided else Rounds(rounds.right, rounds.right)
                    step = Step(exercise, variant=form, rounds=both)
                    routine = Routine("r", "R", "", (step,), ladder=level is not None)
                    plan = Plan.of(routine, {exercise.id: level or 1})
                    assert plan.total_s <= no_longer_than(step, level)
