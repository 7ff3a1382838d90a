"""A file that comes from elsewhere: read, checked, and put into the person's content folder."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final

from msgspec import Struct

from l5tui.config.errors import ContentError, L5Error, cannot_write
from l5tui.config.paths import content_root
from l5tui.config.private_file import replace_private
from l5tui.library.content import Content
from l5tui.library.faults import FileError, fault
from l5tui.library.loading import EXERCISE, PROGRAMME, Kind, Loader, Source, kind_of
from l5tui.library.reading import LARGEST_BYTES, decoded, read_text, table_of

STDIN: Final = "-"


class Incoming(Struct, frozen=True):
    """A sound file that can be put into the person's content folder."""

    id: str
    kind: Kind
    text: str
    content: Content
    """All content, with what the file holds."""
    target: Path
    """Where it belongs."""
    warnings: tuple[FileError, ...] = ()
    breaks: tuple[FileError, ...] = ()
    """The faults that routines of the person's own would have by it."""


def incoming(file: str, own: Path, extras: Collection[str] = ()) -> Incoming | list[FileError]:
    """Read a file that the person wants to have, or all its faults.

    Args:
        file: its path, or `-` for standard input.
        own: the person's content folder.
        extras: the ids of the exercises outside the article that the person switched on.

    Raises:
        L5Error: it can't be read, or holds several files.
    """
    text = _text_of(file)
    kind = kind_of(text)
    if kind is PROGRAMME:
        raise fault(file, "", "it is a programme", f"l5tui programme {file} shows what it changes, and takes it")
    target = own / kind.folder / f"{_id_in(text)}.toml"
    shown = "standard input" if file == STDIN else file
    source = Source(shown, lambda: text, stem=None, own=True)
    loader = Loader(leave_out={Path(os.path.realpath(target))}, all_faults=True, extras=extras)
    loader.load_shipped(content_root())
    loader.load_own_exercises(own)
    breaks: list[FileError] = []
    if kind is EXERCISE:
        found = _problems(loader, lambda: kind.load(loader, source))
        now = _problems(loader, lambda: loader.load_own_routines(own))
        broken = {one.file for one in _broken_before(own, extras)} if now else set()
        breaks = [one for one in now if not one.is_warning and one.file not in broken]
    else:
        loader.load_own_routines(own)
        found = _problems(loader, lambda: kind.load(loader, source))
    if any(not problem.is_warning for problem in found):
        return found
    return Incoming(target.stem, kind, text, loader.content(), target, tuple(found), tuple(breaks))


def _broken_before(own: Path, extras: Collection[str]) -> list[FileError]:
    """The faults that the person's routines have as it is."""
    loader = Loader(all_faults=True, extras=extras)
    loader.load_shipped(content_root())
    loader.load_own_exercises(own)
    return _problems(loader, lambda: loader.load_own_routines(own))


def _problems(loader: Loader, load: Callable[[], None]) -> list[FileError]:
    """The problems of what is loaded by this."""
    loader.problems = []
    load()
    return loader.problems


def _text_of(file: str) -> str:
    if file == STDIN:
        if sys.stdin is None:
            raise L5Error("standard input is closed", "name a file")
        data = sys.stdin.buffer.read(LARGEST_BYTES + 1)
        return decoded(data, "standard input")
    path = Path(file)
    if os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises for a name that is too long
        raise fault(file, "", "it is a folder", "import the files in it one by one")
    return read_text(path, file)


def _id_in(text: str) -> str:
    """The id that a file gives itself, if it could be one; the check says what is wrong with another."""
    try:
        found = str(table_of(text.replace("\r\n", "\n"), "").get("id"))
    except (ValueError, ContentError):
        found = ""
    return found if re.fullmatch(r"[a-z0-9_]{1,40}", found) else ""


def is_there(given: Incoming) -> bool:
    """Whether the person has this very file already."""
    try:
        return given.target.is_file() and given.target.read_bytes() == given.text.encode()
    except OSError:
        return False


def put(given: Incoming, *, replace: bool = False) -> Path | None:
    """Write it into the person's content folder.

    Args:
        given: the file.
        replace: write though one of its id is there, which is kept beside it.

    Returns:
        Where the former one is kept, or None if there was none.

    Raises:
        ContentError: one of its id is there, or it can't be written; nothing was changed.
    """
    path, kept = given.target, None
    try:
        if os.path.lexists(path):
            if not replace:
                raise ContentError(f"{path} is there already", taken_hint(given))
            kept = _free_backup(path)
            replace_private(kept, path.read_bytes())
        replace_private(path, given.text.encode())
    except OSError as error:
        raise ContentError(cannot_write(path, error), "nothing was changed") from error
    return kept


def taken_hint(given: Incoming) -> str:
    """What to do about a file of the same id."""
    return (
        f'write another id into the file, such as id = "{given.id[:38]}_2", or add --replace, which keeps the old one'
    )


def _free_backup(path: Path) -> Path:
    """`mine.toml.bak`, or `mine.toml.bak2` and so on: what was kept earlier is never overwritten."""
    number = 1
    while True:
        found = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        if not os.path.lexists(found):
            return found
        number += 1
