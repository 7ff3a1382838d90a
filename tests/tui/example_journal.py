"""Example journals for tests, written before the fixed date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from textual.pilot import Pilot

from l5tui.domain.entry import Entry
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
