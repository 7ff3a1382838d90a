"""The place in plain lines: asked at the check-in, within a session and at the check-out, and its new symptoms."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from l5tui.config.clock import now
from l5tui.config.settings import Settings
from l5tui.domain.entry import SafetyEntry
from l5tui.domain.pain_zones import FURTHER, IF_NEW, NEXT_MORNING, VERY_HIGH, WHERE, WHERE_NOW
from l5tui.domain.routine import First, Step
from l5tui.domain.safety.stop_page import BOTH_LEGS
from l5tui.journal.drafts import Draft
from l5tui.journal.store import Journal
from l5tui.plain.prompt import HOW_TO_PLACE, PLACES_LISTED
from l5tui.plain.records import Records
from l5tui.plain.safety import RefusedError
from tests import factories
from tests.domain.safety.safety_journal import SAFETY, SafetyJournal
from tests.plain.safety_scripts import FLARE_UP, WATCHED, WITH_FLARE_UP
from tests.plain.scripted_user import AFTERWARDS, DOG, LIBRARY, Key, Placing, Played, ScriptedUser, play

S4 = SAFETY.stop_texts["S4"]
NO_SIGNS = "n"
DONE: tuple[Key, ...] = ((AFTERWARDS, "3"), "", "")


def placed(place: Path, *script: Key, **more: Any) -> Played:
    return play(place, *script, person=Placing, **more)


def refused(place: Path, *script: Key, **more: Any) -> tuple[str, Journal]:
    """What was said before a session was refused, and the journal."""
    people: list[ScriptedUser] = []

    class Heard(Placing):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            people.append(self)

    with pytest.raises(RefusedError):
        play(place, *script, person=Heard, **more)
    return people[0].text, Journal(place / "journal.json")


def safety_of(journal: Journal) -> list[SafetyEntry]:
    """What was kept about safety after the full check, oldest first."""
    found = [entry for entry in reversed(journal.entries()) if entry["kind"] == "safety"]
    return [entry for entry in found if entry["occasion"] != "full_check"]


def kept(journal: Journal) -> list[tuple[str, str | None, dict[str, str]]]:
    return [(one["occasion"], one["stop"], dict(one["answers"])) for one in safety_of(journal)]


def logs_of(journal: Journal) -> list[Any]:
    return [entry for entry in journal.entries() if entry["kind"] == "log"]


# One line


def test_a_normal_day_leaves_the_place_out_with_an_empty_line(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "", *DONE)
    assert (played.entry["before"]["left"], played.entry["before"]["right"]) == (None, None)
    assert (played.entry["after"]["left"], played.entry["after"]["right"]) == (None, None)
    assert played.person.lines.count(WHERE) == 2
    assert safety_of(played.journal) == []


def test_b_place_and_kinds_of_both_sides_are_in_the_entry(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "left buttock, right none", (AFTERWARDS, "3"), "left side right none", "")
    before, after = played.entry["before"], played.entry["after"]
    assert (before["left"], before["right"], before["kinds"]) == (3, 0, {"left": ["pain"], "right": []})
    assert (after["left"], after["right"]) == (2, 0)
    assert safety_of(played.journal) == []


@pytest.mark.parametrize(("line", "first"), [("left buttock, right none", "left"), ("", "right")])
def test_a_step_begins_with_the_side_that_is_worse_now(tmp_path: Path, line: str, first: str) -> None:
    """Without a place that tells the sides apart the setting decides."""
    worse = factories.routine(routine_id="worse", steps=(Step(DOG, first=First.WORSE),))
    played = placed(tmp_path, "5", line, *DONE, routine=worse, settings=Settings(first_side="right"))
    assert played.entry["steps"][0]["side"] == first


def test_an_unknown_place_is_reported_and_asked_again(tmp_path: Path) -> None:
    lines = ("left caff", "?", "left calf left foot", "x" * 1_000_000, "left calf")
    played = placed(tmp_path, "5", *lines, *DONE)
    said = played.person.lines
    assert f"caff is no place. Did you mean calf? {HOW_TO_PLACE}" in said
    assert f"Left is named twice. One place a side: the furthest. {HOW_TO_PLACE}" in said
    assert f"That line is too long for a place. {HOW_TO_PLACE}" in said
    assert set(PLACES_LISTED) <= set(said)
    assert played.entry["before"]["left"] == 6


@pytest.mark.parametrize("line", [HOW_TO_PLACE, *PLACES_LISTED])
def test_the_daily_questions_are_short_for_a_screen_reader(line: str) -> None:
    assert len(line) <= 150


def test_the_end_of_input_at_the_place_keeps_the_score_and_no_place(tmp_path: Path) -> None:
    played = placed(tmp_path, "5")
    [log] = played.logs
    assert (log["pain"], log["left"], log["right"]) == (5, None, None)
    assert "Nothing was begun." in played.person.lines


def test_the_end_of_input_at_the_place_after_a_session_keeps_the_score_and_no_place(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "left calf", (AFTERWARDS, "3"))
    after = played.entry["after"]
    assert (after["pain"], after["left"], after["kinds"]) == (3, None, {"left": [], "right": []})
    assert safety_of(played.journal) == []


def test_a_typed_place_is_no_answer_until_entered_and_is_offered_again(tmp_path: Path) -> None:
    def at_keyboard(*script: Key) -> Played:
        class Typing(Placing):
            def __init__(self, *given: Any, **more: Any) -> None:
                super().__init__(*given, **more)
                self.single_keys = True

        return play(tmp_path, *script, person=Typing, records=Kept)

    class Kept(Records):
        """Keeps drafts on the disk as a start does at its end."""

        def __init__(self, journal: Journal) -> None:
            super().__init__(journal)
            opened.append(self)

    opened: list[Records] = []
    typed = tuple("space" if sign == " " else sign for sign in "left calf tingling")
    first = at_keyboard("5", "enter", *typed)
    assert (first.logs, safety_of(first.journal)) == ([], [])
    assert opened[0].drafts.keep() == []
    with pytest.raises(RefusedError):
        at_keyboard("k", "n")
    [log] = logs_of(first.journal)
    assert (log["pain"], log["left"], log["kinds"]["left"]) == (5, 6, ["tingling"])
    assert kept(first.journal) == [("stop", "S4", {})]
    assert opened[1].drafts.left() == []


def test_a_draft_of_a_score_after_a_session_is_saved_with_its_place_and_applied(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "", *DONE)
    drafts = Records(played.journal).drafts
    values = {"pain": 3, "left": None, "right": 7, "kinds": {"left": [], "right": ["numbness"]}}
    drafts.hold(Draft("d" * 32, "after", now().isoformat(), values, played.entry["uid"], "Both"))
    drafts.keep()
    with pytest.raises(RefusedError):
        play(tmp_path, "k", "n", single_keys=True)
    assert (played.entry["after"]["right"], kept(played.journal)) == (7, [("stop", "S4", {})])


def test_a_draft_that_corrects_what_stopped_a_session_is_kept_and_the_stop_holds(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "", *DONE)
    drafts = Records(played.journal).drafts
    drafts.hold(Draft("d" * 32, "edit", now().isoformat(), {"stop": "S4"}, played.entry["uid"], "Both"))
    drafts.keep()
    with pytest.raises(RefusedError):
        play(tmp_path, "k", "n", single_keys=True)
    assert (played.entry["stop"], kept(played.journal)) == ("S4", [("stop", "S4", {})])


# The check-in


def test_b_a_new_kind_before_a_session_is_s4_and_no_session_begins(tmp_path: Path) -> None:
    said, journal = refused(tmp_path, "5", "left calf tingling", NO_SIGNS)
    assert S4 in said
    assert "Is any of these so as well?" in said
    assert kept(journal) == [("stop", "S4", {})]
    [log] = logs_of(journal)
    assert (log["pain"], log["left"], log["kinds"]["left"]) == (5, 6, ["tingling"])
    assert not [entry for entry in journal.entries() if entry["kind"] == "session"]
    with pytest.raises(RefusedError):
        play(tmp_path, "n", "5")


def test_b_a_new_kind_is_kept_before_its_words_are_said(tmp_path: Path) -> None:
    seen: list[list[Any]] = []

    class Watching(Placing):
        def say(self, *lines: str) -> None:
            super().say(*lines)
            if S4 in lines:
                journal = Journal(tmp_path / "journal.json")
                seen.append([kept(journal), [log["left"] for log in logs_of(journal)]])

    with pytest.raises(RefusedError):
        play(tmp_path, "5", "left calf tingling", person=Watching)
    assert seen == [[[("stop", "S4", {})], [6]]]


def test_b_an_emergency_sign_with_a_new_kind_is_s5(tmp_path: Path) -> None:
    said, journal = refused(tmp_path, "5", "right foot numb", "y", *"nnynnnn", "d")
    assert kept(journal) == [("stop", "S4", {}), ("answer", None, {"E3": "yes"})]
    assert SAFETY.pages[SAFETY.questions[0].level].title in said


def test_a_marked_emergency_counts_even_if_the_rest_is_not_answered(tmp_path: Path) -> None:
    _, journal = refused(tmp_path, "5", "right foot numb", "y", "n", "u")
    assert kept(journal) == [("stop", "S4", {}), ("answer", None, {"E2": "not_sure"})]


def test_b_both_sides_newly_4_or_more_ask_the_emergency_questions_and_none_continues(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "left thigh right knee", NO_SIGNS, *DONE)
    assert f"{BOTH_LEGS}." in played.person.lines
    assert played.entry["status"] == "complete"
    assert (played.entry["before"]["left"], safety_of(played.journal)) == (4, [])
    again = placed(tmp_path, "4", "both knee", (AFTERWARDS, "3"), "both thigh", "")
    assert BOTH_LEGS not in again.person.text, "it is known by now"


@pytest.mark.parametrize(
    ("answers", "what"),
    [((), [("recheck", None, {"recheck": "yes"})]), (("y", *"nnnynnn", "d"), [("answer", None, {"E4": "yes"})])],
    ids=["nobody answers", "yes"],
)
def test_b_both_legs_without_a_no_start_no_session(
    tmp_path: Path, answers: tuple[str, ...], what: list[tuple[str, None, dict[str, str]]]
) -> None:
    if answers:
        _, journal = refused(tmp_path, "5", "both calf", *answers)
    else:
        journal = placed(tmp_path, "5", "both calf").journal
    assert [(log["left"], log["right"]) for log in logs_of(journal)] == [(6, 6)]
    assert kept(journal) == what


def test_e4_no_of_the_full_check_of_this_start_covers_both_legs(tmp_path: Path) -> None:
    class AtKeyboard(Placing):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self.single_keys = True

    typed: tuple[Key, ...] = tuple("space" if sign == " " else sign for sign in "both calf")
    script: tuple[Key, ...] = (
        "n",
        "n",
        "n",
        "5",
        "enter",
        *typed,
        "enter",
        (AFTERWARDS, "3"),
        "enter",
        "enter",
        "enter",
    )
    played = play(tmp_path, *script, person=AtKeyboard, screened=False)
    assert BOTH_LEGS not in played.person.text
    assert played.entry["before"]["right"] == 6


def test_with_a6_tingling_is_not_new(tmp_path: Path) -> None:
    someone = SafetyJournal(now())
    someone.safety = WATCHED
    someone.check("A6")
    script: tuple[Key, ...] = ("5", "left calf tingling", (AFTERWARDS, "3"), "", "n", "")
    played = placed(tmp_path, *script, entries=tuple(someone.entries), content=replace(LIBRARY, safety=WATCHED))
    assert played.entry["before"]["kinds"]["left"] == ["tingling"]
    assert [one for one in safety_of(played.journal) if one["stop"]] == []


def test_a_kind_on_the_side_that_was_never_asked_about_is_new(tmp_path: Path) -> None:
    earlier = factories.log("l", left=6, kinds={"left": ["tingling"], "right": []})
    earlier["started"] = (now() + timedelta(seconds=1)).isoformat(timespec="seconds")
    known = placed(tmp_path / "known", "5", "left calf tingling", *DONE, entries=(earlier,))
    assert safety_of(known.journal) == []
    said, journal = refused(tmp_path / "new", "5", "right calf tingling", NO_SIGNS, entries=(earlier,))
    assert S4 in said
    assert kept(journal) == [("stop", "S4", {})]


def test_a3_8_to_10_keeps_place_and_note(tmp_path: Path) -> None:
    played = placed(tmp_path, "9", "left calf", "bad night")
    [log] = played.logs
    assert (log["pain"], log["left"], log["note"]) == (9, 6, "bad night")
    assert (played.status, VERY_HIGH in played.person.lines) == (0, True)


def test_a_new_kind_at_6_is_handled_before_flare_up_is_offered(tmp_path: Path) -> None:
    said, journal = refused(tmp_path, "6", "left foot numb", NO_SIGNS, content=WITH_FLARE_UP)
    assert "What would you like?" not in said
    assert kept(journal) == [("stop", "S4", {})]


def test_both_legs_at_6_are_asked_about_after_the_choice(tmp_path: Path) -> None:
    played = placed(tmp_path, "6", "both calf", "f", NO_SIGNS, *DONE, content=WITH_FLARE_UP)
    assert played.entry["routine"]["id"] == FLARE_UP.id
    only = placed(tmp_path / "kept", "6", "both calf", "k", "", NO_SIGNS, content=WITH_FLARE_UP)
    assert kept(only.journal) == [("recheck", None, {"recheck": "yes"})]
    _, journal = refused(tmp_path / "no", "6", "both calf", "o", "y", *"ynnnnnn", "d", content=WITH_FLARE_UP)
    assert not [one for one in journal.entries() if one["kind"] == "decision" and one["about"] != "notice"]


@pytest.mark.parametrize(("line", "said"), [("b", "better"), ("a", "same"), ("w", "worse"), ("", None)])
def test_the_next_morning_is_asked_after_the_place_and_may_be_left_out(
    tmp_path: Path, line: str, said: str | None
) -> None:
    yesterday = now() - timedelta(hours=20)
    last = factories.session("last")
    last["started"] = last["ended"] = yesterday.isoformat(timespec="seconds")
    played = placed(tmp_path, "5", "", line, *DONE, entries=(last,))
    lines = played.person.lines
    asked = [index for index, one in enumerate(lines) if one == WHERE or one.startswith(NEXT_MORNING)]
    assert lines[asked[1]].startswith(NEXT_MORNING)
    entry: Any = played.journal.get("last")
    assert entry["next_day"] == said
    newest = max((one for one in played.journal.entries() if one["kind"] == "session"), key=lambda one: one["started"])
    assert newest["status"] == "complete"


# Within a session


@pytest.mark.parametrize(
    ("line", "shown", "answers", "rule"),
    [
        ("left calf tingling", "In one leg, or in both?", ("1", "n"), "S4"),
        ("both calf", "Is any of these so?", ("y", "r", "r"), "S5"),
        ("left calf", "Is it still further down?", ((700, "y"), "r"), "S3"),
    ],
)
def test_b_a_place_within_a_session_is_judged_before_the_number(
    tmp_path: Path, line: str, shown: str, answers: tuple[Key, ...], rule: str
) -> None:
    end: tuple[Key, ...] = () if rule == "S5" else ((AFTERWARDS, "3"), "")
    played = placed(tmp_path, "5", "left buttock", (14, "x"), "1", "2", line, *answers, *end, "")
    assert WHERE_NOW in played.person.lines
    assert shown in played.person.lines
    assert "Go on slowly" not in played.person.text
    assert played.entry["stop"] == rule
    assert [one["stop"] for one in safety_of(played.journal)] == [rule]


def test_a_place_within_a_session_that_says_nothing_new_lets_the_number_decide(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "left calf", (14, "x"), "1", "2", "left buttock", *DONE)
    assert "Go on slowly" in played.person.text
    assert played.entry["status"] == "complete"
    [hurt] = [hurt for step in played.entry["steps"] for hurt in step["hurt"]]
    assert (hurt["answer"], hurt["pain"]) == ("more", 2)


def test_a_place_left_unanswered_within_a_session_is_asked_again_on_resume(tmp_path: Path) -> None:
    placed(tmp_path, "5", "", (14, "x"), "1", "9")
    on = play(tmp_path, "g", "2", (AFTERWARDS, "3"), "", clock=factories.ManualClock(14_000))
    assert "What is your pain at this moment?" in on.person.text
    assert on.entry["status"] == "complete"


# The check-out


def test_b_a_new_kind_at_the_check_out_is_s4(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "", (AFTERWARDS, "3"), "right foot numbness", NO_SIGNS, "")
    assert (played.entry["stop"], played.entry["after"]["right"]) == ("S4", 7)
    assert kept(played.journal) == [("stop", "S4", {})]
    assert "Before 5, after 3" not in played.person.text, "after a stop nothing is compared"
    with pytest.raises(RefusedError):
        play(tmp_path, "n", "5")


def test_b_an_emergency_sign_at_the_check_out_is_s5_and_its_page_is_printed(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "", (AFTERWARDS, "3"), "both foot", "y", *"nnnynnn", "d", "r", "r", "")
    assert played.entry["stop"] == "S5"
    assert kept(played.journal) == [("recheck", None, {"recheck": "yes"}), ("session", None, {"E4": "yes"})]
    assert "Once more, so that no slip takes it away." in played.person.lines


def test_both_legs_before_the_session_are_not_new_after_it(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "both calf", NO_SIGNS, (AFTERWARDS, "3"), "both calf", "")
    assert (played.entry["after"]["left"], safety_of(played.journal)) == (6, [])


def test_b_both_legs_at_the_check_out_with_no_sign_leave_the_full_check_due(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "", (AFTERWARDS, "3"), "left thigh right foot", NO_SIGNS, "")
    assert (played.entry["stop"], kept(played.journal)) == (None, [("recheck", None, {"recheck": "yes"})])


def test_b_further_down_than_before_asks_s3s_question_next_time(tmp_path: Path) -> None:
    played = placed(tmp_path, "5", "left buttock", (AFTERWARDS, "3"), "left knee", "")
    assert kept(played.journal) == [("session", "S3", {"further": "not_sure"})]
    assert played.entry["stop"] == "S3"
    assert "Is it still further down?" in play(tmp_path).person.text


def test_a_side_that_was_not_answered_before_is_not_further_down(tmp_path: Path) -> None:
    assert safety_of(placed(tmp_path, "5", "left calf", (AFTERWARDS, "3"), "right foot", "").journal) == []


def test_with_leg_watch_its_question_comes_after_the_place(tmp_path: Path) -> None:
    someone = SafetyJournal(now())
    someone.safety = WATCHED
    someone.check("A6")
    content = replace(LIBRARY, safety=WATCHED)
    script: tuple[Key, ...] = ("5", "left knee", (AFTERWARDS, "8"), "left buttock", "y", "")
    played = placed(tmp_path, *script, entries=tuple(someone.entries), content=content)
    lines = played.person.lines
    last = len(lines) - 1 - lines[::-1].index(WHERE)
    assert lines.index(IF_NEW) < last < lines.index(FURTHER)
    assert kept(played.journal)[-1] == ("session", "S3", {"further": "yes"})
    assert played.entry["stop"] == "S3"
    assert "normal wobble" not in played.person.text
    assert any("is it still further down?" in line for line in lines[last:])
