"""Only changed cells are sent, and the screen ends up as Textual drew it, whatever was drawn before."""

from __future__ import annotations

import re

import pyte
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from l5tui.terminal.cell_diff import Cells, Changes, cell_texts, changes
from l5tui.terminal.textual_internals import ChopsUpdate, LayoutUpdate

CONSOLE = Console(force_terminal=True, color_system="truecolor")
COLUMNS, ROWS = 12, 3
RED, BLUE = Style(color="red"), Style(color="blue", bold=True)
GREEN, LINK, BACK = Style(color="green"), Style(underline=True), Style(reverse=True)
LIT = Style(color="red", bgcolor="yellow")
LEFT, RIGHT = "abcdefghij", "KLMNOPQRST"
WIDTH = len(LEFT + RIGHT)

SIGNS = st.sampled_from(["a", "b", " ", "─", "⠿", "ä", "漢", "e\u0301"])
TEXTS = st.lists(SIGNS, min_size=1, max_size=6).map("".join)
SEGMENTS = st.tuples(TEXTS, st.sampled_from([None, RED, BLUE, GREEN, LINK, BACK, LIT])).map(
    lambda given: Segment(*given)
)
STRIPS = st.lists(SEGMENTS, min_size=1, max_size=3).map(Strip)


@st.composite
def pictures(draw: st.DrawFn) -> list[tuple[int, Strip]]:
    """Rows that are drawn whole, as a layout is, but for the last column: what stands there is one thing for a mark
    that comes after it, and another for a terminal that waits with the next line until something does."""
    rows = draw(st.lists(st.integers(0, ROWS - 1), unique=True, max_size=ROWS))
    return [(y, draw(STRIPS).adjust_cell_length(COLUMNS - 1)) for y in sorted(rows)]


def terminal() -> tuple[pyte.Screen, pyte.Stream]:
    screen = pyte.Screen(COLUMNS, ROWS)
    return screen, pyte.Stream(screen)


def shown(screen: pyte.Screen) -> list[list[pyte.screens.Char]]:
    """The cells as they look: the colour of text can't be seen in a blank that is neither underlined nor reversed."""
    return [[_looks(screen.buffer[y][x]) for x in range(COLUMNS)] for y in range(ROWS)]


def _looks(cell: pyte.screens.Char) -> pyte.screens.Char:
    seen = cell.data != " " or cell.underscore or cell.reverse
    return cell if seen else cell._replace(fg="default", bold=False)


@given(st.lists(pictures(), min_size=1, max_size=5))
@example([[(0, Strip([Segment("漢漢漢漢漢 ", RED)]))], [(0, Strip([Segment("a漢漢漢漢漢", RED)]))]])
def test_the_terminal_shows_the_same_as_after_full_redraws(drawn: list[list[tuple[int, Strip]]]) -> None:
    cells = Cells()
    changed, change = terminal()
    whole, send = terminal()
    for picture in drawn:
        change.feed(cells.show([(y, 0, strip) for y, strip in picture], ColorSystem.TRUECOLOR))
        for y, strip in picture:
            send.feed(f"\x1b[{y + 1};1H{strip.render(CONSOLE)}")
        assert shown(changed) == shown(whole)


@given(pictures())
def test_unchanged_cells_are_not_sent_again(picture: list[tuple[int, Strip]]) -> None:
    cells, placed = Cells(), [(y, 0, strip) for y, strip in picture]
    first = cells.show(placed, ColorSystem.TRUECOLOR)
    assert not cells.show(placed, ColorSystem.TRUECOLOR)
    cells.forget()
    assert cells.show(placed, ColorSystem.TRUECOLOR) == first


def sent(cells: Cells, text: str, style: Style | None = None) -> str:
    """What is sent to have this in the first row."""
    return cells.show([(0, 0, Strip([Segment(text, style)]))], ColorSystem.TRUECOLOR)


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("0:12 left", "0:11 left", "\x1b[1;4H1"),
        ("12 of 20", "13 of 21", "\x1b[1;2H3\x1b[5C1"),
        ("ab", "xy", "\x1b[1;1Hxy"),
        ("abc", "xbz", "\x1b[1;1Hxbz"),
        ("e\u0301a", "e\u0301b", "\x1b[1;1He\u0301\x1b[1;2Hb"),
    ],
    ids=["one cell", "a long way", "neighbours", "a short way is written again", "a row that terminals dispute"],
)
def test_a_change_is_sent_with_as_few_bytes_as_possible(before: str, after: str, wanted: str) -> None:
    cells = Cells()
    sent(cells, before)
    assert sent(cells, after) == wanted


def test_another_colour_is_a_change() -> None:
    cells = Cells()
    sent(cells, "abc", RED)
    assert sent(cells, "abc", BLUE) == "\x1b[1;1H\x1b[1;34mabc"


