"""The RMDQ in plain lines: each statement in its exact wording, kept only once all were answered."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.errors import ExitStatus
from l5tui.domain.new_entry import new_form
from l5tui.domain.regular_questions import RegularQuestions, new_choice
from l5tui.domain.rmdq import HIGHEST, INSTRUCTION, NAME, RMDQ, SOURCE, STATEMENTS
from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.store import Journal
from l5tui.plain.prompt import Prompt
from l5tui.plain.questionnaire import COMMAND, WAITS, fill_in
from l5tui.plain.records import Records
from tests import factories
from tests.cli.conftest import ROOT
from tests.plain.scripted_user import AFTERWARDS, ScriptedUser, play


def filled(place: Path, *script: str, single_keys: bool = False) -> tuple[int, ScriptedUser, list[Any]]:
    """Fill in the form by a script: the exit status, what was said, and the forms in the journal."""
    person = ScriptedUser(script, factories.ManualClock(), single_keys=single_keys)
    journal = Journal(place / "journal.json")
    records = Records(journal)
    status = fill_in(Prompt(person, person), records)
    records.drafts.keep()
    return status, person, [entry for entry in journal.entries() if entry["kind"] == "form"]


def test_each_statement_is_asked_in_its_exact_wording_with_instruction_and_source(tmp_path: Path) -> None:
    answers = ["y" if number in (2, 24) else "n" for number in range(1, 25)]
    status, person, [form] = filled(tmp_path, *answers, "k")
    assert (status, form["name"], form["ticks"]) == (ExitStatus.OK, RMDQ, [2, 24])
    assert person.lines[:3] == [f"{NAME}.", *INSTRUCTION]
    asked = [line for line in person.lines if f" of {HIGHEST}: " in line]
    assert asked == [f"{number} of 24: {words}" for number, words in enumerate(STATEMENTS, 1)]
    assert person.lines[-5:-2] == [SOURCE, "Keep it?", "k: keep it"]
    assert "Ticked: 2, 24. The score is the number of ticks: 2/24." in person.lines
    assert person.lines.count("y: tick it: it describes you today") == 1, "the answers are said once"
    assert Drafts(tmp_path / "journal.json").left() == []


@pytest.mark.usefixtures("home")
def test_log_rmdq_asks_it_through_a_pipe_without_the_full_screen() -> None:
    program = "import sys; from l5tui.cli.main import main; main(sys.argv[1:]); assert 'textual' not in sys.modules"
    lines = "y\n" * 3 + "n\n" * 21 + "k\n"
    done = subprocess.run(
        [sys.executable, "-c", program, "log", "--rmdq"],
        input=lines,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Kept in your journal.\n")
    assert f"24 of 24: {STATEMENTS[-1]}" in done.stdout


def test_b_goes_back_and_changes_an_answer(tmp_path: Path) -> None:
    keys = ["y", "b", "n", *["n"] * 23, "b", "y", "k"]
    _, person, [form] = filled(tmp_path, *keys, single_keys=True)
    assert form["ticks"] == [24]
    assert [line[:8] for line in person.lines if line.startswith(("1 of", "2 of"))] == ["1 of 24:", "2 of 24:"] * 2


def test_nothing_is_kept_before_the_last_answer_and_the_next_time_goes_on(tmp_path: Path) -> None:
    status, person, forms = filled(tmp_path, "y", "n", "y")
    assert (status, forms, person.lines[-1]) == (ExitStatus.FAILED, [], WAITS)
    status, person, forms = filled(tmp_path, "n", "q")
    assert (status, forms) == (ExitStatus.OK, [])
    assert "It goes on after statement 3." in person.lines
    _, person, [form] = filled(tmp_path, *["n"] * 20, "k")
    assert "It goes on after statement 4." in person.lines
    assert form["ticks"] == [1, 3]
    assert Drafts(tmp_path / "journal.json").left() == []


def test_one_of_another_day_is_begun_anew_since_it_is_about_today(tmp_path: Path) -> None:
    filled(tmp_path, "y")
    drafts = Drafts(tmp_path / "journal.json")
    [draft] = drafts.left()
    drafts.hold(replace(draft, at=(now() - timedelta(days=1)).isoformat(timespec="seconds")))
    drafts.keep()
    _, person, _ = filled(tmp_path)
    assert f"1 of 24: {STATEMENTS[0]}" in person.lines


def test_an_answer_that_is_none_is_asked_again(tmp_path: Path) -> None:
    _, person, [form] = filled(tmp_path, "5", *["n"] * 24, "k")
    assert '"5" is no answer here. Type y or n.' in person.lines
    assert form["ticks"] == []


def test_a_begun_questionnaire_is_never_kept_as_it_is(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "journal.json")
    drafts.hold(Draft("f", "form", new_header().at, {"ticks": [1]}, None, RMDQ))
    drafts.keep()
    played = play(tmp_path, "2", "enter", (AFTERWARDS, "3"), "enter", "enter", single_keys=True)
    assert f"A questionnaire was begun. {COMMAND} goes on with it, or m in the journal." in played.person.lines
    assert [entry for entry in played.journal.entries() if entry["kind"] == "form"] == []
    assert len(Drafts(tmp_path / "journal.json").left()) == 1


def test_a_session_in_lines_says_that_the_questionnaire_is_due(tmp_path: Path) -> None:
    asked = new_choice(new_header(), RegularQuestions(rmdq=True), RegularQuestions())
    due = play(tmp_path / "due", "2", (AFTERWARDS, "3"), "", "", entries=(asked,))
    assert f"Your questionnaire is due. To fill it in, another time: {COMMAND}" in due.person.lines
    done = play(tmp_path / "done", "2", (AFTERWARDS, "3"), "", "", entries=(asked, new_form(new_header(), RMDQ, ())))
    assert COMMAND not in done.person.text
