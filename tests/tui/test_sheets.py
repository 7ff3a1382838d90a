"""Style sheets that were parsed when the wheel was built."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.css import stylesheet
from textual.css.parse import parse

from l5tui.library import prepared
from l5tui.library.prepared import store
from l5tui.terminal import textual_internals
from l5tui.terminal.textual_internals import CachedStylesheet
from l5tui.tui.sheets import prepare_sheets
from tests.textual_private import parsing_each_sheet_anew
from tests.tui.running import app_for

INK = {"ink": "red"}


def sheets(css: str = "Screen { color: $ink; }", **variables: str) -> CachedStylesheet:
    """A style sheet with one source, not parsed yet."""
    made = CachedStylesheet(variables=INK | variables)
    made.add_source(css, ("here", ""))
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what was prepared, which has the sheet above."""
    monkeypatch.setattr(prepared, "FOLDER", tmp_path)
    made = sheets()
    with parsing_each_sheet_anew():
        made.parse()
        name, parsed = made.parsed_anew(INK)
    store(name, (), parsed, tmp_path)
    return tmp_path


@pytest.fixture
def no_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where a sheet is parsed."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a sheet is parsed")

    monkeypatch.setattr(stylesheet, "parse", refuse)


@pytest.mark.usefixtures("folder", "no_parsing")
def test_a_prepared_sheet_is_not_parsed() -> None:
    with parsing_each_sheet_anew():
        assert sheets().rules[0].styles.color.rgb == (255, 0, 0)


@pytest.mark.usefixtures("folder")
def test_a_changed_sheet_and_other_colours_are_parsed() -> None:
    with parsing_each_sheet_anew():
        assert sheets("Screen { color: blue; }").rules[0].styles.color.rgb == (0, 0, 255)
        assert sheets(ink="lime").rules[0].styles.color.rgb == (0, 255, 0)


@pytest.mark.usefixtures("folder")
def test_sheets_of_another_textual_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sheets().prepared_name
    monkeypatch.setattr(textual_internals, "_textual_version", lambda: "textual-99.dist-info")
    assert sheets().prepared_name != before


@pytest.mark.parametrize("data", [b"", b"nonsense" * 9])
def test_a_damaged_file_only_costs_time(data: bytes, folder: Path) -> None:
    (folder / sheets().prepared_name).write_bytes(data)
    with parsing_each_sheet_anew():
        assert sheets().rules[0].styles.color.rgb == (255, 0, 0)


async def test_an_app_with_prepared_sheets_parses_none_until_another_place_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with parsing_each_sheet_anew():
        await prepare_sheets(tmp_path)
    monkeypatch.setattr(prepared, "FOLDER", tmp_path)
    parsed: list[str] = []

    def watched(scope: str, css: str, *given: object, **more: object) -> object:
        parsed.append(scope)
        return parse(scope, css, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", watched)
    with parsing_each_sheet_anew():
        async with app_for(tmp_path).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert pilot.app.query("#choices")
            assert parsed == []
