"""Safety in plain lines: the questions before a session, refusals, the zones of the score, and lasting stops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.errors import L5Error, UsageError
from l5tui.domain.entry import Entry
from l5tui.domain.pain_zones import new_override
from l5tui.domain.safety.entries import new_stop
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from l5tui.domain.safety.words import TAKE_CARE
from l5tui.journal.drafts import Draft, Drafts
from l5tui.journal.sessionlog.session_log import SessionLog, read_interrupted
from l5tui.journal.store import Journal
from l5tui.plain.safety import RefusedError
from tests import factories
from tests.domain.safety.safety_journal import SAFETY
from tests.plain.safety_scripts import (
    FLARE_UP,
    MINE,
    NAMED,
    WATCHED,
    WITH_FLARE_UP,
    AtKeyboard,
    ByHand,
    age,
    cut_off,
    life,
    safety_of,
)
from tests.plain.scripted_user import AFTERWARDS, LIBRARY, OUT, Key, Played, ScriptedUser, play


def asked(*script: Key, entries: Iterable[Entry] = (), place: Path, **more: Any) -> Played:
    """A start at a terminal."""
    return play(place, *script, entries=tuple(entries), screened=False, person=AtKeyboard, **more)


# The full check


def test_the_first_session_begins_after_all_questions_on_three_pages(tmp_path: Path) -> None:
    played = asked("n", "n", "n", "5", "enter", (AFTERWARDS, "3"), "enter", "enter", place=tmp_path)
    assert played.entry["status"] == "complete"
    said = played.person.lines
    assert SAFETY.intro in said
    for question in SAFETY.questions:
        assert f"{question.id}. {question.text}" in said
    assert SAFETY.all_no in said
    assert SAFETY.recheck.text not in said, "right after a full check there is no recheck"
    [check] = safety_of(played)
    assert (check["occasion"], set(check["answers"].values())) == ("full_check", {"no"})


def test_an_emergency_ends_the_check_at_once_and_refuses_every_later_start(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="Get help now"):
        asked("y", "n", "u", *"nnnnn", "d", place=tmp_path)
    with pytest.raises(RefusedError):
        asked(place=tmp_path)
    [kept] = [one for one in Journal(tmp_path / "journal.json").entries() if one["kind"] == "safety"]
    assert (kept["occasion"], kept["answers"]) == ("answer", {"E2": "not_sure"})


def test_the_emergency_page_is_printed_in_full(tmp_path: Path) -> None:
    someone = life()
    someone.say("E3")
    person: list[ScriptedUser] = []

    class Heard(AtKeyboard):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            person.append(self)

    with pytest.raises(RefusedError):
        play(tmp_path, entries=tuple(someone.entries), screened=False, person=Heard)
    page = SAFETY.pages[SAFETY.questions[0].level]
    assert page.title in person[0].lines
    assert page.body in person[0].lines
    assert any("Leg getting weaker: yes" in line for line in person[0].lines)
    assert any("l5tui safety ask" in line for line in person[0].lines)


def test_an_urgent_yes_refuses_the_session_and_is_saved_before_the_next_page(tmp_path: Path) -> None:
    kept: list[str] = []

    class Cut(AtKeyboard):
        """A user who leaves when the third page is asked."""

        def say(self, *lines: str) -> None:
            super().say(*lines)
            if any(line.startswith("Page 3") for line in lines):
                kept.append("asked")
                self.script.clear()

    played = play(tmp_path, "n", "y", "y", *"nnnnnnn", "d", screened=False, person=Cut)
    assert kept == ["asked"]
    assert "Nothing was begun." in played.person.lines
    assert [(one["occasion"], one["answers"]) for one in safety_of(played)] == [("answer", {"U1": "yes"})]
    with pytest.raises(RefusedError, match="talk to a health professional first"):
        asked(place=tmp_path)


def test_a_yes_is_a_draft_until_its_page_is_confirmed_and_a_kill_before_that_loses_nothing(tmp_path: Path) -> None:
    drafts: list[list[str]] = []

    class Watched(AtKeyboard):
        """A user who looks for the draft at each question."""

        def say(self, *lines: str) -> None:
            super().say(*lines)
            drafts.append([path.read_text() for path in (tmp_path / "journal.json.drafts").glob("*.draft")])

    with pytest.raises(RefusedError, match="Get help now"):
        play(tmp_path, "y", "n", "y", *"nnnnn", "d", screened=False, person=Watched)
    [written] = drafts[-3]
    assert '"E2": "yes"' in written or '"E2":"yes"' in written
    assert drafts[-1] == [], "it is an entry now"
    cut = tmp_path / "cut"
    cut.mkdir()
    one = Drafts(cut / "journal.json")
    one.hold(Draft("one", "marked", new_header().at, {"E2": "yes"}))
    one.keep()
    with pytest.raises(RefusedError, match="Get help now"):
        asked(place=cut)
    [kept] = [one for one in Journal(cut / "journal.json").entries() if one["kind"] == "safety"]
    assert (kept["answers"], Drafts(cut / "journal.json").left()) == ({"E2": "yes"}, [])


def test_a_check_whose_answers_only_warn_says_that_nothing_is_left_out(tmp_path: Path) -> None:
    warned = replace(
        SAFETY,
        questions=tuple(
            replace(one, affects=(Restriction(ANY_EXERCISE, None, Effect.WARN, one.id),)) if one.id == "A1" else one
            for one in SAFETY.questions
        ),
    )
    played = asked("n", "n", "y", "y", *"nnnnnnnnnnn", "d", content=replace(LIBRARY, safety=warned), place=tmp_path)
    assert TAKE_CARE[1] in played.person.lines
    assert not any("switched off" in line for line in played.person.lines)


def test_a_check_that_is_broken_off_stores_no_answer_no(tmp_path: Path) -> None:
    played = asked("n", "n", place=tmp_path)
    assert safety_of(played) == []
    assert "Nothing was begun." in played.person.lines


def test_a_wrong_answer_can_be_taken_back(tmp_path: Path) -> None:
    script = ("n", "n", "y", "y", "b", *"nnnnnnnnnnnn", "b", "y", *"nnnnnnnnnnnn", "d", "5", "enter")
    played = asked(*script, (AFTERWARDS, "3"), "enter", "enter", place=tmp_path)
    [check] = safety_of(played)
    assert set(check["answers"].values()) == {"no"}


def test_a_held_key_answers_one_question(tmp_path: Path) -> None:
    class Holding(ScriptedUser):
        single_keys = True

        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self.single_keys = True
            self.rechecks = False
            self.held = 40

        def key(self, wait_s: float | None) -> str | None:
            self.held -= 1
            return "n" if self.held > 0 else super().key(wait_s)

    played = play(tmp_path, screened=False, person=Holding)
    assert [line for line in played.person.lines if line.startswith("Page")] == ["Page 1 of 3. Is any of these so?"]
    assert safety_of(played) == []


def test_without_a_terminal_the_full_check_says_how_to_answer_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        play(tmp_path, "n", "n", "n", screened=False)
    assert "ssh -t HOST l5tui safety ask" in str(refused.value)
    assert refused.value.status == 2


def test_a_journal_without_any_check_asks_once_and_assumes_no_answer(tmp_path: Path) -> None:
    before = (factories.session("old", stop="S4"), factories.log("older", left=7, right=7))
    played = asked("n", "n", "n", "q", "enter", place=tmp_path, entries=before)
    assert "How much pain" in played.person.text
    again = play(tmp_path, "n", "q", person=ByHand)
    assert "How much pain" in again.person.text


# The recheck and S3's question, from any input


def test_nothing_new_continues_and_something_new_asks_all_questions(tmp_path: Path) -> None:
    on = play(tmp_path, "", "n", "5", *OUT, person=ByHand)
    assert on.entry["status"] == "complete"
    assert "An empty line is no answer here. Type n or y." in on.person.lines
    with pytest.raises(UsageError):
        play(tmp_path, "y", person=ByHand)
    with pytest.raises(UsageError):
        play(tmp_path, "n", "5", person=ByHand)
    assert asked("n", "n", "n", "q", "enter", place=tmp_path).person.text.count("How much pain") == 1


def test_after_s3_its_question_comes_first(tmp_path: Path) -> None:
    someone = life().pass_(days=-1)
    someone.check()
    someone.stop("S3", "s1")
    played = play(tmp_path, "n", "n", "5", *OUT, entries=tuple(someone.entries), person=ByHand)
    first = next(line for line in played.person.lines if "?" in line)
    assert first == "It may have moved down and stayed. Is it still further down?", "no session says so"
    assert {step["variant"] for step in played.entry["steps"]} == {"easy"}, "the easier forms in that session"
    assert [one["occasion"] for one in safety_of(played)][-2:] == ["follow_up", "follow_up"]
    again = play(tmp_path, "n", "5", *OUT, person=ByHand)
    newest = next(entry for entry in again.journal.entries() if entry["kind"] == "session")
    assert "moved down" not in again.person.text
    assert newest["status"] == "complete"


def test_still_further_down_refuses_as_s4(tmp_path: Path) -> None:
    someone = life()
    someone.check()
    someone.stop("S3", "s1")
    with pytest.raises(RefusedError, match="the last one was stopped"):
        play(tmp_path, "y", entries=tuple(someone.entries), person=ByHand)
    with pytest.raises(RefusedError):
        play(tmp_path, "n", "5", person=ByHand)


def test_s3s_question_without_an_answer_is_recorded_as_shown_once(tmp_path: Path) -> None:
    someone = life()
    someone.check()
    someone.stop("S3", "s1")
    play(tmp_path, entries=tuple(someone.entries), person=ByHand)
    played = play(tmp_path, person=ByHand)
    assert [one["answers"] for one in safety_of(played) if one["occasion"] == "follow_up"] == [{}]


# The zones


@pytest.mark.parametrize("score", ["8", "9", "10"])
def test_a3_a_score_of_8_to_10_is_saved_and_no_session_begins(tmp_path: Path, score: str) -> None:
    played = play(tmp_path, score, "b", "y", *OUT, content=WITH_FLARE_UP)
    assert SAFETY.stop_texts["S7"] in played.person.lines
    assert [log["pain"] for log in played.logs] == [int(score)]
    assert "Kept in your journal." in played.person.lines
    assert not [entry for entry in played.journal.entries() if entry["kind"] == "session"]
    assert played.status == 0


@pytest.mark.parametrize("score", ["6", "7"])
def test_a3_a_score_of_6_or_7_starts_only_flare_up(tmp_path: Path, score: str) -> None:
    played = play(tmp_path, score, "b", "f", *OUT, content=WITH_FLARE_UP)
    assert "b" in played.person.text
    assert played.entry["routine"] == {"id": "flare_up", "name": "Flare-up"}
    assert played.entry["before"]["pain"] == int(score)
    kept = play(tmp_path / "kept", score, "k", content=WITH_FLARE_UP)
    assert [log["pain"] for log in kept.logs] == [int(score)]


def test_a3_a_score_of_6_is_saved_even_without_a_choice(tmp_path: Path) -> None:
    assert [log["pain"] for log in play(tmp_path, "6", content=WITH_FLARE_UP).logs] == [6]


def test_a3_without_flare_up_the_score_is_saved_with_a_message(tmp_path: Path) -> None:
    played = play(tmp_path, "6")
    assert "Nothing of Flare-up is left for you, so no session begins." in played.person.lines
    assert [log["pain"] for log in played.logs] == [6]


def test_a3_the_override_is_asked_once_and_saved_as_a_decision(tmp_path: Path) -> None:
    played = play(tmp_path, "7", "o", *OUT, content=WITH_FLARE_UP)
    assert played.entry["routine"]["id"] == "both"
    [decision] = [one for one in played.journal.entries() if one["kind"] == "decision" and one["about"] != "notice"]
    assert decision["about"] == new_override(new_header())["about"]
    again = play(tmp_path, "6", *OUT, content=WITH_FLARE_UP)
    assert "What would you like?" not in again.person.text
    assert "a professional told me these are right on such days. So " in again.person.text, "it says what holds"
    high = play(tmp_path, "8", *OUT, content=WITH_FLARE_UP)
    assert [log["pain"] for log in high.logs] == [8], "none exists at 8 to 10"


def test_a3_o_after_a_score_takes_the_override_back(tmp_path: Path) -> None:
    play(tmp_path, "7", "o", *OUT, content=WITH_FLARE_UP)
    back = play(tmp_path, "6 o", "k", content=WITH_FLARE_UP)
    assert "Taken back. At 6 and 7 it is asked again." in back.person.lines
    assert "What would you like?" in back.person.lines, "Flare-up, or nothing"
    assert "o after it: take back" not in play(tmp_path, "6", "k", content=WITH_FLARE_UP).person.text


def test_a3_at_4_and_5_the_routine_begins_with_gentler_options_in_a_line(tmp_path: Path) -> None:
    played = play(tmp_path, "4", *OUT, content=WITH_FLARE_UP)
    assert any("g after it: Gentle instead" in line for line in played.person.lines)
    assert played.entry["routine"]["id"] == "both"
    gentle = play(tmp_path / "g", "5 g", *OUT, content=WITH_FLARE_UP)
    assert (gentle.entry["routine"]["id"], gentle.entry["before"]["pain"]) == ("gentle_relief", 5)
    easier = play(tmp_path / "e", "s e", *OUT, content=WITH_FLARE_UP)
    assert {step["variant"] for step in easier.entry["steps"]} == {"easy"}
    assert easier.entry["before"]["pain"] is None


def test_a3_flare_up_does_not_recommend_itself(tmp_path: Path) -> None:
    played = play(tmp_path, "6", *OUT, content=WITH_FLARE_UP, routine=FLARE_UP)
    assert played.entry["routine"]["id"] == "flare_up"
    assert "after it" not in played.person.text
    assert "What would you like?" not in played.person.text


# What is off


def restricted(place: Path, *script: Key, **more: Any) -> Played:
    """A start with the answer "recent operation": everything that the table doesn't name is off."""
    someone = life()
    someone.check("A2")
    return play(place, *script, entries=tuple(someone.entries), **more)


