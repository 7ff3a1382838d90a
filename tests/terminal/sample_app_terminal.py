"""The sample app in a real pty: its log, its end, and how it left the terminal."""

from __future__ import annotations

import os
import re
import shlex
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.e2e.terminal import DEADLINE_S, Terminal

ROOT = Path(__file__).parents[2]
_LOOK_S = 0.01
"""What a look at a child counts at most; each sleeps for a fifth of that."""
_SWITCH = re.compile(rb"\x1b\[(\?[\d;]+)([hl])|\x1b\[([<>])\d*u|\x1b\[(2[23]);2t")
_AS_IT_WAS = {"?25": True, "?7": True, "?1007": True}
"""Modes that are on in a terminal that nobody has changed; all others are off."""


class Pace:
    """Seconds of a clock that goes as slowly as the machine does: how long something took, for a test that polls.

    A look that comes late, because the machine was busy with other programs, counts as one that came in time; the
    program that is looked at had to wait as long.

    Args:
        longest_s: what counts at most for the time between two looks.
    """

    def __init__(self, longest_s: float) -> None:
        self._longest_s = longest_s
        self._looked = time.monotonic()
        self.seconds = 0.0

    def look(self) -> None:
        looked, self._looked = self._looked, time.monotonic()
        self.seconds += min(self._longest_s, self._looked - looked)


class SampleAppTerminal(Terminal):
    """The sample app (`sample_app.py`).

    Args:
        log: where it notes what happens to it.
        options: its command line.
        as_job: start it as a job of an interactive shell.
        keys: the terminal that it reads instead of the one that it draws on.
        ignoring: a signal that is ignored when it starts.
        window: the size that the terminal gives for its window.
        then: what its shell does afterwards.
    """

    def __init__(
        self,
        log: Path,
        *options: str,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str | None] | None = None,
        as_job: bool = False,
        keys: str | None = None,
        ignoring: str | None = None,
        window: tuple[int, int] | None = None,
        then: str | None = None,
    ) -> None:
        self.log = log
        sample = shlex.join([sys.executable, "-m", "tests.terminal.sample_app", str(log), *options])
        steps = [
            f"trap '' {ignoring}" if ignoring else "",
            f"stty cols {window[0]} rows {window[1]}" if window else "",
            ("" if then else "exec ") + sample + (f" <{keys}" if keys else ""),
            then or "",
        ]
        command = ["bash", "--norc", "-i"] if as_job else ["bash", "-c", "\n".join(steps)]
        env = {"COLORTERM": None, "PYTHONPATH": str(ROOT), "PS1": "$ ", **(env or {})}
        super().__init__(size=size, env=env, command=command, cwd=ROOT)
        self.before = self.attributes()
        if as_job:
            self.until("$")
            self.before = self.attributes()
            self.press(sample, "enter")

    @property
    def notes(self) -> list[str]:
        """What the app has noted so far."""
        return self.log.read_text(encoding="utf-8").split() if self.log.exists() else []

    def ready(self) -> SampleAppTerminal:
        """Wait until it shows itself and reads keys."""
        self.until("sample app ready")
        return self

    def noted(self, word: str, *, reading: bool = True, times: int = 1, pace: Pace | None = None) -> None:
        """Wait until the app has noted something."""
        self.wait_for(lambda: self.notes.count(word) >= times, f"never noted {word}", reading=reading, pace=pace)

    def wait_for(
        self, is_so: Callable[[], bool], otherwise: str, *, reading: bool = True, pace: Pace | None = None
    ) -> None:
        """Wait until something is so; reading what is drawn, or letting the line stall."""
        end = time.monotonic() + DEADLINE_S
        while not is_so():
            if pace is not None:
                pace.look()
            if time.monotonic() > end:
                raise AssertionError(f"{otherwise}; it noted {self.notes}, and the screen was:\n{self.text}")
            if not reading or not self.read(0.02):
                time.sleep(0.005)

    def attributes(self) -> list[object]:
        """The terminal's attributes as the program at its other end sees them."""
        return termios.tcgetattr(self.child.child_fd)

    def end(self, number: int) -> tuple[int, float]:
        """Send a signal, read nothing, and wait for the end: the exit status, and the seconds of `Pace` it took."""
        pace = Pace(_LOOK_S)
        os.kill(self.child.pid, number)
        return self.ended(pace)

    def ended(self, pace: Pace | None = None) -> tuple[int, float]:
        """Wait for the end without reading; minus the signal's number if a signal ended it."""
        pace = pace or Pace(_LOOK_S)
        end = time.monotonic() + DEADLINE_S
        while True:
            pid, status = os.waitpid(self.child.pid, os.WNOHANG)
            pace.look()
            if pid:
                took = pace.seconds
                self.child.ptyproc.terminated = self.child.terminated = True
                return os.waitstatus_to_exitcode(status), took
            if time.monotonic() > end:
                raise AssertionError(f"it didn't end; it noted {self.notes}, and the screen was:\n{self.text}")
            time.sleep(0.002)

    def drain(self) -> None:
        """Read all that was written before the end."""
        end = time.monotonic() + DEADLINE_S
        while self.read(0.05):
            assert time.monotonic() < end, "something still holds the terminal"

    def left_on(self) -> set[str]:
        """The modes that the written sequences left changed."""
        return changed_modes(bytes(self.raw))

    def state(self) -> str:
        """The process state that the system reports: S asleep, R running, T stopped."""
        return self._proc("stat").rpartition(")")[2].split()[0]

    def switches(self) -> int:
        """How often its threads have been woken."""
        tasks = Path(f"/proc/{self.child.pid}/task").iterdir()
        found = (re.search(r"^voluntary_ctxt_switches:\s*(\d+)", (task / "status").read_text(), re.M) for task in tasks)
        return sum(int(match[1]) for match in found if match)

    def _proc(self, name: str) -> str:
        return Path(f"/proc/{self.child.pid}/{name}").read_text(encoding="utf-8")


def switched(written: bytes) -> list[str]:
    """All that was switched: `?25l`, `?1049h`; `keyboard h` where it was pushed, `keyboard l` where popped."""
    found: list[str] = []
    for modes, how, keyboard, title in _SWITCH.findall(written):
        found += [f"?{mode.lstrip('?')}{how.decode()}" for mode in modes.decode().split(";") if mode]
        if keyboard:
            found.append("keyboard h" if keyboard == b">" else "keyboard l")
        if title:
            found.append("title h" if title == b"22" else "title l")
    return found


def changed_modes(written: bytes) -> set[str]:
    """What is switched otherwise than in a fresh terminal after all this was written."""
    on = {what[:-1].rstrip(): what[-1] == "h" for what in switched(written)}
    return {name for name, is_on in on.items() if is_on != _AS_IT_WAS.get(name, False)}
