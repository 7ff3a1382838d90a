"""`l5tui programme` describes a file and its changes, takes it only on consent, and can end it."""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.cli.main import main
from l5tui.config.clock import now
from l5tui.config.launch import Launch
from l5tui.config.paths import journal_file, programme_folder
from l5tui.domain.entry import Entry
from l5tui.domain.progression.levels import dose_history
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.library.programmes import ONLY_LIMITS, Programmes
from tests.cli.conftest import L5tui
from tests.domain.safety.safety_journal import SafetyJournal

WHOLE = """
title = "{title}"
by = "Anna Keller"
written = {written}
valid_until = {until}
words = "Slowly."
[stop]
pain = 4
[[sessions]]
routine = "gentle_relief"
days = "every day"
[[sessions]]
name = "Strength"
exercises = ["glute_bridge"]
days = "every day"
[[exercises]]
exercise = "glute_bridge"
reps = {reps}
seconds = 10
rounds = 2
why = "For the hip."
"""


def write(path: Path, *, title: str = "Weeks", days: int = 30, reps: int = 8, replaced: str = "") -> Path:
    """Write a programme of yesterday with a number of days left."""
    today = now().date()
    text = WHOLE.format(title=title, written=today - timedelta(days=1), until=today + timedelta(days=days), reps=reps)
    path.write_text(text.replace("[stop]", replaced + "[stop]") if replaced else text, encoding="utf-8")
    return path


@pytest.fixture
def file(home: Path) -> Path:
    return write(home / "programme.toml")


def entries() -> list[Entry]:
    journal = Journal(journal_file())
    journal.open()
    return journal.entries()


def decisions() -> list[Any]:
    return [entry for entry in entries() if entry["kind"] == "decision"]


def test_without_a_programme_the_command_says_how_to_take_one(called: L5tui) -> None:
    said = called("programme").said
    assert said.startswith("No programme is in force.")
    assert "l5tui programme FILE" in said
    assert called("programme", "--json").json is None


def test_without_a_terminal_the_changes_are_shown_and_nothing_is_taken(called: L5tui, file: Path) -> None:
    ran = called("programme", str(file))
    assert ran.status == 2
    assert ran.err == "l5tui: only a person at a terminal can say yes to this. Or add --yes\n"
    for line in (
        "By Anna Keller, written on",
        '"Slowly."',
        "Strength, every day: Glute bridge",
        "Glute bridge: 2 rounds of 8 × 10 s. For the hip.",
        "An exercise is stopped from a score of 4 on (l5tui: 6).",
        "Glute bridge: 10 × 5 s now, 2 rounds of 8 × 10 s then",
        "Glute bridge: 10 s hold: more than the article (5 s)",
        "Glute bridge: 2 rounds: more than the article (1)",
        "No step up is offered while it is in force: Glute bridge",
    ):
        assert line in ran.out, line
    assert decisions() == []
    assert not programme_folder().exists()


def test_a_programme_that_was_taken_is_in_force_and_its_file_is_private(called: L5tui, file: Path) -> None:
    assert 'Taken: "Weeks", by Anna Keller' in called("programme", str(file), "--yes").said
    (taken,) = decisions()
    assert (taken["about"], taken["to"]["id"], taken["to"]["version"]) == ("programme", "weeks", 1)
    kept = programme_folder() / "weeks-1.toml"
    assert kept.read_bytes() == file.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    found = called("programme", "--json").json
    assert (found["id"], found["version"], found["stop"]) == ("weeks", 1, {"pain": 4, "before": 8})
    assert [one["due_today"] for one in found["sessions"]] == [True, True]
    assert "Today: Strength" in called("programme").said


def test_the_dose_command_shows_the_programmes_dose(called: L5tui, file: Path) -> None:
    called("programme", str(file), "--yes")
    assert "The programme counts instead: 2 rounds of 8 × 10 s (Anna Keller)" in called("dose").said


def test_taking_the_same_text_again_changes_nothing(called: L5tui, file: Path) -> None:
    called("programme", str(file), "--yes")
    assert "is in force already" in called("programme", str(file), "--yes").said
    assert len(decisions()) == 1


