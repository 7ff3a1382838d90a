"""Sentences spoken by a command of the person's (`say`, `espeak-ng`).

The command is theirs, so anything may be wrong with it: missing, failing, hanging, starting others. It gets a session
of its own, so that no key or hang-up reaches it by itself and all of it can be ended at once, and a clean signal mask,
for the app's own has the ending signals blocked and children inherit that. `posix_spawn` gives both without running
Python between fork and exec, which beside other threads may deadlock.

One thread does it all: it starts the command, looks while it speaks, ends and reaps it. The caller only leaves the
sentence.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Final

from l5tui.terminal.notification import harmless

LONGEST_S: Final = 10.0
"""Besides the time that the words take: a command that is at it for longer than that hangs."""
WORDS_A_SECOND: Final = 1.5
"""Slower than any voice in use."""
OVERDUE_S: Final = 3.0
"""A sentence that a new one cuts off so long after its words should be over hung: few sentences are left alone for
`LONGEST_S`."""
_LOOK_S: Final = 0.05
_CLOSE_S: Final = 1.0
_NOTHING: Final = [
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
]
_IGNORED_BY_PYTHON: Final = [
    getattr(signal, name) for name in ("SIGPIPE", "SIGXFSZ", "SIGXFZ") if hasattr(signal, name)
]
_NEW_SESSION: Final = "import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])"


class Speaker:
    """Speaks sentences with a command; a new one cuts off the old.

    Args:
        command: a command line; it is parted as a shell parts it, but no shell runs it. The sentence is its last
            argument.
        failed: called once, from another thread, with a sentence that says what is wrong with the command.
        longest_s: seconds besides those that the words take, after which the command hangs.
        overdue_s: the same, where a new sentence cuts it off.
    """

    def __init__(
        self,
        command: str,
        *,
        failed: Callable[[str], None] | None = None,
        longest_s: float = LONGEST_S,
        overdue_s: float = OVERDUE_S,
    ) -> None:
        self._failed = failed
        self._longest_s = longest_s
        self._overdue_s = overdue_s
        try:
            self._command = shlex.split(command)
            self._wrong = "" if self._command else "no command is given"
        except ValueError as error:
            self._command, self._wrong = [], str(error)
        self._name = self._command[0] if self._command else command
        self._news = threading.Condition()
        self._starting = threading.Lock()
        self._next: str | None = None
        self._child: int | None = None
        self._hushed = 0
        """How often silence was asked for."""
        self._closing = False
        self._finishing = False
        self._thread: threading.Thread | None = None

    @property
    def speaking(self) -> bool:
        """Whether a sentence is being spoken, or waits for it."""
        with self._news:
            return self._child is not None or self._next is not None or self._starting.locked()

    def say(self, sentence: str) -> None:
        """Speak a sentence now, in place of the one that is being spoken. Returns at once."""
        words = speakable(sentence)
        if not words:
            return
        with self._news:
            if self._closing or self._finishing:
                return
            self._next = words
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="speech", daemon=True)
                self._thread.start()
            self._news.notify()

    def hush(self) -> None:
        """Be silent now; what is said later is spoken again. Returns at once."""
        with self._news:
            self._next = None
            self._hushed += 1
            self._news.notify()

    def finish(self) -> None:
        """Speak what was said last to its end, and then no more. Returns at once; the program's end cuts it off."""
        with self._news:
            if self._closing or self._finishing or self._thread is None:
                return
            self._finishing = True
            atexit.register(self.cut)
            self._news.notify()

    def cut(self) -> None:
        """Be silent now, and speak no more; from any thread, within a tenth of a second."""
        with self._news:
            self._closing, self._next = True, None
            self._news.notify()
        if self._starting.acquire(timeout=0.1):  # a child that is just being started is ended, too
            self._starting.release()
        with self._news:
            self._kill()

    def close(self) -> None:
        """Be silent, and leave nothing running."""
        self.cut()
        if self._thread is not None:
            self._thread.join(_CLOSE_S)

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._next is not None or self._closing or self._finishing)
            with self._starting:
                with self._news:
                    words, self._next, hushed = self._next, None, self._hushed
                    if words is None and not (self._closing or self._finishing):
                        continue  # hushed before it was begun
                    if self._closing or words is None:
                        atexit.unregister(self.cut)
                        return
                child, wrong = self._started(words)
                with self._news:
                    self._child = child
            if child is not None:
                wrong = self._attend(child, len(words.split()) / WORDS_A_SECOND, hushed)
            if wrong:
                self._report(wrong)

    def _started(self, words: str) -> tuple[int | None, str]:
        """The command's process, or what is wrong with it. No lock is held: a program may lie on a disk that hangs."""
        if self._wrong:
            return None, f"can't be used ({self._wrong})"
        arguments = [os.fsencode(part) for part in self._command]
        arguments.append(words.encode(sys.getfilesystemencoding(), "replace"))
        try:
            return _spawned(arguments), ""
        except FileNotFoundError:
            return None, "isn't there"
        except (OSError, ValueError) as error:
            return None, f"can't be run ({getattr(error, 'strerror', None) or error})"

    def _attend(self, child: int, words_s: float, hushed: int) -> str:
        """Wait until the sentence is spoken, cut off, or takes too long; end what is left, reap it; what went wrong.

        Args:
            child: the command's process.
            words_s: seconds that the words take.
            hushed: how often silence had been asked for when it was begun.
        """
        spoken = time.monotonic() + words_s
        end = spoken + self._longest_s
        with self._news:
            cut_off = ended = False
            while not (ended := _has_ended(child)):
                cut_off = self._next is not None or self._closing or self._hushed != hushed
                if cut_off or time.monotonic() > end:
                    break
                self._news.wait(_LOOK_S)
            self._kill()
            self._child = None
        status = _reaped(child)
        if self._closing or (cut_off and time.monotonic() < spoken + self._overdue_s):
            return ""  # to be ended from outside, as `cut` does it, is no failure either
        if not ended:
            return "takes far too long for a sentence"
        return f"failed ({_how(status)})" if status else ""

    def _kill(self) -> None:
        """End the child and all that it started. It isn't reaped yet, so the number can't be somebody else's."""
        if self._child is None:
            return
        for kill in (os.killpg, os.kill):  # before it has its session there is no group of that number
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self._child, signal.SIGKILL)

    def _report(self, what: str) -> None:
        failed, self._failed = self._failed, None
        if failed is not None:
            failed(f"The command that speaks, {harmless(self._name, 40)}, {what}.")


