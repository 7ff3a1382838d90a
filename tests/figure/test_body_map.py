"""The body seen from behind: mirrored halves, and a path whose length grows with the rank of the place."""

from __future__ import annotations

from itertools import pairwise

import pytest

from l5tui.domain.pain import PLACES
from l5tui.figure.body_map import COLUMNS, ROWS, body_map
from l5tui.figure.dots import Canvas
from tests.rows import each


def way(canvas: Canvas) -> set[tuple[int, int]]:
    """The cells of the path, as (row, column)."""
    return {(y, x) for y, roles in enumerate(canvas.roles) for x, role in enumerate(roles) if role == "active"}


def test_there_is_a_row_for_each_place() -> None:
    canvas = body_map(None, None)
    assert len(canvas.rows) == ROWS == len(PLACES)
    assert {len(row) for row in canvas.rows} == {COLUMNS}


@pytest.mark.parametrize("rank", [None, 0])
def test_without_a_place_there_is_no_path(rank: int | None) -> None:
    assert not way(body_map(rank, rank))


@each("rank", range(1, len(PLACES)))
def test_the_path_ends_in_the_row_of_its_place(rank: int) -> None:
    assert max(row for row, _ in way(body_map(rank, None))) == rank


@each("rank", range(2, len(PLACES)))
def test_left_is_on_the_left_and_right_is_its_mirror_image(rank: int) -> None:
    left, right = way(body_map(rank, 0)), way(body_map(0, rank))
    assert min(column for _, column in left) < COLUMNS // 2
    assert {(row, COLUMNS - 1 - column) for row, column in left} == right


def test_a_further_place_has_a_longer_path() -> None:
    ways = [way(body_map(rank, None)) for rank in range(1, len(PLACES))]
    assert all(len(near) < len(far) for near, far in pairwise(ways))
