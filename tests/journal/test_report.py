"""The report for a health professional: its sections in the order of clinical data h, and its three forms."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.programme_entries import new_end, new_taken
from l5tui.domain.safety.entries import new_clearing, new_full_check, new_stop, new_yes
from l5tui.domain.safety.questions import Answer
from l5tui.journal.export import ENDINGS, export_text
from l5tui.journal.report import Report, make_report
from l5tui.journal.report_decisions import (
    default_since,
    last_report,
    new_note_choice,
    new_report_made,
    notes_shown,
)
from l5tui.journal.report_formats import as_html, as_markdown, as_text
from l5tui.library import Content, load
from tests import factories
from tests.domain.programmes import programme
from tests.journal.made_entries import journals

NOW = datetime.fromisoformat("2026-11-29T12:00:00+01:00")
TODAY = NOW.date()
NASTY = "<script>alert(1)</script> [x](http://a) *b* \x1b[31m \u202eabc =1+1"


@pytest.fixture(scope="module")
def content() -> Content:
    return load()


def on(day: int, hour: int = 9, month: int = 11) -> str:
    return f"2026-{month:02d}-{day:02d}T{hour:02d}:00:00+01:00"


def header(uid: str, at: str) -> EntryHeader:
    return EntryHeader(uid, at, None, "x")


def report(entries: list[Any], content: Content, since: str = "2026-11-01", **more: Any) -> Report:
    return make_report(entries, date.fromisoformat(since), TODAY, NOW, content, **more)


def section(made: Report, heading: str) -> str:
    """The lines of the section whose heading begins so; empty if it isn't there."""
    return "\n".join(line for one in made.sections if one.heading.startswith(heading) for line in one.lines)


def checked(content: Content, **answers: Answer) -> Any:
    assert content.safety is not None
    return new_full_check(header("check", on(5)), content.safety, answers, over=())


def checked_with_entries(
    content: Content, uid: str, day: int, known: list[Any] | None = None, **answers: Answer
) -> list[Any]:
    """A full check as it is stored: an entry for each yes, then the check, which names them."""
    assert content.safety is not None
    each = [new_yes(header(f"{uid}-{name}", on(day)), name, answer) for name, answer in answers.items()]
    over = [one["uid"] for one in [*(known or []), *each]]
    return [*each, new_full_check(header(uid, on(day, 10)), content.safety, answers, over=over)]


def test_h_the_sections_have_the_order_of_the_clinical_data(content: Content) -> None:
    activity = {**factories.log("a", started=on(3)), "kind": "activity", "name": "sit", "score": 4}
    every = [
        factories.session("s", started=on(3), note="mine"),
        activity,
        new_note_choice(header("n", on(4)), "s", shown=True),
    ]
    made = report(every, content, name="Ann")
    assert [one.heading for one in made.sections] == [
        "Emergency and urgent answers",
        "New tingling, numbness, weakness, or further down the leg",
        "Pain before sessions, and noted without one (0 to 10)",
        "Furthest place from the spine",
        "My activities, and questionnaires",
        "Sessions",
        "Doses, grades and stops",
        "After sessions",
        "Own notes, chosen by the person",
        "How it was asked",
    ]


def test_h1_title_range_and_what_it_is(content: Content) -> None:
    assert report([], content).about == (
        "1 November 2026 to 29 November 2026 (29 days)",
        "Self-reported, made by the person with l5tui; not checked, not a medical record.",
    )
    assert "Name: Ann" in report([], content, name="Ann").about


def test_h2_emergency_and_urgent_answers_with_id_text_and_date(content: Content) -> None:
    made = report([checked(content, U3=Answer.YES, A6=Answer.YES)], content)
    assert re.fullmatch(r"U3 .+: yes, 5 November 2026", section(made, "Emergency"))
    word = new_clearing(header("w", on(7)), "U3", date(2026, 11, 6), "professional", ("check",))
    made = report([checked(content, U3=Answer.YES), word], content)
    assert section(made, "Emergency").endswith("; a health professional's word, 6 November 2026")
    assert "Cleared: U3" in section(made, "Sessions")


