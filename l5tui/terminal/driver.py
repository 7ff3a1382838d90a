"""Textual's driver for this app: it ends when the input ends, never blocks on output, and supports job control.

Unlike the stock driver it doesn't spin when standard input ends, hang the event loop when the terminal accepts nothing,
wake ten times a second to poll for keys, stop with `SIGSTOP` on ctrl+z (which can't be undone without a job-control
shell), or use a redirected output's size as the window's. Textual's key parser, messages and life cycle are used as
they are; `input_reader` sorts the input before it reaches the parser.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
import threading
import time
import tty
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, Final

from textual import constants, events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message
from textual.messages import InBandWindowResize

from l5tui.config.crash_log import record_crash
from l5tui.config.errors import ExitStatus
from l5tui.terminal.cell_diff import Cells
from l5tui.terminal.driver_messages import (
    InputEndedMessage,
    InputFailedMessage,
    OutputResumedMessage,
    OutputStalledMessage,
    TerminalAnsweredMessage,
)
from l5tui.terminal.input_reader import InputReader
from l5tui.terminal.input_thread import InputLoop
from l5tui.terminal.job_control import Job, wake_for_signals, writing_allowed
from l5tui.terminal.key_bursts import Presses
from l5tui.terminal.key_sequences import Meaning
from l5tui.terminal.output_queue import STALLED_AFTER_S, OutputQueue
from l5tui.terminal.presence import ANSWER, ASK, SETTLE_S, Presence
from l5tui.terminal.restore import ASK_WHEEL, TERMINAL, switch_off, switch_on
from l5tui.terminal.session_clock import STOP_COUNTER
from l5tui.terminal.window_modes import WindowModes

HUNG_UP: Final = 128 + signal.SIGHUP
"""The app's exit status when its terminal is gone."""
RESTORE_S: Final = 1.0
"""Seconds to wait for a stalled terminal at the end."""
_FALLBACK: Final = (80, 24)
_WHEEL_IS_ON: Final = (1007, 1)
_JOIN_S: Final = 1.0
_LEAST_RESTORE_S: Final = 0.4
"""The fewest seconds to wait for it, even if an outstanding answer was waited for before."""
_HANDLED: Final = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)


