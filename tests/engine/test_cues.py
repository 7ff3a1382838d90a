"""Cues come once, at their time, and a missed cue is not repeated later."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from l5tui.engine.cues import CueKind, cue_at_start, cues_between, cues_within, next_due_ms
from l5tui.engine.plan import Plan, Segment, SegmentKind
from l5tui.engine.progress import Progress
from tests import factories


def hold(seconds: int | None) -> Segment:
    return Segment(SegmentKind.PHASE, 0, seconds, "Hold", "Stay", phase="hold")


def running(segment: Segment, offset: int) -> Progress:
    return Progress((segment,), offset=offset, started=True, running=True)


def test_a_long_hold_has_cues_at_half_and_in_its_last_three_seconds() -> None:
    found = [(at, cue.kind, cue.left_s) for at, cue in cues_within(hold(20))]
    assert found == [
        (10_000, CueKind.HALFWAY, None),
        (17_000, CueKind.LAST, 3),
        (18_000, CueKind.LAST, 2),
        (19_000, CueKind.LAST, 1),
    ]


def test_a_short_segment_has_no_countdown_so_that_its_sentence_can_be_heard() -> None:
    assert cues_within(hold(7)) == ()
    assert [cue.left_s for _, cue in cues_within(hold(8))] == [3, 2, 1]
    assert all(cue.kind is CueKind.LAST for _, cue in cues_within(hold(19)))


def test_in_own_pace_only_the_beginning_has_a_cue() -> None:
    assert cues_within(hold(None)) == ()
    assert next_due_ms(running(hold(None), 5000)) is None


def test_a_segment_that_begins_is_announced_with_its_name() -> None:
    plan = Plan.of(factories.routine(factories.sided(), factories.exercise()))
    kinds = {segment.kind: cue_at_start(segment).kind for segment in plan.segments}
    assert kinds == {
        SegmentKind.GET_READY: CueKind.NEXT_EXERCISE,
        SegmentKind.PHASE: CueKind.PHASE,
        SegmentKind.SWITCH: CueKind.SWITCH,
        SegmentKind.REST: CueKind.PHASE,
        SegmentKind.MOVE_ON: CueKind.NEXT_EXERCISE,
    }
    assert cue_at_start(None).kind is CueKind.DONE


@given(st.lists(st.integers(0, 20_000), max_size=12).map(sorted))
def test_every_cue_is_given_once_however_often_progress_is_read(looks: list[int]) -> None:
    segment = hold(20)
    places = [0, *looks, 20_000]
    heard = [cue for a, b in pairwise(places) for cue in cues_between(running(segment, a), running(segment, b))]
    assert heard == [cue for _, cue in cues_within(segment)]


def test_no_cue_is_given_while_paused_or_across_a_jump() -> None:
    segment = hold(20)
    paused = Progress((segment,), offset=0, started=True, running=False)
    assert cues_between(paused, running(segment, 20_000)) == ()
    two = Progress((segment, segment), index=1, offset=18_500, started=True, running=True)
    assert cues_between(running(segment, 0), two) == ()


def test_the_time_of_the_next_cue_is_exact_to_the_millisecond() -> None:
    assert next_due_ms(running(hold(20), 9_999)) == 1
    assert next_due_ms(running(hold(20), 10_000)) == 7_000
    assert next_due_ms(running(hold(20), 19_500)) is None
