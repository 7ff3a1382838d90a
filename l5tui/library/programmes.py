"""Programmes: the file that a physiotherapist wrote, checked, and the copy of it that is in force.

A programme is taken as it stands in its file. Its text is kept beside the person's own content, a file for each
version, and the journal has its digest: a kept file that was changed afterwards doesn't count until it is taken anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.config.errors import ContentError, L5Error
from l5tui.config.output import quoted
from l5tui.config.paths import programme_folder
from l5tui.domain.entry import Entry
from l5tui.domain.entry_times import moment_of
from l5tui.domain.exercise import Exercise
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.programme import QUESTION, Limits, PlannedSession, Prescription, Programme, Rhythm, prescribed_range
from l5tui.domain.programme_entries import DIGEST_LENGTH, LONGEST_ID, Taken, taken_programme, times_followed
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.stop_rules import STOP_FROM
from l5tui.library.build import on_one_line, refuse_long, rounds_of, switch_on
from l5tui.library.content import Content, fold
from l5tui.library.faults import Faults, FileError, nearest, shown_number
from l5tui.library.reading import parse, read_text
from l5tui.library.shapes import DayWord, LimitsTable, PlannedTable, PrescribedTable, ProgrammeFile

TEMPLATE_BY: Final = "your name"
"""What the template has where the author's name goes."""
PREFIX: Final = "programme"
OWN: Final = f"{PREFIX}_"
"""What the id of a routine begins with that a programme brings along."""
DAYS: Final[tuple[DayWord, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Monday first, as dates count them."""
RHYTHMS: Final[Mapping[str, Rhythm]] = {
    "every day": Rhythm(),
    "every second day": Rhythm(every=2),
    "twice a day": Rhythm(times=2),
}


# What a file holds


def programme_in(text: str, faults: Faults, content: Content) -> Programme:
    """The programme in the text of a file; it means nothing if there is a fault.

    Args:
        text: the TOML.
        faults: takes the file's faults: what isn't TOML, has a mistake, or loosens a limit.
        content: the exercises and routines that it may name.

    Raises:
        ContentError: reading could not go on.
    """
    table = parse(text, ProgrammeFile, faults)
    by, exercises = on_one_line(table.by), _prescriptions(table, faults, content)
    if by.casefold() == TEMPLATE_BY:
        faults.add("by", "it is still the template's word", "write your name, as the person knows you")
    sessions = _sessions(table, by, faults, content)
    if faults.sound("written", "valid_until") and table.valid_until < table.written:
        faults.add("valid_until", f"{table.valid_until} is before it was written, {table.written}")
    found = Programme(
        id=_id_of(table.title),
        title=on_one_line(table.title),
        by=by,
        written=table.written,
        until=table.valid_until,
        sessions=tuple(sessions.values()),
        exercises=exercises,
        limits=_limits(table.stop, faults),
        words=on_one_line(table.words),
        question=QUESTION if table.question is None else on_one_line(table.question),
    )
    for index, one in sessions.items():
        if faults.sound(key := f"sessions[{index}]", "exercises"):
            routine = found.applied(one.routine)
            refuse_long(quoted(routine.name), routine.steps, key, faults, ladder=routine.ladder)
    return found


def identifier(name: str) -> str:
    """The id made of a name: `Weeks 1 to 6` is `weeks_1_to_6`."""
    made = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return (made if made[:1].isalpha() else f"{PREFIX}_{made}".rstrip("_"))[:LONGEST_ID].rstrip("_")


def _id_of(title: str) -> str:
    """The id of a programme. A title of which the plain id has not every letter gets a digest, so that titles in
    another script, and long ones that begin alike, stay apart."""
    made, name = identifier(title), title.casefold()
    if len(name) <= LONGEST_ID and all(sign.isascii() for sign in name if sign.isalnum()):
        return made
    return f"{made[: LONGEST_ID - DIGEST_LENGTH - 1].rstrip('_')}_{digest_of(name)[:DIGEST_LENGTH]}"


def _session_id(name: str, number: int, others: Collection[str]) -> str:
    """The id of a session with a name of its own: made of the name, and of its number in the file where the name has
    no letter that an id can have, or where another session has this id."""
    latin = re.search(r"[a-z0-9]", name.casefold())
    made = f"{OWN}{identifier(name)}"[:LONGEST_ID].rstrip("_") if latin else f"{OWN}session_{number}"
    if fold(made) not in map(fold, others):
        return made
    return f"{made[: LONGEST_ID - 3].rstrip('_')}_{number}"


def _limits(table: LimitsTable, faults: Faults) -> Limits:
    for key, given, own, what in (
        ("stop.pain", table.pain, STOP_FROM, "l5tui stops an exercise"),
        ("stop.before", table.before, VERY_HIGH_FROM, "l5tui begins no session"),
    ):
        if given > own and faults.sound(key):
            hint = f"{what} from {own} on by itself, and a programme can only make that stricter: {own} or less"
            faults.add(key, f"{given} would loosen a limit", hint)
    return Limits(table.pain, table.before)


def _exercise(name: str, key: str, faults: Faults, content: Content) -> Exercise | None:
    found = content.exercises.get(name)
    if found is None and name in content.off:
        what = f"{quoted(name)} isn't in the article, and is switched off"
        faults.add(key, what, f"to switch it on: {switch_on(name)}")
    elif found is None and faults.sound(key):
        faults.add(key, f"there is no exercise {quoted(name)}", nearest(name, content.exercises))
    return found


def _prescriptions(table: ProgrammeFile, faults: Faults, content: Content) -> dict[str, Prescription]:
    found: dict[str, Prescription] = {}
    for index, one in enumerate(table.exercises):
        key = f"exercises[{index}]"
        exercise = _exercise(one.exercise, f"{key}.exercise", faults, content)
        if exercise is None:
            continue
        if exercise.id in found:
            faults.add(f"{key}.exercise", f"{quoted(one.exercise)} stands there twice", "one table is enough")
        found[exercise.id] = _prescription(one, exercise, key, faults)
    return found


def _prescription(table: PrescribedTable, exercise: Exercise, key: str, faults: Faults) -> Prescription:
    low, high = prescribed_range(exercise)
    if table.seconds is not None and not high:
        faults.add(f"{key}.seconds", f"{exercise.name} has no hold")
    elif table.seconds is not None and not low <= table.seconds <= high and faults.sound(f"{key}.seconds"):
        hint = f"{low} is the least" if table.seconds < low else f"{high} is the most"
        faults.add(f"{key}.seconds", f"it is {shown_number(table.seconds)}", hint)
    overrides = {name: value for name, value in (("reps", table.reps), ("hold", table.seconds)) if value is not None}
    rounds = rounds_of(table, key, faults, exercise)
    if table.first is not None and rounds is not None and getattr(rounds, table.first, 1) == 0:
        faults.add(f"{key}.first", f"the {table.first} side is left out", "take the line out")
    found = Prescription(exercise, overrides, rounds, table.first, table.easier, on_one_line(table.why))
    if faults.sound(key):
        refuse_long(exercise.name, [found.step(Step(exercise))], key, faults)
    return found


def _sessions(table: ProgrammeFile, by: str, faults: Faults, content: Content) -> dict[int, PlannedSession]:
    """The sessions by their number in the file, without those that name no routine."""
    found: dict[int, PlannedSession] = {}
    for index, planned in enumerate(table.sessions):
        key = f"sessions[{index}]"
        rhythm, routine = _rhythm(planned, f"{key}.days", faults), _routine(planned, key, by, faults, content)
        if routine is None:
            continue
        if planned.exercises is not None:
            others = [one.routine.id for one in found.values()]
            routine = replace(routine, id=_session_id(routine.name, index + 1, others))
        if any(_same(routine, other.routine) for other in found.values()):
            faults.add(key, f"{quoted(routine.name)} stands there twice", "write all its days in one table")
        found[index] = PlannedSession(routine, rhythm)
    return found


def _same(one: Routine, other: Routine) -> bool:
    """Whether two sessions are the same routine, or have the same name of their own."""
    own = one.id.startswith(OWN) and other.id.startswith(OWN)
    return fold(one.id) == fold(other.id) or (own and one.name.casefold() == other.name.casefold())


def _rhythm(table: PlannedTable, key: str, faults: Faults) -> Rhythm:
    if isinstance(table.days, str):
        return RHYTHMS[table.days]
    if not table.days and faults.sound(key):
        faults.add(key, "no day is named", 'such as ["mon", "thu"] or "every day"')
    return Rhythm(frozenset(DAYS.index(day) for day in table.days))


def _routine(table: PlannedTable, key: str, by: str, faults: Faults, content: Content) -> Routine | None:
    """What is done in a session: a routine or exercise that there is, or a routine of the programme's own."""
    if table.exercises is None:
        if table.name is not None:
            faults.add(f"{key}.name", "a routine has its own name", "take the line out")
        if table.routine is None:
            if faults.sound(key):
                faults.add(key, "it names no routine", "write routine = ..., or exercises = [...] with a name")
            return None
        routine = content.startable(table.routine)
        if routine is None and table.routine in content.off:
            off = f"{quoted(table.routine)} is switched off"
            faults.add(f"{key}.routine", off, f"to switch it on: {switch_on(table.routine)}")
        elif routine is None and (waits := content.waiting.get(table.routine)):
            faults.add(f"{key}.routine", f"{quoted(table.routine)} waits: {waits.why}")
        elif routine is None and faults.sound(f"{key}.routine"):
            hint = nearest(table.routine, [*content.routines, *content.exercises])
            faults.add(f"{key}.routine", f"there is no routine {quoted(table.routine)}", hint)
        return routine
    if table.routine is not None:
        faults.add(f"{key}.routine", "it names a routine and exercises", "write one of them")
    if table.name is None:
        faults.add(f"{key}.name", "it is missing", "exercises need a name to stand under")
    named = [_exercise(one, f"{key}.exercises[{at}]", faults, content) for at, one in enumerate(table.exercises)]
    steps = tuple(Step(one) for one in named if one is not None)
    return Routine(OWN, on_one_line(table.name or ""), f"Written by {by}.", steps)


def refuse_ill_timed(programme: Programme, today: date, faults: Faults) -> None:
    """Add why a programme without another fault can't be taken on this date: it is over, or some of its days never
    come."""
    if not programme.holds_on(today):
        what = f"it ended on {programme.until}"
        faults.add("valid_until", what, "ask whoever wrote it for a new one")
        return
    never = programme.never_due(max(today, programme.written))
    for index, one in enumerate(programme.sessions):
        if one in never:
            what = f"{quoted(one.routine.name)} ({one.rhythm.words}) never comes before its end, {programme.until}"
            faults.add(f"sessions[{index}].days", what, "give it other days, or a later valid_until")


def with_programme(content: Content, programme: Programme | None) -> Content:
    """The content with the routines that a programme brings along."""
    planned = [one.routine for one in programme.sessions] if programme else []
    brought = {one.id: one for one in planned if one.id.startswith(OWN) and one.id not in content.exercises}
    return replace(content, routines={**content.routines, **brought}) if brought else content


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
    """None without one, and after its last day. Where its file can't be read, it has nothing but its limits."""
    problem: str = ""
    """What of it doesn't count, and what to do, in one short line; empty where it is whole."""
    why: str = ""
    """Why that is, with the file and the line."""

    @property
    def said(self) -> str:
        """The whole of it on one line, for the command line; empty where the programme is whole."""
        return f"{self.why}. {self.problem}" if self.problem else ""


class Followed(Struct, frozen=True):
    """One time that a programme was followed, though another one may be in force by now."""

    programme: Programme
    since: date
    until: date
    """The last whole day; it may be still to come."""
    readable: bool = True
    """False where its kept text can't be read, so that it has no sessions."""


NOTHING: Final = InForce()
ONLY_LIMITS: Final = "Only your programme's limits hold. Take it again: l5tui programme FILE"
LACKS_EXERCISE: Final = "Your programme lacks an exercise:"
LACKS: Final = "A part of your programme is missing. See which: l5tui doctor"


class Programmes:
    """Reads the programme that the journal says is in force; a file is read once.

    Args:
        content: the exercises and routines, without those of a programme.
        folder: the folder with the kept texts; by default the usual one.
    """

    def __init__(self, content: Content, folder: Path | None = None) -> None:
        self.content = content
        self._folder = folder
        self._read: dict[str, InForce] = {}

    def in_force(self, entries: Iterable[Entry], today: date) -> InForce:
        """The programme on a day, by these entries."""
        taken = taken_programme(entries)
        if taken is None:
            return NOTHING
        if taken.until is not None and today > taken.until:
            return InForce(taken)
        found = self._found(taken)
        over = found.programme is not None and not found.programme.holds_on(today)
        return InForce(taken) if over else found

    def followed(self, entries: Iterable[Entry]) -> list[Followed]:
        """Each time that a programme was followed, oldest first, with what it planned."""
        found = []
        for taken, since, until in times_followed(entries):
            its = self._found(taken)
            if its.programme is not None:
                readable = bool(its.programme.sessions) or not its.problem
                found.append(Followed(its.programme, since, until, readable))
        return found

    def _found(self, taken: Taken) -> InForce:
        known = self._read.get(taken.uid)
        if known is None or known.problem:
            known = self._read[taken.uid] = self._load(taken)
        return known

    def _load(self, taken: Taken) -> InForce:
        try:
            return self._parsed(taken)
        except L5Error as error:
            return InForce(taken, taken.only_limits, ONLY_LIMITS, str(error))

    def _parsed(self, taken: Taken) -> InForce:
        """The kept programme, without what can't be had any more, such as an exercise that was switched off."""
        if not re.fullmatch(r"[a-z][a-z0-9_]*", taken.id):
            raise ContentError("its file isn't known")
        path = kept_file(self._folder or programme_folder(), taken.id, taken.version)
        text = read_text(path, str(path))
        if digest_of(text) != taken.digest:
            raise ContentError(f"{path} was changed since it was taken")
        faults = Faults(str(path))
        read = programme_in(text, faults, self.content)
        missing = [one for one in faults.located() if one.key.startswith(("sessions[", "exercises["))]
        if len(missing) < len(faults.found):
            faults.stop_if_any()
        sessions = tuple(one for one in read.sessions if one.routine.steps)
        found = replace(read, id=taken.id, sessions=sessions, version=taken.version, taken=moment_of(taken.at))
        return InForce(taken, found, _lacks(missing, self.content), missing[0].located if missing else "")


def _lacks(missing: list[FileError], content: Content) -> str:
    """That something of a kept programme is left out, and what to do; empty where nothing is."""
    needed = {**{one: one for one in content.off}, **{one.id: one.needs[0].id for one in content.waiting.values()}}
    off = next((needed[one] for one in sorted(needed) if any(quoted(one) in fault.what for fault in missing)), None)
    if off is not None:
        return f"{LACKS_EXERCISE} {switch_on(off)}"
    return LACKS if missing else ""
