"""What can go wrong for a person, as types.

Every error that a person may meet is an `L5Error`: one line that says what is wrong and where, and a hint
that says what to do. Nothing else is caught at the edges of the program, so a fault of the program stays
visible as one. This module imports nothing, so that every room may use it.
"""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the process ends with; ended by signal n is 128 + n."""

    OK = 0
    """Done, or quit by the person."""
    FAILED = 1
    """It could not; the line on stderr says what and what to do."""
    USAGE = 2
    """Wrong usage, no terminal, or a dumb one."""
    FAULT = 70
    """A fault of the program; the line names the crash log."""


class L5Error(Exception):
    """Something a person can understand and, mostly, mend.

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
        """The whole as one line, whatever the text it quotes."""
        hint = self.hint if self.hint.startswith("l5tui") else self.hint[:1].upper() + self.hint[1:]
        line = f"{self.what}. {hint}" if hint else self.what
        return " ".join(line.split())


class UsageError(L5Error):
    """The command line, or an argument on it, is wrong."""

    status = ExitStatus.USAGE


class ContentError(L5Error):
    """A content file is missing or wrong; the line has file, table and key."""


class JournalError(L5Error):
    """The journal can't be read or written; the line has the path."""


class SettingsError(L5Error):
    """`config.toml` has a bad value; the line has file and key."""
