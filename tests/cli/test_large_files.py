"""A file that is nested deeply, or that has mistakes by the thousand, is answered at once and in few lines."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from l5tui.config.paths import content_root
from l5tui.config.toml_lines import first_deeper
from l5tui.library import load
from l5tui.library.faults import FileError
from l5tui.library.loading import EXERCISE as EXERCISE_FILE
from l5tui.library.loading import ROUTINE as ROUTINE_FILE
from l5tui.library.loading import Kind, Loader, Source, kind_of
from tests.cli.conftest import L5tui

ROUTINE = 'id = "mine"\nname = "Mine"\n\n[[steps]]\nexercise = "cat_cow"\n'
PARTS = 20_000
SOON_S = 10.0
"""Seconds; without the limits each of these takes minutes, or ends the program."""


def faults_soon(kind: Kind, text: str) -> list[FileError]:
    """All faults of a file, which are found in a short time."""
    loader = Loader(all_faults=True)
    began = time.monotonic()
    assert kind_of(text) in (ROUTINE_FILE, EXERCISE_FILE)
    kind.load(loader, Source("mine.toml", lambda: text, "mine", own=True))
    assert time.monotonic() - began < SOON_S
    return loader.problems


@pytest.fixture
def own(home: Path) -> Path:
    place = home / ".local/share/l5tui/content"
    (place / "exercises").mkdir(parents=True)
    (place / "routines").mkdir()
    return place


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (".".join("a" * PARTS) + " = 1", "steps.a.a.a.a.a.a"),
        (f"[{'.'.join('a' * PARTS)}]", "a.a.a.a.a.a"),
        (f"hold = {'[' * PARTS}", "steps.hold"),
        (f"hold = {'[' * 100}{']' * 100}", "steps.hold"),
        (f"hold = {'{a = ' * PARTS}", "steps.hold"),
        (f"hold = {'{a.a.a = [' * PARTS}", "steps.hold"),
        (f'"hold" . "b=c" . {". ".join("x" * PARTS)} = 1', 'steps."hold" . "b=c" . x. x.'),
    ],
    ids=["dotted", "header", "arrays", "closed", "tables", "both", "quoted"],
)
def test_a_value_that_is_nested_too_deeply_is_named_by_line_and_key(line: str, key: str) -> None:
    [found] = faults_soon(ROUTINE_FILE, f"{ROUTINE}{line}\n")
    assert found.located.startswith(f"mine.toml: line 6: {key}")
    assert found.located.endswith(": it is nested too deeply. 16 levels are the most")


def test_arrays_that_open_on_lines_of_their_own_are_counted_too() -> None:
    text = "a = 1\nb = [\n" + "[\n" * 20
    assert first_deeper(text, 16) == (18, "b")


@pytest.mark.parametrize(
    "text",
    [
        f'why = "{"[{." * 99}"',
        f"why = '''\n{'[{.' * 99}\n'''",
        f"# {'[{.' * 99}",
        "a.b.c = 1\n" * 99,
        "[a.b.c]\n" * 99,
        f"a = [{'[1.5, 2.5], ' * 99}]",
        f"a = [\n{'  { b = 1.5, c = [2] },' * 99}\n]",
        f'why = "{"[" * 99}',
    ],
)
def test_what_only_looks_nested_is_not_refused(text: str) -> None:
    assert first_deeper(text, 6) is None


def test_a_file_in_the_content_folder_never_stops_the_others(own: Path) -> None:
    (own / "routines/deep.toml").write_text(".".join("a" * 2000) + " = 1")
    (own / "exercises/deeper.toml").write_text(".".join("a" * 2000) + " = 1")
    (own / "routines/mine.toml").write_text(ROUTINE)
    content = load(own=own)
    assert "mine" in content.routines
    assert len(content.problems) == 2


MISTAKES = 6_000
EXERCISE = (content_root() / "exercises/glute_bridge.toml").read_text().replace("number = 6\n", "")
MINE = EXERCISE.replace('"glute_bridge"', '"mine"').replace('"Glute bridge"', '"Mine"')


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ROUTINE_FILE, "".join(f"steep{number} = 1\n" for number in range(MISTAKES)) + ROUTINE),
        (ROUTINE_FILE, ROUTINE + "".join(f"hodl{number} = 1\n" for number in range(MISTAKES))),
        (ROUTINE_FILE, ROUTINE + 'phase_off = ["cow"' + ', "cwo"' * MISTAKES + "]\n"),
        (ROUTINE_FILE, f"aliases = [{chr(34) * 2}{', 1' * MISTAKES}]\n{ROUTINE}"),
        (
            EXERCISE_FILE,
            MINE.replace("overrides = {", "overrides = { " + "".join(f"h{n} = 1, " for n in range(MISTAKES))),
        ),
        (EXERCISE_FILE, MINE.replace('cautions = ["A1"', 'cautions = ["A1"' + ', "Z9"' * MISTAKES)),
        (EXERCISE_FILE, MINE + '[[affects]]\nquestion = "Z9"\neffect = "of"\n' * 3000),
        (EXERCISE_FILE, MINE + '[[easier.phases]]\nid = "lfit"\n' * MISTAKES),
        (EXERCISE_FILE, MINE + "[figure.phases]\n" + "".join(f"p{n} = []\n" for n in range(MISTAKES))),
        (EXERCISE_FILE, MINE + "[[figure.planted]]\njonit = 3\n" * MISTAKES),
        (EXERCISE_FILE, MINE + "".join(f"[figure.forms.f{n}]\npahses = 1\n" for n in range(MISTAKES))),
    ],
    ids=["keys", "step", "flat", "aliases", "overrides", "cautions", "affects", "said", "figure", "planted", "forms"],
)
def test_fifty_of_thousands_of_mistakes_are_named_and_the_others_counted(kind: Kind, text: str) -> None:
    found = faults_soon(kind, text)
    assert 1 <= len(found) <= 51
    assert all(one.line is not None for one in found[:50])
    if len(found) > 50:
        assert found[50].located == f"mine.toml: and {found[50].count} more"


def test_all_mistakes_are_counted(called: L5tui, home: Path) -> None:
    (home / "mine.toml").write_text("".join(f"steep{number} = 1\n" for number in range(1000)) + ROUTINE)
    ran = called("check", "mine.toml")
    assert ran.out.splitlines()[-1] == "mine.toml: and 950 more"
    assert ran.err == "l5tui: 1000 mistakes found\n"


def test_a_file_that_is_too_large_says_in_which_line_and_what_of_a_routine_is_the_most(
    called: L5tui, home: Path
) -> None:
    (home / "mine.toml").write_text(ROUTINE + "[[steps]]\nexercise = 'cat_cow'\n" * 10_000)
    said = called("check", "mine.toml").out
    assert said == (
        "mine.toml: it is too large for a content file. 256 KiB is the most, and ends in line 16915; "
        "a routine has 40 steps at the most\n"
    )


def test_a_number_of_thousands_of_digits_is_named_with_its_line(called: L5tui, home: Path) -> None:
    (home / "mine.toml").write_text(f"{ROUTINE}hold = {'9' * 5000}\n")
    said = called("check", "mine.toml").out
    assert said == "mine.toml: line 6: it is not TOML that this program can read. A number is too long\n"
