"""A plain session: its lines and their times, and the effect of each key."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from l5tui.config.errors import L5Error
from l5tui.config.settings import Settings
from l5tui.domain.entry import Stop
from l5tui.domain.entry_reading import was_practised
from l5tui.domain.exercise import Variant
from l5tui.domain.routine import Routine, Step
from l5tui.domain.safety.stop_page import words_after_stop
from l5tui.engine.clock import ClockReading
from l5tui.engine.controller import Controller
from l5tui.engine.plan import Plan
from l5tui.journal.trends import days, sessions_this_week
from l5tui.library import load
from l5tui.plain.words import announced
from tests import factories
from tests.plain.scripted_user import AFTERWARDS, BOTH, LIBRARY, OUT, Key, Played, ScriptedUser, play

ALONE = factories.routine(factories.exercise("bridge", name="Bridge"), routine_id="alone", name="Alone")
EASIER = Variant("easy", "Half as far.")
FLARE = replace(ALONE, id="flare_up", name="Flare-up")


def test_a_whole_routine_is_printed_and_saved(tmp_path: Path) -> None:
    played = play(tmp_path, "5", *OUT)
    assert played.status == 0
    assert played.entry["status"] == "complete"
    assert (played.entry["before"]["pain"], played.entry["after"]["pain"], played.entry["stop"]) == (5, 3, None)
    assert played.entry["active_s"] == Plan.of(BOTH).total_s
    assert [(step["side"], step["outcome"]) for step in played.entry["steps"]] == [
        (None, "done"),
        ("left", "done"),
        ("right", "done"),
    ]
    assert not list((tmp_path / "journal.json.live").glob("*.log")), "the live log was put away"
    assert "Before 5, after 3: lower. Two points less than before, right after a session. One pair says little." in (
        played.person.lines
    )
    assert "Saved in your journal." in played.person.lines


def test_each_segment_is_announced_at_its_start_with_instruction_and_seconds(tmp_path: Path) -> None:
    person = play(tmp_path, "5", *OUT).person
    begins = person.lines.index("Bridge, 1 of 2. 2 repetitions. 3:05 left in all.")
    assert person.lines[begins + 1 : begins + 5] == [
        "Get ready, 10 seconds. Lie on your back.",
        "Lift: Lift now. Breathe easily.",
        "Lower: Lower now. Breathe easily.",
        "Next: lift 2 s, then hold 20 s.",
    ]
    assert person.when("Lift, rep 1 of 2, 2 seconds.") == [10], "what there is no time for was said before"
    assert person.when("Hold, rep 1 of 2, 20 seconds. Hold now. Breathe easily.") == [12]
    assert person.when("Next: lower 3 s, then rest 4 s.") == [12]
    assert person.when("Rest, 4 seconds. Let go. Then number 2 of 2.") == [35]
    assert person.when("Hold, rep 2 of 2, 20 seconds.") == [41], "the second time in few words"


def test_the_side_is_named_before_and_during_its_repetition(tmp_path: Path) -> None:
    person = play(tmp_path, "5", *OUT).person
    assert "Dog, 2 of 2. 2 repetitions a side, left first." in person.text
    order = [line.split(", rep")[0] for line in person.lines if line.startswith(("Hold, ", "Switch"))]
    assert order[2:] == [
        "Hold, LEFT leg",
        "Switch, 3 seconds. RIGHT leg next.",
        "Hold, RIGHT leg",
        "Hold, LEFT leg",
        "Switch, 3 seconds. RIGHT leg next.",
        "Hold, RIGHT leg",
    ]
    right_first = play(tmp_path / "right", "5", *OUT, settings=Settings(first_side="right")).person
    assert "2 repetitions a side, right first." in right_first.text


def test_seconds_are_counted_at_ten_five_three_two_one(tmp_path: Path) -> None:
    person = play(tmp_path, "5", *OUT, routine=ALONE).person
    in_the_hold = [(at, line) for at, line in person.said if line.isdigit() and 12 <= at < 32]
    assert in_the_hold == [(22, "10"), (27, "5"), (29, "3"), (30, "2"), (31, "1")]
    assert not [line for at, line in person.said if line.isdigit() and 32 <= at < 41], "short ones aren't counted"


@pytest.mark.parametrize(("hold_s", "counted"), [(5, ["3", "2", "1"]), (6, ["3", "2", "1"]), (7, ["5", "3", "2", "1"])])
def test_of_a_phase_under_seven_seconds_only_the_last_three_are_counted(
    tmp_path: Path, hold_s: int, counted: list[str]
) -> None:
    phases = (factories.phase("hold", hold_s),)
    alone = factories.routine(
        factories.exercise("bridge", phases=phases, easier=EASIER, ladder=None), routine_id="alone"
    )
    person = play(tmp_path, "5", *OUT, routine=alone).person
    assert [line for at, line in person.said if line.isdigit() and 10 <= at < 10 + hold_s] == counted
    assert bool(person.when("Next: rest 4 s, then hold 7 s.")) == (hold_s == 7), "nor is what is next said"


def test_each_shipped_phase_begins_with_no_more_than_there_is_time_to_hear() -> None:
    """At 2.5 words a second; the name, side, number and seconds of the phase are always said."""
    for one in load().exercises.values():
        plan = Plan.of(Routine.alone(one))
        controller = Controller(plan, clock := factories.ManualClock())
        controller.start()
        before = list(announced(controller.moment, "space", plan.segments))
        for segment in plan.segments:
            first, *others = announced(controller.moment, "space", plan.segments)
            heard = first.partition(" seconds. ")[2]
            if segment.phase and segment.seconds is not None:
                assert not heard or len(first.split()) <= segment.seconds * 2.5
                assert not others or segment.seconds >= 7
                assert segment.cue in first or segment.rep > 1 or f"{segment.label}: " in "\n".join(before)
            clock.advance(segment.seconds or 0)
            controller.catch_up()


def test_space_pauses_and_resumes_and_nothing_is_printed_in_between(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (14, ""), (600, "space"), *OUT, routine=ALONE)
    said = [(at, line) for at, line in played.person.said if 14 <= at <= 600]
    assert said == [(14, "Paused, 18 seconds left. Space goes on."), (600, "Get ready."), (600, "3")]
    assert played.person.when("Hold, 18 seconds left.") == [603]
    assert played.entry["paused_s"] == 589


def test_plus_and_minus_change_the_segment_by_ten_seconds(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (14, "+"), (15, "-"), (16, "-"), (17, "-"), (17.5, "+"), *OUT, routine=ALONE)
    lines = played.person.lines
    assert (14, "28 seconds left now; 30 s is the longest.") in played.person.said
    assert (15, "17 seconds left now.") in played.person.said
    assert (16, "6 seconds left now.") in played.person.said
    assert played.person.when("Lower, rep 1 of 2, 3 seconds.") == [17]
    assert "Nothing changed: ten seconds more or less are for a hold, a rest and getting ready." in lines
    assert played.entry["steps"][0]["held"] == 25
    step = played.entry["steps"][0]
    assert (step["reps"], step["partial_reps"], step["outcome"]) == (1, 1, "partial")
    assert "Bridge: 1 of 2, 1 shortened, 0:35." in lines
    assert "Alone: done in part." in lines


def test_quitting_during_get_ready_counts_no_practice(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (6, "q"), (7, "y"), *OUT, routine=ALONE)
    assert any(line.startswith("What you did: 0:00 of 0:50 practised, 0:0") for line in played.person.lines)
    assert "Before 5, after 3: nothing practised. So the scores say nothing about a session." in played.person.lines
    assert not was_practised(played.entry)
    assert (
        sessions_this_week(days([played.entry], date.min, date.max), date.fromisoformat(played.entry["started"][:10]))
        == 0
    )


def test_adding_seconds_to_a_hold_at_its_limit_prints_a_message(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (14, "+"), (15, "+"), *OUT, routine=ALONE)
    assert (15, "Nothing changed: 30 s is the longest.") in played.person.said


@pytest.mark.parametrize(
    ("keys", "single_keys"),
    [(("n", "n", "b", "N", "B"), False), (("right", "right", "left", "shift+right", "shift+left"), True)],
)
def test_keys_move_by_segment_and_by_exercise(tmp_path: Path, keys: tuple[str, ...], single_keys: bool) -> None:
    check_in: tuple[Key, ...] = ("5", "enter") if single_keys else ("5",)
    person = play(tmp_path, *check_in, *((float(at), key) for at, key in enumerate(keys, 1)), single_keys=single_keys)
    said = [line for at, line in person.person.said if at in (1, 2, 3, 4, 5) and not line[0].isdigit()]
    begun = [line.split(",")[0] for line in said if ": " not in line]
    assert [name for name in begun if not name.startswith("Get ready")][:5] == [
        "Lift",
        "Hold",
        "Lift",
        "Dog",
        "Bridge",
    ]


def test_own_pace_waits_for_space_and_counts_up(tmp_path: Path) -> None:
    script: list[Key] = ["5", (1, "p")]
    script += [(float(at), "") for at in (12, 45, 50)]
    played = play(tmp_path, *script, (60, "p"), *OUT, routine=ALONE)
    person = played.person
    assert "Own pace. Space is the next step." in person.lines
    assert "Hold, rep 1 of 2, your own pace, space when you are done. Hold now. Breathe easily." in person.lines
    assert [at for at, line in person.said if line in ("10", "20", "30") and 12 < at < 45] == [22, 32, 42]
    assert "The count decides again." in person.lines
    assert played.entry["steps"][0]["held"] > 33
    assert played.entry["status"] == "complete"


def test_own_pace_can_be_on_from_the_start(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (11, ""), (12, "q"), settings=Settings(own_pace=True), routine=ALONE)
    assert "Lift, rep 1 of 2, your own pace, space when you are done. Lift now. Breathe easily." in played.person.lines


@pytest.mark.parametrize("key", ["s", "?"])
def test_asking_for_the_position_changes_nothing(tmp_path: Path, key: str) -> None:
    played = play(tmp_path, "5", (14, key), *OUT, routine=ALONE)
    assert played.entry["status"] == "complete"
    assert played.entry["paused_s"] == 0
    said = [line for at, line in played.person.said if at == 14]
    assert ("Hold, 18 seconds left. Bridge, rep 1 of 2. 0:50 left in all." in said) == (key == "s")
    assert ("x or backspace: it hurts, or stop" in said) == (key == "?")


def test_an_unknown_line_is_reported_and_an_unknown_single_key_is_not(tmp_path: Path) -> None:
    lines = play(tmp_path / "lines", "5", (1, "\x1b[2Jfoo"), *OUT, routine=ALONE).person.lines
    assert '"\\x1b[2Jfoo" is no answer here. ? lists the keys.' in lines
    keys = play(tmp_path / "keys", "5", "enter", (1, "w"), single_keys=True, routine=ALONE).person.text
    assert "no answer" not in keys


def test_ending_early_asks_first_and_saves_what_was_done(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (20, "q"), (1020, "y"), "s", "", routine=ALONE)
    assert "End here? Stopping is fine." in played.person.lines
    assert (played.entry["status"], played.entry["stop"]) == ("partial", "person")
    assert played.entry["after"]["pain"] is None
    assert played.entry["steps"][0]["held"] == 8
    assert "Before 5, after -: no second score. There is no second score to compare." in played.person.lines


def test_the_question_about_ending_can_be_declined(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (20, "q"), (30, "n"), *OUT, routine=ALONE)
    assert (33, "Hold, 12 seconds left.") in played.person.said, "after getting ready"
    assert played.entry["status"] == "complete"


def test_discarding_a_session_saves_its_score_as_a_log(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (20, "q"), "d", routine=ALONE)
    assert [log["pain"] for log in played.logs] == [5]
    assert not [entry for entry in played.journal.entries() if entry["kind"] == "session"]
    assert not list((tmp_path / "journal.json.live").glob("*.log"))


def test_ctrl_z_pauses_before_it_stops_the_program(tmp_path: Path) -> None:
    played = play(tmp_path, "5", "enter", (14, "ctrl+z"), single_keys=True, routine=ALONE)
    assert played.person.suspended == 1
    assert "Paused, 18 seconds left. Space goes on." in played.person.lines


def test_after_the_machine_slept_the_session_is_paused_where_it_was(tmp_path: Path) -> None:
    class Sleepy(factories.ManualClock):
        def peek(self) -> ClockReading:
            return super().peek()._replace(gap=self.ms == 14_000)

    played = play(tmp_path, "5", (14, "s"), routine=ALONE, clock=Sleepy())
    assert (14, "The program stood still. Paused, 19 seconds left. Space goes on.") in played.person.said
    assert played.entry["active_s"] == 13, "where the last look was"


def test_a_stalled_output_pauses_the_session(tmp_path: Path) -> None:
    """The output reports it while it waits; the session is paused before the words are written."""

    class Stalled(ScriptedUser):
        def say(self, *lines: str) -> None:
            if any(line.startswith("Hold") for line in lines) and self.stalled is not None:
                self.stalled()
                self.clock.advance(60)
            super().say(*lines)

    played = play(tmp_path, "5", routine=ALONE, person=Stalled)
    assert "Paused, 20 seconds left. Space goes on." in played.person.lines
    assert played.entry["active_s"] == 12


# It hurts


def hurting(place: Path, *answers: str, before: str = "5", **given: object) -> Played:
    """Press `x` in the first hold, answer, and then leave as soon as possible."""
    return play(place, before, (14, "x"), *answers, **{"routine": ALONE, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize("answer", ["1", "2"])
def test_a_low_score_continues_the_session_and_is_saved_with_its_place(tmp_path: Path, answer: str) -> None:
    played = hurting(tmp_path, answer, "2", *OUT)  # type: ignore[arg-type]
    begins = played.person.lines.index("Get ready.")
    assert played.person.said[begins : begins + 5] == [
        (14, "Get ready."),
        (14, "3"),
        (15, "2"),
        (16, "1"),
        (17, "Lift, 2 seconds left."),
    ]
    assert played.entry["worst"] == 2
    [hurt] = played.entry["steps"][0]["hurt"]
    assert (hurt["rep"], hurt["phase"], hurt["pain"]) == (1, "hold", 2)
    assert hurt["answer"] == {"1": "more", "2": "sharp"}[answer]
    assert "Bridge: 2 of 2, 0:54, hurt at rep 1." in played.person.lines, "a repetition done twice is one"


def test_a_middle_score_offers_to_ease_to_skip_or_to_continue(tmp_path: Path) -> None:
    eased = hurting(tmp_path / "ease", "1", "4", "e", *OUT)  # type: ignore[arg-type]
    assert "Make it smaller, or stop. Stopping is fine." in eased.person.lines
    assert "Half as far." in eased.person.lines
    assert eased.entry["steps"][0]["variant"] == "easy"
    skipped = hurting(tmp_path / "skip", "1", "5", "s", *OUT, routine=BOTH)  # type: ignore[arg-type]
    assert "Dog, 2 of 2." in skipped.person.text
    assert skipped.entry["steps"][0]["outcome"] == "partial"
    on = hurting(tmp_path / "on", "1", "s", "g", *OUT)  # type: ignore[arg-type]
    assert on.entry["status"] == "complete"
    ended = hurting(tmp_path / "end", "1", "4", "x", "5", "")
    assert ended.entry["stop"] == "S1"


def test_a_high_score_stops_the_exercise_and_a_new_one_after_a_minute_decides(tmp_path: Path) -> None:
    """Rule S2: the rest is a minute of session time, in which nothing counts as practice."""
    played = hurting(tmp_path, "1", "7", (75.0, "s"), "6", (136.0, "s"), "5", *OUT, routine=BOTH)  # type: ignore[arg-type]
    assert "That is a lot. We stop this exercise." in played.person.text
    assert played.person.when("1:00 of rest. x: end the session.") == [14, 75]
    assert "The next exercise waits for a lower score." in played.person.lines
    assert [at for at, line in played.person.said if line.startswith("Dog, 2 of 2")] == [136]
    assert played.entry["paused_s"] == 122
    assert (played.entry["worst"], played.entry["stop"]) == (7, None)
    assert [step["outcome"] for step in played.entry["steps"]] == ["partial", "done", "done"]


def test_after_a_suspension_the_rest_is_announced_again(tmp_path: Path) -> None:
    script: tuple[Key, ...] = ("5", (14, "x"), "1", "8", (24, "ctrl+z"), (30, "x"), "6", "")
    said = play(tmp_path, *script, routine=ALONE).person.said
    assert [line for line in said if "of rest" in line[1]] == [
        (14, "1:00 of rest. x: end the session."),
        (24, "0:50 of rest. x: end the session."),
    ]


def test_the_session_can_be_ended_in_the_rest(tmp_path: Path) -> None:
    """Rule S2 was said before the rest, so it isn't said again."""
    script: tuple[Key, ...] = ("5", (14, "x"), "1", "8", (19, "s"), (20, "x"), "6", "")
    played = play(tmp_path, *script, routine=ALONE)
    assert '"s" is no answer here. Type x to end the session, or rest.' in played.person.lines
    assert played.person.text.count("We stop this exercise.") == 1
    assert played.entry["stop"] == "S2"
    assert played.entry["after"]["pain"] == 6


