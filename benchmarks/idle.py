"""What the app does while nothing happens: bytes written, wake-ups and processor time, and its memory.

Each screen is reached by keys in a pseudo-terminal of 100x30, on a journal of 60 sessions; when nothing more comes, it
is watched for some seconds. A wake-up is a voluntary change of context of any of its threads. Beside them stands a
hello-world Textual app, of which the memory is the bar: 1.3 x in a session.

Run it with: python benchmarks/idle.py [SECONDS [PYTHON]]
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.journal_screen import fill, memory_mb, processor_s
from benchmarks.opening import HELLO, JOURNAL
from benchmarks.pseudo_terminal import PseudoTerminal

SECONDS = 10.0
QUIET_S = 1.5
"""Seconds without output after which a screen is at rest."""
MOVING_S = 8.0
"""Seconds after which a screen that never rests, such as a session, is watched all the same."""
GOALS = "0 bytes, at most 12 wake-ups a second, in a session at most 1.3 x hello's memory"
CHECKED = ("enter", "n", "n", "n")
"""The keys from the library past the questions to the check-in."""
SCREENS: Mapping[str, tuple[str, ...]] = {
    "library": (),
    "library, reading": ("right",),
    "find": ("/",),
    "journal": ("J",),
    "guide": ("G",),
    "settings": (",",),
    "help": ("?",),
    "safety check": ("enter",),
    "check-in": CHECKED,
    "session": (*CHECKED, "2", "enter"),
    "paused session": (*CHECKED, "2", "enter", " "),
}
"""How each screen is reached from the library; sessions are the demo's, at their own speed."""
ENTER, RIGHT = "\r", "\x1b[C"


class Rest(NamedTuple):
    """A screen at rest."""

    bytes_s: float
    wakeups_s: float
    processor_ms_s: float
    memory_mb: float
    threads: int
    files: int


def settle(terminal: PseudoTerminal, first_s: float = 30.0) -> bytes:
    """Read until nothing more comes; returns all of it."""
    data, until = terminal.read(first_s), time.monotonic() + MOVING_S
    while time.monotonic() < until and (more := terminal.read(QUIET_S)):
        data += more
    return data


def wakeups(pid: int) -> int:
    """How often all threads of a process have woken up so far."""
    found = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        match = re.search(r"^voluntary_ctxt_switches:\s*(\d+)", (task / "status").read_text(), re.MULTILINE)
        found += int(match[1]) if match else 0
    return found


def rest(terminal: PseudoTerminal, seconds: float) -> Rest:
    """Watch what is at rest."""
    pid, began = terminal.pid, time.monotonic()
    woken, used, came = wakeups(pid), processor_s(pid), 0
    while (left := began + seconds - time.monotonic()) > 0:
        came += len(terminal.read(left))
    took = time.monotonic() - began
    return Rest(
        came / took,
        (wakeups(pid) - woken) / took,
        (processor_s(pid) - used) * 1000 / took,
        memory_mb(pid),
        len(list(Path(f"/proc/{pid}/task").iterdir())),
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
    )


def press(terminal: PseudoTerminal, key: str) -> None:
    """Press a key, and wait until the screen is at rest."""
    terminal.send({"enter": ENTER, "right": RIGHT}.get(key, key))
    settle(terminal)


def main() -> None:
    """Measure, and print a table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    print(f"Python {sys.version.split()[0]}, 100x30, {seconds:g} s each; goal: {GOALS}")
    print(f"{'':<20}{'bytes/s':>9}{'wake-ups/s':>12}{'cpu ms/s':>10}{'MB':>7}{'/ hello':>9}{'threads':>9}{'files':>7}")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "hello.py").write_text(HELLO, encoding="utf-8")
        (home / JOURNAL.parent).mkdir(parents=True)
        fill(home / JOURNAL, 60)
        environment = {"PATH": os.environ["PATH"], "HOME": name, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        with PseudoTerminal([python, str(home / "hello.py")], environment, columns=100, rows=30) as terminal:
            settle(terminal)
            hello = rest(terminal, seconds)
        show("hello Textual", hello, hello)
        for called, keys in SCREENS.items():
            command = [python, "-m", "l5tui", *(("demo", "--speed", "1") if keys[:4] == CHECKED else ())]
            with PseudoTerminal(command, environment, columns=100, rows=30) as terminal:
                settle(terminal)
                for key in keys:
                    press(terminal, key)
                show(called, rest(terminal, seconds), hello)


def show(called: str, found: Rest, hello: Rest) -> None:
    """Print a row."""
    print(
        f"{called:<20}{found.bytes_s:>9.1f}{found.wakeups_s:>12.1f}{found.processor_ms_s:>10.1f}{found.memory_mb:>7.1f}"
        f"{found.memory_mb / hello.memory_mb:>9.2f}{found.threads:>9}{found.files:>7}",
        flush=True,
    )


if __name__ == "__main__":
    main()
