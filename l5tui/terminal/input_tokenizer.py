"""Splits terminal input into tokens: keys, sequences, control strings and pastes.

A terminal sends not only keys but also answers to queries of this program, or of one before it. An answer may come
late, in pieces, or without its end. This module only finds where each token begins and ends; `key_sequences` finds the
meaning of a complete sequence. It uses no terminal, no Textual and no clock: the caller passes the time, and calls
`quiet` when nothing has come for `wait_s`.

The states are those of Paul Williams' parser for the VT500 (https://vt100.net/emu/dec_ansi_parser), with what only
input has: pastes, the escape key, and time limits.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from l5tui.terminal.input_tokens import ESCAPE, ControlString, CutOff, EscapeKey, Pasted, Sequence, Token
from l5tui.terminal.pasted_text import MALFORMED, PASTE_BEGIN, PASTE_END, PASTE_QUIET_S, PasteBuffer, typed_or_pasted

QUIET_S: Final = 0.1
"""How long an unfinished sequence waits for its next byte.

A terminal writes a report at once, so its bytes are a few milliseconds apart; they are separated further only by
network delays, mostly under 100 ms. A longer wait would noticeably delay a key that is pressed meanwhile.
"""
CREDIT_S: Final = 0.5
BYTE_S: Final = 0.005
"""An unfinished sequence also ends when it has come slower than this per character for `CREDIT_S` on the whole.

Otherwise a key that is held down, thirty times a second, would go on being taken for a part of it for ever. The slowest
line (960 bytes/s) is five times faster than this limit, and a keyboard six times slower.
"""
LATE_S: Final = 5.0
"""Seconds within which the rest of a cut-off sequence may still come."""
ALT_S: Final = 0.025
"""A terminal sends alt and a key as escape and the key, at once. What comes this much later is a key of its own."""
AFTER_ESCAPE_S: Final = 1.0
"""Seconds after an escape within which the rest of a sequence that begins with it may still come."""
LONGEST_SEQUENCE: Final = 256
"""Characters; a longer sequence is skipped to its end."""
LONGEST_STRING: Final = 1 << 20
"""Characters of a control string; a longer one counts as unfinished."""


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    CSI_TOO_LONG = auto()
    SS3 = auto()
    CONSOLE_KEY = auto()
    """After `ESC [ [`: the Linux console's F1 to F5 have one letter more."""
    OLD_MOUSE = auto()
    """After `ESC [ M`: three bytes, which may be no UTF-8."""
    STRING = auto()
    STRING_ESCAPE = auto()
    PASTE = auto()


_STRINGS: Final = frozenset("PX]^_")
_C1: Final = {chr(0x40 + ord(char)): char for char in "OPX[]^_\\"}
"""The single characters (C1) that mean escape and a letter."""
_IS_TYPED: Final = re.compile("[^\x1b\x80-\x9f]+")
_STRING_ENDS: Final = re.compile("[\x07\x18\x1a\x1b\x9c]")
_REST_OF_STRING: Final = re.compile("[^\x1b\x07\x18\x1a\x9c]*(?:\x07|\x9c|\x1b\\\\)")
_AFTER_ESCAPE: Final = frozenset("[O\\").union(_STRINGS)
"""The characters that make an escape the beginning of a sequence."""
_KEY_WITH_ALT: Final = re.compile(r"\x1b(?:O[A-Za-z]|\[\[[A-E]|\[[0-9;]*[A-HJ-NPQSZabcd~$^@])")
"""Behind an escape: keys without a character of their own, as rxvt and PuTTY send them with alt. Not focus, nor a
report.
"""
_REST_AFTER_ESCAPE: Final = re.compile(r"\[[0-?]*[ -/]*[@-~]|\][0-9]")
_ONE_NUMBER: Final = re.compile(r"\x1b\[[0-9]+")
_CANCEL: Final = "\x18\x1a"