def speakable(sentence: str) -> str:
    """One line that can't be taken for an option: it begins with a letter or a figure."""
    return re.sub(r"^[\W_]+", "", harmless(sentence, 300))


def _spawned(arguments: Sequence[bytes]) -> int:
    """Start a command with nothing to read or write, in a session of its own, no signal blocked.

    Raises:
        OSError: it can't be run.
    """
    try:
        return _spawn(arguments, new_session=True)
    except NotImplementedError:  # an old C library: the command's process makes the session by itself
        if not _found(arguments[0]):
            raise FileNotFoundError(arguments[0]) from None
        inner = [os.fsencode(sys.executable), b"-I", b"-S", b"-c", _NEW_SESSION.encode()]
        return _spawn([*inner, *arguments], new_session=False)


def _spawn(arguments: Sequence[bytes], *, new_session: bool) -> int:
    return os.posix_spawnp(
        arguments[0],
        list(arguments),
        os.environ,
        file_actions=_NOTHING,
        setsid=new_session,
        setsigmask=[],
        setsigdef=_IGNORED_BY_PYTHON,
    )


def _found(program: bytes) -> bool:
    import shutil

    return shutil.which(os.fsdecode(program)) is not None


def _has_ended(child: int) -> bool:
    """Whether a child has ended; it isn't reaped by asking."""
    try:
        return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:  # where whoever started us ignores the ends of children, the system reaps them
        return True


def _reaped(child: int) -> int:
    """The exit status of a child that has ended or is being killed; minus the signal's number where one ended it."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:
        return 0


def _how(status: int) -> str:
    return f"status {status}" if status >= 0 else f"ended by signal {-status}"
