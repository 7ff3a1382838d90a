"""How long the commands take that need no screen, beside what they can't do without.

The bar is an interpreter that imports `tinydb`, `argparse` and `filelock` and ends. Each round runs every candidate
once, in turn, so that a busy moment hits them all; best and median of the rounds are shown, with the best against
the bar's best. `log` also makes the journal safe on the disk (two fsyncs, a replace), which the bar doesn't.

Run it with: python benchmarks/startup.py [ROUNDS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 30
BAR = "tinydb, argparse, filelock"
L5TUI = (sys.executable, "-m", "l5tui")


def candidates(folder: Path) -> dict[str, tuple[str, ...]]:
    """What is run, by name."""
    journal = ("--journal", str(folder / "journal.json"))
    return {
        "bare interpreter": (sys.executable, "-c", "pass"),
        BAR: (sys.executable, "-c", "import tinydb, argparse, filelock"),
        "l5tui --help": (*L5TUI, "--help"),
        "l5tui --version": (*L5TUI, "--version"),
        "l5tui journal --json": (*L5TUI, *journal, "journal", "--json"),
        "l5tui log 4": (*L5TUI, *journal, "log", "4"),
        "l5tui exercises": (*L5TUI, "exercises"),
    }


def measure(rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each candidate, round by round."""
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        environment = {**os.environ, "HOME": name, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for number in range(rounds + 1):
            for called, command in candidates(Path(name)).items():
                began = time.perf_counter()
                subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, cwd=name)
                if number:  # the first round fills the caches
                    taken.setdefault(called, []).append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    taken = measure(rounds)
    bar = min(taken[BAR])
    print(f"Python {sys.version.split()[0]}, {rounds} rounds; milliseconds")
    print(f"{'':<28}{'best':>8}{'median':>8}{'best / bar':>12}")
    for called, times in taken.items():
        print(f"{called:<28}{min(times):>8.1f}{median(times):>8.1f}{min(times) / bar:>12.2f}")


if __name__ == "__main__":
    main()