def test_an_own_routine_is_off_with_any_answer_and_is_refused(tmp_path: Path) -> None:
    with pytest.raises(L5Error, match="Both has no exercise left"):
        restricted(tmp_path, "5")


# Stops outlast the session


@pytest.mark.parametrize(
    ("answers", "rule"),
    [
        (("4", "1", "n"), "S4"),
        (("5", "2", "n"), "S4"),
        (("6", "1", "r"), "S6"),
        (("3", (700, "y"), "r"), "S3"),
        (("8", "y", "r", "r"), "S5"),
        (("7", "2", "r", "r"), "S5"),
    ],
    ids=["S4 tingling", "S4 weak", "S6 dizzy", "S3 stayed", "S5 signs", "S5 chest"],
)
def test_a_stop_is_an_entry_of_its_own_and_applies_to_the_next_start(
    tmp_path: Path, answers: tuple[Key, ...], rule: str
) -> None:
    played = play(tmp_path, "5", (14, "x"), *answers, (AFTERWARDS, "4"), "")
    assert played.entry["stop"] == rule
    [stop] = [one for one in safety_of(played) if one["occasion"] == "stop"]
    assert (stop["stop"], stop["session"]) == (rule, played.entry["uid"])
    if rule == "S3":
        assert "Is it still further down?" in play(tmp_path, person=ByHand).person.text
    else:
        refused = "Get help now" if rule == "S5" else "the last one was stopped"
        with pytest.raises(RefusedError, match=refused):
            play(tmp_path, "n", "5", person=ByHand)


