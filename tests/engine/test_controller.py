"""The controller: the effect of each key, ends on time, and a log from which the session can be rebuilt."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from l5tui.domain.entry import Stop
from l5tui.domain.exercise import Seconds, Variant
from l5tui.domain.routine import Routine
from l5tui.engine.controller import Controller
from l5tui.engine.events import Changed, Ended, Event, Hurt, Jumped, Passed, Paused, Rated, Resumed, Seen, Started
from l5tui.engine.moment_words import at_its_longest
from l5tui.engine.plan import Plan, SegmentKind
from l5tui.engine.progress import fold
from l5tui.library import load
from tests.engine.reference_model import ReferenceSession
from tests.engine.strategies import ACTS, Script, deeper, play, quick, scripts
from tests.factories import ManualClock, RestlessClock, exercise, phase, plan, score, started
from tests.rows import each

TICK_MS = 500

EASIER_HOLD = Variant("easy", "Half as long.", {"hold": 5})
SHORT = plan(exercise(reps=2, phases=(phase("lift", 2), phase("hold", 15)), ladder=None))
"""Get ready 10, lift 2, hold 15, rest 4, lift 2, hold 15."""
GET_READY, LIFT, HOLD, REST, LIFT_2, HOLD_2 = range(6)
STARTS = (0, 10, 12, 27, 31, 33)
"""When each begins, in seconds, if nothing comes between."""


def on(index: int, of: Plan = SHORT, *, into: float = 0.0) -> tuple[Controller, ManualClock, list[Event]]:
    """A session that has reached a segment by itself and is this many seconds into it."""
    session, clock, told = started(of)
    clock.advance(STARTS[index] + into)
    session.catch_up()
    assert session.moment.index == index
    return session, clock, told


def taken_up(history: list[Event], of: Plan = SHORT, later_ms: int = 0) -> tuple[Controller, ManualClock]:
    """The session as another process resumes it."""
    clock = ManualClock(history[-1].at + later_ms)
    return Controller(of, clock, history), clock


def place(session: Controller) -> tuple[int, int]:
    return session.progress.index, session.progress.offset


# Laws


@quick
@given(scripts(grid_ms=TICK_MS, without=("ease", "skip_today")))
def test_the_controller_agrees_with_a_tick_counting_model(script: Script) -> None:
    clock = ManualClock()
    session, reference = Controller(script.plan, clock), ReferenceSession(script.plan, TICK_MS)
    session.start()
    for wait, act in script.acts:
        clock.advance(wait / 1000)
        reference.wait(wait)
        ACTS[act](session, clock)
        reference.do(act)
        if reference.slept:
            continue  # neither of them has looked
        now = session.progress
        assert (session.moment.ready_s > 0) == (reference.goes_on is not None)
        assert place(session) == (reference.index, reference.ms)
        assert (now.running, now.over) == (reference.running, reference.over)
        assert (now.active_ms, now.paused_ms) == (reference.active, reference.paused)
        assert now.spent == reference.spent
        assert now.reached == reference.reached
        assert now.ended_by_hand == reference.by_hand
        assert session.own_pace == reference.own_pace


@quick
@given(scripts())
def test_progress_always_equals_the_fold_of_the_events(script: Script) -> None:
    played = play(script)
    folded = fold(played.plan.segments, played.events)
    assert played.controller.progress == folded.until(played.clock.ms)
    assert played.told == played.events


@quick
@given(scripts())
def test_times_of_events_never_decrease(script: Script) -> None:
    times = [event.at for event in play(script, RestlessClock(step_ms=350)).events]
    assert times == sorted(times)


@quick
@given(scripts())
def test_ends_that_were_due_are_reported_before_any_other_event(script: Script) -> None:
    """Otherwise a bell would be missed, or the wrong segment marked done, when the clock advances between readings."""
    played = play(script, RestlessClock(step_ms=350))
    for count, event in enumerate(played.events):
        before = fold(played.plan.segments, played.events[:count])
        then = before.until(event.at)
        if isinstance(event, Passed):
            assert (event.index, then.index) == (before.index, before.index + 1)
        else:
            assert then.index == before.index


@quick
@given(scripts(without=("stop", "catch_up", "note_position")))
def test_reading_the_clock_often_or_late_makes_no_difference(script: Script) -> None:
    """A late tick never lengthens a hold, because every end is recorded for the time when it was due."""
    busy = Script(
        script.plan,
        tuple(
            pair
            for wait, act in script.acts
            for pair in ((wait // 3, "catch_up"), (wait // 3, "note_position"), (wait - 2 * (wait // 3), act))
        ),
    )
    one, other = play(script), play(busy)
    assert one.controller.progress == other.controller.progress
    assert one.events == [event for event in other.events if not isinstance(event, Seen)]


@quick
@given(scripts())
def test_a_resumed_session_continues_at_its_last_event(script: Script) -> None:
    """A kill may come after any event; the pause until the person resumes is no practice."""
    played = play(script)
    for cut in range(1, len(played.events) + 1):
        history = played.events[:cut]
        was = fold(played.plan.segments, history)
        again, clock = taken_up(history, played.plan)
        clock.advance(600)
        now = again.progress
        assert place(again) == (was.index, was.offset)
        assert (now.running, now.active_ms, now.spent) == (False, was.active_ms, was.spent)
        last = history[-1]
        if isinstance(last, Seen):
            assert place(again) == (last.index, last.offset)
        again.resume()
        if was.started:
            assert again.moment.ready_s == (0 if was.over else 3)
            clock.advance(3)
        clock.advance(0.001)
        again.catch_up()
        gone_on = again.progress.active_ms - was.active_ms
        assert gone_on == (1 if was.started and not was.over else 0)


@quick
@given(scripts())
def test_shown_times_are_never_negative(script: Script) -> None:
    clock = ManualClock()
    session = Controller(script.plan, clock)
    session.start()
    for wait, act in script.acts:
        clock.advance(wait / 1000)
        ACTS[act](session, clock)
        left = session.progress.left_ms
        assert left is None or left > 0
        assert session.due_ms is None or session.due_ms > 0


LAWS = (
    test_progress_always_equals_the_fold_of_the_events,
    test_times_of_events_never_decrease,
    test_ends_that_were_due_are_reported_before_any_other_event,
    test_a_resumed_session_continues_at_its_last_event,
    test_shown_times_are_never_negative,
)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_properties_of_the_controller_hold_in_thousands_of_sessions(law: Any) -> None:
    deeper(law)


# Time


def test_a_hold_ends_when_due_even_if_the_clock_is_read_late() -> None:
    session, clock, told = started(SHORT)
    clock.advance(600)
    session.catch_up()
    assert [(event.at, event.index) for event in told if isinstance(event, Passed)] == [
        (10_000, 0),
        (12_000, 1),
        (27_000, 2),
        (31_000, 3),
        (33_000, 4),
        (48_000, 5),
    ]
    assert session.moment.over
    assert session.progress.active_ms == 48_000


def test_nothing_is_due_while_paused_or_in_own_pace() -> None:
    session, _, _ = on(HOLD, into=5)
    due = [session.due_ms]
    session.set_own_pace(True)
    due.append(session.due_ms)
    session.set_own_pace(False)
    session.pause()
    due.append(session.due_ms)
    assert due == [10_000, None, None]


def test_reading_the_progress_has_no_effect() -> None:
    session, clock, told = started(SHORT)
    clock.advance(13)
    for _ in range(3):
        assert session.progress.index == HOLD
        assert session.moment.index == HOLD
        assert session.due_ms == 14_000
    assert told == [Started(0)]


def test_a_session_starts_only_once() -> None:
    session, clock, told = started(SHORT)
    clock.advance(3)
    session.start()
    assert told == [Started(0)]


def test_an_empty_plan_is_over_and_can_be_ended() -> None:
    session = Controller(Plan("empty", "Empty", (), ()), ManualClock())
    session.start()
    session.toggle()
    session.catch_up()
    assert session.moment.over
    session.end()
    assert session.events == [Ended(0)]


def test_the_position_is_noted_only_while_the_session_runs() -> None:
    session, clock, told = on(HOLD, into=5)
    session.note_position()
    session.pause()
    clock.advance(9)
    session.note_position()
    assert told[-2:] == [Seen(17_000, HOLD, 5000), Paused(17_000)]


# Gaps


@pytest.mark.parametrize("gap_s", [0, 5, 600])
def test_after_a_gap_the_session_is_paused_as_of_the_last_reading(gap_s: float) -> None:
    """Session time may have run on meanwhile (the program was stopped) or not (the machine slept)."""
    session, clock, told = on(HOLD, into=5)
    clock.stop()
    clock.advance(gap_s)
    assert place(session) == (HOLD, 5000), "nothing is credited, even before anything was noted"
    session.catch_up()
    assert told[-1] == Paused(17_000)
    assert (place(session), session.moment.paused) == ((HOLD, 5000), True)
    assert (session.progress.active_ms, session.progress.paused_ms) == (17_000, gap_s * 1000)


def test_after_a_gap_the_session_resumes_with_a_countdown_where_the_gap_began() -> None:
    session, clock, told = on(HOLD, into=5)
    clock.stop()
    clock.advance(60)
    session.catch_up()
    session.resume()
    clock.advance(4)
    session.catch_up()
    assert told[-2:] == [Paused(17_000), Resumed(80_000)]
    assert place(session) == (HOLD, 6000)


def test_space_right_after_a_gap_leaves_the_session_paused() -> None:
    """The screen still showed it running, so space was meant to pause it."""
    session, clock, _ = on(HOLD, into=5)
    clock.stop()
    session.toggle()
    assert (session.moment.paused, session.moment.ready_s) == (True, 0)
    session.toggle()
    assert (session.moment.paused, session.moment.ready_s) == (True, 3)


@each("act", ["skip", "back_exercise", "more", "go_on", "own_pace_on", "hurt", "end"])
def test_no_key_after_a_gap_makes_the_gap_count(act: str) -> None:
    session, clock, _ = on(HOLD, into=5)
    clock.stop()
    clock.advance(600)
    ACTS[act](session, clock)
    assert session.progress.active_ms == 17_000


# Getting ready again


@each("index, paused_s, ready_s", [(HOLD, 3.0, 0), (HOLD, 3.1, 3), (LIFT, 60, 3), (REST, 60, 0), (GET_READY, 60, 0)])
def test_a_pause_of_more_than_three_seconds_in_a_phase_gets_a_countdown(
    index: int, paused_s: float, ready_s: int
) -> None:
    session, clock, told = on(index, into=1)
    session.toggle()
    clock.advance(paused_s)
    session.toggle()
    assert (session.moment.ready_s, session.moment.paused) == (ready_s, ready_s > 0)
    clock.advance(ready_s + 0.5)
    session.catch_up()
    assert place(session) == (index, 1500)
    assert isinstance(told[-1], Resumed)
    assert session.progress.paused_ms == (paused_s + ready_s) * 1000


def test_in_own_pace_resuming_gets_a_countdown_too() -> None:
    session, clock, _ = on(HOLD, into=1)
    session.set_own_pace(True)
    session.pause()
    clock.advance(60)
    session.toggle()
    assert session.moment.ready_s == 3
    clock.advance(3.5)
    session.catch_up()
    assert place(session) == (HOLD, 1500)


@pytest.mark.parametrize("stops_it", ["toggle", "pause", "stop"])
def test_space_a_pause_or_a_gap_cancels_the_countdown(stops_it: str) -> None:
    session, clock, _ = on(HOLD, into=1)
    session.toggle()
    clock.advance(60)
    session.toggle()
    clock.advance(2)
    ACTS[stops_it](session, clock)
    clock.advance(60)
    session.catch_up()
    assert (place(session), session.moment.paused, session.moment.ready_s) == ((HOLD, 1000), True, 0)
    session.toggle()
    assert session.moment.ready_s == 3


def test_resuming_twice_does_not_restart_the_countdown() -> None:
    session, clock, _ = on(HOLD)
    session.pause()
    clock.advance(60)
    session.resume()
    clock.advance(2)
    session.resume()
    clock.advance(1)
    session.catch_up()
    assert not session.moment.paused


def test_a_late_resume_counts_from_the_end_of_the_countdown() -> None:
    session, clock, told = on(HOLD)
    session.pause()
    clock.advance(60)
    session.resume()
    clock.advance(4.5)
    session.catch_up()
    assert told[-1] == Resumed(75_000)
    assert place(session) == (HOLD, 1500)


def test_a_session_that_ends_in_the_countdown_stays_ended() -> None:
    session, clock, told = on(HOLD)
    session.pause()
    clock.advance(60)
    session.resume()
    session.end()
    clock.advance(10)
    session.catch_up()
    assert isinstance(told[-1], Ended)
    assert session.moment.ready_s == 0


@pytest.mark.parametrize(("index", "begins"), [(LIFT, LIFT), (HOLD, LIFT), (HOLD_2, LIFT_2), (REST, REST)])
def test_a_restarted_repetition_begins_at_its_first_phase_and_keeps_its_seconds(index: int, begins: int) -> None:
    session, clock, _ = on(index, into=1)
    session.pause()
    session.restart_repetition()
    session.resume()
    spent = session.progress.active_ms
    assert session.moment.ready_s == 3
    clock.advance(3.5)
    session.catch_up()
    assert place(session) == (begins, 500 if begins != REST else 1500)
    assert session.progress.active_ms == spent + 500


# Nobody there


def test_an_absent_person_pauses_the_session_as_of_the_last_sign_and_later_time_is_removed() -> None:
    """The twenty seconds from 5 s into a hold are ten of the hold, the rest, a lift, and four of the next hold."""
    session, clock, told = on(HOLD, into=5)
    session.hurt("1")
    for _ in range(20):
        clock.advance(1)
        session.note_position()
    assert session.moment.index == HOLD_2
    session.pause_unattended(20)
    assert told[-1] == Paused(37_000, since=17_000)
    now = session.progress
    assert (place(session), now.running) == ((HOLD, 5000), False)
    assert (now.active_ms, now.paused_ms) == (17_000, 20_000)
    assert not any(slot[2] == 2 for slot in now.spent), "nothing of the second repetition was done"
    session.resume()
    assert session.moment.ready_s == 3


def test_time_counts_up_to_the_last_sign_of_a_person() -> None:
    session, clock, _ = on(HOLD, into=5)
    clock.advance(20)
    session.pause_unattended(12)
    assert place(session) == (HOLD, 13_000)


def test_an_absence_removes_no_time_before_the_last_key() -> None:
    """By another clock the sign is a second older than the key; the skip still counts."""
    session, clock, _ = on(HOLD, into=5)
    session.skip()
    clock.advance(3)
    session.pause_unattended(4)
    assert place(session) == (REST, 0)


def test_an_absence_cancels_the_countdown_of_a_paused_session() -> None:
    session, clock, told = on(HOLD, into=5)
    session.pause()
    clock.advance(60)
    session.resume()
    session.pause_unattended(20)
    clock.advance(10)
    session.catch_up()
    assert told[-1] == Paused(17_000)
    assert session.moment.ready_s == 0


def test_sleep_before_the_start_does_not_count_as_a_pause() -> None:
    """This is the case of a lid that was closed during the check-in."""
    clock = ManualClock()
    session = Controller(SHORT, clock)
    clock.stop()
    session.start()
    clock.advance(1)
    session.catch_up()
    assert not session.moment.paused


# Space, and going on


def test_space_pauses_and_resumes() -> None:
    session, clock, told = on(HOLD, into=5)
    session.toggle()
    clock.advance(3)
    session.toggle()
    clock.advance(1)
    assert told[-2:] == [Paused(17_000), Resumed(20_000)]
    assert place(session) == (HOLD, 6000)


def test_pausing_or_resuming_twice_records_one_event() -> None:
    session, _, told = on(HOLD)
    session.pause()
    session.pause()
    session.resume()
    session.resume()
    assert [type(event) for event in told[-2:]] == [Paused, Resumed]


def test_resuming_before_the_start_has_no_effect() -> None:
    session = Controller(SHORT, ManualClock())
    session.resume()
    session.toggle()
    session.pause()
    assert session.events == []


def test_a_jump_while_paused_stays_paused_at_the_start_of_the_target() -> None:
    session, clock, _ = on(HOLD, into=5)
    session.pause()
    session.skip()
    clock.advance(60)
    assert (place(session), session.moment.paused) == ((REST, 0), True)
    session.resume()
    clock.advance(1)
    assert place(session) == (REST, 1000)


def test_a_jump_to_the_end_while_paused_ends_the_session() -> None:
    session, _, _ = on(HOLD)
    session.pause()
    session.skip_exercise()
    assert session.moment.over
    assert not session.moment.paused


# To and fro


def test_the_arrow_keys_go_one_segment_back_and_forward() -> None:
    session, _, _ = on(HOLD, into=5)
    session.back()
    assert place(session) == (LIFT, 0)
    session.skip()
    session.skip()
    assert place(session) == (REST, 0)


def test_back_from_the_first_segment_goes_to_its_start() -> None:
    session, clock, _ = started(SHORT)
    clock.advance(4)
    session.back()
    assert place(session) == (GET_READY, 0)


def test_after_the_last_segment_moves_have_no_effect() -> None:
    session, _, told = on(HOLD_2)
    session.skip()
    before = list(told)
    for act in ("back", "skip", "back_exercise", "skip_exercise", "more", "less", "go_on", "toggle", "pause", "resume"):
        ACTS[act](session, ManualClock())
    session.set_own_pace(True)
    assert told == before


def test_the_exercise_keys_go_one_exercise_back_and_forward() -> None:
    two = plan(exercise("a"), exercise("b"), exercise("c"))
    session, clock, _ = started(two)
    setups = [index for index, one in enumerate(two.segments) if one.label == "Get ready"]
    session.skip_exercise()
    assert place(session) == (setups[1], 0)

    session.back_exercise()
    assert place(session) == (setups[0], 0), "from a set-up, to the exercise before"

    session.skip_exercise()
    session.skip()
    clock.advance(1)
    session.back_exercise()
    assert place(session) == (setups[1], 0), "from within, to its own start"

    session.back_exercise()
    session.back_exercise()
    assert place(session) == (setups[0], 0), "there is none before the first"

    for _ in range(3):
        session.skip_exercise()
    assert session.moment.over


def test_in_own_pace_continuing_completes_a_phase_and_skipping_does_not() -> None:
    session, clock, _ = on(LIFT)
    session.set_own_pace(True)
    clock.advance(1)
    session.go_on()
    clock.advance(1)
    session.skip()
    assert session.progress.ended_by_hand == {SHORT.segments[LIFT].slot}


def test_a_phase_ended_without_any_time_is_not_done() -> None:
    session, _, _ = on(LIFT)
    session.set_own_pace(True)
    session.go_on()
    assert session.progress.ended_by_hand == set()


# Ten seconds more or less


RANGED = plan(
    exercise(reps=2, phases=(phase("lift", 2), phase("hold", Seconds(15, 30, 15))), ladder=None, easier=EASIER_HOLD)
)
"""The same, with a hold that may last up to 30 seconds."""


@pytest.mark.parametrize("index", [GET_READY, HOLD, REST])
def test_more_adds_ten_seconds_to_a_set_up_a_hold_or_a_rest(index: int) -> None:
    session, _, _ = on(index, RANGED, into=1)
    left = session.progress.left_ms or 0
    session.more()
    assert session.progress.left_ms == left + 10_000
    others = [one for number, one in enumerate(session.progress.segments) if number != index]
    assert others == [one for number, one in enumerate(RANGED.segments) if number != index]


def test_more_adds_at_most_what_is_left_to_the_longest_hold() -> None:
    session, _, told = on(HOLD, RANGED, into=1)
    lengths = []
    for _ in range(4):
        session.more()
        lengths.append(session.progress.segments[HOLD].seconds)
    assert lengths == [25, 30, 30, 30]
    assert [event.why for event in told if isinstance(event, Changed)] == ["more", "more"]
    assert at_its_longest(session.moment) == "30 s is the longest"


def test_a_hold_whose_length_the_article_fixes_never_grows() -> None:
    session, _, told = on(HOLD, into=1)
    before = list(told)
    session.more()
    assert told == before
    assert at_its_longest(session.moment) == "15 s is the longest"


def test_a_shortened_hold_grows_back_only_to_its_planned_length() -> None:
    session, _, _ = on(HOLD, into=1)
    session.less()
    assert at_its_longest(session.moment) == ""
    for _ in range(2):
        session.more()
    assert session.progress.segments[HOLD].seconds == 15


@pytest.mark.parametrize("index", [GET_READY, REST])
def test_rests_and_set_ups_have_no_upper_limit(index: int) -> None:
    session, _, _ = on(index, into=1)
    was = session.progress.segments[index].seconds or 0
    for _ in range(12):
        session.more()
    assert session.progress.segments[index].seconds == was + 120
    assert at_its_longest(session.moment) == ""


def test_the_easier_form_of_a_fixed_hold_cannot_grow_to_the_full_hold() -> None:
    session, _, _ = on(HOLD, into=1)
    one = exercise(reps=2, phases=(phase("lift", 2), phase("hold", 15)), ladder=None, easier=EASIER_HOLD)
    session.ease(one)
    session.skip()
    assert session.progress.segments[HOLD].seconds == 5
    session.more()
    assert session.progress.segments[HOLD].seconds == 5


SHIPPED_MOST = {
    "childs_pose": 30,
    "knee_to_chest": 30,
    "pelvic_tilt": 5,
    "bird_dog": 5,
    "glute_bridge": 5,
    "mckenzie_extension": 10,
}
"""The longest hold of each exercise in seconds, from the article's ranges; cat-cow holds nothing."""


