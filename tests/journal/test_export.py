"""Exports of the journal as CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.errors import JournalError
from l5tui.domain.entry import Entry
from l5tui.journal.export import escape_formula, to_csv, to_json, write_export
from tests.factories import log, long_session


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_every_field_of_every_entry() -> None:
    hurt = long_session(before=None, edits=[{"at": "x", "field": "note", "was": "y"}], weather={"rain": {"mm": 3}})
    hurt["before"]["kinds"]["left"] = ["pain", "tingling"]
    table = rows(to_csv([hurt, log(pain=0)]))
    assert [row["uid"] for row in table] == ["s1", "l1"]
    first, second = table
    assert (first["before.pain"], first["after.pain"], first["pain"]) == ("", "3", "")
    assert (second["pain"], second["before.pain"]) == ("0", "")
    assert first["before.kinds.left"] == "pain;tingling"
    assert first["routine.name"] == "Morning set"
    assert json.loads(first["steps"]) == hurt["steps"]
    assert json.loads(first["edits"]) == hurt["edits"]
    assert first["weather.rain.mm"] == "3"


def test_a_programme_has_columns_and_no_programme_leaves_them_empty() -> None:
    with_one = long_session("a", programme={"id": "back", "version": 3}, answer="partly", clock_step_s=-3600.0)
    check = {**log("c"), "kind": "safety", "questions": None, "answers": {"E1": "no"}, "cleared": {}, "occasion": "log"}
    first, second, third = rows(to_csv([with_one, long_session("b"), check]))  # type: ignore[list-item]
    assert [first[name] for name in ("programme.id", "programme.version", "answer")] == ["back", "3", "partly"]
    assert first["clock_step_s"] == "-3600.0"
    assert (second["programme.id"], second["programme.version"], second["answer"]) == ("", "", "")
    assert (third["questions.version"], third["answers"], third["occasion"]) == ("", '{"E1":"no"}', "log")
    assert not {"programme", "questions"} & set(first)


@pytest.mark.parametrize(
    "note",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "=cmd|' /C calc'!A0", "\ufeff=1", "|x"],
)
def test_no_text_becomes_a_formula(note: str) -> None:
    (row,) = rows(to_csv([log(note=note)]))
    assert row["note"] == f"'{note}"
    (row,) = rows(to_csv([long_session(routine={"id": "x", "name": note})]))
    assert row["routine.name"] == f"'{note}"


@pytest.mark.parametrize("note", ["", "fine", "a = b", "3-4", "it's", "'quoted", '"; x', "a\nb", "a,b", "שלום 🙂"])
def test_plain_text_stays_as_it_is(note: str) -> None:
    (row,) = rows(to_csv([log(note=note)]))
    assert row["note"] == note


def test_a_field_name_that_looks_like_a_formula_is_escaped_too() -> None:
    fields: dict[str, Any] = {"=x": 1}
    assert escape_formula("=x") in to_csv([log(**fields)]).splitlines()[0].split(",")


def test_negative_numbers_stay_numbers() -> None:
    (row,) = rows(to_csv([log(change=-1)]))
    assert row["change"] == "-1"


def test_json_is_exactly_the_entries() -> None:
    entries: list[Entry] = [long_session(), log(note="é\n[/]")]
    assert json.loads(to_json(entries)) == entries
    assert "é" in to_json(entries)
    assert json.loads(to_json([])) == []


def test_half_a_surrogate_pair_can_be_written_anywhere(tmp_path: Path) -> None:
    assert json.loads(to_json([log(note="\ud800")]).encode()) == [log(note="\ud800")]
    write_export(tmp_path / "x.csv", to_csv([log(note="\ud800")]))
    assert "\\ud800" in (tmp_path / "x.csv").read_text(encoding="utf-8")


def test_an_export_is_private_and_never_replaces_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    write_export(file, "one\r\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(JournalError, match="there already"):
        write_export(file, "two\r\n")
    assert file.read_bytes() == b"one\r\n"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(JournalError, match="there already"):
        write_export(tmp_path / "link", "two\r\n")


def test_an_export_into_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="no folder"):
        write_export(tmp_path / "nowhere" / "x.csv", "")
