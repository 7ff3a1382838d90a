"""The calendar file, read by another program's parser and expanded over two years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from l5tui.cli.calendar_file import LONGEST_LINE, Zone, calendar_text, changes, escaped, folded, zone_lines
from l5tui.domain.programme import PlannedSession, Programme, Rhythm
from l5tui.domain.reminders import slots
from tests.domain.programmes import MONDAY, MORNING, STRONG, programme
from tests.domain.test_reminders import programmes
from tests.factories import exercise, routine

TIMES = (time(8), time(18, 30))
ZONES = (
    "Europe/Zurich",
    "Europe/Dublin",  # its winter time is the exception
    "America/New_York",
    "America/Santiago",  # the first Sunday after the first Saturday
    "Asia/Jerusalem",  # the Friday before the last Sunday
    "Australia/Lord_Howe",  # half an hour
    "Africa/Casablanca",  # follows Ramadan
    "Asia/Kolkata",
    "UTC",
)


def zone(name: str) -> Zone:
    return Zone(name, ZoneInfo(name))


def text(
    made: Programme | None, name: str | None = "Europe/Zurich", times: tuple[time, ...] = (), *, on: date = MONDAY
) -> str:
    at = datetime.combine(on, time(7), ZoneInfo(name or "UTC"))
    return calendar_text(
        slots(made, times), made, journal="/home/anna/journal.json", now=at, zone=zone(name) if name else None
    )


def events(written: str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(written).walk("VEVENT"))


def zone_by_rules(written: str, name: str) -> tzinfo:
    """The time zone as the rules in the file give it, not as a table of the reader does."""
    [component] = icalendar.Calendar.from_ical(written).walk("VTIMEZONE")
    found = tzical(StringIO(component.to_ical().decode())).get(name)
    assert isinstance(found, tzinfo)
    return found


def starts(written: str, since: date, until: date) -> list[datetime]:
    """The start of every event from one date up to and with another, in the zone as the file itself has it."""
    found: list[datetime] = []
    for event in events(written):
        start = event["DTSTART"].dt
        if start.tzinfo is not None:
            start = start.replace(tzinfo=zone_by_rules(written, event["DTSTART"].params["TZID"]))
        first, last = (datetime.combine(day, at, start.tzinfo) for day, at in ((since, time.min), (until, time.max)))
        found += rrulestr(event["RRULE"].to_ical().decode(), dtstart=start).between(first, last, inc=True)
    return sorted(found)


@pytest.mark.parametrize("name", ZONES)
def test_reminders_of_two_years_are_at_the_same_local_time_every_day(name: str) -> None:
    end = MONDAY + timedelta(days=731)
    found = starts(text(None, name, TIMES), MONDAY, end)
    days = [MONDAY + timedelta(days=ahead) for ahead in range(732)]
    assert [(at.date(), at.time()) for at in found] == [(day, at) for day in days for at in TIMES]
    local = ZoneInfo(name)
    assert [at.utcoffset() for at in found] == [at.replace(tzinfo=local).utcoffset() for at in found]


@pytest.mark.parametrize("name", ZONES)
def test_the_rules_of_the_zone_give_the_offset_of_every_day_of_ten_years(name: str) -> None:
    by_rules, known = zone_by_rules(text(None, name), name), ZoneInfo(name)
    begin = datetime(MONDAY.year, 1, 1, 12)  # noqa: DTZ001
    for ahead in range(3650):
        at = begin + timedelta(days=ahead)
        assert at.replace(tzinfo=by_rules).utcoffset() == at.replace(tzinfo=known).utcoffset(), at


@pytest.mark.parametrize("at", [time(1, 59), time(3), time(3, 1)])
def test_a_reminder_close_to_a_change_of_the_clocks_is_at_its_local_time(at: time) -> None:
    for change in (date(2026, 3, 29), date(2026, 10, 25)):
        [found] = starts(text(None, times=(at,)), change, change)
        assert found.astimezone(UTC) == datetime.combine(change, at, ZoneInfo("Europe/Zurich")).astimezone(UTC)


@pytest.mark.parametrize("name", ["Europe/Zurich", "America/New_York", "Australia/Sydney"])
def test_a_zone_with_yearly_rules_has_them_and_no_list_of_dates(name: str) -> None:
    lines = list(zone_lines(zone(name), MONDAY))
    assert sum(line.startswith("RRULE:FREQ=YEARLY") for line in lines) == 2
    assert not any(line.startswith("RDATE") for line in lines)


def test_a_zone_whose_changes_follow_no_rule_has_their_dates() -> None:
    lines = list(zone_lines(zone("Africa/Casablanca"), MONDAY))
    assert sum(line.startswith("RDATE:") for line in lines) == 2
    assert len(changes(ZoneInfo("Africa/Casablanca"), 2026)) > 40


@given(programmes, st.integers(0, 30), st.sampled_from(["Europe/Zurich", "America/Santiago", None]))
@effort(max_examples=12)
def test_the_days_of_two_years_are_the_due_days_of_the_programme(made: Programme, later: int, name: str | None) -> None:
    since = made.written + timedelta(days=later)
    end = since + timedelta(days=731)
    days = [since + timedelta(days=ahead) for ahead in range(732)]
    found = starts(text(made, name, (time(8),), on=since), since, end)
    assert [at.date() for at in found] == [day for day in days if made.due_on(day)]


def test_the_last_day_of_a_programme_has_its_evening_reminder_and_the_next_day_none() -> None:
    made = programme(sessions=(PlannedSession(MORNING, Rhythm(times=2)),))
    for name in ("Pacific/Auckland", "Pacific/Honolulu", None):
        found = starts(text(made, name, (time(0), time(23, 59))), made.until, made.until + timedelta(days=3))
        assert [(at.date(), at.time()) for at in found] == [(made.until, time(0)), (made.until, time(23, 59))]


def test_an_event_has_an_alarm_at_its_start_and_takes_no_time_of_the_person() -> None:
    [event] = events(text(programme(), times=(time(8),)))
    [alarm] = event.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta())
    assert (event["TRANSP"], event["CLASS"]) == ("TRANSPARENT", "PRIVATE")
    assert str(event["DESCRIPTION"]).split("\n") == [f"{MORNING.name}, every day", f"{STRONG.name}, Mon and Thu"]


def test_a_file_that_is_made_again_has_the_same_uids_and_a_later_sequence() -> None:
    mixed = (PlannedSession(MORNING, Rhythm(every=2)), PlannedSession(STRONG, Rhythm(frozenset({1}))))
    made = programme(sessions=mixed)
    first = events(text(made, times=TIMES))
    again = events(text(made, times=(time(9), time(20)), on=MONDAY + timedelta(days=10)))
    assert len(first) == 4  # two times, and an order of days that repeats after two weeks
    assert len({event["UID"] for event in first}) == 4
    assert [event["UID"] for event in again] == [event["UID"] for event in first]
    assert all(new["SEQUENCE"] > old["SEQUENCE"] for new, old in zip(again, first, strict=True))


def test_what_was_taken_out_of_the_file_that_is_replaced_is_cancelled() -> None:
    mixed = programme(sessions=(PlannedSession(MORNING, Rhythm(every=2)), PlannedSession(STRONG, Rhythm(times=2))))
    daily = programme(sessions=(PlannedSession(MORNING, Rhythm()),))
    first = text(mixed)
    later = datetime.combine(MONDAY + timedelta(days=1), time(7), ZoneInfo("Europe/Zurich"))
    made = {"journal": "/home/anna/journal.json", "now": later, "zone": zone("Europe/Zurich")}
    again = calendar_text(slots(daily), daily, before=first, **made)  # type: ignore[arg-type]
    cancelled = [event["UID"] for event in events(again) if event.get("STATUS") == "CANCELLED"]
    ringing = [event["UID"] for event in events(again) if event.walk("VALARM")]
    assert {*cancelled, *ringing} == {event["UID"] for event in events(first)}
    assert len(ringing) == 1
    other = calendar_text(slots(daily), daily, before=first, **{**made, "journal": "/home/b.json"})  # type: ignore[arg-type]
    assert "CANCELLED" not in other  # the events of somebody else stay


def test_another_journal_has_other_uids() -> None:
    at = datetime.combine(MONDAY, time(7), UTC)
    paths = ("/home/a/j.json", "/home/b/j.json")
    made = [calendar_text(slots(None), None, journal=path, now=at, zone=None) for path in paths]
    assert events(made[0])[0]["UID"] != events(made[1])[0]["UID"]


@pytest.mark.parametrize("name", ["Back; neck, and \\ more", "Rücken 🧘 " * 20, "a\r\nBEGIN:VALARM\x1b[2J", "x" * 3000])
def test_a_routines_name_arrives_as_it_is_without_control_characters(name: str) -> None:
    made = programme(sessions=(PlannedSession(routine(exercise(), name=name), Rhythm()),))
    written = text(made, times=(time(8),))
    [event] = events(written)
    clean = "".join(sign for sign in name if sign == "\n" or sign.isprintable())
    assert str(event["DESCRIPTION"]) == f"{clean}, every day"
    assert len(event.walk("VALARM")) == 1
    assert written.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= LONGEST_LINE for line in written.split("\r\n"))


@given(st.text())
def test_a_folded_line_is_short_and_unfolds_to_itself(given_text: str) -> None:
    line = f"DESCRIPTION:{escaped(given_text)}"
    parts = folded(line).split("\r\n")
    assert all(len(part.encode()) <= LONGEST_LINE for part in parts)
    assert "".join(part[1:] if index else part for index, part in enumerate(parts)) == line