def test_h2_without_one_it_names_the_day_and_never_says_that_all_is_well(content: Content) -> None:
    assert section(report([checked(content)], content), "Emergency") == (
        "No emergency or urgent answer on 5 November 2026."
    )
    assert section(report([], content), "Emergency") == "The safety questions were not answered to the end."


def test_h2_an_answer_that_a_later_check_replaced_is_still_named(content: Content) -> None:
    assert content.safety is not None
    later = new_full_check(header("later", on(20)), content.safety, {}, over=("check",))
    said = section(report([checked(content, E4=Answer.NOT_SURE), later], content), "Emergency")
    assert re.fullmatch(r"E4 .+: not sure, 5 November 2026, not since", said)


def test_h2_an_answer_that_its_own_check_names_stands_once(content: Content) -> None:
    said = checked_with_entries(content, "one", 5, U1=Answer.YES)
    assert re.fullmatch(r"U1 .+: yes, 5 November 2026", section(report(said, content), "Emergency"))
    said += checked_with_entries(content, "two", 20, known=said, U1=Answer.YES)
    lines = section(report(said, content), "Emergency")
    assert re.fullmatch(r"U1 .+: yes, 20 November 2026; first in this time 5 November 2026", lines)
    said += checked_with_entries(content, "three", 25, known=said)
    assert re.fullmatch(r"U1 .+: yes, 20 November 2026, not since", section(report(said, content), "Emergency"))


def test_h2_no_repeated_answer_pushes_another_out(content: Content) -> None:
    said = checked_with_entries(content, "first", 2, U1=Answer.YES, U2=Answer.YES, U3=Answer.NOT_SURE, U4=Answer.YES)
    for day in range(3, 12):
        said += checked_with_entries(content, f"c{day}", day, known=said, E4=Answer.YES, U5=Answer.YES)
    said += checked_with_entries(content, "last", 20, known=said)
    lines = section(report(said, content), "Emergency").splitlines()
    assert [line[:2] for line in lines] == ["E4", "U1", "U2", "U3", "U4", "U5"]


def test_h3_events_have_date_side_place_and_what_was_being_done(content: Content) -> None:
    hurt = {"rep": 3, "phase": "hold", "answer": "spreading", "pain": 6, "settled": False}
    one = factories.session("s", started=on(12), steps=[factories.step("bird_dog", "left", hurt=[hurt])])
    one["before"] = factories.score(4, left=4, right=0)
    one["after"] = factories.score(5, left=6, right=0, kinds={"left": ["pain", "tingling"], "right": []})
    assert section(report([one], content), "New").splitlines() == [
        "12 Nov: further down the leg, stayed: in Bird dog (left side), hold, rep 3",
        "12 Nov: left side, from thigh to calf or shin in Full L5",
        "12 Nov: left side, new tingling at calf or shin, after Full L5, not before it",
    ]
    assert section(report([], content), "New") == "None noted."


def test_h3_numbness_is_named_before_newer_moves_by_one_place(content: Content) -> None:
    hurt = {"rep": 5, "phase": "release", "answer": "spreading", "pain": 5, "settled": False}
    numb = factories.session("numb", started=on(9))
    numb["before"] = factories.score(4, left=3)
    numb["after"] = factories.score(4, left=3, kinds={"left": ["numbness"], "right": []})
    stayed = factories.session("stayed", started=on(10), steps=[factories.step("pelvic_tilt", hurt=[hurt])])
    made: list[Any] = [checked(content), numb, stayed]
    for day in range(11, 21):
        moved = factories.session(f"m{day}", started=on(day))
        moved["before"], moved["after"] = factories.score(3, right=2), factories.score(3, right=3)
        made.append(moved)
    lines = section(report(made, content), "New").splitlines()
    assert lines[0] == "9 Nov: left side, new numbness at buttock, after Full L5, not before it"
    assert lines[1].startswith("10 Nov: further down the leg, stayed: in ")
    assert [line[:6] for line in lines[2:4]] == ["19 Nov", "20 Nov"], "then the newest of the others"
    assert lines[4] == "Not listed: further down 8 (first 11 Nov)."


