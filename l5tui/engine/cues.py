"""Cues: when a sound or a sentence is due, computed between two progress values.

Each cue has a time in session time, so it is given once and when it is due, however often the progress is read. Cues
that a jump or a pause skips are not given later.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from l5tui.engine.plan import SETUPS, Segment, SegmentKind
from l5tui.engine.progress import Progress

HALFWAY_FROM_S = 20
"""Holds of at least this length announce half time."""
LAST_S = (3, 2, 1)
LAST_FROM_S = 8
"""Shorter segments don't count their last seconds, which would interrupt the sentence at their beginning."""


class CueKind(StrEnum):
    """The kinds of cues."""

    PHASE = "phase"
    HALFWAY = "halfway"
    LAST = "last"
    SWITCH = "switch"
    NEXT_EXERCISE = "next_exercise"
    DONE = "done"


class Cue(Struct, frozen=True):
    """One cue: its kind, its segment (None at the end), and for the last seconds the number."""

    kind: CueKind
    segment: Segment | None
    left_s: int | None = None


def cue_at_start(segment: Segment | None) -> Cue:
    """The cue for a segment that begins, or for the end."""
    if segment is None:
        return Cue(CueKind.DONE, None)
    if segment.kind in SETUPS:
        return Cue(CueKind.NEXT_EXERCISE, segment)
    if segment.kind is SegmentKind.SWITCH:
        return Cue(CueKind.SWITCH, segment)
    return Cue(CueKind.PHASE, segment)


def cues_within(segment: Segment) -> tuple[tuple[int, Cue], ...]:
    """The cues inside a segment, each with its milliseconds into it, in order."""
    if segment.ms is None or segment.seconds is None:
        return ()
    found: list[tuple[int, Cue]] = []
    if segment.phase == "hold" and segment.seconds >= HALFWAY_FROM_S:
        found.append((segment.ms // 2, Cue(CueKind.HALFWAY, segment)))
    if segment.seconds >= LAST_FROM_S:
        found += [(segment.ms - left * 1000, Cue(CueKind.LAST, segment, left)) for left in LAST_S]
    return tuple(sorted(found, key=lambda one: one[0]))


def getting_ready(segment: Segment | None, left_s: int) -> Cue:
    """The cue for a second of the countdown before a paused session resumes."""
    return Cue(CueKind.LAST, segment, left_s)


def cues_between(before: Progress, after: Progress) -> tuple[Cue, ...]:
    """The cues that became due between two progress values, if the session ran in the same segment."""
    segment = after.segment
    if segment is None or before.index != after.index or not before.running:
        return ()
    return tuple(cue for at, cue in cues_within(segment) if before.offset < at <= after.offset)


def next_due_ms(progress: Progress) -> int | None:
    """Milliseconds until the next cue inside this segment; None when there is none."""
    segment = progress.segment
    if segment is None or not progress.running:
        return None
    return next((at - progress.offset for at, _ in cues_within(segment) if at > progress.offset), None)


WORDS_A_SECOND: Final = 2.5
"""The rate of calm speech."""
COUNT: Final = {3: "three", 2: "two", 1: "one"}
ALL_DONE: Final = "Done. Rest as long as you like."
HALF_WAY: Final = "Half way."


def sentence(cue: Cue, name: str = "", form: str = "") -> str:
    """The spoken sentence of a cue, short enough for its segment.

    Args:
        cue: what is due.
        name: the exercise's name, for the next one.
        form: the text of the easier or harder form, if one is planned.
    """
    segment = cue.segment
    if cue.kind is CueKind.DONE or segment is None:
        return ALL_DONE
    if cue.kind is CueKind.HALFWAY:
        return HALF_WAY
    if cue.kind is CueKind.LAST:
        return COUNT.get(cue.left_s or 0, "")
    time_s = segment.seconds or segment.given_s
    if cue.kind is CueKind.SWITCH:
        return longest_that_fits(time_s, f"Switch. {_side(segment)} next.", f"{_side(segment)} next.", "Switch.")
    if segment.kind in SETUPS:
        whole = (f"{name}. {form} {segment.cue}", f"{name}. {form}") if form else ()
        return longest_that_fits(time_s, *whole, f"{name}. {segment.cue}", name)
    side = _side(segment)
    seconds = f"{segment.seconds} seconds." if segment.phase == "hold" and segment.seconds else ""
    label = f"{segment.label}."
    return longest_that_fits(
        time_s, f"{label} {side} {seconds} {segment.cue}", f"{label} {seconds}", f"{label} {segment.cue}", label
    )


def _side(segment: Segment) -> str:
    return f"{segment.side.value} side" if segment.side else ""


def longest_that_fits(seconds: float, *sentences: str) -> str:
    """The first sentence that can be spoken in that time; empty if none can."""
    room = seconds * WORDS_A_SECOND
    tidy = (" ".join(one.split()) for one in sentences)
    return next((one for one in tidy if len(one.split()) <= room), "")
