"""Restoring the terminal: every mode that is switched on is switched off, even on a stalled or closed terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from l5tui.terminal import notification as notify
from l5tui.terminal import restore
from l5tui.terminal.restore import Terminal, switch_off, switch_on, write_within
from tests.e2e.terminal import DEADLINE_S
from tests.terminal.sample_app_terminal import SampleAppTerminal, changed_modes, switched

EACH_PICTURE = {"?2026h", "?2026l"}
"""Switched around every picture: how many there were when the app began to run is chance."""


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """The two ends of a pty: the person's and the program's."""
    master, slave = pty.openpty()
    yield master, slave
    for fd in (master, slave):
        os.close(fd)


@pytest.mark.parametrize("mouse", [True, False])
@pytest.mark.parametrize("keyboard", [True, False])
def test_switching_off_reverts_every_mode_that_was_switched_on(mouse: bool, keyboard: bool) -> None:
    on = switch_on(mouse=mouse, keyboard=keyboard)
    assert changed_modes(on.encode())
    assert changed_modes((on + switch_off(keyboard=keyboard)).encode()) == set()


def test_a_renamed_window_gets_its_old_name_back() -> None:
    named = switch_on() + notify.PUSH_TITLE + notify.title("Hold")
    assert changed_modes((named + switch_off()).encode()) == {"title"}
    assert changed_modes((named + switch_off(title=True)).encode()) == set()


def test_only_a_wheel_that_was_switched_off_is_switched_on_again() -> None:
    put_off = switch_on() + restore.WHEEL_OFF
    assert changed_modes((put_off + switch_off()).encode()) == {"?1007"}
    assert changed_modes((put_off + switch_off(wheel=True)).encode()) == set()
    assert "1007" not in switch_off()


def test_unread_terminal_input_is_dropped(ends: tuple[int, int]) -> None:
    master, slave = ends
    terminal = Terminal(slave, slave)
    for left in (b"dq\x1b]11;rgb:dddd/dddd/dddd\x1b\\", b"a line\n", b"half a line"):
        os.write(master, left)
        assert select.select([master], [], [], DEADLINE_S)[0], "it never came: its echo says that it has"
        os.read(master, 1000)
        terminal.drop_input()
        assert _waiting(slave) == b""
    os.write(master, b"x")
    assert _waiting(slave, DEADLINE_S) == b"x"


def test_a_pipe_is_not_emptied() -> None:
    reads, writes = os.pipe()
    os.write(writes, b"2\n")
    Terminal(reads, 2).drop_input()
    assert os.read(reads, 10) == b"2\n"


def test_the_key_protocol_is_popped_before_the_alternate_screen_is_left() -> None:
    """Each screen has its own stack of key protocols, so popping later would change the shell's."""
    off = switch_off()
    assert off.index("\x1b[<u") < off.index("\x1b[?1049l")
    assert "\x1b[<u" not in switch_off(keyboard=False)


def test_the_switched_modes_are_those_of_textuals_own_driver(tmp_path: Path) -> None:
    """A newer Textual that switches something else on must not leave it on after a signal."""
    stock_on, stock_off = _switched_by(tmp_path / "stock", "--stock")
    own_on, own_off = _switched_by(tmp_path / "own")
    assert own_on - EACH_PICTURE == stock_on - EACH_PICTURE
    assert own_off == set(switched(switch_off().encode()))
    assert own_off >= stock_off


