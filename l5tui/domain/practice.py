"""How much of a session was practised: seconds in the phases of its exercises.

Getting ready, resting and changing sides are no practice. Entries come from files, so what has another shape than
expected counts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any, Final

LEAST_S: Final = 1.0
"""A session with less than this many seconds of practice counts nowhere."""


def practised_s(entry: Mapping[str, Any]) -> float:
    """Seconds in the phases of all exercises, both sides together."""
    steps = entry.get("steps")
    if not isinstance(steps, list):
        return 0.0
    return sum(_seconds(step.get("seconds")) for step in steps if isinstance(step, Mapping))


def was_practised(entry: Mapping[str, Any]) -> bool:
    """Whether anything was done: a session that ended before its first phase doesn't count as one."""
    return practised_s(entry) >= LEAST_S


def _seconds(value: object) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and value > 0
    return float(value) if known else 0.0  # type: ignore[arg-type]
