"""The ids of all key bindings, so that settings can be checked before Textual is imported.

The bindings themselves stand with their screens; a test holds this list to them.
"""

from __future__ import annotations

from typing import Final

KEY_IDS: Final = frozenset(
    f"{group}.{name}" if name else group
    for group, names in {
        "back": ("",),
        "check": ("back",),
        "emergency": ("leave",),
        "end": ("discard", "no", "yes"),
        "favourite": tuple("123456789"),
        "find": ("down", "page.down", "page.up", "up"),
        "form": ("back", "next", "previous"),
        "guide": ("read",),
        "help": ("", "close", "notice"),
        "journal": ("add", "delete", "edit", "export", "find", "open", "span", "undo"),
        "library": ("favourite", "find", "start"),
        "list": ("down", "first", "last", "up"),
        "notice": ("read",),
        "page": ("close", "down", "read", "up"),
        "panel": (*"1234567", "d", "e", "enter", "escape", "g", "n", "s", "space", "x", "y"),
        "place": ("guide", "journal", "library", "next", "previous"),
        "quit": ("", "now"),
        "resume": ("discard", "go_on", "keep", "later"),
        "scale": (*"0123456789", "clear", "confirm", "highest", "leave_out", "left", "lowest", "right"),
        "session": (
            *("back", "back_exercise", "cues", "end", "floor", "hurts", "less", "mirror"),
            *("more", "motion", "own_pace", "pause", "skip", "skip_exercise"),
        ),
        "settings": ("", "change", "close", "next", "previous"),
        "summary": ("again", "close", "done", "journal", "note"),
        "suspend": ("",),
        "text": ("down", "end", "start", "up"),
        "trouble": ("hide",),
    }.items()
    for name in names
)
