"""Example journals for tests, written before the fixed date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from textual.pilot import Pilot

from l5tui.domain.entry import Entry
from l5tui.journal.trends import Day
from l5tui.tui.journal.timeline import TimeRange
from tests import factories
from tests.tui.conftest import NOW
from tests.tui.reading import until_shown


def at(hours_ago: float) -> str:
    return (NOW - timedelta(hours=hours_ago)).isoformat(timespec="seconds")


def example_entries() -> list[Entry]:
    """Five days of entries: sessions and a logged score, one score left out, one session at another speed."""
    steps: list[dict[str, Any]] = [
        {
            "exercise": "bird_dog",
            "side": side,
            "level": 1,
            "variant": None,
            "planned_reps": 10,
            "reps": reps,
            "partial_reps": 0,
            "seconds": 11.0 * reps,
            "held": 5.0 * reps,
            "outcome": "done" if reps == 10 else "partial",
            "hurt": [],
        }
        for side, reps in (("left", 10), ("right", 8))
    ]
    return [
        factories.session("new", 5, 3, started=at(1), steps=steps, note="right side shakier"),
        factories.session("older", 4, 4, started=at(30), routine={"id": "morning", "name": "Morning"}),
        factories.log("log", 6, started=at(60), note="after gardening"),
        factories.session("unanswered", None, 2, started=at(80)),
        factories.session("fast", 9, 9, started=at(90), speed=10.0),
    ]


async def open_journal(pilot: Pilot[int], *shown: str) -> None:
    await pilot.press("J")
    await until_shown(pilot, *(shown or ("about the same",)))


TODAY = date(2026, 11, 22)


def day(ago: int, before: list[int] | None = None, after: list[int] | None = None, unanswered: int = 0) -> Day:
    return Day(TODAY - timedelta(days=ago), before or [], after or [], unanswered)


def span(*days: Day, length: int = 30) -> TimeRange:
    return TimeRange(TODAY - timedelta(days=length - 1), TODAY, tuple(sorted(days, key=lambda one: one.date)))
