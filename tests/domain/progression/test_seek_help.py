"""When the notes are a reason to talk to a professional: T1 to T6 of the clinical data's d4."""

from __future__ import annotations

from typing import Any

import pytest

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.progression.grade import graded_sessions
from l5tui.domain.progression.seek_help import new_reason_shown, reasons_to_seek_help
from l5tui.domain.safety.entries import new_follow_up
from l5tui.domain.safety.questions import Answer
from tests.domain.progression.dose_histories import at, session_on, stopped
from tests.factories import log


def scored(day: float, pain: int | None, **fields: Any) -> Entry:
    return log(f"l{day:g}", pain, started=at(day).isoformat(), **fields)


def shown(day: float, reason: str) -> Entry:
    return new_reason_shown(EntryHeader(f"t{day:g}", at(day).isoformat(), None, "0"), reason)


def talk(*entries: Entry, day: float) -> list[str]:
    """The reasons that hold on that day."""
    now = at(day)
    return [one.id for one in reasons_to_seek_help(entries, graded_sessions(entries, now), now.date())]


def line(*entries: Entry, day: float) -> str:
    now = at(day)
    return reasons_to_seek_help(entries, graded_sessions(entries, now), now.date())[0].text


RED: dict[str, Any] = {"before": 2, "after": 2, "worst": 7}


def test_t1_two_red_within_seven_days_or_three_within_28() -> None:
    two = [session_on(0, **RED), session_on(6, **RED)]
    assert talk(*two, day=6) == ["T1"]
    assert talk(*two, day=7) == []
    three = [session_on(0, **RED), session_on(14, **RED), session_on(27, **RED)]
    assert (talk(*three, day=27), talk(*three[1:], day=27)) == (["T1"], [])


def test_t1_names_what_the_notes_show_and_what_the_person_can_do() -> None:
    assert line(session_on(0, **RED), session_on(6, **RED), day=6) == (
        "Your notes show this: on 2 of the last 7 days a session brought high pain or was stopped. "
        "It may be a good time to talk to a doctor or physiotherapist."
    )


def test_t2_s3_on_two_dates_or_s4_once() -> None:
    assert talk(stopped(0, "S3"), day=1) == []
    assert talk(stopped(0, "S3"), stopped(30, "S3"), day=31) == ["T2"]
    assert talk(stopped(0, "S4"), day=1) == ["T2"]
    assert talk(session_on(0, stop="S4"), day=1) == ["T2"]


def test_t2_still_further_down_at_the_follow_up_is_s4() -> None:
    header = EntryHeader("f", at(1).isoformat(), None, "0")
    assert talk(stopped(0, "S3"), new_follow_up(header, Answer.YES, ["stop0"]), day=2) == ["T2"]
    assert talk(stopped(0, "S3"), new_follow_up(header, Answer.NO, ["stop0"]), day=2) == []


def test_t3_before_6_or_more_on_three_dates_within_seven_days() -> None:
    days = [scored(0, 6), scored(3, 6), scored(6, 6)]
    assert (talk(*days, day=6), talk(*days, day=7), talk(*days[:2], day=6)) == (["T3"], [], [])


def test_t3_before_8_or_more_on_two_dates_in_a_row() -> None:
    assert talk(scored(0, 8), scored(1, 9), day=1) == ["T3"]
    assert talk(scored(0, 8), scored(1, 2), scored(2, 9), day=2) == []


def test_t4_the_median_of_the_last_week_two_above_the_first() -> None:
    first = [scored(day, 2) for day in (0, 2, 4)]
    later = [scored(day, 4) for day in (20, 22, 24)]
    assert talk(*first, *later, day=24) == ["T4"]
    assert talk(*first[:2], *later, day=24) == []
    assert talk(*first, *later[:2], scored(24, None), day=24) == []
    assert talk(*first, *(scored(day, 3) for day in (20, 22, 24)), day=24) == []


def test_t5_six_weeks_and_twelve_sessions_not_two_points_lower_and_it_adds_its_sentence() -> None:
    steady = [session_on(day, before=3, after=3) for day in (0, 2, 4, *range(10, 34, 4), 38, 40, 42)]
    assert talk(*steady, day=42) == ["T5"]
    assert talk(*steady, day=41) == []
    assert talk(*steady[:3], *steady[4:], day=42) == []
    lower = [session_on(day, before=1, after=1) for day in (38, 40, 42)]
    assert talk(*steady[:-3], *lower, day=42) == []
    assert line(*steady, day=42).endswith("physiotherapist. This does not mean you did something wrong.")


@pytest.mark.parametrize("rank", [4, 5])
def test_t6_rank_5_or_more_on_three_dates_within_14_days(rank: int) -> None:
    days = [scored(0, 2, left=rank), scored(5, 2, right=rank), scored(13, 2, left=rank)]
    assert talk(*days, day=13) == (["T6"] if rank >= 5 else [])
    assert talk(*days, day=14) == []


def test_a_reason_is_shown_once_and_then_not_for_14_days() -> None:
    stop = stopped(0, "S4")
    assert talk(stop, shown(0, "T2"), day=13) == []
    again = stopped(5, "S4")
    assert [talk(stop, shown(0, "T2"), again, day=day) for day in (13, 14)] == [[], ["T2"]]


def test_a_reason_that_was_shown_comes_again_only_for_newer_entries() -> None:
    assert talk(stopped(0, "S4"), shown(1, "T2"), day=100) == []


def test_showing_one_reason_does_not_hide_the_others() -> None:
    entries = [stopped(0, "S4"), scored(0, 8), scored(1, 8)]
    assert talk(*entries, day=1) == ["T2", "T3"]
    assert talk(*entries, shown(1, "T2"), day=1) == ["T3"]


def test_deleted_scores_and_other_speeds_are_no_reason() -> None:
    gone = [scored(day, 9, deleted=at(3).isoformat()) for day in (0, 1)]
    assert talk(*gone, session_on(0, before=9, speed=10.0), session_on(1, before=9, speed=10.0), day=1) == []
