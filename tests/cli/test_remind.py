"""`l5tui remind`: files for a calendar and timers, and the one line or nothing that they call for."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from l5tui.config.clock import now
from l5tui.config.paths import config_file, journal_file
from l5tui.domain.entry import Entry
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import L5tui
from tests.domain.safety.safety_journal import SafetyJournal
from tests.taken_programme import taken

BODY = """
[[sessions]]
routine = "gentle_relief"
days = "every day"
"""


def keep(*entries: Entry) -> None:
    for entry in entries:
        Journal(journal_file()).put(entry)


def did_today(routine: str = "gentle_relief") -> Entry:
    at = now().isoformat(timespec="seconds")
    return factories.session("today", started=at, ended=at, routine={"id": routine, "name": "x"})


def setting(text: str) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, encoding="utf-8")


# Now


def test_what_is_left_is_one_line_and_what_is_done_is_none(called: L5tui) -> None:
    keep(taken(BODY))
    assert called("remind", "now").said == "Today: Gentle. l5tui start gentle_relief\n"
    keep(did_today())
    assert called("remind", "now").said == ""


def test_without_a_programme_it_works_too(called: L5tui) -> None:
    assert called("remind", "now").said == "Time for your exercises: l5tui\n"
    keep(did_today("morning"))
    assert called("remind", "now").said == ""


def test_in_a_blocked_state_nothing_is_said(called: L5tui) -> None:
    person = SafetyJournal(now())
    person.check("E1")
    keep(taken(BODY), *person.entries)
    assert called("remind", "now").said == ""


def test_in_quiet_hours_nothing_is_said(called: L5tui) -> None:
    keep(taken(BODY))
    setting(f'quiet_hours = "{now():%H}:00-{now():%H}:59"')
    assert called("remind", "now").said in ("", "Today: Gentle. l5tui start gentle_relief\n")
    setting('quiet_hours = "00:00-23:59"')
    if (now().hour, now().minute) != (23, 59):
        assert called("remind", "now").said == ""


def test_the_person_s_own_command_gets_the_line_once(called: L5tui, home: Path) -> None:
    keep(taken(BODY))
    script = home / "tell"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {home}/told\n', encoding="utf-8")
    script.chmod(0o700)
    setting(f'remind = "{script} l5tui"')
    assert called("remind", "now").status == 0
    assert (home / "told").read_text(encoding="utf-8") == "l5tui\nToday: Gentle. l5tui start gentle_relief\n"
    keep(did_today())
    assert called("remind", "now").status == 0
    assert (home / "told").read_text(encoding="utf-8").count("\n") == 2


def test_a_command_that_is_not_there_is_one_line(called: L5tui) -> None:
    setting('remind = "no-such-command-at-all"')
    ran = called("remind", "now")
    assert ran.status == 0
    assert "the command of remind in the settings failed" in ran.err


# What calls it


def test_a_calendar_is_written_and_never_over_another_file_without_force(called: L5tui, home: Path) -> None:
    keep(taken(BODY))
    assert "Written: back.ics (1 event, until" in called("remind", "--ics", "back.ics").said
    text = (home / "back.ics").read_text(encoding="utf-8")
    assert "BEGIN:VALARM" in text
    assert stat.S_IMODE((home / "back.ics").stat().st_mode) == 0o600
    assert "is there already" in called("remind", "--ics", "back.ics").complaint
    assert called("remind", "--ics", "back.ics", "--at", "06:30", "--force").status == 0
    assert "T063000" in (home / "back.ics").read_text(encoding="utf-8")


def test_a_calendar_that_can_not_be_written_is_one_line(called: L5tui, home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")
    assert "can't be written" in called("remind", "--ics", "file/back.ics").complaint


def test_timer_units_are_written_and_explained_and_nothing_is_enabled(called: L5tui, home: Path) -> None:
    said = called("remind", "--systemd", "--at", "07:15").said
    units = home / ".config/systemd/user"
    assert "systemctl --user enable --now l5tui-remind.timer" in said
    assert "Nothing is enabled yet" in said
    assert "OnCalendar=*-*-* 07:15:00" in (units / "l5tui-remind.timer").read_text(encoding="utf-8")
    assert "remind now" in (units / "l5tui-remind.service").read_text(encoding="utf-8")
    assert sorted(path.name for path in units.iterdir()) == ["l5tui-remind.service", "l5tui-remind.timer"]
    assert "is there already" in called("remind", "--systemd").complaint
    off = called("remind", "--off").said
    assert "systemctl --user disable --now l5tui-remind.timer" in off
    assert list(units.iterdir()) == []
    assert "There are no timer units." in called("remind", "--off").said


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd isn't there")
def test_systemd_finds_nothing_wrong_with_the_units(called: L5tui, home: Path) -> None:
    called("remind", "--systemd", "--at", "07:15,19:00")
    units = sorted(str(path) for path in (home / ".config/systemd/user").iterdir())
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *units], capture_output=True, text=True, check=False, timeout=60
    )
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "l5tui" in line]
    assert ours == []


def test_the_lines_for_cron_are_printed_alone(called: L5tui) -> None:
    ran = called("remind", "--cron", "--at", "08:00,18:00")
    assert ran.status == 0
    assert [line.split(" ", 5)[:5] for line in ran.out.splitlines()] == [
        ["0", "8", "*", "*", "*"],
        ["0", "18", "*", "*", "*"],
    ]
    assert all(line.endswith("remind now") for line in ran.out.splitlines())
    assert "crontab -e" in ran.err


@pytest.mark.parametrize(
    "wrong", [(), ("now", "--cron"), ("later",), ("--ics", "a.ics", "--systemd"), ("--cron", "--at", "late")]
)
def test_wrong_usage_is_one_line_and_2(called: L5tui, wrong: tuple[str, ...]) -> None:
    ran = called("remind", *wrong)
    assert ran.status == 2
    assert ran.complaint
