"""Routines of the person's own whose files have faults, and those of them that the routine editor can mend.

The editor can mend what it can set: the counts and times of a step. Everything else is mended in the file.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct, field

from l5tui.domain.routine import Routine, Step
from l5tui.library.faults import Faults, FileError, spelled

_IN_A_STEP: Final = re.compile(r"steps\[(\d+)\]\.(reps|hold|rest|rounds|rounds_left|rounds_right)")
_TOO_LONG: Final = "comes to"
"""What a fault says that is about a length in all."""


class StepFault(Struct, frozen=True):
    """A fault of a step that the editor can mend: the step's index in the file, its key, and what is wrong."""

    index: int
    key: str
    what: str

    def stands(self, step: Step, before: Step) -> bool:
        """Whether it is still so in a step that was made from the file's."""
        return _value(step, self.key) == _value(before, self.key)


class FaultyRoutine(Struct, frozen=True):
    """A routine that can't be done until its file is mended."""

    id: str
    """Of the file's name, for nothing else of it may be known."""
    name: str
    why: str
    """The first fault, with the file."""
    routine: Routine | None = None
    """The routine as the editor can open it; None if only the file itself can be mended."""
    faults: tuple[StepFault, ...] = field(default_factory=tuple)


def faulty_routine(stem: str, routine: Routine | None, faults: Faults) -> FaultyRoutine:
    """What is known of a routine whose file has faults.

    Args:
        stem: the file's name without its suffix.
        routine: what was made of it; None if reading could not go on.
        faults: its faults.
    """
    name = routine.name if routine is not None and routine.name and faults.sound("name") else spelled(stem)
    why = faults.located()[0].located
    if routine is None or not all(map(_is_of_a_dose, faults.found)):
        return FaultyRoutine(stem, name, why)
    found = [(_IN_A_STEP.fullmatch(one.key), one) for one in faults.found]
    marked = tuple(StepFault(int(at[1]), at[2], _said(at[2], one)) for at, one in found if at is not None)
    return FaultyRoutine(stem, name, why, routine, marked)


def _is_of_a_dose(fault: FileError) -> bool:
    return _IN_A_STEP.fullmatch(fault.key) is not None or _TOO_LONG in fault.what


def _said(key: str, fault: FileError) -> str:
    """`It is 99. For Glute bridge it can be 1 to 15 (reps)`: the fact first, for a window of 40 columns."""
    fact = fault.fact
    return f"{fact[:1].upper()}{fact[1:]} ({key.replace('_', ' ')})"


def _value(step: Step, key: str) -> object:
    if key in ("reps", "hold"):
        return step.overrides.get(key)
    return step.rest_s if key == "rest" else step.rounds
