"""What comes next, in words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from l5tui.domain.routine import Routine
from l5tui.engine.moment_words import at_its_longest, coming
from l5tui.engine.plan import Plan
from l5tui.library import extras


def test_a_long_time_is_said_in_minutes() -> None:
    plan = Plan.of(Routine.alone(extras()["walk"]))
    walk = next(segment for segment in plan.segments if segment.phase == "hold")
    moment: Any = SimpleNamespace(next=walk, then=None, step=plan.steps[0], segment=walk)
    assert coming(moment) == ("walk 10 min", "then the end")
    longest: Any = SimpleNamespace(segment=SimpleNamespace(phase="hold", room_s=0, seconds=1800))
    assert at_its_longest(longest) == "30 min is the longest"
