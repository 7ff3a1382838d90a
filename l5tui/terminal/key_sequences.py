"""Finds the meaning of a complete escape sequence: a key, a report, the mouse, or nothing.

Textual's parser (8.2.8) reads numbers that name no key as characters (`ESC[99~` becomes `c`), fails on numbers that
are no character, and knows neither key releases nor alternate keys. So each key sequence is rewritten here in the one
form that the parser reads correctly; a sequence that names no key becomes nothing.

The key protocol is kitty's (https://sw.kovidgoyal.net/kitty/keyboard-protocol/). The app requests disambiguated keys,
all keys as sequences, and their text; event types and alternate keys arrive only if another program has left them
switched on, or a terminal confuses them.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct
from textual import constants

from l5tui.terminal.textual_internals import ANSI_SEQUENCES_KEYS, FUNCTIONAL_KEYS

Kind = Literal["key", "alt", "focus", "mouse", "size", "mode", "report", "nothing"]


class Meaning(Struct, frozen=True):
    """What a sequence is, and what Textual's parser gets in its place."""

    kind: Kind
    text: str = ""
    """For a key, focus, mouse, size and mode: the sequence that Textual's parser reads correctly. For `alt`: the
    character that was pressed with alt. For a report: the sequence itself.
    """
    mode: tuple[int, int] | None = None
    """For a mode: its number and setting (DECRPM: 0 unknown, 1 on, 2 off, 3 permanently on, 4 permanently off)."""


NOTHING: Final = Meaning("nothing")
FOCUS: Final = frozenset({"\x1b[I", "\x1b[O"})
MODES_FOR_TEXTUAL: Final = frozenset({2026, 2048})
LARGEST_SIDE: Final = 4000
"""Rows or columns; a report of more is wrong, and such a screen would need gigabytes of memory."""
MOST_TEXT: Final = 16

_SHIFT, _CAPS_LOCK, _NUM_LOCK = 1, 64, 128
_PRESSED: Final = (1, 2)
"""Event types of a key that is pressed, and of one that repeats; 3 is its release."""
_FUNCTIONAL: Final = range(57344, 63744)
"""The protocol's range for keys without a character."""
_MODIFIERS_AND_LOCKS: Final = frozenset({57358, 57359, 57360, *range(57441, 57455)})
"""Shift, control, a lock and so on, pressed alone; they are reported because all keys are requested."""

