"""Loading of all content. A wrong file becomes an error, and the others are loaded.

Exercises are loaded before routines, and shipped files before the person's own, so that in a clash of ids the own one
is left out. Errors name a shipped file as `routines/full_l5.toml`, and the person's own by its path.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from l5tui.config.errors import ContentError, cannot_read
from l5tui.config.output import quoted
from l5tui.config.paths import content_root, own_content
from l5tui.config.toml_lines import lines_by_key
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.domain.safety.restrictions import Restriction
from l5tui.figure.pose import Moves
from l5tui.library.build import exercise_of, routine_of
from l5tui.library.content import Content, Guide, WaitingRoutine, fold, guide_of
from l5tui.library.faults import Faults, FileError, fault, nearest
from l5tui.library.faulty_routines import FaultyRoutine, faulty_routine
from l5tui.library.poses import POSES, figure_of, load_poses, poses_in
from l5tui.library.prepared import store, stored
from l5tui.library.programmes import programme_in, refuse_ill_timed
from l5tui.library.reading import parse, read_text, table_of
from l5tui.library.safety import rows_of, safety_of, with_rows
from l5tui.library.shapes import SAFETY_SCHEMA, ExerciseFile, ProgrammeFile, RoutineFile, SafetyFile
from l5tui.library.values import Table

EXERCISES: Final = "exercises"
EXTRAS: Final = "extras"
ROUTINES: Final = "routines"
PROGRAMMES: Final = "programmes"
GUIDES: Final = "guides"
SAFETY: Final = "safety.toml"
ARTICLE: Final = "article"
"""The name under which exercises, routines and guides are kept in a wheel."""


def load(root: Path | None = None, own: Path | None = None, extras: Collection[str] = ()) -> Content:
    """All content that can be loaded, with an error for each file that can't.

    Args:
        root: the folder of the shipped content; by default the installed one.
        own: the folder of the person's own `exercises` and `routines`; it may be missing.
        extras: the ids of the exercises outside the article that the person switched on.
    """
    loader = Loader(extras=extras)
    loader.load_shipped(root or content_root())
    if own is not None:
        loader.load_own(own)
    loader.refuse_unknown_extras()
    return loader.content()


def prepare(folder: Path, root: Path | None = None) -> None:
    """Keep what the shipped content says in a folder of the wheel; but for the safety questions, which are always read.

    Raises:
        ContentError: there is a fault in it.
    """
    root = root or content_root()
    Loader().prepare(root, folder)
    store(POSES, [root / POSES], load_poses(root), folder)


def extras(root: Path | None = None) -> dict[str, Exercise]:
    """The exercises that aren't in the article, by id, on or off, in the order of their names."""
    folder = (root or content_root()) / EXTRAS
    every = Loader(extras=[path.stem for path in folder.glob("*.toml")])
    for path in sorted(folder.glob("*.toml")):
        every.load_exercise(Source.of(path, path.name), extra=True)
    return dict(every.content().exercises)


class Source(NamedTuple):
    """Where a file's text comes from."""

    file: str
    """The file's name in messages."""
    read: Callable[[], str]
    stem: str | None
    """The file's name without its suffix; None if it has none."""
    own: bool = False
    """Whether the person wrote it."""
    in_place: bool = True
    """Whether it is in the folder where its name must be its id. Elsewhere it may have any name."""

    @classmethod
    def of(cls, path: Path, file: str, *, own: bool = False) -> Source:
        """A file on the disk."""
        return cls(file, lambda: read_text(path, file), path.stem, own)


