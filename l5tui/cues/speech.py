"""Speaks sentences with a command from the settings (`say`, `espeak-ng`).

The person chooses the command, so it may be missing, fail, hang or start other processes. It gets its own process
session, so that no key or hang-up reaches it and all its processes can be killed at once, and an empty signal mask,
because the app blocks the ending signals and children inherit that. `posix_spawn` does both without running Python
between fork and exec, which may deadlock beside other threads.

One thread starts the command, watches it while it speaks, kills and reaps it. The caller only hands over the sentence.
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

from l5tui.config.errors import system_words
from l5tui.terminal.notification import harmless

LONGEST_S: Final = 10.0
"""Seconds in addition to the time that the words take, after which the command counts as hanging."""
WORDS_A_SECOND: Final = 1.5
"""The assumed rate, slower than any voice in use."""
OVERDUE_S: Final = 3.0
"""The same, in seconds, for a command that a new sentence cuts off; few sentences run uninterrupted for `LONGEST_S`."""
_CHECK_S: Final = 0.05
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
        command: a command line; it is split as a shell splits it, but no shell runs it. The sentence is its last
            argument.
        failed: called once, from another thread, with a sentence that says what is wrong with the command.
        longest_s: seconds in addition to the time that the words take, after which the command counts as hanging.
        overdue_s: the same, for a command that a new sentence cuts off.
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
        self._silenced = 0
        """How often `silence` was called."""
        self._closing = False
        self._finishing = False
        self._thread: threading.Thread | None = None

    def say(self, sentence: str) -> None:
        """Speak a sentence now, cutting off the present one. Returns at once."""
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

    def silence(self) -> None:
        """Stop speaking; later sentences are spoken. Returns at once."""
        with self._news:
            self._next = None
            self._silenced += 1
            self._news.notify()

    def finish(self) -> None:
        """Finish the last sentence, and then speak no more. Returns at once; the program's end cuts it off."""
        with self._news:
            if self._closing or self._finishing or self._thread is None:
                return
            self._finishing = True
            atexit.register(self.cut)
            self._news.notify()

    def wait(self) -> None:
        """After `finish`, wait until the last sentence is spoken; a command that hangs is ended by its time limit."""
        if self._thread is not None:
            self._thread.join()

    def cut(self) -> None:
        """Stop speaking for good; from any thread, within a tenth of a second."""
        with self._news:
            self._closing, self._next = True, None
            self._news.notify()
        if self._starting.acquire(timeout=0.1):  # a child that is just being started is ended, too
            self._starting.release()
        with self._news:
            self._kill()

    def close(self) -> None:
        """Stop speaking for good, and wait up to a second until the command has ended. All its processes are killed."""
        self.cut()
        if self._thread is not None:
            self._thread.join(_CLOSE_S)

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._next is not None or self._closing or self._finishing)
            with self._starting:
                with self._news:
                    words, self._next, silenced = self._next, None, self._silenced
                    if words is None and not (self._closing or self._finishing):
                        continue  # silenced before it was begun
                    if self._closing or words is None:
                        atexit.unregister(self.cut)
                        return
                child, wrong = self._started(words)
                with self._news:
                    self._child = child
            if child is not None:
                wrong = self._supervise(child, len(words.split()) / WORDS_A_SECOND, silenced)
            if wrong:
                self._report(wrong)

    def _started(self, words: str) -> tuple[int | None, str]:
        """The command's process, or what is wrong with it. No lock is held, since the program's disk may hang."""
        if self._wrong:
            return None, f"can't be used ({self._wrong})"
        arguments = [os.fsencode(part) for part in self._command]
        arguments.append(words.encode(sys.getfilesystemencoding(), "replace"))
        try:
            return _spawned(arguments), ""
        except FileNotFoundError:
            return None, "isn't there"
        except (OSError, ValueError) as error:
            return None, f"can't be run ({system_words(error)})"

    def _supervise(self, child: int, words_s: float, silenced: int) -> str:
        """Wait until the sentence is spoken, cut off, or takes too long; kill and reap the command. Returns the error.

        Args:
            child: the command's process.
            words_s: seconds that the words take.
            silenced: the number of `silence` calls when the sentence was begun.
        """
        spoken = time.monotonic() + words_s
        end = spoken + self._longest_s
        with self._news:
            cut_off = ended = False
            while not (ended := _has_ended(child)):
                cut_off = self._next is not None or self._closing or self._silenced != silenced
                if cut_off or time.monotonic() > end:
                    break
                self._news.wait(_CHECK_S)
            self._kill()
            self._child = None
        status = _reaped(child)
        if self._closing or (cut_off and time.monotonic() < spoken + self._overdue_s):
            return ""  # being killed from outside, as by `cut`, isn't a failure either
        if not ended:
            return "takes far too long for a sentence"
        return f"failed ({_how(status)})" if status else ""

    def _kill(self) -> None:
        """Kill the child and all processes in its session. It isn't reaped yet, so its PID can't have been reused."""
        if self._child is None:
            return
        for kill in (os.killpg, os.kill):  # the process group doesn't exist before the child has its session
            with contextlib.suppress(ProcessLookupError, PermissionError):
                kill(self._child, signal.SIGKILL)

    def _report(self, what: str) -> None:
        failed, self._failed = self._failed, None
        if failed is not None:
            failed(f"The command that speaks, {harmless(self._name, 40)}, {what}.")


def speakable(sentence: str) -> str:
    """One line that can't be mistaken for an option: it begins with a letter or a digit."""
    return re.sub(r"^[\W_]+", "", harmless(sentence, 300))


def _spawned(arguments: Sequence[bytes]) -> int:
    """Start a command without input or output, in its own session, with no signal blocked.

    Raises:
        OSError: it can't be run.
    """
    try:
        return _spawn(arguments, new_session=True)
    except NotImplementedError:  # an old C library: the command's process creates the session itself
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
    except ChildProcessError:  # if our parent ignores SIGCHLD, the system reaps children
        return True


def _reaped(child: int) -> int:
    """The exit status of a child that has ended or is being killed; minus the signal's number where one ended it."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:
        return 0


def _how(status: int) -> str:
    return f"status {status}" if status >= 0 else f"ended by signal {-status}"
