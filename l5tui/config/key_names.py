"""The table `[keys]` of the settings: Textual's key names, limited to keys that a terminal can send."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from l5tui.config.output import did_you_mean
from l5tui.config.settings import UnusableError, shown

OWNED_KEYS: Final = frozenset(f"ctrl+{letter}" for letter in "absjhim")
"""Keys that usually never arrive: terminals, tmux and screen use them, or they are enter, tab and backspace."""

_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt", "super", "hyper", "meta"})
_NAMED: Final = frozenset({"space", "enter", "escape", "tab", "backspace", "delete", "insert"}).union(
    ("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    ("plus", "minus", "slash", "backslash", "at", "underscore"),
    (f"f{number}" for number in range(1, 25)),
)


_UNICODE_OTHERWISE: Final = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters for which Textual's name differs from the Unicode name."""
_STAYS: Final = "The key stays as it is"
_FORMER_GROUPS: Final = {"panel": "dialog"}
_FORMER_IDS: Final = {"journal.span": "journal.range"}
"""Ids of earlier versions, which a config file may still have."""


def key_table(
    table: object, keys: Mapping[str, str] | None, together: Collection[Collection[str]] = ()
) -> tuple[dict[str, str], dict[str, UnusableError]]:
    """The usable and the unusable rows of `[keys]`. An id with dots may be quoted or written as nested tables.

    Args:
        table: the parsed table.
        keys: the known ids with their default keys; None accepts every id.
        together: groups of ids that are active at the same time. Within a group a key has one meaning.
    """
    if not isinstance(table, dict):
        raise UnusableError(f"must be a table, [keys], not {shown(table)}", "The keys stay as they are")
    usable: dict[str, str] = {}
    unusable: dict[str, UnusableError] = {}
    for written, value in _flat(table):
        key_id = _present_id(written)
        try:
            if keys is not None and key_id not in keys:
                raise UnusableError(f"there is no such key{did_you_mean(key_id, keys)}", "It is left out")
            usable[key_id] = _key_names(value)
        except UnusableError as why:
            unusable[key_id] = why
    while taken := _taken(usable, keys or {}, together):
        del usable[taken[0]]  # it gets its default key back, which another row may have taken
        unusable[taken[0]] = taken[1]
    return usable, unusable


def _present_id(key_id: str) -> str:
    """The id that an id of an earlier version has now; any other is unchanged."""
    group, dot, name = key_id.partition(".")
    return _FORMER_IDS.get(key_id) or f"{_FORMER_GROUPS.get(group, group)}{dot}{name}"


def _taken(
    asked: dict[str, str], keys: Mapping[str, str], together: Collection[Collection[str]]
) -> tuple[str, UnusableError] | None:
    """The last row whose key has another meaning at the same time; None if there is none."""
    own = {key_id: _canonical(names) for key_id, names in keys.items()}
    now = own | {key_id: _canonical(names) for key_id, names in asked.items()}
    for key_id in reversed(asked):
        for other in sorted({other for ids in together if key_id in ids for other in ids if other != key_id}):
            for key in sorted((now[key_id] & now[other]) - (own[key_id] & own[other])):
                return key_id, UnusableError(f"{shown(key)} is {other} already", _STAYS)
    return None


def _canonical(names: str) -> frozenset[str]:
    """The keys of a list by Textual's canonical names: `?` is `question_mark`."""
    return frozenset("+".join((*modifiers, _name_of(key))) for *modifiers, key in map(_parts, names.split(",")))


def _parts(name: str) -> list[str]:
    return name.split("+") if len(name) > 1 else [name]


def _name_of(key: str) -> str:
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return _UNICODE_OTHERWISE.get(name, name)


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _key_names(value: object) -> str:
    """A list such as `x, space` in Textual's form, without spaces, if a terminal can send each key."""
    if not isinstance(value, str):
        raise UnusableError(f'must be text such as "x" or "ctrl+x", not {shown(value)}', _STAYS)
    names = [name.strip() for name in value.split(",")]
    for name in names:
        *modifiers, key = _parts(name)
        if not key:
            raise UnusableError(f'{shown(value)} leaves a key out; write "space", "comma" and "plus" as words', _STAYS)
        if name in OWNED_KEYS:
            raise UnusableError(f"{name} belongs to terminals, tmux or screen", _STAYS)
        if not (_is_key(key) and _MODIFIERS.issuperset(modifiers)):
            raise UnusableError(f"{shown(name)} is not a key{did_you_mean(name, _NAMED)}", _STAYS)
    return ",".join(names)


def _is_key(name: str) -> bool:
    """Whether a terminal can send it: a character, a key's name, or a character by its Unicode name
    (`question_mark`)."""
    if len(name) == 1:
        return name.isprintable()
    if name in _NAMED:
        return True
    try:
        return name == name.lower() and bool(unicodedata.lookup(name.replace("_", " ")))
    except KeyError:
        return False
