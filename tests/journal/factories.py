"""One factory per thing the journal keeps; what a test is about is overridden by name."""

from __future__ import annotations

from typing import Any, cast

from l5tui.domain.entry import Entry, LogEntry, SessionEntry, no_score


def log(uid: str = "log-1", pain: int | None = 4, started: str = "2025-03-04T18:58:12+01:00", **other: Any) -> LogEntry:
    """A score logged without a session."""
    entry: LogEntry = {
        "uid": uid,
        "schema": 1,
        "kind": "log",
        "started": started,
        "ended": None,
        "tz": "Europe/Zurich",
        "app": "0.1.0",
        "deleted": None,
        "edits": [],
        "pain": pain,
        "left": None,
        "right": None,
        "kinds": {"left": [], "right": []},
        "note": "",
    }
    return cast(LogEntry, {**entry, **other})


def session(
    uid: str = "session-1",
    before: int | None = 4,
    after: int | None = 3,
    started: str = "2025-03-04T18:58:12+01:00",
    steps: int = 12,
    **other: Any,
) -> SessionEntry:
    """A session of the real shape and size."""
    entry: SessionEntry = {
        "uid": uid,
        "schema": 1,
        "kind": "session",
        "started": started,
        "ended": "2025-03-04T19:18:12+01:00",
        "tz": "Europe/Zurich",
        "app": "0.1.0",
        "deleted": None,
        "edits": [],
        "status": "complete",
        "stop": None,
        "active_s": 1104.5,
        "paused_s": 12.0,
        "speed": 1,
        "routine": {"id": "morning_set", "name": "Morning set"},
        "before": {**no_score(), "pain": before, "left": 2, "at": started},
        "after": {**no_score(), "pain": after, "left": 1, "at": started},
        "worst": None,
        "next_day": None,
        "note": "a little stiff, after gardening",
        "steps": [
            {
                "exercise": "bird_dog",
                "side": "left" if number % 2 else "right",
                "level": 2,
                "variant": None,
                "planned_reps": 8,
                "reps": 8,
                "seconds": 96.4,
                "held": 64.0,
                "outcome": "done",
                "hurt": [],
            }
            for number in range(steps)
        ],
    }
    return cast(SessionEntry, {**entry, **other})


def uids(entries: list[Entry]) -> list[str]:
    """The entries by name."""
    return [entry["uid"] for entry in entries]