def test_a_changed_text_becomes_the_next_version_and_both_are_kept(called: L5tui, file: Path) -> None:
    called("programme", str(file), "--yes")
    ran = called("programme", str(write(file, reps=9)), "--yes")
    assert 'It takes the place of "Weeks", by Anna Keller.' in ran.said
    assert "Glute bridge: 2 rounds of 8 × 10 s now, 2 rounds of 9 × 10 s then" in ran.said
    assert called("programme", "--json").json["version"] == 2
    assert sorted(path.name for path in programme_folder().iterdir()) == ["weeks-1.toml", "weeks-2.toml"]


def test_a_second_programme_replaces_the_first(called: L5tui, file: Path, home: Path) -> None:
    called("programme", str(file), "--yes")
    assert "takes the place of" in called("programme", str(write(home / "b.toml", title="Other")), "--yes").said
    assert called("programme", "--json").json["title"] == "Other"


def test_an_ended_programme_is_not_in_force_and_can_be_taken_again(called: L5tui, file: Path) -> None:
    called("programme", str(file), "--yes")
    said = called("programme", "end").said
    again = said.splitlines()[1].removeprefix("Take it again: l5tui programme ")
    assert called("programme").said.startswith("No programme is in force.")
    assert called("programme", again, "--yes").status == 0
    assert called("programme", "--json").json["version"] == 1


def test_ending_without_a_programme_says_that_there_is_none(called: L5tui) -> None:
    assert called("programme", "end").complaint == "no programme is in force. Nothing was changed"


def test_a_programme_that_ended_yesterday_is_refused(called: L5tui, home: Path) -> None:
    ran = called("programme", str(write(home / "p.toml", days=-1)), "--yes")
    assert ran.status == 1
    assert "valid_until: it ended on" in ran.out
    assert "can't be taken" in ran.err
    assert decisions() == []


def test_a_programme_that_loosens_a_limit_is_refused_with_the_limit(called: L5tui, file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("pain = 4", "pain = 8"), encoding="utf-8")
    ran = called("programme", str(file), "--yes")
    assert ran.status == 1
    assert "line 8: stop.pain: 8 would loosen a limit" in ran.out
    assert decisions() == []


@pytest.mark.parametrize("kind", ["missing", "folder", "fifo", "loop", "latin", "huge"])
def test_a_file_that_is_no_programme_is_refused_in_one_line(called: L5tui, home: Path, kind: str) -> None:
    path = home / "p.toml"
    match kind:
        case "folder":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path)
        case "latin":
            path.write_bytes(b'title = "\xff"')
        case "huge":
            path.write_text(f'title = "{"x" * 1_000_000}"', encoding="utf-8")
    ran = called("programme", str(path), "--yes")
    assert ran.status == 1
    assert "p.toml" in ran.complaint


def answered(*yes: str) -> None:
    person = SafetyJournal(now())
    person.check(*yes)
    for entry in person.entries:
        Journal(journal_file()).put(entry)


def test_a_file_without_a_name_is_quoted(called: L5tui) -> None:
    assert called("programme", "").complaint == '"": it is not a plain file'


def test_what_the_safety_answers_leave_out_of_a_programme_is_named(called: L5tui, file: Path) -> None:
    answered("A2")
    out = called("programme", str(file)).out
    assert "Your safety answers go first" in out
    assert "Glute bridge is left out" in out
    assert "Strength: nothing of it is left" in out
    taken = called("programme", str(file), "--yes").said
    assert "Today: Strength (off, by your safety answers)" in taken
    shown = called("programme").said
    assert "Glute bridge is left out" in shown
    assert "Today: Strength (off, by your safety answers)" in shown
    found = called("programme", "--json").json
    assert found["may_start"] is True
    assert [(one["due_today"], one["off"]) for one in found["sessions"]] == [(True, True)] * 2
    assert [one["off"] for one in found["exercises"]] == [True]


def test_a_prescribed_exercise_that_is_off_is_named_though_no_session_has_it(called: L5tui, file: Path) -> None:
    answered("A2")
    more = '[[exercises]]\nexercise = "bird_dog"\nreps = 3\n'
    file.write_text(f"{file.read_text(encoding='utf-8')}{more}", encoding="utf-8")
    assert "Bird dog is left out" in called("programme", str(file)).out


def test_that_no_session_may_start_is_said_at_consent_and_with_what_is_due(called: L5tui, file: Path) -> None:
    answered("E1")
    line = "No session starts: what you told us can be a sign of something serious. Get help now."
    assert line in called("programme", str(file)).out
    taken = called("programme", str(file), "--yes").said
    assert line in taken[taken.index("Taken:") :]
    assert line in called("programme").said
    assert called("programme", "--json").json["may_start"] is False


