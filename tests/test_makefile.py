"""Setting up from a checkout: what `make` says on the way, and that `l5tui` can be called by name after `make link`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[1]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile that looks set up: its environment has a program by the name of l5tui."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "pyproject.toml").touch()
    program = tmp_path / ".venv" / "bin" / "l5tui"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho opened\n")
    program.chmod(0o755)
    (tmp_path / ".venv" / ".can-run").touch()
    return tmp_path


def make(target: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    """Run make with the checkout as the home folder, and with a Python and a pip that do nothing."""
    return subprocess.run(
        ["make", target, "IN=true", "PIP=true"],
        cwd=checkout,
        env={"HOME": str(checkout), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_after_make_link_l5tui_is_called_by_name(checkout: Path) -> None:
    for _ in range(2):  # doing it twice is no fault
        assert make("link", checkout).returncode == 0
    path = f"{checkout}/.local/bin:{os.environ['PATH']}"
    called = subprocess.run(["l5tui"], env={"PATH": path}, cwd="/", capture_output=True, text=True, timeout=60)
    assert called.stdout == "opened\n"


def test_make_link_says_what_to_do_where_the_folder_is_not_in_the_path(checkout: Path) -> None:
    assert 'PATH="$HOME/.local/bin:$PATH"' in make("link", checkout).stdout


def test_make_link_leaves_another_l5tui_as_it_is(checkout: Path) -> None:
    other = checkout / ".local" / "bin" / "l5tui"
    other.parent.mkdir(parents=True)
    other.write_text("pipx put this here")
    result = make("link", checkout)
    assert result.returncode != 0
    assert "stays as it is" in result.stderr
    assert other.read_text() == "pipx put this here"


def test_setting_up_says_each_step_and_how_to_call_it_afterwards(checkout: Path) -> None:
    (checkout / ".venv" / ".can-run").unlink()
    said = make(".venv/.can-run", checkout).stderr.splitlines()
    assert [line.split()[0] for line in said] == ["Installing", "Ready."]
    assert "make link" in said[-1]