def test_in_a_flare_up_the_score_is_compared_with_the_score_before(tmp_path: Path) -> None:
    same = hurting(tmp_path / "same", "1", "6", "g", *OUT, before="6", routine=FLARE)  # type: ignore[arg-type]
    assert "We stop this exercise" not in same.person.text


def test_spreading_pain_rests_five_minutes_and_is_asked_about_again(tmp_path: Path) -> None:
    settled = hurting(tmp_path / "went", "3", (315.0, "n"), *OUT)  # type: ignore[arg-type]
    rest = "Rest in any position that feels OK. Then there is one question. 5:00 of rest. x: end the session."
    assert settled.person.when(rest) == [14]
    assert settled.person.when("Is it still further down?") == [314]
    assert settled.entry["steps"][0]["hurt"][0]["settled"] is True
    assert settled.entry["steps"][0]["variant"] == "easy"
    stayed = hurting(tmp_path / "stayed", "3", (315.0, "y"), "r", "5", "")  # type: ignore[arg-type]
    assert stayed.entry["stop"] == "S3"
    assert "It has moved further down and stayed. We stop for today." in stayed.person.text
    unknown = hurting(tmp_path / "unknown", "3", (100.0, "x"), "r", "5", "")  # type: ignore[arg-type]
    assert unknown.entry["stop"] == "S3", "not answered is treated as stayed"
    assert unknown.entry["steps"][0]["hurt"][0]["settled"] is None
    said = (
        "You said it went further down. It was not asked whether it stayed, so that counts as a yes. We stop for today."
    )
    assert unknown.person.text.count(said) == 2, "after the rest, and in the summary"
    assert "and stayed" not in unknown.person.text


