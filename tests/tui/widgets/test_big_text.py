"""The big count and word: they fit, keep their position, and repaint only themselves."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from l5tui.tui.theme import THEMES
from l5tui.tui.widgets.big_text import BigTextWidget
from tests.tui.reading import lines, text, until


class Stage(App[None]):
    """An app with a word on the left and a count on the right, as in a session."""

    CSS = "#row { height: 8; } #word { width: 1fr; } #count { width: auto; }"

    def __init__(self, word: str, count: str, *, plain: bool = False, digits: int = 0) -> None:
        super().__init__()
        self.ascii_only = plain
        self.register_theme(THEMES[0])
        self.theme = THEMES[0].name
        self.word, self.count, self.digits = word, count, digits

    def compose(self) -> ComposeResult:
        with Horizontal(id="row"):
            yield BigTextWidget(self.word, rows=4, shrink=True, id="word")
            yield BigTextWidget(self.count, rows=7, align="right", digits=self.digits, id="count")
        yield Static("below")


async def test_a_count_is_aligned_to_the_right() -> None:
    app = Stage("HOLD", "12")
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, lambda: "█" in text(app))
        assert len(lines(app)[6]) == 60, "the foot of the 2"
        assert lines(app)[0].startswith("██  ██")


async def test_a_count_that_changes_between_minutes_and_seconds_is_drawn_in_full() -> None:
    """The width follows the text: a width for 99 seconds must not stay when two minutes are shown."""
    app = Stage("HOLD", "99")
    async with app.run_test(size=(80, 12)) as pilot:
        count = app.query_one("#count", BigTextWidget)
        assert count.size.width == 23
        count.text = "1:40"
        await until(pilot, lambda: count.size.width == 42)
        assert len(count.drawn(count.size.width) or ()) == 7
        count.text = "9"
        await until(pilot, lambda: count.size.width == 10)


async def test_reserving_two_digits_keeps_the_word_in_place() -> None:
    app = Stage("HOLD", "10", digits=2)
    async with app.run_test(size=(80, 12)) as pilot:
        count = app.query_one("#count", BigTextWidget)
        before = count.size
        count.text = "9"
        await pilot.pause()
        assert count.size == before
        assert len(lines(app)[3]) == 80, "the 9 stands where the 0 stood"


async def test_text_without_glyphs_is_shown_as_a_label() -> None:
    app = Stage("ПАУЗА", "12")
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, lambda: "ПАУЗА" in text(app))


async def test_a_word_that_looks_like_markup_is_text() -> None:
    app = Stage("[/] hold", "12")
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, lambda: "[/] HOLD" in text(app))


async def test_with_plain_signs_glyphs_are_made_of_whole_cells() -> None:
    app = Stage("", "8", plain=True)
    async with app.run_test(size=(60, 12)) as pilot:
        await until(pilot, lambda: "#" in text(app))
        assert text(app).isascii()
        assert lines(app)[2].split() == ["###", "###"], "an open hole"


async def test_a_window_without_columns_raises_no_error() -> None:
    app = Stage("HOLD", "12")
    async with app.run_test(size=(1, 1)) as pilot:
        app.query_one("#count", BigTextWidget).text = "11"
        await pilot.pause()
        assert app.is_running


async def test_a_new_second_repaints_only_the_count() -> None:
    app = Stage("HOLD", "12", digits=2)
    async with app.run_test(size=(60, 12)) as pilot:
        assert text(app), "all of it was painted"
        painted: list[str] = []
        for widget in app.query(BigTextWidget):
            original = widget.render

            def render(name: str = widget.id or "", original: object = original) -> object:
                painted.append(name)
                return original()  # type: ignore[operator]

            widget.render = render  # type: ignore[assignment]
        app.query_one("#count", BigTextWidget).text = "11"
        await until(pilot, lambda: text(app) and "count" in painted)
        assert set(painted) == {"count"}