class TerminalDriver(LinuxDriver):
    """The app's terminal: keys from standard input, the screen on standard error."""

    STALLED_AFTER_S: ClassVar[float] = STALLED_AFTER_S

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        self._signals_were = {number: signal.getsignal(number) for number in _HANDLED}
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._sleep_through_signals = wake_for_signals(self._loop)
        self._fixed = size
        self._sizes_come = False
        """The terminal has reported a size. Saying that it can proves nothing: the answer may be to another program."""
        self._last_size: tuple[int, int] | None = None
        self._size = self._get_terminal_size()
        self._output: OutputQueue | None = None
        self.cells = Cells()
        self._modes = WindowModes()
        self.presence = Presence()
        self._stopped = False
        self._job = Job(TERMINAL)
        self._keys: InputLoop | None = None
        self._reader = self._new_reader()
        self._survived = False
        self._presses = Presses(self._unread)
        self._stops = STOP_COUNTER.count
        """The number of stops that the reading thread knows of; input typed before the last one is dropped."""
        self._input_open = True
        self._over = False

    # Drawing

    @property
    def output(self) -> OutputQueue | None:
        """The queue of output; None while the app doesn't have the terminal."""
        return self._output

    def write(self, data: str) -> None:
        """Queue text. It never blocks, and does nothing while the app doesn't have the terminal."""
        if self._output is not None:
            self._output.write(data)

    def flush(self) -> None:
        """Send what was written now instead of in the next turn of the event loop."""
        if self._output is not None:
            self._output.flush()

    def set_window_title(self, text: str) -> None:
        """Set the window's title until the terminal is restored; an empty text restores the former title.

        For terminals whose `Capabilities.title` is true.
        """
        if self._output is not None:
            self._write_mode(self._modes.set_window_title(text))

    def query_presence(self) -> None:
        """Send the status query; `presence` records when the answer comes."""
        if self._output is not None:
            self.presence.asked(time.monotonic())
            self.write(ASK)

    def wheel_as_arrows(self, *, wanted: bool) -> None:
        """Set whether the mouse wheel may send arrow keys, which many terminals do on the alternate screen.

        In a list they scroll; in a session, where arrows change something, a touch of the wheel would too. Only a
        terminal that has reported that its wheel sends arrow keys is changed.
        """
        self._modes.wheel_wanted = wanted
        self._update_wheel()

    def _wheel_sends_arrows(self) -> None:
        self._modes.wheel_known = True
        self._update_wheel()

    def _update_wheel(self) -> None:
        if self._output is not None:
            self._write_mode(self._modes.update_wheel())

    def _write_mode(self, sequence: str) -> None:
        if sequence:
            TERMINAL.off = self._off()
            self.write(sequence)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of the terminal's window; the last known one if it reports no columns or rows."""
        if self._fixed is not None:
            return self._fixed
        for fd in (TERMINAL.draws, TERMINAL.reads):
            with contextlib.suppress(OSError):
                columns, rows = os.get_terminal_size(fd)
                if columns and rows:
                    self._last_size = columns, rows
                    break
        return self._last_size or _FALLBACK

    def _on_window_change(self, *_: object) -> None:
        if not (self._in_band_window_resize and self._sizes_come):
            self._send_size()

    def _send_size(self) -> None:
        self.cells.forget()
        size = Size(*self._get_terminal_size())
        self.send_message(events.Resize(size, size))

    # Taking the terminal over, and restoring it

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        TERMINAL.remember()
        self._output = OutputQueue(
            TERMINAL.fd,
            self._loop,
            stalled=lambda: self.send_message(OutputStalledMessage()),
            flows=self._on_output_resumed,
            gone=self._end,
            stalled_after_s=self.STALLED_AFTER_S,
            encoding=sys.__stderr__.encoding if sys.__stderr__ is not None else "utf-8",
        )
        TERMINAL.stop_output, TERMINAL.settle = self._output.stop_writing, self.presence.settle
        signal.signal(signal.SIGWINCH, self._on_window_change)
        self._reader = self._new_reader()
        self._take_over()
        if self._input_open:
            self._start_input()
        else:
            self._loop.call_soon(self._end)

    def _take_over(self) -> None:
        """Switch every mode on, and ask the terminal for further capabilities."""
        self._in_band_window_resize = self._sizes_come = self._reader.sizes_wanted = False
        self._modes.forget_wheel()
        self._attributes_on()
        self._send_size()
        TERMINAL.off = self._off()
        self.write(switch_on(mouse=self._mouse, keyboard=not constants.DISABLE_KITTY_KEY))
        self.write(self._modes.title_again())
        self._query_in_band_window_resize()
        self._request_terminal_sync_mode_support()
        if self.input_tty:
            self.write(ASK_WHEEL)

    def _off(self) -> str:
        return switch_off(
            keyboard=not constants.DISABLE_KITTY_KEY, title=bool(self._modes.title), wheel=self._modes.wheel_off
        )

    def _attributes_on(self) -> None:
        """Set the terminal to deliver single, unchanged keys without echo."""
        with contextlib.suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
            attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)

    def stop_application_mode(self) -> None:
        """Restore the terminal."""
        output, self._output = self._output, None
        if output is None:
            return
        began = time.monotonic()
        if TERMINAL.in_foreground():
            self.presence.settle(SETTLE_S)
        left_s = max(_LEAST_RESTORE_S, RESTORE_S - (time.monotonic() - began))
        self._stop_input()
        signal.signal(signal.SIGWINCH, signal.SIG_DFL)
        with writing_allowed():
            output.finish(TERMINAL.off, left_s)
        if TERMINAL.in_foreground():  # otherwise the shell has the terminal, with its own attributes
            TERMINAL.restore_attributes()
        TERMINAL.off, TERMINAL.stop_output, TERMINAL.settle = "", None, None

    def suspend_application_mode(self) -> None:
        """Give the terminal to another program for a while."""
        self.stop_application_mode()

    def disable_input(self) -> None:
        """Read no more keys."""
        self._stop_input()

    def close(self) -> None:
        """Restore the signal handlers."""
        self._sleep_through_signals()
        for number, handler in self._signals_were.items():
            signal.signal(number, handler or signal.SIG_DFL)

    def _on_output_resumed(self, has_lost: bool) -> None:
        """Output has resumed; if some was dropped, draw the whole screen."""
        if has_lost:
            self._show_again()
        self.send_message(OutputResumedMessage())

    def _show_again(self) -> None:
        """Switch every mode off and on again, and redraw, whatever the terminal's state is."""
        self.write(self._off())
        self._take_over()
        self._redraw()

    def _redraw(self) -> None:
        self._app.call_later(self._app.refresh, layout=True)

    # Keys

    def _start_input(self) -> None:
        self._presses = Presses(self._unread)
        self._stops = STOP_COUNTER.count
        self._keys = InputLoop(self.fileno, typed=self._on_typed, wait_s=self._before_reading, quiet=self._on_quiet)
        self._key_thread = threading.Thread(target=self._run_input_thread, name="keys", daemon=True)
        self._key_thread.start()

    def _stop_input(self) -> None:
        keys, thread, self._keys, self._key_thread = self._keys, self._key_thread, None, None
        if keys is None or thread is None:
            return
        keys.stop()
        thread.join(_JOIN_S)
        if not thread.is_alive():
            keys.close()

    def run_input_thread(self) -> None:
        """Read keys until stopped, or until the input ends: then the app ends.

        Any input is survived. A terminal that can't be read is reported as a fault, different from the end of input.
        """
        keys = self._keys
        if keys is None:
            return
        try:
            ended, how = keys.run(), self._end
        except Exception as error:  # noqa: BLE001  if this thread died silently, no key would work
            ended, how = True, partial(self._fail, error)
        if ended:
            self._input_open = False
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(how)

    def _new_reader(self) -> InputReader:
        return InputReader(
            mouse=self._mouse, reported=self._on_report, survived=self._on_input_fault, debug=self._debug
        )

    def _unread(self) -> bool:
        """Whether there is unread input."""
        try:
            return bool(select.select([self.fileno], [], [], 0)[0])
        except (OSError, ValueError):
            return False

    def _before_reading(self) -> float | None:
        if self._stops != STOP_COUNTER.count:
            self._stops = STOP_COUNTER.count
            TERMINAL.drop_input()
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._resume)
        return self._reader.wait_s

    def _on_typed(self, text: str) -> None:
        if self._stops != STOP_COUNTER.count:
            return
        now = time.monotonic()
        self.presence.heard(now)
        self._presses.read(now)
        for message in self._reader.feed(text, now):
            self._post(message)

    def _on_quiet(self) -> None:
        for message in self._reader.quiet(time.monotonic()):
            self._post(message)

    def _post(self, message: Message) -> None:
        try:
            self.process_message(message)
        except Exception as error:  # noqa: BLE001  a failed message must not end the input
            if not self._loop.is_closed():
                self._on_input_fault(error)

    def _on_report(self, meaning: Meaning) -> None:
        if meaning.mode == _WHEEL_IS_ON:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._wheel_sends_arrows)
        if meaning.text == ANSWER:
            self.presence.answered(time.monotonic())
        self._post(TerminalAnsweredMessage(meaning.text))

    def _on_input_fault(self, error: Exception) -> None:
        """Log the first survived error, for developers."""
        if not self._survived:
            self._survived = True
            record_crash(error)

    def process_message(self, message: Message) -> None:
        """Pass a message from the terminal on; a size without columns or rows is ignored."""
        if isinstance(message, events.Resize) and not (message.size.width and message.size.height):
            return
        if isinstance(message, events.Resize):
            self._sizes_come = True
            self.cells.forget()
        if isinstance(message, events.Key):
            self._presses.note(message)
        if isinstance(message, InBandWindowResize) and message.supported:
            # It may answer an earlier program, which has switched the mode off since, so it is switched on here.
            message = InBandWindowResize(supported=True, enabled=False)
            self._reader.sizes_wanted = True
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Pass a message to the app. Keys and pastes are passed on in the app's thread, and dropped if the process was
        stopped meanwhile: they may have been typed for the shell.
        """
        if isinstance(message, (events.Key, events.Paste)):
            self._loop.call_soon_threadsafe(self._send_typed, message, self._stops)
        else:
            super().send_message(message)

    def _send_typed(self, message: Message, stops: int) -> None:
        if stops == STOP_COUNTER.count:
            super().send_message(message)

    def _fail(self, error: Exception) -> None:
        """Exit with a fault, because keys can't be read. Everything confirmed has been written."""
        if self._output is not None and not self._over:
            self._over = True
            self._app.post_message(InputFailedMessage(error))
            self._app.exit(return_code=ExitStatus.FAULT)

    def _end(self) -> None:
        """Exit as after a hang-up, because the terminal is gone. Everything confirmed has been written."""
        if self._output is not None and not self._over:
            self._over = True
            self._app.post_message(InputEndedMessage())
            self._app.exit(return_code=HUNG_UP)

    # Stopped and continued

    def _sigtstp_application(self, *_: object) -> None:
        """Handle a request to stop. The event loop does it, so that nothing is cut short; while another program has the
        terminal, it needn't be restored.
        """
        if not self._auto_restart:
            self._job.stop()
        elif not self._stopped:
            self._loop.call_soon_threadsafe(self._suspend)

    def _sigcont_application(self, *_: object) -> None:
        """Handle a continuation, perhaps after an unannounced stop (`kill -STOP`). Input that wasn't read or passed on
        yet was typed for the shell.

        The reading thread drops it, and only then is the screen drawn again: if the input were emptied here while that
        thread is about to read, it would block in the read and then drop the first key after the stop.
        """
        STOP_COUNTER.noted()
        self._job.continued()
        if self._keys is not None and self._input_open:
            self._keys.wake()
        elif self._auto_restart and not self._stopped:
            self._loop.call_soon_threadsafe(self._resume)

    def _suspend(self) -> None:
        """Restore the terminal, stop, and take it over again when continued."""
        self._leave_until(self._job.stop)

    def _leave_until(self, come_back: Callable[[], None]) -> None:
        """Restore the terminal, and take it over again when `come_back` returns."""
        if self._output is None or self._stopped or TERMINAL.ending:
            return
        self._app.app_suspend_signal.publish(self._app)
        self.stop_application_mode()
        self._stopped = True
        try:
            come_back()
        finally:
            self._stopped = False
        if not TERMINAL.ending:
            TERMINAL.drop_input()
            self.start_application_mode()
            self._redraw()
            self.send_message(self.SignalResume())

    def _resume(self) -> None:
        """After a stop without restoring the terminal: undo what the shell changed in it meanwhile."""
        if self._output is None or self._stopped or TERMINAL.ending:
            return
        if not TERMINAL.in_foreground():
            self._leave_until(self._job.wait_for_foreground)
            return
        self._app.app_suspend_signal.publish(self._app)
        self._show_again()
        self.send_message(self.SignalResume())
