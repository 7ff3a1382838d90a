"""Handles ending signals: saves, restores the terminal and exits within a second and a half, whatever hangs.

A handler on the main thread or the event loop doesn't run while that thread hangs in a write to a stalled terminal. So
hang-up, terminate and quit are blocked before any thread starts, which every thread and child inherits, and a dedicated
thread waits for them. Each of its steps has a time limit.

It ends the process with `os._exit(128 + n)`, the status that a shell reports for a death by that signal, and doesn't
raise the signal again: the default action of quit writes the memory, with all that the person has noted, to a core
file, which may take long.

A terminate may be another login's request for the running session instead of the end. `handle_first` is asked first; if
its answer is late, saving begins meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final, Self

from l5tui.terminal.restore import TERMINAL, Terminal
from l5tui.terminal.session_clock import STOP_COUNTER

ENDING: Final = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)
"""The signals that end the program."""
SAVE_S: Final = 0.8
"""Seconds that saving may take."""
CHECK_S: Final = 0.3
"""Seconds of those that may pass before saving begins, while it is checked whether the signal was a request."""
RESTORE_S: Final = 0.4
"""Seconds to wait for a stalled terminal."""
LEAST_SETTLE_S: Final = 0.05
"""The fewest seconds to wait for an outstanding answer of the terminal; more if saving has left some of its time."""
_WAKE: Final = signal.SIGUSR1
_NOT_SAVED: Final = "l5tui: ended before everything could be saved. The next start offers what there is.\r\n"

Save = Callable[[], object]
FindRequest = Callable[[], Save | None]


class SignalHandler:
    """Handles hang-up, terminate and quit while its block runs.

    Enter it on the main thread before any other thread has been started, and before Textual. A signal that was
    ignored when the program began (`nohup`) stays ignored. After the first signal the others do nothing.

    Args:
        save: saves everything before the end. It runs on a thread of its own while everything else runs or hangs, so it
            may hold a lock only as long as a write takes, and it is abandoned after `SAVE_S`.
        terminal: the terminal to restore.
    """

    def __init__(self, save: Save | None = None, *, terminal: Terminal = TERMINAL) -> None:
        self._save = save
        self._before_end: list[Save] = []
        self._find: FindRequest | None = None
        self._terminal = terminal
        self._continued_was: Any = None
        self._mask: set[int | signal.Signals] = set()
        self._thread: threading.Thread | None = None
        self._taken = threading.Event()

    def save_with(self, save: Save | None) -> None:
        """Set the function that saves; None when there is nothing to save."""
        self._save = save

    def save_now(self) -> None:
        """Save what a signal would save, without ending the program."""
        if self._save is not None:
            self._save()

    def before_end(self, do: Save) -> None:
        """Add a function to call beside saving, which stops what would outlive the process, such as a voice."""
        self._before_end.append(do)

    def handle_first(self, find: FindRequest | None) -> None:
        """Set the function that is asked first on a terminate: it returns what to do instead of ending, or None.

        What it returns runs on a thread of its own, while the process continues.
        """
        self._find = find

    def __enter__(self) -> Self:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("signals are blocked for all threads only from the main one, before the others")
        taken = {number for number in ENDING if signal.getsignal(number) is not signal.SIG_IGN}
        # Restoring the terminal from the background would stop the process, unless that signal is blocked too.
        own = taken | {_WAKE, signal.SIGTTOU}
        self._continued_was = signal.signal(signal.SIGCONT, STOP_COUNTER.noted) or signal.SIG_DFL
        self._terminal.remember()
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, own)
        self._thread = threading.Thread(target=self._watch, args=(taken | {_WAKE},), name="signals", daemon=True)
        self._thread.start()
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask | taken)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        watch = self._thread
        if watch is not None and watch.ident is not None:
            if not self._taken.is_set():
                with contextlib.suppress(ProcessLookupError):
                    signal.pthread_kill(watch.ident, _WAKE)
            watch.join()  # this never returns if a signal came first: the thread ends the process
        # A closed window ends the input first, and its hang-up may come when the app has ended because of that already:
        # it says nothing new then, and must not replace the exit status and cut off what the program still has to do.
        late = {signal.SIGHUP} if self._terminal.is_gone() else set()
        self._terminal.forget()
        signal.signal(signal.SIGCONT, self._continued_was)
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask | late)

    def _watch(self, numbers: set[signal.Signals]) -> None:
        while (number := signal.sigwait(numbers)) != _WAKE:
            self._handle(number)

    def _handle(self, number: int) -> None:
        """End the process, unless the signal is a request."""
        instead: Save | None = None
        saved = False
        until = time.monotonic() + SAVE_S
        try:
            check = _RequestCheck(self._find if number == signal.SIGTERM else None)
            known, instead = check.answer(CHECK_S)
            if instead is None:
                if known:
                    self._mark_ending()
                saved = _all_done([*self._before_end, *([self._save] if self._save else [])], until)
                if not known:
                    _, instead = check.answer(max(0.0, until - time.monotonic()))
        finally:
            if instead is None:
                self._end(number, saved=saved, settle_s=max(LEAST_SETTLE_S, until - time.monotonic()))
        threading.Thread(target=instead, name="instead of ending", daemon=True).start()

    def _mark_ending(self) -> None:
        self._taken.set()
        self._terminal.ending = True

    def _end(self, number: int, *, saved: bool, settle_s: float) -> None:
        """Restore the terminal, and exit."""
        self._mark_ending()
        try:
            self._terminal.restore(RESTORE_S, "" if saved else _NOT_SAVED, settle_s=settle_s)
        finally:
            os._exit(128 + number)


class _RequestCheck:
    """Finds out, on a thread of its own, whether a signal is a request."""

    def __init__(self, find: FindRequest | None) -> None:
        self._find = find
        self._instead: Save | None = None
        self._thread = threading.Thread(target=self._run, name="what a signal means", daemon=True)
        if find is not None:
            self._thread.start()

    def answer(self, within_s: float) -> tuple[bool, Save | None]:
        """Whether the answer came in that time, and what to do instead of ending."""
        if self._find is None:
            return True, None
        self._thread.join(within_s)
        known = not self._thread.is_alive()
        return known, self._instead if known else None

    def _run(self) -> None:
        if self._find is not None:
            with contextlib.suppress(Exception):
                self._instead = self._find()


def _all_done(tasks: list[Save], until: float) -> bool:
    """Run all tasks in parallel, and wait until a time at most; returns whether all finished without an error."""
    done: list[Save] = []

    def do(task: Save) -> None:
        with contextlib.suppress(Exception):
            task()
            done.append(task)

    threads = [threading.Thread(target=do, args=(task,), name="before the end", daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return len(done) == len(tasks)