S4_WORDS = "New numbness, tingling or weakness: stop here."
S6_WORDS = "Stop and lie or sit down."
HELP_WORDS = "Call your emergency number now (112, 999 or 911 in many places)"


@pytest.mark.parametrize(
    ("answers", "stop", "felt"),
    [
        pytest.param(("4", "1", "n"), "S4", "tingling", id="S4-one-leg"),
        pytest.param(("5", "2", "n"), "S4", "weak_both", id="S4-both-legs"),
        pytest.param(("4", "2", "y", "r", "r"), "S5", "tingling_both", id="S5-as-well"),
        pytest.param(("8", "y", "r", "r"), "S5", "signs", id="S5"),
        pytest.param(("7", "2", "r", "r"), "S5", "chest_or_breath", id="S5-chest"),
        pytest.param(("6", "1", "r"), "S6", "dizzy", id="S6"),
        pytest.param(("7", "1", "r"), "S6", "dizzy", id="S6-after-7"),
    ],
)
def test_answers_of_s4_to_s6_end_the_session(tmp_path: Path, answers: tuple[str, ...], stop: Stop, felt: str) -> None:
    """The emergency page stays until it is left twice on purpose; and after it nobody is asked for a score."""
    played = hurting(tmp_path, *answers, *(() if stop == "S5" else ("6",)), "")
    text = played.person.text
    assert (S4_WORDS in text) == (answers[0] in "45")
    assert (S6_WORDS in text) == (stop == "S6")
    assert (HELP_WORDS in text) == (stop == "S5"), "help now is for emergencies only"
    assert ("112, 999 or 911" in text) == (stop in ("S5", "S6")), "and so are its numbers, but for S6's last clause"
    assert (played.entry["stop"], played.entry["status"]) == (stop, "partial")
    assert played.entry["after"]["pain"] == (None if stop == "S5" else 6)
    assert [hurt["answer"] for hurt in played.entry["steps"][0]["hurt"]] == [felt]
    kept = [one for one in played.journal.entries() if one["kind"] == "safety" and one["session"]]
    assert stop in [one["stop"] for one in kept]
    assert any("E7" in one["answers"] for one in kept) == (felt == "chest_or_breath")


