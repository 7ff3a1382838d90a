"""The words of an easier or harder form are displayed in its set-up and its first repetition on each side."""

from __future__ import annotations

import pytest

from l5tui.domain.dose import Rounds
from l5tui.domain.exercise import Exercise, Variant
from l5tui.domain.routine import Routine, Step
from l5tui.engine.cues import cue_at_start, sentence
from l5tui.engine.it_hurts import ItHurtsFlow
from l5tui.engine.moment import form_to_read
from l5tui.engine.plan import Plan, SegmentKind
from l5tui.engine.plan_changes import form_words
from l5tui.library import load
from tests.factories import exercise, phase, sided, started

EASY = Variant("easy", "Half as far.", {"hold": 5}, start="Lie on a pillow.")
BRIDGE = exercise("bridge", reps=3, phases=(phase("lift", 2), phase("hold", 15)), ladder=None, easier=EASY)
DOG = sided("dog", reps=2, phases=(phase("reach", 3), phase("hold", 15)), easier=EASY)
CONTENT = load()


def planned(*steps: Step) -> Plan:
    return Plan.of(Routine("any", "Any", "Because.", steps))


def read(of: Plan) -> list[str | None]:
    """The words of the form in each segment, in order."""
    session, _, _ = started(of)
    found = []
    while session.progress.segment is not None:
        found.append(form_to_read(session.progress))
        session.skip()
    return found


def test_a_planned_form_is_shown_in_the_set_up_and_the_first_repetition() -> None:
    of = planned(Step(BRIDGE, variant="easy"))
    shown = [segment.rep if segment.phase else str(segment.kind) for segment in of.segments]
    assert dict(zip(shown, read(of), strict=True)) == {"get_ready": "easy", 1: "easy", "rest": None, 2: None, 3: None}


def test_the_first_repetition_of_each_side_has_the_words_of_the_form() -> None:
    of = planned(Step(DOG, variant="easy"))
    assert [
        (segment.side, segment.rep)
        for segment, form in zip(of.segments, read(of), strict=True)
        if segment.phase == "hold" and form
    ] == [("left", 1), ("right", 1)]


def test_an_exercise_without_a_form_has_no_text_to_read() -> None:
    assert set(read(planned(Step(BRIDGE), Step(DOG)))) == {None}


def test_after_easing_the_restarted_repetition_has_the_words_of_the_form() -> None:
    session, _, _ = started(planned(Step(BRIDGE)))
    while session.moment.segment and session.moment.segment.rep < 2:
        session.skip()
    session.skip()
    session.ease(BRIDGE)
    assert form_to_read(session.progress) == "easy"
    session.skip()
    assert form_to_read(session.progress) == "easy", "its hold"
    session.skip()
    session.skip()
    assert form_to_read(session.progress) is None, "the next one"


def test_a_form_may_have_another_starting_position() -> None:
    assert planned(Step(BRIDGE, variant="easy")).segments[0].cue == "Lie on a pillow."
    assert planned(Step(BRIDGE)).segments[0].cue == BRIDGE.start
    assert planned(Step(BRIDGE, variant="hard")).segments[0].cue == BRIDGE.start, "one that says nothing of it"


def test_the_plan_has_the_words_of_the_form() -> None:
    assert planned(Step(BRIDGE, variant="easy")).steps[0].form == "Half as far."
    assert planned(Step(BRIDGE)).steps[0].form == ""


def test_every_shipped_form_can_be_spoken_within_the_set_up() -> None:
    """At least the name and the form fit into the shortest set-up."""
    for one in CONTENT.exercises.values():
        for form in (one.easier, one.harder):
            of = planned(Step(one, variant=form.id))
            setup = of.segments[0]
            assert setup.kind is SegmentKind.GET_READY
            said = sentence(cue_at_start(setup), one.name, of.steps[0].form)
            assert said.startswith(f"{one.name}. {of.steps[0].form}"), form.id
            assert "{" not in said


def test_a_form_with_another_starting_position_says_so() -> None:
    """With the hands beside the shoulders the exercise can't start on the forearms."""
    prone = CONTENT.exercises["mckenzie_extension"]
    assert "hands flat beside your shoulders" in prone.start_in("prone_hands")
    assert "pillow under your belly" in prone.start_in("prone_rest")
    assert prone.start_in(None) == prone.start


COUNTED = Variant("easy", "Half as far. Hold {hold}, {times}.", {"hold": 2, "reps": 6})


def eased_at(of: Plan, rep: int, one: Exercise, side: str | None = None) -> tuple[str, str]:
    """What is offered at a repetition, and what is shown once the exercise was eased there."""
    session, _, _ = started(of)
    while (here := session.moment.segment) and (here.rep < rep or here.side != side or here.phase is None):
        session.skip()
    flow = ItHurtsFlow(session, routine="any", before=2, exercises={one.id: one})
    offered = flow.easier_words
    session.ease(one)
    progress = session.progress
    assert form_to_read(progress) == "easy"
    return offered, form_words(progress.segments, 0, one, "easy")


@pytest.mark.parametrize(
    ("reps", "rep", "said"),
    [(10, 1, "6 times"), (10, 3, "4 times"), (4, 1, "4 times"), (4, 4, "once"), (10, 9, "once")],
)
def test_an_exercise_eased_in_mid_session_names_what_is_left_of_it(reps: int, rep: int, said: str) -> None:
    one = exercise("bridge", reps=reps, phases=(phase("lift", 2), phase("hold", 15)), ladder=None, easier=COUNTED)
    words = f"Half as far. Hold 2 seconds, {said}."
    assert eased_at(planned(Step(one)), rep, one) == (words, words)


def test_an_easier_form_names_the_hold_where_that_was_shorter_already() -> None:
    one = exercise("bridge", reps=3, phases=(phase("lift", 2), phase("hold", 15)), ladder=None, easier=COUNTED)
    words = "Half as far. Hold 1 second, 3 times."
    assert eased_at(planned(Step(one, overrides={"hold": 1})), 1, one) == (words, words)


def test_a_second_round_that_easing_takes_away_isnt_named() -> None:
    one = exercise("bridge", reps=8, phases=(phase("lift", 2), phase("hold", 15)), ladder=None, easier=COUNTED)
    words = "Half as far. Hold 2 seconds, 6 times."
    assert eased_at(planned(Step(one, rounds=Rounds(2, 2))), 1, one) == (words, words)


def test_sides_that_have_different_counts_left_are_named() -> None:
    one = sided("dog", reps=4, phases=(phase("reach", 3), phase("hold", 15)), easier=COUNTED)
    words = "Half as far. Hold 2 seconds, 2 times on the left and 3 times on the right."
    assert eased_at(planned(Step(one)), 2, one, "right") == (words, words)


def test_a_planned_form_names_what_is_planned() -> None:
    one = exercise("bridge", reps=8, phases=(phase("lift", 2), phase("hold", 15)), ladder=None, easier=COUNTED)
    (step,) = planned(Step(one, variant="easy", rounds=Rounds(2, 2))).steps
    assert step.form == "Half as far. Hold 2 seconds, 12 times, in 2 rounds."
