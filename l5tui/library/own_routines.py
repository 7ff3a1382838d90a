"""The person's own routines as files: a new one, a changed one, a deleted one.

A file is written whole or not at all. One that another program changed since it was read isn't overwritten unless the
person says so, and then what stood there is kept beside it, as FILE.bak.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.config.errors import ContentError, cannot_read, cannot_write, system_words
from l5tui.config.paths import content_root, own_content
from l5tui.config.private_file import replace_private, sync_folder
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.routine_draft import LONGEST_NAME, DraftState, RoutineDraft
from l5tui.library.build import on_one_line, routine_of
from l5tui.library.content import Content, fold
from l5tui.library.faults import Faults
from l5tui.library.loading import ROUTINES
from l5tui.library.reading import parse, read_text
from l5tui.library.routine_toml import UnusableError, changed_text, new_text
from l5tui.library.shapes import RoutineFile

NOTHING_LOST: Final = "nothing is lost while it stays open here"
NEW_NAME: Final = "My routine"
_DRAFT: Final = "draft"
_COPY: Final = re.compile(r" copy( \d+)?$")


class ChangedMeanwhileError(ContentError):
    """Another program changed the file, or removed it, since it was read."""


class RoutineSource(Struct, frozen=True):
    """The file of a routine as it was read: its path, and its bytes or None where there was none."""

    path: Path | None
    data: bytes | None = None
    comments_in: Path | None = None
    """Where the comments of its steps are, if they couldn't be kept when it was written."""

    @property
    def text(self) -> str | None:
        """Its text."""
        return None if self.data is None else self.data.decode("utf-8")


def source_of(routine: Routine) -> RoutineSource:
    """The file of a routine, as it is now.

    Raises:
        ContentError: it can't be read.
    """
    path = (own_content() if routine.own else content_root()) / ROUTINES / f"{routine.id}.toml"
    read_text(path, str(path))  # a folder, a pipe, a huge file or bytes that are no text are refused with a line
    try:
        return RoutineSource(path, path.read_bytes())
    except OSError as error:
        raise ContentError(cannot_read(path, error)) from error


def save(
    draft: RoutineDraft,
    source: RoutineSource,
    exercises: Mapping[str, Exercise],
    content: Content,
    *,
    overwrite: bool = False,
) -> tuple[Routine, RoutineSource]:
    """Write a draft into the person's content folder.

    Args:
        draft: what to write. One that wasn't saved before gets an id of its own.
        source: the file that it was made from.
        exercises: all that there are, by id.
        content: what there is, so that an id isn't taken.
        overwrite: write though the file was changed meanwhile.

    Returns:
        The routine as it was written, and its file.

    Raises:
        ChangedMeanwhileError: another program changed the file.
        ContentError: it can't be written, or isn't a routine that could be loaded; nothing was changed.
    """
    folder = own_content() / ROUTINES
    routine = draft.routine
    if not routine.steps:
        raise ContentError("an exercise has to be in it", "add one first")
    is_new = draft.saved is None
    if is_new:
        routine = replace(routine, id=free_id(routine.name, content, folder), own=True)
    path = Path(os.path.realpath(folder / f"{routine.id}.toml"))
    text, in_place = _text(replace(draft.now, routine=routine), source.text)
    keep_old = overwrite or not in_place
    faults = Faults(str(path))
    written = routine_of(parse(text, RoutineFile, faults), faults, exercises, own=True)
    faults.stop_if_any()
    data = text.encode()
    try:
        there = path.read_bytes() if path.exists() else None
        if not overwrite and there != (None if is_new else source.data):
            raise ChangedMeanwhileError(f"another program changed it meanwhile: {path}", NOTHING_LOST)
        if keep_old and there is not None:
            replace_private(backup_of(path), there)
        replace_private(path, data)
    except OSError as error:
        raise ContentError(f"it can't be saved ({system_words(error)}): {path}", NOTHING_LOST) from error
    lost = not in_place and bool(_comments(source.text or "") - _comments(text))
    kept_in = source.path if is_new else backup_of(path) if there == source.data else None
    return written, RoutineSource(path, data, kept_in if lost else None)


