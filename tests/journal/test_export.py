"""Exports of the journal as JSON and FHIR, and how a file is written."""

from __future__ import annotations

import errno
import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from l5tui.config.errors import JournalError, UsageError
from l5tui.domain.entry import Entry
from l5tui.journal.csv_table import to_csv
from l5tui.journal.entry_schema import journal_schema
from l5tui.journal.export import LOINC, ending_of, to_json, write_export
from l5tui.journal.fhir import to_fhir
from l5tui.storage.atomic import SystemCalls
from tests.factories import log, long_session, score, session
from tests.journal.made_entries import journals

AT = datetime.fromisoformat("2026-11-29T10:00:00+01:00")


def test_json_is_exactly_the_entries() -> None:
    entries: list[Entry] = [long_session(), log(note="<b>é")]
    assert json.loads(to_json(entries)) == entries
    assert json.loads(to_json([])) == []


@settings(max_examples=25)
@given(journals())
def test_every_export_passes_the_published_schema(entries: list[Entry]) -> None:
    jsonschema.Draft202012Validator(journal_schema()).validate(json.loads(to_json(entries)))


@pytest.mark.parametrize(
    "wrong",
    [
        *({"pain": 11}, {"left": 8}, {"left": -1}, {"uid": 3}, {"kinds": None}, {"schema": 99}, {"schema": -1}),
        *({"kinds": {"left": ["itching"], "right": []}}, {"kind": "care", "what": "walk", "minutes": -5}),
        *({"kind": "form", "name": "rmdq", "ticks": [0]}, {**session(), "active_s": 1e308}),
        *({**session(), "worst": 11}, {"kind": "week", "pain": 11}, {"kind": "activity", "name": "x", "score": -1}),
    ],
)
def test_the_published_schema_refuses_what_is_no_entry(wrong: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(journal_schema()).is_valid([{**log(), **wrong}])


def test_the_published_schema_is_valid_and_allows_what_newer_versions_add() -> None:
    jsonschema.Draft202012Validator.check_schema(journal_schema())
    found = [{**log(), "weather": "rain"}, {**log("x"), "kind": "sleep", "hours": 7}]
    jsonschema.Draft202012Validator(journal_schema()).validate(found)


def observations(entries: list[Entry]) -> list[dict[str, Any]]:
    return [one["resource"] for one in json.loads(to_fhir(entries, AT)).get("entry", [])]


@settings(max_examples=25)
@given(journals())
def test_the_fhir_bundle_is_valid_r4b(entries: list[Entry]) -> None:
    from fhir.resources.R4B.bundle import Bundle

    bundle = Bundle.model_validate_json(to_fhir(entries, AT))
    assert bundle.type == "collection"
    urls = [one.fullUrl for one in bundle.entry or ()]
    assert len(urls) == len(set(urls))


def test_i_each_element_of_an_observation_is_that_of_the_clinical_data() -> None:
    [before, after] = observations([session(before=4, after=2)])
    assert before["category"][0]["coding"][0] == {
        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
        "code": "survey",
        "display": "Survey",
    }
    assert before["code"]["coding"] == [
        {
            "system": "http://loinc.org",
            "code": "72514-3",
            "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
        }
    ]
    assert before["code"]["text"] == "Pain right now, before session"
    assert after["code"]["text"] == "Pain right now, after session"
    ucum = {"unit": "{score}", "system": "http://unitsofmeasure.org", "code": "{score}"}
    assert (before["valueQuantity"], after["valueQuantity"]) == ({"value": 4, **ucum}, {"value": 2, **ucum})
    assert (before["subject"], before["performer"]) == (
        {"display": "Person using l5tui"},
        [{"display": "Self-reported"}],
    )
    assert before["effectiveDateTime"] == "2026-11-22T18:40:00+01:00"
    assert "valueCodeableConcept" not in before
    assert before["method"] == {"text": "Typed 0-10, 0 = no pain, 10 = worst pain imaginable"}
    assert before["note"] == [{"text": "Self-reported in a home exercise diary. Not checked by a clinician."}]
    assert before["identifier"][0]["system"] == "urn:ietf:rfc:3986"


def test_i_an_unanswered_score_is_left_out() -> None:
    assert observations([session(before=None, after=None), log(pain=None)]) == []
    assert json.loads(to_fhir([], AT)) == {"resourceType": "Bundle", "type": "collection", "timestamp": AT.isoformat()}


@pytest.mark.parametrize(
    ("field", "amended"),
    [
        ("after.pain", ["final", "amended"]),
        ("before.left", ["amended", "final"]),
        ("after.kinds", ["final", "amended"]),
        ("started", ["amended", "final"]),
        ("ended", ["final", "amended"]),
        ("note", ["final", "final"]),
        ("worst", ["final", "final"]),
    ],
)
def test_i_an_observation_is_amended_after_a_correction_of_what_it_carries(field: str, amended: list[str]) -> None:
    edits: Any = [{"at": "2026-11-23T08:00:00+01:00", "field": field, "was": None}]
    one = session(edits=edits)
    one["before"]["at"] = one["after"]["at"] = None
    assert [found["status"] for found in observations([one])] == amended


@pytest.mark.parametrize("field", ["pain", "left", "right", "kinds", "started"])
def test_i_a_logged_score_is_amended_after_a_correction_of_place_or_time(field: str) -> None:
    edits: Any = [{"at": "2026-11-23T08:00:00+01:00", "field": field, "was": None}]
    assert [one["status"] for one in observations([log(edits=edits)])] == ["amended"]


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (6, None, "low back, furthest: left calf or shin"),
        (0, 3, "low back, furthest: right buttock"),
        (4, 7, "low back, furthest: left thigh, right foot or toes"),
        (1, 1, "low back, middle"),
        (0, 0, None),
        (None, None, None),
    ],
)
def test_i_the_place_is_text_without_a_code(left: int | None, right: int | None, words: str | None) -> None:
    [before, *_] = observations([session(before=3) | {"before": score(3, left=left, right=right)}])
    assert before.get("bodySite") == ({"text": words} if words else None)


