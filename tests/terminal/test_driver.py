"""The driver in a real pty: end of input, stalled output, ctrl+z and fg, and unusual window sizes."""

from __future__ import annotations

import os
import pty
import signal
import time
from pathlib import Path
from typing import Final

import pytest

from l5tui.config.errors import ExitStatus
from l5tui.terminal.driver import HUNG_UP
from l5tui.terminal.input_tokenizer import QUIET_S
from l5tui.terminal.presence import ANSWER, ASK
from tests.e2e.terminal import DEADLINE_S, children_of
from tests.terminal.sample_app_terminal import Pace, SampleAppTerminal, switched

KILL_IT = "kill %1; while kill -0 %1 2>/dev/null; do sleep 0.02; done; jobs"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_quitting_restores_the_terminal(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("t", "q")
        assert sample.ended()[0] == 0
        sample.drain()
        assert sample.left_on() == set()
        assert sample.attributes() == sample.before
        assert sample.notes[-1] == "ended"


# Standard input that ends


def test_the_end_of_input_ends_the_app_without_using_the_processor(log: Path) -> None:
    """Keys and screen are two terminals here, and the one with the keys closes without a signal."""
    master, slave = pty.openpty()
    with SampleAppTerminal(log, keys=os.ttyname(slave)) as sample:
        os.close(slave)
        sample.ready()
        os.write(master, b"xy")
        sample.until("typed xy.")
        os.close(master)
        sample.noted("ended")
        assert sample.ended()[0] == HUNG_UP == 129
        sample.drain()
        assert sample.notes[-2:] == ["input-ended", "ended"]
        assert sample.notes.count("input-ended") == 1
        assert sample.left_on() == set()


def test_a_hang_up_that_sends_no_signal_ends_the_app_too(log: Path) -> None:
    """Under `nohup`, or without a controlling terminal, the end of the input is the only sign."""
    with SampleAppTerminal(log, ignoring="HUP") as sample:
        sample.ready()
        sample.close_window()
        assert sample.ended()[0] == HUNG_UP
        assert sample.notes[-2:] == ["input-ended", "ended"]
        assert sample.notes.count("input-ended") == 1


def test_an_escape_alone_is_the_escape_key_and_invalid_bytes_are_dropped(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("esc")
        sample.noted("key-escape")
        sample.press("up")
        sample.noted("key-up")
        assert sample.notes.count("key-escape") == 1
        os.write(sample.child.child_fd, b"a\xff\xc3(c")
        sample.until("(c.")


def test_unreadable_input_is_a_fault_and_not_the_end_of_input(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("e")
        sample.noted("key-e")
        sample.press("x")  # wakes the reading, which still waits for the terminal
        assert sample.ended()[0] == ExitStatus.FAULT
        assert "input-failed-IsADirectoryError" in sample.notes
        assert "input-ended" not in sample.notes
        sample.drain()
        assert sample.left_on() == set()


def test_a_terminal_report_is_posted_and_is_no_key(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("\x1b[?62;22c", "\x1b]11;rgb:dddd/dddd/dddd\x1b\\", "\x1b[0n", "z")
        sample.noted("key-z")
        answers = ["answered-[?62;22c", "answered-]", "answered-[0n"]
        assert [note for note in sample.notes if note.startswith(("answered", "key"))] == [*answers, "key-z"]


@pytest.mark.long
def test_an_incomplete_sequence_does_not_block_the_next_key(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready()
        for count, torn in enumerate(["\x1bP>|abcq", "\x1b]11;rgb:dd", "\x1b[1;", "\x1b[106;1:3u", "\x1b[1114112u"], 1):
            sample.press(torn)
            sample.until_read()
            time.sleep(2 * QUIET_S)  # the time is what is tested: after it, no byte belongs to it
            sample.press("z")
            sample.noted("key-z", times=count)
        assert {note for note in sample.notes if note.startswith("key")} == {"key-z"}


@pytest.mark.long
def test_an_unfinished_paste_becomes_text_and_later_keys_are_keys(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("\x1b[200~abc")
        sample.noted("pasted-abc")
        sample.press("z")
        sample.noted("key-z")
        assert sample.notes.count("key-z") == 1


# The mouse's wheel, which many terminals turn into arrows

WHEEL_IS_ON = "\x1b[?1007;1$y"


def test_the_arrow_keys_of_the_wheel_are_switched_off_and_on_again(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready()
        assert b"\x1b[?1007$p" in sample.raw
        sample.press(WHEEL_IS_ON, "w")
        sample.wait_for(lambda: bytes(sample.raw).count(b"\x1b[?1007s\x1b[?1007l") == 1, "it was never put off")
        sample.press("v")
        sample.wait_for(lambda: bytes(sample.raw).count(b"\x1b[?1007r") == 1, "it was never put back")
        sample.press("w", "q")
        assert sample.ended()[0] == 0
        sample.drain()
        assert bytes(sample.raw).count(b"\x1b[?1007r") == 2
        assert sample.left_on() == set()


@pytest.mark.long
@pytest.mark.parametrize("answer", ["", "\x1b[?1007;0$y", "\x1b[?1007;2$y", "\x1b[?1007;4$y"])
def test_the_wheel_mode_is_not_changed_unless_the_terminal_reports_it(log: Path, answer: str) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press(answer, "w", "v", "w", "q")
        assert sample.ended()[0] == 0
        sample.drain()
        assert not any(switch in sample.raw for switch in (b"?1007s", b"?1007l", b"?1007r", b"?1007h"))


@pytest.mark.long
def test_the_wheel_mode_is_restored_while_the_app_is_stopped(log: Path) -> None:
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready().press("w", WHEEL_IS_ON)  # the answer may come later than the wish
        sample.wait_for(lambda: b"\x1b[?1007l" in sample.raw, "it was never put off")
        sample.press("ctrl+z")
        sample.until("Stopped")
        assert b"\x1b[?1007r" in sample.raw
        assert "?1007" not in sample.left_on()
        sample.press("fg", "enter")
        sample.noted("resumed")
        sample.press(WHEEL_IS_ON)
        sample.wait_for(lambda: bytes(sample.raw).count(b"\x1b[?1007l") == 2, "it was not put off again")
        sample.press("q")
        sample.noted("ended")
        sample.until("$")
        assert "?1007" not in sample.left_on()


@pytest.mark.long
def test_after_a_signal_the_wheel_mode_is_restored(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press(WHEEL_IS_ON, "w")
        sample.wait_for(lambda: b"\x1b[?1007l" in sample.raw, "it was never put off")
        assert sample.end(signal.SIGTERM)[0] == 128 + signal.SIGTERM
        sample.drain()
        assert b"\x1b[?1007r" in sample.raw
        assert sample.left_on() == set()


# A line that takes nothing


def test_during_a_stalled_output_keys_work_and_afterwards_the_screen_is_complete(log: Path) -> None:
    """More output waits than the queue holds, so afterwards the whole screen has to be redrawn."""
    with SampleAppTerminal(log, "--stalled-after", "0.3", size=(120, 40)) as sample:
        sample.ready().press("f")
        sample.noted("stalled", reading=False)
        sample.press("x")
        sample.noted("key-x", reading=False)
        sample.press("s")
        sample.noted("key-s", reading=False)
        sample.noted("flows")
        sample.press("z")
        sample.until("typed fxsz.")
        assert "#" not in sample.text
        assert "size 120x40" in sample.text
        assert sample.notes.count("stalled") == 1


@pytest.mark.long
def test_quitting_with_a_stalled_output_takes_no_longer_than_its_time_limit(log: Path) -> None:
    with SampleAppTerminal(log, "--stalled-after", "0.2") as sample:
        sample.ready().press("f")
        sample.noted("stalled", reading=False)
        sample.press("q")
        status, took = sample.ended()
        sample.drain()
        assert status == 0
        assert took < 2.5
        assert sample.left_on() == set()
        assert sample.attributes() == sample.before


@pytest.mark.long
def test_output_that_waits_five_seconds_is_stalled(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("f")
        sample.noted("floods")
        began, pace = time.monotonic(), Pace(0.05)
        sample.noted("stalled", reading=False, pace=pace)
        assert time.monotonic() - began >= 5.0
        assert pace.seconds < 7.0


# ctrl+z and fg


def test_ctrl_z_restores_the_terminal_and_fg_redraws_the_screen(log: Path) -> None:
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready().press("ctrl+z")
        sample.until("Stopped")
        assert sample.notes[-1] == "paused"
        assert sample.left_on() <= {"?2004"}  # bash's own bracketed paste
        sample.resize(100, 30)
        before = len(sample.raw)
        sample.press("bg; sleep 0.5; jobs; echo th''at", "enter")  # continued where it may not draw, it waits
        sample.until("\nthat")
        sample.until("Running")
        assert "Stopped" not in bytes(sample.raw[before:]).decode()
        assert "resumed" not in sample.notes
        assert_nothing_of_the_app(bytes(sample.raw[before:]))
        sample.screen.reset()
        sample.press("fg", "enter")
        sample.noted("resumed")
        sample.until(lambda text: "sample app ready" in text and "size 100x30" in text)
        sample.press("x")
        sample.until("typed x.")
        sample.press("q")
        sample.noted("ended")


@pytest.mark.long
def test_input_typed_in_the_shell_is_no_key_after_fg(log: Path) -> None:
    """It is in the terminal's input already when the shell reads `fg`."""
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready().press("ctrl+z")
        sample.until(lambda text: "Stopped" in text and "\n$" in text)
        sample.press("fg\rzz\x1b]11;rgb:dddd/dddd/dddd\x1b\\z")
        sample.noted("resumed")
        sample.press("x")
        sample.noted("key-x")
        assert [note for note in sample.notes if note.startswith(("key", "answered"))] == ["key-x"]


def assert_nothing_of_the_app(written: bytes) -> None:
    """Only what the shell and its commands write: no bell, no mode of ours, no picture."""
    assert b"\a" not in written
    assert {mode for mode in switched(written) if not mode.startswith("?2004")} == set()
    assert b"sample app ready" not in written


@pytest.mark.long
def test_an_app_continued_in_the_background_waits_without_using_the_terminal(log: Path) -> None:
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready()
        (job,) = children_of(sample.child.pid)
        os.kill(job, signal.SIGSTOP)
        sample.until("Stopped")
        sample.press("stty -a > /dev/null; kill -CONT %1; sleep 0.5; jobs; echo th''at", "enter")
        sample.noted("paused")
        sample.until("\nthat")
        sample.until("Running")
        assert bytes(sample.raw).count(b"Stopped") == 1, "the shell tells of it once"
        sample.press("echo typed in the sh''ell", "enter")
        sample.until("\ntyped in the shell")
        assert not [note for note in sample.notes if note.startswith("key")], "keys are the shell's"
        assert sample.left_on() <= {"?2004"}
        sample.screen.reset()
        sample.press("fg", "enter")
        sample.noted("resumed")
        sample.until("sample app ready")
        sample.press("x")
        sample.until("typed x.")
        sample.press("q")
        sample.noted("ended")


def test_an_app_killed_while_stopped_does_not_change_the_shells_terminal(log: Path) -> None:
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready().press("ctrl+z")
        sample.until("Stopped")
        sample.press(KILL_IT, "enter")
        sample.until("Exit 143")
        assert "saved" in sample.notes
        sample.press("stty -a | grep -o ' icanon' && stty -a | grep -o ' echo '", "enter")
        sample.until(lambda text: "\nicanon" in text.replace(" ", "") and "\necho" in text.replace(" ", ""))


def test_ctrl_z_without_a_job_control_shell_does_not_stop_the_app(log: Path) -> None:
    """As in a window of its own, or over `ssh host l5tui`; Textual's own driver would freeze there."""
    with SampleAppTerminal(log) as sample:
        sample.ready().press("ctrl+z")
        sample.noted("resumed")
        assert sample.notes.count("paused") >= 1
        sample.press("x")
        sample.until(lambda text: "typed x." in text and "size 80x24" in text)


@pytest.mark.long
def test_after_kill_stop_and_continue_the_screen_is_redrawn(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready()
        os.kill(sample.child.pid, signal.SIGSTOP)
        sample.wait_for(lambda: sample.state() == "T", "it never stopped")
        sample.screen.reset()
        os.kill(sample.child.pid, signal.SIGCONT)
        sample.noted("resumed")
        sample.until(lambda text: "sample app ready" in text and "size 80x24" in text)
        sample.press("q")
        sample.noted("ended")
        sample.drain()
        assert sample.left_on() == set()


@pytest.mark.long
def test_input_typed_while_the_app_is_stopped_is_no_key(log: Path) -> None:
    """The input was meant for the shell, though the shell didn't read it."""
    with SampleAppTerminal(log) as sample:
        sample.ready()
        sample.insists = False
        for turn in range(1, 11):
            os.kill(sample.child.pid, signal.SIGSTOP)
            sample.wait_for(lambda: sample.state() == "T", "it never stopped")
            sample.press("d")
            sample.wait_for(lambda: sample.unread() > 0, "it never came")
            os.kill(sample.child.pid, signal.SIGCONT)
            sample.noted("resumed", times=turn)
        sample.press("x")
        sample.until(lambda text: "typed " in text)
        assert "typed x." in sample.text


@pytest.mark.long
@pytest.mark.parametrize("turn", range(20))
def test_an_app_stopped_many_times_ends_when_killed_while_stopped(log: Path, turn: int) -> None:
    """Shells terminate and continue a job at once; the app must not stop again before it has ended."""
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready().press("ctrl+z")
        sample.until("Stopped")
        sample.press(KILL_IT, "enter")
        sample.until("Exit 143")


@pytest.mark.long
@pytest.mark.parametrize("turn", range(5))
def test_the_screen_is_complete_after_many_stops(log: Path, turn: int) -> None:
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready()
        for time_round in range(1, 6):
            sample.press("ctrl+z")
            sample.until(lambda text: "Stopped" in text and "$" in text)
            sample.screen.reset()
            sample.press("fg", "enter")
            sample.noted("resumed", times=time_round)
            sample.until("sample app ready")


# Whether anybody is there


GOT: Final = "sleep 0.5; IFS= read -r -s -t 1 -n 9 rest; echo got:${#rest}."
"""Says how much stands in the terminal's input."""


@pytest.mark.long
@pytest.mark.parametrize("late_s", [0.15, 0.5], ids=["a long line", "a very long line"])
@pytest.mark.parametrize("how", ["q", "TERM"])
def test_a_terminal_answer_that_arrives_at_the_end_is_not_left_for_the_shell(
    log: Path, how: str, late_s: float
) -> None:
    """A shell that reads its input between two commands would consume it, so both commands are in one line."""
    with SampleAppTerminal(log, then=GOT) as sample:
        sample.ready()
        (job,) = children_of(sample.child.pid)
        sample.press("a")
        sample.wait_for(lambda: ASK.encode() in sample.raw, "it never asked")
        began = time.monotonic()
        os.kill(job, signal.SIGTERM) if how == "TERM" else sample.press(how)
        time.sleep(late_s)
        sample.press(ANSWER)
        if time.monotonic() - began > 0.75:
            pytest.skip("the machine is too busy to answer in time")
        sample.until("got:")
        assert "got:0." in sample.text


@pytest.mark.long
def test_a_slow_terminal_answer_is_awaited_at_the_end_and_at_ctrl_z(log: Path) -> None:
    with SampleAppTerminal(log, as_job=True) as sample:
        sample.ready()
        for times in (1, 2):
            sample.press("a")
            sample.wait_for(lambda times=times: sample.raw.count(ASK.encode()) == times, "it never asked")  # type: ignore[misc]
            if times == 2:
                sample.press("ctrl+z")
            time.sleep(0.5)
            sample.press(ANSWER)
            if times == 2:
                sample.until("Stopped")
                sample.press("fg", "enter")
            sample.noted(f"answered-{ANSWER[1:]}", times=times)


@pytest.mark.long
def test_a_terminal_that_does_not_answer_delays_the_end_only_briefly(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("a")
        sample.wait_for(lambda: ASK.encode() in sample.raw, "it never asked")
        pace = Pace(0.05)
        sample.press("q")
        sample.noted("ended", pace=pace)
        assert pace.seconds < 3


@pytest.mark.long
def test_the_answer_to_the_status_request_is_recognised_and_is_no_key(log: Path) -> None:
    with SampleAppTerminal(log) as sample:
        sample.ready().press("a")
        sample.wait_for(lambda: ASK.encode() in sample.raw, "it never asked")
        sample.press("x", ANSWER, "y")
        sample.until("typed axy.")
        assert [note for note in sample.notes if note.startswith("key")] == ["key-a", "key-x", "key-y"]
        assert f"answered-{ANSWER[1:]}" in sample.notes


# Windows


def test_a_window_without_cells_counts_as_80x24_or_its_last_size(log: Path) -> None:
    """Serial lines and some containers report no size. COLUMNS and LINES of the environment are ignored."""
    with SampleAppTerminal(log, size=(80, 24), window=(0, 0), env={"COLUMNS": "200", "LINES": "100"}) as sample:
        sample.until("size 80x24")
        sample.resize(60, 20)
        sample.until("size 60x20")
        sample.child.setwinsize(0, 20)
        sample.press("x")
        sample.until(lambda text: "typed x." in text and "size 60x20" in text)
        sample.resize(70, 21)
        sample.until("size 70x21")


@pytest.mark.long
def test_an_idle_app_hardly_wakes_up(log: Path) -> None:
    """Stock Textual wakes ten times a second to poll for keys."""
    with SampleAppTerminal(log) as sample:
        sample.ready()
        began, switches, written = time.monotonic(), sample.switches(), len(sample.raw)
        end = began + DEADLINE_S
        while time.monotonic() - began < 4:
            assert time.monotonic() < end, "it never stopped drawing"
            if len(sample.raw) > written:  # it is still starting
                began, switches, written = time.monotonic(), sample.switches(), len(sample.raw)
            sample.read(0.1)
        assert (sample.switches() - switches) / 4 <= 2
