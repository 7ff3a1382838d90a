"""What a fresh interpreter really loads with each package, in an empty home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.layers.packages import (
    FULL_SCREEN,
    ROOT,
    TEXTUAL,
    UNDER_TEXTUAL,
    imports,
    layer_of,
    modules,
    package_of,
    packages,
)

HEADLESS = [package for package in packages() if package not in FULL_SCREEN]
COMMANDS = (
    ("--help",),
    ("--version",),
    ("log", "4", "--note", "after gardening"),
    ("routines",),
    ("exercises",),
    ("journal", "--json"),
    ("export", "out.csv"),
    ("check",),
    ("start", "nothing-of-that-name"),
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with nothing in it."""
    return tmp_path_factory.mktemp("bare")


def loaded_by(code: str, home: Path) -> frozenset[str]:
    """The modules that a fresh interpreter has loaded after running some code."""
    script = f"{code}\nimport json, sys\nsys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=home,
        env={"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT.parent), "TERM": "xterm"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return frozenset(json.loads(done.stderr.rpartition("\n")[2]))


@cache
def whole_package(package: str, home: Path) -> frozenset[str]:
    """What is loaded with every module of a package, but for those that sit under Textual."""
    names = [name for name in modules() if package_of(name) == package and name not in UNDER_TEXTUAL]
    return loaded_by("\n".join(f"import {name}" for name in names), home)


@pytest.mark.parametrize("package", packages())
def test_a_package_loads_only_what_stands_below_it(package: str, bare: Path) -> None:
    ours = {package_of(name) for name in whole_package(package, bare) if name.startswith("l5tui.")}
    assert {other for other in ours if other != package and layer_of(other or "__init__") >= layer_of(package)} == set()


@pytest.mark.parametrize("package", HEADLESS)
def test_a_package_without_a_screen_loads_no_textual(package: str, bare: Path) -> None:
    """With all of its modules: the command line, too, imports Textual only when it opens the app."""
    assert {name.partition(".")[0] for name in whole_package(package, bare)} & TEXTUAL == set()


@pytest.mark.parametrize("package", [package for package in packages() if layer_of(package) <= layer_of("journal")])
def test_tinydb_comes_with_the_journal_only(package: str, bare: Path) -> None:
    names = whole_package(package, bare)
    if not {"l5tui.journal", "l5tui.storage"} & names:
        assert "tinydb" not in names


@pytest.mark.parametrize("package", packages())
def test_no_package_loads_tomlkit_or_statistics(package: str, bare: Path) -> None:
    """Each would cost some 20 ms at every start. The first is loaded when a setting is saved, the second never."""
    assert whole_package(package, bare) & {"tomlkit", "statistics"} == set()


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_command_that_shows_no_screen_loads_no_textual(arguments: tuple[str, ...], bare: Path) -> None:
    names = loaded_by(f"from l5tui.cli.main import main\nmain({[*arguments]!r})", bare)
    assert {name.partition(".")[0] for name in names} & TEXTUAL == set()


def test_help_needs_no_journal(bare: Path) -> None:
    assert "tinydb" not in loaded_by("from l5tui.cli.main import main\nmain(['--help'])", bare)


def test_the_full_screen_loads_textual(bare: Path) -> None:
    """Else the tests above could never fail."""
    assert "textual.app" in whole_package("tui", bare)


def test_every_deferred_import_exists(bare: Path) -> None:
    """A misspelt name in a deferred import would otherwise fail only when a person gets there."""
    wanted = sorted({one.target for one in imports() if one.deferred})
    lines = []
    for target in wanted:
        module, _, name = target.partition(":")
        lines.append(f"from {module} import {name}" if name else f"import {module}")
    assert lines
    names = loaded_by("\n".join(lines), bare)
    assert {target.partition(":")[0] for target in wanted} <= names
