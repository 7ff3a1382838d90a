"""Style changes: whatever style came before, the terminal ends up with the wanted one."""

from __future__ import annotations

from itertools import pairwise

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from l5tui.terminal.cell_diff import DEFAULT_STYLE, CellStyle, cell_style, style_change
from tests.rows import each

COLOURS = st.sampled_from([None, "red", "bright_blue", "color(99)", "#102030", "default"])
STYLES = st.builds(Style, color=COLOURS, bgcolor=COLOURS, bold=st.booleans(), dim=st.booleans(), reverse=st.booleans())
SYSTEMS = st.sampled_from([ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])


def cell(sent: str) -> pyte.screens.Char:
    """How a terminal shows a character that comes after this."""
    screen = pyte.Screen(4, 1)
    pyte.Stream(screen).feed(f"{sent}x")
    return screen.buffer[0][0]


@given(STYLES, SYSTEMS)
def test_a_cell_style_renders_like_the_rich_style(style: Style, colours: ColorSystem) -> None:
    wanted = style.render("x", color_system=colours)
    assert cell(style_change(DEFAULT_STYLE, cell_style(style, colours))) == cell(wanted.partition("x")[0])


@given(st.lists(STYLES, min_size=2), SYSTEMS)
def test_the_resulting_style_does_not_depend_on_earlier_styles(styles: list[Style], colours: ColorSystem) -> None:
    looks = [DEFAULT_STYLE, *(cell_style(style, colours) for style in styles)]
    sent = "".join(style_change(now, wanted) for now, wanted in pairwise(looks))
    assert cell(sent) == cell(style_change(DEFAULT_STYLE, looks[-1]))


@each(
    "now, wanted, sent",
    [
        (DEFAULT_STYLE, DEFAULT_STYLE, ""),
        (CellStyle("1", "31", "44"), CellStyle("1", "32", "44"), "\x1b[32m"),
        (CellStyle("", "31", "44"), CellStyle("", "31", ""), "\x1b[49m"),
        (CellStyle("1", "31", "44"), CellStyle("", "31", "44"), "\x1b[22m"),
        (CellStyle("", "31", "44"), CellStyle("1", "32", "44"), "\x1b[1;32m"),
        (CellStyle("4", "31", "44"), CellStyle("", "31", "44"), "\x1b[0;31;44m"),
        (CellStyle("1", "31", ""), DEFAULT_STYLE, "\x1b[0m"),
        (CellStyle("", "31", "44"), DEFAULT_STYLE, "\x1b[0m"),
        (CellStyle("", "", "44"), DEFAULT_STYLE, "\x1b[0m"),
    ],
)
def test_only_differing_parameters_are_sent(now: CellStyle, wanted: CellStyle, sent: str) -> None:
    assert style_change(now, wanted) == sent
