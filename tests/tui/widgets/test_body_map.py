"""The body map: nothing picked beforehand, arrows pick, and it works without room, colour or braille."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from l5tui.domain.exercise import Side
from l5tui.domain.place import Symptoms
from l5tui.tui.theme import THEMES
from l5tui.tui.widgets.body_map import BodyMapWidget
from tests.tui.reading import lines, text


class MapApp(App[None]):
    """An app with a body map, which records its messages."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii_only = ascii_only
        self.said: list[str] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield BodyMapWidget()

    def on_mount(self) -> None:
        self.query_one(BodyMapWidget).focus()

    def on_body_map_widget_confirmed(self) -> None:
        self.said.append("confirmed")

    def on_body_map_widget_left_at_top(self) -> None:
        self.said.append("left at top")


@pytest.mark.parametrize(
    ("keys", "felt"),
    [
        ("", Symptoms()),
        ("down", Symptoms(left=0)),
        ("down down down down", Symptoms(left=3, left_kinds=("pain",))),
        ("right down down down", Symptoms(right=2, right_kinds=("pain",))),
        ("down down t", Symptoms(left=1, left_kinds=("pain", "tingling"))),
        ("down down backspace", Symptoms()),
        ("down right down", Symptoms(left=0, right=0)),
        ("down down left down", Symptoms(left=2, left_kinds=("pain",))),
        ("t", Symptoms()),
    ],
)
async def test_keys_pick_the_furthest_place_of_each_side(keys: str, felt: Symptoms) -> None:
    app = MapApp()
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
        assert app.query_one(BodyMapWidget).felt == felt


async def test_up_from_the_first_place_leaves_the_map_and_enter_confirms() -> None:
    app = MapApp()
    async with app.run_test() as pilot:
        await pilot.press("up", "down", "up", "enter")
        assert app.said == ["left at top", "left at top", "confirmed"]


async def test_the_picked_place_is_marked_on_its_side() -> None:
    app = MapApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", *["down"] * 7)
        row = next(line for line in lines(app) if "calf or shin" in line)
        assert row.index("○") < row.index("●")
        assert "RIGHT" in text(app)


async def test_without_room_each_side_is_one_line() -> None:
    app = MapApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "down", "down", "down", "t")
        app.query_one(BodyMapWidget).side = Side.RIGHT
        await pilot.press("down")
        shown = [line.strip() for line in lines(app)[:2]]
        assert shown[0].split() == ["left", "buttock", "pain,", "tingling"]
        assert "RIGHT" in shown[1]
        assert "‹ none ›" in shown[1]


async def test_without_braille_the_body_is_drawn_in_ascii() -> None:
    app = MapApp(ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        assert "_|_|   |_|_" in text(app)
        assert not any(0x2800 <= ord(sign) < 0x2900 for sign in text(app))