def test_no_key_takes_a_shipped_exercise_beyond_the_articles_longest_hold() -> None:
    content = load()
    for wanted, most in SHIPPED_MOST.items():
        for level in (1, 99):
            made = Plan.of(Routine.alone(content.exercises[wanted]), {wanted: level})
            hold = next(number for number, one in enumerate(made.segments) if one.phase == "hold")
            session, _, _ = started(made)
            while session.moment.index < hold:
                session.skip()
            for _ in range(5):
                session.more()
            assert session.progress.segments[hold].seconds == most, (wanted, level)


def test_more_and_less_do_not_change_a_moving_phase() -> None:
    session, _, told = on(LIFT)
    before = list(told)
    session.more()
    session.less()
    assert told == before


def test_in_own_pace_more_and_less_do_nothing_even_in_a_rest() -> None:
    session, _, told = on(REST)
    session.set_own_pace(True)
    before = list(told)
    session.more()
    session.less()
    assert told == before


@each(
    "into, then",
    [(4.0, (HOLD, 4000)), (4.999, (HOLD, 4999)), (5.0, (REST, 0)), (5.001, (REST, 0)), (14.999, (REST, 0))],
)
def test_less_never_removes_seconds_that_have_passed(into: float, then: tuple[int, int]) -> None:
    """A hold of 15 s becomes 5 s with more than ten left, and is over with ten or fewer left."""
    session, _, _ = on(HOLD, into=into)
    session.less()
    assert place(session) == then
    assert session.progress.reached[SHORT.segments[HOLD].slot] == (round(into * 1000), 15_000)
    assert session.progress.spent[SHORT.segments[HOLD].slot] == round(into * 1000)


