"""How long an insert into the journal and opening it take, beside what can be had instead.

Each round runs every candidate once, in turn, so that a busy moment hits them all; the best and the median of the
rounds are shown. All of them end with the new entry on the disk: the journal and the plain file by fsync and replace,
SQLite by its default `synchronous=FULL`. Stock `JSONStorage` syncs too, but writes over its only copy.

- plain: the very bytes of the journal written to a new file, synced, and renamed over the old one. The bar for an
insert: 2 x.
- json.loads: of the entries as one JSON array. The bar for opening: 3 x.

Run it with: python benchmarks/journal.py [ROUNDS [FOLDER]]
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from tinydb import TinyDB

from l5tui.journal.store import Journal

T = TypeVar("T")
ROUNDS = 15
SIZES = (1_000, 10_000)
STEPS = 12
SLOW = 3
"""Rounds for stock TinyDB at the larger size, which takes seconds for each insert."""


def entry(number: int) -> dict[str, Any]:
    """A session of the real shape and size: six exercises on two sides."""
    score = {
        "pain": number % 8,
        "left": 2,
        "right": None,
        "kinds": {"left": ["pain"], "right": []},
        "at": "2025-03-04T18:58:12+01:00",
    }
    step = {
        "exercise": "bird_dog",
        "side": "left",
        "level": 2,
        "variant": None,
        "planned_reps": 8,
        "reps": 8,
        "partial_reps": 0,
        "seconds": 96.4,
        "held": 64.0,
        "outcome": "done",
        "hurt": [],
    }
    return {
        "uid": f"{number:032x}",
        "schema": 2,
        "kind": "session",
        "started": "2025-03-04T18:58:12+01:00",
        "ended": "2025-03-04T19:18:12+01:00",
        "tz": "Europe/Zurich",
        "app": "0.1.0",
        "deleted": None,
        "edits": [],
        "programme": None,
        "answer": None,
        "clock_step_s": 0.0,
        "status": "complete",
        "stop": None,
        "active_s": 1104.5,
        "paused_s": 12.0,
        "speed": 1,
        "routine": {"id": "full_l5", "name": "Full L5"},
        "before": score,
        "after": score,
        "worst": None,
        "next_day": None,
        "note": "a little stiff, after gardening",
        "steps": [step] * STEPS,
    }


class Candidates:
    """Every way to keep the same entries, filled with so many of them."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.size = size
        self.added = 0
        entries = [entry(number) for number in range(size)]
        self.journal = Journal(folder / "journal.json")
        self.journal.put_all(entries)  # type: ignore[arg-type]
        self.stock = TinyDB(folder / "stock.json")
        self.stock.insert_multiple(entries)
        self.database = sqlite3.connect(folder / "journal.sqlite")
        self.database.execute("create table entries (uid text primary key, body text)")
        rows = [(one["uid"], json.dumps(one)) for one in entries]
        self.database.executemany("insert into entries values (?, ?)", rows)
        self.database.commit()
        self.array = json.dumps(entries, separators=(",", ":"))
        self.bytes = (folder / "journal.json").read_bytes()

    def inserts(self) -> dict[str, Callable[[dict[str, Any]], object]]:
        """What puts one entry on the disk."""
        return {"plain": self.plain, "l5tui": self.l5tui, "JSONStorage": self.stock.insert, "sqlite3": self.sqlite}

    def openings(self) -> dict[str, Callable[[], object]]:
        """What reads all entries."""
        return {
            "json.loads": lambda: json.loads(self.array),
            "l5tui": lambda: Journal(self.folder / "journal.json").open(),
            "JSONStorage": lambda: TinyDB(self.folder / "stock.json").all(),
            "sqlite3": lambda: [json.loads(body) for (body,) in self.database.execute("select body from entries")],
        }

    def next_entry(self) -> dict[str, Any]:
        """One that isn't there yet."""
        self.added += 1
        return entry(self.size + self.added)

    def plain(self, _: dict[str, Any]) -> None:
        """The least that replaces a file for certain."""
        new = self.folder / "plain.new"
        fd = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(fd, self.bytes)
        os.fsync(fd)
        os.close(fd)
        new.replace(self.folder / "plain.json")

    def l5tui(self, new: dict[str, Any]) -> None:
        """As the app does it."""
        self.journal.put(new)  # type: ignore[arg-type]

    def sqlite(self, new: dict[str, Any]) -> None:
        """A transaction for each."""
        self.database.execute("insert into entries values (?, ?)", (new["uid"], json.dumps(new)))
        self.database.commit()


def timed(call: Callable[[], object]) -> float:
    """Milliseconds; what earlier calls left is collected beforehand."""
    gc.collect()
    began = time.perf_counter()
    kept = call()
    taken = (time.perf_counter() - began) * 1000
    del kept
    return taken


def turned(named: dict[str, T], by: int) -> list[tuple[str, T]]:
    """Another one first in each round: who comes after a slow one finds a busy disk and cold caches."""
    items = list(named.items())
    return items[by % len(items) :] + items[: by % len(items)]


def measure(size: int, rounds: int, folder: Path) -> dict[str, dict[str, list[float]]]:
    """Milliseconds by what was done and who did it, round by round."""
    candidates = Candidates(folder, size)
    taken: dict[str, dict[str, list[float]]] = {"insert": {}, "open": {}}
    for number in range(rounds):
        slow = {"JSONStorage"} if size > SIZES[0] and number >= SLOW else set()
        for name, insert in turned(candidates.inserts(), number):
            if name not in slow:
                os.sync()  # what others have still to write isn't this one's to wait for
                new = candidates.next_entry()
                taken["insert"].setdefault(name, []).append(timed(lambda insert=insert, new=new: insert(new)))  # type: ignore[misc]
        for name, opening in turned(candidates.openings(), number):
            if name not in slow:
                taken["open"].setdefault(name, []).append(timed(opening))
    return taken


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    place = sys.argv[2] if len(sys.argv) > 2 else None
    print(f"Python {sys.version.split()[0]}, {rounds} rounds; milliseconds")
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=place) as name:
            taken = measure(size, rounds, Path(name))
            kilobytes = (Path(name) / "journal.json").stat().st_size / 1000
        for what, bar, goal in (("insert", "plain", 2), ("open", "json.loads", 3)):
            print(f"\n{what}, {size} entries, {kilobytes:.0f} kB; goal {goal} x {bar}")
            print(f"{'':<14}{'best':>9}{'median':>9}{'best / bar':>12}{'median / bar':>14}")
            best, middle = min(taken[what][bar]), median(taken[what][bar])
            for called, times in taken[what].items():
                print(
                    f"{called:<14}{min(times):>9.1f}{median(times):>9.1f}"
                    f"{min(times) / best:>12.2f}{median(times) / middle:>14.2f}"
                )


if __name__ == "__main__":
    main()
