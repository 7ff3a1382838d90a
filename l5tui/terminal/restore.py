"""The terminal modes that the app switches on and off, and how the terminal is restored.

The driver switches the modes. A signal must restore the terminal without the driver, from another thread, while the
event loop hangs and nobody reads, so this module remembers how the terminal was and what is on now. A process has one
terminal, and so this module has one `TERMINAL`.

Nothing here blocks: the terminal is written through a separate file description. Setting `O_NONBLOCK` on the inherited
one would set it for the shell too, which shares it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import termios
import time
from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

Attributes = list[Any]
"""What `termios.tcgetattr` gives."""


class Mode(Struct, frozen=True):
    """Something that a full-screen app changes in a terminal."""

    name: str
    on: str
    """The sequence that switches it on at the start; empty if that happens later or only in some terminals."""
    off: str


MOUSE: Final = "mouse"
KEYBOARD: Final = "keyboard"
TITLE: Final = "title"
WHEEL: Final = "wheel"
POP_TITLE: Final = "\x1b[23;2t"
ASK_WHEEL: Final = "\x1b[?1007$p"
"""Asks whether the wheel sends arrow keys on the alternate screen (alternate scroll mode)."""
WHEEL_OFF: Final = "\x1b[?1007s\x1b[?1007l"
"""Saves that mode, and switches it off."""
WHEEL_BACK: Final = "\x1b[?1007r\x1b[?1007h"
"""Restores the saved mode, and switches it on, as it was: a terminal may know the mode and be unable to save it."""

MODES: Final = (
    Mode("alternate screen", "\x1b[?1049h", "\x1b[?1049l"),
    Mode(MOUSE, "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h", "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"),
    Mode("mouse in pixels", "", "\x1b[?1016l"),
    Mode("cursor hidden", "\x1b[?25l", "\x1b[?25h"),
    Mode("focus reports", "\x1b[?1004h", "\x1b[?1004l"),
    # Unambiguous keys (1), all keys as sequences (8), with their text (16): pushed on the terminal's own stack.
    Mode(KEYBOARD, "\x1b[>25u", "\x1b[<u"),
    Mode("bracketed paste", "\x1b[?2004h", "\x1b[?2004l"),
    Mode("no line wrap", "\x1b[?7l", "\x1b[?7h"),
    Mode("size reports", "", "\x1b[?2048l"),
    Mode(TITLE, "", POP_TITLE),
    Mode(WHEEL, "", WHEEL_BACK),
    Mode("colours", "", "\x1b[0m"),
    Mode("synchronised output", "", "\x1b[?2026l"),
)
"""In the order of switching on. They are switched off in reverse order: synchronised output ends first, the alternate
screen is left last, and the keyboard is popped before that, since each screen has its own stack."""


def switch_on(*, mouse: bool = True, keyboard: bool = True) -> str:
    """The sequence that takes the terminal over.

    Args:
        mouse: have the mouse reported.
        keyboard: use the kitty keyboard protocol, which other terminals ignore.
    """
    return "".join(mode.on for mode in MODES if (mouse or mode.name != MOUSE) and (keyboard or mode.name != KEYBOARD))


def switch_off(*, keyboard: bool = True, title: bool = False, wheel: bool = False) -> str:
    """The sequence that restores the terminal, whatever was on.

    Args:
        keyboard: the keyboard protocol was pushed, so pop it. Popping more often would pop the shell's own.
        title: the window's title was pushed, so pop it.
        wheel: the wheel's arrow keys were switched off, so switch them on again.
    """
    left = {KEYBOARD: keyboard, TITLE: title, WHEEL: wheel}
    return "".join(mode.off for mode in reversed(MODES) if left.get(mode.name, True))


ANSWER_S: Final = 0.3
"""The default seconds to wait for an outstanding answer before the terminal is restored."""


class Terminal:
    """The terminal of this process: how it was, what is on, and how to restore it.

    Args:
        reads: the file that input is read from.
        draws: the file that output is written to.
    """

    def __init__(self, reads: int = 0, draws: int = 2) -> None:
        self.reads = reads
        self.draws = draws
        self.off = ""
        """The sequence that restores the terminal now; empty while no mode of ours is on."""
        self.stop_output: Callable[[], None] | None = None
        """Makes the output stop at once; called from the thread that restores the terminal."""
        self.settle: Callable[[float], None] | None = None
        """Waits, for so many seconds at most, for an outstanding answer of the terminal."""
        self.ending = False
        """A signal is ending the process: no other code may stop, suspend or draw any more."""
        self._was: dict[int, Attributes] = {}
        self._own: int | None = None
        self._flags: int | None = None

    def remember(self) -> None:
        """Save the terminal's present state. Call it while no mode of ours is on."""
        self._was = {}
        for fd in (self.reads, self.draws):
            with contextlib.suppress(termios.error, OSError):
                self._was[fd] = termios.tcgetattr(fd)

    def forget(self) -> None:
        """Close the file description, and don't touch the terminal any more."""
        self._was = {}
        self._restore_flags()
        if self._own is not None and self._own != self.draws:
            os.close(self._own)
        self._own = None

    @property
    def fd(self) -> int:
        """A file for output that never blocks."""
        if self._own is None:
            self._own = _opened_again(self.draws)
        if self._own is None:  # it can't be opened by name: the shared description is used until `forget`
            self._own = self.draws
            self._flags = fcntl.fcntl(self.draws, fcntl.F_GETFL)
            fcntl.fcntl(self.draws, fcntl.F_SETFL, self._flags | os.O_NONBLOCK)
        return self._own

    def in_foreground(self) -> bool:
        """Whether this process is in the terminal's foreground, not put into the background by a shell.

        True as well if the terminal can't be asked, or is gone, so that nothing waits for it.
        """
        try:
            return os.tcgetpgrp(self.reads) == os.getpgrp()
        except OSError:
            return True

    def is_gone(self) -> bool:
        """Whether the other end of the input is closed: its window, its connection, or the writer of a pipe."""
        look = select.poll()
        try:
            look.register(self.reads, 0)  # a closed end is reported without being asked for
            return any(events & select.POLLHUP for _, events in look.poll(0))
        except OSError:
            return True

    def drop_input(self) -> None:
        """Discard unread input: it was meant for the program that had the terminal before.

        Call it before anything is asked of the terminal or shown on it, and never later: keys pressed from then on are
        meant for the app, and so are the answers. It doesn't read until the input is quiet, which would discard such
        keys; an answer that comes later is recognised as one (`input_reader`). A pipe isn't touched, since all its
        input is meant for us. Nor is a terminal while we are in the background: that would stop the process.
        """
        with contextlib.suppress(termios.error, OSError):
            if os.isatty(self.reads) and self.in_foreground():
                termios.tcflush(self.reads, termios.TCIFLUSH)

    def restore_attributes(self) -> None:
        """Restore echo, line mode and signal keys, and discard unread input, so that the shell doesn't get it."""
        self._flush_input()
        for fd, attributes in self._was.items():
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(fd, termios.TCSANOW, attributes)
        self._flush_input()

    def _flush_input(self) -> None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(self.reads, termios.TCIFLUSH)

    def restore(self, within_s: float, last: str = "", *, settle_s: float = ANSWER_S) -> bool:
        """Restore the terminal, from any thread, whatever hangs.

        Args:
            within_s: seconds to wait for a stalled terminal.
            last: a line to leave on the screen.
            settle_s: seconds at most, before that, for an outstanding answer of the terminal.

        Returns:
            Whether all of it was written.
        """
        if self.stop_output is not None:
            self.stop_output()
        off, self.off = self.off, ""
        in_foreground = self.in_foreground()
        if in_foreground and self.settle is not None:
            self.settle(settle_s)
        if not self._was or not (off or in_foreground):  # there is no terminal, or the shell has it now
            return True
        if in_foreground:
            self.restore_attributes()
        if not (off or last):
            return True
        try:
            return write_within(self.fd, (off + last).encode(errors="replace"), within_s)
        finally:
            self._restore_flags()
            if in_foreground:
                self._flush_input()

    def _restore_flags(self) -> None:
        if self._flags is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(self.draws, fcntl.F_SETFL, self._flags)
            self._flags = None


