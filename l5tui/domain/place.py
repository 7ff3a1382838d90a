"""Where symptoms are felt: the furthest place from the spine on each side, and the kinds of symptoms there.

The full screen enters it with arrow keys on a body map, plain lines as one line of words (`left calf tingling`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.domain.entry import Kinds, Score
from l5tui.domain.entry_times import instant
from l5tui.domain.exercise import Side
from l5tui.domain.pain import KINDS, PLACES, rank_of

LEG_FROM: Final = 4
"""The lowest rank in the leg: the thigh."""
NERVE_KINDS: Final = ("tingling", "numbness")
"""Kinds that stop a session when they are new (S4). Pain isn't one."""
MIDDLE = 1
"""The rank of the middle of the low back. It has no side, so it is stored on both (clinical data, section b)."""


def parse_place(text: str) -> int | None:
    """The rank 0 to 7 of a place given as a word, a prefix, a label or a digit, else None.

    `calf`, `shin`, `toes`, `Foot or toes` and `6` are accepted; `back` is ambiguous, so it gives None.
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
    """The kind that a word or a prefix of three or more letters names, else None. Shorter ones could be places."""
    word = _ALSO.get(text, text)
    found = [kind for kind in KINDS if len(word) >= _KIND_FROM and kind.startswith(word)]
    return found[0] if len(found) == 1 else None


def both_sides(left: int | None, right: int | None) -> tuple[int | None, int | None]:
    """The ranks, with the middle of the back copied to a side that has no answer."""
    if left is None and right == MIDDLE:
        return MIDDLE, MIDDLE
    if right is None and left == MIDDLE:
        return MIDDLE, MIDDLE
    return left, right


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if word != "or"]


def _within(wanted: list[str], label: list[str]) -> bool:
    return all(any(word.startswith(start) for word in label) for start in wanted)


class Symptoms(Struct, frozen=True):
    """The furthest rank on each side, None where nothing was answered, and the kinds of symptoms there.

    The middle of the low back has no side: an answer on one side counts for the other, too, unless that one has an
    answer of its own.
    """

    left: int | None = None
    right: int | None = None
    left_kinds: tuple[str, ...] = ()
    right_kinds: tuple[str, ...] = ()

    @classmethod
    def of(cls, left: int | None, right: int | None, kinds: Kinds) -> Symptoms:
        """The symptoms of an entry or a score; kinds are put in the order of `KINDS`."""
        return cls(left, right, _in_order(kinds["left"]), _in_order(kinds["right"]))

    @property
    def kinds(self) -> Kinds:
        """The kinds as entries store them."""
        return {"left": list(self.left_kinds), "right": list(self.right_kinds)}

    @property
    def ranks(self) -> tuple[int | None, int | None]:
        """The ranks as entries store them: the middle of the back is on both sides."""
        return both_sides(self.left, self.right)

    def rank(self, side: Side) -> int | None:
        """The furthest place on one side."""
        return self.left if side is Side.LEFT else self.right

    def kinds_on(self, side: Side) -> tuple[str, ...]:
        """The kinds on one side."""
        return self.left_kinds if side is Side.LEFT else self.right_kinds

    def moved(self, side: Side, step: int) -> Symptoms:
        """One place further from the spine or nearer; the first step selects "none" in either direction.

        The kind defaults to pain at the first place other than "none"; "none" has no kind.
        """
        rank = self.rank(side)
        to = 0 if rank is None else min(max(rank + step, 0), len(PLACES) - 1)
        kinds = () if to == 0 else self.kinds_on(side) or (KINDS[0],)
        return self.with_side(side, to, kinds)

    def next_kinds(self, side: Side) -> Symptoms:
        """The next combination of pain, tingling and numbness; unchanged where no place is selected."""
        if not self.rank(side):
            return self
        here = self.kinds_on(side)
        at = _COMBINATIONS.index(here) if here in _COMBINATIONS else -1
        return self.with_side(side, self.rank(side), _COMBINATIONS[(at + 1) % len(_COMBINATIONS)])

    def cleared(self, side: Side) -> Symptoms:
        """The same without an answer on this side."""
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
"""The combinations that one key cycles through, likely ones first."""


def _in_order(kinds: Iterable[str]) -> tuple[str, ...]:
    named = set(kinds)
    return tuple(kind for kind in KINDS if kind in named)


def score_of(pain: int | None, felt: Symptoms, at: str) -> Score:
    """A score with its place, as entries store it.

    Args:
        pain: 0 to 10, None if it was left out.
        felt: the places and kinds.
        at: when it was given, ISO 8601.
    """
    left, right = felt.ranks
    return {"pain": pain, "left": left, "right": right, "kinds": felt.kinds, "at": at}


def symptoms_in(body: Mapping[str, Any]) -> Symptoms:
    """The places and kinds in an entry, a score or a draft; fields of an unexpected shape count as missing."""
    kinds = body.get("kinds")
    known: Kinds = {"left": _kinds_in(kinds, "left"), "right": _kinds_in(kinds, "right")}
    return Symptoms.of(rank_of(body.get("left")), rank_of(body.get("right")), known)


def _kinds_in(kinds: object, side: str) -> list[str]:
    found = kinds.get(side) if isinstance(kinds, Mapping) else None
    return [kind for kind in KINDS if kind in found] if isinstance(found, list | tuple) else []


# One line of words

LONGEST: Final = 200
"""The most characters that a line with a place may have."""
_SIDES: Final[Mapping[str, tuple[Side, ...]]] = {
    "left": (Side.LEFT,),
    "l": (Side.LEFT,),
    "right": (Side.RIGHT,),
    "r": (Side.RIGHT,),
    "both": (Side.LEFT, Side.RIGHT),
}
_ALSO: Final[Mapping[str, str]] = {"feet": "foot", "tingle": "tingling", "numb": "numbness"}
"""Synonyms for words of places and kinds."""
_KIND_FROM: Final = 3
_FILLING: Final = frozenset({"and", "or", "in", "the", "my", "with", "on"})
"""Words that are skipped."""
_KNOWN: Final = tuple(dict.fromkeys([word for label in PLACES for word in _words(label)]))
_SUGGESTED: Final = (*_KNOWN, *KINDS, *_ALSO, "left", "right", "both")
"""The words that are suggested for an unknown one."""


class PlaceError(ValueError):
    """A line names no place. The message is a sentence for the person."""


def parse_symptoms(text: str) -> Symptoms:
    """Parse one line of words: `left calf tingling`, `left thigh, right none`, `both feet`, `none`, `middle`.

    A place without a kind is pain, as on the map. A side that isn't named isn't answered; `none` and the middle of the
    back need no side. Ambiguous input is refused, never guessed.

    Raises:
        PlaceError: it names no place, or several.
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
    """The words that belong to each side. With only one side named, all words belong to it, before or after it."""
    at = [index for index, word in enumerate(words) if word in _SIDES]
    if len(at) < 2:
        return [(_SIDES[words[at[0]]] if at else (), [word for word in words if word not in _SIDES])]
    if at[0] != 0:
        raise PlaceError("Name each side first, such as left calf, right foot.")
    ends = [*at[1:], len(words)]
    return [(_SIDES[words[start]], words[start + 1 : end]) for start, end in zip(at, ends, strict=True)]


