"""What a cue says, in words that are through before its segment is; every number in them is the segment's."""

from __future__ import annotations

from typing import Final

from l5tui.engine.cues import Cue, CueKind
from l5tui.engine.plan import SETUPS, Segment

WORDS_A_SECOND: Final = 2.5
"""Calm speech."""
COUNT: Final = {3: "three", 2: "two", 1: "one"}
ALL_DONE: Final = "Done. Rest as long as you like."
HALF_WAY: Final = "Half way."


def sentence(cue: Cue, name: str = "", form: str = "") -> str:
    """What is said for a cue, as long as its segment allows.

    Args:
        cue: what is due.
        name: the exercise's name, for the next one.
        form: what the easier or harder form asks for that it is done in, if any.
    """
    segment = cue.segment
    if cue.kind is CueKind.DONE or segment is None:
        return ALL_DONE
    if cue.kind is CueKind.HALFWAY:
        return HALF_WAY
    if cue.kind is CueKind.LAST:
        return COUNT.get(cue.left_s or 0, "")
    if cue.kind is CueKind.SWITCH:
        return _longest_that_fits(segment, f"Switch. {_side(segment)} next.", f"{_side(segment)} next.", "Switch.")
    if segment.kind in SETUPS:
        whole = (f"{name}. {form} {segment.cue}", f"{name}. {form}") if form else ()
        return _longest_that_fits(segment, *whole, f"{name}. {segment.cue}", name)
    side = _side(segment)
    seconds = f"{segment.seconds} seconds." if segment.phase == "hold" and segment.seconds else ""
    label = f"{segment.label}."
    return _longest_that_fits(
        segment, f"{label} {side} {seconds} {segment.cue}", f"{label} {seconds}", f"{label} {segment.cue}", label
    )


def _side(segment: Segment) -> str:
    return f"{segment.side.value} side" if segment.side else ""


def _longest_that_fits(segment: Segment, *sentences: str) -> str:
    """The first that can be said within the segment; nothing where none can."""
    room = (segment.seconds or segment.given_s) * WORDS_A_SECOND
    tidy = (" ".join(one.split()) for one in sentences)
    return next((one for one in tidy if len(one.split()) <= room), "")
