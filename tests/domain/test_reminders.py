"""Reminders: their times and days, and whether there is anything to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_activity, new_week
from l5tui.domain.programme import Limits, PlannedSession, Programme, Rhythm
from l5tui.domain.reminders import Series, Slot, due_line, slots
from l5tui.domain.time_words import in_quiet, parse_quiet, parse_times
from tests.domain.programmes import CAT, CHILD, KNEE, MONDAY, MORNING, STRONG, programme
from tests.factories import log, routine, session

TWO_YEARS = 731
NOON = datetime.fromisoformat("2026-03-02T12:00:00+01:00")

rhythms = st.one_of(
    st.builds(Rhythm, weekdays=st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(Rhythm, every=st.sampled_from((1, 2)), times=st.sampled_from((1, 2))),
)
programmes = st.builds(
    lambda written, left, found: programme(
        written=written,
        until=written + timedelta(days=left),
        sessions=tuple(
            PlannedSession(routine(one, routine_id=one.id), rhythm)
            for one, rhythm in zip((CHILD, CAT, KNEE), found, strict=False)
        ),
    ),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 900),
    st.lists(rhythms, min_size=1, max_size=3),
)


def expanded(series: Series, end: date) -> Iterator[date]:
    """Every day of a series up to and with the last."""
    monday = series.first - timedelta(days=series.first.weekday())
    for ahead in range((end - series.first).days + 1):
        day = series.first + timedelta(days=ahead)
        if day.weekday() in series.weekdays and (day - monday).days // 7 % series.weeks == 0:
            yield day


# Times as a person writes them


@pytest.mark.parametrize("text", ["8", "24:00", "08:60", "8:0", "", "-1:00", "٠٨:٠٠", "8:00:00", "8.00", "8:00,"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    assert parse_times(text) is None


def test_times_may_be_written_with_one_digit_and_with_blanks() -> None:
    assert parse_times("8:00") == [time(8)]
    assert parse_times("08:00, 18:30") == [time(8), time(18, 30)]


@pytest.mark.parametrize("text", ["", "22:00", "22:00-", "22-07", "22:00-07:00-08:00", "a-b"])
def test_what_is_no_span_of_time_is_refused(text: str) -> None:
    assert parse_quiet(text) is None


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        ("22:00-07:00", ("22:00", "23:59", "00:00", "06:59"), ("07:00", "12:00", "21:59")),
        ("12:30 - 14:00", ("12:30", "13:59"), ("12:29", "14:00", "00:00")),
        ("09:00-09:00", (), ("08:59", "09:00", "21:00")),
    ],
)
def test_quiet_hours_hold_from_their_start_up_to_their_end(
    span: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    quiet = parse_quiet(span)
    assert quiet is not None
    assert all(in_quiet(time.fromisoformat(at), quiet) for at in inside)
    assert not any(in_quiet(time.fromisoformat(at), quiet) for at in outside)


# The days


def test_without_a_programme_there_is_one_reminder_a_day() -> None:
    assert slots(None) == (Slot(1, time(8)),)
    assert slots(None)[0].series(MONDAY, None) == (Series(MONDAY, frozenset(range(7))),)


def test_what_is_twice_a_day_has_two_times_and_the_second_is_for_it_alone() -> None:
    twice, once = PlannedSession(MORNING, Rhythm(times=2)), PlannedSession(STRONG, Rhythm(frozenset({0})))
    both = slots(programme(sessions=(once, twice)))
    assert [(slot.at, slot.sessions) for slot in both] == [(time(8), (once, twice)), (time(18), (twice,))]
    given_times = slots(programme(sessions=(once,)), [time(18, 30), time(8), time(8)])
    assert [(slot.at, slot.sessions) for slot in given_times] == [(time(8), (once,)), (time(18, 30), (once,))]


def test_a_programme_that_is_over_before_the_next_due_day_has_no_days_left() -> None:
    ends = programme(until=MONDAY + timedelta(days=2), sessions=(PlannedSession(STRONG, Rhythm(frozenset({0}))),))
    [slot] = slots(ends)
    assert slot.series(MONDAY, ends) == (Series(MONDAY, frozenset({0})),)
    assert slot.series(MONDAY + timedelta(days=1), ends) == ()


@given(programmes, st.integers(-10, 40), st.sampled_from([(), (time(9),), (time(9), time(19), time(21))]))
def test_the_days_of_a_time_are_the_days_on_which_its_sessions_are_due(
    made: Programme, later: int, times: tuple[time, ...]
) -> None:
    since = made.written + timedelta(days=later)
    end = min(since + timedelta(days=TWO_YEARS), made.until)
    for slot in slots(made, times):
        found = sorted(day for series in slot.series(since, made) for day in expanded(series, end))
        due = [since + timedelta(days=ahead) for ahead in range(max(0, (end - since).days + 1))]
        assert found == [day for day in due if any(one in slot.sessions for one in made.due_on(day))]


@given(programmes, st.integers(0, 30))
def test_the_order_of_the_series_does_not_depend_on_the_day_they_are_made(made: Programme, later: int) -> None:
    """The uid of an event has the number of its series."""
    for slot in slots(made):
        first = slot.series(made.written, made)
        second = slot.series(made.written + timedelta(days=later), made)
        if len(first) == len(second):
            assert [(one.weekdays, one.weeks) for one in first] == [(one.weekdays, one.weeks) for one in second]


# What is said


def did(routine_id: str, at: str = "2026-03-02T09:00:00+01:00", **fields: Any) -> Entry:
    named = {"id": routine_id, "name": routine_id}
    return session(f"{routine_id}-{at}", started=at, routine=named, **fields)


def test_a_reminder_names_what_is_left_of_the_day() -> None:
    assert due_line(programme(), [], NOON) == f"Today: {MORNING.name}, {STRONG.name}. l5tui start morning"
    assert due_line(programme(), [did("morning")], NOON) == f"Today: {STRONG.name}. l5tui start strong"


def test_nothing_is_said_on_a_day_that_is_done() -> None:
    assert due_line(programme(), [did("strong"), did("morning")], NOON) == ""
    assert due_line(None, [did("anything")], NOON) == ""


def test_the_second_session_of_a_day_is_said_in_the_afternoon_until_it_is_done() -> None:
    twice, evening = programme(sessions=(PlannedSession(MORNING, Rhythm(times=2)),)), NOON + timedelta(hours=6)
    later = did("morning", "2026-03-02T17:00:00+01:00")
    assert due_line(twice, [did("morning")], NOON) == ""
    assert due_line(twice, [did("morning")], evening) == f"Today: {MORNING.name}. l5tui start morning"
    assert due_line(twice, [later, did("morning")], evening) == ""


@pytest.mark.parametrize(
    ("times", "due_from"),
    [((time(8), time(12, 30)), (10, 15)), ((), (13, 0)), ((time(8),), (13, 0)), ((time(7), time(9), time(20)), (8, 0))],
)
def test_the_second_session_is_due_from_the_middle_between_the_times(
    times: tuple[time, ...], due_from: tuple[int, int]
) -> None:
    twice = programme(sessions=(PlannedSession(MORNING, Rhythm(times=2)),))
    done = did("morning", "2026-03-02T06:00:00+01:00")
    at = NOON.replace(hour=due_from[0], minute=due_from[1])
    assert due_line(twice, [done], at - timedelta(minutes=1), times=times) == ""
    assert due_line(twice, [done], at, times=times)


def test_what_was_done_in_part_is_still_left() -> None:
    partly = [did("strong"), did("morning", status="partial")]
    assert due_line(programme(), partly, NOON) == f"Today: {MORNING.name}. l5tui start morning"


def test_nothing_is_said_on_a_day_without_a_session() -> None:
    only = programme(sessions=(PlannedSession(STRONG, Rhythm(frozenset({0, 3}))),))
    assert due_line(only, [], NOON)
    assert due_line(only, [], NOON + timedelta(days=1)) == ""


def test_a_session_of_yesterday_does_not_count_for_today() -> None:
    assert (
        due_line(None, [did("morning", "2026-03-01T23:59:00+01:00")], NOON) == "No session yet today. Start one: l5tui"
    )


def test_a_routine_of_which_the_safety_answers_leave_nothing_is_not_reminded_of() -> None:
    assert due_line(programme(), [], NOON, off=["morning"]) == f"Today: {STRONG.name}. l5tui start strong"
    assert due_line(programme(), [], NOON, off=["morning", "strong"]) == ""


@pytest.mark.parametrize(("limit", "score", "said"), [(8, 7, True), (8, 8, False), (5, 5, False), (5, 4, True)])
def test_nothing_is_said_after_a_score_at_which_no_session_begins(limit: int, score: int, said: bool) -> None:
    limited = programme(limits=Limits(none_from=limit))
    high = log(pain=score, started="2026-03-02T07:00:00+01:00")
    assert bool(due_line(limited, [high], NOON)) is said
    assert due_line(limited, [log("l2", pain=2, started="2026-03-02T08:00:00+01:00"), high], NOON)
    assert due_line(limited, [log(pain=10, started="2026-03-01T07:00:00+01:00")], NOON)


def test_a_hard_activity_or_a_week_of_much_pain_does_not_hold_a_reminder_back() -> None:
    """Neither is pain right now (clinical data, a4 and g)."""
    header = EntryHeader("a", "2026-03-02T07:00:00+01:00", None, "test")
    assert due_line(None, [new_activity(header, "stairs", 10)], NOON)
    assert due_line(None, [new_week(header, 10)], NOON)
