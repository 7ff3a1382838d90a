"""The journal entry of a session, computed from its events.

Seconds are those actually spent. This module alone decides when a repetition counts as done. One that was begun but
isn't done is recorded as partial, and its seconds count. Going back adds seconds, never repetitions above the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Final

from l5tui.domain.entry import Hurt as HurtEntry
from l5tui.domain.entry import Outcome, Score, SessionEntry, Status, StepDone, Stop, no_score
from l5tui.domain.exercise import Side
from l5tui.domain.safety.stop_rules import TAKEN_BACK
from l5tui.engine.events import Changed, Event, Hurt, Rated, When
from l5tui.engine.plan import Plan, PlanStep, Segment, SegmentKind, Slot
from l5tui.engine.progress import Progress, fold

ENOUGH: Final = 80
"""The percentage of the planned time from which on a repetition is done (this project's choice)."""
HOLD: Final = "hold"


def reps_done(phases: Iterable[Segment], progress: Progress) -> set[int]:
    """The numbers of the repetitions that are done.

    Args:
        phases: the planned phases of one exercise on one side.
        progress: the session's progress.
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


def steps_done(plan: Plan, events: Sequence[Event]) -> list[StepDone]:
    """What was done of each step, one row a side, in the plan's order."""
    progress = fold(plan.segments, events)
    hurts = _hurts(plan, events)
    variants = _eased(plan, events)
    rows = [
        _step_done(
            plan, index, step, side, progress, variants, [hurt for where, hurt in hurts if where == (index, side)]
        )
        for index, step in enumerate(plan.steps)
        for side in step.sides
    ]
    off = _left_out(plan, events)
    for index, row in zip((index for index, step in enumerate(plan.steps) for _ in step.sides), rows, strict=True):
        if index in off and row["outcome"] == "skipped":
            row["outcome"] = "off"
    return rows


def _left_out(plan: Plan, events: Iterable[Event]) -> set[int]:
    """The indexes of the steps that restrictions removed when the session was resumed."""
    found: set[int] = set()
    progress = Progress(plan.segments)
    for event in events:
        before = {segment.step for segment in progress.segments}
        progress = progress.after(event)
        if isinstance(event, Changed) and event.why == "off":
            found |= before - {segment.step for segment in progress.segments}
    return found


def _eased(plan: Plan, events: Iterable[Event]) -> dict[int, str]:
    """The variant that a step was eased to, by the step's index.

    A step that was done before it was eased keeps the form in which it was done.
    """
    found: dict[int, str] = {}
    later: dict[int, tuple[str, int]] = {}
    progress = Progress(plan.segments)
    for event in events:
        progress = progress.after(event)
        if not isinstance(event, Changed):
            continue
        if event.variant and event.first < len(progress.segments):
            found[progress.segments[event.first].step] = event.variant
        elif event.why == "off":
            for segment in progress.segments:
                if segment.variant and segment.variant != plan.steps[segment.step].variant:
                    later.setdefault(segment.step, (segment.variant, _spent_on(progress, segment.step)))
    eased = {step: variant for step, (variant, ms) in later.items() if not ms or _spent_on(progress, step) > ms}
    return {**eased, **found}


def _spent_on(progress: Progress, step: int) -> int:
    """Milliseconds in the phases of a step."""
    return sum(ms for slot, ms in progress.spent.items() if slot[0] == step and slot[3] is SegmentKind.PHASE)


def _step_done(
    plan: Plan,
    index: int,
    step: PlanStep,
    side: Side | None,
    progress: Progress,
    variants: Mapping[int, str],
    hurt: list[HurtEntry],
) -> StepDone:
    phases = [
        segment
        for segment in plan.segments
        if segment.kind is SegmentKind.PHASE and segment.step == index and segment.side is side
    ]
    spent = {
        slot: ms
        for slot, ms in progress.spent.items()
        if slot[0] == index and slot[1] is side and slot[3] is SegmentKind.PHASE
    }
    done = reps_done(phases, progress)
    reps, begun = len(done), {slot[2] for slot, ms in spent.items() if ms > 0}
    seconds = sum(spent.values()) / 1000
    return {
        "exercise": step.exercise,
        "side": side.value if side else None,
        "level": step.level,
        "variant": variants.get(index, step.variant),
        "planned_reps": step.reps_on(side),
        "reps": reps,
        "partial_reps": len(begun - done),
        "seconds": seconds,
        "held": sum(ms for slot, ms in spent.items() if slot[4] == "hold") / 1000,
        "outcome": _outcome(step, side, reps, seconds),
        "hurt": hurt,
    }


def _outcome(step: PlanStep, side: Side | None, reps: int, seconds: float) -> Outcome:
    if step.off:
        return "off"
    if reps >= step.reps_on(side):
        return "done"
    return "partial" if seconds > 0 else "skipped"


def _hurts(plan: Plan, events: Iterable[Event]) -> list[tuple[tuple[int, Side | None], HurtEntry]]:
    found: list[tuple[tuple[int, Side | None], HurtEntry]] = []
    progress = Progress(plan.segments)
    for event in events:
        progress = progress.after(event)
        if not isinstance(event, Hurt) or not progress.segments:
            continue
        if event.again and found:
            if event.answer == TAKEN_BACK:
                found.pop()
                continue
            last = found[-1][1]
            last["answer"], last["pain"], last["settled"] = event.answer, event.pain, event.settled
            continue
        segment, felt = _felt_in(progress)
        hurt: HurtEntry = {
            "rep": felt.rep,
            "phase": segment.phase or segment.kind.value,
            "answer": event.answer,
            "pain": event.pain,
            "settled": event.settled,
        }
        found.append(((felt.step, felt.side), hurt))
    return found


def _felt_in(progress: Progress) -> tuple[Segment, Segment]:
    """The current segment, and the one that hurts: in a rest or a switch, the phase before it.

    After the last segment both are the last one.
    """
    index = min(progress.index, len(progress.segments) - 1)
    segment = progress.segments[index]
    if segment.kind not in (SegmentKind.REST, SegmentKind.SWITCH):
        return segment, segment
    before = reversed(progress.segments[:index])
    return segment, next((one for one in before if one.kind is SegmentKind.PHASE), segment)


def last_score(events: Iterable[Event], when: When) -> Score:
    """The last score given at this point, or an empty one."""
    scores = [event.score for event in events if isinstance(event, Rated) and event.when == when]
    return deepcopy(scores[-1]) if scores else no_score()


def highest_score(events: Sequence[Event]) -> int | None:
    """The highest score during the session; None if none was given."""
    during = [event.score["pain"] for event in events if isinstance(event, Rated) and event.when == "during"]
    hurting = [event.pain for event in events if isinstance(event, Hurt)]
    return max((pain for pain in (*during, *hurting) if pain is not None), default=None)


def session_entry(
    begun: SessionEntry, plan: Plan, events: Sequence[Event], ended: str | None, *, clock_step_s: float = 0.0
) -> SessionEntry:
    """The entry after these events.

    Args:
        begun: the entry as written at check-in; its uid, start and first score are kept.
        plan: the plan.
        events: the events so far.
        ended: when it ended, as ISO 8601; None while it hasn't. If it lies before the start, because the system clock
        was
            set, the end is computed from the time that the session ran.
        clock_step_s: the seconds by which the system clock was set during the session.
    """
    progress = fold(plan.segments, events)
    steps = steps_done(plan, events)
    status, stop = _outcome_of(progress, steps)
    entry = deepcopy(begun)
    entry["status"] = status
    entry["stop"] = stop
    ran_s = (progress.active_ms + progress.paused_ms) / 1000 / (begun["speed"] or 1)
    entry["ended"], back_s = _not_before(begun["started"], ended, ran_s)
    entry["clock_step_s"] = clock_step_s + back_s
    entry["active_s"] = progress.active_ms / 1000
    entry["paused_s"] = progress.paused_ms / 1000
    entry["after"] = last_score(events, "after")
    entry["worst"] = highest_score(events)
    entry["steps"] = steps
    return entry


def _not_before(started: str, ended: str | None, ran_s: float) -> tuple[str | None, float]:
    """The end, corrected if it lies before the start, and the seconds by which the clock was set back."""
    try:
        start, end = datetime.fromisoformat(started), datetime.fromisoformat(ended or "")
        if end >= start:
            return ended, 0.0
        ran = (start + timedelta(seconds=round(ran_s))).astimezone(end.tzinfo)
    except (ValueError, TypeError, OverflowError):  # a missing or invalid time, or one of the two without an offset
        return ended, 0.0
    return ran.isoformat(timespec="seconds"), (end - ran).total_seconds()


def _outcome_of(progress: Progress, steps: Iterable[StepDone]) -> tuple[Status, Stop | None]:
    """The status, and what stopped it. Ending a session with nothing left to do is no stop."""
    if progress.ended is None:
        return "interrupted", None
    stop = progress.ended.stop
    whole = all(step["outcome"] in ("done", "off") for step in steps)
    if whole and stop in (None, "person"):
        return "complete", None
    return "partial", stop
