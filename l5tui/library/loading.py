"""Loading of all content. A wrong file becomes an error, and the others are loaded.

Exercises are loaded before routines, and shipped files before the person's own, so that in a clash of ids the own one
is left out. Errors name a shipped file as `routines/full_l5.toml`, and the person's own by its path.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from l5tui.config.errors import ContentError, cannot_read
from l5tui.config.paths import content_root, own_content
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.library.build import exercise_of, routine_of
from l5tui.library.content import Content, Guide, fold, guide_of
from l5tui.library.poses import POSES, poses_in
from l5tui.library.reading import fault, parse, quoted, read_text, refuse_newer
from l5tui.library.safety import safety_of
from l5tui.library.shapes import SAFETY_SCHEMA, ExerciseFile, RoutineFile, SafetyFile

EXERCISES: Final = "exercises"
ROUTINES: Final = "routines"
GUIDES: Final = "guides"
SAFETY: Final = "safety.toml"


def load(root: Path | None = None, own: Path | None = None) -> Content:
    """All content that can be loaded, with an error for each file that can't.

    Args:
        root: the folder of the shipped content; by default the installed one.
        own: the folder of the person's own `exercises` and `routines`; it may be missing.
    """
    loader = Loader()
    loader.load_shipped(root or content_root())
    if own is not None:
        loader.load_own(own)
    return loader.content()


class Loader:
    """The content loaded so far. Each instance is used for one load.

    Args:
        leave_out: resolved paths to skip, because they are checked separately.
    """

    def __init__(self, leave_out: Collection[Path] = ()) -> None:
        self._leave_out = leave_out
        self.problems: list[ContentError] = []
        self._exercises: list[Exercise] = []
        self._routines: list[tuple[int, Routine]] = []
        self._guides: list[Guide] = []
        self._safety: Safety | None = None
        self._taken: dict[str, str] = {}
        """The file of each id. Ids are folded for comparison as names are."""
        self._broken: set[str] = set()
        """Ids of exercises whose files couldn't be loaded."""

    def load_shipped(self, root: Path) -> None:
        """Load the shipped content."""
        if not root.is_dir():
            self.problems.append(fault(str(root), "", "there is no such folder", "install l5tui again"))
            return
        for path in self._files(root / EXERCISES, ".toml"):
            self.load_exercise(path, _called(path, root))
        for path in self._files(root / ROUTINES, ".toml"):
            self.load_routine(path, _called(path, root))
        for path in self._files(root / GUIDES, ".md"):
            self.load_guide(path, _called(path, root))
        if not self._left_out(root / SAFETY):
            self.load_safety(root / SAFETY, SAFETY)

    def load_own(self, root: Path) -> None:
        """Load the person's own exercises and routines."""
        for path in self._files(root / EXERCISES, ".toml"):
            self.load_exercise(path, str(path), own=True)
        for path in self._files(root / ROUTINES, ".toml"):
            self.load_routine(path, str(path), own=True)

    def content(self) -> Content:
        """Everything that was loaded, in the order in which it is listed.

        The seven exercises are in the order of their `number`, the user's own come after them by name. Routines are in
        that of their `order`.
        """
        last = float("inf")
        exercises = sorted(self._exercises, key=lambda one: (one.number or last, fold(one.name)))
        routines = sorted(self._routines, key=lambda pair: (pair[1].own, pair[0], fold(pair[1].name)))
        return Content(
            exercises=MappingProxyType({exercise.id: exercise for exercise in exercises}),
            routines=MappingProxyType({routine.id: routine for _, routine in routines}),
            guides=tuple(sorted(self._guides, key=lambda guide: (guide.order, guide.id))),
            safety=self._safety,
            problems=tuple(self.problems),
        )

    def load_exercise(self, path: Path, file: str, *, own: bool = False) -> None:
        """Load one exercise. The person's own have no number and come after the article's."""

        def made() -> None:
            table = parse(read_text(path, file), ExerciseFile, file)
            if own and table.number:
                raise fault(file, "number", "only the article's exercises are numbered", "take the line out")
            exercise = exercise_of(table, file)
            self._claim(exercise.id, path, file)
            self._exercises.append(exercise)

        if not self._try(made):
            self._broken.add(path.stem)

    def load_routine(self, path: Path, file: str, *, own: bool = False) -> None:
        """Load one routine. Exercises must be loaded before."""

        def made() -> None:
            table = parse(read_text(path, file), RoutineFile, file)
            exercises = {exercise.id: exercise for exercise in self._exercises}
            routine = routine_of(table, file, exercises, self._broken, own=own)
            self._claim(routine.id, path, file)
            self._routines.append((table.order, routine))

        self._try(made)

    def load_guide(self, path: Path, file: str) -> None:
        """Load one guide."""

        def made() -> None:
            guide = guide_of(read_text(path, file), file)
            _refuse_other_name(guide.id, path, file)
            self._guides.append(guide)

        self._try(made)

    def load_safety(self, path: Path, file: str) -> None:
        """Load the safety questions. Exercises must be loaded before."""

        def made() -> None:
            exercises = {exercise.id: exercise for exercise in self._exercises}
            text = read_text(path, file)
            refuse_newer(text, SAFETY_SCHEMA, file)
            table = parse(text, SafetyFile, file)
            self._safety = safety_of(table, file, exercises, self._broken)

        self._try(made)

    def _files(self, folder: Path, suffix: str) -> list[Path]:
        """A folder's content files, sorted. Hidden files (an editor's copies) are skipped."""
        try:
            found = [path for path in folder.iterdir() if path.suffix == suffix and not path.name.startswith(".")]
        except FileNotFoundError:
            return []
        except OSError as error:
            self.problems.append(fault(str(folder), "", cannot_read("it", error)))
            return []
        return sorted(path for path in found if not self._left_out(path))

    def _left_out(self, path: Path) -> bool:
        return bool(self._leave_out) and path.resolve() in self._leave_out

    def _claim(self, wanted: str, path: Path, file: str) -> None:
        _refuse_other_name(wanted, path, file)
        if other := self._taken.get(fold(wanted)):
            raise fault(file, "id", f"{quoted(wanted)} is taken by {other}", "choose another id and file name")
        self._taken[fold(wanted)] = file

    def _try(self, made: Callable[[], None]) -> bool:
        try:
            made()
        except ContentError as error:
            self.problems.append(error)
            return False
        return True


