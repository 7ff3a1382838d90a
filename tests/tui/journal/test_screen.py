"""The journal screen: chart, list and entry, at every window size and on every kind of terminal."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import new_decision
from l5tui.tui.journal import entry_list
from l5tui.tui.journal.entry_list import EntryListWidget
from tests import factories
from tests.tui.conftest import NOW
from tests.tui.example_journal import at, example_entries, open_journal
from tests.tui.reading import line_with, lines, part, style_of, text, until, until_gone, until_shown, words
from tests.tui.running import SIZES, SMALLEST, Size, running

LONG = pytest.mark.long
WINDOWS = (*SIZES[:2], *(pytest.param(size, marks=LONG) for size in (*SIZES[2:], (100, 30), (80, 20), (60, 16))))


def other_than(pilot: Pilot[int], before: str) -> bool:
    return text(pilot.app) != before


async def test_entries_are_listed_newest_first_with_their_change_in_words(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[*example_entries(), new_decision(new_header(), "dose", 2)]) as pilot:
        await open_journal(pilot)
        rows = [" ".join(line.split()) for line in lines(pilot.app)[18:22]]
        assert rows == [
            "▌Sun 22 Nov Full L5 3 min 5 → 3 lower",
            "Sat 21 Nov Morning 19 min 4 → 4 about the same",
            "Fri 20 Nov pain score 6",
            "Thu 19 Nov Full L5 19 min - → 2 no second score",
        ]
        await pilot.press("end")
        await until_shown(pilot, "▌Thu 19 Nov Full L5 19 min 9 → 9 10 times faster")
        assert "3 scores in 30 days, 1 not answered" in text(pilot.app), "the fast one is listed and not counted"


async def test_a_wide_window_shows_the_highlighted_entry_beside_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, size=(100, 30), entries=example_entries()) as pilot:
        await open_journal(pilot, "Sun 22 Nov 2026, 18:30", "pain 5 → 3, lower")
        await pilot.press("down", "down")
        await until_shown(pilot, "Fri 20 Nov 2026, 07:30", "after gardening")


async def test_enter_opens_the_entry_in_the_whole_window_and_esc_closes_it(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("enter")
        await until_shown(pilot, "Full L5, 0 of 1 exercise, 3:18 practised", "Bird dog level 1", "pain 5 → 3, lower")
        assert "left   10 of 10, held 50 s, 1:50 in all" in text(pilot.app)
        assert "right  part of it, 8 of 10, held 40 s, 88 s in all" in text(pilot.app)
        await pilot.press("escape")
        await until_shown(pilot, "4 → 4")


async def test_a_long_entry_is_read_to_its_end_by_paging(tmp_path: Path) -> None:
    note = "\n".join(f"line {number}" for number in range(60))
    async with running(tmp_path, entries=[factories.session("n", note=note, started=at(1))]) as pilot:
        await open_journal(pilot, "5 → 3")
        await pilot.press("enter")
        seen = ""
        while "line 59" not in seen:
            before = text(pilot.app)
            await pilot.press("pagedown")
            await until(pilot, partial(other_than, pilot, before))
            seen += text(pilot.app)
        assert all(f"line {number}" in seen for number in range(16, 60))


async def test_a_note_is_shown_as_text_and_never_parsed_as_markup(tmp_path: Path) -> None:
    note = "[bold]loud[/] [/]\nשלום עולם\n👩‍👩‍👧 fine\n\x1b[31mred\x07"
    async with running(tmp_path, entries=[factories.session("n", note=note, started=at(1))]) as pilot:
        await open_journal(pilot, "5 → 3")
        await pilot.press("enter")
        await until_shown(pilot, "[bold]loud[/] [/]", "שלום עולם", "👩‍👩‍👧 fine", "[31mred")


@pytest.mark.long
async def test_typing_a_filter_narrows_the_list_and_highlights_the_first_match(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("down", "down", "down", "slash", *"full")
        await until_gone(pilot, "4 → 4")
        assert "▌Thu 19 Nov" in text(pilot.app), "what was highlighted fits, and stays so"
        await pilot.press(*" lower")
        await until_shown(pilot, "▌Sun 22 Nov")
        await pilot.press(*"zzz")
        await until_shown(pilot, "Nothing called full lowerzzz. esc clear")
        await pilot.press("escape")
        await until_shown(pilot, "4 → 4")


@pytest.mark.long
async def test_an_entry_found_by_the_filter_can_be_opened_and_closed(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("slash", *"full", "down", "enter")
        await until_shown(pilot, "Thu 19 Nov 2026, 11:30")
        await pilot.press("escape")
        await until_shown(pilot, "/ full", "▌Thu 19 Nov")
        await pilot.press("escape")
        await until_shown(pilot, "4 → 4")


@pytest.mark.long
async def test_a_slash_on_a_kept_filter_begins_a_new_one(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("slash", *"shakier", "enter", "escape", "slash", *"20 nov")
        await until_shown(pilot, "/ 20 nov", "▌Fri 20 Nov")


async def test_t_shows_another_span_of_time(tmp_path: Path) -> None:
    entries = [factories.log("old", 3, started="2026-01-05T08:00:00+01:00"), factories.log("new", 3, started=at(1))]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "1 score in 30 days")
        for shown in ("1 score in 90 days", "2 scores in all", "Mo Tu We", "1 score in 7 days", "1 score in 30 days"):
            await pilot.press("t")
            await until_shown(pilot, shown)


async def test_entries_dated_tomorrow_in_another_zone_are_charted_and_show_their_zone(tmp_path: Path) -> None:
    """An entry keeps the local date where it was written, so the chart can reach one day past today."""
    minute = "2026-11-23T06:30:00"
    assert NOW.date().isoformat() < minute
    entries = [factories.log(zone, 3, started=minute + zone) for zone in ("+14:00", "+13:00")]
    async with running(tmp_path, entries=entries) as pilot:
        await open_journal(pilot, "2 scores in 30 days", "pain score UTC+14", "pain score UTC+13")
        for shown in ("2 scores in 90 days", "2 scores in all", "Mo Tu We", "2 scores in 7 days"):
            await pilot.press("t")
            await until_shown(pilot, shown)


async def test_an_empty_journal_says_what_it_will_show(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet.", "a write down a pain score now")
        assert "wobble" not in text(pilot.app), "no chart of nothing"


@pytest.mark.long
async def test_until_the_journal_is_open_it_is_not_said_to_be_empty(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        pilot.app.opened = False  # type: ignore[attr-defined]
        await open_journal(pilot, "The journal is being opened.")
        pilot.app.opened = True  # type: ignore[attr-defined]
        await until_shown(pilot, "Nothing here yet.")


async def test_a_journal_that_cannot_be_read_is_not_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "journal.json").mkdir()
    async with running(tmp_path, notice_read=False) as pilot:
        await pilot.press("enter")
        await open_journal(pilot, "Nothing to show.", "journal.json")


@pytest.mark.long
async def test_a_check_in_does_not_claim_to_be_saved_when_the_write_failed(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "How much pain", "saved as you go")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with running(elsewhere) as pilot:
        await open_journal(pilot, "Nothing here yet")
        (elsewhere / "journal.json").unlink()
        (elsewhere / "journal.json").mkdir()
        await pilot.press("a")
        await until_shown(pilot, "no pain")
        await pilot.press("5", "enter")
        await until_gone(pilot, "no pain")
        await pilot.press("L")
        await until_shown(pilot, "Full L5 enter start")
        await pilot.press("enter")
        await until_shown(pilot, "How much pain", "not saved yet", "is a folder")


ODD: list[dict[str, Any]] = [
    {"uid": "a", "kind": "session", "started": "not a time"},
    {"uid": "b", "kind": "session", "started": at(1), "before": 7, "after": None, "steps": [3, {}], "routine": "x"},
    {"uid": "c", "kind": "log", "started": at(2), "pain": "ten", "note": 5, "edits": ["?"]},
    {"uid": "d", "kind": "care", "started": at(3), "what": "massage", "new": {"field": 1}},
    {"uid": "e", "kind": "levitation", "started": at(4)},
    {"uid": "f", "started": at(5), "before": {"pain": True}, "active_s": "long", "speed": "fast"},
]


@pytest.mark.long
async def test_an_entry_of_another_program_shows_the_fields_that_are_understood(tmp_path: Path) -> None:
    good = factories.session("good", 5, 5, started=at(9))
    odd: Any = ODD
    async with running(tmp_path, size=(100, 30), entries=[good, *odd]) as pilot:
        await open_journal(pilot, "5 → 5", "massage", "levitation", "entry")
        for _ in ODD:
            await pilot.press("down")
        await until_shown(pilot, "▌-")
        for _ in ODD:
            await pilot.press("e", "escape", "up")
        assert pilot.app.fault is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", WINDOWS)
async def test_the_journal_screen_fits_every_window_size(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size, entries=example_entries()) as pilot:
        await open_journal(pilot, "5 → 3", "before", "after", "enter open", "a add")
        shown = text(pilot.app)
        assert ("●" in shown) == (size[0] >= 60 and size[1] >= 20)
        assert "cores often fall" in shown, "the note under each trend"
        assert "one point up or down is normal wobble" in shown
        assert "1 not answered" in shown
        await pilot.press("enter")
        await until_shown(pilot, "18:30")


@pytest.mark.long
async def test_after_a_resize_the_highlighted_entry_is_still_in_view(tmp_path: Path) -> None:
    many: list[Entry] = [factories.log(f"l{day}", 3, started=at(24 * day), note=f"n{day}") for day in range(60)]
    async with running(tmp_path, size=(100, 60), entries=many) as pilot:
        await open_journal(pilot, "pain score")
        await pilot.press("end")
        await until_shown(pilot, "n59")
        await pilot.resize_terminal(40, 12)
        await until_shown(pilot, "▌Thu 24 Sep")


@pytest.mark.long
async def test_on_a_limited_terminal_the_journal_is_ascii_and_the_highlighted_row_reversed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(tmp_path, entries=example_entries(), ascii=True) as pilot:
        await open_journal(pilot)
        await pilot.press("a")
        await until_shown(pilot, "no pain")
        await pilot.press("5")
        await until_shown(pilot, "[5]")
        assert text(pilot.app).isascii()
        await pilot.press("escape")
        await until_shown(pilot, "go on writing")
        assert text(pilot.app).isascii()
        await pilot.press("d")
        await until_shown(pilot, "about the same")
        assert text(pilot.app).isascii()
        assert style_of(pilot.app, "Full L5").reverse
        assert not style_of(pilot.app, "Morning").reverse


@pytest.mark.long
async def test_in_the_demo_the_chart_includes_sessions_at_any_speed(tmp_path: Path) -> None:
    fast = factories.session("fast", 9, 5, started=at(3), speed=10.0)
    async with running(tmp_path, entries=[fast], demo=True) as pilot:
        await open_journal(pilot, "1 score in 30 days", "9 → 5")
        assert line_with(pilot.app, "9 → 5").rstrip().endswith("lower")


@pytest.mark.long
async def test_only_visible_rows_are_formatted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening ten thousand entries must take no longer than opening ten.

    The scores are low: high ones are a reason to talk to someone, and telling it writes to the journal and reads it.
    """
    made: list[str] = []
    real = entry_list.row

    def counted(entry: Entry, *given: Any, **more: Any) -> Any:
        made.append(entry["uid"])
        return real(entry, *given, **more)

    monkeypatch.setattr(entry_list, "row", counted)
    many: list[Entry] = [factories.log(f"l{number}", number % 3, started=at(number / 9)) for number in range(10_000)]
    async with running(tmp_path) as pilot:
        pilot.app.entries = tuple(many)  # type: ignore[attr-defined]
        await open_journal(pilot, "pain score")
        await pilot.press("end")
        await until(pilot, lambda: pilot.app.screen.query_one(EntryListWidget).highlighted == 9_999)
        assert "↓" not in lines(pilot.app)[-2]
        assert "l9999" in made
        assert len(set(made)) < 30, "two windows of rows"
        await pilot.press("home")
        await until_shown(pilot, "↓ 9996 more")