def test_deleting_the_session_lifts_no_stop(tmp_path: Path) -> None:
    played = play(tmp_path, "5", (14, "x"), "6", "1", "r", (AFTERWARDS, "4"), "")
    played.journal.delete(played.entry["uid"], now())
    played.journal.purge()
    with pytest.raises(RefusedError):
        play(tmp_path, "n", "5", person=ByHand)


def test_a_stop_is_saved_before_its_words_are_printed(tmp_path: Path) -> None:
    seen: list[bool] = []

    class Watching(ScriptedUser):
        def say(self, *lines: str) -> None:
            super().say(*lines)
            if SAFETY.stop_texts["S6"] in lines:
                entries = Journal(tmp_path / "journal.json").entries()
                seen.append(any(one["kind"] == "safety" and one["stop"] == "S6" for one in entries))

    play(tmp_path, "5", (14, "x"), "6", "1", "r", (AFTERWARDS, "4"), "", person=Watching)
    assert seen == [True, True], "on its page, and in the summary"


@pytest.mark.parametrize("choice", ["k", "d", "l"])
def test_an_unanswered_further_down_counts_as_stayed_however_the_session_is_closed(tmp_path: Path, choice: str) -> None:
    play(tmp_path, "5", (14, "x"), "3")
    play(tmp_path, choice, "q", person=ByHand)
    assert "Is it still further down?" in play(tmp_path, *(["k"] if choice == "l" else []), person=ByHand).person.text


