"""A programme: what a physiotherapist, or the person, wrote down to do, on which days, and until when.

It gives doses and days, and limits that may only be stricter than the app's own. The safety answers still switch off,
ease or warn about every exercise in it. A programme is never changed by the app: a new one replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from l5tui.domain.dose import Dose, Rounds, unit_of
from l5tui.domain.entry import Done, ProgrammeName
from l5tui.domain.exercise import LONGEST_HOLD_S, Exercise, Side
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.routine import First, Routine, Step
from l5tui.domain.safety.stop_rules import STOP_FROM
from l5tui.domain.time_words import WEEKDAYS

MOST_REPS: Final = 30
LONGEST_S: Final = LONGEST_HOLD_S
"""The most repetitions of a round, and seconds of a hold, that a programme may give."""
QUESTION: Final = "Did you manage it as written?"
"""The question after a session, where the programme has none of its own."""
ANSWERS: Final[Mapping[Done, str]] = {
    "done": "done",
    "partly": "partly",
    "too_hard": "too hard",
    "not_possible": "not possible",
}
"""Its four answers, in words."""
_STOP_SCORE: Final = re.compile(rf"\b{STOP_FROM} or more\b")
LOOK_AHEAD_DAYS: Final = 14
"""Days within which every rhythm comes at least once."""


def prescribed_range(exercise: Exercise) -> tuple[int, int]:
    """The fewest and the most seconds that a programme may give an exercise's hold; (0, 0) where it has none.

    A timed segment, such as a walk, keeps its own range.
    """
    hold = exercise.phase("hold")
    if hold is None:
        return 0, 0
    return (hold.seconds.low, hold.seconds.high) if exercise.timed else (1, LONGEST_S)


class Rhythm(Struct, frozen=True):
    """The days of one session.

    Attributes:
        weekdays: 0 is Monday. Empty: `every` says which days.
        every: days from one time to the next, counted from the day that the programme was written on.
        times: how often on such a day.
    """

    weekdays: frozenset[int] = frozenset()
    every: int = 1
    times: int = 1

    def on(self, day: date, since: date) -> bool:
        """Whether it is due on a day."""
        return day.weekday() in self.weekdays if self.weekdays else (day - since).days % self.every == 0

    @property
    def words(self) -> str:
        """`Mon, Wed and Fri`, `every second day`, `twice a day`."""
        if self.weekdays and len(self.weekdays) < len(WEEKDAYS):
            return joined([WEEKDAYS[day] for day in sorted(self.weekdays)])
        often = "every second day" if self.every > 1 else "every day"
        return "twice a day" if self.times > 1 else often


class PlannedSession(Struct, frozen=True):
    """One thing that a programme has to be done, and its days. A routine of one exercise has that exercise's id."""

    routine: Routine
    rhythm: Rhythm


class Prescription(Struct, frozen=True):
    """How one exercise is to be done.

    Attributes:
        exercise: the exercise.
        overrides: `reps` and `hold`, as a routine's step has them.
        rounds: how often the repetitions are done on each side; None leaves that to the routine.
        first: the side that begins; None leaves that to the routine.
        easier: in its easier form.
        why: why it is in the programme, in the words of whoever wrote it.
    """

    exercise: Exercise
    overrides: Mapping[str, int] = field(default_factory=dict)
    rounds: Rounds | None = None
    first: First | None = None
    easier: bool = False
    why: str = ""

    def step(self, given: Step) -> Step:
        """A routine's step with this dose. The programme's counts over the step's, and its easier form over both."""
        variant = self.exercise.easier.id if self.easier else given.variant
        return replace(
            given,
            overrides={**given.overrides, **self.overrides},
            variant=variant,
            rounds=self.rounds or given.rounds,
            first=self.first or given.first,
        )

    def words(self, level: int = 1) -> str:
        """The dose in few words, as a routine shows it, where the exercise stands at this level."""
        said = self.dose(level).words(self.exercise)
        both = self.rounds is None or (self.rounds.left > 0 and self.rounds.right > 0)
        begins = f", {self.first} side first" if self.first and both else ""
        return f"{said}{begins}, easier form" if self.easier else f"{said}{begins}"

    def dose(self, level: int) -> Dose:
        """The whole dose, where the exercise stands at this level."""
        step = self.step(Step(self.exercise))
        return Dose.of(self.exercise, level=level, overrides=step.overrides, variant=step.variant, rounds=step.rounds)

    def beyond(self) -> Iterator[str]:
        """What of it is more or less than the article has, in words, and what its easier form cuts."""
        hold, counts = self.exercise.phase("hold"), self.dose(1)
        ranges = {"reps": (*self.exercise.reps_range, counts.reps, "")}
        if hold is not None:
            ranges["hold"] = (hold.seconds.low, hold.seconds.high, counts.seconds["hold"], " s")
        for name, (low, high, counted, unit) in ranges.items():
            value = self.overrides.get(name, counted)
            what = "hold" if name == "hold" else unit_of(value, self.exercise)
            given = f"{value}{unit} {what}"
            if counted < value:  # the easier form counts last (clinical data, d)
                yield f"{given}: cut to {counted}{unit}, as in its easier form"
            elif name in self.overrides and not low <= value <= high:
                span = f"{low}{unit}" if low == high else f"{low} to {high}{unit}"
                yield f"{given}: {'more' if value > high else 'less'} than the article ({span})"
        if self.rounds is not None and self.rounds.most > 1:
            yield f"{self.rounds.most} rounds: more than the article (1)"
        for side in Side:
            if self.rounds is not None and self.rounds.on(side) == 0:
                yield f"nothing on the {side} side: less than the article (both sides)"


