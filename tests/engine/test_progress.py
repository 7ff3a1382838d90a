"""The progress of a session is a fold over its events. Its times add up, also for logs that are cut or damaged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l5tui.engine.events import Changed, Ended, Event, Jumped, Passed, Paused, Resumed, Seen, Started
from l5tui.engine.plan import Plan, Segment
from l5tui.engine.progress import Progress, fold
from tests.engine.strategies import Script, deeper, plans, play, quick, scripts
from tests.factories import exercise, phase, plan, without

SHORT = plan(exercise(reps=2, phases=(phase("lift", 2), phase("hold", 5)), ladder=None))
"""Get ready 10, lift 2, hold 5, rest 4, lift 2, hold 5."""

NOTES = (Passed, Seen)


def at(events: Sequence[Event], now: int, of: Plan = SHORT) -> Progress:
    return fold(of.segments, events).until(now)


def place(progress: Progress) -> tuple[int, int]:
    return progress.index, progress.offset


def moved(events: Sequence[Event], by: int) -> list[Event]:
    return [replace(event, at=event.at + by) for event in events]


# Laws


@quick
@given(scripts())
def test_spent_active_and_paused_add_up_to_the_time_that_ran(script: Script) -> None:
    """The session runs from its start until its end event or the end of the last segment."""
    played = play(script)
    progress = played.controller.progress
    ran_until = played.clock.ms
    for count, event in enumerate(played.events, 1):
        if fold(played.plan.segments, played.events[:count]).over:
            ran_until = event.at
            break
    assert sum(progress.spent.values()) == progress.active_ms
    assert progress.active_ms + progress.paused_ms == ran_until
    assert all(ms >= 0 for ms in progress.spent.values())


@quick
@given(scripts())
def test_folding_a_prefix_and_then_the_rest_equals_folding_everything(script: Script) -> None:
    """Reading the progress in between, at any time, changes nothing either."""
    played = play(script)
    whole = fold(played.plan.segments, played.events)
    for cut in range(len(played.events) + 1):
        progress = fold(played.plan.segments, played.events[:cut])
        for event in played.events[cut:]:
            progress = progress.until((progress.at + event.at) // 2).after(event)
        assert progress == whole


@quick
@given(scripts(), st.integers(0, 100_000), st.integers(0, 100_000))
def test_time_may_pass_in_any_number_of_pieces(script: Script, first: int, second: int) -> None:
    progress = play(script).controller.progress
    soon, late = progress.at + first, progress.at + first + second
    assert progress.until(soon).until(late) == progress.until(late)


@quick
@given(scripts())
def test_a_complete_log_gives_the_same_progress_without_its_position_notes(script: Script) -> None:
    """Time that passes by itself needs no event."""
    played = play(script)
    kept = [event for event in played.events if not isinstance(event, NOTES)]
    now = played.clock.ms
    assert at(kept, now, played.plan) == played.controller.progress


@quick
@given(scripts(), st.data())
def test_a_log_that_lost_a_line_still_ends_where_it_was_last_seen(script: Script, data: st.DataObject) -> None:
    """A line in the middle fails its checksum; the later position notes still hold."""
    played = play(script)
    of = [number for number, event in enumerate(played.events) if not isinstance(event, Changed)]
    lost = data.draw(st.sampled_from(of))
    kept = [event for number, event in enumerate(played.events) if number != lost]
    for count, event in enumerate(kept, 1):
        progress = fold(played.plan.segments, kept[:count])
        if isinstance(event, Seen) and progress.ended is None:
            assert place(progress) == (event.index, event.offset)
            assert progress.running
        assert sum(progress.spent.values()) == progress.active_ms


@quick
@given(scripts(), st.data(), st.integers(1, 10_000_000))
def test_a_clock_that_ran_backwards_between_two_events_loses_only_that_gap(
    script: Script, data: st.DataObject, back: int
) -> None:
    """It counts as if no time had passed between the two events."""
    played = play(script)
    cut = data.draw(st.integers(1, len(played.events)))
    before, after = played.events[:cut], played.events[cut:]
    gap = (after[0].at if after else played.clock.ms) - before[-1].at
    backwards = at([*before, *moved(after, -gap - back)], played.clock.ms - gap - back, played.plan)
    standing = at([*before, *moved(after, -gap)], played.clock.ms - gap, played.plan)
    assert replace(backwards, at=0, ended=None) == replace(standing, at=0, ended=None)


@quick
@given(plans(), st.lists(st.integers(-10, 200) | st.none(), max_size=12))
def test_any_malformed_log_folds_to_times_that_add_up(of: Plan, numbers: list[int | None]) -> None:
    """The logs have numbers that l5tui would never write: missing indexes and times in any order."""
    events: list[Event] = [Started(0)]
    for count, number in enumerate(numbers):
        time = 700 * count
        events.append(Paused(time) if number is None else Jumped(time, number, done=True))
        if number is not None:
            events.append(Seen(time + 1, number, max(0, number)) if number % 2 else Passed(time, number))
            events.append(Changed(time + 2, max(0, number), of.segments[:number], "ease"))
    progress = at(events, 10_000_000, of)
    assert sum(progress.spent.values()) == progress.active_ms
    assert 0 <= progress.index <= len(progress.segments)
    assert progress.offset >= 0
    assert not (progress.running and progress.over)


LAWS = (
    test_spent_active_and_paused_add_up_to_the_time_that_ran,
    test_folding_a_prefix_and_then_the_rest_equals_folding_everything,
    test_a_complete_log_gives_the_same_progress_without_its_position_notes,
)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_properties_of_the_fold_hold_in_thousands_of_sessions(law: Any) -> None:
    deeper(law)


# Time


def test_no_time_passes_before_the_start() -> None:
    progress = at([], 60_000)
    assert (place(progress), progress.active_ms, progress.paused_ms) == ((0, 0), 0, 0)
    assert place(at([Started(60_000)], 61_000)) == (0, 1000)
    assert not at([Resumed(1000)], 2000).running


def test_segments_follow_each_other_up_to_the_end() -> None:
    assert place(at([Started(0)], 12_500)) == (2, 500)
    through = at([Started(0)], 3_600_000)
    assert (place(through), through.over, through.running) == ((6, 0), True, False)
    assert through.active_ms == SHORT.total_s * 1000
    lengths = {
        one.slot: (one.seconds * 1000, one.seconds * 1000) for one in SHORT.segments if one.phase and one.seconds
    }
    assert through.reached == lengths
    assert (through.segment, through.left_ms) == (None, None)


def test_paused_time_does_not_count_as_practice() -> None:
    progress = at([Started(0), Paused(3000), Resumed(63_000)], 64_000)
    assert (place(progress), progress.active_ms, progress.paused_ms) == ((0, 4000), 4000, 60_000)


def test_a_skipped_segment_counts_only_the_seconds_spent_in_it() -> None:
    progress = at([Started(0), Jumped(13_000, 3)], 13_000)
    hold = SHORT.segments[2]
    assert progress.spent[hold.slot] == 1000
    assert progress.reached == {SHORT.segments[1].slot: (2000, 2000), hold.slot: (1000, 5000)}


def test_going_back_adds_to_what_was_spent() -> None:
    progress = at([Started(0), Jumped(13_000, 2)], 18_500)
    hold = SHORT.segments[2]
    assert progress.spent[hold.slot] == 6000
    assert progress.reached[hold.slot] == (5000, 5000), "the longer of the two, not both together"


def test_of_several_starts_of_a_phase_the_longest_counts() -> None:
    """Three seconds of five and then two are not four fifths held in one go."""
    hold = SHORT.segments[2]
    progress = at([Started(0), Jumped(15_000, 2), Jumped(17_000, 3)], 17_000)
    assert (progress.spent[hold.slot], progress.reached[hold.slot]) == (5000, (3000, 5000))


def test_a_started_phase_is_measured_by_the_plan_at_its_start() -> None:
    hold = replace(SHORT.segments[2], seconds=10, given_s=10)
    of = replace(SHORT, segments=(*SHORT.segments[:2], hold, *SHORT.segments[3:]))
    small = replace(hold, seconds=8, given_s=5)
    assert at([Started(0), Changed(15_000, 2, (small,), "less")], 18_000, of).reached[hold.slot] == (6000, 10_000)


def test_an_eased_repetition_restarts_even_if_the_log_ends_there() -> None:
    """A hold of which four seconds were held and that then becomes three long does not count as held."""
    small = replace(SHORT.segments[2], seconds=3, given_s=3)
    events: list[Event] = [Started(0), Changed(16_000, 1, (SHORT.segments[1], small), "ease")]
    assert place(fold(SHORT.segments, events)) == (1, 0)
    assert at([*events, Jumped(16_000, 1)], 16_000) == at(events, 16_000)
    assert at(events, 21_500).reached[small.slot] == (3000, 3000)
    assert at(events, 19_000).reached[small.slot] == (4000, 5000), "the longer share of the two"


def test_a_jump_beyond_the_plan_goes_to_the_nearest_segment() -> None:
    assert place(at([Started(0), Jumped(0, -3)], 0)) == (0, 0)
    assert at([Started(0), Jumped(0, 99)], 0).over


def test_events_after_the_end_have_no_effect() -> None:
    ended = at([Started(0), Ended(3000, "S4")], 3000)
    later = at([Started(0), Ended(3000, "S4"), Resumed(4000), Jumped(5000, 0), Seen(6000, 2, 2), Ended(7000)], 9000)
    assert replace(later, at=3000) == ended


def test_a_second_start_event_does_not_end_a_pause() -> None:
    assert not at([Started(0), Paused(1000), Started(2000)], 3000).running


def test_an_empty_plan_is_over_at_once() -> None:
    progress = at([Started(0)], 1000, plan(exercise(reps=1), each=frozenset()))
    assert progress.running
    empty = fold((), [Started(0)])
    assert empty.over
    assert not empty.running


# What replaces what is still to come


def open_ended(*segments: Segment) -> tuple[Segment, ...]:
    return tuple(replace(segment, seconds=None) for segment in segments)


def test_a_segment_without_an_end_counts_until_the_person_continues() -> None:
    events: list[Event] = [Started(0), Changed(13_000, 2, open_ended(*SHORT.segments[2:3]), "own_pace")]
    progress = at(events, 3_600_000)
    assert (place(progress), progress.left_ms, progress.over) == ((2, 3_588_000), None, False)


def test_the_position_in_a_segment_stays_when_it_becomes_longer_or_shorter() -> None:
    hold = SHORT.segments[2]
    longer = at([Started(0), Changed(13_000, 2, (replace(hold, seconds=15),), "more")], 20_000)
    assert (place(longer), longer.left_ms) == ((2, 8000), 7000)

    shorter = at([Started(0), Changed(16_000, 2, (replace(hold, seconds=3), *SHORT.segments[3:]), "less")], 16_500)
    assert place(shorter) == (3, 500)
    assert shorter.reached[hold.slot] == (4000, 5000)


def test_a_segment_that_replaces_the_current_one_begins_at_its_start() -> None:
    """The exercise is skipped for today in the middle of a hold."""
    two = plan(exercise("a"), exercise("b"))
    progress = at([Started(0), Changed(15_000, 2, without(two, 0), "skip_today")], 15_000, two)
    assert progress.segment is not None
    assert (progress.segment.step, progress.offset) == (1, 0)


def test_the_position_moves_when_earlier_segments_are_removed() -> None:
    progress = at([Started(0), Changed(13_000, 0, SHORT.segments[2:], "skip_today")], 13_500)
    assert place(progress) == (0, 1500)
    assert progress.segment == SHORT.segments[2]


def test_the_session_is_over_when_no_segment_is_left() -> None:
    progress = at([Started(0), Changed(13_000, 1, (), "skip_today")], 20_000)
    assert (progress.over, progress.running, progress.active_ms) == (True, False, 13_000)


# A log with holes


def test_a_lost_pause_event_does_not_move_the_position() -> None:
    """The log has `Paused` at 3 s, which can't be read, and `Resumed` at 63 s."""
    assert place(at([Started(0), Resumed(63_000), Seen(64_000, 0, 4000)], 64_000)) == (0, 4000)