async def test_a_change_made_while_another_place_is_open_is_shown_on_return(tmp_path: Path) -> None:
    async with running(tmp_path, entries=example_entries()) as pilot:
        await open_journal(pilot)
        await pilot.press("L")
        await until_shown(pilot, "ROUTINES")
        pilot.app.entries = (factories.log("fresh", 2, started=at(0)), *pilot.app.entries)  # type: ignore[attr-defined]
        await open_journal(pilot, "4 scores in 30 days")
        assert "2" in words(pilot.app)


@pytest.mark.long
@pytest.mark.parametrize("size", SMALLEST)
async def test_in_a_small_window_the_note_about_trends_can_be_read_in_full_in_the_help(
    tmp_path: Path, size: Size
) -> None:
    async with running(tmp_path, entries=example_entries(), size=size) as pilot:
        await open_journal(pilot, "Full")
        await pilot.press("question_mark")
        await until_shown(pilot, "All keys here")
        seen = ""
        while "This chart cannot show why." not in seen:
            assert "more" in part(pilot.app, "ReaderWidget"), seen
            seen += " " + part(pilot.app, "PageWidget")
            await pilot.press("pagedown")
            await pilot.pause()
        assert "People mostly start when pain is high, so scores often fall on their own." in seen


@pytest.mark.long
async def test_in_an_empty_journal_the_filter_does_not_open(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await open_journal(pilot, "Nothing here yet")
        await pilot.press("slash", "a")
        await until_shown(pilot, "A pain score")