class Limits(Struct, frozen=True):
    """Limits of a programme; the app's own where it gives none. A higher one than the app's own is refused.

    Attributes:
        stop_from: the score from which an exercise is stopped (rule S2).
        none_from: the score before, from which no session begins at all (rule S7).
    """

    stop_from: int = STOP_FROM
    none_from: int = VERY_HIGH_FROM

    def forbids_session(self, pain: int | None) -> bool:
        """Whether no session begins at this score, where the app's own rule would still let one."""
        return pain is not None and self.none_from <= pain < VERY_HIGH_FROM

    @property
    def words(self) -> tuple[str, ...]:
        """Those that are stricter than the app's own, a sentence each."""
        stop = f"An exercise is stopped from a score of {self.stop_from} on (l5tui: {STOP_FROM})."
        none = f"No session begins from a score of {self.none_from} on (l5tui: {VERY_HIGH_FROM})."
        stricter = ((stop, self.stop_from < STOP_FROM), (none, self.none_from < VERY_HIGH_FROM))
        return tuple(said for said, holds in stricter if holds)


class Programme(Struct, frozen=True):
    """What a `programme.toml` holds."""

    id: str
    title: str
    by: str
    written: date
    until: date
    """The last day on which it counts."""
    sessions: tuple[PlannedSession, ...]
    exercises: Mapping[str, Prescription]
    """By the exercise's id."""
    limits: Limits = Limits()
    words: str = ""
    """What its author has to say to the person."""
    question: str = QUESTION
    """Asked after a session of it; empty: none is asked."""
    version: int = 0
    """Counts the texts of this programme that were taken, from 1; 0 before it is taken."""
    taken: datetime | None = None
    """When the person took it; None before."""

    @property
    def name(self) -> ProgrammeName:
        """As a session's entry names it."""
        return {"id": self.id, "version": self.version}

    @property
    def every_exercise(self) -> dict[str, Exercise]:
        """The exercises that it has a dose for, or that its sessions have, by id."""
        done = [step.exercise for one in self.sessions for step in one.routine.steps]
        return {one.id: one for one in (*done, *(its.exercise for its in self.exercises.values()))}

    def holds_on(self, day: date) -> bool:
        """Whether it isn't over yet."""
        return day <= self.until

    def due_on(self, day: date) -> tuple[PlannedSession, ...]:
        """What it has for a day, in its order; nothing before the day that it was written on."""
        if not self.written <= day <= self.until:
            return ()
        return tuple(one for one in self.sessions if one.rhythm.on(day, self.written))

    def next_day(self, after: date) -> date | None:
        """The next day after this one on which something is due; None if it is over before."""
        before = max(after, self.written - timedelta(days=1))
        days = (before + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD_DAYS + 1))
        return next((day for day in days if self.due_on(day)), None)

    def never_due(self, since: date) -> tuple[PlannedSession, ...]:
        """The sessions that have no day left between this one and the end."""
        left = min((self.until - since).days, LOOK_AHEAD_DAYS)
        days = [since + timedelta(days=ahead) for ahead in range(left + 1)]
        return tuple(one for one in self.sessions if not any(one.rhythm.on(day, self.written) for day in days))

    def applied(self, routine: Routine) -> Routine:
        """The routine with this programme's doses. One that keeps its own small doses (Flare-up) is left as it is."""
        if not routine.ladder:
            return routine
        steps = tuple(
            found.step(step) if (found := self.exercises.get(step.exercise.id)) is not None else step
            for step in routine.steps
        )
        return replace(routine, steps=steps)

    @property
    def forbids_words(self) -> str:
        """What is said to a score from which it lets no session begin."""
        return f"No session from {self.limits.none_from} on: so {self.by} wrote it for you."

    def with_its_limit(self, line: str) -> str:
        """An exercise's line on when to stop. Where it names the app's own score, a stricter one takes its place."""
        if self.limits.stop_from >= STOP_FROM or "pain" not in line.casefold():
            return line
        return _STOP_SCORE.sub(f"{self.limits.stop_from} or more ({self.by}'s limit)", line)

    def has(self, routine: str) -> bool:
        """Whether the routine with this id is one of its sessions."""
        return any(one.routine.id == routine for one in self.sessions)


def joined(words: list[str]) -> str:
    """`Mon, Wed and Fri`."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
