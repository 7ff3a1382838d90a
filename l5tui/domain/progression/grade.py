"""The grade of a session for the dose ladder (clinical data, d1): the first matching row of a table applies.

A grade is never stored. It is computed from the scores, the next-morning answer and the stop of an entry, so a
corrected score changes the grade.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import level, number, pain, practised, table, tables, text
from l5tui.domain.entry_times import moment_of
from l5tui.domain.next_morning import ANSWERS
from l5tui.domain.safety.questions import yes_to
from l5tui.domain.safety.stop_rules import EMERGENCY, FLARE_UP, after_score

ANSWERED_WITHIN: Final = timedelta(hours=48)
"""How long after a session's end its next-morning answer is awaited (d1, rows 12 and 13)."""
ENOUGH_PERCENT: Final = 80
"""The least percentage of the planned repetitions for a green session (d1, row 11)."""
HIGH: Final = 6
"""The highest score of a session from which it is red (d1, row 5)."""
ADAPT: Final = 4
"""The highest score of a session from which it is amber (d1, row 9)."""
RISE: Final = 2
"""The points by which the score after must exceed the one before for an amber session (d1, rows 6 and 8)."""
HIGH_ROW: Final = 5
"""The row of d1 for a session that is red because of its highest score alone."""
RED_STOPS: Final = ("S4", "S3", "S6")
"""The stops that make a session red (d1, row 2); S5, an emergency sign, blocks and gives no grade."""


class Grade(StrEnum):
    """The grades of a session."""

    GREEN = "GREEN"
    AMBER = "AMBER"
    RED = "RED"
    FLARE = "FLARE"
    """The flare-up routine: not graded, without effect."""
    UNGRADED = "UNGRADED"
    """Too little is known."""
    PENDING = "PENDING"
    """The next-morning answer may still come."""
    BLOCKED = "BLOCKED"
    """An emergency sign: no grade."""


WHY: Final[Mapping[int, str]] = {
    1: "an emergency sign was named",
    2: "it was stopped ({stop})",
    3: "Flare-up keeps its own small doses",
    4: "no score during it or after it",
    5: "a pain score of 6 or more",
    6: "pain 2 or more points higher after it, and a worse next morning",
    7: "a worse next morning",
    8: "pain 2 or more points higher after it",
    9: "a pain score of 4 or 5",
    10: "no score before it",
    11: "less than 80 % of it was done",
    12: "no answer yet for the next morning",
    13: "no answer for the next morning",
    14: "pain 3 or less, not 2 points higher after it, and the next morning not worse",
}
"""The reason for each row of d1, in words."""


class Done(Struct, frozen=True):
    """What a session has of one ladder exercise, both sides together."""

    level: int | None
    """The level at which it was done; None if it was done without the ladder, or the level is unknown."""
    variants: frozenset[str]


class Graded(Struct, frozen=True):
    """A session and its grade."""

    uid: str
    at: datetime
    day: date
    """The local date of its start; a session across midnight belongs to that day."""
    grade: Grade
    row: int
    """The row of d1 that matched."""
    why: str
    next_day: str | None
    """The answer for the next morning; None if there is none."""
    stop: str | None
    """S3, S4, S5 or S6, if one of them stopped it."""
    stopped_exercises: frozenset[str]
    """The exercises that rule S2 stopped; only for a session that is red because of its highest score alone."""
    done: Mapping[str, Done]
    """The exercises that were done; skipped ones and those that were off are missing."""
    hurt: Mapping[str, int]
    """The highest score while it hurt, of each exercise with one; a programme's own limit is compared with it."""


def graded_sessions(entries: Iterable[Entry], now: datetime, *, demo: bool = False) -> list[Graded]:
    """The sessions that count, oldest first, with their grades.

    Args:
        entries: the journal's entries in any order.
        now: the current time.
        demo: sessions at any speed count.
    """
    sessions: list[tuple[datetime, Mapping[str, Any]]] = []
    stops: dict[str, set[str]] = {}
    for entry in entries:
        body: Mapping[str, Any] = entry
        if body.get("kind") == "safety":
            _stop_of_safety(body, stops)
        elif practised(body, demo=demo) and (at := moment_of(body.get("started"))) is not None:
            sessions.append((at, body))
    sessions.sort(key=lambda pair: (pair[0], str(pair[1].get("uid"))))
    last = len(sessions) - 1
    return [
        _graded(at, body, stops.get(str(body.get("uid")), set()), now, newest=index == last)
        for index, (at, body) in enumerate(sessions)
    ]