@pytest.mark.parametrize("stop", ["S3", "S4", "S5", "S6"])
def test_after_a_stop_the_rule_is_printed_again_and_scores_are_not_compared(tmp_path: Path, stop: str) -> None:
    answers: dict[str, tuple[Key, ...]] = {
        "S3": ("3", (700.0, "y"), "r"),
        "S4": ("4", "1", "n"),
        "S5": ("8", "y", "r", "r"),
        "S6": ("6", "1", "r"),
    }
    script: tuple[Key, ...] = ("5", (14, "x"), *answers[stop], *(() if stop == "S5" else ("5",)), "")
    said = play(tmp_path, *script, routine=ALONE).person.lines
    summary = said[next(number for number, line in enumerate(said) if line == "Alone: ended early.") :]
    assert LIBRARY.safety is not None
    heading, words, next_time = words_after_stop(
        factories.session(stop=stop, steps=[factories.stayed_down()]), LIBRARY.safety
    )
    assert summary[1:4] == [heading if heading[-1] == "." else f"{heading}.", words, next_time]
    assert any(line.startswith("What you did: ") for line in summary)
    for never in ("same", "lower", "higher", "wobble", "fine", "compare", "better", "worse.", "Before "):
        assert not [line for line in summary if never in line.replace(words, "")], never