def test_more_and_less_cancel_each_other() -> None:
    session, _, _ = on(REST, into=2)
    session.more()
    session.more()
    session.less()
    session.less()
    assert session.progress.segments == SHORT.segments


def test_more_while_paused_leaves_the_session_paused() -> None:
    session, clock, _ = on(HOLD, RANGED, into=2)
    session.pause()
    session.more()
    clock.advance(60)
    assert (session.progress.left_ms, session.moment.paused) == (23_000, True)


# Own pace


def test_in_own_pace_a_phase_waits_for_space_and_its_seconds_are_recorded() -> None:
    session, clock, told = on(LIFT)
    session.set_own_pace(True)
    clock.advance(40)
    session.toggle()
    assert place(session) == (HOLD, 0)
    assert session.progress.spent[SHORT.segments[LIFT].slot] == 40_000
    assert told[-1] == Jumped(50_000, HOLD, done=True)


def test_in_own_pace_rests_and_set_ups_still_end_by_themselves() -> None:
    session, clock, _ = started(SHORT)
    session.set_own_pace(True)
    clock.advance(12)
    session.catch_up()
    assert place(session) == (LIFT, 2000)


def test_space_resumes_a_paused_session_in_own_pace() -> None:
    session, clock, _ = on(HOLD)
    session.set_own_pace(True)
    session.pause()
    clock.advance(3)
    session.toggle()
    assert place(session) == (HOLD, 0)
    assert not session.moment.paused


