"""`l5tui export` writes every entry, and replaces a file only when told to."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from l5tui.domain.entry import Entry
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import L5tui

ENTRIES: list[Entry] = [
    factories.log("older", None, started="2026-11-20T23:30:00-08:00", note="left out"),
    factories.log("newer", 10, started="2026-11-23T08:00:00+01:00"),
    factories.session("done", 5, None, status="partial", stop="person"),
]


@pytest.fixture
def journal(home: Path) -> Path:
    path = home / "kept.json"
    for entry in ENTRIES:
        Journal(path).put(entry)
    return path


def test_json_and_csv_are_written_with_every_entry(journal: Path, home: Path, called: L5tui) -> None:
    said = called("export", str(home / "out.json"), "--journal", str(journal)).said
    assert said == f"3 entries written to {home / 'out.json'}\n"
    called("export", str(home / "out.CSV"), "--journal", str(journal))

    assert json.loads((home / "out.json").read_text()) == [ENTRIES[1], ENTRIES[2], ENTRIES[0]]
    with (home / "out.CSV").open(newline="", encoding="utf-8-sig") as file:
        assert [row["uid"] for row in csv.DictReader(file)] == ["newer", "done", "older"]
    assert (home / "out.CSV").stat().st_mode & 0o777 == 0o600


def test_steps_have_the_names_of_exercises(home: Path, called: L5tui) -> None:
    steps = [factories.step("glute_bridge"), factories.step("bird_dog", "left")]
    Journal(home / "kept.json").put(factories.session(steps=steps))
    assert called("export", "out.csv", "--steps", "--journal", "kept.json").status == 0
    with (home / "out.csv").open(newline="", encoding="utf-8-sig") as file:
        names = [(row["exercise"], row["exercise_id"], row["side"]) for row in csv.DictReader(file)]
    assert [one[1:] for one in names] == [("glute_bridge", ""), ("bird_dog", "left")]
    assert all(name and name != exercise_id for name, exercise_id, _ in names)
    assert "is for CSV" in called("export", "out.json", "--steps", "--journal", "kept.json").complaint


def test_a_table_says_that_decisions_are_only_in_json(home: Path, called: L5tui) -> None:
    assert called("log", "4").status == 0
    assert called("dose", "glute bridge", "2").status == 0
    assert called("export", "a.csv").said.splitlines() == [
        "1 entry written to a.csv",
        "1 decision is only in a .json export",
    ]
    assert "2 entries written" in called("export", "a.json").said


def test_a_health_record_counts_its_scores(journal: Path, called: L5tui) -> None:
    assert called("export", "a.fhir.json", "--journal", str(journal)).said == "2 pain scores written to a.fhir.json\n"


@pytest.mark.parametrize("name", ["out.csv", "out.json", "out.fhir.json"])
def test_an_export_replaces_a_file_only_with_force(name: str, journal: Path, home: Path, called: L5tui) -> None:
    file, link = home / name, home / f"link-{name}"
    file.write_text("mine")
    link.symlink_to(home / "nowhere")
    for there in (file, link):
        ran = called("export", str(there), "--journal", str(journal))
        assert ran.status == 1
        assert f"{there} is there already. Choose another name, or add --force to replace it" in ran.complaint
    assert file.read_text() == "mine"
    assert not (home / "nowhere").exists()
    assert called("export", str(file), "--force", "--journal", str(journal)).status == 0
    assert file.read_text() != "mine"


@pytest.mark.parametrize(
    ("name", "status", "start"),
    [
        ("out.pdf", 2, 'the name ends in .csv, .fhir.json or .json, not "out.pdf"'),
        ("out", 2, "the name ends in .csv, .fhir.json or .json"),
        ("", 2, "the name ends in .csv, .fhir.json or .json"),
        ("no/such/out.csv", 1, "there is no folder no/such"),
        ("kept.json/out.csv", 1, "there is no folder kept.json"),
    ],
)
def test_an_export_that_fails_is_one_line(name: str, status: int, start: str, journal: Path, called: L5tui) -> None:
    ran = called("export", name, "--journal", str(journal))
    assert ran.status == status
    assert ran.complaint.startswith(start)


def test_a_full_disk_is_one_line_and_leaves_no_file(
    journal: Path, home: Path, called: L5tui, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    folder = home / "full"
    folder.mkdir()
    from l5tui.storage.atomic import SYSTEM

    monkeypatch.setattr(type(SYSTEM), "write", full)
    for more in ([], ["--force"]):
        ran = called("export", "full/out.csv", *more, "--journal", str(journal))
        assert (ran.status, "No space left on device" in ran.complaint) == (1, True)
    assert list(folder.iterdir()) == []


def test_the_schema_of_the_json_export_is_printed(journal: Path, home: Path, called: L5tui) -> None:
    called("export", "out.json", "--journal", str(journal))
    schema = called("schema", "journal").json
    jsonschema.Draft202012Validator(schema).validate(json.loads((home / "out.json").read_text()))


@pytest.mark.parametrize("command", [("export",), ("report", "-o")])
def test_neither_the_journal_nor_a_file_beside_it_is_replaced(
    command: tuple[str, ...], journal: Path, home: Path, called: L5tui
) -> None:
    Journal(journal).put(factories.log("second"))
    Journal(home / "other.md").put(factories.log("theirs"))
    ending = ".json" if command == ("export",) else ".md"
    named = home / f"named{ending}"
    named.symlink_to(journal)
    (home / f"hard{ending}").hardlink_to(journal)
    (home / "kept.json.live").mkdir()
    theirs = home / f"kept.json.2026-11-20{ending}"
    theirs.write_bytes(b"")
    other = home / f"other{ending}"
    if not other.exists():
        Journal(other).put(factories.log("theirs"))
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    inside = home / "kept.json.live" / f"x{ending}"
    for path in (named, home / f"hard{ending}", theirs, other, inside, home / f"kept.json.new{ending}"):
        for force in ([], ["--force"]):
            ran = called(*command, str(path), *force, "--journal", str(journal))
            assert (ran.status, "Choose another name" in ran.complaint) == (1, True), path
    if ending == ".json":
        ran = called(*command, str(journal), "--force", "--journal", str(journal))
        assert f"{journal} is the journal itself. Choose another name" in ran.complaint
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_an_export_is_not_made_where_the_journal_will_be(home: Path, called: L5tui) -> None:
    ran = called("export", "new.json", "--journal", "new.json")
    assert "new.json is the journal itself" in ran.complaint
    assert not (home / "new.json").exists()
