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
    root = (root or content_root()).resolve()
    own = own or own_content()
    given = {path.resolve(): str(path) for path in paths}
    loader = Loader(leave_out=given.keys())
    loader.take(root)
    loader.take_own(own)
    if not given:
        return loader.problems
    loader.problems.clear()
    kinds = {path: _kind(path) for path in given}
    for path in _of_kind(kinds, EXERCISES):
        loader.take_exercise(path, given[path], own=not path.is_relative_to(root))
    for path in _of_kind(kinds, ROUTINES):
        loader.take_routine(path, given[path], own=not path.is_relative_to(root))
    for path in _of_kind(kinds, GUIDES):
        loader.take_guide(path, given[path])
    for path in _of_kind(kinds, SAFETY):
        loader.take_safety(path, given[path])
    return loader.problems


def _of_kind(kinds: dict[Path, str], wanted: str) -> list[Path]:
    return [path for path, kind in kinds.items() if kind == wanted]


def _kind(path: Path) -> str:
    if path.suffix == ".md":
        return GUIDES
    if path.name == SAFETY:
        return SAFETY
    if path.parent.name in (EXERCISES, ROUTINES):
        return path.parent.name
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        keys = {}  # taking it for anything says what is wrong with it
    return EXERCISES if "phases" in keys or "posture" in keys else ROUTINES
