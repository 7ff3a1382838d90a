"""Fields of an entry that are corrected as text."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from l5tui.config import clock as system_clock
from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import instant
from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.tui.journal.entry_fields import fields_for
from l5tui.tui.journal.field_question import FieldQuestion
from tests import factories
from tests.journal import made_entries
from tests.tui.conftest import NOW
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import text, until, until_gone, until_shown
from tests.tui.running import SMALLEST, Size, running

SESSION: Any = factories.session(programme={"id": "p", "version": 1}, worst=6, next_day="same", answer="too_hard")
ACTIVITY: Any = {**factories.log(), "kind": "activity", "name": "sit", "score": 3}

IN_BERLIN: Any = factories.session(tz="Europe/Berlin")
STOPPED: Any = factories.session(stop="S4", status="partial")
IN_TOKYO: Any = factories.session(tz=None, started="2026-11-22T06:10:00+09:00")
OF_YEAR_1: Any = factories.log(started="0001-01-01T00:00:00+00:00", tz=None)


@pytest.fixture(autouse=True)
def zurich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone and the time of this machine."""
    monkeypatch.setenv("TZ", "Europe/Zurich")
    time.tzset()
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW)
    yield
    monkeypatch.undo()
    time.tzset()


def question(entry: Entry, field: str) -> FieldQuestion:
    return next(one for one in fields_for(entry, load()) if one.field == field)


@pytest.mark.parametrize(
    ("entry", "field", "shown", "written", "value"),
    [
        (SESSION, "worst", "6", "10", 10),
        (SESSION, "worst", "6", "", None),
        (SESSION, "next_day", "same", "W", "worse"),
        (SESSION, "next_day", "same", " ", None),
        (SESSION, "answer", "too hard", "not", "not_possible"),
        (SESSION, "answer", "too hard", "partly", "partly"),
        (ACTIVITY, "name", "sit", "sit  30 minutes", "sit 30 minutes"),
        (SESSION, "started", "2026-11-22 18:40", "2026-11-21 07:05", "2026-11-21T07:05:00+01:00"),
        (SESSION, "started", "2026-11-22 18:40", "7:05", "2026-11-22T07:05:00+01:00"),
        (IN_BERLIN, "started", "2026-11-22 18:40", "2026-10-20 12:00", "2026-10-20T12:00:00+02:00"),
        (IN_BERLIN, "started", "2026-11-22 18:40", "2026-10-25T02:30+01:00", "2026-10-25T02:30:00+01:00"),
        (IN_TOKYO, "started", "2026-11-22 06:10", "2026-11-22 07:10", "2026-11-22T07:10:00+09:00"),
        (IN_BERLIN, "ended", "2026-11-22 19:00", "19:15", "2026-11-22T19:15:00+01:00"),
        (IN_BERLIN, "ended", "2026-11-22 19:00", "2026-11-22 18:40", "2026-11-22T18:40:00+01:00"),
        (IN_BERLIN, "ended", "2026-11-22 19:00", "", None),
        (SESSION, "routine", "Full L5", "morning", {"id": "morning", "name": "Morning"}),
        (SESSION, "routine", "Full L5", "Cat-cow", {"id": "cat_cow", "name": "Cat-cow"}),
        (SESSION, "status", "all of it", "part", "partial"),
        (SESSION, "status", "all of it", "Interrupted", "interrupted"),
        (SESSION, "stop", "", "stopped", "S1"),
        (SESSION, "stop", "", "ended early", "person"),
        (STOPPED, "stop", "numb or weak", "", None),
        (OF_YEAR_1, "started", "0001-01-01T00:00", "2026-11-21 07:05", "2026-11-21T07:05:00+01:00"),
    ],
)
def test_a_field_is_shown_and_read_as_text(entry: Entry, field: str, shown: str, written: str, value: object) -> None:
    one = question(entry, field)
    assert one.shown(entry) == shown
    assert one.changes(shown, entry) == {}
    assert one.changes(written, entry)[field] == value


