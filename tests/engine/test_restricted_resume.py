"""Resuming a session leaves out or eases what was switched off meanwhile (clinical data, c4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.exercise import Rests, Variant
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from l5tui.engine.controller import Controller
from l5tui.engine.events import Changed, Event
from l5tui.engine.it_hurts import stop_of
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
    """A session that was interrupted at a time, resumed and still paused."""
    before, clock, _ = factories.started(of)
    clock.advance(at_s)
    before.pause()
    told: list[Event] = []
    controller = Controller(of, clock, before.events)
    controller.observe(told.append)
    return controller, clock, told


def test_an_exercise_that_is_off_now_is_left_out_by_an_event_and_named() -> None:
    controller, _, told = cut_off(14)
    found = controller.leave_out([off("dog")], KNOWN)
    assert found.words(PLAN.steps) == ["Dog is left out (A2)"]
    assert [type(event).__name__ for event in told] == ["Changed"]
    moment = controller.moment
    assert moment.step is not None
    assert (moment.step.exercise, moment.paused) == ("bridge", True)
    assert {segment.step for segment in controller.progress.segments} == {0, 2, 3}
    assert [step["outcome"] for step in steps_done(PLAN, controller.events) if step["exercise"] == "dog"] == ["off"] * 2


def test_a_current_exercise_that_is_off_now_is_left_for_the_next_and_cannot_be_returned_to() -> None:
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


def test_a_phase_that_is_off_now_is_flat_and_keeps_its_seconds() -> None:
    controller, _, _ = cut_off(14)
    found = controller.leave_out([off("cat", "cow", "A3")], KNOWN)
    assert found.words(PLAN.steps) == ["Cat goes without cow"]
    cows = [one for one in controller.progress.segments if one.phase == "cow"]
    assert {(one.label, one.off, one.seconds) for one in cows} == {("Flat", True, 3)}
    both = controller.leave_out([off("cat", "cow", "A3"), off("cat", "cat", "A5")], KNOWN)
    assert both.words(PLAN.steps) == ["Cat is left out (A3, A5)"]


def test_with_nothing_off_no_event_is_added() -> None:
    controller, _, told = cut_off(14)
    warn = [Restriction(ANY_EXERCISE, None, Effect.WARN, "A10"), Restriction("cow", None, Effect.EASIER, "A8")]
    assert not controller.leave_out(warn, KNOWN)
    assert not controller.leave_out([off("cow")], KNOWN)
    assert told == []


def test_an_exercise_left_out_before_is_not_named_again() -> None:
    controller, _, _ = cut_off(14)
    assert controller.leave_out([off("dog")], KNOWN)
    assert not controller.leave_out([off("dog")], KNOWN)


def test_with_everything_off_the_session_is_over() -> None:
    controller, _, _ = cut_off(14)
    controller.leave_out([off(ANY_EXERCISE)], KNOWN)
    assert controller.moment.over


def test_an_exercise_missing_in_the_content_is_off_as_soon_as_any_answer_restricts() -> None:
    controller, _, _ = cut_off(14)
    found = controller.leave_out([off("bridge")], {"bridge": BRIDGE, "cat": CAT})
    assert found.words(PLAN.steps) == ["Bridge is left out (A2)", "Dog is left out (A2)", "Bridge is left out (A2)"]
    assert not cut_off(14)[0].leave_out([], {})


def easier(*exercises: str) -> list[Restriction]:
    return [Restriction(one, None, Effect.EASIER, "A8") for one in exercises]


EASY = Variant("easy", "Half as far.", {"hold": 8})
BRIDGE_TOO = factories.exercise("bridge", easier=EASY)
DOG_TOO = factories.sided("dog", easier=EASY)
EASED = Plan.of(factories.routine(BRIDGE_TOO, DOG_TOO, BRIDGE_TOO))
EASABLE = {"bridge": BRIDGE_TOO, "dog": DOG_TOO}


def holds(controller: Controller) -> dict[int, set[tuple[int | None, str | None]]]:
    """The seconds and the form of each step's holds."""
    found: dict[int, set[tuple[int | None, str | None]]] = {}
    for one in controller.progress.segments:
        if one.phase == "hold":
            found.setdefault(one.step, set()).add((one.seconds, one.variant))
    return found


def test_a8_an_exercise_to_ease_now_is_eased_and_named_and_its_repetition_restarts() -> None:
    controller, clock, told = cut_off(14, EASED)
    found = controller.leave_out(easier("bridge"), EASABLE)
    assert found.words(EASED.steps, {"A8": "Sore wrists"}) == ["Bridge comes in its easier form (Sore wrists)"] * 2
    assert holds(controller) == {0: {(8, "easy")}, 1: {(20, None)}, 2: {(8, "easy")}}
    progress = controller.progress
    assert progress.segment is not None
    assert (progress.segment.phase, progress.offset, controller.moment.paused) == ("lift", 0, True)
    assert all(isinstance(event, Changed) for event in told)
    assert [step["variant"] for step in steps_done(EASED, controller.events)] == ["easy", None, None, "easy"]
    assert not controller.leave_out(easier("bridge"), EASABLE), "once is enough"
    controller.resume()
    clock.advance(1000)
    controller.catch_up()
    assert {step["outcome"] for step in steps_done(EASED, controller.events)} >= {"done"}


def test_a8_going_back_uses_the_easier_form_and_earlier_repetitions_keep_theirs() -> None:
    before, clock, _ = factories.started(EASED)
    while (segment := before.progress.segment) is not None and segment.step == 0:
        clock.advance(1)
        before.catch_up()
    before.pause()
    controller = Controller(EASED, clock, before.events)
    controller.leave_out(easier("bridge"), EASABLE)
    assert holds(controller)[0] == {(8, "easy")}
    first, *_, last = steps_done(EASED, controller.events)
    assert (first["outcome"], first["variant"], last["variant"]) == ("done", None, "easy")


@pytest.mark.parametrize("gone", [[off("dog")], easier("bridge")])
def test_the_open_question_stays_open_even_if_something_is_off_or_eased_now(
    gone: list[Restriction],
) -> None:
    before, clock, _ = factories.started(EASED)
    clock.advance(14)
    before.pause()
    before.hurt("spreading")
    controller = Controller(EASED, clock, before.events)
    controller.leave_out(gone, EASABLE)
    assert len(controller.events) > len(before.events)
    assert stop_of(controller.events) == "S3"


@given(st.floats(0, EASED.total_s + 5), st.sets(st.sampled_from(["bridge", "dog"])))
def test_a8_no_later_hold_of_an_eased_exercise_is_longer_than_its_easier_form(at_s: float, some: set[str]) -> None:
    controller, clock, _ = cut_off(at_s, EASED)
    controller.leave_out(easier(*some), EASABLE)
    controller.resume()
    for _ in range(40):
        clock.advance(7)
        controller.catch_up()
        controller.back()
        if controller.progress.over:
            continue
        wrong = [one for one in controller.progress.segments if one.phase == "hold" and one.variant != "easy"]
        assert not [one for one in wrong if EASED.steps[one.step].exercise in some]


@given(st.floats(0, PLAN.total_s + 5), st.sets(st.sampled_from(["bridge", "dog", "cat"])))
def test_after_resuming_no_second_of_an_exercise_that_is_off_is_practised(at_s: float, gone: set[str]) -> None:
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
