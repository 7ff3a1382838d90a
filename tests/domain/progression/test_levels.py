"""Levels of exercises by the rows of the clinical data's d2 and d3. Days are counted from the first session."""

from __future__ import annotations

from datetime import timedelta, timezone
from functools import partial
from typing import Any

import pytest

from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.progression.decisions import ADD, BY_HAND, new_dose_decision
from l5tui.domain.progression.grade import Grade
from l5tui.domain.progression.levels import Kind, Offer, new_offer_answer
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from tests.domain.progression.dose_histories import (
    CHILD,
    KNEE,
    at,
    by_hand,
    child,
    decision_on,
    declined_on,
    green_sessions,
    history,
    session_on,
    stopped,
)
from tests.rows import each

THREE = green_sessions(0, 3, 6)
"""Three green dates, the last of them answered for by day 7."""


def offered(*entries: Any, day: float = 7, pain: int | None = 2, **fields: Any) -> str | None:
    """The exercise that is offered a step up."""
    offer = history(*entries, day=day).offer(pain, **fields)
    return offer.exercise.id if offer else None


# d2: the offer


def test_d2_three_green_dates_over_seven_days_are_offered_a_step() -> None:
    offer = history(*THREE, day=7).offer(2)
    assert offer == Offer(CHILD, 1, 2, last_ones=True)
    assert offer.text == "Your last 3 sessions with this stayed comfortable. Add a little? (20 s -> 25 s)"


def test_d2_a_ladder_of_repetitions_is_offered_repetitions() -> None:
    offer = history(*green_sessions(0, 3, 6, name="tilt"), day=7).offer(0)
    assert offer is not None
    assert offer.text.endswith("(10 reps -> 12 reps)")


def test_d2_with_an_amber_session_among_them_the_offer_counts_days() -> None:
    entries = [session_on(0), session_on(3), session_on(5, before=4, after=4), session_on(6)]
    offer = history(*entries, day=7).offer(2)
    assert offer is not None
    assert offer.text.startswith("Sessions with this stayed comfortable on 3 days.")


@pytest.mark.parametrize(
    ("entries", "day"),
    [
        pytest.param(green_sessions(0, 3), 9, id="two green dates"),
        pytest.param(green_sessions(0, 3, 5), 6, id="six days"),
        pytest.param([*THREE, session_on(6.5, before=4, after=4)], 8, id="the newest is amber"),
        pytest.param([*THREE, session_on(7, worst=7)], 8, id="the newest is red"),
        pytest.param([*green_sessions(0, 1, 2, level=3), by_hand(-1, 3)], 8, id="at the top"),
    ],
)
def test_d2_no_offer_unless_every_condition_holds(entries: Any, day: float) -> None:
    assert offered(*entries, day=day) is None


@pytest.mark.parametrize("pain", [0, 1, 2, 3])
def test_d2_a_step_up_is_offered_at_a_score_of_0_to_3(pain: int) -> None:
    assert offered(*THREE, pain=pain) == "child"


@each("pain", [4, 5, 6, 10, None])
def test_d2_no_step_up_is_offered_from_4_on_or_without_a_score(pain: int | None) -> None:
    assert offered(*THREE, pain=pain) is None


@pytest.mark.parametrize("effect", [Effect.OFF, Effect.EASIER])
@pytest.mark.parametrize("about", ["child", ANY_EXERCISE])
def test_d2_no_offer_for_an_exercise_that_is_off_or_eased(effect: Effect, about: str) -> None:
    assert offered(*THREE, restrictions=[Restriction(about, None, effect, "A1")]) is None


def test_d2_no_offer_with_leg_watch_but_a_warning_alone_allows_it() -> None:
    assert offered(*THREE, restrictions=[Restriction("child", None, Effect.WARN, "A6")], leg_watched=["child"]) is None
    assert offered(*THREE, restrictions=[Restriction("child", None, Effect.WARN, "A9")]) == "child"


def test_d2_no_offer_for_an_exercise_that_is_not_in_the_coming_session() -> None:
    assert offered(*THREE, among=["knee", "tilt"]) is None


def test_d2_up_yes_is_one_level_and_clears_the_green_dates() -> None:
    one = child(*THREE, decision_on(7, 1, 2), day=7)
    assert (one.level, one.since, one.greens) == (2, at(7).date(), ())
    assert one.changes[-1].kind is Kind.UP


def test_d2_a_stored_step_up_without_the_green_dates_is_ignored() -> None:
    assert child(*green_sessions(0, 3), decision_on(7, 1, 2), day=8).level == 1


