"""What else belongs to a day of the chart, and days and weeks in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.config.clock import now
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_decision
from l5tui.domain.programme_entries import ENDED, PROGRAMME
from l5tui.domain.progression.decisions import BY_HAND, STAY, new_dose_decision
from l5tui.domain.progression.levels import DoseHistory, dose_history
from l5tui.domain.safety.entries import new_stop
from l5tui.journal.trends import Day, Weeks, first_and_newest_week
from l5tui.library import load
from l5tui.tui.journal.day_notes import chart_day_words, notes_of, trend_words
from l5tui.tui.journal.timeline import TimeRange, marks
from tests import factories
from tests.tui.example_journal import TODAY, at, day, span

NONE = DoseHistory({}, (), TODAY)


def header(hours_ago: float) -> EntryHeader:
    return EntryHeader(f"uid{hours_ago}", at(hours_ago), None, "0.1.0")


def care(hours_ago: float, what: str, minutes: int | None) -> Entry:
    log = factories.log("c", started=at(hours_ago))
    return {**log, "kind": "care", "what": what, "minutes": minutes}  # type: ignore[return-value]


def noted(*entries: Entry, doses: DoseHistory = NONE) -> list[tuple[int, str, str]]:
    return [((TODAY - note.date).days, note.letter, note.words) for note in notes_of(entries, doses)]


def test_other_care_is_noted_with_its_minutes_where_they_were_said() -> None:
    assert noted(care(1, "massage", None), care(49, "walking", 30)) == [
        (2, "C", "walking, 30 min"),
        (0, "C", "massage"),
    ]


def test_a_stop_is_noted_once_with_its_rule_and_ending_a_session_early_is_none() -> None:
    session = factories.session("s", stop="S3", started=at(1))
    own = new_stop(header(1), "S3", "s")
    later = new_stop(header(49), "S4", None)
    early = factories.session("e", stop="person", started=at(25))
    assert noted(session, own, later, early) == [(2, "S", "stop: numb/weak"), (0, "S", "stop: spreading")]


def test_a_programme_is_noted_when_it_is_taken_and_when_it_is_ended() -> None:
    taken = new_decision(header(49), PROGRAMME, {"id": "x", "version": 1, "title": "Weeks 1 to 6"})
    ended = new_decision(header(1), PROGRAMME, ENDED)
    assert noted(ended, taken) == [(2, "P", "programme: Weeks 1 to 6"), (0, "P", "programme ended")]


def test_a_dose_step_is_noted_with_both_doses_and_a_refused_one_is_none() -> None:
    exercises = load().exercises
    steps: list[Entry] = [
        new_dose_decision(header(49), "glute_bridge", 1, 2, BY_HAND),
        new_dose_decision(header(1), "glute_bridge", 2, 2, STAY),
    ]
    history = dose_history(steps, exercises.values(), now())
    name, ladder = exercises["glute_bridge"].name, history.exercises["glute_bridge"]
    assert noted(doses=history) == [(2, "D", f"{name} {ladder.said(1)} → {ladder.said(2)}")]


def test_deleted_entries_and_those_without_a_time_have_no_note() -> None:
    gone: Any = {**care(1, "massage", None), "deleted": at(0)}
    timeless: Any = {**care(1, "massage", None), "started": "no time"}
    assert noted(gone, timeless, factories.log("l"), factories.session("s")) == []


# Words


def said(shown: TimeRange, ago: int = 0, grain: int = 1) -> str:
    title, rest = chart_day_words(TODAY - timedelta(days=ago), shown, grain, TODAY)
    return f"{title}: {rest}"


def test_several_scores_of_a_day_are_named_with_their_median() -> None:
    assert said(span(day(0, [5, 3], [2]))) == "Sun 22 Nov: before 5, 3 (median 4); after 2"
    assert said(span(day(0, [5], unanswered=1))) == "Sun 22 Nov: before 5; 1 not answered"
    assert said(span(day(0, [3] * 12))) == "Sun 22 Nov: before 12 scores (median 3)"
    assert said(span()) == "Sun 22 Nov: "


def test_the_furthest_place_of_each_leg_is_named_where_it_was_said() -> None:
    far = Day(TODAY, [4], left=6, right=0)
    assert said(replace(span(), days=(far,))) == "Sun 22 Nov: before 4; left calf, right none"
    assert said(replace(span(), days=(replace(far, left=None),))) == "Sun 22 Nov: before 4; right none"


def test_a_week_is_named_with_its_median_and_n_from_three_scores_on() -> None:
    three = span(day(0, [5]), day(1, [4]), day(6, [3]), length=90)
    assert said(three, grain=7) == "Sun 22 Nov: before 5; week to 22 Nov: 4, n = 3"
    assert said(span(day(0, [5]), day(6, [3]), length=90), grain=7) == "Sun 22 Nov: before 5"


@given(st.lists(st.integers(0, 199), unique=True, max_size=30), st.integers(0, 199), st.sampled_from([7, 14, 21]))
def test_the_week_of_a_day_is_that_of_its_mark(agos: list[int], chosen: int, grain: int) -> None:
    shown = span(*(day(ago, [4, 4, 4]) for ago in agos), length=200)
    _, days = shown.group_of(TODAY - timedelta(days=chosen), grain)
    assert {one.date for one in days} == {
        TODAY - timedelta(days=ago) for ago in agos if ago // grain == chosen // grain
    }
    numbers = {-mark.number for mark in marks(shown, 200, grain)}
    assert bool(days) == (chosen // grain in numbers)


@pytest.mark.parametrize(
    ("first", "newest", "word"),
    [
        (4, 3, "About the same:"),
        (4, 4, "About the same:"),
        (5, 3.5, "About the same:"),
        (6, 4, "Lower:"),
        (2, 4, "Higher:"),
    ],
)
def test_the_sentence_says_lower_about_the_same_or_higher_with_both_n(first: float, newest: float, word: str) -> None:
    forms = trend_words(Weeks(first, 5, newest, 6, date(2026, 10, 5)), (), TODAY)
    assert {one for one, _ in forms} == {word}
    for _, rest in forms:
        assert f"{first:g}" in rest
        assert f"{newest:g}" in rest
        assert "5" in rest
        assert "6" in rest
    assert "from 5 Oct," in forms[0][1]
    assert len(" ".join(forms[-1])) <= 38, "it fits the smallest window"


def test_without_enough_scores_the_sentence_says_what_it_needs() -> None:
    def words(*days: Any) -> str:
        return trend_words(first_and_newest_week(days, TODAY), days, TODAY)[0][1]

    assert words() == ""
    assert words(day(12, [4, 4, 4]), day(0, [4, 4, 4])).startswith("After two weeks")
    assert words(day(20, [4, 4, 4]), day(0, [4])).endswith("each has 3 scores or more.")
    assert "median" in words(day(20, [4, 4, 4]), day(0, [4, 4, 4]))