class Loader:
    """The content loaded so far. Each instance is used for one load.

    Args:
        leave_out: resolved paths to skip, because they are checked separately.
        all_faults: whether `problems` has all faults of each file, or the first.
        extras: the ids of the exercises outside the article that the person switched on.
        today: the day on which a programme must be one that can be taken; None leaves its days unchecked.
    """

    def __init__(
        self,
        leave_out: Collection[Path] = (),
        *,
        all_faults: bool = False,
        extras: Collection[str] = (),
        today: date | None = None,
    ) -> None:
        self._leave_out = leave_out
        self._switched_on = frozenset(extras)
        self._today = today
        self._all_faults = all_faults
        self.problems: list[FileError] = []
        self._exercises: list[Exercise] = []
        self._off: set[str] = set()
        """Ids of the exercises outside the article; those that are switched on are among `_exercises` too."""
        self._by_answer: list[Restriction] = []
        """What the exercises outside the article say of safety answers themselves."""
        self._figures: dict[str, Moves] = {}
        """What the exercises' own files say of their figures."""
        self._own: Path | None = None
        """The folder of the person's own content."""
        self._extras: Path | None = None
        """The shipped content, whose extras are read when a routine waits for one that is off."""
        self._waiting: dict[str, WaitingRoutine] = {}
        self._faulty: dict[str, FaultyRoutine] = {}
        self._routines: list[tuple[int, Routine]] = []
        self._guides: list[Guide] = []
        self._safety: Safety | None = None
        self._taken: dict[str, str] = {}
        """The file of each id. Ids are folded for comparison as names are."""
        self._broken: set[str] = set()
        """Ids of exercises whose files couldn't be loaded."""
        self._names: dict[str, tuple[str, str]] = {}
        """The file and the name of each name, folded."""

    def load_shipped(self, root: Path) -> None:
        """Load the shipped content."""
        if not root.is_dir():
            self.problems.append(fault(str(root), "", "there is no such folder", "install l5tui again"))
            return
        prepared = None if self._all_faults or self._leave_out else stored(ARTICLE, _article_files(root))
        if prepared is not None:
            self._exercises, self._routines, self._guides, self._taken, self._names = prepared
        else:
            self._load_article(root)
        if not self._left_out(root / SAFETY):
            self.load_safety(Source.of(root / SAFETY, SAFETY))
        self._extras = root
        for path in self._files(root / EXTRAS, ".toml"):
            self._off.add(path.stem)
            if path.stem in self._switched_on or self._all_faults:  # those that are off aren't read at each start
                self.load_exercise(Source.of(path, _called(path, root)), extra=True)
            else:
                self._taken[fold(path.stem)] = _called(path, root)

    def _load_article(self, root: Path) -> None:
        for path in self._files(root / EXERCISES, ".toml"):
            self.load_exercise(Source.of(path, _called(path, root)))
        for path in self._files(root / ROUTINES, ".toml"):
            self.load_routine(Source.of(path, _called(path, root)))
        for path in self._files(root / GUIDES, ".md"):
            self.load_guide(Source.of(path, _called(path, root)))

    def prepare(self, root: Path, folder: Path) -> None:
        """Load the shipped exercises, routines and guides, and keep them for `load_shipped`.

        Raises:
            ContentError: there is a fault in them.
        """
        self._load_article(root)
        for problem in self.problems:
            raise problem
        made = (self._exercises, self._routines, self._guides, self._taken, self._names)
        store(ARTICLE, _article_files(root), made, folder)

    def load_own(self, root: Path) -> None:
        """Load the person's own exercises and routines."""
        self.load_own_exercises(root)
        self.load_own_routines(root)

    def load_own_exercises(self, root: Path) -> None:
        """Load the person's own exercises."""
        self._own = root
        for path in self._files(root / EXERCISES, ".toml"):
            self.load_exercise(Source.of(path, str(path), own=True))

    def load_own_routines(self, root: Path) -> None:
        """Load the person's own routines, once their exercises are loaded."""
        for path in self._files(root / ROUTINES, ".toml"):
            self.load_routine(Source.of(path, str(path), own=True))

    def refuse_unknown_extras(self) -> None:
        """Name what the settings switch on though there is no such exercise."""
        for one in sorted(self._switched_on - self._off):
            what = f"there is no exercise {quoted(one)} to switch on"
            self.problems.append(fault("config.toml", f"extras.{one}", what, nearest(one, self._off)))

    def content(self) -> Content:
        """Everything that was loaded, in the order in which it is listed.

        The seven exercises are in the order of their `number`. After them come the extras that are switched on, then
        the person's own, each by name. Routines are in the order of their `order`.
        """
        last = float("inf")
        exercises = sorted(self._exercises, key=lambda one: (one.number or last, not one.extra, fold(one.name)))
        routines = sorted(self._routines, key=lambda pair: (pair[1].own, pair[0], fold(pair[1].name)))
        return Content(
            exercises=MappingProxyType({exercise.id: exercise for exercise in exercises}),
            routines=MappingProxyType({routine.id: routine for _, routine in routines}),
            guides=tuple(sorted(self._guides, key=lambda guide: (guide.order, guide.id))),
            safety=with_rows(self._safety, self._by_answer) if self._safety else None,
            figures=MappingProxyType(self._figures),
            problems=tuple(self.problems),
            off=frozenset(self._off - self._switched_on),
            waiting=MappingProxyType(self._waiting),
            faulty=MappingProxyType(self._faulty),
        )

    def load_exercise(self, source: Source, *, extra: bool = False) -> None:
        """Load one exercise. The extras and the person's own have no number, and come after the article's."""

        def made(faults: Faults) -> None:
            table = parse(source.read(), ExerciseFile, faults)
            if (source.own or extra) and table.number:
                faults.add("number", "only the article's exercises are numbered", "take the line out")
            exercise = exercise_of(table, faults, extra=extra)
            rows = rows_of(table, exercise, self._safety, faults)
            figure = _figure(table, exercise, faults)
            self._claim(exercise.id, source, faults)
            if faults:
                return
            self._warn_of_same_name(exercise, source)
            if not extra or exercise.id in self._switched_on:
                self._exercises.append(exercise)
                self._by_answer += rows
                if figure is not None:
                    self._figures[exercise.id] = figure

        if self._try(source.file, made):
            self._broken.add(source.stem or "")

    def load_routine(self, source: Source) -> None:
        """Load one routine. Exercises must be loaded before."""
        found: Routine | None = None

        def made(faults: Faults) -> None:
            nonlocal found
            table = parse(source.read(), RoutineFile, faults)
            exercises = {exercise.id: exercise for exercise in self._exercises}
            off = {step.exercise for step in table.steps} & self._off - exercises.keys()
            if waits := bool(off) and source.own:
                exercises = extras(self._extras) | exercises
            routine = routine_of(table, faults, exercises, self._broken, own=source.own, off=self._off)
            self._claim(routine.id, source, faults)
            found = routine
            if not faults and waits:
                needs = tuple(exercises[one] for one in sorted(off))
                waiting = WaitingRoutine(routine.id, routine.name, routine.aliases, needs, routine)
                self._waiting[routine.id] = waiting
                self._warn_of_waiting(waiting, source)
            elif not faults:
                self._warn_of_same_name(routine, source)
                self._routines.append((table.order, routine))

        faults = self._try(source.file, made)
        if faults and source.own and source.stem is not None:
            self._faulty[source.stem] = faulty_routine(source.stem, found, faults)

    def load_guide(self, source: Source) -> None:
        """Load one guide."""

        def made(faults: Faults) -> None:
            guide = guide_of(source.read(), faults)
            _refuse_other_name(guide.id, source, faults)
            if not faults:
                self._guides.append(guide)

        self._try(source.file, made)

    def load_safety(self, source: Source) -> None:
        """Load the safety questions. Exercises must be loaded before."""

        def made(faults: Faults) -> None:
            exercises = {exercise.id: exercise for exercise in self._exercises}
            table = parse(source.read(), SafetyFile, faults, newest=SAFETY_SCHEMA)
            safety = safety_of(table, faults, exercises, self._broken)
            if not faults:
                self._safety = safety

        self._try(source.file, made)

    def load_programme(self, source: Source) -> None:
        """Check a programme. `load` doesn't read any: which one is in force is known to the journal."""
        self._try(source.file, lambda faults: self._programme(source, faults))

    def _programme(self, source: Source, faults: Faults) -> None:
        found = programme_in(source.read(), faults, self.content())
        if self._today is not None and not faults:
            refuse_ill_timed(found, self._today, faults)

    def load_poses(self, source: Source) -> None:
        """Check the poses. `load` doesn't read them, because a session works without the figure."""
        self._try(source.file, lambda faults: poses_in(source.read(), faults, drawable=True))

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
        return bool(self._leave_out) and _resolved(path) in self._leave_out

    def _claim(self, wanted: str, source: Source, faults: Faults) -> None:
        if not faults.sound("id"):
            return
        _refuse_other_name(wanted, source, faults)
        if other := self._taken.get(fold(wanted)):
            outside = self._own is not None and not Path(source.file).is_relative_to(self._own)
            yours = outside and Path(other).is_relative_to(self._own or "")
            replacing = f", or replace yours: l5tui import --replace {source.file}" if yours else ""
            faults.add("id", f"{quoted(wanted)} is taken by {other}", f"choose another id and file name{replacing}")
        elif not faults:
            self._taken[fold(wanted)] = faults.file

    def _warn_of_waiting(self, waiting: WaitingRoutine, source: Source) -> None:
        """Note that the file is sound, and that an exercise which it needs is switched off."""
        if self._all_faults:
            line = lines_by_key(source.read()).get("steps")
            what = f"{quoted(waiting.name)} waits"
            self.problems.append(FileError(source.file, "steps", what, waiting.why, line, is_warning=True))

    def _warn_of_same_name(self, thing: Exercise | Routine, source: Source) -> None:
        """Note where a file of the person's own has the name of another one, or another name that finds it."""
        other = self._names.setdefault(fold(thing.name), (source.file, thing.name))
        for alias in thing.aliases:
            self._names.setdefault(fold(alias), (source.file, alias))
        if self._all_faults and source.own and other[0] != source.file:
            what = f"{other[0]} is called {quoted(other[1])} too"
            line = lines_by_key(source.read()).get("name")
            self.problems.append(FileError(source.file, "name", what, "write another name", line, is_warning=True))

    def _try(self, file: str, made: Callable[[Faults], object]) -> Faults:
        """Read one file; returns its faults."""
        faults = Faults(file)
        try:
            made(faults)
        except FileError as error:
            faults.caught(error)
        self.problems.extend(faults.located() if self._all_faults else faults.found[:1])
        return faults


