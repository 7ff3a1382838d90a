"""Lines of dots: thick lines compared with a slow exact computation, and thin lines without gaps."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from l5tui.figure.dots import (
    Rows,
    Spot,
    braille,
    clear_dots,
    clear_fragments,
    dilated,
    draw_thick_line,
    draw_thin_line,
    empty,
    set_dots,
)

WIDTH, HEIGHT = 30, 20
PLACES = st.one_of(st.integers(-12, 160).map(lambda quarter: quarter / 4), st.floats(-5, 40))
SPOTS = st.builds(Spot, PLACES, PLACES)
BLANK = empty(HEIGHT)


def lit(rows: Rows) -> set[tuple[int, int]]:
    return {(x, y) for y, row in enumerate(rows) for x in range(row.bit_length()) if row >> x & 1}


def away(x: int, y: int, start: Spot, end: Spot) -> float:
    dx, dy = end.x - start.x, end.y - start.y
    square = dx * dx + dy * dy
    share = min(max(((x - start.x) * dx + (y - start.y) * dy) / square, 0.0), 1.0) if square else 0.0
    return hypot(x - start.x - share * dx, y - start.y - share * dy)


@given(SPOTS, SPOTS, st.floats(0.3, 6))
def test_a_thick_line_is_every_dot_within_its_radius(start: Spot, end: Spot, radius: float) -> None:
    rows = empty(HEIGHT)
    draw_thick_line(rows, WIDTH, start, end, radius)
    found = lit(rows)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            distance = away(x, y, start, end)
            if abs(distance - radius) > 1e-6:  # on the very edge either will do
                assert ((x, y) in found) == (distance < radius)
    assert all(x < WIDTH for x, _ in found)


@given(SPOTS, SPOTS, SPOTS)
def test_a_thin_line_has_no_gaps(one: Spot, two: Spot, three: Spot) -> None:
    rows = empty(60)
    shifted = [Spot(spot.x + 10, spot.y + 10) for spot in (one, two, three)]
    draw_thin_line(rows, 60, shifted)
    found = lit(rows)
    for place in shifted:
        assert (round(place.x), round(place.y)) in found
    reached, todo = set(), [(round(shifted[0].x), round(shifted[0].y))]
    while todo:
        x, y = todo.pop()
        if (x, y) in found and (x, y) not in reached:
            reached.add((x, y))
            todo += [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    assert reached == found


def test_a_broad_line_is_two_dots_wide_in_every_direction() -> None:
    for end in (Spot(14, 5), Spot(5, 14)):
        rows = empty(HEIGHT)
        draw_thin_line(rows, WIDTH, (Spot(5, 5), end), broad=True)
        assert len(lit(rows)) == 20


def test_planes_are_added_subtracted_and_grown() -> None:
    rows = empty(4)
    set_dots(rows, [0, 0b100, 0, 0])
    assert lit(dilated(rows)) == {(2, 0), (1, 1), (2, 1), (3, 1), (2, 2)}
    clear_dots(rows, [0, 0b110, 0, 0])
    assert lit(rows) == set()


def test_each_dot_has_its_place_in_its_cell() -> None:
    order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    for bit, (x, y) in enumerate(order):
        rows = empty(4)
        rows[y] = 1 << (2 * 4 + x)
        canvas = braille({"near": rows, "active": empty(4), "far": empty(4), "floor": empty(4)}, 6, 1)
        assert canvas.rows == ("    " + chr(0x2800 + (1 << bit)) + " ",)
        assert canvas.roles == ((None, None, None, None, "near", None),)


def test_a_cell_shared_by_several_parts_has_the_role_of_the_foremost() -> None:
    roles = ("active", "near", "far", "floor")
    for front, behind in pairwise(roles):
        planes = {role: [0b1 if role in (front, behind) else 0, 0, 0, 0] for role in roles}
        assert braille(planes, 1, 1).roles == ((front,),)  # type: ignore[arg-type]


def test_a_line_shorter_than_the_rounding_error_is_a_disc() -> None:
    """Its ends differ by less than floats resolve beside the radius, so the line has no direction."""
    rows = empty(5)
    draw_thick_line(rows, 12, Spot(5.0, 2.0 - 1e-13), Spot(5.0, 2.0 + 1e-13), 1.0)
    assert rows[2] == 0b111 << 4


def test_small_groups_of_dots_are_cleared_and_larger_ones_stay() -> None:
    rows = [0b1100001, 0b0010000, 0b0000011, 0b0000000]
    clear_fragments(rows, 3)
    assert rows == [0b1100000, 0b0010000, 0b0000000, 0b0000000]
    clear_fragments(rows, 4)
    assert rows == [0, 0, 0, 0]