def test_answer_8_pressed_by_mistake_is_undone_with_n(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (14, "x"), "8", "n", "n", *OUT, routine=ALONE)
    assert played.entry["status"] == "complete"
    assert played.entry["steps"][0]["hurt"] == []
    assert not [one for one in played.journal.entries() if one["kind"] == "safety" and one["session"]]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("1", "2"), "Go on slowly: get ready, then this repetition anew."),
        (("2", "0"), "Go on slowly: get ready, then this repetition anew."),
        (("1", "4", "g"), "Make it smaller, or stop. Stopping is fine."),
        (("1", "7", (80.0, "s"), "5"), "On to the next exercise."),
    ],
)
def test_the_effect_of_each_score_is_printed(tmp_path: Path, answers: tuple[Key, ...], said: str) -> None:
    assert said in play(tmp_path, "5", (14, "x"), *answers, *OUT).person.lines


def test_without_the_safety_questions_no_session_begins(tmp_path: Path) -> None:
    with pytest.raises(L5Error, match="no session starts without the safety questions"):
        hurting(tmp_path, "7", content=replace(LIBRARY, safety=None))


def test_the_summary_names_an_exercise_that_hurt_before_it_began(tmp_path: Path) -> None:
    person = play(tmp_path, "5", (3, "x"), "x", "4", "", routine=ALONE).person
    assert "Bridge: not done." in person.lines, "x again ends it without a word of what hurt"
    person = play(tmp_path / "weak", "5", (3, "x"), "5", "1", "n", "4", "", routine=ALONE).person
    assert "Bridge: not done, hurt while getting ready." in person.lines


