"""Properties of doses that hold for every history, tried with hypothesis."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry import Entry
from l5tui.domain.progression.decisions import ADD, BY_HAND, STAY
from l5tui.domain.progression.grade import Grade, graded_sessions
from l5tui.domain.progression.levels import Kind
from tests.domain.progression.dose_histories import ALL, at, decision_on, history, session_on

PAIN = st.one_of(st.none(), st.integers(0, 3), st.integers(0, 10))


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """A journal of up to six weeks: mostly comfortable sessions, and decisions of every kind in between."""
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, 14))):
        day, hour = draw(st.integers(0, 42)), draw(st.sampled_from([7, 12, 23.9]))
        if draw(st.integers(0, 3)):
            level = draw(st.sampled_from([None, 1, 1, 2, 3, 9]))
            names = draw(st.lists(st.sampled_from(["child", "knee", "cat", "tilt"]), min_size=1, unique=True))
            comfortable = draw(st.booleans())
            pains = {} if comfortable else {name: draw(PAIN) for name in ("before", "after", "worst")}
            next_day = "same" if comfortable else draw(st.sampled_from([None, "better", "same", "worse"]))
            stop = None if comfortable else draw(st.sampled_from([None, None, "person", "S2", "S3", "S5"]))
            fields: dict[str, Any] = {**pains, "next_day": next_day, "stop": stop}
            entries.append(session_on(day, *names, level=level, hour=hour, uid=f"s{number}", **fields))
        else:
            was, to = draw(st.integers(1, 4)), draw(st.integers(1, 5))
            why = draw(st.sampled_from([ADD, ADD, ADD, STAY, BY_HAND]))
            entries.append(
                decision_on(day, was, to, why, name=draw(st.sampled_from(["child", "knee", "tilt"])), hour=hour)
            )
    return entries


@given(histories(), st.integers(0, 60))
def test_a_level_is_never_outside_the_range_and_never_goes_up_by_two(entries: list[Entry], day: int) -> None:
    for one in history(*entries, day=day).exercises.values():
        assert 1 <= one.level <= one.top
        for change in one.changes:
            if change.kind is Kind.UP:
                assert change.to == change.was + 1
            if change.kind in (Kind.DOWN, Kind.GAP):
                assert change.to == change.was - 1


@given(histories())
def test_a_level_goes_up_only_by_three_green_dates_over_seven_days_and_a_yes(entries: list[Entry]) -> None:
    now = at(43)
    green = {(name, one.day) for one in graded_sessions(entries, now) if one.grade is Grade.GREEN for name in one.done}
    yes = {(one["to"]["exercise"], one["started"][:10]) for one in map(dict, entries) if one.get("why") == ADD}  # type: ignore[index]
    for name, found in history(*entries, day=43).exercises.items():
        began = min((one.day for one in found.sessions), default=None)
        for change in found.changes:
            if change.kind is Kind.UNDONE:
                continue  # a yes that the notes don't bear out counts as not said: the days before it stand
            if change.kind is not Kind.UP:
                began = change.on
                continue
            assert (name, change.on.isoformat()) in yes
            assert began is not None
            dates = {day for owner, day in green if owner == name and began <= day <= change.on}
            assert len(dates) >= 3
            assert (change.on - began).days >= 7
            began = change.on


@given(st.lists(st.tuples(st.sampled_from(["child", "knee", "tilt"]), st.integers(7, 10)), unique=True), PAIN)
def test_a_date_has_at_most_one_step_up_of_all_exercises(accepted: list[tuple[str, int]], pain: int | None) -> None:
    """One change at a time (d2), also where several exercises had their green dates."""
    green = [session_on(day, "child", "knee", "tilt") for day in (0, 3, 6)]
    for last in (7, 8, 9, 10):
        yes = [decision_on(day, 1, 2, name=name, hour=at) for at, (name, day) in enumerate(accepted) if day <= last]
        found = history(*green, *yes, day=last, hour=23)
        ups = [one.on for each in found.exercises.values() for one in each.changes if one.kind is Kind.UP]
        assert len(ups) == len(set(ups))
        assert found.on not in ups or found.offer(pain) is None


@given(histories(), st.integers(0, 60), st.randoms(use_true_random=False))
def test_equal_histories_give_equal_doses(entries: list[Entry], day: int, chance: random.Random) -> None:
    shuffled = list(entries)
    chance.shuffle(shuffled)
    times = [one["started"] for one in entries]
    if len(set(times)) == len(times):  # what began in the same second has no order
        assert history(*entries, day=day) == history(*shuffled, day=day)


@given(histories(), st.integers(0, 60), PAIN)
def test_an_offer_is_one_step_within_the_ladder_and_only_at_0_to_3(
    entries: list[Entry], day: int, pain: int | None
) -> None:
    found = history(*entries, day=day)
    offer = found.offer(pain)
    if offer is not None:
        one = found.exercises[offer.exercise.id]
        assert pain is not None
        assert pain <= 3
        assert offer.to == one.level + 1 <= one.top
        assert len(one.greens) >= 3
        assert (found.on - one.since).days >= 7


@given(histories(), st.integers(0, 13), PAIN)
def test_a_corrected_score_gives_the_same_dose_as_if_entered_at_first(
    entries: list[Entry], index: int, pain: int | None
) -> None:
    """The dose is a fold over the corrected journal; nothing else remembers the first score."""
    if index < len(entries) and (chosen := entries[index])["kind"] == "session":
        edit: Any = {"at": at(43).isoformat(), "field": "after.pain", "was": chosen["after"]["pain"]}
        corrected: Any = {**chosen, "after": {**chosen["after"], "pain": pain}, "edits": [edit]}
        plain: Any = {**corrected, "edits": []}
        rest = [one for one in entries if one is not chosen]
        assert history(*rest, corrected, day=43).levels == history(*rest, plain, day=43).levels
        assert all(name in {one.id for one in ALL} for name in history(*rest, corrected, day=43).levels)
