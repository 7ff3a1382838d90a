"""Files that are there whole or not at all, by way of a small interface to the operating system.

Every call that can fail goes through `SystemCalls`, so that tests can count them, let each one fail in turn, and record
them to build every state that a power cut may leave. What is promised: after `write_new` its bytes are on the disk;
after `sync_folder` so are the names in that folder. What isn't: a disk that lies about its cache is not found out.
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

from l5tui.config.errors import JournalError

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
_WRITE_BITS: Final = 0o222
_TEMPORARY: Final = r".*\.tmp-[0-9a-f]{8}"

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLOSED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EINVAL, errno.EACCES}
)


class SystemCalls:
    """The operating system, as far as the journal needs it. Each method is one call, and may raise its `OSError`."""

    def open(self, path: str, flags: int, mode: int = PRIVATE_FILE) -> int:
        """`O_CLOEXEC` is always on (Python's default)."""
        return os.open(path, flags, mode)

    def read(self, fd: int, size: int) -> bytes:
        """May give less than was asked for."""
        return os.read(fd, size)

    def write(self, fd: int, data: memoryview) -> int:
        """May write less than it was given."""
        return os.write(fd, data)

    def pwrite(self, fd: int, data: memoryview, offset: int) -> int:
        """Like `write`, at a place of its own."""
        return os.pwrite(fd, data, offset)

    def fsync(self, fd: int) -> None:
        """The file's data, or the folder's names, are on the disk afterwards."""
        os.fsync(fd)

    def dup(self, fd: int) -> int:
        """A second handle on the same open file."""
        return os.dup(fd)

    def close(self, fd: int) -> None:
        """Closed even if it fails."""
        os.close(fd)

    def fchmod(self, fd: int, mode: int) -> None:
        """Whatever the umask."""
        os.fchmod(fd, mode)

    def fstat(self, fd: int) -> os.stat_result:
        """Of an open file."""
        return os.fstat(fd)

    def stat(self, path: str) -> os.stat_result:
        """Of the file that a name leads to."""
        return os.stat(path)  # noqa: PTH116

    def replace(self, source: str, target: str) -> None:
        """Atomic: the target is the old file or the new one, never neither."""
        os.replace(source, target)  # noqa: PTH105

    def link(self, source: str, target: str) -> None:
        """A second name for the same file."""
        os.link(source, target)

    def unlink(self, path: str) -> None:
        """Take a name away."""
        os.unlink(path)  # noqa: PTH108

    def mkdir(self, path: str, mode: int = PRIVATE_FOLDER) -> None:
        """One folder."""
        os.mkdir(path, mode)  # noqa: PTH102

    def chmod(self, path: str, mode: int) -> None:
        """Whatever the umask."""
        os.chmod(path, mode)  # noqa: PTH101

    def names(self, folder: str) -> list[str]:
        """What is in a folder, in no order."""
        return os.listdir(folder)  # noqa: PTH208

    def writable(self, folder: str) -> bool:
        """Whether names can be made in the folder, as far as its mode and the mount tell."""
        return os.access(folder, os.W_OK | os.X_OK)

    def flock(self, fd: int, how: int) -> None:
        """Given up by the kernel when the process ends, however it ends."""
        import fcntl

        fcntl.flock(fd, how)


SYSTEM: Final = SystemCalls()


class FileState(NamedTuple):
    """What tells one state of a file from the next without reading it."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, facts: os.stat_result) -> FileState:
        """From what `stat` says."""
        return cls(facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)


def as_journal_error(path: Path | str, error: OSError) -> JournalError:
    """The system's refusal as one line for a person."""
    if error.errno in _FULL:
        return JournalError(
            f"the disk is full, so {path} was not written", "make room; what was saved before is still there"
        )
    if error.errno in _CLOSED:
        return JournalError(
            f"{path} can't be written ({error.strerror})",
            "check who owns the folder and whether it is read-only, or name another journal with --journal FILE",
        )
    return JournalError(
        f"{path} could not be read or written ({error.strerror or error})",
        "check the disk and the folder, or name another journal with --journal FILE",
    )


def exists(calls: SystemCalls, path: Path) -> bool:
    """Whether there is something of that name that can be looked at."""
    try:
        calls.stat(str(path))
    except OSError:
        return False
    return True


def protected(calls: SystemCalls, path: Path) -> bool:
    """Whether nobody may write the file, by its mode: replacing it would go round what a person asked for, and as root
    the system wouldn't say no.
    """
    try:
        return not calls.stat(str(path)).st_mode & _WRITE_BITS
    except OSError:
        return False


def read_whole(calls: SystemCalls, path: Path, limit: int | None = None) -> tuple[bytes, FileState] | None:
    """The file's bytes (the first `limit` of them) and its mark, or None if there is no such file.

    Raises:
        JournalError: it is a folder or a device, or can't be read.
    """
    try:
        fd = calls.open(str(path), os.O_RDONLY | os.O_NONBLOCK)  # O_NONBLOCK: a pipe must not hold us up
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise JournalError(
            f"{path} can't be read ({error.strerror})", "check its owner and mode, or name another with --journal FILE"
        ) from error
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
    """Write a file that isn't there yet, private whatever the umask, and have it on the disk; on failure nothing is
    left.
    """
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
    """Write until all of it is written; a system that takes nothing, without an error, is out of room."""
    left = memoryview(data)
    while left:
        written = calls.write(fd, left)
        if written <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def close_quietly(calls: SystemCalls, fd: int) -> None:
    """Close what nothing was written to: it is closed even if that fails, and a failure says nothing."""
    with suppress(OSError):
        calls.close(fd)


def sync_folder(calls: SystemCalls, folder: Path) -> None:
    """Have the folder's names on the disk. Only EINVAL is forgiven: a file system that can't, and says so."""
    fd = calls.open(str(folder), os.O_RDONLY | os.O_DIRECTORY)
    try:
        calls.fsync(fd)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        close_quietly(calls, fd)


def make_folder(calls: SystemCalls, folder: Path) -> None:
    """Make a folder and those above it, private whatever the umask, and have their names on the disk."""
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
    """Give the source's present content a second name, replacing what had it. The folder is not synced here.

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
    """A name beside the target that nobody else uses. Under the lock, any other such file is left from a crash."""
    return f"{target}.tmp-{os.urandom(4).hex()}"


def stale_files(calls: SystemCalls, target: Path, older_than: float) -> list[Path]:
    """What crashes left beside the target, at least so many seconds old."""
    return stale_files_in(calls, target.parent, target.name, older_than)


def stale_files_in(calls: SystemCalls, folder: Path, start: str, older_than: float) -> list[Path]:
    """The same for every file of the folder whose name begins so."""
    left = [
        folder / name for name in calls.names(str(folder)) if name.startswith(start) and re.fullmatch(_TEMPORARY, name)
    ]
    return [path for path in left if not older_than or time.time() - calls.stat(str(path)).st_mtime > older_than]