def test_h3_symptoms_that_are_new_before_a_session_are_named(content: Content) -> None:
    first = factories.session("s", started=on(12))
    first["before"] = factories.score(4, left=6, right=0, kinds={"left": ["pain", "numbness"], "right": []})
    first["after"] = first["before"]
    again = {**first, "uid": "t", "started": on(13)}
    made: list[Any] = [checked(content), first, again]
    assert section(report(made, content), "New").splitlines() == [
        "12 Nov: left side, new numbness at calf or shin, before Full L5",
    ]
    below = factories.session("s", started=on(12))
    below["before"] = below["after"] = factories.score(4, right=7)
    earlier = factories.log("l", 4, started=on(10), right=4)
    assert section(report([checked(content), below], content), "New") == (
        "12 Nov: right side, foot or toes, before Full L5 (no place noted earlier)"
    )
    assert section(report([checked(content), earlier, below], content), "New") == (
        "12 Nov: right side, foot or toes, before Full L5 (thigh on 10 Nov)"
    )


@pytest.mark.parametrize(
    ("stop", "words"),
    [("S4", "new numbness, tingling or weakness, in Full L5"), ("S3", "further down the leg, in Full L5")],
)
def test_h3_a_stop_that_was_entered_later_is_named_without_an_answer(content: Content, stop: str, words: str) -> None:
    one = factories.session("s", started=on(12), stop=stop)
    said = report([checked(content), one], content)
    assert section(said, "New") == f"12 Nov: {words}"
    assert f"Stops: 12 Nov {stop}" in section(said, "Doses")


def test_h2_a_session_that_an_emergency_sign_stopped_is_never_no_emergency(content: Content) -> None:
    one = factories.session("s", started=on(12), stop="S5")
    said = section(report([checked(content), one], content), "Emergency")
    assert said == "A session was stopped for an emergency sign, 12 Nov"


def test_h6_the_pain_of_the_week_is_apart_from_that_of_right_now(content: Content) -> None:
    made: list[Any] = [
        {**factories.log(f"w{day}", score, started=on(day)), "kind": "week"} for day, score in ((12, 6), (19, 4))
    ]
    assert (
        "Pain on average over 7 days, 0 to 10, apart from right now: first 6 (12 Nov), newest 4 (19 Nov), n = 2."
        in (section(report(made, content), "My activities"))
    )


def test_h3_numbness_that_the_full_check_named_is_not_new(content: Content) -> None:
    one = factories.log("l", 4, started=on(12), left=4, kinds={"left": ["numbness"], "right": []})
    assert section(report([checked(content, A6=Answer.YES), one], content), "New") == "None noted."


def test_h3_a_logged_score_has_side_place_and_kind_and_stands_once(content: Content) -> None:
    one = factories.log("l", 5, started=on(12), left=6, kinds={"left": ["numbness"], "right": []})
    stop = new_stop(header("s4", on(12)), "S4", occasion="log")
    assert section(report([stop, one, checked(content)], content), "New") == (
        "12 Nov: left side, new numbness at calf or shin, noted without a session"
    )
    assert section(report([stop, checked(content)], content), "New") == (
        "12 Nov: new numbness, tingling or weakness, noted without a session"
    ), "the score was deleted since, what it said was not"


def test_h4_scores_before(content: Content) -> None:
    first = [factories.log(f"f{day}", score, started=on(day)) for day, score in ((1, 5), (2, 6), (3, 5))]
    newest = [factories.log(f"n{day}", score, started=on(day)) for day, score in ((27, 3), (28, 3), (29, 2))]
    made = report([*first, *newest, factories.log("none", None, started=on(15))], content)
    assert section(made, "Pain before").splitlines() == [
        "n = 6, lowest 2, highest 6. Not answered: 1.",
        "Median of the first 7 days 5 (n = 3), of the newest 7 days 3 (n = 3): lower, 30 % or more.",
    ]
    few = section(report(first[:2], content), "Pain before")
    assert "not compared" in few
    assert "edian" not in few
    assert section(report([], content), "Pain before") == "No score. Not answered: 0."


