"""How long the journal takes to open for the first time, from its key to its last line on the terminal; and its memory.

Each round starts l5tui anew in a pseudo-terminal of 80x24 on a journal of that many sessions, waits until the library
is drawn and nothing more comes, and presses `J`. The time ends with the end of the first frame that has the list.
Beside the wall time stands the processor time that the program used for it, which a busy machine changes less. The
memory is that of the whole program with the journal shown; beside it, that of an interpreter that holds the same
entries as parsed JSON and nothing else.

Run it with: python benchmarks/journal_screen.py [ROUNDS]
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

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
READ = "this week"
"""The library's status: the journal is read, and its days and doses are known."""
SHOWN = "open"
"""The label of enter, at the end of the line under the list."""
HOLD = "import json, sys; held = json.load(open(sys.argv[1])); print(open('/proc/self/status').read())"


class Opening(NamedTuple):
    """One opening of the journal."""

    wall_ms: float
    processor_ms: float
    memory_mb: float


def fill(file: Path, size: int) -> list[Any]:
    """A journal with this many sessions, two a day up to now; returns its entries."""
    now = datetime.now().astimezone()
    entries: list[Any] = []
    for number in range(size):
        at = (now - timedelta(hours=12 * number + 1)).isoformat(timespec="seconds")
        entries.append({**entry(number), "started": at, "ended": at})
    entries.append(new_decision(new_header(), NOTICE, "read"))
    Journal(file).put_all(entries)
    return entries


def opening(file: Path, home: str) -> Opening:
    """Start the program and open the journal."""
    environment = {**os.environ, "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = ["-m", "l5tui", "--journal", str(file)]
    child = pexpect.spawn(sys.executable, command, env=environment, dimensions=(24, 80), timeout=120)
    child.delaybeforesend = None
    child.expect(READ)
    until_quiet(child)
    used, began = processor_s(child.pid), time.perf_counter()
    child.send("J")
    child.expect(SHOWN)
    taken = time.perf_counter() - began
    used = processor_s(child.pid) - used
    memory = memory_mb(child.pid)
    until_quiet(child)
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    return Opening(taken * 1000, used * 1000, memory)


def processor_s(pid: int) -> float:
    """Seconds of processor time that all threads of a process have used."""
    found = (task / "schedstat" for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int(one.read_text().split()[0]) for one in found) / 1e9


def memory_mb(pid: int) -> float:
    """The resident memory of a process."""
    return _memory_mb(Path(f"/proc/{pid}/status").read_text())


def _memory_mb(status: str) -> float:
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def until_quiet(child: pexpect.spawn) -> float:
    """Read until nothing more comes; returns when the last output came."""
    last = time.perf_counter()
    while True:
        try:
            child.read_nonblocking(65536, timeout=QUIET_S)
            last = time.perf_counter()
        except pexpect.TIMEOUT:
            return last


def bare_mb(entries: list[Any], folder: Path) -> float:
    """The memory of an interpreter that holds these entries and nothing else."""
    file = folder / "bare.json"
    file.write_text(json.dumps(entries), encoding="utf-8")
    held = subprocess.run((sys.executable, "-c", HOLD, str(file)), check=True, capture_output=True, text=True)
    return _memory_mb(held.stdout)


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    print(f"Python {sys.version.split()[0]}, {rounds} rounds; from the key, 80x24")
    print(f"{'':>8}{'':>7}{'wall ms':>16}{'processor ms':>16}{'MB':>8}{'MB':>8}")
    print(f"{'entries':>8}{'goal':>7}{'best':>8}{'median':>8}{'best':>8}{'median':>8}{'':>8}{'bare':>8}")
    for size, goal in GOALS.items():
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "journal.json"
            bare = bare_mb(fill(file, size), Path(name))
            measured = [opening(file, name) for _ in range(rounds + 1)][1:]  # the first fills the caches
        taken, used, memory = zip(*measured, strict=True)
        print(
            f"{size:>8}{goal:>7}{min(taken):>8.0f}{median(taken):>8.0f}{min(used):>8.0f}{median(used):>8.0f}"
            f"{median(memory):>8.0f}{bare:>8.0f}"
        )


if __name__ == "__main__":
    main()
