"""Small private files, one document each: drafts, and entries that couldn't be written to the journal.

They are written atomically, readable by their owner alone, with the checksum of a journal's line. Some are in folders
that others can write to, so a file counts only if it belongs to this user and isn't a link.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from l5tui.storage.atomic import SystemCalls, close_quietly, stale_files_in, sync_folder, temporary_name, write_new
from l5tui.storage.format import Record, decode, encode

_LARGEST = 1 << 24
"""The most bytes that are read; a larger file wasn't written by l5tui."""


def write_private(calls: SystemCalls, path: Path, mark: str, version: int, body: Mapping[str, Any]) -> None:
    """Write a document, replacing an earlier one of that name; it is on the disk when this returns.

    Raises:
        OSError: from the system; an earlier document is still there.
    """
    temporary = temporary_name(path)
    write_new(calls, temporary, [encode(mark, version, dict(body)) + b"\n"])
    try:
        calls.replace(temporary, str(path))
    except BaseException:
        with suppress(OSError):
            calls.unlink(temporary)
        raise
    sync_folder(calls, path.parent)


def read_private(calls: SystemCalls, path: Path) -> Record | None:
    """The document in a file, or None if there is no file, it belongs to another user, or it is damaged."""
    try:
        fd = calls.open(str(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        facts = calls.fstat(fd)
        if not stat.S_ISREG(facts.st_mode) or facts.st_uid != os.geteuid() or facts.st_size > _LARGEST:
            return None
        parts = []
        while part := calls.read(fd, _LARGEST):
            parts.append(part)
    except OSError:
        return None
    finally:
        close_quietly(calls, fd)
    return decode(b"".join(parts).rstrip(b"\n"))


def files_in(calls: SystemCalls, folder: Path, start: str, end: str) -> list[Path]:
    """The files of a folder whose names begin and end so; none if the folder can't be listed."""
    try:
        names = calls.names(str(folder))
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name.startswith(start) and name.endswith(end)]


def remove(calls: SystemCalls, path: Path) -> None:
    """Remove a file; errors are ignored."""
    with suppress(OSError):
        calls.unlink(str(path))


def sweep(calls: SystemCalls, folder: Path, start: str) -> None:
    """Remove temporary files that a crash left, of names that begin so; errors are ignored."""
    with suppress(OSError):
        for left in stale_files_in(calls, folder, start, 0):
            calls.unlink(str(left))


def file_name_part(text: str) -> str:
    """A text as part of a file's name: a uid stays as it is, anything else becomes two checksums."""
    if text.replace("-", "").replace("_", "").isalnum() and text.isascii() and len(text) <= 64:
        return text
    raw = text.encode(errors="surrogatepass")
    return f"{crc32(raw):08x}{crc32(raw[::-1]):08x}"
