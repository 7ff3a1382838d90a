"""Continuing after a stop: the signal is handled at once, and no later key is lost."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import threading
import tty
from collections.abc import Callable, Iterator

import pytest
from textual import events
from textual.app import App

from l5tui.plain.keyboard import Keyboard
from l5tui.terminal.driver import TerminalDriver
from l5tui.terminal.job_control import wake_for_signals
from l5tui.terminal.restore import TERMINAL, Terminal
from tests.e2e.terminal import DEADLINE_S


@pytest.fixture
def to_another_thread() -> Iterator[Callable[[], None]]:
    """Deliver a signal to a thread other than the main one, as the system may do."""
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    before = signal.getsignal(signal.SIGCONT)
    assert other.ident is not None
    ident = other.ident
    yield lambda: signal.pthread_kill(ident, signal.SIGCONT)
    signal.signal(signal.SIGCONT, before)
    end.set()
    other.join()


async def test_a_sleeping_event_loop_runs_the_handler_of_a_signal_taken_by_another_thread(
    to_another_thread: Callable[[], None],
) -> None:
    handled = threading.Event()
    signal.signal(signal.SIGCONT, lambda *_: handled.set())
    undo = wake_for_signals(asyncio.get_running_loop())

    def send() -> bool:
        to_another_thread()
        return handled.wait(DEADLINE_S)

    assert await asyncio.to_thread(send), "the loop slept until something else woke it"
    undo()
    assert signal.set_wakeup_fd(-1) == -1


async def test_the_driver_sets_the_wake_up_of_its_loop_and_restores_it() -> None:
    driver = TerminalDriver(App(), mouse=False)
    woken_by = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(woken_by)
    assert woken_by != -1
    driver.close()
    assert signal.set_wakeup_fd(-1) == -1


def test_a_waiting_keyboard_is_woken_by_a_signal(to_another_thread: Callable[[], None]) -> None:
    """A key that is pressed afterwards isn't taken for an earlier one."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    dropped = threading.Event()
    in_time: list[bool] = []

    class Told(Terminal):
        def drop_input(self) -> None:
            dropped.set()

    def press() -> None:
        to_another_thread()
        in_time.append(dropped.wait(DEADLINE_S))
        os.write(ours, b"x")

    with Keyboard(Told(theirs, theirs)) as keyboard:
        presses = threading.Thread(target=press)
        presses.start()
        assert keyboard.key(3 * DEADLINE_S) == "x"
        presses.join()
    assert in_time == [True]
    assert signal.set_wakeup_fd(-1) == -1
    for fd in (ours, theirs):
        os.close(fd)


class RecordsKeys(TerminalDriver):
    """The driver, recording the keys that it would send to the app."""

    heard: list[str]

    def _send_typed(self, message: events.Key | events.Paste, stops: int) -> None:  # type: ignore[override]
        self.heard.append(message.key if isinstance(message, events.Key) else message.text)

    def _resume(self) -> None:
        self.heard.append("drawn again")


async def test_the_reading_thread_drops_old_input_before_the_screen_is_redrawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When another thread dropped the input just before a read, the reading thread waited in that read for a key, and
    dropped it as one from before the stop: the first key after the stop was lost.
    """
    driver = RecordsKeys(App(), mouse=False)
    driver.heard = []
    monkeypatch.setattr(TERMINAL, "drop_input", lambda: driver.heard.append("emptied"))

    class Reading:
        def wake(self) -> None:
            driver.heard.append("woken")

    driver._keys = Reading()  # type: ignore[assignment]
    try:
        driver._on_typed("a")
        await asyncio.sleep(0)
        driver._sigcont_application()
        driver._on_typed("d")
        await asyncio.sleep(0)
        assert driver.heard == ["a", "woken"], "what was read meanwhile is no key"
        driver._before_reading()
        driver._on_typed("x")
        driver._before_reading()
        await asyncio.sleep(0)
        assert driver.heard == ["a", "woken", "emptied", "drawn again", "x"]
    finally:
        driver._keys = None
        driver.close()
