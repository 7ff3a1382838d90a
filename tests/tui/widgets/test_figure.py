"""The figure on screen: colours by role, and repaints limited to what changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region

from l5tui.figure import Canvas, Figure
from l5tui.figure.dots import ROLES, Role
from l5tui.library.poses import load_poses
from l5tui.tui.theme import DARK, LIGHT, THEMES
from l5tui.tui.widgets.figure import GAP, Figures, FigureWidget, changes
from tests.textual_private import rows_of

BEFORE = Canvas(("⣿⣿  ⠂", "  ⡀ ⡀"), (("near", "active", None, None, "far"), (None, None, "floor", None, "floor")))


class FigureApp(App[None]):
    """An app with a figure, which records the regions that it refreshes."""

    CSS = "FigureWidget { width: 8; height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Region, ...]] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield FigureWidget()

    @property
    def view(self) -> FigureWidget:
        return self.query_one(FigureWidget)

    def listen(self) -> None:
        """Record from now on which regions the figure refreshes."""
        whole = self.view.refresh

        def noted(*regions: Region, **options: Any) -> FigureWidget:
            self.asked.append(regions)
            return whole(*regions, **options)

        self.view.refresh = noted  # type: ignore[method-assign]


def shown(app: FigureApp) -> list[str]:
    """The text on the screen at the position of the figure."""
    return [rows_of(app)[y].text[:8] for y in range(3)]


def colours(app: FigureApp, y: int) -> list[str]:
    """The colour of every character of a row that isn't blank."""
    found = []
    for segment in app.view.render_line(y):
        assert segment.style is not None
        assert segment.style.color is not None
        found += [segment.style.color.get_truecolor().hex for sign in segment.text if sign != " "]
    return found


async def test_the_view_is_empty_until_it_is_given_a_figure() -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)) as pilot:
        assert shown(app) == [" " * 8] * 3
        app.view.show(BEFORE)
        await pilot.pause()
        assert shown(app) == ["⣿⣿  ⠂   ", "  ⡀ ⡀   ", " " * 8]
        app.view.show(None)
        await pilot.pause()
        assert shown(app) == [" " * 8] * 3


async def test_each_role_has_its_colour_from_the_theme() -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)) as pilot:
        app.view.show(BEFORE)
        assert colours(app, 0) == [DARK["text"], DARK["do"], DARK["far"]]
        assert colours(app, 1) == [DARK["line"]] * 2
        app.theme = "l5-light"
        await pilot.pause()
        assert colours(app, 0) == [LIGHT["text"], LIGHT["do"], LIGHT["far"]]


async def test_in_a_rest_the_whole_figure_is_muted() -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)) as pilot:
        app.view.show(BEFORE)
        await pilot.pause()
        app.view.add_class("-muted")
        await pilot.pause()
        assert colours(app, 0) + colours(app, 1) == [DARK["muted"]] * 5
        app.view.remove_class("-muted")
        await pilot.pause()
        assert colours(app, 0) == [DARK["text"], DARK["do"], DARK["far"]]


async def test_only_changed_regions_are_repainted() -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)) as pilot:
        app.view.show(BEFORE)
        await pilot.pause()
        app.listen()
        app.view.show(Canvas(BEFORE.rows, BEFORE.roles))
        assert app.asked == []
        kept = app.view.render_line(0)
        app.view.show(Canvas((BEFORE.rows[0], "  ⡀⠁⡀"), (BEFORE.roles[0], (None, None, "floor", "near", "floor"))))
        assert app.asked == [(Region(3, 1, 1, 1),)]
        assert app.view.render_line(0) is kept
        await pilot.pause()
        assert shown(app)[1] == "  ⡀⠁⡀   "
        app.view.show(Canvas.blank(4, 2))
        assert app.asked[1:] == [()]
        await pilot.pause()
        assert shown(app) == [" " * 8] * 3


