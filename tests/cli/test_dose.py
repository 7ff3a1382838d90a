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


def test_dose_of_an_empty_journal_is_level_1_of_each(called: L5tui) -> None:
    assert all("level 1 of" in line for line in called("dose").said.splitlines())


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
