"""A session that is taken up again without what is off by now (clinical data, c4)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.exercise import Rests
from l5tui.domain.safety import ANY_EXERCISE, Effect, Restriction
from l5tui.engine.controller import Controller
from l5tui.engine.events import Event
from l5tui.engine.plan import Plan, SegmentKind
from l5tui.engine.record import steps_done
from tests import factories

BRIDGE = factories.exercise("bridge")
DOG = factories.sided("dog")
CAT = factories.exercise(
    "cat",
    phases=(factories.phase("cow", 3, off_label="Flat"), factories.phase("cat", 4, off_label="Flat back")),
    rests=Rests(between_reps_s=2),
)
KNOWN = {one.id: one for one in (BRIDGE, DOG, CAT)}
PLAN = Plan.of(factories.routine(BRIDGE, DOG, CAT, BRIDGE))


def off(exercise: str, phase: str | None = None, question: str = "A2") -> Restriction:
    return Restriction(exercise, phase, Effect.OFF, question)


def cut_off(at_s: float, of: Plan = PLAN) -> tuple[Controller, factories.ManualClock, list[Event]]:
    """A session that was cut off so far into it, taken up again and paused."""
    before, clock, _ = factories.started(of)
    clock.advance(at_s)
    before.pause()
    told: list[Event] = []
    controller = Controller(of, clock, before.events)
    controller.observe(told.append)
    return controller, clock, told


def test_what_is_off_now_is_left_out_by_an_event_and_named() -> None:
    controller, _, told = cut_off(14)
    found = controller.leave_out([off("dog")], KNOWN)
    assert found.words(PLAN.steps) == ["Dog is left out (A2)"]
    assert [type(event).__name__ for event in told] == ["Changed"]
    moment = controller.moment
    assert moment.step is not None
    assert (moment.step.exercise, moment.paused) == ("bridge", True)
    assert {segment.step for segment in controller.progress.segments} == {0, 2, 3}
    assert [step["outcome"] for step in steps_done(PLAN, controller.events) if step["exercise"] == "dog"] == ["off"] * 2


def test_the_exercise_that_was_on_gives_way_to_the_next_and_cant_be_gone_back_to() -> None:
    controller, clock, _ = cut_off(14)
    controller.leave_out([off("bridge")], KNOWN)
    moment = controller.moment
    assert moment.step is not None
    assert moment.segment is not None
    assert (moment.step.exercise, moment.segment.kind) == ("dog", SegmentKind.MOVE_ON)
    controller.back()
    controller.back_exercise()
    assert controller.progress.segment is not None
    assert PLAN.steps[controller.progress.segment.step].exercise == "dog"
    first, *_, last = steps_done(PLAN, controller.events)
    assert (first["outcome"], first["seconds"]) == ("partial", 4.0), "what was done before stays done"
    assert last["outcome"] == "off"
    controller.resume()
    clock.advance(1000)
    controller.catch_up()
    assert controller.progress.over


def test_a_phase_that_is_off_is_flat_and_keeps_its_seconds() -> None:
    controller, _, _ = cut_off(14)
    found = controller.leave_out([off("cat", "cow", "A3")], KNOWN)
    assert found.words(PLAN.steps) == ["Cat goes without cow"]
    cows = [one for one in controller.progress.segments if one.phase == "cow"]
    assert {(one.label, one.off, one.seconds) for one in cows} == {("Flat", True, 3)}
    both = controller.leave_out([off("cat", "cow", "A3"), off("cat", "cat", "A5")], KNOWN)
    assert both.words(PLAN.steps) == ["Cat is left out (A3, A5)"]


def test_where_nothing_is_off_nothing_happens() -> None:
    controller, _, told = cut_off(14)
    warn = [Restriction(ANY_EXERCISE, None, Effect.WARN, "A10"), Restriction("dog", None, Effect.EASIER, "A8")]
    assert not controller.leave_out(warn, KNOWN)
    assert not controller.leave_out([off("cow")], KNOWN)
    assert told == []


def test_what_was_left_out_once_is_not_named_again() -> None:
    controller, _, _ = cut_off(14)
    assert controller.leave_out([off("dog")], KNOWN)
    assert not controller.leave_out([off("dog")], KNOWN)


def test_with_everything_off_the_session_is_over() -> None:
    controller, _, _ = cut_off(14)
    controller.leave_out([off(ANY_EXERCISE)], KNOWN)
    assert controller.moment.over


def test_an_exercise_that_is_not_known_any_more_is_off_as_soon_as_anything_is() -> None:
    controller, _, _ = cut_off(14)
    found = controller.leave_out([off("bridge")], {"bridge": BRIDGE, "cat": CAT})
    assert found.words(PLAN.steps) == ["Bridge is left out (A2)", "Dog is left out (A2)", "Bridge is left out (A2)"]
    assert not cut_off(14)[0].leave_out([], {})


@given(st.floats(0, PLAN.total_s + 5), st.sets(st.sampled_from(["bridge", "dog", "cat"])))
def test_no_second_of_what_is_off_is_practised_after_it_was_taken_up_again(at_s: float, gone: set[str]) -> None:
    controller, clock, _ = cut_off(at_s)
    before = {step["exercise"]: 0.0 for step in steps_done(PLAN, controller.events)}
    for step in steps_done(PLAN, controller.events):
        before[step["exercise"]] += step["seconds"]
    controller.leave_out([off(one) for one in gone], KNOWN)
    controller.resume()
    for _ in range(40):
        clock.advance(7)
        controller.catch_up()
        controller.back()
    after = dict.fromkeys(before, 0.0)
    for step in steps_done(PLAN, controller.events):
        after[step["exercise"]] += step["seconds"]
    assert all(after[one] == before[one] for one in gone)
