"""The pain scale: nothing is picked beforehand, a mistake can be corrected, and enter confirms only a pick."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from l5tui.domain.pain import show_pain
from l5tui.tui.theme import THEMES
from l5tui.tui.widgets.pain_scale import PainScaleWidget, ScoreAnswer
from tests.tui.reading import lines, style_of, text, until


class ScaleApp(App[None]):
    """An app with a scale, which records what was confirmed."""

    def __init__(self, **given: Any) -> None:
        super().__init__()
        self.given = given
        self.confirmed: list[int | None] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "l5-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        yield PainScaleWidget(**self.given)

    def on_mount(self) -> None:
        self.query_one(PainScaleWidget).focus()

    def on_pain_scale_widget_confirmed(self, event: PainScaleWidget.Confirmed) -> None:
        self.confirmed.append(event.pain)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("", None),
        ("4", ScoreAnswer(4)),
        ("0", ScoreAnswer(0)),
        ("1 0", ScoreAnswer(10)),
        ("1 1", ScoreAnswer(1)),
        ("1 0 0", ScoreAnswer(0)),
        ("0 right 0", ScoreAnswer(0)),
        ("1 right left 0", ScoreAnswer(0)),
        ("1 backspace 0", ScoreAnswer(0)),
        ("s right", ScoreAnswer(0)),
        ("5 7", ScoreAnswer(7)),
        ("5 0", ScoreAnswer(0)),
        ("end", ScoreAnswer(10)),
        ("home", ScoreAnswer(0)),
        ("right", ScoreAnswer(0)),
        ("left", ScoreAnswer(10)),
        ("4 right right", ScoreAnswer(6)),
        ("end right", ScoreAnswer(10)),
        ("0 left", ScoreAnswer(0)),
        ("5 backspace", None),
        ("s", ScoreAnswer(None)),
        ("s 3", ScoreAnswer(3)),
        ("3 s", ScoreAnswer(None)),
        ("x minus space", None),
        ("٣", None),
        ("１", None),
    ],
)
async def test_each_sequence_of_keys_gives_its_answer(keys: str, answer: ScoreAnswer | None) -> None:
    app = ScaleApp()
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
        assert app.query_one(PainScaleWidget).answer == answer


async def test_one_and_zero_are_ten_unless_another_key_comes_between() -> None:
    app = ScaleApp()
    async with app.run_test() as pilot:
        await pilot.press("1")
        app.screen.set_focus(None)
        await pilot.resize_terminal(40, 12)
        await until(pilot, lambda: app.query_one(PainScaleWidget).size.width <= 40, "drawn anew")
        app.query_one(PainScaleWidget).focus()
        await pilot.press("0")
        assert app.query_one(PainScaleWidget).answer == ScoreAnswer(10)


async def test_enter_without_a_pick_does_nothing() -> None:
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
        assert app.query_one(PainScaleWidget).answer is None
        assert app.confirmed == []


def _paste(pasted: str) -> Any:
    from textual.events import Paste

    return Paste(pasted)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60), (10, 5)])
async def test_all_eleven_scores_are_shown_with_both_ends_named(size: tuple[int, int]) -> None:
    app = ScaleApp()
    async with app.run_test(size=size):
        shown = text(app)
        if size[0] >= 40:
            assert [word for word in shown.split() if word.isdigit()] == [show_pain(pain) for pain in range(11)]
            assert "no pain" in shown
            assert "imaginable" in shown


async def test_the_picked_score_is_visible_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = ScaleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("1", "0")
        assert "[10]" in text(app)


async def test_the_lines_around_the_scale_show_focus_and_pick() -> None:
    app = ScaleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines(app)[3].split() == ["━" * 5] * 11
        muted = style_of(app, "━").color
        await pilot.press("0")
        assert lines(app)[3].split() == ["━" * 5] * 11
        assert style_of(app, "━").color != muted, "the picked one's rule has its colour"
        await pilot.press("5")
        assert style_of(app, "━").color == muted, "and the others keep theirs"
        app.screen.set_focus(None)
        await until(pilot, lambda: lines(app)[3].split() == [*["─" * 5] * 5, "━" * 5, *["─" * 5] * 5])


async def test_all_scores_look_alike_except_the_picked_one() -> None:
    """There is no colour gradient and no filling up to the picked score: the scale is a position, not an amount."""
    app = ScaleApp()
    async with app.run_test(size=(80, 24)) as pilot:
        grounds = [style_of(app, f" {pain} ").bgcolor for pain in range(11)]
        assert len(set(grounds)) == 1
        await pilot.press("7")
        picked = [style_of(app, f" {pain} ").bgcolor for pain in range(11)]
        assert [pain for pain in range(11) if picked[pain] != grounds[0]] == [7]
        await pilot.press("s")
        assert len({style_of(app, f" {pain} ").bgcolor for pain in range(11)}) == 1, "left out is no tile"


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 5), ((80, 16), 3), ((40, 12), 3)])
async def test_in_a_small_window_a_score_is_one_row_high(size: tuple[int, int], rows: int) -> None:
    app = ScaleApp()
    async with app.run_test(size=size):
        assert app.query_one(PainScaleWidget).size.height == rows
        assert lines(app)[rows - 1].split()[:2] == ["no", "pain"]


async def test_the_ends_of_the_scale_can_be_named_otherwise() -> None:
    app = ScaleApp(ends=("no trouble", "I cannot do it"))
    async with app.run_test(size=(80, 24)):
        assert "no trouble" in text(app)
        assert "I cannot do it" in text(app)
        assert "pain" not in text(app)
