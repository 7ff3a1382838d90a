"""Arguments, help, faults and exit statuses of the command line."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path

import pytest

from l5tui.cli import COMMANDS, Command
from l5tui.cli.main import main, prepare
from l5tui.cli.open import NO_ARGUMENTS
from tests.cli.conftest import ROOT, L5tui, Ran

Python = Callable[[str], Ran]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_table_has_a_parser_and_a_help_text(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(command.name)
    assert main([command.name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: l5tui {command.name}")


def test_help_names_every_command_and_option(l5tui: L5tui) -> None:
    said = l5tui("--help").said
    for word in (*(command.name for command in COMMANDS), "--journal", "--speed", "--ascii", "--version"):
        assert word in said


def test_the_version_says_that_no_clinician_has_reviewed_it(l5tui: L5tui) -> None:
    first, second = l5tui("--version").said.splitlines()
    assert first == "l5tui 0.1.0"
    assert second.startswith("No clinician has reviewed this app.")
    assert l5tui("log", "4", "--version").said == l5tui("--version").said


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_failed_write_to_standard_output_is_reported(option: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "l5tui", option],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("l5tui: standard output can't be written")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--journal", "j.json", "log", "4", "--left", "calf"],
        ["--journal=j.json", "log", "--left", "calf", "4"],
        ["log", "--left=calf", "4", "--journal", "j.json"],
        ["log", "4", "--journal=j.json", "--left", "calf"],
        ["--speed", "2", "--ascii", "log", "--journal", "j.json", "4", "--left", "calf"],
    ],
)
def test_options_may_stand_before_and_after_the_command(
    arguments: list[str], home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(home)
    assert main(arguments) == 0
    assert capsys.readouterr().out.endswith(": pain 4; left calf or shin\n")
    assert (home / "j.json").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["lgo", "4"], 'there is no command "lgo" (did you mean log?). See l5tui --help'),
        ([""], 'there is no command "". See l5tui --help'),
        (["\x1b[2J"], 'there is no command "\\x1b[2J". See l5tui --help'),
        (["--jounral", "x"], 'there is no command "x". See l5tui --help'),
        (["--asci"], 'l5tui doesn\'t take "--asci" (did you mean --ascii?). See l5tui --help'),
        (["journal", "x"], 'l5tui journal doesn\'t take "x". See l5tui journal --help'),
        (["journal", " "], 'l5tui journal doesn\'t take "". See l5tui journal --help'),
        (["journal", "--since"], "--since needs a value. If it begins with a dash, write --since=VALUE"),
        (["export"], "FILE is missing. See l5tui export --help"),
        (["start"], "ROUTINE is missing. See l5tui start --help"),
        (["--journal="], "--journal needs a file's name. See l5tui --help"),
        *(
            ([f"--speed={speed}"], f'--speed is a number from 0.1 to 1000, not "{speed}". See l5tui --help')
            for speed in ("0", "-1", "nan", "inf", "1e3", "1001", "0.09", "fast", "", "٣", "1_0", " 2")
        ),
    ],
)
def test_a_usage_error_is_one_line_that_says_what_to_do(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", f"l5tui: {line}\n")


def imported(arguments: list[str]) -> str:
    return f"""
import sys
from l5tui.cli.main import main
status = main({arguments!r})
heavy = {{"textual", "rich", "tinydb", "tomlkit"}}
print(status, sorted(heavy.intersection(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], []),
        (["--version"], []),
        (["log", "--help"], []),
        (["log", "11"], []),
        (["log", "4"], ["tinydb"]),
        (["journal", "--json"], ["tinydb"]),
        (["export", "x.csv"], ["tinydb"]),
    ],
)
def test_a_command_imports_only_the_modules_it_needs(arguments: list[str], heavy: list[str], python: Python) -> None:
    last = python(imported(arguments)).err.splitlines()[-1]
    assert last.partition(" ")[2] == str(heavy)


FAULT = """
import sys
import l5tui.cli.log
word = "sec" + "ret"  # Python 3.13 shows the source of -c too
def broken(*_, **__):
    try:
        raise KeyError(word)
    except KeyError as error:
        raise ValueError(word) from error
l5tui.cli.log.new_log = broken
from l5tui.cli.main import main
sys.exit(main(["log", "4", "--note", word]))
"""


def test_an_exception_leaves_a_crash_log_without_any_text_of_the_journal(python: Python, home: Path) -> None:
    ran = python(FAULT)
    log = home / ".local/state/l5tui/crash.log"

    assert ran.status == 70
    assert ran.complaint == f"a fault of the program (ValueError), sorry. What happened is in {log}"
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700
    text = log.read_text()
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "log.py" in text
    assert "secret" not in text


def test_an_exception_is_reported_even_where_no_crash_log_can_be_written(python: Python, home: Path) -> None:
    (home / ".local").touch()
    ran = python(FAULT)
    assert ran.status == 70
    assert ran.complaint == "a fault of the program (ValueError), sorry. The crash log could not be written"


def test_ctrl_c_ends_a_command_without_a_message(python: Python) -> None:
    ran = python(FAULT.replace("try:", "raise KeyboardInterrupt\n    try:"))
    assert (ran.status, ran.out, ran.err) == (130, "", "")


OPENING = [[], ["start", "Full L5"], ["demo"]]


@pytest.mark.parametrize("arguments", OPENING, ids=str)
def test_without_a_terminal_the_app_says_that_it_needs_one(arguments: list[str], l5tui: L5tui, home: Path) -> None:
    ran = l5tui(*arguments)
    assert ran.status == 2
    assert ran.complaint.startswith("the app needs a terminal, and standard input isn't one. A score can be noted")
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("term", [None, "", "dumb", "unknown"])
def test_a_dumb_terminal_is_refused_before_anything_is_drawn(term: str | None, home: Path) -> None:
    status, drawn = on_terminal([], {"TERM": term})
    assert status == 2
    assert drawn.startswith("l5tui: the terminal ")
    assert "\x1b" not in drawn
    assert len(drawn.splitlines()) == 1


def test_standard_error_must_be_the_terminal_too(home: Path) -> None:
    """Textual draws on standard error."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "l5tui"],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 2
    assert b"standard error isn't one" in done.stderr


def on_terminal(arguments: list[str], env: dict[str, str | None]) -> tuple[int, str]:
    """Run it on a terminal of its own; how it ended, and all it drew."""
    around = {**os.environ, "PYTHONPATH": str(ROOT), **env}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "l5tui", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={name: value for name, value in around.items() if value is not None},
    )
    os.close(theirs)
    status = process.wait(timeout=60)
    drawn = b""
    try:
        while piece := os.read(ours, 4096):
            drawn += piece
    except OSError:  # Linux's way of saying that the other side has closed
        pass
    os.close(ours)
    return status, drawn.decode()


def test_a_start_without_arguments_is_that_of_the_parser_without_arguments() -> None:
    parser, _ = prepare(None)
    assert vars(parser.parse_args([])) == NO_ARGUMENTS


@pytest.mark.parametrize("columns", [None, "57", "0", "wide"])
def test_help_is_as_wide_as_argparse_makes_it(columns: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    parser, _ = prepare("journal")
    ours = parser.format_help()
    parser.formatter_class = RawDescriptionHelpFormatter
    assert ours == parser.format_help()
