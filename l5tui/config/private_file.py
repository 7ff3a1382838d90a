"""Writing a file of the person's own: whole or not at all, and readable only by them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def replace_private(file: Path, content: bytes) -> None:
    """Replace a file atomically, or make it, readable only by its owner. On failure the old one is unchanged.

    Raises:
        OSError: it can't be written; a file that nobody may write isn't replaced either.
    """
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(file))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.urandom(4).hex()}.tmp")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(fd, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(fd)
        temporary.replace(file)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Put the folder's names on the disk, as far as the system can."""
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
