from __future__ import annotations

from datetime import date

import pytest

from l5tui.domain.dose import Dose, Rounds
from l5tui.domain.exercise import Exercise
from l5tui.domain.how_to import form_text, how_to
from l5tui.domain.programme import Limits
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.words import reasons
from l5tui.domain.time_words import full_day, near_day
from l5tui.engine.plan import SETUPS, Plan
from l5tui.journal.trends import Pair
from l5tui.library import extras, load
from l5tui.tui.library import routine_detail
from l5tui.tui.library.routine_detail import detail, summary_parts
from l5tui.tui.widgets.page_blocks import PageVisual
from tests.domain.programmes import programme
from tests.factories import exercise, phase, routine
from tests.rows import each

CONTENT = load()
SUNDAY = date(2026, 11, 22)


def read(one: Routine, cautions: dict[str, str] | None = None, width: int = 60) -> list[str]:
    return [line.plain for line in PageVisual(detail(one, Plan.of(one), cautions or {})).lines(width)]


def told(one: Routine, last: Pair | None = None) -> str:
    return " | ".join(fact.plain for fact in summary_parts(one, Plan.of(one), last, SUNDAY))


@pytest.mark.parametrize("one", CONTENT.exercises.values(), ids=lambda one: one.id)
def test_the_page_of_an_exercise_has_all_its_parts(one: Exercise) -> None:
    assert CONTENT.safety is not None
    shorts = {question.id: question.short for question in CONTENT.safety.questions}
    page = " ".join(" ".join(read(Routine.alone(one), shorts, 200)).split())
    parts = [
        one.helps,
        *how_to(one, [Dose.of(one, level=1)]),
        *one.mistakes,
        *one.stop_if,
        *(shorts[caution] for caution in one.cautions),
    ]
    parts += [*(form_text(one, form.id) for form in one.forms), *(phase.cue for phase in one.phases), *one.equipment]
    for part in parts:
        assert " ".join(part.split()[:9]) in page


@pytest.mark.parametrize("one", CONTENT.routines.values(), ids=lambda one: one.id)
def test_the_page_of_a_routine_has_its_reason_and_all_its_exercises(one: Routine) -> None:
    page = " ".join(" ".join(read(one, width=200)).split())
    wanted = [one.why, one.care or routine_detail.SPREADS, routine_detail.OUR_CHOICE]
    wanted += [part for step in one.steps for part in (step.exercise.helps, *step.exercise.stop_if)]
    for part in wanted:
        assert " ".join(part.split()[:9]) in page


@pytest.mark.parametrize("one", CONTENT.routines.values(), ids=lambda one: one.id)
def test_the_times_on_the_page_are_those_of_the_plan(one: Routine) -> None:
    plan = Plan.of(one)
    setups = sum(segment.seconds or 0 for segment in plan.segments if segment.kind in SETUPS)
    times = [line.rsplit(maxsplit=1)[1].split(":") for line in read(one)[: len(one.steps)]]
    assert sum(int(minutes) * 60 + int(seconds) for minutes, seconds in times) + setups == plan.total_s


def test_the_page_of_a_routine_shows_the_doses_of_the_routine() -> None:
    one = routine(exercise(), steps=(Step(exercise(), {"reps": 6, "hold": 15}),))
    assert read(one)[0].split() == ["1", "Bridge", "6", "×", "15", "s", "2:20"]


def test_a_phase_that_a_routine_leaves_out_is_named() -> None:
    cat = exercise("cat", phases=(phase("cow"), phase("cat", label="Cat", off_label="Flat")), ladder=None)
    assert read(routine(steps=(Step(cat, phase_off=("cat",)),)))[0].startswith("1  Cat, no cat")


def test_a_routine_with_its_own_warning_shows_it() -> None:
    assert "Take care  Only if it feels fine." in read(routine(care="Only if it feels fine."))


def test_a_part_without_content_has_no_heading() -> None:
    page = read(Routine.alone(exercise()))
    assert not {"Common mistakes", "Stop if", "Take care if"} & set(page)


@each(
    "before, after, said",
    [
        (5, 3, "5 → 3 lower"),
        (5, 4, "5 → 4 about the same"),
        (3, 5, "3 → 5 higher"),
        (5, None, "5 → - no second score"),
        (0, 0, "0 → 0 about the same"),
    ],
)
def test_the_change_of_the_last_session_is_described_without_exaggeration(
    before: int | None, after: int | None, said: str
) -> None:
    last = Pair("2026-11-19T18:40:00+01:00", before, after)
    assert told(routine(exercise("a"), exercise("b")), last) == f"2 exercises | 2 min | last Thu {said}"


