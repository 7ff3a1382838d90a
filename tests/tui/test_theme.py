"""Style sheets are parsed again only when the colours of the theme have changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.css import stylesheet
from textual.css.parse import parse

from l5tui.terminal.textual_internals import CachedStylesheet
from tests.textual_private import parsing_each_sheet_anew

CSS = "Screen { color: $ink; }"


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Record the sheets that are parsed from now on."""
    seen: list[str] = []

    def watched(*given: object, **more: object) -> object:
        seen.append(str(given[1]))
        return parse(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", watched)
    with parsing_each_sheet_anew():
        yield seen


def sheets(ink: str = "red") -> CachedStylesheet:
    made = CachedStylesheet(variables={"ink": ink})
    made.add_source(CSS, ("here", ""))
    made.parse()
    return made


def colour(made: CachedStylesheet) -> object:
    return made.rules[0].styles.color.rgb


def test_an_unchanged_theme_parses_no_sheet_again(parses: list[str]) -> None:
    made = sheets()
    made.set_variables({"ink": "red"})
    made.reparse()
    assert parses == [CSS]


def test_a_changed_theme_shows_its_colours(parses: list[str]) -> None:
    made = sheets()
    assert colour(made) == (255, 0, 0)
    made.set_variables({"ink": "#0000ff"})
    made.reparse()
    assert colour(made) == (0, 0, 255)
    assert parses == [CSS, CSS]


def test_only_the_sheet_of_a_new_widget_is_parsed(parses: list[str]) -> None:
    made = sheets()
    made.add_source("Label { color: $ink; }", ("there", ""))
    made.reparse()
    assert len(made.rules) == 2
    assert parses == [CSS, "Label { color: $ink; }"]
