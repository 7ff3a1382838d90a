""" "It hurts" in a running session: answers are saved and applied at once, and the questions can be resumed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l5tui.domain.entry import Hurt
from l5tui.domain.safety.it_hurts import Ask, Choice
from l5tui.domain.safety.stop_rules import NOT_TODAY, HurtAnswer
from l5tui.engine.controller import Controller
from l5tui.engine.it_hurts import ItHurtsFlow, stop_of
from l5tui.engine.plan import Plan
from l5tui.engine.record import session_entry, steps_done
from tests.factories import ManualClock, exercise, plan, routine, score, session, sided, started
from tests.rows import each

BRIDGE, DOG = exercise("bridge"), sided("dog")
KNOWN = {"bridge": BRIDGE, "dog": DOG}
IN_THE_HOLD_S = 14
Step = Callable[[ItHurtsFlow], None]


def say(reply: HurtAnswer | Choice) -> Step:
    return lambda hurting: hurting.reply(reply)


def give(pain: int | None) -> Step:
    return lambda hurting: hurting.score(score(pain))


def asks_of(controller: Controller, *, name: str = "full_l5", before: int | None = 5, away_s: float = 0) -> ItHurtsFlow:
    return ItHurtsFlow(controller, routine=name, before=before, exercises=KNOWN, away_s=away_s)


def hurting(*steps: Step, of: Plan | None = None) -> tuple[ItHurtsFlow, ManualClock]:
    """The questions, opened in the first hold, after these answers."""
    controller, clock, _ = started(of or plan(BRIDGE, DOG))
    clock.advance(IN_THE_HOLD_S)
    hurting = asks_of(controller)
    hurting.begin()
    for step in steps:
        step(hurting)
    return hurting, clock


def kept(controller: Controller) -> list[Hurt]:
    return [hurt for step in steps_done(controller.plan, controller.events) for hurt in step["hurt"]]


def asked(hurting: ItHurtsFlow) -> Ask | None:
    return hurting.question.ask if hurting.question else None


@pytest.mark.parametrize("answer", list(HurtAnswer))
def test_an_answer_is_saved_as_an_event_before_the_next_question(answer: HurtAnswer) -> None:
    """A hang-up in the five minutes of rest must not lose the answer."""
    asking, _ = hurting(say(answer))
    (hurt,) = kept(asking.controller)
    assert (hurt["rep"], hurt["phase"], hurt["answer"]) == (1, "hold", answer.value)
    assert (hurt["pain"], hurt["settled"]) == (None, None)


@each(
    "steps, pain, settled",
    [
        ((say(HurtAnswer.MORE), give(7)), 7, None),
        ((say(HurtAnswer.SHARP), give(2)), 2, None),
        ((say(HurtAnswer.SHARP), give(None)), None, None),
        ((say(HurtAnswer.SPREADING), say(Choice.SETTLED)), None, True),
        ((say(HurtAnswer.SPREADING), say(Choice.STAYED)), None, False),
        ((say(HurtAnswer.SPREADING), say(Choice.END)), None, None),
    ],
)
def test_later_answers_belong_to_the_same_event(
    steps: tuple[Step, ...], pain: int | None, settled: bool | None
) -> None:
    asking, _ = hurting(*steps)
    (hurt,) = kept(asking.controller)
    assert (hurt["pain"], hurt["settled"]) == (pain, settled)


def test_the_session_is_paused_until_the_repetition_restarts() -> None:
    asking, clock = hurting(say(HurtAnswer.MORE))
    controller = asking.controller
    clock.advance(100)
    before = controller.moment
    give(3)(asking)
    assert (before.paused, before.seconds, before.ready_s) == (True, 18, 0)
    assert_getting_ready_for_the_first_phase(controller, clock)


def assert_getting_ready_for_the_first_phase(controller: Controller, clock: ManualClock) -> None:
    """A countdown of three seconds that don't count, then the repetition from its first phase."""
    spent = controller.progress.spent
    for left in (3, 2, 1):
        moment = controller.moment
        assert (moment.paused, moment.ready_s, moment.segment and moment.segment.phase) == (True, left, "lift")
        clock.advance(1)
    controller.catch_up()
    moment = controller.moment
    assert (moment.paused, moment.ready_s, moment.seconds) == (False, 0, 2)
    assert controller.progress.spent == spent


