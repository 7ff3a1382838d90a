"""My questions in the journal: activities, the pain of the week, and the RMDQ, each with its own small chart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config import clock as system_clock
from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader, new_activity, new_form, new_week
from l5tui.domain.regular_questions import Answer, RegularQuestions, chosen, new_choice
from l5tui.journal.drafts import Draft, draft_lines, entry_from_draft
from l5tui.tui.journal.entry_detail import page
from l5tui.tui.journal.small_chart import bars, number_words
from tests.journal.test_draft_entries import HEADER
from tests.tui.conftest import NOW
from tests.tui.example_journal import at, open_journal
from tests.tui.reading import until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running


@pytest.fixture(autouse=True)
def wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_clock, "_wall", lambda: NOW)


def header(hours_ago: float) -> EntryHeader:
    return EntryHeader(f"u{hours_ago}", at(hours_ago), "Europe/Zurich", "test")


def choice(**what: Any) -> Entry:
    return new_choice(header(9000), RegularQuestions(**what), RegularQuestions())


def of_kind(pilot: Pilot[int], kind: str) -> list[Any]:
    return [entry for entry in pilot.app.entries if entry["kind"] == kind]  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SMALLEST)
async def test_an_activity_is_added_in_own_words_and_answered(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("m")
        await until_shown(pilot, "My activities", "add an activity of yours")
        await pilot.press("enter", *"[b]stairs", "enter")
        await until_shown(pilot, "[b]stairs", "due")
        assert chosen(pilot.app.entries).activities == ("[b]stairs",)  # type: ignore[attr-defined]
        await pilot.press("home", "enter")
        await until_shown(pilot, "How hard is it today?", "no trouble", "I cannot do it")
        await pilot.press("7", "enter")
        await until(pilot, lambda: bool(of_kind(pilot, "activity")))
        [entry] = of_kind(pilot, "activity")
        assert (entry["name"], entry["score"]) == ("[b]stairs", 7)
        await until(pilot, lambda: "due" not in words(pilot.app))
        assert not pilot.app.records.drafts.typed  # type: ignore[attr-defined]


@pytest.mark.long
async def test_an_activity_is_taken_away_and_its_answers_stay(tmp_path: Path) -> None:
    entries = [choice(activities=("stairs",)), new_activity(header(3), "stairs", 4)]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "stairs")
        await pilot.press("m")
        await until_shown(pilot, "asked every two weeks")
        await pilot.press("d")
        await until(pilot, lambda: chosen(pilot.app.entries).activities == ())  # type: ignore[attr-defined]
        assert len(of_kind(pilot, "activity")) == 1


@pytest.mark.long
async def test_week_and_rmdq_are_off_until_asked_for(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("m")
        await until_shown(pilot, "Pain over 7 days, off", "RMDQ questionnaire, off")
        await pilot.press("down", "space")
        await until_shown(pilot, "Pain over 7 days, weekly")
        await pilot.press("down", "space")
        await until_shown(pilot, "RMDQ questionnaire, every 4 weeks", "Spine 1983; 8: 141-144.")
        assert chosen(pilot.app.entries) == RegularQuestions(week=True, rmdq=True)  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until_shown(pilot, "m questionnaire due")


async def read_to_the_end(pilot: Pilot[int], key: str = "enter") -> str:
    """Turn the pages until all statements were in sight; what stood on them."""
    seen = [page_of(pilot)]
    while "to read" in seen[-1]:
        assert len(seen) < 30
        await pilot.press(key)
        await until(pilot, lambda: page_of(pilot) != seen[-1])
        seen.append(page_of(pilot))
    return " ".join(seen)


def page_of(pilot: Pilot[int]) -> str:
    """What is shown, without the marks of the highlighted row and the frame of the window."""
    return " ".join(words(pilot.app).replace("▌", " ").split())


async def open_rmdq(pilot: Pilot[int]) -> None:
    await open_journal(pilot, "Nothing here yet.")
    await pilot.press("m", "down", "down", "enter")
    await until_shown(pilot, "When your back hurts", "0/24")


@pytest.mark.parametrize("size", [(40, 12), (60, 14)])
async def test_the_rmdq_is_done_only_after_each_statement_was_in_sight(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_rmdq(pilot)
        await pilot.press("end")
        await until(pilot, lambda: "24 I stay in bed most of the time because of my back." in page_of(pilot))
        await until_shown(pilot, "enter read on,")
        assert "done" not in words(pilot.app), "the statements before weren't in sight"
        at_the_end = page_of(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "24 I stay" not in words(pilot.app))
        await pilot.press("home")
        await until_shown(pilot, "When your back hurts")
        seen = at_the_end + await read_to_the_end(pilot)
        for statement in rmdq.STATEMENTS:
            assert statement in seen
        assert of_kind(pilot, "form") == []
        await pilot.press("enter")
        await until(pilot, lambda: bool(of_kind(pilot, "form")))


@pytest.mark.long
@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_pagedown_shows_every_line_of_the_rmdq_with_its_score_and_source(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_rmdq(pilot)
        seen = await read_to_the_end(pilot, "pagedown")
        await pilot.press("pagedown", "pagedown")
        await until_shown(pilot, "done, 0 of 24 ticked")
        seen += page_of(pilot)
        for line in (*rmdq.STATEMENTS, "Spine 1983; 8: 141-144.", "The score is the number of ticks, 0 to 24."):
            assert line in seen
        assert all(one.split()[-1] in seen for one in rmdq.INSTRUCTION)
        before = page_of(pilot)
        await pilot.press("pageup")
        await until(pilot, lambda: page_of(pilot) != before)
        for _ in range(30):
            await pilot.press("up")
        await until_shown(pilot, "When your back hurts")


@pytest.mark.long
@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_down_from_the_last_statement_shows_the_score_and_the_source(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await open_rmdq(pilot)
        await pilot.press(*["down"] * 26)
        await until_shown(pilot, "[ ] 24", "Spine 1983; 8: 141-144.", "done, 0 of 24 ticked")


async def test_a_statement_out_of_sight_can_not_be_ticked(tmp_path: Path) -> None:
    async with running(tmp_path, size=(40, 12)) as pilot:
        await open_rmdq(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "When your back hurts" not in words(pilot.app))
        while "[ ] 1 I stay at home most of the time because of my back." not in page_of(pilot):
            assert "22 to read" not in page_of(pilot)
            await pilot.press("enter")
            await pilot.pause()
        assert "0/24" in words(pilot.app)
        await pilot.press("space")
        await until_shown(pilot, "[x] 1", "1/24", "enter read on")
        [draft] = pilot.app.records.drafts.typed  # type: ignore[attr-defined]
        assert (draft.form, draft.values, draft.about) == ("form", {"ticks": [1]}, "rmdq")
        await read_to_the_end(pilot)
        await pilot.press("end", "space", "enter")
        await until(pilot, lambda: bool(of_kind(pilot, "form")))
        [entry] = of_kind(pilot, "form")
        assert (entry["name"], entry["ticks"]) == ("rmdq", [1, 24])
        assert not pilot.app.records.drafts.typed  # type: ignore[attr-defined]


@pytest.mark.long
async def test_a_questionnaire_that_was_begun_goes_on_after_a_restart_and_is_no_entry(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("m", "down", "down", "enter")
        await until_shown(pilot, "0/24")
        await pilot.press("space", "escape")
        await until_shown(pilot, "RMDQ questionnaire, begun")
        await pilot.press("enter")
        await until_shown(pilot, "1/24")
        pilot.app.records.drafts.keep()  # type: ignore[attr-defined]
    async with running(tmp_path, notice_read=False, screened=False) as pilot:
        await open_journal(pilot, "Nothing here yet.")
        await pilot.press("m", "down", "down")
        await until_shown(pilot, "RMDQ questionnaire, begun")
        assert of_kind(pilot, "form") == []
        await pilot.press("enter")
        await until_shown(pilot, "[x] 1", "1/24")
        await read_to_the_end(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: bool(of_kind(pilot, "form")))
        assert of_kind(pilot, "form")[0]["ticks"] == [1]
        await until(pilot, lambda: pilot.app.records.drafts.left() == [])  # type: ignore[attr-defined]


@pytest.mark.long
async def test_the_page_of_an_entry_has_its_own_chart_from_two_answers_on(tmp_path: Path) -> None:
    entries: list[Entry] = [
        new_form(header(1), rmdq.RMDQ, range(1, 10)),
        new_form(header(700), rmdq.RMDQ, range(1, 13)),
        new_week(header(2), 4),
    ]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "RMDQ", "9/24")
        await pilot.press("enter")
        await until_shown(
            pilot, "ticked 9/24", "So far", "12/24 → 9/24, about the same, n = 2", "often fall on their own"
        )
        await pilot.press("escape", "down", "enter")
        await until_shown(pilot, "average 4")
        assert "So far" not in words(pilot.app), "one answer is no trend"


@pytest.mark.long
async def test_the_rmdq_can_be_corrected(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[new_form(header(1), rmdq.RMDQ, [1, 2])]) as pilot:
        await open_journal(pilot, "RMDQ")
        await pilot.press("e")
        await until_shown(pilot, "2/24")
        await pilot.press("end", "space", "enter")
        await until_shown(pilot, "Corrected", "3/24")
        [entry] = of_kind(pilot, "form")
        assert [(edit["field"], edit["was"]) for edit in entry["edits"]] == [("ticks", [1, 2])]
        await pilot.press("enter")
        await until_shown(pilot, "ticked was 2 of 24: 1, 2")


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_the_day_of_the_rmdq_can_be_corrected_with_its_ticks(tmp_path: Path, size: Size) -> None:
    at = header(1).at
    async with running(tmp_path, size=size, entries=[new_form(header(1), rmdq.RMDQ, [1, 2])]) as pilot:
        await open_journal(pilot, "RMDQ")
        await pilot.press("e")
        await until_shown(pilot, "2/24", "Began", at[:16].replace("T", " "))
        await pilot.press("tab", *["backspace"] * 16, *"2026-13")
        await until_shown(pilot, "Began: that is no time")
        await pilot.press("enter", "shift+tab", "end", "space", "escape")
        await until_shown(pilot, "Drop what you typed?")
        await pilot.press("escape")
        await until_gone(pilot, "Drop what you typed?")
        await pilot.press("tab", *["backspace"] * 7, *"2026-11-20 08:15", "enter")
        await until_shown(pilot, "Corrected", "20 Nov")
        [entry] = of_kind(pilot, "form")
        assert entry["started"].startswith("2026-11-20T08:15:00")
        assert entry["ticks"] == [1, 2, 24]


def test_the_page_of_the_rmdq_names_what_was_ticked_and_the_source() -> None:
    blocks = page(new_form(HEADER, rmdq.RMDQ, [24, 2]), {})
    shown = [line.plain.strip() for block in blocks for line in block.lines(80)]
    assert shown[-4:-2] == [f"2  {rmdq.STATEMENTS[1]}", f"24  {rmdq.STATEMENTS[23]}"]
    assert "1983" in " ".join(shown[-2:])


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("name", ["漢字" * 10, "W" * 39, "stairs"])
async def test_an_activity_with_a_wide_name_keeps_its_chart(tmp_path: Path, size: Size, name: str) -> None:
    given = [new_activity(header(24 * ago), name, 10 if ago == 1 else 2) for ago in range(1, 29)]
    async with running(tmp_path, size=size, entries=[*given, choice(activities=(name,))]) as pilot:
        await open_journal(pilot, name[:4])
        await pilot.press("m")
        await until_shown(pilot, name[:4], "▂█")
        if size[0] >= 80:
            await until_shown(pilot, "2 → 10, n = 28")


def test_a_chart_needs_two_answers_and_shows_them_as_they_are() -> None:
    found = [Answer(NOW.date(), score) for score in (10, 0, 5)]
    assert (bars(found[:1], 10, ascii_only=False), number_words("activity", "x", found[:1])) == ("", "")
    assert bars(found, 10, ascii_only=False)[:2] == "█▁"
    assert bars(found, 10, ascii_only=True) == "10 0 5"
    assert number_words("activity", "x", found) == "10 → 5, n = 3"


@pytest.mark.parametrize(
    ("draft", "kind", "fields"),
    [
        (Draft("d", "activity", at(1), {"score": 4}, None, "stairs"), "activity", {"name": "stairs", "score": 4}),
        (Draft("d", "week", at(1), {"pain": 6}), "week", {"pain": 6}),
        (Draft("d", "form", at(1), {"ticks": [3, 1, "x"]}, None, "rmdq"), "form", {"name": "rmdq", "ticks": [1, 3]}),
    ],
)
def test_a_draft_of_an_answer_becomes_its_entry(draft: Draft, kind: str, fields: dict[str, Any]) -> None:
    entry: Any = entry_from_draft(draft, HEADER, None)
    assert entry["kind"] == kind
    assert {name: entry[name] for name in fields} == fields
    assert draft_lines(draft)