def test_d2_one_yes_written_by_two_logins_raises_one_level() -> None:
    assert child(*THREE, decision_on(7, 1, 2), decision_on(7, 1, 2, hour=7.95), day=7).level == 2


def test_d2_a_declined_offer_is_not_repeated_for_seven_days() -> None:
    entries = [*THREE, declined_on(7, 1)]
    assert child(*entries, day=8).level == 1
    assert [offered(*entries, day=day) for day in (7, 13, 14)] == [None, None, "child"]


def test_d2_an_unanswered_offer_is_repeated_next_time() -> None:
    assert [offered(*THREE, day=day) for day in (7, 8)] == ["child", "child"]


def test_d2_one_offer_at_a_time_for_the_exercise_longest_on_its_level() -> None:
    entries = [session_on(0, "knee"), *(session_on(day, "knee", "child") for day in (1, 3, 6))]
    assert offered(*entries, day=9) == "knee"


def test_d2_a_tie_goes_to_the_lower_article_number() -> None:
    assert offered(*(session_on(day, "knee", "child", "tilt") for day in (0, 3, 6))) == "child"


# d2: amber, red, gap, own change


def test_d2_amber_keeps_the_level_and_the_green_dates() -> None:
    one = child(*green_sessions(0, 1), session_on(2, before=4, after=4), day=3)
    assert (one.level, len(one.greens), one.newest) == (1, 2, Grade.AMBER)


def test_d2_two_amber_in_a_row_clear_the_green_dates() -> None:
    assert (
        child(*green_sessions(0, 1), session_on(2, before=4, after=4), session_on(3, next_day="worse"), day=4).greens
        == ()
    )
    between = [session_on(2, before=4, after=4), session_on(3), session_on(4, next_day="worse")]
    assert len(child(*green_sessions(0, 1), *between, day=5).greens) == 3


def test_d2_red_by_s2_lowers_only_the_stopped_exercise() -> None:
    entries = [by_hand(0, 2), by_hand(0, 2, name="knee"), session_on(1, "child", "knee", level=2, hurt={"knee": 7})]
    found = history(*entries, day=2).exercises
    assert (found["child"].level, found["knee"].level) == (2, 1)
    assert found["child"].newest is Grade.RED


def test_d2_red_otherwise_lowers_every_ladder_exercise_of_the_session() -> None:
    hands = [by_hand(0, 2, name=name) for name in ("child", "knee", "tilt")]
    found = history(*hands, session_on(1, "child", "knee", level=2, stop="S3"), day=2).exercises
    assert {name: one.level for name, one in found.items()} == {"child": 1, "knee": 1, "tilt": 2}


def test_d2_red_at_level_1_gives_the_easier_form_once_next_time() -> None:
    red = [session_on(0), session_on(1, worst=7)]
    assert (child(*red, day=2).level, child(*red, day=2).easier_first) == (1, True)
    lines = history(*red, day=2).changed_since_last(["child"])
    assert lines == ["Child comes in its easier form: a pain score of 6 or more"]
    assert not child(*red, session_on(2, variant="easy"), day=3).easier_first


@each("evening", [{"after": 7}, {"after": 2}, {"after": 4}, {"next_day": None}])
def test_d3_a_second_session_on_a_red_date_leaves_the_easier_form_for_the_next_date(evening: Any) -> None:
    twice = [session_on(0, worst=7), session_on(0, hour=18, **evening)]
    assert history(*twice, day=1).easier_first == {"child"}
    assert history(*twice, session_on(1), day=2).easier_first == frozenset()


def test_d2_a_gap_of_14_days_lowers_every_ladder_exercise_by_one_level_once() -> None:
    entries = [by_hand(0, 3), by_hand(0, 2, name="knee"), session_on(0, level=3)]
    levels = [history(*entries, day=day).levels for day in (13, 14, 60)]
    assert levels == [
        {"child": 3, "knee": 2, "tilt": 1},
        {"child": 2, "knee": 1, "tilt": 1},
        {"child": 2, "knee": 1, "tilt": 1},
    ]
    assert history(*entries, session_on(60, level=2), day=61).levels["child"] == 2
    lines = history(*entries, day=14).changed_since_last(["child"])
    assert lines == ["Child: 30 s -> 25 s: no session for 14 days or more"]


def test_d2_after_a_gap_the_days_count_from_the_next_session_on() -> None:
    entries = [by_hand(0, 2), session_on(0, level=2), *green_sessions(20, 21, 22)]
    assert child(*entries, day=23).since == at(20).date()
    assert offered(*entries, day=23) is None
    assert offered(*entries, day=27) == "child"