_KEY: Final = re.compile(
    r"\x1b\[(?P<code>\d{0,7})(?::(?P<shifted>\d{0,7}))?(?::\d{0,7})?"
    r"(?:;(?P<mods>\d{0,3})(?::(?P<event>\d{0,2}))?)?(?:;(?P<text>[\d:]*))?(?P<end>[u~A-FHPQRS])"
)
_OTHER_KEY: Final = re.compile(r"\x1b\[27;(\d{1,3});(\d{1,7})~")
"""Of xterm's `modifyOtherKeys`."""
_MOUSE: Final = re.compile(r"\x1b\[<\d{1,4};-?\d{1,6};-?\d{1,6}[Mm]")
_SIZE: Final = re.compile(r"\x1b\[48" + r";(\d{1,6})(?::[\d:]*)?" * 4 + "t")
_MODE: Final = re.compile(r"\x1b\[\?(\d{1,5});([0-4])\$y")
_REPORT: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[cnRrtxy]|\x1b\[[<-?][0-?]*[ -/]*[@-~]")


def meaning_of(sequence: str) -> Meaning:
    """What a complete sequence means.

    Args:
        sequence: escape and what belongs to it, as `input_tokens.Sequence` has it.
    """
    if sequence in FOCUS:
        return Meaning("focus", sequence)
    if _MOUSE.fullmatch(sequence):
        return Meaning("mouse", sequence)
    if found := _MODE.fullmatch(sequence):
        return Meaning("mode", sequence, mode=(int(found[1]), int(found[2])))
    if found := _SIZE.fullmatch(sequence):
        return _size(*(int(number) for number in found.groups()))
    if found := _OTHER_KEY.fullmatch(sequence):
        return _key(code=int(found[2]), shifted=0, mods=int(found[1]), text=[], end="u")
    if found := _KEY.fullmatch(sequence):
        meaning = _pressed(found)
        if meaning.kind == "key":
            return meaning
    elif _is_known(sequence):
        return Meaning("key", sequence)
    elif len(sequence) == 2:
        return Meaning("alt", sequence[1])
    return Meaning("report", sequence) if _REPORT.fullmatch(sequence) else NOTHING


def _is_known(sequence: str) -> bool:
    """Whether Textual's table has it as a single key. Without the key protocol Textual turns alt and a key into escape
    and the key, and nobody has pressed that escape.
    """
    keys = ANSI_SEQUENCES_KEYS.get(sequence)
    return isinstance(keys, str) or (isinstance(keys, tuple) and len(keys) == 1)


def _size(rows: int, columns: int, high: int, wide: int) -> Meaning:
    """A size report with pixel sizes that aren't zero: Textual divides by them to find the mouse's cell."""
    if not (0 < rows <= LARGEST_SIDE and 0 < columns <= LARGEST_SIDE):
        return NOTHING
    if high < rows or wide < columns:
        high, wide = rows, columns
    return Meaning("size", f"\x1b[48;{rows};{columns};{high};{wide}t")


def _pressed(found: re.Match[str]) -> Meaning:
    """A key in the protocol's form, which includes some older forms."""
    if int(found["event"] or "1") not in _PRESSED:
        return NOTHING
    code = int(found["code"] or "1")
    mods = int(found["mods"] or "1") or 1
    if found["end"] == "R" and found["mods"] is not None:  # it could be a cursor position report, which does occur
        return NOTHING
    text = [int(part) for part in (found["text"] or "").split(":") if part and len(part) <= 7]
    return _key(code=code, shifted=int(found["shifted"] or "0"), mods=mods, text=text, end=found["end"])


def _key(*, code: int, shifted: int, mods: int, text: list[int], end: str) -> Meaning:
    if not 1 <= mods <= 256 or code in _MODIFIERS_AND_LOCKS:
        return NOTHING
    functional = f"{code}{end}" in FUNCTIONAL_KEYS
    if end != "u":
        text = []
        if not functional:
            return NOTHING
    else:
        text = [point for point in text if _is_character(point)][:MOST_TEXT]
        if not functional:
            if not (_is_character(code) or (code == 0 and text)):
                return NOTHING
            text = text or _text_of(code, shifted, mods - 1)
    sequence = _written(code, mods, text, end)
    if constants.DISABLE_KITTY_KEY:  # then Textual reads what its table has, and nothing else
        return Meaning("key", sequence) if _is_known(sequence) else NOTHING
    return Meaning("key", sequence)


def _is_character(point: int) -> bool:
    """Whether it is a character that a key can type: not a control character, a surrogate or a key's number."""
    return (0x20 <= point < 0x7F or 0xA0 <= point < 0xD800 or 0xE000 <= point <= 0x10FFFF) and point not in _FUNCTIONAL


def _text_of(code: int, shifted: int, bits: int) -> list[int]:
    """The text of a key that was reported with its code only."""
    if bits & ~(_SHIFT | _CAPS_LOCK | _NUM_LOCK):
        return []
    if bits & _SHIFT and _is_character(shifted):
        return [shifted]
    large = chr(code).upper()
    if bool(bits & _SHIFT) != bool(bits & _CAPS_LOCK) and chr(code).isalpha() and len(large) == 1:
        return [ord(large)]
    return [] if bits & _SHIFT else [code]


def _written(code: int, mods: int, text: list[int], end: str) -> str:
    if text:
        return f"\x1b[{code};{mods};{':'.join(map(str, text))}{end}"
    if mods > 1:
        return f"\x1b[{code};{mods}{end}"
    return f"\x1b[{code}{end}" if end in "u~" else f"\x1b[{end}"
