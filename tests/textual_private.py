"""Gives public names to the private parts of Textual that only tests need (listed in `terminal/textual_names.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final

import pytest
from textual._context import active_app
from textual.app import App
from textual.css.model import RuleSet
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.strip import Strip

from l5tui.terminal.textual_internals import CachedStylesheet

_OWN_PARSE_RULES: Final = CachedStylesheet._parse_rules

name_of_character: Final = _character_to_key
"""Textual's name for a character's key: `a`, `question_mark`."""


@contextmanager
def as_active_app(app: App[Any]) -> Iterator[None]:
    """Set the active app, which Textual looks up in the context; a test's task may have none."""
    token = active_app.set(app)
    try:
        yield
    finally:
        active_app.reset(token)


def rows_of(app: App[Any]) -> list[Strip]:
    """The rows of the screen, drawn now."""
    with as_active_app(app):
        return app.screen._compositor.render_strips()


@contextmanager
def parsing_each_sheet_once() -> Iterator[None]:
    """Parse each style sheet once per process, whichever app has it."""
    parse_rules = CachedStylesheet._parse_rules
    parsed: dict[Any, list[RuleSet]] = {}

    def remember(sheets: CachedStylesheet, css: str, *where: Any, **more: Any) -> list[RuleSet]:
        key = (css, where, *sorted(more.items()), frozenset(sheets._variables.items()))
        if key not in parsed:
            parsed[key] = parse_rules(sheets, css, *where, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CachedStylesheet, "_parse_rules", remember)
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # the same number, without a Python call for each rule
        yield


@contextmanager
def parsing_each_sheet_anew() -> Iterator[None]:
    """Undo `parsing_each_sheet_once`, for tests of the cache itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CachedStylesheet, "_parse_rules", _OWN_PARSE_RULES)
        yield


@contextmanager
def drawing_only_what_is_read() -> Iterator[None]:
    """Draw a frame when a test reads the screen, and not when it changes."""
    draw = Screen._compositor_refresh

    @wraps(draw)
    def skip(screen: Screen[Any]) -> None:
        app = screen.app
        if not app.is_headless or app.is_inline or screen is not app.screen:
            draw(screen)
            return
        screen._compositor._dirty_regions.clear()
        screen._dirty_widgets.clear()
        app._display(screen, None)
        app._update_mouse_over(screen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Screen, "_compositor_refresh", skip)
        yield
