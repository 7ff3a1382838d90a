"""The emergency page shows its words and numbers first, at every window size and on every kind of terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from l5tui.tui.safety.emergency import NUMBERS, EmergencyScreen
from l5tui.tui.widgets.glyphs import fit, fit_number
from tests.tui.reading import lines, until_shown, words
from tests.tui.running import running

SENTENCES = (
    "Do not exercise.",
    "Call your emergency number now, or go to an emergency department.",
    "What you told us can be a sign of something serious.",
    "This app cannot tell what is wrong.",
)


def glyphs(shown: list[str], drawn: tuple[str, ...] | None) -> int:
    """The row in which these glyphs begin, or -1."""
    if drawn is None:
        return -1
    rows = [row.rstrip() for row in drawn]
    for top in range(len(shown) - len(rows) + 1):
        if all(row in line for row, line in zip(rows, shown[top:], strict=False)):
            return top
    return -1


async def opened(tmp_path: Path, size: tuple[int, int], number: str = "", **launch: bool) -> list[str]:
    """The page's rows in a window of this size."""
    async with running(tmp_path, size=size, **launch) as pilot:
        pilot.app.push_screen(EmergencyScreen("A rule's own words.", number=number))
        await until_shown(pilot, "Do not exercise.")
        if size[1] >= 24:
            for sentence in (*SENTENCES, "A rule's own words."):
                assert sentence in words(pilot.app)
        return lines(pilot.app)


@pytest.mark.parametrize(
    ("size", "large", "rows"),
    [
        ((80, 24), ("GET HELP NOW",), 3),
        ((60, 20), ("GET HELP NOW",), 3),
        ((100, 40), ("GET HELP", "NOW"), 5),
    ],
)
async def test_get_help_now_is_shown_large_above_everything_else(
    tmp_path: Path, size: tuple[int, int], large: tuple[str, ...], rows: int
) -> None:
    shown = await opened(tmp_path, size)
    tops = [glyphs(shown, fit(line, min(76, size[0] - 4), rows)) for line in large]
    assert tops == sorted(tops)
    assert tops[0] == 2
    assert "Do not exercise." in shown[tops[-1] + rows + 1]
    assert glyphs(shown, fit_number(NUMBERS, min(76, size[0] - 4), 5)) > tops[-1]


@pytest.mark.parametrize("size", [(40, 12), (50, 13)])
async def test_in_a_small_window_get_help_now_is_a_label_and_the_numbers_are_plain_text(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    shown = await opened(tmp_path, size)
    assert shown[1].strip() == "GET HELP NOW"
    assert any(line.split() == ["112", "999", "911"] for line in shown)


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_the_persons_own_emergency_number_comes_before_the_three_others(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    shown = await opened(tmp_path, size, number="144")
    (others,) = (row for row, line in enumerate(shown) if "112, 999 or 911" in line)
    own = glyphs(shown, fit_number("144", 76, 5)) if size[1] == 24 else [line.strip() for line in shown].index("144")
    assert 0 < own < others


async def test_with_plain_signs_the_emergency_page_says_the_same(tmp_path: Path) -> None:
    shown = await opened(tmp_path, (80, 30), ascii=True)
    assert all(line.isascii() for line in shown)
    assert any("#" in line for line in shown[:8])


async def test_in_the_smallest_window_the_emergency_page_says_how_to_leave_it(tmp_path: Path) -> None:
    assert "twice to leave" in (await opened(tmp_path, (40, 12)))[-1]


@pytest.mark.parametrize("size", [(39, 11), (30, 6), (20, 4)])
async def test_get_help_now_is_first_in_a_window_too_small_for_the_page(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(tmp_path, size=size) as pilot:
        pilot.app.push_screen(EmergencyScreen("A rule's own words."))
        await until_shown(pilot, "GET HELP NOW", NUMBERS)
        assert lines(pilot.app)[0] == "GET HELP NOW".rjust(len(lines(pilot.app)[0]))


async def test_in_ascii_no_number_is_cut_off_below(tmp_path: Path) -> None:
    async with running(tmp_path, size=(80, 24), ascii=True) as pilot:
        pilot.app.push_screen(EmergencyScreen("A rule's own words."))
        await until_shown(pilot, "Do not exercise.", "112   999   911".replace("   ", " "))