@each("day", [14, 20])
def test_d2_after_a_gap_the_level_stands_since_the_day_the_gap_reached_14_days(day: int) -> None:
    for level in (1, 3):
        assert child(by_hand(-1, level), session_on(0, level=level), day=day).since == at(14).date()


def test_d2_one_change_at_a_time_so_no_other_offer_on_the_date_of_a_step_up() -> None:
    both = [*THREE, *green_sessions(0.1, 3.1, 6.1, name="knee")]
    up = decision_on(7, 1, 2)
    assert offered(*both, up, day=7.5) is None
    assert offered(*both, up, day=8) == "knee"


def test_d2_one_change_at_a_time_so_a_second_step_up_on_one_date_is_ignored_with_a_message() -> None:
    both = [*THREE, *green_sessions(0.1, 3.1, 6.1, name="knee")]
    ups = [decision_on(7, 1, 2), decision_on(7, 1, 2, name="knee", hour=18)]
    found = history(*both, *ups, day=8)
    assert found.levels == {"child": 2, "knee": 1, "tilt": 1}
    assert found.exercises["knee"].changes[-1].why == "another exercise was raised that day"
    ups = [decision_on(7, 1, 2), decision_on(8, 1, 2, name="knee")]
    assert history(*both, *ups, day=8).levels == {"child": 2, "knee": 2, "tilt": 1}


def test_a_decision_dated_ahead_of_now_is_ignored_until_then() -> None:
    ahead = [by_hand(90, 3), declined_on(91, 1)]
    assert child(by_hand(0, 2), *ahead, day=1).level == 2
    assert offered(*THREE, *ahead) == "child"
    assert child(by_hand(0, 2), *ahead, day=90).level == 3


def test_a_decision_dated_ahead_never_comes_into_force_once_another_was_made_under_a_right_clock() -> None:
    ahead: Any = by_hand(90, 3)
    anew = new_dose_decision(
        EntryHeader("anew", at(1).isoformat(), None, "0"), "child", 2, 1, BY_HAND, over=[ahead["uid"]]
    )
    assert child(by_hand(0, 2), ahead, anew, day=1).level == 1
    assert 3 not in {change.to for change in child(by_hand(0, 2), ahead, anew, day=100).changes}


def test_the_answer_to_an_offer_replaces_the_decisions_dated_ahead_of_it() -> None:
    ahead: Any = decision_on(90, 1, 2)
    offer = history(*THREE, ahead, day=7).offer(0)
    assert offer is not None
    stay = new_offer_answer(EntryHeader("stay", at(7).isoformat(), None, "0"), offer, add=False)
    assert stay["from"] == {"exercise": "child", "level": 1, "over": [ahead["uid"]]}
    later = [session_on(day, level=1) for day in (80, 84, 88)]
    assert child(*THREE, ahead, *later, day=91).changes[-1].kind is Kind.UP
    assert child(*THREE, ahead, stay, *later, day=91).level == 1


def test_d2_own_change_sets_the_level_and_clears_the_green_dates() -> None:
    one = child(*THREE, by_hand(7, 3), day=8)
    assert (one.level, one.since, one.greens) == (3, at(7).date(), ())


@pytest.mark.parametrize("level", [4, 99])
def test_d2_own_change_beyond_the_range_is_ignored(level: int) -> None:
    assert child(*THREE, by_hand(7, level), day=8).level == 1


# d3


def test_d3_two_sessions_on_one_date_are_at_most_one_green_date() -> None:
    assert len(child(session_on(0), session_on(0, hour=18), session_on(1), day=2).greens) == 2


@pytest.mark.parametrize("order", [(8, 18), (18, 8)])
def test_d3_of_two_sessions_on_one_date_the_worst_grade_counts(order: tuple[int, int]) -> None:
    entries = [by_hand(0, 3), session_on(1, level=3, hour=order[0]), session_on(1, level=3, worst=7, hour=order[1])]
    one = child(*entries, day=2)
    assert (one.level, one.greens, one.newest) == (2, (), Grade.RED)


def test_d3_two_red_sessions_on_one_date_lower_by_one_step() -> None:
    assert (
        child(by_hand(0, 3), session_on(1, level=3, worst=7), session_on(1, level=2, worst=7, hour=18), day=2).level
        == 2
    )


