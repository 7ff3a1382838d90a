"""A small app with l5tui's driver and signal handler, to be hung, stalled, stopped and killed by tests in a real pty.

It writes what happens to it to a log at once, one word a line.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from l5tui.terminal.signals import SignalHandler

if TYPE_CHECKING:
    from textual.app import App


def sample_app(
    note: Callable[[str], None], save: Callable[[], None], *, stock: bool, stalled_after_s: float
) -> App[int]:
    """The app; Textual is imported here, after the guard has been entered."""
    from textual.app import App, ComposeResult
    from textual.binding import Binding
    from textual.drivers.linux_driver import LinuxDriver
    from textual.events import Key, Paste, Resize
    from textual.timer import Timer
    from textual.widgets import Static

    from l5tui.terminal.driver import TerminalDriver
    from l5tui.terminal.driver_messages import (
        InputEndedMessage,
        InputFailedMessage,
        OutputResumedMessage,
        OutputStalledMessage,
        TerminalAnsweredMessage,
    )

    class SampleDriver(TerminalDriver):
        STALLED_AFTER_S = stalled_after_s

    class SampleApp(App[int]):
        BINDINGS = [Binding("ctrl+z", "suspend_process", priority=True)]  # noqa: RUF012
        CSS = "Static { width: 100%; height: 1fr; }"

        def __init__(self) -> None:
            super().__init__(driver_class=LinuxDriver if stock else SampleDriver)
            self.typed = ""
            self.drawn = 0
            self.flood: Timer | None = None

        def compose(self) -> ComposeResult:
            yield Static("sample app ready", id="words")
            yield Static("second line", id="more")

        def on_mount(self) -> None:
            self.app_suspend_signal.subscribe(self, lambda _: note("paused"), immediate=True)
            self.app_resume_signal.subscribe(self, lambda _: note("resumed"), immediate=True)
            note("mounted")

        def on_resize(self, event: Resize) -> None:
            self.query_one("#more", Static).update(f"size {event.size.width}x{event.size.height}")

        def on_output_stalled_message(self, _: OutputStalledMessage) -> None:
            note("stalled")

        def on_output_resumed_message(self, _: OutputResumedMessage) -> None:
            note("flows")

        def on_input_ended_message(self, _: InputEndedMessage) -> None:
            save()
            note("input-ended")

        def on_input_failed_message(self, message: InputFailedMessage) -> None:
            note(f"input-failed-{type(message.error).__name__}")

        def on_terminal_answered_message(self, message: TerminalAnsweredMessage) -> None:
            note(f"answered-{message.sequence[1:]}")

        def on_paste(self, event: Paste) -> None:
            note(f"pasted-{event.text}")

        def on_key(self, event: Key) -> None:
            note(f"key-{event.key}")
            self.typed += event.character or ""
            if event.key == "q":
                self.exit(0)
            elif event.key == "h":
                note("hangs")
                time.sleep(1000)
            elif event.key == "b":
                note("busy")
                while True:
                    pass
            elif event.key == "f":
                note("floods")
                self.flood = self.set_interval(1 / 50, self.draw)
            elif event.key == "s" and self.flood is not None:
                self.flood.stop()
            elif event.key == "t":
                assert isinstance(self._driver, TerminalDriver)
                self._driver.set_window_title("a title")
            elif event.key == "a":
                assert isinstance(self._driver, TerminalDriver)
                self._driver.query_presence()
            elif event.key in ("w", "v"):
                assert isinstance(self._driver, TerminalDriver)
                self._driver.wheel_as_arrows(wanted=event.key == "v")
            elif event.key == "e":
                os.dup2(os.open("/", os.O_RDONLY), 0)  # reading it fails, and it isn't a terminal that is gone
            self.query_one("#words", Static).update(f"typed {self.typed}.")

        def draw(self) -> None:
            self.drawn += 1
            sign = "#" if self.drawn % 2 else "*"
            self.query_one("#words", Static).update(f"drawn {self.drawn} " + sign * 5000)

    return SampleApp()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--save", choices=["well", "fails", "hangs"], default="well")
    parser.add_argument("--stock", action="store_true", help="Textual's own driver")
    parser.add_argument("--bare", action="store_true", help="the guard alone, without Textual")
    parser.add_argument("--stalled-after", type=float, default=5.0)
    args = parser.parse_args()

    def note(word: str) -> None:
        with args.log.open("a", encoding="utf-8") as log:
            log.write(f"{word}\n")
            log.flush()
            os.fsync(log.fileno())

    def save() -> None:
        note("saves")
        if args.save == "hangs":
            time.sleep(1000)
        if args.save == "fails":
            raise OSError("no space left")
        note("saved")

    with SignalHandler(save):
        note("guarded")
        if args.bare:
            print("sample app ready", flush=True)
            time.sleep(1000)
        app = sample_app(note, save, stock=args.stock, stalled_after_s=args.stalled_after)
        status = app.run()
    note("ended")
    return (app.return_code or 0) if status is None else status


if __name__ == "__main__":
    sys.exit(main())
