"""Programmes for tests."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from l5tui.domain.programme import PlannedSession, Prescription, Programme, Rhythm
from tests.domain.progression.dose_histories import CAT, CHILD, KNEE, TILT
from tests.factories import routine

MONDAY: Final = date(2026, 3, 2)
"""The day on which the programme of these tests was written; `histories` counts its days from it too."""
MORNING: Final = routine(CHILD, CAT, routine_id="morning")
STRONG: Final = routine(TILT, routine_id="strong")


def programme(**fields: Any) -> Programme:
    """Morning every day, Strong on Mondays and Thursdays; the child's pose at 2 times 40 s."""
    return Programme(
        **{
            "id": "weeks_1_to_6",
            "title": "Weeks 1 to 6",
            "by": "Anna Keller",
            "written": MONDAY,
            "until": date(2026, 4, 12),
            "sessions": (
                PlannedSession(MORNING, Rhythm()),
                PlannedSession(STRONG, Rhythm(weekdays=frozenset({0, 3}))),
            ),
            "exercises": {"child": Prescription(CHILD, {"reps": 2, "hold": 40})},
            "version": 1,
            **fields,
        }
    )


__all__ = ["CAT", "CHILD", "KNEE", "MONDAY", "MORNING", "STRONG", "TILT", "programme"]