@pytest.mark.parametrize(
    ("first", "newest", "words"),
    [(4, 3, "about the same"), (3, 5, "higher"), (3, 1, "lower."), (8, 6, "lower."), (8, 5, "30 %"), (5, 5, "same")],
)
def test_h4_a_change_has_the_words_of_a2(first: int, newest: int, words: str, content: Content) -> None:
    made = [factories.log(f"f{day}", first, started=on(day)) for day in (1, 2, 3)]
    made += [factories.log(f"n{day}", newest, started=on(day)) for day in (27, 28, 29)]
    said = section(report(made, content), "Pain before")
    assert words in said
    assert ("%" in said) is ("%" in words)


def test_h5_the_furthest_place_on_each_side(content: Content) -> None:
    one = factories.session("s", started=on(12))
    one["before"] = factories.score(4, left=6, kinds={"left": ["tingling"], "right": []})
    one["after"] = factories.score(4, left=4, kinds={"left": ["pain"], "right": []})
    assert section(report([one], content), "Furthest").splitlines() == [
        "Left: newest thigh (pain), 12 Nov; furthest in this time calf or shin, 12 Nov; kinds pain, tingling; n = 2.",
        "Right: not answered.",
    ]


def test_h6_activities_and_the_questionnaire_each_apart(content: Content) -> None:
    made: list[Any] = [
        {**factories.log(f"a{day}", started=on(day)), "kind": "activity", "name": "sit", "score": score}
        for day, score in ((2, 6), (16, 4))
    ]
    for day, ticks in ((3, [1, 4, 9]), (24, [2])):
        made.append({**factories.log(f"f{day}", started=on(day)), "kind": "form", "name": "rmdq", "ticks": ticks})
    assert section(report(made, content), "My activities").splitlines() == [
        '"sit", 0 no trouble to 10 cannot: first 6 (2 Nov), newest 4 (16 Nov), n = 2.',
        "RMDQ: 3/24 (3 Nov), 1/24 (24 Nov); first to newest about the same.",
    ]


def test_h6_of_many_questionnaires_the_first_and_the_newest_are_named(content: Content) -> None:
    made: list[Any] = [
        {**factories.log(f"f{day}", started=on(day)), "kind": "form", "name": "rmdq", "ticks": [*range(1, count + 1)]}
        for day, count in ((1, 12), (5, 11), (9, 9), (13, 8), (17, 7), (21, 4))
    ]
    assert section(report(made, content), "My activities") == (
        "RMDQ: 12/24 (1 Nov), 2 more, 8/24 (13 Nov), 7/24 (17 Nov), 4/24 (21 Nov); first to newest lower."
    )


def test_h7_sessions(content: Content) -> None:
    steps = [factories.step("bird_dog", side, seconds=300.0, reps=5) for side in ("left", "right")]
    made: list[Any] = [factories.session(f"s{day}", started=on(day), steps=steps) for day in (20, 21, 28)]
    made[0]["status"] = "partial"
    made.append(factories.session("fast", started=on(22), speed=10.0))
    made.append(factories.session("nothing", started=on(23), steps=[]))
    made.append({**factories.log("c", started=on(24)), "kind": "care", "what": "massage", "minutes": None})
    for day, minutes in ((24, 20), (25, 30)):
        walk = {**factories.log(f"w{day}", started=on(day)), "kind": "care", "what": "walking", "minutes": minutes}
        made.append(walk)
    made.append(checked(content, A3=Answer.YES))
    lines = section(report(made, content), "Sessions").splitlines()
    assert lines[:5] == [
        "3 sessions on 3 days, 2 to the end, 1 not (something skipped or cut short 1). All of Full L5.",
        "Minutes practised a week: 20, 10 (oldest first).",
        "By exercise, in sessions (repetitions, seconds held): Bird dog 3 (left 15, 150 s / right 15, 150 s).",
        "1 session at another speed, to try things out, left out.",
        "Other care noted: walking 2 (50 min), massage 1.",
    ]
    assert lines[5].startswith("By the safety answers: off: McKenzie extension, Cat-cow (cow), by A3 ")
    assert section(report([], content), "Sessions") == "No session."


def test_h7_what_was_cleared_by_whose_word_and_when(content: Content) -> None:
    word = new_clearing(header("w", on(7)), "A3", date(2026, 11, 6), "professional", ("check",))
    lines = section(report([checked(content, A3=Answer.YES), word], content), "Sessions").splitlines()
    assert lines[-1].startswith("Cleared: A3 ")
    assert lines[-1].endswith("(a health professional's word, 6 November 2026).")