def test_d3_the_first_session_starts_level_1_on_its_date() -> None:
    one = child(session_on(0), day=0.5)
    assert (one.level, one.since) == (1, at(0).date())
    assert [offered(*green_sessions(0, 1, 2), day=day) for day in (6, 7)] == [None, "child"]


@pytest.mark.parametrize("pain", [4, 5])
def test_d3_steady_pain_of_4_or_5_changes_no_level(pain: int) -> None:
    entries = [by_hand(0, 2), *(session_on(day, level=2, before=pain, after=pain) for day in range(1, 20))]
    assert child(*entries, day=20).level == 2
    assert offered(*entries, day=20) is None


def test_d3_b_9_a_3_is_red() -> None:
    assert child(by_hand(0, 2), session_on(1, level=2, before=9, after=3), day=2).level == 1


def test_d3_b_3_a_0_is_green() -> None:
    assert child(session_on(0, before=3, after=0), day=2).greens == (at(0).date(),)


def test_d3_a_worse_next_day_after_a_step_up_undoes_it_with_a_message() -> None:
    entries = [*THREE, decision_on(7, 1, 2), session_on(7, level=2, next_day="worse")]
    one = child(*entries, day=8)
    assert (one.level, one.changes[-1].kind) == (1, Kind.UNDONE)
    lines = history(*entries, day=8).changed_since_last(["child"])
    assert lines == ["Child: 25 s -> 20 s: the next morning was worse"]


def test_d3_a_worse_next_day_of_the_session_before_a_step_up_undoes_it() -> None:
    entries = [*THREE, session_on(6.9, next_day="worse"), decision_on(7, 1, 2), session_on(7, level=2, hour=20)]
    one = child(*entries, day=8)
    assert (one.level, one.changes[-1].kind, one.changes[-1].why) == (1, Kind.UNDONE, "the next morning was worse")


def test_d3_a_worse_next_day_and_a_red_session_after_a_step_up_are_one_step() -> None:
    low = by_hand(-9, 2)
    entries = [
        low,
        *green_sessions(0, 3, 6, level=2),
        decision_on(7, 2, 3),
        session_on(7, level=3, worst=7, next_day="worse"),
    ]
    assert child(*entries, day=8).level == 2


def test_d3_a_worse_next_day_of_a_later_session_keeps_the_step_up() -> None:
    entries = [*THREE, decision_on(7, 1, 2), session_on(7, level=2), session_on(9, level=2, next_day="worse")]
    assert child(*entries, day=10).level == 2


UP = [*THREE, decision_on(7, 1, 2)]
"""A step up on day 7, before any session on it."""
raised = partial(session_on, level=2)
"""A session at the raised level."""


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(
            [session_on(7, level=2, next_day=None), session_on(7, level=2, hour=18, next_day="worse")], id="1"
        ),
        pytest.param([session_on(7, level=2), session_on(7, level=2, hour=18, next_day="worse")], id="2"),
        pytest.param([session_on(7, level=2, next_day=None), session_on(9, level=2, next_day="worse")], id="3"),
        pytest.param([session_on(7, "knee"), session_on(9, level=2, next_day="worse")], id="4"),
    ],
)
def test_d3_the_first_answered_morning_after_a_step_up_undoes_it_whichever_session_has_it(later: Any) -> None:
    found = child(*UP, *later, day=10)
    assert (found.level, found.changes[-1].kind) == (1, Kind.UNDONE)
    assert found.changes[-1].why == "the next morning was worse"


def test_d3_a_worse_morning_after_a_session_without_the_exercise_keeps_its_step_up() -> None:
    assert child(*UP, session_on(7, "knee", next_day="worse"), day=9).level == 2


def test_d3_a_worse_morning_after_a_change_by_hand_is_not_about_the_step_up_before_it() -> None:
    assert child(*UP, by_hand(8, 3, was=2), session_on(8, level=3, next_day="worse"), day=10).level == 3


def test_d3_a_worse_morning_and_a_red_session_on_one_date_after_a_step_up_are_one_step() -> None:
    two = [by_hand(0, 2), *green_sessions(0, 3, 6, level=2), decision_on(7, 2, 3)]
    worse, red = {"next_day": "worse"}, {"worst": 7, "next_day": None}
    for morning, evening in ((worse, red), (red, worse)):
        day = [session_on(7, level=3, **morning), session_on(7, level=3, hour=18, **evening)]
        assert child(*two, *day, day=9).level == 2


def test_d3_red_and_gap_together_are_one_step() -> None:
    assert child(by_hand(0, 3), session_on(1, level=3, worst=7), day=20).level == 2


