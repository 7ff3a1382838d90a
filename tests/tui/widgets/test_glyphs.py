"""The big glyphs: constant width, even strokes, and every word and number of the app can be drawn."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.tui.widgets.glyphs import (
    LOWEST_PLAIN_ROWS,
    PATHS,
    SIZES,
    Box,
    columns_of,
    draw,
    fit,
    fit_number,
    pixels,
)
from tests.rows import each
from tests.snapshots import assert_matches

SNAPSHOTS = Path(__file__).parent / "snapshots"
BOXES = [*(Box.of_rows(rows) for rows in SIZES), Box.of_rows(3).narrow, Box.of_rows(5).narrow, Box.of_rows(24)]
ROWS = (3, 4, 5, 7, 8, 13, 15)
EVERYTHING = ("ABCDEFGHIJKLM", "NOPQRSTUVWXYZ-'!", "0123456789 1:40")


def named(box: Box) -> str:
    return f"{box.width}x{box.height}"


def signs_of(grid: tuple[tuple[bool, ...], ...]) -> list[str]:
    return ["".join(".#"[on] for on in row) for row in grid]


@pytest.mark.parametrize("box", BOXES, ids=named)
def test_every_digit_takes_the_full_box_so_that_nothing_jumps(box: Box) -> None:
    for digit in string.digits:
        grid = pixels(digit, box)
        assert len(grid) == box.height
        assert {len(row) for row in grid} == {box.width}


@pytest.mark.parametrize("box", BOXES, ids=named)
@pytest.mark.parametrize("letter", ["0", "D", "H", "I", "L", "O", "U"])
def test_a_stem_is_exactly_as_wide_as_the_stroke(letter: str, box: Box) -> None:
    """At a quarter of their height these letters consist of stems only."""
    row = signs_of(pixels(letter, box))[int(box.height * 0.28)]
    assert row.startswith("#")
    assert {len(stem) for stem in row.split(".") if stem} == {box.stroke}


@pytest.mark.parametrize("box", BOXES, ids=named)
@pytest.mark.parametrize("letter", ["D", "E", "H", "L", "T", "5", "0"])
def test_a_bar_is_exactly_as_tall_as_the_stroke(letter: str, box: Box) -> None:
    middle = round(box.width / 2)
    column = "".join(row[middle] for row in signs_of(pixels(letter, box)))
    bars = [len(bar) for bar in column.split(".") if bar]
    if letter == "T":
        assert column.startswith("#" * box.stroke)
    else:
        assert set(bars) == {box.stroke}


@pytest.mark.parametrize("box", BOXES, ids=named)
def test_no_two_digits_look_alike(box: Box) -> None:
    assert len({draw(digit, box) for digit in string.digits}) == len(string.digits)


@pytest.mark.parametrize("rows", [LOWEST_PLAIN_ROWS, 7, 8, 15])
def test_no_two_digits_look_alike_in_whole_cells(rows: int) -> None:
    for box in (Box.of_rows(rows), Box.of_rows(rows).narrow):
        assert len({draw(digit, box, plain=True) for digit in string.digits}) == len(string.digits)


@pytest.mark.parametrize("box", [Box.of_rows(4), Box.of_rows(8)], ids=named)
def test_no_two_letters_look_alike(box: Box) -> None:
    signs = [sign for sign in PATHS if sign not in "0O"]
    assert len({draw(sign, box) for sign in signs}) == len(signs)


@each("rows", ROWS)
@each("plain", [False, True])
def test_rows_are_of_one_length_and_as_many_as_asked(rows: int, plain: bool) -> None:
    box = Box.of_rows(rows)
    drawn = draw("GET READY 1:40", box, plain=plain)
    assert drawn is not None
    assert [len(row) for row in drawn] == [columns_of("GET READY 1:40", box)] * rows


def test_whole_cells_are_ascii_and_keep_the_holes_of_an_eight_open() -> None:
    drawn = draw("8", Box.of_rows(7), plain=True)
    assert drawn is not None
    assert "".join(drawn).isascii()
    holes = [row.strip() for row in drawn if "#" in row and " " in row.strip()]
    assert len(holes) == 4, "two rows for each hole"


def test_a_word_with_an_unknown_letter_is_not_drawn() -> None:
    assert draw("ПАУЗА", Box.of_rows(4)) is None
    assert fit("ПАУЗА", 200, 8) is None
    assert draw("", Box.of_rows(4)) is None


def test_a_word_takes_the_largest_size_that_fits() -> None:
    wide, less, least, narrow = (fit("HOLD", columns, 8) for columns in (80, 40, 23, 19))
    assert [len(rows or ()) for rows in (wide, less, least, narrow)] == [8, 4, 3, 3]
    assert [len((rows or ("",))[0]) for rows in (least, narrow)] == [23, 19]
    assert fit("HOLD", 80, 4) == less, "never taller than asked"
    assert fit("HOLD", 18, 8) is None


def test_in_whole_cells_no_word_is_lower_than_five_rows() -> None:
    assert fit("HOLD", 80, 4, plain=True) is None
    assert len(fit("HOLD", 80, 5, plain=True) or ()) == 5
    assert len(fit("HOLD", 40, 8, plain=True) or ()) == 5


@given(st.from_regex(r"[0-9]{1,2}|[1-9]:[0-5][0-9]", fullmatch=True), st.integers(3, 20), st.integers(20, 200))
def test_a_number_always_fits_into_twenty_columns(number: str, tallest: int, columns: int) -> None:
    drawn = fit_number(number, columns, tallest)
    assert drawn is not None
    assert len(drawn) <= tallest
    assert len(drawn[0]) <= columns


def test_a_number_gets_narrower_before_it_gets_lower() -> None:
    assert [len(fit_number("12", columns, 7) or ()) for columns in (23, 22, 18, 17)] == [7, 7, 7, 6]


@each("rows", ROWS)
def test_every_glyph_matches_its_reviewed_snapshot(rows: int) -> None:
    """The digits and the words HOLD, SWITCH and REST equal the pictures of the design pixel by pixel."""
    box = Box.of_rows(rows)
    drawn = "\n\n".join("\n".join(draw(line, box) or ()) for line in EVERYTHING)
    assert_matches(SNAPSHOTS / f"glyphs_{rows}.txt", drawn)


@pytest.mark.parametrize("box", [Box.of_rows(3).narrow, Box.of_rows(5).narrow], ids=named)
def test_the_narrow_glyphs_match_their_reviewed_snapshot(box: Box) -> None:
    drawn = "\n\n".join("\n".join(draw(line, box) or ()) for line in EVERYTHING)
    assert_matches(SNAPSHOTS / f"glyphs_{box.height // 2}_narrow.txt", drawn)


@pytest.mark.parametrize("rows", [5, 7, 15])
def test_whole_cell_glyphs_match_their_reviewed_snapshot(rows: int) -> None:
    box = Box.of_rows(rows)
    drawn = "\n\n".join("\n".join(draw(line, box, plain=True) or ()) for line in EVERYTHING)
    assert_matches(SNAPSHOTS / f"glyphs_{rows}_plain.txt", drawn)
