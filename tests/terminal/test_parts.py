"""What is sent for a part of the screen is that part, wherever it lies, and the screen ends up as Textual meant it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from l5tui.terminal.parts import PartsUpdate, cut

CONSOLE = Console(force_terminal=True, color_system="truecolor")
LEFT, RIGHT = "abcdefghij", "KLMNOPQRST"
WIDTH = len(LEFT + RIGHT)


def update(*spans: tuple[int, int, int]) -> ChopsUpdate:
    """Two widgets side by side, in two colours, of which parts are to be drawn again."""
    strips = {0: Strip([Segment(LEFT, Style(color="red"))]), 10: Strip([Segment(RIGHT, Style(color="blue"))])}
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
def test_the_cells_that_were_asked_for_are_sent_and_no_others(first: int, width: int) -> None:
    last = min(WIDTH, first + width)
    drawn = cut(update((0, first, last)))
    assert isinstance(drawn, PartsUpdate)
    assert cells_sent(drawn.render_segments(CONSOLE)) == dict(enumerate((LEFT + RIGHT)[first:last], first))


def test_colours_go_with_their_cells() -> None:
    drawn = cut(update((0, 9, 11)))
    assert isinstance(drawn, PartsUpdate)
    assert re.sub(r"\x1b\[1;\d+H", "", drawn.render_segments(CONSOLE)) == "\x1b[31mj\x1b[0m\x1b[34mK\x1b[0m"


@pytest.mark.parametrize("drawn", [None, "text"])
def test_what_is_no_part_stays_as_it_is(drawn: str | None) -> None:
    assert cut(drawn) is drawn
