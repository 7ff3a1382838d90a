"""The furthest place from the spine: from words to its rank, and what is felt on each side as one value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from l5tui.domain.entry import Kinds
from l5tui.domain.exercise import Side
from l5tui.domain.pain import KINDS, PLACES

LEG_FROM: Final = 4
"""The rank from which a place is in the leg: the thigh."""
NERVE_KINDS: Final = ("tingling", "numbness")
"""Kinds that stop when they are new (S4). Pain isn't one."""
MIDDLE = 1
"""The middle of the low back: it has no side, so both sides carry it (clinical data, section b)."""


def parse_place(text: str) -> int | None:
    """The rank 0 to 7 that a word, its beginning, a label or a digit names, else None.

    `calf`, `shin`, `toes`, `Foot or toes` and `6` are taken; `back` names two places, and so none.
    """
    if text.strip() in [str(rank) for rank in range(len(PLACES))]:
        return int(text)
    wanted = _words(text)
    if not wanted:
        return None
    for fits in (list.__eq__, _within):
        found = [rank for rank, label in enumerate(PLACES) if fits(wanted, _words(label))]
        if len(found) == 1:
            return found[0]
    return None


def both_sides(left: int | None, right: int | None) -> tuple[int | None, int | None]:
    """The ranks with the middle of the back on both sides, where only one was named."""
    if left is None and right == MIDDLE:
        return MIDDLE, MIDDLE
    if right is None and left == MIDDLE:
        return MIDDLE, MIDDLE
    return left, right


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word != "or"]


def _within(wanted: list[str], label: list[str]) -> bool:
    return all(any(word.startswith(start) for word in label) for start in wanted)


@dataclass(frozen=True, slots=True)
class Felt:
    """Where it is felt and as what: the furthest rank on each side, None where nothing was answered.

    The middle of the low back has no side: whoever names it on one side has named it on the other, too, unless that
    one has an answer of its own.
    """

    left: int | None = None
    right: int | None = None
    left_kinds: tuple[str, ...] = ()
    right_kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, left: int | None, right: int | None, kinds: Kinds) -> Felt:
        """What an entry or a score says; the order of kinds is that of `KINDS`."""
        return cls(left, right, _in_order(kinds["left"]), _in_order(kinds["right"]))

    @property
    def kinds(self) -> Kinds:
        """As entries keep them."""
        return {"left": list(self.left_kinds), "right": list(self.right_kinds)}

    @property
    def ranks(self) -> tuple[int | None, int | None]:
        """As entries keep them: the middle of the back stands on both sides."""
        return both_sides(self.left, self.right)

    def rank(self, side: Side) -> int | None:
        """The furthest place on one side."""
        return self.left if side is Side.LEFT else self.right

    def kinds_on(self, side: Side) -> tuple[str, ...]:
        """What is felt on one side."""
        return self.left_kinds if side is Side.LEFT else self.right_kinds

    def moved(self, side: Side, step: int) -> Felt:
        """One place further from the spine or nearer; the first step picks "none", wherever it goes.

        What is felt at the first real place is pain until something else is said; at "none" nothing is felt.
        """
        rank = self.rank(side)
        to = 0 if rank is None else min(max(rank + step, 0), len(PLACES) - 1)
        kinds = () if to == 0 else self.kinds_on(side) or (KINDS[0],)
        return self._with(side, to, kinds)

    def next_kinds(self, side: Side) -> Felt:
        """The next combination of pain, tingling and numbness; nothing where no place was picked."""
        if not self.rank(side):
            return self
        here = self.kinds_on(side)
        at = _COMBINATIONS.index(here) if here in _COMBINATIONS else -1
        return self._with(side, self.rank(side), _COMBINATIONS[(at + 1) % len(_COMBINATIONS)])

    def cleared(self, side: Side) -> Felt:
        """No answer on this side."""
        return self._with(side, None, ())

    def _with(self, side: Side, rank: int | None, kinds: tuple[str, ...]) -> Felt:
        if side is Side.LEFT:
            return replace(self, left=rank, left_kinds=kinds)
        return replace(self, right=rank, right_kinds=kinds)


_PAIN, _TINGLING, _NUMBNESS = KINDS
_COMBINATIONS: Final = (
    (_PAIN,),
    (_PAIN, _TINGLING),
    (_PAIN, _NUMBNESS),
    (_PAIN, _TINGLING, _NUMBNESS),
    (_TINGLING,),
    (_NUMBNESS,),
    (_TINGLING, _NUMBNESS),
)
"""What one key goes through, the likely ones first."""


def _in_order(kinds: Iterable[str]) -> tuple[str, ...]:
    named = set(kinds)
    return tuple(kind for kind in KINDS if kind in named)
