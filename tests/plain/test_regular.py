"""The questions that are asked now and then, in plain lines: one line each at the check-in, which may be left empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry
from l5tui.domain.pain_zones import NEXT_MORNING, QUESTION, WHERE
from l5tui.domain.regular_questions import ACTIVITY_QUESTION, WEEK_QUESTION, RegularQuestions, new_choice
from l5tui.journal.drafts import Drafts
from l5tui.journal.store import Journal
from l5tui.plain.records import Records
from l5tui.plain.regular import HOW
from tests.plain.scripted_user import AFTERWARDS, Key, Placing, Played, play
from tests.plain.test_place import refused

DONE: tuple[Key, ...] = ((AFTERWARDS, "3"), "", "")


def choice(*activities: str, week: bool = False) -> Entry:
    return new_choice(new_header(), RegularQuestions(activities, week=week), RegularQuestions())


def answered(played: Played) -> list[tuple[Any, ...]]:
    """What was kept of regular questions, in the order in which they were asked."""
    fields = [(body.get("name"), body.get("score"), body.get("pain")) for body in kinds(played, "activity", "week")]
    return sorted(fields, key=lambda one: one[0] or "~")


def kinds(played: Played, *wanted: str) -> list[dict[str, Any]]:
    return [dict(entry) for entry in played.journal.entries() if entry["kind"] in wanted]


def test_what_is_due_is_asked_in_one_line_each_and_kept_apart_from_the_score(tmp_path: Path) -> None:
    played = play(tmp_path, "5", "", "7", "4", *DONE, entries=(choice("stairs", week=True),), person=Placing)
    assert played.status == 0
    assert answered(played) == [("stairs", 7, None), (None, None, 4)]
    assert played.entry["before"]["pain"] == 5
    [activity] = [line for line in played.person.lines if ACTIVITY_QUESTION in line]
    assert activity == f"stairs: {ACTIVITY_QUESTION} 0 is no trouble. 10 is: I cannot do it. {HOW}"
    [week] = [line for line in played.person.lines if WEEK_QUESTION in line]
    assert week.startswith(f"{WEEK_QUESTION}. 0 is no pain.")


def test_nothing_is_asked_that_was_not_chosen(tmp_path: Path) -> None:
    played = play(tmp_path, "5", "", *DONE, person=Placing)
    assert HOW not in played.person.text


def test_an_empty_line_leaves_it_for_next_time_and_s_leaves_it_out(tmp_path: Path) -> None:
    empty = play(tmp_path / "empty", "5", "", "", "", *DONE, entries=(choice("stairs", week=True),), person=Placing)
    assert kinds(empty, "activity", "week") == []
    left_out = play(tmp_path / "s", "5", "", "s", "", *DONE, entries=(choice("stairs", week=True),), person=Placing)
    assert answered(left_out) == [("stairs", None, None)]


def test_what_is_no_number_is_asked_again(tmp_path: Path) -> None:
    played = play(tmp_path, "5", "", "11", "hard", "10", *DONE, entries=(choice("stairs"),), person=Placing)
    assert answered(played) == [("stairs", 10, None)]
    assert '"11" is no answer here.' in played.person.text


def test_it_is_asked_on_a_day_without_a_session_too_and_before_the_note(tmp_path: Path) -> None:
    """Otherwise only the better days would have answers."""
    played = play(tmp_path, "9", "", "8", "", entries=(choice("stairs"),), person=Placing)
    assert answered(played) == [("stairs", 8, None)]
    starts = (QUESTION, WHERE, NEXT_MORNING, "stairs: ", "A note?")
    assert [start for line in played.person.lines for start in starts if line.startswith(start)] == [
        QUESTION,
        WHERE,
        "stairs: ",
        "A note?",
    ]


def test_new_symptoms_come_first(tmp_path: Path) -> None:
    """Nothing else is asked between a new sign and the questions about it."""
    said, journal = refused(tmp_path, "5", "left calf tingling", "n", entries=(choice("stairs"),))
    assert "stairs" not in said
    assert not [entry for entry in journal.entries() if entry["kind"] == "activity"]


def test_if_nobody_answers_the_score_is_kept_and_a_typed_number_stays_a_draft(tmp_path: Path) -> None:
    opened: list[Records] = []

    class Opened(Records):
        def __init__(self, journal: Journal) -> None:
            super().__init__(journal)
            opened.append(self)

    keys = ("5", "enter", "enter", "7")
    played = play(tmp_path, *keys, single_keys=True, entries=(choice("stairs"),), records=Opened, person=Placing)
    assert [log["pain"] for log in played.logs] == [5]
    assert kinds(played, "activity") == []
    assert opened[0].drafts.keep() == []
    [draft] = Drafts(tmp_path / "journal.json").left()
    assert (draft.form, draft.about, draft.values) == ("activity", "stairs", {"score": 7})
    later = play(tmp_path, "k", "4", "enter", "enter", single_keys=True, person=Placing)
    assert [(entry["name"], entry["score"]) for entry in kinds(later, "activity")] == [("stairs", 7)]
