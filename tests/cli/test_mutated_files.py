"""No broken file makes `check` or `import` fail; every fault has a line, and a key where there is one."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tomllib
from copy import copy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from l5tui.cli.main import main
from l5tui.config.paths import content_root
from l5tui.config.toml_lines import lines_by_key
from l5tui.library.loading import Loader, Source, kind_of
from tests.library.own_figure import OWN

JUNK = (
    "",
    "0",
    "-1",
    "4.5",
    "1e400",
    "nan",
    "true",
    '"x"',
    "[",
    "]]",
    "{",
    '"',
    "\n",
    "= ",
    "\u202e",
    "\\u001b",
    "\\uD800",
    "9" * 30,
    "9" * 5000,
    "[[",
    "a.b.c",
    "1979-05-27",
    "x" * 2000,
    "'''",
    "reps = 3\n",
    "[[steps]]\n",
    "[[phases]]\n",
    "[180, 90]",
    "[figure.phases]\n",
)


OBEYED = re.compile(r"(?!\n)[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would obey. A sign that isn't assigned yet is harmless."""


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A shipped exercise or routine with an own id, or an own exercise with a figure, with some places overwritten."""
    folder = draw(st.sampled_from(["exercises", "routines", "extras", "figure"]))
    if folder == "figure":
        text = OWN
    else:
        file = draw(st.sampled_from(sorted((content_root() / folder).glob("*.toml"))))
        text = re.sub("^number.*\n", "", file.read_text(), flags=re.MULTILINE).replace(f'"{file.stem}"', '"mine"', 1)
    lines = text.splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(st.sampled_from(["cut", "twice", "value", "junk", "swap"])):
            case "cut":
                lines[at] = "\n"
            case "twice":
                lines[at] = line * 2
            case "value" if "=" in line:
                lines[at] = line[: line.index("=") + 1] + draw(st.sampled_from(JUNK)) + "\n"
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], line
            case _:
                place = draw(st.integers(0, len(line)))
                lines[at] = line[:place] + draw(st.sampled_from(JUNK) | st.text(max_size=6)) + line[place + 1 :]
    return "".join(lines)


@pytest.fixture(scope="module")
def loaded() -> Loader:
    loader = Loader(all_faults=True)
    loader.load_shipped(content_root())
    assert not loader.problems
    return loader


def faults_in(loaded: Loader, text: str) -> list[str]:
    loader = copy(loaded)
    loader.__dict__ |= {name: copy(value) for name, value in vars(loaded).items()}
    kind_of(text).load(loader, Source("f.toml", lambda: text, None, own=True))
    found = loader.problems
    try:
        lines = lines_by_key(text.replace("\r\n", "\n")) if tomllib.loads(text) else {}
    except (ValueError, RecursionError):
        lines = {}
    for one in found:
        said = one.located
        assert said.startswith("f.toml: ")
        assert said.isprintable()
        assert len(said) < 600
        assert one.key or not lines or "not TOML" in said
        if one.key in lines:
            assert one.line == lines[one.key]
    return [one.located for one in found if not one.is_warning]


@given(mutated())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_hundred_mutated_files_are_read_or_refused_with_their_faults(loaded: Loader, text: str) -> None:
    faults_in(loaded, text)


@pytest.mark.long
@given(mutated())
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_thousand_mutated_files_are_read_or_refused_by_check_and_import(
    loaded: Loader, home: Path, text: str
) -> None:
    faults = faults_in(loaded, text)
    shutil.rmtree(home / ".local", ignore_errors=True)
    file = home / "f.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for command in (["check", str(file)], ["import", "--yes", "--replace", str(file)]):
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(command)
        out.seek(0)
        said = out.read()
        assert status == (1 if faults else 0)
        assert "Traceback" not in err.getvalue() + said
        assert not OBEYED.search(said)
