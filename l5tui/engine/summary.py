"""The summary of a session in words: the change of the score, and what was less than planned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

from l5tui.domain.entry import SessionEntry, StepDone
from l5tui.domain.entry_reading import practised_s, was_practised
from l5tui.domain.pain import change_word
from l5tui.domain.safety.stop_rules import stopped_by_rule
from l5tui.domain.time_words import clock, spent
from l5tui.engine.plan import SETUPS, Plan, PlanStep

_SETUPS: Final = frozenset(kind.value for kind in SETUPS)
EASIER: Final = "easier form"
NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
WHY: Final = {
    "about the same": "One point up or down by itself is normal wobble.",
    "lower": "{points} less than before, right after a session. One pair says little.",
    "higher": "{points} more than before, right after a session. One pair says little.",
    "no second score": "There is no second score to compare.",
}
STOPPED: Final = "stopped", "After a stop the scores are not compared."
NOT_PRACTISED: Final = "nothing practised", "So the scores say nothing about a session."


def outcome_words(entry: SessionEntry) -> str:
    """`done`, `ended early` or `done in part`."""
    if entry["status"] == "complete":
        return "done"
    return "ended early" if entry["stop"] else "done in part"


def change(before: int | None, after: int | None) -> tuple[str, str]:
    """The word for the change of a score, and a sentence about how little a single pair of scores means."""
    word = change_word(before, after)
    difference = abs((after or 0) - (before or 0))
    points = f"{NUMBERS[min(difference, 10)]} point{'s' if difference != 1 else ''}"
    return word, WHY[word].format(points=points)


def session_change(entry: SessionEntry) -> tuple[str, str]:
    """The same for a session. After a stop by a rule, or without practice, scores aren't compared."""
    if stopped_by_rule(entry["stop"]):
        return STOPPED
    if not was_practised(entry):
        return NOT_PRACTISED
    return change(entry["before"]["pain"], entry["after"]["pain"])


def practised_words(entry: SessionEntry, plan: Plan) -> str:
    """How much of the practice was done: `0:07 of 13:51 practised`, without set-ups, rests and switches."""
    return f"{spent(practised_s(entry))} of {clock(plan.practice_s * 1000)} practised"


def in_all_words(entry: SessionEntry) -> str:
    """How long the session took, with all that is no practice and without pauses."""
    return f"{spent(entry['active_s'])} in all"


def by_exercise(entry: SessionEntry, plan: Plan) -> list[tuple[PlanStep, list[StepDone]]]:
    """Each planned step with what was done of it, in the plan's order; a routine may have an exercise twice."""
    index = [number for number, step in enumerate(plan.steps) for _ in step.sides]
    numbered = zip(index, entry["steps"], strict=True)
    return [(plan.steps[number], [step for _, step in rows]) for number, rows in groupby(numbered, key=itemgetter(0))]


def shortfall(planned: PlanStep, steps: Sequence[StepDone]) -> str:
    """What was less than planned, eased, or hurt, in words; empty if all was done, on both sides alike. Sides that were
    planned differently, or one side only, are named with their repetitions."""
    if all(step["outcome"] == "off" for step in steps):
        return "left out"
    ordered = sorted(steps, key=lambda step: step["side"] or "")
    rest = [EASIER] if was_eased(planned, steps) else []
    rest += [f"{_side(step)}{where}" for step in ordered if (where := where_it_hurt(step))]
    if all(step["outcome"] == "skipped" for step in steps):
        return ", ".join(["not done", *rest])  # skipped or never reached: the entry doesn't distinguish them
    short = [step for step in ordered if step["outcome"] in ("partial", "skipped")]
    if len({step["planned_reps"] for step in ordered}) > 1 or (len(ordered) == 1 and ordered[0]["side"]):
        words = [f"{_side(step)}{_reps(step, of=step in short)}" for step in ordered]
    else:
        done = ", ".join(f"{_side(step)}{step['reps']}" for step in short)
        words = [f"{done} of {short[0]['planned_reps']}"] if short else []
    words += shortened(sum(step["partial_reps"] or 0 for step in steps))
    return ", ".join([*words, *rest])


def shortened(reps: float) -> list[str]:
    """The words for repetitions that were held for less than planned; empty without any."""
    return [f"{reps:g} shortened"] if reps else []


def was_eased(planned: PlanStep, steps: Sequence[StepDone]) -> bool:
    """Whether it was done in another form than planned, which only easing causes."""
    return any(step["variant"] != planned.variant for step in steps)


def where_it_hurt(step: StepDone) -> str:
    """`hurt at rep 5`, `hurt at rep 1, 3`, or before it began; empty if it didn't hurt."""
    reps = sorted({hurt["rep"] for hurt in step["hurt"] if hurt["phase"] not in _SETUPS})
    if reps:
        return f"hurt at rep {', '.join(map(str, reps))}"
    return "hurt while getting ready" if step["hurt"] else ""


def _reps(step: StepDone, *, of: bool) -> str:
    return f"{step['reps']} of {step['planned_reps']}" if of else str(step["reps"])


def _side(step: StepDone) -> str:
    return f"{step['side']} " if step["side"] else ""
