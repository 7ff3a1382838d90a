"""A class of the full-screen face says by its name what it is in Textual's terms.

A message is nested in its widget, as Textual's own are, so `PainScaleWidget.Changed` needs no other word.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

import l5tui.tui

ROOT = Path(l5tui.tui.__file__).parent


def classes() -> list[type]:
    """Every class that a module of `tui/` defines at its top."""
    names = [".".join(path.relative_to(ROOT.parent.parent).with_suffix("").parts) for path in ROOT.rglob("*.py")]
    found = [(name, one) for name in names for one in vars(import_module(name)).values()]
    return [one for name, one in found if isinstance(one, type) and one.__module__ == name]


def test_a_screen_is_named_a_screen_and_a_widget_a_widget() -> None:
    wrong = []
    for one in classes():
        kind = "Screen" if issubclass(one, Screen) else "Widget" if issubclass(one, Widget) else ""
        if kind and not one.__name__.endswith(kind):
            wrong.append(f"{one.__module__}.{one.__name__}")
    assert wrong == []


def test_nothing_else_is_named_a_screen_or_a_widget() -> None:
    others = [one.__name__ for one in classes() if not issubclass(one, Widget)]
    assert [name for name in others if name.endswith(("Screen", "Widget"))] == []


def test_a_message_is_nested_in_its_widget() -> None:
    assert [one.__name__ for one in classes() if issubclass(one, Message)] == []