def test_h7_the_usual_routine_is_named(content: Content) -> None:
    morning: Any = {"id": "morning", "name": "Morning"}
    made: list[Any] = [factories.session(f"s{day}", started=on(day)) for day in (20, 21)]
    made.append(factories.session("m", started=on(22), routine=morning))
    assert section(report(made, content), "Sessions").splitlines()[0].endswith("Most often Full L5 (2 times).")


def test_h7_a_programme_that_was_replaced_or_ended_is_still_named_with_its_sessions(content: Content) -> None:
    first = new_taken(header("t1", on(1)), programme(), "aa", None)
    end = new_end(header("e", on(10)), first)
    made: list[Any] = [
        factories.session(f"s{day}", started=on(day), programme={"id": "weeks_1_to_6", "version": 1}, answer=answer)
        for day, answer in ((3, "done"), (4, "too_hard"), (12, None))
    ]
    words = section(report([*made, first, end], content), "Sessions")
    assert 'Programme "Weeks 1 to 6" by Anna Keller: 3 sessions; could be done: done 1, too hard 1.' in words
    assert "Programme" not in section(report([first, end], content), "Sessions")


def test_h8_doses_grades_and_stops_with_reasons(content: Content) -> None:
    hurt = {"rep": 1, "phase": "hold", "answer": "sharp", "pain": 7, "settled": None}
    stopped = factories.session(
        "s", 4, 4, started=on(12), stop="S2", steps=[factories.step("glute_bridge", level=1, hurt=[hurt])]
    )
    ended = factories.session("t", 3, 3, started=on(13), stop="person", next_day="same")
    lines = section(report([stopped, ended], content), "Doses").splitlines()
    assert lines[0] == "Doses now: Glute bridge level 1 of 3 (10 reps)."
    assert re.fullmatch(r"Grades: GREEN \d, AMBER \d, RED \d; without a grade \d\.", lines[1])
    assert lines[-2:] == [
        "Stops: 12 Nov S2 stopped at a high score in Glute bridge.",
        "Ended early by the person: 1 session.",
    ]
    assert section(report([], content), "Doses") == "Stops: none."


def test_h9_next_mornings_and_after_minus_before_from_five_pairs_on(content: Content) -> None:
    made = [
        factories.session(f"s{day}", 5, after, started=on(day), next_day=answer)
        for day, after, answer in ((1, 3, "better"), (2, 4, None), (3, 5, "worse"), (4, 6, "same"), (5, 4, "same"))
    ]
    middle = median(entry["after"]["pain"] - entry["before"]["pain"] for entry in made)  # type: ignore[operator]
    assert section(report(made, content), "After sessions").splitlines() == [
        "Next morning: better 1, about the same 2, worse 1; not answered 1.",
        f"After minus before: median {middle:+d}, -2 to +1, n = 5, right after a session only.",
    ]
    assert "minus" not in section(report(made[:4], content), "After sessions")


def test_h10_notes_only_where_chosen(content: Content) -> None:
    made: list[Any] = [factories.session(f"s{day}", started=on(day), note=f"note {day}") for day in (1, 2, 3)]
    assert section(report(made, content), "Own notes") == ""
    made.append(new_note_choice(header("a", on(4)), "s1", shown=True))
    made.append(new_note_choice(header("b", on(5)), "s2", shown=True))
    made.append(new_note_choice(header("c", on(6)), "s2", shown=False))
    assert notes_shown(made) == {"s1"}
    assert section(report(made, content), "Own notes") == "1 Nov: note 1"


def test_h10_a_note_that_was_taken_out_stays_out_in_whatever_order_a_merge_puts_decisions() -> None:
    chosen = new_note_choice(header("z", on(4)), "s1", shown=True)
    taken_out = new_note_choice(header("a", on(4)), "s1", shown=False)
    assert notes_shown([chosen, taken_out]) == notes_shown([taken_out, chosen]) == frozenset()
    out = new_note_choice(header("a", on(4)), "s1", shown=False, entries=[chosen])
    back = new_note_choice(header("b", on(4)), "s1", shown=True, entries=[chosen, out])
    assert [one["started"][-14:-6] for one in (chosen, out, back)] == ["09:00:00", "09:00:01", "09:00:02"]
    assert notes_shown([back, out, chosen]) == {"s1"}