def test_i_only_scores_of_right_now_have_a_code() -> None:
    week = {**log("w"), "kind": "week", "pain": 4}
    activity = {**log("a"), "kind": "activity", "name": "sit", "score": 4}
    form = {**log("f"), "kind": "form", "name": "rmdq", "ticks": [1, 2]}
    assert observations([week, activity, form]) == []  # type: ignore[list-item]
    morning = session(before=3, after=None) | {"next_day": "worse", "worst": 8}
    assert len(observations([morning])) == 1


def test_i_the_notice_of_loinc_is_shipped() -> None:
    root = Path(__file__).resolve().parents[2]
    for file in ("NOTICE", "docs/taking-it-out.md"):
        words = " ".join((root / file).read_text(encoding="utf-8").replace("\n> ", " ").split())
        assert (
            "This material contains content from LOINC (http://loinc.org). LOINC is copyright (c) Regenstrief" in words
        )
        assert "available at no cost under the license at http://loinc.org/license" in words
        assert "LOINC(R) is a registered United States trademark of Regenstrief Institute, Inc." in words
    assert "available at no cost under the license" in " ".join(LOINC.split())
    assert "NOTICE" in (root / "pyproject.toml").read_text(encoding="utf-8")


def test_half_a_surrogate_pair_can_be_written_anywhere(tmp_path: Path) -> None:
    assert json.loads(to_json([log(note="\ud800")]).encode()) == [log(note="\ud800")]
    write_export(tmp_path / "x.csv", to_csv([log(note="\ud800")]))
    assert "\\ud800" in (tmp_path / "x.csv").read_text(encoding="utf-8")


def test_an_export_is_private_and_never_replaces_a_file_unasked(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    write_export(file, "one\r\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(JournalError, match="there already"):
        write_export(file, "two\r\n")
    assert file.read_bytes() == b"one\r\n"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(JournalError, match="there already"):
        write_export(tmp_path / "link", "two\r\n")


def test_an_export_replaces_a_file_when_asked_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("old")
    file.chmod(0o644)
    write_export(file, "new\r\n", replace=True)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new\r\n", 0o600)
    assert list(tmp_path.iterdir()) == [file]
    (tmp_path / "folder").mkdir()
    with pytest.raises(JournalError, match="can't be written"):
        write_export(tmp_path / "folder", "", replace=True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "x.csv"]


def test_an_export_into_a_missing_folder_says_so(tmp_path: Path) -> None:
    for replace in (False, True):
        with pytest.raises(JournalError, match="no folder"):
            write_export(tmp_path / "nowhere" / "x.csv", "", replace=replace)


def test_an_export_into_a_read_only_or_full_place_says_so(tmp_path: Path) -> None:
    class Refusing(SystemCalls):
        def __init__(self, number: int) -> None:
            self.number = number

        def open(self, path: str, flags: int, mode: int = 0o600) -> int:
            raise OSError(self.number, os.strerror(self.number), path)

    for number, words in ((errno.EROFS, "Read-only file system"), (errno.ENOSPC, "No space left")):
        with pytest.raises(JournalError, match=words) as said:
            write_export(tmp_path / "x.csv", "", Refusing(number))
        assert said.value.hint == "make room, or choose another folder"


def test_the_ending_decides_the_form() -> None:
    assert [ending_of(name) for name in ("a.csv", "a.JSON", "a.fhir.json")] == [".csv", ".json", ".fhir.json"]
    for name in ("a.pdf", ".csv", "csv", ""):
        with pytest.raises(UsageError, match=r"ends in \.csv, \.fhir\.json or \.json"):
            ending_of(name)
