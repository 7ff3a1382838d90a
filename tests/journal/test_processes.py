"""Real processes that write the journal: killed, three at once, and one that died with the lock."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from tests.factories import log, uids

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import sys
from pathlib import Path
from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
from tests.factories import long_session
journal = Journal(Path(sys.argv[1]), timeout=60)
name, count = sys.argv[2], int(sys.argv[3])
for number in range(count):
    journal.put(long_session(f"{name}-{number}", steps=2))
    if number % 7 == 3:
        journal.edit(f"{name}-{number}", {"note": "mended"}, "2025-03-05T08:00:00+01:00")
    sys.stdout.write(f"{name}-{number}\\n")
    sys.stdout.flush()
"""
FORKING = """
import os, sys
script, file = sys.argv[1:3]
import l5tui.journal.store, tests.factories
for name in sys.stdin:
    writer = os.fork()
    if writer == 0:
        sys.argv = ["", file, name.strip(), "10000"]
        exec(script)
        os._exit(0)
    os.write(1, f"{writer}\\n".encode())  # in one piece: the writer says its first word to the same pipe
    os.waitpid(writer, 0)
    print(flush=True)
"""
"""Starts a writer for each line it reads, says its process id, and an empty line when it has ended. A fork, because
importing all of it anew takes much longer than what is tried."""
HOLDER = """
import sys
from pathlib import Path
from l5tui.config.errors import JournalError
from l5tui.journal.store import Journal
with Journal(Path(sys.argv[1])).changing():
    print("held", flush=True)
    sys.stdin.read()
"""


def started(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def killed_again_and_again(file: Path, times: int) -> None:
    """Kill a writer at a random moment after its first output; every write that it confirmed must be there."""
    chance = random.Random(11)
    saved: set[str] = set()
    forking = started(FORKING, WRITER, file)
    assert forking.stdin is not None
    assert forking.stdout is not None
    for number in range(times):
        print(f"w{number}", file=forking.stdin, flush=True)
        told = [forking.stdout.readline(), forking.stdout.readline()]
        (writer,) = (int(line) for line in told if line[0] != "w")
        time.sleep(chance.random() * 0.05)
        os.kill(writer, signal.SIGKILL)
        told += iter(forking.stdout.readline, "\n")
        saved.update(line.strip() for line in told if line[0] == "w")
        journal = Journal(file)
        assert journal.open().notices == ()
        found = set(uids(journal.entries()))
        assert saved <= found
        assert len(found - saved) <= number + 1, "at most the one that each was writing"
    forking.communicate()
    Journal(file).put(log("last"))
    assert [path.name for path in file.parent.iterdir() if ".tmp-" in path.name] == []


def test_a_process_killed_while_writing_loses_no_confirmed_entry(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "journal.json", 4)


@pytest.mark.long
def test_a_process_killed_while_writing_200_times_loses_no_confirmed_entry(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "journal.json", 200)


def three_at_once(file: Path, count: int) -> None:
    writers = [started(WRITER, file, name, count) for name in "abc"]
    assert [writer.communicate()[0].count("\n") for writer in writers] == [count] * 3
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    entries = Journal(file).entries()
    assert set(uids(entries)) == {f"{name}-{number}" for name in "abc" for number in range(count)}
    assert sum(bool(entry["edits"]) for entry in entries) == 3 * len(range(3, count, 7))


def test_three_processes_that_write_at_once_lose_no_entry(tmp_path: Path) -> None:
    three_at_once(tmp_path / "journal.json", 20)


@pytest.mark.long
def test_three_processes_with_300_entries_each_end_with_900(tmp_path: Path) -> None:
    three_at_once(tmp_path / "journal.json", 300)


def test_a_lock_that_is_held_too_long_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    Journal(file).put(log("a"))
    holder = started(HOLDER, file)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(JournalError, match=r"another l5tui has been writing .*journal\.json for 0\.1 seconds"):
        Journal(file, timeout=0.1).put(log("b"))
    assert uids(Journal(file).entries()) == ["a"], "reading needs no lock"
    assert not Journal(file).open().read_only
    holder.communicate("")


def test_the_lock_of_a_dead_process_blocks_no_other(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    holder = started(HOLDER, file)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    os.kill(holder.pid, signal.SIGKILL)
    holder.communicate()
    assert file.with_name("journal.json.lock").exists()
    Journal(file, timeout=0.1).put(log("a"))
    assert uids(Journal(file).entries()) == ["a"]
