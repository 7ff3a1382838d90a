"""All that is switched on in a terminal beside all that is switched off, and the way back.

The driver switches both ways. A signal has to find the way back without it, from another thread, with the event loop
hung and nobody reading, so what is needed for that is remembered here: how the terminal was, and what is on now.
A process has one terminal, and so this module has one `TERMINAL`.

Nothing here blocks: the terminal is written through a file description of our own. Setting `O_NONBLOCK` on the one
that was inherited would set it for the shell too, which shares it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

Attributes = list[Any]
"""What `termios.tcgetattr` gives."""


@dataclass(frozen=True, slots=True)
class Mode:
    """Something that a full-screen app changes in a terminal."""

    name: str
    on: str
    """What switches it on at the start; empty for what is switched on later or only in some terminals."""
    off: str


MOUSE: Final = "mouse"
KEYBOARD: Final = "keyboard"
TITLE: Final = "title"
WHEEL: Final = "wheel"
POP_TITLE: Final = "\x1b[23;2t"
ASK_WHEEL: Final = "\x1b[?1007$p"
"""Asks whether the wheel sends arrow keys on the alternate screen (alternate scroll mode)."""
WHEEL_OFF: Final = "\x1b[?1007s\x1b[?1007l"
"""Keeps how that is, and puts it off."""
WHEEL_BACK: Final = "\x1b[?1007r\x1b[?1007h"
"""As it was kept; and on, which it was: a terminal may know the mode and be unable to keep it."""

MODES: Final = (
    Mode("alternate screen", "\x1b[?1049h", "\x1b[?1049l"),
    Mode(MOUSE, "\x1b[?1000h\x1b[?1003h\x1b[?1015h\x1b[?1006h", "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"),
    Mode("mouse in pixels", "", "\x1b[?1016l"),
    Mode("cursor hidden", "\x1b[?25l", "\x1b[?25h"),
    Mode("focus reports", "\x1b[?1004h", "\x1b[?1004l"),
    # Keys told apart (1), all keys as sequences (8), with their text (16): pushed on the terminal's own stack.
    Mode(KEYBOARD, "\x1b[>25u", "\x1b[<u"),
    Mode("bracketed paste", "\x1b[?2004h", "\x1b[?2004l"),
    Mode("no line wrap", "\x1b[?7l", "\x1b[?7h"),
    Mode("size reports", "", "\x1b[?2048l"),
    Mode(TITLE, "", POP_TITLE),
    Mode(WHEEL, "", WHEEL_BACK),
    Mode("colours", "", "\x1b[0m"),
    Mode("synchronised output", "", "\x1b[?2026l"),
)
"""In the order of switching on. Off goes backwards: output held back is let out first, the alternate screen is left
last, and the keyboard is popped before that, since each screen has a stack of its own."""


def switch_on(*, mouse: bool = True, keyboard: bool = True) -> str:
    """What takes the terminal over.

    Args:
        mouse: have the mouse reported.
        keyboard: use the kitty keyboard protocol where there is one.
    """
    return "".join(mode.on for mode in MODES if (mouse or mode.name != MOUSE) and (keyboard or mode.name != KEYBOARD))


def switch_off(*, keyboard: bool = True, title: bool = False, wheel: bool = False) -> str:
    """What gives the terminal back, with nothing left on whatever was on.

    Args:
        keyboard: the keyboard protocol was pushed, so pop it. Popping more often would take the shell's own.
        title: the window's title was pushed, so pop it.
        wheel: the wheel's arrow keys were put off, so put them on again.
    """
    left = {KEYBOARD: keyboard, TITLE: title, WHEEL: wheel}
    return "".join(mode.off for mode in reversed(MODES) if left.get(mode.name, True))


ANSWER_S: Final = 0.3
"""How long an answer that is on its way is waited for before the terminal is given back, where nothing else is said."""


class Terminal:
    """The terminal of this process: how it was, what is on, and the way back.

    Args:
        reads: the file that keys come from.
        draws: the file that the screen goes to.
    """

    def __init__(self, reads: int = 0, draws: int = 2) -> None:
        self.reads = reads
        self.draws = draws
        self.off = ""
        """What gives the terminal back now; empty while nothing of ours is on."""
        self.hush: Callable[[], None] | None = None
        """Makes whoever draws stop at once; called from the thread that gives the terminal back."""
        self.settle: Callable[[float], None] | None = None
        """Waits, for so many seconds at most, for an answer of the terminal that is on its way."""
        self.ending = False
        """A signal is ending the process: nobody may stop, suspend or draw any more."""
        self._was: dict[int, Attributes] = {}
        self._own: int | None = None
        self._flags: int | None = None

    def remember(self) -> None:
        """Take down how the terminal is now. Call it while nothing of ours is on."""
        self._was = {}
        for fd in (self.reads, self.draws):
            with contextlib.suppress(termios.error, OSError):
                self._was[fd] = termios.tcgetattr(fd)

    def forget(self) -> None:
        """Close what was opened, and leave the terminal alone from now on."""
        self._was = {}
        self._flags_back()
        if self._own is not None and self._own != self.draws:
            os.close(self._own)
        self._own = None

    @property
    def fd(self) -> int:
        """A file to draw through that never blocks."""
        if self._own is None:
            self._own = _opened_again(self.draws)
        if self._own is None:  # no name leads to it: the shared description has to do, until `forget`
            self._own = self.draws
            self._flags = fcntl.fcntl(self.draws, fcntl.F_GETFL)
            fcntl.fcntl(self.draws, fcntl.F_SETFL, self._flags | os.O_NONBLOCK)
        return self._own

    def in_foreground(self) -> bool:
        """Whether keys come to us, and not to a shell that has put us into the background.

        A terminal that isn't ours to ask, or is gone, is no reason to wait for it: then this is true.
        """
        try:
            return os.tcgetpgrp(self.reads) == os.getpgrp()
        except OSError:
            return True

    def drop_input(self) -> None:
        """Throw away what waits to be read: it was meant for whoever had the terminal before.

        Call it before anything is asked of the terminal or shown on it, and never later: keys that are pressed from
        then on are meant for the app, and so are the answers. That is why it doesn't read until nothing comes for a
        while, which would take keys with it; an answer that comes later still is known for one (`input_reader`).
        A pipe is left alone, since all that is in it is meant for us. So is a terminal that isn't ours just now:
        asking it from the background would stop the process.
        """
        with contextlib.suppress(termios.error, OSError):
            if os.isatty(self.reads) and self.in_foreground():
                termios.tcflush(self.reads, termios.TCIFLUSH)

    def attributes_back(self) -> None:
        """Echo, lines and signal keys as they were; what was typed meanwhile isn't left for the shell."""
        self._flush_input()
        for fd, attributes in self._was.items():
            with contextlib.suppress(termios.error, OSError):
                termios.tcsetattr(fd, termios.TCSANOW, attributes)
        self._flush_input()

    def _flush_input(self) -> None:
        with contextlib.suppress(termios.error, OSError):
            termios.tcflush(self.reads, termios.TCIFLUSH)

    def back(self, within_s: float, last: str = "", *, settle_s: float = ANSWER_S) -> bool:
        """Give the terminal back from whichever thread, whatever hangs.

        Args:
            within_s: seconds that a line which takes nothing is waited for.
            last: a line to leave on the screen.
            settle_s: seconds at most, before that, for an answer of the terminal that is on its way.

        Returns:
            Whether the line took all of it.
        """
        if self.hush is not None:
            self.hush()
        off, self.off = self.off, ""
        in_foreground = self.in_foreground()
        if in_foreground and self.settle is not None:
            self.settle(settle_s)
        if not self._was or not (off or in_foreground):  # no terminal, or it is the shell's just now
            return True
        if in_foreground:
            self.attributes_back()
        if not (off or last):
            return True
        try:
            return write_within(self.fd, (off + last).encode(errors="replace"), within_s)
        finally:
            self._flags_back()
            if in_foreground:
                self._flush_input()

    def _flags_back(self) -> None:
        if self._flags is not None:
            with contextlib.suppress(OSError):
                fcntl.fcntl(self.draws, fcntl.F_SETFL, self._flags)
            self._flags = None


def write_within(fd: int, data: bytes, within_s: float) -> bool:
    """Write to a terminal that may take nothing, for a time at most.

    What is on the way to a reader that doesn't read is thrown away after half of the time, which makes room: it is
    pictures of a screen that is being left, and what comes now must arrive.

    Args:
        fd: a non-blocking file.
        within_s: seconds.

    Returns:
        Whether all of it was taken. A terminal that is gone takes nothing.
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
    """The same terminal as a file description of our own, non-blocking; None where no name leads to it.

    Its own name may be out of reach after `su`, and unknown in a container; `/dev/tty` isn't, if it is our own.
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