@pytest.mark.parametrize("reply", [Choice.NOTHING])
def test_leaving_without_an_answer_restarts_the_repetition(reply: Choice) -> None:
    asking, clock = hurting(say(reply))
    assert_getting_ready_for_the_first_phase(asking.controller, clock)


def test_after_a_stopped_exercise_the_next_begins_only_after_a_lower_score() -> None:
    asking, _ = hurting(say(HurtAnswer.MORE), give(7), say(Choice.SCORE), give(6))
    assert asking.question is not None
    assert (asking.question.ask, asking.question.again) == (Ask.REST, True)
    say(Choice.SCORE)(asking)
    give(5)(asking)
    moment = asking.controller.moment
    assert moment.step is not None
    assert (moment.step.exercise, moment.paused, asked(asking)) == ("dog", False, None)


@pytest.mark.parametrize("steps", [(give(4), say(Choice.SKIP)), (give(7), say(Choice.SCORE), give(3))])
def test_an_exercise_skipped_for_today_does_not_come_again(steps: tuple[Step, ...]) -> None:
    of = Plan.of(routine(BRIDGE, DOG, BRIDGE))
    asking, clock = hurting(say(HurtAnswer.MORE), *steps, of=of)
    assert asking.controller.moment.number == 2
    clock.advance(1000)
    asking.controller.catch_up()
    assert asking.controller.moment.over
    outcomes = [step["outcome"] for step in steps_done(of, asking.controller.events)]
    assert outcomes == ["partial", "done", "done", "skipped"]


def test_an_exercise_without_an_easier_form_is_not_offered_one() -> None:
    controller, clock, _ = started(plan(exercise("own")))
    clock.advance(IN_THE_HOLD_S)
    asking = asks_of(controller)
    asking.begin()
    say(HurtAnswer.MORE)(asking)
    give(4)(asking)
    assert asking.question is not None
    assert asking.question.choices == (Choice.SKIP, Choice.GO_ON, Choice.END)


# Cut off in between


@each(
    "steps, open_",
    [
        ((), None),
        ((say(HurtAnswer.MORE),), Ask.SCORE),
        ((say(HurtAnswer.MORE), give(2)), None),
        ((say(HurtAnswer.MORE), give(None)), Ask.OFFER),
        ((say(HurtAnswer.MORE), give(5)), Ask.OFFER),
        ((say(HurtAnswer.MORE), give(5), say(Choice.SKIP)), None),
        ((say(HurtAnswer.MORE), give(5), say(Choice.EASE)), None),
        ((say(HurtAnswer.MORE), give(8)), Ask.REST),
        ((say(HurtAnswer.MORE), give(8), say(Choice.SCORE)), Ask.REST),
        ((say(HurtAnswer.MORE), give(8), say(Choice.SCORE), give(7)), Ask.REST),
        ((say(HurtAnswer.MORE), give(8), say(Choice.SCORE), give(3)), None),
        ((say(HurtAnswer.SPREADING),), Ask.SETTLED),
        ((say(HurtAnswer.SPREADING), say(Choice.SETTLED)), None),
        ((say(HurtAnswer.MORE), give(2), say(HurtAnswer.SHARP)), Ask.SCORE),
    ],
)
def test_an_interrupted_session_is_resumed_with_the_open_question(steps: tuple[Step, ...], open_: Ask | None) -> None:
    asking, clock = hurting()
    for step in steps:
        asking.begin()
        step(asking)
    again = Controller(asking.controller.plan, ManualClock(clock.ms), asking.controller.events)
    assert asked(asks_of(again)) is open_
    assert again.moment.paused or again.moment.over


def test_rest_during_the_interruption_counts_for_the_open_question() -> None:
    asking, clock = hurting(say(HurtAnswer.SPREADING))
    for away_s, left_s in ((0, 300), (100, 200), (1000, 0)):
        again = Controller(asking.controller.plan, ManualClock(clock.ms), asking.controller.events)
        assert asks_of(again, away_s=away_s).due_ms - clock.ms == left_s * 1000


