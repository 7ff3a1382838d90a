"""The rows of the clinical data's sections c1 to c5 (S1 to S7), each by its id, across screens and entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from l5tui.domain.pain_zones import EASIER_FORMS
from l5tui.domain.safety.entries import PASSED, PROFESSIONAL, new_clearing, new_further_down
from l5tui.domain.safety.gate import Need, ResumeDecision, may_resume
from l5tui.domain.safety.gate import gate as ask
from l5tui.domain.safety.questions import NOTICE_THE_LEG, Answer, Level
from l5tui.domain.safety.restrictions import Effect, limits_of
from l5tui.domain.safety.state import Due
from l5tui.domain.safety.stop_page import follow_up_words
from l5tui.domain.safety.words import active_stop_line, changed_lines, reasons, refused_lines
from tests import factories
from tests.domain.safety.safety_journal import CONTENT, EXERCISES, SAFETY, C, K, M, P, SafetyJournal
from tests.rows import each

UNSURE = Answer.NOT_SURE
EMERGENCIES = [question.id for question in SAFETY.of_level(Level.EMERGENCY)]
URGENT = [question.id for question in SAFETY.of_level(Level.URGENT)]


def fresh() -> SafetyJournal:
    """A journal whose safety questions were all answered with no a minute ago."""
    life = SafetyJournal()
    life.check()
    return life.pass_(minutes=1)


# c1: emergency


@each("answer", [Answer.YES, UNSURE])
@each("row", EMERGENCIES)
def test_c1_an_emergency_blocks_every_start_until_a_full_check_has_only_no(row: str, answer: Answer) -> None:
    life = fresh()
    check = life.begin()
    assert [question.id for question in check.questions] == EMERGENCIES
    life.entries += check.answer({row: answer})
    assert check.emergency
    assert check.page is None, "the first yes is acted on before the other pages"

    life.pass_(days=1)
    assert life.need() is Need.EMERGENCY
    life.clear(row)
    assert life.need() is Need.EMERGENCY, "no word clears it"
    life.check()
    assert life.need() is Need.RECHECK


def test_c1_the_same_answer_again_blocks_again() -> None:
    life = fresh()
    life.entries += life.begin().answer({"E1": Answer.YES})
    life.pass_(hours=1).entries += life.begin().answer({"E2": UNSURE})
    assert {one.question.id for one in life.state.of_level(Level.EMERGENCY)} == {"E1", "E2"}
    life.pass_(hours=1).check()
    assert life.need() is Need.RECHECK


# c2: urgent


@each("answer", [Answer.YES, UNSURE])
@each("row", URGENT)
def test_c2_an_urgent_answer_blocks_until_a_dated_clearance_and_is_asked_again_once(row: str, answer: Answer) -> None:
    life = SafetyJournal()
    life.check(*([row] if answer is Answer.YES else []), unsure=[row] if answer is UNSURE else [])
    life.pass_(days=2)
    assert life.need() is Need.URGENT
    life.clear(row)
    assert life.need() is Need.FULL_CHECK, "the full check comes after an urgent answer"
    life.check(kept=[row])
    assert life.need() is Need.RECHECK, "still so, nothing new since the recorded check"
    assert life.state.of_level(Level.URGENT, cleared=True)[0].question.id == row


def test_c2_a_plain_yes_at_the_next_full_check_blocks_again() -> None:
    life = SafetyJournal()
    life.check("U1")
    life.pass_(days=1).clear("U1")
    life.check("U1")
    assert life.need() is Need.URGENT


def test_c2_one_check_clears_one_answer() -> None:
    life = SafetyJournal()
    life.check("U1", "U3")
    life.pass_(days=1).clear("U1")
    assert [one.question.id for one in life.state.of_level(Level.URGENT)] == ["U3"]
    assert life.need() is Need.URGENT


# c3: ask first (effects of each row and pair: tests/library/test_safety_content.py)


def test_c3_ask_first_blocks_nothing_and_restricts_until_cleared_item_by_item() -> None:
    life = SafetyJournal()
    life.check("A3", "A5")
    life.pass_(minutes=1)
    assert life.need() is Need.RECHECK
    assert {row.question for row in life.gate().restrictions} == {"A3", "A5"}
    assert limits_of(CONTENT.exercises[C], life.gate().restrictions).off, "both phases are off"
    life.clear("A5")
    assert {row.question for row in life.gate().restrictions} == {"A3"}
    left = limits_of(CONTENT.exercises[C], life.gate().restrictions)
    assert not left.off
    assert left.phases_off == {"cow"}
    assert limits_of(CONTENT.exercises[M], life.gate().restrictions).off, "the other answer still switches it off"
    assert life.state.of_level(Level.ASK_FIRST, cleared=True)[0].question.id == "A5"


def test_c3_an_own_exercise_is_off_with_any_answer_in_force() -> None:
    life = SafetyJournal()
    life.check("A8")
    gate = life.gate()
    assert not any(row.exercise == "mine" for row in gate.restrictions)
    rows = ask(SAFETY, life.entries, life.at, exercises=[*EXERCISES, "mine"]).restrictions
    assert [(row.exercise, row.effect) for row in rows if row.exercise == "mine"] == [("mine", Effect.OFF)]
    life.clear("A8")
    assert not ask(SAFETY, life.entries, life.at, exercises=["mine"]).restrictions


# c4: recheck and full check


def test_c4_every_session_is_rechecked_but_not_right_after_a_full_check() -> None:
    life = fresh()
    assert life.need() is Need.RECHECK
    assert life.gate(rechecked=True).need is None
    assert life.gate(checked=True).need is None


def test_c4_something_new_makes_a_full_check_due_even_if_this_start_is_given_up() -> None:
    life = fresh()
    life.something_new()
    assert life.gate(rechecked=True).need is Need.FULL_CHECK
    life.pass_(days=3)
    assert (life.need(), life.due()) == (Need.FULL_CHECK, (Due.ANSWER,))
    life.check()
    assert life.gate(checked=True).need is None


@pytest.mark.parametrize(("days", "due"), [(29, ()), (30, (Due.DAYS,)), (31, (Due.DAYS,))])
def test_c4_a_full_check_is_due_30_days_after_the_last_one(days: int, due: tuple[Due, ...]) -> None:
    life = SafetyJournal()
    life.check()
    for _ in range(days):
        life.pass_(days=1).session()
    assert life.due() == due


@pytest.mark.parametrize(("days", "due"), [(13, ()), (14, (Due.GAP,))])
def test_c4_a_full_check_is_due_after_14_days_without_a_session(days: int, due: tuple[Due, ...]) -> None:
    life = SafetyJournal()
    life.check()
    life.pass_(days=2).session()
    life.pass_(days=days)
    assert life.due() == due


@pytest.mark.parametrize(
    "fields",
    [{"seconds": 0.0}, {"speed": 10.0}, {"deleted": "2026-11-22T20:00:00+01:00"}],
    ids=["nothing practised", "tried out faster", "deleted"],
)
def test_c4_entries_without_practice_do_not_end_a_gap(fields: dict[str, object]) -> None:
    life = SafetyJournal()
    life.check()
    life.pass_(days=10).session(**fields)  # type: ignore[arg-type]
    life.pass_(days=4)
    assert life.due() == (Due.GAP,)


def test_c4_the_full_check_counts_local_dates_not_hours() -> None:
    life = SafetyJournal()
    life.at = life.at.replace(hour=23, minute=50)
    life.check()
    life.pass_(days=13, minutes=20)
    assert life.due() == (Due.GAP,)


def test_c4_full_check_when_the_questions_change() -> None:
    life = fresh()
    first, *others = SAFETY.questions
    life.safety = replace(SAFETY, questions=(replace(first, text="Another wording?"), *others))
    assert life.due() == (Due.CHANGED,)
    life.check()
    assert life.due() == ()
    life.safety = replace(life.safety, version=2)
    assert life.due() == (Due.CHANGED,)


def test_c4_a_first_check_is_due_and_no_answer_is_assumed() -> None:
    life = SafetyJournal()
    life.session(stop="S4")
    life.log(left=7, right=7)
    assert (life.need(), life.due()) == (Need.FULL_CHECK, (Due.NEVER,))
    assert life.gate().restrictions == ()
    life.check()
    assert life.gate(checked=True).need is None, "a stop of a journal from before is asked about once, and not assumed"


@pytest.mark.parametrize("pages", [1, 2])
def test_c4_an_interrupted_check_saves_nothing_as_no(pages: int) -> None:
    life = SafetyJournal()
    check = life.begin()
    for _ in range(pages):
        life.entries += check.answer({})
    assert life.entries == []
    assert life.due() == (Due.NEVER,)


def test_c4_an_interrupted_check_lifts_nothing_and_keeps_its_yes() -> None:
    life = SafetyJournal()
    life.entries += life.begin().answer({"E4": Answer.YES})
    again = life.pass_(hours=1).begin()
    life.entries += again.answer({})
    life.entries += again.answer({"U3": UNSURE})
    assert life.need() is Need.EMERGENCY
    assert {one.question.id for one in life.state.positive_answers} == {"E4", "U3"}


@pytest.mark.parametrize(
    ("away_s", "rechecked", "want"),
    [
        (60, False, ResumeDecision.GO_ON),
        (1799, False, ResumeDecision.GO_ON),
        (1800, False, ResumeDecision.RECHECK),
        (1800, True, ResumeDecision.GO_ON),
        (0, False, ResumeDecision.RECHECK),
    ],
    ids=["a minute", "29:59", "30 minutes", "rechecked", "clock set back"],
)
def test_c4_taking_up_a_session_after_30_minutes_or_more_asks_the_recheck(
    away_s: float, rechecked: bool, want: ResumeDecision
) -> None:
    life = fresh()
    began = life.at.isoformat()
    assert may_resume(life.gate(), began, away_s, life.at + timedelta(seconds=away_s), rechecked=rechecked) is want


def test_c4_taking_up_a_session_on_another_local_date_only_keeps_or_discards() -> None:
    life = fresh()
    began = life.at.isoformat()
    assert may_resume(life.gate(), began, 60, life.at + timedelta(days=1), rechecked=True) is ResumeDecision.OTHER_DAY


def test_c4_taking_up_a_session_when_blocked_only_keeps_or_discards() -> None:
    life = fresh()
    began = life.at.isoformat()
    life.pass_(minutes=1).say("E1")
    assert may_resume(life.gate(), began, 60, life.at, rechecked=True) is ResumeDecision.BLOCKED


@pytest.mark.parametrize("asked", [Need.FULL_CHECK, Need.FOLLOW_UP])
def test_c4_resuming_a_session_is_blocked_by_the_same_needs_as_starting_one(asked: Need) -> None:
    life = fresh()
    began = life.at.isoformat()
    life.something_new() if asked is Need.FULL_CHECK else life.stop("S3", "s1")
    life.pass_(minutes=1)
    assert life.need() is asked
    assert may_resume(life.gate(), began, 60, life.at, rechecked=True) is ResumeDecision.BLOCKED


# c5: S1 to S7, and what they mean beyond their screen


@pytest.mark.parametrize("row", ["S1", "S2"])
def test_c5_s1_and_s2_do_not_block_the_next_session(row: str) -> None:
    life = fresh()
    life.session(stop="person" if row == "S1" else row)
    assert life.pass_(hours=3).need() is Need.RECHECK


def test_s3_asks_its_question_before_the_next_check_in_however_late() -> None:
    life = fresh()
    life.stop("S3", "s1")
    for _ in range(20):
        life.pass_(days=1)
        assert life.need() is Need.FOLLOW_UP
    life.pass_(days=30)
    assert life.need() is Need.FOLLOW_UP, "before the full check that is due by then"


def test_s3_asks_its_question_before_the_clearance_that_s4_needs() -> None:
    life = fresh()
    life.stop("S4", "s1")
    life.pass_(minutes=1).stop("S3", "s2")
    assert life.need() is Need.FOLLOW_UP
    life.follow_up(Answer.NO)
    assert life.need() is Need.STOP


def test_s3_no_it_is_back_means_easier_forms_in_that_session_only() -> None:
    life = fresh()
    life.stop("S3", "s1")
    life.pass_(days=1).follow_up(Answer.NO)
    assert life.need() is Need.RECHECK
    assert all(limits_of(one, life.gate().restrictions).easier for one in CONTENT.exercises.values())
    life.pass_(minutes=1).session(seconds=0.0)
    assert life.gate().restrictions, "a session in which nothing was done wasn't that session"
    life.pass_(minutes=1).session()
    assert not life.pass_(minutes=1).gate().restrictions


@pytest.mark.parametrize("answer", [Answer.YES, UNSURE])
def test_s3_yes_or_not_sure_holds_as_s4(answer: Answer) -> None:
    life = fresh()
    life.stop("S3", "s1")
    life.pass_(days=1).follow_up(answer)
    assert life.need() is Need.STOP
    [stop] = life.state.stops
    assert (stop.rule, stop.from_rule, stop.needs_check, stop.needs_clearance) == ("S4", "S3", True, True)
    said = refused_lines(Need.STOP, life.state, SAFETY)
    assert said[0] == SAFETY.stop_texts["S3"], "what was felt, and nothing new that nobody named"
    assert active_stop_line(stop, SAFETY).startswith("S4 further down the leg, ")
    assert "numbness" not in "\n".join(said)
    life.clear("S4")
    assert life.need() is Need.FULL_CHECK
    life.check()
    assert life.gate(checked=True).need is None


@pytest.mark.parametrize(
    ("settled", "words"),
    [
        (False, "It had moved down and stayed. Is it still further down?"),
        (None, "It may have moved down and stayed. Is it still further down?"),
    ],
)
def test_s3_question_claims_no_more_than_the_person_answered(settled: bool | None, words: str) -> None:
    life = SafetyJournal()
    life.check()
    life.keep(factories.session("s1", stop="S3", steps=[factories.stayed_down(settled)]))
    life.stop("S3", "s1")
    rule = SAFETY.stop_rules["S3"].follow_up
    assert rule is not None
    assert follow_up_words(rule.text, stayed=life.state.follow_up_stayed) == words


@pytest.mark.parametrize(("hours", "need"), [(47, Need.FOLLOW_UP), (48, Need.STOP), (-1, Need.FOLLOW_UP)])
def test_s3_left_unanswered_for_48_h_after_it_was_first_shown_holds_as_s4(hours: int, need: Need) -> None:
    life = fresh()
    life.stop("S3", "s1")
    life.pass_(days=5).shown()
    assert life.pass_(hours=hours).need() is need


def test_s3_shown_again_and_again_counts_from_the_first_time() -> None:
    life = fresh()
    life.stop("S3", "s1")
    life.shown()
    life.pass_(hours=40).shown()
    assert life.pass_(hours=8).need() is Need.STOP


def test_s3_question_that_was_never_shown_does_not_expire() -> None:
    life = fresh()
    life.stop("S3", "s1")
    assert life.pass_(days=10).need() is Need.FOLLOW_UP


def test_s3_unanswered_with_the_clock_set_back_by_a_month_holds_as_s4() -> None:
    life = fresh()
    life.stop("S3", "s1")
    life.shown()
    assert life.pass_(days=-30).need() is Need.STOP


def test_s3_is_not_answered_by_a_full_check() -> None:
    life = fresh()
    life.stop("S3", "s1")
    life.check()
    assert life.need() is Need.FOLLOW_UP


def test_b_further_down_said_at_the_check_out_opens_s3s_question_next_time() -> None:
    life = fresh()
    life.keep(new_further_down(life.header(), UNSURE, "s1"))
    assert life.pass_(days=1).need() is Need.FOLLOW_UP
    life.follow_up(Answer.NO)
    assert life.need() is Need.RECHECK


@pytest.mark.parametrize("first", ["check", "word"])
def test_s4_needs_a_full_check_and_a_professionals_clearance_in_any_order(first: str) -> None:
    life = fresh()
    life.stop("S4", "s1")
    assert life.pass_(days=2).need() is Need.STOP
    does: dict[str, Callable[[], object]] = {"check": life.check, "word": lambda: life.clear("S4")}
    does.pop(first)()
    assert life.need() is (Need.STOP if first == "check" else Need.FULL_CHECK)
    [last] = does.values()
    last()
    assert life.gate(checked=True).need is None


def test_s4_is_not_lifted_by_an_earlier_clearing() -> None:
    life = fresh()
    life.stop("S4", "s1")
    life.check()
    life.clear("S4", on=life.at.date() - timedelta(days=1))
    assert life.need() is Need.STOP


def test_s4_is_not_cleared_by_saying_that_it_passed() -> None:
    life = fresh()
    life.stop("S4", "s1")
    life.check()
    life.clear("S4", by=PASSED)
    assert life.need() is Need.STOP


def test_s5_blocks_until_a_full_check_has_only_no() -> None:
    life = fresh()
    life.stop("S5", "s1")
    assert life.pass_(days=1).need() is Need.EMERGENCY
    life.clear("S5")
    assert life.need() is Need.EMERGENCY
    life.entries += life.begin().answer({"E5": Answer.YES})
    assert life.need() is Need.EMERGENCY
    life.check()
    assert life.need() is Need.RECHECK


@pytest.mark.parametrize("by", ["professional", "passed"])
def test_s6_needs_a_full_check_and_a_clearance_or_that_it_passed_within_minutes(by: str) -> None:
    life = fresh()
    life.stop("S6", "s1")
    life.check()
    assert life.pass_(days=1).need() is Need.STOP
    life.clear("S6", by=by)
    assert life.gate(rechecked=True).need is None


@pytest.mark.parametrize("row", ["S4", "S5", "S6"])
def test_stops_of_one_session_are_one_entry_however_often_they_are_written(row: str) -> None:
    life = fresh()
    assert life.stop(row, "s1")["uid"] == life.pass_(hours=1).stop(row, "s1")["uid"]  # type: ignore[arg-type]
    assert life.stop(row, "s1")["uid"] != life.stop(row, "s2")["uid"]  # type: ignore[arg-type]


def test_s7_is_a_zone_of_the_score_and_is_not_stored() -> None:
    life = fresh()
    life.log(pain=9)
    assert life.need() is Need.RECHECK


# Beyond the screen: time, two logins, bad input


def test_deleting_a_safety_entry_lifts_nothing() -> None:
    life = fresh()
    life.stop("S4", "s1")
    life.entries[-1]["deleted"] = life.at.isoformat()
    assert life.need() is Need.STOP


def test_with_two_logins_at_once_the_stricter_answer_holds() -> None:
    life = fresh()
    here, there = life.begin(), life.begin()
    life.entries += there.answer({"E4": Answer.YES})
    life.pass_(seconds=30).check(begun=here)
    assert life.need() is Need.EMERGENCY, "a check lifts what it knew when it began, and nothing that came meanwhile"
    life.pass_(seconds=30).check()
    assert life.need() is Need.RECHECK


def test_with_two_logins_at_once_the_ask_first_answers_of_both_checks_hold() -> None:
    life = SafetyJournal()
    here, there = life.begin(), life.begin()
    life.check("A1", begun=here)
    life.check("A5", begun=there)
    assert {row.question for row in life.gate().restrictions} == {"A1", "A5"}


def test_with_two_logins_at_once_clearing_the_later_answer_keeps_the_earlier_in_force() -> None:
    life = SafetyJournal()
    here, there = life.begin(), life.begin()
    life.check("U1", begun=here)
    first = life.state.positive_answers[0].uids
    life.pass_(minutes=1).check("U1", begun=there)
    [both] = life.state.positive_answers
    [later] = set(both.uids) - set(first)
    life.keep(new_clearing(life.header(), "U1", life.at.date(), PROFESSIONAL, [later]))
    assert life.need() is Need.URGENT
    life.keep(new_clearing(life.header(), "U1", life.at.date(), PROFESSIONAL, first))
    assert life.need() is Need.FULL_CHECK


def test_with_two_logins_at_once_a_new_answer_holds_against_a_clearing() -> None:
    life = SafetyJournal()
    life.check("U1")
    here = life.pass_(days=1).begin()
    life.clear("U1")
    life.check("U1", begun=here)
    assert life.need() is Need.URGENT


def test_the_order_of_entries_does_not_matter() -> None:
    life = fresh()
    life.stop("S4", "s1")
    life.pass_(days=1).clear("S4")
    life.check("A3")
    before = life.state
    life.entries.reverse()
    assert life.state == before


def test_a_clock_set_back_by_a_month_keeps_every_stop_and_needs_a_new_full_check() -> None:
    life = SafetyJournal()
    life.check("A3", "U1")
    life.pass_(days=-30)
    assert life.need() is Need.URGENT
    life.check("A3")
    assert life.gate(checked=True).need is None
    assert {row.question for row in life.gate().restrictions} == {"A3"}


def test_a_session_in_the_future_does_not_end_a_gap() -> None:
    """The clock was set back, so how long ago the session was can't be known."""
    life = fresh()
    life.pass_(days=20).session()
    assert Due.GAP not in life.due()
    life.pass_(days=-5)
    assert Due.GAP in life.due()


