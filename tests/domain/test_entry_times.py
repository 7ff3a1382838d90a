"""Times of entries in a list, with zones where they are needed."""

from __future__ import annotations

import pytest

from l5tui.domain.entry_times import shared_minutes, zone_where_shared

EAST, WEST = "2026-11-22T08:00:05+14:00", "2026-11-22T08:00:40-10:00"
LATER = "2026-11-22T08:01:00-10:00"


def test_only_entries_of_the_same_minute_in_different_zones_show_their_zones() -> None:
    shared = shared_minutes([EAST, LATER, WEST, None, 7])
    assert [zone_where_shared(one, shared) for one in (EAST, WEST, LATER, None)] == ["UTC+14", "UTC-10", "", ""]


def test_two_entries_of_the_same_minute_in_one_zone_show_no_zone() -> None:
    assert shared_minutes([EAST, EAST, EAST.replace(":05+", ":50+")]) == frozenset()


@pytest.mark.parametrize(
    ("offset", "words"), [("+05:30", "UTC+5:30"), ("-03:30", "UTC-3:30"), ("+00:00", "UTC"), ("-00:30", "UTC-0:30")]
)
def test_a_zone_is_shown_as_its_utc_offset(offset: str, words: str) -> None:
    started = f"2026-11-22T08:00:00{offset}"
    assert zone_where_shared(started, shared_minutes([started, EAST])) == words


def test_the_two_hours_of_the_same_name_in_autumn_are_told_apart() -> None:
    twice = [f"2026-10-25T02:30:00+0{hours}:00" for hours in (2, 1)]
    assert [zone_where_shared(one, shared_minutes(twice)) for one in twice] == ["UTC+2", "UTC+1"]
