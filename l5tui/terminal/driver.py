"""Textual's driver for this app: it ends when the input does, never hangs on a line, and stops as a job should.

What the stock driver does, and this one doesn't: spin at full load when standard input ends; hang the event loop when
the line takes nothing; wake ten times a second to look for keys; stop with `SIGSTOP` on ctrl+z, which freezes for
good where no shell could bring it back; take a redirected output's size for the window's. Its parser of keys, its
messages and its life cycle are used as they are; what reaches that parser is sorted before (`input_reader`).
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
from l5tui.terminal import notification as notify
from l5tui.terminal.cell_diff import Cells
from l5tui.terminal.input_reader import InputReader
from l5tui.terminal.input_thread import InputLoop
from l5tui.terminal.job_control import Job, wake_for_signals, writing_allowed
from l5tui.terminal.key_bursts import Presses
from l5tui.terminal.key_sequences import Meaning
from l5tui.terminal.output_queue import STALLED_AFTER_S, OutputQueue
from l5tui.terminal.presence import ANSWER, ASK, SETTLE_S, Presence
from l5tui.terminal.restore import ASK_WHEEL, POP_TITLE, TERMINAL, WHEEL_BACK, WHEEL_OFF, switch_off, switch_on
from l5tui.terminal.session_clock import STOP_COUNTER

HUNG_UP: Final = 128 + signal.SIGHUP
"""What the app returns when its terminal is gone."""
RESTORE_S: Final = 1.0
"""What a line that takes nothing is waited for at the end."""
_FALLBACK: Final = (80, 24)
_WHEEL_IS_ON: Final = (1007, 1)
_JOIN_S: Final = 1.0
_LEAST_RESTORE_S: Final = 0.4
"""What a line is waited for at least, though an answer was waited for before that."""
_HANDLED: Final = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)


class OutputStalled(Message, bubble=False):
    """The line has taken nothing for five seconds: nobody sees what is shown. Posted to the app."""


class OutputResumed(Message, bubble=False):
    """A line that had stalled takes everything again. Posted to the app."""


class InputEnded(Message, bubble=False):
    """There is no terminal any more, and the app is about to exit. Posted to the app."""


class InputFailed(Message, bubble=False):
    """Keys can't be read any more, though the terminal is there; the app is about to exit. Posted to the app."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        super().__init__()


