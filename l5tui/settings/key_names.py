"""The table `[keys]`: keys as Textual names them, and only those that a terminal can send."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from l5tui.settings.words import UnusableError, nearest, shown

OWNED_KEYS: Final = frozenset(f"ctrl+{letter}" for letter in "absjhim")
"""Keys that mostly never arrive: terminals, tmux and screen keep them, or they are enter, tab and backspace."""

_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED: Final = frozenset({"space", "enter", "escape", "tab", "backspace", "delete", "insert"}).union(
    ("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    ("plus", "minus", "slash", "backslash", "at", "underscore"),
    (f"f{number}" for number in range(1, 25)),
)


def key_table(table: object, key_ids: Collection[str] | None) -> tuple[dict[str, str], dict[str, UnusableError]]:
    """The usable and the unusable rows of `[keys]`; an id with dots may stand quoted, or as tables in tables."""
    if not isinstance(table, dict):
        raise UnusableError(f"must be a table, [keys], not {shown(table)}", "The keys stay as they are")
    usable: dict[str, str] = {}
    unusable: dict[str, UnusableError] = {}
    for key_id, value in _flat(table):
        try:
            if key_ids is not None and key_id not in key_ids:
                raise UnusableError(f"there is no such key{nearest(key_id, key_ids)}", "It is left out")
            usable[key_id] = _key_names(value)
        except UnusableError as why:
            unusable[key_id] = why
    return usable, unusable


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _key_names(value: object) -> str:
    """`x, space` as Textual takes it: no spaces, each a key that a terminal can send."""
    hint = "The key stays as it is"
    if not isinstance(value, str):
        raise UnusableError(f'must be text such as "x" or "ctrl+x", not {shown(value)}', hint)
    names = [name.strip() for name in value.split(",")]
    for name in names:
        *modifiers, key = name.split("+") if len(name) > 1 else [name]
        if not key:
            raise UnusableError(f'{shown(value)} leaves a key out; write "space", "comma" and "plus" as words', hint)
        if name in OWNED_KEYS:
            raise UnusableError(f"{name} belongs to terminals, tmux or screen", hint)
        if not (_is_key(key) and _MODIFIERS.issuperset(modifiers)):
            raise UnusableError(f"{shown(name)} is not a key{nearest(name, _NAMED)}", hint)
    return ",".join(names)


def _is_key(name: str) -> bool:
    """Whether a terminal can send it: a sign, a key's name, or a sign by its Unicode name (`question_mark`)."""
    if len(name) == 1:
        return name.isprintable()
    if name in _NAMED:
        return True
    try:
        return name == name.lower() and bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False