def write_within(fd: int, data: bytes, within_s: float) -> bool:
    """Write to a terminal that may be stalled, for a limited time.

    After half of the time the output that nobody has read is discarded to make room: it is pictures of a screen that is
    being left, while this text must arrive.

    Args:
        fd: a non-blocking file.
        within_s: seconds.

    Returns:
        Whether all of it was written; false if the terminal is gone.
    """
    end = time.monotonic() + within_s
    thrown_away = False
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    while data:
        try:
            data = data[os.write(fd, data) :]
        except BlockingIOError:
            left = end - time.monotonic()
            if left <= 0:
                return False
            if not poll.poll((left if thrown_away else within_s / 2) * 1000) and not thrown_away:
                thrown_away = True
                with contextlib.suppress(termios.error, OSError):
                    termios.tcflush(fd, termios.TCOFLUSH)
        except OSError:
            return False
    return True


def _opened_again(fd: int) -> int | None:
    """A new non-blocking file description of the same terminal; None if it can't be opened.

    Its own name may be inaccessible after `su`, and unknown in a container; `/dev/tty` works if it is our controlling
    terminal.
    """
    how = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK
    with contextlib.suppress(OSError):
        return os.open(os.ttyname(fd), how)
    with contextlib.suppress(OSError):
        os.tcgetpgrp(fd)
        return os.open("/dev/tty", how)
    return None


TERMINAL: Final = Terminal()
"""The terminal of this process."""
