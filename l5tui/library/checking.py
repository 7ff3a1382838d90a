"""`l5tui check`: every mistake of the content files, one line each, without opening anything else.

A single file is checked as if it stood where it belongs: with all exercises known, and with its id compared to the
others', but for the file's own copy among them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from l5tui.errors import ContentError
from l5tui.library.loading import EXERCISES, GUIDES, ROUTINES, SAFETY, Loader
from l5tui.paths import content_root, own_content


def check(paths: Iterable[Path] = (), *, root: Path | None = None, own: Path | None = None) -> list[ContentError]:
    """The mistakes of these content files; without any, of everything shipped and the person's own.

    Args:
        paths: exercises, routines, guides or `safety.toml`. What a file is, its folder says, else its keys.
        root: the folder of the shipped content; where it is installed by default.
        own: the person's own content; where it is kept by default.
    """
    root = root or content_root()
    own = own or own_content()
    given = [path.absolute() for path in paths]
    everything = Loader(leave_out={path.resolve() for path in given})
    everything.take(root)
    everything.take_own(own)
    if not given:
        return everything.problems
    everything.problems.clear()
    kinds = {path: _kind(path) for path in given}
    for path in _of_kind(kinds, EXERCISES):
        everything.take_exercise(path, _called(path), own=not path.is_relative_to(root))
    for path in _of_kind(kinds, ROUTINES):
        everything.take_routine(path, _called(path), own=not path.is_relative_to(root))
    for path in _of_kind(kinds, GUIDES):
        everything.take_guide(path, _called(path))
    for path in _of_kind(kinds, SAFETY):
        everything.take_safety(path, _called(path))
    return everything.problems


def _of_kind(kinds: dict[Path, str], wanted: str) -> list[Path]:
    return [path for path, kind in kinds.items() if kind == wanted]


def _called(path: Path) -> str:
    """A file as the person would write it: from where they are, if it is below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _kind(path: Path) -> str:
    if path.suffix == ".md":
        return GUIDES
    if path.name == SAFETY:
        return SAFETY
    if path.parent.name in (EXERCISES, ROUTINES):
        return path.parent.name
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ROUTINES  # reading it again says what is wrong with it
    return EXERCISES if "phases" in keys or "posture" in keys else ROUTINES
