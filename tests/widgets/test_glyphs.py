"""The big glyphs: steady in width, even in stroke, and drawable wherever a word or a number stands."""

from __future__ import annotations

import string

import pytest

from l5tui.widgets.glyphs import PATHS, SIZES, Box, draw, fit, pixels

BOXES = [*(Box.of_rows(rows) for rows in SIZES), Box(4, 6, 1), Box.of_rows(24)]


@pytest.mark.parametrize("box", BOXES, ids=lambda box: f"{box.width}x{box.height}")
def test_every_digit_takes_the_full_box_so_that_nothing_jumps(box: Box) -> None:
    for digit in string.digits:
        grid = pixels(digit, box)
        assert len(grid) == box.height
        assert {len(row) for row in grid} == {box.width}


@pytest.mark.parametrize("box", BOXES, ids=lambda box: f"{box.width}x{box.height}")
@pytest.mark.parametrize("letter", ["0", "D", "L", "O", "U"])
def test_stems_are_as_wide_as_the_stroke(letter: str, box: Box) -> None:
    """The stems of all letters look alike; these have nothing but stems in the upper half."""
    row = pixels(letter, box)[round(box.height * 0.28)]
    assert row[: box.stroke + 1] == (*[True] * box.stroke, False)


@pytest.mark.parametrize("box", BOXES, ids=lambda box: f"{box.width}x{box.height}")
def test_no_two_digits_look_alike(box: Box) -> None:
    drawn = {draw(digit, box) for digit in string.digits}
    assert len(drawn) == len(string.digits)


@pytest.mark.parametrize("box", BOXES[1:3], ids=lambda box: f"{box.width}x{box.height}")
def test_no_two_letters_look_alike(box: Box) -> None:
    signs = [sign for sign in PATHS if sign not in "0O"]
    assert len({draw(sign, box) for sign in signs}) == len(signs)


def test_rows_are_of_one_length_and_as_many_as_asked() -> None:
    for rows in (3, 4, 5, 7, 8, 13, 15, 24):
        drawn = draw("GET READY 1:40", Box.of_rows(rows))
        assert drawn is not None
        assert len(drawn) == rows
        assert len({len(row) for row in drawn}) == 1


def test_a_letter_without_a_path_is_not_guessed() -> None:
    assert draw("ПАУЗА", Box.of_rows(4)) is None
    assert fit("ПАУЗА", 200, 8) is None


def test_a_word_takes_the_largest_size_that_fits() -> None:
    wide, less, least = fit("HOLD", 80, 8), fit("HOLD", 40, 8), fit("HOLD", 20, 8)
    assert [len(rows or ()) for rows in (wide, less, least)] == [8, 4, 3]
    assert fit("HOLD", 80, 4) == less, "never taller than asked"
    assert fit("HOLD", 10, 8) is None


def test_a_three_looks_like_a_three() -> None:
    assert draw("3", Box.of_rows(5)) == (
        "██████▄",
        "     ██",
        " ██████",
        "     ██",
        "██████▀",
    )