def test_in_an_ordinary_state_nothing_of_it_is_said_to_be_off(called: L5tui, file: Path) -> None:
    answered()
    said = called("programme", str(file), "--yes").said
    assert "No session starts" not in said
    assert "(off" not in said
    found = called("programme", "--json").json
    assert found["may_start"] is True
    assert [one["off"] for one in found["sessions"]] == [False, False]


@pytest.mark.parametrize("gone", [True, False])
def test_of_a_saved_file_that_is_gone_or_changed_the_limits_hold_until_it_is_taken_again(
    called: L5tui, file: Path, gone: bool
) -> None:
    called("programme", str(file), "--yes")
    kept = programme_folder() / "weeks-1.toml"
    kept.unlink() if gone else kept.write_text("title = 'x'", encoding="utf-8")
    ran = called("programme")
    assert ran.err == f"l5tui: {ONLY_LIMITS}\n"
    assert "An exercise is stopped from a score of 4 on (l5tui: 6)." in ran.out
    assert "Sessions" not in ran.out
    assert f"By Anna Keller, taken on {now().date()}, until" in ran.out
    assert "written on" not in ran.out
    assert "What else it holds isn't known: " in ran.out
    assert json.loads(called("programme", "--json").out)["written"] is None
    assert called("programme", str(file), "--yes").status == 0
    again = called("programme")
    assert (again.err, "Strength, every day: Glute bridge" in again.out) == ("", True)


