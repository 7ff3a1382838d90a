"""The demo: a temporary folder with a made-up journal (see `demo_journal`), removed afterwards."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from l5tui.cli.demo_journal import demo_entries

if TYPE_CHECKING:
    from l5tui.library import Content

_FAVOURITES: Final = ("full_l5", "morning", "gentle_relief", "evening")
_PREFIX: Final = "l5tui-demo-"
_FRESH_S: Final = 60
"""A folder younger than this may not have been locked yet."""


def write_demo_journal(path: Path, content: Content, now: datetime) -> None:
    """Write the made-up journal, with favourites."""
    from l5tui.journal.store import Journal

    journal = Journal(path)
    for entry in demo_entries(content, now):
        journal.put(entry)
    journal.set_favourites(name for name in _FAVOURITES if content.startable(name))


@contextmanager
def demo_folder() -> Iterator[Path]:
    """A folder for one demo, removed at its end; folders of demos that were killed are removed at the next."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        held = os.open(name, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with suppress(OSError):  # without locks no other demo can lock it either, so none removes it
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Path(name)
        finally:
            os.close(held)


def _sweep(place: Path) -> None:
    """Remove this user's demo folders that no process holds any more."""
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            facts = os.fstat(held)
            if facts.st_uid == os.getuid() and time.time() - facts.st_mtime > _FRESH_S:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # somebody holds it, or there are no locks
            continue
        finally:
            os.close(held)
