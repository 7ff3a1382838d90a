"""Style sheets that were parsed when the wheel was built, so that a start needn't parse them."""

from __future__ import annotations

from pathlib import Path

from l5tui.config.launch import Launch
from l5tui.config.settings import Settings
from l5tui.library.prepared import store
from l5tui.tui.app import L5App
from l5tui.tui.theme import THEMES


async def prepare_sheets(folder: Path) -> None:
    """Keep the sheets of the app and of the library's widgets in a folder of the wheel, in each of the palettes."""
    app = L5App(Launch(journal=folder / "none.json", settings=Settings()))
    async with app.run_test(size=(100, 30)):
        for theme in THEMES:
            app.theme = theme.name
            name, parsed = app.sheets.parsed_anew(app.get_css_variables())
            store(name, (), parsed, folder)
