"""What was done of an exercise as a line of text, so that it can be corrected: `8 of 10, held 40 s, 80 s in all`.

Whether a step counts as done, in part or not done follows from its numbers, as in a session: done are all repetitions
of the plan, in part is some time without all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from l5tui.domain.entry_reading import Body, mapping, number, text
from l5tui.journal.drafts import LONGEST_STEP_S
from l5tui.journal.field_paths import value_of
from l5tui.tui.journal.field_question import FieldQuestion

ALL: Final = ("done", "all", "all of it")
NOT_DONE: Final[Mapping[str, tuple[str, ...]]] = {
    "skipped": ("not done", "skipped", "nothing"),
    "off": ("left out", "off"),
}
"""The words for each outcome without any time."""
PART: Final = ("partial", "part", "part of it")
HINT: Final = "done, not done, left out, or 8 of 10, held 40 s, 80 s in all"
_REPS: Final = re.compile(r"(\d{1,4})(?: (?:of \d+|times?|reps?))?", re.ASCII)
_HELD: Final = re.compile(r"held (\d{1,5})(?: ?s)?", re.ASCII)
_SECONDS: Final = re.compile(r"(\d{1,5}) ?s(?: in all)?", re.ASCII)


def step_fields(entry: Body, names: Mapping[str, str]) -> Iterator[FieldQuestion]:
    """A question for each step of a session and side.

    Args:
        entry: the session.
        names: the names of exercises, by id.
    """
    steps = entry.get("steps")
    for at, step in enumerate(steps if isinstance(steps, list) else ()):
        if not isinstance(step, Mapping):
            continue
        yield FieldQuestion(f"steps.{at}", step_name(step, names), HINT, partial(_shown, at), partial(_read, at))


def step_name(step: Body, names: Mapping[str, str]) -> str:
    """`Bird dog, left`."""
    exercise, side = text(step, "exercise"), text(step, "side")
    return ", ".join(part for part in (names.get(exercise) or exercise or "an exercise", side) if part)


def _step(at: int, entry: Body) -> Body:
    return mapping(value_of(entry, f"steps.{at}"))


def _amount(step: Body, field: str) -> float:
    return number(step.get(field)) or 0


def _shown(at: int, entry: Body) -> str:
    step = _step(at, entry)
    reps, planned, seconds, held = (_amount(step, one) for one in ("reps", "planned_reps", "seconds", "held"))
    if not reps and not seconds:
        return NOT_DONE.get(text(step, "outcome"), NOT_DONE["skipped"])[0]
    hold = f", held {held:.0f} s" if held else ""
    return f"{reps:g} of {planned:g}{hold}, {seconds:.0f} s in all"


def _read(at: int, written: str, entry: Body) -> dict[str, object]:
    """The fields that differ.

    Raises:
        ValueError: it can't be read, or its numbers don't fit each other; in words for the person.
    """
    step, planned = _step(at, entry), round(_amount(_step(at, entry), "planned_reps"))
    said = _parts(written)
    new: dict[str, object] = {name: step.get(name) for name in ("reps", "held", "seconds")}
    none = next((outcome for outcome, words in NOT_DONE.items() if said.get("word") in words), "")
    if none:
        if len(said) > 1:
            raise ValueError(HINT)
        new |= {"reps": 0, "held": 0.0, "seconds": 0.0, "outcome": none}
    else:
        if said.get("word") in ALL:
            new["reps"] = planned
        new |= {name: int(said[name]) for name in ("reps",) if name in said}
        for name in ("held", "seconds"):
            if name in said and int(said[name]) != round(_amount(step, name)):
                new[name] = float(said[name])
        reps, held, seconds = (number(new[name]) or 0 for name in ("reps", "held", "seconds"))
        if planned and reps > planned:
            raise ValueError(f"0 to {planned} repetitions were planned")
        if not seconds:
            raise ValueError("write the seconds, too: 80 s in all")
        if held > seconds:
            raise ValueError("the seconds held are part of those in all")
        if seconds > LONGEST_STEP_S:
            raise ValueError(f"{LONGEST_STEP_S} s at most")
        new["outcome"] = "done" if reps >= planned else "partial"
        if said.get("word") in PART and new["outcome"] == "done":
            raise ValueError(f"in part is fewer than {planned}")
    if (begun := step.get("partial_reps")) is not None:
        left = planned - round(number(new["reps"]) or 0) if new["outcome"] == "partial" else 0
        new["partial_reps"] = min(round(number(begun) or 0), left)
    return {f"steps.{at}.{name}": value for name, value in new.items() if value != step.get(name)}


def _parts(written: str) -> dict[str, str]:
    """What was written, by field; a word for the whole is `word`."""
    found: dict[str, str] = {}
    for part in (one.strip() for one in written.casefold().split(",")):
        if part in (*ALL, *PART, *(word for words in NOT_DONE.values() for word in words)):
            name, value = "word", part
        elif held := _HELD.fullmatch(part):
            name, value = "held", held[1]
        elif seconds := _SECONDS.fullmatch(part):
            name, value = "seconds", seconds[1]
        elif reps := _REPS.fullmatch(part):
            name, value = "reps", reps[1]
        else:
            raise ValueError(HINT)
        if name in found:
            raise ValueError(HINT)
        found[name] = value
    return found
