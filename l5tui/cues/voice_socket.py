"""Sends sentences to `l5tui speak-lines --listen` at a Unix socket, which `ssh -R` brings from the person's machine.

Each line is a sentence to speak now, in UTF-8; an empty line cuts off the present one. The other side answers nothing.
A socket may vanish, refuse, accept and never read, or belong to another program. So a thread connects and sends, with
a time limit for each; only the newest sentence waits, because a late cue is worse than none; and what is wrong is
reported once. After that it is tried again now and then, so that the voice is back when the other side is; not with
every sentence, because `ssh` without `-q` writes onto the screen each time that nobody listens.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from l5tui.config.errors import system_words
from l5tui.cues.speech import speakable
from l5tui.terminal.notification import harmless

SEND_S: Final = 1.0
"""Seconds that a connection or a sentence may take."""
RETRY_S: Final = 20.0
"""Seconds after a fault in which sentences are dropped, before the next attempt."""
CLOSE_S: Final = 0.3
"""Seconds to wait at the end, until the present sentence is cut off."""


class SocketVoice:
    """Has sentences spoken at the other end of a socket; a new one cuts off the old.

    Args:
        path: the socket; `~` is the home folder.
        failed: called once, from another thread, with a sentence that says what is wrong.
        send_s: seconds that a connection or a sentence may take.
        retry_s: seconds between a fault and the next attempt.
    """

    def __init__(
        self,
        path: str,
        *,
        failed: Callable[[str], None] | None = None,
        send_s: float = SEND_S,
        retry_s: float = RETRY_S,
    ) -> None:
        self._path = str(Path(path).expanduser())
        self._failed = failed
        self._send_s = send_s
        self._retry_s = retry_s
        self._not_before = 0.0
        """The time of the next attempt after a fault."""
        self._lock = threading.Lock()
        self._next: str | None = None
        self._ending = False
        self._thread: threading.Thread | None = None
        self._socket: socket.socket | None = None
        self._woken, self._wake = -1, -1

    def say(self, sentence: str) -> None:
        """Have a sentence spoken now. Returns at once."""
        if words := speakable(sentence):
            self._hand_over(words)

    def silence(self) -> None:
        """Have the present sentence cut off. Returns at once."""
        if self._thread is not None:
            self._hand_over("")

    def finish(self) -> None:
        """Send what waits, and then no more. Returns at once; the other side finishes its sentence."""
        self._end()

    def close(self) -> None:
        """Have the present sentence cut off, and send no more; waits a moment until that is done."""
        self.silence()
        self._end()
        if self._thread is not None:
            self._thread.join(CLOSE_S)

    def _hand_over(self, line: str) -> None:
        with self._lock:
            if self._ending:
                return
            self._next = line
            if self._thread is None:
                self._woken, self._wake = os.pipe()
                self._thread = threading.Thread(target=self._work, name="voice socket", daemon=True)
                self._thread.start()
            os.write(self._wake, b"x")

    def _end(self) -> None:
        with self._lock:
            if not self._ending and self._thread is not None:
                os.write(self._wake, b"x")
            self._ending = True

    def _work(self) -> None:
        try:
            while self._wait():
                with self._lock:
                    line, self._next, ending = self._next, None, self._ending
                if line is not None and (wrong := self._sent(line)):
                    self._report(wrong)
                if ending:
                    return
        finally:
            self._hang_up()
            with self._lock:
                self._ending = True
                os.close(self._woken)
                os.close(self._wake)

    def _wait(self) -> bool:
        """Wait for news. A connection that the other side ends, or on which it talks, is given up meanwhile; False
        where it belongs to another program, which gets no more sentences."""
        while True:
            waiting = select.poll()
            waiting.register(self._woken, select.POLLIN)
            if self._socket is not None:
                waiting.register(self._socket, select.POLLIN)
            ready = {fd for fd, _ in waiting.poll()}
            if self._socket is not None and self._socket.fileno() in ready:
                heard = b""
                with contextlib.suppress(OSError):
                    heard = self._socket.recv(1)
                self._hang_up()
                self._report("belongs to another program" if heard else "has been left by the other side")
                if heard:
                    return False
            if self._woken in ready:
                os.read(self._woken, 4096)
                return True

    def _sent(self, line: str) -> str:
        """Send a line, over a new connection if need be; returns what is wrong."""
        try:
            if self._socket is None:
                if not line or time.monotonic() < self._not_before:
                    return ""  # nobody is speaking, or it was just found that nobody can
                self._socket = socket.socket(socket.AF_UNIX)
                self._socket.settimeout(self._send_s)
                self._socket.connect(self._path)
            self._socket.sendall(f"{line}\n".encode(errors="replace"))
        except (OSError, ValueError) as error:
            self._hang_up()
            if isinstance(error, FileNotFoundError):
                self._not_before = 0.0  # looking for a file disturbs nobody
                return "isn't there"
            if isinstance(error, ConnectionRefusedError):
                return "is left over, and nobody listens there: remove it, and log in again"
            return "takes no lines" if isinstance(error, TimeoutError) else f"can't be used ({system_words(error)})"
        return ""

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
            self._not_before = time.monotonic() + self._retry_s

    def _report(self, what: str) -> None:
        failed, self._failed = self._failed, None
        if failed is not None:
            failed(f"The socket of the voice, {harmless(self._path, 120)}, {what}.")
