"""`l5tui routines`, `exercises` and `check`."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from l5tui.cli.main import main
from l5tui.config.clock import now
from l5tui.config.paths import journal_file, programme_folder
from l5tui.domain.routine import Routine
from l5tui.engine.plan import Plan
from l5tui.journal.store import Journal
from l5tui.library import load
from tests.cli.conftest import L5tui, journal_of
from tests.domain.safety.safety_journal import SafetyJournal
from tests.taken_programme import taken

BRIDGES = "[[sessions]]\nname = 'Bridges'\nexercises = ['glute_bridge']\n"


def test_routines_are_listed_with_their_times(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routines"]) == 0
    lines = capsys.readouterr().out.splitlines()

    routines = load().routines
    assert [line.split()[0] for line in lines] == list(routines)
    assert re.fullmatch(r"full_l5 +Full L5 +19:23  7 exercises", lines[0])


def test_exercises_are_listed_with_their_doses(l5tui: L5tui) -> None:
    lines = l5tui("exercises").said.splitlines()
    gap = lines.index("")
    assert [line.split()[0] for line in lines[:gap]] == list(load().exercises)
    assert len({line.index(":") for line in lines[:gap]}) == 1
    assert lines[0].endswith("3 × 20 s")
    assert l5tui("exercises", "--ascii").said.isascii()
    assert l5tui("exercises", env={"PYTHONIOENCODING": "ascii"}).said.splitlines()[0].endswith("3 \\xd7 20 s")


def test_lists_name_what_safety_answers_leave_out_and_the_remaining_time(l5tui: L5tui, home: Path) -> None:
    someone = SafetyJournal(now())
    someone.check("A5")
    journal_of(home).put_all(someone.entries)
    content = load()
    rows = content.safety.restrictions_for(["A5"]) if content.safety else ()
    seconds = Plan.of(content.routines["full_l5"], restrictions=rows).total_s

    line = l5tui("routines").said.splitlines()[0]
    assert f"{seconds // 60}:{seconds % 60:02}  5 of 7 exercises; " in line
    assert "Child's pose is left out (A5)" in line
    (line,) = [one for one in l5tui("exercises").said.splitlines() if one.startswith("childs_pose")]
    assert " off  " in line
    assert "Child's pose is left out (A5)" in line
    given = json.loads(l5tui("routines", "--json").said)[0]
    assert given["total_s"] == seconds
    assert {"exercise": "childs_pose", "by": ["A5"]} in given["left_out"]


def test_routines_has_those_that_a_programme_brings_along(called: L5tui) -> None:
    Journal(journal_file()).put(taken(f"{BRIDGES}days = 'every day'"))
    ran = called("routines")
    assert re.search(r"^programme_bridges +Bridges +\d+:\d\d  1 exercise$", ran.said, re.MULTILINE)
    (own,) = [one for one in called("routines", "--json").json if one["id"] == "programme_bridges"]
    assert own["why"] == "Written by Anna Keller."


def test_routines_of_a_programme_that_is_over_are_not_listed(called: L5tui) -> None:
    Journal(journal_file()).put(taken(f"{BRIDGES}days = 'every day'", days=-1))
    assert "programme_bridges" not in called("routines").said


def test_a_programme_whose_kept_file_was_changed_is_named_and_not_listed(called: L5tui) -> None:
    Journal(journal_file()).put(taken(f"{BRIDGES}days = 'every day'"))
    (programme_folder() / "weeks-1.toml").write_text("", encoding="utf-8")
    ran = called("routines")
    assert "Only your programme's limits hold." in ran.err
    assert "programme_bridges" not in ran.out


def test_an_unreadable_journal_leaves_the_lists_whole_with_a_line_on_standard_error(l5tui: L5tui, home: Path) -> None:
    path = home / ".local/share/l5tui/journal.json"
    path.mkdir(parents=True)
    ran = l5tui("routines")
    assert ran.status == 0
    assert "7 exercises" in ran.out.splitlines()[0]
    assert len(ran.err.splitlines()) == 1
    assert "isn't taken into account" in ran.err


def test_json_has_every_routine_and_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routines", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)

    routines = load().routines
    assert [one["id"] for one in given] == list(routines)
    for one in given:
        assert one["total_s"] == Plan.of(routines[one["id"]]).total_s
        assert [step["exercise"] for step in one["steps"]] == [step.exercise.id for step in routines[one["id"]].steps]


def test_json_has_everything_about_every_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exercises", "--json"]) == 0
    given = json.loads(capsys.readouterr().out)

    exercises = load().exercises
    assert [one["id"] for one in given] == list(exercises)
    for one in given:
        exercise = exercises[one["id"]]
        assert set(one) == {*exercise.__struct_fields__, "total_s", "off_by"} - {"rests"}
        assert one["total_s"] == Plan.of(Routine.alone(exercise)).total_s


@pytest.fixture
def own(home: Path) -> Path:
    """A folder of the person's own routines."""
    folder = home / ".local/share/l5tui/content/routines"
    folder.mkdir(parents=True)
    return folder


