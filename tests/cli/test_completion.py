"""Completion in real shells, and the man page: both say what the parsers take."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from l5tui.cli import COMMANDS
from l5tui.cli.command_tree import lines
from l5tui.cli.completion import SCRIPTS
from l5tui.cli.completion import script as script_of
from l5tui.cli.main import prepare
from l5tui.cli.man_page import man_page
from l5tui.config.errors import ExitStatus
from l5tui.library import load
from tests.cli.conftest import L5tui, journal_of
from tests.e2e.terminal import Terminal

EVERY = lines(lambda name: prepare(name)[0])
ROUTINES = list(load(own=None).routines)
EXERCISES = list(load(own=None).exercises)


def script(shell: str) -> str:
    return script_of(shell, EVERY)


@pytest.fixture
def shims(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a command `l5tui`, first in the path; two routines are favourites."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "l5tui"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m l5tui "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    journal = journal_of(home)
    for one in ("evening", "bird_dog"):
        journal.toggle_favourite(one)
    return folder


def bash(typed: str) -> list[str]:
    """What bash offers after this line."""
    *before, current = typed.split(" ")
    words = " ".join(f"'{word}'" for word in (*before, current))
    ask = f"COMP_WORDS=({words}); COMP_CWORD={len(before)}; _l5tui; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(
        ["bash", "--norc", "-c", f"set -u; {script('bash')}\n{ask}"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("shell", SCRIPTS)
def test_every_command_and_option_is_in_the_script(shell: str, called: L5tui) -> None:
    said = called("completion", shell).said
    for line in EVERY:
        assert line.name in said
        for one in line.options:
            assert all(option.lstrip("-") in said for option in one.options)


def test_bash_completes_commands_options_and_words(shims: Path) -> None:
    assert bash("l5tui ") == [one.name for one in COMMANDS]
    assert bash("l5tui st") == ["start"]
    assert bash("l5tui --journal x st") == ["start"], "an option's value is no command"
    assert bash("l5tui log --le") == ["--left"]
    assert bash("l5tui log 4 --left ") == ["none", "middle", "side", "buttock", "thigh", "knee", "calf", "foot"]
    assert bash("l5tui log --care me") == ["medicine"]
    assert bash("l5tui new e") == ["exercise"]
    assert bash("l5tui journal m") == ["merge"]
    assert bash("l5tui trends --j") == ["--json", "--journal"]
    assert bash("l5tui nothing ") == []


def test_bash_completes_routines_exercises_favourites_and_pages(shims: Path) -> None:
    assert bash("l5tui start ") == ["1", "2", *ROUTINES, *EXERCISES]
    assert bash("l5tui start --plain bird") == ["bird_dog"]
    assert bash("l5tui exercises ") == ["on", "off", *EXERCISES]
    assert bash("l5tui exercises on pelvic") == ["pelvic_tilt"]
    assert bash("l5tui dose cat") == ["cat_cow"]
    assert bash("l5tui guide sco") == ["scores"]


def test_the_names_have_their_words_and_a_journal_that_cannot_be_read_leaves_favourites_out(
    called: L5tui, home: Path, tmp_path: Path
) -> None:
    journal_of(home).toggle_favourite("evening")
    rows = [line.split("\t") for line in called("completion", "routines").said.splitlines()]
    assert rows[0] == ["1", "favourite: Evening"]
    assert ["bird_dog", "Bird dog"] in rows
    journal_of(home).path.write_bytes(b"\0" * 100)
    assert called("completion", "routines").said.startswith("full_l5\t")
    assert called("completion", "pages").said.startswith("understanding\tL4-L5 and L5-S1\n")


def test_another_shell_is_refused_in_one_line(called: L5tui) -> None:
    ran = called("completion", "bahs")
    assert ran.status == ExitStatus.USAGE
    assert ran.complaint == 'there is no completion for "bahs" (did you mean bash?). It can be: bash, zsh, fish'


@pytest.mark.long
def test_zsh_completes_by_tab(shims: Path) -> None:
    assert shutil.which("zsh"), "zsh is installed by .ci/run"
    with Terminal(command=["zsh", "-f"]) as terminal:
        terminal.child.sendline(
            "autoload -Uz compinit && compinit -D; eval \"$(l5tui completion zsh)\"; PS1='RE''ADY> '"
        )
        terminal.until("READY>")
        for typed, completed in (
            ("l5tui exerc", "l5tui exercises"),
            ("l5tui start morn", "l5tui start morning"),
            ("l5tui exercises on pelvic", "l5tui exercises on pelvic_tilt"),
            ("l5tui exercises of", "l5tui exercises off"),
            ("l5tui guide sco", "l5tui guide scores"),
            ("l5tui log 4 --left butt", "l5tui log 4 --left buttock"),
            ("l5tui report --outp", "l5tui report --output"),
        ):
            terminal.child.send(f"{typed}\t")
            terminal.until(completed)
            terminal.child.send("\x15")
        terminal.child.send("l5tui start \t")
        terminal.until("favourite: Evening")


@pytest.mark.long
def test_fish_completes_with_the_words_of_each_name(shims: Path, tmp_path: Path) -> None:
    assert shutil.which("fish"), "fish is installed by .ci/run"
    file = tmp_path / "l5tui.fish"
    file.write_text(script("fish"))

    def fish(typed: str) -> list[str]:
        done = subprocess.run(
            ["fish", "--no-config", "-c", f"source {file}; complete -C '{typed}'"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    assert [row.split("\t")[0] for row in fish("l5tui ")] == sorted(one.name for one in COMMANDS)
    assert "bird_dog\tBird dog" in fish("l5tui start bird")
    assert "1\tfavourite: Evening" in fish("l5tui start ")
    assert {"on", "off", "pelvic_tilt\tPelvic tilts"} <= set(fish("l5tui exercises "))
    assert [row.split("\t")[0] for row in fish("l5tui log --left but")] == ["buttock"]
    assert fish("l5tui report --outp")[0].startswith("--output\t")


def test_the_man_page_has_every_command_and_option_and_no_sign_that_roff_obeys() -> None:
    page = man_page(EVERY)
    for one in COMMANDS:
        assert f"\n.SS l5tui {one.name}".replace("-", "\\-") in page
    for line in EVERY:
        for one_option in line.options:
            assert all(option.replace("-", "\\-") in page for option in one_option.options)
    requests = {row.split()[0] for row in page.splitlines() if row.startswith((".", "'"))}
    assert requests == {".TH", ".SH", ".SS", ".TP", ".B", ".BI", ".I", ".br", ".PP"}


@pytest.mark.long
def test_the_man_page_is_read_without_a_warning(tmp_path: Path) -> None:
    assert shutil.which("mandoc"), "mandoc is installed by .ci/run"
    file = tmp_path / "l5tui.1"
    file.write_text(man_page(EVERY))
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", file], capture_output=True, text=True, check=False)
    assert [line for line in lint.stdout.splitlines() if "missing date" not in line] == []
    shown = subprocess.run(["mandoc", "-T", "ascii", file], capture_output=True, text=True, check=True).stdout
    assert "l5tui - guided exercises for the low back" in shown.replace("\b", "")