def test_going_back_uses_the_current_pace() -> None:
    session, clock, _ = on(HOLD)
    session.set_own_pace(True)
    session.back()
    clock.advance(60)
    session.catch_up()
    assert place(session) == (LIFT, 60_000), "it waits, though it counted before"

    session.go_on()
    session.set_own_pace(False)
    session.back()
    clock.advance(2)
    session.catch_up()
    assert place(session) == (HOLD, 0), "it counts, though it waited before"


def test_turning_own_pace_off_continues_from_the_seconds_that_passed() -> None:
    session, clock, _ = on(HOLD)
    session.set_own_pace(True)
    clock.advance(12)
    session.set_own_pace(False)
    assert session.progress.left_ms == 3000


@pytest.mark.parametrize(("passed", "left"), [(15.0, 1000), (15.2, 800), (99.999, 1), (14.5, 500)])
def test_turning_own_pace_off_in_an_overlong_phase_ends_it_at_the_next_second(passed: float, left: int) -> None:
    session, clock, _ = on(HOLD)
    session.set_own_pace(True)
    clock.advance(passed)
    session.pause()
    session.set_own_pace(False)
    assert (session.progress.left_ms, session.moment.paused) == (left, True)
    session.resume()
    clock.advance(left / 1000)
    session.catch_up()
    assert place(session) == (REST, 0)