def test_the_routine_of_a_programme_is_found_by_its_name(
    called: L5tui, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called("programme", str(file), "--yes")
    began: list[Any] = []

    def run_plain(launch: Launch) -> int:
        began.append(launch.start)
        return 0

    monkeypatch.setattr("l5tui.plain.run.run_plain", run_plain)
    assert called("start", "strength", "--plain").status == 0
    assert began == ["programme_strength"]


def test_a_person_at_a_terminal_is_asked_before_taking(file: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    answers = iter(["what", "n", "y"])
    monkeypatch.setattr(os, "isatty", lambda _: True)
    monkeypatch.setattr("sys.stdin", Answering(answers))
    assert main(["programme", str(file)]) == 0
    assert decisions() == []
    assert main(["programme", str(file)]) == 0
    assert len(decisions()) == 1


@pytest.mark.parametrize("columns", [40, 80])
def test_consent_breaks_lines_between_words_at_the_width_of_the_terminal(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    said = ["programme", str(file), "--yes"]
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert main(said) == 0
    fitted = capsys.readouterr().out
    assert all(len(line) <= columns for line in fitted.splitlines())
    monkeypatch.setattr("sys.stdout.isatty", lambda: False, raising=False)
    assert main(["programme", "end"]) == 0
    capsys.readouterr()
    assert main(said) == 0
    assert fitted.split() == capsys.readouterr().out.split(), "no word is broken, and none is lost"


class Answering:
    """A standard input that answers line by line."""

    def __init__(self, answers: Any) -> None:
        self.answers = answers

    def readline(self) -> str:
        return f"{next(self.answers)}\n"


def test_the_template_is_a_programme_that_can_be_taken(called: L5tui, home: Path) -> None:
    assert "l5tui programme programme.toml" in called("new", "programme").said
    assert "line 6: by: it is still the template's word" in called("programme", "programme.toml", "--yes").out
    written = (home / "programme.toml").read_text(encoding="utf-8")
    (home / "programme.toml").write_text(written.replace("Your name", "Anna Keller"), encoding="utf-8")
    ran = called("programme", "programme.toml", "--yes")
    assert "Bird dog: 12 left, 6 right, 5 s, left side first" in ran.said
    assert called("programme", "--json").json["title"] == "Weeks 1 to 6"


def test_a_name_with_a_blank_is_quoted_in_the_commands(called: L5tui, home: Path) -> None:
    assert "Then: l5tui programme 'my programme.toml'" in called("new", "programme", "my programme.toml").said
    assert "l5tui programme 'my programme.toml'" in (home / "my programme.toml").read_text(encoding="utf-8")


def test_a_template_never_overwrites_a_file(called: L5tui, home: Path) -> None:
    (home / "mine.toml").write_text("mine", encoding="utf-8")
    assert "is there already" in called("new", "programme", "mine.toml").complaint
    assert (home / "mine.toml").read_text(encoding="utf-8") == "mine"
    assert "can't be written" in called("new", "programme", "no/such/place.toml").complaint
    assert "there is no template" in called("new", "spaceship").complaint


def test_json_describes_the_programme_in_force(called: L5tui, file: Path) -> None:
    assert called("programme", str(file), "--json").status == 2


def test_a_programme_in_force_gives_its_dose_to_every_plan(called: L5tui, file: Path) -> None:
    called("programme", str(file), "--yes")
    content = load()
    found = Programmes(content).in_force(entries(), now().date())
    doses = dose_history(entries(), content.exercises.values(), now(), programme=found.programme)
    assert doses.prescribed == {"glute_bridge"}
    assert doses.programme_name == {"id": "weeks", "version": 1}


def test_a_programme_of_a_later_day_says_when_it_begins(called: L5tui, home: Path) -> None:
    later = now().date() + timedelta(days=2)
    file = write(home / "later.toml")
    file.write_text(re.sub(r"written = .*", f"written = {later}", file.read_text(encoding="utf-8")), encoding="utf-8")
    said = called("programme", str(file), "--yes").said
    assert f"Its sessions begin on {later}." in said
    assert "Today: nothing. Next:" in said


def test_check_refuses_a_programme_that_is_over_as_taking_it_does(called: L5tui, home: Path) -> None:
    file = write(home / "over.toml", days=-1)
    said = "over.toml: line 5: valid_until: it ended on"
    assert said in called("programme", str(file), "--yes").out
    assert said in called("check", str(file)).out


OLD = """
title = "Weeks"
by = "Anna Keller"
written = {written}
valid_until = {until}
[stop]
pain = 3
before = 5
[[sessions]]
routine = "gentle_relief"
days = "twice a day"
[[sessions]]
routine = "evening"
days = "every day"
[[sessions]]
name = "Strength"
exercises = ["glute_bridge", "cat_cow"]
days = "every day"
[[exercises]]
exercise = "glute_bridge"
reps = 8
[[exercises]]
exercise = "bird_dog"
reps = 3
"""


def test_consent_says_what_a_new_version_takes_away_or_loosens(called: L5tui, file: Path, home: Path) -> None:
    today = now().date()
    old = home / "old.toml"
    old.write_text(OLD.format(written=today, until=today + timedelta(days=9)), encoding="utf-8")
    before = called("programme", str(old), "--yes").out
    after = called("programme", str(file)).out
    for line in (
        "An exercise is stopped from 3 on now, from 4 on then",
        "No session begins from 5 on now, from 8 on then",
        "Bird dog: 3 each side, 5 s now, your own dose then (10 each side, 5 s)",
        "Evening, every day: no longer in it",
        "Gentle: twice a day now, every day then",
        "Strength: Cat-cow is no longer in it",
    ):
        assert line in after
        assert line not in before
    called("programme", str(file), "--yes")
    assert "no longer in it" not in (back := called("programme", str(old)).out)
    assert "is stopped from" not in back[back.index("What would change") :]


def test_consent_says_that_flare_up_keeps_its_own_doses(called: L5tui, home: Path) -> None:
    path = write(home / "p.toml")
    text = path.read_text(encoding="utf-8").replace('routine = "gentle_relief"', 'routine = "flare_up"')
    more = '[[exercises]]\nexercise = "pelvic_tilt"\nreps = 12\n'
    path.write_text(f"{text}{more}", encoding="utf-8")
    assert "keeps its own small doses: Pelvic tilt" in called("programme", str(path)).out


def test_consent_says_that_the_easier_form_cuts_a_dose_and_not_that_it_is_more(called: L5tui, home: Path) -> None:
    path = write(home / "p.toml", reps=20)
    path.write_text(path.read_text(encoding="utf-8") + "easier = true\n", encoding="utf-8")
    out = called("programme", str(path)).out
    easier = load().exercises["glute_bridge"].easier.overrides
    assert f"Glute bridge: 20 reps: cut to {easier['reps']}, as in its easier form" in out
    assert "20 reps: more than the article" not in out


def test_consent_names_a_side_that_is_left_out_and_a_dose_that_no_session_has(called: L5tui, home: Path) -> None:
    path = write(home / "p.toml")
    more = '[[exercises]]\nexercise = "bird_dog"\nrounds_left = 0\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    out = called("programme", str(path)).out
    assert "Bird dog: nothing on the left side: less than the article (both sides)" in out
    assert "Bird dog is in none of its sessions. This dose counts in your other routines" in out
    assert "Glute bridge is in none" not in out
