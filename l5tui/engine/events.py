"""The events of a session.

A session is stored as the list of its events, which `progress` folds. `at` is session time in milliseconds. Passing
time and the end of a segment follow from the plan without an event. `Passed` and `Seen` are recorded only for the
session log, so that the position is known after an interruption or with missing lines.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from l5tui.domain.entry import Score, Stop
from l5tui.engine.plan import Segment

Why = Literal["more", "less", "own_pace", "ease", "skip_today", "off"]
When = Literal["before", "during", "after"]


class Started(Struct, frozen=True):
    """The first segment begins."""

    at: int


class Paused(Struct, frozen=True):
    """The session is paused."""

    at: int
    since: int | None = None
    """The session time from which on nobody was there, as found out at `at`. Time since then doesn't count."""


class Resumed(Struct, frozen=True):
    """The session goes on."""

    at: int


class Jumped(Struct, frozen=True):
    """The person went to the start of segment `to`. `done` says whether the segment left counts as done."""

    at: int
    to: int
    done: bool = False


class Changed(Struct, frozen=True):
    """The segments from index `first` on are replaced.

    The position within the current segment is kept if the segment is among the new ones; else the segment at its index
    begins. Eased segments begin anew at `first`.
    """

    at: int
    first: int
    segments: tuple[Segment, ...]
    why: Why
    variant: str | None = None
    """The form of the exercise from here on, if it was eased."""


class Hurt(Struct, frozen=True):
    """It hurt in the current segment. `answer` is the symptom, `settled` whether spreading went back.

    It is recorded as soon as it is answered. The answers to the following questions are further `Hurt` events with
    `again`; a more specific symptom in one replaces the earlier answer. `taken_back` follows an answer by mistake.
    """

    at: int
    answer: str
    pain: int | None = None
    settled: bool | None = None
    again: bool = False
    """Whether it adds to the previous `Hurt` instead of recording another."""


class Rated(Struct, frozen=True):
    """The person gave a score, or left it out (`pain` is None)."""

    at: int
    when: When
    score: Score


class Passed(Struct, frozen=True):
    """Segment `index` reached its end by itself."""

    at: int
    index: int


class Seen(Struct, frozen=True):
    """The session was running, `offset` milliseconds into segment `index`."""

    at: int
    index: int
    offset: int


class Ended(Struct, frozen=True):
    """The session ended. `stop` is None at the plan's end, else `person` or the rule that stopped it.

    A second `Ended` only names a graver rule (S5), when an emergency sign was reported after the stop.
    """

    at: int
    stop: Stop | None = None


Event = Started | Paused | Resumed | Jumped | Changed | Hurt | Rated | Passed | Seen | Ended