def test_h11_how_it_was_asked(content: Content) -> None:
    said = section(report([], content), "How it was asked")
    assert '"How much pain do you have right now?" before and after' in said
    assert "0 is no pain, 10 is the worst pain imaginable" in said
    assert "One point up or down is about the same" in said
    assert "No clinician has reviewed this app." in said
    assert "This report cannot show why." in said


def test_by_default_a_report_begins_with_the_last_one_or_the_first_entry() -> None:
    made: list[Any] = [factories.log("a", started=on(3)), factories.log("b", started=on(9))]
    assert default_since(made, TODAY) == date(2026, 11, 3)
    assert default_since([], TODAY) == TODAY
    made.append(new_report_made(header("r", on(20)), date(2026, 11, 3), date(2026, 11, 20)))
    assert last_report(made) == default_since(made, TODAY) == date(2026, 11, 20)
    made.append(new_report_made(header("old", on(25)), date(2026, 1, 1), date(2026, 2, 1)))
    assert default_since(made, TODAY) == date(2026, 11, 20), "a report of earlier days takes nothing back"
    made.append(new_report_made(header("now", on(29)), date(2026, 11, 20), TODAY))
    assert default_since(made, TODAY) == date(2026, 11, 20), "another form on the same day is of the same days"
    assert default_since(made, TODAY + timedelta(days=1)) == TODAY


@pytest.mark.parametrize("kind", ["care", "activity", "week", "form"])
def test_a_report_begins_with_the_first_entry_of_any_kind(kind: str) -> None:
    made: list[Any] = [{**factories.log("a", started=on(3)), "kind": kind}, factories.log("b", started=on(9))]
    made.append(new_note_choice(header("n", on(1)), "a", shown=True))
    assert default_since(made, TODAY) == date(2026, 11, 3)


def test_sessions_that_did_not_end_say_why(content: Content) -> None:
    made = [factories.session(f"s{day}", started=on(day), status="partial") for day in (1, 2, 3, 4)]
    for one, stop in zip(made, ("person", "S2", "S3"), strict=False):
        one["stop"] = stop  # type: ignore[typeddict-item]
    made.append(factories.session("cut", started=on(5), status="interrupted"))
    assert "5 sessions on 5 days, 0 to the end, 5 not (stopped for a sign or a score 2, " in section(
        report(made, content), "Sessions"
    )
    for reason in ("ended by the person 1", "something skipped or cut short 1", "cut off 1"):
        assert reason in section(report(made, content), "Sessions")


def test_exercises_without_sides_have_repetitions_and_seconds_too(content: Content) -> None:
    steps = [factories.step("glute_bridge", reps=8, held=41.6)]
    said = section(report([factories.session(steps=steps, started=on(3))], content), "Sessions")
    assert "Glute bridge 1 (8, 42 s)." in said
    flowing = [factories.step("cat_cow", reps=10, held=0.0)]
    assert "Cat-cow 1 (10)." in section(report([factories.session(steps=flowing, started=on(3))], content), "Sessions")
    assert "Dose changes: none." in section(report([factories.session(steps=steps, started=on(3))], content), "Doses")


def test_an_answer_after_a_past_period_is_not_said_to_be_of_it(content: Content) -> None:
    made = make_report([checked(content)], date(2026, 10, 1), date(2026, 10, 7), NOW, content)
    assert "No emergency or urgent answer in this time, nor later, on " in section(made, "Emergency")


def test_bare_addresses_are_no_links_in_markdown(content: Content) -> None:
    one = factories.session("s", started=on(3), note="https://a.example www.b.example")
    made = report([one, new_note_choice(header("n", on(4)), "s", shown=True)], content)
    markdown = as_markdown(made)
    assert r"https\://a.example www\.b.example" in markdown
    assert "<a" not in MarkdownIt("gfm-like").render(markdown)


