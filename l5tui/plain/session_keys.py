"""The keys of a session in plain lines: those of the full screen, letters for keys that a line can't contain, and the
person's own from `[keys]`.

A key from `[keys]` replaces the default ones, as on the full screen. A key that plain lines can't read (`f5`) is
ignored, and so is a key for an action that plain lines don't have.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from l5tui.terminal.key_layouts import Layout, layout_of, spellings

SAY_AGAIN: Final = "say_again"
_ACTIONS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "session.pause": (("space",), "pause, go on; in own pace, next"),
    "session.skip": (("n", "right"), "one step on"),
    "session.back": (("b", "left"), "one step back"),
    "session.skip_exercise": (("N", "shift+right"), "one exercise on"),
    "session.back_exercise": (("B", "shift+left"), "one exercise back"),
    "session.more": (("+", "up", "="), "up to ten seconds more"),
    "session.less": (("-", "down", "_"), "up to ten seconds less"),
    "session.hurts": (("x", "backspace"), "it hurts, or stop"),
    "session.own_pace": (("p",), "own pace; each phase waits for you"),
    "session.cues": (("c",), "cues: off, bell or all"),
    SAY_AGAIN: (("s",), "say again what is on"),
    "help": (("?", "h"), "all keys"),
    "session.end": (("q", "escape"), "end"),
}
"""For each action its default keys, those to be shown first, and what it does."""
_NAMED: Final = 2
"""How many keys of an action are shown in the list of keys."""
_WORDS: Final[Mapping[str, str]] = {
    "": "session.pause",
    "pause": "session.pause",
    "next": "session.skip",
    "skip": "session.skip",
    "back": "session.back",
    "more": "session.more",
    "less": "session.less",
    "hurts": "session.hurts",
    "cues": "session.cues",
    "end": "session.end",
}
"""Lines with a fixed meaning, whatever the keys are."""
_PRESSED: Final = frozenset(("space", "enter", "escape", "backspace", "up", "down", "left", "right")).union(
    ("shift+left", "shift+right")
)
_SIGNS: Final = {"plus": "+", "minus": "-", "slash": "/", "at": "@", "underscore": "_"}
"""Characters whose key name differs from their Unicode name."""


class SessionKeys:
    """The keys of a session in plain lines.

    Args:
        own: the person's own keys, by id, as the settings have them.
        layout: the Latin letter at the position of each letter of another alphabet.
    """

    def __init__(self, own: Mapping[str, str] | None = None, layout: Layout | None = None) -> None:
        self._layout = layout_of({}) if layout is None else layout
        self._keys = {action: usual for action, (usual, _) in _ACTIONS.items()}
        for action, names in (own or {}).items():
            keys = tuple(key for name in names.split(",") if (key := _as_pressed(name)))
            if action in self._keys and keys:
                self._keys[action] = keys
                for other, theirs in self._keys.items():
                    if other != action:
                        self._keys[other] = tuple(key for key in theirs if key not in keys)

    def action(self, typed: str, *, line: bool) -> str | None:
        """The action of a key or a line; None if there is none. A capital counts as the small letter unless it has an
        action of its own.
        """
        key = typed.strip() if line else typed
        for spelled in dict.fromkeys((*spellings(key, self._layout), key.lower())):
            found = next((action for action, keys in self._keys.items() if spelled in keys), None)
            if found is not None:
                return found
        return _WORDS.get(key.lower()) if line else None

    def named(self, action: str) -> str:
        """The first key of an action; empty if it has none."""
        return next(iter(self._keys[action]), "")

    def in_short(self) -> str:
        """The most important keys in one line."""
        some = (
            ("session.pause", "pauses and goes on"),
            ("session.hurts", "it hurts"),
            ("session.end", "end"),
            ("help", "all keys"),
        )
        return f"Keys: {', '.join(f'{self.named(action)} {does}' for action, does in some if self.named(action))}."

    def in_full(self) -> Iterator[str]:
        """All keys, one line each."""
        for action, (_, does) in _ACTIONS.items():
            if keys := self._keys[action]:
                yield f"{' or '.join(keys[:_NAMED])}: {does}"


def _as_pressed(name: str) -> str | None:
    """The name under which plain lines read a key of the settings; None if they can't read it."""
    name = name.strip()
    if len(name) == 1 or name in _PRESSED:
        return name
    if name in _SIGNS:
        return _SIGNS[name]
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return None
