"""Escape sequences for the bell, the window title and desktop notifications.

Each is a string; the owner of the output writes it. Text may come from a person or a file, so it is reduced to one
short line without control characters.
"""

from __future__ import annotations

from typing import Final

from l5tui.terminal.capabilities import Protocol

BELL: Final = "\a"
PUSH_TITLE: Final = "\x1b[22;2t"
"""Push the window's title on the terminal's stack; `restore.POP_TITLE` restores it."""
_END: Final = "\x1b\\"
_LONGEST_TITLE: Final = 80
_LONGEST: Final = 200


def title(text: str) -> str:
    """Set the window's title."""
    return f"\x1b]2;{harmless(text, _LONGEST_TITLE)}{_END}"


def notification(protocol: Protocol | None, heading: str, text: str) -> str:
    """Request a desktop notification.

    Args:
        protocol: the terminal's protocol; None gives an empty string.
        heading: a title of a few words; left out if the protocol has only one line.
        text: one sentence.
    """
    said = harmless(text)
    if protocol is None or not said:
        return ""
    if protocol == "osc777":
        return f"\x1b]777;notify;{harmless(heading, _LONGEST_TITLE)};{said}{_END}"
    return f"\x1b]9;{said}{_END}"


def harmless(text: str, most: int = _LONGEST) -> str:
    """One line without control characters, and without the semicolons that separate fields.

    A number before a semicolon could be a command, too: some terminals take `9;4` for a progress bar.
    """
    shown = "".join(sign if sign.isprintable() and sign != ";" else " " if sign != ";" else "," for sign in text)
    line = " ".join(shown.split())
    return line if len(line) <= most else line[: most - 3].rstrip() + "..."