def test_a_recorded_stop_keeps_its_date_when_its_session_is_postponed_again(tmp_path: Path) -> None:
    """Otherwise a clearance given in between would be older than the stop, which would hold again."""
    play(tmp_path, "5", (14, "x"), "3")
    play(tmp_path, "l", "q", person=ByHand)
    journal = Journal(tmp_path / "journal.json")
    (stop,) = [one for one in journal.entries() if one["kind"] == "safety" and one["stop"] == "S3"]
    before: Any = {**stop, "started": (now() - timedelta(days=2)).isoformat(timespec="seconds")}
    journal.put(before)
    play(tmp_path, "l", "q", person=ByHand)
    assert before in journal.entries()


# A session that is taken up again


def test_after_30_minutes_the_recheck_comes_before_resuming(tmp_path: Path) -> None:
    cut_off(tmp_path)
    age(tmp_path, 1800)
    play(tmp_path, "g", "y", person=ByHand, clock=factories.ManualClock(14_000))
    on = play(tmp_path, "l", person=ByHand)
    assert "No session can go on now, so it can be kept or discarded." in on.person.lines
    assert "g: go on" not in on.person.text
    assert "later" not in on.person.text
    assert '"l" is no answer here. Type k or d.' in on.person.lines


def test_after_30_minutes_with_nothing_new_the_session_resumes(tmp_path: Path) -> None:
    cut_off(tmp_path)
    age(tmp_path, 1800)
    on = play(tmp_path, "g", "n", (20, ""), *OUT, person=ByHand, clock=factories.ManualClock(14_000))
    assert on.entry["status"] == "complete"


