"""Programmes: the file that a physiotherapist wrote, checked, and the copy of it that is in force.

A programme is taken as it stands in its file. Its text is kept beside the person's own content, a file for each
version, and the journal has its digest: a kept file that was changed afterwards doesn't count until it is taken anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.config.errors import ContentError
from l5tui.config.output import quoted
from l5tui.domain.dose import Dose
from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import moment_of
from l5tui.domain.exercise import Exercise
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.programme import QUESTION, Limits, PlannedSession, Prescription, Programme, Rhythm
from l5tui.domain.programme_entries import Taken, taken_programme
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.stop_rules import STOP_FROM
from l5tui.library.build import refuse_endless, words
from l5tui.library.content import Content, fold
from l5tui.library.faults import Faults, fault, nearest
from l5tui.library.reading import parse, read_text
from l5tui.library.shapes import DayWord, LimitsTable, PlannedTable, PrescribedTable, ProgrammeFile

ID_LENGTH: Final = 40
PREFIX: Final = "programme"
DAYS: Final[tuple[DayWord, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Monday first, as dates count them."""
RHYTHMS: Final[Mapping[str, Rhythm]] = {
    "every day": Rhythm(),
    "every second day": Rhythm(every=2),
    "twice a day": Rhythm(times=2),
}


# What a file holds


def programme_in(text: str, file: str, content: Content) -> Programme:
    """The programme in the text of a file.

    Args:
        text: the TOML.
        file: the file's name in errors.
        content: the exercises and routines that it may name.

    Raises:
        ContentError: it isn't TOML, has a mistake, or loosens a limit.
    """
    faults = Faults(file)
    table = parse(text, ProgrammeFile, faults)
    faults.stop_if_any()
    return programme_of(table, file, content)


def programme_of(table: ProgrammeFile, file: str, content: Content) -> Programme:
    """The programme that a checked file describes.

    Raises:
        ContentError: its values don't fit together, or it loosens a limit.
    """
    if table.valid_until < table.written:
        raise fault(file, "valid_until", f"{table.valid_until} is before it was written, {table.written}")
    exercises: dict[str, Prescription] = {}
    for index, one in enumerate(table.exercises):
        key = f"exercises[{index}]"
        found = _prescription(one, key, file, content)
        if found.exercise.id in exercises:
            raise fault(file, f"{key}.exercise", f"{quoted(one.exercise)} stands there twice", "one table is enough")
        exercises[found.exercise.id] = found
    sessions: list[PlannedSession] = []
    for index, planned in enumerate(table.sessions):
        key = f"sessions[{index}]"
        session = _session(planned, key, file, words(table.by), content)
        if any(fold(session.routine.id) == fold(other.routine.id) for other in sessions):
            what = f"{quoted(session.routine.name)} stands there twice"
            raise fault(file, key, what, "write all its days in one table")
        sessions.append(session)
    return Programme(
        id=identifier(table.title),
        title=words(table.title),
        by=words(table.by),
        written=table.written,
        until=table.valid_until,
        sessions=tuple(sessions),
        exercises=exercises,
        limits=_limits(table.stop, file),
        words=words(table.words),
        question=QUESTION if table.question is None else words(table.question),
    )


def identifier(name: str) -> str:
    """The id made of a name: `Weeks 1 to 6` is `weeks_1_to_6`."""
    made = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return (made if made[:1].isalpha() else f"{PREFIX}_{made}".rstrip("_"))[:ID_LENGTH].rstrip("_")


def _limits(table: LimitsTable, file: str) -> Limits:
    for key, given, own, what in (
        ("stop.pain", table.pain, STOP_FROM, "l5tui stops an exercise"),
        ("stop.before", table.before, VERY_HIGH_FROM, "l5tui begins no session"),
    ):
        if given > own:
            hint = f"{what} from {own} on by itself, and a programme can only make that stricter: {own} or less"
            raise fault(file, key, f"{given} would loosen a limit", hint)
    return Limits(table.pain, table.before)


def _exercise(name: str, key: str, file: str, content: Content) -> Exercise:
    if (found := content.exercises.get(name)) is None:
        hint = nearest(name, content.exercises)
        raise fault(file, key, f"there is no exercise {quoted(name)}", hint)
    return found


def _prescription(table: PrescribedTable, key: str, file: str, content: Content) -> Prescription:
    exercise = _exercise(table.exercise, f"{key}.exercise", file, content)
    if table.seconds is not None and exercise.phase("hold") is None:
        raise fault(file, f"{key}.seconds", f"{exercise.name} has no hold")
    overrides = {name: value for name, value in (("reps", table.reps), ("hold", table.seconds)) if value is not None}
    found = Prescription(exercise, overrides, table.easier, words(table.why))
    step = found.step(Step(exercise))
    faults = Faults(file)
    refuse_endless(exercise, Dose.of(exercise, overrides=step.overrides, variant=step.variant), key, faults)
    faults.stop_if_any()
    return found