@pytest.mark.parametrize(
    ("entry", "field", "written", "words"),
    [
        (SESSION, "worst", "11", "0 to 10"),
        (SESSION, "worst", "high", "0 to 10"),
        (SESSION, "next_day", "fine", "better, same, worse"),
        (SESSION, "answer", "yes", "done, partly"),
        (ACTIVITY, "name", "", "characters"),
        (SESSION, "started", "yesterday", "that is no time such as 2026-11-22 18:40"),
        (SESSION, "started", "2026-02-30 10:00", "that is no time such as"),
        (SESSION, "started", "", "that is no time such as"),
        (SESSION, "started", "2026-11-23 10:00", "that is still to come; it is 2026-11-22 19:30"),
        (SESSION, "started", "9999-12-31 23:59", "no time|still to come"),
        (SESSION, "started", "0001-01-01 00:00", "that is before 1900"),
        (SESSION, "started", "0206-11-20 18:40", "that is before 1900"),
        (IN_BERLIN, "ended", "2026-11-22 18:39", "that is before it began"),
        (IN_BERLIN, "ended", "20:30", "still to come"),
        (SESSION, "routine", "", "a routine of the library"),
        (SESSION, "routine", "mornin", r"did you mean Morning\?"),
        (SESSION, "routine", "xyz", "none of that name"),
        (SESSION, "status", "", "all of it, part of it, interrupted"),
        (SESSION, "stop", "tired", "empty, or ended early, stopped, high pain"),
        (IN_BERLIN, "started", "2026-03-29 02:30", "02:30 did not happen on 2026-03-29"),
        (IN_BERLIN, "started", "2026-10-25 02:30", r"02:30 happened twice .* Write 2026-10-25T02:30\+02:00 or 2026"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(entry: Entry, field: str, written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        question(entry, field).changes(written, entry)


@given(made_entries.entries(), st.integers(10_000, 20_000))
def test_an_entry_moved_to_another_time_keeps_its_zone_and_its_length(entry: Any, minutes: int) -> None:
    if entry["kind"] == "decision":
        return
    entry["tz"] = None
    assume(datetime.fromisoformat(entry["started"]).astimezone().utcoffset() != instant(entry["started"]).utcoffset())
    one = question(entry, "started")
    was = datetime.fromisoformat(entry["started"]).replace(second=0, microsecond=0)
    changes = one.changes(f"{was - timedelta(minutes=minutes):%Y-%m-%d %H:%M}", entry)
    moved = datetime.fromisoformat(str(changes["started"]))
    assert (moved.utcoffset(), was - moved) == (was.utcoffset(), timedelta(minutes=minutes))
    if entry.get("ended"):
        length = instant(entry["ended"]) - instant(entry["started"])
        assert instant(changes["ended"]) - instant(changes["started"]) == length


def test_a_session_moved_over_the_change_of_clocks_keeps_its_length_and_has_the_offset_of_the_new_time() -> None:
    changes = question(IN_BERLIN, "started").changes("2026-10-25 00:50", IN_BERLIN)
    assert changes["started"] == "2026-10-25T00:50:00+02:00"
    lengths = [instant(body["ended"]) - instant(body["started"]) for body in (IN_BERLIN, changes)]
    assert lengths[0] == lengths[1]
    assert "tz" not in changes
    elsewhere = question(IN_BERLIN, "started").changes("2026-10-25T00:50-04:00", IN_BERLIN)
    assert (elsewhere["started"], elsewhere["tz"]) == ("2026-10-25T00:50:00-04:00", None)


def test_an_entry_without_a_readable_time_or_of_a_new_kind_is_asked_nothing_that_it_has_not() -> None:
    assert fields_for(None) == []
    odd: Any = {**factories.log(), "kind": "new", "started": "once"}
    assert fields_for(odd) == []
    assert [one.field for one in fields_for(factories.session())] == [
        *("worst", "next_day", "started", "ended", "status", "stop", "steps.0")
    ]


def test_an_end_is_compared_with_the_beginning_that_is_corrected_with_it() -> None:
    ended = question(IN_BERLIN, "ended")
    earlier = {"started": "2026-11-22T07:00:00+01:00"}
    assert ended.changes("07:20", IN_BERLIN, earlier) == {"ended": "2026-11-22T07:20:00+01:00"}
    with pytest.raises(ValueError, match="before it began"):
        ended.changes("07:20", IN_BERLIN)


@pytest.mark.long
async def test_the_morning_after_and_the_time_of_a_session_are_corrected_and_undone(tmp_path: Path) -> None:
    async with running(tmp_path, size=(80, 40), entries=example_entries()) as pilot:
        journal: Journal = pilot.app.records.journal  # type: ignore[attr-defined]
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "Highest during", "The morning after", "Began", "2026-11-22 18:30")
        await pilot.press("tab", "tab", "tab", "tab", "tab", "7", "tab", "x")
        await until_shown(pilot, "The morning after better, same, worse, or empty")
        assert "enter done" not in text(pilot.app)
        await pilot.press("escape")
        await until_shown(pilot, "Drop what you typed?")
        await pilot.press("escape")
        await until_gone(pilot, "Drop what you typed?")
        await pilot.press("backspace", "b", "tab", *(["backspace"] * 5), *"07:15")
        await until_shown(pilot, "enter done")
        await pilot.press("enter")
        await until_shown(pilot, "Corrected; what stood before is kept")
        entry: Any = journal.get("new")
        assert (entry["worst"], entry["next_day"], entry["started"]) == (7, "better", "2026-11-22T07:15:00+01:00")
        assert {edit["field"] for edit in entry["edits"]} >= {"worst", "next_day", "started"}
        await pilot.press("enter")
        await until_shown(pilot, "next day better", "highest 7", "began was Sun 22 Nov 2026, 18:30", "next day was -")
        await pilot.press("u")
        await until(pilot, lambda: journal.get("new") == example_entries()[0])


@pytest.mark.long
async def test_the_pain_of_a_week_is_corrected_on_its_scale_and_moved_to_another_day(tmp_path: Path) -> None:
    week: Any = {**factories.log("week", started=at(2)), "kind": "week", "pain": 4}
    async with running(tmp_path, size=(80, 30), entries=[week]) as pilot:
        found: Any = pilot.app.records.journal.get  # type: ignore[attr-defined]
        await open_journal(pilot, "pain, 7 days")
        await pilot.press("e")
        await until_shown(pilot, "so far 4")
        await pilot.press("6", "tab", "tab", *(["backspace"] * 8), *"18 08:00", "enter")
        await until_shown(pilot, "Corrected")
        assert (found("week")["pain"], found("week")["started"]) == (6, "2026-11-18T08:00:00+01:00")


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_in_a_small_window_every_field_comes_into_view(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size, entries=example_entries()) as pilot:
        await open_journal(pilot, "5")
        await pilot.press("e", "tab", "tab", "tab", "tab", "!")
        await until_shown(pilot, "right side shakier!")
        await pilot.press("tab", "9")
        await until_shown(pilot, "Highest during")
        await pilot.press("tab", "q")
        await until_shown(pilot, "The morning after better, same")
        await pilot.press("tab")
        await until_shown(pilot, "Began", "2026-11-22 18:30")


@pytest.mark.long
async def test_routine_end_steps_and_stop_are_corrected_named_in_words_and_undone(tmp_path: Path) -> None:
    async with running(tmp_path, size=(100, 60), entries=example_entries()) as pilot:
        journal: Journal = pilot.app.records.journal  # type: ignore[attr-defined]
        await open_journal(pilot)
        await pilot.press("e")
        await until_shown(pilot, "Ended", "Routine", "Full L5", "Stopped by", "Bird dog, right", "8 of 10, held 40 s")
        form: Any = pilot.app.screen
        for field, typed in (
            ("started", "18:00"),
            ("routine", "morning"),
            ("status", "part of it"),
            ("stop", "ended early"),
            ("steps-0", "not done"),
            ("steps-1", "done, held 50 s, 110 s"),
        ):
            form.query_one(f"#{field}").value = typed
        await until_shown(pilot, "Ended becomes 2026-11-22 18:30", "enter done")
        form.query_one("#steps-1").focus()
        await pilot.press("enter")
        await until_shown(pilot, "Corrected; what stood before is kept")
        entry: Any = journal.get("new")
        assert (entry["routine"], entry["status"], entry["stop"]) == (
            {"id": "morning", "name": "Morning"},
            "partial",
            "person",
        )
        assert [(step["outcome"], step["reps"], step["seconds"]) for step in entry["steps"]] == [
            ("skipped", 0, 0.0),
            ("done", 10, 110.0),
        ]
        await pilot.press("enter")
        await until_shown(
            pilot,
            "routine was Full L5",
            "stopped by was -",
            "done was all of it",
            "Bird dog, left, times was 10",
            "Bird dog, right, seconds in all was 88",
            "Bird dog, right was part of it",
        )
        await pilot.press("u")
        await until(pilot, lambda: journal.get("new") == example_entries()[0])


@pytest.mark.long
async def test_a_stop_that_is_entered_afterwards_holds_for_the_next_session(tmp_path: Path) -> None:
    """And taking it out again lifts nothing: that is what the safety questions are for."""
    async with running(tmp_path, size=(100, 60), entries=[factories.session("new", started=at(-0.1))]) as pilot:
        journal: Journal = pilot.app.records.journal  # type: ignore[attr-defined]
        await open_journal(pilot, "5 → 3")
        for typed in ("dizzy", ""):
            await pilot.press("e")
            await until_shown(pilot, "Stopped by")
            form: Any = pilot.app.screen
            form.query_one("#stop").value = typed
            form.query_one("#stop").focus()
            await pilot.press("enter")
            await until_shown(pilot, "Corrected. What was said about safety stays as it is.")
        await until(pilot, lambda: [one for one in journal.entries() if one.get("stop") == "S6"])
        [stop] = [one for one in journal.entries() if one.get("stop") == "S6"]
        assert (stop["kind"], stop["session"]) == ("safety", "new")  # type: ignore[typeddict-item]
        assert pilot.app.gate().need is not None  # type: ignore[attr-defined]
