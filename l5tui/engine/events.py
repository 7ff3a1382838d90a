"""What can happen in a session.

A session is the list of its events and nothing else; `progress` folds them. `at` is session time in milliseconds. What
goes by itself (time passing, a segment reaching its end) needs no event to be true: `Passed` and `Seen` are notes for
the live log, so that a session that was cut off, or lost lines of its log, is known to have come that far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from l5tui.domain.entry import Score, Stop
from l5tui.engine.plan import Segment

Why = Literal["more", "less", "own_pace", "ease", "skip_today", "off"]
When = Literal["before", "during", "after"]


@dataclass(frozen=True, slots=True)
class Started:
    """The first segment begins."""

    at: int


@dataclass(frozen=True, slots=True)
class Paused:
    """The count stands still."""

    at: int
    since: int | None = None
    """Nobody was there from this time on, which turned out at `at`: what ran by itself since then doesn't count."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """The count goes on."""

    at: int


@dataclass(frozen=True, slots=True)
class Jumped:
    """The person went to the start of segment `to`. `done` says that the one they left counts as done."""

    at: int
    to: int
    done: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """The segments from index `first` on are these now.

    The place in the segment that is on stays, if it is among them; else what stands at its index begins. What is eased
    begins anew at `first`.
    """

    at: int
    first: int
    segments: tuple[Segment, ...]
    why: Why
    variant: str | None = None
    """The form that the exercise has from here on, where it was eased."""


@dataclass(frozen=True, slots=True)
class Hurt:
    """It hurt, in the segment that was on; `answer` is what was answered, `settled` whether spreading went back.

    It is told as soon as it is answered. What is asked after that comes as the same once more, with `again`; where that
    says more about what is felt, its answer stands. One that was a slip is followed by `taken_back`.
    """

    at: int
    answer: str
    pain: int | None = None
    settled: bool | None = None
    again: bool = False
    """Says more of the one before, rather than that it hurt again."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The person gave a score, or left it out (pain None)."""

    at: int
    when: When
    score: Score


@dataclass(frozen=True, slots=True)
class Passed:
    """Segment `index` reached its end by itself."""

    at: int
    index: int


@dataclass(frozen=True, slots=True)
class Seen:
    """The session was running, `offset` milliseconds into segment `index`."""

    at: int
    index: int
    offset: int


@dataclass(frozen=True, slots=True)
class Ended:
    """It is over; `stop` is None at the plan's end, else who or which rule stopped it.

    A second one only ever names a graver rule (S5): what was asked after the stop told of an emergency sign.
    """

    at: int
    stop: Stop | None = None


Event = Started | Paused | Resumed | Jumped | Changed | Hurt | Rated | Passed | Seen | Ended