def test_attributes_and_modes_are_restored_and_unread_input_is_dropped(ends: tuple[int, int]) -> None:
    master, slave = ends
    terminal = Terminal(slave, slave)
    before = termios.tcgetattr(slave)
    terminal.remember()
    raw = termios.tcgetattr(slave)
    raw[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(slave, termios.TCSANOW, raw)
    terminal.off = switch_off()
    os.write(master, b"\x1b[<35;1;1M")
    assert select.select([slave], [], [], DEADLINE_S)[0], "it never came"
    assert terminal.restore(DEADLINE_S, "a last line\r\n")
    assert termios.tcgetattr(slave) == before
    assert _read_until(master, b"\n") == (switch_off() + "a last line\r\r\n").encode()
    os.set_blocking(slave, False)
    with pytest.raises(BlockingIOError):
        os.read(slave, 10)
    terminal.forget()


def test_output_is_stopped_before_the_terminal_is_restored(ends: tuple[int, int]) -> None:
    master, slave = ends
    terminal = Terminal(slave, slave)
    terminal.remember()
    terminal.off = "OFF"

    def stop_output() -> None:
        os.write(slave, b"drawn ")

    terminal.stop_output = stop_output
    terminal.restore(DEADLINE_S)
    assert _read_until(master, b"OFF") == b"drawn OFF"
    terminal.forget()


def test_a_terminal_that_the_app_has_not_taken_over_gets_no_sequences(ends: tuple[int, int]) -> None:
    """Leaving an alternate screen that isn't on would move the cursor of the shell."""
    master, slave = ends
    terminal = Terminal(slave, slave)
    terminal.remember()
    assert terminal.restore(DEADLINE_S)
    os.set_blocking(master, False)
    with pytest.raises(BlockingIOError):
        os.read(master, 10)
    terminal.forget()


def test_output_uses_its_own_file_description_and_the_shells_stays_blocking(ends: tuple[int, int]) -> None:
    _, slave = ends
    terminal = Terminal(slave, slave)
    assert terminal.fd != slave
    assert not os.get_blocking(terminal.fd)
    assert os.get_blocking(slave)
    terminal.forget()


def test_a_shared_file_description_is_blocking_again_at_the_end(
    ends: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, slave = ends
    monkeypatch.setattr(restore, "_opened_again", lambda fd: None)
    terminal = Terminal(slave, slave)
    flags = fcntl.fcntl(slave, fcntl.F_GETFL)
    assert terminal.fd == slave
    assert not os.get_blocking(slave)
    terminal.forget()
    assert fcntl.fcntl(slave, fcntl.F_GETFL) == flags


def test_the_last_text_is_written_to_a_full_terminal(ends: tuple[int, int]) -> None:
    master, slave = ends
    os.set_blocking(slave, False)
    _fill(slave)
    began = time.monotonic()
    assert write_within(slave, b"LAST WORDS", 2.0)
    assert time.monotonic() - began < 20
    assert _read_until(master, b"LAST WORDS")


def test_the_app_leaves_a_stalled_terminal_in_time(ends: tuple[int, int]) -> None:
    """A terminal held by ctrl+s accepts no output even when its buffer is empty."""
    _, slave = ends
    os.set_blocking(slave, False)
    termios.tcflow(slave, termios.TCOOFF)
    began = time.monotonic()
    assert not write_within(slave, b"LAST WORDS", 0.1)
    assert 0.1 <= time.monotonic() - began < 20
    termios.tcflow(slave, termios.TCOON)


def test_restoring_a_closed_terminal_is_no_error() -> None:
    master, slave = pty.openpty()
    terminal = Terminal(slave, slave)
    terminal.remember()
    terminal.off = switch_off()
    assert terminal.fd >= 0
    os.close(master)
    assert not terminal.restore(0.2)
    terminal.forget()
    os.close(slave)


def _switched_by(log: Path, *options: str) -> tuple[set[str], set[str]]:
    """What a driver switches when it starts and when it stops, under a terminal that says it can do everything."""
    with SampleAppTerminal(log, *options) as sample:
        sample.ready()
        sample.press("\x1b[?2048;2$y", "\x1b[?2026;2$y", "\x1b[48;24;80;480;800t")
        sample.wait_for(lambda: b"\x1b[?2026h" in sample.raw and b"\x1b[?1016h" in sample.raw, "it never answered")
        shown = len(sample.raw)
        sample.press("q")
        sample.noted("ended")
        sample.drain()
        return set(switched(bytes(sample.raw[:shown]))), set(switched(bytes(sample.raw[shown:]))) - {"?2026h"}


def _read_until(master: int, last: bytes) -> bytes:
    """All that has been written, once it ends so."""
    end = time.monotonic() + DEADLINE_S
    got = b""
    while not got.endswith(last):
        assert time.monotonic() < end, got[-100:]
        if select.select([master], [], [], 0.05)[0]:
            got += os.read(master, 65536)
    return got


def _waiting(slave: int, wait_s: float = 0.2) -> bytes:
    """What there is to read, whole lines or not."""
    attributes = termios.tcgetattr(slave)
    attributes[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    found = os.read(slave, 100) if select.select([slave], [], [], wait_s)[0] else b""
    attributes[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(slave, termios.TCSANOW, attributes)
    return found


def _fill(fd: int) -> None:
    while True:
        try:
            os.write(fd, b"x" * 4096)
        except BlockingIOError:
            return
