"""The pictures of the README: what the app exports of its screens, as one small SVG."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from rich.console import Console
from rich.text import Text

from docs.terminal_svg import terminal_svg

SIZE = (12, 2)


def exported(*lines: str) -> str:
    """The picture of a screen, as Textual exports it."""
    console = Console(
        width=SIZE[0], height=SIZE[1], file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True
    )
    for line in lines:
        console.print(Text(line.ljust(SIZE[0]), "#e8edeb on #0e1417"), end="\n")
    return console.export_svg(title="")


def shown_in(frame: ElementTree.Element, tree: ElementTree.Element) -> list[str]:
    """The texts of a frame, by the rows that it names."""
    rows = {element.attrib["id"]: element for element in tree.iter() if "id" in element.attrib}
    return [
        "".join(text.text or "" for text in rows[use.attrib["href"][1:]].iter() if text.tag.endswith("text"))
        for use in frame
    ]


def frames_of(svg: str) -> list[list[str]]:
    tree = ElementTree.fromstring(svg)  # noqa: S314 (made here)
    return [shown_in(group, tree) for group in tree.iter() if group.attrib.get("transform", "").startswith("translate")]


def test_each_frame_shows_the_rows_of_its_screen() -> None:
    svg = terminal_svg([(exported("HOLD", "next rest"), 1), (exported("REST", "next rest"), 2)], SIZE, "a session")
    assert frames_of(svg) == [["HOLD", "next rest"], ["REST", "next rest"]]


def test_a_row_that_stays_is_kept_once() -> None:
    svg = terminal_svg([(exported("HOLD", "next rest"), 1), (exported("REST", "next rest"), 2)], SIZE, "a session")
    assert svg.count("next rest") == 1


def test_the_time_of_a_frame_is_its_share_of_the_whole() -> None:
    svg = terminal_svg([(exported("HOLD"), 1), (exported("REST"), 3)], SIZE, "a session")
    assert "animation:m 4s step-end infinite" in svg
    assert "25.000%{transform:translateX(-120px)}" in svg


def test_whoever_wants_less_motion_sees_one_frame_that_stands() -> None:
    svg = terminal_svg([(exported("HOLD"), 1), (exported("REST"), 3)], SIZE, "a session", still=1)
    assert "prefers-reduced-motion:reduce){#m{animation:none;transform:translateX(-120px)}}" in svg


def test_one_screen_alone_does_not_move() -> None:
    assert "animation" not in terminal_svg([(exported("HOLD"), 1)], SIZE, "a session")


def test_the_dots_of_a_braille_sign_are_drawn_at_their_places() -> None:
    svg = terminal_svg([(exported("\u2881"), 1)], SIZE, "a figure")
    assert re.findall(r' d="(.*?)"', svg) == ["M2.5 2.5h0M7.5 17.5h0"]


def test_a_text_with_signs_of_markup_stays_a_text() -> None:
    assert frames_of(terminal_svg([(exported("a < b & c"), 1)], SIZE, "<&>")) == [["a < b & c"]]