@each(
    "steps, stop, ask",
    [
        ((say(HurtAnswer.TINGLING),), "S4", Ask.LEGS),
        ((say(HurtAnswer.WEAK),), "S4", Ask.LEGS),
        ((say(HurtAnswer.DIZZY), say(Choice.DIZZY_ONLY)), "S6", Ask.READ),
        ((say(HurtAnswer.CHEST), say(Choice.DIZZY_ONLY)), "S6", Ask.READ),
        ((say(HurtAnswer.DIZZY), say(Choice.CHEST)), "S5", Ask.EMERGENCY),
        ((say(HurtAnswer.SPREADING), say(Choice.STAYED)), "S3", Ask.READ),
        ((say(HurtAnswer.SIGNS), say(Choice.SIGN)), "S5", Ask.EMERGENCY),
    ],
)
def test_an_answer_that_ends_the_session_ends_it_even_if_the_end_was_not_written(
    steps: tuple[Step, ...], stop: str, ask: Ask
) -> None:
    """The answer and the end are two lines of the log, and a power cut may separate them."""
    asking, clock = hurting(*steps)
    events = asking.controller.events[:-1]
    again = Controller(asking.controller.plan, ManualClock(clock.ms), events)
    assert stop_of(events) == stop
    assert asked(asks_of(again)) is ask
    assert again.progress.ended is not None
    assert again.progress.ended.stop == stop


@each(
    "answer, stop",
    [
        (HurtAnswer.MORE, None),
        (HurtAnswer.SHARP, None),
        (HurtAnswer.SPREADING, "S3"),
        (HurtAnswer.TINGLING, "S4"),
        (HurtAnswer.WEAK, "S4"),
        (HurtAnswer.DIZZY, "S6"),
        (HurtAnswer.CHEST, "S5"),
        (HurtAnswer.SIGNS, "S5"),
    ],
)
def test_an_unanswered_question_counts_as_the_more_serious_answer(answer: HurtAnswer, stop: str | None) -> None:
    asking, _ = hurting(say(answer))
    assert stop_of(asking.controller.events) == stop


# What stops


@pytest.mark.parametrize(
    ("steps", "stop", "kept_answer"),
    [
        pytest.param((HurtAnswer.SPREADING, Choice.STAYED), "S3", "spreading", id="S3"),
        pytest.param((HurtAnswer.TINGLING, Choice.ONE_LEG, Choice.NO_SIGN), "S4", "tingling", id="S4-one-leg"),
        pytest.param((HurtAnswer.WEAK, Choice.BOTH_LEGS, Choice.NO_SIGN), "S4", "weak_both", id="S4-both-legs"),
        pytest.param((HurtAnswer.TINGLING, Choice.ONE_LEG, Choice.SIGN), "S5", "tingling", id="S5-as-well"),
        pytest.param((HurtAnswer.WEAK, Choice.BOTH_LEGS, Choice.SIGN), "S5", "weak_both", id="S5-both-legs"),
        pytest.param((HurtAnswer.SIGNS, Choice.SIGN), "S5", "signs", id="S5"),
        pytest.param((HurtAnswer.CHEST, Choice.CHEST), "S5", "chest_or_breath", id="S5-chest"),
        pytest.param((HurtAnswer.DIZZY, Choice.CHEST), "S5", "chest_or_breath", id="S5-chest-and-dizzy"),
        pytest.param((HurtAnswer.CHEST, Choice.DIZZY_ONLY), "S6", "dizzy", id="S6"),
    ],
)
def test_the_entry_has_the_stop_and_the_answers(
    steps: tuple[HurtAnswer | Choice, ...], stop: str, kept_answer: str
) -> None:
    asking, _ = hurting(*(say(one) for one in steps))
    controller = asking.controller
    entry = session_entry(session("a", steps=[]), controller.plan, controller.events, None)
    assert (entry["stop"], entry["status"]) == (stop, "partial")
    assert [hurt["answer"] for hurt in kept(controller)] == [kept_answer]
    assert stop_of(controller.events) == stop


