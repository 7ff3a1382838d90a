"""How long the journal takes to open for the first time, from its key to its last line on the terminal.

Each round starts l5tui anew in a pseudo-terminal of 80x24 on a journal of that many sessions, waits until the library
is drawn and nothing more comes, and presses `J`. The time ends with the last byte of the first frame that has the list.
Beside the wall time stands the processor time that the program used for it, which a busy machine changes less.

Run it with: python benchmarks/journal_screen.py [ROUNDS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pexpect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.journal import entry
from l5tui.config.clock import new_header
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.new_entry import new_decision
from l5tui.journal.store import Journal

ROUNDS = 10
GOALS = {60: 100, 1_000: 100, 10_000: 150}
"""Milliseconds from the key, by the number of entries."""
QUIET_S = 0.7
"""Seconds without output after which the library counts as drawn."""
SHOWN = "open"
"""The label of enter, at the end of the line under the list."""


def fill(file: Path, size: int) -> None:
    """A journal with this many sessions, two a day up to today."""
    now = datetime.now().astimezone()
    entries = []
    for number in range(size):
        at = now - timedelta(hours=12 * number + 1)
        text = at.isoformat(timespec="seconds")
        entries.append({**entry(number), "started": text, "ended": text})
    journal = Journal(file)
    journal.put_all([*entries, new_decision(new_header(), NOTICE, "read")])  # type: ignore[list-item]


def processor_s(pid: int) -> float:
    """Seconds of processor time that all threads of a process have used."""
    found = (task / "schedstat" for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int(one.read_text().split()[0]) for one in found) / 1e9


def opening(file: Path, home: str) -> tuple[float, float]:
    """Milliseconds from the key to the list on the terminal, and of processor time."""
    environment = {**os.environ, "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = ["-m", "l5tui", "--journal", str(file)]
    child = pexpect.spawn(sys.executable, command, env=environment, dimensions=(24, 80), timeout=60)
    child.delaybeforesend = None
    child.expect("this week")  # the journal is read, and its days and doses are known
    _until_quiet(child)
    used, began = processor_s(child.pid), time.perf_counter()
    child.send("J")
    child.expect(SHOWN)
    taken = time.perf_counter() - began
    used = processor_s(child.pid) - used
    _until_quiet(child)
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    return taken * 1000, used * 1000


def _until_quiet(child: pexpect.spawn) -> None:
    while True:
        try:
            child.read_nonblocking(65536, timeout=QUIET_S)
        except pexpect.TIMEOUT:
            return


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"Python {sys.version.split()[0]}, {rounds} rounds; milliseconds from the key, 80x24")
    print(f"{'entries':>8}{'goal':>7}{'best':>8}{'median':>8}{'best, processor':>17}{'median, processor':>19}")
    for size, goal in GOALS.items():
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "journal.json"
            fill(file, size)
            measured = [opening(file, name) for _ in range(rounds + 1)][1:]  # the first fills the caches
        taken, used = zip(*measured, strict=True)
        print(f"{size:>8}{goal:>7}{min(taken):>8.0f}{median(taken):>8.0f}{min(used):>17.0f}{median(used):>19.0f}")


if __name__ == "__main__":
    main()