def _place_of(words: list[str]) -> tuple[int, tuple[str, ...]]:
    """The rank and the kinds in the words of one side."""
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


def worse_side(entries: Iterable[Mapping[str, Any]]) -> Side | None:
    """The side on which symptoms went further from the spine, by the latest entry in which the two sides differ.

    A session tells by its check-out, else by its check-in. A side without an answer tells nothing.

    Args:
        entries: the journal's, in any order.
    """
    known = [(entry, side) for entry in entries if (side := _worse_side_in(entry))]
    return max(known, key=lambda found: instant(found[0].get("started")))[1] if known else None


def _worse_side_in(entry: Mapping[str, Any]) -> Side | None:
    bodies = (entry.get("after"), entry.get("before"), entry)
    found = (further_side(body) for body in bodies if isinstance(body, Mapping))
    return None if entry.get("deleted") else next((side for side in found if side), None)


def further_side(body: Mapping[str, Any]) -> Side | None:
    """The side on which an entry or a score goes further from the spine; None where they don't differ."""
    left, right = symptoms_in(body).ranks
    if left is None or right is None or left == right:
        return None
    return Side.LEFT if left > right else Side.RIGHT


CLOSER: Final = "closer to the spine"
SAME: Final = "same place"
FURTHER: Final = "further down"
SETTLED: Final = "further down, then settled"
SIDES: Final = ("left", "right")


def change_of_place(before: object, after: object) -> str:
    """The change of place on one side, in words; empty if one of the two wasn't answered, or nothing was felt.

    Args:
        before: the furthest place before, rank 0 to 7.
        after: the furthest place after.
    """
    was, now = rank_of(before), rank_of(after)
    if was is None or now is None or was == now == 0:
        return ""
    if was == now:
        return SAME
    return FURTHER if now > was else CLOSER


def moved_further(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether the symptoms are further from the spine after a session, on any side that was answered both times."""
    return any(change_of_place(before.get(side), after.get(side)) == FURTHER for side in SIDES)


def settled_within(entry: Mapping[str, Any]) -> bool:
    """Whether the symptoms moved further down during the session and each time went back within five minutes."""
    hurts = _spread(entry)
    return bool(hurts) and all(hurt.get("settled") is True for hurt in hurts)


def said_to_stay(entry: Mapping[str, Any]) -> bool:
    """Whether the person answered that it was still further down after five minutes; no answer gives False."""
    return any(hurt.get("settled") is False for hurt in _spread(entry))


def _spread(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Each "it hurts" of the session in which it moved further down."""
    steps = entry.get("steps")
    return [
        hurt
        for step in (steps if isinstance(steps, list) else [])
        if isinstance(step, Mapping) and isinstance(step.get("hurt"), list)
        for hurt in step["hurt"]
        if isinstance(hurt, Mapping) and hurt.get("answer") == "spreading"
    ]


def place_changes(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The changes of place of a session: pairs of a side and the words for it.

    The side is empty for a change during the session that settled. Yields nothing if no side was answered both times
    and nothing moved.
    """
    before, after = entry.get("before"), entry.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for side in SIDES:
            if words := change_of_place(before.get(side), after.get(side)):
                yield side, words
    if settled_within(entry):
        yield "", SETTLED
