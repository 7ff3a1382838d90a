"""The journal as a table, read back by the standard reader and by the import."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings

from l5tui.config.output import printable
from l5tui.domain.entry import Entry
from l5tui.journal.csv_table import COLUMNS, entries_of, escape_formula, to_csv, unescape_formula
from tests.factories import log, long_session, score, session, step
from tests.journal.made_entries import journals, notes


def rows(text: str) -> list[dict[str, str]]:
    """As a spreadsheet reads it: with the byte order mark taken off."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def back(text: str) -> list[Any]:
    return [found for _, found in entries_of(enumerate(rows(text), 2))]


def test_a_row_is_an_entry_in_words_and_numbers_with_a_local_date_and_time() -> None:
    one = session(before=5, after=None, note="stiff", next_day="worse", status="partial", stop="S3")
    one["before"] = score(5, left=6, right=1, kinds={"left": ["pain", "tingling"], "right": []})
    [first, second] = rows(to_csv([one, log("l1", 0)]))
    assert {name: cell for name, cell in first.items() if cell} == {
        "date": "2026-11-22",
        "time": "18:40:00",
        "kind": "session",
        "what": "Full L5",
        "pain_before": "5",
        "left_before": "calf or shin",
        "right_before": "low back, middle",
        "left_kinds_before": "pain; tingling",
        "next_morning": "worse",
        "status": "partial",
        "stopped_by": "stopped: further down the leg",
        "note": "stiff",
        "active_seconds": "1142",
        "end_time": "19:00:00",
        "speed": "1",
        "routine_id": "full_l5",
        "utc_offset": "UTC+1",
        "time_zone": "Europe/Zurich",
        "uid": "s1",
    }
    assert (second["kind"], second["pain_before"], second["pain_after"]) == ("pain score", "0", "")


def test_one_column_has_the_score_before_for_all_kinds_and_the_week_is_kept_apart() -> None:
    week = {**log("w", 3), "kind": "week"}
    table = rows(to_csv([log(pain=4), session(before=6), week]))  # type: ignore[list-item]
    assert [row["pain_before"] for row in table] == ["4", "6", ""]
    assert table[2]["score"] == "3"


def test_there_are_fewer_columns_than_before_and_no_json_in_a_cell() -> None:
    assert len(COLUMNS) < 44
    check: Any = {**log("c"), "kind": "safety", "occasion": "full_check", "cleared": {}, "stop": None}
    check["answers"] = {"E1": "no", "A6": "not_sure"}
    text = to_csv([long_session(), check])
    assert "{" not in text
    assert "[" not in text
    assert rows(text)[1]["safety"] == "A6 not sure; all else no"


def test_decisions_are_only_in_json() -> None:
    decision: Any = {**log("d"), "kind": "decision", "about": "dose", "to": {}, "why": ""}
    assert rows(to_csv([decision])) == []


def test_with_steps_there_is_a_row_for_each_step() -> None:
    hurt = {"rep": 3, "phase": "hold", "answer": "spreading", "pain": 6, "settled": True}
    one = session(steps=[step("bridge"), step("dog", "left", hurt=[hurt])])
    table = rows(to_csv([one, log()], steps=True, names={"dog": "Bird dog"}))
    assert [(row["uid"], row["exercise"], row["side"]) for row in table] == [
        ("s1", "bridge", ""),
        ("s1", "Bird dog", "left"),
        ("l1", "", ""),
    ]
    assert table[1]["hurt"] == "hold 3: further down the leg, pain 6, went back"


@pytest.mark.parametrize(
    "note",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1",
        "=cmd|' /C calc'!A0",
        "\ufeff=1",
        "|x",
        "'=1",
    ],
)
def test_no_text_becomes_a_formula(note: str) -> None:
    (row,) = rows(to_csv([log(note=note)]))
    assert row["note"] == f"'{note}"
    (row,) = rows(to_csv([long_session(routine={"id": "x", "name": note})]))
    assert row["what"] == f"'{note}"


@given(notes)
def test_what_was_defused_is_as_before_after_an_import(note: str) -> None:
    assert unescape_formula(escape_formula(note)) == note


@pytest.mark.parametrize("note", ["", "fine", "a = b", "3-4", "it's", "'quoted", '"; x', "a\nb", "a,b", "שלום 🙂"])
def test_plain_text_stays_as_it_is(note: str) -> None:
    (row,) = rows(to_csv([log(note=note)]))
    assert row["note"] == note


def test_what_a_terminal_obeys_is_spelled_out() -> None:
    (row,) = rows(to_csv([log(note="a\x1b[31m\u202eb\x00\n\tc")]))
    assert row["note"] == r"a\x1b[31m\u202eb\x00" + "\n\tc"