def test_it_hurts_can_be_answered_twice(tmp_path: Path) -> None:
    twice: tuple[Key, ...] = ("5", (14, "x"), "1", "2", (50, "x"), "1", "2", *OUT)
    assert "Bridge: 2 of 2, 0:58, hurt at rep 1, 2." in play(tmp_path, *twice, routine=ALONE).person.lines


def test_x_again_closes_the_questions(tmp_path: Path) -> None:
    played = hurting(tmp_path, "x", "4", "")
    assert (played.entry["stop"], played.entry["after"]["pain"]) == ("S1", 4)


def test_the_answer_nothing_continues_the_session(tmp_path: Path) -> None:
    played = hurting(tmp_path, "n", *OUT)  # type: ignore[arg-type]
    assert played.entry["status"] == "complete"
    assert played.entry["steps"][0]["hurt"] == []


@pytest.mark.parametrize(("answers", "pain"), [(("1",), None), (("3",), None), (("1", "8"), 8)])
def test_leaving_during_the_questions_saves_the_answers(
    tmp_path: Path, answers: tuple[str, ...], pain: int | None
) -> None:
    played = hurting(tmp_path, *answers)
    assert played.entry["status"] == "interrupted"
    [hurt] = played.entry["steps"][0]["hurt"]
    assert (hurt["pain"], hurt["settled"]) == (pain, None)


