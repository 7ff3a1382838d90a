"""Every key can be remapped by an id that settings know."""

from __future__ import annotations

import importlib
import pkgutil
import string
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from textual.binding import Binding
from textual.dom import DOMNode

import l5tui
import l5tui.tui
from l5tui.config.key_names import _name_of
from l5tui.config.keys import KEYS, TOGETHER
from tests.rows import each
from tests.snapshots import assert_matches
from tests.textual_private import name_of_character

DOCS = Path(l5tui.__file__).parents[1] / "docs"
ABOUT_KEYS = """# The names of the keys

`?` in the app lists the keys of a screen with what they do. To give something another key, write its name and the key
into `config.toml`, under `[keys]`; several keys stand in one text with commas between them:

```toml
[keys]
help = "f1"
"session.hurts" = "o,backspace"
```

`l5tui doctor` says where the file is. This page is made from the program by a test.

| name | keys | what it does |
|---|---|---|"""


def modules() -> Iterator[ModuleType]:
    """Load the app with every module that it shows."""
    for found in pkgutil.walk_packages(l5tui.tui.__path__, "l5tui.tui."):
        yield importlib.import_module(found.name)


def bindings() -> Iterator[tuple[str, Binding]]:
    """Every binding of the program's own classes, with the class's name."""
    for module in modules():
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                yield from ((thing.__name__, binding) for binding in thing.__dict__.get("BINDINGS", ()))


def test_settings_know_every_binding_with_its_keys_and_no_other() -> None:
    """One that is missing is to be added to `l5tui/config/keys.py`; one that is gone, taken out."""
    assert {(binding.id, binding.key) for _, binding in bindings()} == set(KEYS.items())


def test_the_page_of_keys_lists_every_key_with_its_name() -> None:
    """`REDRAW=1` writes it."""
    words: dict[str, str] = {}
    for _, binding in bindings():
        words.setdefault(binding.id or "", binding.description)
    rows = [f"| `{name}` | {_shown(keys)} | {words[name]} |" for name, keys in sorted(KEYS.items())]
    assert_matches(DOCS / "keys.md", "\n".join([ABOUT_KEYS, *rows]))


def _shown(keys: str) -> str:
    return ", ".join(f"`{key}`" for key in keys.split(","))


def test_settings_know_which_bindings_share_a_screen_or_a_widget() -> None:
    """In one class's bindings Textual takes a key from one that has it, and gives it to the one that asks."""
    kinds = [thing for module in modules() for thing in vars(module).values() if isinstance(thing, type)]
    for kind in {kind for kind in kinds if issubclass(kind, DOMNode)}:
        own = {binding.id for base in kind.__mro__ for binding in _own(base)}
        assert any(own <= ids for ids in TOGETHER), kind


@each("sign", sorted({*string.printable, "é", "§", "€"} - set(string.whitespace)))
def test_each_special_character_has_textuals_name(sign: str) -> None:
    assert _name_of(sign) == name_of_character(sign)


def _own(kind: type) -> list[Binding]:
    """The bindings of the program's own classes, not Textual's."""
    return [one for one in vars(kind).get("BINDINGS", ()) if isinstance(one, Binding) and one.id in KEYS]


def test_every_binding_says_what_it_does() -> None:
    """The help screen lists it by these words."""
    assert [name for name, binding in bindings() if not binding.description] == []
