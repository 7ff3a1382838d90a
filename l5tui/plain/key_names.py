"""What a terminal's keys are called in plain lines.

Plain lines switch no key protocol on, but another program may have left kitty's or xterm's on: then `ctrl+c` and `x`
come as sequences, and have to mean what they always do. What a sequence means to the full screen stands in
`terminal/key_sequences`, which needs Textual; here are only the keys that lines have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from l5tui.terminal.input_tokens import EscapeKey, Pasted, Sequence, Token, Typed

NAMED: Final = {
    " ": "space",
    "\r": "enter",
    "\n": "enter",
    "\x7f": "backspace",
    "\x08": "backspace",
    "\x15": "ctrl+u",
    "\x03": "ctrl+c",
    "\x04": "ctrl+d",
    "\x1a": "ctrl+z",
    "\x1b[A": "up",
    "\x1b[B": "down",
    "\x1b[C": "right",
    "\x1b[D": "left",
    "\x1bOA": "up",
    "\x1bOB": "down",
    "\x1bOC": "right",
    "\x1bOD": "left",
    "\x1b[1;2C": "shift+right",
    "\x1b[1;2D": "shift+left",
    "\x1b[c": "shift+right",
    "\x1b[d": "shift+left",
}
"""What a terminal sends, by what it is called here. Replies, reports and other sequences are no keys."""

_KITTY: Final = re.compile(
    r"\x1b\[(?P<code>\d{1,7})(?::(?P<shifted>\d{0,7}))?(?::\d{0,7})?"
    r"(?:;(?P<mods>\d{0,3})(?::(?P<event>\d{0,2}))?)?(?:;(?P<text>\d{0,7}))?u"
)
"""https://sw.kovidgoyal.net/kitty/keyboard-protocol/"""
_XTERM: Final = re.compile(r"\x1b\[27;(?P<mods>\d{1,3});(?P<code>\d{1,7})~")
"""`modifyOtherKeys`."""
_ARROW: Final = re.compile(r"\x1b\[1;(?P<mods>\d{1,3})(?::(?P<event>\d{0,2}))?(?P<end>[ABCD])")
_SHIFT, _CTRL, _CAPS_LOCK, _NUM_LOCK = 1, 4, 64, 128
_LOCKS: Final = _CAPS_LOCK | _NUM_LOCK
_PRESSED: Final = frozenset({"", "1", "2"})
"""Event types of a key that is pressed, and of one that repeats."""
_ESCAPE: Final = 27
_SPECIAL: Final = range(57344, 63744)
"""Where the protocol puts keys that type nothing of their own."""
_KEYPAD: Final = {
    **{57399 + digit: str(digit) for digit in range(10)},
    **dict(zip((57411, 57412, 57413, 57414), ("*", "-", "+", "enter"), strict=True)),
    **dict(zip((57417, 57418, 57419, 57420), ("left", "right", "up", "down"), strict=True)),
}
"""Keys of the number pad that lines have."""


def keys_of(token: Token) -> Iterator[str]:
    """The keys of what has come, by name. What has no meaning is left out."""
    match token:
        case Typed(text) | Pasted(text):
            yield from (name for sign in text if (name := NAMED.get(sign) or (sign if sign.isprintable() else "")))
        case Sequence(text) if name := NAMED.get(text) or _of_protocol(text):
            yield name
        case EscapeKey():
            yield "escape"


def _of_protocol(sequence: str) -> str:
    """A key as kitty's protocol or xterm's writes it; empty for what is none, for a release, and for other keys."""
    if found := _ARROW.fullmatch(sequence):
        bits = _bits(found["mods"])
        plain = f"\x1b[{found['end']}" if not bits else f"\x1b[1;{bits + 1}{found['end']}"
        return NAMED.get(plain, "") if (found["event"] or "") in _PRESSED else ""
    found = _KITTY.fullmatch(sequence) or _XTERM.fullmatch(sequence)
    if found is None:
        return ""
    parts = found.groupdict(default="")
    if parts.get("event", "") not in _PRESSED:
        return ""
    return _key(
        int(parts["code"]), int(parts.get("shifted") or 0), int(parts["mods"] or 1) - 1, int(parts.get("text") or 0)
    )


def _bits(mods: str) -> int:
    """Which keys were held, without the locks."""
    return max(0, int(mods or 1) - 1) & ~_LOCKS


def _key(code: int, shifted: int, bits: int, text: int) -> str:
    held = bits & ~_LOCKS
    if held == _CTRL:
        return NAMED.get(chr(code & 0x1F), "") if chr(code).lower() in "cduz" else ""
    if held & ~_SHIFT:
        return ""
    if code == _ESCAPE:
        return "escape"
    if code in _KEYPAD:
        return _KEYPAD[code]
    if code in _SPECIAL or code > 0x10FFFF:
        return ""
    sign = chr(text or (held and shifted) or code)
    if not text and not (held and shifted) and bool(held) != bool(bits & _CAPS_LOCK) and len(sign.upper()) == 1:
        sign = sign.upper()
    if sign in ("\x7f", "\r", " "):
        return NAMED[sign]
    return sign if sign.isprintable() else ""