def test_d3_red_on_the_day_a_gap_ends_is_one_step_and_the_easier_form() -> None:
    one = child(by_hand(0, 3), session_on(1, level=3), session_on(20, level=2, worst=7), day=21)
    assert (one.level, one.easier_first) == (2, True)


def test_d3_a_clock_set_back_gives_no_gap_and_no_step_up_that_day() -> None:
    ahead = session_on(40, level=1)
    assert offered(*THREE, ahead, day=7) is None
    assert child(by_hand(0, 3), session_on(1, level=3), session_on(90, level=3), day=20).level == 3
    assert offered(*green_sessions(2, 5, 8), day=1) is None


def test_d3_a_session_over_midnight_belongs_to_the_day_it_began_on() -> None:
    assert child(session_on(0, hour=23.9), day=2).greens == (at(0).date(),)


def test_d3_after_a_change_of_zone_local_dates_are_compared_as_they_were_stored() -> None:
    west = timezone(timedelta(hours=-10))
    started = at(1, 3).astimezone(west)
    moved = session_on(1, started=started.isoformat(), ended=(started + timedelta(minutes=20)).isoformat())
    assert started.date() == at(0).date()
    assert child(session_on(0), moved, day=3).greens == (at(0).date(),)


def test_d3_a_session_has_no_effect_on_an_exercise_that_was_skipped_or_off() -> None:
    red: Any = session_on(1, "child", "knee", "tilt", level=2, stop="S3")
    red["steps"][1]["outcome"], red["steps"][2]["outcome"] = "skipped", "off"
    hands = [by_hand(0, 2, name=name) for name in ("child", "knee", "tilt")]
    assert history(*hands, red, day=2).levels == {"child": 1, "knee": 2, "tilt": 2}


def test_d3_the_easier_form_is_graded_but_gives_no_green_date() -> None:
    one = child(*green_sessions(0, 1), session_on(2, variant="easy"), day=8)
    assert (len(one.greens), one.newest) == (2, Grade.GREEN)
    assert child(by_hand(0, 2), session_on(1, level=2, variant="easy", worst=7), day=2).level == 1


def test_d3_the_level_belongs_to_the_exercise_and_not_to_the_routine() -> None:
    entries = [
        session_on(day, routine={"id": name, "name": name}) for day, name in ((0, "morning"), (3, "evening"), (6, "x"))
    ]
    assert offered(*entries) == "child"


def test_d3_a_corrected_score_undoes_a_step_up_only_if_its_date_is_no_longer_green() -> None:
    def after_correction(pain: int) -> int:
        return child(
            session_on(0, after=pain), *green_sessions(3, 6), decision_on(7, 1, 2), session_on(7, level=2), day=9
        ).level

    assert [after_correction(pain) for pain in (0, 3, 4)] == [2, 2, 1]


@each("to", [None, "child", {"exercise": "child"}, {"exercise": "child", "level": "3"}, {"exercise": 1, "level": 3}])
def test_d3_an_unreadable_history_gives_level_1_since_today(to: Any) -> None:
    odd: Any = {**by_hand(0, 3), "to": to}
    one = child(odd, day=4)
    assert (one.level, one.since) == (1, at(4).date())


# What else holds


def test_flare_up_changes_no_level_but_ends_a_gap() -> None:
    flare = {"id": "flare_up", "name": "Flare-up"}
    entries = [by_hand(0, 2), session_on(0, level=2), session_on(10, level=None, routine=flare, worst=9)]
    assert child(*entries, day=20).level == 2


def test_a_session_below_the_level_or_without_one_gives_no_green_date() -> None:
    assert child(by_hand(0, 2), session_on(1, level=1), session_on(2, level=None), day=4).greens == ()


def test_a_stop_of_a_session_that_is_not_in_the_journal_has_no_effect() -> None:
    assert child(by_hand(0, 2), stopped(1, "S3", "gone"), day=2).level == 2


def test_a_deleted_decision_is_ignored() -> None:
    up: Any = {**decision_on(7, 1, 2, ADD), "deleted": at(8).isoformat()}
    assert child(*THREE, up, day=9).level == 1


def test_an_exercise_without_a_ladder_has_no_level() -> None:
    assert "cat" not in history(session_on(0, "cat"), day=1).exercises


def test_a_level_in_words_has_the_value_of_its_ladder() -> None:
    assert [history(day=0).exercises["knee"].said(level) for level in (1, 4)] == ["15 s", "30 s"]
    assert KNEE.ladder is not None
