"""Finds in what a terminal sends where each thing begins and ends: keys, sequences, control strings and pastes.

A terminal sends more than keys on the same line: answers to questions that this program, or one before it, has asked.
An answer may come late, in pieces, or without its end. This module only finds where each thing begins and ends; what a
complete sequence means is decided in `key_sequences`. It knows no terminal, no Textual and no clock: the caller says
what time it is, and when nothing has come for `wait_s`.

The states are those of Paul Williams' parser for the VT500 (https://vt100.net/emu/dec_ansi_parser), with what only
input has: pastes, the escape key, and time limits.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from l5tui.terminal.input_tokens import ControlString, CutOff, EscapeKey, Pasted, Sequence, Token, Typed

ESCAPE: Final = "\x1b"
PASTE_BEGIN: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"

QUIET_S: Final = 0.1
"""How long an unfinished sequence waits for its next byte.

A terminal writes a report at once, so its bytes lie within a few milliseconds of each other; what tears them apart is
a packet's delay, mostly under 100 ms. More would keep a key that is pressed meanwhile from being answered: the person
would notice.
"""
PASTE_QUIET_S: Final = 1.0
"""How long an unfinished paste waits. Pastes are long, and a lost packet of one is sent again only after some hundred
milliseconds; giving up early would turn the rest of a text into keys.
"""
CREDIT_S: Final = 0.5
BYTE_S: Final = 0.005
"""An unfinished sequence also ends when it has come slower than this per character for `CREDIT_S` on the whole.

