"""The numbers of a journal over a period: how often, how long, what hurt, what came after (clinical data, section g).

Each number has its n, and is None where its n is too small to show it. They are counts and medians of what was
written down: nothing is estimated, ranked or foretold. The fields are those of `l5tui trends --json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.entry_reading import Body, number, pain, practised, practised_s, table, tables, text
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.next_morning import ANSWERS, is_to_come
from l5tui.domain.pain import change_word, day_median
from l5tui.domain.regular_questions import ENOUGH as TWICE
from l5tui.domain.regular_questions import name_key, score_in
from l5tui.journal.planned import ProgrammeDone, planned_and_done
from l5tui.journal.trends import Day, days, first_and_newest_week, week_median
from l5tui.library.programmes import Followed

PAIRS: Final = 5
"""The fewest pairs of scores of which a median is shown (clinical data, g)."""


class Week(Struct, frozen=True):
    """Seven days: the median of the scores before, and how many there were, three or more."""

    begins: date
    median: float
    n: int


class Before(Struct, frozen=True):
    """The scores before sessions, and those without a session."""

    n: int
    unanswered: int
    newest_week: Week | None
    first_week: Week | None
    """Only where it can be compared with the newest: both have three scores or more, and they don't overlap."""
    change: str | None
    """From the first to the newest week: `lower`, `about the same` or `higher`."""


class Sessions(Struct, frozen=True):
    """The sessions in which something was practised."""

    n: int
    days: int
    complete: int
    """Those in which all of the plan was done."""
    seconds: float


class ExerciseSide(Struct, frozen=True):
    """What was done of an exercise on one side."""

    exercise: str
    side: str | None
    """`left`, `right`, or None for an exercise without sides."""
    n: int
    """In how many sessions."""
    reps: int
    """Those of which most of the hold was held."""
    held_s: float
    seconds: float


class HurtAt(Struct, frozen=True):
    """How often "it hurts" was pressed in a phase of an exercise."""

    exercise: str
    phase: str
    times: int
    n: int
    """The sessions in which the exercise was begun."""


class NextMorning(Struct, frozen=True):
    """The answers about the morning after a session."""

    n: int
    better: int
    same: int
    worse: int
    unanswered: int
    to_come: int
    """1 where the newest session was less than six hours ago, so that it isn't asked yet; else 0."""


class AfterMinusBefore(Struct, frozen=True):
    """The differences of the scores of one session each: they say something right after a session only."""

    n: int
    median: float | None
    lowest: int | None
    highest: int | None


class PlaceOn(Struct, frozen=True):
    """The furthest place of a side on a day, rank 0 to 7."""

    date: date
    rank: int


class Places(Struct, frozen=True):
    """The furthest places of both sides by day, oldest first; days on which it wasn't said are left out."""

    left: tuple[PlaceOn, ...]
    right: tuple[PlaceOn, ...]


class ScoreOn(Struct, frozen=True):
    """A score on a day."""

    date: date
    score: int


class Series(Struct, frozen=True):
    """The first and the newest score of an activity, of a form, or of the week's pain."""

    name: str
    n: int
    first: ScoreOn
    newest: ScoreOn
    change: str | None = None
    """The word for a form's change; the others have none."""


class Numbers(Struct, frozen=True):
    """All numbers of a journal, or of its entries since a day."""

    since: date | None
    until: date
    """The day on which they were counted; later entries, made in another time zone, count too."""
    before: Before
    sessions: Sessions
    exercises: tuple[ExerciseSide, ...]
    hurts: tuple[HurtAt, ...]
    next_morning: NextMorning
    programmes: tuple[ProgrammeDone, ...]
    places: Places
    after_minus_before: AfterMinusBefore
    week: Series | None
    """The pain on average over 7 days, which is never mixed with the scores of right now."""
    activities: tuple[Series, ...]
    forms: tuple[Series, ...]


def numbers_of(
    entries: Sequence[Entry],
    now: datetime,
    *,
    since: date | None = None,
    followed: Iterable[Followed] = (),
    demo: bool = False,
) -> Numbers:
    """The numbers of these entries.

    Args:
        entries: the journal's, in any order; of the same second the last written comes first.
        now: the current local time.
        since: only entries of this local date or later; None for all.
        followed: the times that a programme was followed.
        demo: sessions at any speed count.
    """
    today = now.date()
    found: list[tuple[date, Entry]] = []
    oldest_first = entries[::-1]
    for entry in sorted(oldest_first, key=lambda one: instant(one.get("started"))):
        on = local_date(entry.get("started"))
        if on is not None and not entry.get("deleted") and (since is None or on >= since):
            found.append((on, entry))
    kept = [entry for _, entry in found]
    known = days(kept, date.min, date.max, demo=demo)
    sessions = [(on, entry) for on, entry in found if practised(entry, demo=demo)]
    bodies: list[Body] = [entry for _, entry in sessions]
    begun: list[Body] = [one for one in kept if one.get("kind") == "session" and (demo or one.get("speed", 1) == 1)]
    return Numbers(
        since=since,
        until=today,
        before=_before(known, today),
        sessions=Sessions(
            n=len(sessions),
            days=len({on for on, _ in sessions}),
            complete=sum(day.complete for day in known),
            seconds=round(sum(map(practised_s, bodies)), 1),
        ),
        exercises=done_by_exercise(bodies),
        hurts=_hurts(begun),
        next_morning=next_mornings(bodies, now),
        programmes=planned_and_done(followed, sessions, today, since),
        places=_places(known),
        after_minus_before=after_minus_before(bodies),
        week=next(iter(_series(found, "week")), None),
        activities=_series(found, "activity"),
        forms=_series(found, "form"),
    )