def test_leaving_the_emergency_page_still_ends_the_session(tmp_path: Path) -> None:
    played = hurting(tmp_path, "4")
    assert (played.entry["stop"], played.entry["status"]) == ("S4", "partial")
    assert played.entry["ended"] is not None


class Masher(ScriptedUser):
    """A user some of whose keys arrive in a burst."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.together = {3, 4, 5, 7}


def test_keys_in_a_burst_have_no_effect_except_it_hurts(tmp_path: Path) -> None:
    script: tuple[Key, ...] = (
        *("4", "enter"),
        *((11.0, "space"), (12.0, "space"), (13.0, "p"), (14.0, "right"), (15.0, "space")),
        *((16.0, "q"), (17.0, "x"), (18.0, "escape"), (AFTERWARDS, "3"), "enter", "enter"),
    )
    played = play(tmp_path, *script, single_keys=True, person=Masher)
    said = played.person.lines
    assert said.count("space came with other keys: press it again.") == 1, "it stays paused"
    assert "Own pace" not in played.person.text
    assert any(line.startswith("Stopped. Come out slowly.") for line in said), "x is always taken"
    assert played.entry["paused_s"] == pytest.approx(10, abs=0.1), "from 11 to 18, and getting ready"


def test_the_first_unknown_letter_prints_the_keys_once(tmp_path: Path) -> None:
    played = play(
        tmp_path, "4", "enter", (11.0, "w"), (12.0, "W"), (AFTERWARDS, "3"), "enter", "enter", single_keys=True
    )
    told = [line for line in played.person.lines if "does nothing here" in line]
    assert told == ["w does nothing here. Keys: space pauses and goes on, x it hurts, q end, ? all keys."]


class TypesTwoAtOnce(ScriptedUser):
    """A user whose first letter arrives together with another."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.together = {2}


def test_a_burst_of_letters_does_not_count_as_the_first_wrong_key(tmp_path: Path) -> None:
    played = play(
        tmp_path,
        *("4", "enter", (11.0, "w"), (12.0, "k"), (AFTERWARDS, "3"), "enter", "enter"),
        single_keys=True,
        person=TypesTwoAtOnce,
    )
    (told,) = [line for line in played.person.lines if "does nothing here" in line]
    assert told.startswith("k ")


def test_the_words_of_a_form_are_printed_whole_before_it_begins(tmp_path: Path) -> None:
    form = Variant("easy", "Half as far, on a pillow.", {"hold": 10}, start="Lie on a pillow.")
    eased = factories.exercise("bridge", name="Bridge", easier=form)
    routine = Routine("alone", "Alone", "Because.", (Step(eased, variant="easy"),))
    played = play(tmp_path, "5", *OUT, routine=routine)
    said = played.person.lines
    assert said.index("Get ready, 10 seconds. Lie on a pillow.") + 1 == said.index("Half as far, on a pillow.")