def _text(state: DraftState, before: str | None) -> tuple[str, bool]:
    """What to write, and whether it is the text before with only its changes."""
    if not before:
        return new_text(state.routine), True
    try:
        return changed_text(before, state), True
    except UnusableError:
        pass
    try:
        return changed_text(before, state, steps_anew=True), False
    except UnusableError:
        return new_text(state.routine), False


def _comments(text: str) -> Counter[str]:
    return Counter(found.strip() for found in re.findall(r"#.*", text))


def draft_text(routine: Routine) -> str:
    """The text of a routine in the editor, for `save_draft`. It has a routine's shape; its id stands for none."""
    return new_text(replace(routine, id=_DRAFT))


def save_draft(text: str, content: Content) -> Routine:
    """Write what was in the editor when the program was cut off, as another routine of the person's own.

    Raises:
        ContentError: it can't be written, or isn't a routine that could be loaded; nothing was changed.
    """
    faults = Faults("what was in the editor")
    routine = routine_of(parse(text, RoutineFile, faults), faults, content.exercises, own=True)
    faults.stop_if_any()
    named = copy_of(routine, content) if name_taken(routine.name, content, "") else replace(routine, id="")
    return save(RoutineDraft.of(named, new=True), RoutineSource(None), content.exercises, content)[0]


def delete(routine: Routine) -> Path:
    """Delete the file of an own routine; it is kept beside it, as FILE.bak, whose path is returned.

    Raises:
        ContentError: it can't be done.
    """
    path = own_content() / ROUTINES / f"{routine.id}.toml"
    try:
        path.replace(backup_of(path))
    except OSError as error:
        raise ContentError(cannot_write(path, error)) from error
    sync_folder(path.parent)
    return backup_of(path)


def backup_of(path: Path) -> Path:
    """Where the former content of a file is kept."""
    return path.with_name(f"{path.name}.bak")


def name_taken(name: str, content: Content, but: str) -> str:
    """The name of another routine or exercise that answers to this name; empty where none does."""
    wanted = fold(on_one_line(name))
    things: tuple[Routine | Exercise, ...] = (*content.routines.values(), *content.exercises.values())
    for thing in things:
        if thing.id != but and wanted in {fold(called) for called in (thing.name, thing.id, *thing.aliases)}:
            return thing.name
    return ""


def copy_of(routine: Routine, content: Content) -> Routine:
    """A routine of the person's own like this one, under a name that isn't taken."""
    base = _COPY.sub("", routine.name)
    name = free_name(base, content, " copy")
    return replace(routine, id="", name=name, aliases=(), own=True)


def new_routine(content: Content) -> Routine:
    """An empty routine of the person's own."""
    return Routine("", free_name(NEW_NAME, content), "", (), own=True)


def free_name(base: str, content: Content, ending: str = "") -> str:
    """The first name that isn't taken of `Mine`, `Mine 2`, `Mine 3` and so on, with an ending before the number."""
    return next(one for one in _names(base, ending) if not name_taken(one, content, ""))


def _names(base: str, ending: str) -> Iterator[str]:
    """`Morning copy`, `Morning copy 2` and so on, each within the longest name."""
    number = 1
    while True:
        tail = ending + (f" {number}" if number > 1 else "")
        yield base[: LONGEST_NAME - len(tail)].rstrip() + tail
        number += 1


def free_id(name: str, content: Content, folder: Path) -> str:
    """An id made of a name, that nothing has: `my_morning`, `my_morning_2`. A broken file keeps its id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    base = base if base[:1].isalpha() else f"routine_{base}".rstrip("_")
    taken = {fold(one) for one in (*content.routines, *content.exercises)}
    number = 1
    while True:
        tail = f"_{number}" if number > 1 else ""
        wanted = base[: 40 - len(tail)].rstrip("_") + tail
        if fold(wanted) not in taken and not os.path.lexists(folder / f"{wanted}.toml"):
            return wanted
        number += 1
