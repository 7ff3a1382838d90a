"""Replacements of the system calls that count, fail, refuse or die at a call.

`CountingCalls` counts every call that the journal makes, so no test names a call site: a new one is visited by itself.
None of these really syncs, because a test's disk doesn't lose power; `power_loss.py` tests the syncs.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from l5tui.storage.atomic import SystemCalls

NAMES = tuple(name for name in vars(SystemCalls) if not name.startswith("_"))


class CountingCalls(SystemCalls):
    """Runs `before(number, name, arguments)` ahead of each call; its result, if any, is the call's."""

    def __init__(self) -> None:
        self.count = 0
        self.seen: list[str] = []

    def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        """Nothing, here."""
        return None

    def after(self, name: str, arguments: tuple[Any, ...], result: Any) -> None:
        """Nothing, here."""


def _counted(name: str) -> Callable[..., Any]:
    real = getattr(SystemCalls, name)

    def call(self: CountingCalls, *arguments: Any) -> Any:
        self.count += 1
        self.seen.append(name)
        result = self.before(self.count, name, arguments)
        if result is not None:
            return result
        if name == "fsync":
            return os.fstat(arguments[0]) and None
        result = real(self, *arguments)
        self.after(name, arguments, result)
        return result

    return call


for _name in NAMES:
    setattr(CountingCalls, _name, _counted(_name))


class FailingCall(CountingCalls):
    """The call with one number fails, or (`short`) writes half of its data before the next one finds the disk
    full."""

    def __init__(self, at: int, error: int = 0, *, short: bool = False) -> None:
        super().__init__()
        self.at = at
        self.error = error
        self.short = short
        self.failed: str | None = None

    def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        if number != self.at:
            return None
        if not self.short:
            self.failed = name
            if name == "close":  # as Linux does it: closed, and an error all the same
                os.close(arguments[0])
            raise OSError(self.error, os.strerror(self.error))
        if name not in ("write", "pwrite"):
            return None
        self.failed = name
        self.at, self.short, self.error = number + 1, False, errno.ENOSPC
        fd, data, *where = arguments
        half = data[: len(data) // 2]
        return os.pwrite(fd, half, *where) if where else os.write(fd, half)


class RefusedCalls(CountingCalls):
    """Calls of some names always fail, while `on`: a file system without links or locks, a full disk, a read-only
    one."""

    def __init__(self, error: int, *names: str) -> None:
        super().__init__()
        self.error = error
        self.refused = names
        self.on = True

    def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        writing = name != "open" or arguments[1] & (os.O_WRONLY | os.O_RDWR)
        if self.on and name in self.refused and writing:
            raise OSError(self.error, os.strerror(self.error))
        return None


class Killed(BaseException):
    """Raised in place of the process's death, so that not even its clean-up runs."""


class KilledAtCall(CountingCalls):
    """The process is killed at the call with one number: that call and all later ones never happen. Its files are
    closed, as the kernel does."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at
        self.dead = False
        self.files: set[int] = set()

    def before(self, number: int, name: str, arguments: tuple[Any, ...]) -> Any:
        if number >= self.at and not self.dead:
            self.dead = True
            for fd in self.files:
                with suppress(OSError):
                    os.close(fd)
        if self.dead:
            raise Killed
        if name == "close":
            self.files.discard(arguments[0])
        return None

    def after(self, name: str, arguments: tuple[Any, ...], result: Any) -> None:
        if name in ("open", "dup"):
            self.files.add(result)
