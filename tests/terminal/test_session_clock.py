"""What the machine reports about stops and load."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from l5tui.terminal.session_clock import STOP_COUNTER, busy_s, session_clock
from l5tui.terminal.signals import SignalHandler


@pytest.mark.parametrize("text", [None, "", "1", "a b c"])
def test_without_schedstat_the_machine_counts_as_idle(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "schedstat"
    if text is not None:
        file.write_text(text, encoding="ascii")
    assert busy_s(str(file)) == 0


def test_running_and_waiting_to_run_are_both_busy(tmp_path: Path) -> None:
    file = tmp_path / "schedstat"
    file.write_text("1500000000 250000000 42\n", encoding="ascii")
    assert busy_s(str(file)) == 1.75


def test_a_thread_that_computes_is_busy_and_one_that_sleeps_isnt() -> None:
    """Whatever else the machine does, the thread either runs or waits to run, or does neither."""
    if threading.current_thread() is not threading.main_thread() or not busy_s():
        pytest.skip("the system doesn't tell")
    before, end = busy_s(), time.monotonic() + 0.3
    while time.monotonic() < end:
        pass
    assert busy_s() - before > 0.2
    slept: list[float] = []
    for _ in range(10):  # on a busy machine it waits to run again, which is to count
        before = busy_s()
        time.sleep(0.3)
        slept.append(busy_s() - before)
        if slept[-1] < 0.2:
            break
    assert min(slept) < 0.2


def test_a_stop_is_recognised_at_its_end_while_signals_are_handled() -> None:
    with SignalHandler():
        clock = session_clock(10, 5000)
        assert clock.read().at >= 5000
        before = STOP_COUNTER.count
        os.kill(os.getpid(), signal.SIGCONT)
        assert STOP_COUNTER.count == before + 1
        assert clock.read().gap
        assert not clock.read().gap