_shipped_poses: Final = cache(load_poses)


def _figure(table: ExerciseFile, exercise: Exercise, faults: Faults) -> Moves | None:
    """The figure in an exercise's own file; None where it has none, or where no figure can be drawn."""
    if not table.poses and table.figure is None:
        return None
    try:
        shipped = _shipped_poses()
    except ContentError:  # reported where the first figure is wanted
        return None
    return figure_of(table, exercise, shipped, faults)


def _article_files(root: Path) -> list[Path]:
    return [path for folder in (EXERCISES, ROUTINES, GUIDES) for path in sorted((root / folder).glob("*"))]


def _called(path: Path, root: Path) -> str:
    return str(path.relative_to(root))


def _refuse_other_name(wanted: str, source: Source, faults: Faults) -> None:
    if source.in_place and source.stem is not None and wanted != source.stem and faults.sound("id"):
        faults.add("id", f"{quoted(wanted)} is not the file's name", f'write id = "{source.stem}"')


class Kind(NamedTuple):
    """A kind of file that a person may write.

    `tells` are keys that only this kind has, for a file whose folder doesn't say which it is.
    """

    name: str
    folder: str
    shape: type[Table]
    tells: frozenset[str]
    load: Callable[[Loader, Source], None]


EXERCISE: Final = Kind(
    "exercise", EXERCISES, ExerciseFile, frozenset({"phases", "posture", "easier"}), Loader.load_exercise
)
ROUTINE: Final = Kind("routine", ROUTINES, RoutineFile, frozenset({"steps"}), Loader.load_routine)
PROGRAMME: Final = Kind(
    "programme",
    PROGRAMMES,
    ProgrammeFile,
    frozenset({"sessions", "valid_until", "written"}),
    Loader.load_programme,
)
KINDS: Final = (EXERCISE, ROUTINE, PROGRAMME)
"""In the order in which they are loaded."""