@pytest.mark.parametrize("answer", [HurtAnswer.TINGLING, HurtAnswer.WEAK])
def test_new_tingling_or_weakness_stops_the_session_before_the_next_question(answer: HurtAnswer) -> None:
    asking, _ = hurting(say(answer))
    assert asking.controller.progress.ended is not None
    assert (asking.controller.progress.ended.stop, asked(asking)) == ("S4", Ask.LEGS)


@pytest.mark.parametrize("steps", [(HurtAnswer.CHEST, Choice.CHEST), (HurtAnswer.DIZZY, Choice.CHEST)])
def test_chest_pain_is_saved_as_a_yes_to_its_emergency_question(steps: tuple[HurtAnswer | Choice, ...]) -> None:
    assert hurting(*(say(one) for one in steps))[0].signs == ("E7",)


def test_the_eighth_answer_pressed_by_mistake_can_be_undone_without_a_trace() -> None:
    asking, clock = hurting(say(HurtAnswer.SIGNS), say(Choice.NO_SIGN))
    assert asked(asking) is Ask.FELT
    assert kept(asking.controller) == []
    assert stop_of(asking.controller.events) is None
    again = Controller(asking.controller.plan, ManualClock(clock.ms), asking.controller.events)
    assert asked(asks_of(again)) is None
    say(Choice.NOTHING)(asking)
    assert_getting_ready_for_the_first_phase(asking.controller, clock)


@pytest.mark.parametrize(
    ("also", "ask", "stop"),
    [
        (HurtAnswer.TINGLING, Ask.LEGS, "S4"),
        (HurtAnswer.SIGNS, Ask.SIGNS, None),
        (HurtAnswer.SPREADING, Ask.SETTLED, None),
    ],
)
def test_the_place_of_a_score_is_judged_before_its_number(also: HurtAnswer, ask: Ask, stop: str | None) -> None:
    """A low score doesn't continue the session when the place is further down or a symptom is new."""
    asking, _ = hurting(say(HurtAnswer.MORE))
    asking.score(score(2), also)
    ended = asking.controller.progress.ended
    assert (asked(asking), ended and ended.stop) == (ask, stop)
    assert [hurt["answer"] for hurt in kept(asking.controller)] == ["more", also.value]
    assert asking.controller.moment.paused or asking.controller.moment.over


REPLIES = st.lists(st.one_of(st.integers(0, 9), st.integers(0, 10).map(lambda pain: -pain - 1)), max_size=12)


@given(replies=REPLIES, minutes=st.integers(0, 6))
def test_no_reply_resumes_a_session_that_a_rule_stopped(replies: list[int], minutes: int) -> None:
    """Whatever the replies and their order, a session ended by S3 to S6 stays over, also when resumed."""
    asking, clock = hurting()
    controller, stops = asking.controller, list[str]()
    for reply in replies:
        question = asking.question
        if question is None:
            asking.begin()
            continue
        if question.ask in (Ask.SCORE, Ask.NEW_SCORE):
            asking.score(score(max(0, -reply - 1)))
        else:
            asking.reply(question.choices[max(0, reply) % len(question.choices)])
        clock.advance(minutes * 60)
        ended = controller.progress.ended
        if ended is not None and ended.stop in NOT_TODAY:
            stops.append(str(ended.stop))
        if stops:
            assert controller.moment.over
            assert asked(asking) in (Ask.LEGS, Ask.SIGNS_TOO, Ask.READ, Ask.EMERGENCY, None)
            for way_back in (controller.resume, controller.toggle, controller.back, controller.restart_repetition):
                way_back()
            assert controller.moment.over
            assert stop_of(controller.events) in NOT_TODAY
    assert len(set(stops)) < 2 or stops[-1] == "S5", "only a graver rule takes over"


def test_a_settled_answer_eases_the_exercise_even_if_the_easing_was_not_written() -> None:
    asking, clock = hurting(say(HurtAnswer.SPREADING), say(Choice.SETTLED))
    events = asking.controller.events
    told = max(index for index, event in enumerate(events) if type(event).__name__ == "Hurt")
    again = Controller(asking.controller.plan, ManualClock(clock.ms), events[: told + 1])
    assert asked(asks_of(again)) is None
    assert again.moment.segment is not None
    assert (again.moment.segment.variant, again.moment.paused) == ("easy", True)
