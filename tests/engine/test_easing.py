"""Easing an exercise during a session: shorter holds and fewer repetitions from this repetition on, on both sides."""

from __future__ import annotations

from l5tui.domain.exercise import Variant
from l5tui.engine.controller import Controller
from l5tui.engine.plan import Plan, SegmentKind
from l5tui.engine.record import steps_done
from tests import factories
from tests.rows import each

EASY = Variant("easy", "Half as far.", {"hold": 8, "reps": 3})
DOG = factories.sided("dog", reps=6, easier=EASY)


def eased_at(skips: int) -> Controller:
    clock = factories.ManualClock()
    controller = Controller(Plan.of(factories.routine(DOG, factories.exercise())), clock)
    controller.start()
    for _ in range(skips):
        controller.skip()
    clock.advance(1)
    controller.ease(DOG)
    return controller


def reps_left(controller: Controller) -> dict[str, set[int]]:
    progress = controller.progress
    found: dict[str, set[int]] = {"left": set(), "right": set()}
    for segment in progress.segments:
        if segment.step == 0 and segment.side and segment.kind is SegmentKind.PHASE:
            found[segment.side.value].add(segment.rep)
    return found


@each("skips", range(1, 30))
def test_an_eased_exercise_ends_at_the_same_repetition_on_both_sides(skips: int) -> None:
    left = reps_left(eased_at(skips))
    assert left["left"] == left["right"]
    assert max(left["left"]) >= 3


def test_the_current_repetition_restarts_with_the_shorter_hold() -> None:
    controller = eased_at(2)
    segment = controller.progress.segment
    assert segment is not None
    assert (segment.phase, segment.rep, controller.progress.offset) == ("lift", 1, 0)
    assert [one.seconds for one in controller.progress.segments if one.step == 0 and one.phase == "hold"] == [8] * 6


def test_later_exercises_stay_as_planned() -> None:
    controller = eased_at(2)
    after = [one for one in controller.progress.segments if one.step == 1]
    assert after == [one for one in controller.plan.segments if one.step == 1]
    kinds = [one.kind for one in controller.progress.segments if one.step == 0]
    assert kinds[-1] is SegmentKind.PHASE, "no rest before moving on"


def test_a_repetition_beyond_those_of_the_easier_form_is_the_last() -> None:
    controller = eased_at(1 + 4 * 8)
    segment = controller.progress.segment
    assert segment is not None
    assert segment.rep == 5
    assert max(reps_left(controller)["left"]) == 5


def test_the_record_has_the_variant_and_the_planned_repetitions() -> None:
    rows = steps_done(eased_at(2).plan, eased_at(2).events)
    assert {(row["variant"], row["planned_reps"]) for row in rows if row["exercise"] == "dog"} == {("easy", 6)}


def test_easing_never_lengthens_a_hold() -> None:
    """A dose that is already smaller than that of the easier form stays."""
    small = factories.sided("dog", reps=6, easier=Variant("easy", "Half.", {"hold": 60}))
    controller = Controller(Plan.of(factories.routine(small)), factories.ManualClock())
    controller.start()
    controller.skip()
    controller.ease(small)
    assert {one.seconds for one in controller.progress.segments if one.phase == "hold"} == {20}
