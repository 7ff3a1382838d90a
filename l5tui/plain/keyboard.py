r"""Reads single keys from a terminal for plain lines, and restores the terminal afterwards.

Only three things are changed: no echo, no line mode, and ctrl+c and ctrl+z as keys, because a session asks before it
ends and pauses before it is suspended. Ctrl+\ still ends the program whatever it does.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import termios
from collections import deque
from collections.abc import Iterable, Iterator
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self

from l5tui.plain.answers import EndOfInputError, TextInput
from l5tui.terminal.input_tokenizer import Tokenizer
from l5tui.terminal.input_tokens import EscapeKey, Pasted, Sequence, Token, Typed, one_by_one
from l5tui.terminal.job_control import Job
from l5tui.terminal.key_bursts import DoubtTracker, Press, Presses
from l5tui.terminal.restore import TERMINAL, Attributes, Terminal
from l5tui.terminal.session_clock import STOP_COUNTER

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
"""Names of keys by the sequences that terminals send. Replies, reports and other sequences aren't keys."""

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
"""The protocol's range for keys that type no character."""
_KEYPAD: Final = {
    **{57399 + digit: str(digit) for digit in range(10)},
    **dict(zip((57411, 57412, 57413, 57414), ("*", "-", "+", "enter"), strict=True)),
    **dict(zip((57417, 57418, 57419, 57420), ("left", "right", "up", "down"), strict=True)),
}
"""The keys of the number pad that plain lines use."""


def keys_of(token: Token) -> Iterator[str]:
    """The names of the keys in a token; tokens without a meaning give none."""
    match token:
        case Typed(text) | Pasted(text):
            yield from (name for sign in text if (name := NAMED.get(sign) or (sign if sign.isprintable() else "")))
        case Sequence(text) if name := NAMED.get(text) or _of_protocol(text):
            yield name
        case EscapeKey():
            yield "escape"


def _of_protocol(sequence: str) -> str:
    """A key in kitty's or xterm's protocol; empty for a release, an unused key, or a sequence that isn't a key."""
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
    """The modifiers, without the locks."""
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


_LOCAL, _CHARACTERS = 3, 6


class Keyboard:
    """Reads keys from a terminal while its block runs.

    Args:
        terminal: the terminal to read.
    """

    single_keys = True

    def __init__(self, terminal: Terminal = TERMINAL) -> None:
        self._terminal = terminal
        self._fd = terminal.reads
        self._incoming = TextInput(self._fd, "surrogateescape")
        self._tokens = Tokenizer()
        self._doubt = DoubtTracker()
        self._presses = Presses()
        self._came_at = 0.0
        self._keys: deque[tuple[str, Press]] = deque()
        self._last: Press | None = None
        self._was: Attributes | None = None
        self._job = Job(terminal)
        self._continued = False
        self._continued_was: Any = signal.SIG_DFL
        self._woken_was = -1

    def __enter__(self) -> Self:
        self._was = termios.tcgetattr(self._fd)
        self._continued_was = signal.signal(signal.SIGCONT, self._on_continued) or signal.SIG_DFL
        self._woken_was = signal.set_wakeup_fd(self._incoming.wake_fd, warn_on_full_buffer=False)
        self._set_up()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore()
        signal.set_wakeup_fd(self._woken_was)
        signal.signal(signal.SIGCONT, self._continued_was)
        self._incoming.close()

    def end(self) -> None:
        """Read no more keys."""
        self._incoming.end()

    def key(self, wait_s: float | None) -> str | None:
        """The next key by name, or None if none came in time."""
        end = None if wait_s is None else monotonic() + wait_s
        while not self._keys or self._incoming.over:
            self._read_until(end)
            if not self._keys and end is not None and monotonic() >= end:
                return None
        key, self._last = self._keys.popleft()
        return key

    def came_alone(self) -> bool:
        """See `AnswerSource`; it may take a few milliseconds until this is known."""
        press = self._last
        if press is None:
            return True
        with contextlib.suppress(EndOfInputError):  # the next call of `key` raises it
            while (undecided_s := press.undecided_s(now := monotonic())) > 0:
                self._read_until(now + undecided_s)
        return press.alone(monotonic())

    @property
    def doubtful(self) -> bool:
        """See `AnswerSource`."""
        return self._last is not None and self._last.doubtful

    def _read_until(self, end: float | None) -> None:
        """Wait until there is a key, an unfinished sequence has ended, or the time is up."""
        unfinished_s = self._tokens.wait_s
        quiet_at = None if unfinished_s is None else self._came_at + unfinished_s
        ends = [at for at in (end, quiet_at) if at is not None]
        came = self._incoming.read_text(max(0.0, min(ends) - monotonic()) if ends else None)
        if self._continued:
            self._resume()
            came = ""
        now = monotonic()
        if came:
            self._came_at = now
            self._presses.read(now)
            self._note(self._tokens.feed(came, now), now)
        elif quiet_at is not None and now >= quiet_at:
            self._note(self._tokens.quiet(now), now)

    def _note(self, tokens: Iterable[Token], now: float) -> None:
        for token in one_by_one(tokens):
            doubtful = self._doubt.of(token, now)
            self._keys.extend((key, self._presses.press(doubtful=doubtful)) for key in keys_of(token))

    def suspend(self) -> None:
        """Stop until continued in the foreground."""
        self._restore()
        try:
            self._job.stop()
        finally:
            self._continued = False
            self._terminal.drop_input()
            self._set_up()

    def _on_continued(self, *_: object) -> None:
        """Note that the process was continued after a stop, perhaps an unannounced one (`kill -STOP`)."""
        STOP_COUNTER.noted()
        self._job.continued()
        self._continued = True
        self._incoming.wake()

    def _resume(self) -> None:
        """Wait for the foreground, and set the terminal up again. Input typed meanwhile was meant for the shell."""
        self._continued = False
        self._job.wait_for_foreground()
        self._terminal.drop_input()
        with contextlib.suppress(termios.error):
            self._set_up()

    def _set_up(self) -> None:
        if self._was is None:
            return
        attributes = [*self._was[:_CHARACTERS], list(self._was[_CHARACTERS])]
        attributes[_LOCAL] &= ~(termios.ECHO | termios.ICANON)
        nothing = bytes([os.fpathconf(self._fd, "PC_VDISABLE") & 0xFF])
        for character in (termios.VINTR, termios.VSUSP):
            attributes[_CHARACTERS][character] = nothing
        attributes[_CHARACTERS][termios.VMIN] = 1
        attributes[_CHARACTERS][termios.VTIME] = 0
        termios.tcsetattr(self._fd, termios.TCSANOW, attributes)

    def _restore(self) -> None:
        """Restore the terminal, and discard unread input. A terminal that is gone needs nothing."""
        if self._was is None:
            return
        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(self._fd, termios.TCIFLUSH)
        with contextlib.suppress(termios.error, OSError):
            termios.tcsetattr(self._fd, termios.TCSANOW, self._was)