def test_turning_own_pace_on_twice_records_one_event() -> None:
    session, _, told = on(HOLD)
    session.set_own_pace(False)
    session.set_own_pace(True)
    session.set_own_pace(True)
    assert [event.why for event in told if isinstance(event, Changed)] == ["own_pace"]


def test_own_pace_keeps_its_state_after_a_kill() -> None:
    session, _, _ = on(HOLD)
    session.set_own_pace(True)
    assert taken_up(session.events)[0].own_pace
    session.skip()
    session.set_own_pace(False)
    assert not taken_up(session.events)[0].own_pace


# It hurts, scores, and the end


def test_it_hurts_and_scores_are_recorded_with_their_position() -> None:
    session, clock, told = on(HOLD, into=5)
    given = score(6)
    session.pause()
    session.hurt("2", 6, settled=False)
    session.rate("during", given)
    given["pain"] = 0
    assert told[-2:] == [Hurt(17_000, "2", 6, False), Rated(17_000, "during", score(6))]
    clock.advance(1)
    assert place(session) == (HOLD, 5000)


@pytest.mark.parametrize(("said", "kept"), [("person", None), (None, None), ("S4", "S4")])
def test_after_the_last_segment_an_end_is_no_stop_by_the_person_but_a_rule_still_counts(
    said: Stop | None, kept: Stop | None
) -> None:
    session, clock, told = started(SHORT)
    clock.advance(600)
    session.end(said)
    assert told[-1] == Ended(600_000, kept)


