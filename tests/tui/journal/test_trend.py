"""Which days the chart has for the chosen day, and which day comes next."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry import Entry
from l5tui.journal.trends import Day
from l5tui.tui.journal.day_notes import neighbour, stops_of
from l5tui.tui.journal.timeline import DayNote
from l5tui.tui.journal.trend import ends_of
from tests import factories

TODAY = date(2026, 11, 22)
dates = st.integers(0, 400).map(lambda back: TODAY - timedelta(days=back))
date_sets = st.lists(dates, unique=True, max_size=12).map(sorted)


@given(known=date_sets, chosen=st.none() | dates, length=st.sampled_from([7, 30, 90]))
def test_the_chart_always_has_the_chosen_day_and_ranges_follow_each_other(
    known: list[date], chosen: date | None, length: int
) -> None:
    since, until, newest = ends_of([Day(one) for one in known], (), length, chosen, TODAY)
    assert newest == TODAY
    assert (until - since).days + 1 == length
    assert (newest - until).days % length == 0
    assert since <= (chosen or TODAY) <= until


@given(known=date_sets, noted=date_sets)
def test_all_begins_with_the_first_day_that_has_anything(known: list[date], noted: list[date]) -> None:
    notes = [DayNote(one, "C", "walking") for one in noted]
    since, until, _ = ends_of([Day(one) for one in known], notes, None, None, TODAY)
    assert until == TODAY
    assert since == min([TODAY - timedelta(days=6), *known, *noted])


@given(entered=date_sets, noted=date_sets)
def test_from_day_to_day_every_day_that_has_anything_comes_once_in_both_directions(
    entered: list[date], noted: list[date]
) -> None:
    entries: list[Entry] = [factories.log(f"{on}", 4, started=f"{on}T08:00:00+01:00") for on in reversed(entered)]
    stops = stops_of(entries, [DayNote(on, "C", "walking", listed=False) for on in noted])
    every = sorted({*entered, *noted})
    assert list(stops) == every
    assert neighbour(stops, None, 1) is None
    for earlier, later in pairwise(every):
        forwards, backwards = neighbour(stops, earlier, 1), neighbour(stops, later, -1)
        assert forwards is not None
        assert backwards is not None
        assert (forwards.date, backwards.date) == (later, earlier)
        for stop in (forwards, backwards):
            assert stop.has_entry is (stop.date in entered)
            older = [number for number, entry in enumerate(entries) if entry["started"][:10] <= f"{stop.date}"]
            assert stop.row == (older[0] if older else None)
    if every:
        assert neighbour(stops, every[-1], 1) is None
        assert neighbour(stops, every[0], -1) is None


@given(ahead=st.integers(1, 4000), length=st.sampled_from([7, 30, 90, None]))
def test_a_day_of_a_wrong_clock_is_in_no_range_and_leaves_all_of_them_as_they_were(
    ahead: int, length: int | None
) -> None:
    wrong = TODAY + timedelta(days=2 + ahead)
    days, notes = [Day(TODAY - timedelta(days=40)), Day(wrong)], [DayNote(wrong, "C", "walking")]
    assert ends_of(days, notes, length, wrong, TODAY) == ends_of(days[:1], (), length, None, TODAY)