def test_the_style_of_the_last_cell_is_not_sent_again_unless_something_else_was_written() -> None:
    cells = Cells()
    sent(cells, "abc", RED)
    assert sent(cells, "abd", RED) == "\x1b[1;3Hd"
    assert changes("text", cells) == "text"
    assert sent(cells, "abe", RED) == "\x1b[1;3H\x1b[0m\x1b[31me"
    cells.forget()
    assert sent(cells, "abe", RED) == "\x1b[1;1H\x1b[0m\x1b[31mabe"


def test_a_blank_in_another_colour_is_no_change_unless_that_can_be_seen() -> None:
    cells = Cells()
    cells.show([(0, 0, Strip([Segment("a ", RED)]))], ColorSystem.TRUECOLOR)
    assert cells.show([(0, 0, Strip([Segment("a", RED), Segment(" ", GREEN)]))], ColorSystem.TRUECOLOR) == ""
    for style in (LINK, BACK, LIT):
        assert cells.show([(0, 1, Strip([Segment(" ", style)]))], ColorSystem.TRUECOLOR)
        assert cells.show([(0, 1, Strip([Segment(" ", RED)]))], ColorSystem.TRUECOLOR)


def test_where_two_colours_take_turns_each_is_written_in_one_go() -> None:
    cells = Cells()
    strip = Strip([Segment(sign, style) for sign, style in zip("abcd" * 2, [RED, GREEN] * 4, strict=True)])
    for picture in ([(0, 0, strip), (1, 0, strip)], [(0, 0, Strip([Segment("efgh", RED)]))]):
        screen, stream = terminal()
        output = cells.show(picture, ColorSystem.TRUECOLOR)
        stream.feed(output)
        assert "".join(cell.data for cell in shown(screen)[0]).rstrip() in ("abcdabcd", "efgh")
        assert len(re.findall(r"\x1b\[[\d;]*m", output)) <= 3


def test_a_combining_mark_is_sent_with_its_character() -> None:
    assert cell_texts("e\u0301漢\u0301x") == ("e\u0301", "漢\u0301", "", "x")


def update(*spans: tuple[int, int, int]) -> ChopsUpdate:
    """Two widgets side by side, in two colours, of which parts are to be drawn again."""
    strips = {0: Strip([Segment(LEFT, RED)]), 10: Strip([Segment(RIGHT, Style(color="blue"))])}
    return ChopsUpdate([strips], list(spans), [[10, WIDTH]])


def cells_sent(sent: str) -> dict[int, str]:
    """Which cell of the first row gets which character."""
    found: dict[int, str] = {}
    column = 0
    for move, text in re.findall(r"\x1b\[1;(\d+)H|(?:\x1b\[[\d;]*m)|([^\x1b])", sent):
        if move:
            column = int(move) - 1
        elif text:
            found[column] = text
            column += 1
    return found


@given(st.integers(0, WIDTH - 1), st.integers(1, WIDTH))
def test_a_partial_update_sends_only_its_cells(first: int, width: int) -> None:
    last = min(WIDTH, first + width)
    drawn = changes(update((0, first, last)), Cells())
    assert isinstance(drawn, Changes)
    assert cells_sent(drawn.render_segments(CONSOLE)) == dict(enumerate((LEFT + RIGHT)[first:last], first))


def test_colours_go_with_their_cells() -> None:
    drawn = changes(update((0, 9, 11)), Cells())
    assert isinstance(drawn, Changes)
    assert drawn.render_segments(CONSOLE) == "\x1b[1;10H\x1b[0m\x1b[31mj\x1b[34mK"


def test_a_full_layout_is_compared_too() -> None:
    cells = Cells()
    lines = [[Strip([Segment("ab")]), Strip([Segment("cd")])], [Strip([Segment("efgh")])]]
    picture = LayoutUpdate(lines, Region(3, 1, 4, 2))  # type: ignore[arg-type]
    drawn = changes(picture, cells)
    assert isinstance(drawn, Changes)
    assert drawn.render_segments(CONSOLE) == "\x1b[2;4H\x1b[0mabcd\x1b[3;4Hefgh"
    assert drawn.render_segments(CONSOLE) == ""


def test_after_a_resize_the_window_is_drawn_whole() -> None:
    """A picture of the old size that came too late for its window was squeezed into the new one by the terminal."""
    cells = Cells()
    screen = pyte.Screen(4, 2)
    stream = pyte.Stream(screen)

    def draw(*rows: str) -> None:
        lines = [[Strip([Segment(row)])] for row in rows]
        drawn = changes(LayoutUpdate(lines, Region(0, 0, 4, len(rows))), cells)  # type: ignore[arg-type]
        assert isinstance(drawn, Changes)
        stream.feed(drawn.render_segments(CONSOLE))

    draw("ab  ", "cd  ", "ef  ")
    assert screen.display == ["ab  ", "ef  "]
    draw("ab  ", "cd  ")
    assert screen.display == ["ab  ", "cd  "]


@pytest.mark.parametrize("drawn", [None, "text"])
def test_other_renderables_are_unchanged(drawn: str | None) -> None:
    assert changes(drawn, Cells()) is drawn
