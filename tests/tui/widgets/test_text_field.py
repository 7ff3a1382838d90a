"""A field to write in: what is pasted into it, and where its cursor is."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.events import Paste

from l5tui.tui.widgets.text_field import NoteFieldWidget
from tests.tui.reading import text, until

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
