"""Over a real SSH server on loopback, and inside tmux, a dropped or stalled connection loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from l5tui.engine.events import Paused, Resumed
from tests.e2e.session_steps import LATE_S, begin, check_out, live, progress_of, session_log, sessions, until_logged
from tests.e2e.ssh_server import Server, sessions_run_by
from tests.e2e.terminal import Terminal, wait_for

pytestmark = pytest.mark.long


def resume_and_end(terminal: Terminal) -> None:
    terminal.until("This session was cut off")
    terminal.press("enter")
    terminal.until("Space goes on")
    terminal.press("q")
    terminal.until("Stopping is fine")
    terminal.press("enter")
    check_out(terminal, "3")


def test_after_the_client_is_killed_the_next_login_resumes_the_session(server: Server, home: Path) -> None:
    with Terminal(command=server.login("start", "bird dog")) as terminal:
        begin(terminal, first=True)
        terminal.child.kill(signal.SIGKILL)
        terminal.child.wait()
    wait_for(lambda: not sessions_run_by(home), "the session to end")
    with Terminal(command=server.login()) as terminal:
        resume_and_end(terminal)
        terminal.until_end()
    (entry,) = sessions()
    assert (entry["status"], entry["before"]["pain"], entry["after"]["pain"]) == ("partial", 4, 3)
    assert entry["active_s"] >= 10


def test_a_stalled_connection_pauses_the_session(server: Server, home: Path) -> None:
    """The client is stopped, so it reads no output; later it is killed, and the next login resumes the session."""
    with Terminal(command=server.login("start", "bird dog", "--speed", "5")) as terminal:
        begin(terminal, first=True)
        terminal.child.kill(signal.SIGSTOP)
        log = next(live(home).glob("*.log"))
        wait_for(lambda: b'"paused"' in log.read_bytes() or _still(log), "it to stand still", 90)
        terminal.child.kill(signal.SIGKILL)
        terminal.child.wait()
    wait_for(lambda: not sessions_run_by(home), "the session to end")
    with Terminal(command=server.login()) as terminal:
        resume_and_end(terminal)
        terminal.until_end()
    (entry,) = sessions()
    assert entry["after"]["pain"] == 3


def test_with_a_frozen_client_no_time_counts_after_its_last_answer(server: Server, home: Path) -> None:
    """The connection accepts output for minutes. When thawed, the session continues where the person was last seen."""
    with Terminal(command=server.login("start", "bird dog")) as terminal:
        terminal.answers_status = True
        begin(terminal, first=True)
        until_logged(home, lambda left: progress_of(left).active_ms > 25_000, "two answers", terminal, deadline_s=90)
        terminal.child.kill(signal.SIGSTOP)
        frozen, at = session_log(home), time.monotonic()
        left = until_logged(home, lambda left: isinstance(left.events[-1], Paused), "nobody is there", deadline_s=90)
        took = time.monotonic() - at
        paused = left.events[-1]
        assert isinstance(paused, Paused)
        assert paused.since is not None
        before, now = progress_of(frozen), progress_of(left)
        asked_late, noted_late = 4000, 1000 + 1000 * LATE_S
        assert before.active_ms - 10_000 - asked_late <= now.active_ms <= before.active_ms + noted_late
        assert 20_000 <= paused.at - paused.since < 30_000, "twenty seconds after the last answer, by its own clock"
        assert took > 8, "the last answer may be ten seconds old"
        time.sleep(3)
        assert session_log(home).events[-1] == paused, "nor is anything counted later"
        terminal.child.kill(signal.SIGCONT)
        terminal.until("Nobody answered. Space goes on.", 60)
        went_on = time.monotonic()
        terminal.press("space")
        until_logged(
            home, lambda now: any(isinstance(one, Resumed) for one in now.events[len(left.events) :]), "on", terminal
        )
        terminal.press("ctrl+c")
        terminal.until("Close l5tui?")
        terminal.press("enter")
        terminal.until_end()
    (entry,) = sessions()
    assert entry["paused_s"] >= took
    assert entry["active_s"] <= now.active_ms / 1000 + time.monotonic() - went_on


def _still(log: Path) -> bool:
    """Whether the session wrote its end: a small window's worth of bytes may never fill the line."""
    return b'"ended"' in log.read_bytes()


def test_a_sigterm_while_the_connection_is_stalled_ends_the_app_in_time(server: Server, home: Path) -> None:
    with Terminal(command=server.login("start", "bird dog")) as terminal:
        begin(terminal, first=True)
        terminal.child.kill(signal.SIGSTOP)
        (pid,) = sessions_run_by(home)
        os.kill(pid, signal.SIGTERM)
        wait_for(lambda: not sessions_run_by(home), "the session to end")
        terminal.child.kill(signal.SIGCONT)
    with Terminal(command=server.login()) as terminal:
        terminal.until("This session was cut off")


def test_a_session_continues_after_tmux_detaches_and_attaches(tmp_path: Path, home: Path) -> None:
    tmux = shutil.which("tmux")
    assert tmux, "tmux is installed by .ci/run"
    base = [tmux, "-L", "l5tui-test", "-f", "/dev/null"]
    env = {**os.environ, "TMUX_TMPDIR": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = f"{sys.executable} -m l5tui start 'bird dog'"
    try:
        with Terminal(command=[*base, "new", "-s", "mat", command], env={"TMUX_TMPDIR": str(tmp_path)}) as first:
            begin(first, first=True)
            subprocess.run([*base, "detach-client", "-s", "mat"], env=env, check=True, timeout=60)
            first.until_end()
        with Terminal(command=[*base, "attach", "-t", "mat"], env={"TMUX_TMPDIR": str(tmp_path)}) as again:
            again.until("of 10")
            again.press("space")
            again.until("Space goes on")
            again.press("ctrl+c")
            again.until("Close l5tui?")
            again.press("enter")
            again.until_end()
    finally:
        subprocess.run([*base, "kill-server"], env=env, check=False, timeout=60, capture_output=True)
    (entry,) = sessions()
    assert entry["status"] == "interrupted"
    assert entry["active_s"] >= 10
