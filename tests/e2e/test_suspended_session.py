"""A session whose process is stopped and continued: the time of the stop doesn't count and gives no cue."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from l5tui.domain.safety.questions import ANSWER_DELAY_S
from l5tui.engine.events import Jumped, Passed, Paused
from l5tui.engine.plan import SegmentKind
from l5tui.journal.sessionlog.session_log import InterruptedSession
from tests.e2e.session_steps import LATE_S, progress_of, session_log, through_the_notice, until_logged
from tests.e2e.terminal import DEADLINE_S, Terminal, children_of, nothing_new, press_until

pytestmark = pytest.mark.long

SPEED = 4
STOPPED_S = 3.0
ROUTINE = "core_strength"


def walk_to(terminal: Terminal, home: Path, index: int) -> None:
    """To the start of a segment, one step at a time, for keys that come at once are dropped."""
    second = next(at for at, one in enumerate(session_log(home).plan.segments) if one.kind is SegmentKind.MOVE_ON)
    while (at := progress_of(session_log(home)).index) < index:
        before = len(session_log(home).events)
        terminal.press("shift+right" if at < second <= index else "right")
        until_logged(home, lambda left, before=before: len(left.events) > before, f"a step on from {at}", terminal)  # type: ignore[misc]
        time.sleep(0.05)


@contextmanager
def running(home: Path, *options: str, speed: int = SPEED) -> Iterator[Terminal]:
    """A session at its first segment."""
    with Terminal("start", ROUTINE, "--speed", str(speed), *options) as terminal:
        through_the_notice(terminal)
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("4", "enter")
        until_logged(home, lambda left: progress_of(left).started, "it begins", terminal)
        terminal.until(lambda _: bells(terminal.raw) > 0)
        yield terminal


def bells(written: bytes | bytearray) -> int:
    """How often it rang; a control string may end with the same sign."""
    return re.sub(rb"\x1b\][^\a\x1b]*\a", b"", written).count(b"\a")


def assert_none_of_it_counted(home: Path, before: InterruptedSession, since: float, terminal: Terminal) -> None:
    """Since the moment at which `before` was read, no more than late looks have counted, and no bell was extra.

    All bells are counted, since the one for an end that `before` has may ring after the stop.

    Args:
        home: whose session.
        before: the session's log right before it was stopped.
        since: when that was.
        terminal: where it is shown.
    """
    counted_s = time.monotonic() - since
    after = until_logged(home, lambda left: isinstance(left.events[-1], Paused), "it stands still", terminal)
    was, now = progress_of(before), progress_of(after)
    last_look_s = max(0.0, counted_s - STOPPED_S) + LATE_S
    assert now.active_ms - was.active_ms <= last_look_s * SPEED * 1000, (counted_s, after.events[-6:])
    terminal.until(lambda screen: "Space goes on" in screen or "space go on" in screen)  # the latter in floor mode
    begun = 1 + sum(isinstance(event, Passed | Jumped) for event in after.events)
    assert bells(terminal.raw) <= begun, "a bell for each segment that began, and no other"


@pytest.mark.parametrize("kind", ["get_ready", "move_on", "reach", "hold", "return", "switch", "rest"])
def test_a_stop_in_any_kind_of_segment_pauses_the_session_there(home: Path, kind: str) -> None:
    with running(home) as terminal:
        left = session_log(home)
        wanted = next(at for at, one in enumerate(left.plan.segments) if kind in (one.kind.value, one.phase))
        walk_to(terminal, home, wanted)
        before, since = session_log(home), time.monotonic()
        os.kill(terminal.child.pid, signal.SIGSTOP)
        time.sleep(STOPPED_S)
        os.kill(terminal.child.pid, signal.SIGCONT)
        assert_none_of_it_counted(home, before, since, terminal)


def test_a_long_stop_at_a_high_speed_completes_no_exercise(home: Path) -> None:
    """A stop of six seconds at a speed of fifty: five minutes of session."""
    with running(home, speed=50) as terminal:
        os.kill(terminal.child.pid, signal.SIGSTOP)
        before = session_log(home)
        time.sleep(6)
        os.kill(terminal.child.pid, signal.SIGCONT)
        after = until_logged(home, lambda left: isinstance(left.events[-1], Paused), "it stands still", terminal)
        assert progress_of(after).active_ms - progress_of(before).active_ms <= LATE_S * 50 * 1000


def test_a_stop_in_floor_mode_pauses_the_session(home: Path) -> None:
    with running(home) as terminal:
        terminal.press("z")
        before, since = session_log(home), time.monotonic()
        os.kill(terminal.child.pid, signal.SIGSTOP)
        time.sleep(STOPPED_S)
        os.kill(terminal.child.pid, signal.SIGCONT)
        assert_none_of_it_counted(home, before, since, terminal)


def test_a_debugger_that_holds_the_process_counts_as_a_stop(home: Path) -> None:
    """No signal reports it; the program neither ran nor waited to run."""
    with running(home) as terminal:
        before, since = session_log(home), time.monotonic()
        with held_by_a_debugger(terminal.child.pid):
            time.sleep(STOPPED_S)
        assert_none_of_it_counted(home, before, since, terminal)


def test_a_frozen_container_counts_as_a_stop(home: Path) -> None:
    freezer = Path("/sys/fs/cgroup/freezer/l5tui-test")
    try:
        freezer.mkdir(exist_ok=True)
    except OSError:
        pytest.skip("no freezer here")
    try:
        with running(home) as terminal:
            (freezer / "cgroup.procs").write_text(str(terminal.child.pid), encoding="ascii")
            before, since = session_log(home), time.monotonic()
            (freezer / "freezer.state").write_text("FROZEN", encoding="ascii")
            try:
                time.sleep(STOPPED_S)
            finally:
                (freezer / "freezer.state").write_text("THAWED", encoding="ascii")
            assert_none_of_it_counted(home, before, since, terminal)
    finally:
        with suppress(OSError):
            freezer.rmdir()


def test_a_busy_machine_does_not_count_as_a_stop(home: Path) -> None:
    """Several programs for each processor want to run all the time."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4 * (os.cpu_count() or 1))]
    try:
        with running(home) as terminal:
            end = time.monotonic() + 10
            while time.monotonic() < end:
                terminal.read(0.05)
            events = session_log(home).events
            assert not [event for event in events if isinstance(event, Paused)], events[-8:]
    finally:
        for one in busy:
            one.kill()
            one.wait()


