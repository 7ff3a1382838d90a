"""A program in a pseudo-terminal that answers nothing, for measuring it from outside."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
from collections.abc import Mapping, Sequence
from types import TracebackType


class PseudoTerminal:
    """Starts a program in a pseudo-terminal of its own, and ends it with the `with` block."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], *, columns: int, rows: int) -> None:
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.chdir(environment["HOME"])  # not the source's folder, from which python -m would take the package
                os.execvpe(command[0], list(command), environment)  # noqa: S606
            finally:
                os._exit(127)

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.pid:
            self.end(signal.SIGKILL)
        os.close(self._fd)

    def read(self, timeout_s: float) -> bytes:
        """What the program wrote; empty if nothing comes in this time, or if it has ended."""
        if not select.select([self._fd], [], [], timeout_s)[0]:
            return b""
        try:
            return os.read(self._fd, 1 << 16)
        except OSError:
            return b""

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def end(self, number: signal.Signals) -> None:
        """Send a signal, and wait until the program has ended."""
        os.kill(self.pid, number)
        os.waitpid(self.pid, 0)
        self.pid = 0
