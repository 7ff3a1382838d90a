"""`l5tui import` of entries: its own JSON and CSV, and tables of other programs by a mapping."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from l5tui.cli.main import main
from l5tui.config import clock as system_clock
from l5tui.domain.entry import Entry
from l5tui.journal import imports
from l5tui.journal.csv_table import to_csv
from l5tui.journal.export import to_json
from l5tui.journal.store import Journal
from tests import factories
from tests.cli.conftest import L5tui, journal_of
from tests.journal.made_entries import journals

PAIN_DIARY = 'Datum;Uhrzeit;Schmerz;Notiz\r\n22.11.2026;08:30;4;"steif, müde"\r\n23.11.2026;;7;\r\n'
MAPPING = 'date = "Datum"\ntime = "Uhrzeit"\nscore = "Schmerz"\nnote = "Notiz"\n'


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_clock, "_wall", lambda: datetime(2026, 11, 30, 9, 30).astimezone())


def diary(home: Path, table: str, mapping: str = 'date = "day"\nscore = "score"\n') -> tuple[str, ...]:
    """Write a table of another program and its mapping; returns the arguments that import them."""
    (home / "d.csv").write_text(table, encoding="utf-8", newline="")
    (home / "map.toml").write_text(mapping, encoding="utf-8")
    return "import", "d.csv", "--map", "map.toml"


def entries(home: Path) -> list[Entry]:
    return journal_of(home).entries()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=journals())
def test_json_exported_imported_and_exported_again_is_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, found: list[Entry]
) -> None:
    folder = tmp_path_factory.mktemp("export")
    Journal(folder / "a").put_all(reversed(found))
    assert main(["export", str(folder / "1.json"), "--journal", str(folder / "a")]) == 0
    assert main(["import", str(folder / "1.json"), "--yes", "--journal", str(folder / "b")]) == 0
    assert main(["export", str(folder / "2.json"), "--journal", str(folder / "b")]) == 0
    assert (folder / "1.json").read_bytes() == (folder / "2.json").read_bytes()


@pytest.mark.long
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), found=journals(3))
def test_a_damaged_file_is_never_a_fault_of_the_program(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, found: list[Entry]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    name = data.draw(st.sampled_from(["x.json", "x.csv", "x.map"]))
    raw = to_json(found) if name == "x.json" else to_csv(found, steps=True) if name == "x.csv" else PAIN_DIARY
    mended = bytearray(raw.encode("utf-8", "backslashreplace"))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mended)))
        mended[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    (folder / name).write_bytes(bytes(mended))
    (folder / "map.toml").write_text(MAPPING)
    more = ["--map", str(folder / "map.toml")] if name == "x.map" else []
    assert main(["import", str(folder / name), *more, "--dry-run", "--journal", str(folder / "none.json")]) in (0, 1)


def test_importing_twice_changes_nothing_and_a_known_entry_stays_as_it_is(home: Path, called: L5tui) -> None:
    journal_of(home).put(factories.log("a", 4, note="mine"))
    exported = [factories.log("a", 9, note="theirs"), factories.log("b", 5, note="=1+1")]
    (home / "x.json").write_text(to_json(exported))
    assert called("import", "x.json", "--yes").said.splitlines()[-2:] == [
        "1 entry new, 1 in the journal already.",
        "1 entry added.",
    ]
    assert {one["uid"]: one["pain"] for one in entries(home) if one["kind"] == "log"} == {"a": 4, "b": 5}
    assert called("import", "x.json").said == "0 entries new, 2 in the journal already.\n"


def test_a_deleted_entry_does_not_come_back_by_an_import(home: Path, called: L5tui) -> None:
    journal_of(home).put(factories.log("a", 4))
    journal_of(home).delete("a", "2026-11-24T08:00:00+01:00")
    (home / "x.json").write_text(to_json([factories.log("a", 4)]))
    assert "0 entries new, 0 in the journal already, 1 deleted there." in called("import", "x.json").said
    assert entries(home) == []


def test_csv_adds_unknown_entries_and_takes_the_apostrophe_off(home: Path, called: L5tui) -> None:
    found: list[Entry] = [factories.log("a", 4, note="=1+1"), factories.session("s")]
    (home / "x.csv").write_text(to_csv(found), encoding="utf-8")
    said = called("import", "x.csv", "--yes").said
    assert "Sessions of a table without steps have no exercises" in said
    assert [one["note"] for one in entries(home) if one["kind"] == "log"] == ["=1+1"]
    (home / "steps.csv").write_text(to_csv([factories.session("t")], steps=True), encoding="utf-8")
    called("import", "steps.csv", "--yes")
    assert next(one for one in entries(home) if one["uid"] == "t")["steps"] == factories.session()["steps"]  # type: ignore[typeddict-item]


def test_without_a_terminal_and_yes_it_is_shown_and_nothing_is_changed(home: Path, called: L5tui) -> None:
    (home / "x.json").write_text(to_json([factories.log("a")]))
    ran = called("import", "x.json")
    assert ran.status == 2
    assert "only a person at a terminal can say yes" in ran.err
    assert called("import", "x.json", "--dry-run").said.splitlines()[-1] == "1 entry new, 0 in the journal already."
    assert entries(home) == []


def test_a_dry_run_shows_the_first_ten_as_they_would_be(home: Path, called: L5tui) -> None:
    found = [factories.log(f"e{number}", number % 10, note=f"note {number}") for number in range(12)]
    (home / "x.json").write_text(to_json(found))
    lines = called("import", "x.json", "--dry-run").said.splitlines()
    assert lines[0] == "2026-11-22 08:00  pain                     0  note 0"
    assert lines[10:] == ["and 2 more", "12 entries new, 0 in the journal already."]


def test_a_pain_diary_is_taken_by_its_mapping_and_only_once(home: Path, called: L5tui) -> None:
    (home / "diary.csv").write_text(PAIN_DIARY, encoding="cp1252", newline="")
    (home / "map.toml").write_text(MAPPING)
    assert called("import", "diary.csv", "--map", "map.toml", "--yes").said.endswith("2 entries added.\n")
    found = entries(home)
    assert [(one["started"][:16], one["pain"], one["note"]) for one in found if one["kind"] == "log"] == [
        ("2026-11-23T12:00", 7, ""),
        ("2026-11-22T08:30", 4, "steif, müde"),
    ]
    assert "0 entries new, 2" in called("import", "diary.csv", "--map", "map.toml").said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_are_recognised(encoding: str, separator: str, home: Path, called: L5tui) -> None:
    text = f"Tag{separator}Maß{separator}Notiz\n2026-11-22{separator}4{separator}müde\n"
    (home / "d.csv").write_text(text, encoding=encoding)
    (home / "map.toml").write_text('date = "Tag"\nscore = "Maß"\nnote = "Notiz"\n', encoding="utf-8")
    assert "müde" in called("import", "d.csv", "--map", "map.toml", "--dry-run").said


@pytest.mark.parametrize(
    ("form", "cell", "taken"),
    [
        ("", "2026-11-03", "2026-11-03"),
        ("", "3.11.2026", "2026-11-03"),
        ("", "2026-11-03T18:40:00", "2026-11-03"),
        ("day/month/year", "3/11/2026", "2026-11-03"),
        ("month/day/year", "11/3/2026", "2026-11-03"),
        ("day.month.year", "03.11.2026", "2026-11-03"),
    ],
)
def test_dates_of_three_kinds(form: str, cell: str, taken: str, home: Path, called: L5tui) -> None:
    (home / "d.csv").write_text(f"day,score\n{cell},4\n")
    (home / "map.toml").write_text('date = "day"\nscore = "score"\n' + (f'dates = "{form}"\n' if form else ""))
    assert called("import", "d.csv", "--map", "map.toml", "--dry-run").said.startswith(taken)


def test_a_date_that_could_be_two_days_is_refused_and_never_guessed(home: Path, called: L5tui) -> None:
    (home / "d.csv").write_text("day,score\n3/11/2026,4\n")
    (home / "map.toml").write_text('date = "day"\nscore = "score"\n')
    said = called("import", "d.csv", "--map", "map.toml", "--dry-run").said
    assert 'say in the mapping which it is: dates = "day/month/year" or "month/day/year"' in said


def test_a_decimal_is_a_score_only_if_it_is_whole(home: Path, called: L5tui) -> None:
    (home / "d.csv").write_text('day;score\n2026-11-03;"4,0"\n2026-11-04;"4,5"\n2026-11-05;12\n2026-11-06;\n')
    (home / "map.toml").write_text('date = "day"\nscore = "score"\n')
    lines = called("import", "d.csv", "--map", "map.toml", "--dry-run").said.splitlines()
    assert lines[0].split()[-1] == "4"
    assert lines[1:] == [
        "3 rows can't be taken:",
        "  line 3: 4,5 is no whole number from 0 to 10",
        "  line 4: 12 is no whole number from 0 to 10",
        "  line 5: it has neither a score nor a note",
        "1 entry new, 0 in the journal already.",
    ]


def test_a_table_without_a_header_is_mapped_by_numbers(home: Path, called: L5tui) -> None:
    (home / "d.csv").write_text("2026-11-03,bench,4\n")
    (home / "map.toml").write_text("date = 1\nscore = 3\nnote = [2]\nheader = false\n")
    assert called("import", "d.csv", "--map", "map.toml", "--dry-run").said.startswith(
        "2026-11-03 12:00  pain                     4  bench"
    )


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ('date = "Dates"\nscore = "score"\n', 'has no column "Dates" (did you mean Date?)'),
        ('score = "score"\n', "missing required field `date`"),
        ('date = "Date"\n', "neither score nor note"),
        ('date = "Date"\nscor = 3\n', "unknown field `scor`"),
        ("date = \n", "isn't TOML"),
        ("date = 0\nscore = 2\n", "counted from 1"),
        ('date = "Date"\nscore = 2\nencoding = "klingon"\n', "no encoding"),
        ('date = "Date"\nscore = 2\nencoding = "ascii"\n', "isn't in ascii"),
        ('date = "Date"\nscore = 2\nseparator = "ab"\n', "one character"),
        (None, "can't be read"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_one_line(mapping: str | None, says: str, home: Path, called: L5tui) -> None:
    (home / "d.csv").write_text("Date,score,ü\n2026-11-03,4,x\n", encoding="utf-8")
    if mapping is not None:
        (home / "map.toml").write_text(mapping)
    ran = called("import", "d.csv", "--map", "map.toml")
    assert ran.status == 1
    assert says in ran.complaint


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("x.json", "{", "isn't JSON"),
        ("x.json", "[" * 100_000, "isn't JSON"),
        ("x.json", "{}", "isn't an export of l5tui"),
        ("x.json", '{"resourceType": "Bundle"}', "FHIR"),
        ("x.json", json.dumps([{**factories.log(), "schema": 99}]), "newer version"),
        ("x.csv", "a,b\n1,2\n", "isn't a table that l5tui wrote. For a table of another program"),
        ("x.csv", "", "isn't a table that l5tui wrote"),
        ("none.csv", None, "can't be read (No such file"),
    ],
)
def test_a_file_that_cannot_be_taken_is_one_line(
    name: str, text: str | None, says: str, home: Path, called: L5tui
) -> None:
    if text is not None:
        (home / name).write_text(text)
    ran = called("import", name, "--yes")
    assert ran.status == 1
    assert says in ran.complaint
    assert entries(home) == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"uid": "../../etc/x"}, "uid"),
        ({"uid": ""}, "uid"),
        ({"started": "yesterday"}, "no time"),
        ({"started": "0001-01-01T00:00:00+01:00"}, "its year is 0001"),
        ({"started": "0206-11-22T08:00:00+01:00"}, "its year is 0206"),
        ({"started": "1899-12-31T08:00:00+00:00"}, "its year is 1899"),
        ({"started": "9999-12-31T23:59:00-12:00"}, "its year is 9999"),
        ({"pain": 11}, "11 is no score"),
        ({"pain": "4"}, "another shape"),
        ({"kinds": []}, "another shape"),
        ({"kind": 3}, "no kind"),
        ({"started": "2036-01-01T08:00:00+01:00"}, "2036-01-01 is in the future"),
        ({"schema": -1}, "its schema is -1"),
        ({"schema": 0}, "its schema is 0"),
        ({"schema": None}, "its schema is None"),
        ({"schema": True}, "its schema is True"),
        ({"left": 99}, "another shape"),
        ({"left": -1}, "another shape"),
        ({"kinds": {"left": ["itching"], "right": []}}, "another shape"),
        ({"kind": "care", "what": "walk", "minutes": -5}, "another shape"),
        ({"kind": "form", "name": "rmdq", "ticks": [0]}, "another shape"),
        ({**factories.session(), "uid": "w", "active_s": 1e308}, "another shape"),
        ({**factories.session(), "uid": "w", "active_s": float("inf")}, "another shape"),
        ({**factories.session(), "uid": "w", "paused_s": float("nan")}, "another shape"),
        ({**factories.session(), "uid": "w", "worst": 11}, "11 is no score"),
        ({**factories.session(steps=[factories.step("cat_cow", reps=-1)]), "uid": "w"}, "another shape"),
    ],
)
def test_an_entry_that_is_none_is_left_out_and_the_others_are_taken(
    wrong: dict[str, object], says: str, home: Path, called: L5tui
) -> None:
    (home / "x.json").write_text(json.dumps([{**factories.log("w"), **wrong}, 3, factories.log("b")]))
    said = called("import", "x.json", "--yes").said
    assert "2 rows can't be taken:" in said
    assert says in said
    assert factories.uids(entries(home)) == ["b"]


def test_too_many_rows_are_refused(home: Path, called: L5tui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_ROWS", 100)
    (home / "d.csv").write_text("day,score\n" + "2026-11-03,4\n" * 101)
    (home / "map.toml").write_text('date = "day"\nscore = "score"\n')
    assert "has more than 100 rows" in called("import", "d.csv", "--map", "map.toml").complaint
    assert entries(home) == []


def test_options_that_do_not_fit_are_refused(home: Path, called: L5tui) -> None:
    assert "replaces none" in called("import", "x.json", "--replace").complaint
    assert "--dry-run is for entries" in called("import", "x.toml", "--dry-run").complaint


def test_numbered_columns_lose_no_first_row(home: Path, called: L5tui) -> None:
    said = called(*diary(home, "2026-11-03,4\n2026-11-04,5\n", "date = 1\nscore = 2\n"), "--dry-run").said
    assert "2 entries new" in said
    said = called(*diary(home, "day,score\n2026-11-03,4\n", "date = 1\nscore = 2\n"), "--dry-run").said
    assert said.splitlines()[1:] == ["1 entry new, 0 in the journal already."], "a row of names is no entry"
    said = called(
        *diary(home, "2026-11-03,4\n2026-11-04,5\n", "date = 1\nscore = 2\nheader = true\n"), "--dry-run"
    ).said
    assert "1 entry new" in said, "as the mapping says"


def test_a_column_number_that_is_not_there_is_one_line(home: Path, called: L5tui) -> None:
    ran = called(*diary(home, "2026-11-03,4\n", "date = 1\nscore = 9\n"), "--yes")
    assert (ran.status, "d.csv has no column 9. It has 2" in ran.complaint) == (1, True)


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ('day,score,note\n2026-11-03,4,"a\n2026-11-04,5,b\n2026-11-05,6,c\n', "lines 2 to 4: a quotation mark"),
        ('day,score,note\n2026-11-03,4,"a\n2026-11-04,5,"b"\n2026-11-05,6,c\n', "lines 2 to 3: a quotation mark"),
    ],
)
def test_rows_that_an_open_quotation_mark_swallows_are_named(table: str, lines: str, home: Path, called: L5tui) -> None:
    mapping = 'date = "day"\nscore = "score"\nnote = "note"\n'
    assert lines in called(*diary(home, table, mapping), "--dry-run").said


def test_a_note_of_several_lines_is_taken(home: Path, called: L5tui) -> None:
    mapping = 'date = "day"\nscore = "score"\nnote = "note"\n'
    called(*diary(home, 'day,score,note\n2026-11-03,4,"a, b\n2026-11-04 was worse"\n', mapping), "--yes")
    assert [one["note"] for one in entries(home) if one["kind"] == "log"] == ["a, b\n2026-11-04 was worse"]


@pytest.mark.parametrize(
    ("cell", "clock", "taken"),
    [
        ("2026-11-03 18:40", "", "2026-11-03T18:40:00"),
        ("2026-11-03T18:40:05", "", "2026-11-03T18:40:05"),
        ("3.11.2026 9.30", "", "2026-11-03T09:30:00"),
        ("3.11.26", "9:30 PM", "2026-11-03T21:30:00"),
        ("03. 11. 2026", "12:05 am", "2026-11-03T00:05:00"),
        ("2026-11-03", "9 p.m.", "2026-11-03T21:00:00"),
        ("2026-11-03", "18h40", "2026-11-03T18:40:00"),
        ("2026-11-03", "1899-12-30 08:30:00", "2026-11-03T08:30:00"),
        ("2026-11-03", "", "2026-11-03T12:00:00"),
        ("2026-11-03T22:30:00-05:00", "", "2026-11-03T22:30:00-05:00"),
        ("2026-11-03", "08:30+02:00", "2026-11-03T08:30:00+02:00"),
        ("2026-11-30", "", "2026-11-30T09:30:00"),
    ],
)
def test_times_are_read_as_programs_write_them(cell: str, clock: str, taken: str, home: Path, called: L5tui) -> None:
    mapping = 'date = "day"\nscore = "score"\ntime = "time"\n'
    called(*diary(home, f"day,score,time\n{cell},4,{clock}\n", mapping), "--yes")
    assert [one["started"][: len(taken)] for one in entries(home)] == [taken]


def test_a_time_in_utc_is_of_the_day_here(home: Path, called: L5tui, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        called(*diary(home, "day,score\n2026-11-03T23:30:00Z,4\n"), "--yes")
        assert [one["started"] for one in entries(home)] == ["2026-11-04T08:30:00+09:00"]
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2026-12-03", "2026-12-03 is in the future"),
        ("2026-11-30 23:59", "23:59 is still to come"),
        ("9999-12-31", "in the future"),
        ("0001-01-01", "too long ago"),
        ("2026-11-03 25:00", "no time"),
        ("2026-11-03 13:00 PM", "no time"),
    ],
)
def test_what_cannot_be_a_moment_so_far_is_refused(cell: str, says: str, home: Path, called: L5tui) -> None:
    said = called(*diary(home, f"day,score\n{cell},4\n"), "--dry-run").said
    assert says in said
    assert "0 entries new" in said


def test_another_mapping_brings_no_row_twice(home: Path, called: L5tui) -> None:
    table = "day,score,note,time\n2026-11-03,4,stiff,08:30\n2026-11-03,4,stiff,08:30\n"
    called(*diary(home, table), "--yes")
    assert len(entries(home)) == 2, "twice the same row is two scores"
    more = 'date = "day"\nscore = "score"\nnote = "note"\ntime = "time"\n'
    assert "0 entries new, 2 in the journal already" in called(*diary(home, table, more)).said


@pytest.mark.parametrize(
    "table",
    [
        "sep=;\r\nday;score\r\n2026-11-03;4\r\n",
        "My diary, of 2026\n\nday;score\n2026-11-03;4\n",
        "Pain diary;;\nExported;2026-11-29;\nday;score;x\n2026-11-03;4;\n",
    ],
)
def test_a_line_that_names_the_separator_and_titles_are_no_rows(table: str, home: Path, called: L5tui) -> None:
    lines = called(*diary(home, table), "--dry-run").said.splitlines()
    assert lines[0].startswith("2026-11-03")
    assert lines[1:] == ["1 entry new, 0 in the journal already."]


def test_all_rows_that_cannot_be_taken_can_be_seen(home: Path, called: L5tui) -> None:
    call = diary(home, "day,score\n2026-11-03,4\n" + "x,4\n" * 7)
    lines = called(*call, "--yes").said.splitlines()
    assert lines[-4:-2] == ["  and 2 more", "  --dry-run names all of them"]
    assert called(*call, "--dry-run").said.count("x is no date") == 7


def test_an_own_table_with_dates_of_another_country_is_taken_by_its_form(home: Path, called: L5tui) -> None:
    text = to_csv([factories.log("a", 4)]).replace("2026-11-22", "11/22/2026")
    (home / "x.csv").write_text(text, encoding="utf-8", newline="")
    assert "11/22/2026: say which it is: --dates month/day/year" in called("import", "x.csv", "--dry-run").said
    assert called("import", "x.csv", "--dates", "month/day/year", "--yes").said.endswith("1 entry added.\n")
    assert entries(home)[0]["started"] == factories.log("a")["started"]
    (home / "d.csv").write_text("day,score\n11/22/2026,4\n")
    (home / "map.toml").write_text('date = "day"\nscore = "score"\n')
    said = called("import", "d.csv", "--map", "map.toml", "--dates", "month/day/year", "--dry-run").said
    assert said.startswith("2026-11-22")
    assert called("import", "x.csv", "--dates", "year").status == 2


def test_an_own_table_with_an_open_quotation_mark_names_its_lines(home: Path, called: L5tui) -> None:
    text = to_csv([factories.log("a", 4), factories.log("b", 5, note="x"), factories.log("c")])
    (home / "x.csv").write_text(text.replace(",x,", ',"x,'), encoding="utf-8", newline="")
    said = called("import", "x.csv", "--dry-run").said
    assert "lines 3 to 4: a quotation mark isn't closed" in said
    assert "1 entry new" in said


def test_a_journal_is_not_imported_but_merged(home: Path, called: L5tui) -> None:
    Journal(home / "other.json").put(factories.log("a"))
    ran = called("import", "other.json")
    assert "other.json is a journal, not an export. To bring it in: l5tui journal merge other.json" in ran.complaint


def test_an_own_table_takes_no_future_date_and_names_it(home: Path, called: L5tui) -> None:
    for year, says in (("2036", "2036-11-22 is in the future"), ("9999", "its year is 9999")):
        text = to_csv([factories.log("a", 4)]).replace("2026-11-22", f"{year}-11-22")
        (home / "x.csv").write_text(text, encoding="utf-8", newline="")
        said = called("import", "x.csv", "--dry-run").said
        assert f"line 2: {says}" in said
        assert "0 entries new" in said


def test_a_row_of_a_year_that_the_table_leaves_out_is_said_to_have_no_date(home: Path, called: L5tui) -> None:
    text = to_csv([factories.log("a", 4, started="0001-01-01T08:00:00+00:00")])
    (home / "x.csv").write_text(text, encoding="utf-8", newline="")
    assert "line 2: an empty cell is no date" in called("import", "x.csv", "--dry-run").said


def test_a_clock_that_was_a_little_ahead_keeps_no_entry_out(home: Path, called: L5tui) -> None:
    (home / "x.json").write_text(to_json([factories.log("a", started="2026-11-30T23:00:00+00:00")]))
    assert "1 entry new" in called("import", "x.json", "--yes").said


def test_a_second_entry_with_the_same_uid_is_named(home: Path, called: L5tui) -> None:
    both = [factories.log("a", 4), factories.log("a", 9), factories.log("b")]
    (home / "x.json").write_text(to_json(both))
    assert "entry 2: its uid is that of entry 1" in called("import", "x.json", "--dry-run").said
    (home / "x.csv").write_text(to_csv(both), encoding="utf-8", newline="")
    said = called("import", "x.csv", "--dry-run").said
    assert "line 3: its uid is that of line 2" in said
    assert "2 entries new" in said


def test_a_journal_with_a_schema_that_is_none_is_no_fault(home: Path, called: L5tui) -> None:
    for path in (home / "a", home / "b"):
        Journal(path).put(factories.log("odd", 4, schema=-1))
    for command in (("journal",), ("doctor",), ("journal", "merge", "b"), ("report",)):
        assert called(*command, "--journal", "a").status in (0, 1), command


def test_a_column_that_is_there_twice_is_named(home: Path, called: L5tui) -> None:
    ran = called(*diary(home, "day,score,score\n2026-11-03,4,5\n"))
    assert 'd.csv has two columns "score". Name it by its number' in ran.complaint
    text = to_csv([factories.log("a", 4)]).replace("pain_after", "pain_before", 1)
    (home / "x.csv").write_text(text, encoding="utf-8", newline="")
    assert 'x.csv has two columns "pain_before"' in called("import", "x.csv").complaint


def test_a_form_of_dates_that_is_none_names_those_there_are(home: Path, called: L5tui) -> None:
    ran = called(*diary(home, "day,score\n2026-11-03,4\n", 'date = "day"\nscore = "score"\ndates = "dmy"\n'))
    assert "It is one of year-month-day, day.month.year, day/month/year, month/day/year" in ran.complaint


@pytest.mark.parametrize(("form", "cell"), [("day/month/year", "22-11-2026"), ("month/day/year", "11-22-2026")])
def test_dates_with_hyphens_and_the_year_last_are_read_once_their_form_is_said(
    form: str, cell: str, home: Path, called: L5tui
) -> None:
    mapping = 'date = "day"\nscore = "score"\n'
    assert "say in the mapping which it is" in called(*diary(home, f"day,score\n{cell},4\n"), "--dry-run").said
    call = diary(home, f"day,score\n{cell} 18:40,4\n", f'{mapping}dates = "{form}"\n')
    assert called(*call, "--dry-run").said.startswith("2026-11-22 18:40")


def test_times_that_clocks_skip_or_show_twice_are_refused_and_named(
    home: Path, called: L5tui, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Zurich")
    time.tzset()
    try:
        table = "day,score\n2026-03-29 02:30,4\n2026-10-25 02:30,4\n2026-10-25 02:30+02:00,4\n"
        lines = called(*diary(home, table), "--dry-run").said.splitlines()
        assert lines[0].startswith("2026-10-25 02:30")
        assert "  line 2: 02:30 did not happen on 2026-03-29, when clocks went forward" in lines
        assert (
            "  line 3: 02:30 happened twice on 2026-10-25, when clocks went back; write 02:30+02:00 or 02:30+01:00"
            in lines
        )
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_pipe_is_no_file_to_import(home: Path, called: L5tui) -> None:
    for name in ("x.json", "x.csv"):
        os.mkfifo(home / name)
        assert "no file but a pipe" in called("import", name).complaint
    call = diary(home, "day,score\n2026-11-03,4\n")
    (home / "map.toml").unlink()
    os.mkfifo(home / "map.toml")
    assert "map.toml is no file but a pipe" in called(*call).complaint