def _stop_of_safety(body: Mapping[str, Any], stops: dict[str, set[str]]) -> None:
    """Add the stop in a safety entry to the stops of the session that it was made in."""
    session = body.get("session")
    if not isinstance(session, str):
        return
    found = stops.setdefault(session, set())
    if isinstance(stop := body.get("stop"), str):
        found.add(stop)
    if any(_is_emergency(name) and yes_to(body, name) is not None for name in table(body, "answers")):
        found.add(EMERGENCY)


def _is_emergency(question: object) -> bool:
    return isinstance(question, str) and question[:1] == "E" and question[1:].isdigit()


def _graded(at: datetime, body: Mapping[str, Any], said: set[str], now: datetime, *, newest: bool) -> Graded:
    if isinstance(own := body.get("stop"), str):
        said = said | {own}
    stop = next((rule for rule in (EMERGENCY, *RED_STOPS) if rule in said), None)
    routine = text(table(body, "routine"), "id")
    next_day = body.get("next_day")
    row = _row(body, stop, routine, now, newest=newest)
    return Graded(
        uid=text(body, "uid"),
        at=at,
        day=at.date(),
        grade=_GRADE_OF_ROW[row],
        row=row,
        why=WHY[row].format(stop=stop),
        next_day=next_day if next_day in ANSWERS else None,
        stop=stop,
        stopped_exercises=frozenset(_stopped_exercises(body, routine) if row == HIGH_ROW else ()),
        done=_done(body),
        hurt=_hurt(body),
    )


_GRADE_OF_ROW: Final = {
    1: Grade.BLOCKED,
    2: Grade.RED,
    3: Grade.FLARE,
    4: Grade.UNGRADED,
    5: Grade.RED,
    6: Grade.RED,
    7: Grade.AMBER,
    8: Grade.AMBER,
    9: Grade.AMBER,
    10: Grade.UNGRADED,
    11: Grade.UNGRADED,
    12: Grade.PENDING,
    13: Grade.UNGRADED,
    14: Grade.GREEN,
}


def _row(body: Mapping[str, Any], stop: str | None, routine: str, now: datetime, *, newest: bool) -> int:
    """The first row of d1 that matches.

    `newest` says whether no later session counts. A later session closes the question about the next morning, so a
    missing answer is no longer awaited then.
    """
    if stop == EMERGENCY:
        return 1
    if stop is not None:
        return 2
    if routine == FLARE_UP:
        return 3
    before, after = pain(table(body, "before").get("pain")), pain(table(body, "after").get("pain"))
    during, next_day = pain(body.get("worst")), body.get("next_day")
    if after is None and during is None:
        return 4
    known = [score for score in (before if during is None else during, after) if score is not None]
    top = max(known)
    rose = before is not None and after is not None and after - before >= RISE
    if top >= HIGH:
        return 5
    if rose and next_day == "worse":
        return 6
    if next_day == "worse":
        return 7
    if rose:
        return 8
    if top >= ADAPT:
        return 9
    if before is None:
        return 10
    if not _enough_done(body):
        return 11
    if next_day not in ("better", "same"):
        ended = moment_of(body.get("ended")) or moment_of(body.get("started"))
        waits = newest and ended is not None and now - ended < ANSWERED_WITHIN
        return 12 if waits else 13
    return 14


def _enough_done(body: Mapping[str, Any]) -> bool:
    planned = done = 0.0
    for step in tables(body, "steps"):
        if step.get("outcome") != "off":
            of = number(step.get("planned_reps")) or 0
            planned += of
            done += min(number(step.get("reps")) or 0, of)
    return planned > 0 and done * 100 >= planned * ENOUGH_PERCENT


def _stopped_exercises(body: Mapping[str, Any], routine: str) -> Iterable[str]:
    before = pain(table(body, "before").get("pain"))
    for step in tables(body, "steps"):
        scores = [pain(hurt.get("pain")) for hurt in tables(step, "hurt")]
        if any(after_score(one, routine=routine, before=before).rule == "S2" for one in scores):
            yield text(step, "exercise")


def _hurt(body: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for step in tables(body, "steps"):
        exercise = text(step, "exercise")
        for score in (pain(hurt.get("pain")) for hurt in tables(step, "hurt")):
            if score is not None:
                found[exercise] = max(score, found.get(exercise, 0))
    return found


def _done(body: Mapping[str, Any]) -> dict[str, Done]:
    levels: dict[str, list[int]] = {}
    variants: dict[str, set[str]] = {}
    for step in tables(body, "steps"):
        exercise, done_at, variant = text(step, "exercise"), level(step.get("level")), step.get("variant")
        if not exercise or step.get("outcome") not in ("done", "partial"):
            continue
        known = levels.setdefault(exercise, [])
        if done_at is not None:
            known.append(done_at)
        variants.setdefault(exercise, set()).update({variant} if isinstance(variant, str) else ())
    return {one: Done(min(known, default=None), frozenset(variants[one])) for one, known in levels.items()}
