"""Copies text to the clipboard of the terminal in front, which may be far away over SSH (OSC 52).

No terminal answers such a request. Some take it as they come; others only if a setting allows it, or not at all. So the
message says that it can't be known, except where the terminal is known to take it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Final, NamedTuple

LARGEST: Final = 74_000
"""The most bytes of text: some terminals drop a request of more than 100,000 characters, which base64 makes of them."""
COPIED: Final = "Copied to the clipboard of this terminal."
UNKNOWN: Final = "Sent to the terminal's clipboard. Whether it took it can't be known from here: paste it to see."
TOO_LONG: Final = "This is too long for a terminal's clipboard. Write it to a file instead."
_TAKES_IT: Final = ("alacritty", "foot", "ghostty", "kitty", "wezterm", "xterm-ghostty", "xterm-kitty")
_CHUNK: Final = 240
"""GNU screen passes on strings of at most 256 characters."""


class Copying(NamedTuple):
    """What is to be sent to the terminal, and what is said then."""

    sequence: str
    """Empty if nothing is sent."""
    said: str


def copying(text: str, environ: Mapping[str, str]) -> Copying:
    """How to copy a text.

    Args:
        text: the text.
        environ: the environment, as `os.environ`.
    """
    raw = text.encode("utf-8", "backslashreplace")
    if len(raw) > LARGEST:
        return Copying("", TOO_LONG)
    request = f"\x1b]52;c;{b64encode(raw).decode()}\a"
    term = environ.get("TERM", "")
    if environ.get("TMUX"):
        # tmux takes the request itself with `set-clipboard on`, or passes it on with `allow-passthrough on`.
        return Copying(request + "\x1bPtmux;" + request.replace("\x1b", "\x1b\x1b") + "\x1b\\", UNKNOWN)
    if environ.get("STY"):
        pieces = [request[start : start + _CHUNK] for start in range(0, len(request), _CHUNK)]
        return Copying("".join(f"\x1bP{piece}\x1b\\" for piece in pieces), UNKNOWN)
    known = any(term == name or term.startswith(f"{name}-") for name in _TAKES_IT)
    return Copying(request, COPIED if known else UNKNOWN)