class TerminalAnswered(Message, bubble=False):
    """The terminal has reported something, asked or unasked: it is there. Posted to the app; it is never a key.

    Args:
        sequence: the report as it came, such as `ESC[?62;22c` (device attributes) or `ESC[0n` (status). Of a control
            string only its first two characters, since its text may be of any length.
    """

    def __init__(self, sequence: str) -> None:
        self.sequence = sequence
        super().__init__()


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
        """The terminal does report its size: what says so is no proof, since it may be somebody else's answer."""
        self._last_size: tuple[int, int] | None = None
        self._size = self._get_terminal_size()
        self._output: OutputQueue | None = None
        self.cells = Cells()
        self._title = ""
        self.presence = Presence()
        self._wheel_wanted = True
        self._wheel_known = False
        """The terminal has said that its wheel sends arrow keys; only then is anything changed about it."""
        self._wheel_off = False
        self._stopped = False
        self._job = Job(TERMINAL)
        self._keys: InputLoop | None = None
        self._reader = self._new_reader()
        self._survived = False
        self._presses = Presses(self._unread)
        self._stops = STOP_COUNTER.count
        """The stops that the thread that reads keys knows of: what was typed before the last of them is dropped."""
        self._input_open = True
        self._over = False

    # Drawing

    @property
    def output(self) -> OutputQueue | None:
        """The way to the terminal; None while the app hasn't got it."""
        return self._output

    def write(self, data: str) -> None:
        """Send text. It never blocks; without the terminal it does nothing."""
        if self._output is not None:
            self._output.write(data)

    def flush(self) -> None:
        """Send what was written now, and not only in the next turn of the event loop."""
        if self._output is not None:
            self._output.flush()

    def name_window(self, text: str) -> None:
        """Name the window until the app gives the terminal back; an empty text gives it its own name again.

        For terminals whose `Capabilities.title` is true.
        """
        if text == self._title or self._output is None:
            return
        named, self._title = self._title, text
        TERMINAL.off = self._off()
        if text:
            self.write(("" if named else notify.PUSH_TITLE) + notify.title(text))
        else:
            self.write(POP_TITLE)

    def ask_whether_anybody_is_there(self) -> None:
        """Ask the terminal what it answers by itself; `presence` knows when that came."""
        if self._output is not None:
            self.presence.asked(time.monotonic())
            self.write(ASK)

    def wheel_as_arrows(self, *, wanted: bool) -> None:
        """Whether the mouse's wheel may send arrow keys, as many terminals have it do on a screen like this.

        They scroll a list; where an arrow changes something, as in a session, a touch of the wheel would too. Nothing
        is done to a terminal that hasn't said that its wheel does that.
        """
        self._wheel_wanted = wanted
        self._put_wheel()

    def _wheel_is_on(self) -> None:
        self._wheel_known = True
        self._put_wheel()

    def _put_wheel(self) -> None:
        off = self._wheel_known and not self._wheel_wanted
        if self._output is None or off == self._wheel_off:
            return
        self._wheel_off = off
        TERMINAL.off = self._off()
        self.write(WHEEL_OFF if off else WHEEL_BACK)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The window of the terminal that is drawn on; the last known where it says that it has no columns or rows."""
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

    # The terminal taken over, and given back

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        TERMINAL.remember()
        self._output = OutputQueue(
            TERMINAL.fd,
            self._loop,
            stalled=lambda: self.send_message(OutputStalled()),
            flows=self._on_output_resumed,
            gone=self._end,
            stalled_after_s=self.STALLED_AFTER_S,
            encoding=sys.__stderr__.encoding if sys.__stderr__ is not None else "utf-8",
        )
        TERMINAL.hush, TERMINAL.settle = self._output.hush, self.presence.settle
        signal.signal(signal.SIGWINCH, self._on_window_change)
        self._reader = self._new_reader()
        self._take_over()
        if self._input_open:
            self._start_input()
        else:
            self._loop.call_soon(self._end)

    def _take_over(self) -> None:
        """Put every mode on, and ask the terminal what else it can."""
        self._in_band_window_resize = self._sizes_come = self._reader.sizes_wanted = False
        self._wheel_known = self._wheel_off = False
        self._attributes_on()
        self._send_size()
        TERMINAL.off = self._off()
        self.write(switch_on(mouse=self._mouse, keyboard=not constants.DISABLE_KITTY_KEY))
        if self._title:
            self.write(notify.PUSH_TITLE + notify.title(self._title))
        self._query_in_band_window_resize()
        self._request_terminal_sync_mode_support()
        if self.input_tty:
            self.write(ASK_WHEEL)

    def _off(self) -> str:
        return switch_off(keyboard=not constants.DISABLE_KITTY_KEY, title=bool(self._title), wheel=self._wheel_off)

    def _attributes_on(self) -> None:
        """Keys one by one and unchanged, without echo."""
        with contextlib.suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            attributes[tty.LFLAG] = self._patch_lflag(attributes[tty.LFLAG])
            attributes[tty.IFLAG] = self._patch_iflag(attributes[tty.IFLAG])
            attributes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)

    def stop_application_mode(self) -> None:
        """Give the terminal back."""
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
        if TERMINAL.in_foreground():  # else they are the shell's just now, and it has its own
            TERMINAL.attributes_back()
        TERMINAL.off, TERMINAL.hush, TERMINAL.settle = "", None, None

    def suspend_application_mode(self) -> None:
        """Give the terminal to another program for a while."""
        self.stop_application_mode()

    def disable_input(self) -> None:
        """Read no more keys."""
        self._stop_input()

    def close(self) -> None:
        """Leave the signals as they were found."""
        self._sleep_through_signals()
        for number, handler in self._signals_were.items():
            signal.signal(number, handler or signal.SIG_DFL)

    def _on_output_resumed(self, has_lost: bool) -> None:
        """The line takes everything again; if pictures were lost, show the whole screen."""
        if has_lost:
            self._show_again()
        self.send_message(OutputResumed())

    def _show_again(self) -> None:
        """Whatever the terminal shows and has on: put it right."""
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
        """Read keys until told to stop, or until there are no more to come: then the app ends.

        What comes is survived, whatever it is; a terminal that can't be read is a fault of its own kind, so that
        nobody takes it for the person having left.
        """
        keys = self._keys
        if keys is None:
            return
        try:
            ended, how = keys.run(), self._end
        except Exception as error:  # noqa: BLE001  a thread that dies without a word would leave a deaf screen
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
        """Whether keys have come that weren't read yet."""
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
            self._hand_on(message)

    def _on_quiet(self) -> None:
        for message in self._reader.quiet(time.monotonic()):
            self._hand_on(message)

    def _hand_on(self, message: Message) -> None:
        try:
            self.process_message(message)
        except Exception as error:  # noqa: BLE001  one message that can't be handed on is no end of the input
            if not self._loop.is_closed():
                self._on_input_fault(error)

    def _on_report(self, meaning: Meaning) -> None:
        if meaning.mode == _WHEEL_IS_ON:
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._wheel_is_on)
        if meaning.text == ANSWER:
            self.presence.answered(time.monotonic())
        self._hand_on(TerminalAnswered(meaning.text))

    def _on_input_fault(self, error: Exception) -> None:
        """Survived: written down once, for whoever mends it."""
        if not self._survived:
            self._survived = True
            record_crash(error)

    def process_message(self, message: Message) -> None:
        """Hand a message from the terminal on; a window without columns or rows is no window."""
        if isinstance(message, events.Resize) and not (message.size.width and message.size.height):
            return
        if isinstance(message, events.Resize):
            self._sizes_come = True
            self.cells.forget()
        if isinstance(message, events.Key):
            self._presses.note(message)
        if isinstance(message, InBandWindowResize) and message.supported:
            # Perhaps an answer to a program before this one, which has switched it off since: switch it on ourselves.
            message = InBandWindowResize(supported=True, enabled=False)
            self._reader.sizes_wanted = True
        super().process_message(message)

    def send_message(self, message: Message) -> None:
        """Hand a message to the app. What was typed is handed on in the app's thread, and dropped if a stop came
        between: it may have been read before this process knew that it was stopped.
        """
        if isinstance(message, (events.Key, events.Paste)):
            self._loop.call_soon_threadsafe(self._send_typed, message, self._stops)
        else:
            super().send_message(message)

    def _send_typed(self, message: Message, stops: int) -> None:
        if stops == STOP_COUNTER.count:
            super().send_message(message)

    def _fail(self, error: Exception) -> None:
        """Keys can't be read: leave, with what was confirmed written, and say that it was a fault."""
        if self._output is not None and not self._over:
            self._over = True
            self._app.post_message(InputFailed(error))
            self._app.exit(return_code=ExitStatus.FAULT)

    def _end(self) -> None:
        """There is nobody there any more: leave as after a hang-up. What was confirmed has been written."""
        if self._output is not None and not self._over:
            self._over = True
            self._app.post_message(InputEnded())
            self._app.exit(return_code=HUNG_UP)

    # Stopped and continued

    def _sigtstp_application(self, *_: object) -> None:
        """Asked to stop. The event loop does it, so that nothing is cut short; while another program has the terminal
        there is nothing to give back.
        """
        if not self._auto_restart:
            self._job.stop()
        elif not self._stopped:
            self._loop.call_soon_threadsafe(self._suspend)

    def _sigcont_application(self, *_: object) -> None:
        """Continued, perhaps after a stop that nobody announced (`kill -STOP`). What waits to be read, or was read and
        not handed on yet, was typed for the shell.

        The thread that reads throws it away, and only then has the screen drawn again: if the input were emptied while
        that thread is about to read, it would wait in the read and take the first key after the stop for one before it.
        """
        STOP_COUNTER.noted()
        self._job.continued()
        if self._keys is not None and self._input_open:
            self._keys.nudge()
        elif self._auto_restart and not self._stopped:
            self._loop.call_soon_threadsafe(self._resume)

    def _suspend(self) -> None:
        """Give the terminal back, stop, and take it over again when continued."""
        self._leave_until(self._job.stop)

    def _leave_until(self, come_back: Callable[[], None]) -> None:
        """Give the terminal back, and take it over again when this returns."""
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
        """Continued while the terminal was still ours: put right what the shell did to it meanwhile."""
        if self._output is None or self._stopped or TERMINAL.ending:
            return
        if not TERMINAL.in_foreground():
            self._leave_until(self._job.wait_for_foreground)
            return
        self._app.app_suspend_signal.publish(self._app)
        self._show_again()
        self.send_message(self.SignalResume())
