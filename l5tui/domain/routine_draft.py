"""A routine while it is edited: what it is now, what was saved, and every state before it, for undoing.

Pure: each change gives another draft. A step remembers which step of the file it was made from (`origin`), so that the
comments of that step can go with it wherever it moves.
"""

from __future__ import annotations

from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from l5tui.domain.exercise import Exercise
from l5tui.domain.routine import Routine, Step

MOST_STEPS: Final = 40
"""The most steps that a routine may have."""
LONGEST_NAME: Final = 40
"""Characters."""
LONGEST_WHY: Final = 300
"""Characters; a file may have more."""
MOST_UNDONE: Final = 200


T = TypeVar("T")


class DraftState(Struct, frozen=True):
    """A routine at one time, and for each step the index of the step in the file that it was made from."""

    routine: Routine
    origins: tuple[int | None, ...] = ()


class RoutineDraft(Struct, frozen=True):
    """A routine that is being edited."""

    now: DraftState
    saved: DraftState | None
    """What is in the file; None before it was saved for the first time."""
    past: tuple[DraftState, ...] = ()
    """The states before, the latest last."""

    @classmethod
    def of(cls, routine: Routine, *, new: bool = False) -> RoutineDraft:
        """The draft of a routine as its file has it.

        Args:
            routine: the routine.
            new: it isn't kept in a file yet, though its steps may come from that of another one (a copy).
        """
        state = DraftState(routine, tuple(range(len(routine.steps))))
        return cls(state, None if new else state)

    @property
    def routine(self) -> Routine:
        """The routine as it is now."""
        return self.now.routine

    @property
    def steps(self) -> tuple[Step, ...]:
        """Its steps."""
        return self.routine.steps

    @property
    def changed(self) -> bool:
        """Whether something would be lost without saving. A new routine that nothing was done to loses nothing."""
        return self.now != self.saved if self.saved is not None else bool(self.past)

    @property
    def full(self) -> bool:
        """Whether it has as many steps as it may have."""
        return len(self.steps) >= MOST_STEPS

    def renamed(self, name: str) -> RoutineDraft:
        """With another name."""
        return self._to(replace(self.now, routine=replace(self.routine, name=name)))

    def explained(self, why: str) -> RoutineDraft:
        """With another reason."""
        return self._to(replace(self.now, routine=replace(self.routine, why=why)))

    def added(self, exercise: Exercise, at: int) -> RoutineDraft:
        """With a step of this exercise, as usual, in this place. Nothing happens to a full one."""
        if self.full:
            return self
        at = min(max(at, 0), len(self.steps))
        origins = (*self.now.origins[:at], None, *self.now.origins[at:])
        return self._with((*self.steps[:at], Step(exercise), *self.steps[at:]), origins)

    def removed(self, at: int) -> RoutineDraft:
        """Without this step."""
        if not 0 <= at < len(self.steps):
            return self
        return self._with(_without(self.steps, at), _without(self.now.origins, at))

    def moved(self, at: int, to: int) -> RoutineDraft:
        """With a step in another place; nothing happens beyond the ends."""
        if not (0 <= at < len(self.steps) and 0 <= to < len(self.steps)):
            return self
        return self._with(_moved(self.steps, at, to), _moved(self.now.origins, at, to))

    def with_step(self, at: int, step: Step) -> RoutineDraft:
        """With another step in this place."""
        return self._with((*self.steps[:at], step, *self.steps[at + 1 :]), self.now.origins)

    def undone(self) -> RoutineDraft:
        """As it was before the last change."""
        return replace(self, now=self.past[-1], past=self.past[:-1]) if self.past else self

    def _with(self, steps: tuple[Step, ...], origins: tuple[int | None, ...]) -> RoutineDraft:
        return self._to(DraftState(replace(self.routine, steps=steps), origins))

    def _to(self, state: DraftState) -> RoutineDraft:
        if state == self.now:
            return self
        return replace(self, now=state, past=(*self.past, self.now)[-MOST_UNDONE:])


def _without(many: tuple[T, ...], at: int) -> tuple[T, ...]:
    return (*many[:at], *many[at + 1 :])


def _moved(many: tuple[T, ...], at: int, to: int) -> tuple[T, ...]:
    others = _without(many, at)
    return (*others[:to], many[at], *others[to:])


def name_fault(name: str) -> str:
    """Why a routine can't have this name, as the end of a sentence; empty if it can.

    Whether another routine has it is for the library to say.
    """
    if not name.strip():
        return "it is empty"
    if len(name) > LONGEST_NAME:
        return f"{LONGEST_NAME} characters are the most"
    return "" if name.isprintable() else "it has a sign that can't be shown"


def why_fault(why: str) -> str:
    """Why a routine can't have this reason, as the end of a sentence; empty if it can."""
    if len(why) > LONGEST_WHY:
        return f"{LONGEST_WHY} characters are the most"
    return "" if why.isprintable() else "it has a sign that can't be shown"