def test_a_last_session_stopped_by_a_rule_shows_no_change() -> None:
    last = Pair("2026-11-19T18:40:00+01:00", 5, 5, "S3")
    assert told(routine(exercise("a"), exercise("b")), last) == "2 exercises | 2 min | last Thu 5 stop: spreading"


def test_a_missing_score_of_the_last_session_is_not_shown_as_zero() -> None:
    assert told(routine(), Pair("2026-11-22T08:00:00+01:00", None, None)) == "1 exercise | 1 min | today, no scores"


def test_an_exercise_alone_shows_its_kind_and_length_and_no_last_session() -> None:
    assert told(Routine.alone(exercise())) == "stretch | 1 min"


@each(
    "day, said",
    [
        (SUNDAY, "today"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 16), "Mon"),
        (date(2026, 11, 15), "15 Nov"),
        (date(2025, 12, 31), "31 Dec 2025"),
        (date(2026, 11, 23), "23 Nov"),
    ],
)
def test_the_day_of_the_last_session_is_as_short_as_is_unambiguous(day: date, said: str) -> None:
    """A date in the future means that a clock was wrong; it is shown as it is."""
    assert near_day(day, SUNDAY) == said
    assert full_day(SUNDAY) == "Sun 22 Nov"


def test_the_words_of_the_page_never_promise_threaten_or_judge() -> None:
    said = [value.casefold() for name, value in vars(routine_detail).items() if name.isupper() and type(value) is str]
    assert said
    for never in (
        "will help",
        "cure",
        "decompress",
        "realign",
        "centralis",
        "improved",
        "safe for you",
        "push through",
    ):
        assert not [words for words in said if never in words]


def test_an_exercise_that_a_safety_answer_leaves_out_shows_the_reason_in_place_of_a_dose() -> None:
    assert CONTENT.safety is not None
    shorts = reasons(CONTENT.safety)
    rows = CONTENT.safety.restrictions_for(["A3", "A5"])
    one = CONTENT.routines["full_l5"]
    page = [line.plain for line in PageVisual(detail(one, Plan.of(one, restrictions=rows), shorts)).lines(48)]
    top = " ".join(" ".join(page[:14]).split())
    assert "1 Cat-cow left out Spinal stenosis, Thin bones 2 Child's pose left out Thin bones 3 Bird dog" in top
    assert "slow cycles" not in top


def test_how_to_do_it_names_the_counts_of_the_routines_dose() -> None:
    """An own routine of 6 x 8 s no longer says five seconds and ten times."""
    tilt = CONTENT.exercises["pelvic_tilt"]
    hug = CONTENT.exercises["knee_to_chest"]
    mine = Routine("mine", "Mine", "", (Step(tilt, {"reps": 6, "hold": 8}), Step(hug, rounds=Rounds(2, 1))), own=True)
    page = " ".join(" ".join(read(mine, width=200)).split())
    assert "Hold for 8 seconds, then let go. 4 Do 6." in page
    assert "Do this 6 times on the left and 3 times on the right, in 2 rounds." in page
    assert "6 left, 3 right, 15 s" in page


def test_a_phase_of_many_minutes_is_given_in_minutes() -> None:
    page = "\n".join(read(Routine.alone(extras()["walk"])))
    assert "10 min" in page
    assert "600" not in page


EVERY = [*map(Routine.alone, (*CONTENT.exercises.values(), *extras().values())), *CONTENT.routines.values()]


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.id)
def test_each_page_says_a_programmes_stricter_limits_and_whose_they_are(one: Routine) -> None:
    strict = programme(limits=Limits(4, 5))
    page = " ".join(line.plain for line in PageVisual(detail(one, Plan.of(one), {}, programme=strict)).lines(200))
    assert "Weeks 1 to 6, by Anna Keller" in page
    assert "An exercise is stopped from a score of 4 on (l5tui: 6)." in page
    assert "No session begins from a score of 5 on (l5tui: 8)." in page
    own = [line for step in one.steps for line in step.exercise.stop_if]
    assert "6 or more" not in page
    assert ("4 or more (Anna Keller's limit)" in page) is any("6 or more" in line for line in own)


def test_a_page_keeps_the_apps_own_limit_where_the_programme_has_no_stricter_one() -> None:
    bridge = Routine.alone(CONTENT.exercises["glute_bridge"])
    page = " ".join(
        line.plain for line in PageVisual(detail(bridge, Plan.of(bridge), {}, programme=programme())).lines(200)
    )
    assert "Back pain of 6 or more at the top" in page
    assert "Anna Keller" not in page
