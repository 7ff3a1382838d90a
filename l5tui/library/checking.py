"""`l5tui check`: every mistake of the content files, one line each, without opening anything else.

A single file is checked as if it stood where it belongs: with all exercises known, and with its id compared to the
others', but for the file's own copy among them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from l5tui.config.errors import ContentError
from l5tui.config.paths import content_root, own_content
from l5tui.library.loading import EXERCISES, GUIDES, ROUTINES, SAFETY, Loader
from l5tui.library.poses import POSES, poses_in


def check(paths: Iterable[Path] = (), *, root: Path | None = None, own: Path | None = None) -> list[ContentError]:
    """The mistakes of these content files; without any, of everything shipped and the person's own.

    Args:
        paths: exercises, routines, guides, `safety.toml` or `poses.toml`. What a file is, its name or folder says,
            else its keys.
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
        return loader.problems + _of_poses(root / POSES, POSES)
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
    return loader.problems + [line for path in _of_kind(kinds, POSES) for line in _of_poses(path, given[path])]


def _of_poses(path: Path, file: str) -> list[ContentError]:
    """The figure's poses stand apart: a session can go on without them, so `load` doesn't ask for them."""
    try:
        poses_in(path, file)
    except ContentError as error:
        return [error]
    return []


def _of_kind(kinds: dict[Path, str], wanted: str) -> list[Path]:
    return [path for path, kind in kinds.items() if kind == wanted]


def _kind(path: Path) -> str:
    if path.suffix == ".md":
        return GUIDES
    if path.name in (SAFETY, POSES):
        return path.name
    if path.parent.name in (EXERCISES, ROUTINES):
        return path.parent.name
    try:
        keys = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError, RecursionError):
        keys = {}  # taking it for anything says what is wrong with it
    return EXERCISES if "phases" in keys or "posture" in keys else ROUTINES
