"""The pain scale: nothing is picked beforehand, a slip is mended, and only what was meant is confirmed."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from l5tui.domain.pain import show_pain
from l5tui.widgets.scale import Answer, PainScale
from l5tui.widgets.theme import THEMES
from tests.screens.reading import text


class ScaleApp(App[None]):
    """A scale, and what it confirmed."""

    def __init__(self) -> None:
        super().__init__()
        self.confirmed: list[int | None] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield PainScale()

    def on_mount(self) -> None:
        self.query_one(PainScale).focus()

    def on_pain_scale_confirmed(self, event: PainScale.Confirmed) -> None:
        self.confirmed.append(event.pain)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("", None),
        ("4", Answer(4)),
        ("0", Answer(0)),
        ("1 0", Answer(10)),
        ("1 1", Answer(1)),
        ("1 0 0", Answer(0)),
        ("5 7", Answer(7)),
        ("5 0", Answer(0)),
        ("end", Answer(10)),
        ("home", Answer(0)),
        ("right", Answer(0)),
        ("left", Answer(10)),
        ("4 right right", Answer(6)),
        ("end right", Answer(10)),
        ("0 left", Answer(0)),
        ("5 backspace", None),
        ("s", Answer(None)),
        ("s 3", Answer(3)),
        ("3 s", Answer(None)),
        ("x minus space", None),
        ("٣", None),
        ("１", None),
    ],
)
async def test_keys_lead_to_the_answer_they_mean(keys: str, answer: Answer | None) -> None:
    app = ScaleApp()
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
        assert app.query_one(PainScale).answer == answer


async def test_enter_on_nothing_does_nothing() -> None:
    app = ScaleApp()
    async with app.run_test() as pilot:
        await pilot.press("enter", "enter")
        assert app.confirmed == []
        await pilot.press("7", "enter")
        assert app.confirmed == [7]
        await pilot.press("s", "enter")
        assert app.confirmed == [7, None], "left out is null, never 0"


async def test_text_pasted_into_it_does_nothing() -> None:
    app = ScaleApp()
    async with app.run_test() as pilot:
        app.post_message(_paste("10\n"))
        await pilot.pause()
        assert app.query_one(PainScale).answer is None
        assert app.confirmed == []


def _paste(pasted: str) -> Any:
    from textual.events import Paste

    return Paste(pasted)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60), (10, 5)])
async def test_all_eleven_stand_there_with_both_ends_named(size: tuple[int, int]) -> None:
    app = ScaleApp()
    async with app.run_test(size=size):
        shown = text(app)
        if size[0] >= 40:
            assert [word for word in shown.split() if word.isdigit()] == [show_pain(pain) for pain in range(11)]
            assert "no pain" in shown
            assert "imaginable" in shown


async def test_the_picked_one_is_told_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ScaleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "0")
        assert "[10]" in text(app)
