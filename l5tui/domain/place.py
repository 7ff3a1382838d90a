"""The furthest place from the spine: from words to its rank, and what is felt on each side as one value.

A person names it by arrows on a map, or in one line of words (`left calf tingling`), as plain lines ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from l5tui.domain.entry import Kinds, Score
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


def parse_kind(text: str) -> str | None:
    """The kind that a word or its first three letters name, else None; fewer letters could be a place."""
    word = _ALSO.get(text, text)
    found = [kind for kind in KINDS if len(word) >= _KIND_FROM and kind.startswith(word)]
    return found[0] if len(found) == 1 else None


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
class Symptoms:
    """Where it is felt and as what: the furthest rank on each side, None where nothing was answered.

    The middle of the low back has no side: whoever names it on one side has named it on the other, too, unless that
    one has an answer of its own.
    """

    left: int | None = None
    right: int | None = None
    left_kinds: tuple[str, ...] = ()
    right_kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, left: int | None, right: int | None, kinds: Kinds) -> Symptoms:
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

    def moved(self, side: Side, step: int) -> Symptoms:
        """One place further from the spine or nearer; the first step picks "none", wherever it goes.

        What is felt at the first real place is pain until something else is said; at "none" nothing is felt.
        """
        rank = self.rank(side)
        to = 0 if rank is None else min(max(rank + step, 0), len(PLACES) - 1)
        kinds = () if to == 0 else self.kinds_on(side) or (KINDS[0],)
        return self.with_side(side, to, kinds)

    def next_kinds(self, side: Side) -> Symptoms:
        """The next combination of pain, tingling and numbness; nothing where no place was picked."""
        if not self.rank(side):
            return self
        here = self.kinds_on(side)
        at = _COMBINATIONS.index(here) if here in _COMBINATIONS else -1
        return self.with_side(side, self.rank(side), _COMBINATIONS[(at + 1) % len(_COMBINATIONS)])

    def cleared(self, side: Side) -> Symptoms:
        """No answer on this side."""
        return self.with_side(side, None, ())

    def with_side(self, side: Side, rank: int | None, kinds: tuple[str, ...]) -> Symptoms:
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


def score_of(pain: int | None, felt: Symptoms, at: str) -> Score:
    """A score with its place, as entries keep it.

    Args:
        pain: 0 to 10, None if it was left out.
        felt: where, and as what.
        at: when it was given, ISO 8601.
    """
    left, right = felt.ranks
    return {"pain": pain, "left": left, "right": right, "kinds": felt.kinds, "at": at}


def symptoms_in(body: Mapping[str, Any]) -> Symptoms:
    """The place and its kinds in an entry, a score or a draft, read without trust."""
    kinds = body.get("kinds")
    known: Kinds = {"left": _kinds_in(kinds, "left"), "right": _kinds_in(kinds, "right")}
    return Symptoms.of(_rank_in(body, "left"), _rank_in(body, "right"), known)


def _kinds_in(kinds: object, side: str) -> list[str]:
    found = kinds.get(side) if isinstance(kinds, Mapping) else None
    return [kind for kind in KINDS if kind in found] if isinstance(found, list | tuple) else []


def _rank_in(body: Mapping[str, Any], side: str) -> int | None:
    value = body.get(side)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(PLACES) else None


# One line of words

LONGEST: Final = 200
"""Signs of a line that can be a place."""
_SIDES: Final[Mapping[str, tuple[Side, ...]]] = {
    "left": (Side.LEFT,),
    "l": (Side.LEFT,),
    "right": (Side.RIGHT,),
    "r": (Side.RIGHT,),
    "both": (Side.LEFT, Side.RIGHT),
}
_ALSO: Final[Mapping[str, str]] = {"feet": "foot", "tingle": "tingling", "numb": "numbness"}
"""Other words for those of places and kinds."""
_KIND_FROM: Final = 3
_FILLING: Final = frozenset({"and", "or", "in", "the", "my", "with", "on"})
"""Words that say nothing here."""
_KNOWN: Final = tuple(dict.fromkeys([word for label in PLACES for word in _words(label)]))
_SUGGESTED: Final = (*_KNOWN, *KINDS, *_ALSO, "left", "right", "both")
"""What a word that names nothing may have been meant as."""


class PlaceError(ValueError):
    """A line names no place; its text says why, in a sentence for the person."""


def parse_symptoms(text: str) -> Symptoms:
    """What one line says is felt: `left calf tingling`, `left thigh, right none`, `both feet`, `none`, `middle`.

    A place without a kind is pain, as on the map. A side that isn't named isn't answered; `none` and the middle of the
    back need no side. What can't be told for sure is never guessed.

    Raises:
        PlaceError: it says no place, or not clearly which.
    """
    if len(text) > LONGEST:
        raise PlaceError("That line is too long for a place.")
    words = [_ALSO.get(word, word) for word in re.findall(r"\w+", text.casefold()) if word not in _FILLING]
    if not words:
        raise PlaceError("That names no place.")
    for word in words:
        if not (word in _SIDES or parse_kind(word) or any(known.startswith(word) for known in _KNOWN) or _digit(word)):
            raise PlaceError(_unknown(word))
    felt = Symptoms()
    named = [side for word in words for side in _SIDES.get(word, ())]
    if twice := next((side for side in named if named.count(side) > 1), None):
        raise PlaceError(f"{twice.value.capitalize()} is named twice. One place a side: the furthest.")
    for sides, said in _by_side(words):
        rank, kinds = _place_of(said)
        if not sides:
            if rank not in (0, MIDDLE):
                raise PlaceError("Which side? Type left, right or both before the place.")
            sides = tuple(Side)
        for side in sides:
            felt = felt.with_side(side, rank, kinds)
    return felt


def _by_side(words: list[str]) -> list[tuple[tuple[Side, ...], list[str]]]:
    """The words that belong to each side; with only one side named, all of them do, wherever it stands."""
    at = [index for index, word in enumerate(words) if word in _SIDES]
    if len(at) < 2:
        return [(_SIDES[words[at[0]]] if at else (), [word for word in words if word not in _SIDES])]
    if at[0] != 0:
        raise PlaceError("Name each side first, such as left calf, right foot.")
    ends = [*at[1:], len(words)]
    return [(_SIDES[words[start]], words[start + 1 : end]) for start, end in zip(at, ends, strict=True)]


def _place_of(words: list[str]) -> tuple[int, tuple[str, ...]]:
    """The rank and the kinds that the words of one side say."""
    kinds = [kind for word in words if (kind := parse_kind(word))]
    named = [word for word in words if not parse_kind(word)]
    if not named:
        raise PlaceError("That names no place, such as calf.")
    rank = parse_place(" ".join(named))
    if rank is None:
        fits = [label for label in PLACES if _within(named, _words(label))]
        if fits:
            raise PlaceError(f"Which is it? {'; '.join(fits)}.")
        raise PlaceError("That is more than one place. Name the furthest on each side.")
    if rank == 0:
        if kinds:
            raise PlaceError(f"None and {kinds[0]} can't both be so. Type none where nothing is felt.")
        return 0, ()
    return rank, _in_order(kinds) or (KINDS[0],)


def _unknown(word: str) -> str:
    alike = [one for one in _SUGGESTED if abs(len(one) - len(word)) < 2]
    near = get_close_matches(word, alike, n=1, cutoff=0.75)
    shown = word if len(word) <= 20 else f"{word[:20]}..."
    return f"{shown} is no place." + (f" Did you mean {near[0]}?" if near else "")


def _digit(word: str) -> bool:
    return word in [str(rank) for rank in range(len(PLACES))]


CLOSER: Final = "closer to the spine"
SAME: Final = "same place"
FURTHER: Final = "further down"
SETTLED: Final = "further down, then settled"
SIDES: Final = ("left", "right")


def change_of_place(before: object, after: object) -> str:
    """The words for one side; empty where one of the two wasn't answered, or nothing was felt.

    Args:
        before: the furthest place before, rank 0 to 7.
        after: the furthest place after.
    """
    if not (_is_rank(before) and _is_rank(after)) or before == after == 0:
        return ""
    if before == after:
        return SAME
    return FURTHER if after > before else CLOSER  # type: ignore[operator]


def moved_further(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether it is further from the spine after a session than before, on any side that was answered twice."""
    return any(change_of_place(before.get(side), after.get(side)) == FURTHER for side in SIDES)


def settled_within(entry: Mapping[str, Any]) -> bool:
    """Whether it moved further down during the session, and each time was back within five minutes."""
    hurts = _spread(entry)
    return bool(hurts) and all(hurt.get("settled") is True for hurt in hurts)


def said_to_stay(entry: Mapping[str, Any]) -> bool:
    """Whether the person said that it was still further down after five minutes, rather than leaving it unanswered."""
    return any(hurt.get("settled") is False for hurt in _spread(entry))


def _spread(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each time that it moved further down during the session."""
    steps = entry.get("steps")
    return [
        hurt
        for step in (steps if isinstance(steps, list) else [])
        if isinstance(step, Mapping) and isinstance(step.get("hurt"), list)
        for hurt in step["hurt"]
        if isinstance(hurt, Mapping) and hurt.get("answer") == "spreading"
    ]


def place_changes(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A session's sides and their words; with an empty side what was so during it.

    Yields nothing where nothing was answered twice, and nothing moved.
    """
    before, after = entry.get("before"), entry.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for side in SIDES:
            if words := change_of_place(before.get(side), after.get(side)):
                yield side, words
    if settled_within(entry):
        yield "", SETTLED


def _is_rank(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(PLACES)
