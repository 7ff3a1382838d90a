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
NARROW = [Box.of_rows(3).narrow, Box.of_rows(4).narrow, Box.of_rows(5).narrow, Box.of_rows(8).narrow]
BOXES = [*(Box.of_rows(rows) for rows in SIZES), *NARROW, Box.of_rows(24)]
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


@pytest.mark.parametrize("box", [*BOXES, Box.of_rows(3).narrowest], ids=named)
def test_no_two_letters_look_alike(box: Box) -> None:
    signs = [sign for sign in PATHS if sign.isalpha()]
    assert len({draw(sign, box) for sign in signs}) == len(signs)


PLAIN = [form for rows in (5, 7, 8) for form in (Box.of_rows(rows), Box.of_rows(rows).narrow)]


@pytest.mark.parametrize("pair", ["DO", "G6", "4Y"])
@pytest.mark.parametrize("plain", [False, True], ids=["", "plain"])
def test_pairs_that_were_mistaken_for_each_other_differ_in_shape(pair: str, plain: bool) -> None:
    """They differ in at least a twelfth of their pixels, and in the feature that is told in `PATHS`."""
    words_only = [Box.of_rows(3).narrowest] if pair == "DO" else []
    for box in PLAIN if plain else [*BOXES, *words_only]:
        one, other = (pixels(sign, box, plain=plain) for sign in pair)
        cells = [(a, b) for rows in zip(one, other, strict=True) for a, b in zip(*rows, strict=True)]
        assert sum(a != b for a, b in cells) >= max(2, len(cells) / 36), named(box)
        first, second = signs_of(one), signs_of(other)
        if pair == "DO":
            size = slice(box.stroke)
            for end in (1, -1):  # top and bottom
                corners = ["".join(row[size] for row in glyph[::end][size]).count("#") for glyph in (first, second)]
                assert corners[0] > corners[1], f"the left of the D is sharper, {named(box)}"
        elif pair == "G6":
            between = slice(box.stroke, -box.stroke)
            middle = [row[between] for row in second[1:-1] if "." not in row[between]]
            assert middle, f"the 6 has a bar, {named(box)}"
            inner = first[box.stroke : -box.stroke] if not plain else first[1:-1]
            assert all("." in row[between] for row in inner), f"the G has none all through, {named(box)}"
        else:
            stem = max(x for x, sign in enumerate(first[-1]) if sign == "#")
            assert any(row[stem + 1 : stem + 2] == "#" for row in first), f"the bar of the 4 goes on, {named(box)}"


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
    widths = (80, 38, 37, 30, 27, 26, 23, 19, 15)
    drawn = [fit("HOLD", columns, 8) for columns in widths]
    assert [len(rows or ()) for rows in drawn] == [8, 8, 4, 4, 4, 3, 3, 3, 3]
    assert [len((rows or ("",))[0]) for rows in drawn] == [53, 38, 30, 30, 27, 23, 23, 19, 15]
    assert fit("HOLD", 80, 4) == drawn[2], "never taller than asked"
    assert fit("HOLD", 14, 8) is None


def test_a_one_by_itself_ends_with_its_stem() -> None:
    for rows in ROWS:
        [*lone] = fit_number("1", 40, rows) or ()
        assert len(lone) == rows
        assert {row[-1] for row in lone} <= {"█", "▄", "▀"}
        assert len((fit_number("11", 80, rows) or ("",))[0]) == columns_of("11", Box.of_rows(rows))


def test_in_whole_cells_no_word_is_lower_than_five_rows() -> None:
    assert fit("HOLD", 80, 4, plain=True) is None
    assert len(fit("HOLD", 80, 5, plain=True) or ()) == 5
    assert len(fit("HOLD", 37, 8, plain=True) or ()) == 5


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


def test_the_narrowest_glyphs_match_their_reviewed_snapshot() -> None:
    box = Box.of_rows(3).narrowest
    drawn = "\n\n".join("\n".join(draw(line, box) or ()) for line in EVERYTHING)
    assert_matches(SNAPSHOTS / "glyphs_3_narrowest.txt", drawn)


@pytest.mark.parametrize("box", [Box.of_rows(3).narrow, Box.of_rows(5).narrow], ids=named)
def test_the_narrow_glyphs_match_their_reviewed_snapshot(box: Box) -> None:
    drawn = "\n\n".join("\n".join(draw(line, box) or ()) for line in EVERYTHING)
    assert_matches(SNAPSHOTS / f"glyphs_{box.height // 2}_narrow.txt", drawn)


@pytest.mark.parametrize("rows", [5, 7, 15])
def test_whole_cell_glyphs_match_their_reviewed_snapshot(rows: int) -> None:
    box = Box.of_rows(rows)
    drawn = "\n\n".join("\n".join(draw(line, box, plain=True) or ()) for line in EVERYTHING)
    assert_matches(SNAPSHOTS / f"glyphs_{rows}_plain.txt", drawn)
