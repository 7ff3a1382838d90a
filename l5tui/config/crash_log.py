"""The crash log, which is written after an unexpected error.

A crash log may be sent to somebody, so it has nothing of the journal in it. It has the location and the type of the
error, but neither its message nor any value, since both may contain a note or a score.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from l5tui import __version__
from l5tui.config.clock import now
from l5tui.config.paths import crash_log


def record_crash(error: BaseException) -> Path | None:
    """Write the crash log in place of the last one, readable only by its owner. Returns None if it can't be written."""
    try:
        path = crash_log()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w", encoding="utf-8", errors="backslashreplace") as out:
            os.fchmod(file, 0o600)
            out.writelines(f"{line}\n" for line in describe(error))
    except Exception:  # noqa: BLE001  the first error must be reported even if its log can't be written
        return None
    return path


def describe(error: BaseException) -> Iterator[str]:
    """The lines of a crash log."""
    yield f"l5tui {__version__}, {now().isoformat()}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()} {platform.machine()}"
    yield f"TERM={os.environ.get('TERM', '')!r}, locale encoding {sys.getfilesystemencoding()}"
    yield from _one(error, frozenset())


def _one(error: BaseException, seen: frozenset[int]) -> Iterator[str]:
    """The lines of an error and its causes, causes first, each with its location."""
    import traceback

    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    seen |= {id(error)}
    if before is not None and id(before) not in seen:
        yield from _one(before, seen)
        yield "which led to:" if error.__cause__ else "and while that was dealt with:"
    number = f" {error.errno}" if isinstance(error, OSError) and error.errno else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{number}"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _one(inner, seen)
