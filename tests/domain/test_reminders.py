"""Reminders: what is said and when nothing is, and the calendar expanded over two years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from msgspec.structs import replace

from l5tui.domain.entry import Entry
from l5tui.domain.programme import PlannedSession, Programme, Rhythm
from l5tui.domain.reminders import calendar, cron_lines, due_now, slots_of
from l5tui.domain.time_words import in_quiet, parse_quiet, parse_times
from tests.domain.programmes import MONDAY, MORNING, STRONG, programme
from tests.domain.progression.dose_histories import session_on

NIGHT = (time(22), time(7))
ZURICH = ZoneInfo("Europe/Zurich")


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZURICH)


def done(days: float, routine: str = "morning", **fields: Any) -> Entry:
    return session_on(days, routine={"id": routine, "name": routine}, uid=f"{routine}-{days}", **fields)


def said(*entries: Entry, day: date = MONDAY, hour: int = 8, **fields: Any) -> str:
    return due_now(fields.pop("programme", programme()), entries, at(day, hour), **fields)


# Now


def test_what_is_left_for_today_is_one_line() -> None:
    assert said() == "Today: Morning, Strong. l5tui start morning"
    assert said(done(0)) == "Today: Strong. l5tui start strong"


def test_on_a_day_on_which_all_is_done_nothing_is_said_at_any_hour() -> None:
    entries = [done(0), done(0.1, "strong")]
    assert [said(*entries, hour=hour) for hour in range(24)] == [""] * 24


def test_what_was_done_in_part_is_still_left() -> None:
    assert said(done(0, status="partial"), done(0.1, "strong")) == "Today: Morning. l5tui start morning"


def test_on_a_day_without_a_session_nothing_is_said() -> None:
    only = programme(sessions=(PlannedSession(STRONG, Rhythm(frozenset({0}))),))
    assert said(programme=only, day=MONDAY + timedelta(days=1)) == ""


def test_the_second_of_two_a_day_is_due_in_the_afternoon() -> None:
    twice = programme(sessions=(PlannedSession(MORNING, Rhythm(times=2)),))
    assert said(done(0), programme=twice, hour=9) == ""
    assert said(done(0), programme=twice, hour=18) != ""
    assert said(done(0), done(0.3), programme=twice, hour=18) == ""


def test_without_a_programme_any_session_of_today_is_enough() -> None:
    assert due_now(None, [], at(MONDAY, 8)) == "Time for your exercises: l5tui"
    assert due_now(None, [done(0, "evening")], at(MONDAY, 8)) == ""
    assert due_now(None, [done(-1)], at(MONDAY, 8)) != ""


def test_in_quiet_hours_and_while_none_may_start_nothing_is_said() -> None:
    assert said(hour=23, quiet=NIGHT) == ""
    assert said(hour=6, quiet=NIGHT) == ""
    assert said(hour=8, quiet=NIGHT) != ""
    assert said(blocked=True) == ""


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        ((time(22), time(7)), {22, 23, 0, 1, 2, 3, 4, 5, 6}),
        ((time(9), time(12)), {9, 10, 11}),
        ((time(9), time(9)), set()),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet: tuple[time, time], hours: set[int]) -> None:
    assert {hour for hour in range(24) if in_quiet(time(hour), quiet)} == hours


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("08:00", [time(8)]),
        ("8:00", [time(8)]),
        ("08:00,18:30", [time(8), time(18, 30)]),
        ("", None),
        ("25:00", None),
        ("morning", None),
    ],
)
def test_times_as_they_are_typed(text: str, times: list[time] | None) -> None:
    assert parse_times(text) == times


def test_quiet_hours_as_they_are_typed() -> None:
    assert parse_quiet("22:00-07:00") == NIGHT
    assert [parse_quiet(text) for text in ("", "22:00", "late-early", "22:00-07:00-08:00")] == [None] * 4


# The calendar


def events(given: Programme | None, times: Any = (), *, now: datetime | None = None) -> list[Any]:
    now = now or at(MONDAY, 8)
    text = calendar(slots_of(given, times, now.date()), now.astimezone(UTC), "Europe/Zurich")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "X-WR-TIMEZONE:Europe/Zurich\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def instants(event: Any, days: int = 730) -> list[datetime]:
    """When an event's alarm rings over two years, as somebody in Zurich has it."""
    start = event["DTSTART"].dt
    assert start.tzinfo is None, "the time of the clock on the wall, in every zone"
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    return [one.replace(tzinfo=ZURICH) for one in rule.between(start, start + timedelta(days=days), inc=True)]


