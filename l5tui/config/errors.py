"""The error types that are shown to a person.

Each is an `L5Error`: one line that says what is wrong and where, and a hint that says what to do. The program catches
no other exceptions at its entry points, so bugs stay visible as such. How a fault of the operating system (a full or
read-only disk, no permission, too many open files) is told is at the end. This module imports nothing of the program,
so that every package may use it.
"""

from __future__ import annotations

import errno
from enum import IntEnum
from pathlib import Path


class ExitStatus(IntEnum):
    """The exit status of the process. A process ended by signal n has 128 + n."""

    OK = 0
    """Success, or quit by the person."""
    FAILED = 1
    """It failed; the line on stderr says why and what to do."""
    USAGE = 2
    """Wrong usage, no terminal, or a dumb one."""
    FAULT = 70
    """A bug in the program; the line on stderr names the crash log."""


class L5Error(Exception):
    """An error that a person can understand and usually fix.

    Args:
        what: one sentence without a full stop: what is wrong, and where.
        hint: one sentence: what to do about it. May be empty.
    """

    status: ExitStatus = ExitStatus.FAILED

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        """The error on one line, even if it quotes text with line breaks."""
        hint = self.hint if self.hint.startswith("l5tui") else self.hint[:1].upper() + self.hint[1:]
        line = f"{self.what}. {hint}" if hint else self.what
        return " ".join(line.split())


class UsageError(L5Error):
    """The command line, or an argument on it, is wrong."""

    status = ExitStatus.USAGE


class ContentError(L5Error):
    """A content file is missing or wrong; the message has file, table and key."""


class JournalError(L5Error):
    """The journal can't be read or written; the message has the path."""


class SettingsError(L5Error):
    """`config.toml` has a bad value; the message has file and key."""


_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def as_journal_error(path: Path | str, error: OSError) -> JournalError:
    """What a failed read or write means for the journal, or for a file beside it, and what to do about it."""
    if error.errno in _DISK_FULL:
        return JournalError(
            f"the disk is full, so {path} was not written", "make room; what was saved before is still there"
        )
    if error.errno in _NOT_WRITABLE:
        return JournalError(
            cannot_write(path, error),
            "check who owns the folder and whether it is read-only, or name another journal with --journal FILE",
        )
    return JournalError(
        f"{path} could not be read or written ({system_words(error)})",
        "check the disk and the folder, or name another journal with --journal FILE",
    )


def cannot_read(what: Path | str, error: OSError) -> str:
    """The sentence for a failed read: `FILE can't be read (Permission denied)`."""
    return f"{what} can't be read ({system_words(error)})"


def cannot_write(what: Path | str, error: OSError) -> str:
    """The sentence for a failed write: `FILE can't be written (No space left on device)`."""
    return f"{what} can't be written ({system_words(error)})"


def system_words(error: OSError | ValueError) -> str:
    """The operating system's own words for a fault, such as `Permission denied` or `Too many open files`."""
    return getattr(error, "strerror", None) or str(error)
