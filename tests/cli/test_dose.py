"""`l5tui dose`: the level of each exercise with its reasons, and a level set by hand."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from l5tui.config.clock import now
from l5tui.config.paths import journal_file
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.progression.decisions import BY_HAND, new_dose_decision
from l5tui.journal.store import Journal
from tests.cli.conftest import L5tui
from tests.domain.progression.dose_histories import session_days_ago
from tests.taken_programme import taken

did = partial(session_days_ago, "childs_pose")
"""A green session with the exercise of these tests, so many days ago."""


@pytest.fixture
def three(home: Path) -> Journal:
    """Three green dates within nine days."""
    assert home
    journal = Journal(journal_file())
    for days_ago in (9, 5, 2):
        journal.put(did(days_ago))
    return journal


def test_dose_prints_each_level_its_dose_the_last_grades_and_the_offer(three: Journal, called: L5tui) -> None:
    lines = called("dose").said.splitlines()
    assert three
    assert lines[0].startswith("Child's pose: level 1 of 3, 3 × 20 s, since ")
    assert lines[1] == "  GREEN on 3 dates at this level"
    assert [line.split(": ")[1].split(",")[0] for line in lines[2:5]] == ["GREEN"] * 3
    assert "Glute bridge: level 1 of 3, 10 × 5 s, not done yet" in lines
    assert lines[-1] == (
        "At the next check-in with a score of 0 to 3: Child's pose: "
        "Your last 3 sessions with this stayed comfortable. Add a little? (20 s -> 25 s)"
    )


def test_dose_json_has_the_same_values(three: Journal, called: L5tui) -> None:
    three.put(did(0, worst=7, next_day=None))
    given = called("dose", "--json").json
    child = given["exercises"][0]
    assert (child["exercise"], child["level"], child["levels"], child["param"]) == (
        "childs_pose",
        1,
        [20, 25, 30],
        "hold",
    )
    assert child["easier_first"] is True
    assert child["changes"][-1]["why"] == "a pain score of 6 or more"
    assert [one["grade"] for one in child["sessions"]] == ["GREEN", "GREEN", "RED"]
    assert given["offer"] is None


@pytest.mark.parametrize("hours", [20, 24 * 300])
def test_a_decision_dated_later_is_named_and_the_next_one_replaces_it(
    three: Journal, called: L5tui, hours: int
) -> None:
    header = EntryHeader("ahead", (now() + timedelta(hours=hours)).isoformat(timespec="seconds"), None, "0")
    three.put(new_dose_decision(header, "childs_pose", 1, 3, BY_HAND))
    assert "A decision is dated later than now" in called("dose").said
    assert called("dose", "--json").json["exercises"][0]["decisions_ahead"]
    said = called("dose", "childs_pose", "1" if hours > 24 else "2").said
    assert said.endswith("It holds from the next session on.\n")
    assert "dated later" not in called("dose").said


def test_dose_of_an_empty_journal_is_level_1_of_each_that_has_levels(called: L5tui) -> None:
    lines = called("dose").said.splitlines()
    without = [line for line in lines if "level 1 of" not in line]
    assert without == [
        "Cat-cow: 10 slow cycles, no levels, its dose stays the same, not done yet",
        "Bird dog: 10 each side, 5 s, no levels, its dose stays the same, not done yet",
        "McKenzie extension: 10 × 10 s, no levels, its dose stays the same, not done yet",
    ]
    assert len(lines) == 7


def test_an_exercise_without_levels_is_listed_with_its_grades(home: Path, called: L5tui) -> None:
    Journal(journal_file()).put(session_days_ago("cat_cow", 2))
    lines = called("dose").said.splitlines()
    at = lines.index("Cat-cow: 10 slow cycles, no levels, its dose stays the same")
    assert ": GREEN, " in lines[at + 1]
    (cat,) = (one for one in called("dose", "--json").json["exercises"] if one["exercise"] == "cat_cow")
    assert (cat["level"], cat["levels"], cat["since"]) == (None, [], None)
    assert [one["grade"] for one in cat["sessions"]] == ["GREEN"]


LIMIT = """
[stop]
pain = 4
[[sessions]]
name = "Strength"
exercises = ["bird_dog", "glute_bridge", "childs_pose"]
days = "every day"
[[exercises]]
exercise = "glute_bridge"
reps = 8
[[exercises]]
exercise = "childs_pose"
reps = 2
"""


def test_a_level_set_by_hand_under_a_programme_says_that_the_programmes_dose_counts(home: Path, called: L5tui) -> None:
    Journal(journal_file()).put(taken(LIMIT))
    said = called("dose", "glute_bridge", "3").said
    assert "holds from the next session" not in said
    assert "While the programme is in force, its dose counts: 8 × 5 s (Anna Keller)." in said
    # It gives no hold, so the level counts for that.
    assert called("dose", "childs_pose", "3").said.endswith("It holds from the next session on.\n")
    assert "The programme counts instead: 2 × 30 s (Anna Keller)" in called("dose").said


def test_the_easier_form_after_a_stop_at_the_programmes_limit_is_said_with_its_reason(
    home: Path, called: L5tui
) -> None:
    hurt = [{"at": 1, "rep": 1, "phase": "hold", "answer": "more", "pain": 4, "settled": None}]
    stopped = session_days_ago("bird_dog", 0, worst=4)
    stopped["steps"] = [{**stopped["steps"][0], "hurt": hurt}]  # type: ignore[typeddict-item]
    Journal(journal_file()).put_all([taken(LIMIT), stopped])
    told = "it was stopped at 4 or more. Tell Anna Keller"
    assert f"  The easier form comes first next time: {told}." in called("dose").said.splitlines()
    assert f"Bird dog comes in its easier form: {told}" in called("programme").said
    (dog,) = (one for one in called("dose", "--json").json["exercises"] if one["exercise"] == "bird_dog")
    assert dog["easier_first"] is True


def test_a_level_is_set_by_hand_as_a_decision(called: L5tui) -> None:
    line = called("dose", "childs-pose", "3").said
    assert line == "Child's pose: level 1 -> 3 (20 s -> 30 s). It holds from the next session on.\n"
    assert called("dose").said.splitlines()[:2] == [
        "Child's pose: level 3 of 3, 3 × 30 s, since today",
        "  today: 20 s -> 30 s: you set it by hand",
    ]
    [decision] = [one for one in called("journal", "--json").json if one["kind"] == "decision"]
    assert (decision["about"], decision["from"], decision["to"], decision["why"]) == (
        "dose",
        {"exercise": "childs_pose", "level": 1},
        {"exercise": "childs_pose", "level": 3},
        "set by hand",
    )


@pytest.mark.parametrize("level", ["0", "4", "-1", "1.5", "x", "9999999999999999999999", "٣"])
def test_a_level_outside_the_range_is_refused_in_one_line(called: L5tui, level: str) -> None:
    ran = called("dose", "childs_pose", "--", level)
    assert ran.status == 1
    assert ran.complaint.startswith("Child's pose has the levels 1 (20 s) to 3 (30 s), not ")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["cat_cow", "1"], 1, "Cat-cow has no levels, its dose stays the same"),
        (["full_l5", "1"], 1, "Full L5 is a routine, and levels belong to exercises"),
        (["nothing", "1"], 2, "nothing"),
        (["childs_pose"], 2, "l5tui dose takes an exercise with a level, or neither"),
    ],
)
def test_an_exercise_without_levels_is_refused_in_one_line(
    called: L5tui, words: list[str], status: int, said: str
) -> None:
    ran = called("dose", *words)
    assert ran.status == status
    assert said in ran.complaint


def test_setting_the_current_level_writes_nothing(called: L5tui) -> None:
    assert called("dose", "childs_pose", "1").said == "Child's pose is at level 1 (20 s) already\n"
    assert called("journal", "--json").json == []