def test_a_full_check_in_the_future_makes_another_due() -> None:
    life = SafetyJournal()
    life.check()
    assert life.pass_(days=-30).due() == (Due.CLOCK,)
    life.check()
    assert life.due() == ()
    assert life.pass_(days=30).due() == (Due.DAYS, Due.GAP), "and is asked again in its time"


def test_a_time_zone_change_does_not_count_as_a_clock_set_back() -> None:
    life = SafetyJournal()
    life.check()
    assert life.pass_(hours=-12).due() == ()


def test_a_clearance_dated_in_the_future_clears_nothing() -> None:
    life = SafetyJournal()
    life.check("A3")
    life.clear("A3", on=life.at.date() + timedelta(days=2))
    assert life.gate().restrictions
    life.pass_(days=2)
    assert not life.gate().restrictions, "on its date it is one"


@each("word", [None, {}, "2026-11-20", {"date": "soon", "by": "professional"}, {"date": 5}])
def test_a_clearing_without_a_date_or_a_person_is_ignored(word: object) -> None:
    life = SafetyJournal()
    life.check("A3")
    entry = dict(life.clear("A3"))
    entry["cleared"] = {"A3": word}
    life.entries[-1] = entry  # type: ignore[call-overload]
    assert life.gate().restrictions


def test_notes_are_never_read_for_signs() -> None:
    life = fresh()
    life.log(note="numb between the legs, cannot pee, both legs weak, fever, chest pain: E1 E2 S5")
    life.session(note="bladder trouble")
    assert life.need() is Need.RECHECK


