"""What stands where in a session: blank lines between bar, next and keys, and what gives way in low windows."""

from __future__ import annotations

from pathlib import Path

from l5tui.tui.session.layout_widgets import ProgressBarWidget
from l5tui.tui.widgets.big_text import BigTextWidget
from tests.tui.reading import lines, until
from tests.tui.running import Size
from tests.tui.session.guided_session import Session, guided

LEFT_OF_IT = {"side": "LEFT", "cue": "hold now", "next": "next ", "bar": "▁"}
"""What is on screen of each part, from the last to the first that gives way."""


async def resized(session: Session, size: Size) -> list[str]:
    """The rows of the screen at another size."""
    await session.pilot.resize_terminal(*size)
    await until(session.pilot, lambda: len(lines(session.app)) == size[1])
    await session.pilot.pause()
    await session.pilot.pause()
    return lines(session.app)


def row_of(rows: list[str], what: str) -> int:
    """The only row with these words or signs."""
    [row] = [y for y, line in enumerate(rows) if what in line]
    return row


async def test_bar_next_and_keys_have_one_blank_row_between_them(tmp_path: Path) -> None:
    async with guided(tmp_path) as session:
        await session.after(14)
        for size in ((80, 24), (80, 20), (80, 14), (100, 30), (120, 40), (200, 60), (40, 24), (40, 13), (40, 12)):
            rows = await resized(session, size)
            bar, coming, keys = (row_of(rows, what) for what in ("▁", "next ", "space pause"))
            assert (bar + 2, coming + 2) == (coming, keys), size
            assert not rows[bar + 1] + rows[coming + 1], size
            assert keys == size[1] - 1


async def test_in_low_windows_parts_give_way_one_at_a_time(tmp_path: Path) -> None:
    """The bar first, then what comes next, the cue and the side. Word, count and x are the last."""
    async with guided(tmp_path, size=(80, 24)) as session:
        await session.press("shift+right")
        await session.after(14)
        before = set(LEFT_OF_IT)
        gone: list[str] = []
        for height in range(12, 3, -1):
            rows = await resized(session, (40, height))
            shown = {part for part, what in LEFT_OF_IT.items() if any(what in row for row in rows)}
            assert "x it hurts" in rows[-1]
            for widget in ("#word", "#count"):
                glyphs = session.screen.query_one(widget, BigTextWidget)
                assert len(glyphs.drawn(glyphs.size.width) or ()) >= 3, (widget, height)
                assert glyphs.region.bottom <= height - 1
            assert len(before - shown) <= 1, height
            gone += before - shown
            before = shown
        assert gone == ["bar", "next", "cue", "side"]


async def test_in_the_smallest_window_long_words_are_as_tall_as_hold(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(40, 12)) as session:
        await session.after(14)
        large, count = (session.screen.query_one(one, BigTextWidget) for one in ("#word", "#count"))
        for word, seconds in (("HOLD", 20), ("REACH", 12), ("RELEASE", 2), ("SWITCH", 5), ("PAUSED", 30)):
            large.text, count.text, count.digits = word, str(seconds), len(str(seconds))
            await session.pilot.pause()
            await session.pilot.pause()
            wide = {1: 6, 2: 13}[count.digits]
            assert (large.size.width, count.size.width) == (38 - wide, wide)
            assert len(large.drawn(large.size.width) or ()) == 3, word


async def test_the_figure_has_all_the_room_of_a_large_window(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(200, 60)) as session:
        stage = session.screen.query_one("#stage")
        figure = session.screen.query_one("#figure")
        assert figure.size == stage.size
        assert figure.size.width == 196


async def test_in_a_long_hold_the_bar_moves_with_the_count(tmp_path: Path) -> None:
    """A change of it by itself is a picture more, on a slow line, too; in a short phase it moves cell by cell."""
    async with guided(tmp_path, size=(80, 24)) as session:
        bar = session.screen.query_one("#bar", ProgressBarWidget)
        await session.after(12)
        assert session.count == "20"
        shown = []
        for _ in range(16):
            await session.after(0.25)
            shown.append((session.count, bar.cells))
        assert len(set(shown)) == 5
        await session.press("right")
        assert session.word == "LOWER"
        lowered = []
        for _ in range(8):
            await session.after(0.25)
            lowered.append(bar.cells)
        assert len(set(lowered)) == 8


async def test_a_hold_has_fewer_frames_than_a_movement_and_a_pause_none(tmp_path: Path) -> None:
    async with guided(tmp_path, size=(80, 24)) as session:
        screen = session.screen
        await session.after(10.5)
        assert session.word == "LIFT"
        moving = screen.frame_s(screen.moment)
        await session.after(4)
        assert session.word == "HOLD"
        holding = screen.frame_s(screen.moment)
        assert moving
        assert holding
        assert holding >= 2 * moving
        await session.press("space")
        assert screen.frame_s(screen.moment) is None


async def test_in_ascii_the_word_is_large_and_cue_and_breath_stay(tmp_path: Path) -> None:
    for size in ((80, 24), (100, 30)):
        (tmp_path / str(size)).mkdir()
        async with guided(tmp_path / str(size), size=size, ascii=True) as session:
            await session.after(14)
            rows = lines(session.app)
            assert sum("##" in row[:20] for row in rows) >= 5
            bar = max(y for y, row in enumerate(rows) if row.startswith("  ##"))
            assert row_of(rows, "hold now") < row_of(rows, "breathe easily") < bar
