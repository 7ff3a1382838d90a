"""All loaded content as one value, and finding things in it by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from l5tui.config.errors import ContentError, UsageError
from l5tui.config.output import quoted, similar
from l5tui.domain.entry_reading import NOTICE
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.figure.pose import Moves
from l5tui.library.build import switch_on
from l5tui.library.faults import Faults, fault
from l5tui.library.faulty_routines import FaultyRoutine
from l5tui.library.reading import parse
from l5tui.library.shapes import GuideFront

FENCE = "+++"
FORMS: Final = ("easier form", "harder form")
_SOURCES: Final = re.compile(r"\n\*\*Sources:\*\*[^\n]*\s*\Z")
"""The line with a guide's sources in its file."""


class Guide(Struct, frozen=True):
    """One page to read. `text` is plain Markdown: headings, paragraphs, lists, bold."""

    id: str
    title: str
    order: int
    carries: tuple[str, ...]
    sources: tuple[str, ...]
    text: str

    @property
    def without_sources(self) -> str:
        """Its text without the last line, which names the sources."""
        return _SOURCES.sub("", self.text) if self.sources else self.text

    @property
    def sources_line(self) -> str:
        """Its sources in one line."""
        return f"Sources: {', '.join(self.sources)}" if self.sources else ""


def guide_of(text: str, faults: Faults) -> Guide:
    """Parse the text of a guide file.

    Raises:
        ContentError: the front matter is missing or wrong, or nothing follows it.
    """
    file = faults.file
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != FENCE:
        raise fault(file, "line 1", f"it must begin with a line of {FENCE}")
    end = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise fault(file, "line 1", f"the {FENCE} that it begins with is never closed")
    front = parse("\n".join(lines[1:end]), GuideFront, faults, first_line=2)
    body = "\n".join(lines[end + 1 :]).strip()
    if not body:
        raise fault(file, "", "nothing follows its front")
    _refuse_controls(body, file, end + 2)
    return Guide(front.id, front.title, front.order, tuple(front.carries), tuple(front.sources), body + "\n")


def _refuse_controls(body: str, file: str, first_line: int) -> None:
    for number, line in enumerate(body.split("\n"), first_line):
        if not line.isprintable():
            raise _control(file, number)


def _control(file: str, number: int) -> ContentError:
    return fault(file, f"line {number}", "it has a character that can't be printed, such as a tab", "take it out")


_IGNORED = re.compile(r"[\s\-_'’‘`]+")


def fold(name: str) -> str:
    """The form of a name for comparison: without case, spaces, hyphens, underscores and apostrophes."""
    return _IGNORED.sub("", name).casefold()


class WaitingRoutine(Struct, frozen=True):
    """A routine of the person's own that can't be done while exercises that it needs are switched off."""

    id: str
    name: str
    aliases: tuple[str, ...]
    needs: tuple[Exercise, ...]
    """The exercises that are switched off."""
    routine: Routine
    """As it is once they are on."""

    @property
    def why(self) -> str:
        """`Walk is switched off: l5tui exercises on walk`."""
        return "; ".join(f"{one.name} is switched off: {switch_on(one.id)}" for one in self.needs)

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return (self.id, self.name, *self.aliases)


class Content(Struct, frozen=True):
    """The loaded content in the order in which it is shown, and the files that couldn't be loaded."""

    exercises: Mapping[str, Exercise]
    """By id, in the article's order, followed by the person's own."""
    routines: Mapping[str, Routine]
    """By id. No routine has the id of an exercise."""
    guides: tuple[Guide, ...]
    safety: Safety | None
    """None if the file of the questions is broken; then no session may start."""
    problems: tuple[ContentError, ...]
    """One error for each file that couldn't be loaded."""
    off: frozenset[str] = frozenset()
    """The ids of the exercises outside the article that are switched off."""
    waiting: Mapping[str, WaitingRoutine] = {}
    """The person's routines that wait for one of these, by id."""
    faulty: Mapping[str, FaultyRoutine] = {}
    """The person's routines whose files have faults, by the file's name."""
    figures: Mapping[str, Moves] = {}
    """The figures of the exercises whose files describe one, by id; those of the others are in `poses.toml`."""

    @property
    def names(self) -> dict[str, str]:
        """The names of exercises and of their easier and harder forms, by id."""
        found: dict[str, str] = {}
        for one in self.exercises.values():
            found |= {one.id: one.name, **dict(zip((form.id for form in one.forms), FORMS, strict=False))}
        return found

    @property
    def safety_problem(self) -> ContentError | None:
        """The error in the file of the questions, or None."""
        return next((problem for problem in self.problems if problem.what.startswith("safety.toml")), None)

    def startable(self, wanted: str) -> Routine | None:
        """The routine with this id, or the exercise with this id as a routine, or None."""
        if routine := self.routines.get(wanted):
            return routine
        exercise = self.exercises.get(wanted)
        return Routine.alone(exercise) if exercise else None

    def find(self, name: str) -> Routine:
        """The routine or exercise for an id, a name or an alias, ignoring case and punctuation.

        Ids take precedence over names, and names over aliases.

        Raises:
            UsageError: nothing has this name; the message suggests the nearest one.
        """
        wanted = fold(name)
        for called, thing in self._names():
            if wanted and fold(called) == wanted:
                found = self.startable(thing)
                if found:
                    return found
        if off := self.off_error(name):
            raise off
        raise UsageError(f"there is nothing called {quoted(' '.join(name.split()))}", self._nearest(wanted))

    def off_error(self, name: str) -> UsageError | None:
        """Why what has this id, name or alias can't be started, if only because an exercise is switched off."""
        wanted = fold(name)
        for one in self.waiting.values():
            if wanted in map(fold, one.names):
                return UsageError(f"{quoted(one.name)} waits: {one.why}")
        found = next((one for one in sorted(self.off) if fold(one) == wanted), None)
        return UsageError(f"{quoted(found)} is switched off", f"Switch it on: {switch_on(found)}") if found else None

    @property
    def pages(self) -> tuple[Guide, ...]:
        """The guides without the notice, which is read once before the first session."""
        return tuple(guide for guide in self.guides if guide.id != NOTICE)

    def guide(self, guide_id: str) -> Guide | None:
        """The guide with this id, or None."""
        return next((guide for guide in self.guides if guide.id == guide_id), None)

    def _names(self) -> Iterator[tuple[str, str]]:
        """Every name with the id that it stands for, by precedence."""
        things: tuple[Routine | Exercise, ...] = (*self.routines.values(), *self.exercises.values())
        yield from ((thing.id, thing.id) for thing in things)
        yield from ((thing.name, thing.id) for thing in things)
        yield from ((alias, thing.id) for thing in things for alias in thing.aliases)

    def _nearest(self, wanted: str) -> str:
        by_fold: dict[str, str] = {}
        for called, thing in self._names():
            by_fold.setdefault(fold(called), thing)
        close = similar(wanted, by_fold, most=4)
        near = list(dict.fromkeys(by_fold[key] for key in close))[:3]
        if near:
            return f"did you mean {' or '.join(near)}?"
        return "see what there is with l5tui routines or l5tui exercises"
