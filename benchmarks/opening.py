"""How long the app takes to open, beside a hello-world Textual app in the same run.

Each round opens every candidate once, in turn, each in a pseudo-terminal of 100x30: l5tui at its very first start,
with an empty journal, and with one of 60 sessions. `text` is when the first letter comes, `settled` when the last byte
before a quiet moment has come. The figure that counts is the median of the rounds' ratios to hello; beside those of
wall time stand those of processor time, which a busy machine changes less.

An editable install may compile at each start, so measure an installed wheel, with its own interpreter:

    python benchmarks/opening.py [ROUNDS [PYTHON]]
"""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.journal_screen import fill, processor_s
from benchmarks.pseudo_terminal import PseudoTerminal

ROUNDS = 11
QUIET_S = 0.3
"""Seconds without output after which the app has settled."""
JOURNAL = Path(".local/share/l5tui/journal.json")
"""Where the journal is in a home."""
GOALS = (1.15, 1.25)
"""The ratios to hello: first text, settled."""
HELLO = """from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Hello, world!")
Hello().run(mouse=False)"""
NO_TEXT = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-Z\\^-~])|[\x00-\x20]+"
)
"""What isn't text: sequences, and blanks."""


class Opening(NamedTuple):
    """Milliseconds of one start."""

    text: float
    settled: float
    text_processor: float
    settled_processor: float


def opened(command: list[str], home: str) -> Opening:
    """Start a program, wait until it has settled, and end it."""
    environment = {"PATH": os.environ["PATH"], "HOME": home, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    began = time.perf_counter()
    with PseudoTerminal(command, {**environment, "LC_ALL": "C.UTF-8"}, columns=100, rows=30) as terminal:
        text = settled = text_used = 0.0
        while data := terminal.read(60.0 if not text else QUIET_S):
            settled = time.perf_counter() - began
            if not text and NO_TEXT.sub(b"", data):
                text, text_used = settled, processor_s(terminal.pid)
        used = processor_s(terminal.pid)
        terminal.end(signal.SIGKILL)
    return Opening(text * 1000, settled * 1000, text_used * 1000, used * 1000)


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    python = sys.argv[2] if len(sys.argv) > 2 else sys.executable
    taken: dict[str, list[Opening]] = {}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "hello.py").write_text(HELLO, encoding="utf-8")
        journals = {"very first start": None, "empty journal": 0, "60 entries": 60}
        for called, size in journals.items():
            (folder := home / called / JOURNAL.parent).mkdir(parents=True)
            if size is not None:
                fill(folder / JOURNAL.name, size)
        candidates = {"hello Textual": [python, str(home / "hello.py")]}
        candidates |= {called: [python, "-m", "l5tui"] for called in journals}
        for number in range(rounds + 1):
            for called, command in candidates.items():
                one = opened(command, str(home / called) if called in journals else name)
                if number:  # the first round fills the caches
                    taken.setdefault(called, []).append(one)
    print(f"Python {sys.version.split()[0]}, {rounds} rounds, 100x30; medians, ratios to hello of the same round")
    print(f"{'':<18}{'text ms':>9}{'settled':>9}{'text /':>9}{'settled /':>11}{'of processor time':>21}")
    hello = taken["hello Textual"]
    for called, found in taken.items():
        ratios = [median(one[part] / other[part] for one, other in zip(found, hello, strict=True)) for part in range(4)]
        print(
            f"{called:<18}{median(one.text for one in found):>9.0f}{median(one.settled for one in found):>9.0f}"
            f"{ratios[0]:>9.2f}{ratios[1]:>11.2f}{ratios[2]:>13.2f}{ratios[3]:>8.2f}"
        )
    print(f"{'goal':<36}{GOALS[0]:>9.2f}{GOALS[1]:>11.2f}")


if __name__ == "__main__":
    main()
