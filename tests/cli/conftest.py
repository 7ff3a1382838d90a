"""Fixtures that run the command line: as a process of its own or in this process, in the test's own home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from l5tui.cli.main import main
from l5tui.journal.store import Journal

ROOT = Path(__file__).resolve().parents[2]


def journal_of(home: Path) -> Journal:
    """The person's own journal."""
    return Journal(home / ".local/share/l5tui/journal.json")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """What went wrong: exactly one line on standard error, and nothing on standard output."""
        assert self.out == ""
        assert self.err.startswith("l5tui: ")
        assert self.err.endswith("\n")
        assert "Traceback" not in self.err
        [line] = self.err.splitlines()
        return line.removeprefix("l5tui: ")

    @property
    def said(self) -> str:
        """What a process that did its work said on standard output, with nothing on standard error."""
        assert (self.status, self.err) == (0, "")
        return self.out

    @property
    def json(self) -> Any:
        """The same, as JSON."""
        return json.loads(self.said)


L5tui = Callable[..., Ran]


def run(*command: str, env: dict[str, str | None] | None = None, **options: Any) -> Ran:
    """Run a command; `env` is set over the test's own environment, None takes a variable away."""
    around = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1", **(env or {})}
    done = subprocess.run(
        command,
        env={name: value for name, value in around.items() if value is not None},
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
        **{"timeout": 120, **options},
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def l5tui(home: Path) -> L5tui:
    """Run `l5tui` with these arguments as a process without a terminal."""

    def call(*arguments: str, env: dict[str, str | None] | None = None) -> Ran:
        return run(sys.executable, "-m", "l5tui", *arguments, env=env, cwd=home)

    return call


@pytest.fixture
def called(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> L5tui:
    """Call the command line's own function in this process, which is quicker than starting one."""
    monkeypatch.chdir(home)

    def call(*arguments: str) -> Ran:
        capsys.readouterr()
        return Ran(main(arguments), *capsys.readouterr())

    return call


@pytest.fixture
def python(home: Path) -> Callable[[str], Ran]:
    """Run Python code in a process of its own."""
    return lambda code: run(sys.executable, "-c", code, cwd=home)
