"""The zones of the score before a session, and what enter starts in each (clinical data, a3)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.pain_zones import (
    Starts,
    Zone,
    may_override,
    new_override,
    new_override_taken_back,
    offers_gentler,
    override_of,
    starts,
    zone_of,
)
from tests.rows import each

HEADER = EntryHeader("d1", "2026-11-22T18:40:00+01:00", "Europe/Zurich", "0.1.0")
ROWS = {
    "a3 0-3 go": ((0, 1, 2, 3), Zone.GO, Starts.CHOSEN),
    "a3 4-5 adapt": ((4, 5, None), Zone.GO_EASY, Starts.CHOSEN),
    "a3 6-7": ((6, 7), Zone.FLARE_UP, Starts.FLARE_UP),
    "a3 8-10": ((8, 9, 10), Zone.STOP, Starts.NOTHING),
}


@pytest.mark.parametrize(
    ("pain", "zone", "what"),
    [(pain, zone, what) for pains, zone, what in ROWS.values() for pain in pains],
    ids=[f"{row}: {pain}" for row, (pains, *_) in ROWS.items() for pain in pains],
)
def test_a3_each_score_has_its_zone_and_its_default_choice(pain: int | None, zone: Zone, what: Starts) -> None:
    assert zone_of(pain) is zone
    assert starts(pain, "full_l5", flare_up_left=True, overridden=False) is what


@pytest.mark.parametrize("pain", [6, 7])
def test_a3_if_every_exercise_of_flare_up_is_off_the_score_is_saved(pain: int) -> None:
    assert starts(pain, "full_l5", flare_up_left=False, overridden=False) is Starts.NOTHING


@each("pain", [4, 5, 6, 7, None])
def test_a3_flare_up_does_not_recommend_itself(pain: int | None) -> None:
    assert starts(pain, "flare_up", flare_up_left=True, overridden=False) is Starts.CHOSEN
    assert not offers_gentler(pain, "flare_up")
    assert not may_override(pain, "flare_up")


@each("pain", [*range(11), None])
def test_a3_the_override_exists_at_6_and_7_and_not_at_8_to_10(pain: int | None) -> None:
    assert may_override(pain, "full_l5") is (pain in (6, 7))
    begun = starts(pain, "full_l5", flare_up_left=True, overridden=True)
    assert begun is (Starts.NOTHING if pain is not None and pain >= 8 else Starts.CHOSEN)


@each("pain", [*range(11), None])
def test_a3_gentler_options_are_offered_at_4_5_and_without_a_score(pain: int | None) -> None:
    assert offers_gentler(pain, "full_l5") is (pain in (4, 5, None))


def test_a3_the_override_is_a_decision_and_a_deleted_one_does_not_count() -> None:
    entry: Entry = new_override(HEADER)
    assert override_of([]) is None
    assert override_of([entry]) is not None
    entry["deleted"] = "2026-11-22T19:00:00+01:00"
    assert override_of([entry]) is None


def test_a3_the_override_is_taken_back_by_uid_independent_of_clocks() -> None:
    first, earlier = new_override(HEADER), "2026-10-22T18:40:00+02:00"
    back = new_override_taken_back(replace(HEADER, uid="d2", at=earlier), [first])
    assert override_of([first, back]) is None
    assert override_of([back]) is None
    again = new_override(replace(HEADER, uid="d3", at=earlier))
    assert override_of([first, back, again]) == again, "given once more it holds once more"
    assert override_of([first, {**back, "deleted": earlier}]) is not None
