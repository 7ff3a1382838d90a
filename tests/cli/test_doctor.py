"""`l5tui doctor` names files and settings, and its exit status says whether the person has to do something."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import now
from l5tui.config.config_file import save
from l5tui.config.paths import programme_folder
from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.sessionlog.live_log import LiveLog
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.storage.owner import this_process
from tests import factories
from tests.cli.conftest import L5tui, Ran, journal_of
from tests.taken_programme import taken

DAILY = '[[sessions]]\nroutine = "gentle_relief"\ndays = "every day"'
ENTRY = factories.log("a", 4, note="private words")


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report the same terminal on every machine that runs the tests."""
    for name, value in {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    for name in ("TERM_PROGRAM", "LC_TERMINAL", "KITTY_WINDOW_ID", "TMUX", "STY", "ZELLIJ"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def journal(home: Path) -> Journal:
    """A journal in its usual place, with one score."""
    journal = journal_of(home)
    journal.put(ENTRY)
    return journal


def needing(ran: Ran) -> list[str]:
    """The findings that ask the person to act; the exit status must agree."""
    lines = [line[2:] for line in ran.out.splitlines() if line.startswith("! ")]
    assert ran.status == (1 if lines else 0)
    assert ran.err == (f"l5tui: {said(len(lines))} you. Look for the ! above\n" if lines else "")
    return lines


def said(count: int) -> str:
    return "1 thing needs" if count == 1 else f"{count} things need"


def about(ran: Ran, what: str) -> dict[str, Any]:
    """The facts of the first finding about something."""
    return next(one["facts"] for one in ran.json["findings"] if one["about"] == what)


def test_doctor_finds_no_fault_on_a_new_machine_and_creates_nothing(home: Path, called: L5tui) -> None:
    ran = called("doctor")
    assert needing(ran) == []
    assert ran.out.endswith("\nAll is well.\n")
    assert f"journal   {home}/.local/share/l5tui/journal.json: not there yet" in ran.out
    assert f"settings  {home}/.config/l5tui/config.toml: not there" in ran.out
    assert list(home.iterdir()) == []


def test_doctor_names_the_files_and_prints_nothing_from_the_journal(journal: Journal, called: L5tui) -> None:
    ran = called("doctor")
    assert needing(ran) == []
    for says in (
        "l5tui     0.1.0",
        "textual 8.",
        "journal.json: 1 entry",
        "lock      free",
        "8 routines and 7 exercises",
    ):
        assert says in ran.out
    assert "terminal  xterm-256color: size unknown, 256 colours, braille, no notifications, window title" in ran.out
    assert "private" not in ran.out + called("doctor", "--json").out


def test_json_has_every_finding_with_its_facts(journal: Journal, called: L5tui) -> None:
    ran = called("doctor", "--json")
    assert ran.json["well"] is True
    assert about(ran, "journal") == {"path": str(journal.file), "entries": 1, "new": False, "read_only": False}
    assert about(ran, "terminal")["colours"] == 256
    assert about(ran, "lock") == {"state": "free"}


def test_a_damaged_journal_is_reported_with_what_to_do(journal: Journal, called: L5tui) -> None:
    journal.put(factories.log("b", 5))
    journal.file.write_bytes(journal.file.read_bytes()[:-20])
    damage, mend = needing(called("doctor"))
    assert "is damaged: opened journal.json.prev" in damage
    assert mend.endswith("To see how: l5tui journal repair")

    assert called("journal", "repair", "--yes").status == 0
    ran = called("doctor")
    assert needing(ran) == []
    assert f"kept      {journal.file}.damaged-1; delete it when you miss nothing" in ran.out


def test_json_has_the_same_exit_status_as_text(home: Path, called: L5tui) -> None:
    (home / "j.json").write_text("<html>")
    ran = called("doctor", "--json", "--journal", "j.json")
    assert (ran.status, ran.err) == (1, "l5tui: 1 thing needs you\n")
    assert '"well": false' in ran.out


def test_an_unreadable_journal_is_one_line_and_the_other_findings_are_printed(home: Path, called: L5tui) -> None:
    ran = called("doctor", "--journal", str(home))
    [line] = needing(ran)
    assert "is a folder, not a journal" in line
    assert "terminal  xterm" in ran.out


def test_a_journal_that_others_can_read_is_reported(journal: Journal, called: L5tui) -> None:
    journal.file.chmod(0o644)
    [line] = needing(called("doctor"))
    assert line.endswith(f"chmod 600 {journal.file}")


def test_a_journal_behind_a_link_is_reported_with_link_and_target(journal: Journal, home: Path, called: L5tui) -> None:
    (home / "link.json").symlink_to(journal.file)
    ran = called("doctor", "--journal", "link.json")
    assert needing(ran) == []
    assert f"{home}/link.json, which leads to {journal.file}: 1 entry" in ran.out


@pytest.fixture
def log(journal: Journal) -> Iterator[LiveLog]:
    """A session that runs."""
    log = LiveLog.create(journal.live, "s1", {"entry": factories.session("s1"), "plan": {}})
    yield log
    log.close()


def test_a_session_of_another_login_needs_no_action(log: LiveLog, called: L5tui) -> None:
    ran = called("doctor")
    assert needing(ran) == []
    assert "session   Full L5 of 2026-11-22 18:40 is running in another login. Open l5tui to take it over" in ran.out


def test_a_session_that_runs_on_another_machine_is_reported_as_such(log: LiveLog, called: L5tui) -> None:
    log._record("owner", {**this_process(), "host": "lab7", "machine": "m", "boot": "b"})
    assert "session   Full L5 of 2026-11-22 18:40 is running on lab7\n" in called("doctor").out


def test_an_interrupted_session_is_reported_as_waiting_for_an_answer(log: LiveLog, called: L5tui) -> None:
    log.close()
    [line] = needing(called("doctor"))
    assert line.startswith("session   Full L5 of 2026-11-22 18:40 was cut off. Open l5tui")


def test_a_session_log_without_its_beginning_is_still_reported(log: LiveLog, journal: Journal, called: L5tui) -> None:
    log.close()
    path = journal.live / "s1.log"
    path.write_bytes(b"x" + path.read_bytes())
    ran = called("doctor")
    [line] = needing(ran)
    assert "a session was cut off" in line
    assert f"{path} is damaged at line 1" in ran.out


def test_errors_in_settings_and_content_are_listed(home: Path, called: L5tui) -> None:
    config, own = home / ".config/l5tui/config.toml", home / ".local/share/l5tui/content/routines/mine.toml"
    for path, text in ((config, "colour = true\n"), (own, "id = 3\n")):
        path.parent.mkdir(parents=True)
        path.write_text(text)
    ran = called("doctor")
    setting, *mistakes = needing(ran)
    assert setting == f"settings  {config}: line 1: colour: there is no such setting. It is left out."
    assert mistakes
    assert all(line.startswith(f"content   {own}") for line in mistakes)
    assert f"your own in {home}/.local/share/l5tui/content" in ran.out


@pytest.mark.parametrize(("command", "needed"), [("sh -c", 0), ("no-such-voice -v Anna", 1), (" ", 0)])
def test_a_missing_speech_command_is_reported(command: str, needed: int, home: Path, called: L5tui) -> None:
    save(home / ".config/l5tui/config.toml", {"speak": command})
    ran = called("doctor")
    lines = needing(ran)
    assert len(lines) == needed
    assert all(line.startswith("speech    no-such-voice is not found. ") for line in lines)
    assert ("speech    /" in ran.out) is (command == "sh -c")


def test_the_socket_of_another_machines_voice_is_named_and_may_be_missing(home: Path, called: L5tui) -> None:
    save(home / ".config/l5tui/config.toml", {"speak_socket": "~/far"})
    ran = called("doctor")
    assert "voice     ~/far: not there; ssh -R makes it (docs/terminals.md)" in ran.out
    assert needing(ran) == []
    (home / "far").touch()
    assert "voice     ~/far\n" in called("doctor").out


def test_a_crash_log_is_reported(home: Path, called: L5tui) -> None:
    path = home / ".local/state/l5tui/crash.log"
    path.parent.mkdir(parents=True)
    path.touch()
    ran = called("doctor")
    assert needing(ran) == []
    assert f"crash     {path} tells of a fault" in ran.out


def test_a_dumb_terminal_is_reported_and_is_no_error(called: L5tui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    ran = called("doctor")
    assert needing(ran) == []
    assert "terminal  can't place text (TERM=dumb), so only the commands work here" in ran.out


def test_a_missing_home_is_reported_and_the_other_findings_are_printed(
    called: L5tui, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise RuntimeError("no home")

    monkeypatch.setattr("platformdirs.PlatformDirs", nobody)
    ran = called("doctor")
    [line] = needing(ran)
    assert line.startswith("journal   no home folder is known")
    assert "8 routines" in ran.out


def test_doctor_never_imports_textual(home: Path, python: Any) -> None:
    ran = python("""
import sys
from l5tui.cli.main import main
main(["doctor"])
print(sorted({"textual", "rich"}.intersection(sys.modules)), file=sys.stderr)
""")
    assert ran.err == "[]\n"


def test_spooled_entries_and_drafts_are_reported(journal: Journal, called: L5tui) -> None:
    Spool(journal.path).keep([factories.log("b", 7, note="private words")])
    drafts = Drafts(journal.path)
    drafts.hold(Draft("one", "log", "2026-11-22T14:02:00+01:00", {"note": "private words"}))
    drafts.hold(Draft("find-library", "find", "2026-11-22T14:02:00+01:00", {"note": "private words"}))
    drafts.keep()
    ran = called("doctor")
    [line] = needing(ran)
    assert line.startswith("unsaved   1 entry waits to be written into the journal")
    assert "1 form was filled in and not confirmed" in ran.out
    assert "private words" not in ran.out
    assert called("journal").status == 0
    assert "unsaved" not in called("doctor").out, "every command that opens the journal takes it in"
    assert {entry["uid"] for entry in journal.entries()} == {"a", "b"}


def test_the_programme_in_force_is_named_with_its_last_day_and_its_kept_file(journal: Journal, called: L5tui) -> None:
    journal.put(taken(DAILY, days=30))
    ran = called("doctor")
    assert needing(ran) == []
    until, kept = now().date() + timedelta(days=30), programme_folder() / "weeks-1.toml"
    assert f'programme "Weeks" is in force until {until}; {kept} is as you took it' in ran.out
    assert "Anna" not in ran.out
    found = about(called("doctor", "--json"), "programme")
    assert found == {"id": "weeks", "version": 1, "until": str(until), "in_force": True, "path": str(kept)}


def test_a_programme_whose_kept_file_was_changed_needs_the_person(journal: Journal, called: L5tui) -> None:
    journal.put(taken(DAILY))
    kept = programme_folder() / "weeks-1.toml"
    kept.write_text(kept.read_text(encoding="utf-8") + "# more", encoding="utf-8")
    (told,) = needing(called("doctor"))
    assert told.startswith('programme "Weeks" counts only by its limits: ')
    assert "was changed since it was taken" in told
    assert "Take it again: l5tui programme FILE" in told
    assert '"in_force": false' in called("doctor", "--json").out


def test_a_programme_that_lacks_an_exercise_needs_the_person(journal: Journal, called: L5tui) -> None:
    walk = '[[sessions]]\nroutine = "walk"\ndays = "every day"\n'
    journal.put(taken(f"{DAILY}\n{walk}", content=load(extras=["walk"])))
    (told,) = needing(called("doctor"))
    assert told.startswith('programme "Weeks" counts only in part: ')
    assert "l5tui exercises on walk" in told


def test_a_programme_that_is_over_needs_nobody(journal: Journal, called: L5tui) -> None:
    journal.put(taken(DAILY, days=-1))
    ran = called("doctor")
    assert needing(ran) == []
    assert 'programme "Weeks" is over' in ran.out
