from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from l5tui.journal.store import Journal
from l5tui.library import load
from l5tui.tui.widgets.figure import FigureWidget
from tests.tui.reading import lines, part, text, until, until_gone, until_shown, words
from tests.tui.running import SIZES, Size, running

CONTENT = load()
ESSENTIAL = (
    "It does not examine you",
    "nothing in it is a diagnosis",
    "See a health professional before you start, above all if your pain is severe",
    "No clinician has reviewed this app. It is not a medical device and does not replace care.",
)


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_start_shows_the_notice_and_asks_to_go_on(tmp_path: Path, size: Size) -> None:
    """At 40x12 it goes on below, and says so; the answer stands there all the while."""
    async with running(tmp_path, size=size, notice_read=False) as pilot:
        await until_shown(pilot, "Before you begin", "enter I have read this, go on")
        read = part(pilot.app, "PageWidget")
        if size == (40, 12):
            while "more" in part(pilot.app, "ReaderWidget"):
                assert "pagedown" in part(pilot.app, "ReaderWidget")
                await pilot.press("pagedown")
                await until_shown(pilot, "enter I have read this")
                read += " " + part(pilot.app, "PageWidget")
        for sentence in ESSENTIAL:
            assert all(word in read for word in sentence.split())
            assert size == (40, 12) or sentence in read
        assert max(len(line.strip()) for line in lines(pilot.app)) <= 56


async def test_the_notice_is_shown_only_once(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False) as pilot:
        await pilot.press("enter")
        await until_shown(pilot, "Full L5 enter start")
        await until(pilot, lambda: Journal(tmp_path / "journal.json").entries())
    kept = Journal(tmp_path / "journal.json").entries()
    assert [(entry["kind"], entry.get("about"), entry.get("to")) for entry in kept] == [("decision", "notice", "read")]
    async with running(tmp_path, notice_read=False) as pilot:
        await until_shown(pilot, "Full L5 enter start")


async def test_quitting_at_the_notice_keeps_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False) as pilot:
        await until_shown(pilot, "q quit")
        await pilot.press("q")
        await until(pilot, lambda: not pilot.app.is_running)
        assert pilot.app.return_code == 0
    assert not Journal(tmp_path / "journal.json").entries()


async def test_no_other_key_leaves_the_notice(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False) as pilot:
        await pilot.press("escape", "f", "1", "tab", "L", "question_mark", "slash", "s", "x")
        await until_shown(pilot, "Before you begin", "enter I have read this, go on")


@pytest.mark.long
async def test_the_notice_opens_from_the_help_and_closes_without_a_question(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        for close in ("enter", "escape", "q"):
            await pilot.press("question_mark", "n")
            await until_shown(pilot, "Before you begin", "enter close")
            assert "I have read this" not in words(pilot.app)
            await pilot.press(close)
            await until_shown(pilot, "All keys here")
            await pilot.press("escape")
            await until_shown(pilot, "Full L5 enter start")
    decisions = [entry for entry in Journal(tmp_path / "journal.json").entries() if entry["kind"] == "decision"]
    assert len(decisions) == 1, "reading it again is no decision"


async def test_the_notice_is_shown_even_when_its_file_is_missing(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False, library=replace(CONTENT, guides=())) as pilot:
        await until_shown(pilot, "It is not a diagnosis", "See a health professional", "No clinician has reviewed")


@pytest.mark.long
async def test_the_notice_raises_no_error_at_any_window_size(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False, ascii=True) as pilot:
        for size in ((1, 1), (0, 0), (40, 12), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.press("end", "pageup")
        await until_shown(pilot, "enter I have read this, go on")
        assert text(pilot.app).isascii()
        await pilot.press("enter")
        await until_gone(pilot, "I have read this")


async def test_a_still_figure_is_shown_above_the_notice_where_there_is_room(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False) as pilot:
        view = pilot.app.screen.query_one("#figure", FigureWidget)
        await until(pilot, lambda: view.display and view.canvas and any(row.strip() for row in view.canvas.rows))
        assert view.region.bottom < pilot.app.screen.query_one("PageWidget").region.y
        await pilot.resize_terminal(80, 18)
        await until(pilot, lambda: not view.display)
        await until_shown(pilot, "Before you begin", *ESSENTIAL[:1], "enter I have read this, go on")


async def test_the_figure_gives_way_to_a_line_that_says_what_went_wrong(tmp_path: Path) -> None:
    async with running(tmp_path, notice_read=False, notices=("mine.toml: it is not TOML. Mend it",)) as pilot:
        await until_shown(pilot, "mine.toml: it is not TOML", *ESSENTIAL, "q quit")
