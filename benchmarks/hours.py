"""Whether the app's memory, threads and files stay the same over eight hours of sessions, and nothing ticks after them.

The demo's routine of eighteen minutes is done again and again in a pseudo-terminal, a thousand times faster, each with
its check-in and check-out. Memory, threads and open files are read in the library, between the sessions.

Run it with: python benchmarks/hours.py [SESSIONS [PYTHON]]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.idle import Rest, press, rest, settle
from benchmarks.pseudo_terminal import PseudoTerminal

SESSIONS = 26
"""Of eighteen minutes each: eight hours."""
FIRST = 5
"""The session after which all that is kept once has been made: modules, pictures, styles."""
WATCHED_S = 5.0
FIRST_KEYS = ("enter", "n", "n", "n", "2", "enter", "2", "enter", "enter")
KEYS = ("enter", "n", "2", "enter", "2", "enter", "enter")
"""Start, nothing new, score and begin; the session runs; score after it, out of the summary."""


def main() -> None:
    """Measure, and print a table."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    print(f"Python {sys.version.split()[0]}, {sessions} sessions of the demo, a thousand times faster, 100x30")
    print(f"{'after session':<14}{'MB':>8}{'threads':>9}{'files':>7}{'bytes/s':>9}{'wake-ups/s':>12}")
    with tempfile.TemporaryDirectory() as name:
        environment = {"PATH": os.environ["PATH"], "HOME": name, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        command = [python, "-m", "l5tui", "demo", "--speed", "1000"]
        with PseudoTerminal(command, environment, columns=100, rows=30) as terminal:
            settle(terminal)
            for number in range(sessions):
                for key in KEYS if number else FIRST_KEYS:
                    press(terminal, key)
                if number + 1 in {1, FIRST, sessions} or (number + 1) % 10 == 0:
                    show(number + 1, rest(terminal, WATCHED_S))


def show(after: int, found: Rest) -> None:
    """Print a row."""
    print(
        f"{after:<14}{found.memory_mb:>8.1f}{found.threads:>9}{found.files:>7}{found.bytes_s:>9.1f}"
        f"{found.wakeups_s:>12.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