Otherwise a key that is held down, thirty times a second, would go on being taken for a part of it for ever. The slowest
line (960 bytes/s) is five times faster than this limit, and a keyboard six times slower.
"""
LATE_S: Final = 5.0
"""How long the rest of a sequence that was given up may still come."""
ALT_S: Final = 0.025
"""A terminal sends alt and a key as escape and the key, at once. What comes this much later is a key of its own."""
AFTER_ESCAPE_S: Final = 1.0
"""How long after an escape the rest of a sequence may still come that it was the beginning of."""
LONGEST_SEQUENCE: Final = 256
"""Characters; of a longer one only the end is looked for."""
LONGEST_STRING: Final = 1 << 20
LONGEST_PASTE: Final = 1 << 20
"""Characters; what is pasted beyond that is dropped."""
MOST_TYPED: Final = 256
"""More characters in one read than this were not typed: even a key that is held down makes only thirty a second. They
count as pasted; of few different ones, as of a held key, the first are kept.
"""
HELD_KEYS: Final = 8


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
"""The single characters that stand for escape and a letter."""
_IS_TYPED: Final = re.compile("[^\x1b\x80-\x9f]+")
_IS_RUN: Final = re.compile("[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
_MALFORMED: Final = re.compile("[\ud800-\udfff]")
_STRING_ENDS: Final = re.compile("[\x07\x18\x1a\x1b\x9c]")
_REST_OF_STRING: Final = re.compile("[^\x1b\x07\x18\x1a\x9c]*(?:\x07|\x9c|\x1b\\\\)")
_AFTER_ESCAPE: Final = frozenset("[O\\").union(_STRINGS)
"""What an escape is the beginning of, if it follows."""
_KEY_WITH_ALT: Final = re.compile(r"\x1b(?:O[A-Za-z]|\[\[[A-E]|\[[0-9;]*[A-HJ-NPQSZabcd~$^@])")
"""Behind an escape: keys without a character of their own, as rxvt and PuTTY send them with alt. Not focus, nor a
report.
"""
_REST_AFTER_ESCAPE: Final = re.compile(r"\[[0-?]*[ -/]*[@-~]|\][0-9]")
_ONE_NUMBER: Final = re.compile(r"\x1b\[[0-9]+")
_CANCEL: Final = "\x18\x1a"


class Tokenizer:
    """Cuts what comes in into tokens, wherever the line has cut it before.

    Args:
        escape_s: seconds after which an escape that nothing follows is the key; `QUIET_S` at least, since it may be a
            reply's that is torn right behind it, and escape leaves pages and sessions.
    """

    def __init__(self, escape_s: float = QUIET_S) -> None:
        self._escape_s = max(escape_s, QUIET_S)
        self._state = _State.GROUND
        self._sequence = ""
        self._length = 0
        self._credit_s = CREDIT_S
        self._last = 0.0
        self._pasted: list[str] = []
        self._half_end = ""
        self._late_until = 0.0
        self._late_paste = False
        self._half_st = False
        self._two_escapes = False
        """An escape came right before the one that the sequence begins with."""
        self._escape_until = 0.0
        self._tokens: list[Token] = []

    @property
    def wait_s(self) -> float | None:
        """How long to wait for more before calling `quiet`; None when nothing is unfinished."""
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
        """Take in what has come.

        Args:
            text: characters. Bytes that are no UTF-8 stand in it as lone surrogates (`surrogateescape`).
            now: seconds of a clock that never goes back.
        """
        if self._state not in (_State.GROUND, _State.ESCAPE):
            most = PASTE_QUIET_S if self._state is _State.PASTE else CREDIT_S
            self._credit_s = min(most, self._credit_s) - (now - self._last)
            # A machine that had no time for us reads much at once: only what comes key by key is too slow.
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
        """Nothing has come for `wait_s`: what is unfinished ends here."""
        if self._state is _State.ESCAPE:
            self._end_escape()
            self._escape_until = now + AFTER_ESCAPE_S
        elif self._state is not _State.GROUND:
            self._give_up(now)
        return self._taken()

    def _end_escape(self) -> None:
        """Nothing belongs to the escape, or the two: they are keys."""
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
            self._end_paste(self._half_end.replace(ESCAPE, " "))
        self._state = _State.GROUND
        self._tokens.append(CutOff())

    def _without_late_rest(self, text: str, now: float) -> str:
        """Without the rest of what was given up, where that can be told from keys: by its end."""
        if now < self._escape_until and _REST_AFTER_ESCAPE.match(text):
            text = ESCAPE + text
        self._escape_until = 0.0
        if now >= self._late_until:
            return text
        if self._late_paste:
            rest, end, after = text.partition(PASTE_END)
            if not end or PASTE_BEGIN in rest:
                return text
            self._pasted.append(rest.replace(ESCAPE, " "))
            self._end_paste()
            text = after
        elif self._half_st and text[0] == "\\":
            text = text[1:]
        elif found := _REST_OF_STRING.match(text):
            text = text[found.end() :]
        else:
            return text
        self._late_until = 0.0
        return text

    # Step by step; each takes some of the text, and returns where to go on

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
        if "\ud800" <= char <= "\udfff":  # a byte that is no UTF-8: as if it hadn't come
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
        # Nothing that belongs to a sequence: it is broken off, and this is the next thing.
        self._state = _State.GROUND
        return at + 1 if char in _CANCEL else at

    def _ground(self, text: str, at: int) -> int:
        char = text[at]
        if char == ESCAPE:
            self._state, self._two_escapes = _State.ESCAPE, False
            return at + 1
        if found := _IS_TYPED.match(text, at):
            self._type(_MALFORMED.sub("", found[0]))
            return found.end()
        if char in _C1:
            self._two_escapes = False
            return self._after_escape(_C1[char], at)
        return at + 1

    def _type(self, text: str) -> None:
        at = 0
        while at < len(text):
            run = _IS_RUN.match(text, at)
            if run is not None and len(run[0]) > MOST_TYPED:
                pasted = len(set(run[0])) > HELD_KEYS
                self._tokens.append(Pasted(run[0]) if pasted else Typed(run[0][:MOST_TYPED]))
            else:
                self._tokens.append(Typed(run[0] if run is not None else text[at]))
            at = run.end() if run is not None else at + 1

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
            if char != "\\":  # the end of a string that was given up
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
            self._state, self._length, self._half_end = _State.PASTE, 0, ""
            self._credit_s = PASTE_QUIET_S
            return at + 1
        if whole == PASTE_END:  # of a paste that was given up
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
        came = self._half_end + text[at:]
        pasted, end, after = came.partition(PASTE_END)
        self._half_end = "" if end else _half(pasted, PASTE_END)
        self._keep_pasted(pasted.removesuffix(self._half_end) if self._half_end else pasted)
        if end:
            self._end_paste()
        return len(text) - len(after) if end else len(text)

    def _keep_pasted(self, text: str) -> None:
        text = _MALFORMED.sub("", text.replace(ESCAPE, " ").replace("\x00", ""))[: LONGEST_PASTE - self._length]
        self._length += len(text)
        self._pasted.append(text)

    def _end_paste(self, rest: str = "") -> None:
        text = "".join([*self._pasted, rest])
        self._pasted.clear()
        self._half_end = ""
        self._state = _State.GROUND
        if text:
            self._tokens.append(Pasted(text))


def _half(text: str, mark: str) -> str:
    """As much of the mark as the text ends with."""
    return next((mark[:n] for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), "")
