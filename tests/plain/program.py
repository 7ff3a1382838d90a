"""`l5tui` in plain lines as a process of its own, on a pipe or in a pty."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from l5tui.journal.store import Journal
from tests.cli.conftest import ROOT
from tests.e2e.terminal import AGAIN_S, ARROWS, DEADLINE_S, KEYS, REFUSED, unread_by

TYPED_S = 0.05
"""Between two keys: faster than anybody types, and slower than what counts as a burst."""


class Program:
    """A process of l5tui, with its input and everything that it printed.

    Args:
        child: the process.
        reads: where it says it.
        writes: where answers go.
    """

    def __init__(self, child: subprocess.Popen[bytes], reads: int, writes: int) -> None:
        self.child = child
        self.reads = reads
        self.writes = writes
        self.raw = b""
        self._refused = 0

    @property
    def said(self) -> str:
        return self.raw.decode().replace("\r\n", "\n")

    def until(self, wanted: str, then: str = "") -> str:
        """Wait until a text was printed, and another one after it."""
        self._read_until(lambda: wanted in self.said and then in self.said.rpartition(wanted)[2], f"{wanted} {then}")
        return self.said

    def nothing_new(self) -> None:
        """Answer the recheck, and wait for the score to be asked. Keys that come too early are let go of."""
        self.until("n: nothing new\ny: ")
        if self.reads != self.writes:
            self.answer("n\n")
            self.until("q quits.")
        self.reply("n", lambda: "q quits." in self.said)

    def reply(self, key: str, is_so: Callable[[], bool]) -> None:
        """Answer until something is so: a new question ignores keys, and a busy login may not let go in time."""
        end = time.monotonic() + DEADLINE_S
        while not is_so():
            assert time.monotonic() < end, f"{key} did nothing\n{self.said}"
            self.until_silent(0.5)
            self.answer(key)
            with suppress(AssertionError):
                self._read_until(is_so, key, AGAIN_S)

    def answer(self, *texts: str) -> None:
        """One after the other, as somebody types: what comes at once answers nothing that matters."""
        for text in texts:
            os.write(self.writes, text.encode())
            end = time.monotonic() + DEADLINE_S
            while self.reads == self.writes and unread_by(self.child.pid) and time.monotonic() < end:
                time.sleep(0.001)
            time.sleep(TYPED_S)

    def _press_refused_again(self) -> None:
        """Press a key again that was refused because it came with others, as a person would: on a machine that has no
        time for the program, keys that are typed one after the other are read at once.
        """
        refused = REFUSED.findall(self.said)
        new, self._refused = refused[self._refused :], len(refused)
        for name in new:
            key = ARROWS.get(name, name)
            self.answer(KEYS.get(key, key))

    def until_silent(self, seconds: float) -> None:
        """Read until nothing is said for a while."""
        while select.select([self.reads], [], [], seconds)[0] and (data := os.read(self.reads, 65536)):
            self.raw += data

    def until_end(self) -> int:
        self._read_until(lambda: self.child.poll() is not None, "the end")
        self._read_until(lambda: not select.select([self.reads], [], [], 0)[0], "all of it")
        return self.child.wait()

    def _read_until(self, is_so: Callable[[], object], what: str, patience_s: float = DEADLINE_S) -> None:
        end = time.monotonic() + patience_s
        while not is_so():
            ready, _, _ = select.select([self.reads], [], [], 0.05)
            try:
                data = os.read(self.reads, 65536) if ready else b""
            except OSError:
                data = b""
            self.raw += data
            self._press_refused_again()
            if ready and not data:
                assert is_so() or what in ("the end", "all of it"), f"never came: {what}\n{self.said}"
                if what == "all of it":
                    return
                time.sleep(0.01)
            assert time.monotonic() < end, f"never came: {what}\n{self.said}"


def command(*arguments: str, **env: str) -> dict[str, Any]:
    around = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **env}
    return {"args": [sys.executable, "-m", "l5tui", *arguments], "env": around}


@contextmanager
def in_terminal(journal: Journal, *arguments: str, term: str = "dumb") -> Iterator[Program]:
    """Run it in a pty that is its controlling terminal."""
    ours, theirs = os.openpty()
    given = command("--journal", str(journal.path), *arguments, TERM=term)
    child = subprocess.Popen(
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, cwd=journal.path.parent, **given
    )
    try:
        yield Program(child, ours, ours)
    finally:
        child.kill()
        child.wait()
        os.close(ours)
        os.close(theirs)
