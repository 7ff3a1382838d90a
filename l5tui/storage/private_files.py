"""Small private files, one document each: what was typed and not confirmed, and what the journal's disk refused.

They are written whole or not at all, readable by their owner alone, with the checksum of a journal's line. Some stand
in folders that others can write to, so a file counts only if it belongs to us and is no link.
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
"""Bytes of a file that are read; one that is larger isn't ours."""


def write_private(calls: SystemCalls, path: Path, mark: str, version: int, body: Mapping[str, Any]) -> None:
    """Write a document, in place of an earlier one of that name; it is on the disk when this returns.

    Raises:
        OSError: as the system said; an earlier document is still there.
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
    """The document in a file, or None where there is none, it isn't ours, or it is damaged."""
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
    """The files of a folder whose names begin and end so; none where the folder can't be looked into."""
    try:
        names = calls.names(str(folder))
    except OSError:
        return []
    return [folder / name for name in sorted(names) if name.startswith(start) and name.endswith(end)]


def remove(calls: SystemCalls, path: Path) -> None:
    """Take a file away; failing is harmless."""
    with suppress(OSError):
        calls.unlink(str(path))


def sweep(calls: SystemCalls, folder: Path, start: str) -> None:
    """Take away what a crash left of files that begin so; failing is harmless."""
    with suppress(OSError):
        for left in stale_files_in(calls, folder, start, 0):
            calls.unlink(str(left))


def file_name_part(text: str) -> str:
    """A text as part of a file's name: a uid as it is, anything else by two checksums."""
    if text.replace("-", "").replace("_", "").isalnum() and text.isascii() and len(text) <= 64:
        return text
    raw = text.encode(errors="surrogatepass")
    return f"{crc32(raw):08x}{crc32(raw[::-1]):08x}"