def test_without_the_questions_no_session_starts() -> None:
    life = fresh()
    found = ask(None, life.entries, life.at, checked=True, rechecked=True)
    assert found.need is Need.QUESTIONS


def test_a6_the_leg_is_watched_after_the_exercises_that_say_so() -> None:
    life = SafetyJournal()
    life.check("A6")
    assert life.state.leg_watched == {P, K, C, M}
    life.clear("A6")
    assert life.state.leg_watched == frozenset()


def test_a6_the_warning_says_what_to_notice() -> None:
    life = SafetyJournal()
    life.check("A6")
    assert {row.note for row in life.state.restrictions} == {NOTICE_THE_LEG}


def test_c3_each_exercise_that_is_off_flat_or_eased_is_named_with_its_reason() -> None:
    life = SafetyJournal()
    life.check("A3", "A8")
    exercises = [CONTENT.exercises[one] for one in (P, C, M)]
    assert list(changed_lines(exercises, life.state.restrictions, reasons(SAFETY))) == [
        "Cat-cow goes without cow (Spinal stenosis)",
        "McKenzie extension is left out (Spinal stenosis)",
        "In the easier form: Child's pose, Cat-cow (Sore wrists, shoulders, knees)",
    ]


def test_c3_chosen_easier_forms_are_not_listed_as_an_answer() -> None:
    assert list(changed_lines([CONTENT.exercises[P]], [EASIER_FORMS], reasons(SAFETY))) == []