@pytest.mark.parametrize("keys", ["a pipe", "a terminal"])
def test_a_stop_pauses_a_plain_session_where_it_was(home: Path, keys: str) -> None:
    options = ["start", "bird dog", "--plain", "--speed", str(SPEED)]
    if keys == "a terminal":
        command = [sys.executable, "-m", "l5tui", *options]
    else:
        feed = "printf 'r\\nn\\n4\\n\\n'; sleep 1000"
        command = ["bash", "-c", f"({feed}) | exec {sys.executable} -m l5tui {' '.join(repr(one) for one in options)}"]
    with Terminal(command=command, size=(100, 60)) as terminal:
        if keys == "a terminal":
            terminal.until("go on")
            terminal.press("r")
            nothing_new_in_lines(terminal)
            terminal.press("4", "enter", "enter")
        until_logged(home, lambda left: progress_of(left).started, "it begins", terminal)
        pid = terminal.child.pid if keys == "a terminal" else of_group(terminal.child.pid)
        before, since = session_log(home), time.monotonic()
        os.kill(pid, signal.SIGSTOP)
        time.sleep(STOPPED_S)
        os.kill(pid, signal.SIGCONT)
        after = until_logged(home, lambda left: isinstance(left.events[-1], Paused), "it stands still", terminal)
        limit_s = time.monotonic() - since - STOPPED_S + LATE_S
        assert progress_of(after).active_ms - progress_of(before).active_ms <= limit_s * SPEED * 1000
        terminal.until("Paused, ")


def test_a_plain_session_continued_in_the_background_waits_without_output(home: Path) -> None:
    command = f"{sys.executable} -m l5tui start 'bird dog' --plain"
    with Terminal(command=["bash", "--norc", "-i"], env={"PS1": "ready> "}, size=(100, 60)) as shell:
        shell.until("ready>")
        shell.press(command, "enter")
        shell.until("go on")
        shell.press("r")
        nothing_new_in_lines(shell)
        shell.press("4", "enter", "enter")
        until_logged(home, lambda left: progress_of(left).started, "it begins", shell)
        (pid,) = children_of(shell.child.pid)
        os.kill(pid, signal.SIGSTOP)
        shell.until("Stopped")
        shell.press("kill -CONT %1; sleep 1; jobs; echo th''at", "enter")
        shell.until("\nthat")
        shell.press("echo th''is", "enter")
        shell.until("\nthis")
        assert shell.text.count("Stopped") == 1
        assert "Running" in shell.text
        shell.press("fg", "enter")
        until_logged(home, lambda left: isinstance(left.events[-1], Paused), "it stands still", shell)
        shell.until("Paused, ")
        press_until(shell, "q", "End here?")  # what is typed before the program has the terminal again is let go of


def nothing_new_in_lines(terminal: Terminal) -> None:
    """Answer the recheck. It takes no answer in its first moment."""
    terminal.until("nothing new")
    time.sleep(2 * ANSWER_DELAY_S)
    press_until(terminal, "n", "right now")


def of_group(leader: int) -> int:
    """The process of l5tui that a shell has started."""
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        for pid in children_of(leader):
            with suppress(OSError):
                if b"l5tui" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
                    return pid
        time.sleep(0.02)
    raise AssertionError("it never started")


@contextmanager
def held_by_a_debugger(pid: int) -> Iterator[None]:
    """Hold a process as a debugger does, all of its threads."""
    seize, interrupt, detach = 0x4206, 0x4207, 17
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    tasks = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir()]
    for task in tasks:
        if libc.ptrace(seize, task, None, None):
            pytest.skip("no debugger may hold it here")
    for task in tasks:
        libc.ptrace(interrupt, task, None, None)
        os.waitpid(task, 0x40000000)  # whatever thread it is
    try:
        yield
    finally:
        for task in tasks:
            libc.ptrace(detach, task, None, None)
