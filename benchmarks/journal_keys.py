"""How long keys take in an open journal: scrolling, filtering, the page of numbers.

The program runs in a pseudo-terminal of 80x24 on a journal of that many sessions. A key's time goes from writing it to
the last byte that it draws; beside it stands the processor time, which a busy machine changes less.

Run it with: python benchmarks/journal_keys.py [ROUNDS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import pexpect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.journal_screen import QUIET_S, READ, SHOWN, fill, processor_s, until_quiet

ROUNDS = 3
SIZES = (1_000, 10_000)
KEYS = (
    ("down", "\x1b[B", 50),
    ("/", "/", None),
    ("first letter", "n", 50),
    ("second letter", "o", 50),
    ("close", "\x1b", None),
    ("numbers", "n", None),
)
"""Name, what is sent, and the goal in milliseconds. A lone escape waits for what may follow it."""


def measured(file: Path, home: str) -> list[tuple[float, float]]:
    """Open the journal and press each key; returns milliseconds to its last output, and of processor time."""
    environment = {**os.environ, "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    command = ["-m", "l5tui", "--journal", str(file)]
    child = pexpect.spawn(sys.executable, command, env=environment, dimensions=(24, 80), timeout=120)
    child.delaybeforesend = None
    child.expect(READ)
    until_quiet(child)
    child.send("J")
    child.expect(SHOWN)
    until_quiet(child)
    taken = []
    for _, key, _ in KEYS:
        used, began = processor_s(child.pid), time.perf_counter()
        child.send(key)
        last = until_quiet(child)
        taken.append(((last - began) * 1000, (processor_s(child.pid) - used) * 1000))
    child.close(force=True)
    return taken


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"Python {sys.version.split()[0]}, median of {rounds} rounds; 80x24; quiet after {QUIET_S} s")
    print(f"{'entries':>8}  {'key':<14}{'goal':>6}{'wall ms':>9}{'processor ms':>14}")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "journal.json"
            fill(file, size)
            found = [measured(file, name) for _ in range(rounds)]
        for number, (label, _, goal) in enumerate(KEYS):
            wall, used = (median(one[number][part] for one in found) for part in (0, 1))
            print(f"{size:>8}  {label:<14}{goal or '':>6}{wall:>9.0f}{used:>14.0f}")


if __name__ == "__main__":
    main()