def _called(path: Path, root: Path) -> str:
    return str(path.relative_to(root))


def _refuse_other_name(wanted: str, path: Path, file: str) -> None:
    if wanted != path.stem:
        raise fault(file, "id", f"{quoted(wanted)} is not the file's name", f'write id = "{path.stem}"')


def check(paths: Iterable[Path] = (), *, root: Path | None = None, own: Path | None = None) -> list[ContentError]:
    """The mistakes in these content files, or without paths in all shipped and own content.

    Args:
        paths: exercises, routines, guides, `safety.toml` or `poses.toml`. The kind of a file follows from its name or
            folder, else from its keys.
        root: the folder of the shipped content; by default the installed one.
        own: the folder of the person's own content; by default the usual one.
    """
    root = (root or content_root()).resolve()
    own = own or own_content()
    given = {path.resolve(): str(path) for path in paths}
    loader = Loader(leave_out=given.keys())
    loader.load_shipped(root)
    loader.load_own(own)
    if not given:
        return loader.problems + _of_poses(root / POSES, POSES)
    loader.problems.clear()
    kinds = {path: _kind(path) for path in given}
    for path in _of_kind(kinds, EXERCISES):
        loader.load_exercise(path, given[path], own=not path.is_relative_to(root))
    for path in _of_kind(kinds, ROUTINES):
        loader.load_routine(path, given[path], own=not path.is_relative_to(root))
    for path in _of_kind(kinds, GUIDES):
        loader.load_guide(path, given[path])
    for path in _of_kind(kinds, SAFETY):
        loader.load_safety(path, given[path])
    return loader.problems + [line for path in _of_kind(kinds, POSES) for line in _of_poses(path, given[path])]


def _of_poses(path: Path, file: str) -> list[ContentError]:
    """The mistakes in a poses file. `load` doesn't read it, because a session works without the figure."""
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
        keys = {}  # loading it as any kind reports what is wrong with it
    return EXERCISES if "phases" in keys or "posture" in keys else ROUTINES
