"""The place in a form: which fields of an entry it fills in, what stands there so far, and what a draft held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from l5tui.domain.checkin import WHERE
from l5tui.domain.entry import Entry, Kinds
from l5tui.domain.entry_reading import table
from l5tui.domain.pain import KINDS, PLACES
from l5tui.domain.place import Felt, felt_in

SIDES: Final = ("left", "right")
ASKED: Final = {"": WHERE, "before": "Where before", "after": "Where after"}
"""The question, by the part of an entry that has the place; the entry itself has it in a logged score."""
_WITHIN: Final[Mapping[str, tuple[str, ...]]] = {"session": ("before", "after"), "log": ("",)}


@dataclass(frozen=True, slots=True)
class Place:
    """A question for the place."""

    within: str
    """`before` or `after` of a session, empty for a score by itself."""

    @property
    def words(self) -> str:
        return ASKED[self.within]

    @property
    def short(self) -> str:
        """The same of days past, in few words."""
        return self.words if self.within else "Where"

    @property
    def widget_id(self) -> str:
        return f"place-{self.within or 'now'}"

    def field(self, name: str) -> str:
        """The entry's field: `before.left`."""
        return f"{self.within}.{name}" if self.within else name

    def stands(self, entry: Entry | None) -> Felt:
        """What the entry says so far."""
        body: Mapping[str, Any] = entry or {}
        return felt_in(table(body, self.within) if self.within else body)

    def changes(self, felt: Felt, entry: Entry | None) -> dict[str, object]:
        """New values by field, as the journal takes them; a side without an answer stays as it is."""
        if felt == Felt():
            return {}
        before, changed = self.stands(entry), {}
        ranks = dict(zip(SIDES, felt.ranks, strict=True))
        kinds: Kinds = {"left": list(before.left_kinds), "right": list(before.right_kinds)}
        for side, answered in (("left", felt.left), ("right", felt.right)):
            if ranks[side] is not None:
                changed[self.field(side)] = ranks[side]
            if answered is not None:
                kinds[side] = felt.kinds[side]  # type: ignore[literal-required]
        return {**changed, self.field("kinds"): kinds}

    def from_values(self, values: Mapping[str, Any]) -> Felt:
        """What a draft held."""
        return felt_in({name: values.get(self.field(name)) for name in (*SIDES, "kinds")})


def places_for(entry: Entry | None) -> list[Place]:
    """Which places an entry can have; of now, one."""
    if entry is None:
        return [Place("")]
    found = [Place(within) for within in _WITHIN.get(str(entry.get("kind")), ())]
    body: Mapping[str, Any] = entry
    return [place for place in found if not place.within or isinstance(body.get(place.within), Mapping)]


def felt_words(felt: Felt) -> str:
    """`left buttock (tingling), right none`; nothing where nothing was answered."""
    said = []
    for side, place, kinds in (("left", felt.left, felt.left_kinds), ("right", felt.right, felt.right_kinds)):
        others = [kind for kind in kinds if kind != KINDS[0]]
        if place is not None:
            said.append(f"{side} {PLACES[place]}" + (f" ({', '.join(others)})" if others else ""))
    return ", ".join(said)
