"""A programme in the journal: taken, replaced, ended, over, and what was done of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.programme import PlannedSession, Rhythm
from l5tui.domain.programme_entries import (
    Taken,
    days_done,
    done_on,
    new_end,
    new_over_said,
    new_taken,
    newest_decision,
    over_to_say,
    taken_programme,
    times_followed,
    today_of,
    with_id_and_version,
)
from tests.domain.programmes import MONDAY, MORNING, programme
from tests.domain.progression.dose_histories import session_on


def header(uid: str, at: str = "2026-03-02T10:00:00+01:00") -> EntryHeader:
    return EntryHeader(uid, at, None, "0")


def took(uid: str = "t1", digest: str = "aa", before: Entry | None = None, **fields: Any) -> Entry:
    return new_taken(header(uid), programme(**fields), digest, before)


def in_force(*entries: Entry) -> Taken:
    found = taken_programme(entries)
    assert found is not None
    return found


def test_without_a_decision_none_is_in_force() -> None:
    assert taken_programme([session_on(0)]) is None


def test_what_was_taken_is_in_force() -> None:
    found = in_force(took())
    assert (found.id, found.version, found.title, found.by) == ("weeks_1_to_6", 1, "Weeks 1 to 6", "Anna Keller")
    assert (found.until, found.digest) == (date(2026, 4, 12), "aa")


def test_a_new_one_replaces_it_though_the_clock_says_the_same_time_or_was_set_back() -> None:
    first = took()
    second = new_taken(header("t2", "2026-03-01T10:00:00+01:00"), programme(id="other"), "bb", first)
    assert in_force(first, second).id == "other"
    assert in_force(second, first).id == "other"


def test_one_that_was_ended_is_in_force_no_longer() -> None:
    first = took()
    assert taken_programme([first, new_end(header("e1"), first)]) is None


def test_one_taken_after_an_end_is_in_force_though_the_clock_was_set_back() -> None:
    first = took()
    end = new_end(header("e1", "2026-03-02T15:00:00+01:00"), first)
    again = new_taken(header("t2", "2026-03-02T14:00:00+01:00"), programme(), "aa", end)
    assert in_force(first, end, again).uid == "t2"


TIMES = st.integers(0, 60 * 365).map(lambda hours: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hours))


@given(st.lists(st.tuples(st.sampled_from(["take", "end", "delete"]), TIMES), max_size=12), st.randoms())
def test_by_any_clock_the_last_decision_of_the_person_holds(steps: list[tuple[str, datetime]], random: Random) -> None:
    entries: list[Any] = []
    for number, (what, at) in enumerate(steps):
        before = newest_decision(entries)
        head = header(f"u{number}", at.isoformat())
        if what == "delete" and entries:
            gone = random.randrange(len(entries))
            entries[gone] = {**entries[gone], "deleted": at.isoformat()}
        elif what == "end" and before is not None:
            entries.append(new_end(head, before))
        elif what == "take":
            entries.append(new_taken(head, programme(), "aa", before))
        last = next((one for one in reversed(entries) if not one.get("deleted")), None)
        found = taken_programme(random.sample(entries, len(entries)))
        assert (found.uid if found else None) == (last["uid"] if last and last["to"] != "ended" else None)


def test_each_time_that_a_programme_was_followed_keeps_its_days() -> None:
    first = took()
    second = new_taken(header("t2", "2026-03-09T10:00:00+01:00"), programme(version=2), "bb", first)
    end = new_end(header("e", "2026-03-20T10:00:00+01:00"), second)
    again = new_taken(header("t3", "2026-04-01T10:00:00+02:00"), programme(version=2), "bb", end)
    found = [(taken.version, since, until) for taken, since, until in times_followed([again, first, end, second])]
    assert found == [
        (1, date(2026, 3, 2), date(2026, 3, 8)),
        (2, date(2026, 3, 9), date(2026, 3, 19)),
        (2, date(2026, 4, 1), date(2026, 4, 12)),
    ]
    gone: Any = {**end, "deleted": "2026-03-21T10:00:00+01:00"}
    assert [until.day for _, _, until in times_followed([first, second, gone])] == [8, 12]
    at_once = new_end(header("e", "2026-03-02T11:00:00+01:00"), first)
    assert times_followed([first, at_once]) == [], "it was not followed for a whole day"
    set_back = new_taken(header("t4", "2026-03-01T10:00:00+01:00"), programme(id="other"), "cc", first)
    assert [(taken.id, until) for taken, _, until in times_followed([first, set_back])] == [
        ("other", date(2026, 4, 12))
    ]


def test_a_deleted_decision_counts_no_more() -> None:
    assert taken_programme([{**took(), "deleted": "2026-03-02T11:00:00+01:00"}]) is None  # type: ignore[list-item]


def test_a_decision_that_can_not_be_read_is_none() -> None:
    assert taken_programme([{**took(), "to": {"id": 3}}]) is None  # type: ignore[list-item]


def test_versions_count_the_texts_and_a_known_text_keeps_its_version() -> None:
    first = took(digest="aa")
    second = took("t2", "bb", first, version=2)
    file = programme()

    def name(entries: list[Entry], digest: str, **fields: Any) -> tuple[str, int]:
        found = with_id_and_version(entries, replace(file, **fields), digest)
        return found.id, found.version

    assert name([], "aa") == ("weeks_1_to_6", 1)
    assert name([first], "bb") == ("weeks_1_to_6", 2)
    assert name([first, second], "aa") == ("weeks_1_to_6", 1)
    assert name([first, second], "cc", title="WEEKS 1 to 6") == ("weeks_1_to_6", 3)
    assert name([first, second], "aa", id="another", title="Another") == ("another", 1)


def test_two_authors_of_one_title_share_no_version() -> None:
    first = took(digest="aa")
    other = with_id_and_version([first], programme(by="Ben Ott"), "bb")
    assert re.fullmatch("weeks_1_to_6_[0-9a-f]{8}", other.id)
    assert other.version == 1
    theirs = new_taken(header("t2"), other, "bb", None)
    assert with_id_and_version([first, theirs], programme(by="ben ott"), "cc").name == {"id": other.id, "version": 2}
    assert with_id_and_version([first, theirs], programme(), "dd").name == {"id": "weeks_1_to_6", "version": 2}


def test_a_journal_in_which_two_authors_shared_an_id_counts_on_without_two_texts_of_one_version() -> None:
    """As an earlier version took them."""
    first, theirs = took(digest="aa"), took("t2", "bb", by="Ben Ott", version=2)
    found = with_id_and_version([first, theirs], programme(), "cc")
    assert found.name == {"id": "weeks_1_to_6", "version": 3}


def test_its_end_is_said_once() -> None:
    first = took()
    assert over_to_say([first], date(2026, 4, 12)) is None
    said = over_to_say([first], date(2026, 4, 13))
    assert said is not None
    assert said[1] == ('The programme "Weeks 1 to 6", by Anna Keller, ended on 2026-04-12. Your own doses count again.')
    assert over_to_say([first, new_over_said(header("o1"), said[0])], date(2026, 4, 14)) is None


def test_one_that_the_person_ended_is_not_said_to_be_over() -> None:
    first = took()
    assert over_to_say([first, new_end(header("e1"), first)], date(2026, 5, 1)) is None


# What was done


def on(days: float, routine: str = "morning", **fields: Any) -> Entry:
    return session_on(days, routine={"id": routine, "name": routine}, uid=f"{routine}-{days}", **fields)


def words(*entries: Entry, day: date = MONDAY) -> list[str]:
    return [one.words for one in done_on(programme(), entries, day)]


def test_what_is_due_is_done_once_it_was_done_to_its_end_on_that_day() -> None:
    assert words() == ["", ""]
    assert words(on(0)) == ["done", ""]
    assert words(on(0, status="partial")) == ["partly", ""]
    assert words(on(-1), on(1)) == ["", ""]


@pytest.mark.parametrize("fields", [{"speed": 10}, {"deleted": "x"}, {"steps": []}])
def test_a_session_that_does_not_count_is_not_done(fields: dict[str, Any]) -> None:
    assert words(on(0, **fields)) == ["", ""]


def test_twice_a_day_counts_to_two() -> None:
    twice = programme(sessions=(PlannedSession(MORNING, Rhythm(times=2)),))
    assert [one.words for one in done_on(twice, [on(0)], MONDAY)] == ["1 of 2"]
    found = done_on(twice, [on(0), on(0.4)], MONDAY)
    assert [(one.words, one.enough) for one in found] == [("done", True)]


def test_days_of_the_last_seven_are_counted_and_no_streak() -> None:
    today = MONDAY + timedelta(days=9)
    entries = [on(1), on(2.9), on(3), on(3.5), on(8, status="partial"), on(9, "elsewhere")]
    assert days_done(programme(), entries, today) == 2
    found = today_of(programme(), entries, today)
    assert (found.week_words, found.next_day) == ("2 of the last 7 days", today + timedelta(days=1))
    assert [one.planned.routine.id for one in found.due] == ["morning"]
