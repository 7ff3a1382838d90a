from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from l5tui.library import load
from l5tui.tui.widgets.scrolling import BETWEEN, PageWidget
from tests.tui.reading import line_with, lines, part, style_of, text, until, until_gone, until_shown, words
from tests.tui.running import SMALLEST, Size, running

pytestmark = pytest.mark.long
"""Each of these opens the whole app; .ci/run runs them."""

CONTENT = load()
PAGES = [guide for guide in CONTENT.guides if guide.id != "notice"]


@pytest.mark.parametrize("size", SMALLEST)
async def test_every_page_is_in_the_list_and_can_be_read(tmp_path: Path, size: Size) -> None:
    """The notice has a screen of its own."""
    async with running(tmp_path, size=size) as pilot:
        await pilot.press("G")
        for guide in PAGES:
            await until_shown(pilot, f"▌{guide.title}", within="#list")
            if size != (40, 12):
                await until_shown(pilot, guide.title, within="#page")
            await pilot.press("down")
        await pilot.press("up", "enter")
        await until_shown(pilot, PAGES[-1].title, within="#page")
        assert "Before you begin" not in words(pilot.app)


async def test_highlighting_another_row_shows_its_page_from_the_top(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("G", "pagedown", "down")
        await until_shown(pilot, "Four symptoms The article lists four [ART].", within="#page")


async def test_a_page_ends_with_its_sources_in_muted_text(tmp_path: Path) -> None:
    async with running(tmp_path, size=(100, 60)) as pilot:
        await pilot.press("G", "down")
        await until_shown(pilot, "Sources: ART, WHO23, NHS, MAY18, DERM", within="#page")
        assert text(pilot.app).count("Sources:") == 1
        assert "**" not in text(pilot.app)
        quiet, read = style_of(pilot.app, "Sources:"), style_of(pilot.app, "An ache")
        assert quiet.color != read.color


async def test_with_the_page_focused_up_and_down_scroll_and_left_returns_to_the_list(tmp_path: Path) -> None:
    async with running(tmp_path, size=(40, 12)) as pilot:
        await pilot.press("G", "enter")
        await until_shown(pilot, "Your low back has five bones", "scroll")
        first = part(pilot.app, "PageWidget")
        await pilot.press("down", "j")
        await until_gone(pilot, "L4-L5 and L5-S1 Your low back")
        await pilot.press("end")
        await until_shown(pilot, "Sources:")
        assert "more" not in part(pilot.app, "ReaderWidget")
        await pilot.press("home")
        await until_shown(pilot, first)
        await pilot.press("left")
        await until_shown(pilot, "Four symptoms", "choose")


async def test_widening_the_window_while_the_page_is_open_shows_list_and_page(tmp_path: Path) -> None:
    async with running(tmp_path, size=(40, 12)) as pilot:
        await pilot.press("G", "enter")
        await pilot.resize_terminal(100, 30)
        await until_shown(pilot, "Key takeaways", "Your low back has five bones")
        for size in ((1, 1), (0, 0), (60, 12)):
            await pilot.resize_terminal(*size)
        await pilot.press("escape")
        await until_shown(pilot, "Four other strategies", "choose")
        await until_shown(pilot, "Your low back has five bones", within="#page")


async def test_tab_goes_through_the_places_and_starts_over(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("shift+tab")
        await until_shown(pilot, "Your low back has five bones")
        await pilot.press("tab")
        await until_shown(pilot, "Full L5 enter start")
        await pilot.press("G", "L")
        await until_shown(pilot, "Full L5 enter start")


async def test_a_missing_guide_file_is_reported(tmp_path: Path) -> None:
    async with running(tmp_path, library=replace(CONTENT, guides=())) as pilot:
        await pilot.press("G")
        await until_shown(pilot, "The guide is missing.", within="#page")
        await pilot.press("enter", "down", "pagedown", "escape")
        await until_shown(pilot, "The guide is missing.", within="#page")


async def test_guide_text_is_not_parsed_as_markup_and_is_ascii_where_signs_are_plain(tmp_path: Path) -> None:
    page = replace(PAGES[0], text="# [bold]A[/]\n\n- “one” → 漢 [/]\n")
    async with running(tmp_path, library=replace(CONTENT, guides=(page,)), ascii=True) as pilot:
        await pilot.press("G")
        await until_shown(pilot, '[bold]A[/] - "one" > ?? [/]', within="#page")
        assert text(pilot.app).isascii()
        assert line_with(pilot.app, PAGES[0].title).startswith(" >")


@pytest.mark.parametrize("size", [(160, 24), (160, 48), (200, 60)])
async def test_a_wide_window_shows_each_page_in_two_columns_and_leaves_out_no_line(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size) as pilot:
        await pilot.press("G")
        for _ in PAGES:
            page = pilot.app.screen.query_one(PageWidget)
            wanted = [line.plain.strip() for line in page.page_visual.lines((page.size.width - BETWEEN) // 2)]
            await until(pilot, lambda page=page: column_texts(pilot, page)[1], "a second column")  # type: ignore[misc]
            seen = [line for column in column_texts(pilot, page) for line in column]
            while page.below:
                await pilot.press("pagedown")
                await pilot.pause()
                seen += [line for column in column_texts(pilot, page) for line in column]
            assert [line for line in wanted if line not in seen] == []
            await pilot.press("down")
            await pilot.pause()


def column_texts(pilot: Pilot[int], page: PageWidget) -> tuple[list[str], list[str]]:
    """The lines of the two columns, without blank ones."""
    region, half = page.region, (page.size.width - BETWEEN) // 2
    rows = [row.ljust(region.right)[region.x : region.right] for row in lines(pilot.app)[region.y : region.bottom]]
    left, right = ([row[part].strip() for row in rows] for part in (slice(half), slice(half + BETWEEN, None)))
    return [*left, ""], [row for row in right if row]