class Tokenizer:
    """Splits input into tokens, however the input was split into reads.

    Args:
        escape_s: seconds after which a lone escape counts as the key; at least `QUIET_S`, since it may be the first
            byte of a torn reply, and escape leaves pages and sessions.
    """

    def __init__(self, escape_s: float = QUIET_S) -> None:
        self._escape_s = max(escape_s, QUIET_S)
        self._state = _State.GROUND
        self._sequence = ""
        self._length = 0
        self._credit_s = CREDIT_S
        self._last = 0.0
        self._paste_buffer = PasteBuffer()
        self._late_until = 0.0
        self._late_paste = False
        self._half_st = False
        self._two_escapes = False
        """An escape came right before the one that the sequence begins with."""
        self._escape_until = 0.0
        self._tokens: list[Token] = []

    @property
    def wait_s(self) -> float | None:
        """Seconds to wait for more before calling `quiet`; None when nothing is unfinished."""
        match self._state:
            case _State.GROUND:
                return None
            case _State.ESCAPE:
                return self._escape_s
            case _State.PASTE:
                return PASTE_QUIET_S
            case _:
                return QUIET_S

    def feed(self, text: str, now: float) -> list[Token]:
        """Take new input, and return its tokens.

        Args:
            text: characters. Bytes that aren't UTF-8 are lone surrogates in it (`surrogateescape`).
            now: seconds of a monotonic clock.
        """
        if self._state not in (_State.GROUND, _State.ESCAPE):
            most = PASTE_QUIET_S if self._state is _State.PASTE else CREDIT_S
            self._credit_s = min(most, self._credit_s) - (now - self._last)
            # On a busy machine much is read at once; only input that comes key by key is too slow.
            if self._credit_s < 0 and len(text) <= 2:
                self._give_up(now)
            self._credit_s += BYTE_S * len(text)
        elif self._state is _State.ESCAPE and now - self._last >= ALT_S and text[0] not in _AFTER_ESCAPE:
            self._end_escape()
        self._last = now
        if self._state is _State.GROUND:
            text = self._without_late_rest(text, now)
        at = 0
        while at < len(text):
            at = self._step(text, at)
        return self._taken()

    def quiet(self, now: float) -> list[Token]:
        """End what is unfinished, because nothing has come for `wait_s`."""
        if self._state is _State.ESCAPE:
            self._end_escape()
            self._escape_until = now + AFTER_ESCAPE_S
        elif self._state is not _State.GROUND:
            self._give_up(now)
        return self._taken()

    def _end_escape(self) -> None:
        """Make keys of the escape, or both, because no sequence follows."""
        self._tokens += [EscapeKey()] * (2 if self._two_escapes else 1)
        self._state, self._two_escapes = _State.GROUND, False

    def _taken(self) -> list[Token]:
        tokens, self._tokens = self._tokens, []
        return tokens

    # What is unfinished

    def _give_up(self, now: float) -> None:
        self._late_until = now + LATE_S
        self._late_paste = self._state is _State.PASTE
        self._half_st = self._state is _State.STRING_ESCAPE
        if self._state is _State.PASTE:
            self._end_paste(self._paste_buffer.give_up())
        self._state = _State.GROUND
        self._tokens.append(CutOff())

    def _without_late_rest(self, text: str, now: float) -> str:
        """The text without the rest of a cut-off sequence, if its end shows that it is one."""
        if now < self._escape_until and _REST_AFTER_ESCAPE.match(text):
            text = ESCAPE + text
        self._escape_until = 0.0
        if now >= self._late_until:
            return text
        if self._late_paste:
            rest, end, after = text.partition(PASTE_END)
            if not end or PASTE_BEGIN in rest:
                return text
            self._end_paste(rest.replace(ESCAPE, " "))
            text = after
        elif self._half_st and text[0] == "\\":
            text = text[1:]
        elif found := _REST_OF_STRING.match(text):
            text = text[found.end() :]
        else:
            return text
        self._late_until = 0.0
        return text

    # Steps: each takes some of the text, and returns the position after it

    def _step(self, text: str, at: int) -> int:
        match self._state:
            case _State.GROUND:
                return self._ground(text, at)
            case _State.STRING:
                return self._string(text, at)
            case _State.PASTE:
                return self._paste(text, at)
            case _State.OLD_MOUSE:
                return self._old_mouse(text, at)
        char = text[at]
        if "\ud800" <= char <= "\udfff":  # a byte that isn't UTF-8 is ignored
            return at + 1
        match self._state:
            case _State.ESCAPE:
                return self._after_escape(char, at)
            case _State.STRING_ESCAPE:
                return self._after_string_escape(char, at)
            case _State.CONSOLE_KEY if "A" <= char <= "E":
                return self._end(char, at)
            case _State.SS3 if char.isascii() and (char.isdigit() or char == ";") and self._length < LONGEST_SEQUENCE:
                return self._more(char, at)
            case _State.SS3 if "@" <= char <= "~":
                return self._end(char, at)
            case _State.CSI | _State.CSI_TOO_LONG if " " <= char <= "~":
                return self._csi(char, at)
        # The character belongs to no sequence: the sequence is cut off, and the next token begins.
        self._state = _State.GROUND
        return at + 1 if char in _CANCEL else at

    def _ground(self, text: str, at: int) -> int:
        char = text[at]
        if char == ESCAPE:
            self._state, self._two_escapes = _State.ESCAPE, False
            return at + 1
        if found := _IS_TYPED.match(text, at):
            self._tokens += typed_or_pasted(MALFORMED.sub("", found[0]))
            return found.end()
        if char in _C1:
            self._two_escapes = False
            return self._after_escape(_C1[char], at)
        return at + 1

    def _after_escape(self, char: str, at: int) -> int:
        self._sequence, self._length, self._credit_s = ESCAPE + char, 0, CREDIT_S
        if self._two_escapes and char not in "[O":
            self._two_escapes = False
            self._tokens.append(EscapeKey())
        if char == "[":
            self._state = _State.CSI
        elif char == "O":
            self._state = _State.SS3
        elif char in _STRINGS:
            self._state = _State.STRING
        elif char == ESCAPE:
            self._two_escapes = True
        elif "\x80" <= char <= "\x9f":
            self._tokens.append(EscapeKey())
            self._state = _State.GROUND
            return at
        else:
            self._state = _State.GROUND
            if char != "\\":  # the end of a cut-off string
                self._tokens.append(Sequence(self._sequence))
        return at + 1

    def _more(self, char: str, at: int) -> int:
        self._sequence += char
        self._length += 1
        return at + 1

    def _end(self, char: str, at: int) -> int:
        sequence = self._sequence + char
        if self._two_escapes and _KEY_WITH_ALT.fullmatch(sequence):
            sequence = ESCAPE + sequence
        elif self._two_escapes:
            self._tokens.append(EscapeKey())
        self._tokens.append(Sequence(sequence))
        self._state, self._two_escapes = _State.GROUND, False
        return at + 1

    def _csi(self, char: str, at: int) -> int:
        if self._state is _State.CSI_TOO_LONG:
            if char >= "@":
                self._state = _State.GROUND
            return at + 1
        if char == "$" and _ONE_NUMBER.fullmatch(self._sequence):  # a key of rxvt; in reports it follows two numbers
            return self._end(char, at)
        if char < "@":
            if self._length >= LONGEST_SEQUENCE:
                self._state = _State.CSI_TOO_LONG
                return at + 1
            return self._more(char, at)
        whole = self._sequence + char
        if whole == "\x1b[[":
            self._state = _State.CONSOLE_KEY
            return self._more(char, at)
        if whole == "\x1b[M":
            self._state, self._length = _State.OLD_MOUSE, 0
            return at + 1
        if whole == PASTE_BEGIN:
            self._state, self._credit_s = _State.PASTE, PASTE_QUIET_S
            self._paste_buffer.begin()
            return at + 1
        if whole == PASTE_END:  # the end of a cut-off paste
            self._state = _State.GROUND
            return at + 1
        return self._end(char, at)

    def _old_mouse(self, text: str, at: int) -> int:
        if text[at] < " ":
            self._state = _State.GROUND
            return at
        self._length += 1
        if self._length == 3:
            self._state = _State.GROUND
        return at + 1

    def _string(self, text: str, at: int) -> int:
        end = _STRING_ENDS.search(text, at)
        self._length += (end.start() if end else len(text)) - at
        if self._length > LONGEST_STRING:
            self._give_up(self._last)
            return at
        if end is None:
            return len(text)
        if end[0] == ESCAPE:
            self._state = _State.STRING_ESCAPE
        else:
            self._end_string()
        return end.end()

    def _after_string_escape(self, char: str, at: int) -> int:
        """A string ends with `ESC \\`. Any other sequence ends it as well, and begins here."""
        introducer = self._sequence
        if char == "\\":
            self._end_string()
            return at + 1
        self._tokens.append(ControlString(introducer))
        if char == ESCAPE:
            self._state, self._two_escapes = _State.ESCAPE, False
            return at + 1
        return self._after_escape(char, at)

    def _end_string(self) -> None:
        self._tokens.append(ControlString(self._sequence))
        self._state = _State.GROUND

    def _paste(self, text: str, at: int) -> int:
        taken, has_ended = self._paste_buffer.feed(text[at:])
        if has_ended:
            self._end_paste(self._paste_buffer.end())
        return at + taken

    def _end_paste(self, text: str) -> None:
        self._state = _State.GROUND
        if text:
            self._tokens.append(Pasted(text))
