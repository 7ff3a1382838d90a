"""Regular questions: what is asked, when it is due, and the answers of each apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_activity, new_form, new_log, new_week
from l5tui.domain.regular_questions import (
    LONGEST,
    MOST,
    Answer,
    RegularQuestion,
    RegularQuestions,
    answer_words,
    answers,
    chosen,
    clean_names,
    due,
    form_is_due,
    new_choice,
)
from tests.rows import each

TODAY = date(2026, 11, 22)
SIT = RegularQuestion("activity", "sit through dinner")
WEEK = RegularQuestion("week", "")


def header(days_ago: int = 0, uid: str = "") -> EntryHeader:
    return EntryHeader(uid or f"u{days_ago}", f"{TODAY - timedelta(days=days_ago)}T10:00:00+01:00", None, "test")


def asks(**what: Any) -> Entry:
    return new_choice(header(90, "choice"), RegularQuestions(**what), RegularQuestions())


def test_nothing_is_asked_until_it_was_chosen() -> None:
    entries = [new_log(header(), 4)]
    assert chosen(entries) == RegularQuestions()
    assert due(entries, TODAY) == []
    assert not form_is_due(entries, TODAY)


@each("days, is_due", [(0, False), (13, False), (14, True), (15, True)])
def test_an_activity_is_due_every_two_weeks(days: int, is_due: bool) -> None:
    entries = [new_activity(header(days), "Sit through Dinner", 4), asks(activities=(SIT.name,))]
    assert due(entries, TODAY) == ([SIT] if is_due else [])


@each("days, is_due", [(6, False), (7, True)])
def test_the_pain_of_the_week_is_due_every_week(days: int, is_due: bool) -> None:
    assert due([new_week(header(days), 4), asks(week=True)], TODAY) == ([WEEK] if is_due else [])


@each("days, is_due", [(27, False), (28, True)])
def test_the_rmdq_is_due_every_four_weeks(days: int, is_due: bool) -> None:
    assert form_is_due([new_form(header(days), rmdq.RMDQ, ()), asks(rmdq=True)], TODAY) == is_due


def test_an_answer_that_was_left_out_counts_as_asked_and_is_no_answer() -> None:
    entries: list[Entry] = [new_activity(header(1), SIT.name, None), asks(activities=(SIT.name,))]
    assert due(entries, TODAY) == []
    assert answers(entries, "activity", SIT.name) == []
    assert answer_words(entries[0]) == "-"


def test_a_clock_that_was_set_back_does_not_keep_a_question_from_being_asked() -> None:
    assert due([new_week(header(-3), 4), asks(week=True)], TODAY) == [WEEK]


def test_the_newest_choice_counts_and_deleted_ones_do_not() -> None:
    first = new_choice(header(9, "a"), RegularQuestions(week=True), RegularQuestions())
    second = new_choice(header(2, "b"), RegularQuestions(rmdq=True), RegularQuestions(week=True))
    assert chosen([first, second]) == chosen([second, first]) == RegularQuestions(rmdq=True)
    assert chosen([first, {**second, "deleted": "2026-11-21T10:00:00+01:00"}]) == RegularQuestions(week=True)


@each("to", [None, "all", {"activities": "sit", "week": 1, "rmdq": "yes"}, {"activities": [3, None, " "]}])
def test_a_choice_of_another_shape_asks_nothing(to: object) -> None:
    wrong: Any = {**asks(week=True), "to": to}
    assert chosen([wrong]) == RegularQuestions()


@given(st.lists(st.text(max_size=60), max_size=6))
def test_names_are_three_at_the_most_and_each_once(typed: list[str]) -> None:
    names = clean_names(typed)
    assert len(names) <= MOST
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name and len(name) <= LONGEST for name in names)
    assert clean_names(names) == names


@each("name", ["GEHEN üben", "gehen u\u0308ben", "Gehen U\u0308BEN "])
def test_an_activity_is_the_same_one_in_another_case_and_with_composed_letters(name: str) -> None:
    entries: list[Entry] = [new_activity(header(3), "Gehen üben", 4), asks(activities=(name,))]
    assert due(entries, TODAY) == []
    assert [one.score for one in answers(entries, "activity", name)] == [4]
    assert clean_names([name, "Gehen üben"]) == clean_names([name])
    assert answers(entries, "activity", "Gehen uben") == [], "an accent can make another word"


def test_each_activity_has_its_own_answers_and_the_week_is_not_pain_right_now() -> None:
    entries: list[Entry] = [
        new_week(header(1), 9),
        new_activity(header(2), "stairs", 7),
        new_activity(header(3), SIT.name, 4),
        new_log(header(4), 5),
        new_activity(header(5), SIT.name, 6),
    ]
    days = [TODAY - timedelta(days=5), TODAY - timedelta(days=3)]
    assert answers(entries, "activity", SIT.name) == [Answer(days[0], 6), Answer(days[1], 4)]
    assert [one.score for one in answers(entries, "week")] == [9]


def test_the_rmdq_has_24_different_statements_about_the_back() -> None:
    assert rmdq.HIGHEST == len(set(rmdq.STATEMENTS)) == 24
    assert all("back" in one and one.endswith(".") for one in rmdq.STATEMENTS)
    assert "1983" in rmdq.SOURCE


def test_a4_the_score_is_the_number_of_ticks() -> None:
    assert rmdq.score_of(range(1, 25)) == 24
    assert rmdq.score_of([1, 1, 0, 25, "3", True]) == 1
    assert answer_words(new_form(header(), rmdq.RMDQ, [4, 2, 2])) == "2/24"


@each(
    "before, after, word",
    [
        (10, 6, "about the same"),
        (10, 14, "about the same"),
        (10, 5, "lower"),
        (10, 15, "higher"),
        (0, 0, "about the same"),
    ],
)
def test_g_under_5_points_the_rmdq_is_about_the_same(before: int, after: int, word: str) -> None:
    assert rmdq.change_word(before, after) == word