def _session(table: PlannedTable, key: str, file: str, by: str, content: Content) -> PlannedSession:
    if isinstance(table.days, str):
        rhythm = RHYTHMS[table.days]
    elif table.days:
        rhythm = Rhythm(frozenset(DAYS.index(day) for day in table.days))
    else:
        raise fault(file, f"{key}.days", "no day is named", "such as " + '["mon", "thu"] or "every day"')
    if table.exercises is None:
        if table.routine is None:
            raise fault(file, key, "it names no routine", "write routine = ..., or exercises = [...] with a name")
        if table.name is not None:
            raise fault(file, f"{key}.name", "a routine has its own name", "take the line out")
        routine = content.startable(table.routine)
        if routine is None:
            hint = nearest(table.routine, [*content.routines, *content.exercises])
            raise fault(file, f"{key}.routine", f"there is no routine {quoted(table.routine)}", hint)
        return PlannedSession(routine, rhythm)
    if table.routine is not None:
        raise fault(file, f"{key}.routine", "it names a routine and exercises", "write one of them")
    if table.name is None:
        raise fault(file, f"{key}.name", "it is missing", "exercises need a name to stand under")
    steps = tuple(
        Step(_exercise(one, f"{key}.exercises[{index}]", file, content)) for index, one in enumerate(table.exercises)
    )
    called = f"{PREFIX}_{identifier(table.name)}"[:ID_LENGTH].rstrip("_")
    if called in content.exercises or called in content.routines:
        raise fault(file, f"{key}.name", f"{quoted(table.name)} is the name of a routine", "choose another")
    return PlannedSession(Routine(called, words(table.name), f"Written by {by}.", steps), rhythm)


def ill_timed(programme: Programme, today: date, file: str) -> list[ContentError]:
    """Why a programme can't be taken on this date: it is over, or some of its days never come."""
    if not programme.holds_on(today):
        what = f"it ended on {programme.until}"
        return [fault(file, "valid_until", what, "ask whoever wrote it for a new one")]
    since = max(today, programme.written)
    return [
        fault(
            file,
            "sessions",
            f"{quoted(one.routine.name)} ({one.rhythm.words}) never comes before its end, {programme.until}",
            "give it other days, or a later valid_until",
        )
        for one in programme.never_due(since)
    ]


def with_programme(content: Content, programme: Programme | None) -> Content:
    """The content with the routines that a programme brings along."""
    brought = {one.routine.id: one.routine for one in programme.sessions} if programme else {}
    new = {name: routine for name, routine in brought.items() if content.startable(name) is None}
    return replace(content, routines={**content.routines, **new}) if new else content


# The one in force


def digest_of(text: str) -> str:
    """What identifies a text: its SHA-256 in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def kept_file(folder: Path, programme: str, version: int) -> Path:
    """The file in which the text of a version is kept."""
    return folder / f"{programme}-{version}.toml"


class InForce(Struct, frozen=True):
    """What holds on a day."""

    taken: Taken | None = None
    """The programme that was taken last, though its last day may be past."""
    programme: Programme | None = None
    """None without one, after its last day, and where its file can't be read."""
    problem: str = ""
    """Why it can't be read, in one line."""


NOTHING: Final = InForce()


class Programmes:
    """Reads the programme that the journal says is in force; the file is read once.

    Args:
        content: the exercises and routines, without those of a programme.
        folder: the folder with the kept texts; None where no home folder is known.
    """

    def __init__(self, content: Content, folder: Path | None) -> None:
        self.content = content
        self._folder = folder
        self._read: tuple[str, InForce] | None = None

    def in_force(self, entries: Iterable[Entry], today: date) -> InForce:
        """The programme on a day, by these entries."""
        taken = taken_programme(entries)
        if taken is None:
            return NOTHING
        if taken.until is not None and today > taken.until:
            return InForce(taken)
        if self._read is None or self._read[0] != taken.uid or self._read[1].problem:
            self._read = (taken.uid, self._load(taken))
        found = self._read[1]
        over = found.programme is not None and not found.programme.holds_on(today)
        return InForce(taken) if over else found

    def _load(self, taken: Taken) -> InForce:
        try:
            return InForce(taken, self._parsed(taken))
        except ContentError as error:
            return InForce(taken, None, f'the programme "{taken.title}" doesn\'t count: {error}')

    def _parsed(self, taken: Taken) -> Programme:
        if self._folder is None or not re.fullmatch(r"[a-z][a-z0-9_]*", taken.id):
            raise ContentError("its file isn't known", "Take it again: l5tui programme FILE")
        path = kept_file(self._folder, taken.id, taken.version)
        text = read_text(path, str(path))
        if digest_of(text) != taken.digest:
            raise ContentError(f"{path} was changed since it was taken", f"Take it again: l5tui programme {path}")
        found = programme_in(text, str(path), self.content)
        return replace(found, version=taken.version, taken=moment_of(taken.at))
