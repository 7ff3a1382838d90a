"""The questions of a form about places: what a correction changes of them, and the map that can take a place out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from l5tui.domain.entry import Entry, Kinds
from l5tui.domain.entry_reading import table
from l5tui.domain.exercise import Side
from l5tui.domain.pain import KINDS, PLACES
from l5tui.domain.pain_zones import WHERE
from l5tui.domain.place import MIDDLE, Symptoms, symptoms_in
from l5tui.tui.widgets.body_map import BodyMapWidget

ASKED: Final = {"": WHERE, "before": "Where before", "after": "Where after"}
"""The question, by the part of the entry that has the place; a logged score has it in the entry itself."""
NOT_SAID: Final = "{sides}: not said"
_WITHIN: Final[Mapping[str, tuple[str, ...]]] = {"session": ("before", "after"), "log": ("",)}


class CorrectedMapWidget(BodyMapWidget, inherit_bindings=True):
    """The map in a correction, where a side without an answer stays as it is: a key says that it was not said."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "leave_out", "this side was not said", id="correction.not_said")
    ]

    left_out: reactive[frozenset[Side]] = reactive(frozenset())
    """The sides of which nothing was said."""

    def action_leave_out(self) -> None:
        """Say that the place of this side was not said; again takes that back."""
        self.left_out ^= {self.side}
        self.felt = self.felt.cleared(self.side)

    def watch_left_out(self) -> None:
        self.post_message(self.Changed(self, self.felt))

    def watch_felt(self, felt: Symptoms) -> None:
        self.left_out = frozenset(side for side in self.left_out if felt.rank(side) is None)
        super().watch_felt(felt)


class PlaceQuestion(Struct, frozen=True):
    """A question about the place."""

    within: str
    """`before` or `after` of a session; empty for a score without one."""

    @property
    def words(self) -> str:
        return ASKED[self.within]

    @property
    def short(self) -> str:
        """The question in few words, for an earlier day."""
        return self.words if self.within else "Where"

    @property
    def widget_id(self) -> str:
        return f"place-{self.within or 'now'}"

    def field(self, name: str) -> str:
        """The entry's field: `before.left`."""
        return f"{self.within}.{name}" if self.within else name

    def stands(self, entry: Entry | None) -> Symptoms:
        """The place that the entry has."""
        body: Mapping[str, Any] = entry or {}
        return symptoms_in(table(body, self.within) if self.within else body)

    def changes(self, felt: Symptoms, left_out: frozenset[Side], entry: Entry | None) -> dict[str, object]:
        """New values by field, as `Journal.edit` takes them; a side without an answer stays unchanged.

        Args:
            felt: the answers.
            left_out: the sides of which nothing was said. The middle of the back is on both sides or on none.
            entry: the entry as it is.
        """
        before, changed = self.stands(entry), dict[str, object]()
        ranks = dict(zip(Side, felt.ranks, strict=True))
        kinds: Kinds = {"left": list(before.left_kinds), "right": list(before.right_kinds)}
        if left_out and MIDDLE in before.ranks:
            left_out |= {side for side in Side if before.rank(side) == MIDDLE and ranks[side] is None}
        for side in Side:
            if side in left_out and (before.rank(side) is not None or kinds[side.value]):
                changed[self.field(side.value)] = None
                kinds[side.value] = []
            elif ranks[side] is not None:
                changed[self.field(side.value)] = ranks[side]
                if felt.rank(side) is not None:
                    kinds[side.value] = felt.kinds[side.value]
        return {**changed, self.field("kinds"): kinds} if changed else {}

    def from_values(self, values: Mapping[str, Any]) -> Symptoms:
        """The places in a draft's values."""
        return symptoms_in({name: values.get(self.field(name)) for name in (*map(str, Side), "kinds")})

    def left_out_in(self, values: Mapping[str, Any]) -> frozenset[Side]:
        """The sides that were not said by a draft's values."""
        return frozenset(side for side in Side if values.get(self.field(side.value), 0) is None)


def place_questions_for(entry: Entry | None) -> list[PlaceQuestion]:
    """The questions about places that an entry can have; one for a new score."""
    if entry is None:
        return [PlaceQuestion("")]
    found = [PlaceQuestion(within) for within in _WITHIN.get(str(entry.get("kind")), ())]
    body: Mapping[str, Any] = entry
    return [place for place in found if not place.within or isinstance(body.get(place.within), Mapping)]


def place_words(felt: Symptoms) -> str:
    """`left buttock (tingling), right none`; empty without any answer."""
    said = []
    for side, place, kinds in (("left", felt.left, felt.left_kinds), ("right", felt.right, felt.right_kinds)):
        others = [kind for kind in kinds if kind != KINDS[0]]
        if place is not None:
            said.append(f"{side} {PLACES[place]}" + (f" ({', '.join(others)})" if others else ""))
    return ", ".join(said)
