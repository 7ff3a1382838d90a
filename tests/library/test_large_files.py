"""A file that is nested deeply, or that has mistakes by the thousand, is answered at once and in few lines."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from l5tui.library import check, load
from l5tui.library.lines import first_deeper

ROUTINE = 'id = "mine"\nname = "Mine"\n\n[[steps]]\nexercise = "cat_cow"\n'
PARTS = 20_000
SOON_S = 10.0
"""Seconds; without the limits each of these takes minutes, or ends the program."""


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
def test_a_value_that_is_nested_too_deeply_is_named_by_line_and_key(own: Path, line: str, key: str) -> None:
    file = own / "routines/mine.toml"
    file.write_text(f"{ROUTINE}{line}\n")
    began = time.monotonic()
    [found] = check((), own=own)
    [problem] = load(own=own).problems
    assert time.monotonic() - began < SOON_S
    assert found.located.startswith(f"{file}: line 6: {key}")
    assert found.located.endswith(": it is nested too deeply. 16 levels are the most")
    assert str(problem) == str(found)


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
