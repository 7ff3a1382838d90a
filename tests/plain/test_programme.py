"""A programme in plain lines: its dose, its limits, its question, and its end, said once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from l5tui.domain.entry import DecisionEntry
from l5tui.domain.programme_entries import OVER
from l5tui.journal.store import Journal
from l5tui.plain.checkin import CheckIn
from tests import factories
from tests.domain.progression.dose_histories import session_days_ago
from tests.plain.scripted_user import AFTERWARDS, BOTH, LIBRARY, Played, play
from tests.taken_programme import taken

BODY = """
question = "How was it?"
[stop]
before = 5
[[sessions]]
routine = "both"
days = "every day"
[[exercises]]
exercise = "bridge"
reps = 1
seconds = 9
"""
QUESTION = "How was it? An empty line leaves it out."

did = partial(session_days_ago, "bridge")


def followed(**fields: Any) -> DecisionEntry:
    return taken(BODY, content=LIBRARY, **fields)


def newest(played: Played) -> Any:
    return max((one for one in played.journal.entries() if one["kind"] == "session"), key=lambda one: one["started"])


@pytest.mark.parametrize(
    ("line", "answer"), [("d", "done"), ("p", "partly"), ("h", "too_hard"), ("x", "not_possible"), ("", None)]
)
def test_after_its_session_its_question_is_asked_and_one_key_answers_it(
    tmp_path: Path, line: str, answer: str | None
) -> None:
    played = play(tmp_path, "2", (AFTERWARDS, "3"), line, "", entries=(followed(),))
    assert QUESTION in played.person.lines
    entry = newest(played)
    assert entry["answer"] == answer
    assert entry["programme"] == {"id": "weeks", "version": 1}


def test_its_dose_is_what_is_counted(tmp_path: Path) -> None:
    played = play(tmp_path, "2", (AFTERWARDS, "3"), "d", "", entries=(followed(),))
    bridge = next(step for step in newest(played)["steps"] if step["exercise"] == "bridge")
    assert (bridge["planned_reps"], bridge["held"], bridge["level"]) == (1, 9.0, None)


def test_from_its_limit_on_no_session_begins_and_whose_limit_it_is_is_said(tmp_path: Path) -> None:
    played = play(tmp_path, "5", "", "", entries=(followed(),))
    assert "No session from 5 on: so Anna Keller wrote it for you." in played.person.lines
    assert [one["pain"] for one in played.logs] == [5]


STOPS_FROM_4 = BODY.replace("before = 5", "pain = 4")


@pytest.mark.parametrize(
    ("pain", "begins"), [("4", "Anna Keller's limit for this is 4. We stop this exercise."), ("6", "That is a lot.")]
)
def test_an_exercise_is_stopped_at_its_limit_in_words_that_name_it_and_from_6_on_in_the_apps_own(
    tmp_path: Path, pain: str, begins: str
) -> None:
    entries = (taken(STOPS_FROM_4, content=LIBRARY),)
    played = play(tmp_path, "2", (14, "x"), "1", pain, (75, "x"), "3", "", "", routine=BOTH, entries=entries)
    assert sum(line.startswith(begins) for line in played.person.lines) == 1
    assert ("That is a lot" in played.person.text) == (pain == "6")


def test_the_question_after_an_interruption_still_names_its_limit(tmp_path: Path) -> None:
    play(tmp_path, "2", (14, "x"), "1", "4", routine=BOTH, entries=(taken(STOPS_FROM_4, content=LIBRARY),))
    on = play(tmp_path, "g", (80, "x"), "3", "", clock=factories.ManualClock(14_000))
    assert "Anna Keller's limit for this is 4. We stop this exercise." in on.person.text


def test_no_step_up_is_offered_for_its_exercise(tmp_path: Path) -> None:
    played = play(tmp_path, "2", (AFTERWARDS, "3"), "d", "", entries=(did(9), did(5), did(3), followed()))
    assert "Add a little?" not in played.person.text


def test_after_a_red_session_its_easier_form_comes_and_whom_to_tell_is_said(tmp_path: Path) -> None:
    entries = (followed(days_ago=5), did(3, worst=7))
    played = play(tmp_path, "2", (AFTERWARDS, "3"), "d", "", entries=entries)
    said = "Bridge comes in its easier form: a pain score of 6 or more. Tell Anna Keller."
    assert said in played.person.lines
    assert next(step for step in newest(played)["steps"] if step["exercise"] == "bridge")["variant"] == "easy"


def test_its_end_is_said_once_and_then_nothing_of_it_counts(tmp_path: Path) -> None:
    played = play(tmp_path, "2", (AFTERWARDS, "3"), "", entries=(followed(days=-1, days_ago=20),))
    assert played.person.text.count('The programme "Weeks", by Anna Keller, ended on') == 1
    assert QUESTION not in played.person.lines
    assert newest(played)["programme"] is None
    assert any(one.get("about") == OVER for one in played.journal.entries())
    again = play(tmp_path, "2", (AFTERWARDS, "3"), "")
    assert "ended on" not in again.person.text


def test_its_end_is_said_again_where_the_input_ended_before_anything_began(tmp_path: Path) -> None:
    gone = play(tmp_path, entries=(followed(days=-1, days_ago=20),))
    assert "ended on" in gone.person.text
    assert not any(one.get("about") == OVER for one in gone.journal.entries())
    assert "ended on" in play(tmp_path, "2", (AFTERWARDS, "3"), "").person.text


def test_without_a_programme_nothing_is_asked(tmp_path: Path) -> None:
    played = play(tmp_path, "2", (AFTERWARDS, "3"), "")
    assert "as written" not in played.person.text
    assert newest(played)["programme"] is None


def test_a_new_version_that_is_taken_meanwhile_counts_from_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, ask = followed(), CheckIn.ask

    def taken_meanwhile(self: CheckIn, *args: Any) -> Any:
        Journal(tmp_path / "journal.json").put(taken(STOPS_FROM_4, content=LIBRARY, instead_of=first))
        return ask(self, *args)

    with monkeypatch.context() as patched:
        patched.setattr(CheckIn, "ask", taken_meanwhile)
        played = play(tmp_path, "2", (AFTERWARDS, "3"), "d", "", entries=(first,))
    assert newest(played)["programme"] == {"id": "weeks", "version": 1}
    again = play(tmp_path, "2", (AFTERWARDS, "3"), "d", "")
    assert newest(again)["programme"] == {"id": "weeks", "version": 2}
