"""The wheel carries the content, and setting up names what is missing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from l5tui import __version__
from l5tui.cli.completion import shared_files
from l5tui.cli.main import prepare
from l5tui.tui.theme import THEMES
from tests.cli.conftest import ROOT, run


def test_the_version_of_the_package_and_of_its_metadata_are_the_same() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize(
    ("version", "status", "says"),
    [("3.9.2", 1, "python3 is 3.9.2."), ("3.12.1", 0, "python3 has no venv.")],
    ids=["too old", "without venv"],
)
def test_setting_up_names_what_is_missing_in_one_line(version: str, status: int, says: str, tmp_path: Path) -> None:
    """The fake Pythons print a version, and exit with whether it is new enough."""
    for name in ("python3", *(f"python3.{minor}" for minor in range(11, 15))):
        pretender = tmp_path / "bin" / name
        pretender.parent.mkdir(exist_ok=True)
        answers = f"*platform*) echo {version};; *version_info*) exit {status};; *) exit 1;;"
        pretender.write_text(f'#!/bin/sh\ncase "$2" in {answers} esac\n')
        pretender.chmod(0o755)
    ran = run(
        *("make", "--no-print-directory", "-C", str(ROOT), "run", f"VENV={tmp_path / 'venv'}"),
        env={"PATH": f"{tmp_path / 'bin'}:{os.defpath}", "MAKEFLAGS": None, "MAKELEVEL": None},
    )
    assert ran.status == 2
    first, second = ran.err.splitlines()
    assert first.startswith("l5tui needs Python 3.11 or newer with venv (on Debian: apt install python3-venv).")
    assert says in first
    assert second.startswith("make: ***")
    assert not (tmp_path / "venv").exists()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by way of the source distribution as a package index would."""
    place = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(place), str(ROOT)], check=True, capture_output=True)
    [found] = place.glob("*.whl")
    return found


@pytest.mark.long
def test_the_wheel_has_every_content_file_and_only_files_of_the_app(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    content = [path for path in (ROOT / "content").rglob("*") if path.is_file()]
    assert len(content) > 15
    for path in content:
        assert inside[f"l5tui/content/{path.relative_to(ROOT / 'content')}"] == path.read_bytes()
    sources = [
        path for path in (ROOT / "l5tui").rglob("*") if path.is_file() and path.suffix in {".py", ".tcss", ".typed"}
    ]
    assert {str(path.relative_to(ROOT)) for path in sources} <= set(inside)
    shared = f"l5tui-{__version__}.data"
    assert {name.split("/")[0] for name in inside} == {"l5tui", f"l5tui-{__version__}.dist-info", shared}
    carried = {name.removeprefix(f"{shared}/data/"): text for name, text in inside.items() if name.startswith(shared)}
    made = shared_files(lambda name: prepare(name)[0])
    assert carried == {place: text.encode() for place, text in made.items()}, "for shells and man"
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    prepared = sorted(name.removeprefix("l5tui/prepared/") for name in inside if name.startswith("l5tui/prepared/"))
    assert prepared[:2] == ["article", "poses.toml"]
    assert [name.partition("-")[0] for name in prepared[2:]] == ["sheets"] * len(THEMES)


@pytest.mark.long
def test_a_release_is_a_checked_sdist_and_wheel_with_checksums(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    ran = run("make", "--no-print-directory", "-C", str(ROOT), "release", f"DIST={folder}", timeout=900)
    assert ran.status == 0, ran.err
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["SHA256SUMS", f"l5tui-{__version__}-py3-none-any.whl", f"l5tui-{__version__}.tar.gz"]
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert ran.out.count("No clinician has reviewed") == 2, "both were installed and run"


def test_a_release_replaces_no_folder_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    ran = run(str(ROOT / ".ci/release"), str(tmp_path))
    assert ran.status == 1
    assert ran.err == f"{tmp_path} has other files; name an empty folder with DIST=FOLDER\n"
    assert (tmp_path / "letters.txt").read_text() == "mine"
