"""What rings, names the window and shows on the desktop, as the bytes that ask a terminal for it.

Each is a string to be written by whoever owns the line. What stands in a sentence may come from a person or a file:
here it becomes one short line that a terminal can only show.
"""

from __future__ import annotations

from typing import Final

from l5tui.terminal.capabilities import Protocol

BELL: Final = "\a"
PUSH_TITLE: Final = "\x1b[22;2t"
"""Keep the window's title on the terminal's stack; `restore` has what takes it back."""
_END: Final = "\x1b\\"
_LONGEST_TITLE: Final = 80
_LONGEST: Final = 200


def title(text: str) -> str:
    """Name the window."""
    return f"\x1b]2;{harmless(text, _LONGEST_TITLE)}{_END}"


def notification(protocol: Protocol | None, heading: str, text: str) -> str:
    """Ask for a notification on the desktop.

    Args:
        protocol: how this terminal takes it; None gives an empty string.
        heading: in a few words what it is about; left out where only one line can be shown.
        text: one sentence.
    """
    said = harmless(text)
    if protocol is None or not said:
        return ""
    if protocol == "osc777":
        return f"\x1b]777;notify;{harmless(heading, _LONGEST_TITLE)};{said}{_END}"
    return f"\x1b]9;{said}{_END}"


def harmless(text: str, most: int = _LONGEST) -> str:
    """One line without what a terminal would obey, and without the semicolons that part the fields.

    A number before a semicolon would be an order, too: to some terminals `9;4` is a progress bar.
    """
    shown = "".join(sign if sign.isprintable() and sign != ";" else " " if sign != ";" else "," for sign in text)
    line = " ".join(shown.split())
    return line if len(line) <= most else line[: most - 3].rstrip() + "..."