def kind_of(text: str) -> Kind:
    """The kind of a file that a person wrote, by its keys."""
    try:
        keys = set(table_of(text, ""))
    except (ValueError, ContentError):
        keys = set()  # reading it as any kind reports what is wrong with it
    fits = [kind for kind in KINDS if kind.tells & keys]
    return max(fits, key=lambda kind: len(kind.tells & keys)) if fits else ROUTINE


def check(
    paths: Iterable[Path] = (),
    *,
    root: Path | None = None,
    own: Path | None = None,
    extras: Collection[str] = (),
    today: date | None = None,
) -> list[FileError]:
    """All faults of these content files with their lines, or without paths in all shipped and own content.

    Args:
        paths: exercises, routines, guides, `safety.toml` or `poses.toml`. The kind of a file follows from its name or
            folder, else from its keys.
        root: the folder of the shipped content; by default the installed one.
        own: the folder of the person's own content; by default the usual one.
        extras: the ids of the exercises outside the article that the person switched on.
        today: the day on which a programme must be one that can be taken; None leaves its days unchecked.
    """
    root = (root or content_root()).resolve()
    own = own or own_content()
    given = {_resolved(path): str(path) for path in paths}
    loader = Loader(leave_out=given.keys(), all_faults=True, extras=extras, today=today)
    loader.load_shipped(root)
    loader.load_own(own)
    if not given:
        loader.load_poses(Source.of(root / POSES, POSES))
        return loader.problems
    loader.problems.clear()
    for path in filter(os.path.isdir, tuple(given)):  # unlike Path.is_dir it takes any name
        how = f"name the files in it: l5tui check {shlex.quote(given[path])}/*.toml"
        loader.problems.append(fault(given.pop(path), "", "it is a folder", how))
    folders = {path: _folder_of(path) for path in given}
    loads = {kind.folder: kind.load for kind in KINDS} | {
        EXTRAS: lambda loader, source: loader.load_exercise(source._replace(own=False), extra=True),
        GUIDES: Loader.load_guide,
        SAFETY: Loader.load_safety,
        POSES: Loader.load_poses,
    }
    for folder, load_one in loads.items():
        for path in (path for path in given if folders[path] == folder):
            source = Source.of(path, given[path], own=not path.is_relative_to(root))
            in_place = not source.own or path.is_relative_to(_resolved(own))
            load_one(loader, source._replace(in_place=in_place))
    return loader.problems


def _resolved(path: Path) -> Path:
    """The path without links. Unlike `Path.resolve` it takes a circle of links."""
    return Path(os.path.realpath(path))


def _folder_of(path: Path) -> str:
    """The folder in which a file belongs, by its name, its folder, or its keys."""
    if path.suffix == ".md":
        return GUIDES
    if path.name in (SAFETY, POSES):
        return path.name
    if path.parent.name in {EXTRAS, *(kind.folder for kind in KINDS)}:
        return path.parent.name
    try:
        return kind_of(read_text(path, "")).folder
    except ContentError:
        return ROUTINES  # reading it reports what is wrong with it
