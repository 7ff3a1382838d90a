"""When a repetition is done: 80 % of its planned hold was held, whatever keys made of its length.

Without a hold it is 80 % of its phases. In own pace nothing is counted down, so there it is done when the person ended
every phase. What was begun and isn't done is kept as a repetition in part, with its seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from l5tui.engine.plan import Segment, Slot
from l5tui.engine.progress import Progress

ENOUGH: Final = 80
"""Percent of what was planned that count as all of it (this project's choice)."""
HOLD: Final = "hold"


def reps_done(phases: Iterable[Segment], progress: Progress) -> set[int]:
    """The repetitions that are done, by their number.

    Args:
        phases: the planned phases of one exercise on one side.
        progress: where the session stands.
    """
    now = {segment.slot: segment for segment in progress.segments}
    by_rep: dict[int, list[Segment]] = {}
    for segment in phases:
        by_rep.setdefault(segment.rep, []).append(now.get(segment.slot, segment))
    return {rep for rep, segments in by_rep.items() if _is_done(segments, progress)}


def _is_done(phases: Iterable[Segment], progress: Progress) -> bool:
    planned = {segment.slot: segment.planned_ms for segment in phases}
    hold = next((slot for slot in planned if slot[4] == HOLD), None)
    reached = progress.reached
    if hold is not None and _enough(reached, hold):
        return True
    if any(slot in progress.ended_by_hand for slot in planned):
        return all(slot in progress.ended_by_hand or _enough(reached, slot) for slot in planned)
    if hold is not None:
        return False
    parts = [reached.get(slot, (0, ms)) for slot, ms in planned.items()]
    return _share(sum(min(ms, of) for ms, of in parts), sum(of for _, of in parts))


def _enough(reached: Mapping[Slot, tuple[int, int]], slot: Slot) -> bool:
    return slot in reached and _share(*reached[slot])


def _share(ms: int, of: int) -> bool:
    return ms * 100 >= of * ENOUGH and ms > 0
