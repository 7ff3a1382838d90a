"""A moment in words, for the full screen and plain lines.

Texts are kept apart from logic, so that they can be translated. Numbers in them come from the segment.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from l5tui.domain.dose import seconds_in_words
from l5tui.domain.exercise import Side
from l5tui.engine.moment import Moment, PauseReason
from l5tui.engine.plan import SETUPS, PlanStep, Segment, SegmentKind

PAUSE_REASONS: Final[Mapping[PauseReason, str]] = {"stopped": "The program stood still.", "silent": "Nobody answered."}
BREATH = {"in": "breathe in", "out": "breathe out", "easy": "breathe easily"}


def word(moment: Moment) -> str:
    """The one word that is shown large."""
    if moment.over or moment.segment is None:
        return "DONE"
    if moment.ready_s:
        return "READY"
    if moment.paused:
        return "PAUSED"
    return moment.segment.label.upper()


def pause_reason_words(moment: Moment) -> str:
    """Why it is paused, if not by a key; else empty."""
    return PAUSE_REASONS[moment.pause_reason] if moment.pause_reason else ""


def is_quiet(moment: Moment) -> bool:
    """Whether this is a rest, a switch or a pause, rather than work."""
    segment = moment.segment
    return moment.paused or segment is None or segment.kind in (SegmentKind.REST, SegmentKind.SWITCH)


def cue(moment: Moment) -> str:
    """The instruction for this moment, in a sentence."""
    segment, step = moment.segment, moment.step
    if segment is None or step is None:
        return "That was all of it."
    if moment.paused and not moment.ready_s:
        return f"{pause_reason_words(moment)} Space goes on.".lstrip()
    if segment.kind in SETUPS:
        return segment.cue
    if segment.kind is SegmentKind.SWITCH:
        return f"{side_words(step, segment.side)} next."
    if segment.kind is SegmentKind.REST:
        if segment.side is None:
            return f"Let go. Then number {segment.rep} of {moment.reps}."
        return f"Let go. {side_words(step, segment.side)} next."
    return segment.cue


def breath(moment: Moment) -> str:
    """How to breathe; empty if the phase doesn't say."""
    segment = moment.segment
    if moment.paused or segment is None or segment.breath is None:
        return ""
    return BREATH.get(segment.breath, "")


def side_words(step: PlanStep, side: Side | None) -> str:
    """`RIGHT leg`, or `RIGHT side` where no limb is named."""
    return f"{side.value.upper()} {step.limb or 'side'}" if side else ""


def coming(moment: Moment) -> tuple[str, str]:
    """The next segment and the one after it, in words; the last is the end."""
    first = _name(moment.next, moment)
    if moment.next is None:
        return "the end", ""
    then = "then " + _name(moment.then, moment) if moment.then else "then the end"
    return first, then


def _name(segment: Segment | None, moment: Moment) -> str:
    if segment is None or moment.step is None:
        return "the end"
    if segment.kind is SegmentKind.MOVE_ON:
        return moment.next_step.name if moment.next_step else "the next exercise"
    if segment.kind is SegmentKind.SWITCH:
        return f"the {side_words(moment.step, segment.side)}"
    seconds = "" if segment.seconds is None else f" {seconds_in_words(segment.seconds)}"
    return f"{segment.label.lower()}{seconds}"


def at_its_longest(moment: Moment) -> str:
    """The message that a hold can't be made longer, and why; empty if seconds may still be added."""
    segment = moment.segment
    if segment is None or segment.phase != "hold" or segment.room_s != 0:
        return ""
    return f"{seconds_in_words(segment.seconds or 0)} is the longest"


def place_in_plan(moment: Moment) -> str:
    """`5 of 7`."""
    return f"{moment.number} of {moment.count}" if moment.number else ""


def repetition(moment: Moment) -> str:
    """`rep 2 of 3`; empty in a set-up."""
    segment = moment.segment
    if segment is None or segment.kind in SETUPS:
        return ""
    return f"rep {segment.rep} of {moment.reps}"
