"""Medians, pairs and counts over time, and the entries that they leave out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from l5tui.domain.entry import Entry, no_score
from l5tui.journal import trends
from tests import factories
from tests.factories import log, long_session

MARCH_4 = date(2025, 3, 4)
SPRING = (date(2025, 3, 1), date(2025, 5, 31))
IN_SPRING = "2025-03-04T18:58:12+01:00"


def known(entries: Sequence[Entry]) -> list[trends.Day]:
    return trends.days(entries, date.min, date.max)


def test_a_day_has_the_median_of_the_scores_before_and_every_score_after() -> None:
    entries: list[Entry] = [
        long_session("a", 6, 3, started="2025-03-04T08:00:00+01:00"),
        long_session("b", 4, 5, started="2025-03-04T12:00:00+01:00"),
        log("c", 3, started="2025-03-04T20:00:00+01:00"),
        log("d", 2, started="2025-03-06T20:00:00+01:00"),
    ]
    first, second = trends.days(entries, *SPRING)
    assert (first.date, first.before, first.median, first.after, first.sessions) == (MARCH_4, [6, 4, 3], 4, [3, 5], 2)
    assert (second.date, second.median, second.after, second.sessions) == (date(2025, 3, 6), 2, [], 0)


def test_a_day_has_the_furthest_place_of_each_side_and_whether_a_session_was_done_to_its_end() -> None:
    furthest: Any = {"before": {**no_score(), "pain": 4}, "after": {**no_score(), "left": 3}}
    entries: list[Entry] = [
        long_session("a", started="2025-03-04T08:00:00+01:00", status="partial", **furthest),
        log("b", left=4, right=0, started="2025-03-04T12:00:00+01:00"),
        log("c", left=2, started="2025-03-04T20:00:00+01:00"),
        long_session("d", started="2025-03-05T08:00:00+01:00", status="complete"),
    ]
    first, second = trends.days(entries, *SPRING)
    assert (first.left, first.right, first.sessions, first.complete) == (4, 0, 1, 0)
    assert (second.sessions, second.complete) == (1, 1)


def test_the_median_of_two_is_halfway() -> None:
    (day,) = trends.days([log("a", 3, started=IN_SPRING), log("b", 4, started=IN_SPRING)], *SPRING)
    assert day.median == 3.5


def test_an_unanswered_score_is_never_a_zero_and_breaks_the_line() -> None:
    (day,) = trends.days([long_session(before=None, after=None, started=IN_SPRING)], *SPRING)
    assert (day.median, day.after, day.unanswered, day.sessions) == (None, [], 1, 1)
    (day,) = trends.days([log("a", None, started=IN_SPRING), log("b", 0, started=IN_SPRING)], *SPRING)
    assert (day.median, day.unanswered) == (0, 1)


def test_an_entry_counts_on_the_local_date_where_it_was_written() -> None:
    """Half past eleven in the evening in Auckland counts on that evening, though it was noon in Zurich."""
    entries = [log("a", started="2025-03-04T23:30:00+13:00"), log("b", started="2025-03-04T00:10:00-10:00")]
    (day,) = trends.days(entries, MARCH_4, MARCH_4)
    assert len(day.before) == 2


def test_hidden_entries_and_other_kinds_are_left_out() -> None:
    gone = log("a", deleted="2025-03-05T00:00:00+01:00", started=IN_SPRING)
    care = {**log("b", started=IN_SPRING), "kind": "care", "what": "massage"}
    week = {**log("d", started=IN_SPRING), "kind": "week"}
    assert trends.days([gone, care, week, log("c", started="no time")], *SPRING) == []  # type: ignore[list-item]


def test_a_session_at_another_speed_counts_only_in_the_demo() -> None:
    fast = long_session(speed=10, started=IN_SPRING)
    assert trends.days([fast], *SPRING) == []
    (day,) = trends.days([fast], *SPRING, demo=True)
    assert day.sessions == 1
    assert trends.last_pair([fast], "morning_set") is None
    assert trends.last_routine([fast]) == {"id": "morning_set", "name": "Morning set"}


def test_a_session_that_ended_at_the_check_in_counts_as_a_score_but_not_as_a_session() -> None:
    (day,) = trends.days(
        [long_session(active_s=0, after=None, status="interrupted", steps=0, started=IN_SPRING)], *SPRING
    )
    assert (day.median, day.sessions) == (4, 0)
    assert trends.last_pair([long_session(active_s=0, steps=0)], "morning_set") is None


@pytest.mark.parametrize(("seconds", "counts"), [(0.0, 0), (0.9, 0), (1.0, 1), (4.0, 1)])
def test_a_session_in_which_nothing_was_practised_is_not_counted(seconds: float, counts: int) -> None:
    """The person quit during get ready, after ten seconds without practice."""
    entry = long_session(active_s=10.0 + seconds, before=4, after=2, started="2025-03-04T10:00:00+01:00")
    entry["steps"] = [factories.step("bridge", seconds=seconds, held=0.0, reps=0)]
    (day,) = trends.days([entry], *SPRING)
    assert (day.before, day.sessions, len(day.after)) == ([4], counts, counts)
    assert trends.sessions_this_week(known([entry]), MARCH_4) == counts
    assert (trends.last_pair([entry], "morning_set") is not None) == bool(counts)


def test_the_last_pair_is_the_newest_of_that_routine() -> None:
    entries = [
        long_session("new", 5, None, started="2025-03-06T08:00:00+01:00"),
        long_session("old", 6, 3, started="2025-03-04T08:00:00+01:00"),
        long_session(
            "other", 1, 1, started="2025-03-07T08:00:00+01:00", routine={"id": "flare_up", "name": "Flare-up"}
        ),
    ]
    assert trends.last_pair(entries, "morning_set") == trends.Pair("2025-03-06T08:00:00+01:00", 5, None)
    assert trends.last_pair(entries, "nothing") is None
    assert trends.last_routine(entries) == {"id": "flare_up", "name": "Flare-up"}
    assert trends.last_routine([log()]) is None


def test_the_week_is_that_of_the_person() -> None:
    entries = [long_session(str(day), started=f"2025-03-{day:02}T08:00:00+01:00") for day in (2, 3, 9, 10)]
    assert trends.sessions_this_week(known(entries), date(2025, 3, 5)) == 2
    assert trends.sessions_this_week(known(entries), date(2025, 3, 9)) == 2
    assert trends.sessions_this_week(known(entries), date(2025, 3, 10)) == 1
    sunday = 6
    assert trends.sessions_this_week(known(entries), date(2025, 3, 5), sunday) == 2, "2 and 3 March"
    assert trends.sessions_this_week(known(entries), date(2025, 3, 10), sunday) == 2, "9 and 10 March"


def test_a_week_of_fewer_than_three_answers_has_no_median() -> None:
    entries = [log(str(day), day, started=f"2025-03-{day:02}T08:00:00+01:00") for day in (3, 4, 9)]
    assert trends.week_median(known(entries), date(2025, 3, 9)) == (4, 3)
    assert trends.week_median(known(entries), date(2025, 3, 10)) is None


def test_first_and_newest_week_need_three_answers_each_and_must_not_overlap() -> None:
    first = [log(f"a{day}", 6, started=f"2025-03-{day:02}T08:00:00+01:00") for day in (3, 4, 5)]
    newest = [log(f"b{day}", 3, started=f"2025-04-{day:02}T08:00:00+02:00") for day in (7, 8, 9, 10)]
    assert trends.first_and_newest_week(known([*newest, *first]), date(2025, 4, 10)) == (6, 3, 3, 4, date(2025, 3, 3))
    assert trends.first_and_newest_week(known([*newest[:2], *first]), date(2025, 4, 10)) is None
    assert trends.first_and_newest_week(known([*newest, *first]), date(2025, 3, 12)) is None
    assert trends.first_and_newest_week([], date(2025, 3, 12)) is None


def test_a_chart_ends_at_the_latest_entry_which_may_be_tomorrow() -> None:
    """Such an entry was written in Kiritimati and is viewed in Honolulu."""
    east = log("a", 5, started="2025-03-05T07:00:00+14:00")
    assert trends.latest_day(known([east, log("b", started="2025-03-03T08:00:00+01:00")]), MARCH_4) == date(2025, 3, 5)
    assert trends.latest_day(known([]), MARCH_4) == MARCH_4
    assert trends.latest_day(known([log("c", started="no time")]), MARCH_4) == MARCH_4


def test_an_entry_from_a_clock_years_ahead_does_not_move_the_chart() -> None:
    wrong, east = log("a", started="2031-01-01T00:00:00+01:00"), log("b", started="2025-03-06T01:30:00+14:00")
    assert trends.latest_day(known([wrong, east]), MARCH_4) == date(2025, 3, 6)
    assert trends.latest_day(known([wrong]), MARCH_4) == MARCH_4
    undated = log("u", started="9999-12-31T23:59:00+01:00")
    listed = [wrong, east, log("x", started="2025-03-01T08:00:00+01:00"), undated]
    assert [trends.not_drawn(some, MARCH_4) for some in (listed, listed[1:], listed[1:3], [])] == [2, 1, 0, 0]
    assert trends.latest_day(known([{**east, "deleted": "2025-03-06T01:31:00+14:00"}]), MARCH_4) == MARCH_4