def test_a_lost_jump_is_corrected_by_the_next_end_that_was_reached() -> None:
    """The person went back to the first hold, which then came to its end."""
    progress = at([Started(0), Passed(21_500, 2)], 21_500)
    assert place(progress) == (3, 0)
    assert progress.reached[SHORT.segments[2].slot] == (5000, 5000)


def test_a_lost_start_is_corrected_by_the_next_position_note() -> None:
    progress = at([Seen(4000, 0, 4000)], 5000)
    assert (place(progress), progress.running) == ((0, 5000), True)


# A pause that began before it was noted


def test_time_that_ran_while_nobody_was_there_is_removed() -> None:
    """Nobody was there from 15 s on; by 30 s the hold and the rest had ended and the next lift had begun."""
    events: list[Event] = [
        Started(0),
        Passed(17_000, 2),
        Seen(19_000, 3, 2000),
        Passed(21_000, 3),
        Seen(22_000, 4, 1000),
    ]
    progress = at([*events, Paused(30_000, since=15_000)], 30_000)
    assert progress == at([Started(0), Paused(15_000)], 30_000)
    assert progress.reached[SHORT.segments[2].slot] == (3000, 5000)
    assert (place(progress), progress.paused_ms) == ((2, 3000), 15_000)


def test_a_hold_done_before_stays_done_when_its_second_run_is_removed() -> None:
    events: list[Event] = [Started(0), Passed(17_000, 2), Jumped(18_000, 1), Seen(24_000, 2, 4000)]
    progress = at([*events, Passed(25_000, 2), Paused(40_000, since=21_000)], 40_000)
    assert progress.reached[SHORT.segments[2].slot] == (5000, 5000)
    assert progress.spent[SHORT.segments[2].slot] == 6000


def test_an_absence_removes_an_end_of_the_plan_that_came_after_it() -> None:
    progress = at([Started(0), Paused(3_600_000, since=3000)], 3_600_000)
    assert (place(progress), progress.over, progress.active_ms) == ((0, 3000), False, 3000)


def test_a_pause_dated_before_the_last_act_begins_right_after_that_act() -> None:
    progress = at([Started(0), Jumped(13_000, 3), Paused(15_000, since=9000)], 15_000)
    assert (place(progress), progress.active_ms, progress.paused_ms) == ((3, 0), 13_000, 2000)


def test_a_pause_dated_earlier_has_no_effect_in_a_paused_session() -> None:
    events: list[Event] = [Started(0), Paused(13_000)]
    assert at([*events, Paused(20_000, since=1000)], 25_000) == at(events, 25_000)


def test_an_absence_has_no_effect_before_the_start_or_after_the_end() -> None:
    assert not at([Paused(5000, since=1000)], 6000).started
    ended: list[Event] = [Started(0), Ended(4000, "person")]
    assert at([*ended, Paused(6000, since=1000)], 6000) == at(ended, 6000)
