"""Entries and the clock: the date line, both changes of daylight saving, a clock set back, midnight in a session."""

from __future__ import annotations

import csv
import io
import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l5tui.config.clock import STEPPED_S, Stopwatch, new_header
from l5tui.domain.entry import Entry, SessionEntry
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.new_entry import new_log
from l5tui.domain.programme import PlannedSession, Rhythm
from l5tui.domain.programme_entries import done_on
from l5tui.journal.csv_table import to_csv
from l5tui.journal.numbers import numbers_of
from l5tui.journal.store import Journal
from l5tui.journal.trends import days, sessions_this_week
from l5tui.tui.journal.entry_words import day_words
from tests import factories
from tests.domain.programmes import programme

ANCHORS = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 4, 4, 14, tzinfo=UTC),
    datetime(2026, 11, 22, 11, tzinfo=UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
)
"""Summer time begins and ends in Zurich, it ends in Auckland, noon at the date line, the end of a year."""
ZONES = ("Europe/Zurich", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu", "UTC")
moments = st.builds(
    lambda anchor, seconds, zone: (anchor + timedelta(seconds=seconds)).astimezone(ZoneInfo(zone)),
    st.sampled_from(ANCHORS),
    st.integers(-100_000, 100_000),
    st.sampled_from(ZONES),
)


@pytest.fixture
def system_zone() -> Iterator[None]:
    """The zone of the process is changed by the test, and restored."""
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def go_to(zone: str) -> None:
    os.environ["TZ"] = zone
    time.tzset()


def logged(number: int, at: datetime) -> Entry:
    return new_log(new_header(at, uid=f"e{number:02}"), number % 11)


def as_system_clock(at: datetime) -> datetime:
    """The same time with the fixed offset that the system clock gives it."""
    offset = at.utcoffset()
    assert offset is not None
    return at.astimezone(timezone(offset))


@pytest.mark.usefixtures("system_zone")
@settings(max_examples=40)
@given(st.lists(moments, max_size=12), st.sampled_from(ZONES))
def test_an_entry_stays_on_the_date_where_it_was_made_wherever_it_is_read(made: list[datetime], zone: str) -> None:
    entries = [logged(number, at) for number, at in enumerate(made)]
    there = Counter(at.date() for at in made)
    go_to(zone)
    assert [local_date(entry["started"]) for entry in entries] == [at.date() for at in made]
    assert {day.date: len(day.before) for day in days(entries, date.min, date.max)} == there
    rows = list(csv.DictReader(io.StringIO(to_csv(entries).removeprefix("\ufeff"), newline="")))
    assert Counter(date.fromisoformat(row["date"]) for row in rows) == there
    for entry, at in zip(entries, made, strict=True):
        assert day_words(entry, date(at.year, 1, 1)).split()[1] == str(at.day)


@settings(max_examples=25)
@given(st.lists(moments, max_size=8))
def test_the_journal_has_the_order_of_the_instants_and_of_writing_for_the_same_one(made: list[datetime]) -> None:
    made += made[:2]
    entries = [logged(number, at) for number, at in enumerate(made)]
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "journal.json")
        journal.put_all(entries)
        again = Journal(Path(folder) / "journal.json")
        in_order = sorted(range(len(made)), key=lambda number: (made[number].timestamp(), number), reverse=True)
        for one in (journal, again):
            assert [entry["uid"] for entry in one.entries()] == [entries[number]["uid"] for number in in_order]


@given(moments, st.integers(60, 3 * 3600), st.sampled_from([0, 1, -1, 3600, -3600, -86_400, 7200]))
def test_a_session_over_midnight_or_with_a_clock_that_is_set_counts_once_on_the_day_it_began(
    began: datetime, length: int, step: int
) -> None:
    began = as_system_clock(began)
    ran = 0.0

    def wall() -> datetime:
        return began if ran == 0 else began + timedelta(seconds=ran + step)

    watch = Stopwatch(wall, lambda: ran)
    ran = float(length)
    ending = watch.ending()
    started, ended = began.isoformat(timespec="seconds"), ending.at.isoformat(timespec="seconds")
    session: SessionEntry = factories.session("s", started=started, ended=ended, clock_step_s=ending.step_s)
    assert abs((instant(ended) - instant(started)).total_seconds() - length) <= STEPPED_S, "the end is after the start"
    found = days([session], date.min, date.max)
    assert [(day.date, day.sessions) for day in found] == [(began.date(), 1)]
    numbers = numbers_of([session], began)
    assert (numbers.sessions.n, numbers.sessions.days) == (1, 1)
    routine = factories.routine(routine_id="full_l5")
    day = began.date()
    plan = programme(sessions=(PlannedSession(routine, Rhythm()),), written=day, until=day + timedelta(days=9))
    for ahead in (0, 1):
        [today] = done_on(plan, [session], day + timedelta(days=ahead))
        assert today.done == (ahead == 0)


@given(st.lists(moments, max_size=15), st.sampled_from(range(7)), st.integers(-8, 8), st.sampled_from(ANCHORS))
def test_this_week_has_the_sessions_of_the_seven_days_of_the_persons_week(
    made: list[datetime], first: int, ahead: int, anchor: datetime
) -> None:
    today = anchor.date() + timedelta(days=ahead)
    entries: list[Entry] = [
        factories.session(f"s{number}", started=at.isoformat(timespec="seconds")) for number, at in enumerate(made)
    ]
    week = [
        day
        for day in (today + timedelta(days=one) for one in range(-6, 7))
        if _week_of(day, first) == _week_of(today, first)
    ]
    assert len(week) == 7
    assert week[0].weekday() == first
    expected = sum(at.date() in week for at in made)
    assert sessions_this_week(days(entries, date.min, date.max), today, first) == expected


def _week_of(day: date, first: int) -> int:
    """Weeks counted from one that began on `first`: 5 January 2026 was a Monday."""
    return (day - date(2026, 1, 5) - timedelta(days=first)).days // 7


@given(moments)
def test_a_clock_set_back_between_entries_leaves_each_on_its_own_date_in_the_order_of_its_time(at: datetime) -> None:
    """An hour of autumn comes twice: the second entry is later though its local time isn't."""
    utc = at.astimezone(UTC)
    for hours in (0, 1, 24):
        first, second = logged(0, at), logged(1, (utc + timedelta(hours=hours)).astimezone(at.tzinfo))
        assert instant(second["started"]) - instant(first["started"]) == timedelta(hours=hours)
        assert local_date(second["started"]) == (utc + timedelta(hours=hours)).astimezone(at.tzinfo).date()
