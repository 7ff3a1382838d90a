"""A program in a real pty, and the screen that a person would see of it.

Nothing here waits for a time: `until` waits for something to stand on the screen, `wait_for` for what no screen shows,
both under a deadline that only a fault reaches, and a failure prints the screen as it was. A key is typed when the
program has read the one before.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

from l5tui.domain.safety.questions import ANSWER_DELAY_S
from l5tui.terminal.presence import ANSWER, ASK

DEADLINE_S = 60.0
"""Long, for it costs nothing where all is well: a machine that runs four tests at once may take ten seconds to start a
program.
"""
REFUSED = re.compile(r"(\S+) (?:came with other keys|may belong to a cut-off reply): press it again")
REFUSED_S = 4.0
"""How long a key that was refused and pressed again has to show it; the line that refused it stands for five."""
AGAIN_S = 15.0
"""How long a key that may have been let go of has to show something, before it is pressed again."""
READ_S = 5.0
"""How long a key is waited for to be read before the next one. A program that is stopped reads none."""
HANG_UP_S = 20.0
"""How long a program has to save and end when its terminal is closed, before it is killed."""
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[\?2026[hl]|\x1b\[\?1007[sr]")
"""It would fail on keeping a mode, and take synchronised output for something else."""
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "ctrl+c": "\x03",
    "ctrl+q": "\x11",
    "ctrl+z": "\x1a",
}

ARROWS = {"↑": "up", "↓": "down", "←": "left", "→": "right", "shift+←": "shift+left", "shift+→": "shift+right"}
"""Keys by the name that the program has for them."""


class Terminal:
    """l5tui (or another command) at a size, under a `TERM`.

    Args:
        args: the command line after `l5tui`.
        size: columns and rows.
        env: what the environment has besides; None takes a name out.
        command: run this instead of l5tui.
    """

    def __init__(
        self,
        *args: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        command: Sequence[str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.columns, self.rows = size
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        for name, value in (env or {}).items():
            if value is None:
                surroundings.pop(name, None)
            else:
                surroundings[name] = value
        self.screen = pyte.Screen(self.columns, self.rows)
        self._stream = pyte.ByteStream(self.screen)
        program, *rest = command or (sys.executable, "-m", "l5tui", *args)
        self.child = pexpect.spawn(
            program, list(rest), env=surroundings, dimensions=(self.rows, self.columns), cwd=cwd, timeout=None
        )
        self.raw = bytearray()
        self.answers_status = False
        """Answers when it is asked for its status, as every real terminal does."""
        self.insists = True
        """Press a key again that was refused because it came with others, as a person would. On a machine that has no
        time for the program, keys that are typed one after the other are read at once.
        """
        self._pressed_again = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the window, let the program save and end, and kill it only if it doesn't. A failure gets the
        screen as a note.
        """
        if isinstance(error, AssertionError) and self.text not in str(error):
            error.add_note(f"The screen was:\n{self.catch_up()}")
        if self.child.closed:
            return
        self.close_window()
        end = time.monotonic() + HANG_UP_S
        for number in (signal.SIGHUP, signal.SIGCONT):
            self._signal(number)
        while self.child.isalive():
            if time.monotonic() > end:
                self._signal(signal.SIGKILL)
                self.child.ptyproc.wait()
            time.sleep(0.01)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(pexpect.ExceptionPexpect, OSError):
            if self.child.isalive():
                os.kill(self.child.pid, number)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, seconds: float) -> bool:
        """Read output for at most `seconds`; False once the terminal is closed."""
        ready, _, _ = select.select([self.child.child_fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.child.child_fd, 65536)
        except OSError:
            return False
        if not data:
            return False
        self.raw += data
        if self.answers_status:
            self.child.send(ANSWER * data.count(ASK.encode()))
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
        return True

    def until(self, wanted: str | Callable[[str], bool], deadline_s: float = DEADLINE_S, *, gone: str = "") -> str:
        """Wait until a text stands on the screen, or something is so of it; returns the screen.

        Args:
            wanted: the text, or what is to be so.
            deadline_s: seconds after which it fails.
            gone: a text of the screen before, which has to be gone: for a text that both have.
        """

        def is_so(text: str) -> bool:
            return (wanted in text if isinstance(wanted, str) else wanted(text)) and not (gone and gone in text)

        end = time.monotonic() + deadline_s
        while not is_so(self.text):
            if time.monotonic() > end or not self.read(0.05):
                raise AssertionError(f"never saw {wanted!r}; the screen was:\n{self.text}")
            self._insist()
        return self.text

    def _insist(self) -> None:
        refused = REFUSED.search(self.text)
        if self.insists and refused and time.monotonic() - self._pressed_again > REFUSED_S:
            self._pressed_again = time.monotonic()
            self.press(ARROWS.get(refused[1], refused[1]))

    def press(self, *keys: str) -> None:
        """Type keys by name, or text as it is, each once the one before was read: unread keys are read as a burst."""
        for key in keys:
            self.until_read()
            self.child.send(KEYS.get(key, key))

    def until_read(self) -> None:
        """Wait until the program has read what was typed; one that is stopped reads nothing, so not for long."""
        end = time.monotonic() + READ_S
        while self.unread() and time.monotonic() < end:
            self.read(0.01)

    def unread(self) -> int:
        """How many bytes stand in the terminal's input, where keys come one by one."""
        return unread_by(self.child.pid)

    def catch_up(self) -> str:
        """Take in all that has been written by now; the screen that it makes."""
        while not self.child.closed and select.select([self.child.child_fd], [], [], 0)[0] and self.read(0):
            pass
        return self.text

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def close_window(self) -> None:
        """Close this end of the pty, which hangs the program up."""
        self.child.ptyproc.fileobj.close()
        self.child.ptyproc.closed = self.child.closed = True

    def hang_up(self) -> None:
        """Drop the line, as a lost connection does, and wait until the program has noticed."""
        self.close_window()
        os.waitpid(self.child.pid, 0)

    def until_end(self, deadline_s: float = DEADLINE_S) -> int:
        """Wait until the program has ended; its exit status, or minus the signal that ended it."""
        end = time.monotonic() + deadline_s
        while self.read(0.05):  # what was written last is there until the pty says that there is no more
            if time.monotonic() > end:
                raise AssertionError(f"it didn't end; the screen was:\n{self.text}")
        self.child.wait() if self.child.isalive() else None
        self.child.close()
        return -self.child.signalstatus if self.child.signalstatus else int(self.child.exitstatus or 0)


def nothing_new(terminal: Terminal) -> None:
    """Answer the recheck before a session with nothing new. It takes no answer in its first moment."""
    terminal.until("nothing new")
    time.sleep(2 * ANSWER_DELAY_S)
    press_until(terminal, "n", lambda text: "nothing new" not in text)


def press_until(
    terminal: Terminal, key: str, wanted: str | Callable[[str], bool], *, pressed: bool = False, tries: int = 4
) -> None:
    """Press a key that may be let go of, as by a question that is new, and wait for what it does; then press it again.

    It is given long to do it, for a second press may be another answer.

    Args:
        terminal: where.
        key: the key.
        wanted: what it does.
        pressed: it was pressed once already.
        tries: how often it is pressed at most.
    """
    for turn in range(tries):
        if turn or not pressed:
            terminal.press(key)
        with suppress(AssertionError):
            terminal.until(wanted, AGAIN_S)
            return
    terminal.until(wanted)


def wait_for(is_so: Callable[[], object], what: str = "", deadline_s: float = DEADLINE_S) -> None:
    """Wait for something that no screen shows: a file, a journal's entry, a process. A text on the screen says nothing
    of the disk, so whoever reads a file while the program runs waits for what it is to hold.
    """
    end = time.monotonic() + deadline_s
    while not is_so():
        assert time.monotonic() < end, f"it never came to be{f': {what}' if what else ''}"
        time.sleep(0.05)


def unread_by(pid: int) -> int:
    """How many bytes stand in a process's input, where its terminal hands on keys one by one; 0 if it has ended."""
    try:
        keys = os.open(f"/proc/{pid}/fd/0", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return 0
    try:
        (count,) = struct.unpack("i", fcntl.ioctl(keys, termios.FIONREAD, bytes(4)))
    except OSError:
        return 0
    finally:
        os.close(keys)
    return int(count)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