def test_an_end_before_the_last_segment_records_its_reason() -> None:
    session, clock, told = on(HOLD, into=5)
    session.end()
    clock.advance(60)
    session.end("S1")
    assert [event for event in told if isinstance(event, Ended)] == [Ended(17_000, "person")]
    assert session.moment.over
    assert session.progress.active_ms == 17_000


# Observers


def test_observers_are_notified_in_the_order_in_which_they_were_added() -> None:
    session = Controller(SHORT, ManualClock())
    heard: list[str] = []
    session.observe(lambda _: heard.append("log"))
    session.observe(lambda _: heard.append("screen"))
    session.start()
    assert heard == ["log", "screen"]


def test_events_caused_by_an_observer_reach_all_observers_in_the_same_order() -> None:
    session, clock, _ = started(SHORT)
    log: list[Event] = []
    screen: list[Event] = []
    session.observe(log.append)
    session.observe(lambda event: session.pause() if isinstance(event, Passed) else None)
    session.observe(screen.append)
    clock.advance(11)
    session.catch_up()
    assert log == screen == [Passed(10_000, GET_READY), Paused(11_000)]


def test_an_observer_that_reads_the_clock_causes_no_event_before_its_own() -> None:
    """The clock runs on while the observer handles an end; a sleep of the machine is recorded after that."""
    clock = RestlessClock(step_ms=50)
    session, _, told = started(SHORT, clock)
    session.observe(lambda event: session.note_position() if isinstance(event, Passed) else None)
    clock.advance(11)
    session.catch_up()
    clock.stop()
    session.catch_up()
    assert [type(event) for event in told] == [Started, Passed, Seen, Paused]
    assert [event.at for event in told] == sorted(event.at for event in told)