def to_json(numbers: Numbers) -> str:
    """The numbers as JSON, with dates as `2026-11-22`."""
    return msgspec.json.format(msgspec.json.encode(numbers), indent=2).decode()


def _before(known: Sequence[Day], today: date) -> Before:
    newest = week_median(known, today)
    weeks = first_and_newest_week(known, today)
    return Before(
        n=sum(len(day.before) for day in known),
        unanswered=sum(day.unanswered for day in known),
        newest_week=Week(today - timedelta(days=6), *newest) if newest else None,
        first_week=Week(weeks.begin, weeks.first, weeks.first_n) if weeks else None,
        change=change_word(weeks.first, weeks.newest) if weeks else None,
    )


def done_by_exercise(sessions: Iterable[Body]) -> tuple[ExerciseSide, ...]:
    """By exercise in the order in which they were first done; left, right, then what has no side."""
    found: dict[tuple[str, str | None], list[float]] = {}  # counted in place: years have a hundred thousand steps
    order: dict[str, None] = {}
    for session in sessions:
        seen: set[tuple[str, str | None]] = set()
        for step in tables(session, "steps"):
            seconds = number(step.get("seconds")) or 0
            if seconds <= 0:
                continue
            exercise = text(step, "exercise")
            key = exercise, _side(step)
            sums = found.get(key)
            if sums is None:
                order[exercise] = None
                sums = found[key] = [0, 0, 0, 0]
            if key not in seen:
                seen.add(key)
                sums[0] += 1
            sums[1] += number(step.get("reps")) or 0
            sums[2] += max(0, number(step.get("held")) or 0)
            sums[3] += seconds
    return tuple(
        ExerciseSide(exercise, side, int(n), int(reps), round(held, 1), round(seconds, 1))
        for exercise in order
        for side in ("left", "right", None)
        for n, reps, held, seconds in ([found[exercise, side]] if (exercise, side) in found else [])
    )


def _side(step: Body) -> str | None:
    side = step.get("side")
    return side if side in ("left", "right") else None


def _hurts(sessions: Iterable[Body]) -> tuple[HurtAt, ...]:
    """By exercise and phase, in the order in which they first came: never ranked."""
    begun: dict[str, int] = {}
    found: dict[tuple[str, str], int] = {}
    for session in sessions:
        here: set[str] = set()
        for step in tables(session, "steps"):
            hurts = step.get("hurt")
            if hurts or (number(step.get("seconds")) or 0) > 0:
                here.add(text(step, "exercise"))
            for hurt in tables(step, "hurt") if hurts else ():
                key = text(step, "exercise"), text(hurt, "phase")
                found[key] = found.get(key, 0) + 1
        for exercise in here:
            begun[exercise] = begun.get(exercise, 0) + 1
    return tuple(HurtAt(*key, times, begun[key[0]]) for key, times in found.items())


def next_mornings(sessions: Sequence[Body], now: datetime) -> NextMorning:
    """The answers about the morning after each session in which something was practised, oldest first."""
    said = Counter(answer if (answer := text(one, "next_day")) in ANSWERS else "" for one in sessions)
    better, same, worse = (said[answer] for answer in ANSWERS)
    to_come = int(bool(sessions) and is_to_come(sessions[-1], now))
    return NextMorning(better + same + worse, better, same, worse, unanswered=said[""] - to_come, to_come=to_come)


def _places(known: Iterable[Day]) -> Places:
    left = [(day.date, day.left) for day in known]
    right = [(day.date, day.right) for day in known]
    sides = (tuple(PlaceOn(on, rank) for on, rank in side if rank is not None) for side in (left, right))
    return Places(*sides)


def after_minus_before(sessions: Iterable[Body]) -> AfterMinusBefore:
    """The differences of the sessions with both scores; their median from five on."""
    pairs: list[int] = []
    for body in sessions:
        before, after = pain(table(body, "before").get("pain")), pain(table(body, "after").get("pain"))
        if before is not None and after is not None:
            pairs.append(after - before)
    if len(pairs) < PAIRS:
        return AfterMinusBefore(len(pairs), None, None, None)
    return AfterMinusBefore(len(pairs), day_median(pairs), min(pairs), max(pairs))


def _series(found: Iterable[tuple[date, Body]], kind: str) -> tuple[Series, ...]:
    """The first and the newest score of each activity or form, as its name was written last, or of the week's pain."""
    by_name: dict[str, list[ScoreOn]] = {}
    names: dict[str, str] = {}
    for on, body in found:
        if body.get("kind") == kind and (score := score_in(body)) is not None:
            name = text(body, "name")
            names[key := name_key(name)] = name
            by_name.setdefault(key, []).append(ScoreOn(on, score))
    return tuple(
        Series(names[key], len(scores), scores[0], scores[-1], _change(scores) if kind == "form" else None)
        for key, scores in by_name.items()
        if len(scores) >= TWICE
    )


def _change(scores: Sequence[ScoreOn]) -> str:
    return rmdq.change_word(scores[0].score, scores[-1].score)
