"""Logins as processes of their own, seen from the test that started them."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

import pytest

from l5tui.journal.sessionlog import handover
from l5tui.journal.sessionlog.takeover import FORMAT, MAGIC, take_over
from l5tui.storage.format import encode
from l5tui.storage.owner import this_process

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


def have_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a login take long to give up a session: a busy machine may need more than what is right in use."""
    assert take_over.__kwdefaults__ is not None
    monkeypatch.setitem(take_over.__kwdefaults__, "within_s", PATIENCE_S)
    monkeypatch.setattr(handover, "STOP_S", PATIENCE_S)


class OtherLogin:
    """A `tests.journal.login_process`.

    Args:
        folder: of the logs.
    """

    def __init__(self, folder: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "tests.journal.login_process", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self._to, self._from = self.child.stdin, self.child.stdout
        self._rest = b""
        self._told: list[dict[str, Any]] = []
        assert self.answer() == "ok"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        self._to.close()
        self._from.close()

    def ask(self, *command: object) -> str:
        """Send a command, and return "ok" or why it failed."""
        self.send(*command)
        return self.answer()

    def send(self, *command: object) -> None:
        self._to.write(" ".join(map(str, command)).encode() + b"\n")
        self._to.flush()

    def told(self) -> list[dict[str, Any]]:
        """The events of its session that it has printed since the last call."""
        while select.select([self._from], [], [], 0)[0]:
            if not self._take_in():
                break
        told, self._told = self._told, []
        return told

    def signal(self, *numbers: signal.Signals) -> None:
        for number in numbers:
            self.child.send_signal(number)

    def stop(self) -> None:
        """Stop the process with SIGSTOP, and wait until it has stopped."""
        self.child.send_signal(signal.SIGSTOP)
        os.waitpid(self.child.pid, os.WUNTRACED)

    def kill(self) -> None:
        self.child.kill()
        self.child.wait()

    def answer(self) -> str:
        """Wait for the answer to the last command."""
        end = time.monotonic() + PATIENCE_S
        while True:
            line, found, rest = self._rest.partition(b"\n")
            if found:
                self._rest = rest
                if line.startswith(b"told "):
                    self._told.append(json.loads(line[5:]))
                    continue
                return line.decode()
            assert time.monotonic() < end, "no answer"
            if select.select([self._from], [], [], 0.1)[0]:
                assert self._take_in(), f"it ended: {self.child.wait()}"

    def _take_in(self) -> bool:
        """Read what it has printed, and collect the events from it. False at the end of its output."""
        data = os.read(self._from.fileno(), 65536)
        *lines, rest = (self._rest + data).split(b"\n")
        self._told += [json.loads(line[5:]) for line in lines if line.startswith(b"told ")]
        self._rest = b"".join(line + b"\n" for line in lines if not line.startswith(b"told ")) + rest
        return bool(data)


def write_request(folder: Path, uid: str = "s1", **changed: Any) -> None:
    """Write the request for a session of this process that another login would write.

    `changed` replaces fields of it, to make a request that is not a good one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = os.urandom(4).hex()
    request = {"mark": mark, "whom": this_process(), "who": this_process(), "at_s": time.monotonic(), **changed}
    (folder / f"{uid}.take").write_bytes(encode(MAGIC, FORMAT, request) + b"\nrest of an older one")
