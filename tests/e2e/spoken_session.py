"""A session whose sentences are known, and when each is due."""

from __future__ import annotations

from collections.abc import Iterator

from l5tui.engine.cues import cue_at_start, cues_within
from tests.e2e.session_steps import segments_of

SPEED = 4
NAME = "childs_pose"
SAID = (
    "Child's pose. Kneel on the mat, big toes together and knees apart.",
    *("three", "two", "one"),
    "Fold down. Hands forward, hips towards heels, chest down",
    "Hold. 20 seconds. Stay soft, with slow, easy breaths",
    "Half way.",
    *("three", "two", "one"),
    "Come up. Walk your hands back until you kneel",
    "Rest.",
)


def due() -> Iterator[float]:
    """When each cue is due, in real seconds from the beginning."""
    passed = 0
    for segment in segments_of(NAME):
        for ms, _ in ((0, cue_at_start(segment)), *cues_within(segment)):
            yield (passed + ms) / 1000 / SPEED
        passed += segment.ms or 0
