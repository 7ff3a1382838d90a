"""In these tests the safety questions are already answered, all with no; otherwise no session would begin."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.safety.safety_journal import put_full_check_all_no_at
from tests.e2e.ssh_server import Server, sessions_run_by


@pytest.fixture(autouse=True)
def answered_safety(home: Path) -> None:
    """A journal in the test's home with a full check of just now."""
    put_full_check_all_no_at(home)


@pytest.fixture
def server(tmp_path: Path, home: Path) -> Iterator[Server]:
    running = Server(tmp_path, home)
    try:
        yield running
    finally:
        running.stop()
        for pid in sessions_run_by(home):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
