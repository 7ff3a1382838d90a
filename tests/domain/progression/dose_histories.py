"""Journals for tests of doses. Days are counted from a first day, so that a test reads like its rule."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Final

from l5tui.config.clock import now
from l5tui.domain.entry import Entry, SafetyEntry, SessionEntry
from l5tui.domain.exercise import Exercise, Ladder, Variant
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.progression.decisions import ADD, BY_HAND, STAY, new_dose_decision
from l5tui.domain.progression.levels import DoseHistory, ExerciseDose, dose_history
from l5tui.domain.safety.entries import new_stop
from tests.factories import exercise, session, step

ZONE: Final = timezone(timedelta(hours=1))
FIRST: Final = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
CHILD: Final = exercise(
    "child", number=1, ladder=Ladder("hold", (20, 25, 30)), easier=Variant("easy", "", {"hold": 10})
)
KNEE: Final = exercise("knee", number=2, ladder=Ladder("hold", (15, 20, 25, 30)))
TILT: Final = exercise("tilt", number=4, ladder=Ladder("reps", (10, 12, 15)))
CAT: Final = exercise("cat", number=3, ladder=None)
ALL: Final[tuple[Exercise, ...]] = (CHILD, KNEE, CAT, TILT)


def at(day: float, hour: float = 8) -> datetime:
    """The time a number of days after the first day, at that hour."""
    return FIRST.replace(hour=0) + timedelta(days=day, hours=hour)


def session_on(
    day: float,
    *names: str,
    level: int | None = 1,
    before: int | None = 2,
    after: int | None = 2,
    worst: int | None = None,
    next_day: str | None = "same",
    hour: float = 8,
    uid: str | None = None,
    variant: str | None = None,
    hurt: dict[str, int] | None = None,
    **fields: Any,
) -> Entry:
    """A session, graded green unless arguments say otherwise.

    `hurt` is a pain score of 6 or more by the exercise that was stopped for it.
    """
    started = at(day, hour)
    steps = [
        step(
            name,
            level=level,
            variant=variant,
            hurt=[{"rep": 1, "phase": "hold", "answer": "more", "pain": hurt[name], "settled": None}]
            if hurt and name in hurt
            else [],
        )
        for name in names or ("child",)
    ]
    ended = started + timedelta(minutes=20)
    made = {
        "started": started.isoformat(),
        "ended": ended.isoformat(),
        "worst": max(hurt.values()) if hurt else worst,
        "next_day": next_day,
        "steps": steps,
    }
    return session(uid or f"s{day:g}-{hour:g}", before, after, **{**made, **fields})


def decision_on(day: float, was: int, to: int, why: str = ADD, *, name: str = "child", hour: float = 7.9) -> Entry:
    """A decision that changes a level."""
    header = EntryHeader(f"d{day:g}-{hour:g}-{name}-{to}", at(day, hour).isoformat(), None, "0")
    return new_dose_decision(header, name, was, to, why)


def declined_on(day: float, level: int, *, name: str = "child") -> Entry:
    """A decision that declines an offer."""
    return decision_on(day, level, level, STAY, name=name)


def by_hand(day: float, to: int, *, was: int = 1, name: str = "child", hour: float = 7.9) -> Entry:
    """A decision that sets a level by hand."""
    return decision_on(day, was, to, BY_HAND, name=name, hour=hour)


def stopped(day: float, rule: Any, uid: str | None = None) -> SafetyEntry:
    """A safety entry of a stop."""
    return new_stop(EntryHeader(f"stop{day:g}", at(day).isoformat(), None, "0"), rule, uid)


def history(*entries: Entry, day: float, hour: float = 8, demo: bool = False) -> DoseHistory:
    """The dose history that these entries give on that day."""
    return dose_history(entries, ALL, at(day, hour), demo=demo)


def child(*entries: Entry, day: float, hour: float = 8) -> ExerciseDose:
    """The dose of the exercise `child` on that day."""
    return history(*entries, day=day, hour=hour).exercises["child"]


def green_sessions(*days: float, level: int = 1, name: str = "child") -> list[Entry]:
    """Green sessions on these days."""
    return [session_on(day, name, level=level) for day in days]


def session_days_ago(exercise_id: str, days_ago: float, level: int = 1, **fields: Any) -> SessionEntry:
    """A green session with one exercise, so many days before the present, for tests that run the whole program."""
    when = (now() - timedelta(days=days_ago)).isoformat(timespec="seconds")
    made = {"started": when, "ended": when, "next_day": "same", "steps": [step(exercise_id, level=level)]}
    return session(f"s{days_ago:g}", 2, 2, **{**made, **fields})