def test_a_session_of_another_local_date_can_only_be_saved_or_discarded(tmp_path: Path) -> None:
    played = cut_off(tmp_path)
    [log] = (tmp_path / "journal.json.live").glob("*.log")
    left = read_interrupted(log)
    yesterday = (now() - timedelta(days=1)).isoformat(timespec="seconds")
    log.unlink()
    entry = {**left.entry, "started": yesterday}
    again = SessionLog.begin(log.parent, entry, left.plan)  # type: ignore[arg-type]
    for event in left.events:
        again(event)
    again.close()
    age(tmp_path, 60)
    on = play(tmp_path, "g", "k", "q")
    assert "It began on another day, so it can be kept or discarded, and a new one begun." in on.person.lines
    assert played.status == 0


def test_an_exercise_that_is_off_now_is_left_out_of_the_resumed_session_and_named(tmp_path: Path) -> None:
    play(tmp_path, "5", (14, ""), content=NAMED)
    someone = life()
    someone.safety = MINE
    someone.check("A2")
    on = play(tmp_path, "g", (20, ""), *OUT, entries=tuple(someone.entries), content=NAMED, person=ByHand)
    assert "Dog is left out (Recent operation)." in on.person.lines
    assert [(step["exercise"], step["outcome"]) for step in on.entry["steps"]] == [
        ("bridge", "done"),
        ("dog", "off"),
        ("dog", "off"),
    ]


def test_an_exercise_that_is_off_is_left_out_of_a_new_session_and_named(tmp_path: Path) -> None:
    someone = life()
    someone.safety = MINE
    someone.check("A2")
    played = play(tmp_path, "5", *OUT, entries=tuple(someone.entries), content=NAMED)
    assert "Dog is left out (Recent operation)." in played.person.lines
    assert "Both: 1 exercise, " in played.person.text
    assert {step["outcome"] for step in played.entry["steps"] if step["exercise"] == "dog"} == {"off"}


def test_a_session_cannot_resume_after_a_stop_in_another_login(tmp_path: Path) -> None:
    cut_off(tmp_path)
    stop = new_stop(new_header(), "S4", "another")
    with pytest.raises(RefusedError):
        play(tmp_path, "g", "k", person=ByHand, entries=(stop,))
    [session] = [entry for entry in Journal(tmp_path / "journal.json").entries() if entry["kind"] == "session"]
    assert session["ended"] is not None, "it was kept"


# The check-out


def watched(place: Path, *script: Key) -> Played:
    """A start with the answer A6."""
    someone = life()
    someone.safety = WATCHED
    someone.check("A6")
    return play(place, *script, entries=tuple(someone.entries), content=replace(LIBRARY, safety=WATCHED))


@pytest.mark.parametrize(
    ("answers", "asked"), [(("n", ""), False), (("y", ""), True), ((), True)], ids=["no", "yes", "nobody there"]
)
def test_b_with_a6_the_check_out_asks_about_further_down_the_leg(
    tmp_path: Path, answers: tuple[Key, ...], asked: bool
) -> None:
    played = watched(tmp_path, "5", (AFTERWARDS, "3"), *answers)
    assert "Further down the leg than before you began?" in played.person.lines
    assert played.entry["status"] == "complete", "it holds nobody now"
    again = play(tmp_path, person=ByHand, content=replace(LIBRARY, safety=WATCHED))
    assert ("Is it still further down?" in again.person.text) is asked


def test_b_without_a6_the_leg_is_not_asked_about(tmp_path: Path) -> None:
    assert "Further down the leg" not in play(tmp_path, "5", *OUT).person.text


def test_b_a_score_of_8_to_10_after_a_session_prints_s7s_last_sentence(tmp_path: Path) -> None:
    last = "If this is new, or you cannot cope with it, talk to a health professional today."
    assert last in play(tmp_path, "5", (AFTERWARDS, "8"), "").person.lines
    assert last not in play(tmp_path / "lower", "5", (AFTERWARDS, "7"), "").person.lines