BROKEN = 'id = "mine"\nname = "Mine"\nwhy = "Because."\n[[steps]]\nexercise = "glute_brigde"\n'


def test_a_broken_content_file_is_named_and_the_rest_is_listed(own: Path, called: L5tui) -> None:
    (own / "mine.toml").write_text(BROKEN)
    ran = called("routines")
    assert ran.status == 0
    assert len(ran.out.splitlines()) == len(load().routines) + 1
    assert ran.out.splitlines()[-1].split("  ")[0] == "mine"
    assert ran.out.endswith("fault  its file has a fault: l5tui check\n")
    [line] = ran.err.splitlines()
    assert line.startswith(f"l5tui: {own / 'mine.toml'}: ")
    [*others, listed] = json.loads(called("routines", "--json").out)
    assert (listed["id"], listed["name"]) == ("mine", "Mine")
    assert listed["unusable"].startswith(f"{own / 'mine.toml'}: line 5: steps[0].exercise: there is no exercise")
    assert {one["unusable"] for one in others} == {None}
    assert all(one.keys() == listed.keys() for one in others)


def test_a_routine_file_that_is_no_toml_is_listed_by_its_file_name(own: Path, called: L5tui) -> None:
    (own / "no\x1btoml.toml").write_text("[[[")
    listed = json.loads(called("routines", "--json").out)[-1]
    assert (listed["name"], "not TOML" in listed["unusable"]) == ("no\\x1btoml", True)


def test_an_own_routine_is_listed_like_any_other(own: Path, called: L5tui) -> None:
    (own / "mine.toml").write_text(BROKEN.replace("brigde", "bridge"))
    assert "mine " in called("routines").said
    assert called("check").said == "No mistakes found\n"


@pytest.mark.parametrize("named", [True, False], ids=["named", "everything"])
def test_check_names_every_error_with_file_and_key(named: bool, own: Path, called: L5tui) -> None:
    (own / "mine.toml").write_text(BROKEN)
    (own / "worse.toml").write_bytes(b"\xff\xfe")
    ran = called("check", *([str(path) for path in sorted(own.iterdir())] if named else []))

    assert ran.status == 1
    assert ran.err == "l5tui: 2 mistakes found\n"
    first, second = ran.out.splitlines()
    assert "mine.toml: line 5: steps[0].exercise: " in first
    assert "glute_bridge" in first
    assert "worse.toml: " in second


def test_check_takes_options_before_its_files(own: Path, called: L5tui) -> None:
    (own / "mine.toml").write_text(BROKEN)
    ran = called("--ascii", "check", "--journal", "j.json", str(own / "mine.toml"))
    assert ran.status == 1


@pytest.mark.parametrize("name", ["gone.toml", "folder.toml"])
def test_check_of_a_missing_file_is_one_line(name: str, home: Path, called: L5tui) -> None:
    (home / "folder.toml").mkdir()
    ran = called("check", name)
    assert ran.status == 1
    assert ran.out.startswith(f"{name}: ")
    assert len(ran.out.splitlines()) == 1


def test_missing_content_is_reported(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This happens when an installation is incomplete."""
    from l5tui.config import paths

    shutil.copytree(paths.content_root() / "exercises", home / "half" / "exercises")
    assert load(home / "half").routines == {}
    assert load(home / "none").problems
