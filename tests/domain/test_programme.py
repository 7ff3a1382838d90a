"""A programme: its days, its dose, and what of it is more than the article has."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.domain.dose import Rounds
from l5tui.domain.exercise import Seconds
from l5tui.domain.pain_zones import Starts, starts
from l5tui.domain.programme import PlannedSession, Prescription, Rhythm
from l5tui.domain.routine import First, Routine, Step
from l5tui.domain.safety.stop_rules import STOP_FROM, Then, after_score, may_go_on
from tests.domain.programmes import CAT, CHILD, MONDAY, MORNING, STRONG, programme
from tests.factories import exercise, phase, routine, sided
from tests.rows import each

TUESDAY = MONDAY + timedelta(days=1)


def due(day: date, **fields: object) -> list[str]:
    return [one.routine.id for one in programme(**fields).due_on(day)]


def test_a_session_is_due_on_its_weekdays() -> None:
    assert due(MONDAY) == ["morning", "strong"]
    assert due(TUESDAY) == ["morning"]
    assert due(MONDAY + timedelta(days=3)) == ["morning", "strong"]


def test_every_second_day_is_counted_from_the_day_the_programme_was_written() -> None:
    second = (PlannedSession(MORNING, Rhythm(every=2)),)
    assert [bool(due(MONDAY + timedelta(days=ahead), sessions=second)) for ahead in range(5)] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_no_session_is_due_after_the_last_day() -> None:
    last = programme().until
    assert due(last) == ["morning"]
    assert due(last + timedelta(days=1)) == []


def test_the_next_day_is_the_next_on_which_something_is_due() -> None:
    only = programme(sessions=(PlannedSession(STRONG, Rhythm(frozenset({0, 3}))),))
    assert only.next_day(MONDAY) == MONDAY + timedelta(days=3)
    assert only.next_day(only.until) is None


def test_due_days_that_never_come_before_the_end_are_named() -> None:
    short = programme(until=TUESDAY)
    assert short.never_due(MONDAY) == ()
    assert [one.routine.id for one in short.never_due(TUESDAY)] == ["strong"]


@given(
    st.frozensets(st.integers(0, 6)),
    st.integers(1, 3),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 40),
)
def test_a_session_that_is_never_due_is_due_on_no_day(
    weekdays: frozenset[int], every: int, since: date, left: int
) -> None:
    made = programme(
        written=date(2026, 1, 1),
        until=since + timedelta(days=left),
        sessions=(PlannedSession(MORNING, Rhythm(weekdays, every)),),
    )
    ever = any(made.due_on(since + timedelta(days=ahead)) for ahead in range(left + 1))
    assert bool(made.never_due(since)) is not ever


@each(
    "rhythm, words",
    [
        (Rhythm(), "every day"),
        (Rhythm(every=2), "every second day"),
        (Rhythm(times=2), "twice a day"),
        (Rhythm(frozenset({0, 2, 4})), "Mon, Wed and Fri"),
        (Rhythm(frozenset({5})), "Sat"),
        (Rhythm(frozenset(range(7))), "every day"),
    ],
)
def test_the_due_days_are_put_into_words(rhythm: Rhythm, words: str) -> None:
    assert rhythm.words == words


# The dose


def test_the_dose_of_a_programme_overrides_that_of_the_routines_step() -> None:
    given_by_step = Routine("r", "R", "", (Step(CHILD, {"reps": 5, "hold": 25}), Step(CAT, {"reps": 4})))
    child, cat = programme().applied(given_by_step).steps
    assert child.overrides == {"reps": 2, "hold": 40}
    assert cat.overrides == {"reps": 4}


def test_what_a_programme_does_not_set_stays_as_in_the_step() -> None:
    only_reps = programme(exercises={"child": Prescription(CHILD, {"reps": 2})})
    (step,) = only_reps.applied(Routine("r", "R", "", (Step(CHILD, {"hold": 25}, "hard"),))).steps
    assert step.overrides == {"reps": 2, "hold": 25}
    assert step.variant == "hard"


def test_the_easier_form_of_a_programme_overrides_the_steps_form() -> None:
    eased = programme(exercises={"child": Prescription(CHILD, easier=True)})
    (step,) = eased.applied(Routine("r", "R", "", (Step(CHILD, {}, "hard"),))).steps
    assert step.variant == "easy"


def test_flare_up_keeps_its_own_small_doses() -> None:
    flare_up = routine(CHILD, routine_id="flare_up", ladder=False)
    assert programme().applied(flare_up) == flare_up


def test_applying_a_programme_twice_equals_applying_it_once() -> None:
    once = programme().applied(MORNING)
    assert programme().applied(once) == once


def test_doses_beyond_the_article_are_named() -> None:
    assert list(Prescription(CHILD, {"hold": 40}).beyond()) == ["40 s hold: more than the article (20 to 30 s)"]
    many = exercise("many", reps=10, reps_range=(10, 15), phases=(phase("hold", Seconds(5, 5, 5)),))
    assert list(Prescription(many, {"reps": 30, "hold": 5}).beyond()) == ["30 reps: more than the article (10 to 15)"]
    assert list(Prescription(many, {"reps": 5}).beyond()) == ["5 reps: less than the article (10 to 15)"]
    assert list(Prescription(many, {"reps": 12}).beyond()) == []
    sided_one = sided(reps=10, reps_range=(10, 15), unit="reps per side")
    said = ["1 rep per side: less than the article (10 to 15)"]
    assert list(Prescription(sided_one, {"reps": 1}).beyond()) == said


def test_the_side_that_begins_is_named_only_where_there_are_two() -> None:
    one = sided(reps=2, phases=(phase("hold", 15),))
    worse = Prescription(one, rounds=Rounds(0, 1), first=First.WORSE)
    assert worse.words() == "2 right only, 15 s"
    assert replace(worse, rounds=Rounds(1, 1)).words() == "2 each side, 15 s, worse side first"


# Limits


@each("pain", range(11))
@each("limit", range(1, STOP_FROM + 1))
def test_a_lower_limit_stops_an_exercise_earlier_and_never_later(pain: int, limit: int) -> None:
    own = after_score(pain, routine="morning", before=2).then is Then.STOP_EXERCISE
    its = after_score(pain, routine="morning", before=2, stop_from=limit).then is Then.STOP_EXERCISE
    assert its is (pain >= limit)
    assert its or not own
    assert may_go_on(pain, routine="morning", before=2, stop_from=limit) is not its


def test_a_higher_limit_than_the_app_s_own_has_no_effect() -> None:
    assert after_score(6, routine="morning", before=2, stop_from=9).then is Then.STOP_EXERCISE


@each("pain", range(11))
@each("limit", range(1, STOP_FROM))
@each("before", [None, 0, 4, 6, 7])
def test_the_limit_of_a_programme_holds_in_flare_up_too(pain: int, limit: int, before: int | None) -> None:
    own = after_score(pain, routine="flare_up", before=before).then is Then.STOP_EXERCISE
    its = after_score(pain, routine="flare_up", before=before, stop_from=limit).then is Then.STOP_EXERCISE
    assert its is (own or pain >= limit)
    assert may_go_on(pain, routine="flare_up", before=before, stop_from=limit) is not its


def test_without_a_limit_of_a_programme_flare_up_compares_with_the_score_before() -> None:
    assert after_score(6, routine="flare_up", before=6, stop_from=STOP_FROM).then is not Then.STOP_EXERCISE


@each("pain", range(11))
def test_at_the_limit_of_a_programme_no_session_begins(pain: int) -> None:
    found = starts(pain, "morning", flare_up_left=True, overridden=True, none_from=5)
    assert (found is Starts.NOTHING) is (pain >= 5)


def test_without_a_score_a_session_begins_as_without_a_limit() -> None:
    assert starts(None, "morning", flare_up_left=True, overridden=False, none_from=1) is Starts.CHOSEN


def test_entries_name_their_programme() -> None:
    assert replace(programme(), version=3).name == {"id": "weeks_1_to_6", "version": 3}


def test_nothing_is_due_before_the_day_that_it_was_written_on() -> None:
    later = programme(written=MONDAY + timedelta(days=3), sessions=(PlannedSession(MORNING, Rhythm()),))
    assert later.due_on(MONDAY) == ()
    assert later.next_day(MONDAY) == MONDAY + timedelta(days=3)
    assert later.due_on(MONDAY + timedelta(days=3)) == later.sessions
