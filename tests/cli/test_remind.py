"""`l5tui remind` writes what the person's own calendar or timer needs, and `remind now` says one line or nothing."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from l5tui.cli import remind_now
from l5tui.cli.remind import MARK, unit_line
from l5tui.config.paths import journal_file, programme_folder
from l5tui.domain.entry import Entry
from l5tui.journal.spool import Spool
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.library.programmes import ONLY_LIMITS
from tests.cli.conftest import L5tui, Ran, journal_of, run
from tests.domain.safety.safety_journal import SafetyJournal, full_check_all_no
from tests.factories import log, session
from tests.taken_programme import taken

MONDAY = datetime(2026, 11, 30, 8, tzinfo=ZoneInfo("Europe/Zurich"))
EVERY_DAY = '[[sessions]]\nroutine = "gentle_relief"\ndays = "every day"'
TUESDAYS = '[[sessions]]\nroutine = "gentle_relief"\ndays = ["tue"]'
LINE = "Today: Gentle. l5tui start gentle_relief\n"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at eight on a Monday."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def keep(*entries: Entry) -> Journal:
    journal = Journal(journal_file())
    journal.put_all([full_check_all_no(), *entries])
    return journal


def configured(home: Path, text: str) -> None:
    """Write `config.toml`."""
    path = home / ".config/l5tui/config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def line_only(home: Path) -> None:
    configured(home, 'remind_by = "line"\n')


def did(at: datetime = MONDAY, routine: str = "gentle_relief", **fields: Any) -> Entry:
    named = {"id": routine, "name": routine}
    return session(f"{routine}-{at:%d%H%M}", started=at.isoformat(), routine=named, **fields)


# What a timer calls


@pytest.mark.usefixtures("line_only")
def test_a_timer_says_the_second_session_at_its_own_second_time(called: L5tui, clock: time_machine.Traveller) -> None:
    keep(taken(EVERY_DAY.replace("every day", "twice a day")), did())
    clock.move_to(MONDAY.replace(hour=12, minute=30))
    assert called("remind", "now").said == ""
    assert called("remind", "now", "--at=08:00,12:30").said == LINE


def test_a_calendar_written_again_cancels_what_was_taken_out(called: L5tui, tmp_path: Path) -> None:
    file = str(tmp_path / "l5tui.ics")
    assert "until you delete its event" in called("remind", "--ics", file, "--at", "08:00,18:00").said
    assert "is in it as cancelled" in called("remind", "--ics", file, "--at", "08:00", "--force").said
    assert Path(file).read_text(encoding="utf-8").count("STATUS:CANCELLED") == 1


def test_a_folder_is_no_calendar_file(called: L5tui, tmp_path: Path) -> None:
    ran = called("remind", "--ics", str(tmp_path), "--force")
    assert (ran.status, ran.out) == (1, "")
    assert "no plain file" in ran.err


@pytest.mark.usefixtures("line_only")
def test_what_is_due_is_said_in_one_line(called: L5tui) -> None:
    keep(taken(EVERY_DAY))
    assert called("remind", "now").said == LINE


@pytest.mark.usefixtures("line_only")
def test_without_a_programme_the_day_has_one_line_until_a_session_was_done(called: L5tui) -> None:
    assert called("remind", "now").said == "No session yet today. Start one: l5tui\n"
    keep(did())
    assert called("remind", "now").said == ""


@pytest.mark.usefixtures("line_only")
def test_nothing_is_said_once_the_session_of_the_day_is_done(called: L5tui, clock: time_machine.Traveller) -> None:
    keep(taken(EVERY_DAY), did())
    said = {}
    for hours in range(0, 48, 4):
        clock.move_to(MONDAY + timedelta(hours=hours))
        said[hours] = called("remind", "now").said
    assert [hours for hours, line in said.items() if not line] == [0, 4, 8, 12]  # until midnight
    assert set(said.values()) == {"", LINE}


@pytest.mark.usefixtures("line_only")
def test_nothing_is_said_on_a_day_for_which_the_programme_has_nothing(
    called: L5tui, clock: time_machine.Traveller
) -> None:
    keep(taken(TUESDAYS))
    assert called("remind", "now").said == ""
    clock.move_to(MONDAY + timedelta(days=1))
    assert called("remind", "now").said == LINE


def test_nothing_is_said_in_quiet_hours(called: L5tui, home: Path, clock: time_machine.Traveller) -> None:
    configured(home, 'remind_by = "line"\nquiet_hours = "22:00-08:00"\n')
    keep(taken(EVERY_DAY))
    for hour, line in ((7, ""), (8, LINE), (21, LINE), (22, "")):
        clock.move_to(MONDAY.replace(hour=hour))
        assert called("remind", "now").said == line


@pytest.mark.usefixtures("line_only")
@pytest.mark.parametrize("blocked", ["E1", "U1"])
def test_nothing_is_said_while_an_answer_blocks_every_session(called: L5tui, blocked: str) -> None:
    person = SafetyJournal(MONDAY - timedelta(hours=1))
    person.check(blocked)
    keep(taken(EVERY_DAY), *person.entries)
    assert called("remind", "now").said == ""


@pytest.mark.usefixtures("line_only")
@pytest.mark.parametrize("answer", ["A2", "A11"])
def test_nothing_is_said_while_an_answer_switches_every_exercise_off(called: L5tui, answer: str) -> None:
    person = SafetyJournal(MONDAY - timedelta(hours=1))
    person.check(answer)
    keep(*person.entries)
    assert called("remind", "now").said == ""


@pytest.mark.usefixtures("line_only")
@pytest.mark.parametrize("rule", ["S3", "S4", "S5", "S6"])
def test_nothing_is_said_while_a_stop_holds(called: L5tui, rule: str) -> None:
    person = SafetyJournal(MONDAY - timedelta(hours=1))
    person.stop(rule)  # type: ignore[arg-type]
    keep(taken(EVERY_DAY), *person.entries)
    assert called("remind", "now").said == ""


@pytest.mark.usefixtures("line_only")
def test_nothing_is_said_after_a_score_at_which_no_session_begins(called: L5tui) -> None:
    keep(taken(EVERY_DAY), log(pain=8, started=(MONDAY - timedelta(hours=1)).isoformat()))
    assert called("remind", "now").said == ""


@pytest.mark.usefixtures("line_only")
def test_a_session_that_waits_to_be_written_into_the_journal_counts_as_done(called: L5tui) -> None:
    keep(taken(EVERY_DAY))
    Spool(journal_file()).keep([did()])
    assert called("remind", "now").said == ""


@pytest.mark.usefixtures("line_only")
def test_nothing_is_said_while_a_session_is_running(called: L5tui, home: Path) -> None:
    journal = keep(taken(EVERY_DAY))
    ran = subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_LOG, str(journal.live)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with ran:
        assert ran.stdout is not None
        assert ran.stdout.readline() == "held\n"
        assert called("remind", "now").said == ""
        ran.communicate("")
    assert called("remind", "now").said == LINE


HOLDS_A_LOG = """
import fcntl, pathlib, sys
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True)
held = (folder / "a.log").open("w")
fcntl.flock(held, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.usefixtures("line_only")
def test_a_damaged_journal_is_one_line_on_standard_error(called: L5tui) -> None:
    keep(taken(EVERY_DAY))
    for path in (journal_file(), journal_file().with_name("journal.json.prev")):
        path.write_bytes(path.read_bytes()[:-20] if path.exists() else b"x")
    ran = called("remind", "now")
    assert ran.status == 1
    assert "journal.json" in ran.complaint


@pytest.mark.usefixtures("line_only")
def test_a_programme_whose_file_was_changed_is_one_line_on_standard_error(called: L5tui) -> None:
    keep(taken(EVERY_DAY))
    [kept] = programme_folder().iterdir()
    kept.write_text("no TOML", encoding="utf-8")
    ran = called("remind", "now")
    assert ran.status == 1
    assert ran.complaint == f"{kept} was changed since it was taken. {ONLY_LIMITS}"


def test_a_reminder_imports_no_textual_and_writes_nothing(home: Path, python: Callable[[str], Ran]) -> None:
    configured(home, 'remind_by = "line"\n')
    before = sorted(home.rglob("*"))
    code = "import sys\nfrom l5tui.cli.main import main\nmain(['remind', 'now'])\nprint('textual' in sys.modules)"
    assert python(code).said.splitlines()[-1] == "False"
    assert sorted(home.rglob("*")) == before


# How it is said


@pytest.fixture
def program(home: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Path]:
    """Make a program of this name the only one that is found, and return the file in which it keeps its arguments."""
    folder = home / "programs"

    def make(name: str, does: str = "") -> Path:
        folder.mkdir(exist_ok=True)
        said = home / f"{name}.said"
        path = folder / name
        path.write_text(f'#!/bin/sh\nfor one in "$@"; do echo "$one" >> "{said}"; done\n{does}\n', encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return said

    return make


def test_by_default_the_desktop_is_notified(called: L5tui, program: Callable[..., Path]) -> None:
    said = program("notify-send")
    keep(taken(EVERY_DAY))
    assert called("remind", "now").said == LINE
    assert said.read_text().splitlines() == ["--app-name=l5tui", "--", "l5tui", LINE.strip()]


def test_the_persons_own_command_gets_the_line_as_one_argument(
    called: L5tui, home: Path, program: Callable[..., Path]
) -> None:
    said = program("tell")
    configured(home, "remind = \"tell 'a b' $HOME ; rm\"\n")
    keep(taken(EVERY_DAY))
    assert called("remind", "now").said == LINE
    assert said.read_text().splitlines() == ["a b", "$HOME", ";", "rm", LINE.strip()]


@pytest.mark.parametrize(
    ("does", "says"),
    [("exit 3", "failed (status 3)"), ("sleep 60 & wait", "takes longer than"), ("", "can't be run")],
)
def test_a_command_that_fails_hangs_or_is_missing_is_named_in_one_line(
    called: L5tui,
    home: Path,
    program: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    does: str | None,
    says: str,
) -> None:
    monkeypatch.setattr(remind_now, "LONGEST_S", 0.5)
    if does:
        program("tell", does)
    configured(home, 'remind = "tell"\n')
    ran = called("remind", "now")
    assert (ran.status, ran.out) == (1, "No session yet today. Start one: l5tui\n")
    assert ran.err.startswith(f'l5tui: the command that reminds, "tell", {says}')
    assert ran.err.count("\n") == 1


def test_where_nothing_can_notify_the_line_says_what_to_set(
    called: L5tui, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(home))
    ran = called("remind", "now")
    assert ran.status == 1
    assert ran.err.startswith("l5tui: nothing here can notify. Install notify-send, or set remind_by")


def test_the_bell_rings_in_the_terminals_that_take_messages(
    called: L5tui, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(home, 'remind_by = "bell"\n')
    first, second = pty.openpty(), pty.openpty()
    try:
        monkeypatch.setattr(remind_now, "TERMINALS", home / "terminals")
        (home / "terminals").mkdir()
        for (_, end), mode in ((first, 0o620), (second, 0o600)):
            Path(os.ttyname(end)).chmod(mode)
            (home / "terminals" / str(end)).symlink_to(os.ttyname(end))
        assert called("remind", "now").status == 0
        os.set_blocking(second[0], False)
        assert os.read(first[0], 10) == b"\a"
        with pytest.raises(BlockingIOError):
            os.read(second[0], 10)
        Path(os.ttyname(first[1])).chmod(0o600)
        assert "no terminal of yours takes a bell" in called("remind", "now").err
    finally:
        for end in (*first, *second):
            os.close(end)


# The calendar


def test_a_calendar_has_the_days_of_the_programme_and_is_private(called: L5tui, home: Path) -> None:
    keep(taken(TUESDAYS))
    said = called("remind", "--ics", "back.ics", "--at", "8:00,18:30").said
    assert "08:00: Gentle (Tue), until 2026-12-30" in said
    assert "Time zone: Europe/Zurich." in said
    text = (home / "back.ics").read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == 2
    assert "DTSTART;TZID=Europe/Zurich:20261201T183000\r\n" in text
    assert (home / "back.ics").stat().st_mode & 0o777 == 0o600


WALKS_TOO = f'{EVERY_DAY}\n[[sessions]]\nname = "Out"\nexercises = ["walk"]\ndays = ["tue"]'


@pytest.mark.parametrize("way", [["--ics", "cal.ics"], ["--cron"], ["--systemd"], ["now"]])
def test_of_a_programme_that_lacks_a_part_the_rest_is_reminded_of_and_the_line_at_fault_is_named(
    called: L5tui, home: Path, way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    keep(taken(WALKS_TOO, content=load(extras=["walk"])))
    configured(home, 'remind_by = "line"\n')
    ran = called("remind", *way)
    assert ran.status == 0
    line = next(one for one in ran.err.splitlines() if "switched off" in one)
    assert f"{programme_folder()}/" in line
    assert ": line " in line
    assert line.endswith("Your programme lacks an exercise: l5tui exercises on walk")
    assert "Gentle" in (ran.out if way[0] in ("now", "--ics") else "Gentle")


@pytest.mark.parametrize("way", [["--ics", "cal.ics"], ["--cron"], ["--systemd"], ["now"]])
def test_of_a_programme_of_which_only_the_limits_hold_nothing_is_written_and_the_file_is_named(
    called: L5tui, home: Path, way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    keep(taken(EVERY_DAY))
    [kept] = programme_folder().iterdir()
    kept.write_text(kept.read_text() + "# changed\n")
    ran = called("remind", *way)
    assert ran.status == 1
    assert ran.complaint.startswith(f"{kept} was changed since it was taken. {ONLY_LIMITS}")
    assert not (home / "cal.ics").exists()


def test_a_calendar_never_replaces_a_file_without_force(called: L5tui, home: Path) -> None:
    file = home / "back.ics"
    file.write_text("mine")
    complaint = called("remind", "--ics", "back.ics").complaint
    assert complaint == "back.ics is there already. Nothing was written. Add --force to replace it"
    assert file.read_text() == "mine"
    assert called("remind", "--ics", "back.ics", "--force").status == 0
    assert file.read_text().startswith("BEGIN:VCALENDAR")


def test_a_calendar_never_replaces_a_journal(called: L5tui, home: Path) -> None:
    journal = journal_of(home)
    journal.put(log("a", 4))
    for path in (journal.path, journal.path.with_name("journal.json.prev")):
        complaint = called("remind", "--ics", str(path), "--force").complaint
        assert complaint.endswith("Choose another name")
    assert [entry["uid"] for entry in journal_of(home).entries()] == ["a"]


def test_a_calendar_that_can_not_be_written_is_one_line(called: L5tui, home: Path) -> None:
    (home / "file").touch()
    assert called("remind", "--ics", "file/back.ics").complaint == "file/back.ics can't be written (Not a directory)"


@pytest.mark.parametrize("kind", ["folder", "fifo", "dangling"])
def test_what_is_no_plain_file_is_not_replaced_even_with_force(called: L5tui, home: Path, kind: str) -> None:
    path = home / "back.ics"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to(home / "nowhere")
    assert called("remind", "--ics", "back.ics", "--force").complaint.startswith("back.ics is there already")
    assert not (home / "nowhere").exists()


def test_a_programme_without_a_day_left_gives_no_calendar(called: L5tui, home: Path) -> None:
    keep(taken('[[sessions]]\nroutine = "gentle_relief"\ndays = ["sun"]', days=2, days_ago=7))
    assert called("remind", "--ics", "back.ics").complaint == "the programme has no day left. Nothing was written"
    assert not (home / "back.ics").exists()


def test_a_zone_that_is_not_known_gives_the_calendars_own_times(
    called: L5tui, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("l5tui.cli.remind.zone_name", lambda at: None)
    assert "time zone isn't known" in called("remind", "--ics", "back.ics").said
    assert "DTSTART:20261130T080000\r\n" in (home / "back.ics").read_bytes().decode()


# Timers


def units(home: Path) -> tuple[Path, Path]:
    folder = home / ".config/systemd/user"
    return folder / "l5tui-remind.service", folder / "l5tui-remind.timer"


def test_the_units_are_written_and_explained_and_nothing_is_switched_on(called: L5tui, home: Path) -> None:
    said = called("remind", "--systemd", "--at", "08:00,18:30").said
    service, timer = units(home)
    assert "Nothing is switched on yet." in said
    assert "systemctl --user enable --now l5tui-remind.timer" in said
    assert "OnCalendar=*-*-* 08:00:00\nOnCalendar=*-*-* 18:30:00\n" in timer.read_text()
    assert service.read_text().endswith(" remind now --at=08:00,18:30\n")
    assert sorted(path.name for path in service.parent.iterdir()) == [service.name, timer.name]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd isn't here")
@pytest.mark.parametrize("folder", ["plain", "a b", 'q"u%o$t\\e', "Rücken"])
def test_systemd_finds_nothing_wrong_with_the_units(
    called: L5tui, home: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / folder))
    called("remind", "--systemd", "--at", "08:00,18:30", "--journal", f"{folder}/j.json")
    ran = run("systemd-analyze", "verify", "--user", *map(str, units(home)), env={"XDG_RUNTIME_DIR": str(home)})
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_each_word_of_the_command_is_quoted_for_systemd() -> None:
    assert unit_line(["/a$b/l5tui", 'c"d e', "50%", "$HOME", "back\\slash"]) == (
        '/a$b/l5tui "c\\"d e" 50%% $$HOME "back\\\\slash"'
    )


def test_units_of_l5tui_are_replaced_and_others_only_with_force(called: L5tui, home: Path) -> None:
    service, timer = units(home)
    called("remind", "--systemd", "--at", "08:00")
    assert called("remind", "--systemd", "--at", "09:00").status == 0
    assert "09:00" in timer.read_text()
    assert "08:00" not in timer.read_text()
    timer.write_text("[Timer]\n")
    assert "is not from l5tui. Nothing was written" in called("remind", "--systemd").complaint
    assert timer.read_text() == "[Timer]\n"
    assert "is not from l5tui. Nothing was removed" in called("remind", "--off").complaint
    assert service.exists()
    assert called("remind", "--systemd", "--force").status == 0
    assert timer.read_text().startswith(MARK)


def test_off_removes_the_units_and_the_link_that_switched_them_on(called: L5tui, home: Path) -> None:
    service, timer = units(home)
    called("remind", "--systemd")
    wants = timer.parent / "timers.target.wants"
    wants.mkdir()
    (wants / timer.name).symlink_to(timer)
    said = called("remind", "--off").said
    assert not service.exists()
    assert not timer.exists()
    assert list(wants.iterdir()) == []
    assert "systemctl --user stop l5tui-remind.timer" in said
    assert "crontab -e" in said
    assert "Exercises (l5tui)" in said
    assert called("remind", "--off").said.startswith("There was no timer of l5tui for systemd.")


def test_cron_has_a_line_for_each_minute_and_runs_as_printed(
    called: L5tui, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(home, 'remind_by = "line"\n')
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    ran = called("remind", "--cron", "--at", "8:00,18:30,20:00", "--journal", str(home / "a 50% 'b'.json"))
    assert "crontab -e" in ran.err
    lines = ran.out.splitlines()
    assert [line.split(" ", 5)[:5] for line in lines] == [["0", "8,20", "*", "*", "*"], ["30", "18", "*", "*", "*"]]
    assert "50\\%" in lines[0]
    shell = lines[0].split(" ", 5)[5].replace("\\%", "%")  # as cron gives it to the shell
    done = run("/bin/sh", "-c", shell, env={"XDG_CONFIG_HOME": None})
    assert done.said == "No session yet today. Start one: l5tui\n"


def test_cron_mails_nothing_unless_the_line_is_all_there_is(called: L5tui, home: Path) -> None:
    assert called("remind", "--cron").out.endswith(" remind now >/dev/null\n")
    configured(home, 'remind_by = "line"\n')
    assert called("remind", "--cron").out.endswith(" remind now\n")


def test_a_path_with_a_line_break_is_refused_in_a_timer(called: L5tui, home: Path) -> None:
    for way in ("--systemd", "--cron"):
        assert "can't stand in a timer" in called("remind", way, "--journal", "a\nb.json").complaint
    assert not units(home)[0].exists()


def test_a_time_in_quiet_hours_is_named(called: L5tui, home: Path) -> None:
    configured(home, 'quiet_hours = "18:00-09:00"\n')
    ran = called("remind", "--systemd", "--at", "08:00,12:00,18:30")
    assert ran.status == 0
    assert ran.err.startswith("l5tui: in your quiet hours, 18:00-09:00, l5tui remind now says nothing: 08:00 and 18:30")


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "say one of now, --ics FILE, --systemd, --cron and --off"),
        (["later"], "say one of now, --ics FILE, --systemd, --cron and --off"),
        (["now", "--off"], "say one of now, --ics FILE, --systemd, --cron and --off"),
        (["--off", "--at", "8:00"], "--at and --force are for what is written"),
        (["--off", "--force"], "--at and --force are for what is written"),
        (["--cron", "--systemd"], "argument --systemd: not allowed with argument --cron"),
        (["--cron", "--at", "8"], '--at takes times such as 08:00,18:30, not "8"'),
        (["--cron", "--at", "8:00,"], '--at takes times such as 08:00,18:30, not "8:00,"'),
        (["--cron", "--at", "24:00"], '--at takes times such as 08:00,18:30, not "24:00"'),
        (["--cron", "--at", ",".join(f"{hour}:00" for hour in range(13))], "--at takes 12 times at most"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line(called: L5tui, arguments: list[str], line: str) -> None:
    ran = called("remind", *arguments)
    assert ran.status == 2
    assert ran.complaint.startswith(line)