def long_programme(**fields: Any) -> Programme:
    return programme(until=MONDAY + timedelta(days=800), **fields)


def test_over_two_years_it_rings_on_each_due_day_and_on_no_other_at_the_same_time_on_the_wall() -> None:
    given = long_programme(
        sessions=(
            PlannedSession(MORNING, Rhythm(every=2)),
            PlannedSession(STRONG, Rhythm(weekdays=frozenset({0, 3}))),
        )
    )
    for event, session in zip(events(given), given.sessions, strict=True):
        ring = instants(event)
        wanted = [MONDAY + timedelta(days=ahead) for ahead in range(731)]
        assert [one.date() for one in ring] == [day for day in wanted if session.rhythm.on(day, MONDAY)]
        assert {one.time() for one in ring} == {time(8)}
        assert {one.utcoffset() for one in ring} == {timedelta(hours=1), timedelta(hours=2)}, "through both changes"


def test_it_ends_with_the_programme() -> None:
    (morning, strong) = events(programme())
    assert instants(morning)[-1].date() == date(2026, 4, 12)
    assert instants(strong)[-1].date() <= date(2026, 4, 12)


def test_what_is_not_due_any_more_has_no_event() -> None:
    (only,) = events(programme(), now=at(date(2026, 4, 11), 8))
    assert str(only["SUMMARY"]) == "Morning"


def test_taken_in_the_middle_of_a_rhythm_it_begins_with_the_next_due_day() -> None:
    second = long_programme(sessions=(PlannedSession(MORNING, Rhythm(every=2)),))
    (event,) = events(second, now=at(MONDAY + timedelta(days=3), 8))
    assert instants(event)[0].date() == MONDAY + timedelta(days=4)


def test_each_event_has_an_alarm_and_a_uid_that_stays() -> None:
    first, later = events(programme()), events(programme(), now=at(MONDAY, 9))
    assert [event["UID"] for event in first] == [event["UID"] for event in later]
    assert len({event["UID"] for event in first}) == len(first)
    assert all(int(new["SEQUENCE"]) > int(old["SEQUENCE"]) for old, new in zip(first, later, strict=True))
    assert all([alarm["ACTION"] for alarm in event.walk("VALARM")] == ["DISPLAY"] for event in first)


def test_twice_a_day_has_two_events_at_the_times_that_were_asked_for() -> None:
    twice = programme(sessions=(PlannedSession(MORNING, Rhythm(times=2)),))
    assert [event["DTSTART"].dt.time() for event in events(twice)] == [time(8), time(18)]
    assert [event["DTSTART"].dt.time() for event in events(twice, [time(7), time(19, 30)])] == [time(7), time(19, 30)]


def test_without_a_programme_it_rings_every_day_without_an_end() -> None:
    (event,) = events(None)
    assert len(instants(event)) == 731


def test_a_name_with_commas_semicolons_and_many_letters_is_whole() -> None:
    name = "Füße; Rücken, Bein\\" + "ü" * 20
    named = programme(sessions=(PlannedSession(replace(MORNING, name=name), Rhythm()),))
    (event,) = events(named)
    assert str(event["SUMMARY"]) == name


def test_a_line_of_cron_for_each_time() -> None:
    assert cron_lines("l5tui remind now", [time(8), time(18, 30)]) == [
        "0 8 * * * l5tui remind now",
        "30 18 * * * l5tui remind now",
    ]
    assert cron_lines("/a%b/l5tui remind now", [time(8)]) == ["0 8 * * * /a\\%b/l5tui remind now"]