NOT_IN_CELLS = {"paused_s": 0.0, "clock_step_s": 0.0, "app": "", "edits": [], "deleted": None}
"""What the table has no column for."""


def in_cells(entry: Entry) -> dict[str, Any]:
    """An entry with only what the table has."""
    body: dict[str, Any] = {**entry, **NOT_IN_CELLS}
    if body["kind"] == "session":
        body |= {when: {**body[when], "at": None} for when in ("before", "after")}
    else:
        body = {name: value for name, value in body.items() if name not in ("paused_s", "clock_step_s")}
    return spelled(body)  # type: ignore[no-any-return]


def spelled(value: Any) -> Any:
    """The value with what a terminal would obey spelled out, as in the table."""
    if isinstance(value, dict):
        return {name: spelled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [spelled(one) for one in value]
    if not isinstance(value, str):
        return value
    return "".join(one if one in "\t\r\n" or 0xD800 <= ord(one) <= 0xDFFF else printable(one) for one in value)


@settings(max_examples=25)
@given(journals())
def test_the_table_with_steps_read_back_is_the_journal(entries: list[Entry]) -> None:
    kept = [in_cells(entry) for entry in entries if entry["kind"] != "decision"]
    assert [in_cells(entry) for entry in back(to_csv(entries, steps=True))] == kept
    bare = [{**entry, **({"steps": []} if entry["kind"] == "session" else {})} for entry in kept]
    assert [in_cells(entry) for entry in back(to_csv(entries))] == bare


def test_rows_of_a_session_that_were_sorted_apart_are_still_one_entry() -> None:
    one = session(steps=[step("bridge"), step("dog", "left"), step("dog", "right")])
    first, second, third, other = rows(to_csv([one, log()], steps=True))
    found = [entry for _, entry in entries_of(enumerate([first, other, second, third], 2))]
    assert [len(entry["steps"]) for entry in found if not isinstance(entry, str) and entry["kind"] == "session"] == [3]
    assert len(found) == 2


def test_a_session_over_midnight_ends_on_the_next_day() -> None:
    one = session(started="2026-11-22T23:50:00+01:00", ended="2026-11-23T00:10:00+01:00")
    assert back(to_csv([one]))[0]["ended"] == one["ended"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"date": "11/12/2026"}, "11/12/2026: say which it is: --dates month/day/year"),
        ({"date": "31.02.2026"}, "no date that there is"),
        ({"time": "25:00"}, "no time"),
        ({"utc_offset": "CET"}, "utc_offset"),
        ({"pain_before": "11"}, "pain_before is 11"),
        ({"pain_before": "4.5"}, "pain_before is 4.5"),
        ({"left_before": "6"}, "left_before is 6"),
        ({"kind": "sleep"}, "doesn't know"),
        ({"kind": "safety answer"}, "only JSON holds whole"),
        ({"uid": ""}, "no uid"),
        ({"left_kinds_before": "itching"}, "itching"),
    ],
)
def test_a_row_that_cannot_be_taken_is_refused_with_the_reason(changed: dict[str, str], reason: str) -> None:
    [row] = rows(to_csv([log()]))
    [(line, found)] = entries_of([(2, {**row, **changed})])
    assert line == 2
    assert isinstance(found, str)
    assert reason in found


@pytest.mark.parametrize("day", ["22.11.2026", "2026/11/22", "2026-11-22"])
def test_a_date_as_a_spreadsheet_saves_it_is_read(day: str) -> None:
    [row] = rows(to_csv([log()]))
    [(_, found)] = entries_of([(2, {**row, "date": day, "time": "8:00"})])
    assert not isinstance(found, str)
    assert found["started"] == "2026-11-22T08:00:00+01:00"


@pytest.mark.parametrize(
    ("form", "day"),
    [("month/day/year", "11/22/2026"), ("month/day/year", "11/22/26"), ("day/month/year", "22/11/2026")],
)
def test_a_table_that_a_spreadsheet_saved_with_slashes_is_read_by_its_form(form: str, day: str) -> None:
    [row] = rows(to_csv([session()]))
    changed = {**row, "date": day, "time": "6:40:00 PM", "end_time": "7:00:00 PM"}
    [(_, found)] = entries_of([(2, changed)], form)
    assert not isinstance(found, str)
    assert (found["started"], found["ended"]) == (session()["started"], session()["ended"])


def test_marks_of_writing_direction_are_spelled_out() -> None:
    text = to_csv([log("a", note="a\u200eb\u200fc\u061cd\u202ee\u2066f")])
    assert r"a\u200eb\u200fc\u061cd\u202ee\u2066f" in text