def test_long_names_and_many_activities_stay_short(content: Content) -> None:
    made: list[Any] = [
        {
            **factories.log(f"a{number}", started=on(2 + number)),
            "kind": "activity",
            "name": f"{number}" * 500,
            "score": 4,
        }
        for number in range(9)
    ]
    lines = section(report(made, content), "My activities").splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(f'"{"5" * 27}...", 0 no trouble')
    assert lines[-1] == "Other activities, last answered earlier: 5."


class Page(HTMLParser):
    """Reads a page, and checks that its elements are closed in order."""

    EMPTY = frozenset({"meta", "circle", "line", "polyline", "polygon"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "xlink:href")]
        self.links += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=journals())
def test_any_journal_gives_a_page_without_script_or_outside_link(entries: list[Entry], content: Content) -> None:
    chosen: list[Any] = [
        *entries,
        *(new_note_choice(header(f"n{one['uid']}", on(28)), one["uid"], shown=True) for one in entries),
    ]
    made = report(chosen, content, since="2026-01-01")
    html = as_html(made)
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    assert page.links == []
    assert page.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "section"),
        *("figure", "figcaption", "svg", "text", *Page.EMPTY),
    }
    assert "http" not in html.replace("http-equiv", "")
    for text in (html, as_text(made), as_markdown(made)):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_what_a_person_typed_is_text_in_every_form(content: Content) -> None:
    one = factories.session("s", started=on(3), note=NASTY, routine={"id": "x", "name": NASTY})
    made = report([one, new_note_choice(header("n", on(4)), "s", shown=True)], content, name=NASTY)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in as_html(made)
    assert "<script" not in as_html(made)
    markdown = as_markdown(made)
    assert r"\<script\>alert\(1\)" in markdown
    assert r"\[x\]\(http\://a\) \*b\*" in markdown
    assert r"\x1b[31m \u202eabc" in " ".join(as_text(made).split())


@pytest.mark.parametrize("count", [0, 1, 40, 200, 2000])
def test_it_stays_one_page_however_many_entries_there_are(count: int, content: Content) -> None:
    made: list[Any] = []
    hurt = {"rep": 1, "phase": "hold", "answer": "tingling", "pain": 4, "settled": None}
    for number in range(count):
        at = (NOW - timedelta(hours=13 * number)).isoformat()
        one = factories.session(f"s{number}", 3 + number % 4, 4, started=at, note=NASTY * 5, stop="S2")
        one["steps"] = [factories.step(name, hurt=[hurt]) for name in ("bird_dog", "glute_bridge", "cat_cow")]
        made += [one, new_note_choice(header(f"n{number}", at), one["uid"], shown=True)]
    report_ = report(made, content, since=default_since(made, TODAY).isoformat())
    assert len(as_text(report_).splitlines()) <= 85
    assert len(as_html(report_)) < 600_000


def test_entries_of_odd_shapes_and_of_the_first_and_last_year_are_no_fault(content: Content) -> None:
    first, last = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"
    made: list[Any] = [
        factories.session("a", started=first, ended="0001-01-01T00:30:00+14:00"),
        factories.session("z", started=last, ended=first),
        factories.log("l", started="0001-01-01T00:00:00+00:00"),
        {**factories.log("k", started=on(3)), "kind": "sleep", "hours": 3},
        {**factories.log("b", started=on(3)), "kind": ["log"]},
        {**factories.log("c", started=on(3)), "kind": "care", "what": ["x"], "minutes": -50},
        {**factories.log("m", started=on(3)), "kind": "care", "what": "walking", "minutes": 1e300},
        {**factories.log("f", started=on(3)), "kind": "form", "name": "rmdq", "ticks": ["a", [1], 3, 99]},
        {**factories.log("g", started=on(3)), "kind": "form", "name": None, "ticks": 3},
        {**factories.log("y", started=on(3)), "kind": "activity", "name": None, "score": 4},
    ]
    assert default_since(made, TODAY) == date(2026, 11, 3), "the first day that a date can be read of"
    for since in (date.min, date(2026, 11, 1)):
        for until in (TODAY, date.max):
            report_ = make_report(made, since, until, NOW, content)
            assert "x -50" not in as_text(report_), "negative minutes are none"
            assert "RMDQ: 1/24" in as_text(report_) + as_html(report_) + as_markdown(report_)
    for ending in ENDINGS:
        assert export_text(ending, made, NOW)
