"""A signal ends the app in a real pty: saved, with the terminal restored, and in time, whatever hangs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from l5tui.terminal.restore import switch_off
from l5tui.terminal.signals import ENDING, LEAST_SETTLE_S, RESTORE_S, SAVE_S, SignalHandler
from tests.terminal.sample_app_terminal import ROOT, Pace, SampleAppTerminal

IN_TIME_S = 1.5
NAMES = [number.name for number in ENDING]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.mark.parametrize("name", NAMES)
def test_a_signal_ends_the_app_with_everything_saved_and_the_terminal_restored(log: Path, name: str) -> None:
    """The app draws as fast as it can; nothing may be drawn after the terminal was restored."""
    with SampleAppTerminal(log) as sample:
        sample.ready().press("f")
        sample.until("drawn")
        _ends_well(sample, signal.Signals[name])


@pytest.mark.parametrize(("key", "state"), [("h", "hangs"), pytest.param("b", "busy", marks=pytest.mark.long)])
def test_the_app_ends_in_time_while_the_event_loop_hangs(log: Path, key: str, state: str) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press(key)
        sample.noted(state)
        _ends_well(sample, signal.SIGTERM)


@pytest.mark.parametrize("name", ["SIGHUP", *(pytest.param(name, marks=pytest.mark.long) for name in NAMES[1:])])
def test_the_app_ends_in_time_while_the_output_stalls_and_the_event_loop_hangs(log: Path, name: str) -> None:
    """Waiting output is dropped, so that the sequences that restore the terminal get through."""
    with SampleAppTerminal(log, "--stalled-after", "0.2") as sample:
        sample.ready().press("f")
        sample.noted("stalled", reading=False)
        sample.press("h")
        sample.noted("hangs", reading=False)
        _ends_well(sample, signal.Signals[name])


@pytest.mark.parametrize("how", ["hangs", "fails"])
def test_the_app_ends_in_time_with_a_message_if_saving_hangs_or_fails(log: Path, how: str) -> None:
    """The second signal is ignored: what comes meanwhile neither shortens the saving nor changes the status."""
    with SampleAppTerminal(log, "--bare", "--save", how) as sample:
        sample.ready()
        pace = Pace(0.05)
        os.kill(sample.child.pid, signal.SIGTERM)
        if how == "hangs":
            sample.noted("saves", reading=False, pace=pace)
            for number in ENDING:
                os.kill(sample.child.pid, number)
        status, took = sample.ended(pace)
        sample.drain()
        assert status == 128 + signal.SIGTERM
        assert took < IN_TIME_S
        assert sample.notes[1:] == ["saves"]
        assert b"before everything could be saved" in sample.raw


@pytest.mark.long
def test_the_app_ends_in_time_if_everything_hangs_at_once(log: Path) -> None:
    with SampleAppTerminal(log, "--save", "hangs", "--stalled-after", "0.2") as sample:
        sample.ready().press("f")
        sample.noted("stalled", reading=False)
        sample.press("h")
        sample.noted("hangs", reading=False)
        status, took = sample.end(signal.SIGTERM)
        sample.drain()
        assert status == 128 + signal.SIGTERM
        assert took < IN_TIME_S
        assert sample.left_on() == set()


def test_closing_the_window_ends_the_app_with_everything_saved(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready()
        sample.close_window()
        status, took = sample.ended()
        assert (status, took < IN_TIME_S) == (129, True), took
        assert "saved" in sample.notes


def test_the_time_limits_of_the_steps_fit_into_the_total() -> None:
    assert SAVE_S + LEAST_SETTLE_S + RESTORE_S <= IN_TIME_S - 0.25


def test_leaving_the_signal_handler_restores_everything() -> None:
    """Neither thread nor mask stays: a later signal ends the process as without the handler."""
    script = """
import os, signal, threading
from l5tui.terminal.signals import SignalHandler
before = signal.pthread_sigmask(signal.SIG_BLOCK, [])
with SignalHandler(lambda: print("saved", flush=True)):
    assert {1, 15, 3} <= signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.SIGUSR1 not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert threading.active_count() == 2
assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == before
assert threading.active_count() == 1
print("left", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
"""
    ended = _python(script)
    assert (ended.returncode, ended.stdout) == (-signal.SIGTERM, "left\n"), ended.stderr


def test_a_hang_up_after_the_app_has_ended_with_its_window_changes_nothing() -> None:
    """The window's end may be read before its signal comes, on a busy machine much earlier."""
    window, terminal = os.openpty()
    script = """
import contextlib, os, signal
from l5tui.terminal.signals import SignalHandler
with SignalHandler():
    print("began", flush=True)
    with contextlib.suppress(OSError):
        os.read(0, 1)
os.kill(os.getpid(), signal.SIGHUP)
print("left", flush=True)
raise SystemExit(7)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as ended:
        os.close(terminal)
        assert ended.stdout is not None
        assert ended.stdout.readline() == b"began\n"
        os.close(window)
        assert ended.stdout.read() == b"left\n"
    assert ended.returncode == 7


def test_without_a_terminal_a_signal_saves_and_ends_too() -> None:
    """The plain session may run in a pipe."""
    ended = _python(
        "import os\n"
        "from l5tui.terminal.signals import SignalHandler\n"
        "with SignalHandler() as guard:\n"
        "    guard.save_with(lambda: os.write(1, b'saved '))\n"
        "    guard.before_end(lambda: os.write(1, b'silent '))\n"
        "    os.kill(os.getpid(), 1)\n"
        "    while True: pass\n"
    )
    assert (ended.returncode, sorted(ended.stdout.split())) == (129, ["saved", "silent"]), ended.stderr


LOOKS = """
import os, signal, sys, time
from l5tui.terminal import signals
signals.SAVE_S = 6.0  # the order is what is tested, on a busy machine too
asked = []
def look():
    asked.append(1)
    how = sys.argv[1]
    if how == "hangs":
        time.sleep(60)
    if how == "slow":
        time.sleep(2)
    if how == "fails":
        raise OSError
    return None if how == "no" or len(asked) > 1 else done
def done():
    print("handed over", flush=True)
with signals.SignalHandler() as guard:
    guard.save_with(lambda: print("saved", flush=True))
    guard.handle_first(look)
    for number in (int(name) for name in sys.argv[2:]):
        os.kill(os.getpid(), number)
        end = time.monotonic() + 5
        while time.monotonic() < end and number == 15:
            time.sleep(0.01)
    time.sleep(60)
"""


@pytest.mark.long
@pytest.mark.parametrize(
    ("how", "signals", "said"),
    [
        ("at once", "15 15", ["handed over", "saved"]),
        ("slow", "15 1", ["saved", "handed over", "saved"]),
        ("no", "15", ["saved"]),
        ("fails", "15", ["saved"]),
        ("hangs", "15", ["saved"]),
        ("at once", "1", ["saved"]),
        ("at once", "3", ["saved"]),
    ],
)
def test_a_sigterm_that_is_a_request_does_not_end_the_app_and_every_other_signal_does(
    how: str, signals: str, said: list[str]
) -> None:
    """If handling the request hangs or fails, the signal ends the app, saved and in time."""
    began = time.monotonic()
    ended = _python(LOOKS, how, *signals.split())
    assert (ended.returncode, ended.stdout.split("\n")[:-1]) == (128 + int(signals.split()[-1]), said), ended.stderr
    assert time.monotonic() - began < 50, "it hangs for a minute"


def test_an_ignored_hang_up_stays_ignored() -> None:
    """This is what `nohup` asks for."""
    ended = _python(
        "import os, signal\n"
        "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from l5tui.terminal.signals import SignalHandler\n"
        "with SignalHandler(lambda: print('saved', flush=True)):\n"
        "    os.kill(os.getpid(), signal.SIGHUP)\n"
        "    print('goes on', flush=True)\n"
    )
    assert (ended.returncode, ended.stdout) == (0, "goes on\n"), ended.stderr


def test_the_signal_handler_refuses_to_start_where_it_cannot_work() -> None:
    import threading

    met: list[BaseException] = []

    def enter() -> None:
        try:
            with SignalHandler():
                pass
        except RuntimeError as error:
            met.append(error)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert "main" in str(met[0])


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("state", ["drawing", "stalling", "hanging"])
@pytest.mark.parametrize("turn", range(7))
def test_the_app_ends_in_time_at_many_different_moments(log: Path, name: str, state: str, turn: int) -> None:
    with SampleAppTerminal(log, "--stalled-after", f"{0.1 + turn / 30}") as sample:
        sample.ready().press("f")
        if state == "drawing":
            sample.wait_for(lambda: len(sample.raw) > 10_000 * turn, "it drew too few bytes")
        else:
            sample.noted("stalled", reading=False)
        if state == "hanging":
            sample.press("h")
            sample.noted("hangs", reading=False)
        _ends_well(sample, signal.Signals[name])


@pytest.mark.long
@pytest.mark.parametrize("turn", range(40))
def test_a_signal_during_the_start_ends_the_app(log: Path, turn: int) -> None:
    """The signals come at moments some hundredths of a second apart, from the handler's start on."""
    with SampleAppTerminal(log) as sample:
        sample.noted("guarded")
        sample.read(turn / 40)
        status, took = sample.end(signal.SIGHUP)
        sample.drain()
        assert status == 128 + signal.SIGHUP
        assert took < IN_TIME_S
        assert "saved" in sample.notes
        assert sample.left_on() == set()
        assert sample.attributes() == sample.before


def _ends_well(sample: SampleAppTerminal, number: signal.Signals) -> None:
    assert sample.left_on()
    status, took = sample.end(number)
    sample.drain()
    assert status == 128 + number
    assert took < IN_TIME_S
    assert sample.raw.endswith(switch_off().encode())
    assert "saved" in sample.notes
    assert sample.left_on() == set()
    assert sample.attributes() == sample.before


def _python(script: str, *given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, *given], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
