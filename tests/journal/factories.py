"""What the journal keeps, on a day of its own and with steps of the real size; the shapes are `tests.factories`'."""

from __future__ import annotations

from typing import Any

from l5tui.domain.entry import Entry, LogEntry, SessionEntry
from tests import factories

STARTED = "2025-03-04T18:58:12+01:00"


def log(uid: str = "log-1", pain: int | None = 4, started: str = STARTED, **other: Any) -> LogEntry:
    """A score logged without a session."""
    return factories.log(uid, pain, started=started, **other)


def session(
    uid: str = "session-1",
    before: int | None = 4,
    after: int | None = 3,
    started: str = STARTED,
    steps: int = 12,
    **other: Any,
) -> SessionEntry:
    """A session of the real shape and size."""
    size = {"level": 2, "planned_reps": 8, "reps": 8, "seconds": 96.4, "held": 64.0}
    given: dict[str, Any] = {
        "started": started,
        "ended": "2025-03-04T19:18:12+01:00",
        "active_s": 1104.5,
        "speed": 1,
        "routine": {"id": "morning_set", "name": "Morning set"},
        "note": "a little stiff, after gardening",
        "steps": [factories.step("bird_dog", ("right", "left")[number % 2], **size) for number in range(steps)],
    }
    entry = factories.session(uid, before, after, **given)
    entry["before"] = factories.score(before, left=2, at=started)
    entry["after"] = factories.score(after, left=1, at=started)
    return {**entry, **other}  # type: ignore[typeddict-item]


def uids(entries: list[Entry]) -> list[str]:
    """The entries by name."""
    return [entry["uid"] for entry in entries]