async def test_a_change_of_colour_alone_is_repainted() -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)):
        app.view.show(BEFORE)
        app.listen()
        app.view.show(Canvas(BEFORE.rows, (("near", "near", None, None, "far"), BEFORE.roles[1])))
        assert app.asked == [(Region(1, 0, 1, 1),)]
        assert colours(app, 0) == [DARK["text"], DARK["text"], DARK["far"]]


@pytest.mark.parametrize(("width", "height"), [(0, 3), (8, 0), (0, 0), (1, 1), (3, 2), (20, 6)])
async def test_a_figure_of_any_size_is_shown(width: int, height: int) -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)) as pilot:
        app.view.styles.width, app.view.styles.height = width, height
        await pilot.pause()
        for canvas in (BEFORE, Canvas.blank(0, 0), Canvas.blank(0, 2), None, BEFORE):
            app.view.show(canvas)
            await pilot.pause()
        text = [strip.text for strip in rows_of(app)]
        for y in range(min(height, 2)):
            assert text[y][:width] == BEFORE.rows[y].ljust(width)[:width]


async def test_a_resize_pads_the_rows_anew() -> None:
    app = FigureApp()
    async with app.run_test(size=(20, 6)) as pilot:
        app.view.show(BEFORE)
        await pilot.pause()
        app.view.styles.width = 12
        await pilot.pause()
        assert app.view.render_line(0).cell_length == 12


def test_figures_are_those_of_the_exercises_own_files_or_of_the_shipped_poses() -> None:
    shipped, described = load_poses().exercises, {"mine": load_poses().exercises["glute_bridge"]}
    figures = Figures(lambda error: pytest.fail(str(error)), lambda: described)
    assert figures.of("theirs") is None
    bridge, own = figures.of("glute_bridge"), figures.of("mine")
    assert bridge
    assert own
    assert own.frame("hold", 1, size=(40, 10)) == bridge.frame("hold", 1, size=(40, 10))
    assert figures.of("mine") is own
    described["mine"] = shipped["walk"]
    walking = figures.of("mine")
    assert walking
    assert walking.frame("hold", 1, size=(40, 10)) != bridge.frame("hold", 1, size=(40, 10))
    del described["mine"]
    assert figures.of("mine") is None


async def test_repainting_by_region_shows_the_same_as_repainting_everything() -> None:
    """Repainting region by region gives the same screen as repainting all of it."""
    figure = Figure(load_poses(), "bird_dog")
    app = FigureApp()
    async with app.run_test(size=(60, 15)) as pilot:
        app.view.styles.width, app.view.styles.height = 60, 15
        await pilot.pause()
        for part in range(12):
            canvas = figure.frame("reach", part / 11, size=(60, 15))
            app.view.show(canvas)
            await pilot.pause()
            assert [strip.text for strip in rows_of(app)] == list(canvas.rows)


CELLS = st.lists(st.sampled_from((None, *ROLES)), min_size=30, max_size=30)


def drawn(rows: list[list[Role | None]]) -> Canvas:
    return Canvas(tuple("".join("x" if role else " " for role in row) for row in rows), tuple(map(tuple, rows)))


@given(st.lists(CELLS, min_size=2, max_size=2), st.lists(st.tuples(st.integers(0, 1), st.integers(0, 29)), max_size=6))
def test_changed_regions_cover_every_change_and_little_else(
    rows: list[list[Role | None]], places: list[tuple[int, int]]
) -> None:
    before = drawn(rows)
    for y, x in places:
        rows[y][x] = "near" if rows[y][x] != "near" else None
    after = drawn(rows)
    regions = list(changes(before, after))
    changed = {(x, y) for y in (0, 1) for x in range(30) if before.roles[y][x] != after.roles[y][x]}
    covered = [(x, region.y) for region in regions for x in range(region.x, region.right)]
    assert changed <= set(covered)
    assert len(covered) == len(set(covered)) <= len(changed) * GAP
    for region in regions:
        assert {(region.x, region.y), (region.right - 1, region.y)} <= changed
