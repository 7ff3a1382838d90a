"""How a new state of the journal replaces the old one, step by step, under the lock.

1. FILE is checked; if another process wrote since, it is read again (`tinydb_storage`).
   Crash: nothing was written yet.
2. The new journal is written to FILE.tmp-xxxxxxxx and synced.
   Crash: the old journal, and a stale temporary file that is swept later.
3. FILE gets other names: FILE.prev and, at the day's first write, FILE.DATE. If FILE is damaged, its other name is
   FILE.damaged-N instead, and FILE.prev stays; before a migration there is FILE.before-schema-N besides.
   Crash: the old journal; FILE and its newest copy are the same file.
4. FILE.tmp-xxxxxxxx is renamed to FILE: the commit point.
   Crash: the old journal or the new one, whichever reached the disk. The write isn't confirmed yet.
5. The folder is synced.
   Crash: the new journal. From here on the write is confirmed.

A failure before step 4 removes the temporary file and leaves the old journal. A failed sync in step 5 is reported and
never repeated (a second one would succeed without the data): the caller reads what is there and makes its change again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from l5tui.storage.atomic import (
    FileState,
    SystemCalls,
    exists,
    link_or_copy,
    stale_files,
    sync_folder,
    temporary_name,
    write_new,
)

PREVIOUS: Final = ".prev"
DAMAGED: Final = ".damaged-"
BEFORE_SCHEMA: Final = ".before-schema-"
DAYS_KEPT: Final = 7
_DAY: Final = r"\.\d{4}-\d\d-\d\d"
_OTHER: Final = rf"({re.escape(DAMAGED)}|{re.escape(BEFORE_SCHEMA)})\d+(-\d+)?"


def commit(calls: SystemCalls, file: Path, parts: Iterable[bytes], names: Iterable[Path]) -> FileState:
    """Replace `file` by these bytes: steps 2 to 5. Its present state gets the other names first.

    Raises:
        OSError: as the system said; the journal is the old one, or (if the last sync failed) the old or the new.
    """
    temporary = temporary_name(file)
    mark = write_new(calls, temporary, parts)
    try:
        for name in names:
            link_or_copy(calls, file, name)
        calls.replace(temporary, str(file))
    except BaseException:
        with suppress(OSError):
            calls.unlink(temporary)
        raise
    sync_folder(calls, file.parent)
    return mark


def previous(file: Path) -> Path:
    """The state before the last write."""
    return file.with_name(file.name + PREVIOUS)


def daily(calls: SystemCalls, file: Path) -> list[Path]:
    """The daily copies, oldest first."""
    return [file.with_name(file.name + end) for end in _beside(calls, file) if re.fullmatch(_DAY, end)]


def kept_aside(calls: SystemCalls, file: Path) -> list[Path]:
    """Files that are kept until the person removes them: damaged ones, and copies from before a migration."""
    return [file.with_name(file.name + end) for end in _beside(calls, file) if re.fullmatch(_OTHER, end)]


def free_name(calls: SystemCalls, file: Path, kind: str) -> Path:
    """The first name of that kind that isn't taken: FILE.damaged-1."""
    number = 1
    while exists(calls, name := file.with_name(f"{file.name}{kind}{number}")):
        number += 1
    return name


def sweep(calls: SystemCalls, file: Path, older_than: float) -> None:
    """Remove what crashes left, and daily copies beyond the newest seven. Errors are ignored.

    Args:
        older_than: seconds; a younger temporary file is left. 0 under the lock, where nobody else is writing.
    """
    with suppress(OSError):
        for old in [*stale_files(calls, file, older_than), *daily(calls, file)[:-DAYS_KEPT]]:
            calls.unlink(str(old))


def _beside(calls: SystemCalls, file: Path) -> list[str]:
    """The suffixes of the names that begin with FILE's."""
    try:
        names = calls.names(str(file.parent))
    except OSError:
        return []
    return sorted(name[len(file.name) :] for name in names if name.startswith(file.name))
