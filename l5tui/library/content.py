"""All there is to do and to read, as one value; and finding a thing by what a person calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from l5tui.config.errors import ContentError, UsageError
from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine
from l5tui.domain.safety.questions import Safety
from l5tui.library.reading import fault, parse
from l5tui.library.shapes import GuideFront

FENCE = "+++"


@dataclass(frozen=True, slots=True)
class Guide:
    """One page to read. `text` is plain Markdown: headings, paragraphs, lists, bold."""

    id: str
    title: str
    order: int
    carries: tuple[str, ...]
    sources: tuple[str, ...]
    text: str


def guide_of(text: str, file: str) -> Guide:
    """The guide that a file's text is.

    Raises:
        ContentError: the front is missing or wrong, or nothing follows it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != FENCE:
        raise fault(file, "line 1", f"it must begin with a line of {FENCE}")
    end = next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise fault(file, "line 1", f"the {FENCE} that it begins with is never closed")
    front = parse("\n".join(lines[1:end]), GuideFront, file, first_line=2)
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
    """A name as it is compared: without case, spaces, hyphens, underscores and apostrophes."""
    return _IGNORED.sub("", name).casefold()


@dataclass(frozen=True, slots=True)
class Content:
    """What could be loaded, in the order in which it is shown, and what couldn't."""

    exercises: Mapping[str, Exercise]
    """By id, in the article's order, the person's own after them."""
    routines: Mapping[str, Routine]
    """By id. Exercises and routines share one space of ids."""
    guides: tuple[Guide, ...]
    safety: Safety | None
    """None when the file of the questions is broken: then no session may start."""
    problems: tuple[ContentError, ...]
    """One line for each file that is missing from the above."""

    @property
    def names(self) -> dict[str, str]:
        """What exercises, and their easier and harder forms, are called, by id."""
        found: dict[str, str] = {}
        for one in self.exercises.values():
            found |= {one.id: one.name, one.easier.id: "easier form", one.harder.id: "harder form"}
        return found

    @property
    def safety_problem(self) -> ContentError | None:
        """What is wrong with the file of the questions, None where nothing is."""
        return next((problem for problem in self.problems if problem.what.startswith("safety.toml")), None)

    def startable(self, wanted: str) -> Routine | None:
        """The routine with this id, or the exercise with this id alone as a routine, or None."""
        if routine := self.routines.get(wanted):
            return routine
        exercise = self.exercises.get(wanted)
        return Routine.alone(exercise) if exercise else None

    def find(self, name: str) -> Routine:
        """What a person means by a name: an id, a name or an alias, spelt loosely. Ids win over names, and these over
        aliases.

        Raises:
            UsageError: nothing is called so; the line names what comes nearest.
        """
        wanted = fold(name)
        for called, thing in self._names():
            if wanted and fold(called) == wanted:
                found = self.startable(thing)
                if found:
                    return found
        raise UsageError(f'there is nothing called "{_clipped(name)}"', self._nearest(wanted))

    def guide(self, guide_id: str) -> Guide | None:
        """The guide with this id, or None."""
        return next((guide for guide in self.guides if guide.id == guide_id), None)

    def _names(self) -> Iterator[tuple[str, str]]:
        """Every name with the id of what it names, strongest first."""
        things: tuple[Routine | Exercise, ...] = (*self.routines.values(), *self.exercises.values())
        yield from ((thing.id, thing.id) for thing in things)
        yield from ((thing.name, thing.id) for thing in things)
        yield from ((alias, thing.id) for thing in things for alias in thing.aliases)

    def _nearest(self, wanted: str) -> str:
        by_fold: dict[str, str] = {}
        for called, thing in self._names():
            by_fold.setdefault(fold(called), thing)
        close = get_close_matches(wanted, by_fold, n=4, cutoff=0.6)
        near = list(dict.fromkeys(by_fold[key] for key in close))[:3]
        if near:
            return f"did you mean {' or '.join(near)}?"
        return "see what there is with l5tui routines or l5tui exercises"


def _clipped(name: str) -> str:
    """What a person typed, as one short printable line."""
    line = "".join(sign if sign.isprintable() else "?" for sign in " ".join(name.split()))
    return line if len(line) <= 60 else f"{line[:59]}…"
