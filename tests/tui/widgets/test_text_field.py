"""A field to write in: what is pasted into it, and where its cursor is."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Paste

from l5tui.tui.journal.entry_words import FIND
from l5tui.tui.widgets.text_field import NoteFieldWidget
from tests import factories
from tests.tui.reading import style_of, text, until, until_shown
from tests.tui.running import running

LONG = "word " * 20_000 + "the end"


class OneNote(App[None]):
    """An app with only a note field."""

    def compose(self) -> ComposeResult:
        yield NoteFieldWidget(id="note")

    def on_mount(self) -> None:
        self.query_one(NoteFieldWidget).styles.border = ("none", "black")
        self.query_one(NoteFieldWidget).focus()


async def test_after_a_paste_of_a_hundred_thousand_characters_the_cursor_is_visible() -> None:
    app = OneNote()
    async with app.run_test(size=(40, 12)) as pilot:
        app.query_one(NoteFieldWidget).post_message(Paste(LONG))
        await until(pilot, lambda: "the end" in text(app), "the end of what was pasted")
        await pilot.press(*"ing")
        await until(pilot, lambda: "the ending" in text(app), "what is typed after it")
        await pilot.press("home")
        await until(pilot, lambda: text(app).strip().startswith("word word"), "its beginning")
        await pilot.press("end", "x")
        await until(pilot, lambda: "the endingx" in text(app))


@pytest.mark.parametrize("theme", ["l5-dark", "l5-light"])
async def test_a_placeholder_has_the_contrast_of_text(tmp_path: Path, theme: str) -> None:
    async with running(tmp_path, entries=[factories.log("log", 4)]) as pilot:
        pilot.app.theme = theme
        await pilot.press("J")
        await until_shown(pilot, "pain score")
        await pilot.press("slash")
        await until_shown(pilot, FIND)
        await until(pilot, lambda: contrast(style_of(pilot.app, FIND[1:], "#find")) >= 4.5, "4.5 to 1")


def contrast(style: Style) -> float:
    """The ratio of the two colours' luminances, as WCAG 2 has it."""
    assert style.color is not None
    assert style.bgcolor is not None
    lighter, darker = sorted(map(_luminance, (style.color, style.bgcolor)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Color) -> float:
    parts = (part / 255 for part in colour.get_truecolor())
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
