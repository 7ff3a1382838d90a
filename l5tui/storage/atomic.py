"""Atomic file writes, through a small interface to the operating system.

Every call that can fail goes through `SystemCalls`, so that tests can count them, let each one fail in turn, and record
them to build every state that a power cut may leave. Guaranteed: after `write_new` the bytes are on the disk; after
`sync_folder` so are the names in that folder. Not guaranteed: a disk that reports a sync while the data is still in its
cache can't be detected.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from l5tui.config.errors import JournalError, as_journal_error, cannot_read

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
_WRITE_BITS: Final = 0o222
_TEMPORARY: Final = r".*\.tmp-[0-9a-f]{8}"

_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EINVAL, errno.EACCES}
)


class SystemCalls:
    """The system calls that the journal needs. Each method makes one call, and may raise its `OSError`."""

    def open(self, path: str, flags: int, mode: int = PRIVATE_FILE) -> int:
        """`O_CLOEXEC` is always on (Python's default)."""
        return os.open(path, flags, mode)

    def read(self, fd: int, size: int) -> bytes:
        """Read at most `size` bytes; it may return fewer."""
        return os.read(fd, size)

    def write(self, fd: int, data: memoryview) -> int:
        """Write some or all of the data; returns how many bytes were written."""
        return os.write(fd, data)

    def pwrite(self, fd: int, data: memoryview, offset: int) -> int:
        """Like `write`, at an offset."""
        return os.pwrite(fd, data, offset)

    def fsync(self, fd: int) -> None:
        """Put the file's data, or the folder's names, on the disk."""
        os.fsync(fd)

    def dup(self, fd: int) -> int:
        """A second handle on the same open file."""
        return os.dup(fd)

    def close(self, fd: int) -> None:
        """Close the file. It is closed even if this raises."""
        os.close(fd)

    def fchmod(self, fd: int, mode: int) -> None:
        """Set the mode of an open file; the umask has no effect."""
        os.fchmod(fd, mode)

    def fstat(self, fd: int) -> os.stat_result:
        """Return the status of an open file."""
        return os.fstat(fd)

    def stat(self, path: str) -> os.stat_result:
        """Return the status of a file; symbolic links are followed."""
        return os.stat(path)  # noqa: PTH116

    def replace(self, source: str, target: str) -> None:
        """Rename atomically: the target is the old file or the new one at every moment."""
        os.replace(source, target)  # noqa: PTH105

    def link(self, source: str, target: str) -> None:
        """Make a hard link."""
        os.link(source, target)

    def unlink(self, path: str) -> None:
        """Remove a name."""
        os.unlink(path)  # noqa: PTH108

    def mkdir(self, path: str, mode: int = PRIVATE_FOLDER) -> None:
        """Make one folder."""
        os.mkdir(path, mode)  # noqa: PTH102

    def chmod(self, path: str, mode: int) -> None:
        """Set the mode of a file; the umask has no effect."""
        os.chmod(path, mode)  # noqa: PTH101

    def names(self, folder: str) -> list[str]:
        """List a folder, in no order."""
        return os.listdir(folder)  # noqa: PTH208

    def writable(self, folder: str) -> bool:
        """Whether files can be made in the folder, as far as its mode and the mount say."""
        return os.access(folder, os.W_OK | os.X_OK)

    def flock(self, fd: int, how: int) -> None:
        """Lock the file; the kernel releases the lock when the process ends, however it ends."""
        import fcntl

        fcntl.flock(fd, how)


SYSTEM: Final = SystemCalls()


class FileState(NamedTuple):
    """Identity, size and time of a file: they tell one state of it from the next without reading it."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, facts: os.stat_result) -> FileState:
        """Make it from the result of `stat`."""
        return cls(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def exists(calls: SystemCalls, path: Path) -> bool:
    """Whether something of that name exists and can be accessed."""
    try:
        calls.stat(str(path))
    except OSError:
        return False
    return True


def protected(calls: SystemCalls, path: Path) -> bool:
    """Whether the file's mode lets nobody write it. Replacing it would ignore what a person asked for, and the system
    wouldn't stop root.
    """
    try:
        return not calls.stat(str(path)).st_mode & _WRITE_BITS
    except OSError:
        return False


def read_whole(calls: SystemCalls, path: Path, limit: int | None = None) -> tuple[bytes, FileState] | None:
    """The file's bytes (at most the first `limit`) and its state, or None if there is no such file.

    Raises:
        JournalError: it is a folder or a device, or can't be read.
    """
    try:
        fd = calls.open(str(path), os.O_RDONLY | os.O_NONBLOCK)  # O_NONBLOCK: a pipe must not hold us up
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        hint = "check its owner and mode, or name another with --journal FILE"
        raise JournalError(cannot_read(path, error), hint) from error
    try:
        facts = calls.fstat(fd)
        if not stat.S_ISREG(facts.st_mode):
            what = "a folder" if stat.S_ISDIR(facts.st_mode) else "not a plain file"
            raise JournalError(f"{path} is {what}, not a journal", "name a file with --journal FILE")
        parts = []
        left = facts.st_size if limit is None else min(limit, facts.st_size)
        while left > 0 and (part := calls.read(fd, left)):
            parts.append(part)
            left -= len(part)
        return b"".join(parts), FileState.of(facts)
    except OSError as error:
        raise as_journal_error(path, error) from error
    finally:
        close_quietly(calls, fd)


def write_new(calls: SystemCalls, path: str, parts: Iterable[bytes]) -> FileState:
    """Write a new file, private whatever the umask, and sync it. On failure no file is left."""
    fd = calls.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        try:
            with suppress(PermissionError):  # a file system without modes
                calls.fchmod(fd, PRIVATE_FILE)
            for part in parts:
                write_all(calls, fd, part)
            calls.fsync(fd)
            mark = FileState.of(calls.fstat(fd))
        finally:
            calls.close(fd)
    except BaseException:
        with suppress(OSError):
            calls.unlink(path)
        raise
    return mark


def write_all(calls: SystemCalls, fd: int, data: bytes) -> None:
    """Write until all of it is written. A system that writes nothing and reports no error is treated as a full disk."""
    left = memoryview(data)
    while left:
        written = calls.write(fd, left)
        if written <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def close_quietly(calls: SystemCalls, fd: int) -> None:
    """Close a file that nothing was written to; errors are ignored, for it is closed all the same."""
    with suppress(OSError):
        calls.close(fd)


def sync_folder(calls: SystemCalls, folder: Path) -> None:
    """Sync the folder's names to the disk. Only EINVAL is ignored: the file system can't sync folders."""
    fd = calls.open(str(folder), os.O_RDONLY | os.O_DIRECTORY)
    try:
        calls.fsync(fd)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        close_quietly(calls, fd)


def make_folder(calls: SystemCalls, folder: Path) -> None:
    """Make a folder and its parents, private whatever the umask, and sync their names."""
    try:
        calls.mkdir(str(folder), PRIVATE_FOLDER)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(calls, folder.parent)
        with suppress(FileExistsError):
            calls.mkdir(str(folder), PRIVATE_FOLDER)
    with suppress(PermissionError):
        calls.chmod(str(folder), PRIVATE_FOLDER)
    sync_folder(calls, folder.parent)


def link_or_copy(calls: SystemCalls, source: Path, target: Path) -> None:
    """Give the source's present content a second name, replacing any file of that name. The folder isn't synced here.

    A hard link where the file system has them, else a copy that is on the disk before it gets the name.
    """
    temporary = temporary_name(target)
    try:
        calls.link(str(source), temporary)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        content = read_whole(calls, source)
        if content is None:
            raise
        write_new(calls, temporary, [content[0]])
    try:
        with suppress(PermissionError):  # somebody may have put a file here that others can read
            calls.chmod(temporary, PRIVATE_FILE)
        calls.replace(temporary, str(target))
    finally:
        # Where both names already led to the same file, `replace` does nothing and leaves both.
        with suppress(OSError):
            calls.unlink(temporary)


def temporary_name(target: Path) -> str:
    """An unused name beside the target. While the lock is held, any other such file was left by a crash."""
    return f"{target}.tmp-{os.urandom(4).hex()}"


def stale_files(calls: SystemCalls, target: Path, older_than: float) -> list[Path]:
    """Temporary files that crashes left beside the target, at least `older_than` seconds old."""
    return stale_files_in(calls, target.parent, target.name, older_than)


def stale_files_in(calls: SystemCalls, folder: Path, start: str, older_than: float) -> list[Path]:
    """The same for every file of the folder whose name begins with `start`."""
    left = [
        folder / name for name in calls.names(str(folder)) if name.startswith(start) and re.fullmatch(_TEMPORARY, name)
    ]
    return [path for path in left if not older_than or time.time() - calls.stat(str(path)).st_mtime > older_than]
