"""Every key can be remapped by an id that settings know."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from textual.binding import Binding

import l5tui.app
import l5tui.screens
import l5tui.widgets
from l5tui.keys import KEY_IDS


def modules() -> Iterator[ModuleType]:
    """The app, and all that it shows."""
    yield l5tui.app
    for package in (l5tui.screens, l5tui.widgets):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def bindings() -> Iterator[tuple[str, Binding]]:
    """Every binding of the program's own classes, with the class's name."""
    for module in modules():
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                yield from ((thing.__name__, binding) for binding in thing.__dict__.get("BINDINGS", ()))


def test_settings_know_the_id_of_every_binding_and_no_other() -> None:
    """One that is missing is to be added to `l5tui/keys.py`; one that is gone, taken out."""
    assert {binding.id for _, binding in bindings()} == KEY_IDS


def test_every_binding_says_what_it_does() -> None:
    """The help screen lists it by these words."""
    assert [name for name, binding in bindings() if not binding.description] == []