def test_a_removed_observer_gets_no_more_events_and_may_be_removed_twice() -> None:
    session = Controller(SHORT, ManualClock())
    heard: list[Event] = []
    leave = session.observe(heard.append)
    leave()
    leave()
    session.start()
    assert heard == []


def test_an_observer_gets_no_earlier_events() -> None:
    session, clock, _ = started(SHORT)
    heard: list[Event] = []
    session.observe(heard.append)
    clock.advance(1)
    session.pause()
    assert heard == [Paused(1000)]


# Taken up again


def test_a_resumed_session_is_paused_and_its_log_is_notified_first() -> None:
    history: list[Event] = [Started(0), Passed(10_000, GET_READY), Seen(11_000, LIFT, 1000)]
    session, clock = taken_up(history, later_ms=30_000)
    log: list[Event] = []
    session.observe(log.append)
    assert (place(session), session.moment.paused) == ((LIFT, 1000), True)
    session.resume()
    clock.advance(4)
    session.catch_up()
    assert log == [Paused(11_000), Resumed(44_000), Passed(45_000, LIFT)]
    assert history == [Started(0), Passed(10_000, GET_READY), Seen(11_000, LIFT, 1000)], "the caller's own stays"


def test_resuming_a_paused_or_ended_session_records_no_event() -> None:
    for last in (Paused(4000), Ended(4000, "person"), Passed(48_000, HOLD_2)):
        session, _ = taken_up([Started(0), last])
        assert session.events == [Started(0), last]


def test_a_kill_before_anything_happened_changes_nothing_in_the_log() -> None:
    history: list[Event] = [Started(0), Seen(5000, 0, 5000)]
    once, _ = taken_up(history)
    twice, _ = taken_up(list(history))
    assert once.progress == twice.progress


def test_a_clock_behind_the_log_loses_only_the_time_until_the_next_event() -> None:
    history: list[Event] = [Started(0), Paused(14_000)]
    clock = ManualClock(0)
    session = Controller(SHORT, clock, history)
    session.resume()
    clock.advance(6)
    session.catch_up()
    assert place(session) == (HOLD, 5000)
    assert session.progress.paused_ms == 0
    assert SegmentKind.PHASE is SHORT.segments[HOLD].kind
