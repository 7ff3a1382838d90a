"""`l5tui log` saves a score from a shell as given, and prints it without control characters."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.cli.main import main
from tests.cli.conftest import L5tui

ESCAPES = "\x1b]0;gotcha\x07\x1b[2Jred\x9b31m"
NOTES = [
    "after gardening",
    "[/]",
    "[bold]worse[/bold] [link=x]",
    "two\nlines\r\nand\ta tab",
    ESCAPES,
    "🧘 👩‍⚕️ é",
    "كتف \u202eشمال",
    "x" * 10_000,
    "-begins with a dash",
    "\ufeff=1+1",
]


def entries(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What the journal holds besides safety, by way of the command line."""
    import json

    capsys.readouterr()
    assert main(["journal", "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return [entry for entry in found if entry["kind"] != "safety"]


def test_a_score_is_saved_without_a_terminal_and_read_back_as_json(l5tui: L5tui) -> None:
    said = l5tui("log", "4", "--left", "calf", "--kind", "pain", "--note", "after gardening").said
    [entry] = l5tui("journal", "--json").json

    when = datetime.fromisoformat(entry["started"])
    assert abs(datetime.now(when.tzinfo) - when) < timedelta(minutes=1)
    assert said == f"Noted for {when:%Y-%m-%d %H:%M}: pain 4; left calf or shin (pain)\n"
    assert re.fullmatch("[0-9a-f]{32}", entry.pop("uid"))
    assert entry == {
        "schema": 2,
        "kind": "log",
        "started": when.isoformat(),
        "ended": None,
        "tz": "Europe/Zurich",
        "app": "0.1.0",
        "deleted": None,
        "edits": [],
        "pain": 4,
        "left": 6,
        "right": None,
        "kinds": {"left": ["pain"], "right": []},
        "note": "after gardening",
    }


def test_a_score_leaves_a_private_file_and_no_other_trace(l5tui: L5tui, home: Path) -> None:
    assert l5tui("log", "0").status == 0

    journal = home / ".local/share/l5tui/journal.json"
    assert journal.stat().st_mode & 0o777 == 0o600
    assert journal.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in home.iterdir()] == [".local"]


@pytest.mark.parametrize("typed", ["11", "-1", "x", "3.5", "٣", "", " ", "04", "+4", "1e1", "NaN", "4\n5", "\x1b[2J"])
def test_an_invalid_score_is_refused_with_the_accepted_values(
    typed: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", typed]) == 2

    said = capsys.readouterr()
    [line] = said.err.splitlines()
    assert line.startswith("l5tui: the pain score is a whole number from 0 to 10")
    assert line.isprintable()
    assert said.out == ""
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("typed", ["11", "-1", "3.5", "٣"])
def test_an_invalid_score_is_refused_from_a_shell_too(typed: str, l5tui: L5tui) -> None:
    """argparse takes `-1` for an option in some parsers, and the shell's bytes come in another way."""
    ran = l5tui("log", typed)
    assert ran.status == 2
    assert ran.complaint.startswith(f'the pain score is a whole number from 0 to 10, not "{typed}".')


@pytest.mark.parametrize("note", NOTES, ids=lambda note: ascii(note[:20]))
def test_a_note_is_saved_as_given_and_printed_on_one_line_without_control_characters(
    note: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "4", f"--note={note}"]) == 0
    assert entries(capsys)[0]["note"] == note

    assert main(["journal"]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", line)
    assert len(line) < 200


def test_json_has_no_control_characters(l5tui: L5tui) -> None:
    assert l5tui("log", "4", f"--note={ESCAPES}").status == 0
    ran = l5tui("journal", "--json")

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.out)
    assert ran.json[0]["note"] == ESCAPES


def test_a_note_is_printed_whole_in_a_locale_without_its_characters(l5tui: L5tui) -> None:
    narrow: dict[str, str | None] = {"PYTHONIOENCODING": "latin-1"}
    assert l5tui("log", "4", "--note", "🧘 é").status == 0

    assert l5tui("journal", "--json", env=narrow).json[0]["note"] == "🧘 é"
    assert "\\U0001f9d8" in l5tui("journal", env=narrow).said


def test_bytes_that_are_not_valid_text_are_refused(l5tui: L5tui) -> None:
    assert l5tui("log", "4", "--note", "\udcff").complaint == "--note has bytes that are no text in this locale"


@pytest.mark.parametrize(
    ("options", "left", "right", "kinds"),
    [
        ([], None, None, ([], [])),
        (["--left", "foot"], 7, None, ([], [])),
        (["--right=thigh", "--kind", "numb"], None, 4, ([], ["numbness"])),
        (["--left", "middle"], 1, 1, ([], [])),
        (["--left", "none", "--right", "5", "--kind=pain", "--kind=TINGLING", "--kind=pain"], 0, 5, ([], [0, 1])),
    ],
)
def test_a_place_is_accepted_by_a_word(
    options: list[str],
    left: int | None,
    right: int | None,
    kinds: tuple[list[str], list[str]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["log", *options, "3"]) == 0
    [entry] = entries(capsys)
    named = {0: "pain", 1: "tingling"}
    assert (entry["left"], entry["right"]) == (left, right)
    assert entry["kinds"] == {
        side: [named.get(kind, kind) for kind in found]  # type: ignore[call-overload]
        for side, found in zip(("left", "right"), kinds, strict=True)
    }


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (["--left", "back"], "--left is one of none; low back, middle; "),
        (["--right", "elbow"], "--right is one of "),
        (["--left="], "--left is one of "),
        (["--left", "calf", "--kind", "itch"], '--kind is one of pain, tingling, numbness, not "itch"'),
        (["--left", "calf", "--kind="], "--kind is one of "),
        (["--kind", "pain"], "--kind is about a place"),
        (["--left", "none", "--kind", "pain"], "--kind is about a place"),
        (["--at", "soon"], '--at "soon" is no time such as 18:40 (today), '),
        (["--at", "0206-11-20 18:40"], '--at "0206-11-20 18:40" is before 1900'),
        (["--at", "2999-01-01 00:00"], '--at "2999-01-01 00:00" is still to come; it is 20'),
        (["--note"], "--note needs a value. If it begins with a dash, write --note=VALUE"),
        (["--notes", "x"], 'l5tui log doesn\'t take "--notes" (did you mean --note?). See l5tui log --help'),
    ],
)
def test_invalid_arguments_change_nothing(
    options: list[str], start: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["log", "4", *options]) == 2
    assert capsys.readouterr().err.startswith(f"l5tui: {start}")
    assert list(home.iterdir()) == []
